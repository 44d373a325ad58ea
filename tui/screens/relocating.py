"""Relocating: the dialog about articles that are gone, renamed, moved or exchanged: whose their tags are now."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store import Proposal, StoreError, Survey, lost, together
from tui.desk import Desk
from tui.screens.around import Around
from tui.screens.picker import Picker
from tui.spread import Place
from tui.widgets.listing import Item
from tui.words import counted

Proposals = Sequence[Proposal]


class Looking(ModalScreen[Proposals | None]):
    """Says that the folder is looked through, in a thread; Esc stops waiting for it."""

    CSS_PATH = "picker.tcss"

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self._survey = survey

    def compose(self) -> ComposeResult:
        """One line."""
        with Vertical(id="picker"):
            yield Static(Content(f"Looking through {len(self._survey.entries)} articles … · Esc stops"))

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._look, thread=True)

    def on_key(self, event: events.Key) -> None:
        """Back out."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)

    def _look(self) -> None:
        """In a thread: a folder may have many articles."""
        self.app.call_from_thread(self._looked, self._survey.run())

    def _looked(self, found: Proposals) -> None:
        if self.is_current:
            self.dismiss(found)


def is_lost(desk: Desk, path: str) -> bool:
    """Whether records name an article that is no file of the folder."""
    return any(path == one for one, _ in lost(desk.project))


def relocate(around: Around) -> None:
    """Find out where the articles went that are gone, and give their tags to those that have their text now."""
    desk = around.desk

    def looked(found: Proposals | None) -> None:
        if found:
            _choose(around, found)
        elif found is not None:
            desk.say("every article that has tags is where it was")
        around.tell()

    around.push(Looking(Survey.of(desk.project)), looked)


def _choose(around: Around, found: Proposals) -> None:
    same = [one for one in found if one.kind == "same"]
    rows = [Item("", f"accept the {len(same)} with the same text", "one step to undo")] if len(same) > 1 else []
    rows += [Item(one.old, _arrow(one), f"{counted(one.tags, 'tag')} · {_why(one)}") for one in found]

    def chosen(item: Item | None) -> None:
        one = next((one for one in found if item is not None and one.old == item.id), None)
        if item is not None and one is None:
            _move(around, {one.old: one.candidates[0] for one in same}, found)
        elif one is not None and one.new is not None:
            _move(around, together(one, found), found)
        elif one is not None:
            _by_hand(around, one, found)
        around.tell()

    which = "1 article is" if len(found) == 1 else f"{len(found)} articles are"
    around.push(Picker(f"{which} not where the tags say · Enter moves them or asks", rows), chosen)


def _by_hand(around: Around, proposal: Proposal, found: Proposals) -> None:
    """Choose the article by hand, the likely ones first."""
    library = around.desk.project.library
    likely = dict.fromkeys(proposal.candidates, _why(proposal))
    others = {entry.path: "" for entry in library.readable if entry.path not in likely}
    titles = {entry.path: library.heading(entry).title for entry in library.readable}
    rows = [Item(path, f"{path}  {titles.get(path, '')}".rstrip(), why) for path, why in {**likely, **others}.items()]

    def chosen(item: Item | None) -> None:
        if item is not None:
            _move(around, {proposal.old: item.id}, found)
        around.tell()

    title = f"{counted(proposal.tags, 'tag')} of {proposal.old}: which article is it now?"
    around.push(Picker(title, rows), chosen)


def _move(around: Around, moves: Mapping[str, str], found: Proposals) -> None:
    desk = around.desk
    try:
        done = desk.project.relocate(moves)
    except StoreError as error:
        desk.say(str(error))
        return
    desk.follow(done)
    _reopen(desk, moves)
    count = counted(sum(change.table == "annotations" for change in done.changes), "tag")
    where = next(iter(moves.values())) if len(moves) == 1 else f"{len(moves)} articles"
    desk.say(f"{count} moved to {where}; {desk.keymap.hint('undo')} takes that back")
    if left := [one for one in found if one.old not in moves]:
        _choose(around, left)


def _reopen(desk: Desk, moves: Mapping[str, str]) -> None:
    """Show the new article where an old one lies open that is gone."""
    here = desk.current
    for number, pane in enumerate(desk.panes):
        path = pane.sheet.path
        if path in moves and path in desk.gone:
            desk.places[moves[path]] = Place(pane.caret, pane.top)
            desk.focus(number)
            desk.open(moves[path])
    if desk.panes:
        desk.focus(here)


def _arrow(one: Proposal) -> str:
    """Old and new path; of the new one only what is different."""
    if not one.candidates:
        return one.old
    old, new = PurePosixPath(one.old), PurePosixPath(one.candidates[0])
    if old.parent == new.parent:
        return f"{old} → {new.name}"
    return f"{old} → {new.parent}/" if old.name == new.name else f"{old} → {new}"


def _why(one: Proposal) -> str:
    return {
        "same": "same text",
        "elsewhere": "its text is there",
        "several": f"{len(one.candidates)} have its text",
        "alike": f"edited? {one.found} of {one.tried} found",
        "nowhere": "nowhere",
    }[one.kind]

"""Dialogs of the reading screen: pickers, prompts and pages, and what follows from what was chosen in them."""

from collections.abc import Callable, Mapping
from functools import partial

from store import Selection, StoreError, checked_annotator
from tui.desk import NOTHING_OPEN, PANES
from tui.hints import under_caret
from tui.screens import (
    board,
    claiming,
    comparing,
    describing,
    elsewhere,
    everywhere,
    exporting,
    importing,
    links,
    passages,
    tagging_everywhere,
)  # fmt: skip
from tui.screens.annotations import list_annotations
from tui.screens.around import Around
from tui.screens.card import card
from tui.screens.clustering import choose_cluster
from tui.screens.clusters import list_clusters
from tui.screens.labels import labels
from tui.screens.library import BESIDE, HERE, TITLE, Library
from tui.screens.moved import moved
from tui.screens.pages import disk_page, help_page
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.screens.relocating import is_lost, relocate
from tui.widgets.listing import Item
from tui.words import counted, short


def pick_label(around: Around) -> None:
    """Tag the selection, else what is under the caret, with a label found by typing."""
    desk = around.desk
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    span = None if pane.selection.is_empty else pane.selection.span
    span = span or under_caret(None, pane.sheet.segments, pane.caret)
    if span is None:
        desk.say("there is no word under the caret to tag")
        return
    labels = desk.project.schema.span_labels
    rows = [Item(one.name, one.name, f"{one.kind} {one.key}".strip()) for one in labels]

    def chosen(item: Item | None) -> None:
        label = desk.project.schema.label(item.id) if item else None
        if label is not None and span is not None:
            desk.tag(span, label)
        around.tell()

    around.push(Picker(f"Tag “{short(span.of(pane.sheet.text))}” as … · Enter tags · Esc backs out", rows), chosen)


def find_article(around: Around, title: str = TITLE, *, beside: bool = False) -> None:
    """Open an article found by typing, in this pane or beside it."""
    desk = around.desk
    screen = Library(desk, title)

    def chosen(item: Item | None) -> None:
        if item is not None and is_lost(desk, item.id):
            around.run("relocate")
        elif item is not None:
            if screen.is_beside and len(desk.panes) >= PANES:
                desk.say(f"there are {PANES} panes, the most there can be; {desk.keymap.hint('pane-close')} closes one")
            else:
                desk.open(item.id, beside=beside or screen.is_beside)
        around.tell()

    around.push(screen, chosen)


def search(around: Around) -> None:
    """Search in the article, with the hits marked while one types; Enter goes to the first from the caret on."""
    desk = around.desk
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return

    def typed(text: str) -> None:
        desk.search(text)

    def chosen(text: str | None) -> None:
        if text is None:
            desk.search("")
        elif text:
            desk.search(text)
            after = next((hit for hit in pane.hits if hit.start >= pane.caret), None)
            hit = after or next(iter(pane.hits), None)
            if hit is None:
                desk.say(f"{short(text)}: not in this article")
            else:
                pane.select(Selection(hit.start, hit.start))
                at = pane.hits.index(hit) + 1
                on, back = desk.keymap.hint("hit-next"), desk.keymap.hint("hit-back")
                desk.say(f"{short(text)}: {at} of {len(pane.hits)} · {on} next, {back} back, Esc ends")
        around.tell()

    around.push(Prompt("Search: ", desk.searching.text, on_change=typed), chosen)


def commands(around: Around) -> None:
    """Do anything, found by typing."""

    def chosen(item: Item | None) -> None:
        if item is not None:
            around.run(item.id)

    rows = [
        Item(action.id, action.title, around.keymap.shown(action.id))
        for action in around.keymap
        if action.id != "palette"
    ]
    around.push(Picker("Commands · Enter does it · Esc backs out", rows), chosen)


def annotators(around: Around) -> None:
    """Choose whose annotations are shown, and who works here."""
    desk = around.desk
    others = desk.project.others
    shown = desk.spreads.shown_others()
    rows = [
        Item(
            f"show {name}",
            f"{'hide' if name in shown else 'show'} the tags of {name}",
            counted(others.count(name), "tag"),
        )
        for name in others.names
    ]
    rows += [Item(f"as {name}", f"work as {name}", "") for name in others.names]
    rows.append(Item("as ", "work as somebody else …", ""))

    def named(name: str | None) -> None:
        try:
            if name:
                around.become(checked_annotator(name.strip()))
        except StoreError as error:
            desk.say(str(error))
        around.tell()

    def chosen(item: Item | None) -> None:
        verb, _, name = (item.id if item else "").partition(" ")
        if verb == "show":
            desk.toggle(name)
            desk.say(f"the tags of {name} are {'hidden' if name in desk.spreads.hidden else 'shown'}")
        elif verb == "as" and name:
            around.become(name)
        elif verb == "as":
            around.push(Prompt("annotator: "), named)
        around.tell()

    around.push(Picker(f"You are {desk.project.annotator} · Enter chooses · Esc goes back", rows), chosen)


def state_of_disk(around: Around) -> None:
    """Show what is on the disk, and what was found wrong in the files."""
    project = around.desk.project
    around.push(disk_page(project, project.state), lambda _: around.tell())


def help_on_keys(around: Around) -> None:
    """Show the keys and the labels."""
    around.push(help_page(around.keymap, around.desk.project), lambda _: around.tell())


DIALOGS: Mapping[str, Callable[[Around], None]] = {
    "pick-label": pick_label,
    "list": list_annotations,
    "card": card,
    "cluster": choose_cluster,
    "clusters": list_clusters,
    "moved": moved,
    "relocate": relocate,
    "annotators": annotators,
    "find-article": partial(find_article, title=HERE),
    "pane-add": partial(find_article, title=BESIDE, beside=True),
    "library": find_article,
    "search": search,
    "labels": labels,
    "disk": state_of_disk,
    "palette": commands,
    **links.DIALOGS,
    **describing.DIALOGS,
    **exporting.DIALOGS,
    **importing.DIALOGS,
    **everywhere.DIALOGS,
    **elsewhere.DIALOGS,
    **tagging_everywhere.DIALOGS,
    **passages.DIALOGS,
    **comparing.DIALOGS,
    **board.DIALOGS,
    **claiming.DIALOGS,
    "help": help_on_keys,
}
"""Action id -> what opens its dialog."""

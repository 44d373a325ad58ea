"""Importing: articles and tags of other programs: say where, look at what would come in, and take it as one step."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from store import StoreError
from tui.display import display
from tui.screens.around import Around
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Item
from tui.words import counted, short

if TYPE_CHECKING:
    from store import Doubt, FileUnit, Import, ImportReport

TAKE = "take"
"""The id of the row that takes everything."""
UNITS: "Mapping[FileUnit, str]" = {
    "codepoint": "code points", "utf16": "UTF-16 units", "utf8": "UTF-8 bytes", "grapheme": "letters as one sees them",
}  # fmt: skip
"""What offsets may count, in words."""
STEP = 1 << 20
"""Bytes after which the screen says anew how much was read."""
Read = str
"""Why a source could not be read; "" when it was."""


class StoppedError(StoreError):
    """Somebody does not want to wait any longer."""


class Reading(ModalScreen[Read | None]):
    """Says that files are read, in a thread, and how far that is; Esc stops it, and nothing has happened."""

    CSS_PATH = "picker.tcss"

    def __init__(self, work: "Import", path: Path) -> None:
        super().__init__()
        self._work, self._path, self._told = work, path, 0
        self.is_stopped = False
        """Whether somebody does not want to wait any longer."""

    def compose(self) -> ComposeResult:
        """One line."""
        with Vertical(id="picker"):
            yield Static(Content(display(f"Reading {self._path.name} … · Esc stops")), id="picker-title")

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._read, thread=True)

    def on_key(self, event: events.Key) -> None:
        """Stop; the thread ends at the next block, and takes away what it wrote."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.is_stopped = True

    def _read(self) -> None:
        """In a thread: a file may be of any length."""
        worker = get_current_worker()

        def progress(size: int) -> None:
            if self.is_stopped or worker.is_cancelled:
                message = "stopped"
                raise StoppedError(message)
            if size >= self._told + STEP:
                self._told = size
                self.app.call_from_thread(self._tell, size)

        try:
            self._work.read([self._path], progress)
            outcome: Read | None = None if self.is_stopped else ""
        except StoppedError:
            outcome = None
        except StoreError as error:
            outcome = str(error)
        if worker.is_cancelled:
            self._work.close()
        else:
            self.app.call_from_thread(self.dismiss, outcome)

    def _tell(self, size: int) -> None:
        words = f"Reading {self._path.name}: {size >> 20} MB … · Esc stops"
        self.query_one("#picker-title", Static).update(Content(display(words)))


class Preview(Picker):
    """What would come in, with everything that would not; Enter on the first row takes it."""

    def choose(self, item: Item | None) -> None:
        """End with the first row; the others are there to be read."""
        if item is not None and item.id == TAKE:
            self.dismiss(item)


def import_files(around: Around) -> None:
    """Ask for a file, a folder or an archive, show what would come of it, and take it in."""
    desk = around.desk
    if desk.project.read_only:
        desk.say(f"nothing can be imported: {desk.project.read_only}")
        return

    def named(text: str | None) -> None:
        if text and text.strip():
            _read(around, _path(desk.project.root, text.strip()))
        elif text is not None:
            desk.say("an import needs a file, a folder or an archive; nothing was imported")
        around.tell()

    around.push(Prompt("Import from: "), named)


def rows(report: "ImportReport", annotators: Sequence[str], own: str) -> list[Item]:
    """What an import would do, a row each, the row that does it first."""
    from store import said  # noqa: PLC0415 - the start does without it
    from tui.importing import summed  # noqa: PLC0415 - as above

    found = [Item(TAKE, f"take in {summed(report)}")]
    found += [Item("", f"{name} was read as {form}") for name, form in report.formats.items()]
    if others := [name for name in annotators if name != own]:
        found.append(
            Item("", f"tags of {', '.join(others)} in the file become yours; sidemark import keeps them theirs")
        )
    found += [Item("", f"new label {name}", f"key {key}" if key else "") for name, key in report.labels]
    found += [Item("", f"new article {path}", "undo leaves it") for path in report.articles]
    found += [Item("", f"refused: {said(refusal)}") for refusal in report.refused]
    found += [
        Item("", f"re-anchored: “{short(one.quote)}” in {one.article}", f"{one.score:.0%} sure")
        for one in report.reanchored
    ]
    return found + [Item("", remark) for remark in report.remarks]


def _path(root: Path, text: str) -> Path:
    """What was typed as a path; a name that is not here may be one in the project's folder."""
    path = Path(text).expanduser()
    return path if path.is_absolute() or path.exists() else root / path


def _read(around: Around, path: Path, unit: "FileUnit | None" = None) -> None:
    """Read it in a thread, and then show what was found; what its offsets count is asked for if nothing tells it."""
    from store import Import, Request  # noqa: PLC0415 - the start does without it

    desk = around.desk
    if not path.exists():
        desk.say(f"{path}: there is no such file or folder; nothing was imported")
        return
    work = Import(
        desk.project.root, Request(annotator=desk.project.annotator, unit=unit), desk.project.library.encoding
    )
    try:
        work.__enter__()
    except StoreError as error:
        desk.say(f"nothing was imported: {error}")
        return

    def done(outcome: Read | None) -> None:
        if outcome == "" and work.report.doubt is not None:
            work.close()
            _ask_unit(around, path, work.report.doubt)
        elif outcome == "":
            _show(around, work)
        else:
            work.close()
            desk.say(f"nothing was imported{f': {outcome}' if outcome else ''}")
        around.tell()

    around.push(Reading(work, path), done)


def _ask_unit(around: Around, path: Path, doubt: "Doubt") -> None:
    """Ask what offsets count, by what the first annotation would hold."""
    units = sorted(doubt.words, key=lambda unit: unit != doubt.unit)
    items = [Item(unit, f"{UNITS[unit]}: {doubt.words[unit]}", "usual" * (unit == doubt.unit)) for unit in units]

    def chosen(item: Item | None) -> None:
        if item is None:
            around.desk.say("nothing was imported")
            around.tell()
        else:
            _read(around, path, next(unit for unit in units if unit == item.id))

    title = f"No quote in {doubt.file} tells what offsets count. What is right for this {doubt.label}?"
    around.push(Picker(title, items), chosen)


def _show(around: Around, work: "Import") -> None:
    """Show what would come in."""
    desk = around.desk
    try:
        report = work.plan(desk.project, desk.keymap.reserved())
    except StoreError as error:
        work.close()
        desk.say(f"nothing was imported: {error}")
        return

    def chosen(item: Item | None) -> None:
        try:
            desk.say(_taken(around, work, report) if item is not None else "nothing was imported")
        finally:
            work.close()
        around.tell()

    title = "This would come in · Enter on the first row takes it · Esc leaves everything as it is"
    around.push(Preview(title, rows(report, work.annotators, desk.project.annotator)), chosen)


def _taken(around: Around, work: "Import", report: "ImportReport") -> str:
    """Take it in; what is to be said."""
    from tui.importing import summed  # noqa: PLC0415 - the start does without it

    desk = around.desk
    try:
        done = work.apply()
    except StoreError as error:
        return f"nothing was imported: {error}"
    for one in done:
        desk.follow(one)
    if not done and not report.articles:
        return "nothing new was in it"
    undo = f" · {desk.keymap.hint('undo')} takes {counted(report.counts.placed, 'tag')} back" if done else ""
    stay = f", {counted(len(report.articles), 'new article')} stay" if undo and report.articles else ""
    return f"imported: {summed(report)}{undo}{stay.replace('1 new article stay', 'the new article stays')}"


DIALOGS: Mapping[str, Callable[[Around], None]] = {"import": import_files}
"""Action id -> what opens its dialog."""

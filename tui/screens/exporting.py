"""Exporting: one's work as a dataset: choose how, see what the format cannot hold, write it, see where it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store import (
    Annotation,
    Choices,
    Format,
    FormatError,
    Headway,
    Report,
    all_formats,
    annotation_of,
    format_of,
    read_choices,
    write_choices,
)
from tui.display import display
from tui.keys import key_of, named
from tui.losses import Group, grouped
from tui.screens.annotations import show
from tui.screens.around import Around
from tui.screens.dialog import Dialog
from tui.screens.export_job import Job
from tui.screens.export_rows import becomes_article, brief, foreseen, settings, target_of
from tui.screens.names import MOST
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Item, Listing
from tui.words import counted, short

SPLITS: tuple[tuple[int, int, int] | None, ...] = (None, (80, 10, 10), (70, 15, 15), (90, 10, 0), (80, 0, 20))
"""What `s` offers."""
KEYS = "w writes it · Enter changes or looks closer · Esc goes back"
FEW_KEYS = "w writes it · Enter changes · Esc back"
LOW = 16
"""Under this height of the terminal what will be written is told in place of the title."""
BUSY = "Esc stops"
INSTEAD = {
    "; --snap widens these instead": "; g widens tags instead",
    "; --force writes over it": "",
    "--output has to name": "t has to name",
    " and --strict": ", and then nothing is to be written",
}
"""What a message says for the command line -> for this screen."""


class ExportScreen(Dialog[str | None]):
    """What can be chosen, and below it what the dataset will hold and what not; ends with where it is."""

    CSS_PATH = "exporting.tcss"

    def __init__(self, around: Around) -> None:
        super().__init__()
        self.around, self.desk = around, around.desk
        self.choices = read_choices(self.desk.project.root)
        """How the dataset is to be."""
        self.form = _known(self.choices.format)
        """The format."""
        self.job: Job | None = None
        """What is being done in a thread, None when nothing is."""
        self.report: Report | None = None
        """What the last look found; None while nobody knows yet."""
        self._groups: Sequence[Group] = ()
        self._said = ""
        self._written: str | None = None

    def compose(self) -> ComposeResult:
        """Title, rows, what is being done or was done, the keys."""
        with Vertical(id="exporting"):
            yield Static(id="exporting-title")
            yield Listing(id="exporting-rows")
            yield Static(id="exporting-said")
            yield Static(id="exporting-keys")

    def on_mount(self) -> None:
        """Show the last choices, and look what they would hold."""
        if self.choices.kind not in self.desk.project.schema.kinds:
            self.choices = replace(self.choices, kind="")
        self.look()

    def on_unmount(self) -> None:
        """Let nothing go on behind."""
        if self.job is not None:
            self.job.stop()

    # what is shown

    def show(self) -> None:
        """Bring the rows up to date, the marked one still marked."""
        listing = self.query_one(Listing)
        marked, at = listing.marked, listing.at
        rows = settings(self.desk.project, self.form, self.choices)
        rows += foreseen(self.report, self._groups) if self.report is not None else []
        rows = [replace(row, left=_here(row.left)) for row in rows]
        places = [place for place, row in enumerate(rows) if marked and marked.id and row.id == marked.id]
        listing.show(rows, places[0] if places else min(at, len(rows) - 1))
        title = f"Export of {self.desk.project.title}"
        if self._is_low and self.report is not None:
            title = brief(self.report)
        self.query_one("#exporting-title", Static).update(Content(display(title)))
        self.say(self._said)

    @property
    def _is_low(self) -> bool:
        return self.app.size.height < LOW

    def on_resize(self) -> None:
        """There is room for other words."""
        self.show()

    def say(self, words: str) -> None:
        """Say what is being done, or was done."""
        self._said = words
        self.query_one("#exporting-said", Static).update(Content(display(words)))
        is_writing = self.job is not None and self.job.target is not None
        keys = BUSY if is_writing else FEW_KEYS if self._is_low else KEYS
        self.query_one("#exporting-keys", Static).update(Content(keys))

    # keys

    def on_key(self, event: events.Key) -> None:
        """Move, choose, write, or go back."""
        event.stop()
        event.prevent_default()
        key = key_of(event)
        if event.key == "escape":
            self._back()
        elif self.job is not None and self.job.target is not None:
            self.say(f"{named(key)} has to wait until the dataset is written; Esc stops that")
        elif key in ACTS and any(row.id == key for row in self.query_one(Listing).items):
            ACTS[key](self)
        elif not self.query_one(Listing).press({"j": "down", "ctrl+e": "enter"}.get(key, event.key)):
            self.say(f"{named(key)} does nothing here")

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """Change what a row says, or look closer at what is left out."""
        event.stop()
        if self.job is not None and self.job.target is not None:
            return
        if event.item.id.startswith("loss "):
            self._look_closer(self._groups[int(event.item.id[5:])])
        elif event.item.id in ACTS:
            ACTS[event.item.id](self)

    def _back(self) -> None:
        """Stop what is being written, else go back."""
        if self.job is not None and self.job.target is not None and not self.job.is_stopped:
            self.job.stop()
            self.say("stopping …")
        else:
            self.dismiss(self._written)

    # looking and writing

    def choose(self, **members: Any) -> None:
        """Change choices, and look again."""
        self.choices = replace(self.choices, **members)
        self.form = _known(self.choices.format)
        self.look()

    def look(self) -> None:
        """Find out, in a thread, what the dataset would hold."""
        self.report, self._groups = None, ()
        self._begin(Job(self.desk.project, self.form, self.choices), "looking what it would hold")
        self.show()

    def write(self) -> None:
        """Write the dataset, after a question if something is there already."""
        target = target_of(self.desk.project, self.form, self.choices)
        if becomes_article(self.desk.project, self.form, target):
            self.say(f"in the project's folder {target.name} would be an article of it; t takes another place")
        elif _is_taken(target):
            rows = [Item("other", "write it under another name"), Item("force", "write over it")]
            title = f"{target.name} is there already · Esc leaves it"
            self._ask(Picker(title, rows), lambda item: self._taken(item.id, target))
        else:
            self._write(target)

    def _taken(self, answer: str, target: Path) -> None:
        if answer == "force":
            self._write(target, is_forced=True)
        else:
            ACTS["t"](self)

    def _write(self, target: Path, *, is_forced: bool = False) -> None:
        job = Job(self.desk.project, self.form, self.choices, target, is_forced=is_forced)
        self._begin(job, f"writing {target.name}")

    def _begin(self, job: Job, words: str) -> None:
        if self.job is not None:
            self.job.stop()
        self.job = job
        self.say(f"{words} …")
        self.run_worker(partial(self._run, job, words), description="export", thread=True)

    def _run(self, job: Job, words: str) -> None:
        """In a thread."""

        def tell(step: Headway) -> None:
            self.app.call_from_thread(self._tell, job, f"{words}: {step.done:,} of {step.total:,} {step.what} …")

        found = job.run(tell)
        self.app.call_from_thread(self._done, job, found)

    def _tell(self, job: Job, words: str) -> None:
        if self.job is job and self.is_attached and not job.is_stopped:
            self.say(words)

    def _done(self, job: Job, found: Report | str | None) -> None:
        if self.job is not job or not self.is_attached:
            return  # somebody stopped it, or chose something else meanwhile
        self.job = None
        if found is None:
            self._said = "stopped; nothing was written"
        elif isinstance(found, str):
            self._said = _here(found)
        else:
            self.report, self._groups, self._said = found, grouped(found.losses), ""
            if job.target is not None:
                self._finish(found, job.target)
        self.show()

    def _finish(self, report: Report, target: Path) -> None:
        where = report.files[0] if len(report.files) == 1 else f"{target} ({counted(len(report.files), 'file')})"
        lost = f", {counted(len(report.losses), 'thing')} left out" if report.losses else ""
        self._said = self._written = f"{counted(report.annotations, 'tag')}{lost}; written to {where}"
        write_choices(self.desk.project.root, self.choices)

    # asking

    def _ask(self, screen: Screen[Any], then: Callable[[Any], None]) -> None:
        """Have something chosen or written; nothing happens when nobody does."""
        self.app.push_screen(screen, lambda found: then(found) if found is not None else None)

    def _look_closer(self, group: Group) -> None:
        """List what is left out for one reason; Enter goes to it in the text."""
        rows = [self._loss(loss.id, loss.why) for loss in group.losses[:MOST]]
        title = f"{len(group.losses):,} × {group.what} · Enter goes there · Esc goes back"
        self._ask(Picker(title, rows), lambda item: self._go(item.id))

    def _loss(self, name: str, why: str) -> Item:
        one = annotation_of(self.desk.project, name)
        return Item(name, f"{name} “{short(one.quote)}”" if one else name, _here(why))

    def _go(self, name: str) -> None:
        """Go to a tag, to where a link begins, or to an article."""
        project = self.desk.project
        link = next((one for one in project.relations.links if one.id == name), None)
        one = annotation_of(project, link.source if link else name)
        if one is None and name not in [entry.path for entry in project.library.readable]:
            self.say(f"{name} has no place in a text to go to")
            return
        self.dismiss(self._written)
        self.app.call_later(self._show, one, name)

    def _show(self, one: Annotation | None, path: str) -> None:
        if one is not None:
            show(self.desk, one)
        else:
            self.desk.open(path)
        self.around.tell()

    def ask_format(self) -> None:
        """Choose the format."""
        forms = list(all_formats())
        rows = [Item(form.name, f"{form.name}: {form.title}", _needs(form)) for form in forms]
        at = next((place for place, form in enumerate(forms) if form.name == self.form.name), 0)
        self._ask(
            Picker("Format · Enter takes it · Esc leaves it", rows, at=at),
            lambda item: self.choose(format=item.id, target=self._moved_to(_known(item.id))),
        )

    def _moved_to(self, form: Format) -> str:
        """The user's own target for another format: beside the old one, with the new suffix; else none."""
        own = self.choices.target
        if not own or not self.form.suffix or not own.endswith(self.form.suffix) or not form.suffix:
            return ""
        return own.removesuffix(self.form.suffix) + form.suffix

    def ask_kind(self) -> None:
        """Choose a kind of labels."""
        rows = [Item("", "all kinds"), *(Item(kind, kind) for kind in self.desk.project.schema.kinds)]
        self._ask(Picker("Only labels of the kind · Enter takes it", rows), lambda item: self.choose(kind=item.id))

    def ask_split(self) -> None:
        """Choose shares of train, validation and test, then the seed."""
        rows = [Item(_shares(split), _shares(split) or "no split: one dataset") for split in SPLITS]
        if _shares(self.choices.split) not in [row.id for row in rows]:
            rows.append(Item(_shares(self.choices.split), _shares(self.choices.split)))

        def chosen(item: Item) -> None:
            split = next((one for one in (*SPLITS, self.choices.split) if _shares(one) == item.id), None)
            if split is None:
                self.choose(split=None)
            else:
                self._ask(Prompt("Seed, a number: ", str(self.choices.seed)), partial(self._seeded, split))

        self._ask(Picker("Train / validation / test, by article · Enter takes it", rows), chosen)

    def _seeded(self, split: tuple[int, int, int], seed: str) -> None:
        if seed.strip().isascii() and seed.strip().isdigit() and len(seed) < 19:
            self.choose(split=split, seed=int(seed))
        else:
            self.say(f"{short(seed)} is no number; the seed stays {self.choices.seed}")

    def ask_target(self) -> None:
        """Write where to."""
        start = str(target_of(self.desk.project, self.form, self.choices))
        self._ask(Prompt("To: ", start, replaces=False), lambda line: self.choose(target=line.strip()))


def _known(name: str) -> Format:
    """A format by name; one that is gone, because its package is, counts as the lossless one."""
    try:
        return format_of(name)
    except FormatError:
        return format_of(Choices().format)


def _is_taken(target: Path) -> bool:
    """Whether a file is there, or a folder that holds anything; one that cannot be read says so when it is written."""
    try:
        return any(target.iterdir()) if target.is_dir() else target.exists() or target.is_symlink()
    except OSError:
        return False


def _needs(form: Format) -> str:
    return f"needs sidemark[{form.extra}]" if form.extra else form.suffix or "a folder"


def _shares(split: tuple[int, int, int] | None) -> str:
    return "/".join(str(share) for share in split) if split else ""


def _here(words: str) -> str:
    for said, instead in INSTEAD.items():
        words = words.replace(said, instead)
    return words


ACTS: Mapping[str, Callable[[ExportScreen], None]] = {
    "f": ExportScreen.ask_format,
    "a": lambda screen: screen.choose(everyone=not screen.choices.everyone),
    "k": ExportScreen.ask_kind,
    "s": ExportScreen.ask_split,
    "o": lambda screen: screen.choose(prefer="shortest" if screen.choices.prefer == "longest" else "longest"),
    "g": lambda screen: screen.choose(is_snapped=not screen.choices.is_snapped),
    "c": lambda screen: screen.choose(raw_cells=not screen.choices.raw_cells),
    "b": lambda screen: screen.choose(is_body_only=not screen.choices.is_body_only),
    "x": lambda screen: screen.choose(is_strict=not screen.choices.is_strict),
    "t": ExportScreen.ask_target,
    "w": ExportScreen.write,
}
"""The letter of a row -> what it does."""


def export_dataset(around: Around) -> None:
    """Choose how the work becomes a dataset, look at what would be left out, and write it."""

    def ended(said: str | None) -> None:
        if said:
            around.desk.say(said)
        around.tell()

    around.push(ExportScreen(around), ended)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"export": export_dataset}
"""Action id -> what opens its dialog."""

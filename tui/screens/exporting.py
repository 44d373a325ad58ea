"""Exporting: one's work as a dataset: pick a format, see what it cannot hold, say where to, see where it is."""

from collections.abc import Callable, Mapping
from pathlib import Path

from store import Format, FormatError, Project, Report, Wish, all_formats, export
from tui.screens.around import Around
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Item
from tui.words import counted, short


def export_dataset(around: Around) -> None:
    """Write the work as a dataset, after a look at what would be lost."""
    desk = around.desk
    forms = {form.name: form for form in all_formats()}
    rows = [Item(form.name, f"{form.name}: {form.title}", f"offsets: {form.unit}") for form in forms.values()]

    def picked(item: Item | None) -> None:
        if item is not None:
            _ask(around, forms[item.id])
        around.tell()

    around.push(Picker(f"Export the tags of {desk.project.annotator} as … · Enter picks · Esc goes back", rows), picked)


def proposed(project: Project, form: Format) -> Path:
    """A file beside the articles that is not there yet."""
    names = [f"{project.annotator}{number}{form.suffix}" for number in ("", *(f"-{at}" for at in range(2, 1000)))]
    return next((path for name in names if not (path := project.root / name).exists()), project.root / names[0])


def foreseen(report: Report) -> str:
    """What a dataset will hold, and what it cannot."""
    words = counted(report.annotations, "tag")
    if report.losses:
        first = report.losses[0]
        words += f", {counted(len(report.losses), 'thing')} left out ({first.what} {short(first.id, 30)}: {first.why})"
    return words


def _ask(around: Around, form: Format) -> None:
    """Say what the format holds of the work, and ask for the file."""
    desk = around.desk
    try:
        report = export([desk.project], form, Wish())
    except FormatError as error:
        desk.say(str(error))
        return

    def named(text: str | None) -> None:
        if text and text.strip():
            desk.say(_written(desk.project, form, Path(text.strip()).expanduser()))
        elif text is not None:
            desk.say("a dataset needs a name; nothing was written")
        around.tell()

    start = str(proposed(desk.project, form))
    around.push(Prompt(f"{foreseen(report)} · write to: ", start, replaces=False), named)


def _written(project: Project, form: Format, path: Path) -> str:
    """Write a dataset; where it is, or why it is nowhere. A name alone is one in the project's folder."""
    try:
        report = export([project], form, Wish(output=project.root / path))
    except (FormatError, OSError) as error:
        return f"nothing was written: {error}"
    return f"{foreseen(report)} · in {', '.join(map(str, report.files))}"


DIALOGS: Mapping[str, Callable[[Around], None]] = {"export": export_dataset}
"""Action id -> what opens its dialog."""

"""Library: every article of the project, with its source, date, tags and done mark; type to filter."""

from collections.abc import Mapping

from store import Entry, Project, StoreError, lost
from tui.screens.picker import Picker
from tui.spread import Place
from tui.widgets.listing import Item
from tui.words import counted

TITLE = "Library · type to filter · Enter opens · Esc goes back"


def items(project: Project, places: Mapping[str, Place]) -> list[Item]:
    """The library's rows; those that cannot be opened say why, and those that are gone come last."""
    rows = [
        _item(project, entry, project.count(entry.path), places.get(entry.path)) for entry in project.library.entries
    ]
    return rows + [
        Item(path, path, f"{counted(count, 'tag')}, but the file is gone: Enter looks for it", is_dim=True)
        for path, count in lost(project)
    ]


def library(project: Project, places: Mapping[str, Place], here: str, title: str = TITLE) -> Picker:
    """The library as a screen, with the article `here` marked."""
    rows = items(project, places)
    at = next((number for number, item in enumerate(rows) if item.id == here), 0)
    return Picker(title, rows, at=at)


def _item(project: Project, entry: Entry, count: int, place: Place | None) -> Item:
    if entry.problem:
        return Item(entry.path, entry.path, entry.problem, is_dim=True)
    head = project.library.heading(entry)
    record = project.relations.record(entry.path)
    facts = [
        head.source,
        head.published,
        counted(count, "tag") if count else "",
        _progress(project, entry.path, place),
        "done" if record and record.done else "",
    ]
    return Item(entry.path, head.title or entry.path, " · ".join(fact for fact in facts if fact))


def _progress(project: Project, path: str, place: Place | None) -> str:
    """How far somebody has come in an article, where they have begun it."""
    if place is None or not place.caret:
        return ""
    try:
        length = len(project.library.article(path).text)
    except StoreError:
        return ""
    return f"{min(100, 100 * place.caret // max(1, length))}%"

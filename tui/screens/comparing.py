"""Comparing: whose annotations are compared, and the screen on which that is judged."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from store import ADJUDICATED, Adjudication, StoreError
from tui.desk import NOTHING_OPEN
from tui.screens.around import Around
from tui.screens.compare import Compare
from tui.screens.picker import Picker
from tui.widgets.listing import Item

FEW = 5
"""Of so many annotators every choice is offered; of more each two, and all."""


def compare(around: Around) -> None:
    """Choose two annotators or more, and judge what they differ in."""
    desk = around.desk
    project = desk.project
    if desk.pane is None:
        desk.say(NOTHING_OPEN)
        return
    own = [project.annotator] if project.database.size("annotations") or project.relations.records else []
    names = sorted({*project.others.names, *own} - {ADJUDICATED})
    if len(names) < 2:
        there = f"there is {names[0]} alone" if names else "there is nobody"
        desk.say(f"comparing takes two annotators or more who have tagged something here; {there}")
        return
    if len(names) == 2:
        _open(around, names)
        return
    rows = [Item(" ".join(some), " and ".join(some)) for some in choices(names)]

    def chosen(item: Item | None) -> None:
        if item is not None:
            _open(around, item.id.split())
        around.tell()

    around.push(Picker("Compare … · Enter opens what they differ in · Esc backs out", rows), chosen)


def choices(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Whom one can compare: each two, and more of few."""
    sizes = range(2, len(names) + 1) if len(names) <= FEW else (2, len(names))
    return [some for size in sizes for some in combinations(names, size)]


def _open(around: Around, names: Sequence[str]) -> None:
    desk, pane = around.desk, around.desk.pane
    try:
        article = desk.project.library.article(pane.sheet.path if pane else "")
        work = Adjudication(desk.project, names)
    except StoreError as error:
        desk.say(str(error))
        return

    def closed(_: None) -> None:
        is_safe = work.close()
        desk.project.follow()  # what was judged here is no news of another program
        desk.renew()
        copy = work.project.database.copy
        kept = f"; a copy of what waits is in {copy}" if copy else ""
        desk.say("" if is_safe else f"NOT SAVED: {work.project.state.why}{kept}")
        around.tell()

    around.push(Compare(around, work, article), closed)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"compare": compare}
"""Action id -> what opens its dialog."""

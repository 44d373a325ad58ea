"""Furnishing: finds beside the keys what is furniture in the articles that lie open, and folds what nobody looks at."""

import asyncio
from collections.abc import Iterable
from threading import Event

from store import Corpus, Fold, Furnished
from tui.desk import Desk
from tui.spread import Spread
from tui.widgets.pane import ArticlePane

PAUSE = 0.01
"""Seconds between two articles that are read: the thread must not keep keys waiting."""


class Furnishing:
    """Looks through open articles in a thread, and through a sample of the project when that has changed."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        library = desk.project.library
        self._desk = desk
        self._known = Furnished(Corpus(library.root.resolve(), library.encoding), library.entries)
        self._is_due = False

    async def begin(self) -> None:
        """Fold what is found in what lies open; then learn which lines recur in the project, and look again."""
        spreads, known, over = self._desk.spreads, self._known, Event()
        try:
            await asyncio.to_thread(known.recall)
            await self._look()
            if await asyncio.to_thread(known.learn, lambda: over.wait(PAUSE)) and not self._desk.project.read_only:
                await asyncio.to_thread(known.keep)
        finally:
            over.set()  # when the program ends, too: else that would wait for the thread
        spreads.folds_of, spreads.asked = known.known, self._soon
        await self._look()

    def _soon(self) -> None:
        """An article was opened of which nothing is known."""
        if not self._is_due:
            self._is_due = True
            self._desk.host.run_worker(self._look, group="furnishing", description="furnish", exclusive=False)

    async def _look(self) -> None:
        """Look through the open articles, one after the other."""
        self._is_due = False
        for path, spread in tuple(self._desk.spreads):
            folds = await asyncio.to_thread(self._known.of, spread.article)
            if self._desk.spreads.get(path) is spread:
                found(self._desk, spread, folds)


def found(desk: Desk, spread: Spread, folds: Iterable[Fold]) -> None:
    """Fold what was found in an open article, as far as nobody looks at it; the rest when it is opened next."""
    folding = spread.sheet.folding
    wanted = tuple(fold for fold in folds if fold.fits(spread.sheet.text))
    if wanted == folding.folds:
        folding.waiting = None
        return
    panes = [pane for pane in desk.panes if pane.sheet is spread.sheet]
    now = [fold for fold in folding.folds if fold in wanted or any(_is_seen(fold, pane) for pane in panes)]
    now += [
        fold
        for fold in wanted
        if fold not in now
        and not any(fold.start < one.end and fold.end > one.start for one in now)
        and not any(_is_seen(fold, pane) for pane in panes)
    ]
    spread.fold(sorted(now))
    folding.waiting = None if folding.folds == wanted else wanted
    desk.ghosts.renew()


def _is_seen(fold: Fold, pane: ArticlePane) -> bool:
    """Whether a pane would look otherwise if this were folded, or its caret stand elsewhere."""
    view, chosen = pane.view, pane.selection.span
    is_chosen = chosen.start < fold.end and chosen.end >= fold.start
    return is_chosen or (fold.start < view.end and fold.end > view.top)

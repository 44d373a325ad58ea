"""Furnishing: finds beside the keys what is furniture in the articles that lie open, and folds what nobody looks at."""

import asyncio
from collections.abc import Iterable
from threading import Event

from store import Article, Corpus, Fold, Furnished, Verdicts
from tui.commands.folding import bring_in, follow
from tui.desk import Desk
from tui.spread import Spread
from tui.widgets.pane import ArticlePane

AT_ONCE = 50_000
"""Code points of an article that is looked through while somebody waits for a key."""
PAUSE = 0.01
"""Seconds between two articles that are read: the thread must not keep keys waiting."""


class Furnishing:
    """Looks through open articles in a thread, and through a sample of the project when that has changed."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        library = desk.project.library
        self._desk = desk
        self._known = Furnished(Corpus(library.root.resolve(), library.encoding), library.entries)
        self._is_due = self._is_learning = False
        self._called: set[str] = set()

    @property
    def _said(self) -> Verdicts:
        """What a person has said is furniture, or is not."""
        return self._desk.spreads.verdicts or Verdicts()

    async def begin(self) -> None:
        """Fold what is found in what lies open; then learn which lines recur in the project, and look again."""
        spreads, known, over = self._desk.spreads, self._known, Event()
        spreads.judged, self._is_learning = self._judged, True
        try:
            await asyncio.to_thread(known.recall)
            await self._look()
            if await asyncio.to_thread(known.learn, lambda: over.wait(PAUSE)) and not self._desk.project.read_only:
                await asyncio.to_thread(known.keep)
        finally:
            over.set()  # when the program ends, too: else that would wait for the thread
        self._is_learning = False
        spreads.folds_of, spreads.asked = self._folds_of, self._soon
        await self._look()

    def _folds_of(self, article: Article) -> tuple[Fold, ...] | None:
        return self._known.known(article, self._said)

    def _judged(self, is_own: bool) -> None:
        """Something else is said of lines: what a person did just now is seen at once, in a long article soon."""
        for path in {pane.sheet.path for pane in self._desk.panes} if is_own else ():
            spread = self._desk.spreads.get(path)
            if spread is not None and len(spread.sheet.text) <= AT_ONCE:
                self._lay(spread, self._known.told(spread.article, self._said))
            elif spread is not None:
                self._called.add(path)
        if not self._is_learning:
            self._soon()

    def _lay(self, spread: Spread, folds: Iterable[Fold]) -> None:
        """Fold this, whoever looks at it."""
        panes = [pane for pane in self._desk.panes if pane.sheet is spread.sheet]
        before = [pane.folding.at(pane.caret) for pane in panes]
        spread.sheet.folding.waiting = None
        spread.fold(fold for fold in folds if fold.fits(spread.sheet.text))
        follow(self._desk)
        for pane, fold in zip(panes, before, strict=True):
            if fold is not None and not pane.folding.at(pane.caret):
                bring_in(pane, fold)

    def _soon(self) -> None:
        """An article was opened of which nothing is known."""
        if not self._is_due:
            self._is_due = True
            self._desk.host.run_worker(self._look, group="furnishing", description="furnish", exclusive=False)

    async def _look(self) -> None:
        """Look through the open articles, one after the other."""
        self._is_due = False
        for path, spread in tuple(self._desk.spreads):
            said = self._said
            folds = await asyncio.to_thread(self._known.of, spread.article, said)
            if self._desk.spreads.get(path) is not spread or said != self._said:
                continue  # it is looked through again
            if path in self._called:
                self._called.discard(path)
                self._lay(spread, folds)
            else:
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

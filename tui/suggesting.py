"""Suggesting: keeps the suggestions of the open articles in step with the tags, in a thread, soon after a change."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from threading import Event

from store import Article, Done, Gazetteer, Learning, Learnt, Span, Suggestion, Words, dataclass
from tui.desk import Desk
from tui.spread import Spread

SOON = 0.05
"""Seconds between a change and the look what may be tagged by it: keys that follow at once are waited for."""
A_SLICE = 0.006
"""Seconds that reading the tags may take at a time on the screen's own thread."""
PAUSE = 1 / 60
LONGEST = 50_000
"""Code points of an article that is looked through; the thread would keep keys waiting in a longer one."""
MOST = 1_000
"""Suggestions of an article that are shown, the first ones; the others follow as these are judged."""
SEVERAL = 40
"""Places from which on a pane is drawn anew as a whole: that costs no more than to find the rows of each."""
MANY = 2_000
"""Changes at once from which on all tags are read anew, in slices."""


@dataclass(frozen=True, slots=True)
class Question:
    """What may be tagged in an article."""

    article: Article
    taken: tuple[Span, ...]
    """The places that have a tag."""


Answers = Mapping[str, tuple[Article, tuple[Suggestion, ...]]]
"""By path: the article that was looked at, and what was found in it."""


class Suggesting:
    """Learns from the tags, and looks through the articles on show; the last question alone is answered."""

    def __init__(self, desk: Desk) -> None:
        """Begin to learn, in slices."""
        self._desk, self._turn = desk, 0
        self._words: dict[str, tuple[str, Words]] = {}
        self._is_due = self._is_learning = self._is_looking = False
        self._known: tuple[Learnt, Gazetteer] | None = None
        self.asked = 0
        """How many articles have been looked through so far: a measure of work."""
        self._source: object = None
        self.renew()

    def changed(self, done: Done | None) -> None:
        """The model was changed; None: everything was read anew, or another article was opened."""
        if self._source is None:
            return
        if self._desk.project.database is not self._source or (done is not None and len(done.changes) > MANY):
            self._learn()
        elif done is not None and not self._learning.follow(done.changes):
            return
        self._drop()
        self._soon()

    def renew(self) -> None:
        """Look again, or take all away: suggestions were switched on or off. What was never wanted is not learnt."""
        if self._source is None and self._desk.ghosts.is_on:
            self._learn()
        self._drop()
        self._soon()

    # learning

    def _learn(self) -> None:
        project = self._desk.project
        database = self._source = project.database

        def is_name(label: str) -> bool:
            known = project.schema.label(label)
            return known is not None and known.kind == "entity"

        self._learning: Learning = Learning(database, is_name)
        self._turn += 1
        self._is_learning = True
        self._read(self._learning.read(), self._learning)

    def _read(self, rest: Iterator[None], learning: Learning) -> None:
        """Read for a part of a frame; the rest follows in the next."""
        if learning is not self._learning:
            return
        end = time.monotonic() + A_SLICE
        while not self._desk.is_working and time.monotonic() < end:
            if next(rest, self) is self:
                self._is_learning = False
                self._soon()
                return
        self._desk.host.set_timer(PAUSE, lambda: self._read(rest, learning))

    # looking

    def _soon(self) -> None:
        self._turn += 1
        if not self._is_due:
            self._is_due = True
            self._desk.host.set_timer(SOON, self._ask)

    def _ask(self) -> None:
        """Ask about the articles on show, in a thread."""
        desk = self._desk
        self._is_due = False
        if desk.is_working or self._is_looking:  # one thread at a time, or they would keep each other and keys waiting
            self._soon()
        elif not self._is_learning and desk.ghosts.is_on and not desk.project.read_only:
            paths = dict.fromkeys(pane.sheet.path for pane in desk.panes)
            there = [spread for path in paths if (spread := desk.spreads.get(path))]
            shown = [spread for spread in there if len(spread.sheet.text) <= LONGEST]
            if not shown:
                return
            questions = [Question(one.article, tuple(one.layer.spans())) for one in shown]
            self._words = {path: self._words[path] for path in paths if path in self._words}
            work = partial(self._work, self._turn, self._learning.learnt, questions, desk.ghosts.threshold)
            desk.host.run_worker(work, group="suggesting", description="suggest", exclusive=True)

    async def _work(self, turn: int, learnt: Learnt, questions: list[Question], threshold: float) -> None:
        is_over = Event()  # set when the program ends, too: else that would wait for the thread

        def is_stale() -> bool:
            return turn != self._turn or is_over.is_set()

        self._is_looking = True  # until the thread says that it is over
        try:
            found = await asyncio.to_thread(self._found, learnt, questions, threshold, is_stale)
        finally:
            is_over.set()
        if turn == self._turn:
            self._take(found)

    def _found(
        self, learnt: Learnt, questions: list[Question], threshold: float, is_stale: Callable[[], bool]
    ) -> Answers:
        """In a thread: what may be tagged in each article, until nobody waits for it any more."""
        try:
            return self._looked(learnt, questions, threshold, is_stale)
        finally:
            self._is_looking = False

    def _looked(
        self, learnt: Learnt, questions: list[Question], threshold: float, is_stale: Callable[[], bool]
    ) -> Answers:
        if self._known is None or self._known[0] is not learnt:
            self._known = learnt, learnt.gazetteer()
        gazetteer, found = self._known[1], {}
        for one in questions:
            if is_stale():
                break
            path, sha = one.article.path, one.article.text_sha256
            known = self._words.get(path)
            page = known[1] if known and known[0] == sha else Words(one.article.text)
            self._words[path] = sha, page
            self.asked += 1
            found[path] = one.article, gazetteer.suggest(path, page, one.taken, threshold)[:MOST]
        return found

    # showing

    def _take(self, found: Answers) -> None:
        for path, (article, ghosts) in found.items():
            spread = self._desk.spreads.get(path)
            if spread is not None and spread.article is article:
                self._show(path, tuple(one for one in ghosts if _is_free(spread, one.span)))
        self._desk.host.tell()

    def _drop(self) -> None:
        """Take away at once what cannot be any more: what was tagged meanwhile, all where they are switched off."""
        ghosts = self._desk.ghosts
        for path, found in tuple(ghosts.found.items()):
            spread = self._desk.spreads.get(path)
            if spread is None or not ghosts.is_on:
                kept: tuple[Suggestion, ...] = ()
            else:
                size = len(spread.sheet.text)
                kept = tuple(one for one in found if one.span.end <= size and _is_free(spread, one.span))
            self._show(path, kept)

    def _show(self, path: str, found: tuple[Suggestion, ...]) -> None:
        """Draw the suggestions of an article; rows that stay as they are are not drawn again."""
        desk = self._desk
        spread = desk.spreads.get(path)
        desk.ghosts.found[path] = found
        if spread is None:
            return
        changed = spread.highlights.show_ghosts((one.span, one.label) for one in found)
        for pane in desk.panes:
            if pane.sheet.path == path and len(changed) > SEVERAL:
                pane.redraw()
            elif pane.sheet.path == path:
                for span in changed:
                    pane.annotations_changed(span)
        if changed:
            desk.tell_foot(path)


def _is_free(spread: Spread, span: Span) -> bool:
    """Whether a place has no tag, and can be seen."""
    return not spread.layer.over(span) and not spread.sheet.folding.hides(span)


def begin(desk: Desk) -> None:
    """Have suggestions looked for from now on, once they are wanted."""
    suggesting = Suggesting(desk)
    desk.ghosts.changed, desk.ghosts.renew = suggesting.changed, suggesting.renew

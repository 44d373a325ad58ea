"""Alongside: what the panes of a desk have in common, kept up as articles come and go, as the caret and the text move.

It is asked after every key and then does nothing but compare a few names, unless something has changed. Articles are
compared in a thread; what is known of those that stay open is shown meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from store import Article, Company, InCommon, Sought, Span, annotation_of, dataclass, is_long
from tui.abreast import Abreast, Held
from tui.desk import Desk, Kept
from tui.display import display
from tui.judged import Judged
from tui.passages import Passages, Stop
from tui.readying import Readying
from tui.traces import Trace, Traces
from tui.words import counted, short

SHOWN = ("quote", "edited quote", "text")
"""The kinds of passages that are shown at first."""
LINK = 10.0
"""What a link by hand weighs beside passages when panes scroll together; few of those weigh more."""
MOST_HELD = 200
"""The heaviest passages of two articles hold them together when they scroll: the way is found by their square."""
LONGEST = 2_000_000
"""Code points of an article that is compared; a longer one would take many minutes."""
HIDDEN = ("furniture", "refrain")
"""Those that are shown on demand."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of what articles share somebody wants to see."""

    is_marked: bool = True
    """Whether passages are marked."""
    has_hidden: bool = False
    """Whether furniture and refrains count as well."""
    only_here: bool = False
    """Whether sentences without a relative stand out, in place of passages."""


class Alongside(Kept):
    """What the panes have in common."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is compared before two articles lie open."""
        self.desk = desk
        self.wanted = Wanted()
        """What is shown."""
        self.now: Mapping[str, Stop] = {}
        """Where the passage that is walked stands, by path; empty when none is."""
        self.found = InCommon()
        """What was found last, as far as its articles still lie open."""
        self.passages = Passages(self.found)
        """Its passages of the shown kinds."""
        self.abreast: Abreast | None = None
        """Keeps the panes at one place while they scroll together."""
        self.is_busy = False
        """Whether articles are being compared."""
        self.readying = Readying(desk)
        """Looks up what keys will ask of the screen."""
        self._judged = Judged(desk, self._reconsider)
        self._company: Company | None = None
        self._sought = Sought()
        self._traces: Mapping[str, Traces | None] = {}

    # keeping up

    def keep_up(self) -> None:
        """Bring everything up to date with what lies open and where its reader is."""
        self._judged.keep_up()
        articles = self._articles()
        if articles != self._sought.articles:
            self._seek(articles)
        pane = self.desk.pane
        if self.now and not self._is_in_passage():
            self.walk({})
        for one in self.desk.panes:
            one.show_traces(self._traces.get(one.sheet.path))
        if self.abreast is not None and pane is not None:
            self.abreast.keep_up(self.desk.panes, pane, self.in_common)
        self.readying.keep_up()

    def want(self, wanted: Wanted) -> None:
        """Show something else."""
        before, self.wanted = self.wanted, wanted
        if (before.has_hidden, before.only_here) != (wanted.has_hidden, wanted.only_here):
            self._seek(self._articles())
        else:
            self._take(self.found)
        self.keep_up()

    def walk(self, now: Mapping[str, Stop]) -> None:
        """Show the passage that is walked by its places, or that none is; the panes stay where they are."""
        changed = {*self.now, *now}
        self.now = now
        traces = {path: self.passages.traces(path, now) for path in changed} if self._has_passages else {}
        self._show({**self._traces, **traces})

    def hear(self, found: InCommon) -> None:
        """Take over what was found, unless something else is wanted by now.

        Raises:
            Exception: what went wrong in the thread.
        """
        if found.sought is not self._sought:
            return
        self.is_busy = not found.is_whole
        if found.fault is not None:
            raise found.fault
        self._take(found)
        self.desk.host.tell()

    def _reconsider(self, is_own: bool) -> None:
        """Something else was said of what is furniture."""
        self.desk.spreads.judge(self._judged.verdicts, is_own=is_own)
        self._seek(self._articles())

    def _articles(self) -> tuple[Article, ...]:
        spreads = (self.desk.spreads.get(pane.sheet.path) for pane in self.desk.panes)
        found = {one.article.path: one.article for one in spreads if one is not None}
        return tuple(one for one in found.values() if len(one.text) <= LONGEST)

    def _seek(self, articles: tuple[Article, ...]) -> None:
        """Have what these have in common found; show what is known of it already."""
        kinds = SHOWN + HIDDEN if self.wanted.has_hidden else SHOWN
        linked = tuple(self.linked()) if self.wanted.only_here else ()
        verdicts, is_alone = self._judged.verdicts, self.wanted.only_here
        self._sought = Sought(articles, kinds, alone=is_alone, linked=linked, verdicts=verdicts)
        stay = {one.path for one in articles} & {one.path for one in self.found.sought.articles if one in articles}
        self.is_busy = len(articles) > 1
        self._take(self._left(stay))
        if self.is_busy:
            if self._company is None:
                self._company = _company(self.desk, self.hear)
            self._company.ask(self._sought)

    def _left(self, paths: set[str]) -> InCommon:
        """What was found, as far as it is about these articles alone."""
        shared = tuple(one for one in self.found.shared if one.a in paths and one.b in paths)
        groups = tuple(
            replace(one, places=places)
            for one in self.found.groups
            if len(places := tuple(place for place in one.places if place[0] in paths)) > 1
        )
        return InCommon(self._sought, shared, groups)

    def _take(self, found: InCommon) -> None:
        self.found, self.passages = found, Passages(found)
        self.now = self.passages.again(self.now) if self._has_passages else {}
        if self.abreast is not None:
            self.abreast.renew()
        self._show({one.path: self._traces_of(one) for one in found.sought.articles})

    @property
    def _has_passages(self) -> bool:
        return self.wanted.is_marked and not self.wanted.only_here

    def _traces_of(self, article: Article) -> Traces | None:
        if self.wanted.only_here and article.path in self.found.alone:
            return _apart(article.text, self.found.alone[article.path])
        return self.passages.traces(article.path, self.now) if self._has_passages else None

    def _show(self, traces: Mapping[str, Traces | None]) -> None:
        self._traces = traces
        for path in dict.fromkeys(pane.sheet.path for pane in self.desk.panes):
            self.desk.tell_foot(path)
        for pane in self.desk.panes:
            pane.show_traces(traces.get(pane.sheet.path))

    def _is_in_passage(self) -> bool:
        pane = self.desk.pane
        stop = self.now.get(pane.sheet.path) if pane else None
        return pane is not None and stop is not None and stop.span.start <= pane.caret <= stop.span.end

    # in words

    def facts(self, path: str) -> Iterator[str]:
        """What the foot of an article's panes says."""
        if self.wanted.only_here and path in self.found.alone:
            yield f"only here: {counted(len(self.found.alone[path]), 'sentence')}"
        elif self._has_passages and (stops := self.passages.stops(path)):
            here = self.now.get(path)
            number = counted(len(stops), "passage")
            yield f"passage {self.passages.number(path, here) + 1} of {len(stops)}" if here else number
        spread = self.desk.spreads.get(path)
        if spread is not None and is_long(spread.article):
            yield from self._progress(spread.article)
        if self.abreast is not None:
            yield "scrolls along"

    def _progress(self, article: Article) -> Iterator[str]:
        """What there is to say of a long article, which is compared for seconds."""
        if len(article.text) > LONGEST:
            yield "too long to compare"
        elif self.is_busy:
            yield "being compared …"
        elif article.path in self.found.missed:
            yield "not compared: its process was stopped"

    def told(self, *more: str) -> str:
        """The passage that is walked, in words: its kind, and what became of its words in the other panes.

        Args:
            more: what else there is to say of it; it stands before the wording, which may be long.
        """
        pane = self.desk.pane
        here = self.now.get(pane.sheet.path) if pane else None
        if pane is None or here is None:
            return ""
        path, group = pane.sheet.path, self.passages.groups[here.group]
        number = f"passage {self.passages.number(path, here) + 1} of {len(self.passages.stops(path))}"
        others = [f"{name_of(other)}: {words}" for other, words in self.passages.wordings(path, here, self.now)]
        return " · ".join([group.kind, number, *more, *others])

    def linked(self) -> Iterator[tuple[str, Span]]:
        """The ends of links between two articles, as far as links have been read."""
        for one, other in self.links():
            yield from (one, other)

    def in_common(self, a: str, b: str) -> list[Held]:
        """What holds two articles together when they scroll: passages of any kind but furniture, and links."""
        if a == b:
            return []
        pairs = [one for one in self.found.shared if {one.a, one.b} == {a, b} and one.kind != "furniture"]
        heaviest = sorted(pairs, key=lambda one: -one.weight)[:MOST_HELD]
        both = [(one.in_a, one.in_b) if one.a == a else (one.in_b, one.in_a) for one in heaviest]
        held = [(*places, one.weight) for places, one in zip(both, heaviest, strict=True)]
        ends = (dict(link) for link in self.links())
        return held + [(one[a], one[b], LINK) for one in ends if one.keys() == {a, b}]

    def links(self) -> Iterator[tuple[tuple[str, Span], tuple[str, Span]]]:
        """The places of links between two articles that lie open, as far as links have been read."""
        relations, paths = self.desk.project.relations, {pane.sheet.path for pane in self.desk.panes}
        for link in relations.links if relations.knows_links else ():
            ends = [annotation_of(self.desk.project, one) for one in (link.source, link.target)]
            places = [(one.article, one.span) for one in ends if one is not None and one.article in paths]
            if len(places) == 2 and places[0][0] != places[1][0]:
                yield places[0], places[1]


def name_of(path: str) -> str:
    """An article in a message: the name of its file, without the ending."""
    return short(display(PurePosixPath(path).stem), 24)


def _apart(text: str, alone: Iterable[Span]) -> Traces:
    layers: list[tuple[Span, Trace]] = [(Span(0, len(text)), "related")]
    return Traces(text, [*layers, *((span, "alone") for span in alone)])


def _company(desk: Desk, hear: Callable[[InCommon], None]) -> Company:
    """What compares the articles; it is heard on the screen's thread."""

    def then(found: InCommon) -> None:
        desk.host.call_later(hear, found)

    return Company.of(desk.project.library, then)


def alongside(desk: Desk) -> Alongside:
    """The desk's own; it is made when it is first asked for."""
    known = desk.alongside
    if not isinstance(known, Alongside):
        desk.alongside = known = Alongside(desk)
    return known

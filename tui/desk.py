"""Desk: what lies open. It holds the project and the panes, and brings what changes in one before the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from store import (
    Annotation,
    Article,
    Done,
    Label,
    Layer,
    Placing,
    Project,
    RefusedError,
    Selection,
    Span,
    StoreError,
    occurrences,
)
from tui.display import display
from tui.drawing import Sheet, Showing, heading
from tui.edited import being_placed, facts, news
from tui.highlights import Highlights
from tui.theme import LabelLook
from tui.widgets.pane import ArticlePane
from tui.words import counted, short

SLICE = 1 / 60
"""Seconds between two slices of placing tags: a frame."""
PANES = 6
"""The most panes a screen can hold."""


class Host(Protocol):
    """What the desk asks of the screen it stands on."""

    def new_pane(self) -> ArticlePane:
        """Make a pane in the present theme; it is not on the screen yet."""

    def lay_out(self) -> None:
        """Put the desk's panes on the screen, side by side."""

    def counts_changed(self) -> None:
        """Show how many annotations each label has."""

    def tell(self) -> None:
        """Bring the last line up to date."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        """Call back once, after some seconds."""


@dataclass(slots=True)
class Spread:
    """One article on the desk, in however many panes."""

    article: Article
    sheet: Sheet
    placing: Placing
    highlights: Highlights

    @property
    def layer(self) -> Layer:
        """One's own annotations that have a place in the text."""
        return self.placing.layer

    def redrawn(self, ids: Iterable[str]) -> list[Span]:
        """Bring annotations, by id, to the highlights; the places that look different now."""
        known = ((one, self.layer.get(one), one in self.placing.moved) for one in ids)
        changed = [self.highlights.follow(one, now, is_moved=is_moved) for one, now, is_moved in known]
        return [span for spans in changed for span in spans]


@dataclass(slots=True)
class Place:
    """Where somebody was in an article: the caret and the top of the screen, as text offsets."""

    caret: int = 0
    top: int = 0


@dataclass(slots=True)
class Searching:
    """What is being looked for."""

    text: str = ""
    everywhere: bool = False
    """Whether in all panes."""


@dataclass(slots=True)
class Desk:
    """The open articles and panes of one reading screen."""

    project: Project
    host: Host
    panes: list[ArticlePane] = field(default_factory=list)
    """From left to right."""
    current: int = 0
    """The pane that keys go to, by its place."""
    widths: list[float] = field(default_factory=list)
    """The panes' shares of the width."""
    is_zoomed: bool = False
    """Whether only the current pane is on the screen."""
    last_label: str = ""
    """The label that was put last."""
    is_selecting: bool = False
    """Whether motions extend the selection."""
    stepped: str = ""
    """The id of the annotation that was stepped to, where several overlap."""
    searching: Searching = field(default_factory=Searching)
    message: str = ""
    """What the last key did or why it did nothing; fit to show."""
    showing: Showing = Showing()  # noqa: RUF009 - frozen
    """What of the texts and over them is shown, in every pane."""
    hidden: set[str] = field(default_factory=set)
    """The other annotators whose annotations are not shown."""
    gone: set[str] = field(default_factory=set)
    """The open articles whose files have been deleted meanwhile."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where the reader was in each article."""
    _spreads: dict[str, Spread] = field(default_factory=dict)
    _labels: dict[str, int] = field(default_factory=dict)
    _is_placing: bool = False

    # labels

    @property
    def looks(self) -> tuple[LabelLook, ...]:
        """How labels look, by number: those of the label set, then those found only in the annotations."""
        known = [LabelLook(one.name, one.kind, one.color, one.key) for one in self.project.schema.labels]
        strange = list(self._labels)[len(known) :]
        return (*known, *(LabelLook(name, "unknown", "", "") for name in strange))

    def number_of(self, label: str) -> int:
        """The number the panes know a label by; a label that is not in the label set gets the next one."""
        if not self._labels:
            self._labels = {one.name: number for number, one in enumerate(self.project.schema.labels)}
        return self._labels.setdefault(label, len(self._labels))

    def counts(self) -> Mapping[str, int]:
        """How many annotations each label has in the current article."""
        spread = self.spread
        if spread is None:
            return {}
        numbers = spread.highlights.counts
        return {name: numbers[number] for name, number in self._labels.items() if numbers[number]}

    # panes and articles

    @property
    def pane(self) -> ArticlePane | None:
        """The pane that keys go to, or None when nothing is open."""
        return self.panes[self.current] if self.panes else None

    @property
    def spread(self) -> Spread | None:
        """The article in the current pane, or None."""
        pane = self.pane
        return self._spreads.get(pane.sheet.path) if pane else None

    def spread_of(self, path: str) -> Spread:
        """An article, laid out for reading; read again when its file has changed.

        Raises:
            ArticleError: it cannot be read.
        """
        article = self.project.library.article(path)
        known = self._spreads.get(path)
        if known is None or known.article is not article:
            placing = self.project.layers.begun(article)
            sheet = Sheet.of(path, article.text, heading(article))
            highlights = Highlights(placing.layer, self.number_of, placing.moved)
            known = self._spreads[path] = Spread(article, sheet, placing, highlights)
            self._show_others(known)
        return known

    def shown_others(self) -> list[str]:
        """The other annotators whose annotations are shown."""
        return [name for name in self.project.others.names if name not in self.hidden]

    def toggle(self, name: str) -> None:
        """Show or hide another annotator's annotations."""
        self.hidden ^= {name}
        for spread in self._spreads.values():
            self._show_others(spread)
        for pane in self.panes:
            pane.redraw()

    def others_at(self, offset: int) -> list[Annotation]:
        """What the other annotators that are shown have over an offset, the innermost first."""
        spread = self.spread
        if spread is None:
            return []
        names = self.shown_others()
        return [one for name in names for one in self.project.others.layer(name, spread.article).at(offset)]

    def renew(self) -> None:
        """Read everything that lies open again: files were changed by another program."""
        old, self._spreads, self.message = self._spreads, {}, ""
        self.gone.clear()
        for pane in self.panes:
            path = pane.sheet.path
            try:
                spread = self.spread_of(path)
            except StoreError as error:
                self.gone.add(path)
                self._spreads[path] = old[path]
                self.say(f"{error}; its tags are kept; gr looks where it went")
                continue
            pane.show(spread.sheet, spread.highlights.index, pane.selection, pane.top)
            self._search_in(pane)
            self.tell_foot(path)
            self.say(news(path, spread.placing) or self.message)
        self.host.counts_changed()
        self._place_soon()

    def is_stale(self) -> bool:
        """Whether an article that lies open has been edited or deleted by another program, which was not said yet."""
        open_now = (self._spreads.get(pane.sheet.path) for pane in self.panes if pane.sheet.path not in self.gone)
        return any(spread is not None and not self.project.library.is_current(spread.article) for spread in open_now)

    def _show_others(self, spread: Spread) -> None:
        others = self.project.others
        spread.highlights.show_others(one for name in self.shown_others() for one in others.layer(name, spread.article))

    def open(self, path: str, *, beside: bool = False, at: Span | None = None) -> bool:
        """Show an article, in the current pane or in a new one beside it; whether that could be done."""
        try:
            spread = self.spread_of(path)
        except StoreError as error:
            self.say(str(error))
            return False
        if beside or not self.panes:
            self._add_pane()
        self._leave()
        self.stop_selecting()
        place = self.places.get(path, Place())
        if at is not None:
            place = Place(at.start, at.start)
        pane = self.panes[self.current]
        pane.show(spread.sheet, spread.highlights.index, Selection(place.caret, place.caret), place.top)
        if at is not None:
            pane.select(Selection(at.end, at.start))
        self._search_in(pane)
        self.tell_foot(path)
        self.host.counts_changed()
        self.say(news(path, spread.placing) or self.message)
        self._place_soon()
        if spread.article.remarks:
            self.say("; ".join(spread.article.remarks))
        return True

    def focus(self, index: int) -> None:
        """Let keys go to another pane."""
        if not self.panes:
            return
        self.current = index % len(self.panes)
        self.stop_selecting()
        for number, pane in enumerate(self.panes):
            pane.make_current(number == self.current)
        if self.is_zoomed:
            self.host.lay_out()
        self.host.counts_changed()

    def close_pane(self) -> None:
        """Take the current pane away; the last one stays."""
        if len(self.panes) < 2:
            self.say("this is the last pane; Esc opens the library, q quits")
            return
        self._leave()
        del self.panes[self.current]
        del self.widths[self.current]
        self.is_zoomed = False
        self.focus(min(self.current, len(self.panes) - 1))
        self.host.lay_out()

    def leave(self) -> dict[str, Place]:
        """Remember where the reader is in every pane."""
        for pane in self.panes:
            self.places[pane.sheet.path] = Place(pane.caret, pane.top)
        return self.places

    def say(self, words: str) -> None:
        """Have something said in the last line; article text and names in it are made fit to show."""
        self.message = display(words)

    def stop_selecting(self) -> None:
        """Let motions move the caret again; what is selected stays."""
        self.is_selecting = False

    # annotations

    def follow(self, done: Done) -> None:
        """Bring a change of the model to the panes."""
        own = self.project.annotator
        ids = [f"{own}-{change.number}" for change in done.changes if change.table == "annotations"]
        changed = {path: spread.redrawn(ids) for path, spread in self._spreads.items()}
        changed = {path: spans for path, spans in changed.items() if spans}
        for path in changed or done.articles:
            self._show_changed(path, changed.get(path, ()))
        if changed:
            self.host.counts_changed()

    def _show_changed(self, path: str, spans: Iterable[Span]) -> None:
        for pane in self.panes:
            if pane.sheet.path == path:
                for span in spans:
                    pane.annotations_changed(span)
        self.tell_foot(path)

    def tag(self, span: Span, label: Label, *, origin: str = "typed") -> None:
        """Put a label on a span of the current article, and say so."""
        spread, pane = self.spread, self.pane
        if spread is None or pane is None:
            return
        try:
            done = self.project.annotate(spread.article, [span], label.name, origin=origin)
        except RefusedError as error:
            self.say(str(error))
            return
        self.last_label = label.name
        self.stop_selecting()
        pane.select(Selection(span.start, span.start))
        self.follow(done)
        words = short(span.of(spread.sheet.text))
        self.say(f"{label.name}: {words}" if done.changes else f"{words} is {label.name} already")

    def tell_foot(self, path: str) -> None:
        """Say in the last row of the panes of an article how many tags it has."""
        spread = self._spreads.get(path)
        record = self.project.relations.record(path)
        parts = [counted(len(spread.layer) if spread else 0, "tag")]
        parts += facts(spread.placing) if spread else ()
        parts += ["done"] if record and record.done else []
        for pane in self.panes:
            if pane.sheet.path == path:
                pane.show_foot(" · ".join(parts))

    def place_more(self) -> None:
        """Place a slice of the tags of edited articles that lie open; the next one follows in the next frame."""
        self._is_placing = False
        for path in dict.fromkeys(pane.sheet.path for pane in self.panes):
            spread = self._spreads[path]
            ids = self.project.layers.advance(spread.article) if spread.placing.waiting else ()
            spans = spread.redrawn(ids)
            if self.project.others.advance(spread.article):
                self._show_others(spread)
                spans.append(Span(0, len(spread.sheet.text)))
            if ids or spans:
                self._show_changed(path, spans)
                self.host.counts_changed()
                self._place_soon()
                if self.message == display(being_placed(path)):
                    self.say(news(path, spread.placing))
                    self.host.tell()
                return

    def _place_soon(self) -> None:
        if not self._is_placing:
            self._is_placing = True
            self.host.set_timer(SLICE, self.place_more)

    # searching

    def search(self, text: str, *, everywhere: bool = False) -> None:
        """Mark a text in the current pane or in all; an empty one takes the marks away."""
        self.searching = Searching(text, everywhere)
        for pane in self.panes:
            self._search_in(pane)

    def _search_in(self, pane: ArticlePane) -> None:
        wanted = self.searching.text
        if wanted and (self.searching.everywhere or pane is self.pane):
            pane.show_hits(occurrences(pane.sheet.text, wanted))
        elif pane.hits:
            pane.show_hits(())

    def _add_pane(self) -> None:
        at = self.current + 1 if self.panes else 0
        self.panes.insert(at, self.host.new_pane())
        self.widths.insert(at, sum(self.widths) / len(self.widths) if self.widths else 1.0)
        self.is_zoomed = False
        self.focus(at)
        self.host.lay_out()

    def _leave(self) -> None:
        pane = self.pane
        if pane is not None and pane.sheet.path:
            self.places[pane.sheet.path] = Place(pane.caret, pane.top)

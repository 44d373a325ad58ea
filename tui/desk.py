"""Desk: what lies open. It holds the project and the panes, and brings what changes in one before the other."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Protocol

from store import (
    Annotation,
    Done,
    Label,
    Project,
    RefusedError,
    Selection,
    Span,
    StoreError,
    dataclass,
    occurrences,
)
from tui.display import display
from tui.drawing import Showing
from tui.edited import being_placed, facts, news, said
from tui.keymap import Keymap
from tui.modes.mode import Mode
from tui.spread import Asked, Ghosts, Place, Searching, Spread, Stop
from tui.spreads import Spreads
from tui.widgets.pane import ArticlePane
from tui.words import counted, short

SLICE = 1 / 60
"""Seconds between two slices of placing tags: a frame."""
NOTHING_OPEN = "open an article first: Esc shows the library"
"""Why a key that needs an article does nothing."""
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

    def open_dialog(self, action: str) -> None:
        """Open the dialog of an action over the screen."""

    def copy_out(self, text: str, *, exact: bool) -> None:
        """Put a text on the clipboard, and say which one has it."""

    def work(self, title: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something that takes long in a thread, under a screen that says how far it is, and go on with its result.

        The result may be the StoreError that was raised.
        """

    def run_worker(
        self, work: Callable[[], Awaitable[None]], *, group: str, description: str, exclusive: bool
    ) -> object:
        """Do something beside the keys; of an exclusive group the last alone.

        Without a description Textual writes out all that the function was given, texts of articles too.
        It takes the function, not its coroutine: one that never gets its turn would be warned of as not awaited.
        """

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        """Call back once, after some seconds."""

    def call_later(self, callback: Callable[..., None], *arguments: Any) -> bool:
        """Call back soon on the screen's thread; may be asked in any thread."""


class Kept:
    """What is kept up with the panes: nothing, before `tui.alongside` looks for what they have in common."""

    hinted = ""
    """The kind of objects that a label's key has just asked for; empty again when that was noted."""

    def keep_up(self) -> None:
        """Bring it up to date with what lies open and where its reader is."""

    def facts(self, path: str) -> Iterable[str]:
        """What the foot of an article's panes says of it."""
        del path
        return ()

    def told(self, *more: str) -> str:
        """What there is to say where the caret is, with what more there is; empty when nothing is."""
        del more
        return ""


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
    is_working: bool = False
    """Whether a thread is changing the model: nothing else may look at it meanwhile."""
    is_zoomed: bool = False
    """Whether only the current pane is on the screen."""
    last_label: str = ""
    """The label that was put last."""
    is_selecting: bool = False
    """Whether motions extend the selection."""
    grown: list[Selection] = field(default_factory=list)
    """What the selection has grown through, the last one being it; shrinking goes back the same way."""
    stepped: str = ""
    """The id of the annotation that was stepped to, where several overlap."""
    link_from: str = ""
    """The id of the annotation where a link begins whose other end is being looked for."""
    stops: list[Stop] = field(default_factory=list)
    """Where links were followed from, the last one last."""
    searching: Searching = field(default_factory=Searching)
    asked: Asked = Asked()
    """What was looked for in the whole project the last time."""
    ghosts: Ghosts = field(default_factory=Ghosts)
    """What is suggested in the open articles."""
    keymap: Keymap = field(default_factory=Keymap)
    """What keys do; messages name keys by it."""
    mode: Mode | None = None
    """What keys mean for a while, such as hints; None when they mean what they always do."""
    message: str = ""
    """What the last key did or why it did nothing; fit to show."""
    showing: Showing = Showing()
    """What of the texts and over them is shown, in every pane."""
    gone: set[str] = field(default_factory=set)
    """The open articles whose files have been deleted meanwhile."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where the reader was in each article."""
    alongside: Kept = field(default_factory=Kept)
    """What the panes have in common."""
    spreads: Spreads = field(init=False)
    """The open articles."""
    _is_placing: bool = False

    def __post_init__(self) -> None:
        self.spreads = Spreads(self.project)
        self.showing = replace(self.showing, opening=display(self.keymap.hint("card")))

    # labels

    def counts(self) -> Mapping[str, int]:
        """How many annotations each label has in the current article."""
        return self.spreads.counts(self.spread) if self.spread else {}

    # panes and articles

    @property
    def pane(self) -> ArticlePane | None:
        """The pane that keys go to, or None when nothing is open."""
        return self.panes[self.current] if self.panes else None

    @property
    def spread(self) -> Spread | None:
        """The article in the current pane, or None."""
        pane = self.pane
        return self.spreads.get(pane.sheet.path) if pane else None

    def toggle(self, name: str) -> None:
        """Show or hide another annotator's annotations."""
        self.spreads.toggle(name)
        for pane in self.panes:
            pane.redraw()

    def others_at(self, offset: int) -> list[Annotation]:
        """What the other annotators that are shown have over an offset, the innermost first."""
        spread = self.spread
        return self.spreads.others_at(spread, offset) if spread else []

    def renew(self) -> None:
        """Read everything that lies open again: files were changed by another program."""
        old, self.message = self.spreads.forgotten(), ""
        self.gone.clear()
        for pane in self.panes:
            path = pane.sheet.path
            try:
                spread = self.spreads.of(path)
            except StoreError as error:
                self.gone.add(path)
                self.spreads.keep(path, old[path])
                self.say(f"{error}; its tags are kept; {self.keymap.hint('relocate')} looks where it went")
                continue
            pane.show(spread.sheet, spread.highlights.index, pane.selection, pane.top)
            self._search_in(pane)
            self.tell_foot(path)
            self.say(news(path, spread.placing, self.keymap) or self.message)
        self.host.counts_changed()
        self._place_soon()
        self.ghosts.forget()

    def is_stale(self) -> bool:
        """Whether an article that lies open has been edited or deleted by another program, which was not said yet."""
        open_now = (self.spreads.get(pane.sheet.path) for pane in self.panes if pane.sheet.path not in self.gone)
        return any(spread is not None and not self.project.library.is_current(spread.article) for spread in open_now)

    def open(self, path: str, *, beside: bool = False, at: Span | None = None) -> bool:
        """Show an article, in the current pane or in a new one beside it; whether that could be done."""
        try:
            spread = self.spreads.of(path)
        except StoreError as error:
            self.say(str(error))
            return False
        self.spreads.settle(spread, [pane.sheet for pane in self.panes])
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
        self.say(news(path, spread.placing, self.keymap) or self.message)
        self._place_soon()
        if spread.article.remarks:
            self.say("; ".join(spread.article.remarks))
        self.ghosts.changed(None)
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
            self.say(f"this is the last pane; Esc opens the library, {self.keymap.hint('quit')} quits")
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

    def leave_mode(self) -> None:
        """Let keys mean what they always do: what a mode put on the screen goes."""
        mode, self.mode = self.mode, None
        if mode is not None:
            mode.leave()

    def stop_selecting(self) -> None:
        """Let motions move the caret again; what is selected stays."""
        self.is_selecting = False

    # annotations

    def follow(self, done: Done) -> None:
        """Bring a change of the model to the panes."""
        if self.spreads.is_relabelled:
            self.renew()
            return
        own = self.project.annotator
        ids = [f"{own}-{change.number}" for change in done.changes if change.table == "annotations"]
        ends = (change.new or change.old for change in done.changes if change.table == "links")
        ids += [one[end] for one in ends for end in ("source", "target") if end in one]
        changed = {path: spans for path, spread in self.spreads if (spans := spread.redrawn(dict.fromkeys(ids)))}
        for path in changed or done.articles:
            self._show_changed(path, changed.get(path, ()))
        if changed:
            self.host.counts_changed()
        self.ghosts.changed(done)

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

    def is_linked(self, annotation_id: str) -> bool:
        """Whether an annotation is linked with another; nothing is said while many links have not been read."""
        relations = self.project.relations
        return relations.knows_links and bool(relations.links_of(annotation_id))

    def learn_links(self) -> None:
        """Read many links after the text is on the screen, and mark what is linked."""
        _ = self.project.relations.links
        for pane in self.panes:
            pane.redraw()

    def tell_foot(self, path: str) -> None:
        """Say in the last row of the panes of an article how many tags it has."""
        spread = self.spreads.get(path)
        record = self.project.relations.record(path)
        parts = [counted(len(spread.layer) if spread else 0, "tag"), *self.ghosts.counted(path)]
        parts += facts(spread.placing) if spread else ()
        parts += [*self.alongside.facts(path), *said(record)]
        for pane in self.panes:
            if pane.sheet.path == path:
                pane.show_foot(display(" · ".join(parts)).replace("\n", " "))

    def place_more(self) -> None:
        """Place a slice of the tags of edited articles that lie open; the next one follows in the next frame."""
        self._is_placing = False
        for path, spread in tuple(self.spreads):
            if not any(pane.sheet.path == path for pane in self.panes):
                continue
            ids = self.project.layers.advance(spread.article) if spread.placing.waiting else ()
            spans = spread.redrawn(ids)
            if self.project.others.advance(spread.article):
                self.spreads.show_others(spread)
                spans.append(Span(0, len(spread.sheet.text)))
            if ids or spans:
                self._show_changed(path, spans)
                self.host.counts_changed()
                self._place_soon()
                if self.message == display(being_placed(path)):
                    self.say(news(path, spread.placing, self.keymap))
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
        if (pane := self.pane) is not None and pane.sheet.path:
            self.places[pane.sheet.path] = Place(pane.caret, pane.top)

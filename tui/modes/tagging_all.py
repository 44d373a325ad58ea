"""Tagging all: every place of the article with the same words is shown, and tagged as one step."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import field

from store import DOCUMENT, Label, Selection, Span, dataclass, mentions
from tui.commands.changing import attempt
from tui.commands.tagging import current
from tui.desk import NOTHING_OPEN, Desk
from tui.hints import under_caret
from tui.modes.mode import Mode
from tui.words import counted, short

MOST = 5_000
"""How many places are tagged in one step, about half a second's work; where there are more, those from the caret on."""
ON = frozenset({"n", "j", "down", "right", "tab"})
BACK = frozenset({"N", "k", "up", "left", "shift+tab"})


@dataclass(slots=True)
class TaggingAll:
    """The places are marked in the text; one is looked at, and each can be left out."""

    desk: Desk
    words: str
    """What all places say, fit to be shortened."""
    places: list[Span]
    """All of them, in text order."""
    label: Label | None
    """What they are to be tagged as; None until a label's key says it."""
    before: Selection
    """Where the caret was."""
    top: int
    """The first row on the screen then."""
    at: int = 0
    """The place that is looked at."""
    left_out: set[Span] = field(default_factory=set)
    is_cut: bool = False
    """Whether there were more places than a step can hold, so that these begin at the caret."""
    searched: tuple[Span, ...] = ()
    """The hits of a search that were marked before."""

    def take(self, key: str) -> Mode | None:
        """Go on, leave a place out, take all or none, say the label, tag, or leave."""
        if key in ("enter", "T"):
            return self._tag()
        if key == "escape":
            self.leave()
            self.desk.say("nothing was tagged")
            return None
        label = self.desk.project.schema.by_key(key)
        if key in ON or key in BACK:
            self.at = (self.at + (1 if key in ON else -1)) % len(self.places)
        elif key == "space":
            self.left_out ^= {self.places[self.at]}
        elif key == "a":
            places = self._open()
            self.left_out = set() if any(place in self.left_out for place in places) else set(places)
        elif label is not None and label.kind != DOCUMENT:
            self.label = label
        else:
            self.show()
            self.desk.say(f"{key if len(key) == 1 else 'that key'} does nothing here · {self.desk.message}")
            return self
        self.show()
        return self

    def show(self) -> None:
        """Mark the places, bring the one that is looked at in sight, and count."""
        desk, pane = self.desk, self.desk.pane
        if pane is None:
            return
        free = self._open()
        chosen = [place for place in free if place not in self.left_out]
        pane.show_hits(chosen)
        place = self.places[self.at]
        pane.select(Selection(place.end, place.start))
        parts = [self.label.name if self.label else "a label's key?", short(self.words, 16)]
        parts.append(f"{len(chosen):,} of {counted(len(self.places), 'place')}")
        parts[-1] += " from here on" if self.is_cut else ""
        if tagged := len(self.places) - len(free):
            parts.append(f"{tagged} tagged already")
        if place not in chosen:
            parts.append("this one is tagged" if place not in free else "this one is left out")
        desk.say(" · ".join(parts) + " · Enter tags, n N walk, Space leaves out, a all or none")

    def leave(self) -> None:
        """Take the marks away and go back to where one was."""
        pane = self.desk.pane
        if pane is not None:
            pane.show_hits(self.searched)
            pane.select(self.before)
            pane.put_top(self.top)
        self.desk.say("")

    def _open(self) -> list[Span]:
        """The places that do not have the label."""
        spread = self.desk.spread
        if self.label is None or spread is None:
            return self.places
        name = self.label.name
        tagged = {one.span for one in spread.layer.over(self._extent()) if one.label == name}
        return [place for place in self.places if place not in tagged]

    def _extent(self) -> Span:
        return Span(self.places[0].start, self.places[-1].end)

    def _tag(self) -> Mode | None:
        desk = self.desk
        if self.label is None:
            self.show()
            desk.say(f"as what? press a label's key first · Esc leaves · {desk.message}")
            return self
        chosen = [place for place in self._open() if place not in self.left_out]
        self.leave()
        if not chosen or desk.spread is None:
            desk.say("every place is left out or tagged already; nothing was tagged")
            return None
        name, article = self.label.name, desk.spread.article
        done = attempt(desk, lambda: desk.project.annotate(article, chosen, name, action="tag-all"))
        if done is None:
            return None
        desk.last_label = name
        desk.stop_selecting()
        if desk.pane is not None:
            desk.pane.select(Selection(desk.pane.caret, desk.pane.caret))
        places, undo = counted(len(done.changes), "place"), desk.keymap.hint("undo")
        desk.say(f"{name}: {short(self.words)}, {places} · {undo} takes all back")
        return None


def tag_all(desk: Desk) -> None:
    """Show every place of the article that says what the selection, the annotation or the word here says."""
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        desk.say(NOTHING_OPEN)
        return
    annotation = current(desk)
    label = desk.project.schema.label(annotation.label) if annotation else None
    if not pane.selection.is_empty and (annotation is None or annotation.span != pane.selection.span):
        span, label = pane.selection.span, None
    elif annotation is not None:
        span = annotation.span
    else:
        here = pane.sheet.segments.at("name", pane.caret) or under_caret(None, pane.sheet.segments, pane.caret)
        if here is None:
            select = desk.keymap.hint("select")
            desk.say(f"there is no word under the caret to look for; {select} selects anything")
            return
        span = here
    found = mentions(pane.sheet.text, span, most=MOST + 1)
    if is_cut := len(found) > MOST:
        found = mentions(pane.sheet.text, span, most=MOST, start=span.start)
    if not found:
        desk.say("only white space is selected: there is nothing to look for")
        return
    places = list(found)
    at = min(bisect_left(places, span), len(places) - 1)
    mode = TaggingAll(desk, span.of(pane.sheet.text), places, label, pane.selection, pane.top, at)
    mode.is_cut, mode.searched = is_cut, pane.hits
    desk.mode = mode
    mode.show()


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"tag-all": tag_all}
"""Action id -> what it does."""

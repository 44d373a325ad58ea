"""Tagging all: the places of the open articles that mean the same are shown, chosen, and tagged as one step.

The places with the very words in the current article come at once and are taken. Those in the other articles and other
spellings follow from a thread; nothing of them is taken before somebody says so, so that Enter does the same whether
it comes before them or after.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import field
from itertools import islice

from store import (
    DOCUMENT,
    Label,
    Place,
    RefusedError,
    Rejected,
    Rejection,
    Selection,
    Sighting,
    Span,
    dataclass,
    exactly,
    form_of,
    mentions,
    places_in,
    rejected_forms,
    same_words,
)
from tui.commands.taken import Step, tag_taken
from tui.desk import NOTHING_OPEN, Desk
from tui.modes.mode import Mode
from tui.modes.spellings import Spellings
from tui.modes.stage import Stage
from tui.named import Named, named_here, nothing_named
from tui.taking import Taking
from tui.words import counted, file_name, short

MOST = 5_000
"""How many places are tagged in one step, about half a second's work; where there are more, those from the caret on."""
ON = frozenset({"n", "j", "down", "right", "tab"})
BACK = frozenset({"N", "k", "up", "left", "shift+tab"})
TRUSTED = ("sure", "likely")
"""The tiers that `a` takes first; then it takes those to look at as well."""
MOST_WORDS = 8
"""Words of the longest name that other spellings are looked for of."""
KEYS = "Enter tags, n N walk, Space leaves out, a all or none, x never again"


@dataclass(slots=True)
class TaggingAll:
    """The places are marked in the texts; one is looked at, and each can be taken, left out or rejected."""

    desk: Desk
    named: Named
    """What was pointed at."""
    words: str
    """How that is written, fit to be shortened."""
    here: str
    """The path of the article in which that was."""
    stage: Stage
    """The panes."""
    places: list[Sighting]
    """Those with the very words here in text order, then those in other articles, then those spelt otherwise."""
    at: int = 0
    """The place that is looked at."""
    is_cut: bool = False
    """Whether there were more places here than a step can hold, so that these begin at the caret."""
    folded: int = 0
    """How many places more lie in folds; they are not offered."""
    waiting: list[str] = field(default_factory=list)
    """Keys that are for all places and came before all were found, with those behind them."""
    taking: Taking[Sighting] = field(init=False)
    """What somebody wants of the places."""
    spellings: Spellings = field(init=False)
    """Looks for the others."""
    _found: list[Sighting] = field(default_factory=list)
    """All others, rejected ones too."""

    def __post_init__(self) -> None:
        self.taking = Taking(lambda: self.places, self._taken_in, self._is_here)
        self.spellings = Spellings(self.desk.host, self.hear)

    def look_for(self, pattern: re.Pattern[str], names: Sequence[str]) -> None:
        """Look for the places in the other articles and for those that are spelt otherwise."""
        paths = dict.fromkeys([self.here, *(pane.sheet.path for pane in self.desk.panes)])
        spreads = (self.desk.spreads.get(path) for path in paths)
        self.spellings.begin([one.article for one in spreads if one is not None], self.here, pattern, names)

    def take(self, key: str) -> Mode | None:
        """Go on, leave a place out, take all or none, reject, say the label, tag, or leave."""
        if key == "escape":
            self.leave()
            self.desk.say("nothing was tagged")
            return None
        if self.waiting or (key == "a" and self.spellings.is_looking):
            self.waiting.append(key)
            self.show()
            return self
        return self._tag() if key in ("enter", "T") else self._choose(key)

    def _choose(self, key: str) -> Mode:
        label = self.desk.project.schema.by_key(key)
        if key in ON or key in BACK:
            self.at = (self.at + (1 if key in ON else -1)) % len(self.places)
        elif key == "space":
            self.taking.turn_over([self.at], "taken")
        elif key == "x":
            self.taking.turn_over(self._alike(), "rejected")
        elif key == "a":
            self._all_or_none()
        elif label is not None and label.kind != DOCUMENT:
            self._be(label)
        else:
            self.show()
            self.desk.say(f"{key if len(key) == 1 else 'that key'} does nothing here · {self.desk.message}")
            return self
        self.show()
        return self

    def hear(self, found: list[Sighting]) -> None:
        """Take the other places over, and then the keys that have waited for them."""
        self._found = [one for one in found if not self._is_folded(one)]
        self.folded += len(found) - len(self._found)
        self._offer()
        keys, self.waiting = self.waiting, []
        mode: Mode | None = self
        for key in keys:
            mode = mode.take(key) if mode is not None else None
        self.desk.mode = mode
        if mode is self:
            self.show()
        self.desk.host.tell()

    def show(self) -> None:
        """Mark the places that are taken, bring the one that is looked at in sight, and count."""
        states = self.taking.states()
        self.stage.mark([one for one, state in zip(self.places, states, strict=True) if state == "taken"])
        one, state = self.places[self.at], states[self.at]
        is_shown = self.stage.look_at(one)
        label = self.taking.label
        name = label.name if label else "a label's key?"
        told = self._told(one, state, is_shown=is_shown)
        if one.is_exact and one.path == self.here:
            parts = [name, short(self.words, 16), *self._counted(states), *told]
        else:
            parts = [name, *told, *self._counted(states)]  # why it is offered has to be in sight
        if self.waiting:
            parts.insert(1, "looking for the other places first")
        elif self.spellings.is_looking:
            parts.append("looking for others")
        self.desk.say(" · ".join([*parts, KEYS]))

    def leave(self) -> None:
        """Take the marks away and go back to where one was."""
        self.spellings.leave()
        self.stage.leave()
        self.desk.say("")

    # what is shown

    def _counted(self, states: Sequence[str]) -> list[str]:
        """How many places there are, and how many are taken."""
        parts = [f"{states.count('taken'):,} of {counted(len(states), 'place')}{self._by_article()}"]
        parts[-1] += " from here on" if self.is_cut else ""
        if tagged := states.count("tagged"):
            parts.append(f"{tagged} tagged already")
        if self.folded:
            parts.append(f"{self.folded} folded away")
        return parts

    def _by_article(self) -> str:
        """How many places each article has, where there are several articles."""
        counts: dict[str, int] = {}
        for one in self.places:
            counts[one.path] = counts.get(one.path, 0) + 1
        if len(counts) < 2:
            return ""
        names = {path: "here" if path == self.here else file_name(path) for path in counts}
        return ": " + ", ".join(f"{names[path]} {number:,}" for path, number in counts.items())

    def _told(self, one: Sighting, state: str, *, is_shown: bool) -> list[str]:
        """What there is to say of the place that is looked at."""
        where = [] if one.path == self.here else [file_name(one.path)]
        if not one.is_exact:
            where.append(f"{short(one.form, 24)}, {one.tier} {one.confidence:.2f}, {short(one.why, 48)}")
        told = [": ".join(where)] if where else []
        if state != "taken":
            told.append({"tagged": "this one is tagged", "left": "this one is left out"}.get(state, "never again"))
        return told if is_shown else [*told, "its pane is not in sight"]

    # what is chosen

    def _alike(self) -> list[int]:
        """The places of the article that are spelt as the one that is looked at: they are rejected together."""
        path, form = self.places[self.at].path, self.places[self.at].form
        return [number for number, one in enumerate(self.places) if (one.path, one.form) == (path, form)]

    def _all_or_none(self) -> None:
        """Take all that can be trusted; where that is so already, all; where that is so, none."""
        states = self.taking.states()
        free = [number for number, state in enumerate(states) if state in ("taken", "left")]
        trusted = [number for number in free if self.places[number].tier in TRUSTED]
        for wanted in (trusted, free):
            if any(states[number] != "taken" for number in wanted):
                self.taking.put(wanted, "taken")
                return
        self.taking.put(free, "left")

    def _be(self, label: Label) -> None:
        """Tag as something else; what was rejected with that label is not offered."""
        self.taking.be(label)
        if self._found:
            self._offer()

    def _offer(self) -> None:
        """Let the places be those that are known here and the others, as far as nobody has rejected them."""
        name = self.taking.label.name if self.taking.label else ""
        rejected = rejected_forms(self.desk.project) if name and self._found else frozenset[Rejected]()
        before, looked = self.places, self.places[self.at]
        self.places = [one for one in before if self._is_here(one)]
        others = (one for one in self._found if not rejected or not _is_rejected(one, name, rejected))
        self.places += islice(others, max(0, MOST - len(self.places)))
        self.taking.renumber(before)
        self.at = self.places.index(looked) if looked in self.places else 0

    def _is_folded(self, one: Sighting) -> bool:
        """Whether a place is in a fold, where nobody sees it."""
        spread = self.desk.spreads.get(one.path)
        return spread is not None and spread.sheet.folding.hides(Span(one.span.start, one.span.start + 1))

    def _is_here(self, one: Sighting) -> bool:
        """Whether a place is taken as long as nobody says anything: the very words, where they were pointed at."""
        return one.is_exact and one.path == self.here

    def _taken_in(self, path: str, label: str) -> set[tuple[int, int]]:
        spread = self.desk.spreads.get(path)
        places = [one.span for one in self.places if one.path == path]
        if spread is None or not places:
            return set()
        extent = Span(min(one.start for one in places), max(one.end for one in places))
        return {(one.start, one.end) for one in spread.layer.over(extent) if one.label == label}

    def _tag(self) -> Mode | None:
        desk, label = self.desk, self.taking.label
        if label is None:
            self.show()
            desk.say(f"as what? press a label's key first · Esc leaves · {desk.message}")
            return self
        try:
            places, rejections = self._places(), self._rejections()
        except RefusedError as error:
            self.leave()
            desk.say(str(error))
            return None
        self.leave()
        cluster = self.named.joined(label.name)
        done = tag_taken(desk, Step("tag-all", label.name, self.words, places, rejections, cluster))
        if done is not None and desk.pane is not None:
            desk.stop_selecting()
            desk.pane.select(Selection(desk.pane.caret, desk.pane.caret))
        return None

    def _places(self) -> list[Place]:
        by_path: dict[str, list[Span]] = {}
        for one in self.taking.chosen():
            by_path.setdefault(one.path, []).append(one.span)
        return [place for path, spans in by_path.items() for place in self._in(path, spans)]

    def _in(self, path: str, spans: list[Span]) -> list[Place]:
        spread = self.desk.spreads.get(path)
        return places_in(self.desk.project, spread.article, spans) if spread else []

    def _rejections(self) -> list[Rejection]:
        forms: dict[tuple[str, str], list[int]] = {}
        for number, one in enumerate(self.places):
            forms.setdefault((one.path, one.form), []).append(number)
        return self.taking.rejections(forms.values(), lambda one: self._in(one.path, [one.span])[0], reach=False)


def _is_rejected(one: Sighting, label: str, rejected: Container[Rejected]) -> bool:
    form = form_of(one.form)
    return Rejected(form, label) in rejected or Rejected(form, label, one.path) in rejected


def tag_all(desk: Desk) -> None:
    """Show every place of the open articles that means what the selection, the annotation or the word here says."""
    pane = desk.pane
    if pane is None or desk.spread is None:
        desk.say(NOTHING_OPEN)
        return
    named = named_here(desk)
    if named is None:
        desk.say(nothing_named(desk))
        return
    text, path, span = pane.sheet.text, pane.sheet.path, named.span
    pattern, found = same_words(text, span), mentions(text, span, most=MOST + 1)
    if pattern is None:
        desk.say("only white space is selected: there is nothing to look for")
        return
    if is_cut := len(found) > MOST:
        found = mentions(text, span, most=MOST, start=span.start)
    places = [place for place in found if place == span or not pane.folding.at(place.start)]
    at, folded = min(bisect_left(places, span), len(places) - 1), len(found) - len(places)
    mode = TaggingAll(desk, named, span.of(text), path, Stage(desk), exactly(path, text, places), at, is_cut, folded)
    mode.taking.be(named.label)
    desk.mode = mode
    mode.look_for(pattern, [name for name in named.names if _may_be_name(name)])
    mode.show()


def _may_be_name(words: str) -> bool:
    """Whether other spellings are looked for: words in small letters have none, and a sentence is no name."""
    return not words.islower() and len(words.split()) <= MOST_WORDS


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"tag-all": tag_all}
"""Action id -> what it does."""

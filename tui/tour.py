"""Tour: the main job in steps; each says what to press and why, and is done when somebody has really done it."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from store import dataclass
from tui.commands.moving import MOTIONS
from tui.desk import Desk
from tui.keymap import Keymap


class Glance(NamedTuple):
    """What a step starts from."""

    caret: int
    tags: int
    """How many annotations there are in the project."""
    pane: int
    panes: int


class Seen(NamedTuple):
    """What has happened in a step so far."""

    before: Glance
    now: Glance
    acts: frozenset[str]
    """The actions of the key table that were done."""
    desk: Desk


Claim = Callable[[Seen], bool]


class Step(NamedTuple):
    """One thing to do."""

    words: str
    """What to press and why; `{id}` stands for the key of an action."""
    is_done: Claim
    if_alone: bool = False
    """Whether it is shown only to those who begin with one pane."""


def _did(*actions: str) -> Claim:
    return lambda seen: not seen.acts.isdisjoint(actions)


def _has_labels(*labels: str) -> Claim:
    """Whether there are more tags than before, and one with each label lies under the caret."""

    def is_done(seen: Seen) -> bool:
        pane, spread = seen.desk.pane, seen.desk.spread
        if pane is None or spread is None or seen.now.tags <= seen.before.tags:
            return False
        return set(labels) <= {one.label for one in spread.layer.at(pane.caret)}

    return is_done


def _has_hits(seen: Seen) -> bool:
    return bool(seen.desk.searching.text and seen.desk.pane and seen.desk.pane.hits) and "hit-next" in seen.acts


def _has_done_mark(seen: Seen) -> bool:
    return any(record.done for record in seen.desk.project.relations.records)


STEPS: Sequence[Step] = (
    Step(
        "This is the caret: keys act where it stands. {word-next} takes it to the next word, {row-down} a row down; "
        "put it somewhere else.",
        lambda seen: seen.now.caret != seen.before.caret and not seen.acts.isdisjoint(MOTIONS),
    ),
    Step(
        "Press 1, for PERSON: letters appear on the names in sight. Type the letter of a person: two keys, one tag.",
        _has_labels("PERSON"),
    ),
    Step(
        "What has no letter is selected first: {select-sentence} takes the sentence. Then 7: it is a FACT.",
        _has_labels("FACT"),
    ),
    Step(
        "Changed your mind? {untag} takes away the tag under the caret.", lambda seen: seen.now.tags < seen.before.tags
    ),
    Step(
        "{undo} undoes the last thing wherever it was, after a restart too. Bring the tag back.",
        lambda seen: seen.now.tags > seen.before.tags and "undo" in seen.acts,
    ),
    Step(
        "Tags may lie over each other: press 9, then Enter, and this sentence is a PREDICTION too.",
        _has_labels("FACT", "PREDICTION"),
    ),
    Step(
        "{step-overlap} goes from one to the other here; the last line says which one the next key means.",
        lambda seen: "step-overlap" in seen.acts and bool(seen.desk.stepped),
    ),
    Step("{list} lists the tags of the article: walk with the arrows, Enter goes to one.", _did("list")),
    Step(
        "Tags can be linked, in other articles too: {link} takes this one, {annotation-next} or {annotation-back} goes "
        "to another, {link} again, then Enter for the first kind of link.",
        lambda seen: bool(seen.desk.project.relations.links),
    ),
    Step(
        "{pane-add} opens another article beside this one: type a word of its title, then Enter.",
        lambda seen: seen.now.panes > 1,
        if_alone=True,
    ),
    Step(
        "{pane-next} goes to the other pane: up to six articles lie side by side, and every one can be tagged.",
        lambda seen: seen.now.pane != seen.before.pane,
    ),
    Step("{search} searches: type gate, then Enter, then {hit-next} for the next place.", _has_hits),
    Step("{done-next} marks the article as done and opens the next one.", _has_done_mark),
    Step("{help} shows every key, {palette} finds anything by typing. Look at one of them.", _did("help", "palette")),
    Step(
        "All of it is on the disk already. `sidemark init FOLDER` begins a project, {export} makes a dataset "
        "of it; here {quit} ends the tour.",
        _did("quit"),
    ),
)
"""The way through the main job, on the sample articles."""


@dataclass(slots=True)
class Tour:
    """Where somebody is in the tour."""

    desk: Desk
    keymap: Keymap
    steps: Sequence[Step] = STEPS
    """Those that there are, once it has begun."""
    at: int = 0
    """The place of the present step."""
    acts: frozenset[str] = frozenset()
    """What was done in it."""
    before: Glance | None = None
    """What it started from; None until it has begun."""

    @property
    def words(self) -> str:
        """What the present step says, with its number."""
        keys = {action: self.keymap.hint(action) for action in self.keymap.actions}
        return f"{self.at + 1} of {len(self.steps)} · {self.steps[self.at].words.format_map(keys)}"

    def did(self, action: str) -> None:
        """An action of the key table was done."""
        self.acts |= {action}

    def look(self) -> None:
        """Go on if what the step asks for has been done."""
        now = self._glance()
        if self.before is None:  # it begins
            self.before = now
            self.steps = [step for step in STEPS if not step.if_alone or now.panes < 2]
        seen = Seen(self.before, now, self.acts, self.desk)
        if self.at + 1 < len(self.steps) and self.steps[self.at].is_done(seen):
            self.at, self.acts, self.before = self.at + 1, frozenset(), now

    def _glance(self) -> Glance:
        desk = self.desk
        tags = desk.project.database.size("annotations")
        return Glance(desk.pane.caret if desk.pane else 0, tags, desk.current, len(desk.panes))


def names_in(steps: Iterable[Step]) -> set[str]:
    """The actions whose keys steps name."""
    from string import Formatter  # noqa: PLC0415 - only tests ask

    return {name for step in steps for _, name, _, _ in Formatter().parse(step.words) if name}

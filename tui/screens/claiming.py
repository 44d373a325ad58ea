"""Claiming: up to three sentences of other articles that may be the same claim; a key links one, or rejects them."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from store import (
    Annotation,
    Counterpart,
    Counterparts,
    Hit,
    LinkType,
    RefusedError,
    StoreError,
    Texts,
    allowed,
    claim_of,
    dataclass,
    link_claim,
    model,
    models,
    reject_claims,
    tag_there,
)
from tui.boarding import heading
from tui.commands.changing import attempt
from tui.commands.going import go_to
from tui.commands.tagging import nothing_here, redo, undo
from tui.desk import NOTHING_OPEN
from tui.display import display
from tui.keys import key_of
from tui.link_letters import type_letters
from tui.meant import current
from tui.screens.around import Around
from tui.screens.dialog import Dialog
from tui.words import short

if TYPE_CHECKING:
    from textual.worker import Worker

USUAL = "same_claim"
"""The type of the link that a digit draws, where the label set has it."""
NUMBERS = ("1", "2", "3")
LOW = 16
"""Under this height of the terminal each candidate has one row."""
SHOWN = 300
"""Characters of a sentence that are shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and by what."""

    found: tuple[Counterpart, ...]
    by: str = ""
    """The model of meanings; empty for the words alone."""
    problem: str = ""
    """Why the model could not be asked."""


class ClaimScreen(Dialog[Counterpart | None]):
    """The claim and its candidates. Each is linked, rejected or left; gives one to go to."""

    CSS_PATH = "claiming.tcss"

    def __init__(self, around: Around, annotation: Annotation, *, is_whole: bool) -> None:
        """Set it up.

        Args:
            around: where it opens.
            annotation: the claim, a tag of one's own in the current pane.
            is_whole: whether to look in the whole project rather than in the other open articles.
        """
        super().__init__()
        self.around, self.desk, self.annotation = around, around.desk, annotation
        self._article = around.desk.spread.article if around.desk.spread else None
        self._pane = around.desk.current
        self.is_whole = is_whole
        """Where it is looked."""
        self.answer: Answer | None = None
        """What was found; None while it is looked for."""
        self.decided: dict[int, str] = {}
        """What became of a candidate, by its place."""
        self.at = 0
        """The marked candidate."""
        self._over = Event()

    def compose(self) -> ComposeResult:
        """Title, claim, candidates, foot."""
        with Vertical(id="claiming"):
            yield Static(id="claiming-title")
            yield Static(Content(display(short(self.annotation.quote, SHOWN))), id="claiming-claim")
            yield Static(id="claiming-rows")
            yield Static(id="claiming-foot")

    def on_mount(self) -> None:
        """Begin to look."""
        self.desk.message = ""
        self._begin()

    def on_unmount(self) -> None:
        """Let the thread stop at its next step."""
        self._over.set()

    @property
    def types(self) -> Mapping[str, LinkType]:
        """The link types that may lead from the claim to a sentence like it, by their letters."""
        schema = self.desk.project.schema
        letters = type_letters(schema)
        there = replace(self.annotation, id="")
        return {letters[one.type]: one for one in allowed(schema, self.annotation, there)}

    @property
    def is_over(self) -> bool:
        """Whether nothing is looked for any more."""
        return self._over.is_set()

    # looking

    def _begin(self) -> None:
        """Look for candidates in a thread: by words, then by meaning where a model is installed."""
        project, article = self.desk.project, self._article
        self._over.set()
        self._over = over = Event()
        self.answer, self.decided, self.at = None, {}, 0
        self._show()
        if article is None:
            return
        claim = claim_of(project, article, self.annotation)
        texts = Texts(project.library)
        paths = list(texts.paths) if self.is_whole else [pane.sheet.path for pane in self.desk.panes]
        counterparts = Counterparts(claim, texts, paths, lambda: not over.is_set())
        index = project.library.index(writes=project.read_only is None) if self.is_whole else None
        if index is not None:
            index.refresh()

        def by_words() -> Answer:
            if index is not None:
                counterparts.narrow(index)
            return Answer(tuple(counterparts.by_words()))

        look = partial(self._look, over, by_words, partial(_by_meaning, counterparts))
        self._looking: Worker[None] = self.run_worker(look, exclusive=True)

    async def _look(self, over: Event, *ways: Callable[[], Answer | None]) -> None:
        try:
            for way in ways:
                answer = await asyncio.to_thread(way)
                if over.is_set() or self.decided:
                    return
                if answer is not None and answer.problem and self.answer is not None:
                    answer = Answer(self.answer.found, problem=answer.problem)
                if answer is not None:
                    self.answer = answer
                    self._show()
        finally:
            over.set()

    # showing

    def on_resize(self) -> None:
        """Rows have another width."""
        self._show()

    def _show(self) -> None:
        answer = self.answer
        where = "whole project" if self.is_whole else "open articles"
        by = f" · suggested by {answer.by}" if answer and answer.by else ""
        other = "open articles" if self.is_whole else "whole project"
        title = f"The same claim in the {where}?{by} · Tab {other} · Esc goes back"
        if self._is_low:
            title = f"{where}{by} · Tab {other}"
        self.query_one("#claiming-claim").display = not self._is_low
        self.query_one("#claiming-title", Static).update(Content(display(title)))
        self.query_one("#claiming-rows", Static).update(Content.assemble(*self._rows()))
        self._foot()

    def _rows(self) -> Iterator[tuple[str, str]]:
        most = self.app.size.width - 6 if self._is_low else SHOWN
        if self.answer is None:
            yield "looking …", "italic"
        elif not self.answer.found:
            yield "no sentence there shares a telling word with it that you have not judged yet", "italic"
        else:
            for at, one in enumerate(self.answer.found):
                mark = "›" if at == self.at else " "
                style = "reverse" if at == self.at else ""
                done = f"{self.decided[at]} · " if at in self.decided else ""
                yield display(f"{mark}{NUMBERS[at]} {done}{short(one.quote, most)}\n"), style
                if not self._is_low:
                    tag = tag_there(self.desk.project, one.article, one.span)
                    parts = [heading(one.article), f"shared: {', '.join(one.shared)}" if one.shared else ""]
                    parts.append(f"tagged {tag.label}" if tag else f"will be {self.annotation.label}")
                    yield display(f"   {one.score:.0%} alike · {' · '.join(filter(None, parts))}\n"), "italic"

    @property
    def _is_low(self) -> bool:
        return self.app.size.height < LOW

    def _foot(self) -> None:
        letters = "  ".join(f"{letter} {one.type}" for letter, one in self.types.items())
        keys = f"1 2 3 same claim · 0 none of them · {letters} · ↑↓ Enter go there"
        if self._is_low:
            keys = f"1 2 3 same · 0 none · {letters}"
        problem = self.answer.problem if self.answer else ""
        words = self.desk.message or (f"{problem} · {keys}" if problem else keys)
        self.query_one("#claiming-foot", Static).update(Content(display(words)))

    # keys

    def on_key(self, event: events.Key) -> None:
        """Link, reject, look elsewhere, go there, or go back."""
        event.stop()
        event.prevent_default()
        self.desk.message = ""
        key, keymap = key_of(event), self.around.keymap
        acts: Mapping[str, Callable[[], object]] = {
            "escape": lambda: self.dismiss(None), "enter": self._go, "down": lambda: self._move(1),
            "up": lambda: self._move(-1), "tab": self._elsewhere, "0": self._none,
            "ctrl+z": lambda: self._step(undo), "ctrl+y": lambda: self._step(redo),
        }  # fmt: skip
        if key in NUMBERS:
            self._link(NUMBERS.index(key), self._usual)
        elif act := acts.get(key):
            act()
        elif kind := self.types.get(key):
            self._link(self.at, kind.type)
        elif key in keymap.keys("undo"):
            self._step(undo)
        else:
            self.desk.say(f"{key if len(key) == 1 else 'that key'} does nothing here")
        if self.is_current:
            self._show()

    @property
    def _usual(self) -> str:
        types = [one.type for one in self.types.values()]
        return USUAL if USUAL in types else next(iter(types), USUAL)

    def _found(self) -> tuple[Counterpart, ...]:
        return self.answer.found if self.answer else ()

    def _move(self, by: int) -> None:
        self.at = min(max(0, self.at + by), max(0, len(self._found()) - 1))

    def _elsewhere(self) -> None:
        self.is_whole = not self.is_whole
        self._begin()

    def _go(self) -> None:
        if self._found():
            self.dismiss(self._found()[self.at])

    def _link(self, at: int, kind: str) -> None:
        """Link the claim with a candidate; the screen stays until each has been judged."""
        if at >= len(self._found()) or at in self.decided:
            self.desk.say(f"{at + 1} is {self.decided[at]} already" if at in self.decided else f"there is no {at + 1}")
            return
        one, project = self._found()[at], self.desk.project
        words = f"{kind}: {short(self.annotation.quote, 30)} → {short(one.quote, 30)}"
        done = attempt(self.desk, partial(link_claim, project, self.annotation, one.article, one.span, kind), words)
        if done is not None:
            self.decided[at] = kind
            self.at = at
            self._end_if_decided()

    def _none(self) -> None:
        """None of those that are left is the same claim."""
        left = [at for at in range(len(self._found())) if at not in self.decided]
        found = [(one.article, one.span, one.score) for at in left for one in [self._found()[at]]]
        if not found:
            self.desk.say("there is nothing to reject")
            return
        undo_key = self.desk.keymap.hint("undo")
        words = f"{len(found)} rejected, not suggested for this claim again · {undo_key} takes that back"
        if attempt(self.desk, partial(reject_claims, self.desk.project, self.annotation, found), words) is not None:
            self.decided |= dict.fromkeys(left, "rejected")
            self._end_if_decided()

    def _end_if_decided(self) -> None:
        if len(self.decided) == len(self._found()):
            self.dismiss(None)

    def _step(self, step: Callable[..., None]) -> None:
        """Undo or redo, and look anew: what was judged may be open again."""
        step(self.desk)
        if self.is_current:
            said = self.desk.message
            self.desk.focus(self._pane)  # an undo shows its place, and the claim is here
            self._begin()
            self.desk.message = said


def _by_meaning(counterparts: Counterparts) -> Answer | None:
    """In a thread: by a model, the first that is installed; None without any."""
    names = models()
    if not names:
        return None
    try:
        chosen = model(names[0])
        return Answer(tuple(counterparts.by_meaning(chosen)), chosen.name)
    except RefusedError as error:
        if isinstance(error.__cause__, ModuleNotFoundError):
            return None  # the extra is not installed: nobody asked for it
        return Answer((), problem=str(error))


def same_claims(around: Around) -> None:
    """Show candidates for the claim under the caret: in the other open articles, else in the whole project."""
    desk = around.desk
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    annotation = current(desk)
    label = desk.project.schema.label(annotation.label) if annotation else None
    if annotation is None or label is None or label.kind != "claim":
        kinds = [one.name for one in desk.project.schema.span_labels if one.kind == "claim"]
        why = f"{annotation.label} is no claim" if annotation else nothing_here(desk)
        tags = f"tag a {' or '.join(kinds[:3])} first" if kinds else "the label set has no claims"
        desk.say(f"{why}; {tags}")
        return
    is_whole = all(other.sheet.path == pane.sheet.path for other in desk.panes)
    screen = ClaimScreen(around, annotation, is_whole=is_whole)
    if not screen.types:
        desk.say(f"the label set has no link from {annotation.label} to {annotation.label}")
        return

    def chosen(found: Counterpart | None) -> None:
        if found is not None:
            try:
                go_to(desk, Hit(found.article.path, found.span, found.quote), beside=True)
            except StoreError as error:
                desk.say(str(error))
        around.tell()

    around.push(screen, chosen)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"claims": same_claims}
"""Action id -> what opens its dialog."""

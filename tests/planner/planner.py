"""Planner: tags what a task asks for, by keys, knowing only what is on the screen; every key is counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.planner import sight
from tests.planner.task import Goal, Task, plain
from tests.terminal import Terminal

CLAIM = (0, -1, -2)
"""Sizes of objects that are tried, in this order, for a claim."""
OPENING = '"“‘«„「『'
STOPS = '.!?…:"”’»)。！？؟۔」』'
JOINTS = {"said", "says", "that", "and", "but", "which", "who", "while", "because", "added", "adds", "say"}
JOINTS |= {"thinks", "think", "believes", "believe", "fears", "fear", "hopes", "hope"}
"""Words after which a clause begins."""
FEW_WORDS = 4
"""Words that are selected one by one; more are selected by a jump to the last."""


@dataclass
class Step:
    """The keys that one goal, or the way to it, took."""

    what: str
    keys: list[str] = field(default_factory=list)


@dataclass
class Planner:
    """Somebody at the keyboard."""

    task: Task
    terminal: Terminal
    steps: list[Step] = field(default_factory=list)
    """What was done so far, with its keys."""

    columns: tuple[int, int] = (0, 0)
    """Of the pane that has the keys."""

    @property
    def count(self) -> int:
        """All keys so far."""
        return sum(len(step.keys) for step in self.steps)

    def work(self) -> None:
        """Tag every goal, article by article, page by page."""
        self._begin("one pane")
        self.terminal.until(lambda: sight.panes(self.terminal), "the panes")
        if len(sight.panes(self.terminal)) > 1:
            self._press("Z", lambda: len(sight.panes(self.terminal)) == 1)
        self.columns = sight.panes(self.terminal)[0]
        for article in dict.fromkeys(goal.article for goal in self.task.goals):
            self._go_to(article)
            self._tag_all([goal for goal in self.task.goals if goal.article == article])

    def _go_to(self, article: str) -> None:
        self._begin(f"to {self.task.headings[article]}")
        seen = set[str]()
        while self.task.headings[article] not in self._head():
            before = self._head()
            assert before not in seen, f"{article} is not among the articles"
            seen.add(before)
            self._press("]", lambda before=before: self._head() != before)  # type: ignore[misc]

    def _tag_all(self, goals: Sequence[Goal]) -> None:
        left = list(goals)
        while left:
            page = self._page()
            here = [goal for goal in left if page.find(goal)]
            for goal in here:
                if goal in left:
                    self._tag(goal, page)
                    left.remove(goal)
            if left:
                self._begin("next page")
                before = page.text
                self._press("space", lambda before=before: self._page().text != before)  # type: ignore[misc]

    def _tag(self, goal: Goal, page: sight.Page) -> None:
        self._begin(f"{goal.label}: {' '.join(goal.quote.split())}")
        place = page.find(goal)
        assert place is not None
        if not self._by_hint(goal, page, *place):
            self._by_selection(goal, page, *place)

    # the two ways

    def _sizes(self, goal: Goal, page: sight.Page, start: sight.Cell, end: sight.Cell | None) -> Sequence[int]:
        """The sizes that somebody who has used the program for a while would try."""
        before = page.text[: page.cells.index(start)].rstrip()
        begins = not before or before[-1] in STOPS or goal.quote[0].isupper() or page.is_first(start)
        after = page.text[page.cells.index(end) + 1 :].lstrip()[:1] if end else ""
        match self.task.hints[goal.label]:
            case "names":
                return (0,) if " " in goal.quote else (0, -1)
            case "quotes":
                return (0,) if goal.quote[0] in OPENING else (-1,)
            case "sentences" if begins and (goal.quote[-1] in STOPS or after not in ".!?,;:—–"):
                return CLAIM
            case "sentences":
                is_part = begins or before[-1] in ",;—–" or before.split()[-1].lower() in JOINTS
                return CLAIM if is_part else ()
        return (0, -1)

    def _by_hint(self, goal: Goal, page: sight.Page, start: sight.Cell, end: sight.Cell | None) -> bool:
        """Press the label's key and the letter on the span, in the first size that has one; whether there was one."""
        size, sizes = 0, self._sizes(goal, page, start, end)
        if sizes:
            self._press(self.task.keys[goal.label], self._is_answered)
        for wanted in sizes:
            while size != wanted:
                by = 1 if wanted > size else -1
                before = self.terminal.bottom
                self._press("+" if by > 0 else "-", lambda before=before: self.terminal.bottom != before)  # type: ignore[misc]
                size += by
            letters, ended = sight.hints(self.terminal, *self.columns), sight.ends(self.terminal)
            code = letters.get(start)
            if code and self._ends_there(start, end, letters, ended):
                self._type(code)
                assert self._said(goal), f"{goal.quote!r}: {self.terminal.bottom}"
                return True
            if "do not get" in self.terminal.bottom or "left to tag" in self.terminal.bottom or not letters:
                break
        if sight.hints(self.terminal, *self.columns):
            self._press("escape", lambda: not self.terminal.hints())
        return False

    def _ends_there(
        self, start: sight.Cell, end: sight.Cell | None, letters: dict[sight.Cell, str], ended: set[sight.Cell]
    ) -> bool:
        likely = [*sight.end_of(start, letters, ended)]
        if end is None:
            return not likely
        return end in likely[-1:] or (end == start and not likely)

    def _by_selection(self, goal: Goal, page: sight.Page, start: sight.Cell, end: sight.Cell | None) -> None:
        """Go to the first word, select to the last, and press the label's key."""
        assert end is not None, f"{goal.quote!r} goes on below the screen"
        first, last = page.cells.index(start), page.cells.index(end)
        text = page.text
        word = next(at for at in range(first, last + 1) if text[at].isalnum())
        self._jump(text[word], page.cells[word])
        for _ in range(word - first):
            self._press("h", None)
        self._press("v", None)
        stop = next(at for at in range(last, first - 1, -1) if text[at].isalnum())
        if len(text[word:stop].split()) > FEW_WORDS:
            at = text.rindex(" ", first, stop) + 1
            at = next(place for place in range(at, stop + 1) if text[place].isalnum())
            self._jump(text[at], page.cells[at])
        wanted = len(goal.quote) - (last - stop)
        while self._selected < wanted:
            before = self._selected
            self._press("e", lambda before=before: self._selected > before)  # type: ignore[misc]
        for _ in range(last - stop):
            self._press("l", None)
        self._press(self.task.keys[goal.label], lambda: self._said(goal))

    def _jump(self, letter: str, cell: sight.Cell) -> None:
        self._press("f", lambda: "first letter" in self.terminal.bottom)
        self._press(letter.lower(), lambda: "first letter" not in self.terminal.bottom)
        if code := sight.hints(self.terminal, *self.columns).get(cell):
            self._type(code)

    # keys and eyes

    def _begin(self, what: str) -> None:
        self.steps.append(Step(what))

    def _press(self, key: str, until: Callable[[], object] | None) -> None:
        self.steps[-1].keys.append(key)
        before = self.terminal.text
        self.terminal.press(key)
        if until is not None:
            self.terminal.until(until, f"an answer to {key}; before:\n{before}")
        self.terminal.settle()

    def _type(self, code: str) -> None:
        for letter in code[:-1]:
            self._press(letter, lambda: True)
        self._press(code[-1], lambda: not self.terminal.hints())

    def _is_answered(self) -> bool:
        return "type a letter" in self.terminal.bottom or "left to tag" in self.terminal.bottom or self._no_size

    @property
    def _selected(self) -> int:
        """How many characters the last line says are selected."""
        count = self.terminal.bottom.partition(" character")[0].strip()
        return int(count) if count.isdigit() and "selected" in self.terminal.bottom else 0

    @property
    def _no_size(self) -> bool:
        return "do not get" in self.terminal.bottom

    def _said(self, goal: Goal) -> bool:
        """Whether the last line says that the words were tagged; it cuts long ones short."""
        said = self.terminal.bottom.partition(f"{goal.label}: ")[2].partition("  ")[0].rstrip("… ")
        return bool(said) and plain(goal.quote).startswith(said)

    def _head(self) -> str:
        return sight.head(self.terminal, *self.columns)

    def _page(self) -> sight.Page:
        return sight.page(self.terminal, *self.columns)

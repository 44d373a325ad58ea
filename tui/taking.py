"""Taking: which of the places that were found for a name are tagged, left out, or never offered again."""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Generic, Literal, Protocol, TypeVar

from store import Label, Place, Rejection, Span

State = Literal["taken", "left", "rejected", "tagged"]
"""What becomes of a place; `tagged`: nothing, for it has the label already."""


class Where(Protocol):
    """Where something was found."""

    @property
    def path(self) -> str:
        """The article."""

    @property
    def span(self) -> Span:
        """The place in it."""


class Found(Protocol):
    """A place that may be tagged."""

    @property
    def hit(self) -> Where:
        """Where it is."""

    @property
    def form(self) -> str:
        """How the name is spelt there."""

    @property
    def tier(self) -> str:
        """How far it can be trusted: sure, likely, look."""

    @property
    def confidence(self) -> float:
        """0 to 1."""

    @property
    def why(self) -> str:
        """In words."""

    @property
    def problem(self) -> str:
        """Why it cannot be tagged; empty when it can."""


Any_ = TypeVar("Any_", bound=Found)


class Taking(Generic[Any_]):
    """What somebody wants of the places that were found so far."""

    def __init__(
        self,
        results: Callable[[], Sequence[Any_]],
        taken_in: Callable[[str, str], Container[tuple[int, int]]],
        is_taken: Callable[[Any_], bool],
    ) -> None:
        """Nobody has said anything yet.

        Args:
            results: what was found; a place is known by its number in it.
            taken_in: the places of an article, by its path, that have a label already; asked once for each.
            is_taken: whether a place is taken as long as nobody says anything about it.
        """
        self._results, self._taken_in, self._is_taken = results, taken_in, is_taken
        self.label: Label | None = None
        """What the places are to be tagged with; None until somebody says it."""
        self._said: dict[int, State] = {}
        self._tagged: dict[str, Container[tuple[int, int]]] = {}

    def be(self, label: Label | None) -> None:
        """Tag them with another label."""
        self.label = label
        self._tagged.clear()

    def forget(self) -> None:
        """Other places are being looked for: what was said about these counts no more."""
        self._said.clear()

    def renumber(self, before: Sequence[Any_]) -> None:
        """The places have other numbers now: what was said of one counts for it wherever it is among them."""
        numbers = {one: number for number, one in enumerate(self._results())}
        said = ((before[number], state) for number, state in self._said.items())
        self._said = {numbers[one]: state for one, state in said if one in numbers}

    def state(self, number: int) -> State:
        """What becomes of a place."""
        found = self._results()[number]
        if self._is_tagged(found.hit):
            return "tagged"
        if found.problem:
            return "left"
        return self._said.get(number) or ("taken" if self._is_taken(found) else "left")

    def states(self) -> list[State]:
        """What becomes of each place."""
        return [self.state(number) for number in range(len(self._results()))]

    def chosen(self) -> list[Any_]:
        """The places that will be tagged."""
        return [found for found, state in zip(self._results(), self.states(), strict=True) if state == "taken"]

    def put(self, numbers: Iterable[int], state: State) -> None:
        """Let this become of some places."""
        self._said |= dict.fromkeys(numbers, state)

    def turn_over(self, numbers: Sequence[int], one: State) -> None:
        """Let this become of some places, or leave them out if it is so of all of them already."""
        is_all = all(self.state(number) in (one, "tagged") for number in numbers)
        self.put(numbers, "left" if is_all else one)

    def rejections(
        self, groups: Iterable[Sequence[int]], place: Callable[[Any_], Place], *, reach: bool
    ) -> list[Rejection]:
        """What is not to be offered again.

        Args:
            groups: the places of each spelling, by number.
            place: a place as records have it.
            reach: whether a spelling of which all places are rejected is not wanted anywhere.
        """
        found: list[Rejection] = []
        for numbers in groups:
            rejected = [number for number in numbers if self.state(number) == "rejected"]
            is_whole = reach and len(rejected) == len(numbers)
            by_path = {self._results()[number].hit.path: number for number in reversed(rejected)}
            for number in rejected[:1] if is_whole else by_path.values():
                one = self._results()[number]
                found.append(Rejection(place(one), is_whole, one.confidence, one.why))
        return found

    def _is_tagged(self, hit: Where) -> bool:
        if self.label is None:
            return False
        if hit.path not in self._tagged:
            self._tagged[hit.path] = self._taken_in(hit.path, self.label.name)
        return (hit.span.start, hit.span.end) in self._tagged[hit.path]

"""What a benchmark found: a figure, its goal, a baseline of the same run; and the table they are printed in."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

BUSY = 0.3
"""Load for each processor from which on times are not to be believed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was measured."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    """At most, or at least where `is_least`; None where there is none."""
    is_least: bool = False
    beside: str = ""
    """What it is compared with ..."""
    other: float = 0.0
    """... and what that came to, in the same unit."""
    floor: str = ""
    """What else it is compared with, ..."""
    least: float = 0.0
    """... which came to this."""

    @property
    def is_met(self) -> bool:
        """Whether it is as good as it should be; a figure without a goal is."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.is_least else self.value <= self.goal

    @property
    def ratio(self) -> float | None:
        """The figure over its baseline; None without one."""
        return self.value / self.other if self.other else None

    def to_dict(self) -> dict[str, Any]:
        """All of it, for a file."""
        return {**asdict(self), "is_met": self.is_met, "ratio": self.ratio}


def share(values: Sequence[float], part: float) -> float:
    """The value that a part of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def machine() -> dict[str, Any]:
    """How many processors there are, and how busy they have been for a minute."""
    return {"processors": os.cpu_count() or 1, "load": os.getloadavg()[0]}


def told(here: dict[str, Any]) -> Iterator[str]:
    """The machine as lines of text."""
    yield f"{here['processors']} processors, load {here['load']:.2f}"
    if here["load"] > BUSY * here["processors"]:
        yield "THE MACHINE IS BUSY: trust ratios and processor time, and measure again when it is calm"


def table(title: str, figures: Iterable[Figure]) -> Iterator[str]:
    """Figures as lines of text."""
    yield ""
    yield f"{title:<48}{'measured':>12}  {'goal':<12}{'':8}beside"
    for one in figures:
        yield f"{one.name:<48}{shown(one.value, one.unit):>12}  {_goal(one):<20}{_beside(one)}".rstrip()


def shown(value: float, unit: str) -> str:
    """A value with three digits that say something, and its unit."""
    number = f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{number} {unit}".rstrip()


def _goal(one: Figure) -> str:
    if one.goal is None:
        return ""
    sign = ">=" if one.is_least else "<="
    return f"{sign + ' ' + shown(one.goal, ''):<12}{'met' if one.is_met else 'MISSED'}"


def _beside(one: Figure) -> str:
    pairs = ((one.beside, one.other), (one.floor, one.least))
    return ", ".join(f"{one.value / other:.2g} of {what} ({shown(other, one.unit)})" for what, other in pairs if other)

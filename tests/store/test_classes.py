"""The house's dataclass behaves as the standard library's does."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from store import classes

Maker = Callable[..., Callable[[type], Any]]


def point(make: Maker, *, frozen: bool, slots: bool) -> Any:
    @make(frozen=frozen, slots=slots)
    class Point:
        """A place."""

        x: int
        y: int = 2
        tags: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False)
        length: int = field(init=False, default=0)
        secret: str = field(default="s", repr=False, kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", self.x + self.y)

    return Point


@pytest.fixture(params=[(frozen, slots) for frozen in (False, True) for slots in (False, True)])
def both(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    frozen, slots = request.param
    make = [vars(classes)["dataclass"], dataclasses.dataclass]
    ours, theirs = (point(one, frozen=frozen, slots=slots) for one in make)
    return ours, theirs


ARGUMENTS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 5), {"secret": "t"}),
    ((), {"x": 3, "tags": ["a"], "note": "n"}),
]


@pytest.mark.parametrize(("args", "members"), ARGUMENTS)
def test_members_and_words_are_those_of_the_library(
    both: tuple[Any, Any], args: tuple[Any, ...], members: dict[str, Any]
) -> None:
    ours, theirs = (one(*args, **members) for one in both)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs)
    assert repr(replace(ours, y=9)) == repr(replace(theirs, y=9))
    assert hasattr(ours, "__dict__") == hasattr(theirs, "__dict__")


@pytest.mark.parametrize(("args", "members"), [((), {}), ((1, 2, [], "", 7, 8), {}), ((1,), {"nothing": 1})])
def test_wrong_arguments_are_refused_as_by_the_library(
    both: tuple[Any, Any], args: tuple[Any, ...], members: dict[str, Any]
) -> None:
    for one in both:
        with pytest.raises(TypeError):
            one(*args, **members)


def test_equality_looks_at_the_members_that_are_compared(both: tuple[Any, Any]) -> None:
    for one in both:
        assert one(1, note="a") == one(1, note="b")
        assert one(1) != one(2)
        assert one(1) != (1, 2)
    assert both[0](1) != both[1](1)


def test_defaults_are_made_anew(both: tuple[Any, Any]) -> None:
    ours, _ = both
    assert ours(1).tags is not ours(1).tags


def test_a_frozen_one_cannot_be_set_and_all_survive_copies(both: tuple[Any, Any]) -> None:
    for one in both:
        value = one(1)
        if one.__hash__ is not None:
            with pytest.raises(FrozenInstanceError):
                value.x = 2
            with pytest.raises(FrozenInstanceError):
                del value.x
        assert copy.deepcopy(value) == value
        assert copy.copy(value) == value


def test_a_frozen_one_is_a_key_and_can_be_sent_to_another_process() -> None:
    loss = Sent(1, ("a",))
    assert pickle.loads(pickle.dumps(loss)) == loss
    assert {loss: 1}[Sent(1, ("a",))] == 1


def test_what_is_not_frozen_is_no_key(both: tuple[Any, Any]) -> None:
    ours, theirs = both
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)


@classes.dataclass(frozen=True, slots=True)
class Sent:
    """What goes from process to process."""

    number: int
    names: tuple[str, ...] = ()

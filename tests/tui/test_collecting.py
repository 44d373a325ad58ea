"""Garbage is collected while nobody waits: a pause of the collector never answers a key late."""

import gc
import time
from collections.abc import Iterator

import pytest

from tests.projects import write_project
from tests.tui.reader import reading
from tui.collecting import IDLE, Collecting


@pytest.fixture
def collecting() -> Iterator[Collecting]:
    """One that has begun; it ends with the test."""
    one = Collecting()
    one.begin()
    try:
        yield one
    finally:
        one.end()
        gc.unfreeze()


def full_collections(make: int) -> int:
    """How many full collections there are while so many objects are made that stay."""
    before = int(gc.get_stats()[2]["collections"])
    kept = [[number] for number in range(make)]
    assert len(kept) == make
    return int(gc.get_stats()[2]["collections"]) - before


def test_work_that_makes_many_objects_begins_no_full_collection(collecting: Collecting) -> None:
    assert full_collections(1_000_000) == 0
    collecting.end()
    gc.unfreeze()
    gc.freeze()
    assert full_collections(1_000_000) > 0, "so the test can fail"


def test_all_is_collected_when_no_key_has_come_for_a_while_and_then_left_alone(collecting: Collecting) -> None:
    class Knot:
        """Refers to itself."""

    def knots() -> int:
        found: list[object] = gc.get_objects()
        return len([one for one in found if isinstance(one, Knot)])

    knot = Knot()
    knot.self = knot  # type: ignore[attr-defined]
    gc.collect(0), gc.collect(1)
    del knot
    gc.collect(1)
    assert knots() == 1, "it is old"
    collecting.look(time.monotonic())
    assert (knots(), collecting.full) == (1, 0), "somebody may be typing"
    collecting.look(time.monotonic() - IDLE)
    assert (knots(), collecting.full) == (0, 1)
    collecting.look(time.monotonic() - IDLE)
    assert collecting.full == 1, "nothing was made since"


def test_what_keys_make_is_looked_through_when_they_have_ended_and_not_before(collecting: Collecting) -> None:
    def young() -> int:
        return int(gc.get_stats()[0]["collections"])

    gc.collect()
    before = young()
    kept = [[number] for number in range(2_000)]  # as some keys make them; Python by itself would look three times
    assert young() == before
    collecting.look(time.monotonic() - IDLE)
    assert collecting.full == 1
    collecting.look(time.monotonic() - IDLE)
    assert (collecting.full, len(kept)) == (1, 2_000), "they are settled"


def test_the_end_gives_the_collector_back() -> None:
    before = gc.get_threshold()
    one = Collecting()
    one.begin()
    assert gc.get_threshold() != before
    one.end()
    assert gc.get_threshold() == before


async def test_the_program_keeps_full_collections_from_the_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    before = gc.get_threshold()
    async with reading(write_project(tmp_path_factory.mktemp("news"))) as reader:
        await reader.pilot.pause()
        pressed = reader.screen.dispatch.pressed
        await reader.pilot.press("w")
        assert reader.screen.dispatch.pressed > pressed
        assert gc.get_threshold()[2] > before[2]
    assert gc.get_threshold() == before

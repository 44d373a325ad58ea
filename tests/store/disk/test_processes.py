"""Several programs at once: they open, save, die, delete the lock and follow, and nothing acknowledged is lost."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from tests.store.disk.disks import child, opened, said
from tests.waiting import wait_for


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("count", [2, 4, 8])
def test_of_many_programs_one_writes_and_the_next_goes_on_when_it_is_killed(
    tmp_path: Path, stack: ExitStack, count: int
) -> None:
    highest = 0
    for _ in range(count):
        program = stack.enter_context(child(tmp_path, "work"))
        assert said(program) == "open"
        rest = [stack.enter_context(child(tmp_path, "hold")) for _ in range(min(2, count - 1))]
        assert all(f"open in process {program.pid}" in said(other) for other in rest)
        numbers = [int(said(program)) for _ in range(7)]
        assert numbers[0] > highest, "a number was given twice"
        program.send_signal(signal.SIGKILL)
        program.wait(30)
        highest = numbers[-1]
        for other in rest:
            other.communicate(timeout=30)
        left = opened(tmp_path, read_only=True)
        assert max((line.seq for line in left.lines()), default=0) >= highest
        assert not [one for one in left.problems if "checksum" not in str(one)]
        left.close()


def test_a_reader_follows_a_writer_and_takes_over_when_it_is_killed(tmp_path: Path, stack: ExitStack) -> None:
    program = stack.enter_context(child(tmp_path, "work"))
    assert said(program) == "open"
    reader = opened(tmp_path)
    assert reader.read_only
    seen = 0
    while seen < 25:  # over a compaction too
        seq = int(said(program))
        if (fresh := reader.followed()) is not None:
            reader.close()
            reader = fresh
        assert reader.read_only
        now = reader.size("annotations")
        assert now > 0 or seq < 2
        seen += 1
    program.send_signal(signal.SIGKILL)
    program.wait(30)
    fresh = wait_for(reader.followed, "the lock")
    assert fresh is not None
    assert fresh.read_only is None
    assert fresh.size("annotations") >= 16
    reader.close()
    fresh.close()


def test_programs_whose_lock_is_deleted_again_and_again_never_write_over_each_other(
    tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root, seed = tmp_path / "p", 20_310_514
    random = Random(seed)
    root.mkdir()
    acknowledged = 0
    for turn in range(4):
        program = stack.enter_context(child(root, "work"))
        assert said(program) == "open", f"seed {seed}, turn {turn}"
        numbers = [int(said(program)) for _ in range(random.randint(2, 9))]
        (root / ".sidemark" / "lock-ana").unlink()
        second = stack.enter_context(child(root, "hold"))
        whose = said(second)
        assert whose == "open" or f"open in process {program.pid}" in whose, "who was quicker has the lock"
        program.send_signal(signal.SIGKILL)
        program.wait(30)
        second.communicate(timeout=30)
        assert numbers[-1] > acknowledged
        acknowledged = numbers[-1]
        left = opened(root, read_only=True)
        highest = max([line.seq for line in left.lines()], default=0)
        assert highest >= acknowledged, f"seed {seed}, turn {turn}: {highest}"
        left.close()

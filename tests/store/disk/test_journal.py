"""The journal: what verifies loads, what does not is kept aside and hides nothing."""

import json
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import RefusedError
from store.annotation import TABLES
from store.change import Change
from store.disk.journal import header, read
from store.disk.line import Line, seal, unseal
from tests.store.disk.disks import Quick, add, journal, mention, opened, quotes, rejected, saved
from tests.waiting import wait_for

TOWNS = ["Orrin Bay", "Marl", "Quay“x”", "東京港"]
HEADER = header("0badcafe", "ana", ("", 0))

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
records = st.dictionaries(st.text(), values, max_size=4)
tables, numbers = st.sampled_from(TABLES), st.integers(1, 2**40)
changes = (
    st.builds(Change.insert, tables, numbers, records)
    | st.builds(Change.delete, tables, numbers, records)
    | st.builds(Change, st.just("upd"), tables, numbers, records, records)
)
lines = st.builds(
    Line, numbers, st.text(), st.text(), st.text(), st.lists(changes, max_size=4).map(tuple),
    undo=st.none() | numbers, redo=st.none() | numbers,
)  # fmt: skip


def sealed(count: int = len(TOWNS)) -> list[bytes]:
    """The header and lines that each add one annotation."""
    adds = [Change.insert("annotations", n, mention(n, TOWNS[n - 1])) for n in range(1, count + 1)]
    return [HEADER, *(Line(n, "0badcafe", "", "tag", (one,)).to_bytes() for n, one in enumerate(adds, 1))]


def put(root: Path, data: bytes) -> Path:
    journal(root).parent.mkdir(parents=True, exist_ok=True)
    journal(root).write_bytes(data)
    return root


def raws(root: Path) -> bytes:
    """The bytes that were set aside, one after the other."""
    return b"".join(json.loads(row)["raw"].encode("latin-1") for row in rejected(root).splitlines())


@given(st.lists(lines, max_size=3), st.sampled_from([b"", b"\n\n", b"\0" * 512, b"\r\n \n"]))
def test_lines_come_back_as_they_were(made: list[Line], padding: bytes) -> None:
    found = read(HEADER + b"".join(line.to_bytes() + padding for line in made))
    assert tuple(found.lines) == tuple(made)
    assert (found.id, found.base, found.aside) == ("0badcafe", ("", 0), ())


@given(records)
def test_a_sealed_line_is_one_line(record: dict[str, Any]) -> None:
    line = seal({"r": record})
    assert line.count(b"\n") == 1
    assert unseal(line[:-1]) == {"r": record}


def test_a_cut_costs_what_came_after_it_and_nothing_before(tmp_path: Path) -> None:
    whole = sealed(3)
    data = b"".join(whole)
    ends = [sum(map(len, whole[: n + 1])) - 1 for n in range(len(whole))]
    for cut in range(len(data) + 1):
        root = put(tmp_path / str(cut), data[:cut])
        database = opened(root)
        kept = sum(end <= cut for end in ends[1:])
        assert quotes(database) == sorted(TOWNS[:kept]), cut
        torn = data[max((end + 1 for end in ends if end <= cut), default=0) : cut]
        assert raws(root) == torn, cut
        assert bool(database.problems) == bool(torn), cut
        assert saved(database, "Tern Isle") == kept + 1
        database.close()
        again = opened(root)
        assert (quotes(again), again.problems) == (sorted([*TOWNS[:kept], "Tern Isle"]), ()), cut
        again.close()


@pytest.mark.parametrize("mask", [0x01, 0x80])
def test_a_flipped_bit_costs_its_own_line(tmp_path: Path, mask: int) -> None:
    whole = sealed(3)
    data = b"".join(whole)
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= mask
        root = put(tmp_path / str(at), bytes(damaged))
        database = opened(root)
        hit = next(n for n in range(len(whole)) if at < sum(map(len, whole[: n + 1])))
        is_between = data[at : at + 1] == b"\n" and at < len(data) - 1
        lost = 0 if is_between else hit  # two lines without the newline between them are still two
        assert quotes(database) == sorted(town for n, town in enumerate(TOWNS[:3], 1) if n != lost), at
        assert any("ana.journal" in str(problem) for problem in database.problems), at
        assert bytes(damaged[at : at + 1]) in raws(root), at
        assert raws(root) in damaged, at
        database.close()


def test_damage_is_set_aside_once_and_gone_after_the_next_save(tmp_path: Path) -> None:
    first, *rest = sealed()
    data = first + rest[0] + b'{"seq":2,"torn\n' + b"".join(rest[2:])
    root = put(tmp_path / "p", data)
    where = f"at byte {len(first + rest[0])}"
    reader = opened(root, read_only=True)
    assert where in [problem.where for problem in reader.problems]
    reader.close()
    assert (rejected(root), journal(root).read_bytes()) == (b"", data), "a reader changes nothing"
    opened(root).close()
    database = opened(put(root, data))
    assert where in [problem.where for problem in database.problems]
    assert len(rejected(root).splitlines()) == 1
    saved(database, "Tern Isle")
    assert read(journal(root).read_bytes()).aside == ()
    database.close()
    again = opened(root)
    assert "Tern Isle" in quotes(again)
    assert set(quotes(again)) >= {TOWNS[0], *TOWNS[2:]}
    again.close()


def test_a_missing_action_is_reported(tmp_path: Path) -> None:
    first, *rest = sealed()
    database = opened(put(tmp_path, first + rest[0] + rest[3]))
    assert [problem.what for problem in database.problems] == ["2 actions before number 4 are missing"]
    database.close()


@pytest.mark.parametrize(
    "op",
    [
        ["ins", "tides", "9", {"high": 1}],
        ["ins", "annotations", "9", "no record"],
        ["ins", "annotations", "nine", {}],
        ["upd", "annotations", "1", {}],
        ["upd", "annotations", "77", {"note": "x"}, {}],
        ["bend", "annotations", "9", {}],
        7,
    ],
)
def test_a_sound_line_of_another_program_never_keeps_a_project_from_opening(tmp_path: Path, op: object) -> None:
    first, one, two, *_ = sealed()
    odd = seal({"seq": 3, "journal": "0badcafe", "at": "", "do": "tag", "ops": [op]})
    database = opened(put(tmp_path, first + one + two + odd))
    assert quotes(database) == sorted(TOWNS[:2])
    assert database.problems
    database.close()


@pytest.mark.parametrize(
    "value", [{1, 2}, "lone \ud800", 2**64, float("nan"), float("inf"), {3: "three"}, date(2031, 5, 14)], ids=ascii
)
def test_what_json_cannot_hold_is_refused_before_anything_changes(tmp_path: Path, value: object) -> None:
    database = opened(tmp_path)
    with pytest.raises(RefusedError):
        add(database, note=value)
    assert quotes(database) == []
    database.close()
    assert not journal(tmp_path).exists()


def test_what_waits_is_written_with_one_flush(tmp_path: Path) -> None:
    class Slow(Quick):
        def __init__(self) -> None:
            self.flushes = 0
            self.may_go = threading.Event()

        def flush_data(self, descriptor: int) -> None:
            self.flushes += 1
            assert self.may_go.wait(30)
            super().flush_data(descriptor)

    system = Slow()
    database = opened(tmp_path, system)
    saved(database)
    waiting = [add(database)]
    wait_for(lambda: system.flushes, "the first flush")
    waiting += [add(database) for _ in range(500)]
    assert not any(one.is_done for one in waiting)
    system.may_go.set()
    assert all(one.wait(10) for one in waiting)
    assert system.flushes == 2
    database.close()


def test_a_save_into_the_padding_changes_no_size_and_the_padding_goes_at_the_end(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database)
    saved(database)
    size = journal(tmp_path).stat().st_size
    saved(database)
    assert journal(tmp_path).stat().st_size == size
    database.close()
    assert b"\n\n" not in journal(tmp_path).read_bytes()

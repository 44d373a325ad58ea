"""What the store costs is counted here, in bytes, records, writes and flushes, so that no busy machine can fail it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.change import Change
from store.disk import index, indexed, rows, stored
from store.disk.base import Item
from store.disk.database import Database
from store.disk.loading import from_bytes
from store.disk.snapshot import to_bytes
from tests.benchmarks.made import ANNOTATOR, AT, EACH, annotation, path_of, write_store
from tests.store.disk.disks import Quick

SMALL, LARGE = 200, 20_000
"""Annotations."""


@dataclass
class Work:
    """What was done since it was last asked."""

    bytes: int = 0
    records: int = 0

    def taken(self) -> tuple[int, int]:
        """Bytes read, records parsed; begins anew."""
        found = self.bytes, self.records
        self.bytes = self.records = 0
        return found


class Counting(Quick):
    """Counts writes, and flushes instead of doing them."""

    def __init__(self) -> None:
        self.writes = self.flushes = 0

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        self.writes += 1
        super().write_at(descriptor, data, offset)

    def flush_data(self, descriptor: int) -> None:  # noqa: ARG002 - as it is called
        self.flushes += 1

    def flush(self, descriptor: int) -> None:  # noqa: ARG002
        self.flushes += 1


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A small project and one a hundred times as large, each with an index."""
    found = {size: write_store(tmp_path_factory.mktemp("cost") / f"{size}", size) for size in (SMALL, LARGE)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "LARGE", 1)
        for root in found.values():
            Database.open(root, ANNOTATOR).close()
    return found


@pytest.fixture(autouse=True)
def always_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "LARGE", 1)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """What is read of a snapshot, by pread, and parsed of it. Its index is mapped: of that only what is touched is."""
    done, pread, parsed = Work(), os.pread, rows.parsed

    def read(descriptor: int, length: int, offset: int) -> bytes:
        data = pread(descriptor, length, offset)
        done.bytes += len(data)
        return data

    def parse(data: bytes) -> list[Item]:
        found = parsed(data)
        done.records += len(found)
        return found

    monkeypatch.setattr(os, "pread", read)
    for module in (index, indexed):
        monkeypatch.setattr(module, "parsed", parse)
    return done


@contextmanager
def opened(root: Path, system: Quick | None = None) -> Iterator[Database]:
    """A store, which is as it was afterwards."""
    database = Database.open(root, ANNOTATOR, clock=lambda: AT, system=system or Quick())
    try:
        yield database
    finally:
        database.close(compacts=False)
        database.files.journal.unlink(missing_ok=True)


def costs(roots: dict[int, Path], work: Work, ask: Callable[[Database, int], object]) -> dict[int, tuple[int, int]]:
    """Bytes and records that a question costs, by size of the store."""
    found = {}
    for size, root in roots.items():
        with opened(root) as database:
            work.taken()
            ask(database, size)
            found[size] = work.taken()
    return found


def test_the_benchmarks_store_is_laid_out_as_the_program_writes_it(tmp_path: Path) -> None:
    data = (write_store(tmp_path, 1_234) / "annotations" / f"{ANNOTATOR}.json").read_bytes()
    found = from_bytes(data)
    assert found.is_as_written
    assert len(found.tables["annotations"]) == 1_234
    assert to_bytes(found) == data


def test_without_an_index_every_record_is_parsed_once(tmp_path: Path, work: Work) -> None:
    root = write_store(tmp_path, SMALL)
    with opened(root):
        assert work.taken()[1] == SMALL


def test_opening_reads_both_ends_and_parses_nothing(roots: dict[int, Path], work: Work) -> None:
    for root in roots.values():
        work.taken()
        with opened(root):
            assert work.taken() == (2 * index.ENDS, 0)


def test_an_article_costs_its_own_records(roots: dict[int, Path], work: Work) -> None:
    found = costs(roots, work, lambda database, size: database.of_article(path_of(size // EACH // 2)))
    for read, records in found.values():
        assert records == EACH
        assert read < 6_000


def test_an_article_without_annotations_costs_nothing(roots: dict[int, Path], work: Work) -> None:
    found = costs(roots, work, lambda database, _: database.of_article("not there.txt"))
    assert set(found.values()) == {(0, 0)}


def test_a_record_costs_one_line(roots: dict[int, Path], work: Work) -> None:
    found = costs(roots, work, lambda database, size: database.get("annotations", size // 2))
    assert set(found.values()) == {(rows.LINE, 1)}


def test_counting_reads_nothing(roots: dict[int, Path], work: Work) -> None:
    found = costs(roots, work, lambda database, size: database.count(path_of(size // EACH - 1)))
    assert set(found.values()) == {(0, 0)}


def test_a_scan_reads_each_record_once(roots: dict[int, Path], work: Work) -> None:
    found = costs(roots, work, lambda database, _: sum(1 for _ in database.stream("annotations")))
    for size, (read, records) in found.items():
        assert records == size
        assert read < 500 * size


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("tags", [1, 200])
def test_an_action_is_one_write_and_one_flush(roots: dict[int, Path], work: Work, size: int, tags: int) -> None:
    system = Counting()
    with opened(roots[size], system) as database:
        for _ in range(2):  # the first makes the journal, the second its padding
            save(database, [fresh(database)])
        work.taken()
        for _ in range(2):
            system.writes = system.flushes = 0
            save(database, [fresh(database) for _ in range(tags)])
            assert (system.writes, system.flushes) == (1, 1)
        assert work.taken() == (0, 0)


def fresh(database: Database) -> Change:
    number = database.take_number()
    return Change.insert("annotations", number, annotation(number, 7, number))


def save(database: Database, changes: list[Change]) -> None:
    assert database.commit(changes, "tag").wait(30)

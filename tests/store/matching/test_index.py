"""The index: whatever happens to its file, it says what the articles say, or what is the matter."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.article import Article
from store.corpus import scan
from store.disk.lock import Lock
from store.entry import Entry
from store.library import Library
from store.matching import building
from store.matching import index as index_module
from store.matching.building import Progress, bring_up_to_date, opened_anew
from store.matching.index import Index
from store.matching.sidecar import Sidecar, phrase
from store.readers.text import read_article
from tests.projects import write_project

FILES = {
    f"a{n:02}.txt": f"The ferry number{n} left Ansel. Ilse Marrow saw cargo{n % 3} on the pier." for n in range(20)
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


@pytest.fixture
def filed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every project has its index in a file."""
    monkeypatch.setattr(index_module, "SMALL", 0)


def ready(root: Path, *, writes: bool = True) -> Index:
    """The index of a project, up to date."""
    index = Library(root).index(writes=writes)
    index.refresh()
    index.wait()
    return index


def having(index: Index, word: str) -> list[str]:
    """The articles that have a word, by path."""

    def asked(sidecar: Sidecar) -> list[str]:
        return sorted(sidecar.paths(sidecar.holding(phrase([word]))).values())

    return index.ask(asked, ["nothing to ask"])


def of_articles(root: Path, word: str) -> list[str]:
    """The same, read from the files."""
    return sorted(entry.path for entry in scan(root) if word in (root / entry.path).read_text().casefold())


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that were read, in their order."""
    found: list[str] = []
    read = read_article

    def recorded(root: Path, path: str, encoding: str | None = None, file: str = "") -> Article:
        found.append(path)
        return read(root, path, encoding, file)

    monkeypatch.setattr(building, "read_article", recorded)
    return found


def test_a_small_project_is_indexed_in_memory_and_writes_nothing(root: Path) -> None:
    index = ready(root)
    assert having(index, "cargo1") == of_articles(root, "cargo1")
    assert index.progress == Progress(20, 20, is_over=True)
    index.close()
    assert not (root / ".sidemark").exists()


@pytest.mark.usefixtures("filed")
def test_a_larger_one_has_a_file_with_the_same_answers(root: Path) -> None:
    index = ready(root)
    assert index.file.exists()
    for word in ("cargo0", "ferry", "number7", "nowhere"):
        assert having(index, word) == of_articles(root, word)
    index.close()


def test_only_what_has_changed_is_read_again(root: Path, reads: list[str]) -> None:
    index = ready(root)
    assert len(reads) == 20
    reads.clear()
    (root / "a05.txt").write_text("A zeppelin came instead.")
    (root / "b.txt").write_text("Another zeppelin.")
    (root / "a06.txt").unlink()
    os.utime(root / "a07.txt", ns=(1, 1))
    index.refresh()
    index.wait()
    assert reads == ["a05.txt", "a07.txt", "b.txt"]
    assert having(index, "zeppelin") == ["a05.txt", "b.txt"]
    assert having(index, "ferry") == of_articles(root, "ferry")
    assert index.ask(Sidecar.counts, (0, 0)) == (20, 2)  # one changed, one gone; the touched one kept its id
    reads.clear()
    index.refresh()
    index.wait()
    assert reads == []
    index.close()


def test_it_is_made_anew_when_a_fifth_is_dead(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LEAST_DEAD", 1)
    file = tmp_path / "index.sqlite"
    for turn in range(3):
        for n in range(3):
            (root / f"a{n:02}.txt").write_text(f"turn{turn} of the ferry")
        sidecar, news = opened_anew(file)
        bring_up_to_date(sidecar, root, scan(root), None, lambda _: True)
        dead = sidecar.counts()[1]
        sidecar.close()
        assert news == ""
        assert dead == (0, 3, 6)[turn]
    sidecar, news = opened_anew(file)
    assert sidecar.counts() == (0, 0)
    assert news == ""
    sidecar.close()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scribble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[100:] = b"\xa5" * (len(data) - 100)
    file.write_bytes(data)


def garbage(file: Path) -> None:
    file.write_bytes(b"not a database at all" * 500)


def older(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE meta SET value = '0'")
    connection.commit()
    connection.close()


def nothing(file: Path) -> None:
    file.unlink()


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("harm", [cut, scribble, garbage, older, nothing])
def test_a_file_that_cannot_be_used_is_made_anew(root: Path, harm: object) -> None:
    ready(root).close()
    assert callable(harm)
    harm(root / ".sidemark" / "index.sqlite")
    index = ready(root)
    assert having(index, "ferry") == sorted(FILES)
    assert ("made anew" in index.progress.problem) == (harm is not nothing)
    index.close()


@pytest.mark.usefixtures("filed")
def test_a_file_deleted_while_it_is_read_is_made_again(root: Path) -> None:
    index = ready(root)
    building.delete(index.file)
    assert having(index, "ferry") == sorted(FILES)  # the open file is still there
    (root / "a00.txt").write_text("zeppelin")
    index.refresh()
    index.wait()
    assert having(index, "zeppelin") == ["a00.txt"]
    assert index.file.exists()
    index.close()


@pytest.mark.usefixtures("filed")
def test_damage_that_only_a_question_finds_is_mended(root: Path) -> None:
    index = ready(root)

    def fails(sidecar: Sidecar) -> list[str]:
        del sidecar
        message = "database disk image is malformed"
        raise sqlite3.DatabaseError(message)

    assert index.ask(fails, ["otherwise"]) == ["otherwise"]
    index.wait()
    assert having(index, "ferry") == sorted(FILES)
    index.close()


@pytest.mark.usefixtures("filed")
def test_while_another_program_writes_it_what_is_there_is_used(root: Path) -> None:
    ready(root).close()
    (root / "b.txt").write_text("ferry")
    lock = Lock.take(root / ".sidemark" / "lock-index")
    assert lock is not None
    index = ready(root)
    assert "another program" in index.progress.problem
    assert having(index, "ferry") == sorted(FILES)
    lock.free()
    index.refresh()
    index.wait()
    assert having(index, "ferry") == sorted([*FILES, "b.txt"])
    index.close()


@pytest.mark.usefixtures("filed")
def test_who_may_not_write_uses_what_is_there_or_memory(root: Path) -> None:
    index = ready(root, writes=False)
    assert "in memory" in index.progress.problem
    assert having(index, "ferry") == sorted(FILES)
    index.close()
    assert not (root / ".sidemark").exists()
    ready(root).close()
    before = (root / ".sidemark" / "index.sqlite").read_bytes()
    index = ready(root, writes=False)
    assert having(index, "ferry") == sorted(FILES)
    index.close()
    assert (root / ".sidemark" / "index.sqlite").read_bytes() == before


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Sidecar]:
    """A database on a disk that has hardly any room."""
    sidecar = Sidecar.open(tmp_path / "index.sqlite", writes=True)
    sidecar._ask("PRAGMA max_page_count = 24")
    yield sidecar
    sidecar.close()


def test_a_full_disk_ends_the_building_and_leaves_what_is_there(
    root: Path, full: Sidecar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "FIRST_STEP", 2)
    (root / "z.txt").write_text(" ".join(f"word{n}" for n in range(20_000)))
    with pytest.raises(sqlite3.OperationalError, match="full") as error:
        bring_up_to_date(full, root, scan(root), None, lambda _: True)
    assert "the disk is full" in building.why(error.value)
    assert full.counts() == (2, 0)


def test_it_stops_when_told_and_goes_on_later(root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "FIRST_STEP", 3)
    monkeypatch.setattr(building, "STEP", 3)
    sidecar = Sidecar.in_memory()
    told: list[Progress] = []

    def hear(progress: Progress) -> bool:
        told.append(progress)
        return len(told) < 3

    assert bring_up_to_date(sidecar, root, scan(root), None, hear).done == 6
    assert [one.done for one in told] == [0, 3, 6]
    reads.clear()
    bring_up_to_date(sidecar, root, scan(root), None, lambda _: True)
    assert len(reads) == 14
    sidecar.close()


def test_a_step_holds_few_long_articles(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "HEAVY", 3 * (root / "a00.txt").stat().st_size)
    (root / "a03.txt").write_text("ferry " * 500)
    told: list[int] = []
    sidecar = Sidecar.in_memory()

    def hear(progress: Progress) -> bool:
        told.append(progress.done)
        return True

    bring_up_to_date(sidecar, root, scan(root), None, hear)
    assert told[:4] == [0, 3, 4, 7]
    assert sidecar.counts() == (20, 0)
    sidecar.close()


def test_articles_of_any_kind_are_taken(tmp_path: Path) -> None:
    files = {
        "empty.txt": "",
        "line.txt": "x" * 1_000_000,
        "han.txt": "東京港。船は来ない。",
        "twin.txt": "a b",
        "two.txt": "a b",
    }
    index = ready(write_project(tmp_path / "odd", files))
    assert index.progress == Progress(5, 5, is_over=True)
    assert having(index, "船") == ["han.txt"]
    index.close()


def test_entries_with_problems_are_left_out(root: Path) -> None:
    sidecar = Sidecar.in_memory()
    entries = (Entry("gone.txt", 5, 5), Entry("bad.txt", problem="is no plain file"))
    assert bring_up_to_date(sidecar, root, entries, None, lambda _: True) == Progress(1, 1, is_over=True)
    assert sidecar.counts() == (0, 0)
    sidecar.close()

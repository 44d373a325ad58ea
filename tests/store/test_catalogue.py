"""The list of many articles is kept from one start to the next, and never believed further than it can be checked."""

import os
from pathlib import Path

import pytest

from store import Library
from store.catalogue import RACY
from store.corpus import scan
from store.entries import columns_of
from store.entry import CATALOGUE as FILE
from store.entry import Entry


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three folders of articles, changed long ago; some of them odd."""
    monkeypatch.setattr("store.catalogue.LEAST", 4)
    monkeypatch.setattr("store.catalogue.FEW", 1)
    monkeypatch.setattr("store.library.LEAST", 4)
    for folder in ("", "a/", "a/b/", "c/"):
        (tmp_path / folder).mkdir(exist_ok=True)
        for name in ("one.txt", "two.md", "three.txt"):
            (tmp_path / folder / name).write_text(f"{folder}{name}", encoding="utf-8")
    (tmp_path / "c" / "photo.txt").write_bytes(b"\x89PNG\0\0\0")
    (tmp_path / "c" / "cafe\u0301.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".sidemark").mkdir()
    age(tmp_path)
    return tmp_path


def age(root: Path) -> None:
    """Let all folders have been changed some time ago."""
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        then = folder.stat().st_mtime_ns - 2 * RACY
        os.utime(folder, ns=(then, then))


def kept(root: Path) -> Library:
    library = Library(root, recalls=True)
    library.adopt(library.look_again(keeps=True))
    assert (root / FILE).exists()
    return library


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened and what folders are listed from now on."""
    found: list[str] = []
    for name in ("open", "scandir"):
        real = getattr(os, name)

        def asked(path: object, *more: object, _real: object = real, **options: object) -> object:
            found.append(str(path))
            return _real(path, *more, **options)  # type: ignore[operator]

        monkeypatch.setattr(f"store.corpus.os.{name}", asked)
    return found


def test_the_next_start_lists_no_folder_and_opens_no_article(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(root)
    found = opened(monkeypatch)
    library = Library(root, recalls=True)
    entries = library.entries
    assert library.is_recalled
    assert [path for path in found if path != str(root)] == []  # the folder itself must be there
    monkeypatch.undo()
    assert entries == scan(root)
    assert {entry.problem for entry in entries} == {None, "looks like a PNG picture, not text"}


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "a/b/new.txt").write_text("new"),
        lambda root: (root / "a/one.txt").unlink(),
        lambda root: (root / "c/one.txt").rename(root / "c/other.txt"),
        lambda root: ((root / "d").mkdir(), (root / "d/deep.txt").write_text("deep")),
        lambda root: [path.unlink() for path in (root / "a/b").iterdir()] and (root / "a/b").rmdir(),
    ],
    ids=["added", "deleted", "renamed", "folder", "folder gone"],
)
def test_names_that_came_and_went_are_seen_at_once(root: Path, change: object) -> None:
    kept(root)
    change(root)  # type: ignore[operator]
    library = Library(root, recalls=True)
    assert library.entries == scan(root)


def test_only_the_folder_that_changed_is_listed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(root)
    (root / "a/b/new.txt").write_text("new")
    found = opened(monkeypatch)
    _ = Library(root, recalls=True).entries
    assert {Path(path).relative_to(root).as_posix() for path in found} <= {".", "a/b", "a/b/new.txt"} | {
        f"a/b/{name}" for name in ("one.txt", "two.md", "three.txt")
    }


def test_what_changed_inside_a_file_is_found_by_the_look_in_the_background(root: Path) -> None:
    kept(root)
    (root / "a/one.txt").write_bytes(b"%PDF-1.7")
    library = Library(root, recalls=True)
    assert next(one for one in library.entries if one.path == "a/one.txt").problem is None
    assert library.adopt(library.look_again(keeps=False))
    assert library.entries == scan(root)
    assert not library.is_recalled


def test_a_folder_that_has_just_changed_is_not_kept(root: Path) -> None:
    (root / "c/late.txt").write_text("late")
    Library(root, recalls=True).look_again(keeps=True)
    assert not (root / FILE).exists()


def test_nothing_is_kept_where_nothing_may_be_written(root: Path) -> None:
    library = Library(root, recalls=True)
    library.adopt(library.look_again(keeps=False))
    assert not (root / FILE).exists()


def test_every_byte_of_a_damaged_list_does_no_harm(root: Path) -> None:
    kept(root)
    data, wanted = (root / FILE).read_bytes(), scan(root)
    for at in range(0, len(data), 3):
        (root / FILE).write_bytes(data[:at])
        assert Library(root, recalls=True).entries == wanted
        (root / FILE).write_bytes(data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :])
        _ = [entry.path for entry in Library(root, recalls=True).entries]  # other names at most, until the look


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]\n",
        b'{"version":1}\n',
        b'{"version":1,"order":"little","encoding":null,"count":-4,"folders":{},"odd":{}}\n',
        b'{"version":1,"order":"little","encoding":null,"count":0,"folders":{"../":1},"odd":{"9":["x","y"]}}\n',
    ],
)
def test_a_list_of_somebody_elses_making_does_no_harm(root: Path, data: bytes) -> None:
    (root / FILE).write_bytes(data)
    assert Library(root, recalls=True).entries == scan(root)


def test_commands_without_a_screen_look_at_everything(root: Path) -> None:
    kept(root)
    (root / "a/one.txt").write_bytes(b"%PDF-1.7")
    assert next(one for one in Library(root).entries if one.path == "a/one.txt").problem is not None


def test_a_start_makes_the_entries_that_it_asks_for_and_no_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(root)
    made: list[str] = []

    def entry(path: str, *more: object) -> Entry:
        made.append(path)
        return Entry(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("store.entries.Entry", entry)
    library = Library(root, recalls=True)
    assert library.entry("a/one.txt") == next(one for one in scan(root) if one.path == "a/one.txt")
    assert library.entry("a/none.txt") is None
    assert len(library.entries) == len(scan(root))
    assert made.count("a/one.txt") >= 1
    assert len(made) <= 4 * len(library.entries).bit_length(), made


def test_entries_as_columns_are_those_that_were_found(root: Path) -> None:
    kept(root)
    library, found = Library(root, recalls=True), scan(root)
    entries = library.entries
    assert not isinstance(entries, tuple)
    assert [*entries] == [*found]
    assert [entries[at] for at in range(-len(found), len(found))] == [*found, *found]
    assert entries[2:-3] == found[2:-3]
    assert entries == found
    assert found == entries
    assert entries != found[1:]
    with pytest.raises(IndexError):
        _ = entries[len(found)]
    assert [*library.readable] == [one for one in found if one.problem is None]
    problems = {at: one.problem for at, one in enumerate(found) if one.problem is not None}
    assert problems
    assert columns_of(entries) == columns_of(found) == ([one.path for one in found], problems)


def test_a_look_that_finds_nothing_new_changes_nothing(root: Path) -> None:
    kept(root)
    library = Library(root, recalls=True)
    before = library.entries
    assert not library.adopt(library.look_again(keeps=False))
    assert library.entries is before


# the first time there is nothing to be recalled


def test_the_first_start_among_many_articles_looks_at_few_and_knows_all_names(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.library.AT_ONCE", 3)
    (root / "a" / "link.txt").symlink_to(root / "one.txt")
    (root / "a" / "away.txt").symlink_to("/etc/hostname")
    wanted = scan(root)
    found = opened(monkeypatch)
    library = Library(root, recalls=True)
    paths = [entry.path for entry in library.entries]
    files = [path for path in found if path.endswith((".txt", ".md"))]
    assert len(files) <= 3 + 1  # a link is always looked at
    assert paths == [entry.path for entry in wanted]
    assert library.is_recalled
    assert [entry.problem for entry in library.entries if entry.path == "a/away.txt"] == [
        "leads out of the project and is not read"
    ]
    assert library.adopt(library.look_again(keeps=False))
    assert library.entries == wanted
    assert not library.is_recalled


def test_what_is_only_listed_is_looked_at_before_it_is_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.library.AT_ONCE", 0)
    (root / "c" / "big.txt").write_bytes(b"")
    os.truncate(root / "c" / "big.txt", 100 << 20)
    library = Library(root, recalls=True)
    entries = {entry.path: entry for entry in library.entries}
    (root / "c" / "two.md").unlink()
    names = ("c/one.txt", "c/photo.txt", "c/big.txt", "c/two.md", "c/caf\u00e9.txt")
    assert [library.can_open(entries[name]) for name in names] == [True, False, False, False, True]
    library.adopt(library.look_again(keeps=False))
    entries = {entry.path: entry for entry in library.entries}
    assert [library.can_open(entries[name]) for name in ("c/one.txt", "c/photo.txt")] == [True, False]


def test_few_articles_are_looked_at_as_ever(root: Path) -> None:
    library = Library(root, recalls=True)
    assert library.entries == scan(root)
    assert not library.is_recalled

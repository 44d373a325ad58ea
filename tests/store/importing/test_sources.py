"""Files, folders and archives of strangers: nothing is extracted, nothing leads out, nothing unpacks to too much."""

import io
import os
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from store import FormatError, stream_source
from store.importing import source as sources
from store.importing.source import Watched, read_whole, source_of
from tests.golden_project import GOLDEN
from tests.importing import everything, imported, take_in, write
from tests.projects import open_project

GIVEN = (GOLDEN / "sidemark" / "golden.jsonl").read_bytes()


def archive(path: Path, members: dict[str, bytes], *, packed: bool = True) -> Path:
    """A ZIP archive with those members, names as they are."""
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", kind) as made:
        warnings.simplefilter("ignore")  # twins are a case
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name) if not packed else name, data)
    return path


def test_an_archive_is_read_in_memory(tmp_path: Path) -> None:
    path = archive(tmp_path / "data.zip", {"deep/golden.jsonl": GIVEN, "__MACOSX/x": b"", ".hidden": b"?"})
    assert source_of(path).names() == ("deep/golden.jsonl",)
    project, (report, _) = imported(tmp_path / "new", path)
    assert [one.quote for one in everything(project)][1:2] == ["the 東京 ferry line will “double its trips by 2027”"]
    assert report.formats == {"data.zip": "sidemark"}
    assert not (project.root / "deep").exists()


NAMES = ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:/evil.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_is_refused_with_everything(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "data.zip", {"golden.jsonl": GIVEN, name: b"text"})
    with pytest.raises(FormatError, match="leads out"):
        source_of(path)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as made:
        made.writestr(info, "/etc/passwd")
    with pytest.raises(FormatError, match="is a link"):
        source_of(tmp_path / "data.zip")


def test_names_that_some_systems_take_for_one_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "data.zip", {"Lo\u0301pez.txt": b"a", "L\u00d3PEZ.TXT": b"b"})
    with pytest.raises(FormatError, match="have the same name"):
        source_of(path)


def test_a_bomb_is_refused_before_it_is_unpacked_whole(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", {"golden.jsonl": b"0" * (20 << 20)})
    assert path.stat().st_size < 100_000
    with pytest.raises(FormatError, match="unpacks to too much"):
        take_in(open_project(tmp_path), path)


def test_parts_that_are_small_alone_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_TOGETHER", 3_000)
    source = source_of(archive(tmp_path / "data.zip", {f"{at}.txt": os.urandom(1_000) for at in range(5)}))
    sizes = [len(read_whole(source, name)) for name in source.names()[:3]]
    assert sizes == [1_000] * 3
    with pytest.raises(FormatError, match="unpacks to too much"):
        source.open("3.txt")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    path = archive(tmp_path / "data.zip", {f"{at}.txt": b"x" for at in range(4)})
    with pytest.raises(FormatError, match="has 4 files; 3 are the most"):
        source_of(path)


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_damaged_archive_is_an_error_in_words(tmp_path: Path, cut: int) -> None:
    whole = archive(tmp_path / "data.zip", {"golden.jsonl": GIVEN, "b.txt": b"more" * 100}).read_bytes()
    damaged = whole[: len(whole) * cut // 20]
    flipped = bytearray(whole)
    flipped[len(whole) * cut // 20] ^= 0xFF
    for number, data in enumerate((damaged, bytes(flipped))):
        path = write(tmp_path / f"damaged{number}.zip", data)
        assert all(path.name in why for why in faults(path))


def faults(path: Path) -> list[str]:
    """What is said of an archive that is read as a whole; nothing when that goes well."""
    try:
        source = source_of(path)
        for name in source.names():
            read_whole(source, name)
    except FormatError as error:
        return [str(error)]
    return []


def test_an_encrypted_archive_is_an_error_in_words(tmp_path: Path) -> None:
    data = bytearray(archive(tmp_path / "data.zip", {"golden.jsonl": GIVEN}).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    source = source_of(write(tmp_path / "locked.zip", bytes(data)))
    with pytest.raises(FormatError, match="encrypted"):
        source.open("golden.jsonl")


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"golden.jsonl": GIVEN}).read_bytes()
    (tmp_path / "new").mkdir()
    with pytest.raises(FormatError, match="cannot be told"):
        take_in(open_project(tmp_path / "new"), archive(tmp_path / "outer.zip", {"inner.zip": inner}, packed=False))


def test_links_and_hidden_files_of_a_folder_are_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "sub" / "a.txt", "An article that is really there.\n")
    write(folder / ".git" / "b.txt", "no")
    write(tmp_path / "secret.txt", "private")
    (folder / "c.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    assert source_of(folder).names() == ("sub/a.txt",)
    with pytest.raises(FormatError, match="leads out"):
        source_of(folder).open("c.txt")


def test_a_fifo_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.jsonl")
    with pytest.raises(FormatError, match="is no plain file"):
        source_of(tmp_path / "fifo.jsonl")


def test_standard_input_is_a_file_like_any_other() -> None:
    source = stream_source(io.BytesIO(GIVEN))
    assert [read_whole(source, name) for name in source.names()] == [GIVEN]


def test_it_is_told_how_much_was_read(tmp_path: Path) -> None:
    told: list[int] = []
    source = Watched(source_of(write(tmp_path / "a.txt", b"x" * 300_000)), told.append)
    assert len(read_whole(source, "a.txt")) == 300_000
    assert told[-1] == 300_000
    assert len(told) > 1
    assert told == sorted(told)

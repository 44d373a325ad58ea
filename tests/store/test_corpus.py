"""Folders of articles that nobody can be sure of, and the library that reads them."""

import os
import signal
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from store import ArticleError
from store.corpus import DEPTH, LIMIT, read_head, read_regular, scan
from store.entry import Entry
from store.library import KEPT, Library

FRONT = "---\ntitle: {}\n---\nThe ferry sails.\n"


def problems(root: Path) -> dict[str, str | None]:
    return {entry.path: entry.problem for entry in scan(root)}


@contextmanager
def no_hang() -> Iterator[None]:
    """Ends a wait that would never end; what does not wait never notices."""

    def give_up(*_: object) -> None:
        message = "this waits for ever"
        raise AssertionError(message)

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, 3)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def forbidding(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The function, but one file or folder cannot be looked into; root, who runs some tests, may read everything."""

    def guarded(path: Any, *arguments: Any, **options: Any) -> Any:
        if Path(os.fsdecode(path)).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return function(path, *arguments, **options)

    return guarded


def test_articles_come_by_path_whatever_the_disk_says(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.md", "a.txt", "B.TXT", "a/b/c.Md", "ä.txt", "1.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    assert [entry.path for entry in scan(tmp_path)] == sorted(names)


def test_what_is_about_a_project_is_no_article(tmp_path: Path) -> None:
    for name in ("README.md", "license.txt", "requirements.txt", "photo.jpg", ".note.txt", "notes"):
        (tmp_path / name).write_text("text")
    for folder in (".git", "annotations", "node_modules", "__pycache__"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("text")
    assert scan(tmp_path) == ()


def test_an_empty_file_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert problems(tmp_path) == {"a.txt": None}
    assert Library(tmp_path).article("a.txt").text == ""


@pytest.mark.parametrize("name", ["none", "a.txt"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(ArticleError, match=name):
        scan(tmp_path / name)


def test_a_folder_inside_that_cannot_be_read_has_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.txt").write_text("text")
    monkeypatch.setattr(os, "scandir", forbidding(os.scandir, "shut"))
    found = problems(tmp_path)
    assert found.keys() == {"a.txt", "shut"}
    assert found["a.txt"] is None
    assert "cannot be read" in str(found["shut"])


def test_a_file_that_cannot_be_read_has_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut.txt").write_text("text")
    monkeypatch.setattr(os, "open", forbidding(os.open, "shut.txt"))
    assert "permission" in str(problems(tmp_path)["shut.txt"])


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut.txt").write_text("text")
    monkeypatch.setattr(os, "open", forbidding(os.open, "shut.txt"))
    with pytest.raises(ArticleError, match=r"shut\.txt: cannot be read \(Permission denied\)"):
        read_regular(tmp_path, "shut.txt")


def test_links_inside_are_articles_and_links_in_circles_are_not(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("text")
    (tmp_path / "alias.txt").symlink_to("real.txt")
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    (tmp_path / "gone.txt").symlink_to("nothing.txt")
    (tmp_path / "folder.txt").symlink_to(tmp_path)
    (tmp_path / "linked").symlink_to(tmp_path)
    found = problems(tmp_path)
    assert found.keys() == {"real.txt", "alias.txt", "circle.txt", "gone.txt", "folder.txt"}
    assert found["real.txt"] is found["alias.txt"] is None
    assert all(found[name] for name in ("circle.txt", "gone.txt", "folder.txt"))
    assert read_regular(tmp_path, "alias.txt") == b"text"


def test_a_linked_folder_does_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("secret")
    root = tmp_path / "out-of-it"  # begins like the other: a comparison of strings would let it through
    root.mkdir()
    (root / "in").symlink_to(tmp_path / "out")
    assert scan(root) == ()
    with pytest.raises(ArticleError, match="leads out"):
        read_regular(root, "in/a.txt")


def test_a_file_that_is_too_large_says_so(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(LIMIT + (1 << 20))
    (entry,) = scan(tmp_path)
    assert "65 MB; 64 is the most" in str(entry.problem)


def test_the_limit_itself_is_not_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    assert read_regular(tmp_path, "a.txt", limit=5) == b"12345"
    with pytest.raises(ArticleError, match="larger than 4 bytes"):
        read_regular(tmp_path, "a.txt", limit=4)


@pytest.mark.parametrize(("name", "said"), [(b"\xff.txt", "not UTF-8"), (b"a\x1bb.txt", "control characters")])
def test_a_name_that_cannot_be_shown_says_so(tmp_path: Path, name: bytes, said: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    try:
        path.write_text("text")
    except OSError:
        pytest.skip("this disk takes no such name")
    (entry,) = scan(tmp_path)
    assert said in str(entry.problem)
    assert entry.path.encode("utf-8")


def test_two_names_that_look_the_same_are_told_apart(tmp_path: Path) -> None:
    for form in ("caf\u00e9.txt", "cafe\u0301.txt"):
        (tmp_path / form).write_text("text")
    entries = scan(tmp_path)
    if len(entries) == 1:
        pytest.skip("this disk takes both names for one")
    assert [unicodedata.is_normalized("NFC", entry.path) for entry in entries] == [True, True]
    assert entries[0].problem is None
    assert "Unicode form" in str(entries[1].problem)


def test_folders_are_looked_through_to_a_depth(tmp_path: Path) -> None:
    folder = tmp_path
    for number in range(DEPTH + 2):
        (folder / f"{number}.txt").write_text("text")
        folder /= "d"
        folder.mkdir()
    assert len(scan(tmp_path)) == DEPTH + 1


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with no_hang():
        assert "plain file" in str(problems(tmp_path)["pipe.txt"])
        with pytest.raises(ArticleError, match="no plain file"):
            Library(tmp_path).article("pipe.txt")


def test_nothing_is_said_about_a_file_that_is_not_to_be_read(tmp_path: Path) -> None:
    root = tmp_path / "p"
    root.mkdir()
    (tmp_path / "secret.txt").write_text(FRONT.format("Secret"))
    (root / "away.txt").symlink_to(tmp_path / "secret.txt")
    library = Library(root)
    assert [library.heading(entry).title for entry in library.entries] == [""]


def test_the_heading_says_what_the_article_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FRONT.format("Zoë 🚢"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(FRONT.format("東京港"), encoding="utf-16")
    library = Library(tmp_path)
    for entry in library.entries:
        assert library.heading(entry).title == library.article(entry.path).title != ""


def test_the_heading_is_decoded_as_the_user_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(FRONT.format("Café des Salines").encode("cp1252"))
    library = Library(tmp_path, "cp1252")
    assert library.article("a.txt").title == "Café des Salines"
    assert library.heading(library.entries[0]).title == "Café des Salines"


def test_a_heading_follows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FRONT.format("Before"))
    library = Library(tmp_path)
    assert library.heading(library.entries[0]).title == "Before"
    path.write_text(FRONT.format("Afterwards"))
    library.refresh()
    assert library.heading(library.entries[0]).title == "Afterwards"


def test_the_heading_of_a_file_that_is_gone_is_empty(tmp_path: Path) -> None:
    assert Library(tmp_path).heading(Entry("none.txt")).title == ""


def test_an_encoding_makes_text_of_what_looks_binary(tmp_path: Path) -> None:
    """The refusal tells the user to give --encoding; then the article is one like any other, in exports too."""
    (tmp_path / "a.txt").write_bytes("The ferry sails at nine.".encode("utf-16-le"))
    with pytest.raises(ArticleError, match="--encoding"):
        Library(tmp_path).article("a.txt")
    library = Library(tmp_path, "utf-16-le")
    assert library.article("a.txt").text == "The ferry sails at nine."
    assert [entry.path for entry in library.readable] == ["a.txt"]


def test_an_encoding_makes_no_text_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    library = Library(tmp_path, "cp1252")
    assert "PNG picture" in str(library.entries[0].problem)
    with pytest.raises(ArticleError, match="PNG picture"):
        library.article("a.txt")


def test_a_library_keeps_the_texts_used_last(tmp_path: Path) -> None:
    names = [f"{number:03}.txt" for number in range(KEPT + 1)]
    for name in names:
        (tmp_path / name).write_text(name)
    library = Library(tmp_path)
    first = library.article(names[0])
    second = library.article(names[1])
    for name in names[2:]:
        assert library.article(names[0]) is first
        assert library.article(name).text == name
    assert library.article(names[1]) is not second
    assert library.article(names[1]) == second


def test_an_article_that_is_gone_is_refused_and_not_current(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    library = Library(tmp_path)
    article = library.article("a.txt")
    assert library.is_current(article)
    (tmp_path / "a.txt").unlink()
    assert not library.is_current(article)
    with pytest.raises(ArticleError, match=r"a\.txt: cannot be read"):
        library.article("a.txt")


def test_the_folder_is_looked_at_again_when_asked(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert not library.entries
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").write_bytes(bytes(100))
    assert not library.entries
    library.refresh()
    assert [entry.path for entry in library.entries] == ["a.txt", "b.txt"]
    assert [entry.path for entry in library.readable] == ["a.txt"]


def test_a_file_is_read_whole_and_no_further_than_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 40
    (tmp_path / "a.txt").write_bytes(data)
    read, sizes = os.read, list[int]()

    def little(descriptor: int, size: int) -> bytes:
        sizes.append(size)
        return read(descriptor, min(size, 1_000))  # as a signal or a slow disk may have it

    monkeypatch.setattr(os, "read", little)
    assert read_regular(tmp_path, "a.txt") == data
    assert read_head(tmp_path, "a.txt", 2_500) == data[:2_500]
    assert max(sizes) < LIMIT


@pytest.mark.parametrize("path", ["real/a.txt", "link/a.txt", "real/../real/a.txt", "./real//a.txt", "b.txt"])
def test_links_and_odd_paths_inside_the_folder_are_followed(tmp_path: Path, path: str) -> None:
    (tmp_path / "news" / "real").mkdir(parents=True)
    (tmp_path / "news" / "real" / "a.txt").write_text("ferry")
    (tmp_path / "news" / "link").symlink_to("real")
    (tmp_path / "news" / "b.txt").symlink_to("link/a.txt")
    (tmp_path / "other").symlink_to("news")
    assert read_regular(tmp_path / "other", path) == b"ferry"
    with pytest.raises(ArticleError, match="leads out"):
        read_regular(tmp_path / "other" / "real", "../b.txt/../../../news")

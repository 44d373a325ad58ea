"""Reading articles: bytes become a text once, exactly, and what cannot be read says why."""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import ArticleError
from store.corpus import read_regular, scan
from store.library import Library
from store.readers.text import decode, read_article
from tests.texts import HARD, texts


@given(texts)
def test_utf8_is_taken_exactly(text: str) -> None:
    decoded = decode(text.encode("utf-8"))
    assert decoded.text == text.removeprefix("\ufeff")
    assert not decoded.is_guessed


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_words(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.text.encode("utf-8").decode("utf-8") == decoded.text
    assert decoded.text.count("\ufffd") >= decoded.replaced


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(encoding: str) -> None:
    decoded = decode("Ferry 🚢 at 東京\r\n".encode(encoding))
    assert decoded.text == "Ferry 🚢 at 東京\r\n"
    assert not decoded.is_guessed


def test_line_ends_and_forms_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(HARD.encode("utf-8"))
    article = read_article(tmp_path, "a.txt")
    assert article.text == HARD


def test_a_guess_is_shown_as_one(tmp_path: Path) -> None:
    text = "Café déjà vu, said Zoë on the quay. Où est le bateau?"
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    article = read_article(tmp_path, "a.txt")
    assert article.text == text
    assert article.is_guessed
    assert read_article(tmp_path, "a.txt", "cp1252").is_guessed is False


def test_a_few_damaged_bytes_are_counted(tmp_path: Path) -> None:
    data = ("The ferry sails. " * 200).encode() + b"\xff" + ("Ångström. " * 50).encode()
    (tmp_path / "a.txt").write_bytes(data)
    article = read_article(tmp_path, "a.txt")
    assert article.replaced == 1
    assert "�" in article.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_replacement_character_of_the_author_is_no_damage(encoding: str) -> None:
    decoded = decode("The page read “caf\ufffd”.".encode(encoding))
    assert decoded.text == "The page read “caf\ufffd”."
    assert decoded.replaced == 0


def test_half_a_character_at_the_end_is_damage() -> None:
    decoded = decode("Ferry".encode("utf-16") + b"\x00")
    assert (decoded.text, decoded.replaced) == ("Ferry\ufffd", 1)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_is_an_empty_text(data: bytes) -> None:
    assert decode(data).text == ""


def test_many_bytes_that_are_not_utf8_are_a_guess() -> None:
    decoded = decode("Où est passée la fée du marché?".encode("cp1252"))
    assert decoded.is_guessed
    assert decoded.text == "Où est passée la fée du marché?"


@pytest.mark.parametrize("encoding", ["nonesuch", "rot13", "hex", "undefined", "utf\0", ""])
def test_what_is_no_text_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ArticleError, match="there is no encoding"):
        decode(b"ferry", encoding)


@given(st.binary(max_size=60), st.sampled_from(["utf-16-le", "utf-7", "shift_jis", "cp1252", "latin-1", "gb18030"]))
def test_a_text_in_any_encoding_can_be_exported(data: bytes, encoding: str) -> None:
    decode(data, encoding).text.encode("utf-8")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n", b"GIF89a", bytes(10), b"ferry\0" * 20])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(ArticleError, match="looks like"):
        read_article(tmp_path, "a.txt")


def test_noise_is_no_text_in_some_encoding(tmp_path: Path) -> None:
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(100))
    (tmp_path / "a.txt").write_bytes(noise)
    (entry,) = scan(tmp_path)
    assert "binary data" in str(entry.problem)
    with pytest.raises(ArticleError, match="binary data"):
        read_article(tmp_path, "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        "Où est passée la fée? Là!\r\n".encode("cp1252"),
        "港からの知らせ".encode("shift_jis"),
        "港からの知らせ".encode("iso2022_jp"),
        "\x1b[31mred\x1b[0m \x07 港".encode(),
        b"\x01\x02 controls, but UTF-8",
        "é".encode() * 255 + "€".encode(),  # cut in the middle of a character
    ],
    ids=range(6),
)
def test_text_in_an_odd_encoding_is_no_noise(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (entry,) = scan(tmp_path)
    assert entry.problem is None
    assert read_article(tmp_path, "a.txt").text


def test_the_folder_lists_articles_and_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "in" / "ner").mkdir(parents=True)
    (tmp_path / "in" / "ner" / "b.md").write_text("text")
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "README.md").write_text("about")
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "x.txt").write_text("no")
    (tmp_path / "pdf.txt").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "bin.txt").write_bytes(bytes(600))
    (tmp_path / "empty.txt").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "away.txt").symlink_to(tmp_path.parent / "elsewhere.txt")
    entries = {entry.path: entry.problem for entry in scan(tmp_path)}
    assert set(entries) == {"a.txt", "away.txt", "bin.txt", "empty.txt", "in/ner/b.md", "pdf.txt", "pipe.txt"}
    assert entries["a.txt"] is entries["empty.txt"] is entries["in/ner/b.md"] is None
    assert "PDF" in str(entries["pdf.txt"])
    assert "binary" in str(entries["bin.txt"])
    assert "plain file" in str(entries["pipe.txt"])
    assert "out of the project" in str(entries["away.txt"])


@pytest.mark.parametrize("name", ["pipe.txt", "away.txt", "none.txt", "../a.txt", "a\0.txt"])
def test_what_is_no_plain_file_of_the_project_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "p"
    root.mkdir()
    (tmp_path / "a.txt").write_text("outside")
    os.mkfifo(root / "pipe.txt")
    (root / "away.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(ArticleError):
        read_regular(root, name)


def test_a_folder_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(ArticleError, match="cannot be read"):
        scan(tmp_path)


def test_an_article_is_read_again_when_its_file_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    library = Library(tmp_path)
    first = library.article("a.txt")
    assert library.article("a.txt") is first
    path.write_text("another")
    assert library.article("a.txt").text == "another"
    assert not library.is_current(first)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_in_any_form_opens_under_its_composed_name(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    (tmp_path / unicodedata.normalize(form, "caf\u00e9")).mkdir()
    (tmp_path / unicodedata.normalize(form, "caf\u00e9") / unicodedata.normalize(form, "z\u00f6e.txt")).write_text(
        "text"
    )
    library = Library(tmp_path)
    (entry,) = library.entries
    assert entry.path == "caf\u00e9/z\u00f6e.txt"
    assert library.article(entry.path).text == "text"
    assert library.heading(entry).title == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_one_byte_order_mark_is_no_part_of_the_text_and_a_second_one_is(encoding: str) -> None:
    """Offsets count code points of what follows the mark, whatever the name of the encoding that is said."""
    bare = encoding.removesuffix("-sig")
    data = "Ana".encode(bare) if encoding == "utf-16" else "\ufeffAna".encode(bare)
    assert decode(data, encoding).text == "Ana"
    twice = "\ufeffAna".encode(bare) if encoding == "utf-16" else "\ufeff\ufeffAna".encode(bare)
    assert decode(twice, encoding).text == "\ufeffAna"
    assert decode(twice).text == "\ufeffAna"

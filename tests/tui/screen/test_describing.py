"""Document labels, notes, done marks and progress, by keys."""

from pathlib import Path

import pytest

from store import ArticleRecord
from tests.played import plays, undoes
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.articles import ALONE
from tui.screens.describing import DocumentLabels
from tui.screens.library import Library

TOPICS = """
[[label]]
name = "PERSON"
kind = "entity"
key = "1"

[[label]]
name = "politics"
kind = "document"
key = "9"

[[label]]
name = "sport"
kind = "document"
"""


def said(reader: Reader, path: str = "ferry.txt") -> ArticleRecord:
    record = reader.project.relations.record(path)
    assert record is not None
    return record


@plays("document-labels")
@undoes("document-labels")
async def test_document_labels_are_given_taken_and_undone_one_by_one(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", toml=TOPICS)) as reader:
        await reader.press("d")
        assert isinstance(reader.app.screen, DocumentLabels)
        await reader.press("enter")
        await reader.press("down", "enter")
        assert said(reader).labels == ("politics", "sport")
        assert "✓ politics" in reader.shown
        await reader.press("enter", "escape")
        assert said(reader).labels == ("politics",)
        assert "politics" in reader.rows()[-3]
        await reader.press("u")
        assert said(reader).labels == ("politics", "sport")
        await reader.press("u", "u")
        assert reader.project.relations.record("ferry.txt") is None
        await reader.press("ctrl+r")
        assert said(reader).labels == ("politics",)


async def test_a_label_that_is_typed_is_offered_to_the_other_articles_too(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("d")
        await reader.write("island news")
        assert "+ island news" in reader.shown
        await reader.press("enter", "escape", "tab", "d")
        assert said(reader).labels == ("island news",)
        assert "  island news" in reader.shown
        await reader.press("enter", "escape")
        assert said(reader, "harbour.txt").labels == ("island news",)


async def test_the_key_of_a_document_label_labels_the_article(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", toml=TOPICS)) as reader:
        await reader.press("9")
        assert said(reader).labels == ("politics",)
        assert "is now politics" in reader.bottom
        await reader.press("9")
        assert said(reader).labels == ()
        await reader.press("t")
        assert "politics" not in "".join(row for row in reader.rows()[5:30])


@pytest.mark.parametrize("name", ["x" * 65, "\u202eevil"])
async def test_what_cannot_be_a_document_label_says_why(root: Path, name: str) -> None:
    async with reading(root) as reader:
        await reader.press("d")
        await reader.paste(name)
        await reader.press("enter")
        assert "a document label has 1 to 64 characters" in reader.shown
        assert reader.project.relations.record("ferry.txt") is None


async def test_a_note_is_written_changed_and_taken_away(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go("Vale")
        await reader.press("c")
        assert "Note on PERSON Tobin Vale" in reader.bottom
        await reader.write("runs the yard")
        await reader.press("enter")
        assert "note: runs the yard · on PERSON Tobin Vale" in reader.bottom
        await reader.press("h", "l")
        assert "Tobin Vale · PERSON" in reader.bottom
        assert "runs the yard" in reader.bottom
        await reader.press("c", "!", "enter")
        [one] = project.layer(project.library.article("ferry.txt"))
        assert one.note == "runs the yard!"
        await reader.press("c", *["backspace"] * 20, "enter")
        assert "the note is gone" in reader.bottom
        await reader.press("u", "u")
        [one] = project.layer(project.library.article("ferry.txt"))
        assert one.note == "runs the yard"


@plays("note")
@undoes("note")
async def test_without_a_tag_the_note_is_the_articles(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("c")
        assert "Note on the article" in reader.bottom
        await reader.write("check the figures")
        await reader.press("enter")
        assert said(reader).note == "check the figures"
        assert "note" in reader.rows()[-3]
        await reader.press("c", "escape", "u")
        assert reader.project.relations.record("ferry.txt") is None


async def test_a_note_of_a_million_characters_is_cut_and_the_text_is_safe(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("c")
        await reader.paste("\x1b]0;evil\x07 ü" * 120_000)
        await reader.press("enter")
        assert len(said(reader).note) <= 10_000
        assert "\x1b" not in reader.shown


async def test_nothing_is_said_when_reading_only_or_without_an_article(root: Path, tmp_path: Path) -> None:
    async with reading(root, read_only=True) as reader:
        for key in ("c", "d"):
            await reader.press(key)
            assert "read-only" in reader.bottom
    empty = tmp_path / "empty"
    empty.mkdir()
    async with reading(empty) as reader:
        for key in ("c", "d"):
            await reader.press(key)
            assert "open an article first" in reader.bottom


async def test_the_library_shows_progress_sorts_and_opens_beside(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow", "harbour.txt")
    project.describe(project.library.article("ferry.txt"), done=True, labels=("island",))
    async with reading(root, project=project, size=ALONE) as reader:
        assert "1 of 2 done" in reader.top
        await reader.press("escape")
        assert isinstance(reader.app.screen, Library)
        assert "1 of 2 done, 50%" in reader.shown
        assert "island · done" in reader.shown
        first = [item.id for item in reader.app.screen.items]
        assert first == ["ferry.txt", "harbour.txt"]
        orders = []
        for _ in range(5):
            await reader.press("ctrl+o")
            orders.append(reader.app.screen.items[0].id)
        assert orders == ["ferry.txt", "harbour.txt", "harbour.txt", "harbour.txt", "ferry.txt"]
        await reader.press("down", "|")
        assert reader.paths == ["ferry.txt", "harbour.txt"]

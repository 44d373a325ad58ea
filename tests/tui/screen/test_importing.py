"""Importing from the screen."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual import events

from store import Import
from tests.golden_project import GOLDEN
from tests.played import do, plays, undoes
from tests.projects import FERRY, annotations, open_project
from tests.tui.reader import Reader, reading
from tests.waiting import LIMIT, until
from tui.screens.importing import Preview, Reading
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt

TEXT = FERRY.partition("---\n")[2].partition("---\n")[2]


def dataset(path: Path, *quotes: str, author: str = "ana") -> Path:
    """A file with words of the ferry, tagged as what the project does not know, and one that is nowhere."""
    some = [
        {"id": f"{author}-{at}", "start": max(0, TEXT.find(quote)), "end": max(0, TEXT.find(quote)) + len(quote),
         "quote": quote, "label": "BOAT", "author": author}
        for at, quote in enumerate(quotes, 1)
    ]  # fmt: skip
    row = {"schema": "sidemark/1", "article": "ferry.txt", "text": TEXT, "annotations": some}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


async def ask(reader: Reader, path: str) -> None:
    """Name what is to be imported, and wait until it was read."""
    await do(reader, "import")
    assert isinstance(reader.app.screen, Prompt)
    await reader.paste(path)
    await reader.press("enter")
    await until(lambda: isinstance(reader.app.screen, Preview) or reader.app.screen is reader.screen, "the preview")
    await reader.pilot.pause()


def shown(reader: Reader) -> list[str]:
    """The rows of the preview."""
    assert isinstance(reader.app.screen, Preview)
    return [item.left for item in reader.app.screen.items]


@plays("import")
@undoes("import")
async def test_what_comes_in_is_seen_before_and_is_one_step_to_undo(root: Path, tmp_path: Path) -> None:
    file = dataset(tmp_path / "tags.jsonl", "ferry", "crossing", "North Pier by the sea")
    project = open_project(root)
    async with reading(root, project=project) as reader:
        await ask(reader, str(file))
        rows = shown(reader)
        assert rows[0] == "take in 2 annotations, 1 refused, 1 new label"
        assert rows[1:3] == ["tags.jsonl was read as sidemark", "new label BOAT"]
        assert "refused: tags.jsonl:1: ana-3: offsets 0-21 hold" in rows[3]
        assert annotations(project, "ferry.txt") == []
        await reader.press("down", "enter")  # a row to be read
        assert isinstance(reader.app.screen, Preview)
        await reader.press("up", "enter")
        assert "imported: 2 annotations" in reader.bottom
        assert [one.quote for one in annotations(project, "ferry.txt")] == ["ferry", "crossing"]
        assert project.schema.label("BOAT") is not None
        await reader.press("u")
        assert annotations(project, "ferry.txt") == []
        assert project.schema.label("BOAT") is None


async def test_esc_leaves_everything_as_it_was(root: Path, tmp_path: Path) -> None:
    file = dataset(tmp_path / "tags.jsonl", "ferry", author="ben")
    before = sorted(path.name for path in root.iterdir())
    project = open_project(root)
    async with reading(root, project=project) as reader:
        await ask(reader, str(file))
        assert shown(reader)[2].startswith("tags of ben in the file become yours")
        await reader.press("escape")
        assert "nothing was imported" in reader.bottom
        assert annotations(project, "ferry.txt") == []
        assert not [path for path in root.iterdir() if path.name.startswith(".sidemark-")]
    assert sorted(path.name for path in root.iterdir() if path.name in before) == before


async def test_a_file_that_is_not_there_or_is_no_dataset_is_said(root: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.bin").write_bytes(b"\x00\x01\x02")
    async with reading(root) as reader:
        await ask(reader, str(tmp_path / "gone.jsonl"))
        assert "there is no such file" in reader.bottom
        await ask(reader, str(tmp_path / "odd.bin"))
        assert "it cannot be told which format this is" in reader.bottom


async def test_a_reader_who_may_not_write_is_told_why(root: Path) -> None:
    project = open_project(root, read_only=True)
    async with reading(root, project=project) as reader:
        await do(reader, "import")
        assert "nothing can be imported" in reader.bottom


async def test_new_articles_are_in_the_library(root: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("A letter from the island, which nobody has read yet.\n", encoding="utf-8")
    project = open_project(root)
    async with reading(root, project=project) as reader:
        await ask(reader, str(tmp_path / "letter.txt"))
        assert shown(reader)[2:] == ["new article letter.txt"]
        await reader.press("enter")
        assert "1 new article" in reader.bottom
        assert "letter.txt" in [entry.path for entry in project.library.entries]


async def test_what_undo_does_not_take_back_is_said(root: Path) -> None:
    async with reading(root, project=open_project(root)) as reader:
        await ask(reader, str(GOLDEN / "sidemark" / "golden.jsonl"))
        await reader.press("enter")
        assert "u takes 3 tags back, the new article stays" in reader.bottom
        await reader.press("u")
        assert (root / "harbour-notes.txt").is_file()


async def test_what_offsets_count_is_asked_for_where_nothing_tells_it(root: Path, tmp_path: Path) -> None:
    row = {"text": "The 🚢 of Ilse sails.", "label": [[9, 13, "PERSON"]], "article": "ship.txt"}
    (tmp_path / "set.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    project = open_project(root)
    async with reading(root, project=project) as reader:
        await do(reader, "import")
        await reader.paste(str(tmp_path / "set.jsonl"))
        await reader.press("enter")
        await until(lambda: type(reader.app.screen) is Picker, "the question")
        screen = reader.app.screen
        assert isinstance(screen, Picker)
        assert "No quote in set.jsonl tells" in screen.title_words
        assert [item.left for item in screen.items][:2] == ['UTF-16 units: "Ils"', 'code points: "Ilse"']
        await reader.press("escape")
        assert "nothing was imported" in reader.bottom
        await do(reader, "import")
        await reader.paste(str(tmp_path / "set.jsonl"))
        await reader.press("enter")
        await until(lambda: type(reader.app.screen) is Picker, "the question")
        await reader.press("down", "enter")
        await until(lambda: isinstance(reader.app.screen, Preview), "the preview")
        await reader.press("enter")
    assert [one.quote for one in annotations(project, "ship.txt")] == ["Ilse"]
    assert not [path for path in root.iterdir() if path.name.startswith(".sidemark-")]


async def test_esc_stops_a_long_reading_and_nothing_is_left(root: Path, tmp_path: Path) -> None:
    """The file is held up in the middle, until Esc was pressed."""
    file = dataset(tmp_path / "tags.jsonl", "ferry")
    held, goes_on = Event(), Event()

    def slow(_: Import, __: object, progress: Callable[[int], None]) -> None:
        held.set()
        goes_on.wait(LIMIT)
        progress(1)

    project = open_project(root)
    async with reading(root, project=project) as reader:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Import, "read", slow)
            await do(reader, "import")
            await reader.paste(str(file))
            await reader.press("enter")
            await until(held.is_set, "the reading")
            assert isinstance(reader.app.screen, Reading)
            reader.app.screen.post_message(events.Key("escape", None))
            await until(lambda: getattr(reader.app.screen, "is_stopped", True), "the stop")
            goes_on.set()
            await until(lambda: reader.app.screen is reader.screen, "the end of it")
        await reader.pilot.pause()
        assert "nothing was imported" in reader.bottom
        assert annotations(project, "ferry.txt") == []
        assert not [path for path in root.iterdir() if path.name.startswith(".sidemark-")]

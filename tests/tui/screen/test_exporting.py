"""Exporting from the screen: what is chosen, what is foreseen, what is written, and what never is."""

import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from store import Choices, Loss, Project, read_choices, write_choices
from store.choices import FILE
from store.harvest import Harvest
from tests.played import plays
from tests.projects import FERRY, HARBOUR, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.losses import grouped
from tui.screens.exporting import ExportScreen
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Listing

TOML = """\
[[label]]
name = "PERSON"
kind = "entity"

[[label]]
name = "CLAIM"
kind = "claim"

[[link]]
type = "said_by"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three tags, one of them in another and one with a note, in a folder with room beside it."""
    files = {"ferry.txt": FERRY, "harbour.txt": HARBOUR}
    made = open_project(write_project(tmp_path / "beside" / "p", files, TOML))
    claim = tagged(made, "CLAIM", "Captain Ilse Marrow said on Monday that the ferry “will sail again”.")
    person = tagged(made, "PERSON", "Ilse Marrow")
    place = tagged(made, "PERSON", "Orrin Bay", "harbour.txt")
    made.update([place], "note", note="a bay")
    made.link(claim, person, "said_by")
    return made


@asynccontextmanager
async def exporting(project: Project, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Reader, ExportScreen]]:
    """The program with the export screen open, its first look done."""
    async with reading(project.root, project=project, paths=["ferry.txt"], size=size) as reader:
        await reader.press("ctrl+e")
        screen = reader.app.screen
        assert isinstance(screen, ExportScreen)
        await idle(screen)
        yield reader, screen


async def idle(screen: ExportScreen) -> None:
    """Wait until nothing is being looked for or written."""
    await until(lambda: screen.job is None, "the end of the job")
    await screen.app.animator.wait_until_complete()


async def chosen(reader: Reader, screen: ExportScreen, name: str) -> None:
    """Choose a format."""
    await reader.press("f")
    await reader.write(name)
    await reader.press("enter")
    await idle(screen)


def rows(screen: ExportScreen) -> list[str]:
    return [f"{item.left} {item.right}".strip() for item in screen.query_one(Listing).items]


def beside(project: Project) -> list[str]:
    """What lies beside the project's folder."""
    return sorted(path.name for path in project.root.parent.iterdir() if path != project.root)


@plays("export")
async def test_a_dataset_is_written_beside_the_project_and_loads(project: Project) -> None:
    async with exporting(project) as (reader, screen):
        assert "3 tags and 1 link will be written, nothing left out" in "\n".join(rows(screen))
        await reader.press("w")
        await idle(screen)
        await reader.pilot.pause()
        assert str(project.root.parent / "p-ana.jsonl") in "".join(reader.shown.split())
        lines = (project.root.parent / "p-ana.jsonl").read_text(encoding="utf-8").splitlines()
        assert [len(json.loads(line)["annotations"]) for line in lines] == [2, 1]
        await reader.press("escape")
        assert "3 tags; written to" in reader.bottom
        await reader.press("ctrl+e")
        assert isinstance(reader.app.screen, ExportScreen)
        await idle(reader.app.screen)
        await reader.press("w")
        await idle(reader.app.screen)
        assert beside(project) == ["p-ana-2.jsonl", "p-ana-2.sidemark.toml", "p-ana.jsonl", "p-ana.sidemark.toml"]


async def test_what_a_format_cannot_hold_is_said_before_with_reasons_and_places(project: Project) -> None:
    async with exporting(project) as (reader, screen):
        await chosen(reader, screen, "conll_iob2")
        found = "\n".join(rows(screen))
        assert "2 tags and 0 links will be written, 2 things left out" in found
        assert "1 × annotation: overlaps another tag; one label a token ana-2" in found
        assert "1 × note: no place for notes ana-3" in found
        assert beside(project) == []
        listing = screen.query_one(Listing)
        while "× note" not in (listing.marked.left if listing.marked else ""):
            await reader.press("down")
        await reader.press("enter")
        assert isinstance(reader.app.screen, Picker)
        assert "ana-3 “Orrin Bay”" in reader.shown
        await reader.press("enter")
        await until(lambda: reader.pane.sheet.path == "harbour.txt", "the article of the tag")
        assert reader.desk.stepped == "ana-3"


async def test_choices_change_what_is_foreseen_and_are_there_the_next_time(project: Project) -> None:
    async with exporting(project) as (reader, screen):
        await chosen(reader, screen, "conll_bilou")
        await reader.press("k")
        await reader.write("entity")
        await reader.press("enter")
        await idle(screen)
        assert "2 tags and 0 links will be written" in "\n".join(rows(screen))
        await reader.press("s")
        await reader.write("80/10/10")
        await reader.press("enter")
        assert isinstance(reader.app.screen, Prompt)
        await reader.press("enter")
        await idle(screen)
        await reader.press("o", "x")
        await idle(screen)
        assert screen.choices == Choices(
            "conll_bilou", kind="entity", split=(80, 10, 10), prefer="shortest", is_strict=True
        )
        assert read_choices(project.root) == Choices()
        await reader.press("x", "w")
        await idle(screen)
        assert beside(project) == ["p-ana-conll_bilou"]
        assert read_choices(project.root) == Choices(
            "conll_bilou", kind="entity", split=(80, 10, 10), prefer="shortest"
        )
        assert (
            "conll_bilou" not in (project.root / "sidemark.toml").read_text()
            if (project.root / "sidemark.toml").exists()
            else True
        )
        await reader.press("escape", "ctrl+e")
        again = reader.app.screen
        assert isinstance(again, ExportScreen)
        assert again.choices.kind == "entity"


async def test_strict_writes_nothing_where_something_is_left_out(project: Project) -> None:
    async with exporting(project) as (reader, screen):
        await chosen(reader, screen, "conll")
        await reader.press("x")
        await idle(screen)
        assert "1 × note" in "\n".join(rows(screen))
        await reader.press("w")
        await idle(screen)
        await reader.pilot.pause()
        assert "nothing was written" in reader.shown
        assert beside(project) == []


async def test_what_is_there_is_written_over_only_when_somebody_says_so(project: Project) -> None:
    old = project.root.parent / "old.csv"
    old.write_text("mine", encoding="utf-8")
    write_choices(project.root, Choices("csv", target=str(old)))
    async with exporting(project) as (reader, screen):
        await reader.press("w")
        assert isinstance(reader.app.screen, Picker)
        await reader.press("escape")
        assert old.read_text(encoding="utf-8") == "mine"
        await reader.press("w", "enter")
        assert isinstance(reader.app.screen, Prompt)
        await reader.press("escape", "w", "down", "enter")
        await idle(screen)
        assert old.read_bytes().startswith(b"\xef\xbb\xbfarticle,id")


async def test_another_format_takes_its_suffix_along(project: Project) -> None:
    write_choices(project.root, Choices("csv", target=str(project.root.parent / "mine.csv")))
    async with exporting(project) as (reader, screen):
        await chosen(reader, screen, "html")
        await reader.press("w")
        await idle(screen)
        assert beside(project) == ["mine.html"]


async def test_a_dataset_that_would_be_an_article_is_not_written_into_the_project(project: Project) -> None:
    async with exporting(project) as (reader, screen):
        await chosen(reader, screen, "markdown")
        await reader.press("t", *["backspace"] * 300)
        await reader.write("notes.md")
        await reader.press("enter")
        await idle(screen)
        await reader.press("w")
        await reader.pilot.pause()
        assert "would be an article" in reader.shown
        assert not (project.root / "notes.md").exists()


async def test_a_folder_that_cannot_be_written_to_is_named(project: Project) -> None:
    (project.root.parent / "file").write_text("", encoding="utf-8")
    write_choices(project.root, Choices("csv", target=str(project.root.parent / "file" / "x.csv")))
    async with exporting(project) as (reader, screen):
        await reader.press("w")
        await idle(screen)
        await reader.pilot.pause()
        assert "cannot be written" in reader.shown


async def test_escape_stops_what_is_being_written_and_nothing_is_there(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with exporting(project) as (reader, _):
        reached, goes_on = threading.Event(), threading.Event()
        pairs = Harvest.pairs

        def slowly(harvest: Harvest, *more: object) -> object:
            for pair in pairs(harvest, *more):  # type: ignore[arg-type] # whatever it is given
                reached.set()
                goes_on.wait(30)
                yield pair

        monkeypatch.setattr(Harvest, "pairs", slowly)
        await reader.press("w")
        await until(reached.is_set, "the first article")
        assert "writing p-ana.jsonl" in reader.shown
        await reader.press("k")
        assert "has to wait" in reader.shown
        await reader.press("escape")
        assert "stopping …" in reader.shown
        assert "nothing was written" not in reader.shown  # nobody knows that yet
        goes_on.set()
        await until(lambda: "stopped; nothing was written" in reader.shown, "its end")
        assert beside(project) == []
        monkeypatch.undo()
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_everybody_s_tags_are_one_dataset_or_a_folder_each(project: Project) -> None:
    ben = open_project(project.root, "ben")
    tagged(ben, "PERSON", "Tobin Vale")
    ben.close()
    async with exporting(project) as (reader, screen):
        await reader.press("a")
        await idle(screen)
        assert "4 tags and 1 link will be written" in "\n".join(rows(screen))
        await reader.press("w")
        await idle(screen)
        assert beside(project) == ["p-everybody.jsonl", "p-everybody.sidemark.toml"]
        await chosen(reader, screen, "conll")
        await reader.press("w")
        await idle(screen)
        folder = project.root.parent / "p-everybody-conll"
        assert sorted(path.name for path in folder.iterdir()) == ["ana", "ben"]


@pytest.mark.parametrize("size", [(40, 10), (80, 24)])
async def test_it_works_on_a_small_screen(project: Project, size: tuple[int, int]) -> None:
    async with exporting(project, size) as (reader, screen):
        for _ in range(8):
            await reader.press("down")
        assert len(reader.rows()) == size[1]
        assert "w writes it" in reader.shown
        await reader.press("w")
        await idle(screen)
        assert beside(project) == ["p-ana.jsonl", "p-ana.sidemark.toml"]


async def test_read_only_work_can_be_exported(project: Project) -> None:
    project.close()
    again = open_project(project.root, read_only=True)
    async with exporting(again) as (reader, screen):
        await reader.press("w")
        await idle(screen)
        assert beside(again) == ["p-ana.jsonl", "p-ana.sidemark.toml"]


async def test_tags_in_furniture_are_left_out_when_somebody_says_so(tmp_path: Path) -> None:
    text = "Tobin Vale sails.\n\nShare this article\nSubscribe to our newsletter with Tobin Vale\n"
    project = open_project(write_project(tmp_path / "beside" / "q", {"ferry.txt": text}))
    for words in ("Tobin Vale", "newsletter"):
        tagged(project, "PERSON", words)
    async with exporting(project) as (reader, screen):
        assert "b Furniture is text like any other" in rows(screen)
        assert any("2 tags and 0 links will be written, nothing left out" in row for row in rows(screen))
        await reader.press("b")
        await idle(screen)
        assert any("1 tag and 0 links will be written, 1 thing left out" in row for row in rows(screen))
        assert any("stands in furniture of the page (newsletter)" in row for row in rows(screen))
        await reader.press("w")
        await idle(screen)
    assert read_choices(project.root).is_body_only


def test_losses_for_one_reason_are_one_group() -> None:
    losses = [
        Loss("ana-1", "annotation", "overlaps ana-2; one label a token"),
        Loss("ana-3", "annotation", "overlaps ben-44; one label a token"),
        Loss("ana-5", "link", "its target is in wire/a b.txt"),
        Loss("ana-6", "link", "its target is in c.txt"),
        Loss("ana-7", "link", "its target ana-9 is not in the dataset"),
    ]
    assert [(one.what, one.why, len(one.losses)) for one in grouped(losses)] == [
        ("annotation", "overlaps another tag; one label a token", 2),
        ("link", "its target is in another article", 2),
        ("link", "its target another tag is not in the dataset", 1),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"format": 3, "split": [1, -2, 3], "seed": "x", "prefer": "none"}',
        b'{"split": [0, 0, 0]}',
        b"\xff",
    ],
)
def test_damaged_choices_are_as_at_the_first_time(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(data)
    assert read_choices(tmp_path) == Choices()


def test_choices_come_back(tmp_path: Path) -> None:
    choices = Choices("csv", True, "claim", (70, 20, 10), 7, True, True, "shortest", True, "/tmp/x.csv", True)
    assert write_choices(tmp_path, choices)
    assert read_choices(tmp_path) == choices


async def test_on_a_low_screen_what_is_left_out_is_told_first(project: Project) -> None:
    async with exporting(project, (40, 10)) as (reader, screen):
        assert reader.rows()[0].strip() == "3 tags, 1 link; nothing left out"
        await chosen(reader, screen, "conll_iob2")
        await reader.pilot.pause()
        assert reader.rows()[0].strip() == "2 tags, 0 links; 2 left out"
        assert reader.rows()[-1].strip() == "w writes it · Enter changes · Esc back"
        await reader.resize(120, 40)
        await reader.pilot.pause()
        assert reader.rows()[0].strip() == "Export of p"

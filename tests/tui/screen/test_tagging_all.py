"""`T`: every place with the same words, shown, chosen and tagged as one step."""

from pathlib import Path
from typing import Any

from store import Span, occurrences
from tests.played import plays, undoes
from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.articles import ALONE
from tests.waiting import until
from tui.modes.tagging_all import MOST

PORT = (
    "Brannoch port opened at dawn. A report from Brannoch said the port was full. Reporters saw Brannoch\n"
    "harbour, the port of Brannoch and the Brannochs.\n"
)
PLACES = [(place.start, place.end) for place in occurrences(PORT, "Brannoch")][:4]


def places(reader: Reader) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in annotations(reader.project, "ferry.txt")]


def port(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", {"ferry.txt": PORT})


@plays("tag-all")
@undoes("tag-all")
async def test_all_places_with_a_names_words_are_tagged_as_one_step(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.go("Brannoch harbour".replace(" ", "\n"))
        before = reader.pane.selection
        await reader.press("T")
        assert reader.selected == "Brannoch"
        assert "a label's key? · Brannoch · 4 of 4 places" in reader.bottom
        await reader.press("4")
        assert "PLACE · Brannoch · 4 of 4 places" in reader.bottom
        await reader.press("enter")
        assert places(reader) == PLACES
        assert {label for label, _ in reader.tags()} == {"PLACE"}
        assert "4 places" in reader.bottom
        assert reader.pane.selection == before
        assert not reader.pane.hits
        await reader.press("u")
        assert reader.tags() == []
        assert "tag all, 4 places" in reader.bottom
        await reader.press("ctrl+r")
        assert len(reader.tags()) == 4


async def test_from_an_annotation_its_label_is_meant_and_enter_is_enough(tmp_path: Path) -> None:
    project = open_project(port(tmp_path))
    tagged(project, "GPE", "Brannoch")
    async with reading(project.root, size=ALONE, project=project) as reader:
        await reader.press("T")
        assert "GPE · Brannoch · 3 of 4 places · 1 tagged already" in reader.bottom
        assert [tuple(hit) for hit in reader.pane.hits] == PLACES[1:]
        await reader.press("enter")
        assert reader.tags() == [("GPE", "Brannoch")] * 4


async def test_places_are_walked_and_left_out(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.press("T", "4", "n", "space")
        assert reader.pane.selection.span == PLACES[1]
        assert "3 of 4 places · this one is left out" in reader.bottom
        assert PLACES[1] not in reader.pane.hits
        await reader.press("N", "N", "space", "n", "n", "space", "space", "enter")
        assert places(reader) == [PLACES[0], PLACES[2]]


async def test_what_is_left_out_stays_out_when_the_label_is_said_afterwards(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.press("T", "space", "4", "enter")
        assert places(reader) == PLACES[1:]


async def test_the_mouse_ends_it_and_the_caret_is_where_it_was_clicked(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.press("T", "4", "n")
        at = PORT.index("harbour")
        await reader.pilot.click(reader.pane, offset=reader.cell(at))
        assert (reader.desk.mode, reader.pane.caret, reader.pane.hits) == (None, at, ())
        assert reader.tags() == []


async def test_none_all_and_none_again(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.press("T", "4", "a")
        await until(lambda: "0 of 4 places" in reader.bottom, "all places, for what is meant are all of them")
        await reader.press("enter")
        assert "nothing was tagged" in reader.bottom
        assert reader.tags() == []
        await reader.press("T", "4", "a", "a", "enter")
        await until(lambda: reader.desk.mode is None, "the end")
        assert len(reader.tags()) == 4


async def test_esc_leaves_everything_as_it_was(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.press("/", *"report", "enter")
        hits, before, top = reader.pane.hits, reader.pane.selection, reader.pane.top
        await reader.press("T", "4", "n", "escape")
        assert (reader.pane.hits, reader.pane.selection, reader.pane.top) == (hits, before, top)
        assert reader.tags() == []
        assert "nothing was tagged" in reader.bottom
        assert reader.desk.mode is None


async def test_enter_without_a_label_asks_for_one_and_other_keys_say_so(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.press("T", "enter")
        assert "as what? press a label's key first" in reader.bottom
        await reader.press("%")
        assert "% does nothing here" in reader.bottom
        await reader.press("1", "enter")
        assert reader.tags() == [("PERSON", "Brannoch")] * 4


async def test_a_selection_means_its_own_words_and_a_half_of_a_word_finds_its_like(tmp_path: Path) -> None:
    async with reading(port(tmp_path), size=ALONE) as reader:
        await reader.go("port opened")
        await reader.press("T")
        assert "port · 3 of 3 places" in reader.bottom
        await reader.press("escape")
        await reader.go("port from")
        await reader.press("v", "l", "l", "l", "l", "T")
        assert "2 of 2 places" not in reader.bottom
        assert "port · 4 of 4 places" in reader.bottom


async def test_of_more_places_than_a_step_holds_those_from_the_caret_on_are_meant(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"ferry.txt": "ferry " * (MOST + 5)})
    async with reading(root, size=ALONE) as reader:
        await reader.press("T")
        assert f"{MOST:,} of {MOST:,} places from here on" in reader.bottom
        assert reader.pane.hits[0] == (0, 5)
        await reader.press("escape", "G", "b", "b", "T")
        assert "2 of 2 places from here on" in reader.bottom
        await reader.press("escape")


async def test_why_nothing_can_be_tagged_is_said(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"ferry.txt": " \n"})
    async with reading(root, size=ALONE) as reader:
        await reader.press("T")
        assert "there is no word under the caret" in reader.bottom
        await reader.press("v", "l", "T")
        assert "only white space is selected" in reader.bottom
    async with reading(port(tmp_path / "other"), size=ALONE, read_only=True) as reader:
        await reader.press("T")
        assert "read-only" in reader.bottom


async def test_only_the_rows_on_the_screen_are_looked_at_for_hits(tmp_path: Path) -> None:
    text = "Ferry and quay.\n" * 5_000
    async with reading(write_project(tmp_path / "news", {"ferry.txt": text}), size=ALONE) as reader:
        looked = 0

        class Counted(tuple[Span, ...]):
            def __getitem__(self, key: Any) -> Any:
                nonlocal looked
                looked += 1
                return tuple.__getitem__(self, key)

        reader.pane.hits = Counted(occurrences(text, "ferry"))
        reader.pane.redraw()
        await reader.pilot.pause()
        assert 0 < looked < 40 * 40

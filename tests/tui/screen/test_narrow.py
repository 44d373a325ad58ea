"""In a narrow window what matters is still in sight: what a tag is, where one types, what a list's keys do."""

from itertools import pairwise
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.projects import open_project
from tests.tui.reader import reading, tagged

QUOTE = "Tobin Vale, who runs the yard, was not so sure."


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_a_long_quote_leaves_room_for_its_label(root: Path, width: int) -> None:
    project = open_project(root)
    one = tagged(project, "PREDICTION", QUOTE)
    async with reading(root, project=project, size=(width, 24)) as reader:
        await reader.go(QUOTE)
        assert "… · PREDICTION · " in reader.bottom
        assert width == 40 or f" · {one.start}–{one.end}" in reader.bottom


@pytest.mark.parametrize("width", [40, 60])
async def test_a_line_to_type_in_has_half_of_the_row(root: Path, width: int) -> None:
    project = open_project(root)
    tagged(project, "PREDICTION", QUOTE)
    async with reading(root, project=project, size=(width, 10)) as reader:
        await reader.go(QUOTE)
        await reader.press("c")
        assert reader.app.screen.query_one(Input).size.width >= width // 2 - 2
        await reader.write("doubtful")
        assert "Note on PRED" in reader.bottom
        assert reader.bottom.rstrip().endswith("doubtful")


async def test_what_a_lists_keys_do_is_told_in_a_second_row(root: Path) -> None:
    async with reading(root, size=(60, 20)) as reader:
        await reader.press("escape")
        assert "Library" in reader.shown
        assert "Ctrl+O sorts · Esc" in reader.shown


async def test_the_first_line_counts_what_the_library_counts(root: Path) -> None:
    (root / "noise.txt").write_bytes(bytes(600))
    async with reading(root, size=(80, 24)) as reader:
        await reader.press("escape")
        assert "Library · 2 articles" in reader.shown
        assert "news · 2 articles" in reader.top


async def test_what_a_link_needs_next_is_in_sight(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PREDICTION", QUOTE)
    async with reading(root, project=project, size=(80, 24)) as reader:
        await reader.go(QUOTE)
        await reader.press("L")
        assert ": L at the other end" in reader.bottom


async def test_the_help_breaks_no_line_that_has_room(root: Path) -> None:
    async with reading(root, size=(80, 24)) as reader:
        await reader.press("?")
        rows = [row.split("│")[1].strip() for row in reader.rows()[4:14] if row.count("│") > 1]
        text = rows[rows.index(next(row for row in rows if row.startswith("While hints"))) :]
        assert all(len(f"{row} {after.split(' ')[0]}") > 70 for row, after in pairwise(text[:4]))


async def test_what_a_key_says_is_shown_whole_until_the_next_key(root: Path) -> None:
    """And what a mode says never covers the letters that it has put on the text."""
    said = "no annotation under the caret; m goes to the next one; tag a FACT or QUOTE or PREDICTION first"
    async with reading(root, size=(40, 10)) as reader:
        await reader.press("g", "w")
        rows = [row.strip() for row in reader.rows()]
        assert said in " ".join(rows)
        assert said == " ".join(rows[-3:])
        await reader.press("l")
        assert "FACT or" not in reader.shown
        assert reader.rows()[-2].strip().startswith("0 tags")
        await reader.press("1")
        assert reader.rows()[-1].strip().startswith("PERSON: type a letter")
        assert reader.rows()[-2].strip().startswith("0 tags")
        await reader.press("escape")
        await reader.resize(120, 40)
        await reader.press("g", "w")
        assert reader.rows()[-1].strip().startswith(said)
        assert reader.rows()[-2].strip().startswith("1 PERSON")


@pytest.mark.parametrize("size", [(40, 10), (80, 24)])
async def test_both_edges_are_in_sight_while_one_is_moved(root: Path, size: tuple[int, int]) -> None:
    project = open_project(root)
    tagged(project, "PREDICTION", QUOTE)
    async with reading(root, project=project, size=size) as reader:
        await reader.go(QUOTE)
        await reader.press("r")
        assert reader.bottom.strip().startswith("PREDICTION: Tobin Val")
        assert "so sure. · ←" in reader.bottom
        await reader.press("left")
        assert "so sure · ←" in reader.bottom

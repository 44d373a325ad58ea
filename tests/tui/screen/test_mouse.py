"""The reading screen, played by the mouse."""

from pathlib import Path

from textual import events

from tests.projects import open_project, write_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import ALONE, LONG, OTHER, QUAYS, TEXT
from tui.widgets.listing import Listing
from tui.widgets.pane import WHEEL


async def test_a_click_puts_the_caret_there(root: Path) -> None:
    async with reading(root) as reader:
        for words in ("Vale", "yard", "Captain", "June"):
            at = TEXT.index(words)
            await reader.pilot.click(reader.pane, offset=reader.cell(at))
            assert reader.pane.caret == at
            assert reader.pane.selection.is_empty


async def test_a_click_right_of_a_row_or_below_the_text_goes_to_the_end_there(root: Path) -> None:
    async with reading(root) as reader:
        end = TEXT.index("\n")
        x, y = reader.cell(end)
        await reader.pilot.click(reader.pane, offset=(x + 5, y))
        assert reader.pane.caret == end
        await reader.pilot.click(reader.pane, offset=(30, 30))
        assert reader.pane.caret == len(TEXT)


async def test_the_last_line_says_what_was_clicked(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.pilot.click(reader.pane, offset=reader.cell(TEXT.index("Vale")))
        assert "Tobin Vale · PERSON" in reader.bottom


async def test_a_click_in_another_pane_lets_keys_go_there(root: Path) -> None:
    async with reading(root) as reader:
        other = reader.desk.panes[1]
        at = OTHER.index("Orrin")
        await reader.pilot.click(other, offset=reader.cell(at, other))
        assert reader.desk.current == 1
        assert other.is_current
        await reader.press("4", "4")
        assert reader.tags("harbour.txt") == [("PLACE", "Orrin Bay")]
        assert reader.tags() == []


async def test_dragging_selects_whole_words_either_way(root: Path) -> None:
    async with reading(root) as reader:
        start, end = TEXT.index("obin"), TEXT.index("ard, was")
        for one, other in ((start, end), (end, start)):
            await reader.mouse(events.MouseDown, reader.cell(one))
            await reader.mouse(events.MouseMove, reader.cell(other))
            await reader.mouse(events.MouseUp, reader.cell(other))
            assert reader.selected == "Tobin Vale, who runs the yard"
        assert reader.pane.caret == TEXT.index("Tobin")
        await reader.mouse(events.MouseMove, reader.cell(0), button=0)
        assert reader.selected == "Tobin Vale, who runs the yard"
        await reader.press("7")
        assert reader.tags() == [("FACT", "Tobin Vale, who runs the yard")]


async def test_the_last_line_says_what_is_being_dragged_over(root: Path) -> None:
    async with reading(root) as reader:
        await reader.mouse(events.MouseDown, reader.cell(TEXT.index("obin")))
        await reader.mouse(events.MouseMove, reader.cell(TEXT.index("ale,")))
        await reader.mouse(events.MouseUp, reader.cell(TEXT.index("ale,")))
        assert "10 characters selected: Tobin Vale" in reader.bottom


async def test_two_clicks_select_a_word_and_three_a_sentence(root: Path) -> None:
    async with reading(root) as reader:
        place = reader.cell(TEXT.index("ale,"))
        await reader.pilot.double_click(reader.pane, offset=place)
        assert reader.selected == "Vale"
        await reader.pilot.triple_click(reader.pane, offset=place)
        assert reader.selected == "Tobin Vale, who runs the yard, was not so sure."


async def test_the_wheel_moves_the_text_and_not_the_caret(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", LONG), size=ALONE) as reader:
        assert reader.pane.top == 0
        await reader.mouse(events.MouseScrollDown, (10, 10), button=0)
        assert reader.pane.view.rows.locate(reader.pane.top) == (0, WHEEL)
        await reader.mouse(events.MouseScrollDown, (10, 10), button=0)
        assert reader.pane.caret == 0
        assert "Ferry 0 left" not in reader.shown
        for _ in range(3):
            await reader.mouse(events.MouseScrollUp, (10, 10), button=0)
        assert reader.pane.top == 0
        await reader.mouse(events.MouseScrollDown, (10, 10), button=0)
        await reader.press("j")
        assert reader.pane.view.holds(reader.pane.caret)


async def test_a_click_chooses_in_a_list_and_the_wheel_moves_in_it(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", QUAYS)) as reader:
        await reader.press("escape")
        listing = reader.app.screen.query_one(Listing)
        assert listing.at == 0
        listing.post_message(events.MouseScrollDown(listing, 1, 1, 0, 0, 0, False, False, False))
        await reader.pilot.pause()
        assert listing.at > 0
        await reader.pilot.click(listing, offset=(4, 5))
        assert reader.paths[0] == "quay-5.txt"

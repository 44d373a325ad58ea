"""The reading screen, played by the mouse."""

from pathlib import Path

from textual import events

from tests.projects import open_project, write_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import ALONE, LONG, OTHER, QUAYS, TEXT
from tests.waiting import until
from tui.screens.picker import Picker
from tui.widgets.legend import Legend
from tui.widgets.listing import Listing
from tui.widgets.mouse_pane import WHEEL


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


async def test_with_alt_a_drag_selects_characters(root: Path) -> None:
    async with reading(root) as reader:
        await reader.mouse(events.MouseDown, reader.cell(TEXT.index("obin")))
        await reader.mouse(events.MouseMove, reader.cell(TEXT.index("le, who")), alt=True)
        await reader.mouse(events.MouseUp, reader.cell(TEXT.index("le, who")))
        assert reader.selected == "obin Va"


async def test_a_click_with_shift_extends_the_selection(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        place = reader.cell(TEXT.index("ard, was"))
        await reader.mouse(events.MouseDown, place, shift=True)
        await reader.mouse(events.MouseUp, place)
        assert reader.selected == "Tobin Vale, who runs the yard"


async def test_the_right_button_offers_the_labels_for_the_selection_or_the_word(root: Path) -> None:
    async with reading(root) as reader:
        await reader.mouse(events.MouseDown, reader.cell(TEXT.index("ale,")), button=3)
        assert isinstance(reader.app.screen, Picker)
        await reader.write("person")
        await reader.press("enter")
        assert reader.tags() == [("PERSON", "Vale")]
        await reader.pilot.triple_click(reader.pane, offset=reader.cell(TEXT.index("ale,")))
        await reader.mouse(events.MouseDown, reader.cell(TEXT.index("runs")), button=3)
        await reader.write("fact")
        await reader.press("enter")
        assert ("FACT", "Tobin Vale, who runs the yard, was not so sure.") in reader.tags()


async def test_a_click_on_a_tag_makes_it_the_one_that_keys_mean(root: Path) -> None:
    project = open_project(root)
    tagged(project, "FACT", "Tobin Vale, who runs the yard, was not so sure.")
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go("Vale")
        await reader.press(";")
        assert "FACT" in reader.bottom
        await reader.pilot.click(reader.pane, offset=reader.cell(TEXT.index("ale,")))
        assert "Tobin Vale · PERSON" in reader.bottom
        await reader.press("x")
        assert [label for label, _ in reader.tags()] == ["FACT"]


async def test_a_click_on_a_label_of_the_legend_is_its_key(root: Path) -> None:
    async with reading(root) as reader:
        legend = reader.screen.query_one(Legend)
        x = reader.rows()[legend.region.y].index("PERSON")
        await reader.pilot.click(legend, offset=(x, 0))
        assert reader.pane.hints
        await reader.press("escape")
        await reader.pilot.double_click(reader.pane, offset=reader.cell(TEXT.index("ale,")))
        x = reader.rows()[legend.region.y].index("2 ORG")
        await reader.pilot.click(legend, offset=(x, 0))
        assert reader.tags() == [("ORG", "Vale")]


async def test_dragging_the_border_gives_cells_to_a_pane(root: Path) -> None:
    async with reading(root) as reader:
        left, right = reader.desk.panes
        before = left.size.width, right.size.width
        bar = left.size.width - 1
        await reader.mouse(events.MouseDown, (bar, 5), left)
        for by in range(1, 11):
            await reader.mouse(events.MouseMove, (bar + by, 5), left)
        await reader.mouse(events.MouseUp, (bar + 10, 5), left)
        assert (left.size.width, right.size.width) == (before[0] + 10, before[1] - 10)
        await reader.mouse(events.MouseDown, (bar + 10, 5), left)
        await reader.mouse(events.MouseMove, (119, 5), left)
        await reader.mouse(events.MouseUp, (119, 5), left)
        assert right.size.width >= 15
        await reader.press("=")
        assert (left.size.width, right.size.width) == before


async def test_the_scrollbar_is_dragged_and_clicked(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", LONG), size=ALONE) as reader:
        bar, height = reader.pane.size.width - 1, reader.pane.size.height
        await reader.mouse(events.MouseDown, (bar, 1))
        await reader.mouse(events.MouseMove, (bar, height // 2))
        assert 0.3 < reader.pane.top / len(reader.pane.sheet.text) < 0.7
        await reader.mouse(events.MouseUp, (bar, height // 2))
        await reader.mouse(events.MouseDown, (bar, height - 2))
        await reader.mouse(events.MouseUp, (bar, height - 2))
        assert reader.pane.view.end == len(reader.pane.sheet.text)
        assert reader.pane.caret == 0


async def test_a_drag_below_the_text_goes_on_by_itself_until_the_button_is_let_go(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", LONG), size=ALONE) as reader:
        below = reader.pane.size.height - 1
        await reader.mouse(events.MouseDown, (3, 3))
        await reader.mouse(events.MouseMove, (10, below))
        await until(lambda: reader.pane.view.rows.locate(reader.pane.top)[1] >= 3, "the text to scroll")
        assert reader.pane.selection.span.length > 100
        await reader.mouse(events.MouseUp, (10, below))
        top, selection = reader.pane.top, reader.pane.selection
        await reader.press("f1", "escape")
        assert (reader.pane.top, reader.pane.selection) == (top, selection)

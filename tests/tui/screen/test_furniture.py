"""Legend, lines, help, palette, and what of the looks can be switched."""

from pathlib import Path

from textual.containers import VerticalScroll
from textual.widgets import Static

from tests.projects import open_project, write_project
from tests.tui.reader import covers, reading, tagged, underlined
from tests.tui.screen.articles import ALONE, TEXT
from tests.waiting import wait_for
from tui.commands.table import COMMANDS
from tui.keymap import ACTIONS
from tui.screens.dialogs import DIALOGS
from tui.screens.pages import Page
from tui.screens.picker import Picker
from tui.widgets.legend import Legend
from tui.widgets.listing import Listing


async def test_the_legend_counts_the_current_article(root: Path) -> None:
    async with reading(root) as reader:
        legend = reader.screen.query_one(Legend).region.y
        assert "1 PERSON  2 ORG" in reader.rows()[legend]
        await reader.go("Tobin")
        await reader.press("1", "1")
        await reader.go("Ilse")
        await reader.press("1", "1", "7", "7")
        assert "1 PERSON 2  2 ORG" in reader.rows()[legend]
        assert "7 FACT 1  " in reader.rows()[legend]
        await reader.press("tab")
        assert "1 PERSON  2 ORG" in reader.rows()[legend]
        await reader.press("tab", "u")
        assert "7 FACT  " in reader.rows()[legend]


async def test_the_first_line_tells_the_truth_about_the_disk(root: Path) -> None:
    async with reading(root) as reader:
        assert "news · 2 articles · annotator ana" in reader.top
        assert "nothing to save" in reader.top
        await reader.go("Tobin")
        await reader.press("1", "1")
        wait_for(lambda: reader.project.state.kind == "saved", "the disk")
        await reader.pilot.pause()
        assert "saved " in reader.top


async def test_the_state_of_the_disk_is_a_page(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("ctrl+s")
        assert "everything is on the disk" in reader.shown
        assert "0 steps can be undone" in reader.shown
        await reader.press("x")
        assert not isinstance(reader.app.screen, Page)


async def test_the_state_of_the_disk_names_the_command_that_tells_more_when_something_is_wrong(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("ctrl+s")
        assert "sidemark check" not in reader.shown
    (root / "annotations").mkdir(exist_ok=True)
    (root / "annotations" / "ana.json").write_text('{"_meta":{}} and more')
    async with reading(root) as reader:
        await reader.press("ctrl+s")
        assert "`sidemark check FOLDER` in a shell tells more" in reader.shown


async def test_the_help_lists_every_action_with_its_keys_and_every_label(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("?")
        words = str(reader.app.screen.query_one("#page-body", Static).visual)
        for action in ACTIONS:
            line = next(line for line in words.splitlines() if f" {action.title}." in line)
            assert line.strip().startswith(reader.screen.keymap.shown(action.id) or "palette")
        for label in reader.project.schema.labels:
            assert f"{label.name} " in words
            assert label.description in words


async def test_the_help_scrolls_and_any_other_key_closes_it(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("f1")
        page = reader.app.screen.query_one(VerticalScroll)
        heights = [page.scroll_y]
        for key in ("down", "j", "space", "end", "up", "pageup", "home"):
            await reader.press(key)
            heights.append(page.scroll_y)
        assert heights[0] < heights[1] < heights[2] < heights[3] < heights[4]
        assert heights[4] > heights[5] > heights[6] > heights[7] == 0
        assert "quit." not in reader.shown
        await reader.press("q")
        assert not isinstance(reader.app.screen, Page)
        assert reader.app.is_running


async def test_the_palette_runs_an_action(root: Path) -> None:
    async with reading(root) as reader:
        dark = reader.app.theme
        await reader.press(":")
        await reader.write("light or dark")
        await reader.press("enter")
        assert reader.app.theme != dark
        assert not isinstance(reader.app.screen, Picker)
        await reader.press("ctrl+p")
        await reader.write("mark as unsure")
        await reader.press("enter")
        assert "no annotation under the caret" in reader.bottom


async def test_the_palette_holds_every_action_but_itself(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press(":")
        ids = {item.id for item in reader.app.screen.query_one(Listing).items}
        assert ids == {action.id for action in ACTIONS} - {"palette"}


async def test_every_action_is_somebodys(root: Path) -> None:
    async with reading(root) as reader:
        known = {*COMMANDS, *DIALOGS, *reader.screen._own}
        assert {action.id for action in ACTIONS} == known


async def test_the_palette_opens_a_dialog_from_a_dialog(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press(":")
        await reader.write("keys and labels")
        await reader.press("enter")
        assert isinstance(reader.app.screen, Page)


async def test_highlights_hide_and_come_back(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        at = TEXT.index("Tobin")
        assert underlined(reader.row_of(at)) == "Tobin Vale"
        await reader.press("z")
        assert underlined(reader.row_of(at)) == ""
        assert "highlights hidden" in reader.bottom
        await reader.press("z")
        assert underlined(reader.row_of(at)) == "Tobin Vale"


async def test_label_keys_in_the_margin_and_the_legend_can_be_switched(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        y = reader.pane.region.y + reader.cell(TEXT.index("Tobin"))[1]
        await reader.press(":")
        await reader.write("label keys in the margin")
        await reader.press("enter")
        assert reader.rows()[y].startswith("1  ")
        assert "▕Tobin Vale" in reader.rows()[y]
        await reader.press(":")
        await reader.write("hide or show the legend")
        await reader.press("enter")
        assert not covers(reader.screen.query_one(Legend))
        assert "PERSON" not in reader.shown


async def test_long_lines_can_be_cut(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"a.txt": "ferry " * 100 + "\nharbour\n"})
    async with reading(root, size=ALONE) as reader:
        await reader.press(":")
        await reader.write("wrap long lines")
        await reader.press("enter")
        assert "long lines are cut" in reader.bottom
        assert "harbour" in reader.rows()[3]

"""Every action of the table: it can be reached and read about, a test presses its key and undoes what it changes."""

from pathlib import Path

import pytest

from store import Project
from tests.manual import MANUAL
from tests.played import marked
from tests.projects import write_project
from tests.tui.reader import reading
from tui.commands.table import COMMANDS
from tui.keymap import ACTIONS, Action, Keymap
from tui.screens.dialogs import DIALOGS
from tui.screens.pages import help_page
from tui.screens.picker import Picker

IDS = [action.id for action in ACTIONS]


@pytest.fixture(params=ACTIONS, ids=IDS)
def action(request: pytest.FixtureRequest) -> Action:
    """One row of the table."""
    found: Action = request.param
    return found


async def test_the_palette_has_every_action_with_its_keys(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news")) as reader:
        known = reader.screen._own.keys() | COMMANDS.keys() | DIALOGS.keys()
        assert known == set(IDS), "in the table and nothing does it, or done and not in the table"
        await reader.press(":")
        assert isinstance(reader.app.screen, Picker)
        shown = {item.id: (item.left, item.right) for item in reader.app.screen.items}
    keymap = Keymap()
    assert shown == {one.id: (one.title, keymap.shown(one.id)) for one in ACTIONS if one.id != "palette"}
    assert keymap.keys("palette")


def test_the_help_has_a_line_for_it(action: Action, tmp_path: Path) -> None:
    keymap = Keymap()
    project = Project.open(write_project(tmp_path / "news"), annotator="ana")
    lines = help_page(keymap, project)._body.plain.split("\n")
    project.close()
    assert [line for line in lines if keymap.shown(action.id) in line and f" {action.title}." in line]


def test_the_manual_has_a_line_for_it(action: Action) -> None:
    rows = [line for line in MANUAL.read_text(encoding="utf-8").split("\n") if line.startswith("| ")]
    first = Keymap().shown(action.id).split()[:1] or ["palette"]
    assert [row for row in rows if f"| {action.title}." in row and first[0].replace("|", "\\|") in row]


def test_a_test_presses_its_key(action: Action) -> None:
    assert action.id in marked("plays"), (
        f'put @plays("{action.id}") from tests/played.py on a test that presses its key'
    )


def test_no_mark_names_an_action_that_is_none() -> None:
    assert (marked("plays") | marked("undoes")) <= set(IDS)

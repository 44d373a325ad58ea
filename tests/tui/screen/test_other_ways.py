"""Keys of screens that do what another key does, too, or that few press: each does what it says."""

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input

from store import Annotation, Project
from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.test_card import claim, opened, prepared
from tests.tui.screen.test_exporting import chosen, exporting, rows
from tui.screens.card import Card
from tui.screens.claiming import ClaimScreen
from tui.widgets.listing import Listing

ROWS = [
    ("conll_iob2", "g", "are widened to tokens", "are cut at tags"),
    ("csv", "c", "as they are", "get a ' in front"),
]


def marked(reader: Reader) -> int:
    """The row that is marked."""
    return reader.app.screen.query_one(Listing).at


async def test_a_card_is_gone_through_by_letters_and_space_is_enter(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    async with reading(project.root, project=project) as reader:
        await opened(reader)
        await reader.press("j", "j", "k")
        assert marked(reader) == 1
        await reader.press("k", "space")
        assert not isinstance(reader.app.screen, Card)
        await reader.press("escape")
        assert isinstance(reader.app.screen, Card)


async def test_a_card_untags_undoes_and_does_again_by_other_keys_too(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    async with reading(project.root, project=project) as reader:
        await opened(reader)
        await reader.press("!", "ctrl+z")
        assert not claim(reader).unsure
        await reader.press("ctrl+y")
        assert claim(reader).unsure
        await reader.press("delete")
        assert annotations(project, "ferry.txt") == []


async def test_shift_tab_goes_back_between_tags_on_the_same_words_and_w_looks_elsewhere(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    one = claim_of(project)
    other = tagged(project, "PERSON", one.quote)
    async with reading(project.root, project=project) as reader:
        await opened(reader)
        card = reader.app.screen
        assert isinstance(card, Card)
        first = card.annotation.id
        await reader.press("tab")
        assert {first, card.annotation.id} == {one.id, other.id}
        await reader.press("shift+tab")
        assert card.annotation.id == first
        await reader.press("w")
        assert isinstance(reader.app.screen, ClaimScreen)


def claim_of(project: Project) -> Annotation:
    return annotations(project, "ferry.txt")[0]


@pytest.mark.parametrize(("name", "key", "one", "other"), ROWS)
async def test_a_letter_turns_a_choice_of_an_export_over(
    tmp_path: Path, name: str, key: str, one: str, other: str
) -> None:
    project = open_project(write_project(tmp_path / "p"))
    tagged(project, "PERSON", "Ilse Marrow")
    async with exporting(project) as (reader, screen):
        await chosen(reader, screen, name)
        before = "\n".join(rows(screen))
        await reader.press(key)
        after = "\n".join(rows(screen))
        assert sorted((one in before, one in after)) == [False, True]
        assert sorted((other in before, other in after)) == [False, True]


async def test_a_page_is_read_by_pages_and_from_its_ends(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "p"), size=(80, 24)) as reader:
        await reader.press("?")
        scroll = reader.app.screen.query_one(VerticalScroll)
        places = []
        for key in ("space", "pageup", "pagedown", "end", "home"):
            await reader.press(key)
            places.append(int(scroll.scroll_y))
        assert places == [places[2], 0, places[2], scroll.max_scroll_y, 0]
        assert 0 < places[0] < scroll.max_scroll_y


async def test_tab_moves_in_a_list_and_leaves_a_line_alone(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "p")) as reader:
        await reader.press("t", "tab", "tab", "shift+tab")
        assert marked(reader) == 1
        await reader.press("escape", "/", "tab", "shift+tab", *"yard")
        assert reader.app.screen.query_one(Input).value == "yard"


async def test_enter_draws_the_first_link_that_is_offered(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    tagged(project, "QUOTE", "“will sail again”")
    tagged(project, "PERSON", "Ilse Marrow")
    async with reading(project.root, project=project) as reader:
        await reader.go("will sail")
        await reader.press("L")
        await reader.go("Marrow")
        await reader.press("L", "enter")
        assert [one.type for one in project.relations.links] == ["said_by"]


async def test_b_moves_the_right_edge_back_by_a_word(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(project.root, project=project) as reader:
        await reader.go("Vale")
        await reader.press("r", "w", "b", "enter")
        assert reader.tags() == [("PERSON", "Tobin Vale")]


async def test_ctrl_s_keeps_a_note_as_esc_does(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    async with reading(project.root, project=project) as reader:
        await opened(reader)
        await reader.press("c", *"tide", "ctrl+s")
        assert isinstance(reader.app.screen, Card)
        assert claim(reader).note == "tide"

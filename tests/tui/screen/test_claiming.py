"""The same claim in other articles: candidates by keys, each linked, given another type, rejected or gone to."""

from pathlib import Path

import pytest

from store import Project
from tests.played import plays, undoes
from tests.projects import open_project, write_project
from tests.store.matching.test_counterparts import FILES, A, B
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.screens.card import Card
from tui.screens.claiming import ClaimScreen
from tui.widgets.listing import Listing


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = open_project(write_project(tmp_path / "news", FILES))
    tagged(project, "FACT", A, "a.txt")
    tagged(project, "PERSON", "Share", "a.txt")
    return project


async def candidates(reader: Reader, *keys: str) -> ClaimScreen:
    await reader.press(*(keys or ("g", "w")))
    await reader.pilot.pause()
    screen = reader.app.screen
    assert isinstance(screen, ClaimScreen)
    await over(reader, screen)
    return screen


async def over(reader: Reader, screen: ClaimScreen) -> None:
    await until(lambda: screen.answer is not None and screen.is_over, "the candidates")
    await reader.pilot.pause()


def links(reader: Reader) -> list[tuple[str, str]]:
    layer = reader.project.layer(reader.project.library.article("b.txt"))
    return [(one.type, there.quote) for one in reader.project.relations.links if (there := layer.get(one.target))]


@plays("claims")
@undoes("claims")
async def test_a_digit_links_and_undo_takes_link_and_tag_back(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.go("Almost")
        await candidates(reader)
        assert "›1 Some 90 tonnes of apples were thrown away at the market." in reader.shown
        assert "shared: " in reader.shown
        assert "will be FACT" in reader.shown
        await reader.press("1")
        assert reader.app.screen is reader.screen, "all are judged"
        assert links(reader) == [("same_claim", B)]
        await reader.press("u")
        assert links(reader) == []
        assert list(project.layer(project.library.article("b.txt"))) == []


async def test_a_letter_links_as_another_type_and_the_figures_differ(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.go("Almost")
        await candidates(reader)
        assert "d different_number" in reader.shown
        await reader.press("d")
        assert links(reader) == [("different_number", B)]
        await reader.press("enter")
        assert isinstance(reader.app.screen, Card)
        rows = [item.left for item in reader.app.screen.query_one(Listing).items]
        assert [row for row in rows if "differs: Almost 100 tonnes of apples (2031-02-11) / Some 90" in row]


async def test_none_of_them_is_kept_and_not_offered_again(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt", "c.txt"]) as reader:
        await reader.go("Almost")
        screen = await candidates(reader)
        assert len(screen._found()) == 2
        await reader.press("0")
        assert "2 rejected" in reader.bottom
        verdicts = [(one["kind"], one["verdict"]) for one in project.database.stream("decisions")]
        assert verdicts == [("same-claim", "reject")] * 2
        screen = await candidates(reader)
        assert screen._found() == ()
        assert "have not judged yet" in reader.shown
        await reader.press("enter", "0")
        assert "there is nothing to reject" in reader.shown
        await reader.press("1")
        assert "there is no 1" in reader.shown
        await reader.press("escape", "u")
        screen = await candidates(reader)
        assert len(screen._found()) == 2


async def test_the_list_stays_until_all_are_judged(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt", "c.txt"]) as reader:
        await reader.go("Almost")
        screen = await candidates(reader)
        await reader.press("1")
        assert isinstance(reader.app.screen, ClaimScreen)
        assert "›1 same_claim · Some 90" in reader.shown
        await reader.press("1")
        assert "1 is same_claim already" in reader.shown
        await reader.press("ctrl+z")
        await over(reader, screen)
        assert links(reader) == []
        assert screen.decided == {}
        assert reader.pane.sheet.path == "a.txt"
        await reader.press("ctrl+y")
        await over(reader, screen)
        assert links(reader) == [("same_claim", B)]
        await reader.press("down", "up", "ctrl+z")
        await over(reader, screen)
        assert links(reader) == []
        assert screen.at == 0
        await reader.press("1", "0")
        assert links(reader) == [("same_claim", B)]
        assert "1 rejected" in reader.bottom, "the list is gone, for all are judged"
        assert len(list(project.database.stream("decisions"))) == 1


async def test_enter_goes_there_and_tab_looks_in_the_whole_project(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.go("Almost")
        screen = await candidates(reader)
        assert len(screen._found()) == 1
        await reader.press("tab")
        await over(reader, screen)
        assert "whole project" in reader.shown
        assert len(screen._found()) == 2
        await reader.press("down", "enter")
        assert reader.paths == ["a.txt", "c.txt", "b.txt"]
        assert reader.selected == "Nobody counted the apples that were thrown away that night."


async def test_it_opens_from_the_card_too(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.go("Almost")
        await reader.press("enter")
        assert "the same claim in other articles" in reader.shown
        await candidates(reader, "w")
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_what_is_no_claim_says_why(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.go("friends")
        await reader.press("g", "w")
        assert "no annotation under the caret" in reader.bottom
        await reader.go("Share")
        await reader.press("g", "w")
        assert "PERSON is no claim; tag a FACT or" in reader.bottom


async def test_a_low_screen_has_a_row_for_each(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt"], size=(40, 10)) as reader:
        await reader.go("Almost")
        await candidates(reader)
        assert "1 2 3 same · 0 none" in reader.shown
        assert "›1 Some 90 tonnes" in reader.shown
        assert " 2 Nobody counted" in reader.shown


async def test_a_read_only_project_says_why_nothing_is_linked(project: Project) -> None:
    root = project.root
    project.close()
    async with reading(root, paths=["a.txt", "b.txt"], read_only=True) as reader:
        await reader.go("Almost")
        await candidates(reader)
        await reader.press("1")
        assert "read-only" in reader.shown
        await reader.press("0")
        assert "read-only" in reader.shown
        assert links(reader) == []

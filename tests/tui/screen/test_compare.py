"""Comparing annotators on the screen: every key, undo, other programs, and every size."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import ADJUDICATED, Project, Span
from tests.played import plays, undoes
from tests.projects import open_project
from tests.store.disk.disks import everything
from tests.tui.reader import Reader, reading
from tests.tui.screen.articles import TEXT
from tests.waiting import until
from tui.screens.compare import Compare
from tui.screens.compare_panes import ComparePanes
from tui.screens.picker import Picker
from tui.widgets.listing import Listing

ANA = (
    ("PERSON", "Ilse Marrow"),
    ("PERSON", "Tobin Vale"),
    ("NUMBER", "41,000"),
    ("PLACE", "the yard"),
    ("EVENT", "May"),
)
BEN = (
    ("PERSON", "Ilse Marrow"),
    ("ORG", "Tobin Vale"),
    ("NUMBER", "41,000 passengers"),
    ("ORG", "yard"),
    ("EVENT", "June"),
)
"""One place of each kind: agreed, label, boundary, both, and one that only the one or the other has."""


def tag(root: Path, name: str, tags: tuple[tuple[str, str], ...], path: str = "ferry.txt") -> None:
    project = open_project(root, name)
    article = project.library.article(path)
    for label, words in tags:
        at = article.text.index(words)
        project.annotate(article, [Span(at, at + len(words))], label)
    project.close()


@pytest.fixture
def two(root: Path) -> Path:
    """A project that two have tagged."""
    tag(root, "ana", ANA)
    tag(root, "ben", BEN)
    return root


@contextlib.asynccontextmanager
async def comparing(
    root: Path, *, size: tuple[int, int] = (120, 40), project: Project | None = None, read_only: bool = False
) -> AsyncIterator[tuple[Reader, Compare]]:
    """The screen, opened by its key."""
    async with reading(root, size=size, project=project, read_only=read_only) as reader:
        await reader.press("g", "v")
        screen = reader.app.screen
        assert isinstance(screen, Compare)
        yield reader, screen


def rows(screen: Compare) -> list[str]:
    """The listed places: words and what they differ in."""
    return [f"{item.left} · {item.right}" for item in screen.query_one(Listing).items]


def result(screen: Compare) -> list[tuple[str, str]]:
    return [(one.label, one.quote) for one in screen.work.project.layer(screen.article)]


AGREED = ("PERSON", "Ilse Marrow")
OPEN = [
    "“Tobin Vale” PERSON | ORG · label",
    "PLACE “the yard” | ORG “yard” · boundary and label",
    "NUMBER “41,000” | “41,000 passengers” · boundary",
    "EVENT “May” | – · only ana",
    "– | EVENT “June” · only ben",
]


@plays("compare")
async def test_places_are_listed_by_what_differs_and_agreements_are_taken_over(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        assert rows(screen) == OPEN
        assert result(screen) == [AGREED]
        assert "1 place on which all agree taken over · 5 open · u takes that back" in reader.shown
        assert "5 open of 6 · ana and ben · ferry.txt" in reader.top
        assert "1 ana" in reader.shown
        assert "2 ben" in reader.shown
        await reader.press("u")
        assert result(screen) == []
        assert "6 open of 6" in reader.top
        await reader.press("t")
        assert result(screen) == [AGREED]


async def test_each_key_judges_and_goes_on_to_the_next_place(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        await reader.press("2")
        assert "right: ORG “Tobin Vale”, as ben says · 4 open · u takes that back" in reader.shown
        assert rows(screen) == OPEN[1:]
        await reader.press("x", "1")
        assert result(screen) == [AGREED, ("ORG", "Tobin Vale"), ("NUMBER", "41,000")]
        await reader.press("2")  # ben has nothing there
        assert "right: nothing, as ben says" in reader.shown
        assert rows(screen) == OPEN[4:]
        await reader.press("2")
        assert rows(screen) == []
        assert "0 open of 6" in reader.top
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert "another program" not in reader.bottom
    done = open_project(two, ADJUDICATED)
    assert len(done.layer(done.library.article("ferry.txt"))) == 4
    assert [one["verdict"] for one in done.database.of_article("ferry.txt", "decisions")].count("reject") == 2
    done.close()


@undoes("compare")
async def test_every_judgement_is_one_step_to_undo_here_and_later(two: Path) -> None:
    project = open_project(two, ADJUDICATED)
    before = everything(project.database)
    async with comparing(two, project=project) as (reader, screen):
        await reader.press("1", "x")
        states = [everything(project.database)]
        await reader.press("e", "right", "enter")
        assert everything(project.database) not in states
        await reader.press("u")
        assert everything(project.database) in states
        assert "undid: judgement" in reader.shown
        await reader.press("ctrl+r")
        assert "did again: judgement" in reader.shown
        assert len(result(screen)) == 3
        await reader.press("escape")
        await reader.press("u", "u", "u", "u")
        assert everything(project.database) == before
        assert "undid: taking over of what all agree on" in reader.bottom


async def test_an_answer_is_edited_by_keys(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        await reader.press("j", "e")
        assert "PLACE “the yard” · ← → right edge" in reader.shown
        await reader.press("shift+left", "right", "3")
        label = reader.project.schema.by_key("3")
        assert label is not None
        assert f"{label.name} “runs the yard, was" in reader.shown
        await reader.press("left", "t")
        assert isinstance(reader.app.screen, Picker)
        await reader.write("EVENT")
        await reader.press("enter", "enter")
        assert ("EVENT", "runs the yard") in result(screen)
        await reader.press(*"fffff")
        assert "settled" in reader.top
        assert "PLACE “the yard” | ORG “yard” · boundary and label · ✓ EVENT, edited" in rows(screen)
        before = result(screen)
        await reader.press("e", "right", "escape")
        assert result(screen) == before
        assert screen.is_current, "Esc backs out of the edit only"


async def test_edges_stay_in_the_text(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        await reader.press("e", *["shift+left"] * 60, *["l", "right"] * 60)
        assert screen.draft is not None
        assert tuple(screen.draft.answer.span) == (0, len(TEXT))
        await reader.press("enter")
        assert ("PERSON", TEXT) in result(screen)


async def test_moving_and_choosing_which_places_are_listed(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        listing = screen.query_one(Listing)
        for key, at in (("j", 1), ("n", 2), ("down", 3), ("k", 2), ("p", 1), ("N", 0), ("ctrl+end", 4), ("up", 3)):
            await reader.press(key)
            assert listing.at == at, key
            case = screen.case
            assert case is not None
            panes = screen.query_one(ComparePanes).panes
            for pane, said in zip(panes, case.place.said, strict=True):
                assert pane.selection.span.of(TEXT) == (said.quote if said else "")
        seen = []
        for _ in range(7):
            await reader.press("f")
            seen.append((screen.wanted, len(rows(screen))))
        assert seen == [
            ("label", 1), ("boundary and label", 1), ("boundary", 1), ("only ana", 1), ("only ben", 1), ("settled", 1),
            ("all", 6),
        ]  # fmt: skip
        await reader.press("F")
        assert screen.wanted == "settled"


async def test_keys_that_cannot_act_say_why(two: Path) -> None:
    async with comparing(two) as (reader, _):
        await reader.press("7")
        assert "there is no annotator 7: 1 to 2 accept one" in reader.shown
        await reader.press("Q")
        assert "Q does nothing here" in reader.shown
        await reader.press("t")
        assert "what all agree on has been taken over" in reader.shown
        await reader.press("]")
        await until(lambda: "no other article has anything open" in reader.shown, "the end of the search")
        await reader.press("x", "x", "x", "x", "x", "x")
        assert "there is nothing to judge here" in reader.shown
        await reader.press("e")
        assert "there is nothing to edit here" in reader.shown


async def test_the_next_article_with_something_open_is_found(two: Path) -> None:
    tag(two, "ana", (("PERSON", "Ilse Marrow"),), "harbour.txt")
    async with comparing(two) as (reader, screen):
        await reader.press("]")
        await until(lambda: "no other article has anything open" in reader.shown, "the end of the search")
        assert screen.article.path == "ferry.txt", "ben has not worked on the other one"
    tag(two, "ben", (("PERSON", "Orrin Bay"),), "harbour.txt")
    async with comparing(two) as (reader, screen):
        await reader.press("]")
        await until(lambda: screen.article.path == "harbour.txt", "the other article")
        assert rows(screen) == ["– | PERSON “Orrin Bay” · only ben", "PERSON “Ilse Marrow” | – · only ana"]
        await reader.press("1")
        await reader.press("[")
        await until(lambda: screen.article.path == "ferry.txt", "the first article")
        await reader.press("u")
        assert screen.article.path == "harbour.txt", "an undo shows where"


async def test_what_another_program_changes_opens_its_place_again(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        await reader.press("1")
        assert rows(screen) == OPEN[1:]
        ben = open_project(two, "ben")
        article = ben.library.article("ferry.txt")
        [one] = [one for one in ben.layer(article) if one.quote == "Tobin Vale"]
        ben.update([one], "relabel", label="GPE")
        assert ben.database.flush()
        await until(lambda: "“Tobin Vale” PERSON | GPE · label" in rows(screen), "the change")
        assert "read anew: another program has changed something" in reader.shown
        ben.close()


async def test_who_may_not_write_the_result_is_told_why(two: Path) -> None:
    holder = open_project(two, ADJUDICATED)
    holder.annotate(holder.library.article("ferry.txt"), [Span(0, 4)], "PERSON")
    async with comparing(two) as (reader, screen):
        assert "read-only: open in process" in reader.top
        assert len(rows(screen)) == 6
        for key in ("1", "x", "e", "t"):
            await reader.press(key)
            assert "the result cannot be written: open in process" in reader.shown, key
        holder.close()
        await until(lambda: "read-only" not in reader.top, "the other program's end")
        await reader.press("1")
        assert len(rows(screen)) == 5
    async with comparing(two, read_only=True) as (reader, _):
        await reader.press("1")
        assert "the result cannot be written" in reader.shown


async def test_two_are_chosen_of_more_and_one_alone_is_refused(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("g", "v")
        assert "comparing takes two annotators or more" in reader.bottom
    for name in ("ana", "ben", "cem"):
        tag(root, name, ANA)
    tag(root, ADJUDICATED, ANA)
    async with reading(root) as reader:
        await reader.press("g", "v")
        screen = reader.app.screen
        assert isinstance(screen, Picker)
        assert [item.left for item in screen.items] == [
            "ana and ben", "ana and cem", "ben and cem", "ana and ben and cem",
        ]  # fmt: skip
        await reader.write("ana and ben and cem")
        await reader.press("enter")
        compare = reader.app.screen
        assert isinstance(compare, Compare)
        assert len(compare.query_one(ComparePanes).panes) == 3
        assert "3 cem" in reader.shown


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (80, 24), (120, 40)], ids=str)
async def test_the_screen_works_at_every_size(two: Path, size: tuple[int, int]) -> None:
    async with comparing(two, size=size) as (reader, screen):
        assert "Tobin Vale" in reader.shown
        assert "PERSON | ORG" in reader.shown
        await reader.press("2", "1", "1", "1", "2")
        assert rows(screen) == []
        assert all(len(row) <= size[0] for row in reader.rows())
        await reader.resize(120, 40)
        await reader.resize(*size)
        await reader.press("u")
        assert rows(screen) == OPEN[4:]


async def test_an_article_that_goes_or_is_edited_meanwhile_is_not_judged_at_old_places(two: Path) -> None:
    async with comparing(two) as (reader, screen):
        (two / "ferry.txt").write_text(f"New. {TEXT}", encoding="utf-8")
        await reader.press("1")
        assert "has changed on the disk" in reader.shown or screen.article.text.startswith("New. ")
        await until(lambda: screen.article.text.startswith("New. "), "the new text")
        (two / "ferry.txt").unlink()
        await until(lambda: "ferry.txt" in screen.said, "the news")
        await reader.press("1")
        assert "ferry.txt is gone" in reader.shown

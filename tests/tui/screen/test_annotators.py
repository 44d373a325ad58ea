"""Several annotators and several programs on one project, as the screen shows them."""

from pathlib import Path

import pytest

from store import Span
from tests.projects import open_project
from tests.tui.reader import reading, tagged, underlined
from tests.tui.screen.articles import TEXT
from tests.waiting import until

NAMES = ("bea", "cem", "dov")


@pytest.fixture
def peopled(root: Path) -> Path:
    """A project in which three have worked on overlapping places."""
    at = TEXT.index("Tobin Vale")
    for number, name in enumerate(NAMES):
        project = open_project(root, name)
        article = project.library.article("ferry.txt")
        project.annotate(article, [Span(at + number, at + 10 + number)], "PERSON")
        project.close()
    return root


async def test_everybodys_tags_are_told_apart_without_colours(peopled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    at = TEXT.index("Tobin Vale")
    async with reading(peopled) as reader:
        await reader.go("Tobin", by=3)
        assert all(f"{name}: PERSON" in reader.bottom for name in NAMES)
        assert "Tobin Vale" in underlined(reader.row_of(at)).replace("\u258f", " ")
        assert {one.style.dim for one in reader.row_of(at) if one.style and one.style.underline} == {True}
        tagged(reader.project, "PERSON", "Ilse Marrow")
        reader.desk.renew()
        await reader.pilot.pause()
        own = [one for one in reader.row_of(TEXT.index("Ilse")) if one.style and one.style.underline]
        shown = "".join(one.text for one in own if one.style and not one.style.dim)
        assert shown.startswith("Ilse Marrow")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_annotators_are_counted_hidden_and_shown(peopled: Path, size: tuple[int, int]) -> None:
    async with reading(peopled, size=size) as reader:
        await reader.press("g", "a")
        for name in NAMES:
            (row,) = (row for row in reader.rows() if f"hide the tags of {name}" in row)
            assert " 1 tag " in row
            assert f"work as {name}" in reader.shown
        await reader.press("enter")
        assert "the tags of bea are hidden" in reader.bottom
        await reader.go("Tobin", by=3)
        await reader.press("l")
        assert "bea:" not in reader.bottom
        assert "cem: PERSON" in reader.bottom
        await reader.press("g", "a")
        assert "show the tags of bea" in reader.shown


async def test_who_changes_the_annotator_keeps_what_is_hidden(peopled: Path) -> None:
    async with reading(peopled) as reader:
        await reader.press("g", "a", "enter")
        assert reader.app.hidden == {"bea"}
        await reader.press("g", "a")
        await reader.write("work as cem")
        await reader.press("enter")
        assert reader.app.successor == "cem"


async def test_a_second_program_follows_the_first_and_takes_over_and_says_so(root: Path) -> None:
    first = open_project(root)
    async with reading(root) as reader:
        assert "read-only: open in process" in reader.top
        tagged(first, "PERSON", "Tobin Vale")
        assert first.database.flush()
        await until(lambda: reader.tags() == [("PERSON", "Tobin Vale")], "what the first one did")
        await until(lambda: "what another program has written was read anew" in reader.bottom, "the news")
        first.close()
        await until(lambda: "the other program has let go: you can tag now" in reader.bottom, "the take-over")
        assert "read-only" not in reader.top
        await reader.go("Monday")
        await reader.press("2", "2")
        assert len(reader.tags()) == 2


async def test_an_article_that_goes_while_it_is_read_stays_readable_and_keeps_its_tags(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("1")
        (root / "ferry.txt").rename(root / "away")  # while a hint is chosen
        await reader.press(reader.letter("Tobin Vale"))
        assert "ferry.txt is gone: its tags are kept" in reader.bottom
        assert "Tobin Vale" in reader.shown
        (root / "away").rename(root / "ferry.txt")
        await reader.press("1", "1")
        assert len(reader.tags()) == 1


async def test_an_article_that_is_replaced_while_a_hint_is_chosen_is_not_tagged_at_old_places(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1")
        letter = reader.letter("Tobin Vale")
        (root / "ferry.txt").write_text("X" * 40 + TEXT, encoding="utf-8")
        await reader.press(letter)
        assert reader.project.count("ferry.txt") == 0
        assert "changed" in reader.bottom or "edited" in reader.bottom

"""Tagging by keys: label first with hints, or a selection first."""

from pathlib import Path

import pytest

from tests.projects import write_project
from tests.tui.reader import reading
from tests.tui.screen.articles import TEXT
from tui.screens.picker import Picker


@pytest.mark.parametrize(
    ("key", "label", "words"),
    [
        ("1", "PERSON", "Tobin Vale"),
        ("6", "NUMBER", "41,000 passengers"),
        ("8", "QUOTE", "“will sail again”"),
        ("7", "FACT", "It will carry more in June."),
    ],
)
async def test_a_labels_key_and_a_hint_tag_exactly_that_place(root: Path, key: str, label: str, words: str) -> None:
    async with reading(root) as reader:
        await reader.press(key)
        x, y = reader.cell(TEXT.index(words))
        drawn = reader.letter(words)
        assert reader.rows()[y + reader.pane.region.y][x + reader.pane.region.x] == drawn
        await reader.press(drawn)
        assert reader.tags() == [(label, words)]
        assert not reader.pane.hints
        assert f"{label}: {words}" in reader.bottom
        assert reader.pane.caret == TEXT.index(words)


async def test_a_capital_letter_selects_instead(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1")
        await reader.press(reader.letter("Tobin Vale").upper())
        assert reader.selected == "Tobin Vale"
        assert reader.tags() == []
        assert "10 characters selected: Tobin Vale" in reader.bottom
        await reader.press("2")
        assert reader.tags() == [("ORG", "Tobin Vale")]


@pytest.mark.parametrize("again", ["the key again", "enter"])
@pytest.mark.parametrize(
    ("key", "label", "at", "words"),
    [
        ("1", "PERSON", "Marrow said", "Ilse Marrow"),
        ("1", "PERSON", "again”", "again"),
        ("7", "FACT", "runs", "Tobin Vale, who runs the yard, was not so sure."),
        ("8", "QUOTE", "sail", "“will sail again”"),
    ],
)
async def test_a_labels_key_twice_tags_what_is_under_the_caret(
    root: Path, key: str, label: str, at: str, words: str, again: str
) -> None:
    async with reading(root) as reader:
        await reader.go(at)
        await reader.press(key, again if again == "enter" else key)
        assert reader.tags() == [(label, words)]


async def test_esc_takes_the_hints_away_and_nothing_has_happened(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1")
        assert reader.pane.hints
        await reader.press("escape")
        assert not reader.pane.hints
        assert reader.tags() == []
        assert not isinstance(reader.app.screen, Picker)
        assert "ferry.txt" in reader.bottom


async def test_a_letter_on_no_hint_says_so(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1")
        await reader.press("z")
        assert not reader.pane.hints
        assert "z is on no hint; nothing was tagged" in reader.bottom
        assert reader.tags() == []


async def test_what_has_the_label_is_not_offered_again(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1")
        await reader.press(reader.letter("Tobin Vale"))
        await reader.press("1")
        assert TEXT.index("Tobin Vale") not in reader.pane.hints
        await reader.press("escape", "8", "8")
        assert "QUOTE" in {label for label, _ in reader.tags()}


async def test_when_nothing_is_left_to_tag_it_says_so(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"a.txt": "nobody was there.\n"})
    async with reading(root) as reader:
        await reader.press("1")
        assert "no names left to tag as PERSON on this screen" in reader.bottom
        await reader.press("6")
        assert "no figures left to tag as NUMBER" in reader.bottom


async def test_two_letters_where_there_are_many_places(tmp_path: Path) -> None:
    names = " ".join(
        f"Then {name} Vale sailed." for name in (f"Ab{chr(97 + at // 6)}{chr(98 + at % 6)}" for at in range(40))
    )
    async with reading(write_project(tmp_path / "news", {"a.txt": names + "\n"})) as reader:
        await reader.press("1")
        two = {offset: code for offset, code in reader.pane.hints.items() if len(code) == 2}
        offset, code = next(iter(two.items()))
        await reader.press(code[0])
        assert reader.pane.hints[offset] == code[1]
        assert all(len(left) == 1 for left in reader.pane.hints.values())
        await reader.press(code[1])
        (tag,) = reader.tags("a.txt")
        assert tag == ("PERSON", names[offset : names.index(" sailed", offset)])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("v", "e"), "Tobin"),
        (("v", "e", "e"), "Tobin Vale"),
        (("v", "l", "l", "l"), "Tob"),
        (("v", "w"), "Tobin "),
        (("V",), "Tobin Vale, who runs the yard, was not so sure."),
        (("shift+right",), "Tobin"),
        (("shift+right", "shift+right"), "Tobin Vale"),
        (("+",), "Tobin"),
        (("+", "+"), "Tobin Vale"),
        (("+", "+", "+", "-", "-"), "Tobin"),
    ],
)
async def test_a_selection_is_tagged_exactly(root: Path, keys: tuple[str, ...], words: str) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press(*keys)
        assert reader.selected == words
        await reader.press("2")
        assert reader.tags() == [("ORG", words)]
        assert reader.pane.selection.is_empty
        await reader.press("l")
        assert reader.pane.selection.is_empty


async def test_a_selection_goes_over_row_ends_and_backwards(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("v", "k", "0")
        assert len(reader.tags()) == 1
        label, words = reader.tags()[0]
        assert label == "OPINION"
        assert words == TEXT[TEXT.index(words) : TEXT.index("Tobin")]


async def test_the_ends_of_a_selection_can_be_swapped(root: Path) -> None:
    async with reading(root) as reader:
        at = await reader.go("Tobin")
        await reader.press("v", "e", "o")
        assert reader.pane.caret == at
        await reader.press("b")
        assert reader.selected.endswith("again”. Tobin")


async def test_esc_drops_the_selection_and_only_then_shows_the_library(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("v", "e")
        assert reader.selected
        await reader.press("escape")
        assert reader.pane.selection.is_empty
        assert not isinstance(reader.app.screen, Picker)
        await reader.press("w", "escape")
        assert isinstance(reader.app.screen, Picker)


async def test_any_label_is_found_by_typing(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Monday")
        await reader.press("t")
        assert "Tag “Monday” as" in reader.shown
        await reader.write("even")
        await reader.press("enter")
        assert reader.tags() == [("EVENT", "Monday")]
        await reader.go("yard")
        await reader.press(".")
        assert reader.tags() == [("EVENT", "Monday"), ("EVENT", "yard")]


async def test_repeating_before_anything_was_tagged_says_so(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press(".")
        assert "nothing has been tagged yet" in reader.bottom


async def test_tagging_twice_is_one_annotation(root: Path) -> None:
    async with reading(root) as reader:
        for _ in range(2):
            await reader.go("Tobin")
            await reader.press("+", "1")
        assert reader.tags() == [("PERSON", "Tobin")]
        assert "Tobin is PERSON already" in reader.bottom


async def test_a_selection_shrinks_the_way_it_has_grown(root: Path) -> None:
    async with reading(root) as reader:
        at = await reader.go("yard")
        grown = [reader.selected]
        while True:
            await reader.press("+")
            if reader.selected == grown[-1]:
                break
            grown.append(reader.selected)
        assert "as large as it gets" in reader.bottom
        assert len(grown) > 4
        for words in reversed(grown[:-1]):
            await reader.press("-")
            assert reader.selected == words
        assert reader.pane.selection == (at, at)
        await reader.press("-")
        assert "nothing is selected" in reader.bottom
        await reader.press("+", "+", "shift+right", "-")
        assert reader.selected != grown[1]  # it was changed by hand meanwhile: shrinking goes on from there

"""Hints in other sizes, on other pages, for other labels, in other scripts, and where there is hardly room for them."""

from pathlib import Path

import pytest
from textual.events import Key

from tests.projects import write_project
from tests.tui.reader import reading
from tests.tui.screen.articles import TEXT
from tui.commands.showing import wrap
from tui.hints import SINGLE


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("7", "-"), "the ferry “will sail again”"),
        (("1", "+"), "Captain Ilse Marrow"),
        (("1", "-"), "yard"),
        (("6", "-"), "41,000"),
        (("8", "-"), "will sail again"),
        (("8", "+"), "Ilse Marrow called it “a good year”."),
    ],
)
async def test_minus_and_plus_make_the_objects_smaller_and_larger(
    root: Path, keys: tuple[str, str], words: str
) -> None:
    async with reading(root) as reader:
        await reader.press(*keys, "escape")
        assert not reader.pane.hints
        assert reader.tags() == []
        await reader.press(*keys)
        await reader.press(reader.letter(words))
        assert [quote for _, quote in reader.tags()] == [words]
        await reader.press("u")
        assert reader.tags() == []


async def test_objects_that_get_no_smaller_say_so_and_keep_their_hints(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("8", "-")
        before = dict(reader.pane.hints)
        await reader.press("-")
        assert "do not get smaller" in reader.bottom
        assert reader.pane.hints == before


async def test_the_end_of_what_a_letter_stands_for_is_marked(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1")
        at = TEXT.index("Tobin Vale") + len("Tobin Vale") - 1
        assert at in reader.pane.hint_ends
        x = reader.cell(at)[0] + reader.pane.region.x
        drawn, cell = "", 0
        for segment in reader.row_of(at):
            if cell <= x < cell + segment.cell_length and segment.style and segment.style.underline:
                drawn = segment.text
            cell += segment.cell_length
        assert drawn == "e"
        await reader.press("escape")
        assert not reader.pane.hint_ends


async def test_another_labels_key_changes_to_that_label(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("1", "2")
        await reader.press(reader.letter("Tobin Vale"))
        assert reader.tags() == [("ORG", "Tobin Vale")]


async def test_space_goes_on_to_the_next_page_with_the_same_label(tmp_path: Path) -> None:
    text = "\n\n".join(f"Then Ab{chr(97 + at // 26)}{chr(97 + at % 26)} Vale sailed." for at in range(60))
    async with reading(write_project(tmp_path / "news", {"a.txt": text})) as reader:
        await reader.press("1")
        first = min(reader.pane.hints)
        await reader.press("space")
        assert min(reader.pane.hints) > first
        await reader.press(reader.pane.hints[max(reader.pane.hints)][0])
        await reader.press("escape", "1", "pagedown", "pageup", "escape")
        assert not reader.pane.hints


async def test_backspace_takes_the_first_of_two_letters_back(tmp_path: Path) -> None:
    text = " ".join(f"Then Ab{chr(97 + at // 26)}{chr(97 + at % 26)} Vale sailed." for at in range(30))
    async with reading(write_project(tmp_path / "news", {"a.txt": text})) as reader:
        await reader.press("1")
        before = dict(reader.pane.hints)
        two = next(code for code in before.values() if len(code) == 2)
        await reader.press(two[0])
        assert reader.pane.hints != before
        await reader.press("backspace")
        assert reader.pane.hints == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市长在港口说渡轮不会停运。", "港"),
        ("افتتحت بلدية مرسى الزعفران مكتبة", "مرسى"),
        ("ראש העיר אנה לופז אמרה", "אנה"),
        ("महापौर अना लोपेज़ ने कहा", "अना"),
        ("นายกเทศมนตรี กล่าว", "กล่าว"),
        ("THE FERRY WILL NOT SAIL", "FERRY"),
        ("手紙を書いた浜岡澪さんは", "浜岡澪"),
        ("👩‍👩‍👧 met Ana Lo\u0301pez 🚢 at Kell", "Ana Lo\u0301pez"),
    ],
)
async def test_every_script_gets_hints(tmp_path: Path, text: str, words: str) -> None:
    async with reading(write_project(tmp_path / "news", {"a.txt": text + "\n"})) as reader:
        await reader.press("1")
        await reader.press(reader.letter(words))
        assert [quote for _, quote in reader.tags("a.txt")] == [words]


@pytest.mark.parametrize(("key", "word"), [("e", "Élan"), ("o", "Ørsted"), ("4", "41,000"), ("é", "Élan")])
async def test_a_jump_finds_letters_with_marks_and_digits(tmp_path: Path, key: str, word: str) -> None:
    text = f"In {word} lay nothing.\n"
    async with reading(write_project(tmp_path / "news", {"a.txt": text})) as reader:
        await reader.press("f")
        reader.app.screen.post_message(_key(key))
        await reader.pilot.pause()
        assert reader.pane.caret == text.index(word)


async def test_five_hundred_words_can_be_told_apart_by_two_letters(tmp_path: Path) -> None:
    text = " ".join("abcdefghijklmnopqrstuvwxyz"[at % 26] + str(at % 10) for at in range(500)) + "\n"
    toml = '[[label]]\nname = "WORD"\nkind = "entity"\nkey = "1"\nhint = "words"\n'
    async with reading(write_project(tmp_path / "news", {"a.txt": text}, toml), size=(60, 40)) as reader:
        await reader.press("1")
        codes = list(reader.pane.hints.values())
        assert len(codes) == len(set(codes)) == 500
        assert max(map(len, codes)) == 2
        assert not any(one != other and other.startswith(one) for one in codes for other in codes)


@pytest.mark.parametrize("keys", [("1",), ("f", "a")])
async def test_more_words_than_letters_tell_apart_are_counted_and_come_next(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    words = [f"a{at % 10}" for at in range(1200)]
    toml = '[[label]]\nname = "WORD"\nkind = "entity"\nkey = "1"\nhint = "words"\n'
    root = write_project(tmp_path / "news", {"a.txt": " ".join(words) + "\n"}, toml)
    async with reading(root, size=(130, 40)) as reader:
        await reader.press(*keys)
        count = sum(len(part.of(reader.pane.sheet.text).split()) for part in reader.pane.view.seen)
        without = count - len(reader.pane.hints)
        assert without > 0
        assert f"{without:,} more have no" in reader.bottom
        last = max(reader.pane.hints)
        if keys == ("1",):
            await reader.press("ctrl+d")
            assert max(reader.pane.hints) > last


async def test_a_label_whose_key_is_a_letter_is_on_no_hint(tmp_path: Path) -> None:
    toml = '[[label]]\nname = "PERSON"\nkind = "entity"\nkey = "s"\nhint = "names"\n'
    names = " ".join(f"Then Ab{chr(97 + at)} Vale sailed." for at in range(SINGLE - 1))
    async with reading(write_project(tmp_path / "news", {"a.txt": names}, toml)) as reader:
        await reader.go("Abb")
        await reader.press("s")
        assert "s" not in "".join(reader.pane.hints.values())
        await reader.press("s")
        assert [quote for _, quote in reader.tags("a.txt")] == ["Abb Vale"]


async def test_a_sentence_that_begins_above_the_screen_can_be_tagged(tmp_path: Path) -> None:
    text = "It was long " + "and very long " * 300 + "at last.\n"
    async with reading(write_project(tmp_path / "news", {"a.txt": text}), size=(60, 14)) as reader:
        await reader.press("space", "7")
        (at,) = reader.pane.hints
        assert at == reader.pane.top > 0
        await reader.press(reader.pane.hints[at])
        assert [quote for _, quote in reader.tags("a.txt")] == [text.strip()]


async def test_hints_on_a_line_that_is_cut_are_where_it_can_be_seen(tmp_path: Path) -> None:
    text = "Then Ana Vale sailed. " * 50_000
    async with reading(write_project(tmp_path / "news", {"a.txt": text}), size=(80, 20)) as reader:
        wrap(reader.desk)
        await reader.pilot.pause()
        await reader.press("1")
        assert reader.pane.hints
        assert all(reader.cell(at)[0] < reader.pane.size.width for at in reader.pane.hints)
        assert max(reader.pane.hints) > 1_000  # a row holds thousands of characters, of which the start is seen


@pytest.mark.parametrize(("width", "height"), [(10, 4), (40, 10)])
async def test_hint_keys_on_the_smallest_screens(root: Path, width: int, height: int) -> None:
    async with reading(root, size=(width, height)) as reader:
        await reader.press("1", "a", "7", "-", "+", "s", "f", "e", "escape")
        assert reader.app.is_running


async def test_hint_keys_on_an_empty_article(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", {"a.txt": ""})) as reader:
        for key in "12678":
            await reader.press(key)
            assert "left to tag" in reader.bottom
        await reader.press("f", "e")
        assert "no word on the screen begins with e" in reader.bottom


def _key(character: str) -> Key:
    return Key(character, character)

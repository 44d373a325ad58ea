"""Furniture is one dim row: opened, shut, gone over, never landed in unseen, and as it was left at the next start."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events

from store import Fold, Hit, Span, read_sitting
from tests.played import do, each
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.articles import ALONE
from tests.waiting import until
from tui.commands.going import go_to
from tui.commands.linked import reach
from tui.screens.picker import Picker

BODY = "".join(
    f"Tobin Vale left quay {number} of Orrin Bay at noon, and was not seen again.\n\n" for number in range(30)
)
END = "Share this page\n\nSubscribe to the Orrin Bay Post\n\nLeave a Reply\nYour email address will not be published.\n"
TEXT = BODY + END
FOLD = Span(len(BODY), len(TEXT))
ROW = "▸ 4 lines folded: share bar, subscription notice, reply form"
SHORT = BODY[:500] + "\n\n" + END


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with an article that ends in furniture, and a short one."""
    return write_project(tmp_path / "news", {"a.txt": TEXT, "b.txt": "Nothing at all happened.\n"})


async def folded(reader: Reader) -> None:
    """Wait until what belongs to the page is found."""
    await until(lambda: reader.pane.sheet.folding.folds, "the furniture")
    await reader.pilot.pause()


async def on_fold(reader: Reader) -> None:
    """Go to the row of the fold, by keys."""
    await folded(reader)
    await reader.press("G", "k")
    assert reader.pane.caret == FOLD.start


def is_shut(reader: Reader) -> bool:
    return bool(reader.pane.folding.rows)


async def test_what_belongs_to_the_page_is_one_dim_row_that_enter_opens(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        assert ROW not in reader.shown
        before = reader.rows()
        await folded(reader)
        assert reader.rows() == before
        await on_fold(reader)
        assert f"{ROW} · Enter opens" in reader.shown
        assert "Leave a Reply" not in reader.shown
        words = next(one for one in reader.row_of(FOLD.start) if "lines folded" in one.text)
        assert words.style == reader.pane.palette.aside
        assert "4 lines folded here; Enter opens them" in reader.bottom
        await reader.press("enter")
        assert "Leave a Reply" in reader.shown
        assert ROW not in reader.shown
        assert reader.pane.caret == FOLD.start


@each(
    ("fold", "4 lines opened; gf folds them again", "4 lines folded; Enter opens them"),
    ("folds-all", "1 fold open; gF shuts them", "1 fold shut; gF opens them"),
    ("folds", "furniture is not folded any more", "furniture is folded"),
)
async def test_a_key_opens_and_the_same_one_shuts(root: Path, action: str, key: str, given: str, check: str) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        await do(reader, action, key)
        assert given in reader.bottom
        assert not is_shut(reader)
        assert "Leave a Reply" in reader.shown
        await reader.press("j", "j")
        await do(reader, action, key)
        assert check in reader.bottom
        assert is_shut(reader)
        assert ROW in reader.shown
        assert reader.pane.caret == FOLD.start


async def test_where_there_is_nothing_to_fold_the_keys_say_so(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await folded(reader)
        await reader.press("g", "f")
        assert "no fold here, 1 fold in this article" in reader.bottom
        await do(reader, "folds")
        await reader.press("g", "F")
        assert "furniture is not folded" in reader.bottom
        await do(reader, "folds")
        await reader.press("]", "g", "F")
        assert "nothing of this article is folded" in reader.bottom


@pytest.mark.parametrize("keys", ["j k", "w b", "l h", "} {", ") (", "down up"])
async def test_a_fold_is_one_step_for_the_caret(root: Path, keys: str) -> None:
    on, back = keys.split()
    text = f"{END}\n{BODY}"
    (root / "a.txt").write_text(text, encoding="utf-8")
    async with reading(root, size=ALONE) as reader:
        (spread,) = (one for _, one in reader.desk.spreads)
        fold = spread.sheet.folding
        fold.lay((Fold(0, len(END) + 1, 4, ()),), (Fold(0, len(END) + 1, 4, ()),))
        assert reader.pane.caret == 0
        await reader.press(on)
        assert reader.pane.caret == len(END) + 1
        await reader.press(back)
        assert reader.pane.caret == 0
        assert is_shut(reader)


async def test_a_selection_over_a_fold_is_the_text_below_it_and_says_so(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        await reader.press("v", "j")
        assert reader.selected == END
        assert f"{len(END)} characters selected, 4 folded lines among them" in reader.bottom
        marked = next(one for one in reader.row_of(FOLD.start) if "lines folded" in one.text)
        assert marked.style != reader.pane.palette.aside
        await reader.press("escape", "escape", "k")
        await reader.press("g", "f")
        assert is_shut(reader) == (reader.pane.caret != FOLD.start)


async def test_a_tag_over_a_fold_has_the_exact_words(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        await reader.press("v", "j", "7")
        assert reader.tags("a.txt") == [("FACT", END)]
        assert not is_shut(reader)


@pytest.mark.parametrize("key", ["t", "x", ".", "T", "!", "y", "*", "L"])
async def test_keys_do_not_mean_what_cannot_be_seen(root: Path, key: str) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale", "a.txt")
    async with reading(root, project=project, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        tagged(project, "ORG", "Share", "a.txt")
        before = reader.tags("a.txt")
        await reader.press(key)
        assert "4 lines folded here; Enter opens them" in reader.bottom
        assert not isinstance(reader.app.screen, Picker)
        assert reader.tags("a.txt") == before
        assert is_shut(reader)


async def test_hints_and_jumps_offer_nothing_that_cannot_be_seen(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        await reader.press("2")
        assert reader.pane.hints
        assert max(reader.pane.hints) < FOLD.start
        await reader.press("2")
        assert "4 lines folded here" in reader.bottom
        assert reader.tags("a.txt") == []
        await reader.press("f", "r")
        assert "no word on the screen begins with r" in reader.bottom


async def test_tagging_all_leaves_out_what_is_folded_and_counts_it(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await folded(reader)
        await reader.go("Orrin Bay")
        await reader.press("T")
        assert "30 of 30 places" in reader.bottom
        assert "1 folded away" in reader.bottom
        await reader.press("escape")
        assert is_shut(reader)


async def find(reader: Reader) -> None:
    await reader.press("/")
    await reader.write("email")
    await reader.press("enter")


async def walk(reader: Reader) -> None:
    await reader.press("g", "g", "m")


async def open_there(reader: Reader) -> None:
    at = TEXT.index("email")
    reader.desk.open("a.txt", at=Span(at, at + 5))
    await reader.pilot.pause()


async def follow(reader: Reader) -> None:
    at = TEXT.index("email")
    assert reach(reader.desk, "a.txt", Span(at, at + 5))
    await reader.pilot.pause()


async def go(reader: Reader) -> None:
    at = TEXT.index("email")
    assert go_to(reader.desk, Hit("a.txt", Span(at, at + 5), "email"), beside=False)
    await reader.pilot.pause()


@pytest.mark.parametrize("way", [find, walk, open_there, follow, go])
async def test_what_is_gone_to_is_never_hidden(root: Path, way: Callable[[Reader], object]) -> None:
    project = open_project(root)
    async with reading(root, project=project, size=ALONE, folds=True) as reader:
        await folded(reader)
        tagged(project, "FACT", "email", "a.txt")
        await reader.press("u", "ctrl+r", "g", "F")
        assert is_shut(reader)
        await way(reader)  # type: ignore[misc]  # each is a coroutine
        assert not is_shut(reader)
        assert reader.pane.caret == TEXT.index("email")
        assert "email address" in reader.shown


async def test_a_hit_at_the_very_start_of_a_fold_is_seen(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        reader.desk.search("Share")
        await reader.press("n")
        assert reader.pane.caret == FOLD.start
        assert not is_shut(reader)


async def test_what_has_tags_is_open_at_first_and_says_how_many_once_it_is_shut(root: Path) -> None:
    project = open_project(root)
    tagged(project, "ORG", "Orrin Bay Post", "a.txt")
    async with reading(root, project=project, size=ALONE, folds=True) as reader:
        await folded(reader)
        assert not is_shut(reader)
        await reader.press("G", "k", "g", "f")
        assert "▸ 4 lines folded" in reader.shown
        assert "1 tag · Enter opens" in reader.shown
        await reader.press("u")
        assert not is_shut(reader), "what was undone is seen"
        await reader.press("g", "f")
        assert "1 tag · " not in reader.shown
        assert f"{ROW} · Enter opens" in reader.shown


async def test_what_is_being_looked_at_is_folded_when_it_is_opened_next(root: Path) -> None:
    (root / "a.txt").write_text(SHORT, encoding="utf-8")
    async with reading(root, size=ALONE, folds=True) as reader:
        before = reader.rows()
        await until(lambda: reader.pane.sheet.folding.waiting, "the furniture")
        await reader.press("j")
        assert reader.rows()[2:-1] == before[2:-1]
        await reader.press("]", "[")
        assert is_shut(reader)
        assert "▸ 4 lines folded" in reader.shown


async def test_open_and_shut_come_back_at_the_next_start_before_anything_is_looked_for(root: Path) -> None:
    for is_open in (True, False):
        async with reading(root, size=ALONE, folds=True) as reader:
            await folded(reader)
            await reader.press("G", "b")
            if is_open == is_shut(reader):
                await reader.press("g", "F")
            top, rows = reader.pane.top, reader.rows()[1:-1]
            reader.app.keep_sitting()
        assert bool(read_sitting(root).folded["a.txt"].opened) == is_open
        async with reading(root, size=ALONE) as reader:
            assert is_shut(reader) != is_open
            assert reader.pane.top == top
            assert reader.rows()[1:-1] == rows


async def test_an_edited_article_is_not_folded_by_what_was_there_before(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await folded(reader)
        reader.app.keep_sitting()
    (root / "a.txt").write_text("x" + TEXT, encoding="utf-8")
    async with reading(root, size=ALONE) as reader:
        assert reader.pane.sheet.folding.folds == ()


async def test_nothing_is_folded_for_those_who_want_that(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await folded(reader)
        reader.app.keep_sitting()
    async with reading(root, size=ALONE) as reader:
        await do(reader, "folds")
        await reader.press("G")
        assert "Leave a Reply" in reader.shown
        assert "furniture is not folded" not in reader.bottom
        await do(reader, "folds")
        assert "Leave a Reply" not in reader.shown


async def test_it_is_folded_for_those_who_may_only_read_and_nothing_is_written(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True, read_only=True) as reader:
        await on_fold(reader)
        assert ROW in reader.shown
    assert not (root / ".sidemark").exists()


async def test_each_of_two_panes_of_one_article_opens_and_shuts_by_itself(root: Path) -> None:
    async with reading(root, size=(120, 30), folds=True, paths=["a.txt"]) as reader:
        await folded(reader)
        reader.desk.open("a.txt", beside=True)
        await reader.press("G", "k", "tab", "G", "k")
        assert reader.shown.count("▸ 4 lines folded") == 2
        await reader.press("enter")
        assert reader.shown.count("Leave a Reply") == reader.shown.count("▸ 4 lines folded") == 1
        await reader.press("j", "j", "tab", "g", "F")
        assert [pane.caret for pane in reader.desk.panes] == [TEXT.index("Subscribe"), FOLD.start]
        assert reader.shown.count("Leave a Reply") == 2
        await reader.press("g", "F", "tab")
        assert reader.shown.count("Leave a Reply") == reader.shown.count("▸ 4 lines folded") == 1
        assert reader.pane.caret == TEXT.index("Subscribe")


async def test_a_new_pane_folds_an_article_as_it_was_left_last(root: Path) -> None:
    async with reading(root, size=(120, 30), folds=True, paths=["a.txt"]) as reader:
        await on_fold(reader)
        await reader.press("enter")
        reader.desk.open("a.txt", beside=True)
        assert not is_shut(reader)
        await reader.press("G", "k", "g", "f")
        assert is_shut(reader)
        await reader.press("_")
        assert not is_shut(reader)
        reader.app.keep_sitting()
    assert read_sitting(root).folded["a.txt"].opened == (), "the pane that is gone was changed last"


async def test_what_one_of_two_panes_shows_is_suggested(root: Path) -> None:
    project = open_project(root)
    for number in (1, 2):
        tagged(project, "PLACE", "Orrin Bay", "a.txt", TEXT.index("Orrin Bay", 80 * number))
    async with reading(root, project=project, size=(120, 30), folds=True, suggests=True, paths=["a.txt"]) as reader:
        await folded(reader)
        reader.desk.open("a.txt", beside=True)
        ghosts = reader.desk.ghosts
        await until(lambda: ghosts.found.get("a.txt"), "the suggestions")
        assert max(one.span.start for one in ghosts.found["a.txt"]) < FOLD.start
        await reader.press("g", "F")
        await until(lambda: max(one.span.start for one in ghosts.found["a.txt"]) > FOLD.start, "the one in the open")


async def test_what_is_found_to_be_folded_leaves_each_pane_as_it_is(root: Path) -> None:
    async with reading(root, size=(120, 30), folds=True, paths=["a.txt"]) as reader:
        await on_fold(reader)
        reader.desk.open("a.txt", beside=True)
        await reader.press("g", "F", "g", "g", "tab", "g", "g")
        (spread,) = (one for path, one in reader.desk.spreads if path == "a.txt")
        more = Fold(0, TEXT.index("\n") + 1, 1, ())
        spread.fold([more, *spread.sheet.folding.folds])
        left, right = (pane.folding for pane in reader.desk.panes)
        assert [more in one.rows for one in (left, right)] == [True, True]
        assert [len(one.rows) for one in (left, right)] == [2, 1]


async def test_a_click_stands_on_it_and_two_open_it(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        x, y = reader.cell(FOLD.start)
        await reader.press("g", "g", "G", "k", "k")
        await reader.mouse(events.MouseDown, (x + 9, y))
        await reader.mouse(events.MouseUp, (x + 9, y))
        assert reader.pane.caret == FOLD.start
        assert is_shut(reader)
        await reader.pilot.double_click(reader.pane, offset=(x + 9, y))
        assert not is_shut(reader)


async def test_nothing_is_suggested_where_nothing_can_be_seen(root: Path) -> None:
    project = open_project(root)
    for number in (1, 2):
        tagged(project, "PLACE", "Orrin Bay", "a.txt", TEXT.index("Orrin Bay", 80 * number))
    async with reading(root, project=project, size=ALONE, folds=True, suggests=True) as reader:
        await folded(reader)
        ghosts = reader.desk.ghosts
        await until(lambda: ghosts.found.get("a.txt"), "the suggestions")
        assert max(one.span.start for one in ghosts.found["a.txt"]) < FOLD.start
        await reader.press("g", "F")
        await until(lambda: max(one.span.start for one in ghosts.found["a.txt"]) > FOLD.start, "the one in the open")
        await reader.press("g", "F")
        await until(lambda: max(one.span.start for one in ghosts.found["a.txt"]) < FOLD.start, "it to go")


@pytest.mark.parametrize("keys", ["w", "j", "space", "G", "g g"])
async def test_a_motion_never_opens_anything(root: Path, keys: str) -> None:
    async with reading(root, size=ALONE, folds=True) as reader:
        await on_fold(reader)
        await reader.press(*keys.split(), "G", "pageup", "pagedown", "b", "b")
        assert is_shut(reader)

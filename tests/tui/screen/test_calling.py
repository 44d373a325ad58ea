"""What a person calls furniture, or text after all: one key, seen at once, one step, everywhere, and remembered."""

from pathlib import Path

import pytest

from store import Project
from tests.played import do, each
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.articles import ALONE
from tests.waiting import until
from tui.alongside import alongside

BODY = "".join(
    f"Tobin Vale left quay {number} of Orrin Bay at noon, and was not seen again.\n\n" for number in range(30)
)
MOTTO = "The Orrin Bay Post has been printed by its readers since the year of the long tide"
END = "Share this page\n\nSubscribe to the Orrin Bay Post\n\nLeave a Reply\nYour email address will not be published.\n"
TEXT = f"{MOTTO}\n\n{BODY}{END}"
OTHER = (
    f"Another boat came in, and nobody knew its flag or who had sent for it.\n\n{MOTTO}\n\nIt left again at night.\n"
)
ROW = "▸ 1 line folded: called furniture"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two articles with a motto that no rule knows; one ends in furniture."""
    return write_project(tmp_path / "news", {"a.txt": TEXT, "b.txt": OTHER})


async def folded(reader: Reader) -> None:
    await until(lambda: reader.pane.sheet.folding.folds, "the furniture")
    await reader.pilot.pause()


def said(project: Project) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["verdict"], one["quote"]) for one in project.database.stream("decisions")]


@each(("furniture", "1 line: furniture, in every article · u takes that back", ROW), undone=True)
async def test_the_line_under_the_caret_is_folded_at_once_and_open_again_when_that_is_undone(
    root: Path, action: str, key: str, given: str, check: str
) -> None:
    async with reading(root, size=ALONE, folds=True, alongside=True) as reader:
        await folded(reader)
        await reader.press("w", "w")
        before = reader.rows()
        await do(reader, action, key)
        assert given in reader.bottom
        assert check in reader.shown
        assert reader.pane.caret == 0
        assert said(reader.project) == [("furniture", "accept", MOTTO)]
        await reader.press("u")
        assert "undid: furniture" in reader.bottom
        assert ROW not in reader.shown
        assert said(reader.project) == []
        assert reader.rows()[2:-1] == before[2:-1]
        await reader.press("ctrl+r")
        assert ROW in reader.shown


async def test_it_is_furniture_in_an_article_that_is_opened_later_and_at_the_next_start(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True, alongside=True) as reader:
        await folded(reader)
        await reader.press("g", "u", "]")
        assert ROW in reader.shown
        assert "lines folded" not in reader.shown
        await reader.press("[")
        assert ROW in reader.shown
        reader.app.keep_sitting()
    (root / ".sidemark" / "positions.json").unlink()
    async with reading(root, size=ALONE, folds=True, alongside=True) as reader:
        await folded(reader)
        await reader.press("]")
        await until(lambda: reader.pane.sheet.folding.folds or reader.pane.sheet.folding.waiting, "the verdict")
        await reader.press("[", "]")
        assert ROW in reader.shown


async def test_what_was_left_open_before_is_folded_by_what_is_said_since(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True, alongside=True, paths=["b.txt"]) as reader:
        await reader.press("[")
        await folded(reader)
        await reader.press("G", "k", "enter", "g", "g", "]")
        await reader.go(MOTTO[:20])
        await reader.press("g", "u", "[")
        assert ROW in reader.shown
        await reader.press("u")
        assert ROW not in reader.shown
        await reader.press("G")
        assert "Leave a Reply" in reader.shown, "what somebody has opened stays open"


async def test_a_fold_that_is_none_is_text_again_line_by_line_or_as_a_whole(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True, alongside=True) as reader:
        await folded(reader)
        await reader.press("G", "k", "g", "u")
        assert "4 lines: text, no furniture, in every article" in reader.bottom
        assert "Leave a Reply" in reader.shown
        assert reader.pane.sheet.folding.folds == ()
        await reader.press("u")
        assert "▸ 4 lines folded" in reader.shown
        await reader.press("enter", "j", "j", "g", "u")
        assert "1 line: text, no furniture" in reader.bottom
        assert said(reader.project) == [("furniture", "reject", "Subscribe to the Orrin Bay Post")]
        assert "▸ 2 lines folded: reply form" in reader.shown
        await reader.press("g", "u")
        assert "1 line: furniture" in reader.bottom
        assert "▸ 4 lines folded: share bar, called furniture, reply form" in reader.shown


async def test_a_selection_is_all_lines_that_it_touches(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True, alongside=True) as reader:
        await folded(reader)
        await reader.press("v", "j", "j", "j", "j", "g", "u")
        assert "2 lines: furniture" in reader.bottom
        assert "▸ 2 lines folded: called furniture" in reader.shown
        assert reader.pane.selection.is_empty
        assert said(reader.project)[0][2].startswith(f"{MOTTO}\n\nTobin Vale left quay 0")


async def test_what_has_tags_stays_open(root: Path) -> None:
    project = open_project(root)
    tagged(project, "ORG", "Orrin Bay Post", "a.txt")
    async with reading(root, project=project, size=ALONE, folds=True, alongside=True) as reader:
        await folded(reader)
        await reader.press("g", "u")
        assert ROW not in reader.shown
        await reader.press("g", "f")
        assert f"{ROW} · 1 tag" in reader.shown


async def test_a_passage_of_such_lines_is_not_walked_and_comes_back_when_that_is_undone(root: Path) -> None:
    async with reading(root, size=(120, 30), alongside=True) as reader:
        ground = alongside(reader.desk)
        await until(lambda: ground.passages.stops("a.txt"), "the passage")
        await reader.press("p", "g", "u")
        assert "1 line: furniture" in reader.bottom
        await until(lambda: not ground.passages.stops("a.txt") and not ground.is_busy, "its end")
        await reader.press("p")
        assert "shares no passage with the other panes but 1 of furniture" in reader.bottom
        await reader.press("u")
        await until(lambda: ground.passages.stops("a.txt"), "the passage")


async def test_a_passage_that_is_a_part_of_its_line_is_its_words(tmp_path: Path) -> None:
    filler = "the harbour board of the north met on a cold and windless morning without its eldest member " * 3
    files = {
        "a.txt": f"Before that, {filler}and it was seen. {MOTTO}.\n",
        "b.txt": f"{MOTTO}. A ship of quite another kind was built in the yard behind the rope works, and sold.\n",
    }
    root = write_project(tmp_path / "news", files)
    async with reading(root, size=(120, 30), folds=True, alongside=True) as reader:
        ground = alongside(reader.desk)
        await until(lambda: ground.passages.stops("a.txt"), "the passage")
        await reader.press("p", "g", "u")
        assert "these words are furniture" in reader.bottom
        await until(lambda: not ground.passages.stops("a.txt") and not ground.is_busy, "its end")
        assert reader.pane.sheet.folding.folds == ()
        await do(reader, "passages-all")
        await until(lambda: ground.passages.stops("a.txt"), "the passage")
        await reader.press("p")
        assert "furniture · passage 1 of 1" in reader.bottom
        await reader.press("g", "u")
        assert "these words are text of the article" in reader.bottom
        await until(lambda: [one.kind for one in ground.passages.groups] == ["text"], "text again")


async def test_what_is_too_long_is_not_called_furniture_by_mistake(root: Path) -> None:
    (root / "a.txt").write_text(TEXT + BODY * 3, encoding="utf-8")
    async with reading(root, size=ALONE) as reader:
        await reader.press("v", "G", "g", "u")
        assert "characters are more than can be called furniture at once: 5,000" in reader.bottom
        assert said(reader.project) == []


async def test_where_nothing_can_be_said_it_says_why(root: Path) -> None:
    async with reading(root, size=ALONE, folds=True, alongside=True) as reader:
        await reader.press("j", "j", "g", "u")
        assert "no words here" in reader.bottom
        assert said(reader.project) == []
    async with reading(root, size=ALONE, folds=True, alongside=True, read_only=True) as reader:
        await reader.press("g", "u")
        assert "read-only" in reader.bottom

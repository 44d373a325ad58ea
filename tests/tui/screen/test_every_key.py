"""Each key of the actions that stand on their own, pressed once in a prepared place, and what it does there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import Span
from tests.played import KEYMAP, do, each, plays, undoes
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, covers, reading, tagged
from tests.tui.screen.articles import ALONE, LONG, TEXT
from tui.screens.pages import Page
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.legend import Legend

Check = Callable[[Reader], object]


def at(words: str) -> Check:
    """The caret stands at some words."""
    return lambda reader: reader.pane.caret == TEXT.index(words)


def selects(words: str) -> Check:
    """Some words are selected."""
    return lambda reader: reader.selected == words


@each(
    ("char-left", "Tobin", at(" Tobin")),
    ("char-right", "Tobin", at("obin")),
    ("word-back", "Tobin", at("again”")),
    ("word-next", "Tobin", at("Vale")),
    ("word-end", "Tobin", at(" Vale")),
    ("row-down", "Captain", lambda reader: reader.pane.view.y_of(reader.pane.caret) == 1),
    ("row-up", "The crossing", lambda reader: reader.pane.caret == TEXT.index("The crossing") - 1),
    ("sentence-back", "Tobin", at("Captain")),
    ("sentence-next", "Tobin", at("The crossing")),
    ("paragraph-back", "Tobin", at("Captain")),
    ("paragraph-next", "Tobin", at("The crossing")),
    ("row-start", "Ilse", at("Captain")),
    ("row-end", "Captain", lambda reader: reader.pane.caret == reader.pane.view.row_end(0)),
    ("text-start", "Tobin", at("Captain")),
    ("text-end", "Tobin", lambda reader: reader.pane.caret == len(TEXT)),
    ("select-sentence", "crossing", selects("The crossing carried 41,000 passengers in May.")),
    ("extend-left", "Vale", selects("Tobin Vale")),
    ("extend-right", "Tobin", selects("Tobin")),
    ("extend-up", "The crossing", lambda reader: reader.selected == "\n"),
    ("extend-down", "Captain", lambda reader: reader.selected == TEXT[: reader.pane.view.window[1][0]]),
    ("grow", "Tobin", selects("Tobin")),
    ("search-panes", "Marrow", lambda reader: [len(pane.hits) for pane in reader.desk.panes] == [2, 1]),
    ("annotation-next", "Captain", at("Ilse Marrow")),
    ("annotation-back", "41,000", at("Tobin Vale")),
)
async def test_where_a_key_leads(root: Path, action: str, key: str, given: str, check: Check) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go(given)
        await do(reader, action, key)
        assert check(reader), (reader.pane.caret, reader.selected)


@each(
    ("page-down", "", lambda reader: reader.pane.top > 40),
    ("page-up", "page-down", lambda reader: reader.pane.top == 0),
    ("half-down", "", lambda reader: reader.pane.caret > 20),
    ("half-up", "half-down", lambda reader: reader.pane.caret == 0),
)
async def test_pages(tmp_path: Path, action: str, key: str, given: str, check: Check) -> None:
    async with reading(write_project(tmp_path / "news", LONG), size=ALONE) as reader:
        if given:
            await do(reader, given)
            assert reader.pane.caret > 0
        await do(reader, action, key)
        assert check(reader), (reader.pane.caret, reader.pane.top)


@each(
    ("article-next", "", lambda reader: reader.paths == ["harbour.txt", "harbour.txt"]),
    ("article-back", "article-next", lambda reader: reader.paths == ["ferry.txt", "harbour.txt"]),
    ("pane-next", "", lambda reader: reader.desk.current == 1),
    ("pane-back", "", lambda reader: reader.desk.current == 1),
    ("pane-close", "", lambda reader: reader.paths == ["harbour.txt"]),
    ("pane-zoom", "", lambda reader: [covers(pane) for pane in reader.desk.panes] == [True, False]),
    ("pane-wider", "", lambda reader: reader.desk.widths[0] > reader.desk.widths[1]),
    ("pane-narrower", "", lambda reader: reader.desk.widths[0] < reader.desk.widths[1]),
    ("pane-equal", "pane-wider", lambda reader: reader.desk.widths == [1.0, 1.0]),
    ("clean", "", lambda reader: reader.pane.showing.is_clean),
    ("marks", "", lambda reader: reader.pane.showing.has_marks),
    ("wrap", "", lambda reader: not reader.pane.showing.wraps),
    ("legend", "", lambda reader: not covers(reader.screen.query_one(Legend))),
    ("theme", "", lambda reader: reader.app.theme == "sidemark-light"),
    ("select", "", lambda reader: reader.desk.is_selecting),
    ("moved", "", lambda reader: "moved" in reader.bottom),
    ("swap-ends", "", lambda reader: "nothing is selected" in reader.bottom),
    ("shrink", "", lambda reader: "nothing is selected" in reader.bottom),
    ("step-overlap", "", lambda reader: "no annotation under the caret" in reader.bottom),
    ("hit-next", "", lambda reader: "nothing is being searched" in reader.bottom),
    ("hit-back", "", lambda reader: "nothing is being searched" in reader.bottom),
    ("quit", "", lambda reader: not reader.app.is_running),
)
async def test_what_a_key_does_to_the_screen(root: Path, action: str, key: str, given: str, check: Check) -> None:
    async with reading(root) as reader:
        if given:
            await do(reader, given)
        await do(reader, action, key)
        assert check(reader), reader.bottom


@each(
    ("find-article", Picker, "Open an article in this pane"),
    ("pane-add", Picker, "Open an article beside"),
    ("library", Picker, "harbour"),
    ("list", Picker, "Ilse Marrow"),
    ("annotators", Picker, "You are ana"),
    ("relocate", Picker, ""),
    ("palette", Picker, "Commands"),
    ("search", Prompt, "Search"),
    ("disk", Page, "everything is on the disk"),
    ("help", Page, "Help"),
)
async def test_what_a_key_opens(root: Path, action: str, key: str, given: type, check: str) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    if action == "relocate":
        (root / "ferry.txt").rename(root / "boat.txt")
    async with reading(root, project=project) as reader:
        await do(reader, action, key)
        assert isinstance(reader.app.screen, given)
        assert check.casefold() in reader.shown.casefold()
        await reader.press("escape")
        assert reader.app.screen is reader.screen


@plays("hit-next", "hit-back", "swap-ends", "shrink", "step-overlap", "select", "jump")
async def test_keys_that_need_something_to_act_on(root: Path) -> None:
    project = open_project(root)
    for label, words in (("PERSON", "Vale"), ("ORG", "Tobin Vale")):
        tagged(project, label, words)
    async with reading(root, project=project) as reader:
        await reader.press("f", "m")
        await reader.press(reader.letter("Monday"))
        assert reader.pane.caret == TEXT.index("Monday")
        await reader.go("Tobin")
        await reader.press("v", "w", "e", "o")
        assert reader.pane.caret == TEXT.index("Tobin")
        await reader.press("+", "-", "escape")
        await reader.go("Vale")
        assert "PERSON" in reader.bottom
        await reader.press(";")
        assert "ORG" in reader.bottom
        await reader.press("/")
        await reader.write("marrow")
        await reader.press("enter")
        here = reader.pane.caret
        await reader.press("n")
        assert reader.pane.caret != here
        await reader.press("N")
        assert reader.pane.caret == here


@each(
    ("untag", "", [("PERSON", "Ilse Marrow")]),
    ("untag-alike", "", []),
    ("pick-label", "org", [("PERSON", "Ilse Marrow"), ("ORG", "Ilse"), ("PERSON", "Ilse Marrow")]),
    ("repeat", "2", [("PERSON", "Ilse Marrow"), ("ORG", "Ilse Marrow"), ("PERSON", "Ilse Marrow")]),
    undone=True,
)
async def test_what_a_key_does_to_the_tags_and_that_it_is_undone(
    root: Path, action: str, key: str, given: str, check: list[tuple[str, str]]
) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    tagged(project, "PERSON", "Ilse Marrow", start=TEXT.rindex("Ilse Marrow"))
    async with reading(root, project=project) as reader:
        if action == "repeat":
            await reader.go("Monday")
            await reader.press(given, given, "u")
        before = reader.tags()
        await reader.go("Ilse")
        await do(reader, action, key)
        if action == "pick-label":
            await reader.write(given)
            await reader.press("enter")
        assert sorted(reader.tags()) == sorted(check)
        await reader.press("u")
        assert reader.tags() == before


@plays("unsure", "undo", "redo")
@undoes("unsure")
@pytest.mark.parametrize("undo", KEYMAP.keys("undo"))
@pytest.mark.parametrize("redo", KEYMAP.keys("redo"))
async def test_unsure_is_undone_and_redone(root: Path, undo: str, redo: str) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    article = project.library.article("ferry.txt")
    async with reading(root, project=project) as reader:
        await reader.go("Ilse")
        seen = []
        for key in ("!", undo, redo):
            await reader.press(key)
            seen.append([one.unsure for one in project.layer(article)])
        assert seen == [[True], [False], [True]]


@plays("done-next")
@undoes("done-next")
async def test_a_done_mark_is_undone(root: Path) -> None:
    async with reading(root, size=ALONE) as reader:
        await reader.press("D")
        assert reader.paths == ["harbour.txt"]
        assert [one.done for one in reader.project.relations.records] == [True]
        await reader.press("u")
        assert [one for one in reader.project.relations.records if one.done] == []


@plays("copy", "copy-text", "copy-exact")
async def test_the_three_ways_to_copy(root: Path, copied: list[tuple[str, bool]]) -> None:
    async with reading(root) as reader:
        for action in ("copy", "copy-text", "copy-exact"):
            await reader.go("Tobin")
            reader.pane.select(reader.pane.selection.grown(reader.pane.sheet.segments))
            await do(reader, action)
            await reader.app.workers.wait_for_complete()
        assert [exact for _, exact in copied] == [False, False, True]
        assert [text.startswith("Tobin") for text, _ in copied] == [False, True, True]


@plays("moved", "relocate")
@undoes("moved", "relocate")
async def test_where_tags_of_an_edited_and_of_a_renamed_article_belong_is_undone(root: Path) -> None:
    project = open_project(root)
    at = TEXT.index("Tobin Vale")
    tagged(project, "PERSON", "Tobin Vale")
    project.close()
    source = (root / "ferry.txt").read_text(encoding="utf-8")
    (root / "boat.txt").write_text(source.replace("Captain", "The old captain"), encoding="utf-8")
    (root / "ferry.txt").unlink()
    async with reading(root, paths=["boat.txt"]) as reader:
        await reader.press("g", "r")
        await reader.app.workers.wait_for_complete()
        await reader.press("enter", "enter")
        assert reader.project.count("boat.txt") == 1
        await reader.press("u")
        assert reader.project.count("ferry.txt") == 1
        await reader.press("ctrl+r", "g", "m", "enter")
        assert [one.span for one in reader.project.layer(reader.project.library.article("boat.txt"))] == [
            Span(at + 8, at + 18)
        ]
        await reader.press("u")
        assert "undid" in reader.bottom


@plays("tour")
async def test_the_tour_is_in_the_commands_and_ends_this_sitting(root: Path) -> None:
    async with reading(root) as reader:
        await do(reader, "tour")
        assert reader.app.wants_tour
        assert not reader.app.is_running


@plays("resize")
@undoes("resize")
async def test_a_moved_edge_is_undone(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go("Tobin")
        await reader.press("r", "left", "enter")
        assert reader.tags() == [("PERSON", "Tobin")]
        await reader.press("u")
        assert reader.tags() == [("PERSON", "Tobin Vale")]

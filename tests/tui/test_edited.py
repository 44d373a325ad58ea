"""Edited articles on the screen: tags are marked as moved, accepted by key, attached by hand, or go with their file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import Article, Selection, Span
from store.placing import AT_ONCE, Layers
from tests.invented import PROSE
from tests.projects import FERRY, HARBOUR, open_project, write_project
from tests.waiting import until
from tui.app import Sidemark
from tui.desk import Desk
from tui.keymap import Keymap
from tui.screens.picker import Picker
from tui.screens.relocating import Looking
from tui.widgets.line import Line

PUT_IN = FERRY.replace("Captain", "At noon the harbour lay quiet. Captain")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two articles with three tags and one."""
    made = write_project(tmp_path / "p")
    project = open_project(made)
    ferry = project.library.article("ferry.txt").text
    spans = [
        Span(ferry.index(quote), ferry.index(quote) + len(quote)) for quote in ("Ilse Marrow", "Tobin Vale", "May")
    ]
    project.annotate(project.library.article("ferry.txt"), spans, "PERSON")
    project.annotate(project.library.article("harbour.txt"), [Span(4, 17)], "PLACE")
    project.close()
    return made


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8", newline="")


def app_on(root: Path) -> Sidemark:
    return Sidemark(open_project(root), Keymap())


def desk_of(app: Sidemark) -> Desk:
    assert app.reading is not None
    return app.reading.desk


def foot(app: Sidemark) -> str:
    return str(desk_of(app).panes[0]._foot)


def screen_text(app: Sidemark) -> str:
    """The rows of the first pane."""
    pane = desk_of(app).panes[0]
    return "\n".join(strip.text for strip in pane.render_lines(pane.size.region))


def rows(app: Sidemark) -> list[str]:
    """What is listed, with what is at the right."""
    screen = app.screen
    assert isinstance(screen, Picker)
    return [f"{item.left} | {item.right}" for item in screen.items]


def title(app: Sidemark) -> str:
    """What stands above the list, empty when there is none."""
    return app.screen.title_words if isinstance(app.screen, Picker) else ""


async def picker(app: Sidemark, condition: Callable[[], object] = lambda: True) -> None:
    await until(lambda: isinstance(app.screen, Picker) and condition(), "a list")


async def closed(app: Sidemark) -> None:
    await until(lambda: app.screen is app.reading, "the end of the dialog")


async def gone_through(pilot: Pilot[int], app: Sidemark, *keys: str) -> None:
    """Press keys that open a look through the folder, and wait for its list."""
    await pilot.press(*keys)
    await picker(app, lambda: not isinstance(app.screen, Looking))


async def test_moved_tags_are_marked_counted_and_accepted_as_one_step(root: Path) -> None:
    write(root, "ferry.txt", PUT_IN)
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        desk = desk_of(app)
        assert "ferry.txt was edited: 3 tags moved; gm goes through them" in desk.message
        assert "~3 moved" in foot(app)
        assert any("~" in line[:3] for line in screen_text(app).splitlines())
        before = [dict(one) for one in app.project.database.of_article("ferry.txt")]
        await pilot.press("g", "m")
        await picker(app)
        assert rows(app)[0].startswith("accept the 3 sure ones")
        await pilot.press("escape")
        await closed(app)
        assert [dict(one) for one in app.project.database.of_article("ferry.txt")] == before
        await pilot.press("g", "m")
        await picker(app)
        await pilot.press("enter")
        await closed(app)
        assert "3 tags accepted" in desk.message
        assert foot(app) == "3 tags"
        assert not any("~" in line[:3] for line in screen_text(app).splitlines())
        await pilot.press("u")
        await until(lambda: "~3 moved" in foot(app), "the undo")
        assert [dict(one) for one in app.project.database.of_article("ferry.txt")] == before
        shown = app.project.layer(app.project.library.article("ferry.txt"))
        assert desk.pane is not None
        assert desk.pane.caret in {one.start for one in shown}, "where it is shown, not where its record says"
    app.project.close()


async def test_one_is_accepted_and_one_without_a_place_is_attached_by_hand(root: Path) -> None:
    write(root, "ferry.txt", PUT_IN.replace("Tobin Vale, who runs the yard, was not so sure.", "Edda was not so sure."))
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        desk = desk_of(app)
        pane = desk.pane
        assert pane is not None
        assert "1 without a place" in foot(app)
        before = pane.selection
        await pilot.press("g", "m")
        await picker(app)
        await pilot.press("down")
        await until(lambda: pane.selection != before, "the place of the marked tag")
        await pilot.press("escape")
        await closed(app)
        assert pane.selection == before
        await pilot.press("g", "m")
        await picker(app)
        await pilot.press("down", "enter")
        await until(lambda: "1 tag accepted" in desk.message and isinstance(app.screen, Picker), "the list again")
        await pilot.press("ctrl+end", "enter")
        await closed(app)
        assert "select its words" in desk.message, "what the list showed meanwhile is no selection of the user's"
        at = pane.sheet.text.index("Edda")
        pane.select(Selection(at, at + 4))
        await pilot.press("g", "m")
        await picker(app)
        await pilot.press("ctrl+end", "enter")
        await closed(app)
        article = app.project.library.article("ferry.txt")
        assert "Edda" in [one.quote for one in app.project.layer(article)]
        assert not app.project.placing(article).orphans
    app.project.close()


async def test_accepting_all_sure_ones_ends_the_list_so_that_u_takes_it_back(root: Path) -> None:
    write(root, "ferry.txt", PUT_IN.replace("Tobin Vale, who runs the yard, was not so sure.", "Nobody was."))
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("g", "m")
        await picker(app)
        await pilot.press("enter")
        await closed(app)
        assert "accepted" in desk_of(app).message
        assert "1 without a place" in foot(app)
        await pilot.press("u")
        await until(lambda: "moved" in foot(app), "the undo")
    app.project.close()


async def test_an_article_edited_while_it_is_open_is_read_anew_and_says_so(root: Path) -> None:
    app = app_on(root)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = desk_of(app)
        write(root, "ferry.txt", PUT_IN)
        await until(lambda: "was edited: 3 tags moved" in desk.message, "the news")
        assert "At noon the harbour" in screen_text(app).replace("\n", " ")
        await pilot.press("g", "m")
        await picker(app)
        await pilot.press("enter")
        await closed(app)
        assert foot(app) == "3 tags"
    app.project.close()


async def test_that_an_article_was_edited_is_said_in_place_of_what_the_last_key_did(root: Path) -> None:
    app = app_on(root)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = desk_of(app)
        await pilot.press("X")
        assert "no annotation under the caret" in desk.message
        write(root, "ferry.txt", FERRY + "One line more.\n")
        await until(lambda: "edited by another program" in desk.message, "the news")
        assert app.reading is not None
        assert "edited by another program" in app.reading.query_one("#bottom", Line)._left
    app.project.close()


async def test_hints_on_a_text_that_is_gone_tag_nothing(root: Path) -> None:
    app = app_on(root)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = desk_of(app)
        await pilot.press("1")
        assert desk.pane is not None
        assert desk.pane.hints
        write(root, "ferry.txt", "A" + FERRY)
        await until(lambda: "was edited" in desk.message, "the news")
        assert not desk.pane.hints
        await pilot.press("a")
        assert len(app.project.layer(app.project.library.article("ferry.txt"))) == 3
    app.project.close()


async def test_hundreds_of_moved_tags_are_placed_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slices: list[int] = []
    advance = Layers.advance

    def counted(layers: Layers, article: Article) -> tuple[str, ...]:
        ids = advance(layers, article)
        slices.append(len(ids))
        return ids

    monkeypatch.setattr(Layers, "advance", counted)
    root = write_project(tmp_path / "p", {"light.txt": PROSE})
    project = open_project(root)
    project.annotate(project.library.article("light.txt"), [Span(at, at + 7) for at in range(0, 1950, 5)], "PERSON")
    project.close()
    write(root, "light.txt", "From the archive.\n" + PROSE.replace("board", "office"))
    app = app_on(root)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = desk_of(app)
        spread = desk.spread
        assert spread is not None
        await pilot.press("j")
        await until(lambda: not spread.placing.waiting, "all places")
        assert len(slices) > 5
        assert max(slices) <= AT_ONCE
        assert len(spread.highlights) == len(spread.placing.layer)
        await until(lambda: f"~{len(spread.placing.moved)} moved" in foot(app), "the foot")
        assert "placing" not in foot(app)
    app.project.close()


async def test_a_renamed_article_gets_its_tags_by_key_and_undo_takes_them_back(root: Path) -> None:
    (root / "ferry.txt").rename(root / "zz-returns.txt")
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        desk = desk_of(app)
        assert desk.message == "ferry.txt is gone, with 3 tags: gr finds where they belong now"
        await gone_through(pilot, app, "g", "r")
        assert rows(app) == ["ferry.txt → zz-returns.txt | 3 tags · same text"]
        assert app.project.database.counts() == {"ferry.txt": 3, "harbour.txt": 1}
        await pilot.press("enter")
        await closed(app)
        assert desk.message == "3 tags moved to zz-returns.txt; u takes that back"
        assert app.project.database.counts() == {"zz-returns.txt": 3, "harbour.txt": 1}
        await pilot.press("u")
        await until(lambda: app.project.database.counts() == {"ferry.txt": 3, "harbour.txt": 1}, "the undo")
    app.project.close()


async def test_among_many_articles_those_that_are_gone_are_looked_for_once_the_screen_stands(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "ferry.txt").rename(root / "zz-returns.txt")
    monkeypatch.setattr("store.library.LEAST", 2)
    asked: list[str] = []
    monkeypatch.setattr("tui.status.lost", lambda _: asked.append("at the start"))
    app = app_on(root)
    async with app.run_test(size=(120, 40)):
        desk = desk_of(app)
        await until(lambda: "ferry.txt is gone, with 3 tags: gr finds where" in desk.message, "the news")
        line = app.screen.query_one("#bottom", Line)
        await until(lambda: "is gone" in "".join(one.text for one in line.render_lines(line.region)[0]), "the line")
    assert not asked
    app.project.close()


async def test_a_file_renamed_while_it_is_open_goes_on_under_its_new_name(root: Path) -> None:
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        desk = desk_of(app)
        (root / "ferry.txt").rename(root / "returns.txt")
        await until(lambda: "gr looks where it went" in desk.message, "the news")
        await gone_through(pilot, app, "g", "r")
        await pilot.press("enter")
        await closed(app)
        assert [pane.sheet.path for pane in desk.panes] == ["returns.txt", "harbour.txt"]
        assert foot(app) == "3 tags"
    app.project.close()


async def test_a_deleted_article_is_in_the_library_and_its_tags_can_be_given_by_hand(root: Path) -> None:
    (root / "ferry.txt").unlink()
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        await picker(app)
        assert rows(app)[-1].startswith("ferry.txt | 3 tags, but the file is gone")
        await pilot.press("ctrl+end", "enter")
        await picker(app, lambda: "1 article is not" in title(app))
        assert rows(app) == ["ferry.txt | 3 tags · nowhere"]
        await pilot.press("enter")
        await picker(app, lambda: "which article" in title(app))
        await pilot.press("escape")
        await closed(app)
        assert app.project.database.counts() == {"ferry.txt": 3, "harbour.txt": 1}
        await gone_through(pilot, app, "g", "r")
        await pilot.press("enter")
        await picker(app, lambda: "which article" in title(app))
        await pilot.press("enter")
        await closed(app)
        assert app.project.database.counts() == {"harbour.txt": 4}
    app.project.close()


async def test_exchanged_articles_are_set_right_in_one_step(root: Path) -> None:
    write(root, "ferry.txt", HARBOUR)
    write(root, "harbour.txt", FERRY)
    app = app_on(root)
    async with app.run_test(size=(120, 40)) as pilot:
        await gone_through(pilot, app, "g", "r")
        assert sorted(rows(app)) == [
            "ferry.txt → harbour.txt | 3 tags · its text is there",
            "harbour.txt → ferry.txt | 1 tag · its text is there",
        ]
        await pilot.press("enter")
        await closed(app)
        assert app.project.database.counts() == {"harbour.txt": 3, "ferry.txt": 1}
        assert foot(app) == "1 tag"
        await pilot.press("u")
        await until(lambda: app.project.database.counts() == {"ferry.txt": 3, "harbour.txt": 1}, "the undo")
    app.project.close()


async def test_when_nothing_is_gone_that_is_said(root: Path) -> None:
    app = app_on(root)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "r")
        await until(lambda: desk_of(app).message == "every article that has tags is where it was", "the answer")
    app.project.close()

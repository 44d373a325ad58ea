"""Reading together: what is shared is marked and walked, panes scroll together, what one alone says stands out."""

from pathlib import Path

import pytest
from textual.geometry import Region

from tests.lengthy import lengthy
from tests.played import do, plays
from tests.projects import write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.sharing import BETWEEN, CHANGED, HORSE, SHARED, VALVE, compared, sharing
from tests.waiting import until
from tui.alongside import alongside
from tui.desk import Kept
from tui.drawing import FOOT, HEAD
from tui.widgets.pane import ArticlePane


def foot(reader: Reader, number: int = 0) -> str:
    """The last row of a pane."""
    pane = reader.desk.panes[number]
    row = "".join(segment.text for segment in reader.segments()[pane.region.bottom - FOOT])
    return row[pane.region.x : pane.region.right]


def margin(reader: Reader, offset: int, pane: ArticlePane) -> str:
    """What stands left of the row of an offset."""
    row = "".join(segment.text for segment in reader.row_of(offset, pane))
    return row[pane.region.x : pane.region.x + pane.margin].strip()


def grounds(reader: Reader, offset: int, pane: ArticlePane) -> set[str]:
    """What is behind the words of the row of an offset."""
    row = reader.row_of(offset, pane)
    return {str(one.style.bgcolor) for one in row if one.style and len(one.text.strip()) > 5}


def at(pane: ArticlePane, words: str) -> int:
    return pane.sheet.text.index(words)


async def test_passages_are_marked_in_both_panes_and_counted_in_the_foot(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        left, _right = reader.desk.panes
        assert grounds(reader, at(left, VALVE), left) - grounds(reader, at(left, "Nothing"), left)
        assert margin(reader, at(left, VALVE), left) == ""
        assert "2 passages" in foot(reader)
        assert "2 passages" in foot(reader, 1)


@plays("clean")
async def test_marks_add_no_cells_and_go_with_the_highlights(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        pane, marked = reader.pane, reader.rows()
        rows = list(pane.view.window)
        await reader.press("z")
        assert margin(reader, at(pane, VALVE), pane) == ""
        assert pane.view.window == rows
        plain = reader.rows()
        text = range(1 + HEAD, 1 + pane.size.height - FOOT)
        assert all(len(marked[y]) == len(plain[y]) for y in text)
        assert [marked[y].replace("┊", " ").rstrip() for y in text] == [plain[y].rstrip() for y in text]


@plays("passage-next", "passage-back")
async def test_passages_are_walked_and_the_other_pane_goes_to_the_copy(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        left, right = reader.desk.panes
        await reader.press("p")
        assert left.caret == at(left, VALVE)
        assert right.caret == at(right, VALVE)
        assert right.view.holds(at(right, VALVE))
        assert reader.bottom.strip().startswith("quote · passage 1 of 2 · ledger: word for word")
        assert "passage 1 of 2" in foot(reader)
        assert "passage 1 of 2" in foot(reader, 1)
        assert margin(reader, left.caret, left) == margin(reader, right.caret, right) == "▎"
        await reader.press("p")
        assert left.caret == at(left, HORSE)
        assert right.caret == at(right, CHANGED)
        assert "edited quote · passage 2 of 2 · ledger: 11 words kept, dropped and" in reader.bottom
        await reader.press("P")
        assert left.caret == at(left, VALVE)


async def test_words_that_differ_stand_out_in_both_panes_without_colour_too(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        await reader.press("p", "p")
        for pane, words in zip(reader.desk.panes, ("stood", "stopped"), strict=True):
            styles = {segment.text.strip(): segment.style for segment in reader.row_of(at(pane, words), pane)}
            style = styles[words]
            assert style is not None
            assert style.bold
            assert style.italic
        left = reader.pane
        kept = next(s for s in reader.row_of(at(left, "The leaf moved"), left) if "leaf moved" in s.text)
        assert kept.style is not None
        assert not kept.style.bold


async def test_the_walk_goes_round_and_says_so_and_ends_where_the_caret_leaves(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, ground):
        await reader.press("p", "p", "p")
        assert reader.pane.caret == at(reader.pane, VALVE)
        assert "from the top again" in reader.bottom
        await reader.press("l")
        assert "passage 1 of 2" in reader.bottom
        await reader.press("G")
        assert ground.now == {}
        assert "2 passages" in foot(reader)
        await reader.press("p")
        assert "from the top again" in reader.bottom
        await reader.press("P")
        assert "from the end again" in reader.bottom


async def test_the_other_pane_tells_it_from_its_side(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        await reader.press("p", "p", "tab")
        assert "edited quote · passage 2 of 2 · lantern: 11 words kept, added and" in reader.bottom


async def test_a_pane_without_the_passage_stays_and_is_named(tmp_path: Path) -> None:
    async with sharing(tmp_path, "lantern.txt", "ledger.txt", "post.txt") as (reader, _):
        before = reader.desk.panes[2].caret
        await reader.press("p")
        assert "not in post" in reader.bottom
        assert reader.desk.panes[2].caret == before
        await reader.press("shift+tab", "p")
        assert "this article shares no passage with the other panes" in reader.bottom


async def test_one_pane_alone_says_what_to_do(tmp_path: Path) -> None:
    async with sharing(tmp_path, "lantern.txt") as (reader, _):
        for key in ("p", "P", "S", "g o"):
            await reader.press(*key.split())
            assert "one article only; | opens another beside it" in reader.bottom


async def test_an_article_that_comes_is_compared_with_the_others_and_one_that_goes_is_forgotten(tmp_path: Path) -> None:
    async with sharing(tmp_path, "post.txt", "lantern.txt") as (reader, ground):
        await reader.press("[")
        assert reader.paths == ["ledger.txt", "lantern.txt"]
        await compared(reader)
        assert len(ground.found.shared) == 2
        await reader.press("]")
        assert [*ground.found.shared] == []
        assert "passage" not in foot(reader, 1)


async def test_what_is_known_of_the_others_is_shown_while_a_new_article_is_compared(tmp_path: Path) -> None:
    async with sharing(tmp_path, "lantern.txt", "ledger.txt", "post.txt") as (reader, ground):
        await reader.press("shift+tab", "_")
        assert len(ground.passages.stops("lantern.txt")) == 2


@plays("passages-marked")
async def test_marks_can_be_switched_off(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        await do(reader, "passages-marked")
        await compared(reader)
        assert "passage" not in foot(reader)
        assert margin(reader, at(reader.pane, VALVE), reader.pane) == ""
        await reader.press("p")
        assert margin(reader, at(reader.pane, VALVE), reader.pane) == "▎"


@plays("passages-all")
async def test_furniture_and_refrains_are_shown_on_demand(tmp_path: Path) -> None:
    line = "A council spokeswoman told the Brackwater Post that nobody knew about the missing sluice keys."
    more = "Sign up for our morning newsletter from the old harbour desk today"
    files = {
        "lantern.txt": f"{line}\n\nSnow fell on Marl.\n\n{line}\n\n{more}\n",
        "ledger.txt": f"Ten barges waited for a pilot.\n\n{more}\n",
    }
    async with sharing(tmp_path, files=files) as (reader, ground):
        assert {one.kind for one in ground.found.shared} == {"furniture", "refrain"}
        await reader.press("p")
        assert "no passage with the other panes but 2 of furniture and refrains" in reader.bottom
        await do(reader, "passages-all")
        await compared(reader)
        await reader.press("p")
        assert "refrain · passage 1 of 3" in reader.bottom
        await do(reader, "passages-all")
        await compared(reader)
        assert not ground.passages.stops("lantern.txt")


# scrolling


@plays("scroll-together")
async def test_panes_scroll_together_by_what_they_share(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        left, right = reader.desk.panes
        await reader.press("S")
        assert "the panes scroll together from here" in reader.bottom
        assert "scrolls along" in foot(reader)
        assert left.top == right.top == 0
        await reader.press("G")
        assert right.view.holds(len(right.sheet.text))
        await reader.press("g", "g")
        assert right.top == 0
        await reader.press("S", "G")
        assert "each pane scrolls" not in reader.bottom
        assert right.top == 0
        assert "scrolls along" not in foot(reader)


async def test_it_goes_from_where_the_panes_stand(tmp_path: Path) -> None:
    files = {f"{name}.txt": f"{name}\n\n{BETWEEN}{BETWEEN}" for name in ("one", "other")}
    async with sharing(tmp_path, "one.txt", "other.txt", files=files) as (reader, _):
        left, right = reader.desk.panes
        right.put_top(at(right, "quay 20"))
        before = right.top
        await reader.press("S")
        assert right.top == before
        await reader.press("space")
        assert right.top > before
        await reader.press("pageup")
        assert (left.top, right.top) == (0, before)


async def test_the_wheel_takes_the_others_along_whatever_pane_it_turns_over(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, _):
        left, right = reader.desk.panes
        await reader.press("S")
        right.scroll_rows(30)
        await reader.pilot.pause()
        assert left.top > 0


async def test_all_panes_move_in_one_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sharing(tmp_path) as (reader, _):
        await reader.press("S", "space", "g", "g")
        frames: list[list[int]] = []
        real = reader.screen._compositor.render_update

        def update(*arguments: object, **options: object) -> object:
            frames.append([pane.top for pane in reader.desk.panes])
            return real(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(reader.screen._compositor, "render_update", update)
        await reader.press("space")
        assert frames
        assert all(frame == [pane.top for pane in reader.desk.panes] for frame in frames)


async def test_a_link_by_hand_holds_panes_together(tmp_path: Path) -> None:
    files = {f"{name}.txt": f"{name}\n\n{BETWEEN}{BETWEEN}" for name in ("one", "other")}
    async with sharing(tmp_path, "one.txt", "other.txt", files=files) as (reader, ground):
        ends = [
            tagged(reader.project, "FACT", f"quay {number}", f"{name}.txt")
            for name, number in (("one", 9), ("other", 30))
        ]
        reader.project.link(ends[0], ends[1], "same_claim")
        held = ground.in_common("one.txt", "other.txt")
        assert (ends[0].span, ends[1].span, 10.0) in held
        assert (ends[1].span, ends[0].span, 10.0) in ground.in_common("other.txt", "one.txt")


# only here


@plays("only-here")
async def test_sentences_without_a_relative_stand_out(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, ground):
        await reader.press("g", "o")
        await compared(reader)
        alone = [span.of(SHARED["lantern.txt"]) for span in ground.found.alone["lantern.txt"]]
        assert alone[-1] == "Bread was dear in the shops of Marl."
        assert not any(VALVE in sentence for sentence in alone)
        number = len(ground.found.alone["ledger.txt"])
        assert f"only here: {number} sentence" in foot(reader, 1)
        right = reader.desk.panes[1]
        rain = at(right, "It rained")
        assert margin(reader, rain, right) == "◆"
        assert margin(reader, at(reader.pane, VALVE), reader.pane) == ""
        await reader.press("g", "o")
        await compared(reader)
        assert "only here" not in foot(reader, 1)
        assert margin(reader, rain, right) == ""


async def test_without_colours_a_passage_has_a_mark_in_its_margin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sharing(tmp_path) as (reader, _):
        left = reader.desk.panes[0]
        assert margin(reader, at(left, VALVE), left) == "┊"
        assert margin(reader, at(left, "Nothing"), left) == ""


async def test_what_has_a_relative_is_dimmed_without_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sharing(tmp_path) as (reader, _):
        await reader.press("g", "o")
        await compared(reader)
        left = reader.pane
        assert [s.style.dim for s in reader.row_of(at(left, VALVE), left) if VALVE[10:30] in s.text and s.style] == [
            True
        ]
        right = reader.desk.panes[1]
        row = reader.row_of(at(right, "It rained"), right)
        assert [bool(s.style and s.style.dim) for s in row if "rained" in s.text] == [False]


# odd articles, and what it costs


ODD = {
    "empty.txt": "",
    "twin.txt": SHARED["lantern.txt"],
    "scripts.txt": "東京港で船は来ないと言った。" * 40 + "\n" + "اشترك في النشرة. " * 40,
    "line.txt": "The ferry left Orrin Bay at noon and was not seen again by anybody. " * 1_200,
}


async def test_odd_articles_are_read_together_too(tmp_path: Path) -> None:
    files = {**SHARED, **ODD}
    async with sharing(tmp_path, "lantern.txt", *ODD, files=files, size=(120, 24)) as (reader, ground):
        for key in ("p", "tab", "p", "tab", "p", "tab", "p", "S", "G", "g", "g", "S", "g", "o"):
            await reader.press(key)
        await until(lambda: not ground.is_busy, "the articles to be compared")
        assert len(ground.found.alone) == 5
        assert ground.found.fault is None


async def test_an_article_that_is_too_long_is_not_compared_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.alongside.LONGEST", 200_000)
    monkeypatch.setattr("tui.commands.together.LONGEST", 200_000)
    files = {**SHARED, "book.txt": "The ferry left Orrin Bay at noon. " * 6_000}
    async with sharing(tmp_path, "lantern.txt", "ledger.txt", "book.txt", files=files) as (reader, ground):
        assert "2 passages" in foot(reader)
        assert "too long to compare" in foot(reader, 2)
        assert len(ground.found.sought.articles) == 2
        await reader.press("shift+tab", "p")
        assert "this article is too long to be compared" in reader.bottom
        await reader.press("S", "G")
        lantern = reader.desk.panes[0]
        assert lantern.view.holds(len(lantern.sheet.text))


async def test_long_articles_are_compared_beside_the_keys(tmp_path: Path) -> None:
    made = lengthy(400_000)
    files = {**SHARED, "a.txt": made.a, "b.txt": made.b}
    paths = ["lantern.txt", "ledger.txt", "a.txt", "b.txt"]
    async with reading(write_project(tmp_path / "p", files), paths=paths, size=(200, 30)) as reader:
        ground = alongside(reader.desk)
        ground.keep_up()
        await until(lambda: ground.found.shared, "what the short ones share")
        await reader.pilot.pause()
        assert "2 passages" in foot(reader, 0)
        assert "being compared" in foot(reader, 2)
        reader.desk.focus(2)
        for number in range(20):
            await reader.press("w")
            assert reader.pane.caret > number, "keys are answered meanwhile"
        assert ground.is_busy
        await until(lambda: not ground.is_busy, "the long ones")
        await reader.pilot.pause()
        assert "being compared" not in foot(reader, 2)
        shared = [one.in_a.of(made.a) for one in ground.found.shared if (one.a, one.b) == ("a.txt", "b.txt")]
        assert [text.rstrip(".") for text in shared] == [text.rstrip(".") for text in made.shared]
        await reader.press("g", "g", "p")
        assert "passage 1 of" in reader.bottom


async def test_another_article_in_the_pane_ends_a_long_comparison(tmp_path: Path) -> None:
    made = lengthy(1_000_000)
    files = {**SHARED, "a.txt": made.a, "b.txt": made.b}
    async with reading(write_project(tmp_path / "p", files), paths=["a.txt", "b.txt"], size=(120, 30)) as reader:
        ground = alongside(reader.desk)
        ground.keep_up()
        assert ground.is_busy
        for number, path in enumerate(("lantern.txt", "ledger.txt")):
            reader.desk.focus(number)
            reader.desk.open(path)
        ground.keep_up()
        await until(lambda: not ground.is_busy, "the short ones")
        assert {one.path for one in ground.found.sought.articles} == {"lantern.txt", "ledger.txt"}
        assert ground.found.shared


async def test_an_edited_article_is_compared_anew(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (reader, ground):
        path = reader.project.root / "ledger.txt"
        path.write_text("Something else altogether.\n", encoding="utf-8")
        reader.screen._watch()
        await compared(reader)
        assert not ground.found.shared


async def test_a_key_draws_as_many_rows_as_without_passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {True: 0, False: 0}
    is_on = False

    def refresh(pane: ArticlePane, *regions: Region, **options: bool) -> ArticlePane:
        rows[is_on] += sum(one.height for one in regions) if regions else pane.outer_size.height
        return real(pane, *regions, **options)

    keys = ("l", "w", "j", "l", "space", "pageup", "tab", "w", "ctrl+home", "shift+tab", "ctrl+home")
    paths = [f"copy-{number}.txt" for number in range(5)]
    files = {path: SHARED["lantern.txt"].replace("Bread", f"Loaf {path}") for path in paths}
    async with sharing(tmp_path, *paths, files=files) as (reader, ground):
        assert ground._company is not None
        assert len(ground.passages.stops("copy-0.txt")) > 0
        await reader.press(*keys)
        real, pairs = ArticlePane.refresh, ground._company.compared
        monkeypatch.setattr(ArticlePane, "refresh", refresh)
        for is_on in (True, False):
            reader.desk.alongside = ground if is_on else Kept()
            await reader.press(*keys)
        assert rows[True] == rows[False] > 0
        assert ground._company.compared == pairs


async def test_articles_are_compared_by_themselves_soon_after_the_first_screen(tmp_path: Path) -> None:
    root = write_project(tmp_path / "shared", SHARED)
    async with reading(root, paths=("lantern.txt", "ledger.txt"), alongside=True) as reader:
        await until(lambda: "2 passages" in foot(reader), "the passages to be marked")
        assert grounds(reader, at(reader.pane, VALVE), reader.pane) - grounds(
            reader, at(reader.pane, "Nothing"), reader.pane
        )

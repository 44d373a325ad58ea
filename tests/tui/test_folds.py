"""Rows with folds: what is not folded is there once and in order, a fold is one row, from anywhere and at any size."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from store import Fold
from tests.texts import texts
from tui.cells import shown
from tui.drawing import Sheet, fold_words
from tui.viewport import Viewport
from tui.wrap import LONGEST_CLUSTER, Rows, cut_blocks

Folds = Sequence[tuple[int, int]]
SHARE = Fold(0, 9, 4, ("share", "newsletter"))
widths = st.integers(2, 40)


@st.composite
def folded(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[int]]:
    """A text, folds of whole lines of it, and where its blocks start, which may be inside of a fold."""
    text = draw(texts)
    lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    lines += [len(text)] if lines[-1] < len(text) else []
    cuts = sorted(draw(st.sets(st.sampled_from(lines), max_size=6)))
    pairs = [*pairwise(cuts)]
    folds = [pair for pair in pairs if draw(st.booleans())]
    starts = draw(st.sets(st.sampled_from(lines), max_size=5)) - {len(text)}
    return text, folds, sorted({0, *starts})


def reference(text: str, folds: Folds, blocks: Sequence[int], width: int) -> list[tuple[int, int]]:
    """Slow and obvious: all rows of the whole text; those of a fold are one."""
    rows = Rows(text, blocks, width).window(0, len(text) + 2)
    starts = [start for start, _ in rows if not any(a < start < b for a, b in folds)]
    return [*zip(starts, [*starts[1:], len(text)], strict=True)]


@given(folded(), widths)
def test_what_is_not_folded_is_there_once_and_in_order(
    case: tuple[str, list[tuple[int, int]], list[int]], width: int
) -> None:
    text, folds, blocks = case
    view = Viewport(text, blocks, width=width, height=len(text) + 2, folds=folds)
    assert view.window == reference(text, folds, blocks, width)
    drawn = "".join(text[start:end] for start, end in view.window if (start, end) not in folds)
    seen = "".join(span.of(text) for span in view.seen)
    gone = "".join(char for at, char in enumerate(text) if not any(a <= at < b for a, b in folds))
    assert drawn == seen == gone
    for start, end in view.window:
        content = view.content(start, end)
        if (start, end) in folds:
            assert content == " "
        else:  # a row is cut to what can be seen of it
            assert shown(text[start:end] + " ").startswith(content[:-1])


@given(folded(), widths, st.data())
def test_a_window_from_anywhere_holds_the_same_rows(
    case: tuple[str, list[tuple[int, int]], list[int]], width: int, data: st.DataObject
) -> None:
    text, folds, blocks = case
    every = reference(text, folds, blocks, width)
    offset, by = data.draw(st.integers(0, len(text))), data.draw(st.integers(-12, 12))
    at = max(number for number, (start, _) in enumerate(every) if start <= offset)
    rows = Rows(text, blocks, width, folds=folds)
    assert rows.window(offset, 5) == every[at : at + 5]
    assert rows.step(offset, by) == every[min(max(0, at + by), len(every) - 1)][0]


@given(folded(), widths, st.booleans())
def test_a_caret_goes_over_a_fold_as_one_place_and_back_the_same_way(
    case: tuple[str, list[tuple[int, int]], list[int]], width: int, wraps: bool
) -> None:
    text, folds, blocks = case
    width = width if wraps else width + LONGEST_CLUSTER // 2  # in a cut line clusters are looked for two widths back
    view = Viewport(text, blocks, width=width, height=9, wraps=wraps, folds=folds)
    plain = Viewport(text, blocks, width=width, height=9, wraps=wraps)
    stops, stop = [0], -1
    while stop != stops[-1]:
        stop = stops[-1]
        stops.append(view.by_characters(stop, 1))
    on, back = stops[:-1], [stops[-1]]
    while back[-1]:
        back.append(view.by_characters(back[-1], -1))
    assert back == on[::-1]
    assert {start for start, _ in folds} <= {*on}
    assert not [one for one in on if any(a < one < b for a, b in folds)]
    every, stop = [0], -1
    while stop != every[-1]:
        stop = every[-1]
        every.append(plain.by_characters(stop, 1))
    end = len(text) if text.endswith("\n") or not text else -1
    assert [one for one in on if one not in {start for start, _ in folds}] == [
        one for one in every[:-1] if one == end or not any(a <= one < b or one == b == len(text) for a, b in folds)
    ]


@given(folded(), widths, st.data())
def test_cells_of_a_fold_are_its_start(
    case: tuple[str, list[tuple[int, int]], list[int]], width: int, data: st.DataObject
) -> None:
    text, folds, blocks = case
    view = Viewport(text, blocks, width=width, height=4, folds=folds)
    for start, end in folds:
        offset = data.draw(st.integers(start, end - 1))
        assert view.row(offset) == (start, end)
        assert view.cell_of(offset) == 0
        assert view.offset_at(start, data.draw(st.integers(0, 50))) == view.row_end(offset) == start
        view.follow(offset)
        assert view.holds(offset)
        assert view.window[view.y_of(offset)] == (start, end)


def test_a_fold_over_many_blocks_costs_no_row_of_them() -> None:
    line = "The ferry sailed at noon and came back before dark.\n"
    text = line * 20_000
    start, end = len(line) * 100, len(line) * 19_900
    view = Viewport(text, cut_blocks(text), width=60, height=200, folds=[(start, end)])
    view.put_top(0)
    assert view.window[100] == (start, end)
    assert view.window[101] == (end, end + len(line))
    assert len(view.rows._known) < 10


def test_what_a_fold_says_gives_way_where_there_is_little_room() -> None:
    assert fold_words(SHARE, 0, "Enter", 90) == "▸ 4 lines folded: share bar, subscription notice · Enter opens"
    assert fold_words(SHARE, 2, "Enter", 50) == "▸ 4 lines folded: share ba… · 2 tags · Enter opens"
    assert fold_words(SHARE, 1, "Enter", 40) == "▸ 4 lines folded · 1 tag · Enter opens"
    assert fold_words(SHARE, 0, "Enter", 17) == "▸ 4 lines folded…"
    assert fold_words(Fold(0, 9, 2, ("no rule of ours",)), 0, "Enter", 90) == "▸ 2 lines folded · Enter opens"


def test_an_open_end_is_in_the_last_fold_and_an_empty_last_row_is_not() -> None:
    for text, is_in in (("a\nb\nc", True), ("a\nb\nc\n", False)):
        sheet = Sheet.of("a.txt", text, "")
        fold = Fold(2, len(text), 2, ())
        sheet.folding.lay((fold,), (fold,))
        assert (sheet.folding.at(len(text)) == fold) == is_in
        assert sheet.folding.at(1) is None
        assert sheet.folding.at(len(text) - 1) == fold
        sheet.folding.switch(False)
        assert sheet.folding.at(3) is None
        assert sheet.folding.at(3, is_open=True) == fold

"""The window on a text: what is followed comes into sight, and cells and offsets mean the same place."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from tests.texts import HARD, texts
from tui.cells import clusters, shown
from tui.viewport import UNWRAPPED, Viewport
from tui.wrap import cut_blocks

FLAG = "\U0001f1eb\U0001f1f7"
LONG = "".join(
    f"{number} ferries of Orrin Bay sailed, and none of them came back before dark.\n" for number in range(300)
)
sizes = st.tuples(st.integers(2, 40), st.integers(1, 12))
both_ways = st.booleans()


def viewport(text: str, size: tuple[int, int], *, wraps: bool = True) -> Viewport:
    return Viewport(text, cut_blocks(text), width=size[0], height=size[1], wraps=wraps)


def places(text: str) -> list[int]:
    """Where a caret can stand: each cluster of each line, each line end, the text's end.

    A mark that has nothing to stand on goes with what follows it, be it the place after the line.
    """
    found: list[int] = []
    start = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        content = line if number + 1 == len(lines) else line.removesuffix("\r")
        found += [start + at for at, _, _ in clusters(shown(f"{content} "))]
        start += len(line) + 1
    return found


@given(texts, sizes, st.data())
def test_what_is_followed_comes_into_sight(text: str, size: tuple[int, int], data: st.DataObject) -> None:
    view = viewport(text, size)
    for _ in range(4):
        offset = data.draw(st.integers(0, len(text)))
        top, was_in_sight = view.top, view.holds(offset)
        moved = view.follow(offset)
        assert moved != was_in_sight
        assert moved or view.top == top
        assert view.holds(offset)
        y = view.y_of(offset)
        assert 0 <= y < view.height
        start, end = view.window[y]
        assert start <= offset < end or (offset == end == len(text))


def test_a_row_just_outside_comes_in_at_the_edge_and_one_far_away_with_something_above_it() -> None:
    view = viewport(LONG, (90, 9))
    view.put_top(view.rows.step(0, 100))
    below = view.end
    assert view.follow(below)
    assert view.y_of(below) == view.height - 1
    above = view.rows.step(view.top, -1)
    assert view.follow(above)
    assert view.y_of(above) == 0
    far = view.rows.step(0, 250)
    assert view.follow(far)
    assert view.y_of(far) == view.height // 3


@given(texts, sizes, st.integers(0, 300), st.integers(-20, 20))
def test_the_window_is_full_if_the_text_is_long_enough(text: str, size: tuple[int, int], offset: int, by: int) -> None:
    view = viewport(text, size)
    view.put_top(min(offset, len(text)))
    view.scroll(by)
    rows = view.rows.window(0, len(text) + 2)
    assert len(view.window) == min(view.height, len(rows))
    assert view.window[0][0] == view.top
    assert all(before[1] == after[0] for before, after in pairwise(view.window))
    assert view.end == view.window[-1][1]
    assert view.visible == (view.top, view.end)


@given(texts, sizes, sizes, st.data())
def test_another_size_keeps_what_was_at_the_top(
    text: str, one: tuple[int, int], other: tuple[int, int], data: st.DataObject
) -> None:
    view = viewport(text, one)
    view.put_top(data.draw(st.integers(0, len(text))))
    resized = viewport(text, other)
    resized.put_top(view.top)
    assert resized.top <= view.top
    assert resized.holds(view.top)
    assert resized.y_of(view.top) == 0 or resized.end == len(text)


def test_going_to_another_width_and_back_loses_no_place() -> None:
    view = viewport(LONG, (90, 9))
    for number in range(0, 280, 7):
        view.put_top(view.rows.step(0, number))
        narrow = viewport(LONG, (90, 20))
        narrow.put_top(view.top)
        again = viewport(LONG, (90, 9))
        again.put_top(narrow.top)
        assert again.top == view.top


@given(texts, sizes)
@example("a\r\nb\r\n", (10, 4))
@example("\r\n", (2, 1))
@example(f"{FLAG}{FLAG}e\u0301\tx", (2, 3))
@example("", (2, 1))
@example("ab ", (2, 1))
@example("\t\u0301", (9, 2))
def test_walking_by_characters_stops_at_each_once_and_comes_back(text: str, size: tuple[int, int]) -> None:
    view = viewport(text, size)
    stops = [0]
    while (following := view.by_characters(stops[-1], 1)) != stops[-1]:
        assert following > stops[-1]
        stops.append(following)
    assert stops == places(text)
    back = [stops[-1]]
    while (before := view.by_characters(back[-1], -1)) != back[-1]:
        assert before < back[-1]
        back.append(before)
    assert back == stops[::-1]


@given(texts, sizes, both_ways)
@example("a\r\nb", (10, 4), True)
@example("\u0301x", (10, 4), True)
@example("ab  ", (2, 1), True)
@example("ab\rcd", (3, 1), True)
@example("ab\r", (9, 1), True)
def test_the_cell_of_an_offset_is_over_its_cluster(text: str, size: tuple[int, int], wraps: bool) -> None:
    view = viewport(text, size, wraps=wraps)
    for offset in places(text):
        start, end = view.row(offset)
        assert start <= offset
        assert offset < end or end == len(text)
        row = view.content(start, end)
        if offset - start < 8 * view.width and any(s == offset - start and cells for s, _, cells in clusters(row)):
            assert view.offset_at(start, view.cell_of(offset)) == offset


@given(texts, sizes, st.data())
def test_inside_a_cluster_the_cell_is_that_of_its_start(text: str, size: tuple[int, int], data: st.DataObject) -> None:
    view = viewport(text, size)
    stops = places(text)
    offset = data.draw(st.sampled_from(stops))
    after = next((stop for stop in stops if stop > offset), len(text))
    inner = data.draw(st.integers(offset, max(offset, after - 1)))
    if text[inner : inner + 1] != "\n" and view.row(offset) == view.row(inner):
        assert view.cell_of(inner) == view.cell_of(offset)


@given(texts, sizes, st.integers(0, 60), st.data())
def test_any_cell_is_over_a_place_of_its_row(text: str, size: tuple[int, int], cell: int, data: st.DataObject) -> None:
    view = viewport(text, size)
    start, end = view.row(data.draw(st.integers(0, len(text))))
    offset = view.offset_at(start, cell)
    assert offset in places(text)
    assert start <= offset
    assert offset < end or end == len(text)
    assert offset <= view.row_end(start)


def test_every_cell_of_hard_rows_is_over_what_is_drawn_there() -> None:
    view = viewport(HARD, (30, 40))
    for start, end in view.rows.window(0, 400):
        cell = 0
        for s, e, cells in clusters(view.content(start, end)[:-1]):
            drawn = 8 - cell % 8 if HARD[start + s] == "\t" else cells
            for x in range(cell, cell + drawn):
                assert view.offset_at(start, x) == start + s, (start, x, HARD[start + s : start + e])
            cell += drawn


@given(texts, sizes, st.integers(0, 50), st.data())
def test_a_row_down_and_up_again_keeps_the_column_where_rows_are_long_enough(
    text: str, size: tuple[int, int], goal: int, data: st.DataObject
) -> None:
    view = viewport(text, size)
    start = view.row(data.draw(st.integers(0, len(text))))[0]
    offset = view.offset_at(start, goal)
    down = view.by_rows(offset, 1, goal)
    if view.row(down)[0] != start:
        assert view.by_rows(down, -1, goal) == offset


def test_without_wrapping_a_row_is_a_line_of_any_length() -> None:
    text = "ferry " * 2000 + "\nharbour"
    view = viewport(text, (20, 4), wraps=False)
    assert view.row(100) == (0, 12_001)
    assert view.rows.width == UNWRAPPED
    assert len(view.content(0, 12_001)) <= 8 * 20 + 1
    assert view.by_rows(0, 1, 3) == text.index("harbour") + 3


def test_walking_goes_on_where_a_cut_line_is_not_seen_any_more() -> None:
    text = "ferry " * 200 + f"{FLAG * 300}e\u0301" + "\r\nharbour"
    view = viewport(text, (20, 4), wraps=False)
    stops = [0]
    while (following := view.by_characters(stops[-1], 1)) != stops[-1]:
        stops.append(following)
    assert stops == places(text)
    assert [view.by_characters(stop, -1) for stop in stops[1:]] == stops[:-1]

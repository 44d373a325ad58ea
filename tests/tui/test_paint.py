"""One row as segments: as wide as it is to be, the text untouched, and what lies over it told apart without colour."""

import gc
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import ControlType, Segment

from store import Selection, Span
from tests.texts import texts
from tui.cells import cells_of, clusters, measured, shown
from tui.display import SUBSTITUTES
from tui.overlay import END, LETTER, Marking, marks, over
from tui.paint import AFTER, BEFORE, BETWEEN, LONGEST_CLUSTER, Row, Scene, held, looks_of, paint_row, with_marks
from tui.spans import GHOST, LightSpan, marked
from tui.theme import Colours, LabelLook, Look, Palette

LABELS = (
    LabelLook("PERSON", "entity", "cyan", "1"),
    LabelLook("FACT", "claim", "orange", "7"),
    LabelLook("RIVER", "unknown", "", ""),
)
COLOURS: tuple[Colours, ...] = ("full", "few", "none")
PALETTES: Mapping[Colours, Palette] = {one: Palette(LABELS, dark=True, colours=one) for one in COLOURS}
FULL = PALETTES["full"]
ROW = "The red gate of Orrin Bay fell. "
lines = texts.map(lambda text: shown(text.replace("\n", " ") + " "))
widths = st.integers(6, 70)
colours = st.sampled_from(COLOURS)


def light(places: list[tuple[int, int]]) -> list[LightSpan]:
    return [(start, start + length, number % 3, f"ana-{number}") for number, (start, length) in enumerate(places)]


spans = st.lists(st.tuples(st.integers(80, 160), st.integers(1, 60)), max_size=6).map(light)
places = st.tuples(st.integers(80, 200), st.integers(80, 200))


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    return Scene(
        spans=draw(spans),
        selection=Selection(*draw(places)) if draw(st.booleans()) else Selection(at := draw(st.integers(80, 160)), at),
        hits=[Span(start, start + length) for start, length, *_ in draw(spans)],
        hints=draw(st.dictionaries(st.integers(100, 160), st.sampled_from(["a", "s", "na", "nb"]), max_size=4)),
        has_caret=draw(st.booleans()),
        has_marks=draw(st.booleans()),
    )


def text_of(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def painted(row: str, scene: Scene, palette: Palette = FULL, *, margin: int = 1, width: int = 50) -> list[Segment]:
    return paint_row(row, 100, scene, palette, margin=margin, width=width)


def styled(segments: list[Segment], words: str) -> Segment:
    """The segment that holds some words."""
    return next(segment for segment in segments if words in segment.text)


@given(lines, scenes(), colours, st.sampled_from([1, 3]), widths)
def test_a_row_has_exactly_its_cells(row: str, scene: Scene, few: Colours, margin: int, width: int) -> None:
    segments = painted(row, scene, PALETTES[few], margin=margin, width=width)
    assert sum(cells_of(segment.text) for segment in segments) == width
    assert sum(segment.cell_length for segment in segments) == width


@given(lines)
def test_where_nothing_lies_over_it_the_row_shows_its_text(row: str) -> None:
    pieces = [" " * cells if row[s] == "\t" else row[s:e] for s, e, _, cells in measured(row)]
    text = "".join(pieces)
    assert text_of(painted(row, Scene(), width=cells_of(text) + 4)) == f" {text}   "


@given(lines, colours, st.sampled_from([1, 3]), widths)
def test_a_row_over_which_nothing_lies_looks_like_one_that_was_looked_at_for_what_does(
    row: str, few: Colours, margin: int, width: int
) -> None:
    scenes = Scene(), Scene(hits=[Span(100_000, 100_001)])
    plain, other = (painted(row, scene, PALETTES[few], margin=margin, width=width) for scene in scenes)
    assert [*_styled(plain)] == [*_styled(other)]


@given(scenes(), colours, st.sampled_from([1, 3]), st.integers(6, 40))
def test_a_long_row_that_is_cut_looks_like_its_first_cells_where_there_is_room_for_all(
    scene: Scene, few: Colours, margin: int, width: int
) -> None:
    row = "The red gate of Orrin Bay fell. " * 4
    cut, whole = (painted(row, scene, PALETTES[few], margin=margin, width=room) for room in (width, 300))
    if not scene.hints:  # their letters give way to the edge
        assert [*_styled(cut)] == [*_styled(whole)][:width]


def test_of_a_row_that_is_cut_what_begins_behind_the_edge_is_told_by_the_last_cell() -> None:
    beside = painted(ROW * 4, Scene([(104, 112, 0, "ana-1")], has_marks=True), width=5)
    assert text_of(beside) == f"1The{BEFORE}"
    overlapping = [(100, 110, 0, "ana-1"), (107, 112, 0, "ana-2")]
    assert text_of(painted(ROW * 4, Scene([*overlapping, (90, 99, 0, "ana-3")]), width=5)) == " The "
    assert text_of(painted(" " + ROW * 4, Scene([(101, 111, 0, "a"), (108, 113, 0, "b")]), width=5)) == f" {BEFORE}The"


def _styled(segments: list[Segment]) -> Iterator[tuple[str, object]]:
    return ((char, segment.style) for segment in segments for char in segment.text)


@given(lines, spans, places)
def test_no_annotation_and_no_selection_changes_more_than_blanks(
    row: str, some: list[LightSpan], chosen: tuple[int, int]
) -> None:
    plain = text_of(painted(row, Scene(), width=300))
    over = text_of(painted(row, Scene(some, Selection(*chosen), has_marks=True), margin=1, width=300))[1:]
    for before, now in zip(plain[1:], over, strict=True):
        assert now == before or (before == " " and now in (BEFORE, AFTER, BETWEEN))


@given(lines, spans)
def test_the_innermost_label_wins_and_depth_counts_what_lies_there(row: str, some: list[LightSpan]) -> None:
    for at, look in enumerate(looks_of(row, 100, Scene(some)), 100):
        here = [span for span in some if span[0] <= at < span[1]]
        assert look.depth == len(here)
        shortest = min((end - start for start, end, _, _ in here), default=0)
        assert look.label in ({span[2] for span in here if span[1] - span[0] == shortest} or {-1})


@given(lines, scenes())
def test_selection_lies_over_hits_and_hits_over_stand_ins_and_the_caret_over_all(row: str, scene: Scene) -> None:
    chosen, caret = scene.selection.span, scene.selection.head
    for at, look in enumerate(looks_of(row, 100, scene), 100):
        if scene.has_caret and chosen.start == chosen.end == at:
            assert look.state == "caret"
        elif chosen.holds(at):
            assert look.state == "selected"
        elif any(hit.holds(at) for hit in scene.hits):
            assert look.state == "hit"
        else:
            assert look.state == ("substitute" if row[at - 100] in SUBSTITUTES else "")
        assert look.state != "caret" or at == caret


def test_an_annotation_is_drawn_over_its_own_cells_only() -> None:
    segments = painted(ROW, Scene([(104, 112, 0, "ana-1")]))
    assert [segment.text for segment in segments][:4] == [" ", "The ", "red gate", " of Orrin Bay fell. "]
    assert segments[2].style == FULL[Look(0, 1)]
    assert segments[1].style == segments[3].style == FULL.base


def test_nested_annotations_show_the_inner_one_inside_the_outer_one() -> None:
    segments = painted(ROW, Scene([(104, 125, 1, "ana-1"), (108, 112, 0, "ana-2")]))
    assert styled(segments, "gate").style == FULL[Look(0, 2)]
    assert styled(segments, "red").style == FULL[Look(1, 1)]


def test_overlapping_annotations_get_marks_at_their_edges_and_nothing_moves() -> None:
    overlapping: list[LightSpan] = [(104, 112, 0, "ana-1"), (108, 125, 1, "ana-2")]
    text = text_of(painted(ROW, Scene(overlapping)))
    assert text.rstrip() == f" The{BEFORE}red{BEFORE}gate{AFTER}of Orrin Bay{AFTER}fell."
    meeting: list[LightSpan] = [(104, 107, 0, "ana-1"), (108, 112, 1, "ana-2"), (100, 130, 1, "ana-3")]
    assert f"red{BETWEEN}gate" in text_of(painted(ROW, Scene(meeting)))


def test_annotations_that_do_not_overlap_get_no_marks_unless_asked() -> None:
    apart: list[LightSpan] = [(104, 107, 0, "ana-1"), (116, 125, 1, "ana-2")]
    assert text_of(painted(ROW, Scene(apart))).strip() == ROW.strip()
    asked = text_of(painted(ROW, Scene(apart, has_marks=True), margin=3))
    assert asked.rstrip() == f"17 The{BEFORE}red{AFTER}gate of{BEFORE}Orrin Bay{AFTER}fell."


def test_marks_stand_in_blanks_only() -> None:
    assert with_marks("“Never,” ", 0, [(1, 6, 0, "ana-1")]) == "“Never,” "
    assert with_marks("a bc d ", 0, [(2, 4, 0, "ana-1")]) == f"a{BEFORE}bc{AFTER}d "


@pytest.mark.parametrize("few", ["few", "none"])
def test_without_colours_underlines_marks_and_keys_tell_labels_apart(few: Colours) -> None:
    scene = Scene([(104, 107, 0, "ana-1"), (116, 125, 1, "ana-2")], hits=[Span(108, 112)], has_caret=True)
    segments = painted(ROW, scene, PALETTES[few], margin=3)
    for segment in segments:
        assert segment.style is not None
        assert segment.style.color is None
        assert segment.style.bgcolor is None
    assert segments[0].text == "17 "
    person, fact = styled(segments, "red").style, styled(segments, "Orrin Bay").style
    assert person is not None
    assert fact is not None
    assert person.underline
    assert not person.underline2
    assert fact.underline2
    assert f"{BEFORE}red{AFTER}" in text_of(segments)
    hit = styled(segments, "gate").style
    assert hit is not None
    assert hit.reverse


@pytest.mark.parametrize("few", COLOURS)
def test_a_suggestion_looks_like_no_tag_in_any_colours(few: Colours) -> None:
    ghost, tag = (104, 112, marked(0, GHOST), ""), (116, 125, 0, "ana-1")
    segments = painted(ROW, Scene(spans=[ghost, tag], has_marks=True), PALETTES[few], margin=3)
    assert text_of(segments).startswith("1 ?The‹red gate?of▕Orrin Bay▏fell.")
    offered, tagged = styled(segments, "red gate").style, styled(segments, "Orrin Bay").style
    assert offered is not None
    assert tagged is not None
    assert offered.italic
    assert not offered.underline
    assert offered.bgcolor == PALETTES[few].base.bgcolor
    assert tagged.underline


def test_a_suggestion_between_no_blanks_is_marked_in_the_margin() -> None:
    segments = painted("(Orrin) fell. ", Scene(spans=[(101, 106, marked(0, GHOST), "")], has_marks=True))
    assert text_of(segments).startswith("?(Orrin) fell.")
    rest = painted("fell. ", Scene(spans=[(90, 105, marked(0, GHOST), "")], has_marks=True))
    assert text_of(rest).startswith(" fell.")


def test_a_suggestion_in_full_colours_leaves_the_text_as_it_is() -> None:
    segments = painted("(Orrin) fell. ", Scene(spans=[(101, 106, marked(0, GHOST), "")]))
    assert text_of(segments).startswith(" (Orrin) fell.")


def test_the_margin_holds_two_keys_and_a_plus_for_more() -> None:
    def margin(*numbers: int) -> str:
        some: list[LightSpan] = [(100 + at, 110, number, f"ana-{at}") for at, number in enumerate(numbers)]
        return painted(ROW, Scene(some, has_marks=True), margin=3)[0].text

    assert margin() == "   "
    assert margin(0) == "1  "
    assert margin(0, 1) == "17 "
    assert margin(0, 1, 0) == "1+ "
    assert margin(2) == "R  "
    assert margin(99) == "?  "


def test_only_annotations_that_begin_in_the_row_have_their_key_in_its_margin() -> None:
    scene = Scene([(90, 110, 0, "ana-1"), (110, 150, 1, "ana-2")], has_marks=True)
    assert painted(ROW, scene, margin=3)[0].text == "7  "


def test_the_letters_of_a_hint_stand_over_the_first_cells_of_the_object() -> None:
    text = text_of(painted(ROW, Scene(hints={104: "a", 116: "nb"})))
    assert text.rstrip() == " The aed gate of nbrin Bay fell."
    assert styled(painted(ROW, Scene(hints={104: "a"})), "a").style is not None
    assert painted(ROW, Scene(hints={104: "a"}))[2].style == FULL[Look(state="hint")]


def test_a_hint_over_a_wide_character_covers_all_of_it() -> None:
    row = "船は来ない。 "
    assert text_of(painted(row, Scene(hints={100: "a", 102: "nb"}))).rstrip() == " a はnbない。"


def test_a_cluster_is_drawn_as_a_whole_but_not_without_end() -> None:
    row = shown("e" + "\u0301" * 500 + " ")
    text = text_of(painted(row, Scene()))
    assert text.count("\u0301") == LONGEST_CLUSTER - 1
    family = shown("\U0001f469\u200d\U0001f469\u200d\U0001f467 sail ")
    assert family.rstrip() in text_of(painted(family, Scene(has_caret=True, selection=Selection(100, 100))))


@given(lines, widths)
def test_a_row_of_doubtful_width_is_erased_first_and_its_end_put_by_column(row: str, width: int) -> None:
    segments = [*painted(row, Scene(), width=width), Segment("│")]
    strip = list(held(segments, width + 1, 90))
    assert [segment for segment in strip if not segment.control] == segments
    controls = [segment for segment in strip if segment.control]
    if all(end - start == 1 and cells == 1 for start, end, cells in clusters(text_of(segments))):
        assert len(controls) in (0, 2)
    else:
        assert len(controls) == 2
    if controls:
        assert strip[0] is controls[0]
        assert strip[0].control == [(ControlType.ERASE_IN_LINE, 0)]
        assert strip[-2] is controls[1]
        assert strip[-2].text == "\x1b[90G"
        assert strip[-1] is segments[-1]


def test_a_plain_row_needs_no_control_codes() -> None:
    segments = [*painted(ROW, Scene()), Segment("│")]
    assert list(held(segments, 51, 90)) == segments


def test_a_row_that_was_drawn_is_freed_when_it_is_dropped() -> None:
    row = Row(painted(ROW, Scene()), 50)
    assert row.divide([50]) == [row]
    assert [part.cell_length for part in row.divide([20, 50])] == [20, 30]
    alone = Row(painted(ROW, Scene()), 50)
    alone.divide([50])
    assert not any(found is alone for kept in gc.get_referents(alone) for found in gc.get_referents(kept))


def test_letters_do_not_hide_those_of_the_next_object() -> None:
    assert text_of(painted("港は静", Scene(hints={100: "na", 101: "nb"}))).rstrip() == " nanb静"
    assert text_of(painted("e\u0301x y", Scene(hints={100: "na", 102: "nb"}))).startswith(" nnb")


@given(st.dictionaries(st.integers(0, 30), st.sampled_from(["a", "nb"])), st.sets(st.integers(0, 30)))
def test_marks_over_a_row_leave_its_length_and_show_the_first_letter_of_each(
    hints: dict[int, str], ended: set[int]
) -> None:
    row = "abcdefghijklmnopqrstuvwxyz12345"
    plain = [Segment(" " + row[:10]), Segment(row[10:])]
    drawn = over(plain, marks(row, 0, hints, ended - set(hints), Marking(FULL[LETTER], FULL[END]), 1), len(row) + 1)
    text = text_of(list(drawn))
    assert len(text) == len(row) + 1
    assert all(text[1 + at] == letters[0] for at, letters in hints.items())
    covered = {at + offset for at, letters in hints.items() for offset in range(len(letters))}
    assert all(text[1 + at] == char for at, char in enumerate(row) if at not in covered)

"""Styles that can be read on light, on dark, in few colours and in none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.theme import Theme

from store.label_set import COLORS
from tui.theme import (
    DARK,
    HANDED_OUT,
    HUES,
    LIGHT,
    Colours,
    LabelLook,
    Look,
    Palette,
    Rgb,
    background_of,
    blended,
    colours_of,
    contrast,
    hex_of,
    luminance,
    rgb_of,
)

LEAST = 4.5
"""The contrast that WCAG AA asks for."""
KINDS = ("entity", "claim", "unknown", "gesture")
STATES = ("", "selected", "caret", "hit", "substitute", "hint")
rgbs = st.tuples(*[st.integers(0, 255)] * 3)
modes = st.sampled_from([True, False])


def palette(color: str = "cyan", *, dark: bool = True, colours: Colours = "full") -> Palette:
    return Palette([LabelLook("LABEL", kind, color, "1") for kind in KINDS], dark=dark, colours=colours)


def contrast_of(style: Style) -> float:
    """The contrast of a style's text on its background."""
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())


def assert_can_be_read(one: Palette) -> None:
    for number in range(len(KINDS) + 1):
        for state in STATES:
            for depth in (1, 2):
                assert contrast_of(one[Look(number, depth, state)]) >= LEAST, (number, state, depth)


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("color", ["", *COLORS])
def test_text_can_be_read_on_every_colour_that_has_a_name(color: str, dark: bool) -> None:
    assert_can_be_read(palette(color, dark=dark))


@given(rgbs, modes)
def test_text_can_be_read_on_any_colour(rgb: Rgb, dark: bool) -> None:
    assert_can_be_read(palette(hex_of(rgb), dark=dark))


@pytest.mark.parametrize("dark", [True, False])
def test_plain_text_and_furniture_can_be_read(dark: bool) -> None:
    one = palette(dark=dark)
    for style in (one.base, one.faint, one.thumb, one.head(True), one.head(False), one[Look()], one[Look(state="hit")]):
        assert contrast_of(style) >= LEAST, style


@given(rgbs, modes)
def test_a_colour_that_can_be_read_already_stays_as_it_is(rgb: Rgb, dark: bool) -> None:
    text = (255, 255, 255) if dark else (0, 0, 0)
    mixed = background_of(rgb, dark=dark)
    assert contrast(mixed, text) >= LEAST
    assert background_of(mixed, dark=dark) == mixed
    if contrast(rgb, text) >= 7:
        assert mixed == rgb


@pytest.mark.parametrize("colours", ["few", "none"])
@pytest.mark.parametrize("dark", [True, False])
def test_with_few_colours_nothing_has_a_colour(colours: Colours, dark: bool) -> None:
    one = palette(dark=dark, colours=colours)
    looks = [Look(number, depth, state) for number in range(-1, 5) for depth in (0, 1, 2) for state in STATES]
    styles = [*map(one.__getitem__, looks), one.base, one.faint, one.thumb, one.head(True), one.head(False)]
    for style in styles:
        assert style.color is None
        assert style.bgcolor is None


@pytest.mark.parametrize("colours", ["full", "few", "none"])
def test_kinds_overlaps_and_states_differ_without_any_colour(colours: Colours) -> None:
    one = palette(colours=colours)
    bare = [one[Look(number, 1)].without_color for number in range(3)]
    assert len(set(bare)) == 3
    assert Style.null() not in bare
    assert one[Look(0, 2)].without_color != one[Look(0, 1)].without_color
    for state in ("selected", "caret", "hit"):
        assert one[Look(state=state)].without_color != one[Look()].without_color
    assert one[Look(state="hint")].without_color not in {one[Look(-1, 0, state)].without_color for state in STATES[:-1]}
    assert one.head(True).without_color != one.head(False).without_color


def test_a_style_is_made_once() -> None:
    one = palette()
    assert one[Look(0, 1)] is one[Look(0, 1)]


def test_the_colours_of_a_label_set_are_all_known() -> None:
    assert set(COLORS) == set(HUES)
    assert set(HANDED_OUT) <= set(HUES)


@given(rgbs)
def test_a_colour_and_its_hexadecimal_digits_mean_the_same(rgb: Rgb) -> None:
    assert rgb_of(hex_of(rgb)) == rgb
    assert rgb_of(hex_of(rgb).upper()) == rgb


def test_labels_without_a_colour_get_different_ones() -> None:
    handed = [rgb_of("", number) for number in range(len(HANDED_OUT))]
    assert len(set(handed)) == len(HANDED_OUT)
    assert rgb_of("", len(HANDED_OUT)) == handed[0]
    assert rgb_of("no such colour", 3) == handed[3]


@given(rgbs, rgbs)
def test_contrast_is_that_of_the_guidelines(one: Rgb, other: Rgb) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1
    assert blended(one, other, 0) == one
    assert blended(one, other, 1) == other


def test_black_and_white_have_the_largest_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert luminance((255, 255, 255)) == pytest.approx(1)
    assert contrast(rgb_of("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_text_of_a_theme_can_be_read_on_its_grounds(theme: Theme) -> None:
    for ground in (theme.background, theme.surface, theme.panel):
        for text in (theme.foreground, theme.accent):
            assert contrast(rgb_of(text or ""), rgb_of(ground or "")) >= LEAST, (text, ground)


def test_what_stands_for_a_label_in_the_margin() -> None:
    one = Palette(
        [LabelLook("PERSON", "entity", "", "1"), LabelLook("RIVER", "unknown", "", "")], dark=True, colours="few"
    )
    assert [one.key(number) for number in range(3)] == ["1", "R", "?"]


@pytest.mark.parametrize(
    ("no_color", "system", "colours"),
    [
        (True, "truecolor", "none"),
        (False, "truecolor", "full"),
        (False, "256", "full"),
        (False, "standard", "few"),
        (False, None, "few"),
    ],
)
def test_how_many_colours_there_are(no_color: bool, system: str | None, colours: Colours) -> None:
    assert colours_of(no_color, system) == colours

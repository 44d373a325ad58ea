"""Labels stay apart by colour for people who see red and green alike, as they are drawn in both themes.

What they see is simulated by the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, for severity 1.0, on linear RGB. The distance is that of
CIELAB (CIE 1976, D65), in which about 2.3 can just be told side by side; ten is seen at a glance. Nobody has to rely on
it: kinds are underlined differently, the last line names the label, and keys stand in the margin on request.
"""

from collections.abc import Sequence
from itertools import combinations

import pytest

from store import scheme
from tui.theme import HANDED_OUT, LabelLook, Look, Palette, Rgb

Matrix = tuple[tuple[float, float, float], ...]
VISIONS: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
ALIKE, UNLIKE = 10.0, 8.0
"""The least distance of two labels of one kind, and of two that are underlined differently besides."""


def times(matrix: Matrix, values: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix]


def lab(rgb: Rgb, vision: Matrix) -> tuple[float, float, float]:
    """A colour in CIELAB, as a kind of vision has it."""
    linear = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in rgb]
    seen = [min(1.0, max(0.0, value)) for value in times(vision, linear)]
    x, y, z = (
        (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116)
        for t in (value / white for value, white in zip(times(TO_XYZ, seen), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Rgb, other: Rgb, vision: Matrix) -> float:
    """How far apart two colours look."""
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def too_near(looks: Sequence[LabelLook], *, dark: bool, vision: str) -> list[tuple[str, str, float]]:
    """The pairs of labels that look alike."""
    palette = Palette(looks, dark=dark, colours="full")
    grounds = [ground.get_truecolor() for n in range(len(looks)) if (ground := palette[Look(n, 1)].bgcolor)]
    assert len(grounds) == len(looks)
    found = []
    for (one, a), (other, b) in combinations(zip(looks, grounds, strict=True), 2):
        apart = distance(a, b, VISIONS[vision])
        if apart < (ALIKE if one.kind == other.kind else UNLIKE):
            found.append((one.name, other.name, round(apart, 1)))
    return found


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_the_labels_of_the_default_set_stay_apart(vision: str, dark: bool) -> None:
    looks = [LabelLook(one.name, one.kind, one.color, one.key) for one in scheme("news").labels]
    assert too_near(looks, dark=dark, vision=vision) == []


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_colours_that_are_handed_out_stay_apart(vision: str, dark: bool) -> None:
    looks = [LabelLook(color, "entity", "", "") for color in HANDED_OUT]
    assert too_near(looks, dark=dark, vision=vision) == []


def test_the_measure_tells_red_and_green_that_are_confused() -> None:
    red, green = (176, 88, 88), (120, 112, 84)
    assert distance(red, green, VISIONS["usual"]) > 3 * distance(red, green, VISIONS["deuteranopia"])
    assert lab((255, 255, 255), VISIONS["usual"]) == pytest.approx((100, 0, 0), abs=0.1)
    assert lab((255, 255, 255), VISIONS["protanopia"]) == pytest.approx((100, 0, 0), abs=0.1)

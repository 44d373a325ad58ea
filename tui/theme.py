"""Theme: from what a row holds to styles that can be read on light, on dark, in 16 colours and in none."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Literal, NamedTuple

from rich.style import Style
from textual.theme import Theme

from store import Label, dataclass
from tui.spans import GHOST, MEANT, MOVED, OTHERS, STATE

Colours = Literal["full", "few", "none"]
"""256 or more; 16; none at all."""
Rgb = tuple[int, int, int]

DARK = Theme(
    name="sidemark-dark",
    primary="#7aa2d8",
    secondary="#8fb5a3",
    accent="#e0b050",
    foreground="#d8d8d4",
    background="#16181c",
    surface="#1e2126",
    panel="#25292f",
    warning="#e0b050",
    error="#e5736b",
    success="#8fb573",
    dark=True,
)
LIGHT = Theme(
    name="sidemark-light",
    primary="#2a5f9e",
    secondary="#3d6b58",
    accent="#7a5200",
    foreground="#1c1c1a",
    background="#fbfaf6",
    surface="#f1efe8",
    panel="#e3e0d6",
    warning="#7a5200",
    error="#a3261d",
    success="#3f6b1d",
    dark=False,
)

HUES: dict[str, Rgb] = {
    "cyan": (52, 187, 255),
    "orange": (250, 129, 63),
    "green": (0, 204, 134),
    "brown": (65, 43, 21),
    "pink": (202, 72, 135),
    "yellow": (233, 196, 0),
    "blue": (0, 58, 255),
    "magenta": (164, 74, 131),
    "purple": (106, 59, 183),
    "red": (255, 102, 103),
    "teal": (0, 180, 191),
    "lime": (120, 160, 30),
    "grey": (128, 128, 128),
    "gray": (128, 128, 128),
    "white": (200, 200, 200),
    "black": (60, 60, 60),
}
"""Colours by name. Those that are handed out, and those of the label set `news`, stay apart as they are drawn in both
themes for people who see red and green alike too: tests/tui/test_colour_blindness.py measures it, change them there."""
HANDED_OUT = ("cyan", "orange", "purple", "green", "red", "yellow", "blue", "pink", "brown", "teal")
TINTS = {"dark": ("#1d2731", "#22364a"), "light": ("#eef2f1", "#dce9f2")}
"""Behind a passage that articles share, and behind the one that is walked."""
CLAIM_TINT = 0.45
"""How much of the page shows through the colour of a claim."""
LEAST = 4.5
"""The least contrast of text that WCAG AA allows."""
READABLE = 7.0
"""The contrast of text on a label's background; 4.5 is the least that WCAG AA asks for."""


@dataclass(frozen=True, slots=True)
class LabelLook:
    """What decides how a label looks."""

    name: str
    kind: str
    """`entity`, `claim`, or another layer; `unknown` for a label that is not in the label set."""
    color: str
    """A name, `#rrggbb`, or "" for one that is handed out."""
    key: str


def looks_of(labels: Iterable[Label]) -> tuple[LabelLook, ...]:
    """How the labels of a label set look, by number."""
    return tuple(LabelLook(one.name, one.kind, one.color, one.key) for one in labels)


class Look(NamedTuple):
    """What a code point looks like; equal looks side by side are drawn together."""

    label: int = -1
    """The number of the innermost label over it, -1 for none."""
    depth: int = 0
    """How many annotations lie over it."""
    state: str = ""
    """"" · `selected` · `caret` · `hit` · `substitute` · `hint` and `hint-end`, a hint's letter and its end."""
    trace: str = ""
    """What it has in common with other articles, see `tui.traces`."""


def luminance(rgb: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    linear = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rgb_of(color: str, number: int = 0) -> Rgb:
    """The colour of a name or `#rrggbb`; of anything else one that is handed out by number."""
    if color.startswith("#") and len(color) == 7:
        return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
    return HUES.get(color, HUES[HANDED_OUT[number % len(HANDED_OUT)]])


def background_of(rgb: Rgb, *, dark: bool) -> Rgb:
    """The colour, darkened or lightened until text can be read on it."""
    text, towards = ((255, 255, 255), 0) if dark else ((0, 0, 0), 255)
    for step in range(21):
        mixed = _mixed(rgb, towards, step / 20)
        if contrast(mixed, text) >= READABLE:
            return mixed
    return (towards, towards, towards)


def readable_on(rgb: Rgb, page: Rgb) -> Rgb:
    """The colour, lightened or darkened until it can be read as text on a page."""
    towards = 255 if luminance(page) < 0.5 else 0
    for step in range(21):
        mixed = _mixed(rgb, towards, step / 20)
        if contrast(mixed, page) >= LEAST:
            return mixed
    return (towards, towards, towards)


def _mixed(rgb: Rgb, towards: int, part: float) -> Rgb:
    return blended(rgb, (towards, towards, towards), part)


def blended(one: Rgb, other: Rgb, part: float) -> Rgb:
    """`one` with `part` (0 to 1) of `other` in it."""
    red, green, blue = (round(a * (1 - part) + b * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def hex_of(rgb: Rgb) -> str:
    """`#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


@dataclass(slots=True)
class Palette:
    """The styles of the article panes in one theme.

    Never colour alone: an entity is underlined once, a claim twice, another kind is in italics; what lies over each
    other is bold and has its edges marked. With few colours there are no backgrounds; label keys stand in the margin.
    """

    labels: Sequence[LabelLook]
    dark: bool
    colours: Colours
    known: dict[Look, Style] = field(default_factory=dict)
    base: Style = field(init=False)
    """Plain text."""
    faint: Style = field(init=False)
    """Separators and feet."""
    thumb: Style = field(init=False)
    """The scrollbar's thumb."""
    heads: tuple[Style, Style] = field(init=False)
    """Heads of panes: of others, of the one that has the keys."""

    def __post_init__(self) -> None:
        """Make what every row needs, once."""
        if self.colours != "full":
            self.base, self.faint, self.thumb = Style.null(), Style(), Style(bold=True)
            self.heads = self._head(False), self._head(True)
            return
        theme = DARK if self.dark else LIGHT
        self.base = Style(color=theme.foreground, bgcolor=theme.background)
        self.faint = self.base + Style(color="#969ba4" if self.dark else "#605f59")
        self.thumb = self.base + Style(color="#c8ccd4" if self.dark else "#3c3c38")
        self.heads = self._head(False), self._head(True)

    def of(self, labels: Sequence[LabelLook]) -> "Palette":
        """The same theme for other labels."""
        return Palette(labels, self.dark, self.colours)

    @property
    def _page(self) -> Rgb:
        return rgb_of((DARK if self.dark else LIGHT).background or "")

    def head(self, is_current: bool) -> Style:
        """A pane's head."""
        return self.heads[is_current]

    def _head(self, is_current: bool) -> Style:
        if self.colours != "full":
            return Style(bold=is_current, reverse=is_current)
        theme = DARK if self.dark else LIGHT
        color = theme.accent if is_current else self.faint.color
        return Style(
            color=color if isinstance(color, str) else color and color.name, bgcolor=theme.panel, bold=is_current
        )

    def name(self, number: int, base: Style) -> Style:
        """A label's name in the legend."""
        return base + self[Look(number, 1)]

    def key(self, number: int) -> str:
        """What stands for a label in the margin: its key, else its first letter."""
        number %= STATE
        if number >= len(self.labels):
            return "?"
        look = self.labels[number]
        return look.key or look.name[:1] or "?"

    def __getitem__(self, look: Look) -> Style:
        style = self.known.get(look)
        if style is None:
            style = self.known[look] = self._made(look)
        return style

    def _made(self, look: Look) -> Style:
        style = self.base
        if look.state == "hint":
            return style + Style(reverse=True, bold=True, underline=False) + self._coloured("#101010", "#f2c14e")
        if look.state == "hint-end":
            return style + Style(bold=True, underline=True) + self._hint_end
        if look.trace:
            style += self._traced(look)
        elif look.label >= 0:
            style += self._label(look.label, look.depth)
        if look.state == "substitute":
            style += Style(dim=True, italic=True)
        elif look.state == "hit":
            style += Style(bold=True) + (
                self._coloured("#101010", "#f2c14e") if self.colours == "full" else Style(reverse=True, underline=True)
            )
        elif look.state:
            style += Style(reverse=not style.reverse)
        return style

    def _traced(self, look: Look) -> Style:
        """What has something in common with others: so quiet that a tag lies over it, but for what stands aside."""
        tag = self._label(look.label, look.depth) if look.label >= 0 else Style()
        return tag + self.aside if look.trace == "related" else self._shared(look.trace) + tag

    def _shared(self, trace: str) -> Style:
        """A passage; the words of it that differ are in bold italics."""
        if trace == "alone":
            return Style()
        style = Style(bold=trace == "differs" or None, italic=trace in ("differs", "respelled") or None)
        if self.colours != "full":
            return style
        tints = TINTS["dark" if self.dark else "light"]
        color = (DARK if self.dark else LIGHT).accent if trace == "differs" else None
        return style + Style(color=color, bgcolor=tints[trace != "shared"])

    @property
    def aside(self) -> Style:
        """What stands back: folds, and text beside the sentences that only one article has."""
        return self.faint if self.colours == "full" else Style(dim=True)

    @property
    def _hint_end(self) -> Style:
        return Style(color=(DARK if self.dark else LIGHT).accent) if self.colours == "full" else Style()

    def _coloured(self, color: str, background: str) -> Style:
        if self.colours != "full":
            return Style()
        return Style(color=color, bgcolor=background, reverse=False)

    @property
    def _meant(self) -> Style:
        """The one of several annotations that keys mean."""
        if self.colours != "full":
            return Style(bold=True, reverse=True)
        return Style(bold=True) + self._coloured(*("#101010", "#8fd3ff") if self.dark else ("#ffffff", "#0b4f8a"))

    def _label(self, marked: int, depth: int) -> Style:
        state, number = divmod(marked, STATE)
        look = self.labels[number] if number < len(self.labels) else LabelLook("", "unknown", "grey", "")
        if state == GHOST:  # neither ground nor underline, so that nobody takes it for a tag
            shade = hex_of(readable_on(rgb_of(look.color, number), self._page))
            return Style(italic=True) + (Style(color=shade) if self.colours == "full" else Style(dim=True))
        kinds = {"entity": Style(underline=True), "claim": Style(underline2=True)}
        style = kinds.get(look.kind, Style(underline=True, italic=True))
        style += Style(bold=depth > 1 or None)
        if state == MEANT:
            return style + self._meant
        if state == MOVED:
            style += Style(italic=True)
        if state == OTHERS and self.colours != "full":
            return style + Style(dim=True)  # one's own are as strong as the text
        if state == OTHERS:
            return style + Style(color=hex_of(readable_on(rgb_of(look.color, number), self._page)))
        if self.colours == "full":
            color = background_of(rgb_of("grey" if look.kind == "unknown" else look.color, number), dark=self.dark)
            if look.kind == "claim":  # sentences are long: in full colour they would drown the names in them
                color = blended(color, self._page, CLAIM_TINT)
            style += Style(color="#ffffff" if self.dark else "#000000", bgcolor=hex_of(color))
        return style


def colours_of(no_color: bool, color_system: str | None) -> Colours:
    """How many colours a terminal has, from what Textual found out."""
    if no_color:
        return "none"
    return "full" if color_system in ("256", "truecolor") else "few"

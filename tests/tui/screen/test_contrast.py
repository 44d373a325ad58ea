"""Everything that is drawn can be read: WCAG 2.1 AA, 4.5 to 1 for text, in every theme, on every screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tests.projects import FILES, write_project
from tests.tui.reader import Reader, reading, tagged
from tui.theme import DARK, LEAST, LIGHT, Rgb, contrast

GRAPHIC = 3.0
"""What WCAG asks for where a shape is to be seen, not a word to be read (1.4.11)."""
SHAPES = " ▁▂▃▄▅▆▇█▔─│╭╮╰╯┃▕▏·"
THEMES = {"dark": DARK, "light": LIGHT}
LABELS = [
    '[[label]]\nname = "{}"\nkind = "{}"\nkey = "{}"\nhint = "{}"\n'.format(*row)
    for row in (("PERSON", "entity", "1", "names"), ("FACT", "claim", "2", "sentences"), ("TONE", "other", "3", "words"))
]
STATES: dict[str, tuple[str, ...]] = {
    "reading": ("m",),
    "marks": (":", *"margin", "enter"),
    "selection": ("V",),
    "hints": ("1",),
    "search": ("/", *"marrow", "enter"),
    "searching": ("/", *"ma"),
    "library": ("escape",),
    "palette": (":",),
    "nothing found": (":", *"qqqqqqqq"),
    "list": ("i", "down"),
    "help": ("?",),
    "disk": ("ctrl+s",),
    "zoomed": ("Z",),
}


def colours(style: Style) -> tuple[Rgb, Rgb]:
    """Text and ground of a style as a terminal draws it."""
    assert style.color is not None
    assert style.bgcolor is not None
    text, ground = (_rgb(one) for one in (style.color, style.bgcolor))
    assert not style.dim, "dim text is drawn by the program, not left to the terminal"
    return (ground, text) if style.reverse else (text, ground)


def _rgb(color: Color) -> Rgb:
    assert not color.is_default, "a colour that the terminal decides on"
    return tuple(color.get_truecolor())


def drawn(reader: Reader) -> Iterator[Segment]:
    """Every piece of text on the screen; behind a dialog in its middle nothing is meant to be read."""
    region = reader.app.screen.region
    if not reader.app.screen.has_class("side") and (boxes := reader.app.screen.query("#page, #picker")):
        region = boxes.first().region
    for y, row in enumerate(reader.segments()):
        x = 0
        for segment in row:
            if segment.text.strip() and region.contains(x, y):
                yield segment
            x += segment.cell_length


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
async def test_all_text_on_a_screen_can_be_read(tmp_path: Path, theme: str, state: str) -> None:
    root = write_project(tmp_path / "news", {**FILES, "zeros.txt": "\x00" * 400}, "".join(LABELS))
    async with reading(root) as reader:
        if theme == "light":
            reader.app.action_toggle_dark()
        for label, words in (("PERSON", "Ilse Marrow"), ("FACT", "Ilse Marrow called"), ("TONE", "Tobin Vale")):
            tagged(reader.project, label, words)
        reader.desk.renew()
        await reader.go("Tobin")
        await reader.press(*STATES[state])
        seen = {one.text: colours(one.style or Style.null()) for one in drawn(reader)}
        least = {text: GRAPHIC if text.strip(SHAPES) == "" else LEAST for text in seen}
        assert {text: found for text, found in seen.items() if contrast(*found) < least[text]} == {}



"""Everything that is drawn can be read: WCAG 2.1 AA, 4.5 to 1 for text, in every theme, on every screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style

from tests.projects import FILES, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tui.theme import DARK, LEAST, LIGHT, Rgb, contrast

GRAPHIC = 3.0
"""What WCAG asks for where a shape is to be seen, not a word to be read (1.4.11)."""
SHAPES = " ▁▂▃▄▅▆▇█▔─│╭╮╰╯┃▕▏·"
THEMES = {"dark": DARK, "light": LIGHT}
LABELS = [
    '[[label]]\nname = "{}"\nkind = "{}"\nkey = "{}"\nhint = "{}"\n'.format(*row)
    for row in (
        ("PERSON", "entity", "1", "names"),
        ("FACT", "claim", "2", "sentences"),
        ("TONE", "other", "3", "words"),
    )
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
    "card": ("m", "enter", "down"),
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
    red, green, blue = color.get_truecolor()
    return red, green, blue


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


def tagged_project(folder: Path) -> Path:
    """A project with labels of three kinds, tags that overlap, and an article that cannot be opened."""
    root = write_project(folder / "news", {**FILES, "zeros.txt": "\x00" * 400}, "".join(LABELS))
    project = open_project(root)
    for label, words in (("PERSON", "Ilse Marrow"), ("FACT", "Ilse Marrow called"), ("TONE", "Tobin Vale")):
        tagged(project, label, words)
    project.close()
    return root


async def shown(reader: Reader, theme: str, state: str) -> None:
    """Bring something on the screen."""
    if theme == "light":
        reader.app.action_toggle_dark()
    await reader.go("Tobin")
    await reader.press(*STATES[state])


def sixteen(style: Style) -> tuple[Rgb, Rgb] | None:
    """Text and ground as xterm draws them in sixteen colours; None for the terminal's own two."""
    found = [
        one.downgrade(ColorSystem.STANDARD) if one is not None and not one.is_default else None
        for one in (style.color, style.bgcolor)
    ]
    if found == [None, None]:
        return None
    text, ground = (_rgb(one) if one is not None else None for one in found)
    text, ground = text or ((229, 229, 229) if ground else (0, 0, 0)), ground or (0, 0, 0)
    return (ground, text) if style.reverse else (text, ground)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
async def test_all_text_on_a_screen_can_be_read(tmp_path: Path, theme: str, state: str) -> None:
    async with reading(tagged_project(tmp_path)) as reader:
        await shown(reader, theme, state)
        seen = {one.text: colours(one.style or Style.null()) for one in drawn(reader)}
        least = {text: GRAPHIC if text.strip(SHAPES) == "" else LEAST for text in seen}
        assert {text: found for text, found in seen.items() if contrast(*found) < least[text]} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
async def test_all_text_can_be_read_in_sixteen_colours(
    tmp_path: Path, theme: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.colours_of", lambda *_: "few")
    async with reading(tagged_project(tmp_path)) as reader:
        await shown(reader, theme, state)
        seen = {one.text: sixteen(one.style or Style.null()) for one in drawn(reader) if one.text.strip(SHAPES)}
        assert {text: found for text, found in seen.items() if found and contrast(*found) < LEAST} == {}

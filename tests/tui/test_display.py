"""What of an untrusted text is shown: as long as the text, and nothing in it that a terminal obeys."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.texts import texts
from tui.display import SUBSTITUTES, SafeStream, display, gated, hidden, is_suspect

EVERYTHING = [chr(code) for code in range(0x110000)]
ANY = st.characters(exclude_categories=())
"""Any code point, lone surrogates too."""
hostile = st.lists(texts | st.text(ANY, max_size=8), max_size=6).map("".join)
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_forbidden(char: str) -> bool:
    """Whether a code point may never be shown; from Unicode's own tables, not from the program's."""
    code, category = ord(char), unicodedata.category(char)
    return (
        (category == "Cc" and char not in "\t\n")
        or category in ("Cs", "Zl", "Zp")
        or char in DIRECTIONS
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xE0000 <= code <= 0xE007F
        or char in "\ufeff\u115f\u1160\u3164\uffa0\ufff9\ufffa\ufffb"
        or 0x206A <= code <= 0x206F
    )


def test_no_code_point_that_a_terminal_obeys_is_left_and_no_other_is_changed() -> None:
    shown = display("".join(EVERYTHING))
    assert len(shown) == len(EVERYTHING)
    for was, now in zip(EVERYTHING, shown, strict=True):
        if is_forbidden(was):
            assert now in SUBSTITUTES, f"U+{ord(was):04X}"
            assert not is_forbidden(now), f"U+{ord(was):04X}"
        else:
            assert now == was, f"U+{ord(was):04X}"


@given(hostile)
def test_the_shown_text_is_as_long_as_the_text_and_is_shown_as_itself(text: str) -> None:
    shown = display(text)
    assert len(shown) == len(text)
    assert not any(map(is_forbidden, shown))
    assert display(shown) == shown


@given(hostile, hostile)
def test_each_code_point_is_shown_by_itself_so_that_offsets_stay(one: str, other: str) -> None:
    assert display(one + other) == display(one) + display(other)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x07\x1b[2J\r", "␀␇␛[2J␍"),
        ("\x7f", "␡"),
        ("\x85\x9b31m", "\ufffd\ufffd31m"),
        ("\ud800\ufdd0\U0001ffff", "\ufffd" * 3),
        ("\U000e0041", "\ufffd"),
        ("\u202eevil\u2069", "\u2426evil\u2426"),
        ("a\u2028b\u2029c", "a␤b␤c"),
        ("\u206a\ufff9", "\ufffd\ufffd"),
        ("\ufeff\u3164", "◌◌"),
        ("tab\tline\nend", "tab\tline\nend"),
        ("e\u0301 \u200d\u200b\ufe0f\xad", "e\u0301 \u200d\u200b\ufe0f\xad"),
        ("[bold]not markup[/]", "[bold]not markup[/]"),
    ],
)
def test_what_stands_for_what(text: str, shown: str) -> None:
    assert display(text) == shown


def test_what_is_hidden_in_a_text_is_counted_by_kind() -> None:
    found = hidden("plain\t\n\x1b\x9b \u202e\u2066 \ud800\ufffe \U000e0041 \u200b\u200d\ufe0f")
    assert found == {"control": 2, "direction": 2, "broken": 2, "tag": 1, "invisible": 3}
    assert not hidden("Nothing to see at Orrin Bay, but “quotes” and a café.\n")


def test_no_control_character_passes_the_gate_and_each_keeps_its_cells() -> None:
    for char in EVERYTHING:
        safe = gated(char)
        if is_forbidden(char) or char in "\t\n":
            assert is_suspect(char), f"U+{ord(char):04X}"
            assert cell_len(safe) == cell_len(char), f"U+{ord(char):04X}"
            assert not any(is_forbidden(one) or one in "\t\n" for one in safe), f"U+{ord(char):04X}"
        else:
            assert safe == char, f"U+{ord(char):04X}"


@given(hostile | st.text(st.sampled_from("a東☀\u0301\u200d\ufe0f\x1b\x9b\ufeff\u115f\u202e\n"), max_size=12))
def test_what_passed_the_gate_has_as_many_cells_and_no_control_character(text: str) -> None:
    safe = gated(text)
    assert cell_len(safe) == cell_len(text)
    assert not any(is_forbidden(one) or one in "\t\n" for one in safe)
    assert gated(safe) == safe


@given(st.lists(hostile, max_size=4))
def test_a_safe_stream_writes_only_what_may_be_shown(parts: list[str]) -> None:
    raw = io.BytesIO()
    stream = SafeStream(io.TextIOWrapper(raw, encoding="ascii", newline=""))
    stream.writelines(parts)
    assert stream.write("end") == 3
    stream.flush()
    written = raw.getvalue().decode("ascii")
    assert not any(is_forbidden(one) for one in written)
    assert written == display("".join(parts) + "end").encode("ascii", "backslashreplace").decode("ascii")


def test_nobody_writes_colours_into_a_safe_stream() -> None:
    stream = SafeStream(io.StringIO())
    assert stream.writable()
    assert not stream.isatty()
    assert not hasattr(stream, "fileno")

"""What of an untrusted text may be shown: one code point for one code point, and the last gate before a terminal.

Article text, names, labels, notes and error texts pass through `display` before they are laid out. Because the shown
text is as long as the stored one, an offset in one is the same offset in the other. `gated` is the second layer, for
what is already laid out: it keeps cells instead of code points.
"""

TYPE_CHECKING = False  # prepaint cannot wait for what typing, re and collections import
if TYPE_CHECKING:
    import re
    from collections import Counter
    from collections.abc import Callable, Iterable
    from typing import TextIO

REPLACEMENT = 0xFFFD
NEWLINE_PICTURE = 0x2424
DIRECTION_PICTURE = 0x2426
DOTTED_CIRCLE = 0x25CC

CONTROLS = frozenset({*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A})
DIRECTIONS = frozenset({0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
SURROGATES = frozenset(range(0xD800, 0xE000))
NONCHARACTERS = frozenset(
    {*range(0xFDD0, 0xFDF0), *(plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF))}
)
FORMATS = frozenset({*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC)})
TAGS = frozenset(range(0xE0000, 0xE0080))
FILLERS = frozenset({0x115F, 0x1160, 0x3164, 0xFFA0})
INVISIBLE = frozenset(
    {
        0x00AD, 0x034F, 0x180E, 0x2800, *range(0x200B, 0x200E), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    }
)  # fmt: skip
"""Shown as they are, for scripts and emoji need them; counted for the reader."""

SHOWN: dict[int, int] = {
    **{code: 0x2400 + code for code in CONTROLS if code < 0x20},
    0x7F: 0x2421,
    **dict.fromkeys((code for code in CONTROLS if code > 0x7F), REPLACEMENT),
    **dict.fromkeys(SURROGATES | NONCHARACTERS | FORMATS | TAGS, REPLACEMENT),
    **dict.fromkeys(DIRECTIONS, DIRECTION_PICTURE),
    **dict.fromkeys((0x2028, 0x2029), NEWLINE_PICTURE),
    **dict.fromkeys(FILLERS | {0xFEFF}, DOTTED_CIRCLE),
}
"""Each code point that is never shown as itself, with the one that stands for it."""
SUBSTITUTES = frozenset(map(chr, {*SHOWN.values()}))
"""What stands for something else; drawn in a style of its own."""

WIDE = frozenset({0x115F})
"""Of the code points below, those that a strip counts as two cells."""


SHORT = 100_000
"""Up to this length it costs less to translate a text than to make ready what finds whether that is needed."""
_LETTERS = tuple(map(chr, sorted(FILLERS)))
"""What is never shown as itself although Unicode calls it printable."""
_JOINED = "\u200d([\\s\\S])"
"""A joiner with what follows it, which a strip counts as no cell, whatever it is."""
_PATTERNS: "dict[str, re.Pattern[str]]" = {}
_KINDS = {
    "control": CONTROLS,
    "direction": DIRECTIONS,
    "broken": SURROGATES | NONCHARACTERS,
    "tag": TAGS,
    "invisible": INVISIBLE,
}


def display(text: str) -> str:
    """What may be shown of `text`: as long as it, tabs and line feeds kept, nothing in it that a terminal obeys."""
    return text.translate(SHOWN) if len(text) < SHORT or _pattern("suspect").search(text) else text


def _pattern(name: str) -> "re.Pattern[str]":
    """One of the patterns, compiled when it is first wanted."""
    if name not in _PATTERNS:
        import re  # noqa: PLC0415 - see above

        _PATTERNS[name] = re.compile(_JOINED if name == "joined" else _suspect())
    return _PATTERNS[name]


def _suspect() -> str:
    """Finds any of SHOWN below U+10000, and every code point above: single astral ones would slow `re` 30 times."""
    low = sorted(code for code in SHOWN if code < 0x10000)
    known = set(low)
    starts = [code for code in low if code - 1 not in known]
    ends = [code for code in low if code + 1 not in known]
    ranges = "".join(f"\\u{start:04x}-\\u{end:04x}" for start, end in zip(starts, ends, strict=True))
    return f"[{ranges}\U00010000-\U0010ffff]"


def hidden(text: str) -> "Counter[str]":
    """How many code points of each troublesome kind a text holds: control, direction, broken, tag, invisible."""
    from collections import Counter  # noqa: PLC0415 - see above

    counts = Counter(map(ord, text))
    totals = {kind: sum(counts[code] for code in codes & counts.keys()) for kind, codes in _KINDS.items()}
    return Counter({kind: total for kind, total in totals.items() if total})


def _cells() -> dict[int, str]:
    """What a strip shows for each: as many cells as Rich counts for it, for a strip's width is fixed already."""
    dropped = dict.fromkeys({*SHOWN, 0x09, 0x0A}, "")
    one = dict.fromkeys((NONCHARACTERS | FILLERS) - WIDE - {0x1160, 0x3164, 0xFFA0}, chr(REPLACEMENT))
    two = dict.fromkeys(WIDE, chr(REPLACEMENT) * 2)
    return {**dropped, **one, **two, **dict.fromkeys(SURROGATES, chr(REPLACEMENT))}


_IN_STRIP: dict[int, str] = {}


def _in_strip() -> dict[int, str]:
    """What `_cells` says; made when it is first wanted, for prepaint hardly ever does."""
    if not _IN_STRIP:
        _IN_STRIP.update(_cells())
    return _IN_STRIP


def is_suspect(text: str) -> bool:
    """Whether `gated` may change a text."""
    if not text.isprintable():
        return True
    return not text.isascii() and any(letter in text for letter in _LETTERS)


def gated(text: str) -> str:
    """What of a laid-out text goes to the terminal: as many cells, nothing in it that a terminal obeys."""
    if not is_suspect(text):
        return text
    return _pattern("joined").sub(_joined, text).translate(_in_strip())


def _joined(match: "re.Match[str]") -> str:
    """What is replaced behind a joiner stays a code point of no cell: else the joiner would swallow the next one."""
    return "\u200d\u200b" if ord(match[1]) in _in_strip() else match[0]


class SafeStream:
    """Stands in for stdout and stderr while nothing is drawn: what is written passes through `display`.

    It has no `fileno` and is no terminal, so that argparse and tracebacks write no colours into it.
    """

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, stream: "TextIO", before: "Callable[[], object] | None" = None) -> None:
        """Wrap a stream; one that a C locale made cannot encode everything, so it is told to escape instead.

        Args:
            stream: where it goes.
            before: called before anything is written.
        """
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
        self._stream, self._before = stream, before

    def write(self, text: str) -> int:
        """Write what may be shown."""
        if self._before is not None:
            self._before()
        self._stream.write(display(text))
        return len(text)

    @property
    def is_seen(self) -> bool:
        """Whether what is written goes to a terminal."""
        return self._stream.isatty()

    def write_over(self, text: str, width: int) -> None:
        """Put words in the place of the last `width` characters of a terminal's line; no words take them away."""
        back = "" if text else "\r"
        if self._before is not None:
            self._before()
        self._stream.write(f"\r{display(text):<{width}}{back}")
        self._stream.flush()

    def writelines(self, lines: "Iterable[str]") -> None:
        """Write what may be shown of each."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Write what is still held back."""
        self._stream.flush()

    def writable(self) -> bool:
        """It is."""
        return True

    def isatty(self) -> bool:
        """It says no, so that nobody writes colours into it."""
        return False

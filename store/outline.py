"""Outline: where in a TOML text its tables, keys and values stand, so that one can be changed and the rest left alone.

The text is taken to be TOML: `tomllib` has read it. Offsets are code points, half-open; a line end may be CRLF.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import field

from store.classes import dataclass
from store.span import Span

Path = tuple[str, ...]
"""A key with its dotted parts."""
_BLANK = " \t"
_KEY = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*""")
_STRING = re.compile(r'"""(?:[^\\]|\\[\s\S])*?"{3,5}|\'\'\'[\s\S]*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_PLAIN = re.compile(r"""[^\[\]{}"'#,=\r\n]+""")
_OPENS, _CLOSES = "[{", "]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    path: Path
    """The key's parts."""
    line: Span
    """From the first character of its line to the end of its value."""
    value: Span
    """The value as it is written."""


@dataclass(slots=True)
class Table:
    """A table's header and what stands under it, up to the next header."""

    path: Path
    """The name's parts; none for what stands before the first header."""
    is_many: bool
    """Whether it is one of several: `[[name]]`."""
    header: Span
    """From the first character of its line to its closing bracket."""
    entries: list[Entry] = field(default_factory=list)
    end: int = 0
    """Where its last line with anything but a comment ends, before the line end, a comment behind it counted in."""

    def entry(self, name: str) -> Entry | None:
        """The entry of a key that has no dots, or None."""
        return next((one for one in self.entries if one.path == (name,)), None)


def outlined(text: str) -> list[Table]:
    """The tables of a TOML text in their order, the nameless one before the first header included.

    Raises:
        ValueError: it is not written as this reader knows TOML.
    """
    start = 1 if text.startswith("\ufeff") else 0
    found = [Table((), False, Span(start, start), end=start)]
    at = start
    while at < len(text):
        begin = at
        at = _over(text, at, _BLANK)
        if text.startswith("[", at):
            at, table = _header(text, begin, at)
            found.append(table)
        elif at < len(text) and text[at] not in "#\r\n":
            path, equals = _path(text, at)
            _expect(text, equals, "=")
            value = _over(text, equals + 1, _BLANK)
            at = _value_end(text, value)
            found[-1].entries.append(Entry(path, Span(begin, at), Span(value, at)))
        else:
            at = _line_end(text, at)
            continue
        end = text.find("\n", at)
        end = len(text) if end < 0 else end - (text[end - 1] == "\r")
        found[-1].end = max(at, end)
        at = _line_end(text, at)
    return found


def strings_in(text: str, value: Span) -> list[Span]:
    """Where the strings of an array are, as they are written."""
    found, at = [], value.start
    while at < value.end:
        if match := _STRING.match(text, at):
            found.append(Span(at, match.end()))
            at = match.end()
        else:
            at = _line_end(text, at) if text[at] == "#" else at + 1
    return found


def line_number(text: str, offset: int) -> int:
    """The line of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1


def line_of(text: str, at: str) -> int | None:
    """The line of a place such as `label[2].key`, counted from 1; None when it cannot be told."""
    match = re.fullmatch(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", at)
    if match is None:
        return None
    try:
        tables = outlined(text)
    except ValueError:
        return None
    name, number, key = match[1], match[2], match[3]
    if number is None:
        entry = tables[0].entry(name)
        return line_number(text, entry.value.start) if entry else None
    several = [table for table in tables if table.is_many and table.path == (name,)]
    if not 0 < int(number) <= len(several):
        return None
    table = several[int(number) - 1]
    entry = table.entry(key) if key else None
    return line_number(text, entry.value.start if entry else table.header.start)


def _header(text: str, begin: int, at: int) -> tuple[int, Table]:
    is_many = text.startswith("[[", at)
    path, at = _path(text, at + 1 + is_many)
    for _ in range(1 + is_many):
        _expect(text, at, "]")
        at += 1
    return at, Table(path, is_many, Span(begin, at))


def _path(text: str, at: int) -> tuple[Path, int]:
    parts = []
    while True:
        match = _KEY.match(text, at)
        if match is None:
            raise _odd(text, at)
        parts.append(_name(match[1]))
        at = match.end()
        if not text.startswith(".", at):
            return tuple(parts), at
        at += 1


def _name(written: str) -> str:
    if written[0] not in "\"'":
        return written
    return next(iter(tomllib.loads(f"{written} = 0")))


def _value_end(text: str, at: int) -> int:
    """Where a value ends that begins at `at`."""
    depth = 0
    for begin, end in _tokens(text, at):
        char = text[begin]
        depth += (char in _OPENS) - (char in _CLOSES)
        if depth == 0:
            plain = text[begin:end]
            return begin + len(plain.rstrip(_BLANK))
    raise _odd(text, at)


def _tokens(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The pieces of a value, comments and line ends left out."""
    while at < len(text):
        if text[at] == "#":
            at = _line_end(text, at)
        elif text[at] in " \t\r\n":
            at += 1
        elif match := _STRING.match(text, at) or _PLAIN.match(text, at):
            yield at, match.end()
            at = match.end()
        else:
            yield at, at + 1
            at += 1


def _over(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def _line_end(text: str, at: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _expect(text: str, at: int, char: str) -> None:
    if not text.startswith(char, at):
        raise _odd(text, at)


def _odd(text: str, at: int) -> ValueError:
    return ValueError(f"line {line_number(text, at)} is not written as expected")

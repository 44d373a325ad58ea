"""The items of a JSON file, one after the other: a line each, or the members of one list; never the whole file at once.

What cannot be read is refused with its line, and the rest goes on where the rest can be found.
"""

import io
import json
import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Any, NamedTuple

from store.formats.found import Refusal, Source
from store.formats.jsonread import is_cut

CHUNK = 1 << 16
MOST = 1 << 28
"""Characters of one item of a list; a longer one is taken for a broken file."""
LONGEST = 1 << 26
"""Bytes of the longest line that is read."""
HALF = re.compile("[\ud800-\udfff]")
"""What JSON can say and no text can hold."""
BLANK = " \t\r\n"


class Item(NamedTuple):
    """An object of the file."""

    line: int
    """Where it begins, from 1."""
    members: dict[str, Any]


def items(source: Source, name: str) -> Iterator[Item | Refusal]:
    """The objects of a file, in order, each with its line; a `Refusal` for what is none."""
    with source.open(name) as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        return _of_values(source, name, is_list=True)
    is_spread = head.partition(b"\n")[0].strip() == b"{"  # one object over several lines
    return _of_values(source, name, is_list=False) if is_spread else _of_lines(source, name)


def first_item(head: bytes) -> dict[str, Any] | None:
    """The first object of a file by how it begins, as far as that shows it; None when it does not, or is none."""
    text = head.decode("utf-8-sig", "ignore").lstrip().removeprefix("[").lstrip()
    try:
        value, _ = JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _of_lines(source: Source, name: str) -> Iterator[Item | Refusal]:
    with source.open(name) as file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                yield Refusal(name, number, "", f"the line has more than {LONGEST >> 20} MB")
                while not line.endswith(b"\n") and (line := file.readline(LONGEST)):
                    pass
            elif line.strip():
                yield _of_line(name, number, line)


def _of_line(name: str, number: int, line: bytes) -> Item | Refusal:
    try:
        value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return Refusal(name, number, "", f"is not UTF-8 (byte {error.start} of the line)")
    except (ValueError, RecursionError) as error:
        return Refusal(name, number, "", f"is no JSON ({_why(error)})")
    return _item(name, number, value)


def _of_values(source: Source, name: str, *, is_list: bool) -> Iterator[Item | Refusal]:
    with source.open(name) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        rest = _Rest(text)
        try:
            if is_list:
                rest.next()
                rest.take(1)  # the bracket
            while rest.next(also=",") not in ("", "]"):
                line = rest.line
                yield _item(name, line, rest.value())
            if is_list and not rest.next():
                yield Refusal(name, rest.line, "", "the file ends before its list does")
        except UnicodeDecodeError:
            yield Refusal(name, rest.line, "", "is not UTF-8 from here on")
        except (ValueError, RecursionError) as error:
            yield Refusal(name, rest.line, "", f"is no JSON from here on ({_why(error)})")


def _item(name: str, line: int, value: object) -> Item | Refusal:
    if not isinstance(value, dict):
        return Refusal(name, line, "", "is no JSON object")
    return Item(line, value)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError) and is_cut(error):
        return "it ends in the middle"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error).partition(":")[0]


class _Rest:
    """What of a text was read and not used yet."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file = file
        self._decoder = JSONDecoder()
        self._text, self._at = "", 0
        self.line = 1

    def next(self, also: str = "") -> str:
        """The next character that is not blank and not one of `also`, which stays; empty at the end."""
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in BLANK and character not in also:
                    return character
                self.take(1)
            if not self._more(CHUNK):
                return ""

    def take(self, length: int) -> None:
        """Pass over characters."""
        self.line += self._text.count("\n", self._at, self._at + length)
        self._at += length

    def value(self) -> object:
        """The value that begins here.

        Raises:
            ValueError: there is none, or it is too long.
        """
        size = CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except ValueError:
                if len(self._text) - self._at > MOST:
                    message = f"it has more than {MOST >> 20} MB"
                    raise ValueError(message) from None
                if not self._more(size):
                    raise
                size *= 2  # so that what is read again is never more than what is new
                continue
            if end == len(self._text) and self._more(1):
                continue  # a number may go on
            self.take(end - self._at)
            found: object = value
            return found

    def _more(self, size: int) -> bool:
        new = self._file.read(size)
        if new:
            self._text, self._at = self._text[self._at :] + new, 0
        return bool(new)

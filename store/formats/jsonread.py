"""JSON of strangers: read a line at a time, strictly, with what is wrong said by line; nothing odd gets through.

Refused: numbers that are not finite, a name that an object has twice, nesting too deep for the reader, lines of more
than 16 MB.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from store.errors import FormatError
from store.formats.found import Refusal, Source, Wish

LONGEST = 16 << 20
"""Bytes of the longest line."""
LARGEST = 64 << 20
"""Bytes of the largest file that is one JSON value."""
TOO_LONG = b"too long"
"""Stands for a line that is."""
Row = dict[str, Any]


class OddError(ValueError):
    """A value is not what the format has there; the text says which."""


def names(source: Source) -> list[str]:
    """The files of a source that may hold JSON: all of one file, else those that are called so."""
    every = source.names()
    return [name for name in every if len(every) == 1 or name.casefold().endswith((".jsonl", ".ndjson", ".json"))]


def first(name: str, head: bytes) -> Row:
    """The first row of JSON lines, from the first bytes of a file; an empty one where there is none."""
    if head.lstrip()[:1] != b"{" or name.casefold().endswith((".csv", ".tsv", ".txt", ".md")):
        return {}
    try:
        value = loads(head.lstrip().partition(b"\n")[0])
    except OddError:
        return {}
    return value if isinstance(value, dict) else {}


def rows(source: Source, name: str, kinds: type | tuple[type, ...] = dict) -> Iterator[tuple[int, Any]]:
    """The objects of a file of JSON lines, each with its line from 1, or why a line is none; empty lines are skipped.

    Memory holds one line.

    Raises:
        FormatError: the first line is no JSON object: the file is something else, or in another encoding.
    """
    is_first = True
    with source.open(name) as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            found: Any
            try:
                value = loads(line) if line is not TOO_LONG else None
                found = value if isinstance(value, kinds) else Refusal(name, number, "", _no_object(line))
            except OddError as error:
                found = Refusal(name, number, "", str(error))
            if is_first and isinstance(found, Refusal):
                message = f"{name}:{number}: {found.why}; is the format the right one, and is the file UTF-8?"
                raise FormatError(message)
            is_first = False
            yield number, found


def whole(source: Source, name: str) -> Any:
    """The value of a JSON file.

    Raises:
        FormatError: it is none, or has more than 64 MB.
    """
    with source.open(name) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        message = f"{name}: has more than {LARGEST >> 20} MB; as JSON lines it can have any size"
        raise FormatError(message)
    return _value(data, name)


def document(source: Source, name: str) -> Any:
    """The value of a JSON file of any size, of a format that has no other form.

    Raises:
        FormatError: it is none.
    """
    with source.open(name) as file:
        return _value(file.read(), name)


def _value(data: bytes, name: str) -> Any:
    try:
        return loads(_decoded(data, name))
    except OddError as error:
        message = f"{name}: {error}"
        raise FormatError(message) from error


def loads(line: str | bytes) -> Any:
    """The value of JSON.

    Raises:
        OddError: it is none, or holds what is refused.
    """
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start} of the line)"
        raise OddError(message) from error
    except RecursionError as error:
        message = "is nested too deeply"
        raise OddError(message) from error
    except json.JSONDecodeError as error:
        where = "ends in the middle" if is_cut(error) else f"is no JSON at character {error.pos + 1}"
        message = f"{where} ({error.msg})"
        raise OddError(message) from error
    except ValueError as error:
        raise OddError(str(error)) from error


def is_cut(error: json.JSONDecodeError) -> bool:
    """Whether JSON was right up to its end, which came too early."""
    return error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")


def text(row: Mapping[str, Any], name: str, default: str | None = "") -> str:
    """A member that is text; null is as if it was not there.

    Raises:
        OddError: it is something else, or missing without a default.
    """
    value = row.get(name)
    if value is None:
        value = default
    if not isinstance(value, str):
        message = f"{name} is missing" if value is None else f"{name} is {_kind(value)}, not text"
        raise OddError(message)
    return value


def number(row: Mapping[str, Any], name: str) -> int:
    """A member that is a whole number: neither true nor 1.0.

    Raises:
        OddError: it is something else, or missing.
    """
    value = row.get(name)
    if type(value) is not int:
        message = f"{name} is {'missing' if value is None else _kind(value)}, not a whole number"
        raise OddError(message)
    return value


def flag(row: Mapping[str, Any], name: str) -> bool:
    """A member that is true or false; false when it is missing.

    Raises:
        OddError: it is something else.
    """
    value = row.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        message = f"{name} is {_kind(value)}, not true or false"
        raise OddError(message)
    return value


def objects(row: Mapping[str, Any], name: str) -> list[Row]:
    """A member that is a list of objects; none when it is missing.

    Raises:
        OddError: it is something else.
    """
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        message = f"{name} is no list of objects"
        raise OddError(message)
    return value


def texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A member that is a list of texts; none when it is missing.

    Raises:
        OddError: it is something else.
    """
    value = row.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        message = f"{name} is no list of texts"
        raise OddError(message)
    return tuple(value)


def table(row: Mapping[str, Any], name: str) -> Row:
    """A member that is an object; an empty one when it is missing.

    Raises:
        OddError: it is something else.
    """
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        message = f"{name} is {_kind(value)}, not an object"
        raise OddError(message)
    return value


def plain(row: Mapping[str, Any], name: str) -> str:
    """A member as text that may be a number too, such as an id; "" when it is missing."""
    value = row.get(name)
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)


def mapped(row: Row, wish: Wish) -> Row:
    """The row with our names for those that the user mapped."""
    if not wish.columns:
        return row
    return {wish.columns.get(name, name): value for name, value in row.items()}


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST and not line.endswith(b"\n"):
            while (more := file.readline(LONGEST)) and not more.endswith(b"\n"):
                pass
            yield TOO_LONG
        else:
            yield line


def _no_object(line: str | bytes) -> str:
    return f"has more than {LONGEST >> 20} MB" if line is TOO_LONG else "is no JSON object"


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name}: is not UTF-8 ({error.reason})"
        raise FormatError(message) from error


def _object(pairs: list[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"an object has {twice!r} twice"
        raise OddError(message)
    return found


def _constant(name: str) -> float:
    message = f"{name} is no number"
    raise OddError(message)


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "something else")

"""Rows of a snapshot read from the disk a piece at a time: records as they stand there, one a line.

Files are read with pread: a mapped file that another program cuts short would end this one with a signal.
"""

import os
from collections.abc import Iterator

import orjson

from store.disk.base import Item, StaleError

PIECE = 64 << 10
"""Bytes read at a time; more does not stay in the processor's cache while it is parsed."""
LINE = 1 << 10
"""Bytes that most records fit in."""


def pieces(descriptor: int, start: int, end: int, size: int = PIECE) -> Iterator[tuple[int, bytes]]:
    """(offset, whole lines) from `start` to `end`, both at the begin of a line."""
    at, carry = start, b""
    while at < end:
        data = os.pread(descriptor, min(size, end - at), at)
        if not data:
            message = f"the file ends at byte {at}, not at {end}"
            raise StaleError(message)
        at += len(data)
        data = carry + data
        cut = data.rfind(b"\n") + 1
        if cut:
            yield at - len(data), data[:cut]
        carry = data[cut:]
    if carry:
        yield at - len(carry), carry


def parsed(rows: bytes) -> list[Item]:
    """The records of whole lines, in their order.

    Raises:
        ValueError: they are not all records with different numbers.
    """
    body = rows.rstrip(b",\n")
    whole = orjson.loads(b"{" + body + b"}")
    found = [(int(number), record) for number, record in whole.items()]
    if len(found) != body.count(b"\n") + 1 or not all(type(record) is dict for _, record in found):
        message = "there is not one record a line"
        raise ValueError(message)
    return found


def line_at(descriptor: int, offset: int) -> bytes:
    """The line that begins at an offset, with its newline."""
    data = os.pread(descriptor, LINE, offset)
    while (end := data.find(b"\n")) < 0:
        more = os.pread(descriptor, max(len(data), LINE), offset + len(data))
        if not more:
            return data
        data += more
    return data[: end + 1]

"""Tags of tokens as spans: IOB1, IOB2, IOBES, BILOU, BMES and bare labels, told apart by nothing but the tags.

`B`, `U` and `S` open a span; `L`, `E`, `U` and `S` close it; `I` and `M` go on with it, and open one where nothing of
the label is open. In IOB1, where `B` only parts neighbours, that gives the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

OPENING, CLOSING, PREFIXES = "BUS", "LEUS", "BILUESM"
OUTSIDE = ("O", "_", "-", "")


class Run(NamedTuple):
    """Tokens in a row with one label."""

    first: int
    """The place of the first token in the list."""
    last: int
    """Of the last one; it is included."""
    label: str


def parts_of(tag: str) -> tuple[str, str] | None:
    """Prefix and label of a tag, None outside of all spans; a label without a prefix goes on."""
    if tag in OUTSIDE:
        return None
    prefix, hyphen, label = tag.partition("-")
    return (prefix, label) if hyphen and prefix in PREFIXES and len(prefix) == 1 and label else ("I", tag)


def runs(tags: Iterable[str], breaks: Sequence[int] = ()) -> Iterator[Run]:
    """The spans of a row of tags, in order.

    Args:
        tags: one a token.
        breaks: the places of tokens that begin a sentence; no span crosses one.
    """
    new = set(breaks)
    open_at, label, end = -1, "", -1
    for at, tag in enumerate(tags):
        parts = parts_of(tag)
        goes_on = parts is not None and label == parts[1] and parts[0] not in OPENING and at not in new
        if label and not goes_on:
            yield Run(open_at, end, label)
            label = ""
        if parts is not None:
            if not label:
                open_at, label = at, parts[1]
            end = at
            if parts[0] in CLOSING:
                yield Run(open_at, end, label)
                label = ""
    if label:
        yield Run(open_at, end, label)

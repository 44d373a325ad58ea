r"""The backslash in WebAnno TSV: in values it makes marks of the format plain, in texts it stands for controls.

Source: INCEpTION, `tsv3x/Escaping.java`. In values `->` is one mark; a carriage return has no escape there.
"""

import re

SPECIAL = re.compile(r"->|[\\\[\]|_;*\t\n]")
CONTROL = re.compile("[\x00-\x1f\\\\]")
LETTERS = {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b"}
PLAIN = {letter: character for character, letter in LETTERS.items()}
ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
LATER = re.compile(r"\\(u+([0-9a-fA-F]{4})|.)", re.DOTALL)
"""In texts before version 3.2, which escaped as Java does."""


def escaped_value(value: str) -> str:
    """A label, a link type or an identifier as it stands in a row."""
    if value.isalnum():  # most values, at a tenth of the cost
        return value
    plain = value.replace("\r", " ")
    return SPECIAL.sub(lambda found: "\\" + LETTERS.get(found[0], found[0]), plain)


def plain_value(value: str) -> str:
    """The inverse of `escaped_value`."""
    return ESCAPE.sub(lambda found: {"t": "\t", "n": "\n"}.get(found[1], found[1]), value)


def escaped_text(text: str) -> str:
    """A line of a sentence as it stands behind `#Text=`."""
    if text.isprintable() and "\\" not in text:  # most lines, at a tenth of the cost
        return text
    return CONTROL.sub(lambda found: "\\" + LETTERS.get(found[0], found[0]), text)


def plain_text(text: str, minor: int) -> str:
    """The inverse of `escaped_text`.

    Args:
        text: what stands behind `#Text=`.
        minor: the version of the file after `3.`; before 2 other characters were escaped too.
    """
    if minor < 2:
        return LATER.sub(lambda found: chr(int(found[2], 16)) if found[2] else PLAIN.get(found[1], found[1]), text)
    return ESCAPE.sub(lambda found: PLAIN.get(found[1], found[1]), text)


def parts(value: str, mark: str) -> list[str]:
    """A value cut at a mark, such as the bar between stacked ones, that has no backslash in front."""
    if "\\" not in value:
        return value.split(mark)
    found, start, at = [], 0, 0
    while at < len(value):
        if value[at] == "\\":
            at += 2
        elif value[at] == mark:
            found.append(value[start:at])
            start = at = at + 1
        else:
            at += 1
    return [*found, value[start:]]

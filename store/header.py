"""Front matter that is not as plain as most: what YAML makes of it, else what its lines say one by one.

Many a header is no YAML and yet nobody would misread it: `title: As it happened: fire at the mill`. There each line is
a member, `name: value`, or goes on with the one before: indented, or an item of its list. A member that YAML can read
means what YAML says; of any other the value is the rest of the line, as it stands.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""It makes strings only: no tag is ever obeyed."""
_NAME = re.compile(r"[^\W\d][\w.:/-]*(?: [\w.:/-]+){0,3}")
"""A name of up to four words: what is longer, or has other marks in it, is a sentence."""
_QUOTED = re.compile(r""""[^"]*"|'(?:[^']|(?<=\w)'(?=\w))*'""")
_FAILURES = (yaml.YAMLError, RecursionError, ValueError)


def members(header: str) -> tuple[dict[str, Any] | None, str]:
    """The members of a header, or None and why it is none after all."""
    try:
        found = yaml.load(header, Loader=LOADER)  # noqa: S506 - a base loader makes strings, nothing else
    except _FAILURES:
        known = _line_by_line(header)
        return known, "" if known else "what looks like front matter is not YAML; it was read as text"
    if isinstance(found, dict):
        return found, ""
    return None, "" if found is None else "what looks like front matter is no mapping; it was read as text"


def _line_by_line(header: str) -> dict[str, Any] | None:
    """The members in the order of their lines; None where a line is none and belongs to none."""
    found: dict[str, Any] = {}
    for lines in _chunks(header.split("\n")):
        name, colon, value = lines[0].partition(": ") if ": " in lines[0] else lines[0].partition(":")
        if not (colon and _NAME.fullmatch(name.rstrip())):
            return None
        found[name.rstrip()] = _value(lines, value.strip())
    return found or None


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each member; blank lines and comments belong to none."""
    chunk: list[str] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if chunk and not line.startswith((" ", "\t", "- ")):
            yield chunk
            chunk = []
        chunk.append(line.rstrip())
    if chunk:
        yield chunk


def _value(lines: list[str], value: str) -> Any:
    """What a member says: by YAML, else its items, else its words as they stand, without quotation marks around all."""
    try:
        ((_, found),) = yaml.load("".join(f"{line}\n" for line in lines), Loader=LOADER).items()  # noqa: S506 - strings only
    except (*_FAILURES, AttributeError):
        rest = [line.strip() for line in lines[1:]]
        if rest and not value and all(line.startswith("- ") for line in rest):
            return [_bare(line[2:].strip()) for line in rest]
        return _bare(" ".join((value, *rest)).strip())
    return found


def _bare(value: str) -> str:
    """A value without the quotation marks around all of it."""
    return value[1:-1] if _QUOTED.fullmatch(value) else value

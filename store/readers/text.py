"""Plain text and Markdown: bytes become a text once, and nothing in it is changed.

Order: byte order mark, strict UTF-8, UTF-8 with a few damaged bytes, and only then a guess, which is shown. Line ends
and Unicode forms stay as they are. Front matter, where there is any, is taken off; offsets count from what follows.
"""

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from store.annotation import NOTHING
from store.article import METADATA, Article
from store.classes import dataclass
from store.corpus import looks_binary, read_head, read_regular
from store.entry import Entry
from store.errors import ArticleError

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 first, for they begin with those of UTF-16."""
OWN_MARK = ("utf-8-sig", "utf-16", "utf-32")
"""Encodings that take the byte order mark off by themselves; a second one is text."""
FEW = 0.002
"""The share of damaged bytes up to which a text is UTF-8 all the same."""
FENCE = "---"
FRONT_MATTER = 16_384
"""Code points within which front matter must end."""
LONGEST_NAME = 40
"""Code points of a member's name up to which a line is surely plain."""
HEAD = 65_536
"""Bytes that are enough for the heading of an article."""
LATIN = frozenset(
    {"latin_1", "iso8859_1", "cp1250", "cp1252", "cp1254", "cp1257", "iso8859_15", "iso8859_9", "iso8859_2"}
)
"""Single-byte guesses that in practice mean cp1252."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was got from bytes."""

    text: str
    encoding: str
    is_guessed: bool = False
    replaced: int = 0
    """Damaged places, each shown as U+FFFD."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known about an article from its first bytes."""

    title: str = ""
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


def read_article(root: Path, path: str, encoding: str | None = None, file: str = "") -> Article:
    """An article of a project.

    Args:
        root: the project's folder.
        path: the article's path in it.
        encoding: how to decode it, instead of finding out.
        file: its path as it stands on the disk, where that differs.

    Raises:
        ArticleError: it cannot be read, or is no text.
    """
    data = read_regular(root, file or path)
    if what := looks_binary(data, encoding):
        message = f"{path}: {what}"
        raise ArticleError(message)
    decoded = decode(data, encoding)
    known, start, remark = front_matter(decoded.text)
    remarks = [remark] if remark else []
    if decoded.is_guessed:
        remarks.append(f"{path} is not UTF-8 and was read as {decoded.encoding}; --encoding overrides this guess")
    if decoded.replaced:
        remarks.append(f"{path} has {decoded.replaced} damaged places, shown as \ufffd")
    return Article.of(
        path,
        decoded.text[start:],
        **_metadata(known),
        encoding=decoded.encoding,
        is_guessed=decoded.is_guessed,
        replaced=decoded.replaced,
        remarks=tuple(remarks),
        rest={name: value for name, value in known.items() if name not in METADATA} or NOTHING,
    )


def read_heading(root: Path, entry: Entry, encoding: str | None = None) -> Heading:
    """What the first bytes of an article say about it, decoded as the article is; nothing where they cannot be read."""
    if entry.problem is not None:
        return Heading()
    try:
        data = read_head(root, entry.file or entry.path, HEAD)
        text = _decoded_as(data, encoding).text if encoding is not None else _unguessed(data)
    except ArticleError:
        return Heading()
    known, _, _ = front_matter(text)
    return Heading(**_metadata(known))


def _unguessed(data: bytes) -> str:
    """The text by its mark, else as UTF-8: a guess costs too much for every article of a list."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _metadata(known: Mapping[str, Any]) -> dict[str, str]:
    """The members that every article has; several authors stand one after the other."""
    found = {name: known.get(name, "") for name in METADATA}
    return {name: ", ".join(value) if isinstance(value, list) else value for name, value in found.items()}


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of bytes; a byte order mark is not part of it.

    Raises:
        ArticleError: `encoding` is not known.
    """
    if encoding is not None:
        return _decoded_as(data, encoding)
    for mark, name in MARKS:
        if data.startswith(mark):
            text, damaged = _patched(data[len(mark) :], name)
            return Decoded(_whole(text), name, replaced=damaged)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text, damaged = _patched(data, "utf-8")
    sound = sum(1 for char in text if char > "\x7f") - damaged
    if damaged <= max(1, len(data) * FEW) and sound >= damaged:
        return Decoded(text, "utf-8", replaced=damaged)
    return _guessed(data)


def _decoded_as(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text, damaged = _patched(data, name)
    except (LookupError, ValueError) as error:
        message = f"there is no encoding {encoding!r}; utf-8, cp1252 and shift_jis are some"
        raise ArticleError(message) from error
    text = text if name in OWN_MARK else text.removeprefix("\ufeff")
    return Decoded(_whole(text), name, replaced=damaged)


def _guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms, for the few files that are not UTF-8

    best = from_bytes(data[: 1 << 20]).best()
    name = best.encoding if best else "cp1252"
    if name in LATIN:
        name = "cp1252"
    text, damaged = _patched(data, name)
    return Decoded(_whole(text), name, is_guessed=True, replaced=damaged)


def _patched(data: bytes, encoding: str) -> tuple[str, int]:
    """The text with U+FFFD at each damaged place, and how many of them there are; those of the author do not count."""
    text = data.decode(encoding, "replace")
    if "\ufffd" not in text:
        return text, 0
    return text, text.count("\ufffd") - data.decode(encoding, "ignore").count("\ufffd")


def _whole(text: str) -> str:
    """The text without lone surrogates, which some codecs let through and no dataset can hold."""
    return (
        text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= char <= "\udfff" for char in text) else text
    )


def front_matter(text: str) -> tuple[Mapping[str, Any], int, str]:
    """What stands between `---` lines at the start of a text, where the text proper begins, and a remark.

    Values are strings or lists of strings. What is no front matter is text, with a remark if it looked like some.
    """
    if not text.startswith((f"{FENCE}\n", f"{FENCE}\r\n")):
        return NOTHING, 0, ""
    opening = text.index("\n") + 1
    close, start = _closing(text, opening)
    if close < 0:
        return NOTHING, 0, ""
    simple = _simple(text[opening:close])
    if simple is not None:
        return simple, start, ""
    from store.header import members  # noqa: PLC0415 - 12 ms, for front matter that is not as plain as most

    found, remark = members(text[opening:close])
    if found is None:
        return NOTHING, 0, remark
    return {name: value for name, value in found.items() if isinstance(name, str) and _is_plain(value)}, start, ""


def _simple(header: str) -> dict[str, str] | None:
    """The members of a header in which each line is a plain `name: value` or `name: "value"`, else None.

    Exactly what YAML makes of it: the lines it takes leave nothing to interpret.
    """
    found: dict[str, str] = {}
    for line in header.removesuffix("\n").split("\n"):
        name, _, value = line.removesuffix("\r").partition(": ")
        if not (name.isascii() and name.isidentifier() and len(name) <= LONGEST_NAME and value.isprintable()):
            return None
        inner = value[1:-1]
        if value[:1].isalpha() and not (":" in value or "#" in value or value[-1] == " "):
            found[name] = value
        elif value == f'"{inner}"' and not ('"' in inner or "\\" in inner):
            found[name] = inner
        else:
            return None
    return found


def _closing(text: str, opening: int) -> tuple[int, int]:
    """Where the closing line begins and the text after it; -1 when there is none."""
    at = opening
    while at < min(len(text), FRONT_MATTER):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)].removesuffix("\r")
        if line == FENCE:
            return at, end + 1 if end >= 0 else len(text)
        if end < 0:
            break
        at = end + 1
    return -1, 0


def _is_plain(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))

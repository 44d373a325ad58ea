"""Known: the formats that can be read, and which one a source is in."""

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from store.errors import FormatError
from store.formats.found import FileUnit, Reader, Sniff
from store.formats.registry import ALIASES, all_formats
from store.importing.shelf import is_article
from store.importing.source import LONGEST_LINE, Files

READ_ONLY = {
    "spacy": "store.formats.spacy_reading",
    "articles": "store.formats.plain_rows",
}
"""Name -> the module with the `read` and `sniff` of what is only read: no format leaves in this shape."""
HEAD = 65_536
"""Bytes that a format is known by."""
LOOKED_AT = 60
"""Files of a folder that are looked at to know its format."""
SURE = 85
"""The score of a format that cannot be mistaken."""
WEB = (".html", ".htm", ".xhtml")


class Form(NamedTuple):
    """A format as one that is read."""

    name: str
    read: Reader
    sniff: Sniff
    unit: FileUnit
    """What its offsets count where nothing says otherwise."""


def forms() -> Iterator[Form]:
    """All formats that can be read; those that only can be read last."""
    names = set()
    for form in all_formats():
        if form.read is not None:
            names.add(form.name)
            yield Form(form.name, form.read, form.sniff, "utf16" if form.unit == "utf16" else "codepoint")
    for name, module in READ_ONLY.items():
        if name not in names:
            found = import_module(module)
            yield Form(name, found.read, found.sniff, "codepoint")


def form_names() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return tuple(form.name for form in forms())


def form_of(name: str) -> Form:
    """A format to be read, by its name.

    Raises:
        FormatError: there is none, or it is only written.
    """
    known = ALIASES.get(name, name)
    found = next((form for form in forms() if form.name == known), None)
    if found is not None:
        return found
    is_written = any(form.name == known for form in all_formats())
    words = "is only written, never read" if is_written else "is no format"
    message = f"{name!r} {words}; these can be read: {', '.join(form_names())}"
    raise FormatError(message)


def guessed(source: Files, encoding: str | None = None) -> Form | None:
    """The format that a source is most likely in; None when it holds articles only.

    Raises:
        FormatError: nothing can be said.
    """
    names = source.names()
    best = max(_scores(source, encoding).values(), key=lambda one: one[0], default=None)
    if best is not None:
        return best[1]
    if names and any(is_article(name) or name.casefold().endswith(WEB) for name in names):
        return None
    if not names:
        message = f"{source.name}: there is no file in it"
    elif (wide := next((name for name in names[:LOOKED_AT] if _is_utf16(source, name)), None)) and encoding is None:
        message = f"{wide} begins like UTF-16; --encoding utf-16 reads that"
    else:
        message = f"{source.name}: it cannot be told which format this is; say it with --format: "
        message += ", ".join(form_names())
    raise FormatError(message)


def must_be(form: Form, source: Files, encoding: str | None = None) -> None:
    """Refuse a format that was named where a source is surely in another: it would be read as less than it is.

    Raises:
        FormatError: it is.
    """
    scores = _scores(source, encoding)
    best = max(scores.values(), key=lambda one: one[0], default=None)
    if best is None or best[0] < SURE or best[1].read is form.read:
        return
    if scores.get(form.name, (0, form))[0] < best[0] - SURE / 2:
        message = f"{source.name}: this is {best[1].name}, not {form.name}; without --format it is read as that, "
        message += f"with --force as {form.name}"
        raise FormatError(message)


def _scores(source: Files, encoding: str | None) -> dict[str, tuple[int, Form]]:
    """How likely each format is that may be it, by name, in the order of the formats."""
    found: dict[str, tuple[int, Form]] = {}
    known = list(forms())
    for name in sorted(source.names(), key=is_article)[:LOOKED_AT]:  # what lies beside texts says more than they
        with source.open(name) as file:
            head = file.read(HEAD)
            if head.lstrip()[:1] == b"{" and b"\n" not in head:  # what a row is, its last keys may say
                head += file.readline(LONGEST_LINE)
        if encoding is not None:
            head = _as_utf8(head, encoding)
        for form in known:
            score = form.sniff(name, head)
            if score > found.get(form.name, (0, form))[0]:
                found[form.name] = score, form
    return {form.name: found[form.name] for form in known if form.name in found}


def _is_utf16(source: Files, name: str) -> bool:
    """Whether a file begins with the mark of UTF-16, as spreadsheets write it."""
    with source.open(name) as file:
        return file.read(2) in (b"\xff\xfe", b"\xfe\xff")


def _as_utf8(head: bytes, encoding: str) -> bytes:
    """The beginning of a file as if it were UTF-8; as it is in an encoding that nobody knows, which its reader says."""
    try:
        return head.decode(encoding, "ignore").removeprefix("\ufeff").encode("utf-8", "ignore")
    except LookupError:
        return head

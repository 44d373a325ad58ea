"""Newcomer: an article that a project gets: its file is written aside, and put in its place when all is well.

A path that is fit for an article is kept; else one is made of it: ASCII, lower case, at most 100 bytes. Nothing is
ever written over.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from store.article import METADATA
from store.corpus import LIMIT, NOT_ARTICLES, SKIPPED, SUFFIXES, looks_binary
from store.disk.names import RESERVED
from store.errors import FormatError
from store.readers.text import FENCE, front_matter
from store.schema import is_unsafe

LONGEST_SLUG = 100
LONGEST_PATH = 240
"""Bytes of a path that is kept as it is."""
FORBIDDEN = '<>:"|?*\\'
"""What some systems do not have in names."""
UNFOLDED = {"fold": "no"}
"""What front matter says of an article in which nothing is furniture."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def path_for(key: str, title: str, is_taken: Callable[[str], bool]) -> str:
    """The path of a new article: its key where that is fit for one, else a name made of it, or of its title."""
    kept = unicodedata.normalize("NFC", key)
    wanted = kept if is_fit(kept) else _slug(key, title)
    stem, suffix = wanted.rpartition(".")[0], wanted.rpartition(".")[2]
    names = (wanted if number == 1 else f"{stem}-{number}.{suffix}" for number in range(1, 1_000_000))
    return next(name for name in names if not is_taken(name))


def is_fit(path: str) -> bool:
    """Whether a path can be that of an article, on every system."""
    parts = path.split("/")
    return (
        path.casefold().endswith(SUFFIXES)
        and len(path.encode("utf-8", "replace")) <= LONGEST_PATH
        and not any(is_unsafe(char) or char in FORBIDDEN for char in path)
        and all(_is_fit_part(part) for part in parts)
        and parts[-1].casefold() not in NOT_ARTICLES
        and not any(part.casefold() in SKIPPED for part in parts[:-1])
    )


def text_fault(text: str) -> str | None:
    """Why a text cannot be that of an article, None when it can."""
    lone = re.search("[\ud800-\udfff]", text)
    if lone is not None:
        return f"its text holds half a character (U+{ord(lone[0]):04X}) at {lone.start()}"
    if not text.strip():
        return "its text is empty"
    data = text[:512].encode("utf-8")
    if what := looks_binary(data):
        return f"its text {what}"
    return f"its text is longer than {LIMIT >> 20} MB" if len(text) > LIMIT // 4 and _size(text) > LIMIT else None


def file_of(text: str, metadata: Mapping[str, str], origin: str, *, may_fold: bool = True) -> bytes:
    """The bytes of an article's file: front matter, and then the text, exactly."""
    known = {name: metadata[name] for name in METADATA if metadata.get(name)} | {"imported_from": origin}
    known |= {} if may_fold else UNFOLDED
    lines = "".join(f"{name}: {_quoted(value)}\n" for name, value in known.items())
    return f"---\n{lines}---\n{text}".encode()


def unfolded(data: bytes) -> bytes | None:
    """The bytes of an article's file whose front matter says that nothing is furniture; the text stays what it is.

    None where that cannot be written into it: it is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    _, start, _ = front_matter(text)
    line = "\r\n" if text[:start].endswith("\r\n") else "\n"
    member = "".join(f"{name}: {value}{line}" for name, value in UNFOLDED.items())
    fence = text.rfind(FENCE, 0, start)
    head = f"{text[:fence]}{member}{text[fence:start]}" if start else f"{FENCE}{line}{member}{FENCE}{line}"
    made = head + text[start:]
    known, begun, _ = front_matter(made)
    is_right = made[begun:] == text[start:] and UNFOLDED.items() <= known.items()
    return made.encode() if is_right else None


def publish(place: Path, root: Path, paths: tuple[str, ...]) -> None:
    """Put files that were written aside in their places, all of them or none; nothing is written over.

    Raises:
        FormatError: one cannot be put there; those that were are gone again.
    """
    done: list[Path] = []
    try:
        for path in paths:
            goal = root / path
            goal.parent.mkdir(parents=True, exist_ok=True)
            _put(place / path, goal)
            done.append(goal)
    except OSError as error:
        for goal in done:
            goal.unlink(missing_ok=True)
        message = f"{path}: cannot be written ({error.strerror}); nothing was imported"
        raise FormatError(message) from error


def _put(written: Path, goal: Path) -> None:
    with written.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(written, goal)  # unlike a rename it never replaces what is there
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with goal.open("xb") as file:
            file.write(written.read_bytes())
            file.flush()
            os.fsync(file.fileno())


def _is_fit_part(part: str) -> bool:
    stem = part.partition(".")[0].casefold()
    return bool(part) and part[0] not in ".-" and part == part.strip() and part[-1] != "." and stem not in RESERVED


def _slug(key: str, title: str) -> str:
    path = PurePosixPath(unicodedata.normalize("NFC", key))
    stem = path.name.removesuffix(path.suffix) if path.suffix.lower() in _SUFFIXES else path.name
    for words in (stem, title, "article"):
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
        if slug and slug not in RESERVED:
            break
    return f"{slug}.txt"


_SUFFIXES = {".txt", ".md", ".html", ".htm", ".xml", ".xmi", ".json", ".jsonl", ".tsv", ".csv", ".conll", ".ann"}


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _quoted(value: str) -> str:
    """A value as YAML has it between double quotes, on one line."""
    escaped = (
        _ESCAPES.get(char) or (char if char.isprintable() and char != "\ufeff" else _escape(char)) for char in value
    )
    return f'"{"".join(escaped)}"'


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"

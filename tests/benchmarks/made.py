"""Large stores for benchmarks: a snapshot as the program writes it, with its checksum, numbers in no order."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import orjson

from store.annotation import Record
from store.disk.snapshot import Meta, crc_place, head_of, tail_of

AT = "2031-05-14T09:15:04Z"
ANNOTATOR = "ana"
EACH = 10
"""Annotations of an article."""
BEFORE = "Captain Marrow said on Monday to"
AFTER = " that it would sail again in May"
QUOTE = "Tobin Vale of Orrin Bay"


def path_of(article: int) -> str:
    """The path of an article; in the order of the numbers."""
    return f"{article // 1_000:04}/ferry-returns-{article:07}.txt"


def text_of(article: int) -> str:
    """The text of an article: a line of 120 characters for each annotation, which begins with what is annotated."""
    return "".join(f"{QUOTE}{AFTER}, as number {article} says".ljust(119) + "\n" for _ in range(EACH))


def write_articles(root: Path, count: int) -> Path:
    """Make a project of so many articles, each with its annotations."""
    write_store(root, count * EACH)
    (root / "sidemark.toml").write_text('scheme = "news"\n', encoding="utf-8")
    for article in range(count):
        path = root / path_of(article)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(article), encoding="utf-8")
    return root


def annotation(number: int, article: int, start: int) -> Record:
    """An annotation with all its members; about 470 bytes as JSON."""
    return {
        "article": path_of(article),
        "start": start,
        "end": start + len(QUOTE),
        "quote": QUOTE,
        "prefix": BEFORE,
        "suffix": AFTER,
        "label": ("PERSON", "PLACE", "GROUP")[number % 3],
        "id": f"{ANNOTATOR}-{number}",
        "text_sha256": hashlib.sha256(text_of(article).encode()).hexdigest(),
        "attributes": {},
        "note": "",
        "unsure": False,
        "cluster": None,
        "author": ANNOTATOR,
        "origin": "typed",
        "created": AT,
        "updated": AT,
    }


def rows(count: int, meta: Meta) -> Iterator[bytes]:
    """A snapshot with so many annotations, sorted, an article at a time; zeros for its checksum."""
    numbers = list(range(1, count + 1))
    Random(count).shuffle(numbers)
    yield head_of(meta)
    yield b'"annotations":{\n'
    for article in range((count + EACH - 1) // EACH):
        first = article * EACH
        mine = enumerate(numbers[first : first + EACH])
        lines = b",\n".join(line(number, article, start * 120) for start, number in mine)
        yield lines + (b",\n" if first + EACH < count else b"\n")
    yield b"},\n" + b",\n".join(b'"%s":{\n}' % name for name in (b"articles", b"clusters", b"decisions", b"links"))
    yield tail_of({})


def line(number: int, article: int, start: int) -> bytes:
    """The line of an annotation, without comma and newline."""
    return b'"%d":' % number + orjson.dumps(annotation(number, article, start))


def write_store(root: Path, count: int) -> Path:
    """Make a project's folder with a snapshot of so many annotations."""
    folder = root / "annotations"
    folder.mkdir(parents=True)
    meta, checksum = Meta(ANNOTATOR, "c41f09aa", count, count + 1), 0
    with (folder / f"{ANNOTATOR}.json").open("wb") as file:
        for piece in rows(count, meta):
            checksum = zlib.crc32(piece, checksum)
            file.write(piece)
        file.seek(crc_place(meta))
        file.write(b"%08x" % checksum)
    return root

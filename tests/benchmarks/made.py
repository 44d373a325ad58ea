"""Large stores for benchmarks: a snapshot as the program writes it, made line by line."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import orjson

from store.annotation import Record

AT = "2031-05-14T09:15:04Z"
ANNOTATOR = "ana"
EACH = 10
"""Annotations of an article."""
BEFORE = "Captain Marrow said on Monday to"
AFTER = " that it would sail again in May"


def path_of(article: int) -> str:
    """The path of an article; in the order of the numbers."""
    return f"{article // 1_000:04}/ferry-returns-{article:07}.txt"


def annotation(number: int, article: int, start: int) -> Record:
    """An annotation with all its members; about 470 bytes as JSON."""
    quote = "Tobin Vale of Orrin Bay"
    return {
        "article": path_of(article),
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "prefix": BEFORE,
        "suffix": AFTER,
        "label": ("PERSON", "PLACE", "GROUP")[number % 3],
        "id": f"{ANNOTATOR}-{number}",
        "text_sha256": hashlib.sha256(b"%d" % article).hexdigest(),
        "attributes": {},
        "note": "",
        "unsure": False,
        "cluster": None,
        "author": ANNOTATOR,
        "origin": "typed",
        "created": AT,
        "updated": AT,
    }


def rows(count: int) -> Iterator[bytes]:
    """The lines of a snapshot with so many annotations, sorted, each with its newline."""
    yield b'{\n"_meta":{"1":{"schema":1,"annotator":"%s","journal":"c41f09aa","last_seq":%d,"next_number":%d}},\n' % (
        ANNOTATOR.encode(),
        count,
        count + 1,
    )
    yield b'"annotations":{\n'
    for article in range((count + EACH - 1) // EACH):
        first = article * EACH
        mine = range(first, min(first + EACH, count))
        yield b"".join(row(number + 1, article, (number - first) * 120, is_last=number + 1 == count) for number in mine)
    yield b"},\n" + b",\n".join(b'"%s":{\n}' % name for name in (b"articles", b"clusters", b"decisions", b"links"))
    yield b"\n}\n"


def row(number: int, article: int, start: int, *, is_last: bool) -> bytes:
    """The line of an annotation."""
    return b'"%d":' % number + orjson.dumps(annotation(number, article, start)) + (b"\n" if is_last else b",\n")


def write_store(root: Path, count: int) -> Path:
    """Make a project's folder with a snapshot of so many annotations."""
    folder = root / "annotations"
    folder.mkdir(parents=True)
    with (folder / f"{ANNOTATOR}.json").open("wb") as file:
        file.writelines(rows(count))
    return root

"""What an export costs beside `json.dumps` of the same records: 100,000 annotations in 10,000 articles.

Each format is written in a process of its own, `python -m tests.benchmarks.exports FORMAT PROJECT`, which prints JSON:
seconds of the processor for the whole export and for the writer alone, those of `json.dumps` of the records in the same
process right after, and the most memory beyond what the open project had.

A format that has a row for each token says more than the records do. So beside the records stands what `json.dumps` of
the dataset's own rows costs, into as many files: no writer in Python can be expected to be much below that.
"""

import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import orjson

from store import Article, Format, Project, Report, Wish, all_formats, export, format_of
from store.annotation import Annotation, Record
from store.disk.snapshot import Meta, crc_place, head_of, tail_of
from store.formats.out import Out
from store.formats.values import Pair
from store.harvest import Harvest
from tests.benchmarks.figures import Figure
from tests.benchmarks.made import ANNOTATOR, AT, EACH, path_of
from tests.benchmarks.probe import clocked

ANNOTATIONS = 100_000
TIMES, MEGABYTES = 3.0, 50.0
"""The goals: over the cost of `json.dumps`, and of memory beyond the open project."""
HEAD = "---\ntitle: Ferry returns\nsource: Marl Post\npublished: 2031-03-04\nlanguage: en\n---\n"
SENTENCE = (
    "Captain Marrow said on Monday to {quote} that it would sail again in May, with {number} passengers aboard.\n"
)
NAMES = ("Tobin Vale", "Ilse Marrow", "Orrin Bay", "the harbour board of Zoë Quay", "東京")
TOML = "".join(f'[[label]]\nname = "{name}"\n' for name in ("PERSON", "PLACE", "GROUP"))


def figures(root: Path) -> Iterator[tuple[str, Iterable[Figure]]]:
    """The cost of each format whose libraries are here."""
    write_project(root, ANNOTATIONS // EACH)
    Project.open(root, annotator=ANNOTATOR, read_only=True)
    title = f"export of {ANNOTATIONS:,} annotations in {ANNOTATIONS // EACH:,} articles"
    yield title, [one for form in all_formats() if form.extra is None for one in measured(form.name, root)]


def measured(name: str, root: Path) -> Iterator[Figure]:
    """One format."""
    command = [sys.executable, "-m", "tests.benchmarks.exports", name, str(root)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    found = json.loads(answer.stdout)
    base = found["json.dumps"]
    beside = partial(Figure, unit="s CPU", beside="json.dumps of the records", other=base)
    own = {"floor": "json.dumps of its own rows", "least": found["own rows"]}
    yield beside(f"{name}, the writer", found["writer"], goal=TIMES * base, **own)
    yield beside(f"{name}, all of it", found["export, CPU"])
    yield Figure(f"{name}, memory", found["export, MB"], "MB", MEGABYTES)


def write_project(root: Path, articles: int) -> None:
    """Articles of ten lines, each with an annotation, and a store in which their numbers are in no order."""
    numbers = list(range(1, articles * EACH + 1))
    Random(articles).shuffle(numbers)
    folder = root / "annotations"
    folder.mkdir(parents=True)
    (root / "sidemark.toml").write_text(TOML, encoding="utf-8")
    meta, checksum = Meta(ANNOTATOR, "c41f09aa", len(numbers), len(numbers) + 1), 0
    with (folder / f"{ANNOTATOR}.json").open("wb") as file:
        for piece in _rows(root, articles, numbers, meta):
            checksum = zlib.crc32(piece, checksum)
            file.write(piece)
        file.seek(crc_place(meta))
        file.write(b"%08x" % checksum)


def _rows(root: Path, articles: int, numbers: list[int], meta: Meta) -> Iterator[bytes]:
    yield head_of(meta)
    yield b'"annotations":{\n'
    for article in range(articles):
        mine = numbers[article * EACH : (article + 1) * EACH]
        pairs = zip(mine, _article(root, article, mine), strict=True)
        lines = [b'"%d":' % number + orjson.dumps(record) for number, record in pairs]
        yield b",\n".join(lines) + (b",\n" if article + 1 < articles else b"\n")
    yield b"},\n" + b",\n".join(b'"%s":{\n}' % name for name in (b"articles", b"clusters", b"decisions", b"links"))
    yield tail_of({})


def _article(root: Path, number: int, numbers: list[int]) -> Iterator[Record]:
    """Write an article; its annotations."""
    quotes = [NAMES[(number + place) % len(NAMES)] for place in range(EACH)]
    lines = [SENTENCE.format(quote=quote, number=number + place) for place, quote in enumerate(quotes)]
    article = Article.of(path_of(number), "".join(lines))
    path = root / article.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((HEAD + article.text).encode())
    at = 0
    for place, (quote, line) in enumerate(zip(quotes, lines, strict=True)):
        start = at + line.index(quote)
        at += len(line)
        yield Annotation(
            id=f"{ANNOTATOR}-{numbers[place]}", article=article.path, start=start, end=start + len(quote), quote=quote,
            label=("PERSON", "PLACE", "GROUP")[place % 3], prefix=article.text[max(0, start - 32) : start],
            suffix=article.text[start + len(quote) :][:32], text_sha256=article.text_sha256, author=ANNOTATOR,
            created=AT, updated=AT,
        ).to_dict()  # fmt: skip


def probe(name: str, root: Path) -> dict[str, object]:
    """Write one format, and then the records alone."""
    form = format_of(name)
    project = Project.open(root, annotator=ANNOTATOR, read_only=True)
    found: dict[str, float | list[float]] = {}
    target = root.parent / f"{root.name}.exported{'' if form.holds_one else form.suffix}"
    written = root.parent / f"{root.name}.written"
    for before in (target, written):  # of the format before
        shutil.rmtree(before, ignore_errors=True)
    if form.holds_one:
        target.mkdir()  # that it is to be a folder cannot be seen by its name
    with clocked(found, "export"):
        report = export([project], form, Wish(target, is_forced=True))
    lost = sum(loss.what == "annotation" for loss in report.losses)  # of `pairs`, which holds those with a partner
    found["writer"] = writer(project, form, written)
    records = list(project.database.stream("annotations"))
    assert report.annotations + lost == len(records), report
    gc.freeze()
    begun = time.process_time()
    with target.with_name("records.jsonl").open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    found["json.dumps"] = time.process_time() - begun
    found["own rows"] = own_rows(target, target.with_name("own"))
    return dict(found)


def own_rows(dataset: Path, place: Path) -> float:
    """Seconds of the processor for `json.dumps` of what a dataset holds, row by row, into as many files."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    files = sorted(path for path in dataset.rglob("*") if path.is_file()) if dataset.is_dir() else [dataset]
    spent = 0.0
    for number, path in enumerate(files):
        rows = _rows_of(path)
        begun = time.process_time()
        with (place / str(number)).open("w", encoding="utf-8") as file:
            spent += time.process_time() - begun
            while some := list(islice(rows, 1_000)):
                begun = time.process_time()
                for row in some:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                spent += time.process_time() - begun
            begun = time.process_time()
        spent += time.process_time() - begun
    return spent


def _rows_of(path: Path) -> Iterator[object]:
    """JSON values of lines that are some, cells between tabs of others; rows of a database."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as base:
            tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                yield from base.execute(f"SELECT * FROM {table}")
        return
    opened = zipfile.ZipFile(path) if path.suffix == ".zip" else None
    names = opened.namelist() if opened else [""]
    for name in names:
        with opened.open(name) if opened else path.open("rb") as file:
            for line in file:
                text = line.decode().rstrip("\n")
                yield json.loads(text) if text.startswith('{"') and text.endswith("}") else text.split("\t")


def writer(project: Project, form: Format, place: Path) -> float:
    """Seconds of the processor in the writer alone, without those for articles and annotations."""
    harvest = Harvest([project], Report())
    reading = 0.0

    def pairs() -> Iterator[Pair]:
        nonlocal reading
        source = harvest.pairs()
        while True:
            begun = time.process_time()
            pair = next(source, None)
            reading += time.process_time() - begun
            if pair is None:
                return
            yield pair

    begun = time.process_time()
    if form.holds_one:
        for pair in pairs():
            form.write([pair], Out(place, harvest.about.name(pair[0].path) + form.suffix, form.suffix), harvest.about)
    else:
        form.write(pairs(), Out(place, f"dataset{form.suffix}", form.suffix), harvest.about)
    return time.process_time() - begun - reading


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(sys.argv[1], Path(sys.argv[2]))))

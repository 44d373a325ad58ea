"""What the same questions cost elsewhere: `python -m tests.benchmarks.rivals WHAT PROJECT SIZE`, as `probe`.

`parsed`: orjson reads the whole file. `tiny`: stock TinyDB. `lite`: SQLite with an index on the article.
"""

import json
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import orjson

from tests.benchmarks.made import ANNOTATOR, EACH, path_of
from tests.benchmarks.probe import LOOKUPS, Found, clocked, seconds

Row = dict[str, object]


def parsed(root: Path, size: int) -> Found:
    """Read the file and parse it."""
    found = Found()
    with clocked(found, "parse"):
        whole = orjson.loads((root / "annotations" / f"{ANNOTATOR}.json").read_bytes())
    assert len(whole["annotations"]) == size
    return found


def tiny(root: Path, size: int) -> Found:
    """One article's annotations, and one insert, with TinyDB as it comes."""
    from tinydb import TinyDB, where  # noqa: PLC0415 - the others do without

    found, path = Found(), root / "tiny.json"
    path.write_bytes((root / "annotations" / f"{ANNOTATOR}.json").read_bytes())
    with TinyDB(path) as base:
        table, random = base.table("annotations"), Random(4)
        wanted = where("article") == path_of(random.randrange(size // EACH))
        with clocked(found, "article"):
            found["count"] = len(table.search(wanted))
        number = random.randrange(size) + 1
        with clocked(found, "record"):
            assert table.get(doc_id=number)
        with clocked(found, "scan"):
            assert table.search(where("label") == "PERSON")
        with clocked(found, "insert"):
            table.insert({"article": path_of(0), "label": "PERSON"})
    path.unlink()
    return found


def lite(root: Path, size: int) -> Found:
    """The same look-ups in SQLite; the records are JSON there too, and are parsed."""
    path = root / "lite.db"
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode=OFF")
    base.execute("CREATE TABLE annotations (number INTEGER PRIMARY KEY, article TEXT, record TEXT)")
    with (root / "annotations" / f"{ANNOTATOR}.json").open("rb") as file:
        lines = (line.rstrip(b",\n").partition(b":") for line in file if line.startswith(b'"') and line[1:2].isdigit())
        rows = ((int(number.strip(b'"')), orjson.loads(record)["article"], record) for number, _, record in lines)
        base.executemany("INSERT INTO annotations VALUES (?, ?, ?)", rows)
    base.execute("CREATE INDEX by_article ON annotations (article)")
    base.commit()
    base.close()
    found, random = Found(), Random(4)
    with clocked(found, "open"):
        base = sqlite3.connect(path)
        base.execute("SELECT record FROM annotations WHERE number = 1").fetchall()
    articles = [path_of(random.randrange(size // EACH)) for _ in range(LOOKUPS)]
    numbers = [random.randrange(size) + 1 for _ in range(LOOKUPS)]
    of_article = partial(asked, base, "SELECT record FROM annotations WHERE article = ?")
    of_number = partial(asked, base, "SELECT record FROM annotations WHERE number = ?")
    found["article"] = [seconds(partial(of_article, article)) for article in articles]
    found["record"] = [seconds(partial(of_number, number)) for number in numbers]
    with clocked(found, "scan"):
        rows_of_all = base.execute("SELECT record FROM annotations")
        assert sum(1 for (record,) in rows_of_all if orjson.loads(record)["label"] == "PERSON")
    path.unlink()
    return found


def asked(base: sqlite3.Connection, question: str, value: object) -> list[Row]:
    """Records that answer a question."""
    return [orjson.loads(record) for (record,) in base.execute(question, (value,))]


RIVALS: dict[str, Callable[[Path, int], Found]] = {rival.__name__: rival for rival in (parsed, tiny, lite)}

if __name__ == "__main__":
    what, folder, count = sys.argv[1:]
    sys.stdout.write(json.dumps(RIVALS[what](Path(folder), int(count))))

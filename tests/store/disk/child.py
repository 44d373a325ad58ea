"""A program of its own that opens a project and works on it; its parent reads the acknowledgements and may kill it."""

import json
import sys
from pathlib import Path

from store.change import Change
from store.disk.database import Database
from store.errors import DiskError, RefusedError


def work(database: Database) -> None:
    """Add and delete for ever; print the number of each action as soon as it is on the disk."""
    while True:
        number = database.take_number()
        record = {"article": "ferry.txt", "start": number, "end": number + 4, "quote": "Marl"}
        changes = [Change.insert("annotations", number, record)]
        if number % 3 == 0:
            changes.append(Change.delete("annotations", number - 1, database.numbers("annotations")[number - 1]))
        saved = database.commit(changes, "tag")
        if number % 20 == 0:
            database.compact()
        if not saved.wait(30):
            sys.exit(1)
        print(saved.seq, flush=True)  # noqa: T201 - what the parent waits for


def try_out(database: Database) -> None:
    """Read everything, tag once and end; print what is there, what became of the tag, and what was found wrong."""
    found = sorted(record["quote"] for record in database.stream("annotations"))
    number = database.take_number()
    record = {"article": "ferry.txt", "start": number, "end": number + 4, "quote": "Quay"}
    try:
        saved = database.commit([Change.insert("annotations", number, record)], "tag")
        became = "saved" if saved.wait(0.2) else database.state.why
    except RefusedError as error:
        became = str(error)
    is_safe = database.close()
    wrong = [str(problem) for problem in database.problems]
    print(json.dumps([found, became, is_safe, wrong]), flush=True)  # noqa: T201 - what the parent waits for


def main() -> None:
    """Say why the project cannot be written to, or work on it or just hold it until the input ends."""
    root, what = Path(sys.argv[1]), sys.argv[2]
    try:
        database = Database.open(root, "ana")
    except DiskError as error:
        sys.exit(str(error))
    print(database.read_only or "open", flush=True)  # noqa: T201 - what the parent waits for
    if what == "work":
        work(database)
    elif what == "try":
        try_out(database)
        return
    sys.stdin.read()
    database.close()


if __name__ == "__main__":
    main()

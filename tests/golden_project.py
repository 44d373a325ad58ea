"""The golden project: one article with everything that a format can lose, and the records on it."""

import json
from pathlib import Path

from store import Change, Project
from store.annotation import Record, Table
from tests.projects import open_project, write_project

GOLDEN = Path(__file__).resolve().parent / "golden"
RECORDS: dict[Table, list[Record]] = json.loads((GOLDEN / "project" / "records.json").read_text(encoding="utf-8"))


def golden_project(root: Path) -> Project:
    """The golden project, its records in a store that has just been made."""
    files = {path.name: path.read_bytes().decode("utf-8") for path in (GOLDEN / "project").glob("*.t*")}
    project = open_project(write_project(root, files))
    fill(project, RECORDS)
    return project


def fill(project: Project, records: dict[Table, list[Record]]) -> None:
    """Put records into a project, each under the number of its id, as one action."""
    changes = [
        Change.insert(table, int(record["id"].rpartition("-")[2]), record)
        for table, found in records.items()
        for record in found
    ]
    project.apply(changes, "import")

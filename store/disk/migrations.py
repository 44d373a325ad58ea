"""Migrations: records of an older version brought up to date, one version at a time, when a project is opened.

Each step is a pure function of all tables. It runs in memory after the journal was replayed, whose lines are in the old
version too; what it makes is written at the next compaction, and the old file stays in the backups under its version.
"""

from collections.abc import Callable, Mapping

from store.annotation import TABLES
from store.disk import snapshot
from store.disk.records import Records
from store.disk.snapshot import Tables

Migration = Callable[[Tables], Tables]
"""From the tables of one version to those of the next; it may not change what it is given."""
MIGRATIONS: Mapping[int, Migration] = {}
"""By the version that a step begins with. Version 1 is the first, so there is none yet; each new one gets its step here
and a golden file of the old one in the tests."""


def migrated(records: Records, schema: int) -> Tables:
    """All records of an older version as this one has them."""
    tables: Tables = {name: dict(records.items(name)) for name in TABLES}
    for version in range(schema, snapshot.SCHEMA):
        if (step := MIGRATIONS.get(version)) is not None:
            tables = step(tables)
    return tables

"""Mending: puts right what can be put right without a loss, and nothing else.

Before anything is written, snapshot and journal are copied to the backups, under names that stay. What records need is
one action, so `u` takes it back. Whatever fails on the way, the files hold what they held or what was made of it.
"""

import errno
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from store.annotation import Record, Table
from store.change import Change
from store.checkup import Checkup, Wanted
from store.classes import dataclass
from store.disk import backups
from store.disk.condition import Condition, index_findings, place_of
from store.disk.database import Database
from store.disk.line import Line
from store.disk.salvage import DOUBLE, are_twins, kind_of
from store.disk.system import SYSTEM, System
from store.errors import DiskError, RefusedError
from store.finding import MOST, counted
from store.renumber import Names, Plan, changes, followed, plan, taken_in

REWRITES = frozenset({
    "not-json", "conflict", "checksum", "unreadable-record", "duplicate-number", "wrong-annotator",
    "unreadable-action", "torn-tail", "bad-header", "gap", "missing-record", "snapshot-newer", "snapshot-foreign",
    "overwritten", "emergency-copy", "wrong-id", "duplicate-id", "journal-ahead", "compaction-cut-short",
    "schema-older", "layout",
})  # fmt: skip
"""What is put right by writing snapshot and journal anew."""
OPENING = frozenset({"index", "leftover"})
"""What is put right by opening the file for writing."""
BLOCKING = frozenset({"unreadable", "snapshot-missing", "snapshot-older", "schema-newer"})
"""Where writing could lose something: a backup, or a newer version, has to be put there first."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was done, or could not be done; fit to show once displayed."""

    file: str
    """The file, relative to the project where it is inside."""
    what: str
    is_done: bool = True

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {"file": self.file, "what": self.what, "done": self.is_done}


def repair(wanted: Wanted, system: System = SYSTEM) -> tuple[Repair, ...]:
    """Put right what is safe to put right; what was done.

    Raises:
        ArticleError: the folder cannot be read.
        DiskError: the annotator who is asked for has no file here.
    """
    with Checkup(wanted) as checkup, ExitStack() as closing:
        for _ in checkup.findings():
            pass  # afterwards it knows all misfits
        mends = [Mend(checkup.conditions[name], checkup.codes[name]) for name in checkup.names]
        for mend in mends:
            closing.callback(mend.end)
            mend.begin(system, is_wanted=any(checkup.misfits.values()))
        claims = Counter(one.id for found in checkup.misfits.values() for one in found)
        for mend in mends:
            mend.take_in()
            mend.plan(checkup, claims)
        plans = [mend.ids for mend in mends]
        for mend in mends:
            mend.write(followed(mend.ids, plans, lambda table, name: _is_held(checkup, table, name)))
            mend.end()
        return tuple(deed for mend in mends for deed in mend.deeds)


def _is_held(checkup: Checkup, table: Table, name: str) -> bool:
    """Whether a record that keeps its id has this one."""
    annotator, _, number = name.rpartition("-")
    if not checkup.resolve(table, name):
        return False
    return not any((one.table, str(one.number)) == (table, number) for one in checkup.misfits.get(annotator, ()))


class Mend:
    """The repair of one annotator's files."""

    def __init__(self, condition: Condition, codes: frozenset[str]) -> None:
        """Prepare.

        Args:
            condition: of the files.
            codes: what was found, in files and records.
        """
        self._condition, self._codes, self._files = condition, codes, condition.files
        self._database: Database | None = None
        self._system = SYSTEM
        self._has_originals = False
        self.ids = Plan()
        """New ids for records."""
        self.deeds: list[Repair] = []
        """What was done, or could not be done."""

    def begin(self, system: System, *, is_wanted: bool) -> None:
        """Take the lock if there is something to do, and do what opening does.

        Args:
            system: the operating system.
            is_wanted: whether references may have to be led elsewhere though nothing else is wrong.
        """
        self._system = system
        if blocked := BLOCKING & self._codes:
            self._refuse(f"left as it is: {', '.join(sorted(blocked))}; see there")
            return
        if not (REWRITES | OPENING) & self._codes and not is_wanted:
            return
        try:
            database = Database.open(self._files.root, self._files.annotator, system=system)
        except DiskError as error:
            self._refuse(str(error))
            return
        self._database = database
        if database.read_only is not None:
            self._refuse(f"left as it is: {database.read_only}")
            self.end()
            return
        self._tell_opening()

    def take_in(self) -> None:
        """Do what emergency copies hold, as one action."""
        for path, lines in self._condition.copies:
            database = self._database
            if database is None:
                return
            try:
                self._take(database, path, lines)
            except (OSError, RefusedError, DiskError) as error:
                self._fail(error)

    def plan(self, checkup: Checkup, claims: Counter[str]) -> None:
        """Find ids for the records whose own does not fit."""
        if self._database is not None:
            name = self._files.annotator
            self.ids = plan(name, self._database, checkup.misfits[name], claims)

    def write(self, names: Names) -> None:
        """Give records their ids, lead references there, and write both files anew."""
        database = self._database
        if database is None:
            return
        try:
            steps = [*changes(database, self.ids, names), *self._second(database)]
            if steps:
                self._commit(database, steps, "repair")
            self._tell_ids(steps)
            if steps or REWRITES & self._codes:
                self._compact(database)
        except (OSError, RefusedError, DiskError) as error:
            self._fail(error)

    def end(self) -> None:
        """Let the files go; once is enough."""
        database, self._database = self._database, None
        if database is not None and not database.close(compacts=False):
            self._refuse(str(database.problems[-1]))

    def _take(self, database: Database, path: Path, lines: Iterable[Line]) -> None:
        steps, unfit = taken_in(_steps(lines), database, self._files.annotator)
        if steps:
            self._commit(database, steps, "take-in")
        else:
            self._keep_originals(database)
        taken = path.with_name(f"{path.name}.taken")
        self._system.rename(path, taken)
        what = f"{counted(len(steps), 'change')} of it taken in; it is {taken.name} now"
        self._tell(place_of(self._files, path), what)
        if unfit:
            what = f"{counted(len(unfit), 'change')} left out: the records are not as they were then"
            self._refuse(what, place_of(self._files, taken))

    def _second(self, database: Database) -> Iterator[Change]:
        """The records that had the number of another and are not an older state of that: each gets its own."""
        for one in self._condition.aside:
            if one.why == DOUBLE:
                for key, record in orjson.loads(one.raw).items():
                    table = kind_of(record) or "annotations"
                    known = database.get(table, int(key))
                    if known is not None and _is_another(known, record):
                        number = database.take_number()
                        name = f"{self._files.annotator}-{number}"
                        yield Change.insert(table, number, {**record, "id": name})

    def _commit(self, database: Database, steps: list[Change], action: str) -> None:
        """Have an action on the disk.

        Raises:
            OSError: it is not.
            RefusedError: it cannot be.
        """
        self._keep_originals(database)
        if not database.save(steps, action):
            raise OSError(errno.EIO, database.state.why or "the disk took too long")

    def _keep_originals(self, database: Database) -> None:
        if not self._has_originals:
            made = backups.keep_originals(self._files, database.now(), self._system)
            self._has_originals = True
            for path in made:
                self._tell(place_of(self._files, path), "is a copy of the file as it was; it stays there")

    def _compact(self, database: Database) -> None:
        self._keep_originals(database)
        before = self._files.snapshot.exists()
        database.compact()
        if database.read_only is not None:
            raise OSError(errno.EACCES, database.read_only)
        file = place_of(self._files, self._files.snapshot)
        what = "written anew" if before else "written"
        self._tell(file, f"{what}: one record a line, with its checksum; what the journal held is in it")

    def _tell_opening(self) -> None:
        files = self._files
        for one in self._condition.findings:
            if one.code == "leftover":
                self._tell(one.file, "deleted")
            elif one.code == "index" and not [*index_findings(files)]:
                self._tell(one.file, "made anew")

    def _tell_ids(self, steps: Iterable[Change]) -> None:
        file = place_of(self._files, self._files.snapshot)
        for (table, number), name in islice(self.ids.ids.items(), MOST):
            self._tell(file, f"{table} {number} has the id {name} now")
        if (more := len(self.ids.ids) - MOST) > 0:
            self._tell(file, f"{more:,} more records have ids of their own now")
        old = {(one.table, one.number) for one in steps if one.kind == "ins"}
        known = {(table, int(name.rpartition("-")[2])) for (table, _), name in self.ids.ids.items()}
        for table, number in sorted(old - known):
            self._tell(file, f"a second record of {table} with the number of another has the number {number} now")
        moved = {(one.table, one.number) for one in steps if one.kind == "upd"} - self.ids.ids.keys()
        if moved:
            self._tell(file, f"references led to the new ids: {len(moved):,}")

    def _tell(self, file: str, what: str) -> None:
        self.deeds.append(Repair(file, what))

    def _refuse(self, what: str, file: str = "") -> None:
        self.deeds.append(Repair(file or place_of(self._files, self._files.snapshot), what, is_done=False))

    def _fail(self, error: Exception) -> None:
        why = getattr(error, "strerror", None) or str(error)
        self._refuse(f"the repair could not be finished ({why}); nothing is lost, try again when there is room")
        self.end()


def _steps(lines: Iterable[Line]) -> Iterator[Change]:
    """What lines changed; one that does not say stays in the copy."""
    for line in lines:
        try:
            yield from line.changes
        except ValueError:
            continue


def _is_another(known: Record, record: Record) -> bool:
    """Whether two records with one number are two things, not two states of one."""
    return known.get("id") != record.get("id") or are_twins(known, record)

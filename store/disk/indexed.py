"""The records of a large snapshot, looked up in the file through the byte index; nothing is kept in memory."""

import contextlib
import os
from collections.abc import Callable, Iterator

from store.annotation import Record
from store.disk.base import NOWHERE, Base, Item, Loaded, StaleError, There
from store.disk.index import STRIDE, Index, index_of
from store.disk.journal import Aside
from store.disk.loading import from_bytes
from store.disk.rows import line_at, parsed, pieces
from store.disk.system import bytes_at

Tell = Callable[[tuple[Aside, ...]], None]
"""Takes what could not be read."""


class Indexed:
    """A snapshot of which only the index is known. It keeps the file open: a new one in its place changes nothing."""

    def __init__(self, descriptor: int, index: Index, tell: Tell) -> None:
        self.descriptor = descriptor
        """The open snapshot."""
        self.index = index
        """Where everything is in it."""
        self.highest = index.highest
        """The highest number of any record."""
        self._tell = tell
        self._whole: There | None = None  # the last of whose articles all were there

    @property
    def inode(self) -> int:
        """Which file it is, whatever its name."""
        return self.index.stamp[0]

    def has(self, table: str, number: int) -> bool:
        """Whether there is a record."""
        return number <= self.highest and self.index.parts[table].place(number) is not None

    def get(self, table: str, number: int) -> Record | None:
        """A record, or None; one read and one parse.

        Raises:
            StaleError: the file is not what it was.
        """
        place = self.index.parts[table].place(number) if number <= self.highest else None
        if place is None:
            return None
        found = self._parsed(line_at(self.descriptor, place))
        if len(found) != 1 or found[0][0] != number:
            message = f"{table} {number} is not at byte {place}"
            raise StaleError(message)
        return found[0][1]

    def of_article(self, table: str, path: str) -> list[Item]:
        """The records of an article, in file order; one read and one parse.

        Raises:
            StaleError: the file is not what it was.
        """
        for offset, length, count in self.index.parts[table].blocks(path):
            found = self._parsed(os.pread(self.descriptor, length, offset))
            if len(found) != count:
                message = f"the {table} of {path} are not at byte {offset}"
                raise StaleError(message)
            if found[0][1].get("article") == path:  # else another path with the same hash
                return found
        return []

    def each_of(self, table: str, path: str) -> Iterator[Item]:
        """The same one by one, a piece of the file at a time.

        Raises:
            StaleError: the file is not what it was; on the way.
        """
        for offset, length, count in self.index.parts[table].blocks(path):
            left = count
            for _, rows in pieces(self.descriptor, offset, offset + length):
                found = self._parsed(rows)
                if left == count and found[0][1].get("article") != path:
                    break  # another path with the same hash
                left -= len(found)
                yield from found
            else:
                if left:
                    message = f"the {table} of {path} are not at byte {offset}"
                    raise StaleError(message)

    def items(self, table: str) -> Iterator[Item]:
        """All records of a table, in file order; a piece of the file at a time."""
        part = self.index.parts[table]
        for _, rows in pieces(self.descriptor, part.start, part.end):
            yield from self._parsed(rows)

    def count(self, path: str) -> int:
        """How many annotations an article has; where two paths have one hash, together."""
        return sum(count for _, _, count in self.index.parts["annotations"].blocks(path))

    def paths(self) -> Iterator[str]:
        """The articles that have annotations, in no order; one read each."""
        return self.paths_but(NOWHERE)

    def paths_but(self, there: There) -> Iterator[str]:
        """The articles that have annotations and are not among those that are there; one read for each that is not."""
        rows, known = self.index.parts["annotations"].articles, there.hashes
        if there is self._whole or all(map(known.__contains__, rows[::STRIDE])):  # as nearly always, and quick to see
            self._whole = there
            return
        for at in range(0, len(rows), STRIDE):
            if rows[at] not in known:
                yield str(self._parsed(line_at(self.descriptor, rows[at + 1]))[0][1].get("article", ""))

    def size(self, table: str) -> int:
        """How many records a table has."""
        return self.index.parts[table].count

    def again(self) -> Base:
        """The same file read anew: its index made again, or, if it cannot be indexed any more, all of it loaded."""
        index = index_of(self.descriptor)
        if index is not None:
            return Indexed(os.dup(self.descriptor), index, self._tell)  # each closes its own
        found = from_bytes(bytes_at(self.descriptor))
        self._tell(found.aside)
        return Loaded(found.tables)

    def close(self) -> None:
        """Let the file go; once is enough."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            with contextlib.suppress(OSError):  # it was only read; the kernel lets it go all the same
                os.close(descriptor)

    def _parsed(self, rows: bytes) -> list[Item]:
        try:
            return parsed(rows)
        except (ValueError, RecursionError) as error:
            message = f"a record cannot be read: {error}"
            raise StaleError(message) from error

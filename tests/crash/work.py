"""A program of its own that works on a project and tells each step; strace refuses it a call, or kills it at one.

strace counts calls for each thread by itself. So there are pieces of work in which nearly everything is done by the
writer's thread, in which everything is done by the first, and in which both have their share.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from store import Annotation, DiskError, Project, RefusedError, Span
from store.article import Article
from store.change import Change
from store.disk import stored
from store.disk.database import Database
from store.disk.problem import Saved
from store.library import Library
from store.schema import read_schema
from store.splice import Splice
from tests.store.disk.disks import AT, everything
from tests.waiting import wait_for

LONG = 70_000
"""Characters of a note for which the padding is too short."""
HUGE = 1_100_000
"""Characters of a note after which the journal is folded in as soon as nothing happens."""
QUIET = 8
"""Looks of a program at a disk with nothing to do, more than it takes until it folds the journal in."""
SAFE, UNABLE, WAITING = 0, 3, 4
"""How it ends: all is saved; it cannot work here, and says so; something is not saved, and it says so."""
ENDS = (SAFE, WAITING, UNABLE)


def tell(**words: Any) -> None:
    """Say something to whoever started this."""
    sys.stdout.buffer.write(orjson.dumps(words) + b"\n")
    sys.stdout.buffer.flush()


class Telling(Database):
    """Tells what each action does as soon as it is queued, and which are on the disk when it is asked."""

    waiting: list[Saved]

    def commit(
        self,
        changes: Sequence[Change],
        action: str,
        *,
        undoes: int | None = None,
        redoes: int | None = None,
        settings: Splice | None = None,
    ) -> Saved:
        """Do it, and say so."""
        saved = super().commit(changes, action, undoes=undoes, redoes=redoes, settings=settings)
        if saved.seq:
            tell(did=saved.seq, ops=[change.to_op() for change in changes], action=action)
            self.waiting.append(saved)
        return saved

    def settle(self) -> None:
        """Wait for the disk, not long if it refuses, and tell what it has."""
        with contextlib.suppress(AssertionError):  # the next action goes on while this one waits, as for a user
            wait_for(self._is_settled, "the disk", limit=0.1 if self.state.kind == "failed" else 10, pause=0.001)
        for saved in self.waiting:
            if saved.is_done:
                tell(acknowledged=saved.seq)
        self.waiting = [saved for saved in self.waiting if not saved.is_done]

    def _is_settled(self) -> bool:
        return self.state.kind == "failed" or all(saved.is_done for saved in self.waiting)

    def fold(self) -> None:
        """Compact on this thread."""
        try:
            self.compact()
        except OSError as error:
            tell(said=f"compact: {error.strerror}")


def opened(root: Path) -> Project | None:
    """The project, for writing; a second try must be enough when only one call was refused."""
    for _ in range(2):
        try:
            database = Telling.open(root, "ana", clock=lambda: AT)
        except DiskError as error:
            tell(said=f"open: {error}")
            continue
        assert isinstance(database, Telling)
        database.waiting = []
        try:
            if not database.read_only:
                project = Project(Library(root), read_schema(root / "sidemark.toml"), database)
                tell(found=[(*place, record) for place, record in everything(database).items()])
                return project
            tell(said=f"open: {database.read_only}")
        except DiskError as error:  # a large snapshot is read as it is asked for
            tell(said=f"open: {error}")
        database.close()
    return None


class Hand:
    """Somebody who works on a project."""

    def __init__(self, project: Project) -> None:
        assert isinstance(project.database, Telling)
        self.project, self.database = project, project.database
        self.ferry, self.harbour = (project.library.article(f"{name}.txt") for name in ("ferry", "harbour"))

    def tag(self, article: Article, quote: str, *more: str, label: str = "PERSON") -> None:
        """Put a label on the first place of some words."""
        starts = [(article.text.index(words), len(words)) for words in (quote, *more)]
        self.project.annotate(article, [Span(at, at + length) for at, length in starts], label)

    def all_work(self) -> list[Callable[[], object]]:
        """Every kind of action, on what is there; what is there before does not matter."""
        project = self.project

        def layer() -> list[Annotation]:
            return list(project.layer(self.ferry))

        return [
            lambda: self.tag(self.ferry, "Tobin Vale"),
            lambda: self.tag(self.ferry, "Captain", "May", "June", "Monday", "crossing", label="EVENT"),
            lambda: project.remove(layer()[:1]),
            lambda: project.update(layer()[:1], "relabel", label="ORG"),
            lambda: project.update(layer()[1:2], "note", note="“who?” 港"),
            lambda: project.update(layer()[:2], "unsure", unsure=True),
            lambda: self.tag(self.harbour, "Orrin Bay", label="PLACE"),
            lambda: project.link(layer()[0], layer()[1], "same"),
            lambda: project.clusters.gather(layer()[:2], "entity", "Tobin Vale", aliases=["the yard"]),
            lambda: project.describe(self.ferry, done=True),
            lambda: project.describe(self.ferry, labels=("local",), note="read"),
            project.undo,
            project.undo,
            project.redo,
            lambda: project.update(layer()[2:3], "note", note="x" * LONG),
        ]

    def two_at_once(self) -> None:
        """Two actions that wait for one flush."""
        self.tag(self.ferry, "passengers", label="NUMBER")
        self.project.remove(list(self.project.layer(self.harbour))[:1])

    def fold_behind(self) -> None:
        """Have the journal folded in by the writer's thread, with an action while that goes on and one after it."""
        annotation = next(iter(self.project.layer(self.ferry)))
        self.project.update([annotation], "note", note="y" * HUGE)
        self.database.settle()
        inode = self._journal_inode()
        for _ in range(QUIET):
            self.project.tidy()
        self.project.update([annotation], "note", note="short again")
        self.database.settle()
        with contextlib.suppress(AssertionError):  # the disk refused before it began
            wait_for(lambda: self.database.problems or self._journal_inode() != inode, "the new journal", limit=1)
        self.tag(self.harbour, "Tuesday", label="EVENT")

    def _journal_inode(self) -> int:
        try:
            return self.database.files.journal.stat().st_ino
        except OSError:  # it is not there yet, or this call is the one that is refused
            return 0


def behind(hand: Hand) -> list[Callable[[], object]]:
    """The writer's thread does nearly everything."""
    return [*hand.all_work(), hand.two_at_once, hand.fold_behind]


def ahead(hand: Hand) -> list[Callable[[], object]]:
    """The first thread does everything: there is no action, so the writer never begins."""
    return [hand.database.fold]


def both(hand: Hand) -> list[Callable[[], object]]:
    """A restart with compactions between actions."""
    work = hand.all_work()
    return [*work[:4], hand.database.fold, hand.project.undo, *work[4:9], hand.database.fold, hand.two_at_once]


def left(hand: Hand) -> list[Callable[[], object]]:
    """Some work in the snapshot and some in the journal, and no proper end."""
    project = hand.project

    def layer() -> list[Annotation]:
        return list(project.layer(hand.harbour))

    return [
        lambda: hand.tag(hand.harbour, "harbour walls", "gate", "two metres", label="PLACE"),
        lambda: project.link(layer()[0], layer()[1], "same"),
        hand.database.fold,
        lambda: project.clusters.gather(layer()[:2], "entity", "Harbour"),
        lambda: project.update(layer()[2:3], "note", note="how deep?"),
        lambda: project.describe(hand.harbour, done=True),
        project.undo,
        hand.database.settle,
        lambda: os._exit(SAFE),
    ]


WORK: Mapping[str, Callable[[Hand], list[Callable[[], object]]]] = {
    "behind": behind,
    "ahead": ahead,
    "both": both,
    "indexed": both,
    "left": left,
}


def main() -> int:
    """Work on the project in a folder; how it went."""
    root, what = Path(sys.argv[1]), sys.argv[2]
    if what == "indexed":
        stored.LARGE = 1  # the snapshot is looked up in place, as that of a large project
    project = opened(root)
    if project is None:
        return UNABLE
    hand = Hand(project)
    for action in WORK[what](hand):
        try:
            action()
        except RefusedError as error:
            tell(said=f"refused: {error}")
        except DiskError as error:  # the program's last line says it, and the next key is another try
            tell(said=f"unreadable: {error}")
        hand.database.settle()
    is_safe = project.close()
    hand.database.settle()
    for problem in project.problems:
        tell(said=str(problem))
    return SAFE if is_safe else WAITING


if __name__ == "__main__":
    sys.exit(main())

"""The lock: one program at a time writes an annotator's file. The kernel frees it at any death."""

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

import orjson

from store.disk.names import Files

TRIES = 10
"""How often a lock file that is deleted or replaced just then is made again."""


class Lock:
    """A held lock."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Use `Lock.take`."""
        self._path, self._descriptor = os.fsencode(path), descriptor
        found = os.fstat(descriptor)
        self._file = found.st_ino, found.st_dev  # of an open file no other can have them
        HELD.add(self)

    @classmethod
    def take(cls, path: Path) -> "Lock | None":
        """The lock of a file that is made if needed, None when another program holds it.

        Raises:
            OSError: the file cannot be made or locked.
        """
        try:
            import fcntl  # noqa: PLC0415 - not there on Windows
        except ImportError:
            return cls(path, os.open(path, os.O_RDWR | os.O_CREAT, 0o666))
        for _ in range(TRIES):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                lock = cls(path, descriptor)
            except BlockingIOError:
                os.close(descriptor)
                return None
            except OSError:
                os.close(descriptor)
                raise
            if lock.is_held:
                break
            lock.free()  # the file was deleted or replaced meanwhile: this lock would keep nobody out
        else:
            raise OSError(errno.ENOLCK, "the lock file does not stay where it is put")
        owner = orjson.dumps({"process": os.getpid(), "host": os.uname().nodename})
        with contextlib.suppress(OSError):  # it only says who has the lock
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, owner, 0)
        return lock

    @property
    def is_held(self) -> bool:
        """Whether the file is still the one that was locked; cheap enough for every save."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 - a Path costs more than the call
        except OSError:
            return False
        return self._descriptor >= 0 and (found.st_ino, found.st_dev) == self._file

    def free(self) -> None:
        """Let others write; the file stays, for deleting it would let two in."""
        descriptor, self._descriptor = self._descriptor, -1
        with contextlib.suppress(OSError):  # the kernel lets it go all the same
            os.close(descriptor)


HELD: "WeakSet[Lock]" = WeakSet()
"""The locks of this process."""


def _forked() -> None:
    """In a forked child: the lock is the parent's, and must not outlive it here."""
    for lock in [*HELD]:
        lock.free()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def owner(path: Path) -> str:
    """Who holds a lock, in words."""
    try:
        value = orjson.loads(path.read_bytes())
        return f"process {value['process']} on host {value['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"


def lock_of(files: Files) -> tuple[Lock | None, str | None]:
    """The lock of an annotator's file, or why nothing can be written; neither when another program has the lock."""
    lock = None
    try:
        files.private.mkdir(exist_ok=True)
        lock = Lock.take(files.lock)
        if lock is None:
            return None, None
        for path in (files.folder, files.snapshot, files.journal):
            if not path.resolve().is_relative_to(files.root.resolve()):
                lock.free()
                return None, f"{path.name} leads out of the project"
            if path.exists() and not os.access(path, os.W_OK):
                lock.free()
                return None, _barred(path)
        _clear_remains(files)
    except OSError as error:
        if lock is not None:
            lock.free()  # else nobody could write until this program ends
        return None, f"this folder cannot be written to ({error.strerror})"
    return lock, None


def _barred(path: Path) -> str:
    """That a file or folder may not be written to, whose it is, and what to do."""
    whose, what = path.stat().st_uid, "see to its permissions"
    if path.is_file():
        what += ", or work under another name"
    return f"{path.name} cannot be written to ({_owned_by_another(whose) or 'no permission'}); {what}"


def _owned_by_another(whose: int) -> str:
    """Whose something is, in words; "" for our own."""
    if whose == os.geteuid():
        return ""
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        return f"it belongs to {pwd.getpwuid(whose).pw_name}"
    except KeyError:
        return f"it belongs to user {whose}"


class Hold:
    """The right to write an annotator's file while it is open; of one who only reads, none."""

    def __init__(self, files: Files, lock: Lock | None, is_ours: Callable[[], bool]) -> None:
        """Have it.

        Args:
            files: of the annotator.
            lock: what keeps others out.
            is_ours: whether the journal still holds nothing but what was written here.
        """
        self._files, self._lock, self._is_ours = files, lock, is_ours

    def check(self) -> None:
        """Take the lock again if its file was deleted or replaced: a folder that was tidied up stops nobody's work.

        Raises:
            OSError: another program has the lock now, or has written meanwhile.
        """
        if self._lock is None or self._lock.is_held:
            return
        self._files.private.mkdir(exist_ok=True)
        lock = Lock.take(self._files.lock)
        if lock is not None and self._is_ours():
            self._lock.free()
            self._lock = lock
            return
        if lock is not None:
            lock.free()
        why = "another program writes" if lock is None else "another program has written"
        raise OSError(errno.ENOLCK, f"the lock file was taken away and {why} here")

    def free(self) -> None:
        """Let others write."""
        if self._lock is not None:
            self._lock.free()


def is_free(files: Files) -> bool:
    """Whether nobody holds the lock of an annotator's file now."""
    try:
        lock = Lock.take(files.lock)
    except OSError:
        return False
    if lock is not None:
        lock.free()
    return lock is not None


def owned_by(files: Files, lock: Lock | None) -> str | None:
    """Who holds the lock, in words; None when it is held here."""
    return None if lock is not None else f"open in {owner(files.lock)}"


def _clear_remains(files: Files) -> None:
    """Delete what a crash in the middle of a compaction may have left; only who holds the lock may."""
    for path in (files.snapshot, files.journal, files.index):
        target = path.resolve()
        target.with_name(f"{target.name}.tmp").unlink(missing_ok=True)

"""The writer: one thread per file that takes whatever is waiting, has it on the disk with one flush, and says so."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from store.disk.journal import JournalFile
from store.disk.problem import Saved, SaveState

RETRY = 2.0
"""Seconds between two tries while the disk refuses."""
MOST_WAITING = 1_000
"""Actions that wait while the disk refuses; more would be lost at once if the power went."""
Clock = Callable[[], str]


class Writer:
    """Takes lines from one thread and writes them on its own; `state` and the callback tell how it goes."""

    def __init__(self, journal: JournalFile, clock: Clock, must_hold: Callable[[], None] = lambda: None) -> None:
        """Prepare; the thread begins at the first line.

        Args:
            journal: where lines go.
            clock: the time of a save, for people.
            must_hold: raises OSError when writing has become somebody else's right.
        """
        self._journal, self._clock, self._must_hold = journal, clock, must_hold
        self._queue: list[tuple[bytes, Saved]] = []
        self._changed = threading.Condition()
        self._state = SaveState("saved")
        self._jobs: list[Callable[[], None]] = []
        self.failures: list[str] = []
        """Why jobs failed."""
        self._is_ending = False
        self._is_idle = True
        self._callback: Callable[[SaveState], None] | None = None
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> SaveState:
        """What is on the disk."""
        return self._state

    @property
    def waiting(self) -> list[bytes]:
        """The lines that are not on the disk yet."""
        with self._changed:
            return [line for line, _ in self._queue]

    @property
    def is_full(self) -> bool:
        """Whether so much is waiting for a disk that refuses that nothing more should be taken."""
        return self._state.kind == "failed" and len(self._queue) >= MOST_WAITING

    def on_state(self, callback: Callable[[SaveState], None]) -> None:
        """Have `callback` called, on the writer's thread, whenever the state changes."""
        self._callback = callback

    def put(self, line: bytes, saved: Saved) -> None:
        """Have a line written as soon as the disk allows; never waits for the disk."""
        with self._changed:
            self._queue.append((line, saved))
            self._is_idle = False
            old = self._state
            kind: Literal["failed", "saving"] = "failed" if old.kind == "failed" else "saving"
            self._state = SaveState(kind, old.at, len(self._queue), old.why, old.is_tight)
            self._begin()
            self._changed.notify_all()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waiting or being written."""
        return self._is_idle

    def run(self, job: Callable[[], None]) -> None:
        """Have something done between two saves, on the writer's thread; an OSError of it is kept for `failures`."""
        with self._changed:
            self._jobs.append(job)
            self._begin()
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Wait until everything is on the disk; False when `timeout` seconds were too few, or the disk refused."""
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_idle or self._state.kind == "failed", timeout)
            return self._is_idle

    def close(self, timeout: float) -> bool:
        """Write what is waiting, once more if the disk refused, and end the thread; whether all is on the disk."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout)
        with self._changed:
            return not self._queue

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sidemark-writer", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._jobs or self._is_ending)
                batch = list(self._queue)
                job = self._jobs.pop(0) if self._jobs and not batch else None
            if job is not None:
                try:
                    job()
                except Exception as error:  # the thread must go on, whatever a job meets: saves come first
                    self.failures.append(getattr(error, "strerror", None) or str(error))
                continue
            if not batch:
                return
            try:
                self._must_hold()
                self._journal.append([line for line, _ in batch])
            except OSError as error:
                if not self._failed(error):
                    return
            else:
                self._wrote(batch)
                self._pad_ahead()

    def _pad_ahead(self) -> None:
        """With nothing else to do, make the next saves cheap, and notice a disk that is nearly full before it is."""
        is_tight = self._state.is_tight
        if not self._queue:
            try:
                self._journal.pad()
                is_tight = False
            except OSError:
                is_tight = True
        with self._changed:
            is_new = is_tight != self._state.is_tight
            self._state = replace(self._state, is_tight=is_tight)
            self._is_idle = not self._queue
            self._changed.notify_all()
        if is_new:
            self._tell()

    def _wrote(self, batch: list[tuple[bytes, Saved]]) -> None:
        with self._changed:
            del self._queue[: len(batch)]
            left = len(self._queue)
            is_tight = self._state.is_tight
            self._state = SaveState("saving" if left else "saved", self._clock(), left, is_tight=is_tight)
            for _, saved in batch:
                saved.acknowledge()
            self._changed.notify_all()
        self._tell()

    def _failed(self, error: OSError) -> bool:
        """Say so and wait for another try; whether there is to be one."""
        with self._changed:
            why, known = error.strerror or str(error), len(self._queue)
            self._state = SaveState("failed", self._state.at, known, why)
            self._changed.notify_all()
            is_last = self._is_ending
        self._tell()
        if is_last:
            return False
        with self._changed:
            self._changed.wait_for(lambda: self._is_ending or len(self._queue) != known, RETRY)
        return True

    def _tell(self) -> None:
        if self._callback is not None:
            self._callback(self._state)

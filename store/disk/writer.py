"""The writer: a thread that takes whatever is waiting, has it on the disk with one flush, and says so.

Whoever has the turn writes: the thread, which takes it as soon as something waits, or somebody who cannot go on
before his lines are on the disk and so writes them himself. A compaction runs beside, on a thread of its own, and needs
the turn only for the moment in which the journal is replaced: no save waits for it.
"""

import contextlib
import errno
import threading
from _thread import allocate_lock
from collections import deque
from collections.abc import Callable, Iterator

from store.disk.journal import JournalFile
from store.disk.line import sealed
from store.disk.problem import Saved, SaveState

RETRY = 2.0
"""Seconds between two tries while the disk refuses."""
MOST_WAITING = 1_000
"""Actions that wait while the disk refuses; more would be lost at once if the power went."""
FULL = (errno.ENOSPC, errno.EDQUOT)
"""What a disk without room says."""
Clock = Callable[[], str]


class Writer:
    """Takes lines from one thread and writes them on another; `state` and the callback tell how it goes."""

    def __init__(self, journal: JournalFile, clock: Clock, must_hold: Callable[[], None] = lambda: None) -> None:
        """Prepare; the thread begins at the first line.

        Args:
            journal: where lines go.
            clock: the time of a save, for people.
            must_hold: raises OSError when writing has become somebody else's right.
        """
        self._journal, self._clock, self._must_hold = journal, clock, must_hold
        self._queue: deque[tuple[bytes, Saved]] = deque()
        self._hand: list[tuple[bytes, Saved]] = []  # taken from the queue and not yet on the disk
        self._turn = threading.Lock()  # who has it may touch the journal
        self._bell = allocate_lock()  # free when there is something to do
        self._bell.acquire()
        self._at = ""
        self._why = ""
        self._is_tight = False
        self._is_ending = False
        self.failures: list[str] = []
        """Why jobs failed."""
        self._callback: Callable[[SaveState], None] | None = None
        self._threads: list[threading.Thread] = []

    @property
    def state(self) -> SaveState:
        """What is on the disk."""
        waiting = self._waiting
        if self._why and waiting:
            return SaveState("failed", self._at, waiting, self._why, self._is_tight)
        return SaveState("saving" if waiting else "saved", self._at, waiting, is_tight=self._is_tight)

    @property
    def waiting(self) -> list[bytes]:
        """The lines that are not on the disk yet, without their newlines."""
        queue = [*self._queue]  # first: what is on its way then is seen in both, not in neither
        hand = [*self._hand]
        return [sealed(body) for body, _ in (*hand, *(one for one in queue if one not in hand))]

    @property
    def is_full(self) -> bool:
        """Whether so much is waiting for a disk that refuses that nothing more should be taken."""
        return bool(self._why) and self._waiting >= MOST_WAITING

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waiting or being written, and no job runs."""
        is_busy = self._turn.locked() or any(one.is_alive() for one in self._threads[1:])
        return not self._waiting and not is_busy

    def on_state(self, callback: Callable[[SaveState], None]) -> None:
        """Have `callback` called, on the thread that writes, whenever the state changes."""
        self._callback = callback

    def put(self, body: bytes, seq: int) -> Saved:
        """Have the line of a body (see `line.bare`) written as soon as the disk allows; never waits for the disk."""
        saved = Saved(seq, self._help)
        self._queue.append((body, saved))
        self._ring()
        return saved

    def write(self, body: bytes, seq: int, timeout: float) -> bool:
        """Have the line of a body on the disk; False when `timeout` seconds were too few, or the disk refused.

        It is tried again then. The thread sleeps on if nothing is left for it: waking it takes as long as half a flush.
        """
        saved = Saved(seq, self._help)
        self._queue.append((body, saved))
        self._help()
        if not saved.is_done or self._journal.is_low:
            self._ring()
        return saved.is_done or (not self._why and saved.wait(timeout))

    def run(self, job: Callable[[], None]) -> None:
        """Have something done beside the saves; why it failed, if it did, is kept for `failures`."""
        self._begin()
        thread = threading.Thread(target=self._do, args=(job,), name="sidemark-compaction", daemon=True)
        self._threads[1:] = [*(one for one in self._threads[1:] if one.is_alive()), thread]
        thread.start()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else touches the journal meanwhile."""
        with self._turn:
            yield

    def flush(self, timeout: float) -> bool:
        """Have everything on the disk; False when that took longer than `timeout` seconds, or the disk refused."""
        if not self._turn.acquire(timeout=timeout):
            return False
        try:
            while self._waiting and self._write():
                pass
        finally:
            self._turn.release()
        return not self._waiting

    def close(self, timeout: float) -> bool:
        """Write what is waiting, once more if the disk refused, and end the threads; whether all is on the disk."""
        self._is_ending = True
        if self._threads:
            self._ring()
        for thread in self._threads:
            thread.join(timeout)
        return not self._waiting

    @property
    def _waiting(self) -> int:
        return len(self._queue) + len(self._hand)  # in the order in which a line goes: none is missed on its way

    def _help(self) -> None:
        """Write for somebody who waits, if nobody else is just doing it."""
        if self._turn.acquire(blocking=False):
            try:
                while self._waiting and not self._why and self._write():
                    pass
            finally:
                self._turn.release()
            if self._why:
                self._ring()  # so that it is tried again

    def _ring(self) -> None:
        if not self._threads:
            self._begin()
        if self._bell.locked():
            self._bell.release()

    def _begin(self) -> None:
        if not self._threads:
            thread = threading.Thread(target=self._run, name="sidemark-writer", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self) -> None:
        while True:
            self._bell.acquire(timeout=RETRY if self._why else -1)
            is_last = self._is_ending
            if not (is_last or self._why or self._queue or self._journal.is_low):
                continue  # somebody who could not wait has written it himself
            with self._turn:
                while self._waiting and self._write():
                    pass
                self._pad_ahead()
            if is_last:
                return

    def _write(self) -> bool:
        """Have all that is waiting on the disk with one flush; False when it refused."""
        while self._queue:
            self._hand.append(self._queue[0])
            self._queue.popleft()  # after that: there is no moment in which the line is in neither
        try:
            self._must_hold()
            self._journal.append([sealed(body) for body, _ in self._hand])
        except OSError as error:
            self._why = error.strerror or str(error)
            self._tell()
            return False
        self._why, self._at = "", self._clock()
        done, self._hand = self._hand, []
        for _, saved in done:
            saved.acknowledge()
        self._tell()
        return True

    def _pad_ahead(self) -> None:
        """With nothing else to do, make the next saves cheap, and notice a disk that is nearly full before it is."""
        if self._waiting:
            return
        was = self._is_tight
        try:
            self._journal.pad()
            self._is_tight = False
        except OSError as error:
            self._is_tight = error.errno in FULL
        if was != self._is_tight:
            self._tell()

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # the thread's edge: whatever a job meets, it is told and saves go on
            self.failures.append(getattr(error, "strerror", None) or str(error))

    def _tell(self) -> None:
        if self._callback is not None:
            self._callback(self.state)

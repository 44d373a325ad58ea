"""The program in a terminal: keys are pressed, it is killed or told to end, and what it called saved is there."""

import itertools
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

from store import DiskError
from tests.crash.model import Fault, lost, wrong
from tests.projects import write_project
from tests.store.disk.disks import Records, everything, opened
from tests.terminal import Terminal
from tests.waiting import wait_for

FIRST = ("Ada", "Noor", "Tomas", "Ilse", "Juno", "Tobin", "Orla", "Vito", "Zoë", "Rasa")
LAST = ("Lorne", "Ashby", "Breck", "Varga", "Petrel", "Marrow", "Vale", "Quist")
NAMES = tuple(f"{first} {last}" for first, last in itertools.product(FIRST, LAST))
LABELS = "1234"
"""Keys of labels that offer names."""
AT_ONCE = 2
LONGEST_END = 12
"""Seconds that an end may take."""
ROUNDS = 10
"""How often one project is used; what a kill left is what the next start finds."""
LONGEST_LIFE = 1.5
"""Seconds of work after which a program is killed at the latest."""
IN_ORDER = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1")
"""Signals that end the program with the terminal as it was, and status 128 + number."""
SIGNALS = (*IN_ORDER, "SIGUSR2", "SIGPIPE", "SIGSEGV", "SIGKILL")
MOMENTS = ("start", "reading", "hints", "pressed", "saved", "library", "leaving")
KEYS_TO = {"library": ("escape",), "leaving": ("q",)}
"""What brings a reader to some moments."""
STARTING = 0.5
"""Seconds in which a program starts."""
Tag = tuple[str, str]
"""Label and words."""


@dataclass(slots=True)
class Ending:
    """What came of ending a program."""

    name: str
    """The signal."""
    when: str
    """The moment, and the seed of what was pressed before."""
    saved: int = 0
    """Tags that the screen called saved."""
    faults: list[Fault] = field(default_factory=list)


def names() -> dict[str, str]:
    """Two articles in which no name stands twice, so that a label and a name mean one annotation."""
    halves = NAMES[::2], NAMES[1::2]
    return {
        f"{number}.txt": "\n".join(f"The harbour was seen by {name} on a clear day." for name in half) + "\n"
        for number, half in enumerate(halves)
    }


def tags_of(records: Records) -> set[Tag]:
    """What is annotated."""
    return {(record["label"], record["quote"]) for (table, _), record in records.items() if table == "annotations"}


class Sitting:
    """One start of the program, and someone who presses keys."""

    def __init__(self, root: Path, home: Path, random: Random) -> None:
        self.random, self._due = random, float("inf")
        self.terminal = Terminal([str(root)], home=home, size=(100, 30), first=_unignored)
        self.saved: set[Tag] = set()
        """What the screen called saved."""

    def must_end(self, seconds: float) -> None:
        """Press no more keys after so many seconds."""
        self._due = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether it is time to end."""
        return time.monotonic() >= self._due

    def wait(self, seconds: float) -> None:
        """Go on reading for a while: until a moment that chance has chosen."""
        end = time.monotonic() + seconds
        self._until(lambda: time.monotonic() >= end, "a moment")

    def begin(self) -> bool:
        """Wait for the first screen."""
        return self._until(lambda: "nothing to save" in self._top, "the first screen")

    def hints(self) -> bool:
        """Press a label's key and wait for its hints."""
        self.terminal.press(self.random.choice(LABELS))
        return self._until(lambda: "type a letter" in self.terminal.bottom and self.terminal.hints(), "the hints")

    def choose(self) -> None:
        """Press the letter of one of the hints."""
        self.terminal.press(*self.random.choice(sorted(self.terminal.hints())))

    def tag(self) -> bool:
        """Tag something and wait until the screen says that it is saved."""
        if not self.hints():
            return False
        self.choose()
        return self.until_saved()

    def until_saved(self) -> bool:
        """Wait until the screen says that the last tag is saved."""
        done = self._until(self.said, "the words about the tag")
        self.note()
        return done

    def said(self) -> Tag | None:
        """The tag that the screen calls saved: what was done stands below, the state of the disk above."""
        bottom = self.terminal.bottom.rsplit("  ? help", 1)[0].strip()
        label, colon, words = bottom.partition(": ")
        is_saved = "saved " in self._top and "NOT SAVED" not in self._top
        is_whole = colon and label.isupper() and words in NAMES  # else it is about something else, or half drawn
        return (label, words) if is_whole and is_saved else None

    def note(self) -> None:
        """Remember what the screen says."""
        if found := self.said():
            self.saved.add(found)

    def end(self) -> tuple[int, bool]:
        """Read what is left and wait for the end: the status, and whether the terminal is as it was."""
        wait_for(
            lambda: not self.terminal.read(), f"the end of the program, with\n{self.terminal.text}", limit=LONGEST_END
        )
        self.note()
        is_same = self.terminal.is_as_before
        return self.terminal.end(), is_same

    @property
    def _top(self) -> str:
        return str(self.terminal.screen.display[0])

    def _until(self, condition: Callable[[], object], what: str) -> bool:
        """Wait for something, or for the end; whether there is time left."""
        self.terminal.until(lambda: condition() or self.is_over, what)
        return not self.is_over


def _unignored() -> None:
    """In a program that is about to start: a campaign in the background was itself started to ignore some signals."""
    for name in IN_ORDER:
        signal.signal(signal.Signals[name], signal.SIG_DFL)


def left(root: Path, before: set[Tag], saved: set[Tag]) -> tuple[list[Fault], set[Tag]]:
    """What is wrong with what a program left, and the tags that are there."""
    scratch = root.with_name(f"{root.name}-again")
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(root, scratch)
    try:
        reader = opened(scratch, read_only=True)
    except DiskError as error:
        return [Fault("unreadable", str(error))], before | saved
    records, problems = everything(reader), reader.problems
    reader.close()
    found = tags_of(records)
    faults = [Fault("lost", ": ".join(tag)) for tag in sorted((before | saved) - found)]
    fresh = found - before - saved
    faults += [wrong(f"never pressed: {sorted(fresh)}")] if len(fresh) > 1 else []  # one was under way, unseen
    faults += [wrong(str(one)) for one in problems if "checksum" not in str(one)]  # a torn line was under way
    faults += lost(root, [records], scratch)[0]
    return faults, found


def killed(root: Path, home: Path, seed: str, before: set[Tag]) -> tuple[Ending, set[Tag]]:
    """Press keys until a moment of chance, kill the program there, and look at what it left."""
    random = Random(seed)
    sitting = Sitting(root, home, random)
    ending = Ending("SIGKILL", f"at a moment of chance, seed {seed}")
    if sitting.begin():
        sitting.must_end(random.uniform(0, LONGEST_LIFE))
        while sitting.tag():
            pass
    sitting.terminal.kill(signal.SIGKILL)
    status, _ = sitting.end()
    ending.faults += [wrong(f"status {status}")] if status != 128 + signal.SIGKILL else []
    ending.saved = len(sitting.saved)
    faults, found = left(root, before, sitting.saved)
    ending.faults += faults
    return ending, found


def _reach(sitting: Sitting, moment: str) -> None:
    """Work until some moment."""
    if moment == "start":
        sitting.wait(sitting.random.uniform(0, STARTING))
        return
    sitting.begin()
    for _ in range(sitting.random.randrange(3)):
        sitting.tag()
    if moment in ("hints", "pressed", "saved"):
        _tag_until(sitting, moment)
        return
    sitting.terminal.press(*KEYS_TO.get(moment, ()))
    sitting.wait(sitting.random.uniform(0, 0.2))


def _tag_until(sitting: Sitting, moment: str) -> None:
    """Begin to tag, and get as far as some moment."""
    sitting.hints()
    if moment != "hints":
        sitting.choose()
    if moment == "saved":
        sitting.until_saved()


def signalled(root: Path, home: Path, name: str, number: int, seed: str, before: set[Tag]) -> tuple[Ending, set[Tag]]:
    """Send a signal at a moment, and look at the status, the terminal and what is left."""
    moment = MOMENTS[number % len(MOMENTS)]
    sitting = Sitting(root, home, Random(seed))
    ending = Ending(name, f"{moment}, seed {seed}")
    try:
        _reach(sitting, moment)
    except AssertionError:
        if moment != "leaving":
            raise
    sitting.terminal.kill(signal.Signals[name])
    if name == "SIGPIPE" and moment != "leaving":
        _leave(sitting, moment)
    status, is_same = sitting.end()
    wanted = {0} if name == "SIGPIPE" else {128 + signal.Signals[name]}
    wanted |= {0} if moment == "leaving" else set()  # it had left before
    ending.faults += [wrong(f"status {status}")] if status not in wanted else []
    ending.faults += [wrong("the terminal is not as it was")] if not is_same and name in (*IN_ORDER, "SIGPIPE") else []
    ending.saved = len(sitting.saved)
    faults, found = left(root, before, sitting.saved)
    ending.faults += faults
    return ending, found


def _leave(sitting: Sitting, moment: str) -> None:
    """After a signal that changes nothing: the way out."""
    if moment == "start":
        sitting.begin()
    elif moment in ("hints", "library"):
        sitting.terminal.press("escape")
        sitting.wait(0.1)  # an escape with a letter right behind it is another key
    elif moment in ("pressed", "saved"):
        sitting.until_saved()
    sitting.terminal.press("q")


def rounds(scratch: Path, number: int, seed: int, what: list[tuple[str, int]]) -> list[Ending]:
    """Ends of one project's programs, one after the other; each start finds what the last one left."""
    root, home = write_project(scratch / f"live-{number}", names()), scratch / f"home-{number}"
    home.mkdir(exist_ok=True)
    found: set[Tag] = set()
    endings: list[Ending] = []
    for turn, (name, moment) in enumerate(what):
        text = f"{seed}-{number}-{turn}"
        try:
            if name:
                ending, found = signalled(root, home, name, moment, text, found)
            else:
                ending, found = killed(root, home, text, found)
        except AssertionError as error:  # a program that hangs is gone with its terminal; the store stays as it is
            ending = Ending(name or "SIGKILL", f"moment {moment}, seed {text}", faults=[wrong(str(error))])
        endings.append(ending)
    return endings


def every_round(scratch: Path, seed: int, what: list[tuple[str, int]]) -> Iterator[Ending]:
    """All ends, in projects of their own after some, two projects at a time."""
    os.environ.pop("SIDEMARK_ANNOTATOR", None)
    batches = [what[start : start + ROUNDS] for start in range(0, len(what), ROUNDS)]
    context = get_context("spawn")  # a pseudo-terminal begins with a fork, which threads do not go with
    with ProcessPoolExecutor(AT_ONCE, mp_context=context) as pool:
        waiting = [pool.submit(rounds, scratch, number, seed, batch) for number, batch in enumerate(batches)]
        for one in waiting:
            yield from one.result()


def kills(count: int) -> list[tuple[str, int]]:
    """So many kills at moments of chance."""
    return [("", 0)] * count


def signals(moments: int) -> list[tuple[str, int]]:
    """Every signal at so many moments."""
    return [(name, moment) for moment in range(moments) for name in SIGNALS]

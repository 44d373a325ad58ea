"""Long articles are compared in a process of their own: the same passages, left at any moment, and nothing stays."""

import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from store import Article, Company, Corpus, InCommon, Sought
from store.matching import afar
from store.matching.beside import AUTOGROUP, NICE, Beside
from store.matching.company import LONG, weights_of
from store.matching.sharing import Sharing
from tests.lengthy import lengthy
from tests.states import state_of
from tests.waiting import wait_for

KINDS = ("quote", "edited quote", "text")
SHORT = Article.of(
    "short.txt", "The ferry will not sail before the winter swell has left the outer harbour of Ansel.\n"
)
OTHER = Article.of("other.txt", f"He said so. {SHORT.text}")


@cache
def articles(size: int) -> tuple[Article, Article]:
    made = lengthy(size)
    return Article.of("a.txt", made.a), Article.of("b.txt", made.b)


class Heard:
    """A company, what it tells, and the processes that it starts."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.all: list[InCommon] = []
        self.pids: list[int] = []
        self.company = Company(Corpus(root), [], self.all.append)

        class Watched(Beside):
            """Says which process it is."""

            def __init__(its, function: str, *arguments: Any) -> None:  # noqa: N805 - beside the other self
                super().__init__(function, *arguments)
                self.pids.append(its._process.pid)

        monkeypatch.setattr(afar, "Beside", Watched)

    def ask(self, *some: Article, alone: bool = False) -> Sought:
        sought = Sought(some, KINDS, alone=alone)
        self.company.ask(sought)
        return sought

    def wait(self, sought: Sought) -> InCommon:
        return wait_for(lambda: [one for one in self.all if one.sought is sought and one.is_whole], "all", limit=120)[0]


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Heard:
    return Heard(tmp_path, monkeypatch)


def is_running(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    return state_of(pid) not in ("", "Z")


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_they_share_what_the_pure_function_finds(heard: Heard) -> None:
    some = (*articles(LONG + 20_000), SHORT)
    found = heard.wait(heard.ask(*some))
    assert found.fault is None
    assert found.shared == Sharing(weights_of(())).of(some)
    assert len(found.shared) >= 20
    assert len(heard.pids) == 1
    assert not is_there(heard.pids[0]), "it is neither running nor a zombie"
    again = heard.wait(heard.ask(some[1], some[0]))
    assert [one.turned for one in again.shared if one.a != one.b]
    assert len(heard.pids) == 1, "what was compared once is remembered"


def test_what_the_short_ones_share_does_not_wait_for_the_long_ones(heard: Heard) -> None:
    sought = heard.ask(*articles(LONG + 20_000), SHORT, OTHER)
    wait_for(lambda: heard.all, "the short ones")
    assert heard.all[0].sought is sought
    assert [(one.a, one.b) for one in heard.all[0].shared] == [("short.txt", "other.txt")]
    assert not heard.all[0].is_whole
    assert len(heard.wait(sought).shared) > len(heard.all[0].shared)


def test_short_articles_start_no_process(heard: Heard) -> None:
    assert heard.wait(heard.ask(SHORT, OTHER)).shared
    assert heard.pids == []


def test_sentences_without_a_relative_are_looked_for_there_too(heard: Heard) -> None:
    one, other = articles(LONG + 20_000)
    found = heard.wait(heard.ask(one, other, alone=True))
    assert found.fault is None
    assert found.alone.keys() == {"a.txt", "b.txt"}
    places = [span for shared in found.shared if (span := shared.place_in("a.txt"))]
    assert not any(
        span.start <= place.start and place.end <= span.end for span in found.alone["a.txt"] for place in places
    )


def test_it_is_left_in_the_midst_when_something_else_is_wanted(heard: Heard) -> None:
    left = heard.ask(*articles(1_000_000))
    wait_for(lambda: heard.pids, "the process")
    found = heard.wait(heard.ask(SHORT, OTHER))
    assert found.shared
    assert not is_there(heard.pids[0])
    assert [one.is_whole for one in heard.all if one.sought is left] == [False]


def test_a_process_that_is_killed_from_outside_is_told_of(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(Beside):
        """Is killed as soon as it is there."""

        def __init__(self, function: str, *arguments: Any) -> None:
            super().__init__(function, *arguments)
            os.kill(self._process.pid, signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(afar, "Beside", Killed)
        found = heard.wait(heard.ask(*articles(LONG + 20_000), SHORT, OTHER, alone=True))
    assert found.fault is None
    assert set(found.missed) == {"a.txt", "b.txt"}
    assert [(one.a, one.b) for one in found.shared] == [("short.txt", "other.txt")]
    assert found.alone.keys() == {"short.txt", "other.txt"}
    assert heard.wait(heard.ask(*articles(LONG + 20_000))).missed == set(), "it is tried again"


PROGRAM = """
import sys
from pathlib import Path
from store import Article, Company, Corpus, Sought
from store.matching import afar
from tests.lengthy import lengthy
class Watched(afar.Beside):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        print(self._process.pid, flush=True)
afar.Beside = Watched
made = lengthy(1_000_000)
company = Company(Corpus(Path(".")), [], lambda _: None)
company.ask(Sought((Article.of("a", made.a), Article.of("b", made.b)), ("text",)))
sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["kill", "terminate", "leave"])
def test_it_ends_with_the_program_however_that_ends(end: str) -> None:
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        assert is_running(pid)
        {"kill": program.kill, "terminate": program.terminate, "leave": program.stdin.close}[end]()
        program.wait(30)
    wait_for(lambda: not is_running(pid), "the end of the process")


def is_weighed() -> bool:
    """Whether this system weighs sessions against each other; in a container the file may be there and say nothing."""
    return AUTOGROUP.exists() and bool(AUTOGROUP.read_text("ascii").strip())


@pytest.mark.skipif(not is_weighed(), reason="this system does not weigh sessions against each other")
def test_it_gives_way_to_everything_else() -> None:
    process = Beside("store.matching.afar:serve", weights_of(()))
    try:
        pid = process._process.pid
        group = Path(f"/proc/{pid}/autogroup")
        wait_for(lambda: group.read_text("ascii").split()[-1] == str(NICE), "the weight of its session")
        assert os.getpriority(os.PRIO_PROCESS, pid) == os.getpriority(os.PRIO_PROCESS, 0) + NICE
    finally:
        process.end()

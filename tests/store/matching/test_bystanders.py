"""A process that compares long articles stands still while keys come, and never stays behind so."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.article import Article
from store.matching.afar import SERVED, Afar
from store.matching.beside import Beside
from store.matching.bystanders import CALM, Bystanders
from store.matching.company import weights_of
from tests.states import state_of
from tests.waiting import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing stands still")
ROOT = Path(__file__).resolve().parents[3]
ONE = Article.of("one.txt", "The ferry will not sail before the winter swell has left the outer harbour of Ansel.\n")
OTHER = Article.of("other.txt", f"He said so. {ONE.text}")


class Times:
    """A clock that is put by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def bystanders(times: Times) -> Bystanders:
    return Bystanders(times)


@pytest.fixture
def process() -> Iterator[Beside]:
    process = Beside(SERVED, weights_of(()))
    yield process
    process.end()
    assert state_of(process.number) == ""


def stands(process: Beside) -> bool:
    return state_of(process.number) == "T"


def is_held(process: Beside) -> bool:
    """Whether it has said that it ends with this program."""
    return not process.receive(0.01) and process._is_held


def test_it_stands_still_from_the_first_key_until_none_has_come_for_a_while(
    bystanders: Bystanders, times: Times, process: Beside
) -> None:
    wait_for(lambda: is_held(process), "its word")
    bystanders.add(process)
    assert not stands(process)
    bystanders.pressed()
    wait_for(lambda: stands(process), "it to stand still")
    for _ in range(5):
        times.now += CALM * 0.9
        bystanders.look()
        bystanders.pressed()
    assert stands(process)
    times.now += CALM
    bystanders.look()
    wait_for(lambda: not stands(process), "it to go on")


def test_one_that_is_started_while_keys_come_stands_still_too(bystanders: Bystanders, process: Beside) -> None:
    bystanders.pressed()
    bystanders.add(process)
    wait_for(lambda: is_held(process), "its word")
    wait_for(lambda: stands(process), "it to stand still")


def test_it_goes_on_where_it_could_outlive_the_program(bystanders: Bystanders, process: Beside) -> None:
    bystanders.add(process)
    bystanders.pressed()
    assert not process._stands, "it has not said that it ends with the program"
    wait_for(lambda: is_held(process), "its word")
    assert process._stands


def test_only_the_first_of_many_keys_does_anything(
    bystanders: Bystanders, process: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(process, "stand", lambda *, still: asked.append(still))
    bystanders.add(process)
    for _ in range(100):
        bystanders.pressed()
    assert asked == [False, True]
    bystanders.remove(process)
    bystanders.pressed()
    assert asked == [False, True]


def test_what_is_sent_and_received_arrives_while_it_stands_still(bystanders: Bystanders, process: Beside) -> None:
    wait_for(lambda: is_held(process), "its word")
    bystanders.add(process)
    bystanders.pressed()
    wait_for(lambda: stands(process), "it to stand still")
    large = "x" * 20_000_000  # more than any pipe holds
    sending = threading.Thread(target=process.send, args=((_back, (large,)),), daemon=True)
    sending.start()
    sending.join(30)
    assert not sending.is_alive()
    process.stand(still=False)
    wait_for(lambda: process._link.poll(0), "the answer to begin")
    process.stand(still=True)
    found: list[Any] = []
    receiving = threading.Thread(target=lambda: found.extend(process.receive(30)), daemon=True)
    receiving.start()
    receiving.join(30)
    assert found == [large]
    wait_for(lambda: stands(process), "it to stand still again")


def _back(_: object, value: str) -> str:
    return value


def test_it_is_done_when_the_keys_are_over(bystanders: Bystanders, times: Times) -> None:
    bystanders.pressed()
    afar = Afar(weights_of(()), bystanders)
    answers = afar.pair(ONE, OTHER)
    process = _standing(afar, answers)
    for _ in range(2):
        assert next(answers) is None
    times.now += CALM
    assert next(one for one in answers if one is not None)
    afar.end()
    assert state_of(process) == ""


def test_it_can_be_left_while_it_stands_still(bystanders: Bystanders) -> None:
    bystanders.pressed()
    afar = Afar(weights_of(()), bystanders)
    process = _standing(afar, afar.pair(ONE, OTHER))
    afar.end()
    assert state_of(process) == ""


def _standing(afar: Afar, answers: Iterator[object]) -> int:
    """The number of its process, which stands still in the midst of the work."""
    assert next(answers) is None
    process = afar._process
    assert process is not None
    wait_for(lambda: stands(process) or next(answers), "it to stand still")
    return process.number


PROGRAM = """
import sys
from store.article import Article
from store.matching.afar import Afar
from store.matching.bystanders import Bystanders
from store.matching.company import weights_of
from tests.lengthy import lengthy
made, bystanders = lengthy(1_000_000), Bystanders()
answers = (afar := Afar(weights_of(()), bystanders)).pair(Article.of("a", made.a), Article.of("b", made.b))
print(afar._process.number if next(answers) is None else 0, flush=True)
import threading
def press():
    while True:
        bystanders.pressed()
        if not keys.is_set():
            return
        keys.wait(0.01) and threading.Event().wait(0.01)
keys = threading.Event()
keys.set()
threading.Thread(target=press, daemon=True).start()
def wait():
    for _ in answers:
        pass
threading.Thread(target=wait, daemon=True).start()
for line in sys.stdin:
    keys.clear()
"""


@pytest.fixture
def program() -> Iterator[subprocess.Popen[str]]:
    """A program whose keys come all the time, until it is told a line; it ends when nothing more can come."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,  # one whose parent is of another group and the same session: only such can be put aside
    ) as program:
        yield program
        program.kill()


def _standing_of(program: subprocess.Popen[str]) -> int:
    assert program.stdout is not None
    process = int(program.stdout.readline())
    wait_for(lambda: state_of(process) == "T", "it to stand still")
    return process


@pytest.mark.parametrize("end", ["kill", "terminate", "leave"])
def test_it_ends_with_the_program_even_where_it_stands_still(program: subprocess.Popen[str], end: str) -> None:
    process = _standing_of(program)
    assert program.stdin is not None
    {"kill": program.kill, "terminate": program.terminate, "leave": program.stdin.close}[end]()
    program.wait(30)
    wait_for(lambda: state_of(process) in ("", "Z"), "the end of the process")


def test_it_goes_on_after_the_program_was_put_aside(program: subprocess.Popen[str]) -> None:
    process = _standing_of(program)
    program.send_signal(signal.SIGTSTP)
    wait_for(lambda: state_of(program.pid) == "T", "the program to be put aside")
    program.send_signal(signal.SIGCONT)
    assert program.stdin is not None
    program.stdin.write("no more keys\n")
    program.stdin.flush()
    wait_for(lambda: state_of(process) == "R", "it to go on")


def test_it_ends_with_a_program_that_is_killed_while_both_stand_still(program: subprocess.Popen[str]) -> None:
    process = _standing_of(program)
    program.send_signal(signal.SIGSTOP)
    os.kill(program.pid, signal.SIGKILL)
    program.wait(30)
    wait_for(lambda: state_of(process) in ("", "Z"), "the end of the process")

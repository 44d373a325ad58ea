"""The first screen stands before Textual is imported: the same cells, nothing typed lost, the terminal given back."""

import os
import re
import shutil
import signal
import zlib
from collections.abc import Callable
from pathlib import Path

import pyte
import pytest

from tests.terminal import Terminal
from tests.waiting import wait_for
from tui import cli, prepaint
from tui.prepaint import Asked, kept_rows

SAMPLE = Path(__file__).parents[2] / "sample_corpus"
TAKEN_OVER = "\x1b[?1004h"
"""What Textual writes when it takes the terminal, and prepaint does not."""
OWN = re.compile(r"\x1b\[(?:[0-9;]*m|\d+;\d+H|\d+[XG]|\?25h|6 q)")
"""What prepaint may write besides text."""
PLACE = re.compile(r"\x1b\[\d+;\d+H")
"""A way to a cell."""
HEAD = "The Morning Lantern"
"""What the first pane says about its article."""
HANGING = "import os\nopen(os.environ['GATE']).read()\n"
"""A library whose import waits."""
LATER = f"""{HANGING}import sys
sys.path.remove(os.path.dirname(os.path.dirname(__file__)))
del sys.modules["textual"]
import textual
"""
"""The library itself, later."""
Started = Callable[..., Terminal]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample articles, with somebody's tags."""
    return shutil.copytree(SAMPLE, tmp_path / "news", ignore=shutil.ignore_patterns(".sidemark", "*.journal"))


@pytest.fixture
def start(tmp_path: Path, project: Path) -> Started:
    """Starts the program on the project."""

    def started(*options: str, size: tuple[int, int] = (120, 40), **environment: str) -> Terminal:
        arguments = [str(project), "--annotator", "mira", *options]
        return Terminal(arguments, size=size, home=tmp_path, environment=environment)

    return started


def ended(terminal: Terminal) -> int:
    """Wait for the end; the status. The terminal is as it was."""
    wait_for(lambda: not terminal.read(), "the end of the program")
    assert terminal.is_as_before
    return terminal.end()


def left(terminal: Terminal, *keys: str) -> None:
    """Press keys and leave, when the program has drawn the screen."""
    terminal.until_text(HEAD)
    terminal.settle()
    terminal.press(*keys, "q")
    assert ended(terminal) == 0


Cells = dict[tuple[int, int], object]


def cells_of(shown: pyte.Screen) -> Cells:
    """All that is on a screen, with colours and attributes."""
    return {(y, x): shown.buffer[y][x] for y in range(shown.lines) for x in range(shown.columns)}


def prepainted(terminal: Terminal) -> Cells:
    """What is on the screen before Textual takes it."""
    wait_for(lambda: terminal.read() and TAKEN_OVER in terminal.written, "Textual")
    before, _, after = terminal.written.partition(TAKEN_OVER)
    assert "\x1b[?1049h" not in after, "some terminals would clear the screen"
    return cells_of(Terminal.replayed(before, terminal))


def first_drawing(terminal: Terminal) -> list[str]:
    """The rows that Textual draws first, each with the way to it; what was looked for meanwhile comes after them."""
    height = terminal.screen.lines

    def rows() -> list[str]:
        *above, last = terminal.written.partition(TAKEN_OVER)[2].split("\n", height - 1)
        places = [found.start() for found in PLACE.finditer(last)]  # the last row's own, and what is written next
        return [*above, last[: places[1]]] if len(above) == height - 1 and len(places) > 1 else []

    terminal.until(rows, "the first drawing")
    return rows()


def taken_over(terminal: Terminal) -> Cells:
    """What is on the screen when Textual has drawn all of it once."""
    rows = first_drawing(terminal)
    before = terminal.written.partition(TAKEN_OVER)[0]
    return cells_of(Terminal.replayed(before + TAKEN_OVER + "\n".join(rows), terminal))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10), (161, 50)], ids="{0[0]}x{0[1]}".format)
def test_what_textual_draws_is_what_stands_there(start: Started, size: tuple[int, int]) -> None:
    left(start(size=size), "w", "space", "j", "j")
    terminal = start(size=size)
    before = prepainted(terminal)
    assert taken_over(terminal) == before
    assert HEAD in "".join(cell.data for cell in before.values())  # type: ignore[attr-defined]  # of the emulator
    left(terminal)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)], ids="{0[0]}x{0[1]}".format)
def test_it_is_never_seen_otherwise_while_it_is_taken_over(start: Started, size: tuple[int, int]) -> None:
    left(start(size=size))
    terminal = start(size=size)
    before = prepainted(terminal)
    shown = Terminal.replayed(terminal.written.partition(TAKEN_OVER)[0], terminal)
    for row in first_drawing(terminal):  # not less than a row: within one the left pane's cells are written first
        Terminal.fed(shown, row)
        assert cells_of(shown) == before
    left(terminal)


def test_a_light_theme_is_light_from_the_first_moment(start: Started) -> None:
    left(start("--theme", "light"))
    assert kept(start, "light")
    assert not kept(start, "dark")
    terminal = start("--theme=light")
    before = prepainted(terminal)
    assert taken_over(terminal) == before
    left(terminal)


def kept(start: Started, theme: str = "dark", size: tuple[int, int] = (120, 40)) -> str:
    """What would be written at the next start."""
    del start
    return kept_rows(Asked(os.environ["SIDEMARK_TEST_PROJECT"], "mira", theme), size)


@pytest.fixture(autouse=True)
def _same_terminal(monkeypatch: pytest.MonkeyPatch, project: Path, tmp_path: Path) -> None:
    """What decides how things are drawn is as in the terminal that the program ran in."""
    for name in prepaint.TERMINAL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SIDEMARK_TEST_PROJECT", str(project))


def test_keys_typed_before_the_program_is_there_are_done_in_order(start: Started, tmp_path: Path) -> None:
    terminal = hanging(start, tmp_path, LATER)
    terminal.press("w", "w", "u")
    assert TAKEN_OVER not in terminal.written
    let_on(terminal, tmp_path)
    terminal.until_text("nothing to undo")
    assert "wwu" not in terminal.text
    left(terminal)


def test_who_leaves_before_the_program_is_there_loses_no_place(start: Started, project: Path) -> None:
    left(start(), "space")
    before = (project / ".sidemark/positions.json").read_bytes()
    terminal = start()
    terminal.until_text(HEAD)
    terminal.press("q")
    assert ended(terminal) == 0
    assert (project / ".sidemark/positions.json").read_bytes() == before


@pytest.mark.parametrize("keys", [("w", "space", "j"), ("w", "1", "enter", "j")], ids=["place", "tag"])
def test_a_session_that_is_killed_leaves_its_place_and_its_first_screen(start: Started, keys: tuple[str, ...]) -> None:
    left(start(size=(80, 24)))
    killed = start()
    killed.until_text(HEAD)
    wait_for(lambda: killed.read() and TAKEN_OVER in killed.written, "Textual")
    first_drawing(killed)
    assert not kept(start)
    killed.press(*keys)
    killed.until(lambda: kept(start), "a rest")
    killed.kill()
    assert killed.end() == 128 + signal.SIGKILL
    terminal = start()
    before = prepainted(terminal)
    assert HEAD in "".join(cell.data for cell in before.values())  # type: ignore[attr-defined]  # as above
    assert taken_over(terminal) == before
    left(terminal)
    assert kept(start, size=(80, 24)), "the other size is remembered"


# the terminal is given back


def hanging(start: Started, tmp_path: Path, library: str = HANGING) -> Terminal:
    """The program, whose Textual does what is wanted instead of being there."""
    left(start())
    fake = tmp_path / "fake" / "textual"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(library)
    os.mkfifo(tmp_path / "gate")
    terminal = start(PYTHONPATH=str(fake.parent), GATE=str(tmp_path / "gate"))
    terminal.until_text(HEAD)
    return terminal


def let_on(terminal: Terminal, tmp_path: Path) -> None:
    """Let its import go on when it has come so far; what it writes until then is read, else it would wait for that."""

    def opened() -> bool:
        try:
            os.close(os.open(tmp_path / "gate", os.O_WRONLY | os.O_NONBLOCK))
        except OSError:  # nobody reads there yet
            return False
        return True

    terminal.until(opened, "the import")


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGUSR1"])
def test_a_signal_during_the_imports_gives_the_terminal_back(start: Started, tmp_path: Path, name: str) -> None:
    terminal = hanging(start, tmp_path)
    number = getattr(signal, name)
    wait_for(lambda: not terminal.is_as_before, "the terminal taken")
    os.kill(terminal.process, number)
    assert ended(terminal) == 128 + number
    assert terminal.written.rstrip().endswith("\x1b[?1049l")


def test_a_stop_during_the_imports_gives_the_terminal_back_and_the_screen_comes_later(
    start: Started, tmp_path: Path
) -> None:
    terminal = hanging(start, tmp_path, "import os\nopen(os.environ['GATE']).read()\nimport sys\nsys.exit(7)\n")
    os.kill(terminal.process, signal.SIGTSTP)
    terminal.until(lambda: terminal.is_as_before, "the terminal given back")
    os.kill(terminal.process, signal.SIGCONT)
    let_on(terminal, tmp_path)
    assert ended(terminal) == 7


@pytest.mark.parametrize(
    ("library", "status"), [("raise ImportError('broken')", 1), ("raise SystemExit(3)", 3)], ids=["error", "exit"]
)
def test_an_import_that_fails_gives_the_terminal_back(
    start: Started, tmp_path: Path, library: str, status: int
) -> None:
    terminal = hanging(start, tmp_path, library)
    assert ended(terminal) == status
    assert "\x1b[?1049l" in terminal.written


def test_what_is_wrong_is_said_on_the_screen_that_the_user_had(start: Started, project: Path, tmp_path: Path) -> None:
    left(start())
    config = tmp_path / "config/sidemark/config.toml"
    config.parent.mkdir(parents=True)
    wanted = prepaint.stamp(str(project), str(config))
    assert wanted[1] == -1
    config.write_text("[keys\n")
    terminal = start()
    assert ended(terminal) == 2
    assert "config.toml" in terminal.written.rpartition("\x1b[?1049l")[2]


# when there is none


def test_what_was_kept_fits_as_long_as_nothing_it_shows_has_changed(start: Started, project: Path) -> None:
    left(start())
    assert kept(start)
    for name in (
        "sidemark.toml",
        "annotations/mira.json",
        ".sidemark/positions.json",
        "hask-gate/northlight-agency.txt",
    ):
        path = project / name
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))
        assert not kept(start), name
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    (project / "hask-gate" / "new.txt").write_text("New.")
    assert not kept(start), "the number of articles"


def test_a_damaged_file_is_as_if_it_were_not_there(start: Started, project: Path) -> None:
    left(start())
    path = project / ".sidemark/first-screen-mira"
    data = path.read_bytes()
    for at in range(0, len(data), 251):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert not shown_of(project), at
        path.write_bytes(data[:at])
        assert not shown_of(project), at


def shown_of(project: Path) -> str:
    """What is written, or nothing where that is refused."""
    try:
        return kept_rows(Asked(str(project), "mira", "dark"), (120, 40))
    except (OSError, ValueError, LookupError):
        return ""


@pytest.mark.parametrize(
    "row",
    [
        "row\t0\t0\t1\t\x1b]52;c;aGk=\x07\x1b[2Jhi\x9b5n\u202e\r",
        "row\t0\t0\t1;\x1b[2J\thi",
        "row\t0\t0\t38;2;1;1;1m\x1b]0;title\x07\thi",
        "row\t0\t0\terase\t9\x1b[2J",
        "row\t9\x1b\t0\t1\thi",
        "row\t0\t-1\t1\thi",
        "row\t0\t99999\t1\thi",
        "row\t0\t0\tcolumn\t99999",
        "row\t0\t0\t1",
        "row",
        "screen\t120\t40\t0\t\x1b",
    ],
)
def test_a_hostile_file_does_nothing_to_the_terminal(project: Path, row: str) -> None:
    wanted = Asked(str(project), "mira", "dark")
    body = "\n".join([wanted.words, "screen\t120\t40\t0\t0", "row\t0\t1\t1\tbefore", row]).encode("utf-8", "replace")
    path = project / ".sidemark/first-screen-mira"
    path.parent.mkdir()
    path.write_bytes(f"{prepaint.MAGIC} {zlib.crc32(body):08x}\n".encode() + body)
    written = OWN.sub("", shown_of(project))
    assert written.isprintable(), written


def test_a_trap_in_the_place_of_the_file_stops_nothing(project: Path) -> None:
    (project / ".sidemark").mkdir()
    path = project / ".sidemark/first-screen-mira"
    os.mkfifo(path)
    assert not shown_of(project)
    path.unlink()
    path.symlink_to("/dev/zero")
    assert not shown_of(project)


@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "xterm-16color"}, {"COLUMNS": "100"}, {"TEXTUAL_FPS": "30"}],
    ids=str,
)  # fmt: skip
def test_other_terminals_wait_for_the_program(start: Started, environment: dict[str, str]) -> None:
    left(start())
    terminal = start(**environment)
    wait_for(lambda: terminal.read() and TAKEN_OVER in terminal.written, "Textual")
    assert HEAD not in terminal.written.partition(TAKEN_OVER)[0]
    left(terminal)


def test_a_project_that_another_program_has_is_opened_by_the_program(start: Started) -> None:
    left(start())
    holder = start()
    wait_for(lambda: holder.read() and TAKEN_OVER in holder.written, "the program that has the lock")
    terminal = start()
    terminal.until_text("read-only: open in process")
    assert "nothing to save" not in terminal.written
    terminal.press("q")
    assert ended(terminal) == 0
    left(holder)


def test_who_only_reads_keeps_nothing(start: Started, project: Path) -> None:
    left(start("--read-only"))
    assert not [*project.glob(".sidemark/first-screen-*")]


def test_the_commands_are_known() -> None:
    assert {*cli.COMMANDS} == prepaint.COMMANDS


@pytest.mark.parametrize("size", [(120, 40), (40, 10)], ids="{0[0]}x{0[1]}".format)
def test_folds_stand_there_and_are_as_they_were_left(start: Started, size: tuple[int, int]) -> None:
    left(start("--annotator=ana", size=size))  # what is found is kept, so that it is known at once from now on
    terminal = start("--annotator=ana", size=size)
    terminal.until_text(HEAD[:8])

    def is_folded() -> bool:
        terminal.press("[", "]", "G")  # folds never come where somebody looks: only to what is opened
        terminal.settle()
        return "8 lines folded" in terminal.text

    terminal.press("]", "]", "]")
    terminal.settle()
    terminal.until(is_folded, "the fold")
    terminal.press("q")
    assert ended(terminal) == 0
    terminal = start("--annotator=ana", size=size)
    before = prepainted(terminal)
    assert "8 lines folded" in "".join(cell.data for cell in before.values())  # type: ignore[attr-defined]  # as above
    assert taken_over(terminal) == before
    terminal.press("k", "enter")
    terminal.until(lambda: "8 lines folded" not in terminal.text, "the lines")
    terminal.press("q")
    assert ended(terminal) == 0

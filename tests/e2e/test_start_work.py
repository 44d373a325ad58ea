"""What a start does before its first screen, counted and not timed: modules, files, frames."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal
from tests.waiting import wait_for

SAMPLE = Path(__file__).parents[2] / "sample_corpus"
KNOWN = Path(__file__).with_name("start_modules.txt")
"""The modules of the program that the first screen needs; write a new one in only if it cannot come later."""
HEAVY = frozenset(
    {
        "_hashlib", "_ssl", "argparse", "charset_normalizer", "pyperclip", "rapidfuzz", "tempfile", "tinydb", "yaml",
        "textual.widgets._input", "textual.widgets._option_list", "textual.widgets._tree", "rich.markdown",
    }
)  # fmt: skip
"""What no first screen needs."""
TAKEN_OVER = "\x1b[?1004h"
"""What Textual writes when it takes the terminal."""
FRAMES = 3
"""How often the first line is drawn by Textual until a start is quiet; it draws each screen twice by itself."""
WATCHED = """
import sys
opened, seen, out = [], [], sys.argv.pop(1)

def audit(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])

def watched(display):
    def counted(self, screen, drawn):
        if drawn is not None and not seen:
            found = {"modules": sorted(sys.modules), "opened": list(opened)}
            import json
            with open(out, "w") as file:
                json.dump(found, file)
            seen.append(True)
        return display(self, screen, drawn)
    return counted

sys.addaudithook(audit)
from tui import prepaint
shown = prepaint.prepaint

def noted(arguments):
    before = set(sys.modules)
    standing = shown(arguments)
    found = {"modules": sorted(set(sys.modules) - before), "all": sorted(sys.modules), "opened": list(opened),
             "stands": standing is not None}
    import json
    with open(out + ".prepaint", "w") as file:
        json.dump(found, file)
    return standing

prepaint.prepaint = noted
import tui.__main__ as program
program.prepaint = noted

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "tui.driver":
            from textual.app import App
            App._display = watched(App._display)
        return None

sys.meta_path.insert(0, Finder())
raise SystemExit(program.main())
"""


class Started:
    """A start that was watched."""

    def __init__(self, project: Path, home: Path) -> None:
        """Start the program on a project, wait until it is quiet, and leave."""
        out = home / "watched.json"
        arguments = ["-c", WATCHED, str(out), str(project), "--annotator", "mira"]
        terminal = Terminal(arguments, home=home, command=sys.executable)
        terminal.until_text("? help")
        wait_for(lambda: terminal.read() and out.exists(), "the first frame")
        for _ in range(5):
            terminal.settle()
        terminal.press("q")
        assert terminal.end() == 0
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        self.modules: set[str] = set(found["modules"])
        self.opened = [Path(path) for path in found["opened"]]
        self.frames = terminal.written.partition(TAKEN_OVER)[2].count("The Hask Gate")
        self.prepaint: dict[str, Any] = json.loads(Path(f"{out}.prepaint").read_text(encoding="utf-8"))

    def files(self, project: Path) -> list[str]:
        """The project's own files that were opened, in that order."""
        return [path.relative_to(project).as_posix() for path in self.opened if path.is_relative_to(project)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles."""
    folder = tmp_path_factory.mktemp("start") / "news"
    return shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".sidemark", "*.journal"))


@pytest.fixture(scope="module")
def started(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Started:
    """The second start on it, which finds what the first one kept."""
    home = tmp_path_factory.mktemp("home")
    Started(project, home)
    return Started(project, home)


def test_nothing_is_loaded_that_can_come_later(started: Started) -> None:
    own = {name for name in started.modules if name.split(".")[0] in ("store", "tui")}
    known = set(KNOWN.read_text(encoding="utf-8").split())
    assert sorted(own - known) == [], "load these after the first screen, or say why not"
    assert not started.modules & HEAVY


def test_prepaint_loads_four_small_modules_and_reads_two_files(started: Started, project: Path) -> None:
    assert started.prepaint["stands"]
    assert {*started.prepaint["modules"]} <= {"tui.display", "_signal", "termios", "pwd"}
    assert not {"re", "typing", "json", "pathlib", "enum"} & {*started.prepaint["all"]}
    read = [Path(path) for path in started.prepaint["opened"] if Path(path).is_relative_to(project)]
    assert sorted(path.name for path in read) == ["first-screen-mira", "lock-mira"]


def test_an_article_that_is_not_shown_is_read_once_at_most(started: Started, project: Path) -> None:
    files = started.files(project)
    articles = [name for name in files if name.endswith((".txt", ".md"))]
    assert max(map(articles.count, articles)) <= 2
    assert len([name for name in files if name.startswith("annotations/")]) <= 4


def test_a_start_is_a_few_frames(started: Started) -> None:
    assert 0 < started.frames <= FRAMES

"""Prepaint: the first screen, on the terminal before Textual is imported, as the last end of the program foresaw it.

Most of a start is imports. What the screen will show is known before: at its end the program keeps the rows that the
next start will draw (`tui.foreseen`), with the size and time of each file that they depend on. Here they are read,
checked and written, by a few modules that the interpreter has loaded anyway. Textual then draws the same cells.

Nothing is believed of the file: it may have come with somebody's folder. Its text passes the gate, its styles are
numbers, its places lie on the screen. Whatever does not fit, is damaged or out of date is as if it were not there.
"""

import os
import zlib

TYPE_CHECKING = False  # typing costs a fifth of what there is
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    Stamp = tuple[str, int, int]

MAGIC = "sidemark first screen 1"
FILE = ".sidemark/first-screen-{}"
"""Where an annotator's first screen is kept, in the project's folder."""
LARGEST = 1 << 20
"""Bytes of such a file."""
LONGEST_STYLE = 60
MOVES = {"erase": "X", "column": "G"}
"""What stands in the place of a style where cells are left out, with the letter that the terminal knows it by."""
COMMANDS = frozenset(
    (
        "agree", "check", "export", "find", "formats", "import", "init", "keys", "list", "passages", "schemes", "show",
        "stats", "tour",
    )
)  # fmt: skip
"""The first words of a command line that open no project."""
LEAST = (40, 10)
"""Columns and rows under which nothing is prepainted."""
TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TERM_PROGRAM")
"""What of the environment decides how things are drawn."""
ELSEWHERE = ("COLUMNS", "LINES")
"""Who sets these means another size than the terminal's."""
ENDING = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGTSTP")
TAKE = "\x1b[?1049h\x1b[?7l\x1b[2J"
LEAVE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[0 q\x1b[?1049l"
CURSOR = "\x1b[?25h\x1b[6 q"
"""As `tui.driver` shows it."""


class Asked:
    """What a command line asks for, as far as it decides what the first screen looks like."""

    def __init__(self, root: str, annotator: str, theme: str) -> None:
        self.root, self.annotator, self.theme = root, annotator, theme

    @property
    def file(self) -> str:
        """Where its first screen is kept."""
        return os.path.join(self.root, FILE.format(self.annotator))  # noqa: PTH118 - pathlib is not loaded yet

    @property
    def words(self) -> str:
        """All of it and what the terminal is, as one line."""
        terminal = (f"{name}={os.environ.get(name, '')}" for name in TERMINAL)
        return " ".join([self.annotator, self.theme, *terminal]).replace("\n", " ")


class Standing:
    """A first screen that stands on the terminal until the program draws on it or gives the terminal back."""

    def __init__(self, modes: "list[object]") -> None:
        """Use `prepaint`."""
        self.modes = modes
        """The terminal's modes as they were found."""
        self._is_standing = True

    def hand_over(self) -> bool:
        """Let another draw on it from now on; False when it does not stand any more."""
        stood, self._is_standing = self._is_standing, False
        return stood

    def give_back(self) -> None:
        """Put the terminal back as it was found; not any more when another draws on it, who sees to that himself."""
        import termios  # noqa: PLC0415 - it was there: else nothing would stand

        if not self.hand_over():
            return
        try:
            _write(LEAVE.encode())
            termios.tcsetattr(0, termios.TCSANOW, self.modes)  # type: ignore[arg-type]  # as they came
        except (OSError, termios.error):
            pass  # the terminal has gone

    def watch(self) -> None:
        """Give the terminal back when a signal ends or stops the program, until somebody else sees to that."""
        import _signal as signal  # noqa: PLC0415 - `signal` makes enums of the numbers, a fifth of what there is

        for name in ENDING:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, self._came)

    def _came(self, number: int, frame: "FrameType | None") -> None:
        import _signal as signal  # noqa: PLC0415 - as above

        del frame
        self.give_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def asked(arguments: "Sequence[str]") -> Asked | None:
    """What a plain command line asks for; None for one that needs more thought."""
    known = {"--annotator": "", "--theme": "dark"}
    paths, words = [], [*arguments]
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if name in known:
            known[name] = value if equals else (words.pop(0) if words else "")
        elif word.startswith("-"):
            return None
        else:
            paths.append(word)
    root = paths[0] if paths else "."
    annotator = known["--annotator"] or _login()
    is_fit = annotator.isascii() and annotator.replace("-", "a").replace("_", "a").isalnum() and annotator.islower()
    if len(paths) > 1 or root in COMMANDS or not is_fit or known["--theme"] not in ("dark", "light"):
        return None
    return Asked(root, annotator, known["--theme"])


def _login() -> str:
    """The name that `tui.opening` would find, empty where that takes more thought."""
    for variable in ("SIDEMARK_ANNOTATOR", "LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    try:
        import pwd  # noqa: PLC0415 - not there on Windows

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""


def prepaint(arguments: "Sequence[str]") -> Standing | None:
    """Write the first screen that a command line will open; None where none is known, or something else comes first."""
    wanted = asked(arguments) if _has_terminal() else None
    if wanted is None:
        return None
    try:
        size = os.get_terminal_size(1)
        rows = kept_rows(wanted, (size.columns, size.lines))
        return _shown(rows) if rows and not _is_taken(wanted) else None
    except (OSError, ValueError, LookupError, ImportError):
        return None


def _has_terminal() -> bool:
    environment = os.environ
    if os.name != "posix" or environment.get("TERM", "") in ("", "dumb") or environment.get("NO_COLOR"):
        return False
    if any(name.startswith("TEXTUAL") or name in ELSEWHERE for name in environment):
        return False
    return all(map(os.isatty, (0, 1, 2)))


def _is_taken(wanted: Asked) -> bool:
    """Whether another program may hold the lock; where that cannot be seen it is another's."""
    path = os.path.join(wanted.root, f".sidemark/lock-{wanted.annotator}")  # noqa: PTH118 - as above
    owner = _read(path, 1000).decode("ascii")
    number = owner.partition('"process":')[2].partition(",")[0]
    if f'"host":"{os.uname().nodename}"' not in owner or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return True
    return True


def stamp(root: str, name: str) -> "Stamp":
    """What tells one state of a file or folder from another: its name, size and time; -1 where there is none."""
    try:
        found = os.stat(os.path.join(root, name))  # noqa: PTH116, PTH118 - as above
    except FileNotFoundError:
        return name, -1, -1
    return name, found.st_size, found.st_mtime_ns


def kept_rows(wanted: Asked, size: tuple[int, int]) -> str:
    """What is to be written for a terminal of so many columns and rows; empty when nothing is known about it.

    Raises:
        OSError: there is no file that can be read.
        ValueError, LookupError: it is not as it should be.
    """
    if size < LEAST or size[1] < LEAST[1]:
        return ""
    head, _, body = _read(wanted.file, LARGEST).partition(b"\n")
    if head.decode() != f"{MAGIC} {zlib.crc32(body):08x}":
        return ""
    first, *lines = body.decode().split("\n")
    if first != wanted.words:
        return ""
    if any(_is_different(wanted.root, line.split("\t")[1:]) for line in lines if line.startswith("file\t")):
        return ""
    places, rows = _screen(lines, size)
    cursor = "".join(_at(x, y, size) for x, y in places)
    return f"{_written(rows, size)}\x1b[0m{cursor}{CURSOR}" if rows else ""


def _is_different(root: str, kept: "list[str]") -> bool:
    name, size, changed = kept
    return stamp(root, name) != (name, int(size), int(changed))


def _screen(lines: "list[str]", size: tuple[int, int]) -> "tuple[list[tuple[str, str]], list[list[str]]]":
    """Where the cursor is, and the rows, for one size."""
    is_meant, places, rows = False, list[tuple[str, str]](), list[list[str]]()
    for line in lines:
        kind, *fields = line.split("\t")
        if kind == "screen":
            is_meant = (int(fields[0]), int(fields[1])) == size
            places += [(fields[2], fields[3])] if is_meant else []
        elif kind == "row" and is_meant:
            rows.append(fields)
    return places, rows


def _written(rows: "list[list[str]]", size: tuple[int, int]) -> str:
    """All stretches of rows: where each begins, then styles and texts in turn."""
    from tui.display import gated, is_suspect  # noqa: PLC0415 - only for those who have such a file

    styles = {style: _style(style) for style in {style for fields in rows for style in fields[2::2]}}
    is_plain = not is_suspect("".join(["".join(fields[3::2]) for fields in rows]))  # most are; else one by one
    written: list[str] = []
    for fields in rows:
        written.append(_at(fields[0], fields[1], size))
        for style, text in zip(fields[2::2], fields[3::2], strict=True):
            if style in MOVES:
                written.append(f"\x1b[{_number(text, size[0])}{MOVES[style]}")
            else:
                written += (styles[style], text if is_plain else gated(text))
    return "".join(written)


def _style(style: str) -> str:
    """What sets a style."""
    if len(style) > LONGEST_STYLE or (style not in MOVES and style.strip("0123456789;")):
        raise ValueError(style)
    return f"\x1b[0;{style}m" if style else "\x1b[0m"


def _at(x: str, y: str, size: tuple[int, int]) -> str:
    return f"\x1b[{_number(y, size[1] - 1) + 1};{_number(x, size[0] - 1) + 1}H"


def _number(word: str, most: int) -> int:
    number = int(word)
    if not 0 <= number <= most:
        raise ValueError(word)
    return number


def _read(path: str, most: int) -> bytes:
    """A small plain file; nothing that hangs, and no link."""
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_CLOEXEC"))
    descriptor = os.open(path, flags)
    try:
        data = os.read(descriptor, most + 1)
    finally:
        os.close(descriptor)
    if len(data) > most:
        raise ValueError(path)
    return data


def _shown(rows: str) -> Standing | None:
    """Write it; what is typed from now on waits, unseen, for the program."""
    import termios  # noqa: PLC0415 - not there on Windows

    if os.tcgetpgrp(0) != os.getpgrp():
        return None  # in the background: to touch the terminal would stop it
    standing = Standing(termios.tcgetattr(0))
    standing.watch()
    quiet = termios.tcgetattr(0)
    quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    try:
        termios.tcsetattr(0, termios.TCSANOW, quiet)  # at once: all else would throw away what was typed
        _write(f"{TAKE}{rows}".encode())
    except OSError:
        standing.give_back()
        raise
    return standing


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(2, data) :]

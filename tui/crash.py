"""Crash reports: what stopped the program goes into a file of the user's, and one line says where that is."""

import contextlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from store import __version__
from tui.display import SafeStream


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a report of a defect and say where it is; for `sys.excepthook`."""
    if not isinstance(error, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    report = _report(error)
    try:
        path = _written(report)
    except OSError as why:
        words = f"{report}sidemark: stopped by a defect; this report could not be written to a file ({why.strerror})"
    else:
        words = f"sidemark: stopped by a defect ({kind.__name__}); what was called saved is saved; the report: {path}"
    with contextlib.suppress(OSError):  # the terminal may be gone
        SafeStream(sys.__stderr__ or sys.stderr).write(f"{words}\n")


def _report(error: BaseException) -> str:
    """The error and where it came from, without the values of variables: they hold what articles say."""
    import platform  # noqa: PLC0415 - for the day that has a defect
    import traceback  # noqa: PLC0415

    versions = f"Sidemark {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    return f"{versions}\n\n{''.join(traceback.format_exception(error))}"


def _written(report: str) -> Path:
    """The report as a new file that only the user can read.

    Raises:
        OSError: it cannot be written.
    """
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    folder = Path(base) / "sidemark"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        SafeStream(file).write(report)  # someone will look at it on a terminal
    return path

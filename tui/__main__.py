"""Starts the command line; a defect anywhere in it ends in a report."""

import gc
import signal
import sys


def main() -> int:
    """Run `sidemark`; the exit status."""
    gc.disable()  # what the imports make stays: looking through it again and again costs a twentieth of the start
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to leave in order
    from tui import cli, crash  # noqa: PLC0415 - after that

    sys.excepthook = crash.tell
    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())

"""Starts the command line; a defect anywhere in it ends in a report."""

import gc
import sys


def main() -> int:
    """Run `sidemark`; the exit status."""
    gc.disable()  # what the imports make stays: looking through it again and again costs a twentieth of the start
    from tui import cli, crash, ends  # noqa: PLC0415 - after that

    sys.excepthook = crash.tell
    ends.leave_in_order()
    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())

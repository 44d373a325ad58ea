"""Starts the command line; a defect anywhere in it ends in a report."""

import sys

from tui import cli, crash, ends


def main() -> int:
    """Run `sidemark`; the exit status."""
    sys.excepthook = crash.tell
    ends.leave_in_order()
    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())

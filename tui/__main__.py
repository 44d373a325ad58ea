"""Starts the command line; a defect anywhere in it ends in a report."""

import _signal as signal  # the module of this name makes enums, which prepaint cannot wait for
import gc
import sys

from tui.prepaint import prepaint


def main() -> int:
    """Run `sidemark`; the exit status."""
    gc.disable()  # what the imports make stays: looking through it again and again costs a twentieth of the start
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to leave in order
    standing = prepaint(sys.argv[1:])
    try:
        from tui.later import put_off  # noqa: PLC0415 - after that, likewise

        with put_off():
            from tui import cli, crash  # noqa: PLC0415 - after that

        sys.excepthook = crash.tell
        return cli.main(standing=standing)
    finally:
        if standing is not None:
            standing.give_back()


if __name__ == "__main__":
    raise SystemExit(main())

"""`sidemark keys`: the keys as they are in effect, and where one's own are written."""

import argparse
import json
import sys

from tui.keymap import Keymap
from tui.keys import caution
from tui.settings import config_path, read_keymap
from tui.words import counted


def list_keys(options: argparse.Namespace) -> int:
    """List the keys of the screen."""
    keymap = read_keymap()
    if options.json:
        rows = [
            {"id": one.id, "keys": list(keymap.keys(one.id)), "title": one.title, "group": one.group, "help": one.help,
             "own": one.id in keymap.places}
            for one in keymap
        ]  # fmt: skip
        sys.stdout.write(f"{json.dumps(rows, ensure_ascii=False, indent=1)}\n")
    else:
        for one in keymap:
            mark = "*" if one.id in keymap.places else " "
            sys.stdout.write(f"{one.id:18}{mark} {keymap.shown(one.id) or 'palette':22} {one.title}\n")
    sys.stdout.flush()  # so that what follows comes after it on a terminal
    sys.stderr.write(f"sidemark: {_about(keymap)}\n")
    for yielded in keymap.yielded:
        sys.stderr.write(f"sidemark: {keymap.places[yielded.to]}: {keymap.told(yielded)}\n")
    for one in keymap:
        for key in keymap.keys(one.id):
            if one.id in keymap.places and (words := caution(key)):
                sys.stderr.write(f"sidemark: {keymap.places[one.id]}: {one.id}: {words}\n")
    return 0


def _about(keymap: Keymap) -> str:
    path, preset = config_path(), f"preset {keymap.preset}"
    if not path.exists():
        return f"{preset}; keys of your own go to {path}, which is not there yet: see Keys in the manual"
    own = f", keys of your own for {counted(len(keymap.places), 'action')} (*)" if keymap.places else ""
    return f"{preset}{own}, from {path}, which is read at the start"

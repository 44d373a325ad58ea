"""What brat's own server finds in a folder, as JSON: `python brat_reads.py FOLDER`; knows nothing of us.

brat's parser opens files with a `U` in the mode, which Python 3.11 no longer knows; it never did anything to files that
are read as bytes and decoded, as brat reads them, so it is left out here.
"""

import codecs
import importlib
import json
import sys
from pathlib import Path
from typing import Any

opened = codecs.open


def main(folder: Path) -> None:
    """Print what is in each article's file."""
    vars(codecs)["open"] = lambda name, mode="r", *rest, **more: opened(name, mode.replace("U", ""), *rest, **more)
    place = next(iter(importlib.import_module("brat").__path__))
    sys.path.insert(0, str(Path(place) / "server" / "src"))
    parser = importlib.import_module("annotation")
    found = {}
    for path in sorted(folder.rglob("*.ann")):
        with parser.TextAnnotations(str(path.with_suffix("")), read_only=True) as document:
            found[path.relative_to(folder).with_suffix("").as_posix()] = seen(document)
    sys.stdout.write(json.dumps(found) + "\n")


def seen(document: Any) -> dict[str, Any]:
    """The parts of one article's file, in plain values."""
    return {
        "failed": len(document.failed_lines),
        "spans": {
            one.id: [one.type, [list(part) for part in one.spans], one.text] for one in document.get_textbounds()
        },
        "links": [[one.type, one.arg1, one.arg2] for one in document.get_relations()],
        "attributes": [[one.type, one.target, one.value] for one in document.get_attributes()],
        "references": [[one.target, one.refdb, one.refid] for one in document.get_normalizations()],
        "notes": [[one.target, one.get_text()] for one in document.get_oneline_comments()],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Small projects for tests, written where a test may write."""

from collections.abc import Mapping
from pathlib import Path

from store import Annotation, Project

FERRY = """\
---
title: Ferry to sail again
source: Marl Post
published: 2031-03-04
---
Captain Ilse Marrow said on Monday that the ferry “will sail again”. Tobin Vale, who runs the yard, was not so sure.

The crossing carried 41,000 passengers in May. Ilse Marrow called it “a good year”. It will carry more in June.
"""
HARBOUR = """\
---
title: Harbour walls raised
source: Quay Gazette
published: 2031-03-05
---
The harbour walls of Orrin Bay were raised by two metres. Ilse Marrow opened the new gate on Tuesday.
"""
HARD = "“Non\u00a0pas”, said Zoë 🚢 at 東京港。船は来ない。\r\nThe café\u0301 of Ilse Marrow closed.\r\n"
FILES: Mapping[str, str] = {"ferry.txt": FERRY, "harbour.txt": HARBOUR}


def write_project(root: Path, files: Mapping[str, str] = FILES, toml: str = "") -> Path:
    """Write articles, byte for byte, and a label set if there is one."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    if toml:
        (root / "sidemark.toml").write_bytes(toml.encode("utf-8"))
    return root


def open_project(root: Path, annotator: str = "ana", *, read_only: bool = False) -> Project:
    """Open a project as an annotator."""
    return Project.open(root, annotator=annotator, read_only=read_only)


def annotations(project: Project, path: str) -> list[Annotation]:
    """The annotations that are shown on an article, in text order."""
    return list(project.layer(project.library.article(path)))

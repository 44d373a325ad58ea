"""A project in which every text from outside is hostile to some notation, and the means to export it."""

from pathlib import Path
from typing import Any

from store import Change, Project, Report, Wish, export, format_of
from store.annotation import CONTEXT, Record
from store.article import sha256_of
from tests.projects import open_project, write_project

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
FIRST = (
    f"A {SCRIPT} & \"quoted\" 'too'.\r\nTAB\there, \x0b and \x0c, \u0085, \u2028, \u2029.\r"
    "Ship 🚢, family 👨\u200d👩\u200d👧, 東京, e\u0301, \u00a0, \u200b, שלום, \u202edlrow\u202c.\n"
    "```\n# no heading | `no code` *no* _no_ [no](http://x) <b>~~\n1. no list\n"
    "- no list\n]]> <!-- --> \\u0041 \\ \ufeff.\n"
)
SECOND = "The ferry 🚢 sails.\nThe ferry stays.\n"
NOTE = 'line\r\nline\x07 </note> "n"'
TOML = """\
title = "<i>Hostile</i>"

[[label]]
name = "A, B/C (d) <b>"
kind = "entity"

[[label]]
name = "=1+1"
kind = "claim"
description = "</style><script>alert(1)</script>"

[[link]]
type = "says so"
"""
FRONT = """\
---
title: "%s"
source: "\\"><script>alert(2)</script>"
author: "& Co"
published: "2031-02-30"
url: "%s"
language: "en\\" onload=\\"alert(3)"
---
"""


def hostile_project(root: Path, url: str = "javascript:alert(4)", extra: str = "") -> Project:
    """Two articles, six annotations of which some share a span, nest or cross, a link inside and one across, notes."""
    title = SCRIPT.replace('"', "")
    files = {"a/first (1).txt": FRONT % (title, url) + FIRST + extra, "b.txt": SECOND}
    project = open_project(write_project(root, files, TOML))
    first = project.library.article("a/first (1).txt")
    second = project.library.article("b.txt")
    rows = [
        _annotation(first, 1, 2, 66, "=1+1", note=NOTE, attributes={"a=b%": ["x", "<y>\u2028"]}),
        _annotation(first, 2, 4, 70, "A, B/C (d) <b>", unsure=True, cluster="ana-7"),
        _annotation(first, 3, 4, 70, "=1+1", cluster="ana-7"),
        _annotation(first, 4, 80, len(first.text) - 4, "unknown label"),
        _annotation(second, 5, 4, 11, "A, B/C (d) <b>", cluster="ana-7"),
        _annotation(second, 6, 0, 19, "=1+1", attributes={"note": "taken", "unsure": "no"}),
    ]
    cluster: Record = {"id": "ana-7", "kind": "entity", "name": "<u>ferry</u>", "kb_id": 'Weird kb:<1> "2"'}
    links: list[Record] = [
        {"id": "ana-8", "type": "says so", "source": "ana-1", "target": "ana-2", "note": "<note>"},
        {"id": "ana-9", "type": "says so", "source": "ana-1", "target": "ana-5"},
    ]
    record: Record = {
        "article": "a/first (1).txt", "id": "ana-10", "labels": ["<report>"], "note": "on <all>", "author": "ana",
    }  # fmt: skip
    inserts = [("annotations", row) for row in rows] + [("links", row) for row in links]
    inserts += [("clusters", cluster), ("articles", record)]
    project.apply([Change.insert(table, int(row["id"][4:]), row) for table, row in inserts], "import")  # type: ignore[arg-type] # names of tables
    return project


def written(project: Project, name: str, target: Path) -> Report:
    """Export to a path."""
    return export([project], format_of(name), Wish(target))


def losses(report: Report) -> set[tuple[str, str]]:
    """Of what, what."""
    return {(loss.id, loss.what) for loss in report.losses}


def _annotation(article: Any, number: int, start: int, end: int, label: str, **more: Any) -> Record:
    text: str = article.text
    return {
        "article": article.path,
        "start": start,
        "end": end,
        "quote": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
        "label": label,
        "id": f"ana-{number}",
        "text_sha256": sha256_of(text),
        "author": "ana",
        **more,
    }

"""Passages without a screen: `sidemark passages`, what the articles of a project share, here or on a cluster."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from store import ArticleError, Corpus, Project, Shared, Span, engine, link_articles
from tui.headway import told_on_stderr
from tui.opening import opened
from tui.words import counted

DONE, NO, USAGE = 0, 1, 2
FEW = 60
"""Articles of which all pairs are compared."""


def passages(options: argparse.Namespace) -> int:
    """Write the passages that articles share."""
    if options.jobs < 1:
        sys.stderr.write("sidemark: --jobs takes a number of processes, 1 or more\n")
        return USAGE
    project = opened(options, options.project)
    paths = [(entry.path, entry.file) for entry in project.library.readable]
    corpus = Corpus(project.library.root.resolve(), project.library.encoding)
    with engine(options.jobs, options.dask or "") as pmap:
        found = link_articles(corpus, paths, pmap, told_on_stderr())
        told = (one for shared in found for one in _as_called(project, shared))
        wanted = (one for one in told if options.all or one.kind not in ("furniture", "refrain"))
        status = _written(project, wanted, as_json=options.json)
    if status == NO:
        many = "; what stands in more than 40 of them counts as furniture" if len(paths) > FEW else ""
        sys.stderr.write(f"sidemark: {counted(len(paths), 'article')}, and no two share a passage{many}\n")
    return status


def _as_called(project: Project, one: Shared) -> tuple[Shared, ...]:
    """A passage as the annotator calls it: furniture, or text after all."""
    if not (verdicts := project.relations.judging.verdicts):
        return (one,)
    try:
        texts = {path: project.library.article(path).text for path in (one.a, one.b)}
    except ArticleError:
        return (one,)  # it is said where it is written
    return verdicts.retold([one], texts)


def _written(project: Project, found: Iterable[Shared], *, as_json: bool) -> int:
    rows = filter(None, (_row(project, one) for one in found))
    if as_json:
        all_rows = list(rows)
        sys.stdout.write(json.dumps(all_rows, ensure_ascii=False, allow_nan=False, indent=1) + "\n")
        return DONE if all_rows else NO
    status = NO
    for row in rows:
        status = DONE
        a, b = row["a"], row["b"]
        places = f"{a['article']}:{a['start']}-{a['end']} = {b['article']}:{b['start']}-{b['end']}"
        sys.stdout.write(f"{places}  {row['kind']}, weight {row['weight']:.1f}: {' '.join(a['quote'].split())}\n")
    return status


def _row(project: Project, one: Shared) -> dict[str, Any] | None:
    """A passage as JSON; None when an article of it has gone meanwhile."""
    try:
        a, b = (project.library.article(path).text for path in (one.a, one.b))
    except ArticleError as error:
        sys.stderr.write(f"sidemark: {error}\n")
        return None
    edits = ({"way": edit.way, "a": list(edit.in_a), "b": list(edit.in_b)} for edit in one.changes)
    return {
        "kind": one.kind,
        "weight": round(one.weight, 3),
        "density": round(one.density, 3),
        "words": one.matched,
        "a": _side(one.a, one.in_a, a),
        "b": _side(one.b, one.in_b, b),
        "changes": list(edits),
    }


def _side(path: str, span: Span, text: str) -> dict[str, Any]:
    return {"article": path, "start": span.start, "end": span.end, "quote": span.of(text)}

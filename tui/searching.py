"""Searching without a screen: `sidemark find` in texts, annotations and notes, its answer on stdout."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from store import (
    Annotation,
    Article,
    ArticleError,
    Hit,
    Project,
    Segments,
    Span,
    find_pattern,
    may_hold,
    nearly,
    occurrences,
)
from tui.opening import opened

DONE, NO, USAGE = 0, 1, 2
SURROUNDINGS = 40
"""Code points shown before and after a hit."""


def find(options: argparse.Namespace) -> int:
    """Find text in all articles, or what was said about them."""
    if not (options.text.strip() or options.label or options.note):
        sys.stderr.write(
            "sidemark: say what to look for; without TEXT, --label NAME lists its tags and --note all notes\n"
        )
        return USAGE
    project = opened(options, options.project)
    if options.regex:
        found = _by_pattern(project, options.text)
    elif options.label or options.note:
        found = _in_annotations(project, options)
    else:
        found = _in_texts(project, options)
    hits = list(found) if options.json else found
    if options.json:
        sys.stdout.write(json.dumps(hits, ensure_ascii=False, allow_nan=False, indent=1) + "\n")
        return DONE if hits else NO
    status = NO
    for hit in hits:
        status = DONE
        note = f"  {' '.join(hit['note'].split())}" if options.note else ""
        place = f"{hit['article']}:{hit['start']}-{hit['end']}"
        sys.stdout.write(f"{place}: {hit['before']}[{hit['quote']}]{hit['after']}{note}\n")
    if status == NO:
        sys.stderr.write(f"sidemark: nothing found{_elsewhere(project, options)}\n")
    return status


def _elsewhere(project: Project, options: argparse.Namespace) -> str:
    """Why nothing may have been found: labels and notes are an annotator's, and a label may be spelt otherwise."""
    labels = [label.name for label in project.schema.labels]
    if options.label and options.label not in labels:
        return f"; there is no label {options.label}, but {', '.join(labels)}"
    if (options.label or options.note) and project.others.names:
        return f" of {project.annotator}; --annotator takes {', '.join(project.others.names)}"
    return ""


def _by_pattern(project: Project, pattern: str) -> Iterator[dict[str, Any]]:
    for found in find_pattern(project.library, pattern):
        if isinstance(found, Hit) and (article := _article(project, found.path)):
            yield _hit(article, found.span, {})


def _in_texts(project: Project, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    paths = [entry.path for entry in project.library.readable]
    for path in paths if options.fuzzy else may_hold(project.library, options.text):
        article = _article(project, path)
        if article is None:
            continue
        if options.fuzzy:
            near = nearly(Segments.of(article.text), options.text)
            yield from (_hit(article, span, {"likeness": round(likeness, 1)}) for span, likeness in near)
        else:
            yield from (_hit(article, span, {}) for span in occurrences(article.text, options.text))


def _in_annotations(project: Project, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """What is labelled so and holds the text, or has a note that holds it, where it stands now."""
    notes = {one.article: one.note for one in project.relations.records} if options.note else {}
    tagged = project.database.counts()
    for entry in project.library.readable:
        note = notes.get(entry.path, "")
        if not (note or tagged.get(entry.path)) or (article := _article(project, entry.path)) is None:
            continue
        if note and _holds(note, options.text):
            yield _hit(article, Span(0, 0), {"note": note})
        for one in project.layer(article) if tagged.get(entry.path) else ():
            if _is_wanted(one, options):
                yield _hit(article, one.span, {"id": one.id, "label": one.label} | _note(one, options))


def _is_wanted(one: Annotation, options: argparse.Namespace) -> bool:
    if options.label:
        return one.label == options.label and _holds(one.quote, options.text)
    return bool(one.note) and _holds(one.note, options.text)


def _holds(words: str, wanted: str) -> bool:
    """Whether something says what is looked for; when nothing in particular is, all does."""
    return not wanted.strip() or bool(occurrences(words, wanted))


def _note(one: Annotation, options: argparse.Namespace) -> dict[str, str]:
    return {"note": one.note} if options.note else {}


def _article(project: Project, path: str) -> Article | None:
    try:
        return project.library.article(path)
    except ArticleError as error:
        sys.stderr.write(f"sidemark: {error}\n")
        return None


def _hit(article: Article, span: Span, more: Mapping[str, Any]) -> dict[str, Any]:
    text = article.text
    return {
        "article": article.path,
        "start": span.start,
        "end": span.end,
        "quote": span.of(text),
        "before": text[max(0, span.start - SURROUNDINGS) : span.start].replace("\n", " "),
        "after": text[span.end : span.end + SURROUNDINGS].replace("\n", " "),
        **more,
    }

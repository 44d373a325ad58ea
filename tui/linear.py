"""`sidemark show`: an article as plain text, or with all that was said about it as one long reading."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store import Annotation, Article, Link, Project, Segments, Span
from tui.opening import inside, opened, root_of, say_who_has
from tui.words import counted, short

if TYPE_CHECKING:
    from pathlib import Path

MARK = "  | "
"""Begins every line that is not the article's."""
LONGEST = 80
"""Characters of a quote; its sentence stands just above."""
DONE, USAGE = 0, 2


def show(options: argparse.Namespace) -> int:
    """Write an article as plain text."""
    path: Path = options.article
    if path.is_dir():
        sys.stderr.write(f"sidemark: {path} is a folder; `sidemark list` names the articles in it\n")
        return USAGE
    root = root_of([path])
    project = opened(options, root)
    article = project.library.article(inside(root, path))
    for remark in article.remarks:
        sys.stderr.write(f"sidemark: {remark}\n")
    if not options.annotations:
        sys.stdout.write(_text(article, Span(0, len(article.text))))
        return DONE
    for line in reading(project, article):
        sys.stdout.write(line)
    if not project.count(article.path):
        say_who_has(project)
    for problem in project.problems:
        sys.stderr.write(f"sidemark: {problem}\n")
    return DONE


def reading(project: Project, article: Article) -> Iterator[str]:
    """An article and all that was said about it, in reading order: each paragraph, then what begins in it."""
    placing = project.placing(article)
    for line in _head(project, article, len(placing.layer)):
        yield f"{line}\n"
    said = iter([*placing.layer])
    annotation = next(said, None)
    for span in _paragraphs(article):
        yield _text(article, span).lstrip("\n") or "\n"
        while annotation is not None and annotation.start < span.end:
            moved = placing.moved.get(annotation.id)
            yield from _lines(project, annotation, "" if moved is None else "moved here, not yet accepted")
            annotation = next(said, None)
        yield "\n"
    for orphan in placing.orphans.values():
        yield from _lines(project, orphan, "without a place in the text")


def _head(project: Project, article: Article, count: int) -> Iterator[str]:
    about = (article.title or article.path, article.source, article.author, article.published)
    yield " · ".join(part for part in about if part)
    record = project.relations.record(article.path)
    facts = [f"{counted(count, 'tag')} by {project.annotator}"]
    if record is not None:
        facts += [f"labels of the article: {', '.join(record.labels)}"] if record.labels else []
        facts += ["done"] if record.done else ["not done"]
    yield f"{MARK}{' · '.join(facts)}"
    if record is not None and record.note:
        yield f"{MARK}note on the article: {_line(record.note)}"
    yield ""


def _paragraphs(article: Article) -> Iterator[Span]:
    """The text in pieces that end where paragraphs end; together they are the text."""
    start = 0
    for paragraph in Segments.of(article.text).all("paragraph"):
        if paragraph.end > start:
            yield Span(start, paragraph.end)
            start = paragraph.end
    if start < len(article.text) or not start:
        yield Span(start, len(article.text))


def _text(article: Article, span: Span) -> str:
    text = span.of(article.text).replace("\r\n", "\n")  # for reading: offsets are for those who have the file
    return text if text.endswith("\n") or not text else f"{text}\n"


def _lines(project: Project, annotation: Annotation, place: str) -> Iterator[str]:
    """An annotation, what it is of, and what it is linked with."""
    parts = [
        f"{annotation.label} “{short(_line(annotation.quote), LONGEST)}”",
        f"{annotation.start}-{annotation.end}",
        place,
    ]
    parts += ["unsure"] if annotation.unsure else []
    for name, value in annotation.attributes.items():
        parts.append(f"{name}: {', '.join(value) if isinstance(value, list | tuple) else value}")
    parts.append(_cluster(project, annotation))
    yield f"{MARK}{' · '.join(part for part in parts if part)}\n"
    if annotation.note:
        yield f"{MARK}  note: {_line(annotation.note)}\n"
    for link in project.relations.links_of(annotation.id):
        yield f"{MARK}  {_link(project, annotation, link)}\n"


def _cluster(project: Project, annotation: Annotation) -> str:
    found = next((one for one in project.relations.clusters if one.id == annotation.cluster), None)
    if found is None:
        return ""
    return f"one of {found.name}" if found.name != annotation.quote else f"is {found.name}"


def _link(project: Project, annotation: Annotation, link: Link) -> str:
    """A link from here, or to here: its type, and the words at its other end."""
    is_from_here = link.source == annotation.id
    other = link.target if is_from_here else link.source
    record = project.database.get("annotations", int(other.rpartition("-")[2]))
    end = "a tag that is gone"
    if record is not None:
        where = "" if record["article"] == annotation.article else f" in {record['article']}"
        end = f"{record['label']} “{short(_line(record['quote']), LONGEST)}”{where}"
    words = f"{link.type} → {end}" if is_from_here else f"← {link.type} of {end}"
    return f"{words}; {_line(link.note)}" if link.note else words


def _line(words: str) -> str:
    return " ".join(words.split())

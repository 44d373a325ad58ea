"""The report: several articles in one page, after a legend, counts and a table of contents."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from store.annotation import Link
from store.classes import dataclass
from store.formats.hypertext import POLICY, Colours, heading, in_language, marked, safe
from store.formats.ledger import Ledger
from store.formats.listed import UNIT, documents, link_item, rows
from store.formats.out import Out
from store.formats.values import About, Pair

STYLE = Path(__file__).with_name("report.css")


class _Chapter(NamedTuple):
    """A line of the table of contents, as HTML."""

    title: str
    facts: str
    annotations: int


@dataclass(slots=True)
class _Contents:
    """What stands before the articles."""

    chapters: list[_Chapter] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    authors: set[str] = field(default_factory=set)
    links: int = 0


def write_report(pairs: Iterable[Pair], out: Out, about: About, ledger: Ledger) -> None:
    """Write a page over articles; they wait on the disk until what stands before them is known."""
    contents = _Contents()
    colours = Colours(about.schema, lightness="var(--light)", is_drawn=True)
    with TemporaryFile("w+", encoding="utf-8", newline="") as waiting, out.open() as file:
        for number, (article, annotations) in enumerate(pairs, 1):
            links = ledger.account(article, annotations)
            facts = " · ".join(safe(one) for one in (article.source, article.published) if one)
            contents.chapters.append(_Chapter(safe(article.name), facts, len(annotations)))
            contents.labels.update(about.label_of(one) for one in annotations)
            contents.authors.update(one.author for one in annotations)
            contents.links += len(links)
            waiting.write("".join(_article(number, (article, annotations), links, about, colours)))
        file.writelines(_front(contents, about, colours))
        waiting.seek(0)
        shutil.copyfileobj(waiting, file)
        file.write(f'</main>\n<footer class="source">{UNIT}</footer>\n</body>\n</html>\n')


def _front(contents: _Contents, about: About, colours: Colours) -> Iterator[str]:
    title = safe(about.title or "Annotated articles")
    yield (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
    )
    facts = [
        _counted(len(contents.chapters), "article"),
        _counted(contents.labels.total(), "annotation"),
        _counted(contents.links, "link"),
        "by " + ", ".join(safe(one) for one in sorted(contents.authors)) if contents.authors else "",
    ]
    yield f'<header>\n<h1>{title}</h1>\n<p class="source">{" · ".join(one for one in facts if one)}</p>\n</header>\n'
    yield "<aside>\n"
    yield from _legend(contents.labels, about, colours)
    yield from _table(contents.chapters)
    yield "</aside>\n<main>\n"


def _legend(labels: Counter[str], about: About, colours: Colours) -> Iterator[str]:
    """The labels that are used, by the label set, then those that it does not know."""
    said = {label.name: label.description for label in about.schema.labels if label.name in labels}
    names = [*said, *sorted(labels.keys() - said.keys())]
    if names:
        yield '<h2>Labels</h2>\n<ul class="legend">\n'
        for name in names:
            words = f"<span>{safe(said[name])}</span>" if said.get(name) else ""
            yield f'<li style="--hue:{colours.of(name)}"><b>{safe(name)}</b> <i>{labels[name]}</i>{words}</li>\n'
        yield "</ul>\n"


def _table(chapters: Iterable[_Chapter]) -> Iterator[str]:
    yield '<nav>\n<h2>Articles</h2>\n<ol class="contents">\n'
    for number, one in enumerate(chapters, 1):
        facts = f"<span>{one.facts}</span>" if one.facts else ""
        yield f'<li><a href="#A{number}"><bdi>{one.title}</bdi></a> <i>{one.annotations}</i>{facts}</li>\n'
    yield "</ol>\n</nav>\n"


def _article(number: int, pair: Pair, links: Iterable[Link], about: About, colours: Colours) -> Iterator[str]:
    article, annotations = pair
    yield f'<article id="A{number}">\n<h2 dir="auto">{safe(article.name)}</h2>\n'
    if source := heading(article):
        yield f'<p class="source">{source}</p>\n'
    yield from documents(article.path, about)
    language = in_language(article.language)
    yield f'<div class="text" dir="auto"{language}>{"".join(marked(article.text, annotations, about, colours))}</div>\n'
    if annotations:
        yield f'<h3>{_counted(len(annotations), "annotation")}</h3>\n<ol class="rows">\n'
        yield from rows(annotations, about, colours)
        yield "</ol>\n"
    if items := [link_item(article.path, link, about, is_alone=False) for link in links]:
        yield f'<h3>{_counted(len(items), "link")}</h3>\n<ul class="rows">\n{"".join(items)}</ul>\n'
    yield "</article>\n"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

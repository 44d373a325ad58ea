"""`html`: articles as pages to look at and to print, without script and without requests.

One article is a page; several in one file are a report with a legend and a table of contents (`report`).
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from store.article import Article
from store.formats.hypertext import POLICY, Colours, heading, hidden, in_language, marked, safe
from store.formats.ledger import Ledger
from store.formats.listed import UNIT, documents, link_item, rows
from store.formats.out import Out
from store.formats.report import write_report
from store.formats.values import About, Format, Holds, Pair, Report

STYLE = (
    ":root{color-scheme:light dark}body{font:18px/1.7 Georgia,serif;max-width:42em;margin:2em auto;padding:0 1em}"
    ".text{white-space:pre-wrap;unicode-bidi:plaintext}mark{color:inherit;background:none;padding-bottom:2px}"
    "sub{font:11px sans-serif;margin-left:2px}li,.source{font:15px/1.5 sans-serif}"
)
HELD: frozenset[Holds] = frozenset(
    ("overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids", "text")
)  # fmt: skip


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the page of an article, or a report over several."""
    report = Report()
    ledger = Ledger(HELD, about, report, crosses=True, link_notes=True, article_notes=True)
    given = _noted(pairs, report)
    first = list(islice(given, 2))
    if len(first) != 1:
        write_report(chain(first, given), out, about, ledger)
        return report
    with out.open() as file:
        file.writelines(_page(first[0], about, ledger))
    return report


def _noted(pairs: Iterable[Pair], report: Report) -> Iterator[Pair]:
    """The articles; what a page cannot show of them is said."""
    for pair in pairs:
        hidden(pair[0], report)
        yield pair


def _page(pair: Pair, about: About, ledger: Ledger) -> Iterator[str]:
    article, annotations = pair
    links = ledger.account(article, annotations)
    colours = Colours(about.schema)
    yield _head(article)
    yield f'<div class="text" dir="auto">{"".join(marked(article.text, annotations, about, colours))}</div>\n'
    if annotations:
        yield "<h2>Annotations</h2>\n<ol>\n"
        yield from rows(annotations, about)
        yield "</ol>\n"
    if links:
        yield "<h2>Links</h2>\n<ul>\n"
        yield from (link_item(article.path, link, about, is_alone=True) for link in links)
        yield "</ul>\n"
    yield from documents(article.path, about)
    yield f'<p class="source">{UNIT}</p>\n</body>\n</html>\n'


def _head(article: Article) -> str:
    source = heading(article)
    return (
        f'<!doctype html>\n<html{in_language(article.language)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<title>{safe(article.name)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{safe(article.name)}</h1>\n"
        + (f'<p class="source">{source}</p>\n' if source else "")
    )


FORMATS = (Format("html", "HTML page or report, to look at and to print", ".html", "codepoint", HELD, write),)

"""`markdown`: what was tagged as quotations with their sources, label by label, for notes and papers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.clean import HIDDEN
from store.formats.iri import is_web
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Pair, Report, to_json

BLANKS = re.compile(r"[\s\u200b]+")
SIGNS = re.compile(r"[\\`*_\[\]<>#|~]")
FIRST = re.compile(r"^(?:(\d+)([.)])|([-+=]))")
HELD: frozenset[Holds] = frozenset(("overlap", "links", "attributes", "notes", "unsure"))


def plain(text: str) -> str:
    """A text as one line of Markdown that shows it as it is: blanks collapsed, signs escaped, controls as U+FFFD."""
    line = HIDDEN.sub("\ufffd", BLANKS.sub(" ", text).strip(" "))
    line = SIGNS.sub(r"\\\g<0>", line.replace("&", "&amp;"))
    return FIRST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the quotations of each article, by the order of the labels; each cites where it is from."""
    report = Report()
    ledger = Ledger(HELD, about, report, crosses=True)
    with out.open() as file:
        gap = ""
        for article, annotations in pairs:
            links = ledger.account(article, annotations)
            for one in annotations:
                if one.quote != " ".join(one.quote.split()):
                    report.lose(one.id, "text", "its line breaks and blanks are one blank each")
            file.write(gap + "\n".join(_article(article, annotations, links, about)))
            gap = "\n"
    return report


def _article(article: Article, annotations: Sequence[Annotation], links: Iterable[Link], about: About) -> Iterator[str]:
    yield f"# {plain(article.name)}\n"
    by_label: Mapping[str, list[Annotation]] = defaultdict(list)
    for one in annotations:
        by_label[about.label_of(one)].append(one)
    known = [label.name for label in about.schema.labels if label.name in by_label]
    source = _source(article)
    for label in dict.fromkeys([*known, *by_label]):
        yield f"## {plain(label)}\n"
        for one in by_label[label]:
            yield from _quotation(one, source)
    lines = [_link(article, link, about) for link in links]
    if lines:
        yield "## Links\n"
        yield from (*lines, "")


def _quotation(one: Annotation, source: str) -> Iterator[str]:
    unsure = " (unsure)" if one.unsure else ""
    yield f"> {plain(one.quote)}\n>\n> — {source}[{one.start}–{one.end}]{unsure}\n"
    if one.attributes:
        said = (f"{plain(name)} = {plain(_value(value))}" for name, value in one.attributes.items())
        yield f"Attributes: {', '.join(said)}\n"
    if one.note:
        yield f"Note: {plain(one.note)}\n"


def _source(article: Article) -> str:
    """What a citation says before the offsets."""
    url = f"<{article.url}>" if is_web(article.url) else plain(article.url)
    title = f"“{plain(article.name)}”"
    parts = [plain(article.source or article.author), title, plain(article.published), url]
    said = [part for part in parts[:3] if part]
    return f"{', '.join([*said, url])} " if url else f"{', '.join(said)} "


def _link(article: Article, link: Link, about: About) -> str:
    ends = []
    for name in (link.source, link.target):
        end = about.written(name)
        words = f"“{plain(end.quote)}”" if end else plain(name)
        ends.append(words if end is None or end.article == article.path else f"{words} ({plain(end.article)})")
    return f"- {ends[0]} **{plain(link.type)}** {ends[1]}"


def _value(value: Any) -> str:
    many = value if isinstance(value, list | tuple) else [value]
    return "; ".join(one if isinstance(one, str) else to_json(one) for one in many)


FORMATS = (Format("markdown", "Markdown, quotations with their sources", ".md", "codepoint", HELD, write),)

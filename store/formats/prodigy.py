"""`prodigy`: JSON lines with tokens, spans and relations; the end of a span in tokens is included."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.prodigy_reading import read, sniff
from store.formats.tokens import Columns, columns
from store.formats.values import About, Format, Holds, Pair, Report, to_json

Spanned = Mapping[str, Any]
"""A span as Prodigy writes it."""
ONLY_BLANKS = "it holds nothing but blanks"


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a line an article, as if its annotations had been made by hand in Prodigy."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    with out.open() as file:
        for article, annotations in pairs:
            tokens = columns(article.text, (border for one in annotations for border in (one.start, one.end)))
            report.torn += tokens.torn
            spans = {one.id: span for one in annotations if (span := _span(one, tokens, about)) is not None}
            kept = [one for one in annotations if one.id in spans]
            lost = [(one, ONLY_BLANKS) for one in annotations if one.id not in spans]
            links = ledger.account(article, kept, lost)
            file.write(to_json(_row(article, tokens, spans, links, about)) + "\n")
    return report


def _row(
    article: Article,
    tokens: Columns,
    spans: Mapping[str, Mapping[str, Any]],
    links: Sequence[Link],
    about: About,
) -> dict[str, object]:
    text, documents = article.text, about.documents(article.path)
    return {
        "text": text,
        "meta": {"article": article.path, **article.metadata},
        "tokens": [
            {"text": word, "start": start, "end": end, "id": number, "ws": text[end : end + 1] == " "}
            for number, (word, start, end) in enumerate(zip(tokens.words, tokens.starts, tokens.ends, strict=True))
        ],
        "spans": list(spans.values()),
        "relations": [_relation(link, spans[link.source], spans[link.target]) for link in links],
        "options": [{"id": label, "text": label} for label in documents],
        "accept": documents,
        "answer": "accept",
        "_view_id": "spans_manual",
    }


def _span(annotation: Annotation, tokens: Columns, about: About) -> dict[str, Any] | None:
    places = tokens.covered(annotation.span)
    if not places:
        return None
    return {
        "start": annotation.start,
        "end": annotation.end,
        "token_start": places[0],
        "token_end": places[-1],
        "label": about.label_of(annotation),
        "id": annotation.id,
        "note": annotation.note,
        "unsure": annotation.unsure,
        "attributes": dict(annotation.attributes),
    }


def _relation(link: Link, source: Mapping[str, Any], target: Mapping[str, Any]) -> dict[str, object]:
    ends = ("start", "end", "token_start", "token_end", "label")
    return {
        "head": source["token_end"],
        "child": target["token_end"],
        "label": link.type,
        "head_span": {name: source[name] for name in ends},
        "child_span": {name: target[name] for name in ends},
    }


HELD: frozenset[Holds] = frozenset(("overlap", "links", "attributes", "notes", "unsure", "documents", "ids", "text"))
FORMATS = (Format("prodigy", "Prodigy, JSON lines with tokens", ".jsonl", "codepoint", HELD, write, None, read, sniff),)

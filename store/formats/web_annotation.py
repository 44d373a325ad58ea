"""`web_annotation`: the W3C's Web Annotations, one page of them, each with a position and a quote as its place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from json.encoder import encode_basestring as encoded
from typing import Any
from urllib.parse import quote

from store.annotation import Annotation, ArticleRecord, Link
from store.article import Article
from store.formats.iri import article_iri, is_web, meant_iri, part_iri
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.values import ESCAPED, About, Format, Holds, Pair, Report, to_json
from store.formats.web_annotation_reading import read, sniff

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
WHOLE = "urn:sidemark:dataset#page"
"""The page of several articles; no article can be called so, for each has a suffix."""
DOCUMENT = "document"
PLAIN = ',\n     "format": "text/plain"'
HELD: frozenset[Holds] = frozenset(
    ("overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids")
)


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a page with everything that is said about the articles.

    The lines are put together by hand, as `json.dumps(page, indent=1)` would, which takes five times as long.
    """
    report = Report()
    ledger = Ledger(HELD, about, report, crosses=True, link_notes=True, article_notes=True)
    given = iter(pairs)
    first = list(islice(given, 2))
    page = part_iri(first[0][0].path, "page") if len(first) == 1 else WHOLE
    with out.open() as file:
        file.write(f'{{\n "@context": "{CONTEXT}",\n "id": {_text(page)},\n "type": "AnnotationPage",\n "items": [')
        comma = ""
        for article, annotations in chain(first, given):
            links = ledger.account(article, annotations)
            for item in _items(article, annotations, links, about):
                file.write(f"{comma}\n  {item}")
                comma = ","
        file.write("\n ]\n}\n" if comma else "]\n}\n")
    return report


def _items(article: Article, annotations: Sequence[Annotation], links: Iterable[Link], about: About) -> Iterator[str]:
    source = _text(article.url if is_web(article.url) else article_iri(article.path))
    for one in annotations:
        yield _annotation(one, source, about)
    for link in links:
        yield _link(article.path, link, about)
    records = [record for record in about.records.get(article.path, ()) if record.labels or record.note]
    for record in records:
        yield _document(record, about.labels_on(record), source, is_alone=len(records) == 1)


def _annotation(one: Annotation, source: str, about: About) -> str:
    bodies = [_body("tagging", about.label_of(one))]
    for name, value in one.attributes.items():
        bodies += [_body("describing", f"{_key(name)}={each}") for each in _values(value)]
    if one.unsure:
        bodies.append(_body("assessing", "unsure"))
    if one.note:
        bodies.append(_body("commenting", one.note, PLAIN))
    if meant := meant_iri(one, about):
        bodies.append(_thing("identifying", meant))
    return (
        f"{_head(one.article, one.id, 'tagging', created=one.created, modified=one.updated, creator=one.author)},\n"
        f'   "body": [\n    {_joined(bodies)}\n   ],\n'
        f'   "target": {{\n    "source": {source},\n    "selector": [\n'
        f'     {{\n      "type": "TextPositionSelector",\n      "start": {one.start},\n'
        f'      "end": {one.end}\n     }},\n'
        f'     {{\n      "type": "TextQuoteSelector",\n      "exact": {_text(one.quote)},\n'
        f'      "prefix": {_text(one.prefix)},\n      "suffix": {_text(one.suffix)}\n     }}\n'
        "    ]\n   }\n  }"
    )


def _link(path: str, link: Link, about: About) -> str:
    end = about.annotation(link.target)
    bodies = [_thing("linking", part_iri(end.article if end else path, link.target)), _body("tagging", link.type)]
    if link.note:
        bodies.append(_body("commenting", link.note, PLAIN))
    return (
        f"{_head(path, link.id, 'linking', created=link.created, creator=link.author)},\n"
        f'   "body": [\n    {_joined(bodies)}\n   ],\n   "target": {_text(part_iri(path, link.source))}\n  }}'
    )


def _document(record: ArticleRecord, labels: Sequence[str], source: str, *, is_alone: bool) -> str:
    name = DOCUMENT if is_alone else f"{DOCUMENT}-{record.author}"
    head = _head(record.article, name, "classifying", creator="" if is_alone else record.author)
    bodies = [_body("classifying", label) for label in labels]
    if record.note:
        bodies.append(_body("commenting", record.note, PLAIN))
    return f'{head},\n   "body": [\n    {_joined(bodies)}\n   ],\n   "target": {source}\n  }}'


def _head(path: str, name: str, motivation: str, *, created: str = "", modified: str = "", creator: str = "") -> str:
    parts = [f'{{\n   "id": {_text(part_iri(path, name))},\n   "type": "Annotation",\n   "motivation": "{motivation}"']
    if created:
        parts.append(f'"created": {_text(created)}')
    if modified:
        parts.append(f'"modified": {_text(modified)}')
    if creator:
        parts.append(f'"creator": {{\n    "type": "Person",\n    "nickname": {_text(creator)}\n   }}')
    return ",\n   ".join(parts)


def _body(purpose: str, value: str, more: str = "") -> str:
    return f'{{\n     "type": "TextualBody",\n     "purpose": "{purpose}",\n     "value": {_text(value)}{more}\n    }}'


def _thing(purpose: str, iri: str) -> str:
    return f'{{\n     "type": "SpecificResource",\n     "purpose": "{purpose}",\n     "source": {_text(iri)}\n    }}'


def _joined(bodies: Iterable[str]) -> str:
    return ",\n    ".join(bodies)


def _text(text: str) -> str:
    found = encoded(text)
    return found if found.isascii() else ESCAPED.sub(lambda char: f"\\u{ord(char[0]):04x}", found)


def _key(name: str) -> str:
    """The name of an attribute; `=` parts it from its value, and `%` escapes."""
    return name.replace("%", quote("%")).replace("=", quote("=")) if "=" in name or "%" in name else name


def _values(value: Any) -> list[str]:
    many = value if isinstance(value, list | tuple) else [value]
    return [one if isinstance(one, str) else to_json(one) for one in many]


FORMATS = (
    Format("web_annotation", "W3C Web Annotation (JSON-LD)", ".jsonld", "codepoint", HELD, write,
           read=read, sniff=sniff),
)  # fmt: skip

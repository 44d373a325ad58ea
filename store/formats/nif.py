"""`nif`: NIF 2.0 in Turtle, spans as strings of a context, labels and knowledge base entries as ITS RDF says them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from store.annotation import Annotation
from store.article import Article
from store.formats.clean import SURROGATES
from store.formats.iri import article_iri, label_iri, meant_iri
from store.formats.ledger import Ledger
from store.formats.nif_reading import read, sniff
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Pair, Report

PREFIXES = """\
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ESCAPES = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\ud800-\udfff]')
Apart = tuple[list[Annotation], list[tuple[Annotation, str]]]
"""Annotations that are written, and others with the reason why they are not."""
HELD: frozenset[Holds] = frozenset(("overlap", "clusters", "text"))


def literal(text: str) -> str:
    """A text between quotation marks; lone surrogates, which RDF cannot hold, are U+FFFD."""
    return f'"{SPECIAL.sub(_escape, text)}"'


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a context per article and a phrase per span; annotations on one span share it."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    with out.open() as file:
        file.write(PREFIXES)
        for article, annotations in pairs:
            kept, lost = _told_apart(annotations, about)
            ledger.account(article, kept, lost)
            file.writelines(_article(article, kept, about, report))
    return report


def _told_apart(
    annotations: Sequence[Annotation], about: About
) -> tuple[list[Annotation], list[tuple[Annotation, str]]]:
    """Those that stay one each, and those that a set of statements cannot tell from another."""
    seen: dict[tuple[int, int, str], str] = {}
    kept, lost = [], []
    for one in annotations:
        first = seen.setdefault((one.start, one.end, about.label_of(one)), one.id)
        if first == one.id:
            kept.append(one)
        else:
            lost.append((one, f"has the span and the label of {first}; RDF tells them not apart"))
    return kept, lost


def _article(article: Article, kept: Iterable[Annotation], about: About, report: Report) -> Iterator[str]:
    base = article_iri(article.path)
    context = f"<{base}#char=0,{len(article.text)}>"
    if torn := SURROGATES.findall(article.text):
        report.lose(article.path, "text", f"{len(torn)} lone surrogates are U+FFFD")
    yield (
        f"\n{context} a nif:Context, nif:OffsetBasedString ;\n"
        f"  nif:isString {literal(article.text)} ;\n"
        f"  {_indices(0, len(article.text))} .\n"
    )
    spans: dict[tuple[int, int], list[Annotation]] = defaultdict(list)
    for one in kept:
        spans[one.start, one.end].append(one)
    for (start, end), here in spans.items():
        labels = ", ".join(f"<{label_iri(about.label_of(one))}>" for one in here)
        meant = dict.fromkeys(f"<{iri}>" for one in here if (iri := meant_iri(one, about)))
        if meant and len(here) > 1:
            for one in (one for one in here if one.cluster):
                report.lose(one.id, "cluster", "shares its span with another label; whose it is, is lost")
        yield (
            f"\n<{base}#char={start},{end}> a nif:Phrase, nif:OffsetBasedString ;\n"
            f"  nif:referenceContext {context} ; nif:anchorOf {literal(here[0].quote)} ;\n"
            f"  {_indices(start, end)} ;\n"
            f"  itsrdf:taClassRef {labels}"
        )
        yield f" ;\n  itsrdf:taIdentRef {', '.join(meant)} .\n" if meant else " .\n"


def _indices(start: int, end: int) -> str:
    number = "^^xsd:nonNegativeInteger"
    return f'nif:beginIndex "{start}"{number} ; nif:endIndex "{end}"{number}'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return ESCAPES.get(char) or f"\\u{ord(char):04X}"


FORMATS = (
    Format("nif", "NIF 2.0 (RDF in Turtle)", ".ttl", "codepoint", HELD, write, read=read, sniff=sniff),
)  # fmt: skip

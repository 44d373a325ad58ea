"""Writing CAS: our tokens and sentences, an entity for each annotation, a relation for each link."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.iri import meant_iri
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.tokens import sentences, tokenised
from store.formats.uima.system import ENTITY, RELATION, SENTENCE, TOKEN, cassis, type_system
from store.formats.values import About, Holds, Pair, Report

HELD: frozenset[Holds] = frozenset(("overlap", "links", "clusters", "text"))
UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the type system, and an `.xmi` and a `.json` of each article."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    types = type_system()
    types.to_xml(str(out.inner("TypeSystem.xml").path()))
    for article, annotations in pairs:
        links = ledger.account(article, annotations)
        tokens = tokenised(article.text, (border for one in annotations for border in one.span))
        report.torn += tokens.torn
        cas = cassis().Cas(typesystem=types)
        cas.sofa_string = article.text
        cas.sofa_mime = "text/plain"
        spans = [one.span for one in annotations]
        for places in sentences(article.text, tokens.spans, spans):
            if places:
                start, end = tokens.spans[places[0]].start, tokens.spans[places[-1]].end
                cas.add(types.get_type(SENTENCE)(begin=start, end=end))
        cas.add_all([types.get_type(TOKEN)(begin=start, end=end) for start, end in tokens.spans])
        _add(cas, types, annotations, links, about)
        name = about.name(article.path)
        cas.to_json(str(out.inner(f"{name}.json").path()), pretty_print=True)
        _make_usable(cas, article, report)
        cas.to_xmi(str(out.inner(f"{name}.xmi").path()), pretty_print=True)
    return report


def _add(cas: Any, types: Any, annotations: Sequence[Annotation], links: Iterable[Link], about: About) -> None:
    entity, relation = types.get_type(ENTITY), types.get_type(RELATION)
    made = {
        one.id: entity(begin=one.start, end=one.end, value=about.label_of(one), identifier=meant_iri(one, about))
        for one in annotations
    }
    cas.add_all(made.values())
    for link in links:
        source, target = made[link.source], made[link.target]
        arrow = relation(begin=target.begin, end=target.end, Governor=source, Dependent=target, label=link.type)
        cas.add(arrow)


def _make_usable(cas: Any, article: Article, report: Report) -> None:
    """Put a space for each character that XML cannot hold; offsets stay."""
    text, count = UNUSABLE.subn(" ", article.text)
    if count:
        cas.sofa_string = text
        report.lose(article.path, "text", f"{count} control characters are spaces in the .xmi; the .json has them")
    for kind, feature in ((ENTITY, "value"), (RELATION, "label")):
        for one in cas.select(kind):
            name = one.get(feature)
            if UNUSABLE.search(name):
                setattr(one, feature, UNUSABLE.sub(" ", name))

"""`tei`: TEI P5 with the text as it is and the annotations apart from it, as ranges of its characters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.clean import NOT_XML
from store.formats.iri import article_iri, meant_iri
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Loss, Pair, Report, What, to_json

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
FIRST = re.compile(r"[^\W\d]")
WORDS = re.compile(r"\s+")
HELD: frozenset[Holds] = frozenset(("overlap", "links", "attributes", "notes", "unsure", "clusters", "ids", "text"))


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write one article: header, annotations, links, text. What XML cannot hold is a blank, so that offsets stay."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    parts = list[str]()
    for article, annotations in pairs:  # one as a rule: a file has no place for more
        links = ledger.account(article, annotations)
        writing = _Writing(article, about, report)
        parts += writing.parts(annotations, links)
        report.losses += sorted(writing.lost.values())
    out.put("".join(parts))
    return report


class _Writing:
    """The making of one document."""

    def __init__(self, article: Article, about: About, report: Report) -> None:
        self._article, self._about, self._report = article, about, report
        self.lost: dict[tuple[str, What], Loss] = {}
        """What had to be changed, by whose and what."""

    def parts(self, annotations: Sequence[Annotation], links: Sequence[Link]) -> Iterator[str]:
        """The document, a part at a time."""
        article = self._article
        path = article.path
        address = self._xml(article.url or article_iri(path), path, "text")
        yield (
            f"{HEAD} <teiHeader><fileDesc><titleStmt><title>{self._xml(article.name, path, 'text')}</title></titleStmt>"
            "<publicationStmt><p>Exported by Sidemark</p></publicationStmt>"
            f"<sourceDesc><p>{address}</p></sourceDesc></fileDesc></teiHeader>\n"
        )
        if annotations:
            yield " <standOff>\n  <listAnnotation>\n"
            yield from (self._annotation(one) for one in annotations)
            yield "  </listAnnotation>\n"
            if links:
                yield f"  <listRelation>{''.join(self._relation(link) for link in links)}</listRelation>\n"
            yield " </standOff>\n"
        text = self._xml(article.text, path, "text")
        yield f' <text><body><ab xml:id="text" xml:space="preserve">{text}</ab></body></text>\n</TEI>\n'

    def _annotation(self, one: Annotation) -> str:
        notes = [f'<note type="label">{self._xml(self._about.label_of(one), one.id, "label")}</note>']
        for name, value in one.attributes.items():
            key = self._value(name, one.id, "attributes")
            said = (self._xml(each, one.id, "attributes") for each in _values(value))
            notes += [f'<note type="attribute" n="{key}">{each}</note>' for each in said]
        if one.note:
            notes.append(f'<note type="comment">{self._xml(one.note, one.id, "note")}</note>')
        if meant := meant_iri(one, self._about):
            notes.append(f'<note type="kb">{self._xml(meant, one.id, "cluster")}</note>')
        unsure = ' cert="low"' if one.unsure else ""
        return (
            f'   <annotation xml:id="{_name(one.id)}" target="#string-range(text,{one.start},{one.end - one.start})"'
            f' motivation="tagging"{unsure}>{"".join(notes)}</annotation>\n'
        )

    def _relation(self, link: Link) -> str:
        kind = WORDS.sub("_", link.type)
        if kind != link.type:
            self._lose(link.id, "label", f"the link type {link.type!r} is {kind!r} in TEI, which knows words only")
        name = self._value(kind, link.id, "label")
        return f'<relation name="{name}" active="#{_name(link.source)}" passive="#{_name(link.target)}"/>'

    def _xml(self, text: str, of: str, what: What) -> str:
        """A text as XML; a CR escaped, or a parser would make it an LF."""
        if text.isalnum():  # most labels, with nothing to escape
            return text
        text, number = NOT_XML.subn(" ", text)
        if number:
            plural = (
                "character that XML cannot hold is a blank"
                if number == 1
                else "characters that XML cannot hold are blanks"
            )
            self._lose(of, what, f"{number} {plural}")
        return escape(text, quote=False).replace("\r", "&#13;")

    def _value(self, text: str, of: str, what: What) -> str:
        """The same for the value of an XML attribute, where every line end and TAB has to be escaped."""
        return self._xml(text, of, what).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")

    def _lose(self, of: str, what: What, why: str) -> None:
        self.lost.setdefault((of, what), Loss(of, what, why))


def _name(annotation_id: str) -> str:
    """An id as XML wants names: it begins with a letter or `_`."""
    return annotation_id if FIRST.match(annotation_id) or annotation_id.startswith("_") else f"_{annotation_id}"


def _values(value: Any) -> list[str]:
    many = value if isinstance(value, list | tuple) else [value]
    return [one if isinstance(one, str) else to_json(one) for one in many]


FORMATS = (Format("tei", "TEI P5, annotations in standOff", ".xml", "codepoint", HELD, write, holds_one=True),)

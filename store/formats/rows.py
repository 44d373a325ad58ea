"""The rows of a Hugging Face dataset, and the features that say what type each column has.

Two configurations: `spans`, a row an article with everything on it, and `tokens`, one label a token. The features are
written out, for an empty list has no type, and as `list`, which all versions of the library read.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any, TypedDict

from store.annotation import Annotation, Link
from store.article import METADATA, Article
from store.formats.flat import flat, tags
from store.formats.ledger import Ledger
from store.formats.tokens import columns
from store.formats.values import ENCODER, About, Holds, Report

HELD: frozenset[Holds] = frozenset(
    ("overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids", "text")
)
ATTRIBUTE = {"name": "string", "value": "string"}
SPAN: dict[str, Any] = {
    "id": "string", "start": "int32", "end": "int32", "label": "string", "text": "string", "note": "string",
    "unsure": "bool", "cluster": "string", "kb_id": "string", "annotator": "string", "attributes": [ATTRIBUTE],
}  # fmt: skip
RELATION = dict.fromkeys(("id", "type", "source", "target"), "string")
SPANS: dict[str, Any] = {
    "id": "string", "text": "string", **dict.fromkeys(METADATA, "string"), "document_labels": ["string"],
    "spans": [SPAN], "relations": [RELATION],
}  # fmt: skip
"""Column -> type: a name of one, a list of one type, or the members of an object."""
TOKENS: dict[str, Any] = {
    "id": "string", "tokens": ["string"], "ner_tags": ["int64"], "starts": ["int32"], "ends": ["int32"],
}  # fmt: skip
"""The same; `ner_tags` are the places of class names."""
PLAIN = '"note": "", "unsure": false, "cluster": "", "kb_id": "", "annotator": '
"""What stands before the annotator in spans that have nothing else to say."""


class TokensRow(TypedDict):
    """A row of `tokens`."""

    id: str
    tokens: list[str]
    ner_tags: list[int]
    starts: list[int]
    ends: list[int]


class Rows:
    """Makes the rows of articles, one after the other, and counts what they hold."""

    def __init__(self, about: About, report: Report) -> None:
        self._about, self._report = about, report
        self._ledger = Ledger(HELD, about, report, crosses=True)
        self.classes = ["O", *(tag for label in sorted(about.labels) for tag in (f"B-{label}", f"I-{label}"))]
        """The names of the classes of tokens; labels that the label set does not know come last, as they are met."""
        self._places = {name: place for place, name in enumerate(self.classes)}
        self.articles = 0
        self.by_label = dict.fromkeys(about.labels, 0)
        """Label -> how many annotations have it, in the order of the label set."""
        self.annotators: set[str] = set()
        self.languages: set[str] = set()
        self.untagged = 0
        """How many annotations are in `spans` only, because a token has one label."""

    def spans(self, article: Article, annotations: Sequence[Annotation]) -> dict[str, object]:
        """The row of an article with all of its annotations."""
        links = self._ledger.account(article, annotations)
        self._count(article, annotations)
        spans = [self._span(one) for one in annotations]
        return {**self._whole(article), "spans": spans, "relations": [_relation(link) for link in links]}

    def spans_line(self, article: Article, annotations: Sequence[Annotation]) -> str:
        """The same row as `json.dumps` has it, in half the time."""
        links = self._ledger.account(article, annotations)
        self._count(article, annotations)
        head = ENCODER.encode(self._whole(article)).removesuffix("}")
        spans = ", ".join([self._span_text(one) for one in annotations])
        relations = ENCODER.encode([_relation(link) for link in links]) if links else "[]"
        return f'{head}, "spans": [{spans}], "relations": {relations}}}'

    def tokens(self, article: Article, annotations: Sequence[Annotation]) -> TokensRow:
        """The row of an article with one label a token: the longest annotation, or with `prefer` the shortest."""
        text, about = article.text, self._about
        found = flat(annotations, text, prefer=about.prefer)
        self.untagged += len(found.lost)
        labelled = [((one.start, one.end), about.label_of(one)) for one in found.kept]
        tokens = columns(text, (border for span, _ in labelled for border in span))
        self._report.torn += tokens.torn
        numbers = [0] * len(tokens)
        for place, tag in tags(tokens, labelled).items():
            numbers[place] = self._places[tag]
        return {
            "id": article.path,
            "tokens": tokens.words,
            "ner_tags": numbers,
            "starts": tokens.starts,
            "ends": tokens.ends,
        }

    def _whole(self, article: Article) -> dict[str, object]:
        """What a row says of the article itself."""
        documents = list(dict.fromkeys(self._about.documents(article.path)))
        return {"id": article.path, "text": article.text, **article.metadata, "document_labels": documents}

    def remarks(self) -> list[str]:
        """What is worth knowing of the rows."""
        if not self.untagged:
            return []
        who = "1 annotation shares" if self.untagged == 1 else f"{self.untagged} annotations share"
        return [f"{who} a token with another: in spans, not in tokens"]

    def _count(self, article: Article, annotations: Iterable[Annotation]) -> None:
        self.articles += 1
        if article.language:
            self.languages.add(article.language)
        self.annotators.update([one.author for one in annotations])
        for label, number in Counter(map(self._about.label_of, annotations)).items():
            self.by_label[label] = self.by_label.get(label, 0) + number
            if f"B-{label}" not in self._places:
                for tag in (f"B-{label}", f"I-{label}"):
                    self._places[tag] = len(self.classes)
                    self.classes.append(tag)

    def _span(self, one: Annotation) -> dict[str, object]:
        cluster = self._about.cluster_of(one)
        return {
            "id": one.id,
            "start": one.start,
            "end": one.end,
            "label": self._about.label_of(one),
            "text": one.quote,
            "note": one.note,
            "unsure": one.unsure,
            "cluster": one.cluster or "",
            "kb_id": cluster.kb_id if cluster else "",
            "annotator": one.author,
            "attributes": list(_attributes(one.attributes)) if one.attributes else [],
        }

    def _span_text(self, one: Annotation) -> str:
        """The members of `_span` as JSON."""
        head = (
            f'{{"id": {quoted(one.id)}, "start": {one.start}, "end": {one.end}, '
            f'"label": {quoted(self._about.label_of(one))}, "text": {quoted(one.quote)}, '
        )
        if not (one.note or one.unsure or one.cluster or one.attributes):  # most have nothing more to say
            return f'{head}{PLAIN}{quoted(one.author)}, "attributes": []}}'
        cluster = self._about.cluster_of(one)
        return (
            f'{head}"note": {quoted(one.note)}, "unsure": {"true" if one.unsure else "false"}, '
            f'"cluster": {quoted(one.cluster or "")}, "kb_id": {quoted(cluster.kb_id if cluster else "")}, '
            f'"annotator": {quoted(one.author)}, '
            f'"attributes": {ENCODER.encode(list(_attributes(one.attributes))) if one.attributes else "[]"}}}'
        )


def _attributes(attributes: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    """Names and values; one of several values each for itself."""
    for name, value in attributes.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            yield {"name": name, "value": one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)}


def _relation(link: Link) -> dict[str, str]:
    return {"id": link.id, "type": link.type, "source": link.source, "target": link.target}

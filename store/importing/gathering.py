"""Gathering: what the files of an import hold, each thing with its place in an article; no record is touched yet.

It may go on in a thread of its own: it reads the folder through a library of its own, and writes new articles into a
temporary place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

from store.annotation import Annotation, Record
from store.article import Article
from store.classes import dataclass
from store.formats.found import FileUnit, Found, GivenAnnotation, GivenArticle, GivenLink, Refusal, Wish
from store.importing.known import Form
from store.importing.placing import Placed, Stand, UnplacedError
from store.importing.recoding import Recoded
from store.importing.request import Again, Doubt, ImportReport, Request
from store.importing.shelf import Shelf
from store.importing.source import Files
from store.importing.units import UNITS, Reading
from store.importing.voting import Vote, differ, words_under
from store.label_set import Label
from store.span import Span

MEMBERS = frozenset(Annotation("a-1", "", 0, 0, "", "").to_dict())
"""What the record of an annotation has in any case."""
OWN = ("origin", "created", "updated")
"""What of that an import takes over from the record of a file."""


class Taken(NamedTuple):
    """An annotation that has a place in an article."""

    scope: int
    """The stretch of the file that its id is unique in."""
    given: GivenAnnotation
    article: str
    """The article's path."""
    text_sha256: str
    span: Span
    quote: str
    prefix: str
    suffix: str


class Said(NamedTuple):
    """What a file says about an article as a whole."""

    article: str
    text_sha256: str
    labels: tuple[str, ...]
    records: tuple[Record, ...]
    annotator: str = ""
    """Whose annotations stand beside it, where they are one annotator's."""


@dataclass(slots=True)
class Gathered:
    """Everything that was read."""

    annotations: list[Taken] = field(default_factory=list)
    links: list[tuple[int, GivenLink]] = field(default_factory=list)
    """Each with the stretch it was in."""
    clusters: list[tuple[int, Record]] = field(default_factory=list)
    decisions: list[tuple[str, Record]] = field(default_factory=list)
    """Each with the path of its article."""
    documents: list[Said] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    """Definitions of labels, by name."""


class Gathering:
    """Reads sources one after the other."""

    def __init__(self, shelf: Shelf, request: Request, report: ImportReport) -> None:
        self.found = Gathered()
        """What was read so far."""
        self._shelf, self._request, self._report = shelf, request, report
        self._options = {"join": request.is_joined}
        self._scope = 0
        self._votes: dict[str, Vote] = {}
        self._unchecked: dict[str, int] = {}

    def read(self, source: Files, form: Form) -> None:
        """Read a source in a format.

        Raises:
            FormatError: it is no such thing.
        """
        wish = Wish(self._request.unit, self._request.columns, self._options)
        self._report.formats[source.name] = form.name
        if self._request.encoding:
            source = Recoded(source, self._request.encoding)
        is_empty = True
        for found in form.read(source, self._shelf, wish):
            is_empty = is_empty and not (found.articles or found.annotations or found.links or found.refused)
            self._take(found, form.unit)
        if is_empty:
            self._report.remark(f"{source.name}: nothing was found in it that {form.name} would hold")
        self._say_unchecked()

    def _take(self, found: Found, usual: FileUnit) -> None:
        self._scope += 1
        self._report.remarks += [one for one in found.remarks if one not in self._report.remarks]
        for refusal in found.refused:
            self._report.refuse(refusal)
            self._report.counts.read += 1
        self.found.labels |= {label.name: label for label in found.labels}
        stands = {one.key: self._stand(one, found) for one in found.articles}
        for key, annotations in _by_article(found.annotations).items():
            stand = stands.get(key) or self._stand(GivenArticle(key, file=annotations[0].file), found)
            self._place(stand, annotations, usual)
        paths = {key: stand.article.path for key, stand in stands.items() if isinstance(stand, Stand)}
        self._take_rest(found, paths)

    def _take_rest(self, found: Found, paths: Mapping[str, str]) -> None:
        """What hangs on articles and annotations."""
        self.found.links += [(self._scope, link) for link in found.links]
        self.found.clusters += [(self._scope, cluster) for cluster in found.clusters]
        for decision in found.decisions:
            key = str(decision.get("article", ""))
            self.found.decisions.append((paths.get(key, key), decision))

    def _stand(self, given: GivenArticle, found: Found) -> Stand | str:
        """An article of the file beside the project's, or why there is none."""
        article = self._shelf.article(given.key, given.sha256, given.text)
        if article is None and given.text is None:
            why = f"there is no article {given.key!r} in the project, and the file does not hold its text"
            if not any(one.article == given.key for one in found.annotations):
                self._report.refuse(Refusal(given.file, given.line, given.key, why))
            return why
        if article is None:
            assert given.text is not None
            made = self._shelf.add(given.key, given.text, given.metadata, Path(given.file or given.key).name)
            if isinstance(made, str):
                self._report.refuse(Refusal(given.file, given.line, given.key, made))
                return f"its article is not taken: {made}"
            if given.is_rebuilt:
                self._report.remark(f"{made.path} is made of tokens: what stood between them is not in the file")
            article = made
        if article.replaced:
            return f"{article.path} has {article.replaced} damaged places; --encoding says how to read it"
        if given.labels or given.records:
            who = {one.annotator for one in found.annotations}
            annotator = who.pop() if len(who) == 1 else ""
            said = Said(article.path, article.text_sha256, given.labels, given.records, annotator)
            self.found.documents.append(said)
        is_same = given.text is None or given.text == article.text
        return Stand(article, None if is_same else given.text)

    def _place(self, stand: Stand | str, annotations: list[GivenAnnotation], usual: FileUnit) -> None:
        if isinstance(stand, str):
            for one in annotations:
                self._refuse(one, stand)
            return
        file = annotations[0].file
        vote = self._votes.setdefault(file, Vote(self._request.unit, usual))
        was_unknown = vote.is_unknown
        reading = vote.reading(stand.ruler, annotations)
        if vote.is_unknown and not was_unknown:
            self._doubt(file, stand, annotations, reading)
        for one in annotations:
            try:
                self._put(stand.article, stand.place(one, reading))
            except UnplacedError as error:
                self._refuse(one, str(error))

    def _doubt(self, file: str, stand: Stand, annotations: list[GivenAnnotation], reading: Reading) -> None:
        """Say that nobody can tell what the offsets of a file count, and show what that means."""
        one = differ(stand.ruler, annotations)
        if one is None:
            return
        words = words_under(stand.ruler, one)
        two = " and ".join(f"{words[unit]} in {Reading(unit)}" for unit in UNITS[:2])
        first = f"{one.label} {one.start}-{one.end} is {two}"
        self._report.remark(f"{file}: no quote tells what offsets count; {reading} were taken: {first}; --unit says")
        if self._report.doubt is None:
            self._report.doubt = Doubt(file, one.label, reading.unit, words)

    def _put(self, article: Article, placed: Placed) -> None:
        counts, given, text = self._report.counts, placed.given, article.text
        counts.read += 1
        counts.widened += placed.is_widened
        if not placed.is_checked:
            counts.unchecked += 1
            self._unchecked[given.file] = self._unchecked.get(given.file, 0) + 1
        quote = placed.span.of(text)
        if placed.score is not None:
            counts.reanchored += 1
            self._report.reanchored.append(Again(given.file, given.line, given.id, article.path, quote, placed.score))
        start, end = placed.span
        self.found.annotations.append(
            Taken(
                self._scope, _lean(given, article), article.path, article.text_sha256, placed.span, quote,
                text[max(0, start - 32) : start], text[end : end + 32],
            )
        )  # fmt: skip

    def _refuse(self, given: GivenAnnotation, why: str) -> None:
        self._report.counts.read += 1
        self._report.refuse(Refusal(given.file, given.line, given.id or given.label, why))

    def _say_unchecked(self) -> None:
        for file, count in self._unchecked.items():
            self._report.remark(f"{file}: {count} annotations came without a quote; that they are right is not checked")
        self._unchecked.clear()


def _lean(given: GivenAnnotation, article: Article) -> GivenAnnotation:
    """An annotation without what the article says again; what many have in common they share: there may be millions."""
    record = given.record
    if record is not None:
        kept = {name: value for name, value in record.items() if name not in MEMBERS}
        record = {name: _shared(record[name]) for name in OWN if name in record} | kept
    label, annotator = _shared(given.label), _shared(given.annotator)
    return replace(
        given, article=article.path, quote=None, prefix="", suffix="", label=label, annotator=annotator, record=record
    )


def _shared(value: Any) -> Any:
    """The same value, a text held once however often it came."""
    return intern(value) if value.__class__ is str else value


def _by_article(annotations: Iterable[GivenAnnotation]) -> dict[str, list[GivenAnnotation]]:
    found: dict[str, list[GivenAnnotation]] = {}
    for one in annotations:
        found.setdefault(one.article, []).append(one)
    return found

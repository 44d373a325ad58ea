"""Datasets written and read back in a test, without a project."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from store import Annotation, Article, ArticleRecord, Cluster, Link, Report, format_of
from store.annotation import Record
from store.formats.found import Found, GivenAnnotation, Wish
from store.formats.offsets import Utf16
from store.formats.out import Out
from store.formats.values import About, Loss
from store.label_set import Label, LinkType, Schema
from store.layer import key_of


class Files:
    """The files of a dataset in memory, as a reader takes them."""

    def __init__(self, files: Mapping[str, bytes | str], name: str = "dataset") -> None:
        self.name = name
        self._files = {key: one.encode("utf-8") if isinstance(one, str) else one for key, one in files.items()}

    def names(self) -> tuple[str, ...]:
        """The files, sorted."""
        return tuple(sorted(self._files))

    def open(self, name: str) -> BinaryIO:
        """A file."""
        return io.BytesIO(self._files[name])


class Nothing:
    """A project without articles."""

    def article(self, path: str = "", sha256: str = "", text: str | None = None) -> Article | None:
        """There is none."""
        del path, sha256, text
        return None


class Dataset:
    """What is written in a test: articles with their annotations, and what belongs to them."""

    def __init__(self, text: str = "", path: str = "notes.txt", **metadata: str) -> None:
        self.articles: list[Article] = []
        self.annotations: dict[str, list[Annotation]] = {}
        self.links: list[Link] = []
        self.clusters: dict[str, Cluster] = {}
        self.records: list[ArticleRecord] = []
        self.schema = Schema()
        self._number = 0
        if text:
            self.article(text, path, **metadata)

    def article(self, text: str, path: str, **metadata: str) -> Article:
        """Add an article."""
        self.articles.append(Article.of(path, text, **metadata))
        self.annotations[path] = []
        return self.articles[-1]

    def tag(self, start: int, end: int, label: str = "PERSON", **members: Any) -> str:
        """Tag a span of the article that was added last; the id."""
        article = self.articles[-1]
        one = Annotation(self._id(), article.path, start, end, article.text[start:end], label, author="ana", **members)
        self.annotations[article.path].append(one)
        return one.id

    def tag_words(self, words: str, label: str = "PERSON", **members: Any) -> str:
        """Tag the first place of some words."""
        start = self.articles[-1].text.index(words)
        return self.tag(start, start + len(words), label, **members)

    def link(self, source: str, target: str, kind: str = "said_by", note: str = "") -> str:
        """Link two annotations."""
        self.links.append(Link(self._id(), kind, source, target, note, "ana"))
        return self.links[-1].id

    def cluster(self, name: str, kb_id: str = "") -> str:
        """Add a cluster."""
        one = Cluster(self._id(), "entity", name, kb_id=kb_id, author="ana")
        self.clusters[one.id] = one
        return one.id

    def label_document(self, *labels: str) -> None:
        """Label the article that was added last."""
        self.records.append(ArticleRecord(self._id(), self.articles[-1].path, labels=labels, author="ana"))

    def write(self, name: str, **options: object) -> tuple[dict[str, bytes], Report]:
        """Write all in a format: one file if it can hold them, else one for each article; archives are opened."""
        form = format_of(name)
        report = Report()
        pairs = [(one, sorted(self.annotations[one.path], key=key_of)) for one in self.articles]
        about = self._about(options)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            if form.holds_one:
                for pair in pairs:
                    stem = about.name(pair[0].path)
                    report.add(form.write([pair], Out(place, stem + form.suffix, form.suffix), about))
            else:
                report.add(form.write(pairs, Out(place, f"dataset{form.suffix}", form.suffix), about))
            return opened(place), report

    def _id(self) -> str:
        self._number += 1
        return f"ana-{self._number}"

    def _about(self, options: Mapping[str, object]) -> About:
        every = {one.id: one for found in self.annotations.values() for one in found}
        return About(
            self.schema,
            labels=tuple(one.name for one in self.schema.span_labels),
            links=tuple(self.links),
            leaving={one: tuple(link for link in self.links if link.source == one) for one in every},
            clusters=self.clusters,
            records={one.path: tuple(r for r in self.records if r.article == one.path) for one in self.articles},
            annotation=every.get,
            written=every.get,
            options=options,
        )


def opened(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; of an archive those that are in it."""
    found: dict[str, bytes] = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {name: archive.read(name) for name in archive.namelist()}
        else:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def read(name: str, files: Mapping[str, bytes | str], **columns: str) -> Found:
    """All that the reader of a format finds in files; ids of different stretches are told apart."""
    reader = format_of(name).read
    assert reader is not None
    found = Found()
    for number, one in enumerate(reader(Files(files), Nothing(), Wish(columns=columns))):
        mark = f"{number}/" if number else ""
        one.annotations = [replace(given, id=mark + given.id) for given in one.annotations]
        one.links = [replace(link, source=mark + link.source, target=mark + link.target) for link in one.links]
        for member in ("articles", "annotations", "links", "clusters", "decisions", "refused", "remarks"):
            getattr(found, member).extend(getattr(one, member))
    return found


def again(found: Found, name: str, schema: Schema | None = None) -> Dataset:
    """What was found as a dataset that can be written: placed by its offsets alone, each quote compared.

    Clusters that no knowledge base has keep the ids of the file.
    """
    made = Dataset()
    made.schema = schema or Schema()
    ids: dict[str, str] = {}
    clusters = {one["id"]: _cluster(one) for one in found.clusters}
    made.clusters = {one.id: one for one in clusters.values()}
    for given in found.articles:
        assert given.text is not None
        article = made.article(given.text, given.key, **given.metadata)
        units = Utf16(given.text) if format_of(name).unit == "utf16" and name != "uima" else None
        for one in (one for one in found.annotations if one.article == given.key):
            start, end = (units.to_codepoint(one.start), units.to_codepoint(one.end)) if units else (one.start, one.end)
            if one.quote is not None and not one.fragments:
                assert article.text[start:end] == one.quote, one
            ids[one.id] = made.tag(start, end, one.label, **_members(one, clusters))
        if given.labels:
            made.label_document(*given.labels)
    for link in found.links:
        made.link(ids[link.source], ids[link.target], link.type, link.note)
    return made


def spans(dataset: Dataset) -> list[tuple[str, int, int, str]]:
    """Every annotation of a dataset as article, start, end and label, sorted."""
    return sorted((one.article, one.start, one.end, one.label) for some in dataset.annotations.values() for one in some)


def losses(report: Report) -> list[tuple[str, str]]:
    """What a report says is lost: of what, and what."""
    return [loss[:2] for loss in report.losses]


def labels(*names: str, links: Iterable[str] = ()) -> Schema:
    """A label set."""
    return Schema("", tuple(Label(name) for name in names), tuple(LinkType(one) for one in links))


def why(report: Report, what: str) -> Sequence[Loss]:
    """The losses of a kind."""
    return [loss for loss in report.losses if loss.what == what]


def _cluster(record: Record) -> Cluster:
    return Cluster(record["id"], record["kind"] or "entity", record["name"], kb_id=record["kb_id"])


def _members(one: GivenAnnotation, clusters: Mapping[str, Cluster]) -> dict[str, Any]:
    return {
        "attributes": dict(one.attributes),
        "note": one.note,
        "unsure": one.unsure,
        "cluster": clusters[one.cluster].id if one.cluster else None,
    }

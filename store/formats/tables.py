"""`sqlite`: a database with the articles, annotations, links and clusters in tables, for SQL."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from store.annotation import Annotation
from store.article import METADATA, Article
from store.formats.clean import SURROGATES
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Pair, Report

SCHEMA = """\
CREATE TABLE label (name TEXT PRIMARY KEY, kind TEXT NOT NULL, color TEXT NOT NULL, description TEXT NOT NULL);
CREATE TABLE article (article TEXT PRIMARY KEY, text TEXT NOT NULL, text_sha256 TEXT NOT NULL, title TEXT NOT NULL,
  source TEXT NOT NULL, author TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL);
CREATE TABLE document_label (article TEXT NOT NULL REFERENCES article, label TEXT NOT NULL, annotator TEXT NOT NULL);
CREATE TABLE document_note (article TEXT NOT NULL REFERENCES article, note TEXT NOT NULL, annotator TEXT NOT NULL);
CREATE TABLE cluster (cluster TEXT PRIMARY KEY, kind TEXT NOT NULL, cluster_name TEXT NOT NULL, aliases TEXT NOT NULL,
  kb_id TEXT NOT NULL, annotator TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL);
CREATE TABLE annotation (article TEXT NOT NULL REFERENCES article, id TEXT PRIMARY KEY, annotator TEXT NOT NULL,
  label TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, prefix TEXT NOT NULL,
  suffix TEXT NOT NULL, note TEXT NOT NULL, unsure INTEGER NOT NULL, cluster TEXT REFERENCES cluster,
  origin TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL);
CREATE TABLE attribute (id TEXT NOT NULL REFERENCES annotation, name TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE link (id TEXT PRIMARY KEY, type TEXT NOT NULL, source TEXT NOT NULL REFERENCES annotation,
  target TEXT NOT NULL REFERENCES annotation, note TEXT NOT NULL, annotator TEXT NOT NULL, created TEXT NOT NULL);
"""
INDEXES = """\
CREATE INDEX annotation_article ON annotation (article, start);
CREATE INDEX annotation_label ON annotation (label);
CREATE INDEX annotation_cluster ON annotation (cluster);
CREATE INDEX attribute_id ON attribute (id);
CREATE INDEX document_label_article ON document_label (article);
CREATE INDEX link_source ON link (source);
CREATE INDEX link_target ON link (target);
"""
HELD: frozenset[Holds] = frozenset(
    ("overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids", "text")
)  # fmt: skip


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the tables; `"end"` is a word of SQL and wants its quotation marks.

    Raises:
        OSError: the disk is full, or refuses otherwise.
    """
    try:
        return _write(pairs, out, about)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error


def _write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    report = Report()
    ledger = Ledger(HELD, about, report, crosses=True, link_notes=True, article_notes=True)
    with closing(sqlite3.connect(out.path(), isolation_level=None)) as base:
        # the file is a new one in a place of its own: nothing can be lost that a journal would bring back
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
        base.execute("BEGIN")
        filling = _Filling(base, about, report)
        filling.labels()
        for article, annotations in pairs:
            links = ledger.account(article, annotations)
            filling.article(article, annotations)
            filling.put(
                "link", [[one.id, one.type, one.source, one.target, one.note, one.author, one.created] for one in links]
            )
        base.execute("COMMIT")
        base.executescript(INDEXES)
    return report


class _Filling:
    """Puts rows into the tables."""

    def __init__(self, base: sqlite3.Connection, about: About, report: Report) -> None:
        self._base, self._about, self._report = base, about, report
        self._clusters: set[str] = set()

    def put(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table; lone surrogates, which UTF-8 cannot hold, are U+FFFD."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._base.executemany(f"INSERT INTO {table} VALUES ({marks})", _clean(rows))  # noqa: S608 - a table of ours

    def labels(self) -> None:
        """The label set."""
        self.put("label", [[one.name, one.kind, one.color, one.description] for one in self._about.schema.labels])

    def article(self, article: Article, annotations: Sequence[Annotation]) -> None:
        """An article and everything that is on it but links."""
        if torn := SURROGATES.findall(article.text):
            self._report.lose(article.path, "text", f"{len(torn)} lone surrogates are U+FFFD")
        metadata = article.metadata
        self.put("article", [[article.path, article.text, article.text_sha256, *(metadata[name] for name in METADATA)]])
        records = self._about.records.get(article.path, ())
        self.put(
            "document_label",
            [[article.path, label, one.author] for one in records for label in self._about.labels_on(one)],
        )
        self.put("document_note", [[article.path, one.note, one.author] for one in records if one.note])
        self._used(annotations)
        self.put("annotation", [self._row(article, one) for one in annotations])
        self.put("attribute", [row for one in annotations if one.attributes for row in _attributes(one)])

    def _used(self, annotations: Iterable[Annotation]) -> None:
        about = self._about
        used = {one.cluster for one in annotations if one.cluster} - self._clusters
        rows = [
            [
                name,
                one.kind,
                one.name,
                json.dumps(list(one.aliases), ensure_ascii=False),
                one.kb_id,
                one.author,
                one.created,
                one.updated,
            ]
            for name in sorted(used)
            if (one := about.clusters.get(name)) is not None
        ]
        self.put("cluster", rows)
        self._clusters |= used

    def _row(self, article: Article, one: Annotation) -> list[Any]:
        cluster = one.cluster if one.cluster and one.cluster in self._about.clusters else None
        if one.cluster and cluster is None:
            self._report.lose(one.id, "cluster", f"{one.cluster} is not in the dataset")
        return [
            article.path, one.id, one.author, self._about.label_of(one), one.start, one.end, one.quote, one.prefix,
            one.suffix, one.note, int(one.unsure), cluster, one.origin, one.created, one.updated,
        ]  # fmt: skip


def _clean(rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """The rows as UTF-8 can hold them."""
    try:
        "".join([cell for row in rows for cell in row if cell.__class__ is str]).encode()
    except UnicodeEncodeError:
        return ([SURROGATES.sub("\ufffd", one) if isinstance(one, str) else one for one in row] for row in rows)
    return rows


def _attributes(annotation: Annotation) -> Iterator[list[str]]:
    """A row for each value: several for an attribute that has several."""
    for name, value in annotation.attributes.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            yield [annotation.id, name, one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)]


FORMATS = (Format("sqlite", "SQLite database", ".sqlite", "codepoint", HELD, write),)

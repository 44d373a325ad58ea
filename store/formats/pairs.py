"""`pairs`: claims and names that belong together or do not, as JSON lines; across articles, each side with its words.

A line is a link, a decision about two places, an article that leaves a claim out, or two members of a cluster: each
member after the first with the first, so that a cluster of n has n - 1 lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from store.annotation import CONTEXT, Annotation, Link, Record
from store.article import Article
from store.formats.iri import meant_id
from store.formats.out import Out
from store.formats.pairs_reading import read, sniff
from store.formats.values import About, Format, Holds, Pair, Report, to_json

MENTIONED = ("title", "source", "published", "url")
"""What a side says of its article."""
Side = dict[str, Any]
HELD: frozenset[Holds] = frozenset(("overlap", "links", "notes", "clusters", "authors", "ids"))


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the lines: links, then decisions, then clusters. Memory holds their sides, not the articles."""
    report = Report()
    sides = _Sides(about)
    for article, annotations in pairs:
        sides.take(annotations, _mentioned(article))
        sides.decide(article)
        for record in about.records.get(article.path, ()):
            if record.labels:
                report.lose(article.path, "document labels", "no place for document labels")
            if record.note:
                report.lose(article.path, "note", "no place for notes on articles")
    with out.open() as file:
        for lines in (sides.links(report), sides.decisions(), sides.clusters()):
            file.writelines(f"{to_json(line)}\n" for line in lines)
    sides.account(report)
    return report


class _Sides:
    """The sides that lines will have, collected an article at a time."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._ends = {end for link in about.links for end in (link.source, link.target)}
        self._taken: dict[str, tuple[Annotation, dict[str, str]]] = {}
        """What may stand on a side, and what that says of the article."""
        self._alone: list[str] = []
        self._used: set[str] = set()
        self._members: dict[str, list[str]] = defaultdict(list)
        self._decided = [one for found in about.decisions.values() for one in found if _is_pair(one)]
        self._awaited: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, one in enumerate(self._decided):
            self._awaited[str(one["article"])].append((number, "source"))
            self._awaited[str(one["target"].get("article"))].append((number, "target"))
        self._places: dict[tuple[int, str], Side] = {}

    def take(self, annotations: Iterable[Annotation], mentioned: dict[str, str]) -> None:
        """The annotations of an article, and what sides say of it."""
        for one in annotations:
            if one.cluster:
                self._members[one.cluster].append(one.id)
            if one.cluster or one.id in self._ends:
                self._taken[one.id] = one, mentioned
            else:
                self._alone.append(one.id)

    def decide(self, article: Article) -> None:
        """The sides of decisions that are in an article."""
        for number, which in self._awaited.get(article.path, ()):
            record = self._decided[number]
            self._places[number, which] = _place(article, record if which == "source" else record["target"])

    def links(self, report: Report) -> Iterator[Side]:
        """A line for each link whose ends are written; why others are not."""
        for link in self._about.links:
            if link.source not in self._taken:
                continue  # it goes with the annotation that it begins at
            if link.target in self._taken:
                report.links += 1
                self._used |= {link.source, link.target}
                yield self._line(link.id, link.type, link.source, link.target, link)
            elif not self._about.is_left_out(link.target):
                report.lose(link.id, "link", f"its target {link.target} is not in the dataset")

    def decisions(self) -> Iterator[Side]:
        """A line for each decision about two places that are in the dataset."""
        for number, one in enumerate(self._decided):
            source, target = self._places.get((number, "source")), self._places.get((number, "target"))
            if source is not None and target is not None:
                yield {
                    "id": str(one.get("id", "")),
                    "type": _type(one),
                    "source": source,
                    "target": target,
                    "note": str(one.get("reason", "")),
                    "annotator": str(one.get("author", "")),
                    "created": str(one.get("created", "")),
                }

    def clusters(self) -> Iterator[Side]:
        """A line for each member of a cluster but the first."""
        for name, members in self._members.items():
            cluster = self._about.clusters.get(name)
            kind = f"same-{cluster.kind}" if cluster else "same"
            for other in members[1:]:
                self._used |= {members[0], other}
                line = self._line(f"{name}:{other}", kind, members[0], other, None)
                yield {**line, "annotator": cluster.author if cluster else ""}

    def account(self, report: Report) -> None:
        """Count what is written, and say what is not."""
        report.annotations += len(self._used)
        kept = [one for name, (one, _) in self._taken.items() if name in self._used]
        for name in (*self._alone, *(name for name in self._taken if name not in self._used)):
            report.lose(name, "annotation", "it is in no pair: no link and no other member of its cluster")
        for one in kept:
            if one.attributes:
                report.lose(one.id, "attributes", "no place for attributes")
        for one in kept:
            if one.unsure:
                report.lose(one.id, "unsure", "no place for the unsure mark")

    def _line(self, name: str, kind: str, source: str, target: str, link: Link | None) -> Side:
        return {
            "id": name,
            "type": kind,
            "source": self._side(source),
            "target": self._side(target),
            "note": link.note if link else "",
            "annotator": link.author if link else "",
            "created": link.created if link else "",
        }

    def _side(self, name: str) -> Side:
        one, mentioned = self._taken[name]
        return {
            "article": one.article,
            **mentioned,
            "start": one.start,
            "end": one.end,
            "label": self._about.label_of(one),
            "kb_id": meant_id(one, self._about),
            "text": one.quote,
            "prefix": one.prefix,
            "suffix": one.suffix,
            "id": one.id,
            "note": one.note,
        }


def _mentioned(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in MENTIONED}


def _is_pair(decision: Record) -> bool:
    return isinstance(decision.get("target"), dict) and isinstance(decision.get("article"), str)


def _type(decision: Record) -> str:
    """What a decided pair is called: its kind, `unrelated` for a claim that is no such claim, `missing` for none."""
    kind = str(decision.get("kind", ""))
    if "start" not in decision["target"]:
        return "missing"
    if decision.get("verdict") == "accept":
        return kind
    return "unrelated" if kind == "same-claim" else f"not-{kind}"


def _place(article: Article, record: Mapping[str, Any]) -> Side:
    """A side that is a place without an annotation, or an article alone."""
    side: Side = {"article": article.path, **_mentioned(article)}
    start, end = record.get("start"), record.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return side
    return {
        **side,
        "start": start,
        "end": end,
        "label": str(record.get("label") or ""),
        "kb_id": "",
        "text": str(record.get("quote", "")),
        "prefix": article.text[max(0, start - CONTEXT) : start],
        "suffix": article.text[end : end + CONTEXT],
        "id": "",
        "note": "",
    }


FORMATS = (
    Format("pairs", "Pairs of claims and names (JSON lines)", ".jsonl", "codepoint", HELD, write,
           read=read, sniff=sniff),
)  # fmt: skip

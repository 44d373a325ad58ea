"""Counts: what a project holds and how far the work on it is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from store.annotation import ArticleRecord, Record
from store.classes import dataclass
from store.label_set import Schema


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a project holds."""

    articles: int
    readable: int
    """Articles that can be opened."""
    tagged: int
    """Articles with at least one annotation."""
    done: int
    """Articles marked done."""
    annotations: int
    unsure: int
    links: int
    clusters: int
    by_label: Mapping[str, int]
    """In the order of the label set, labels that are not in it last."""
    by_kind: Mapping[str, int]
    by_article: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON values."""
        return {
            "articles": self.articles,
            "readable": self.readable,
            "tagged": self.tagged,
            "done": self.done,
            "annotations": self.annotations,
            "unsure": self.unsure,
            "links": self.links,
            "clusters": self.clusters,
            "by_label": dict(self.by_label),
            "by_kind": dict(self.by_kind),
            "by_article": dict(self.by_article),
        }


def count(
    paths: Iterable[tuple[str, bool]],
    annotations: Iterable[Record],
    records: Iterable[ArticleRecord],
    schema: Schema,
    *,
    above: tuple[int, int] = (0, 0),
) -> Statistics:
    """Count a project.

    Args:
        paths: each article's path and whether it can be read.
        annotations: the records of all annotations.
        records: what was said about whole articles.
        schema: the label set.
        above: how many links and clusters there are.
    """
    known = list(paths)
    labels: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    unsure = 0
    for record in annotations:
        labels[schema.name_of(str(record.get("label", "")))] += 1
        articles[str(record.get("article", ""))] += 1
        unsure += bool(record.get("unsure"))
    known_labels = [label.name for label in schema.labels]
    ordered = (*known_labels, *sorted(labels.keys() - set(known_labels)))
    return Statistics(
        articles=len(known),
        readable=sum(1 for _, is_readable in known if is_readable),
        tagged=len(articles),
        done=sum(1 for record in records if record.done),
        annotations=labels.total(),
        unsure=unsure,
        links=above[0],
        clusters=above[1],
        by_label={name: labels[name] for name in ordered if labels[name]},
        by_kind=_kinds(labels, schema),
        by_article=dict(sorted(articles.items())),
    )


def _kinds(labels: Counter[str], schema: Schema) -> dict[str, int]:
    kinds: Counter[str] = Counter()
    for name, number in labels.items():
        label = schema.label(name)
        kinds[label.kind if label else "unknown"] += number
    return dict(sorted(kinds.items()))

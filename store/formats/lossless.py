"""`sidemark`: JSON lines that hold everything, one article a line; what is read back is what was there."""

from collections.abc import Iterable, Sequence

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.lossless_reading import read, sniff
from store.formats.out import Out
from store.formats.values import HOLDS, About, Format, Pair, Report, to_json

SCHEMA = "sidemark/1"


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a line per article: its text and metadata, and the records as the store has them."""
    report = Report()
    with out.open() as file:
        for article, annotations in pairs:
            leaving = [link for one in annotations for link in about.leaving.get(one.id, ())]
            leaving = [link for link in leaving if not about.is_left_out(link.target)]
            file.write(to_json(_line(article, annotations, leaving, about)) + "\n")
            report.annotations += len(annotations)
            report.links += len(leaving)
    return report


def _line(article: Article, annotations: Sequence[Annotation], links: list[Link], about: About) -> dict[str, object]:
    used = dict.fromkeys(annotation.cluster for annotation in annotations if annotation.cluster)
    return {
        "schema": SCHEMA,
        "offset_unit": "codepoint",
        "article": article.path,
        "text_sha256": article.text_sha256,
        **article.metadata,
        "text": article.text,
        "documents": [record.to_dict() for record in about.records.get(article.path, ())],
        "annotations": [annotation.to_dict() for annotation in annotations],
        "links": [link.to_dict() for link in sorted(links, key=lambda link: (link.author, link.number))],
        "clusters": [about.clusters[name].to_dict() for name in used if name in about.clusters],
        "decisions": list(about.decisions.get(article.path, ())),
    }


FORMATS = (
    Format(
        "sidemark", "Sidemark JSON lines, lossless", ".jsonl", "codepoint", frozenset(HOLDS), write, None, read, sniff,
        has_labels=True,
    ),
)  # fmt: skip

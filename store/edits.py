"""What each thing people do means for the records: pure functions from the present state to changes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from store.annotation import CONTEXT, Annotation, ArticleRecord, Cluster, Link
from store.article import Article
from store.change import Change
from store.errors import RefusedError
from store.span import Span


def placed(article: Article, span: Span) -> dict[str, Any]:
    """The members that say where an annotation is: its span, its quote and what stands around it.

    Raises:
        RefusedError: `span` is empty or leaves the text.
    """
    text = article.text
    if not 0 <= span.start < span.end <= len(text):
        message = f"{article.path} has {len(text)} characters: {span.start}-{span.end} cannot be tagged"
        raise RefusedError(message)
    return {
        "start": span.start,
        "end": span.end,
        "quote": span.of(text),
        "prefix": text[max(0, span.start - CONTEXT) : span.start],
        "suffix": text[span.end : span.end + CONTEXT],
        "text_sha256": article.text_sha256,
    }


def must_write(read_only: str | None) -> None:
    """Go on only where something may be changed.

    Raises:
        RefusedError: `read_only` says why nothing may.
    """
    if read_only:
        message = f"read-only: {read_only}"
        raise RefusedError(message)


def decided(number: int, path: str, place: Mapping[str, Any], said: Mapping[str, Any], by: tuple[str, str]) -> Change:
    """A judgement as a record of the table `decisions`.

    Args:
        number: its key in the file.
        path: of the article that is judged in.
        place: what `placed` gives.
        said: kind, verdict, label and what else there is to it.
        by: who judged, and when.
    """
    author, created = by
    record = {
        "article": path,
        "start": place["start"],
        "end": place["end"],
        "quote": place["quote"],
        "id": f"{author}-{number}",
        "text_sha256": place["text_sha256"],
        **said,
        "author": author,
        "created": created,
    }
    return Change.insert("decisions", number, record)


def sound(article: Article) -> Article:
    """An article that can be tagged: the same one.

    Raises:
        RefusedError: some of its bytes are damaged.
    """
    if article.replaced:
        message = f"{article.path}: {article.replaced} damaged bytes; reopen with --encoding to tag it"
        raise RefusedError(message)
    return article


def place_of(annotation: Annotation) -> dict[str, Any]:
    """The members that say where an annotation is."""
    names = ("start", "end", "quote", "prefix", "suffix", "text_sha256")
    return {name: getattr(annotation, name) for name in names}


def annotated(article: Article, span: Span, label: str, author: str, at: str) -> Annotation:
    """A new annotation without a number; `at` is the time it is made.

    Raises:
        RefusedError: the span or the article's text cannot be tagged.
    """
    sound(article)
    return Annotation(
        id="",
        article=article.path,
        label=label,
        author=author,
        created=at,
        updated=at,
        **placed(article, span),
    )


def updated(annotation: Annotation, at: str, **members: Any) -> Change | None:
    """The change that gives `annotation` other members, or None when they are as they were."""
    changed = replace(annotation, **members)
    if changed == annotation:
        return None
    return Change.between(
        "annotations", annotation.number, annotation.to_dict(), replace(changed, updated=at).to_dict()
    )


def removed(annotations: Iterable[Annotation], links: Iterable[Link]) -> list[Change]:
    """The changes that delete annotations, and with them the links that begin or end there."""
    gone = list(annotations)
    ids = {annotation.id for annotation in gone}
    dangling = [link for link in links if link.source in ids or link.target in ids]
    return [
        *(Change.delete("links", _number(link.id), link.to_dict()) for link in dangling),
        *(Change.delete("annotations", annotation.number, annotation.to_dict()) for annotation in gone),
    ]


def disbanded(cluster: Cluster, members: Iterable[Annotation], at: str) -> list[Change]:
    """The changes that delete a cluster and let its members go."""
    freed = [updated(member, at, cluster=None) for member in members]
    return [*(change for change in freed if change), Change.delete("clusters", _number(cluster.id), cluster.to_dict())]


def recorded(old: ArticleRecord | None, new: ArticleRecord) -> Change | None:
    """The change from what was said about an article to what is said now."""
    number = _number(new.id)
    if old is None:
        return Change.insert("articles", number, new.to_dict())
    return Change.between("articles", number, old.to_dict(), new.to_dict())


def fault_of(record: Mapping[str, Any], text: str) -> str | None:
    """Why an annotation's record cannot be shown on `text`, in words; None when it can."""
    start, end = record.get("start"), record.get("end")
    if type(start) is not int or type(end) is not int:
        return "its start and end are not whole numbers"
    for name in ("id", "article", "quote", "label"):
        if not isinstance(record.get(name), str):
            return f"its {name} is missing or not text"
    if not 0 <= start < end:
        return f"its span {start}-{end} is empty or reversed"
    if end > len(text):
        return f"its span {start}-{end} is past the end of the text ({len(text)} characters)"
    if text[start:end] != record["quote"]:
        return f"the text at {start}-{end} is not its quote"
    return None


def _number(record_id: str) -> int:
    return int(record_id.rpartition("-")[2])

"""What is said below an article on a page: its annotations, its links and its labels, as items of HTML lists."""

from collections.abc import Iterable, Iterator
from typing import Any

from store.annotation import Annotation, Link
from store.formats.hypertext import Colours, safe
from store.formats.values import About, to_json

UNIT = "Offsets count Unicode code points; the end is exclusive."


def rows(annotations: Iterable[Annotation], about: About, colours: Colours | None = None) -> Iterator[str]:
    """An item for each annotation: label, quote, offsets, annotator and everything else that is said about it."""
    for one in annotations:
        label = about.label_of(one)
        said = [f"{one.start}–{one.end}", safe(one.author)]
        if one.attributes:
            said += [f"{safe(name)} = {safe(_value(value))}" for name, value in one.attributes.items()]
        if one.unsure:
            said.append("unsure")
        if one.cluster:
            cluster = about.cluster_of(one)
            said.append(safe(cluster.name if cluster else one.cluster))
        if one.note:
            said.append(safe(one.note))
        facts = " · ".join(filter(None, said))
        hue = f' style="--hue:{colours.of(label)}"' if colours else ""
        what = f"<b>{safe(label)}</b> <q><bdi>{safe(one.quote)}</bdi></q>"
        yield f'<li id="{safe(one.id)}"{hue}>{what} {facts}</li>\n'


def link_item(path: str, link: Link, about: About, *, is_alone: bool) -> str:
    """An item for a link: its ends, and where the other is when it is in another article.

    Args:
        path: of the article the link begins in.
        link: the link.
        about: the project.
        is_alone: whether the article is alone on the page, so that others cannot be jumped to.
    """
    source = f'<a href="#{safe(link.source)}">{safe(link.source)}</a>'
    end = about.annotation(link.target)
    is_elsewhere = end is not None and end.article != path
    target = safe(link.target)
    if not (is_elsewhere and is_alone):
        target = f'<a href="#{target}">{target}</a>'
    if end is not None and is_elsewhere:
        target += f" <q><bdi>{safe(end.quote)}</bdi></q> in {safe(end.article)}"
    note = f" · {safe(link.note)}" if link.note else ""
    return f"<li>{source} <b>{safe(link.type)}</b> {target}{note}</li>\n"


def documents(path: str, about: About) -> Iterator[str]:
    """The labels of an article, and what was noted about it."""
    labels = about.documents(path)
    if labels:
        yield f'<p class="source">Article labels: {", ".join(safe(one) for one in dict.fromkeys(labels))}</p>\n'
    for record in about.records.get(path, ()):
        if record.note:
            yield f'<p class="source">Note by {safe(record.author)}: <bdi>{safe(record.note)}</bdi></p>\n'


def _value(value: Any) -> str:
    many = value if isinstance(value, list | tuple) else [value]
    return ", ".join(one if isinstance(one, str) else to_json(one) for one in many)

"""What a card says about an annotation, row by row; an id says what choosing the row means."""

from collections.abc import Iterator

from store import Annotation, Attribute, Project, annotation_of, asked, trail, wrong
from tui.commands.linked import differing, other_end
from tui.commands.tagging import PAST
from tui.status import clustered
from tui.widgets.listing import Item
from tui.words import counted, short

WIDTH = 11
"""Cells of the first column."""
PLACED = frozenset({"updated", "prefix", "suffix", "text_sha256", "quote"})
"""Members that follow from others."""
LATEST = 20
"""How many actions are listed."""


def rows(project: Project, annotation: Annotation, here: list[Annotation]) -> list[Item]:
    """Everything about an annotation; `here` are the annotations on the same span, itself among them."""
    return [
        *_labels(project, annotation, here),
        _row("note", "note", _first_line(annotation.note), "c"),
        _row("unsure", "unsure", "yes" if annotation.unsure else "no", "!"),
        *_attributes(project, annotation),
        _row("cluster", "cluster", _cluster(project, annotation), "="),
        *_links(project, annotation),
        *_history(project, annotation),
    ]


def shown_value(value: object) -> str:
    """An attribute's value in words."""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _row(row_id: str, name: str, words: str, key: str = "", *, is_dim: bool = False) -> Item:
    return Item(row_id, f"{short(name, WIDTH):<{WIDTH}} {words}", key, is_dim=is_dim)


def _labels(project: Project, annotation: Annotation, here: list[Annotation]) -> Iterator[Item]:
    label = project.schema.label(annotation.label)
    kind = label.kind if label else "not in the label set"
    yield _row("label", "label", f"{annotation.label} · {kind}", "t")
    for one in here:
        if one.id != annotation.id:
            yield _row(f"go {one.id}", "and", f"{one.label} stands here, too", "Tab")
    yield _row("add", "", "one more label here", "+")


def _first_line(note: str) -> str:
    if not note:
        return "–"
    lines = note[:10_000].strip().split("\n")
    more = f" … {counted(len(lines), 'line')}" if len(lines) > 1 else ""
    return short(lines[0], 200) + more


def _attributes(project: Project, annotation: Annotation) -> Iterator[Item]:
    wanted = asked(project.schema, annotation.label)
    for number, attribute in enumerate(wanted, 1):
        yield _row(f"attribute {attribute.name}", attribute.name, _value(attribute, annotation), _digit(number))
    names = {one.name for one in wanted}
    for name, value in annotation.attributes.items():
        if name not in names:
            words = f"{shown_value(value)}   ! the label set does not ask for it"
            yield _row(f"attribute {name}", name, words)


def _digit(number: int) -> str:
    return str(number) if number < 10 else ""


def _value(attribute: Attribute, annotation: Annotation) -> str:
    if attribute.name not in annotation.attributes:
        choices = " / ".join(attribute.values)
        return f"–   {short(choices, 80)}" if choices else "–"
    value = annotation.attributes[attribute.name]
    why = wrong(attribute, value)
    return f"{short(shown_value(value), 80)}" + (f"   ! {why}" if why else "")


def _cluster(project: Project, annotation: Annotation) -> str:
    if not annotation.cluster:
        return "–"
    return clustered(project, annotation.cluster).removeprefix("cluster ")


def _links(project: Project, annotation: Annotation) -> Iterator[Item]:
    for link in project.relations.links_of(annotation.id):
        other = annotation_of(project, other_end(link, annotation))
        arrow = "→" if link.source == annotation.id else "←"
        words = f"{other.label} “{short(other.quote, 50)}” · {other.article}" if other else "is gone"
        yield Item(f"link {link.id}", f"{arrow} {link.type}  {words}", "Enter" if other else "")
        for figures in differing(project, link):
            yield _row("", "", figures, is_dim=True)
    label = project.schema.label(annotation.label)
    if label is not None and label.kind == "claim":
        yield _row("claims", "", "the same claim in other articles", "w")


def _history(project: Project, annotation: Annotation) -> Iterator[Item]:
    place = f"{annotation.start}–{annotation.end} in {annotation.article}"
    yield _row("", "place", place, is_dim=True)
    made = " ".join(one for one in (annotation.author or "somebody", annotation.created) if one)
    yield _row("", "made by", f"{made} · {annotation.origin}", is_dim=True)
    if annotation.updated != annotation.created:
        yield _row("", "changed", annotation.updated, is_dim=True)
    if annotation.id != f"{project.annotator}-{annotation.number}":
        return
    for deed in trail(project.history, annotation.number)[:LATEST]:
        new, old = deed.change.new, deed.change.old
        names = list((new.keys() | old.keys()) - PLACED) if deed.change.kind == "upd" else []
        words = "; ".join(f"{name} {_told(old.get(name))} → {_told(new.get(name))}" for name in sorted(names))
        what = PAST.get(deed.action, deed.action)
        ago = "last step" if not deed.ago else f"{counted(deed.ago, 'step')} ago"
        yield _row("", "step", words or what, ago, is_dim=True)


def _told(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, dict):
        return short(", ".join(f"{name} {shown_value(one)}" for name, one in value.items()) or "none", 40)
    return short(shown_value(value), 40)

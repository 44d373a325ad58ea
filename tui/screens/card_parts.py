"""The parts of a card: how each is asked for and changed; one change is one step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from store import Annotation, Attribute, Project, Selection, asked, toggled
from tui.commands.changing import change
from tui.desk import Desk
from tui.screens.around import Around
from tui.screens.card_rows import shown_value
from tui.screens.note import Note
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Item
from tui.words import short

Then = Callable[[], None]
"""What happens when a part has been asked for, whether it was changed or not."""
LONGEST = 200
"""Characters of an attribute's value that is typed."""


def as_it_is(desk: Desk, annotation: Annotation) -> Annotation | None:
    """An annotation of the current article as it is shown now; None when it is not there any more."""
    spread = desk.spread
    if spread is None:
        return None
    if is_own(desk, annotation):
        return spread.layer.get(annotation.id)
    name = annotation.id.rpartition("-")[0]
    return desk.project.others.layer(name, spread.article).get(annotation.id)


def is_own(desk: Desk, annotation: Annotation) -> bool:
    """Whether an annotation is in one's own file."""
    return annotation.id.rpartition("-")[0] == desk.project.annotator


def beside(desk: Desk, annotation: Annotation) -> list[Annotation]:
    """The annotations on the very span of one, itself among them."""
    spread = desk.spread
    if spread is None:
        return []
    if is_own(desk, annotation):
        return spread.layer.same_place(annotation.span)
    return desk.project.others.layer(annotation.id.rpartition("-")[0], spread.article).same_place(annotation.span)


def mean(desk: Desk, annotation: Annotation) -> None:
    """Let the keys of the reading screen mean an annotation."""
    desk.stepped = annotation.id
    if desk.pane is not None and not annotation.start <= desk.pane.caret < annotation.end:
        desk.pane.select(Selection(annotation.start, annotation.start))


def relabel(around: Around, annotation: Annotation, then: Then) -> None:
    """Ask for another label."""
    desk, project = around.desk, around.desk.project
    there = {one.label for one in beside(desk, annotation)} - {annotation.label}

    def chosen(item: Item | None) -> None:
        if item is not None and item.id in there:
            desk.say(f"{item.id} stands here already")
        elif item is not None:
            work = partial(project.update, [annotation], "relabel", label=item.id)
            change(desk, work, f"{short(annotation.quote)} is {item.id}")
        then()

    rows = _label_rows(project, {annotation.label: "as it is", **dict.fromkeys(there, "here, too")})
    at = next((number for number, item in enumerate(rows) if item.id == annotation.label), 0)
    title = f"“{short(annotation.quote, 30)}” is a … · Enter changes · Esc backs out"
    around.push(Picker(title, rows, at=at), chosen)


def add_label(around: Around, annotation: Annotation, then: Then) -> None:
    """Ask for one more label on the same words."""
    desk, project, spread = around.desk, around.desk.project, around.desk.spread
    there = {one.label for one in beside(desk, annotation)}

    def chosen(item: Item | None) -> None:
        if item is not None and spread is not None:
            work = partial(project.annotate, spread.article, [annotation.span], item.id)
            change(desk, work, f"{short(annotation.quote)} is {item.id}, too")
        then()

    rows = [item for item in _label_rows(project, {}) if item.id not in there]
    title = f"“{short(annotation.quote, 30)}” is also a … · Enter adds · Esc backs out"
    around.push(Picker(title, rows), chosen)


def _label_rows(project: Project, marks: dict[str, str]) -> list[Item]:
    return [
        Item(one.name, one.name, " · ".join(part for part in (marks.get(one.name, ""), one.kind, one.key) if part))
        for one in project.schema.span_labels
    ]


def note(around: Around, annotation: Annotation, why_not: str, then: Then) -> None:
    """Edit the note, or read it where nothing can be changed."""
    desk = around.desk

    def left(text: str | None) -> None:
        if text is not None:
            work = partial(desk.project.update, [annotation], "note", note=text)
            change(desk, work, "note kept" if text else "note taken away")
        then()

    around.push(Note(f"Note on “{short(annotation.quote, 40)}”", annotation.note, why_not), left)


def attribute(around: Around, annotation: Annotation, name: str, then: Then) -> None:
    """Ask for the value of an attribute: one of its values, or any text where it has none."""
    known = next((one for one in asked(around.desk.project.schema, annotation.label) if one.name == name), None)
    if known is None:
        _drop(around, annotation, name, then)
    elif known.values:
        _pick(around, annotation, known, then)
    else:
        _type(around, annotation, known, then)


def _pick(around: Around, annotation: Annotation, known: Attribute, then: Then, at: int = 0) -> None:
    value = annotation.attributes.get(known.name)
    given = _given(value)
    odd = [one for one in given if one not in known.values]
    rows = [Item(one, one, "given" if one in given else "") for one in known.values]
    rows += [Item(one, one, "given, but not in the label set") for one in odd]
    at = next((number for number, item in enumerate(rows) if not known.many and item.id in given), at)

    def chosen(item: Item | None) -> None:
        if item is None:
            then()
            return
        _put(around, annotation, known.name, toggled(known, value, item.id))
        now = as_it_is(around.desk, annotation)
        if known.many and now is not None and not around.desk.project.read_only:
            _pick(around, now, known, then, rows.index(item) if item in rows else 0)
        else:
            then()

    several = "Enter gives or takes, Esc goes back" if known.many else "Enter gives; the given one: takes it away"
    around.push(Picker(f"{known.name} · {several}", rows, at=at), chosen)


def _type(around: Around, annotation: Annotation, known: Attribute, then: Then) -> None:
    value = annotation.attributes.get(known.name)

    def typed(text: str | None) -> None:
        if text is not None and len(text) > LONGEST:
            around.desk.say(f"a value has {LONGEST} characters at most, this one {len(text):,}; nothing was changed")
        elif text is not None:
            words = [part.strip() for part in text.split(";") if part.strip()]
            one: str | list[str] | None = words if known.many else text.strip()
            _put(around, annotation, known.name, one or None)
        then()

    before = "; ".join(_given(value)) if known.many else "" if value is None else shown_value(value)
    title = f"{short(known.name, 20)} (several with ;): " if known.many else f"{short(known.name, 20)}: "
    around.push(Prompt(title, before), typed)


def _drop(around: Around, annotation: Annotation, name: str, then: Then) -> None:
    """Offer to take away what the label set does not ask for."""

    def chosen(item: Item | None) -> None:
        if item is not None and item.id:
            _put(around, annotation, name, None)
        then()

    value = short(shown_value(annotation.attributes.get(name)))
    rows = [Item("", f"keep {name}: {value}", ""), Item("drop", f"take {name} away", "")]
    around.push(Picker("The label set does not ask for this · Enter chooses", rows), chosen)


def _put(around: Around, annotation: Annotation, name: str, value: Any) -> None:
    now = as_it_is(around.desk, annotation)
    if now is None:
        around.desk.say("this tag is not here any more")
        return
    kept = {key: one for key, one in now.attributes.items() if key != name}
    given = kept if value is None else {**now.attributes, name: value}
    words = f"{name}: {shown_value(value) if value is not None else 'no answer'}"
    change(around.desk, partial(around.desk.project.update, [now], "attribute", attributes=given), words)


def _given(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]

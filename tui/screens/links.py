"""Links: the links of an annotation, followed, given another type, taken away."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from store import Annotation, Link, RefusedError, allowed, annotation_of, retyped, unlinked
from tui.commands.changing import attempt
from tui.commands.linked import differing, go, named, other_end, words_of
from tui.commands.tagging import nothing_here
from tui.desk import Desk
from tui.meant import current
from tui.screens.around import Around
from tui.screens.picker import Picker
from tui.widgets.listing import Item


def follow(around: Around) -> None:
    """Go to the other end of a link of the annotation under the caret; of several, the one that is chosen."""

    def chosen(here: Annotation, link: Link) -> None:
        go(around.desk, here, link)

    _choose(around, "Follow a link", chosen)


def remove(around: Around) -> None:
    """Take away a link of the annotation under the caret."""

    def chosen(here: Annotation, link: Link) -> None:
        words = f"no longer linked: {words_of(around.desk, here, link)}"
        attempt(around.desk, lambda: around.desk.project.apply([unlinked(link)], "unlink"), words)

    _choose(around, "Take a link away", chosen)


def retype(around: Around) -> None:
    """Give a link of the annotation under the caret another type."""
    desk = around.desk

    def chosen(here: Annotation, link: Link) -> None:
        source, target = annotation_of(desk.project, link.source), annotation_of(desk.project, link.target)
        types = allowed(desk.project.schema, source, target) if source and target else ()
        rows = [Item(one.type, one.type, "as it is" if one.type == link.type else "") for one in types]

        def chosen_type(item: Item | None) -> None:
            if item:
                _retype(desk, here, link, item.id)
            around.tell()

        if not source or not target:
            desk.say(f"the other end is gone; {desk.keymap.hint('link-remove')} takes the link away")
        elif all(one.type == link.type for one in types):
            desk.say(f"the label set allows no other type from {source.label} to {target.label}")
        else:
            around.push(Picker("What does the link mean? · Enter chooses · Esc leaves it", rows), chosen_type)

    _choose(around, "Give a link another type", chosen)


def _choose(around: Around, what: str, then: Callable[[Annotation, Link], None]) -> None:
    """Do something with the one link of the annotation under the caret, or with the one that is chosen."""
    desk = around.desk
    here = current(desk)
    if here is None:
        desk.say(nothing_here(desk))
        return
    links = desk.project.relations.links_of(here.id)
    if not links:
        desk.say(f"{named(here)} has no links; {desk.keymap.hint('link')} begins one")
        return
    if len(links) == 1:
        then(here, links[0])
        return
    rows = [
        Item(
            link.id, " · ".join([words_of(desk, here, link), *differing(desk.project, link)]), _where(desk, here, link)
        )
        for link in links
    ]
    known = {link.id: link for link in links}

    def chosen(item: Item | None) -> None:
        if item:
            then(here, known[item.id])
        around.tell()

    around.push(Picker(f"{what} · Enter chooses · Esc goes back", rows), chosen)


def _where(desk: Desk, here: Annotation, link: Link) -> str:
    other = annotation_of(desk.project, other_end(link, here))
    return f"{other.label} · {other.article}" if other else ""


def _retype(desk: Desk, here: Annotation, link: Link, kind: str) -> None:
    try:
        change = retyped(link, kind, desk.project.relations.links_of(link.source))
    except RefusedError as error:
        desk.say(str(error))
        return
    if change is None:
        desk.say(f"it is {kind} already")
    else:
        words = f"{words_of(desk, here, replace(link, type=kind))} · it was {link.type}"
        attempt(desk, lambda: desk.project.apply([change], "retype"), words)


DIALOGS: Mapping[str, Callable[[Around], None]] = {
    "link-follow": follow,
    "link-remove": remove,
    "link-type": retype,
}
"""Action id -> what opens its dialog."""

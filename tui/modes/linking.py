"""Linking: from an annotation to another, in whatever pane or article, by a link type that the label set allows."""

from collections.abc import Callable, Mapping

from store import Annotation, LinkType, allowed, annotation_of, dataclass
from tui.commands.changing import attempt
from tui.commands.linked import named
from tui.commands.tagging import nothing_of_ones_own
from tui.desk import NOTHING_OPEN, Desk
from tui.link_letters import type_letters
from tui.meant import current
from tui.modes.mode import Mode
from tui.words import short


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that may be drawn."""

    type: LinkType
    source: Annotation
    target: Annotation
    is_back: bool = False
    """Whether it leads to where the link was begun."""


@dataclass(slots=True)
class ChoosingType:
    """Both ends are known; a letter says what the link means."""

    desk: Desk
    offers: Mapping[str, Offer]
    """By their letters."""

    def take(self, key: str) -> Mode | None:
        """A letter draws the link, Enter the first one; Esc goes back to looking for the other end."""
        desk = self.desk
        if key == "escape":
            key = desk.keymap.hint("link")
            desk.say(f"no link was drawn; {key} at the other end draws it, Esc once more forgets where it begins")
            return None
        offer = next(iter(self.offers.values())) if key == "enter" else self.offers.get(key)
        if offer is None:
            self.show()
            desk.say(f"{key if len(key) == 1 else 'that key'} is no link type · {desk.message}")
            return self
        kind, ends = offer.type.type, (short(one.quote, 30) for one in (offer.source, offer.target))
        words = f"{kind}: {' → '.join(ends)} · {desk.keymap.hint('link-follow')} follows it"
        if attempt(desk, lambda: desk.project.link(offer.source, offer.target, kind), words):
            desk.link_from = ""
        return None

    def show(self) -> None:
        """Say which letters there are."""
        parts = [f"{letter} {'← ' if one.is_back else ''}{one.type.type}" for letter, one in self.offers.items()]
        self.desk.say("link as " + "  ".join(parts) + " · Esc leaves")

    def leave(self) -> None:
        """Nothing stands on the screen but words."""
        self.desk.say("")


def link(desk: Desk) -> None:
    """Begin a link at the annotation under the caret; at the other end, ask for its type."""
    annotation = _linkable(desk)
    if annotation is None:
        return
    begun = desk.link_from and annotation_of(desk.project, desk.link_from)
    if not begun:
        desk.link_from = annotation.id
        again = desk.keymap.hint("link")
        desk.say(f"link from {named(annotation)}: {again} at the other end, in any article; Esc forgets it")
        return
    if begun.id == annotation.id:
        again = desk.keymap.hint("link")
        desk.say(f"the link begins here, {named(annotation)}: {again} at another annotation; Esc forgets it")
        return
    offers = _offers(desk, begun, annotation)
    if not offers:
        desk.say(f"no link type of the label set leads from {begun.label} to {annotation.label} or back; Esc forgets")
        return
    of_type = type_letters(desk.project.schema)
    mode = ChoosingType(desk, {of_type[one.type.type]: one for one in offers})
    desk.mode = mode
    mode.show()


def _linkable(desk: Desk) -> Annotation | None:
    """The annotation under the caret, one's own or, as the other end, somebody else's; why not is said."""
    if desk.pane is None or desk.spread is None:
        desk.say(NOTHING_OPEN)
        return None
    annotation = current(desk)
    if annotation is None and desk.link_from:
        annotation = next(iter(desk.others_at(desk.pane.caret)), None)
    if annotation is None:
        begun = desk.link_from and annotation_of(desk.project, desk.link_from)
        desk.say(f"no annotation under the caret to link {named(begun)} with" if begun else nothing_of_ones_own(desk))
    return annotation


def _offers(desk: Desk, begun: Annotation, here: Annotation) -> list[Offer]:
    """What may be drawn: from the first to the second, then the other way round where only that is allowed."""
    schema = desk.project.schema
    there = [Offer(one, begun, here) for one in allowed(schema, begun, here)]
    known = {offer.type.type for offer in there}
    back = [Offer(one, here, begun, is_back=True) for one in allowed(schema, here, begun) if one.type not in known]
    return there + [offer for offer in back if offer.source.id.startswith(f"{desk.project.annotator}-")]


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"link": link}
"""Action id -> what it does."""

"""Linking: from an annotation to another, in whatever pane or article, by a link type that the label set allows."""

from collections.abc import Callable, Mapping, Sequence

from store import Annotation, LinkType, RefusedError, allowed, annotation_of, dataclass
from tui.commands.linked import named
from tui.commands.tagging import current, nothing_of_ones_own
from tui.desk import Desk
from tui.modes.mode import Mode
from tui.words import short

LETTERS = "abcdefghijklmnopqrstuvwxyz"


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
        try:
            done = desk.project.link(offer.source, offer.target, offer.type.type)
        except RefusedError as error:
            desk.say(str(error))
            return None
        desk.link_from = ""
        desk.follow(done)
        ends, follow = (short(one.quote, 30) for one in (offer.source, offer.target)), desk.keymap.hint("link-follow")
        desk.say(f"{offer.type.type}: {' → '.join(ends)} · {follow} follows it")
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
        desk.say(f"link from {named(annotation)}: go to the other end, in any article, then {again}; Esc forgets it")
        return
    if begun.id == annotation.id:
        again = desk.keymap.hint("link")
        desk.say(f"the link begins here: {named(annotation)}; go to another annotation, then {again}; Esc forgets it")
        return
    offers = _offers(desk, begun, annotation)
    if not offers:
        desk.say(f"no link type of the label set leads from {begun.label} to {annotation.label} or back; Esc forgets")
        return
    mode = ChoosingType(desk, dict(zip(letters([one.type.type for one in offers]), offers, strict=True)))
    desk.mode = mode
    mode.show()


def letters(names: Sequence[str]) -> list[str]:
    """A letter for each name, of those in it if one is free, the same for the same names."""
    found: list[str] = []
    for name in names:
        wanted = [char for char in name.casefold() if char in LETTERS]
        found.append(next(char for char in (*wanted, *LETTERS, *"0123456789", *map(chr, range(0xE0, 0x200)))
                          if char not in found))  # fmt: skip
    return found


def _linkable(desk: Desk) -> Annotation | None:
    """The annotation under the caret, one's own or, as the other end, somebody else's; why not is said."""
    if desk.pane is None or desk.spread is None:
        desk.say("open an article first: Esc shows the library")
        return None
    if desk.project.read_only:
        desk.say(f"read-only: {desk.project.read_only}")
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

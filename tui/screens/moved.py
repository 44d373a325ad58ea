"""Moved: the dialog about what an edit of the article has moved; nothing is written before somebody says so."""

from collections.abc import Sequence

from store import Annotation, Moved, Placing, Selection, Span
from tui.commands.changing import attempt
from tui.desk import NOTHING_OPEN, Desk
from tui.screens.around import Around
from tui.screens.picker import Picker
from tui.spread import Spread
from tui.widgets.listing import Item
from tui.words import counted, short


def moved(around: Around, before: Selection | None = None) -> None:
    """Go through what an edit of the article has moved: accept places, put what has none on the selection.

    Args:
        around: where it happens.
        before: the selection with which somebody began; None: the present one.
    """
    desk = around.desk
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        desk.say(NOTHING_OPEN)
        return
    placing = spread.placing
    selection = before or pane.selection
    if placing.waiting:
        desk.say(
            f"{counted(len(placing.waiting), 'tag')} of this article are still being placed; press gm again in a moment"
        )
        return
    rows = _rows(placing)
    if not rows:
        desk.say("no tag of this article has moved")
        return

    def marked(item: Item) -> None:
        one = placing.moved.get(item.id)
        pane.select(Selection(one.shown.end, one.shown.start) if one else selection)

    def chosen(item: Item | None) -> None:
        pane.select(selection, opens=False)
        if item is not None:
            _settle(around, spread, item.id, selection)
        around.tell()

    nowhere = f", {len(placing.orphans)} nowhere" if placing.orphans else ""
    title = f"{len(placing.moved)} moved{nowhere} · Enter accepts"
    around.push(Picker(title, rows, on_mark=marked, side=True), chosen)


def _rows(placing: Placing) -> list[Item]:
    sure = sum(1 for one in placing.moved.values() if one.is_sure)
    rows = [Item("", f"accept the {sure} sure ones", "one step")] if sure else []
    doubtful_first = sorted(placing.moved.values(), key=lambda one: one.is_sure)
    rows += [Item(one.stored.id, short(one.shown.quote, 60), _facts(one)) for one in doubtful_first]
    return rows + [Item(one.id, short(one.quote, 60), f"{one.label} nowhere") for one in placing.orphans.values()]


def _facts(one: Moved) -> str:
    return f"{one.stored.label} {one.confidence:.0%}{'' if one.is_sure else ' look'}"


def _settle(around: Around, spread: Spread, chosen: str, before: Selection) -> None:
    """Accept the place of one annotation, or of all that are sure when none is named; attach one that has none."""
    desk, placing = around.desk, spread.placing
    if orphan := placing.orphans.get(chosen):
        _attach(desk, spread, orphan, before.span)
        return
    sure = [one for one in placing.moved.values() if one.is_sure]
    one = placing.moved.get(chosen)
    if one is None and chosen:
        desk.say(f"this tag is not what it was any more; press {desk.keymap.hint('moved')} again")
    elif _accept(desk, [one] if one else sure) and one and (placing.moved or placing.orphans):
        moved(around, before)


def _accept(desk: Desk, places: Sequence[Moved]) -> bool:
    done = attempt(desk, lambda: desk.project.accept(places))
    if done is None:
        return False
    desk.say(f"{counted(len(done.changes), 'tag')} accepted; {desk.keymap.hint('undo')} takes that back")
    return True


def _attach(desk: Desk, spread: Spread, orphan: Annotation, span: Span) -> None:
    if not span.length:
        again = desk.keymap.hint("moved")
        desk.say(
            f"{orphan.label} “{short(orphan.quote)}” has no place: select its words in the text, then {again} again"
        )
        return
    words = f"{orphan.label}: {short(span.of(spread.sheet.text))}; {desk.keymap.hint('undo')} takes that back"
    attempt(desk, lambda: desk.project.attach(spread.article, orphan, span), words)

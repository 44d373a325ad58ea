"""Folding: furniture is shown as one row, or opened: here, in the whole article, or none of it ever."""

from collections.abc import Callable, Mapping

from store import Fold, Selection
from tui.desk import NOTHING_OPEN, Desk
from tui.widgets.pane import ArticlePane
from tui.words import counted


def opened_here(desk: Desk) -> bool:
    """Open the fold on whose row the caret stands; whether there is one."""
    pane = desk.pane
    fold = pane.folding.at(pane.caret) if pane else None
    if pane is None or fold is None:
        return False
    pane.select(Selection(fold.start, fold.start))
    desk.say(f"{counted(fold.lines, 'line')} opened; {desk.keymap.hint('fold')} folds them again")
    return True


def fold(desk: Desk) -> None:
    """Open the fold under the caret, or shut it again."""
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    folding = pane.folding
    if not folding.is_on or opened_here(desk):
        if not folding.is_on:
            desk.say(_off(desk))
        return
    here = folding.at(pane.caret, is_open=True)
    if here is None:
        count = len(folding.folds)
        all_folds = desk.keymap.hint("folds-all")
        desk.say(
            f"no fold here, {counted(count, 'fold')} in this article"
            + (f"; {all_folds} opens or shuts all" if count else "")
        )
        return
    folding.put(here, is_open=False)
    desk.stop_selecting()
    pane.select(Selection(here.start, here.start), opens=False)
    follow(desk)
    desk.say(f"{counted(here.lines, 'line')} folded; {desk.showing.opening} opens them")


def fold_all(desk: Desk) -> None:
    """Open all folds of the article, or shut all when none is shut."""
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    folding = pane.folding
    if not folding.is_on or not folding.folds:
        desk.say("nothing of this article is folded: no furniture was found in it" if folding.is_on else _off(desk))
        return
    opens = bool(folding.shut)
    folding.lay(folding.folds, () if opens else folding.folds)
    follow(desk)
    key, count = desk.keymap.hint("folds-all"), counted(len(folding.folds), "fold")
    desk.say(f"{count} open; {key} shuts them" if opens else f"{count} shut; {key} opens them")


def switch(desk: Desk) -> None:
    """Fold furniture, or show all lines."""
    desk.spreads.folds = not desk.spreads.folds
    for _, spread in desk.spreads:
        spread.sheet.folding.switch(desk.spreads.folds)
    follow(desk)
    desk.say("furniture is folded" if desk.spreads.folds else "furniture is not folded any more")


def follow(desk: Desk) -> None:
    """Show what is open and shut now in all panes; a caret that was in what is shut stands on its row."""
    for pane in desk.panes:
        here = pane.folding.at(pane.caret)
        if here and pane.caret != here.start:
            pane.select(Selection(here.start, here.start), opens=False)
        there = pane.folding.at(pane.caret, is_open=True)
        if there and not here and pane.caret == there.start:
            bring_in(pane, there)
        pane.redraw()
        pane.place_cursor()
    desk.ghosts.renew()


def bring_in(pane: ArticlePane, opened: Fold) -> None:
    """Show lines that were opened at the foot of the screen, where nothing of them would be seen."""
    if not pane.view.holds(opened.end - 1):
        pane.put_top(min(opened.start, pane.view.rows.step(opened.end - 1, 1 - pane.view.height)))


def _off(desk: Desk) -> str:
    return f"furniture is not folded; {desk.keymap.hint('folds')} switches that on"


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"fold": fold, "folds-all": fold_all, "folds": switch}
"""Action id -> what it does."""

"""Pointing: what it means for the desk that the mouse pointed at a pane."""

from tui.desk import Desk
from tui.widgets.pane import ArticlePane


def pointed(desk: Desk, pane: ArticlePane) -> None:
    """Let keys go to the pane; what a key had begun is over, and what it had put on the screen goes."""
    if desk.mode is not None:  # it goes back to where one was; the mouse has gone on
        selection, top = pane.selection, pane.top
        desk.leave_mode()
        pane.select(selection, opens=False)
        pane.put_top(top)
    desk.message = desk.stepped = ""
    if pane is desk.pane:
        desk.stop_selecting()
    else:
        desk.focus(desk.panes.index(pane))

"""Meant: where annotations overlap, the one that was stepped to is shown in the text as the one that keys mean."""

from tui.desk import Desk


def show_meant(desk: Desk) -> None:
    """Bring the panes up to date on which annotation keys mean; nothing is drawn while that stays the same."""
    pane, here = desk.pane, desk.spread
    for path, spread in desk.spreads:
        wanted = ""
        if spread is here and pane is not None and desk.stepped and pane.selection.is_empty:
            ids = [one.id for one in spread.layer.at(pane.caret)]
            wanted = desk.stepped if len(ids) > 1 and desk.stepped in ids else ""
        if wanted == spread.highlights.meant:
            continue
        spans = spread.highlights.mean(wanted)
        for one in desk.panes:
            if one.sheet.path == path:
                for span in spans:
                    one.annotations_changed(span)

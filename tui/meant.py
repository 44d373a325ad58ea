"""Meant: which annotation keys mean; where several overlap, that is the one stepped to, and the text shows which."""

from store import Annotation
from tui.desk import Desk


def current(desk: Desk) -> Annotation | None:
    """The annotation that untag, unsure ... mean: what `;` stepped to, else the innermost under the caret."""
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        return None
    here = spread.layer.at(pane.caret)
    if not pane.selection.is_empty:
        here = spread.layer.same_place(pane.selection.span) or here
    stepped = next((one for one in here if one.id == desk.stepped), None)
    return stepped or (here[0] if here else None)


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

"""Copying: the selection, the annotation or the sentence under the caret, with or without where it is from."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from store import Span
from tui.clipboard import citation
from tui.desk import Desk
from tui.meant import current

Form = Literal["copy", "copy-text", "copy-exact"]


def copied_span(desk: Desk) -> Span | None:
    """What copying means now: the selection, else the annotation, else the sentence under the caret."""
    pane = desk.pane
    if pane is None:
        return None
    if not pane.selection.is_empty:
        return pane.selection.span
    annotation = current(desk)
    return annotation.span if annotation else pane.sheet.segments.at("sentence", pane.caret)


def copy(desk: Desk, form: Form) -> None:
    """Copy what copying means now; with nothing there it says so."""
    span, spread = copied_span(desk), desk.spread
    if span is None or spread is None:
        desk.say("there is nothing to copy under the caret")
        return
    article = spread.article
    quote = span.of(article.text)
    if form == "copy":
        quote = citation(quote, article.source, article.name, article.published, span.start, span.end)
    desk.host.copy_out(quote, exact=form == "copy-exact")


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "copy": partial(copy, form="copy"),
    "copy-text": partial(copy, form="copy-text"),
    "copy-exact": partial(copy, form="copy-exact"),
}
"""Action id -> what it does."""

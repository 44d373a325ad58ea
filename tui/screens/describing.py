"""Dialogs about whole articles and notes: document labels to choose from, and a note to write."""

from collections.abc import Callable, Mapping

from tui.commands.describing import document_labels, offered, put_note, toggle, why_not
from tui.meant import current
from tui.screens.around import Around
from tui.screens.note import Note
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Item
from tui.words import short


class DocumentLabels(Picker):
    """Stays until Esc: Enter gives the article the marked label or takes it away; what is typed can be a new one."""

    def __init__(self, around: Around) -> None:
        self._around = around
        super().__init__("Document labels of this article · Enter gives or takes · Esc ends", self._rows(), side=True)

    def made(self, typed: str) -> Item | None:
        """The label that is typed, if there is none of that name."""
        name = " ".join(typed.split())
        return Item(name, f"+ {name}", "a new one") if name and name not in offered(self._around.desk) else None

    def choose(self, item: Item | None) -> None:
        """Give or take it."""
        if item is not None:
            toggle(self._around.desk, item.id)
            self.retitle(self._around.desk.message + " · Enter gives or takes · Esc ends")
            self.renew(self._rows(), clears=True)
            self._around.tell()

    def _rows(self) -> list[Item]:
        have = document_labels(self._around.desk)
        return [Item(name, f"{'✓' if name in have else ' '} {name}") for name in offered(self._around.desk)]


def label_document(around: Around) -> None:
    """Give the article document labels, one after the other; each is a step of its own."""
    desk = around.desk
    if words := why_not(desk):
        desk.say(words)
        return
    around.push(DocumentLabels(around), lambda _: around.tell())


def note(around: Around) -> None:
    """Write the note of the annotation under the caret, else of the article."""
    desk = around.desk
    if words := why_not(desk):
        desk.say(words)
        return
    annotation, spread = current(desk), desk.spread
    record = desk.project.relations.record(spread.article.path) if spread else None
    old = annotation.note if annotation else record.note if record else ""

    def written(text: str | None) -> None:
        if text is not None and text.strip() != old:
            put_note(desk, annotation, text.strip())
        around.tell()

    what = f"{annotation.label} {short(annotation.quote, 24)}" if annotation else "the article"
    if "\n" in old:
        around.push(Note(f"Note on {what}", old), written)
    else:
        around.push(Prompt(f"Note on {what}: ", old, replaces=False), written)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"document-labels": label_document, "note": note}
"""Action id -> what opens its dialog."""

"""Annotations: the list of the article's annotations or of clusters with their members, to sort and filter."""

from collections.abc import Callable, Sequence

from textual import events
from textual.widgets import Input

from store import Annotation, RefusedError, Selection
from tui.commands.linked import reach
from tui.desk import NOTHING_OPEN, Desk
from tui.screens.around import Around
from tui.screens.names import matching
from tui.screens.picker import Picker
from tui.widgets.listing import Item, Listing
from tui.words import counted, short

ORDERS: dict[str, Callable[[Annotation], tuple[object, ...]]] = {
    "place": lambda one: (one.start, -one.end, one.number),
    "label": lambda one: (one.label, one.start, one.number),
    "words": lambda one: (" ".join(one.quote.split()).casefold(), one.start, one.number),
}
"""What a list can be sorted by, and what then decides."""
HEAD = "cluster "
"""What begins the id of a row that names a cluster."""


class Annotations(Picker):
    """The list of annotations. Gives the row that was chosen."""

    def __init__(self, desk: Desk, mark: Callable[[Item], None]) -> None:
        """Set the list up.

        Args:
            desk: what lies open.
            mark: shows an item in the pane.
        """
        self._desk, self._order, self._is_grouped = desk, "place", False
        spread, pane = desk.spread, desk.pane
        at = spread.layer.before(pane.caret) if spread and pane else 0
        super().__init__("", self._rows(), at=at, on_mark=mark, side=True)
        self.title_words = self._title()

    def on_key(self, event: events.Key) -> None:
        """Sort, group or untag; the other keys are those of any list to type in."""
        acts = {"ctrl+o": self._sort, "ctrl+g": self._group, "delete": self._untag}
        line = self.query_one(Input)
        if event.key == "delete" and line.cursor_position < len(line.value):
            return  # it takes a letter of what was typed
        if act := acts.get(event.key):
            event.stop()
            event.prevent_default()
            act()

    def _title(self, news: str = "") -> str:
        if news:
            return news
        count = counted(sum(1 for item in self.items if not item.id.startswith(HEAD)), "annotation")
        if self._is_grouped:
            return f"{count} in clusters · Ctrl+G this article"
        return f"{count} by {self._order} · Ctrl+O sorts · Ctrl+G clusters · Del untags"

    def _sort(self) -> None:
        names = list(ORDERS)
        self._order = names[(names.index(self._order) + 1) % len(names)]
        self._is_grouped = False
        self._again()

    def _group(self) -> None:
        if not self._is_grouped and not self._desk.project.clusters.all():
            self._again(no_clusters(self._desk))
            return
        self._is_grouped = not self._is_grouped
        self._again()

    def _untag(self) -> None:
        listing = self.query_one(Listing)
        item, at = listing.marked, listing.at
        found = annotation_at(self._desk, item.id) if item else None
        if found is None:
            self._again(f"a cluster is deleted by {self._desk.keymap.hint('clusters')}" if item else "")
            return
        try:
            done = self._desk.project.remove([found])
        except RefusedError as error:
            self._again(str(error), at)
            return
        self._desk.follow(done)
        undo = self._desk.keymap.hint("undo")
        self._again(f"untagged {found.label}: {short(found.quote, 30)} · {undo} after Esc takes that back", at)

    def _again(self, news: str = "", at: int = 0) -> None:
        """Show the rows anew, filtered as before."""
        self.items = self._rows()
        self.query_one(Listing).show(matching(self.query_one(Input).value, self.items), at)
        self.retitle(self._title(news))

    def _rows(self) -> Sequence[Item]:
        if self._is_grouped:
            return _by_cluster(self._desk)
        spread, clusters = self._desk.spread, self._desk.project.clusters
        names = {one.id: one.name for one in clusters.all()}
        found = sorted(spread.layer, key=ORDERS[self._order]) if spread else []
        return [_row(one, f"{one.label} {one.start}", names.get(one.cluster or "", "")) for one in found]


def _row(one: Annotation, right: str, cluster: str = "") -> Item:
    mark = " ?" if one.unsure else ""
    return Item(one.id, f"{short(one.quote, 60)}{mark}", right, more=f"{short(one.note, 200)} {short(cluster)}")


def _by_cluster(desk: Desk) -> list[Item]:
    """Every cluster by its name, and under it its members in all articles."""
    rows = []
    for cluster in sorted(desk.project.clusters.all(), key=lambda one: one.name.casefold()):
        members = desk.project.clusters.members(cluster.id)
        rows.append(Item(f"{HEAD}{cluster.id}", cluster.name, counted(len(members), "tag"), is_dim=True))
        rows += [
            Item(
                one.id,
                f"  {short(one.quote, 60)}",
                f"{one.label} · {one.article.rpartition('/')[2]}",
                more=cluster.name,
            )
            for one in members
        ]
    return rows


def no_clusters(desk: Desk) -> str:
    """What to do where there are no clusters."""
    return f"there are no clusters yet; {desk.keymap.hint('cluster')} puts the annotation under the caret into one"


def annotation_at(desk: Desk, row: str) -> Annotation | None:
    """The annotation of a row, wherever it is: where it is shown, if its article lies open; None for a cluster."""
    for _, spread in desk.spreads:
        if found := spread.layer.get(row):
            return found
    number = row.rpartition("-")[2]
    if row.startswith(HEAD) or not number.isdecimal():
        return None
    record = desk.project.database.get("annotations", int(number))
    return Annotation.from_dict(record) if record else None


def show(desk: Desk, annotation: Annotation) -> None:
    """Go to an annotation, opening its article where it is not open."""
    if reach(desk, annotation.article, annotation.span):
        desk.stepped = annotation.id


def list_annotations(around: Around) -> None:
    """Walk through the article's annotations in a list; the pane follows, Esc goes back to where one was."""
    desk = around.desk
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        desk.say(NOTHING_OPEN)
        return
    if not len(spread.layer) and not desk.project.clusters.all():
        desk.say("this article has no annotations yet: press a label's key to make one")
        return
    before, top = pane.selection, pane.top

    def marked(item: Item) -> None:
        if desk.spread and (annotation := desk.spread.layer.get(item.id)):
            pane.select(Selection(annotation.end, annotation.start))

    def chosen(item: Item | None) -> None:
        name = item.id.removeprefix(HEAD) if item and item.id.startswith(HEAD) else None
        first = next(iter(desk.project.clusters.members(name)), None) if name else None
        annotation = first or (annotation_at(desk, item.id) if item else None)
        pane.select(before, opens=False)
        pane.put_top(top)
        if annotation is not None:
            show(desk, annotation)
        around.tell()

    around.push(Annotations(desk, marked), chosen)

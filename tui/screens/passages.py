"""Passages: what the article in the pane shares with any article of the project, one by one, opened beside."""

from collections.abc import Callable, Iterator, Mapping

from store import Article, Hit, Selection, Shared, Texts, abroad
from tui.alongside import HIDDEN, SHOWN, alongside, name_of
from tui.commands.going import go_to
from tui.desk import NOTHING_OPEN, Desk
from tui.passages import edits_of
from tui.screens.around import Around
from tui.screens.streaming import Streaming
from tui.widgets.listing import Item, Listing
from tui.words import counted, short

LONGEST_NAME = 20
"""Characters of the article's name, so that the line has room in 80 columns."""
LOOK = 0.25
"""Seconds between two looks whether the index is ready."""


class ProjectPassages(Streaming[tuple[Shared, Article]]):
    """The passages, those of the articles that share most first. Gives the row that was chosen."""

    def __init__(self, desk: Desk) -> None:
        """Set it up for the article in the current pane."""
        spread = desk.spread
        assert spread is not None
        super().__init__(desk.project)
        self._article, self._texts = spread.article, Texts(desk.project.library)
        self._kinds = SHOWN + HIDDEN if alongside(desk).wanted.has_hidden else SHOWN
        self._verdicts = desk.project.relations.judging.verdicts
        self.title_words = f"passages of {name_of(spread.article.path)} with the project"

    def on_mount(self) -> None:
        """Begin to look, and have the index brought up to date meanwhile."""
        super().on_mount()
        self.index.refresh()
        self._was_busy = self.index.is_busy
        self._look_for()
        self.set_interval(LOOK, self._look)

    def _look_for(self) -> None:
        self.begin(self._called(abroad(self._article, self.index, self._texts, SHOWN + HIDDEN)))

    def _called(self, found: Iterator[tuple[Shared, Article] | None]) -> Iterator[tuple[Shared, Article] | None]:
        """Those of the kinds that are shown, as a person calls them."""
        for one in found:
            if one is None:
                yield None
                continue
            shared, other = one
            texts = {self._article.path: self._article.text, other.path: other.text}
            yield from ((told, other) for told in self._verdicts.retold([shared], texts) if told.kind in self._kinds)

    def _look(self) -> None:
        """Look again when the index is ready, for it knows of articles by then that it did not."""
        was, self._was_busy = self._was_busy, self.index.is_busy
        if was and not self._was_busy:
            self._look_for()

    def item(self, number: int, found: tuple[Shared, Article]) -> Item:
        """What it says here, what became of it there, and where that is."""
        one, other = found
        edits = edits_of(one, self._article.text, other.text)
        words = f"{one.kind}: {short(one.in_a.of(self._article.text), 60)} · {edits}"
        return Item(str(number), words, name_of(other.path), more=other.path)

    def told(self) -> str:
        """How many there are, and which keys."""
        if self.is_over:
            self.query_one(Listing).empty = "no other article shares a passage with this one"
        number = counted(len(self.results), "passage") if self.is_over else f"{len(self.results):,} passages so far"
        name = short(name_of(self._article.path), LONGEST_NAME)
        return " · ".join(filter(None, [f"{number} of {name} with the project", self.problem, "Enter opens beside"]))


def project_passages(around: Around) -> None:
    """List what the article shares with the whole project; Enter opens the other article beside, at the passage."""
    desk = around.desk
    pane = desk.pane
    if pane is None or desk.spread is None:
        desk.say(NOTHING_OPEN)
        return
    screen = ProjectPassages(desk)

    def chosen(item: Item | None) -> None:
        if item is not None:
            one, other = screen.results[int(item.id)]
            pane.select(Selection(one.in_a.start, one.in_a.start))
            if go_to(desk, Hit(other.path, one.in_b, one.in_b.of(other.text)), beside=True):
                desk.say(f"{one.kind}: {item.left.partition(' · ')[2]}")
        around.tell()

    around.push(screen, chosen)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"passages-project": project_passages}
"""Action id -> what opens its dialog."""

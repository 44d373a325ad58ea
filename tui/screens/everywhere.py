"""Everywhere: search in the whole project as one types, for words, names, patterns, labels and notes."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from textual import events
from textual.widgets import Input

from store import Hit, Texts, count_typed, dataclass, find_labels, find_notes, find_pattern, find_typed
from tui.commands.going import go_to
from tui.desk import Desk
from tui.screens.around import Around
from tui.screens.streaming import PAGE, Streaming
from tui.spread import Asked
from tui.widgets.listing import Item, Listing
from tui.words import counted, short

LOOK = 0.25
"""Seconds between two looks how far the index is."""
REST = 0.3
"""Seconds without a key after which a pattern is tried: its process takes longer to start than a key comes."""
MOST = 1000
"""Articles that are counted; where there are more, that is said."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to search."""

    name: str
    nothing: str
    """What can be typed."""
    search: Callable[["Everywhere", str], Iterator[Hit | None]]
    is_here: bool = False
    """Whether it asks the records, which are the screen's own thread's."""
    rests: bool = False
    """Whether it waits until nobody types."""


def _hits(found: Iterator[Hit | str]) -> Iterator[Hit | None]:
    return (one if isinstance(one, Hit) else None for one in found)


def _labels(screen: "Everywhere", typed: str) -> Iterator[Hit | None]:
    label, _, words = typed.partition(" ")
    return find_labels(screen.desk.project, label, words)


WAYS = (
    Way("words", "words, the last one may be begun; “in quotes” one after the other",
        lambda screen, typed: screen.counting(typed)),
    Way("fuzzy", "words or names, spelt nearly so",
        lambda screen, typed: screen.counting(typed, is_fuzzy=True)),
    Way("regex", "a regular expression",
        lambda screen, typed: _hits(find_pattern(screen.desk.project.library, typed)), rests=True),
    Way("label", "a label or its beginning, then words under it", _labels, is_here=True),
    Way("note", "words of a note", lambda screen, typed: find_notes(screen.desk.project, typed), is_here=True),
)  # fmt: skip
"""The ways to search, in the order in which Ctrl+T goes through them."""
BY_NAME: Mapping[str, int] = {way.name: number for number, way in enumerate(WAYS)}


class Everywhere(Streaming[Hit]):
    """The line to type in, and what was found. Gives the row that was chosen."""

    def __init__(self, desk: Desk) -> None:
        """Begin with what was asked the last time, or with what is selected."""
        super().__init__(desk.project)
        self.desk: Desk = desk
        """What lies open."""
        self.texts = Texts(desk.project.library)
        pane, asked = desk.pane, desk.asked
        selected = short(pane.selection.span.of(pane.sheet.text), 80) if pane and not pane.selection.is_empty else ""
        self._way = BY_NAME.get(asked.way, 0) if not selected else 0
        self._first = selected or asked.text
        self._total = 0
        self.last = asked
        """What was asked last."""
        self.is_beside = False
        """Whether the chosen place is to be opened beside."""
        self.title_words = self.told()

    def on_mount(self) -> None:
        """Bring the index up to date meanwhile, and search for what stands in the line."""
        self.index.refresh()
        self.set_interval(LOOK, self._look)
        self.query_one(Listing).empty = "type to search in all articles"
        line = self.query_one(Input)
        line.placeholder = WAYS[self._way].nothing
        if self._first:
            line.value = self._first
            line.cursor_position = len(line.value)
            line.select_all()

    def on_key(self, event: events.Key) -> None:
        """Search in another way, or open beside; the other keys are those of any list to type in."""
        if event.key == "ctrl+t":
            self._way = (self._way + 1) % len(WAYS)
            self.query_one(Input).placeholder = WAYS[self._way].nothing
            self._ask()
        elif event.key == "ctrl+b":
            self.is_beside = True
            self.on_input_submitted(Input.Submitted(self.query_one(Input), ""))
        else:
            return
        event.stop()
        event.prevent_default()

    def _catch_up(self) -> None:
        """Search for what stands in the line, if it is something else now."""
        if (typed := self.query_one(Input).value) != self._typed:
            self._typed = typed
            self._ask()

    def counting(self, typed: str, *, is_fuzzy: bool = False) -> Iterator[Hit | None]:
        """What was typed, found; when there is more than a page, how much there is in all is counted."""
        for number, found in enumerate(find_typed(self.index, self.texts, typed, is_fuzzy=is_fuzzy), 1):
            if number == PAGE:
                self._total = count_typed(self.index, typed, is_fuzzy=is_fuzzy, most=MOST)
            yield found

    def _ask(self) -> None:
        way, typed = WAYS[self._way], self._typed.strip()
        self._total, self.last = 0, Asked(way.name, typed)
        self.query_one(Listing).empty = "nothing found" if typed else "type to search in all articles"
        if not typed:
            self.begin(iter(()), here=True)
        elif way.rests:
            self.wait(REST, lambda: way.search(self, typed))
        else:
            self.begin(way.search(self, self._typed.lstrip()), here=way.is_here)

    def item(self, number: int, found: Hit) -> Item:
        """Where it is, and what stands there."""
        name = PurePosixPath(found.path).name
        right = " · ".join(filter(None, (short(found.why, 30), short(found.about, 30) or name)))
        return Item(str(number), found.before or ("" if found.quote else found.path), right,
                    strong=found.quote or "", rest=found.after)  # fmt: skip

    def _found(self, value: str) -> list[Item]:
        del value  # the search has done that
        return [*self.items]

    def told(self) -> str:
        """How one searches, what was found, how far the index is, and which keys there are."""
        parts = [WAYS[self._way].name, *filter(None, (self._amount(), self.problem, self._progress()))]
        return " · ".join([*parts, "Ctrl+T other ways", "Enter opens", "Ctrl+B beside"])

    def _amount(self) -> str:
        number = len(self.results)
        if not self._typed.strip():
            return ""
        if self.is_looking:
            return f"{number:,} so far" if number else "looking"
        if self.is_over:
            return counted(number, "place")
        return f"{max(number, self._total):,}" + (" and more" if self._total in (0, MOST) else "")

    def _progress(self) -> str:
        if self.index.is_busy and self.index.progress.done < self.index.progress.total:
            return f"{self.index.progress.done:,} of {self.index.progress.total:,} indexed"
        return self.index.progress.problem if not self.index.is_busy else ""

    def _look(self) -> None:
        """Say how far the index is, and search again when it is ready."""
        was, self._was_busy = self._was_busy, self.index.is_busy
        if was and not self._was_busy and self._typed.strip() and len(self.results) < PAGE:
            is_chosen = self._is_chosen
            self._ask()
            self._is_chosen = is_chosen  # Enter was meant for what is still being looked for
        elif was or self._was_busy:
            self.retitle(self.told())


def search_everywhere(around: Around) -> None:
    """Search in the whole project; Enter goes to the place."""
    desk = around.desk
    screen = Everywhere(desk)

    def chosen(item: Item | None) -> None:
        desk.asked = screen.last
        if item is not None:
            found = screen.results[int(item.id)]
            if go_to(desk, found, beside=screen.is_beside):
                again = desk.keymap.hint("search-project")
                desk.say(f"{int(item.id) + 1} of {len(screen.results):,} found · {again} shows them again")
        around.tell()

    around.push(screen, chosen)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"search-project": search_everywhere}
"""Action id -> what opens its dialog."""

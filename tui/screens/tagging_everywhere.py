"""Tagging everywhere: all mentions of a name in the project, counted by spelling before any is tagged; one step."""

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import PurePosixPath

from textual.widgets import Input

from store import (
    DOCUMENT,
    Group,
    Label,
    Place,
    Rejection,
    Spotted,
    Texts,
    find_name,
    groups,
    rejected_forms,
    taken_in,
)
from tui.commands.taken import Step, tag_taken
from tui.desk import NOTHING_OPEN, Desk
from tui.named import named_here, nothing_named
from tui.screens.around import Around
from tui.screens.streaming import Streaming
from tui.taking import State, Taking
from tui.widgets.listing import Item, Listing
from tui.words import counted, short

MOST = 5_000
"""Places that are tagged in one step, about half a second's work."""
LOOK = 0.25
"""Seconds between two looks how far the index is."""
WIDE = 70
"""From this width of the terminal on the counts are written out."""
FORM = "form "
"""What begins the id of a row that stands for all places of a spelling."""
HINT = "Space takes · a all · o its places · x never · label's key · Enter tags"
"""What stands where other lists have a line to type in."""
MARKS: Mapping[str, str] = {"taken": "[x]", "left": "[ ]", "rejected": "[-]", "some": "[~]", "tagged": " = "}


class Every(Container[str]):
    """Holds every character that can be typed."""

    def __contains__(self, character: object) -> bool:
        return isinstance(character, str) and character.isprintable()


class TagEverywhere(Streaming[Spotted]):
    """The spellings with their counts; each opens to its places. Gives a row when somebody wants to tag."""

    page = MOST
    passes = Every()

    def __init__(self, desk: Desk, names: Sequence[str], label: Label | None) -> None:
        """Set it up.

        Args:
            desk: what lies open.
            names: what is looked for: one name, however it is called.
            label: what it is to be tagged with; None until a label's key says it.
        """
        super().__init__(desk.project)
        self.desk: Desk = desk
        self._texts = Texts(desk.project.library)
        self._names = names
        self.taking: Taking[Spotted] = Taking(
            lambda: self.results, lambda path, name: taken_in(desk.project, path, name), lambda one: one.tier != "look"
        )
        """What somebody wants of the places."""
        self.taking.be(label)
        self._open: set[tuple[str, str]] = set()
        self._groups: tuple[Group, ...] = ()
        self.title_words = self.told()

    @property
    def label(self) -> Label | None:
        """What the places are to be tagged with; None until a label's key says it."""
        return self.taking.label

    def on_mount(self) -> None:
        """Begin to look, and have the index brought up to date meanwhile."""
        self.index.refresh()
        self._was_busy = self.index.is_busy
        self.query_one(Input).placeholder = HINT
        self.query_one(Listing).empty = "nothing so far"
        self._look_for()
        self.set_interval(LOOK, self._look)

    def _look_for(self) -> None:
        name = self.label.name if self.label else ""
        self.taking.forget()
        self.begin(find_name(self.index, self._texts, self._names, rejected_forms(self.desk.project), name))

    def _look(self) -> None:
        was, self._was_busy = self._was_busy, self.index.is_busy
        if was and not self._was_busy:
            self._look_for()
        elif self._was_busy:
            self.retitle(self.told())

    # what is shown

    def _rows(self) -> list[Item]:
        """The spellings, and under those that are open their places."""
        self._groups = groups(self.results)
        rows: list[Item] = []
        for number, group in enumerate(self._groups):
            left = f"{MARKS[self._of_group(group)]} {short(group.form)}"
            rows.append(Item(f"{FORM}{number}", left, self._counted(group)))
            if (group.form, group.tier) in self._open:
                rows += [self.item(one, self.results[one]) for one in group.mentions]
        return rows

    def _counted(self, group: Group) -> str:
        """How many places a spelling has, and how far they can be trusted."""
        if self.app.size.width < WIDE:
            return f"{len(group.mentions):,} {group.tier}"
        articles = len({self.results[one].hit.path for one in group.mentions})
        where = f"{counted(len(group.mentions), 'place')} in {counted(articles, 'article')}"
        return f"{where} · {group.tier} {group.confidence:.2f}"

    def item(self, number: int, found: Spotted) -> Item:
        """A place of an open spelling."""
        about = short(found.hit.about, 30) or PurePosixPath(found.hit.path).name
        right = found.problem or about
        lead, hit = f"    {MARKS[self.state(number)]} ", found.hit
        return Item(str(number), hit.before, right, lead=lead, strong=hit.quote, rest=hit.after)

    def _found(self, value: str) -> Sequence[Item]:
        del value
        return self.items

    def told(self) -> str:
        """What is tagged as what, how many places, and how far the search is."""
        name = self.label.name if self.label else "a label's key?"
        chosen = len(self.chosen())
        parts = [name, f"“{short(self._names[0], 24)}”", f"{chosen:,} of {counted(len(self.results), 'place')}"]
        if not self.is_over and len(self.results) >= MOST:
            parts.append(f"the first {MOST:,}; the others at the next time")
        elif not self.is_over:
            parts.append("looking")
        tagged = sum(self.state(number) == "tagged" for number in range(len(self.results)))
        parts += [f"{tagged:,} tagged already"] if tagged else []
        listing = next(iter(self.query(Listing)), None)
        marked = listing.marked if listing else None
        parts.append(self._why(marked) if marked else "")
        return " · ".join(filter(None, [*parts, self.problem, self._progress()]))

    def _why(self, item: Item) -> str:
        """Why the marked row is offered."""
        if item.id.startswith(FORM):
            return self._groups[int(item.id.removeprefix(FORM))].why
        found = self.results[int(item.id)]
        return f"{found.tier} {found.confidence:.2f}: {found.why}"

    def _progress(self) -> str:
        progress = self.index.progress
        if self.index.is_busy:
            return f"{progress.done:,} of {progress.total:,} indexed" if progress.done < progress.total else ""
        return progress.problem

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Say why the marked row is offered."""
        del event
        self.retitle(self.told())

    # what is chosen

    def state(self, number: int) -> State:
        """What becomes of a place: taken, left, rejected, or nothing for it is tagged already."""
        return self.taking.state(number)

    def chosen(self) -> list[Spotted]:
        """The places that will be tagged."""
        return self.taking.chosen()

    def _of_group(self, group: Group) -> str:
        states = {self.state(number) for number in group.mentions} - {"tagged"}
        return states.pop() if len(states) == 1 else "some" if states else "tagged"

    def rejections(self) -> list[Rejection]:
        """What is not to be offered again: of a spelling of which all places are rejected one for everywhere."""
        return self.taking.rejections((group.mentions for group in self._groups), placed, reach=True)

    def act(self, key: str, item: Item | None) -> bool:
        """Take, leave, reject, open, or say the label; letters are no text here."""
        label = self.desk.project.schema.by_key(key)
        if key in (" ", "space"):
            self.taking.turn_over(self._numbers(item), "taken")
        elif key == "x":
            self.taking.turn_over(self._numbers(item), "rejected")
        elif key == "a":
            every = range(len(self.results))
            self.taking.put(every, "left" if any(self.state(number) == "taken" for number in every) else "taken")
        elif key == "o":
            self._fold(item)
        elif label is not None and label.kind != DOCUMENT:
            self.taking.be(label)
            self._look_for()
        else:
            return len(key) == 1
        self.renew(self._rows())
        self.retitle(self.told())
        return True

    def _numbers(self, item: Item | None) -> Sequence[int]:
        if item is None:
            return ()
        if item.id.startswith(FORM):
            return self._groups[int(item.id.removeprefix(FORM))].mentions
        return (int(item.id),)

    def _fold(self, item: Item | None) -> None:
        """Open the places of a spelling, or close them."""
        numbers = self._numbers(item)
        if numbers:
            found = self.results[numbers[0]]
            self._open ^= {(found.form, found.tier)}

    def choose(self, item: Item | None) -> None:
        """Tag, once there is a label and the search is at its end."""
        if self.label is None:
            self.retitle(f"as what? press a label's key first · {self.told()}")
        elif not self.is_over and len(self.results) < MOST:
            self.retitle(f"not all articles were looked at yet · {self.told()}")
        else:
            self.dismiss(item or Item("", ""))


def tag_everywhere(around: Around) -> None:
    """Show all mentions of the name here in the whole project, and tag those that are taken, as one step."""
    desk = around.desk
    if desk.pane is None:
        desk.say(NOTHING_OPEN)
        return
    named = named_here(desk)
    if named is None or not named.names:
        desk.say(nothing_named(desk))
        return
    screen = TagEverywhere(desk, named.names, named.label)

    def chosen(item: Item | None) -> None:
        if item is None:
            desk.say("nothing was tagged")
        elif screen.label is not None:
            places = [placed(one) for one in screen.chosen()]
            name, rejections = screen.label.name, screen.rejections()
            tag_taken(desk, Step("tag-everywhere", name, named.names[0], places, rejections, named.joined(name)))
        around.tell()

    around.push(screen, chosen)


def placed(one: Spotted) -> Place:
    """A place as records have it."""
    return Place(one.hit.path, one.members)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"tag-everywhere": tag_everywhere}
"""Action id -> what opens its dialog."""

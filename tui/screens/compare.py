"""Compare: what annotators differ in, place by place, judged by keys; the result is an annotator of its own."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from store import Adjudication, Answer, Article, ArticleError, Case, Done, StoreError, answer_of
from tui.commands.changing import attempt
from tui.commands.tagging import PAST
from tui.display import display
from tui.keys import key_of
from tui.screens.around import Around
from tui.screens.compare_articles import with_open
from tui.screens.compare_editing import KEYS as EDITING
from tui.screens.compare_editing import Editing
from tui.screens.compare_panes import ComparePanes
from tui.screens.compare_rows import filters, is_listed, row_of
from tui.screens.dialog import Dialog
from tui.status import about_disk
from tui.widgets.line import Line
from tui.widgets.listing import Listing
from tui.words import counted, short

WATCH = 1.0
"""Seconds between two looks at the files."""
SLICE = 8
"""Articles that are looked through between two frames."""
KEYS = "x nothing there · e edit · j k move · f which · ] [ article · u undo · Esc"


class Compare(Dialog[None]):
    """A pane for each annotator above the list of the places where they differ."""

    CSS_PATH = "compare.tcss"

    def __init__(self, around: Around, work: Adjudication, article: Article) -> None:
        """Set the screen up.

        Args:
            around: where it opens.
            work: whose annotations are compared; closed with the screen.
            article: the one to begin with.
        """
        super().__init__()
        self.around, self.desk, self.work = around, around.desk, work
        self.article = article
        """What is judged now."""
        self.cases: list[Case] = []
        """Every place of it."""
        self.wanted = "open"
        """Which places are listed."""
        self.draft: Editing | None = None
        """The answer that is being edited."""
        self.said = ""
        """What the last key did; the desk's own words are those of the screen below."""
        self._keys = " · ".join([*(f"{at} {name}" for at, name in enumerate(work.names, 1)), KEYS])
        self._seeking: Iterator[Article | None] | None = None
        self._was_warned = False
        project, keymap = work.project, around.keymap
        self._acts: Mapping[str, Callable[[], object]] = {
            "x": lambda: self._judge(None), "e": self._edit, "t": self._take_over,
            "f": lambda: self._filter(1), "F": lambda: self._filter(-1),
            "]": lambda: self._seek(1), "[": lambda: self._seek(-1),
            **dict.fromkeys(("j", "n"), lambda: self._move(1)),
            **dict.fromkeys(("k", "p", "N"), lambda: self._move(-1)),
            **dict.fromkeys(keymap.keys("undo"), lambda: self._step(project.undo, "undid")),
            **dict.fromkeys(keymap.keys("redo"), lambda: self._step(project.redo, "did again")),
        }  # fmt: skip

    def compose(self) -> ComposeResult:
        """Title, panes, list, foot."""
        with Vertical(id="compare"):
            yield Line(id="compare-title")
            yield ComparePanes(self.desk, self.work.names)
            yield Listing(empty="nothing to judge here: f shows what is settled, ] goes on", id="compare-list")
            yield Static(id="compare-foot")

    def on_mount(self) -> None:
        """Show the article that lies open, with what all agree on taken over."""
        self.set_interval(WATCH, self._watch)
        self._load(takes_over=True)

    def on_unmount(self) -> None:
        """Let the files go, whatever ends the screen."""
        self.work.close()

    @property
    def case(self) -> Case | None:
        """The marked place."""
        item = self.query_one(Listing).marked
        return self.cases[int(item.id)] if item else None

    # showing

    def _load(self, *, takes_over: bool = False) -> None:
        """Read the article and everybody's annotations."""
        self.draft = None
        self.cases = self.work.cases(self.article)
        if takes_over and not self.work.project.read_only:
            self._take_over(is_asked=False)
        self.query_one(ComparePanes).show(self.article, self.cases)
        self._list()

    def _list(self, at: int = 0) -> None:
        names = self.work.names
        if self.wanted not in filters(self.cases, names):
            self.wanted = "open"
        rows = [
            row_of(number, case, names)
            for number, case in enumerate(self.cases)
            if is_listed(case, names, self.wanted)
        ]  # fmt: skip
        self.query_one(Listing).show(rows, at)
        self._mark()

    def _mark(self) -> None:
        self.query_one(ComparePanes).go(self.case)
        self._tell()

    def _tell(self) -> None:
        """Bring title and foot up to date."""
        project, opened = self.work.project, sum(case.is_open for case in self.cases)
        which = "" if self.wanted == "open" else f" · {self.wanted}"
        left = f"{opened} open of {len(self.cases)}{which} · {' and '.join(self.work.names)} · {self.article.path}"
        if project.read_only:
            self.query_one("#compare-title", Line).say(left, f"read-only: {project.read_only}", tone="notice")
        else:
            right, tone = about_disk(project.state)
            self.query_one("#compare-title", Line).say(left, right, tone=tone)
        usual = EDITING if self.draft else self._keys
        self.query_one("#compare-foot", Static).update(Content(display(self.said or usual)))

    def _say(self, words: str) -> None:
        self.said = words

    def _watch(self) -> None:
        """Keep up with other programs; what is marked stays marked."""
        self.work.project.tidy()
        is_other = self.work.follow()
        if is_other or not self.desk.project.library.is_current(self.article):
            case = self.case
            if self._read(self.article.path):
                self._load()
                self._mark_again(case)
                self._say("read anew: another program has changed something")
        if self.is_current:
            self._tell()

    def _read(self, path: str) -> bool:
        try:
            self.article = self.desk.project.library.article(path)
        except ArticleError as error:
            self._say(str(error))
            return False
        return True

    def _mark_again(self, case: Case | None) -> None:
        """Mark the place that was marked, by what was said there."""
        ids = set(case.place.ids) if case else set[str]()
        listing = self.query_one(Listing)
        at = [place for place, item in enumerate(listing.items) if ids & {*self.cases[int(item.id)].place.ids}]
        self._list(at[0] if at else listing.at)

    # keys

    def on_key(self, event: events.Key) -> None:
        """Judge, move, or go back."""
        event.stop()
        event.prevent_default()
        self.said = ""
        self._seeking = None
        key, listing = key_of(event), self.query_one(Listing)
        if self.draft is not None:
            self._edited(self.draft, key)
        elif key == "escape":
            if self._may_leave():
                self.dismiss(None)
                return
        elif key.isascii() and key.isdigit():
            self._accept(int(key) - 1)
        elif act := self._acts.get(key):
            act()
        elif key == "enter" or not listing.press(key):
            self._say(f"{key if len(key) == 1 else 'that key'} does nothing here · {self._keys}")
        else:
            self._mark()
        if self.is_current:
            self._tell()

    def _may_leave(self) -> bool:
        """Whether nothing would be lost, or somebody was told what would."""
        project = self.work.project
        if self._was_warned or project.state.kind != "failed" or project.database.rescue():
            return True
        self._was_warned = True
        waiting = counted(project.state.waiting, "change")
        self._say(f"{waiting} can be neither saved nor copied: make room, or Esc again leaves without")
        return False

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """A click marks a place."""
        del event
        self._mark()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the place that is marked now."""
        del event
        if self.draft is None:
            self._mark()

    def _move(self, by: int) -> None:
        self.query_one(Listing).move(by)
        self._mark()

    def _filter(self, by: int) -> None:
        those = [*filters(self.cases, self.work.names)]
        self.wanted = those[(those.index(self.wanted) + by) % len(those)]
        self._list()

    # judging

    def _accept(self, at: int) -> None:
        case = self.case
        if not 0 <= at < len(self.work.names):
            self._say(f"there is no annotator {at + 1}: 1 to {len(self.work.names)} accept one")
        elif case is not None:
            one = case.place.said[at]
            self._judge(answer_of(one) if one else None, self.work.names[at])

    def _judge(self, answer: Answer | None, whose: str = "") -> None:
        """Say what is right at the marked place, and go on to the next."""
        case, listing = self.case, self.query_one(Listing)
        if case is None:
            self._say("there is nothing to judge here; ] goes to the next article")
            return
        what = f"{answer.label} “{short(answer.span.of(self.article.text))}”" if answer else "nothing"
        words = f"right: {what}{f', as {whose} says' if whose else ''}"
        at = listing.at
        if self._do(lambda: self.work.judge(self.article, case, answer), words):
            self.cases = self.work.cases(self.article)
            if self.wanted in ("all", "settled"):
                at = min(at + 1, len(listing.items) - 1)
            self._list(at)

    def _do(self, work: Callable[[], Done], words: str) -> Done | None:
        """Change the result, and say so."""
        done = attempt(self.desk, work)
        if done is None:
            self._say(self.desk.message)
        else:
            left = sum(case.is_open for case in self.work.cases(self.article))
            undo = self.around.keymap.hint("undo")
            self._say(f"{words} · {left} open · {undo} takes that back" if done.changes else "that is so already")
        return done

    def _take_over(self, *, is_asked: bool = True) -> None:
        alike = [case for case in self.cases if case.is_open and case.difference == "agree"]
        if not alike:
            if is_asked:
                self._say("what all agree on has been taken over")
            return
        words = f"{counted(len(alike), 'place')} on which all agree taken over"
        if self._do(lambda: self.work.take_over(self.article, alike), words):
            self.cases = self.work.cases(self.article)
            if is_asked:
                self._list()

    def _step(self, work: Callable[[], Done], verb: str) -> None:
        """Undo or redo, and show where."""
        try:
            done = work()
        except StoreError as error:
            self._say(str(error))
            return
        self.desk.follow(done)
        paths = [str((change.new or change.old).get("article", "")) for change in done.changes]
        judged = {one["id"] for change in done.changes for one in (change.new or change.old).get("judged", ())}
        if self.article.path not in paths and paths and paths[0]:
            self._read(paths[0])
        self._load()
        case = next((one for one in self.cases if judged & {*one.place.ids}), None)
        self._mark_again(case)
        self._say(f"{verb}: {PAST.get(done.action, done.action)}")

    # editing

    def _edit(self) -> None:
        case = self.case
        if case is None or self.work.project.read_only:
            why = self.work.project.read_only
            self._say(f"the result cannot be written: {why}" if why else "there is nothing to edit here")
            return
        self.draft = Editing.of(case, self.article, self.query_one(ComparePanes), self.work.project.schema)
        self._say(self.draft.show())

    def _edited(self, draft: Editing, key: str) -> None:
        """Move an edge, take a label, accept, or go back."""
        if key == "t":
            draft.pick_label(self.app.push_screen)
        elif key not in ("escape", "enter"):
            self._say(draft.press(key))
        else:
            self.draft = None
            self._mark()
            if key == "enter":
                self._judge(draft.answer)

    # articles

    def _seek(self, by: int) -> None:
        """Go to the next article that all have worked on and in which something is open."""
        self._seeking = with_open(self.work, self.desk.project, self.article.path, by)
        self._seek_on()

    def _seek_on(self) -> None:
        """Look through some articles; the others follow in the next frame, unless a key was pressed."""
        if self._seeking is None or not self.is_attached:
            return
        looked = [*islice(self._seeking, SLICE)]
        found = next((one for one in looked if one), None)
        self._say("looking for the next article with open places … any key stops")
        if found is not None:
            self.article = found
            self._say("")
            self._load(takes_over=True)
        elif len(looked) < SLICE:
            self._say("no other article has anything open that all of these have worked on")
        else:
            self.set_timer(0.01, self._seek_on)
        self._tell()

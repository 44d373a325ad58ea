"""Reading: the screen on which articles are read side by side and tagged."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from store import Project, SaveState, Sitting
from tui.beginning import begin
from tui.desk import Desk
from tui.dispatch import Dispatch
from tui.keymap import Keymap
from tui.keys import key_of
from tui.meant import show_meant
from tui.spread import Place
from tui.status import about_project, followed, under_caret, ways_on, why_not
from tui.theme import Palette
from tui.unsaved import Unsaved
from tui.widgets.legend import Legend
from tui.widgets.line import Line
from tui.widgets.mouse_pane import MousePane
from tui.widgets.pane import ArticlePane

LEAST_WIDTH, LEAST_HEIGHT = 40, 10
"""The smallest terminal that the screen is drawn in."""
WATCH = 1.0
"""Seconds between two looks at the files."""
SETTLED = 0.3
"""Seconds after which what is not needed for the first screen is read."""
LEGEND_HEIGHT = 14
"""Under this height of the terminal the legend leaves its rows to the text."""


class ReadingScreen(Screen[None]):
    """Panes side by side, a line about the project above, labels and a line about the last key below."""

    BLANK = True  # else each key draws the whole screen's background a second time, row by row

    knew_links = True
    """Whether the links were known when the screen was first seen."""

    class StateChanged(Message):
        """What is on the disk has changed; sent by the writer's thread."""

        def __init__(self, state: SaveState) -> None:
            super().__init__()
            self.state = state

    class Become(Message):
        """Somebody else is to work here."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class TourAsked(Message):
        """The tour is to be shown."""

    def __init__(
        self, project: Project, keymap: Keymap, palette: Palette, sitting: Sitting, paths: Sequence[str] = ()
    ) -> None:
        """Set the screen up.

        Args:
            project: the model.
            keymap: what keys do.
            palette: the styles of the panes.
            sitting: what lay open the last time.
            paths: the articles to open instead of those.
        """
        super().__init__()
        self.project, self.keymap, self.palette = project, keymap, palette
        places = {path: Place(caret, top) for path, (caret, top) in sitting.places.items()}
        self.desk = Desk(project, self, places=places, keymap=keymap)
        """What lies open."""
        self.missed: list[events.Key] = []
        """Keys that came while something lay over the screen: the program takes them and gives them to that."""
        self._sitting, self._paths = sitting, tuple(paths)
        self.dispatch = Dispatch(self.desk, keymap, self.run)
        self._has_legend, self._schema = True, project.schema
        self._unsaved = Unsaved()
        self._own = self._own_commands()

    def compose(self) -> ComposeResult:
        """The lines; panes are put between them as articles are opened."""
        yield Line(id="top")
        yield Legend(self.palette)
        yield Line(id="bottom", yields=True)

    def on_mount(self) -> None:
        """Open what lay open the last time, else the first articles."""
        self.project.on_state(self._state_changed)
        self.knew_links = self.project.relations.knows_links
        begin(self.desk, self._sitting, self._paths, self.app.size.width)
        self._fit()  # before the first frame: else it would have another legend than those after it
        self.tell()
        self.set_interval(WATCH, self._watch)
        self.set_timer(SETTLED, lambda: import_module("tui.settling").settle(self.desk, self.app, self._show_state))

    def _watch(self) -> None:
        """Keep up with what other programs do to the files."""
        if self.desk.is_working:
            return
        before = self.project.read_only
        if self.project.follow():
            self._renew(self.project.labels.problem or followed(before, self.project.read_only))
            self._show_state()
        elif self.desk.is_stale():
            self._renew("the article was edited by another program and was read anew")
        self.project.tidy()
        if words := self._unsaved.copied(self.project):
            self._say(words)

    def _renew(self, news: str) -> None:
        """Read everything anew and say so; hints and a key's beginning were meant for the text that was there."""
        self.dispatch.forget()
        self.desk.renew()
        self._say(self.desk.message or news)

    def _state_changed(self, state: SaveState) -> None:
        self.post_message(self.StateChanged(state))

    def sitting(self) -> Sitting:
        """What lies open now, to be found again at the next start."""
        desk = self.desk
        if not desk.panes:
            return self._sitting  # it was left before anything was opened
        places = {path: (place.caret, place.top) for path, place in desk.leave().items()}
        return Sitting(tuple(pane.sheet.path for pane in desk.panes), desk.current, places, desk.spreads.folded)

    # what the desk asks for

    def new_pane(self) -> ArticlePane:
        """Make a pane in the present theme."""
        pane = MousePane(self.palette)
        pane.showing, pane.scrolled = self.desk.showing, self.tell
        pane.is_linked = self.desk.is_linked
        pane.unfolded = lambda: import_module("tui.commands.folding").follow(self.desk)
        return pane

    def lay_out(self) -> None:
        """Put the desk's panes on the screen from left to right, or the current one alone."""
        desk = self.desk
        with self.app.batch_update():
            for pane in [*self.query(ArticlePane)]:
                if pane not in desk.panes:
                    pane.remove()
            for number, pane in enumerate(desk.panes):
                if not pane.is_attached:
                    self.mount(pane, after=desk.panes[number - 1] if number else None, before=None if number else 0)
                pane.styles.width = f"{round(desk.widths[number] * 1000)}fr"
                pane.display = not self._is_too_small and (not desk.is_zoomed or number == desk.current)

    def counts_changed(self) -> None:
        """Show how many annotations each label has in the current article."""
        counts = self.desk.counts()  # first: labels that are in no label set are found by it
        looks = self.desk.spreads.looks
        if self._schema is not self.project.schema:
            self._schema = self.project.schema
            self.repaint(self.palette.of(looks[: len(self._schema.labels)]))
            self._fit()
        self.query_one(Legend).show(looks, counts)

    # keys

    def on_key(self, event: events.Key) -> None:
        """Do what the key table, the label set or the present mode says; a key that does nothing says so."""
        event.stop()
        event.prevent_default()
        if self.app.screen is not self:  # it was pressed after one that has opened a dialog just now
            self.missed.append(events.Key(event.key, event.character))
            return
        if self._is_too_small:
            if key_of(event) in (*self.keymap.keys("quit"), "ctrl+c"):
                self.app.exit()
            return
        self.dispatch.press(key_of(event))
        self.tell()

    def run(self, action: str) -> None:
        """Do an action of the key table."""
        from tui.commands.table import COMMANDS  # noqa: PLC0415 - the first screen comes without them

        if words := why_not(self.desk, action):
            self.desk.say(words)
        elif own := self._own.get(action):
            own()
        elif command := COMMANDS.get(action):
            command(self.desk)
        else:
            self.open_dialog(action)

    def open_dialog(self, action: str) -> None:
        """Open the dialog of an action over the screen."""
        from tui.screens.around import Around  # noqa: PLC0415 - the start does without them
        from tui.screens.dialogs import DIALOGS  # noqa: PLC0415

        DIALOGS[action](Around(self.desk, self.keymap, self._push, self.tell, self._run_and_tell, self._become))

    def _own_commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "legend": self._toggle_legend,
            "theme": self.app.action_toggle_dark,
            "quit": self._quit,
            "tour": lambda: self.post_message(self.TourAsked()),
        }

    def _become(self, name: str) -> None:
        self.post_message(self.Become(name))

    def _push(self, screen: Screen[Any], then: Callable[[Any], None]) -> None:
        self.app.push_screen(screen, then)

    def _run_and_tell(self, action: str) -> None:
        self.desk.message = ""
        self.run(action)
        self.tell()

    def _quit(self) -> None:
        if words := self._unsaved.before_leaving(self.project, self.keymap):
            self._say(words)
        else:
            self.app.exit()

    def work(self, title: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something that takes long in a thread, under a screen that says how far it is."""
        from tui.screens.working import Working  # noqa: PLC0415 - the start does without it

        def ended(outcome: Any) -> None:
            then(outcome)
            self.tell()

        self._push(Working(self.desk, title, work), ended)

    def copy_out(self, text: str, *, exact: bool) -> None:
        """Put a text on the clipboard, and say which one has it."""
        call, send = self.app.call_from_thread, self.app.copy_to_clipboard
        say = partial(call, self._say)
        work = partial(import_module("tui.clipboard").copy_and_say, text, partial(call, send), say, exact=exact)
        self.run_worker(work, thread=True, exclusive=True)  # in a thread: a clipboard tool may hang

    def _say(self, words: str) -> None:
        self.desk.say(words)
        self.tell()

    # the mouse

    def on_mouse_pane_pointed(self, event: MousePane.Pointed) -> None:
        """Let keys go to the pane that was pointed at."""
        if event.pane not in self.desk.panes:  # closed meanwhile
            return
        import_module("tui.commands.pointing").pointed(self.desk, event.pane)
        self.dispatch.forget()
        if event.asks:
            self.open_dialog("pick-label")
        self.tell()

    def on_mouse_pane_border_moved(self, event: MousePane.BorderMoved) -> None:
        """Put the border between two panes where the mouse holds it."""
        import_module("tui.commands.articles").move_border(self.desk, event.pane, event.width)

    def on_legend_chosen(self, event: Legend.Chosen) -> None:
        """A click on a label is its key; one on the word for the others opens the list of all."""
        self.dispatch.forget()
        self.desk.message = ""
        if label := self.project.schema.label(event.label):
            self.dispatch.label(label)
        elif event.label:
            self.desk.say(f"{event.label} is not in the label set")
        else:
            self.open_dialog("pick-label")
        self.tell()

    # looks

    def _toggle_legend(self) -> None:
        self._has_legend = not self._has_legend
        self._fit()

    def repaint(self, palette: Palette) -> None:
        """Draw everything in another palette."""
        self.palette = self.query_one(Legend).palette = palette
        for pane in self.desk.panes:
            pane.palette = palette
            pane.redraw()
        self.counts_changed()

    # lines

    def tell(self) -> None:
        """Say in the last line what the last key did, else what is under the caret; in the first what is not saved."""
        if self.project.state.kind == "saving":
            self._show_state()  # with the words about it: the disk's own news comes when it is saved
        show_meant(self.desk)
        self.desk.alongside.keep_up()
        words = self.desk.message or under_caret(self.desk, self.app.size.width)
        is_news = bool(self.desk.message) and self.desk.mode is None  # what a mode says must not hide its letters
        self.query_one("#bottom", Line).say(words, ways_on(self.keymap), whole=is_news)

    def on_reading_screen_state_changed(self, event: StateChanged) -> None:
        """Show the truth about the disk."""
        del event
        self._show_state()

    def _show_state(self) -> None:
        words = about_project(self.project)
        self.query_one("#top", Line).say(words.left, words.right, tone=words.tone)

    # size

    @property
    def _is_too_small(self) -> bool:
        return self.app.size.width < LEAST_WIDTH or self.app.size.height < LEAST_HEIGHT

    def on_screen_resume(self) -> None:
        """Put the terminal's cursor back to the caret after a dialog."""
        if self.desk.pane is not None:
            self.desk.pane.place_cursor()

    def on_resize(self) -> None:
        """Give every part its place."""
        self._fit()

    def _fit(self) -> None:
        size, small, legend = self.app.size, self._is_too_small, self.query_one(Legend)
        legend.display = self._has_legend and not small and size.height >= LEGEND_HEIGHT
        legend.styles.height = legend.rows_for(size.width)
        self.query_one("#bottom", Line).display = not small
        self.lay_out()
        if small:
            self.query_one("#top", Line).say(too_small(size.width, size.height), "")
        else:
            self._show_state()


def too_small(width: int, height: int) -> str:
    """What to say on a terminal that is too small, as far as there is room for it."""
    least = f"{LEAST_WIDTH}x{LEAST_HEIGHT}"
    ways = (f"needs {least}, this is {width}x{height}", f"needs {least}", least)
    return next((words for words in ways if len(words) + 2 <= width), least)

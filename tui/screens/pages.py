"""Pages to read: help, and the state of the disk."""

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store import Problem, Project, SaveState
from tui.display import display
from tui.keymap import GROUPS, Keymap
from tui.screens.dialog import Dialog
from tui.words import counted

HINTED = (
    "While hints are shown: a capital letter selects instead of tagging, the label's key again or Enter takes what is "
    "under the caret, Esc backs out. - and + before the letter make the objects smaller and larger, Space goes on to "
    "the next page, another label's key changes to that label, Tab goes to the next suggestion instead."
)
SCROLL = {"down": 1, "j": 1, "up": -1, "k": -1}


class Page(Dialog[None]):
    """A text to read; the arrows scroll, any other key goes back."""

    CSS_PATH = "pages.tcss"

    def __init__(self, title: str, body: Content) -> None:
        """Set the page up.

        Args:
            title: what it is about.
            body: the text, fit to show.
        """
        super().__init__()
        self._words, self._body = title, body

    def compose(self) -> ComposeResult:
        """Title and text."""
        with VerticalScroll(id="page"):
            yield Static(Content(display(self._words)), id="page-title")
            yield Static(self._body, id="page-body")

    def on_key(self, event: events.Key) -> None:
        """Scroll, or go back."""
        event.stop()
        event.prevent_default()
        scroll = self.query_one(VerticalScroll)
        if event.key in SCROLL:
            scroll.scroll_relative(y=SCROLL[event.key], animate=False)
        elif event.key in ("space", "pagedown"):
            scroll.scroll_page_down(animate=False)
        elif event.key == "pageup":
            scroll.scroll_page_up(animate=False)
        elif event.key in ("home", "end"):
            (scroll.scroll_home if event.key == "home" else scroll.scroll_end)(animate=False)
        else:
            self.dismiss(None)


def help_page(keymap: Keymap, project: Project) -> Page:
    """The keys, by what they are about, and the labels with their meaning."""
    parts: list[Content] = [
        Content("Tag: press a label's key, then the letter that appears on a name or sentence.\n"),
        Content("Or select something first, then press the label's key. Everything is saved at once.\n"),
        Content(f"{HINTED}\n"),
    ]
    for group, title in GROUPS.items():
        parts.append(Content.styled(f"\n{title}\n", "bold"))
        for action in keymap:
            if action.group == group:
                more = f"  {action.help}" if action.help else ""
                parts.append(Content(f"  {keymap.shown(action.id) or 'palette':<16} {action.title}.{more}\n"))
    parts.append(Content.styled("\nLabels\n", "bold"))
    for label in project.schema.labels:
        example = f"  Example: {label.example}" if label.example else ""
        key = label.key or "t"
        parts.append(Content(display(f"  {key:<3} {label.name:<14} {label.kind:<8} {label.description}{example}\n")))
    return Page("Help · arrows and Space scroll, any other key goes back", Content.assemble(*parts))


def disk_page(project: Project, state: SaveState) -> Page:
    """What is on the disk, and what is wrong with the files."""
    kinds = {
        "saved": f"everything is on the disk (last change {state.at})" if state.at else "everything is on the disk",
        "saving": f"{counted(state.waiting, 'change')} on the way to the disk",
        "failed": f"NOT SAVED: {state.why}, {counted(state.waiting, 'change')} waiting; tried again every 2 seconds",
    }
    undone, again = project.history.depth
    lines = [
        kinds[state.kind],
        f"annotator {project.annotator}, in annotations/{project.annotator}.json and .journal",
        f"{counted(undone, 'step')} can be undone, {again} done again",
    ]
    if state.is_tight:
        lines.append("the disk is nearly full: there was no room to write ahead; make room before it refuses a change")
    if project.read_only:
        lines.append(f"read-only: {project.read_only}")
    parts = [Content(display("\n".join(lines) + "\n\n"))]
    parts += _problems(project.problems)
    return Page("State of the disk · any key goes back", Content.assemble(*parts))


def _problems(problems: tuple[Problem, ...]) -> list[Content]:
    if not problems:
        return [Content("No problems were found in the files that were read.\n")]
    title = Content.styled("What was found in the files; nothing of it was thrown away\n", "bold")
    more = "\n`sidemark check FOLDER` in a shell tells more; with --repair it puts right what is safe to put right.\n"
    return [title, *(Content(display(f"  {problem}\n")) for problem in problems), Content(more)]

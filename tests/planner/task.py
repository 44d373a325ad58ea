"""Task: what is to be tagged in a project, as somebody would know it: the words, and the words before them."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from store import Project
from tui.drawing import heading


@dataclass(frozen=True)
class Goal:
    """One span to be tagged."""

    article: str
    label: str
    before: str
    """The words before it, as the text has them: enough to know it by."""
    quote: str
    start: int
    """Where it is; for the count at the end, unknown to the planner."""

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Article, start, end and label: what an export has to have."""
        return self.article, self.start, self.start + len(self.quote), self.label


@dataclass(frozen=True)
class Task:
    """Spans in the articles of a project."""

    name: str
    project: Path
    goals: tuple[Goal, ...]
    """In the order in which the articles are gone through, from top to bottom."""
    headings: dict[str, str]
    """What the head of a pane shows for each article."""
    keys: dict[str, str]
    """The key of each label, as the legend shows it."""
    hints: dict[str, str]
    """What each label is put on, as the help shows it: names, sentences ..."""


def read_task(path: Path) -> Task:
    """Read a task from its TOML file.

    It names a `project`, relative to the file, and `[[span]]`s with `article`, `label`, `quote`, and `before`, the
    words before the quote where that is needed to tell it from others: both together must be in the article once.

    Raises:
        ValueError: a span is not in its article, or more than once.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    root = (path.parent / data["project"]).resolve()
    project = Project.open(root, annotator="planner", read_only=True)
    goals, headings = [], {}
    for span in data["span"]:
        article = project.library.article(span["article"])
        wanted = span.get("before", "") + span["quote"]
        places = [match.start() for match in re.finditer(re.escape(wanted), article.text)]
        if len(places) != 1:
            message = f"{path.name}: {len(places)} places for {wanted!r} in {span['article']}"
            raise ValueError(message)
        headings[span["article"]] = heading(article)
        start = places[0] + len(span.get("before", ""))
        goals.append(Goal(span["article"], span["label"], span.get("before", ""), span["quote"], start))
    keys = {label.name: label.key for label in project.schema.labels}
    hints = {label.name: label.hint for label in project.schema.labels}
    goals.sort(key=lambda goal: (goal.article, goal.start, -len(goal.quote)))
    return Task(data["name"], root, tuple(goals), headings, keys, hints)


def plain(text: str) -> str:
    """A text as a screen shows it, with one blank for each run of blanks and line ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())

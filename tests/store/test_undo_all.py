"""Whatever two hundred actions people do, undoing them all gives the first state back, redoing them all the last."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from store import Annotation, Article, Project, RefusedError, Span, mentions
from tests.projects import HARD, open_project, write_project
from tests.store.disk.disks import everything

ACTIONS = 200
SHARE = "Ilse Marrow and Tobin Vale met at Orrin Bay. “It is Orrin Bay,” said Ilse Marrow, “or no bay.”\n"
FILES = {"a.txt": SHARE * 3, "b.txt": HARD * 2, "old.txt": SHARE, "new.txt": SHARE + "\n"}


def state(project: Project) -> bytes:
    """All records of all tables, as they would be written."""
    records = everything(project.database)
    return orjson.dumps({f"{table} {number}": record for (table, number), record in sorted(records.items())})


class Person:
    """Somebody who does things at random; each is one action or none."""

    def __init__(self, project: Project, random: Random) -> None:
        self.project, self.random = project, random

    def act(self) -> None:
        """Do something."""
        self.random.choice(ACTS)(self)

    def article(self) -> Article:
        return self.project.library.article(self.random.choice(list(FILES)))

    def span(self, article: Article) -> Span:
        start = self.random.randrange(len(article.text))
        return Span(start, min(len(article.text), start + self.random.randrange(1, 30)))

    def label(self) -> str:
        return self.random.choice(self.project.schema.labels).name

    def some(self) -> Annotation | None:
        article = self.article()
        known = list(self.project.layer(article))
        return self.random.choice(known) if known else None

    def tag(self) -> None:
        article = self.article()
        self.project.annotate(article, [self.span(article)], self.label())

    def tag_all(self) -> None:
        article = self.article()
        word = Span(article.text.index("Marrow"), article.text.index("Marrow") + 6)
        self.project.annotate(article, mentions(article.text, word), self.label(), action="tag-all")

    def untag(self) -> None:
        if one := self.some():
            self.project.remove([one])

    def untag_alike(self) -> None:
        if one := self.some():
            layer = self.project.layer(self.project.library.article(one.article))
            alike = [other for other in layer if (other.quote, other.label) == (one.quote, one.label)]
            self.project.remove(alike, "untag-alike")

    def change(self) -> None:
        if one := self.some():
            members: dict[str, Any] = self.random.choice(
                [
                    {"unsure": not one.unsure},
                    {"note": self.random.choice(["", "seen\ntwice", "“Zoë” 🚢"])},
                    {"label": self.label()},
                    {"attributes": {"certainty": self.random.choice(["certain", "possible"])}},
                ]
            )
            self.project.update([one], "relabel", **members)

    def resize(self) -> None:
        if one := self.some():
            article = self.project.library.article(one.article)
            self.project.move_edges(article, one, self.span(article))

    def link(self) -> None:
        one, other = self.some(), self.some()
        if one and other and one.id != other.id:
            self.project.link(one, other, "same_claim")

    def gather(self) -> None:
        members = {one.id: one for one in (self.some(), self.some(), self.some()) if one}
        if members:
            self.project.gather(members.values(), "entity", "Ilse Marrow", aliases=["I. Marrow"])

    def describe(self) -> None:
        members: dict[str, Any] = self.random.choice(
            [{"done": True}, {"done": False}, {"note": "long"}, {"labels": ("politics",)}]
        )
        self.project.describe(self.article(), **members)

    def relocate(self) -> None:
        self.project.relocate({"old.txt": "new.txt"})


ACTS: list[Callable[[Person], None]] = [
    Person.tag, Person.tag, Person.tag_all, Person.untag, Person.untag_alike, Person.change, Person.change,
    Person.resize, Person.link, Person.gather, Person.describe, Person.relocate,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_undo_of_everything_gives_the_first_state_and_redo_the_last(tmp_path: Path, seed: int) -> None:
    project = open_project(write_project(tmp_path, FILES))
    person = Person(project, Random(seed))
    for _ in range(20):
        person.act()
    project.close()
    project = person.project = open_project(tmp_path)
    states, start = [state(project)], project.history.depth[0]
    while len(states) <= ACTIONS:
        person.act()
        if project.history.depth[0] > start + len(states) - 1:
            states.append(state(project))
        assert project.history.depth[0] == start + len(states) - 1, f"seed {seed}: one action is one step"
    for number in reversed(range(ACTIONS)):
        project.undo()
        assert state(project) == states[number], f"seed {seed}, undo to {number}"
    assert project.close()
    project = open_project(tmp_path)
    assert state(project) == states[0], f"seed {seed}, opened again"
    for number in range(1, ACTIONS + 1):
        project.redo()
        assert state(project) == states[number], f"seed {seed}, redo to {number}"
    with pytest.raises(RefusedError, match="nothing to redo"):
        project.redo()
    project.close()

"""Which articles the desk keeps ready: those in panes and the last ones, and nothing is lost of the others."""

import gc
import weakref
from pathlib import Path

import pytest

from store import Fold, Project, Span
from tests.projects import open_project, write_project
from tui.spreads import KEPT, Spreads

COUNT = KEPT + 6
TEXT = "Number {} of the ferry.\n\nShare this page\n\nCaptain Ilse Marrow said that it would sail again.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    files = {f"a{at:02}.txt": TEXT.format(at) for at in range(COUNT)}
    return open_project(write_project(tmp_path / "news", files))


def opened(project: Project, shown: str = "a00.txt") -> Spreads:
    """All articles, opened one after the other while one of them stays in a pane."""
    spreads = Spreads(project)
    for at in range(COUNT):
        spreads.of(f"a{at:02}.txt")
        spreads.let_go([shown, f"a{at:02}.txt"])
    return spreads


def test_articles_that_nobody_looks_at_are_let_go_of(project: Project) -> None:
    spreads = Spreads(project)
    first = weakref.ref(spreads.of("a01.txt").highlights)
    for at in range(COUNT):
        spreads.of(f"a{at:02}.txt")
        spreads.let_go(["a00.txt", f"a{at:02}.txt"])
    assert len(list(spreads)) == KEPT + 2
    assert spreads.get("a00.txt") is not None
    gc.collect()
    assert first() is None


def test_what_is_tagged_meanwhile_is_there_when_it_is_opened_again(project: Project) -> None:
    article = project.library.article("a01.txt")
    spreads = opened(project)
    assert spreads.get("a01.txt") is None
    made = project.annotate(article, [Span(0, 6)], "PERSON").made
    assert [one.id for one in spreads.of("a01.txt").layer] == [made[0].id]
    project.remove(made)
    assert [*spreads.of("a01.txt").layer] == []


def test_folds_are_as_they_were_left(project: Project) -> None:
    spreads = Spreads(project)
    start = TEXT.format(1).index("Share")
    fold = Fold(start, start + 17, 1, ("share",))
    spreads.of("a01.txt").sheet.folding.lay((fold,), [])
    before = spreads.folded["a01.txt"]
    for at in range(2, COUNT):
        spreads.of(f"a{at:02}.txt")
        spreads.let_go([])
    assert spreads.get("a01.txt") is None
    assert before.folds
    assert spreads.folded["a01.txt"] == before
    assert spreads.of("a01.txt").folded == before


def test_an_article_whose_tags_have_moved_is_kept(project: Project) -> None:
    project.annotate(project.library.article("a01.txt"), [Span(30, 36)], "PERSON")
    path = project.root / "a01.txt"
    path.write_text("Now. " + path.read_text(encoding="utf-8"), encoding="utf-8")
    spreads = opened(project)
    assert spreads.get("a01.txt") is not None

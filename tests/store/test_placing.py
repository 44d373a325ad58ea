"""Placing: what becomes of annotations when their article is edited outside; nothing is written by itself."""

import random
from pathlib import Path

import pytest

from store import Annotation, Article, Moved, Placing, Project, RefusedError, Span
from store.placing import AT_ONCE
from tests.edited import mistyped, traced
from tests.invented import PROSE
from tests.projects import FERRY, open_project, write_project


def tagged(tmp_path: Path, text: str = FERRY, quotes: tuple[str, ...] = ("Ilse Marrow", "Tobin Vale")) -> Project:
    """A project with one article, and the quotes in it tagged."""
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": text}))
    article = project.library.article("ferry.txt")
    spans = [Span(article.text.index(quote), article.text.index(quote) + len(quote)) for quote in quotes]
    project.annotate(article, spans, "PERSON")
    return project


def edit(project: Project, text: str) -> Article:
    """Write the article anew, as another program would."""
    (project.root / "ferry.txt").write_text(text, encoding="utf-8", newline="")
    return project.library.article("ferry.txt")


def many(tmp_path: Path, count: int) -> tuple[Project, Article]:
    """A project whose only article has `count` tags and was edited after that."""
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": PROSE}))
    article = project.library.article("ferry.txt")
    rng = random.Random(9)
    starts = rng.sample(range(len(PROSE) - 12), count)
    project.annotate(article, [Span(start, start + 12) for start in starts], "PERSON")
    edited = "".join(char for char, _ in mistyped(0.01)(traced(PROSE), rng))
    return project, edit(project, f"An addition of the editor.\n{edited}")


def test_tags_follow_text_that_was_put_in_front_and_nothing_is_written(tmp_path: Path) -> None:
    project = tagged(tmp_path)
    before = [dict(record) for record in project.database.of_article("ferry.txt")]
    article = edit(project, FERRY.replace("Captain", "Yesterday Captain"))
    placing = project.placing(article)
    assert [one.span.of(article.text) for one in placing.layer] == ["Ilse Marrow", "Tobin Vale"]
    assert len(placing.moved) == 2
    assert all(one.is_sure for one in placing.moved.values())
    assert [dict(record) for record in project.database.of_article("ferry.txt")] == before
    project.close()


def test_places_are_accepted_as_one_step_and_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    project = tagged(tmp_path)
    article = edit(project, FERRY.replace("Captain", "Yesterday Captain"))
    shown = list(project.layer(article))
    done = project.accept(project.placing(article).moved.values())
    assert len(done.changes) == 2
    assert not project.placing(article).moved
    for record in project.database.of_article("ferry.txt"):
        assert article.text[record["start"] : record["end"]] == record["quote"]
        assert record["text_sha256"] == article.text_sha256
    project.undo()
    assert len(project.placing(article).moved) == 2
    assert list(project.layer(article)) == shown
    project.close()


def test_what_was_cut_out_is_kept_without_a_place_and_can_be_attached_by_hand(tmp_path: Path) -> None:
    project = tagged(tmp_path)
    article = edit(
        project, FERRY.replace("Tobin Vale, who runs the yard, was not so sure.", "Somebody was not so sure.")
    )
    placing = project.placing(article)
    (orphan,) = placing.orphans.values()
    assert orphan.quote == "Tobin Vale"
    at = article.text.index("Somebody")
    project.attach(article, orphan, Span(at, at + 8))
    assert not placing.orphans
    assert [one.quote for one in project.layer(article)][-1] == "Somebody"
    project.undo()
    assert list(placing.orphans) == [orphan.id]
    project.close()


def test_a_quote_at_its_old_place_by_chance_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    text = "The mayor met the pilots in the old hall at noon on Friday.\n"
    project = tagged(tmp_path, text, ("the",))
    other = "A list of what was sold there: the chairs, a lamp, the old hall's bell.\n"
    start = text.index("the")
    at = other.index("the ")
    article = edit(project, "x" * (start - at) + other if start > at else other[at - start :])
    assert article.text[start : start + 3] == "the"
    placing = project.placing(article)
    assert not [one for one in placing.layer if one.id not in placing.moved]
    project.close()


def test_an_edit_elsewhere_leaves_a_tag_where_it_is_unmarked(tmp_path: Path) -> None:
    project = tagged(tmp_path)
    article = edit(project, FERRY + "One more line.\n")
    placing = project.placing(article)
    assert len(placing.layer) == 2
    assert not placing.moved
    assert not placing.orphans
    project.close()


def test_many_tags_are_placed_in_slices_that_come_to_the_same(tmp_path: Path) -> None:
    project, article = many(tmp_path, 150)
    begun = project.layers.begun(article)
    assert 0 < len(begun.waiting) <= 150
    sizes = []
    while begun.waiting:
        sizes.append(len(project.layers.advance(article)))
    assert all(0 < size <= AT_ONCE for size in sizes)
    assert len(begun.layer) + len(begun.orphans) == 150
    assert project.database.flush()
    again = open_project(project.root, read_only=True)
    assert places(again.placing(article)) == places(begun)
    again.close()
    project.close()


def places(placing: Placing) -> dict[str, Span]:
    """Where the annotations of an article are shown, by id."""
    return {one.id: one.span for one in placing.layer}


def test_a_long_article_is_searched_in_shorter_slices(tmp_path: Path) -> None:
    long = (PROSE + "\n") * 120
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": long}))
    article = project.library.article("ferry.txt")
    project.annotate(article, [Span(at, at + 20) for at in range(0, 4_000, 100)], "PERSON")
    article = edit(project, f"New. {long}")
    project.layers.begun(article)
    assert len(project.layers.advance(article)) < AT_ONCE
    project.close()


def test_a_tag_that_changes_while_others_wait_is_placed_at_once_and_once(tmp_path: Path) -> None:
    project, article = many(tmp_path, 90)
    begun = project.layers.begun(article)
    waiting = Annotation.from_dict(next(reversed(begun.waiting.values())))
    project.update([waiting], "unsure", unsure=True)
    assert waiting.id not in begun.waiting
    gone = Annotation.from_dict(next(iter(begun.waiting.values())))
    project.remove([gone])
    assert gone.id not in begun.waiting
    assert len(project.placing(article).layer) + len(begun.orphans) == 89
    project.close()


def test_a_tag_keeps_its_place_when_something_else_of_it_changes(tmp_path: Path) -> None:
    project, article = many(tmp_path, 60)
    before = places(project.placing(article))
    moved: Moved = next(iter(project.placing(article).moved.values()))
    project.update([moved.shown], "unsure", unsure=True)
    assert places(project.placing(article)) == before
    assert moved.stored.id in project.placing(article).moved
    project.close()


def test_a_tag_among_copies_does_not_wander_when_something_else_of_it_changes(tmp_path: Path) -> None:
    line = "- the ferry to Marl was late, and nobody on the quay could say why\n"
    old = line * 8
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": f"First of all:\n{old}{PROSE}"}))
    article = project.library.article("ferry.txt")
    starts = [at for at in range(len(article.text)) if article.text.startswith("late", at)]
    project.annotate(article, [Span(at, at + 4) for at in [*starts, *range(700, 1500, 100)]], "PERSON")
    article = edit(project, f"Before all:\n{line}First of all:\n{old}And then, a long while later:\n{line * 2}{PROSE}")
    before = places(project.placing(article))
    for one in list(project.placing(article).moved.values()):
        project.update([one.stored], "unsure", unsure=True)
    assert places(project.placing(article)) == before
    project.close()


def test_records_with_odd_members_are_faults_and_stop_nothing(tmp_path: Path) -> None:
    project = tagged(tmp_path)
    for record in list(project.database.of_article("ferry.txt")):
        table = project.database.table("annotations")
        table.update({"prefix": 7}, doc_ids=[int(record["id"].rpartition("-")[2])])
    article = edit(project, FERRY.replace("Captain", "Yesterday Captain"))
    placing = project.placing(article)
    assert len(placing.faults) == 2
    assert not placing.moved
    project.close()


def test_a_span_outside_the_text_cannot_be_attached(tmp_path: Path) -> None:
    project = tagged(tmp_path)
    article = edit(project, "Nothing of it is left.\n")
    orphan = next(iter(project.placing(article).orphans.values()))
    with pytest.raises(RefusedError):
        project.attach(article, orphan, Span(5, 500))
    assert orphan.id in project.placing(article).orphans
    project.close()

"""Relocation: tags of articles that were renamed, moved, exchanged or deleted go along when somebody says so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import ArticleError, Link, Project, Span, Survey, lost, together
from store.anchor import Anchor
from store.annotation import ArticleRecord
from store.change import Change
from store.relocation import Lost, Proposal, moved, proposals
from tests.invented import PROSE
from tests.projects import FERRY, HARBOUR, annotations, open_project, write_project

paths = st.sampled_from([f"{name}.txt" for name in "abcdef"])
hashes = st.sampled_from(["h1", "h2", "h3", ""])


def project_of(tmp_path: Path) -> Project:
    """Two articles: three tags, a link, a note and a decision in one, one tag in the other."""
    project = open_project(write_project(tmp_path / "p"))
    ferry, harbour = project.library.article("ferry.txt"), project.library.article("harbour.txt")
    made = project.annotate(ferry, [Span(0, 7), Span(8, 19), Span(23, 31)], "PERSON").made
    project.annotate(harbour, [Span(4, 11)], "PERSON")
    project.link(made[0], made[1], "said_by")
    project.describe(ferry, done=True, labels=("report",), note="read twice")
    where = {"article": "ferry.txt", "start": 0, "end": 7, "quote": ferry.text[:7], "text_sha256": ferry.text_sha256}
    number = project.database.take_number()
    decision = {**where, "id": f"ana-{number}", "kind": "passage", "verdict": "reject", "target": where}
    project.apply([Change.insert("decisions", number, decision)], "decide")
    return project


def surveyed(project: Project) -> list[Proposal]:
    return list(Survey.of(project).run())


def test_a_renamed_article_is_known_by_its_text(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.root / "old").mkdir()
    (project.root / "ferry.txt").rename(project.root / "old" / "ferry-returns.txt")
    project.library.refresh()
    assert lost(project) == (("ferry.txt", 3),)
    (found,) = surveyed(project)
    assert (found.kind, found.old, found.new, found.tags) == ("same", "ferry.txt", "old/ferry-returns.txt", 3)
    project.close()


def test_everything_goes_along_as_one_step_and_comes_back(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    before = [one.to_dict() for one in annotations(project, "ferry.txt")]
    links: tuple[Link, ...] = project.relations.links
    (project.root / "ferry.txt").rename(project.root / "new.txt")
    project.library.refresh()
    project.relocate({"ferry.txt": "new.txt"})
    shown = annotations(project, "new.txt")
    assert [one.id for one in shown] == [one["id"] for one in before]
    assert project.relations.links == links
    record = project.relations.record("new.txt")
    assert record is not None
    assert (record.done, record.labels, record.note) == (True, ("report",), "read twice")
    assert project.relations.record("ferry.txt") is None
    (decision,) = project.database.stream("decisions")
    assert (decision["article"], decision["target"]["article"]) == ("new.txt", "new.txt")
    assert lost(project) == ()
    project.undo()
    assert [one[0] for one in lost(project)] == ["ferry.txt"]
    assert project.database.counts()["ferry.txt"] == 3
    project.redo()
    assert project.close()
    again = open_project(project.root)
    assert len(annotations(again, "new.txt")) == 3
    again.close()


def test_exchanged_texts_are_exchanged_back_at_once(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.root / "ferry.txt").write_text(HARBOUR, encoding="utf-8", newline="")
    (project.root / "harbour.txt").write_text(FERRY, encoding="utf-8", newline="")
    found = surveyed(project)
    assert {(one.kind, one.old, one.new) for one in found} == {
        ("elsewhere", "ferry.txt", "harbour.txt"),
        ("elsewhere", "harbour.txt", "ferry.txt"),
    }
    moves = together(found[0], found)
    assert moves == {"ferry.txt": "harbour.txt", "harbour.txt": "ferry.txt"}
    project.relocate(moves)
    assert (len(annotations(project, "harbour.txt")), len(annotations(project, "ferry.txt"))) == (3, 1)
    assert not project.placing(project.library.article("ferry.txt")).orphans
    assert surveyed(project) == []
    project.undo()
    assert len(surveyed(project)) == 2
    project.close()


def test_what_was_tagged_after_the_exchange_stays(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.root / "ferry.txt").write_text("Quite another text about a quay.\n", encoding="utf-8", newline="")
    (project.root / "elsewhere.txt").write_text(FERRY, encoding="utf-8", newline="")
    project.library.refresh()
    project.annotate(project.library.article("ferry.txt"), [Span(6, 13)], "PERSON")
    (found,) = surveyed(project)
    assert (found.kind, found.tags) == ("elsewhere", 3)
    project.relocate(together(found, [found]))
    assert len(annotations(project, "elsewhere.txt")) == 3
    assert [one.quote for one in annotations(project, "ferry.txt")] == ["another"]
    project.close()


def test_a_renamed_and_edited_article_is_proposed_and_never_taken_for_sure(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p", {"a.txt": PROSE, "b.txt": HARBOUR}))
    spans = [Span(at, at + 14) for at in range(0, 1900, 90)]
    project.annotate(project.library.article("a.txt"), spans, "PERSON")
    (project.root / "a.txt").unlink()
    edited = PROSE.replace("Osric Fell", "Oswin Fell").replace("forty men", "fifty men")
    (project.root / "light.txt").write_text("By our reporter.\n" + edited, encoding="utf-8", newline="")
    (found,) = surveyed(project)
    assert (found.kind, found.new, found.candidates) == ("alike", None, ("light.txt",))
    assert 2 * found.found >= found.tried > 0
    project.relocate({"a.txt": "light.txt"})
    placing = project.placing(project.library.article("light.txt"))
    assert len(placing.moved) >= len(spans) - 2
    project.close()


def test_a_deleted_article_is_listed_with_its_tags_and_can_be_given_away_by_hand(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.root / "ferry.txt").unlink()
    (found,) = surveyed(project)
    assert (found.kind, found.tags, found.candidates) == ("nowhere", 3, ())
    project.relocate({"ferry.txt": "harbour.txt"})
    harbour = project.placing(project.library.article("harbour.txt"))
    assert len(harbour.layer) + len(harbour.orphans) == 4
    project.close()


def test_of_two_articles_with_the_text_somebody_has_to_choose(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (project.root / "ferry.txt").rename(project.root / "x.txt")
    (project.root / "y.txt").write_bytes((project.root / "x.txt").read_bytes())
    (found,) = surveyed(project)
    assert (found.kind, found.new, found.candidates) == ("several", None, ("x.txt", "y.txt"))
    project.close()


def test_the_new_article_must_be_there(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    with pytest.raises(ArticleError):
        project.relocate({"ferry.txt": "nowhere.txt"})
    assert len(annotations(project, "ferry.txt")) == 3
    project.close()


def test_a_folder_in_which_nothing_happened_gives_no_proposals(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    assert surveyed(project) == []
    assert lost(project) == ()
    project.close()


def test_what_two_article_records_say_is_kept_in_one() -> None:
    old = ArticleRecord("ana-1", "a.txt", "h", ("report",), done=True, note="first")
    new = ArticleRecord("ana-2", "b.txt", "h", ("column",), note="second")
    changes = moved([("articles", old.to_dict()), ("articles", new.to_dict())], {"a.txt": "b.txt"}, {}, "now")
    kept = [change.new for change in changes if change.kind == "upd"]
    assert [(one["labels"], one["note"], one["done"]) for one in kept] == [
        (["column", "report"], "second\nfirst", True)
    ]
    assert [change.number for change in changes if change.kind == "del"] == [1]


@given(st.dictionaries(paths, hashes.filter(bool)), st.lists(st.tuples(paths, hashes), unique_by=lambda one: one[0]))
def test_a_proposal_for_sure_is_the_only_article_with_the_text(
    present: dict[str, str], named: list[tuple[str, str]]
) -> None:
    wanted = [Lost(path, 1, text, path not in present) for path, text in named if present.get(path) != text]
    free = sorted(present.keys() - {path for path, _ in named})
    found = proposals(wanted, present, lambda _: "", free)
    assert [one.old for one in found if one.kind != "elsewhere"] == [one.path for one in wanted if one.is_gone]
    by_path = {one.path: one for one in wanted}
    for one in found:
        if one.new is not None:
            text = by_path[one.old].text_sha256
            assert [path for path, has in present.items() if has == text] == [one.new]
    sure = [one.new for one in found if one.kind == "same"]
    assert len(sure) == len(set(sure))


@given(st.dictionaries(paths, paths), st.lists(st.tuples(paths, hashes), max_size=12), st.dictionaries(paths, hashes))
def test_moving_records_changes_nothing_but_their_article(
    moves: dict[str, str], made: list[tuple[str, str]], texts: dict[str, str]
) -> None:
    records = [
        {"article": path, "start": 1, "text_sha256": text, "id": f"ana-{number}", "odd": [1]}
        for number, (path, text) in enumerate(made)
    ]
    changes = moved([("annotations", one) for one in records], moves, texts, "now")
    after = {change.number: change.applied_to(records[change.number]) for change in changes}
    for number, record in enumerate(records):
        new = after.get(number) or record
        assert {**new, "article": ""} == {**record, "article": ""}
        leaves = record["article"] in moves and texts.get(str(record["article"])) in (None, record["text_sha256"])
        assert new["article"] == (moves[str(record["article"])] if leaves else record["article"])
    back = {change.number: change.inverse.applied_to(after[change.number]) for change in changes}
    assert all(back[number] == records[number] for number in back)


def test_an_anchor_that_nobody_remembers_well_makes_no_article_likely() -> None:
    weak = Lost("gone.txt", 1, "h", sample=(Anchor(0, "a"),))
    (found,) = proposals([weak], {"x.txt": "h2"}, lambda _: "a quay and a lamp and a rope", ["x.txt"])
    assert found.kind == "nowhere"

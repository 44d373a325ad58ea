"""Judging what annotators differ in: a judgement stands until what was judged changes, and is undone whole."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from store import Annotation, Article, DiskError, Project, RefusedError, Span
from store.adjudication import ADJUDICATED, Adjudication, Answer, Case, answer_of
from store.agreement.pairing import Mark, kind_of, paired
from store.conflicts import places_of
from tests.projects import open_project, write_project
from tests.store.agreement.marks import blurred, nested
from tests.store.disk.disks import everything

TEXT = "Ilse Marrow saw the ferry of Orrin Bay. Tobin Vale, who runs the yard, saw it on Monday, too. Then it sank.\n"
Tags = Sequence[tuple[str, str]]
ANA: Tags = (
    ("PERSON", "Ilse Marrow"),
    ("PLACE", "Orrin Bay"),
    ("PERSON", "Tobin Vale"),
    ("EVENT", "sank"),
    ("ORG", "the yard"),
)
BEN: Tags = (
    ("PERSON", "Ilse Marrow"),
    ("PLACE", "of Orrin Bay"),
    ("ORG", "Tobin Vale"),
    ("EVENT", "Monday"),
    ("PLACE", "yard"),
)


def tag(root: Path, name: str, tags: Tags) -> None:
    project = open_project(root, name)
    article = project.library.article("a.txt")
    for label, words in tags:
        at = TEXT.index(words)
        project.annotate(article, [Span(at, at + len(words))], label)
    project.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with an agreement, and two differences of each class."""
    root = write_project(tmp_path / "p", {"a.txt": TEXT})
    tag(root, "ana", ANA)
    tag(root, "ben", BEN)
    return root


class Bench:
    """An adjudication of one article."""

    def __init__(self, root: Path, *names: str, read_only: bool = False) -> None:
        self.own = open_project(root, "cleo", read_only=read_only)
        self.work = Adjudication(self.own, names or ("ana", "ben"))
        self.article: Article = self.own.library.article("a.txt")

    @property
    def cases(self) -> list[Case]:
        return self.work.cases(self.article)

    def case(self, words: str) -> Case:
        return next(one for one in self.cases if words in [said.quote for said in one.place.annotations])

    def accept(self, words: str, who: int) -> None:
        case = self.case(words)
        said = case.place.said[who]
        assert said is not None
        self.work.judge(self.article, case, answer_of(said))

    @property
    def result(self) -> list[tuple[str, str]]:
        return [(one.label, one.quote) for one in self.work.project.layer(self.article)]

    @property
    def open(self) -> list[str]:
        return [one.place.annotations[0].quote for one in self.cases if one.is_open]

    def close(self) -> None:
        self.work.close()
        self.own.close()


@pytest.fixture
def bench(root: Path) -> Iterator[Bench]:
    bench = Bench(root)
    yield bench
    bench.close()


def test_places_are_named_by_what_differs(bench: Bench) -> None:
    assert [(one.difference, *[said.quote if said else None for said in one.place.said]) for one in bench.cases] == [
        ("agree", "Ilse Marrow", "Ilse Marrow"),
        ("boundary", "Orrin Bay", "of Orrin Bay"),
        ("label", "Tobin Vale", "Tobin Vale"),
        ("both", "the yard", "yard"),
        ("only", None, "Monday"),
        ("only", "sank", None),
    ]
    assert all(one.is_open for one in bench.cases)


def test_agreements_are_taken_over_as_one_step(bench: Bench) -> None:
    bench.work.take_over(bench.article, bench.cases)
    assert bench.result == [("PERSON", "Ilse Marrow")]
    assert not bench.case("Ilse Marrow").is_open
    assert not bench.work.take_over(bench.article, bench.cases).changes, "once is enough"
    bench.work.project.undo()
    assert bench.result == []
    assert bench.case("Ilse Marrow").is_open


def test_what_is_accepted_is_imported_with_attributes_and_a_decision_that_names_what_was_judged(root: Path) -> None:
    ana = open_project(root, "ana")
    [one] = [one for one in ana.layer(ana.library.article("a.txt")) if one.quote == "Orrin Bay"]
    ana.update([one], "note", note="the town", attributes={"certainty": "sure"}, unsure=True)
    ana.close()
    bench = Bench(root)
    bench.accept("Orrin Bay", 0)
    (made,) = bench.work.project.layer(bench.article)
    assert (made.author, made.origin, made.note, made.attributes) == (
        ADJUDICATED, "imported", "the town", {"certainty": "sure"},
    )  # fmt: skip
    assert not made.unsure
    ((number, record),) = bench.work.project.database.items_of("a.txt", "decisions")
    case = bench.case("Orrin Bay")
    assert record["reason"] == " ".join(case.place.ids)
    assert (record["kind"], record["verdict"], record["label"]) == ("mention", "accept", "PLACE")
    assert TEXT[record["start"] : record["end"]] == record["quote"] == "Orrin Bay"
    assert record["id"] == f"adjudicated-{number}"
    assert record["made"] == made.id
    assert [one["quote"] for one in record["judged"]] == ["Orrin Bay", "of Orrin Bay"]
    assert case.accepted == 0
    bench.close()


def test_a_rejection_is_kept_and_settles_the_place(bench: Bench) -> None:
    case = bench.case("Monday")
    bench.work.judge(bench.article, case, None)
    assert bench.result == []
    assert "Monday" not in bench.open
    (record,) = bench.work.project.database.of_article("a.txt", "decisions")
    assert (record["verdict"], record["quote"], record["label"]) == ("reject", "Monday", "EVENT")


def test_an_edited_answer_is_nobodys(bench: Bench) -> None:
    case = bench.case("the yard")
    at = TEXT.index("who runs the yard")
    bench.work.judge(bench.article, case, Answer(Span(at, at + 17), "FACT", case.place.annotations[0]))
    assert bench.result == [("FACT", "who runs the yard")]
    assert (bench.case("the yard").is_open, bench.case("the yard").accepted) == (False, None)


def test_judging_again_replaces_what_was_judged_before(bench: Bench) -> None:
    bench.accept("Tobin Vale", 0)
    bench.accept("Tobin Vale", 1)
    assert bench.result == [("ORG", "Tobin Vale")]
    assert bench.work.project.database.size("decisions") == 1
    bench.work.judge(bench.article, bench.case("Tobin Vale"), None)
    assert bench.result == []
    bench.work.project.undo()
    assert bench.result == [("ORG", "Tobin Vale")]
    assert bench.case("Tobin Vale").accepted == 1


def test_judging_the_same_again_changes_nothing(bench: Bench) -> None:
    bench.accept("Tobin Vale", 0)
    before = everything(bench.work.project.database)
    case = bench.case("Tobin Vale")
    assert not bench.work.judge(bench.article, case, answer_of(case.place.annotations[0])).changes
    assert everything(bench.work.project.database) == before


def test_decisions_stay_when_one_looks_again(root: Path, bench: Bench) -> None:
    bench.work.take_over(bench.article, bench.cases)
    bench.accept("Orrin Bay", 1)
    bench.work.judge(bench.article, bench.case("Monday"), None)
    before = bench.open
    bench.close()
    again = Bench(root)
    assert again.open == before == ["Tobin Vale", "the yard", "sank"]
    assert again.result == [("PERSON", "Ilse Marrow"), ("PLACE", "of Orrin Bay")]
    again.close()


@pytest.mark.parametrize("change", ["label", "span", "gone"])
def test_a_settled_place_opens_again_when_what_was_judged_changes(root: Path, bench: Bench, change: str) -> None:
    bench.accept("Orrin Bay", 0)
    ben = open_project(root, "ben")
    article = ben.library.article("a.txt")
    [one] = [one for one in ben.layer(article) if one.quote == "of Orrin Bay"]
    if change == "label":
        ben.update([one], "relabel", label="GPE")
    elif change == "span":
        ben.move_edges(article, one, Span(one.start, one.end - 1))
    else:
        ben.remove([one])
    assert ben.database.flush()
    assert bench.work.follow()
    assert "Orrin Bay" in bench.open
    bench.accept("Orrin Bay", 0)
    assert "Orrin Bay" not in bench.open
    assert bench.result == [("PLACE", "Orrin Bay")], "what the first judgement made is not there twice"
    ben.close()


def test_a_note_on_what_was_judged_opens_nothing(root: Path, bench: Bench) -> None:
    bench.accept("Orrin Bay", 0)
    ben = open_project(root, "ben")
    ben.update([*ben.layer(ben.library.article("a.txt"))], "note", note="seen")
    assert ben.database.flush()
    assert bench.work.follow()
    assert "Orrin Bay" not in bench.open
    ben.close()


def test_a_place_stays_settled_when_words_elsewhere_were_edited(root: Path) -> None:
    bench = Bench(root)
    bench.accept("Orrin Bay", 0)
    bench.close()
    (root / "a.txt").write_text(f"Seen at noon. {TEXT}", encoding="utf-8")
    again = Bench(root)
    assert "Orrin Bay" not in again.open
    assert again.result == [("PLACE", "Orrin Bay")]
    again.close()


def test_a_third_annotator_opens_what_two_had_settled(root: Path, bench: Bench) -> None:
    bench.accept("Tobin Vale", 0)
    bench.close()
    tag(root, "dov", [("ORG", "Tobin Vale"), ("EVENT", "sank")])
    three = Bench(root, "ana", "ben", "dov")
    assert three.case("Tobin Vale").is_open
    assert three.case("Tobin Vale").difference == "label"
    assert three.case("sank").difference == "some"
    three.accept("Tobin Vale", 2)
    assert three.result == [("ORG", "Tobin Vale")]
    three.close()
    two = Bench(root)
    assert not two.case("Tobin Vale").is_open, "it was judged among more"
    two.close()


def test_what_the_result_has_already_is_not_made_twice(root: Path) -> None:
    tag(root, ADJUDICATED, [("PERSON", "Tobin Vale")])
    bench = Bench(root)
    bench.accept("Tobin Vale", 0)
    assert bench.result == [("PERSON", "Tobin Vale")]
    bench.accept("Tobin Vale", 1)
    assert bench.result == [("PERSON", "Tobin Vale"), ("ORG", "Tobin Vale")], "what was there by hand stays"
    bench.close()


def test_every_judgement_is_undone_and_done_again_whole(bench: Bench) -> None:
    rng = random.Random(5)
    project = bench.work.project
    states = [everything(project.database)]
    bench.work.take_over(bench.article, bench.cases)
    states.append(everything(project.database))
    for _ in range(30):
        case = rng.choice(bench.cases)
        said = rng.choice([None, *case.place.annotations])
        if bench.work.judge(bench.article, case, answer_of(said) if said else None).changes:
            states.append(everything(project.database))
    assert len(states) > 15
    for state in reversed(states[:-1]):
        project.undo()
        assert everything(project.database) == state
    for state in states[1:]:
        project.redo()
        assert everything(project.database) == state


def test_who_may_not_write_the_result_is_told_why(root: Path) -> None:
    holder = open_project(root, ADJUDICATED)
    holder.annotate(holder.library.article("a.txt"), [Span(0, 4)], "PERSON")
    bench = Bench(root)
    with pytest.raises(RefusedError, match="the result cannot be written: open in process"):
        bench.work.judge(bench.article, bench.cases[0], None)
    bench.close()
    holder.close()
    reading = Bench(root, read_only=True)
    with pytest.raises(RefusedError, match="the result cannot be written"):
        reading.work.take_over(reading.article, reading.cases)
    reading.close()


def test_an_edited_article_is_judged_only_as_it_is(root: Path, bench: Bench) -> None:
    cases = bench.cases
    (root / "a.txt").write_text(f"New. {TEXT}", encoding="utf-8")
    with pytest.raises(RefusedError, match="has changed on the disk"):
        bench.work.judge(bench.article, cases[0], None)


def test_the_result_may_be_the_project_that_is_open(root: Path) -> None:
    own = open_project(root, ADJUDICATED)
    work = Adjudication(own, ("ana", "ben"))
    assert work.project is own
    article = own.library.article("a.txt")
    work.judge(article, work.cases(article)[0], None)
    assert work.close()
    own.describe(article, done=True)
    own.close()


def test_a_name_that_is_none_opens_nothing(root: Path) -> None:
    own = open_project(root, "cleo")
    with pytest.raises(DiskError, match="cannot be an annotator's name"):
        Adjudication(own, ("ana", "No One"))
    fresh = Project.open(root, annotator=ADJUDICATED)
    assert fresh.read_only is None, "the file of the result was let go"
    fresh.close()
    own.close()


def test_places_of_two_are_the_pairs_that_are_counted() -> None:
    rng = random.Random(3)
    for _ in range(200):
        first = nested(rng)
        second = blurred(rng, first)
        layers = [
            [Annotation(f"{name}-{at}", "a", mark.start, mark.end, "", mark.label) for at, mark in enumerate(marks, 1)]
            for name, marks in (("a", first), ("b", second))
        ]
        found = places_of(layers, lambda name: name)
        as_marks = [[Mark(one.start, one.end, one.label) if one else None for one in place.said] for place in found]
        wanted = paired(first, second)
        assert sorted((a, b) for a, b in as_marks if a and b) == [*wanted.pairs]
        assert sorted(a for a, b in as_marks if a and not b) == [*wanted.only_first]
        assert sorted(b for a, b in as_marks if b and not a) == [*wanted.only_second]
        assert all(place.difference == kind_of(a, b) for place, (a, b) in zip(found, as_marks, strict=True) if a and b)

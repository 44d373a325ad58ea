"""Counterparts of a claim: found by words or meaning, never what was judged; linked or rejected as one action."""

from pathlib import Path

import pytest

from store import Annotation, Project, RefusedError, Span
from store.claiming import claim_of, link_claim, reject_claims, tag_there
from store.matching.counterparts import Counterpart, Counterparts
from store.matching.disagreeing import disagreements
from store.matching.meaning import Model
from store.matching.texts import Texts
from tests.projects import open_project, write_project
from tests.waiting import wait_for

FILES = {
    "a.txt": "---\npublished: 2031-02-11\n---\nAlmost 100 tonnes of apples had to be thrown away.\nShare this article "
    "with friends now.\n",
    "b.txt": "---\npublished: 2031-02-12\n---\nThe mayor spoke for an hour and left.\nSome 90 tonnes of apples were "
    "thrown away at the market.\n",
    "c.txt": "Nobody counted the apples that were thrown away that night.\nThe weather was fine for most of the day.\n",
}
A, B, C = (
    "Almost 100 tonnes of apples",
    "Some 90 tonnes of apples were thrown away at the market.",
    "Nobody counted",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return open_project(write_project(tmp_path / "news", FILES))


def tag(project: Project, path: str, words: str, label: str = "FACT") -> Annotation:
    article = project.library.article(path)
    at = article.text.index(words)
    return project.annotate(article, [Span(at, at + len(words))], label).made[0]


def asked(project: Project, claim: Annotation, paths: tuple[str, ...] = tuple(FILES)) -> Counterparts:
    article = project.library.article(claim.article)
    return Counterparts(claim_of(project, article, claim), Texts(project.library), paths, lambda: True)


def found(project: Project, claim: Annotation) -> list[Counterpart]:
    return asked(project, claim).by_words()


def test_the_likest_sentences_of_other_articles_come_with_the_words_they_share(project: Project) -> None:
    first, second = found(project, tag(project, "a.txt", A))
    assert (first.article.path, first.quote) == ("b.txt", B)
    assert {"tonnes", "apples"} <= set(first.shared)
    assert second.quote.startswith(C)
    assert [one.article.path for one in asked(project, tag(project, "a.txt", A[:12]), ("a.txt",)).by_words()] == []


def test_what_is_linked_or_rejected_is_not_offered_again_from_either_side(project: Project) -> None:
    claim = tag(project, "a.txt", A)
    first, second = found(project, claim)
    link_claim(project, claim, first.article, first.span, "same_claim")
    assert [one.quote for one in found(project, claim)] == [second.quote]
    reject_claims(project, claim, [(second.article, second.span, second.score)])
    assert found(project, claim) == []
    other = tag(project, "c.txt", second.quote)
    assert claim.quote not in [one.quote for one in found(project, other)]
    assert (claim.article, claim.quote) in claim_of(project, second.article, other).judged
    project.undo()
    project.undo()
    assert [one.quote for one in found(project, claim)] == [second.quote]


def test_a_sentence_without_a_tag_gets_one_in_the_same_step(project: Project) -> None:
    claim = tag(project, "a.txt", A)
    first = found(project, claim)[0]
    link_claim(project, claim, first.article, first.span, "different_number")
    (made,) = project.layer(first.article)
    assert (made.quote, made.label, made.origin) == (B, "FACT", "suggested")
    (link,) = project.relations.links
    assert (link.type, link.source, link.target) == ("different_number", claim.id, made.id)
    (one,) = disagreements(project, link)
    assert one == (
        "tonne of appl",
        "Almost 100 tonnes of apples",
        "2031-02-11",
        "Some 90 tonnes of apples",
        "2031-02-12",
    )
    project.undo()
    assert list(project.layer(first.article)) == []
    assert project.relations.links == ()


def test_a_tag_that_stands_there_is_linked_and_no_other_made(project: Project) -> None:
    claim, there = tag(project, "a.txt", A), tag(project, "b.txt", B[:40])
    tag(project, "b.txt", "apples", "PLACE")
    first = found(project, claim)[0]
    assert tag_there(project, first.article, first.span) == there
    link_claim(project, claim, first.article, first.span, "same_claim")
    assert len(project.layer(first.article)) == 2
    with pytest.raises(RefusedError, match="linked as same_claim already"):
        link_claim(project, claim, first.article, first.span, "same_claim")


def test_what_the_label_set_does_not_allow_is_refused(project: Project) -> None:
    claim = tag(project, "a.txt", A)
    first = found(project, claim)[0]
    with pytest.raises(RefusedError, match="allows no said_by"):
        link_claim(project, claim, first.article, first.span, "said_by")
    assert list(project.layer(first.article)) == []


def test_links_that_say_something_else_have_no_figures_that_differ(project: Project) -> None:
    claim, there = tag(project, "a.txt", A), tag(project, "b.txt", B)
    link = project.link(claim, there, "more_specific").changes[0].new
    assert [disagreements(project, one) for one in project.relations.links] == [()], link


def test_a_model_of_meanings_counts_for_one_half(project: Project) -> None:
    claim = tag(project, "a.txt", A)

    def embed(texts: object) -> list[list[float]]:
        assert isinstance(texts, list)
        return [[1.0, 0.0] if "weather" in text or A in text else [0.0, 1.0] for text in texts]

    best = asked(project, claim).by_meaning(Model("toy", embed))
    assert any("weather" in one.quote for one in best), "it has no word in common with the claim"
    assert not any("weather" in one.quote for one in found(project, claim))


def test_nothing_more_is_read_once_nobody_waits(project: Project) -> None:
    claim = tag(project, "a.txt", A)
    article = project.library.article("a.txt")
    stopped = Counterparts(claim_of(project, article, claim), Texts(project.library), FILES, lambda: False)
    assert stopped.by_words() == []
    assert stopped.read == 0


def test_of_many_articles_those_with_the_rare_words_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.matching.counterparts.FEW", 3)
    more = {f"{at:02}.txt": f"The mayor spoke for an hour on day {at} and then left.\n" for at in range(40)}
    project = open_project(write_project(tmp_path / "news", {**FILES, **more}))
    claim = tag(project, "a.txt", A)
    index = project.library.index(writes=False)
    index.refresh()
    wait_for(lambda: not index.is_busy, "the index")
    wanted = asked(project, claim, (*FILES, *more))
    wanted.narrow(index)
    assert [one.article.path for one in wanted.by_words()] == ["b.txt", "c.txt"]
    assert wanted.read < 10
    project.close()

"""What the articles that lie open have in common: found in a thread, each pair once, the last wish only."""

import threading
from pathlib import Path

import pytest

from store import Article, Company, Corpus, InCommon, Sought, Span
from tests.projects import write_project
from tests.waiting import wait_for

QUOTE = "“The ferry will not sail before the winter swell has left the outer harbour,” said the engineer."
EDITED = "“The ferry will never sail before the winter swell has left our outer harbour,” an engineer told us."
FILES = {
    "a.txt": f"Nobody slept in Orrin Bay.\n\n{QUOTE}\n\nThe baker sold forty loaves to the stranded crew at noon.\n",
    "b.txt": f"It rained upon the quay all day.\n\n{EDITED}\n\nHorses were led along the beach by two boys.\n",
    "c.txt": f"A third paper.\n\n{QUOTE}\n",
}
KINDS = ("quote", "edited quote", "text")


class Heard:
    """What a company tells."""

    def __init__(self, root: Path) -> None:
        self.all: list[InCommon] = []
        paths = [(name, "") for name in FILES]
        self.company = Company(Corpus(root), paths, self.all.append)

    def ask(self, *names: str, alone: bool = False, linked: tuple[tuple[str, Span], ...] = ()) -> InCommon:
        sought = Sought(tuple(article(name) for name in names), KINDS, alone=alone, linked=linked)
        self.company.ask(sought)
        return wait_for(lambda: [one for one in self.all if one.sought is sought], "what was sought")[0]


def article(name: str) -> Article:
    return Article.of(name, FILES[name])


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    return Heard(write_project(tmp_path / "p", FILES))


def test_passages_are_found_and_put_together_over_all_articles(heard: Heard) -> None:
    found = heard.ask("a.txt", "b.txt", "c.txt")
    assert found.fault is None
    assert {(one.a, one.b, one.kind) for one in found.shared} == {
        ("a.txt", "b.txt", "edited quote"),
        ("a.txt", "c.txt", "quote"),
        ("b.txt", "c.txt", "edited quote"),
    }
    assert [[path for path, _ in group.places] for group in found.groups] == [["a.txt", "b.txt", "c.txt"]]


def test_a_new_article_compares_its_own_pairs_only(heard: Heard) -> None:
    heard.ask("a.txt", "b.txt")
    assert heard.company.compared == 3  # each with itself, and the pair
    heard.ask("c.txt", "a.txt", "b.txt")
    assert heard.company.compared == 6
    heard.ask("b.txt", "c.txt")
    assert heard.company.compared == 6


def test_kinds_that_are_not_wanted_make_no_group(heard: Heard) -> None:
    sought = Sought((article("a.txt"), article("c.txt")), ("text",))
    heard.company.ask(sought)
    wait_for(lambda: heard.all, "what was sought")
    assert heard.all[0].shared
    assert heard.all[0].groups == ()


def test_sentences_without_a_relative_are_found_on_demand(heard: Heard) -> None:
    assert heard.ask("a.txt", "b.txt").alone == {}
    alone = heard.ask("a.txt", "b.txt", alone=True).alone
    told = {path: [span.of(FILES[path]) for span in spans] for path, spans in alone.items()}
    assert told == {
        "a.txt": ["The baker sold forty loaves to the stranded crew at noon."],
        "b.txt": ["It rained upon the quay all day.", "Horses were led along the beach by two boys."],
    }


def test_a_link_by_hand_is_a_relative(heard: Heard) -> None:
    baker = FILES["a.txt"].index("The baker")
    alone = heard.ask("a.txt", "b.txt", alone=True, linked=(("a.txt", Span(baker, baker + 9)),)).alone
    assert alone["a.txt"] == ()


def test_what_was_asked_for_last_is_found_and_nothing_before_it(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", FILES)
    all_found: list[InCommon] = []
    asked: list[Sought] = []
    go_on, begun = threading.Event(), threading.Event()

    class Slow(Corpus):
        def article(self, path: tuple[str, str]) -> Article | None:
            begun.set()
            assert go_on.wait(30)
            return super().article(path)

    company = Company(Slow(root), [("a.txt", "")], all_found.append)
    for names in (("a.txt", "b.txt"), ("a.txt", "c.txt"), ("b.txt", "c.txt")):
        asked.append(Sought(tuple(article(name) for name in names), KINDS))
        company.ask(asked[-1])
        assert begun.wait(30)
    go_on.set()
    wait_for(lambda: all_found, "what was sought")
    assert [found.sought for found in all_found] == [asked[-1]]


def test_a_defect_is_handed_over_and_the_next_wish_is_heard(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        message = "broken"
        raise ZeroDivisionError(message)

    with monkeypatch.context() as patch:
        patch.setattr("store.matching.company.copies", broken)
        assert isinstance(heard.ask("a.txt", "b.txt").fault, ZeroDivisionError)
    assert heard.ask("a.txt", "b.txt").fault is None


@pytest.mark.parametrize(
    "texts",
    [
        ("", ""),
        ("\n\n", "Ferry."),
        (FILES["a.txt"], FILES["a.txt"]),
        ("東京港で船は来ないと言った。" * 30, "اشترك في النشرة. " * 30),
        ("The ferry will not sail again. " * 2_000, "The ferry will not sail again.\n" * 2_000),
    ],
    ids=["empty", "blank", "twins", "scripts", "one-sentence"],
)
def test_odd_articles_are_compared_like_any_others(
    heard: Heard, texts: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILES, "x.txt", texts[0])
    monkeypatch.setitem(FILES, "y.txt", texts[1])
    found = heard.ask("x.txt", "y.txt", "a.txt", alone=True)
    assert found.fault is None
    for one in found.shared:
        assert one.in_a.of(FILES[one.a])
        assert one.in_b.of(FILES[one.b])

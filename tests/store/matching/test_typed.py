"""Search as somebody types: with the index and without it, the same is found."""

import random
from itertools import islice
from pathlib import Path

import pytest

from store.article import Article
from store.library import Library
from store.matching.index import Index
from store.matching.texts import Hit, Texts
from store.matching.typed import count_typed, find_typed, parts_of
from tests.projects import write_project
from tests.store.matching.hits import real

FILES = {
    "a.txt": "The Port-Ansel ferry will not sail. Ana López said so.\nNo danger, she added.",
    "b.txt": "Ana Lopez and the ferries of Port Ansel. A danger to no one.",
    "c.txt": "東京港。船は来ない。",
    "d.txt": "Lopes, Zoe\u0308 and the café\u0301s; don’t ask “why”.",
}


def searching(root: Path) -> tuple[Index, Texts]:
    library = Library(root)
    index = library.index(writes=True)
    index.refresh()
    index.wait()
    return index, Texts(library)


@pytest.fixture
def found(tmp_path: Path) -> tuple[Index, Texts]:
    return searching(write_project(tmp_path / "news", FILES))


@pytest.mark.parametrize(
    ("typed", "quotes"),
    [
        ("ferr", {"a.txt": "ferry", "b.txt": "ferries"}),
        ("ferry ", {"a.txt": "ferry"}),
        ("port-ansel", {"a.txt": "Port-Ansel", "b.txt": "Port Ansel"}),
        ('"no danger"', {"a.txt": "No danger"}),
        ("no danger", {"a.txt": "No danger", "b.txt": "danger"}),
        ("lopez", {"a.txt": "López", "b.txt": "Lopez"}),
        ("LÓPEZ ferr", {"a.txt": "ferry", "b.txt": "Lopez"}),
        ("東京", {"c.txt": "東京"}),
        ("船は来", {"c.txt": "船は来"}),
        ("zoe", {"d.txt": "Zoe\u0308"}),
        ("don't", {"d.txt": "don’t"}),
        ("zeppelin", {}),
        ("-", {}),
        ("", {}),
    ],
)
def test_words_are_found_however_they_are_written(
    found: tuple[Index, Texts], typed: str, quotes: dict[str, str]
) -> None:
    hits = real(find_typed(*found, typed))
    assert {one.path: one.quote for one in hits} == quotes
    assert count_typed(found[0], typed) == len(quotes)


def test_a_name_nearly_spelt_so_is_found_and_says_why(found: tuple[Index, Texts]) -> None:
    hits = {one.path: (one.quote, one.why) for one in real(find_typed(*found, "lopez", is_fuzzy=True))}
    assert hits == {"a.txt": ("López", ""), "b.txt": ("Lopez", ""), "d.txt": ("Lopes", "like lopez")}


@pytest.mark.parametrize(
    "typed", ['a"b', "port:ansel", "AND", "x NOT", "(ferry", "ferry*", "NEAR(a b)", "^ferry", "{x}", "\0"]
)
def test_what_is_typed_is_never_syntax(found: tuple[Index, Texts], typed: str) -> None:
    real(find_typed(*found, typed))
    count_typed(found[0], typed)
    assert found[0].progress.problem == ""


def test_the_index_finds_what_reading_everything_finds(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    words = "ferry ferries port ansel harbour Harbor López lopez 東京 12.5% don't a the U.K. x-ray Ärger arger".split()
    texts = {
        f"{n:03}.txt": " ".join(chance.choice([*words, "—", "\n", "“why”"]) for _ in range(chance.randrange(12)))
        for n in range(120)
    }
    index, read = searching(write_project(tmp_path / "news", texts))
    bare = Library(tmp_path / "news").index(writes=False)  # never made: every article is read
    for _ in range(60):
        parts = [chance.choice(words) for _ in range(chance.randrange(1, 4))]
        typed = " ".join(parts)[: chance.randrange(1, 30)]
        typed = f'"{typed}"' if chance.random() < 0.3 else typed
        with_it = [(one.path, one.span) for one in real(find_typed(index, read, typed))]
        without = [(one.path, one.span) for one in real(find_typed(bare, read, typed))]
        assert with_it == without, f"seed {seed}: {typed!r} {parts_of(typed)}"


def test_only_what_is_shown_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, texts = searching(write_project(tmp_path / "news", {f"{n:03}.txt": "ferry" for n in range(200)}))
    reads: list[str] = []
    article = texts.article

    def counted(path: str) -> Article | None:
        reads.append(path)
        return article(path)

    monkeypatch.setattr(texts, "article", counted)
    hits: list[Hit] = real(islice(find_typed(index, texts, "ferry"), 20))
    assert [one.path for one in hits] == [f"{n:03}.txt" for n in range(20)]
    assert len(reads) == 20


def test_an_article_that_has_changed_meanwhile_is_shown_only_where_it_still_has_the_words(
    found: tuple[Index, Texts], tmp_path: Path
) -> None:
    (tmp_path / "news" / "a.txt").write_text("Nothing here.")
    assert [one.path for one in real(find_typed(*found, "ferr"))] == ["b.txt"]

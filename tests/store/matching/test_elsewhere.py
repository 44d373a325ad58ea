"""Where else something was said: copies are found, with what was edited in them."""

from itertools import islice
from pathlib import Path

import pytest

from store.library import Library
from store.matching import sidecar as sidecar_module
from store.matching.elsewhere import Elsewhere
from store.matching.texts import Texts
from store.matching.wording import wording, words_of
from store.span import Span
from tests.projects import write_project
from tests.store.matching.hits import real

SAID = "We will not send a boat with two hundred people on it into the winter swell on one engine"
EDITED = "We will not send a boat with two hundred persons into the winter swell on a single engine"
FILES = {
    "a.txt": f"The mayor spoke. “{SAID},” she told the harbour meeting.\n\nLater she went home.",
    "b.txt": f"Prices rose again.\n\nSpeaking to a full hall she said: “{EDITED}.” Nobody asked.",
    "c.txt": "The winter was long, and two hundred people saw the boat.",
    "d.txt": f"{SAID}! She said it here, and she said it again: {SAID}.",
    "empty.txt": "",
}


def looking(root: Path, path: str, words: str, *, has_index: bool = True) -> Elsewhere:
    library = Library(root)
    index = library.index(writes=True)
    if has_index:
        index.refresh()
        index.wait()
    texts = Texts(library)
    article = texts.article(path)
    assert article is not None
    at = article.text.index(words)
    return Elsewhere(index, texts, article, Span(at, at + len(words)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


@pytest.mark.parametrize("has_index", [True, False])
def test_copies_are_found_and_what_only_shares_words_is_not(root: Path, has_index: bool) -> None:
    found = {said.hit.path: said for said in real(looking(root, "a.txt", SAID, has_index=has_index).found())}
    assert set(found) == {"b.txt", "d.txt"}
    assert found["d.txt"].hit.quote == SAID
    assert found["d.txt"].likeness == 100.0
    assert found["b.txt"].hit.quote == EDITED
    changed = [(edit.kind, edit.old, edit.new) for edit in found["b.txt"].edits if edit.kind != "same"]
    assert changed == [("changed", "people on it", "persons"), ("changed", "one", "a single")]


def test_a_second_place_in_the_same_article_counts_and_the_place_itself_does_not(root: Path) -> None:
    own = [said for said in real(looking(root, "d.txt", SAID).found()) if said.hit.path == "d.txt"]
    text = FILES["d.txt"]
    assert [said.hit.span.start for said in own] == [text.index(SAID, 5)]


def test_two_or_three_words_are_looked_for_to_the_letter(root: Path) -> None:
    found = real(looking(root, "c.txt", "two hundred people").found())
    assert sorted((said.hit.path, said.hit.quote) for said in found) == [
        ("a.txt", "two hundred people"),
        ("d.txt", "two hundred people"),
    ]
    assert real(looking(root, "c.txt", ", ").found()) == []


def test_a_passage_that_is_everywhere_is_found_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidecar_module, "TELLING", 10)
    files = {f"{n:02}.txt": f"Story {n}. {SAID}." for n in range(60)}
    passage = looking(write_project(tmp_path / "news", files), "00.txt", SAID)
    assert len(passage.candidates) == 60
    assert len({said.hit.path for said in real(islice(passage.found(), 25))}) == 24  # and None for its own article


def test_a_long_selection_is_found_whole(tmp_path: Path) -> None:
    story = " ".join(
        f"On day {n} the crew of boat number {n * 7} painted wall {n * 3} of the old pier." for n in range(40)
    )
    root = write_project(tmp_path / "news", {"a.txt": story, "b.txt": f"Before all that.\n\n{story}\n\nAnd after."})
    said = real(looking(root, "a.txt", story).found())[0]
    assert said.hit.quote == story.rstrip(".")
    assert said.likeness == 100.0


def test_every_word_of_the_passage_is_in_the_edits() -> None:
    text = f"Before. {EDITED}. After it all."
    found = wording(SAID, words_of(SAID), text, Span(0, len(text)))
    assert found is not None
    assert " ".join(edit.old for edit in found.edits if edit.old) == SAID
    assert " ".join(edit.new for edit in found.edits if edit.new) == found.span.of(text)


def test_a_word_in_another_spelling_is_not_a_change() -> None:
    mine = "The harbour council travelled to the theatre"
    found = wording(mine, words_of(mine), "The harbor council traveled to the theater", Span(0, 42))
    assert found is not None
    assert {(edit.kind, edit.old, edit.new) for edit in found.edits if edit.kind != "same"} == {
        ("respelled", "harbour", "harbor"),
        ("respelled", "travelled", "traveled"),
        ("respelled", "theatre", "theater"),
    }
    assert found.likeness == 100.0

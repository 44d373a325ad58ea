"""What an article shares with its project: with articles of any length, the very long ones by a process."""

from pathlib import Path

import pytest

from store.errors import RefusedError
from store.library import Library
from store.matching import abroad as abroad_module
from store.matching import afar
from store.matching.abroad import abroad
from store.matching.beside import Beside
from store.matching.texts import Texts
from tests.projects import write_project
from tests.store.matching.hits import real

SAID = "We will not send a boat with two hundred people on it into the winter swell on one engine"
FILES = {
    "a.txt": f"The mayor spoke. “{SAID},” she told the harbour meeting.",
    "b.txt": f"In the hall she said: “{SAID}.” Nobody asked.",
    "book.txt": f"“{SAID},” the captain wrote.\n\n" + "\n\n".join(f"Page {n} tells of gale{n} ." for n in range(3_000)),
}


def found(root: Path, path: str) -> dict[str, list[str]]:
    """Path -> the words that the article shares with it."""
    library = Library(root)
    index = library.index(writes=True)
    index.refresh()
    index.wait()
    texts = Texts(library)
    article = texts.article(path)
    assert article is not None
    shared: dict[str, list[str]] = {}
    for one, other in real(abroad(article, index, texts, ("quote", "edited quote", "text"))):
        assert (one.a, one.b) == (path, other.path)
        assert one.in_b.of(other.text) in FILES[other.path]
        shared.setdefault(other.path, []).append(one.in_a.of(article.text))
    index.close()
    return shared


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


@pytest.mark.parametrize("path", FILES)
def test_an_article_of_any_length_is_compared_with_all_others(root: Path, path: str) -> None:
    shared = found(root, path)
    assert set(shared) == set(FILES) - {path}
    assert all(SAID in words for some in shared.values() for words in some)


def test_only_very_long_articles_need_a_process_and_what_they_share_is_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    class Counted(Beside):
        def __init__(self, function: str, *arguments: object) -> None:
            started.append(function)
            super().__init__(function, *arguments)

    monkeypatch.setattr(afar, "Beside", Counted)
    expected = found(root, "a.txt")
    assert len(started) == 1
    monkeypatch.setattr(abroad_module, "LONG", 10_000_000)
    assert found(root, "a.txt") == expected
    assert len(started) == 1


def test_a_process_that_ends_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(Beside):
        def __init__(self, function: str, *arguments: object) -> None:
            super().__init__(function, *arguments)
            self._process.kill()
            self._process.wait(10)

    monkeypatch.setattr(afar, "Beside", Ended)
    with pytest.raises(RefusedError, match="the process that does it has ended"):
        found(root, "a.txt")


def test_a_search_that_is_left_ends_its_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Beside] = []

    class Kept(Beside):
        def __init__(self, function: str, *arguments: object) -> None:
            super().__init__(function, *arguments)
            made.append(self)

    monkeypatch.setattr(afar, "Beside", Kept)
    library = Library(root)
    texts, index = Texts(library), library.index(writes=True)
    book = texts.article("book.txt")
    assert book is not None
    search = abroad(book, index, texts, ("quote",))
    while not made:
        next(search)
    search.close()
    assert made[0]._process.returncode is not None

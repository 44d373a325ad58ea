"""A regular expression on the whole project: it finds what Python's does, and one that explodes is stopped."""

import re
from pathlib import Path

import pytest

from store.errors import RefusedError
from store.library import Library
from store.matching.pattern import find_pattern
from store.matching.texts import Hit
from tests.projects import FILES, write_project


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(write_project(tmp_path / "news", FILES))


def test_it_finds_what_the_pattern_matches_and_says_where_it_is(library: Library) -> None:
    found = list(find_pattern(library, r"[Ff]erry|gate\b"))
    hits = [(one.path, one.quote) for one in found if isinstance(one, Hit)]
    texts = {path: library.article(path).text for path in FILES}
    assert hits == [(path, match) for path, text in texts.items() for match in re.findall(r"[Ff]erry|gate\b", text)]
    assert [one for one in found if isinstance(one, str) and one] == [*FILES]


def test_places_without_length_are_none(library: Library) -> None:
    assert not [one for one in find_pattern(library, "x*") if isinstance(one, Hit)]


def test_a_pattern_that_explodes_is_stopped_and_its_article_named(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"a.txt": "fine", "b.txt": "a" * 64 + "!"})
    with pytest.raises(RefusedError, match=r"b\.txt and was stopped"):
        list(find_pattern(Library(root), r"(a+)+$", seconds=0.3))


@pytest.mark.parametrize("pattern", ["(", "[a", "x" * 1001, "(?P<a>x)(?P<a>y)", "*"])
def test_what_is_no_pattern_is_refused_before_anything_is_read(library: Library, pattern: str) -> None:
    with pytest.raises(RefusedError, match="the pattern"):
        next(find_pattern(library, pattern))


def test_it_can_be_left_at_any_time(library: Library) -> None:
    search = find_pattern(library, ".")
    next(search)
    search.close()

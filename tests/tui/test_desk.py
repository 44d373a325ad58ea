"""What the desk says about articles: on one line, and fit to show."""

import unicodedata

import pytest
from hypothesis import given

from store import Article
from tests.texts import texts
from tui.drawing import heading


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"source": "Marl Post", "published": "2031-03-04", "title": "Ferry"}, "Marl Post · 2031-03-04"),
        ({"source": "Marl Post", "title": "Ferry"}, "Marl Post"),
        ({"published": "2031-03-04", "title": "Ferry"}, "Ferry"),
        ({"title": "Ferry"}, "Ferry"),
        ({}, "ferry.txt"),
        ({"title": "Ferry", "encoding": "cp1252", "is_guessed": True}, "Ferry · read as cp1252"),
        ({"title": "Ferry", "replaced": 1}, "Ferry · 1 damaged place"),
        (
            {"encoding": "cp932", "is_guessed": True, "replaced": 1_200},
            "ferry.txt · read as cp932 · 1,200 damaged places",
        ),
    ],
)
def test_the_head_says_where_an_article_is_from(members: dict[str, str | int], words: str) -> None:
    assert heading(Article.of("news/ferry.txt", "The ferry.", **members)) == words


@given(texts, texts, texts)
def test_a_head_is_one_line_and_holds_nothing_that_a_terminal_obeys(source: str, published: str, title: str) -> None:
    words = heading(Article.of("ferry.txt", "", source=source, published=published, title=title))
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in words)
    assert "\u202e" not in words

"""Articles: an immutable text, its hash, and what is known about it."""

import hashlib
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Article
from store.article import METADATA, sha256_of


@given(st.text())
def test_the_hash_is_of_the_text_as_utf8(text: str) -> None:
    assert Article.of("a.txt", text).text_sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_composed_and_decomposed_texts_are_two_texts() -> None:
    assert sha256_of("caf\u00e9") != sha256_of("cafe\u0301")
    assert sha256_of("one\r\n") != sha256_of("one\n")


def test_a_lone_surrogate_has_a_hash() -> None:
    assert sha256_of("a\ud800") == sha256_of("a?")


def test_metadata_come_in_the_order_of_exports() -> None:
    article = Article.of("a.txt", "", language="en", title="Ferry", author="Jo")
    assert list(article.metadata) == list(METADATA)
    assert article.metadata == {
        "title": "Ferry", "source": "", "author": "Jo", "published": "", "url": "", "language": "en",
    }  # fmt: skip


@pytest.mark.parametrize(("title", "name"), [("Ferry", "Ferry"), ("", "ferry.txt")])
def test_the_name_is_the_title_or_the_file(title: str, name: str) -> None:
    assert Article.of("marl/2031/ferry.txt", "", title=title).name == name


def test_an_article_cannot_be_changed() -> None:
    article = Article.of("a.txt", "text")
    with pytest.raises(FrozenInstanceError):
        article.text = "other"  # type: ignore[misc]


def test_front_matter_that_is_not_known_makes_no_other_article() -> None:
    assert Article.of("a.txt", "text", rest={"mood": "wet"}) == Article.of("a.txt", "text")

"""Sentences and quotations of the sample articles are parted as a reader parts them."""

import re

from tests.store.matching.gold import article, paths, read, segments

GOLD = read("sentences")


def plain(text: str) -> str:
    """The text with one kind of blank."""
    return re.sub(r"\s+", " ", text)


def test_sentences_begin_where_a_reader_begins_them() -> None:
    right = wanted = 0
    for run in GOLD["run"]:
        text = article(paths()[run["article"]]).text
        found = [plain(span.of(text)) for span in segments(paths()[run["article"]]).all("sentence")]
        first = next(at for at, one in enumerate(found) if one.startswith(run["sentences"][0]))
        for words, sentence in zip(run["sentences"], found[first:], strict=False):
            right += sentence.startswith(words)
        wanted += len(run["sentences"])
    assert wanted >= 60
    assert right >= 0.95 * wanted


def test_quotations_stand_between_their_marks() -> None:
    wanted = [(entry["article"], quote) for entry in GOLD["quote"] for quote in entry["quotes"]]
    found = {
        (name, plain(span.of(article(path).text)))
        for name, path in paths().items()
        for span in segments(path).all("quote")
    }
    assert len(wanted) >= 10
    assert [one for one in wanted if one not in found] == []

"""Formats on the stress set: the same spans come back, or exactly those that the report names are missing."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from store import Annotation, Article, Project, Report, Wish, export, format_of
from store.formats.tokens import BLANKS
from tests.stress import LABELS, stress_project, stressed

Place = tuple[str, int, int, str]
"""Article, start, end, label."""


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return stress_project(tmp_path_factory.mktemp("stress") / "project")


def places(project: Project) -> dict[str, Place]:
    """What was tagged, by id."""
    return {
        one.id: (article.path, one.start, one.end, one.label) for article, found in stressed(project) for one in found
    }


def articles(project: Project) -> dict[str, Article]:
    return {article.path: article for article, _ in stressed(project)}


def written(project: Project, name: str, target: Path) -> Report:
    return export([project], format_of(name), Wish(target))


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_the_set_is_as_hard_as_it_should_be(stress: Project) -> None:
    found = list(stressed(stress))
    assert len(found) >= 15
    assert sum(len(annotations) for _, annotations in found) >= 800
    assert {one.label for _, annotations in found for one in annotations} == set(LABELS)
    text = "".join(article.text for article, _ in found)
    for piece in (
        "\r\n",
        "🚢",
        "\u200d",
        "東",
        "e\u0301",
        "\xa0",
        "\u200b",
        "\u2028",
        "\t",
        "\u202e",
        "\x85",
        "\ufeff",
    ):
        assert piece in text, ascii(piece)


def from_sidemark(target: Path) -> Iterator[tuple[str, Place, str]]:
    for row in rows(target):
        for one in map(Annotation.from_dict, row["annotations"]):  # type: ignore[call-overload] # JSON
            assert str(row["text"])[one.start : one.end] == one.quote
            yield one.id, (str(row["article"]), one.start, one.end, one.label), one.quote


def from_csv(target: Path) -> Iterator[tuple[str, Place, str]]:
    with target.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            bare = {name: cell.removeprefix("'") for name, cell in row.items()}
            yield bare["id"], (bare["article"], int(bare["start"]), int(bare["end"]), bare["label"]), bare["quote"]


def from_prodigy(target: Path) -> Iterator[tuple[str, Place, str]]:
    for row in rows(target):
        text, tokens = row["text"], row["tokens"]
        assert isinstance(text, str)
        assert isinstance(tokens, list)
        assert all(text[one["start"] : one["end"]] == one["text"] for one in tokens)
        for one in row["spans"]:  # type: ignore[attr-defined] # JSON
            assert tokens[one["token_start"]]["start"] == one["start"]
            assert tokens[one["token_end"]]["end"] == one["end"]
            place = (row["meta"]["article"], one["start"], one["end"], one["label"])  # type: ignore[index] # JSON
            yield one["id"], place, text[one["start"] : one["end"]]


def from_huggingface(target: Path) -> Iterator[tuple[str, Place, str]]:
    for row in rows(target / "spans" / "train.jsonl"):
        for one in row["spans"]:  # type: ignore[attr-defined] # JSON
            yield one["id"], (str(row["id"]), one["start"], one["end"], one["label"]), one["text"]


@pytest.mark.parametrize(
    ("name", "output", "read"),
    [
        ("sidemark", "set.jsonl", from_sidemark),
        ("csv", "set.csv", from_csv),
        ("prodigy", "set.jsonl", from_prodigy),
        ("huggingface", "set", from_huggingface),
    ],
)
def test_formats_that_hold_spans_give_the_same_back(
    stress: Project,
    tmp_path: Path,
    name: str,
    output: str,
    read: Callable[[Path], Iterator[tuple[str, Place, str]]],
) -> None:
    report = written(stress, name, tmp_path / output)
    texts = {path: article.text for path, article in articles(stress).items()}
    found = list(read(tmp_path / output))
    assert {one: place for one, place, _ in found} == places(stress)
    assert all(texts[path][start:end] == quote for _, (path, start, end, _), quote in found)
    assert not [loss for loss in report.losses if loss.what == "annotation"]


@pytest.mark.parametrize("name", ["conll", "conll_iob2", "conll_bilou"])
def test_flat_formats_hold_what_they_do_not_name_as_lost(stress: Project, tmp_path: Path, name: str) -> None:
    report = written(stress, name, tmp_path / "out")
    lost = {loss.id: loss.why for loss in report.losses if loss.what == "annotation"}
    tagged = places(stress)
    expected = {spelt(place) for one, place in tagged.items() if one not in lost}
    found = set()
    for path, article in articles(stress).items():
        file = tmp_path / "out" / (path.rpartition(".")[0] + format_of(name).suffix)
        cells = [line.split("\t" if name != "conll" else " ") for line in lines_of(file)]
        found |= set(read_tags(article, [cell[0] for cell in cells], [cell[-1] for cell in cells]))
    assert found == expected
    assert report.annotations == len(expected) == len(tagged) - len(lost)
    for one, why in lost.items():
        if not why.startswith("is the same as"):
            other = tagged[why.removeprefix("overlaps ").partition(";")[0]]
            assert other[0] == tagged[one][0]
            assert other[1] < tagged[one][2]
            assert tagged[one][1] < other[2]


def test_the_tokens_of_a_hugging_face_folder_are_the_flat_ones(stress: Project, tmp_path: Path) -> None:
    report = written(stress, "huggingface", tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    names = [json.loads(line.split(": ", 1)[1]) for line in card.splitlines() if line.startswith("          '")]
    texts = articles(stress)
    found = set()
    for row in rows(tmp_path / "out" / "tokens" / "train.jsonl"):
        article = texts[str(row["id"])]
        tokens, tags = row["tokens"], [names[place] for place in row["ner_tags"]]  # type: ignore[attr-defined] # JSON
        assert isinstance(tokens, list)
        found |= set(read_tags(article, tokens, tags))
        starts, ends = row["starts"], row["ends"]
        pairs = zip(starts, ends, strict=True)  # type: ignore[call-overload] # JSON
        assert [article.text[start:end] for start, end in pairs] == tokens
    assert found <= set(places(stress).values())
    missing = len(places(stress)) - len(found)
    assert any(remark.startswith(f"{missing} annotations share a token") for remark in report.remarks)


def lines_of(path: Path) -> list[str]:
    """The lines of tokens; only a line feed ends one."""
    lines = path.read_bytes().decode("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("-DOCSTART-")]


def spelt(place: Place) -> Place:
    return (*place[:3], place[3].replace(" ", "_"))


def read_tags(article: Article, tokens: Sequence[str], tags: Sequence[str]) -> Iterator[Place]:
    """Find the tokens in the text, one after the other, and put the spans together."""
    at, opened = 0, None
    for token, tag in zip(tokens, tags, strict=True):
        while article.text[at] in BLANKS:
            at += 1
        assert article.text.startswith(token, at)
        start, at = at, at + len(token)
        kind, _, label = tag.partition("-")
        if opened is not None and kind not in "IL":
            yield opened
            opened = None
        if kind in "BU":
            opened = (article.path, start, at, label)
        elif kind in "IL":
            assert opened is not None
            assert opened[3] == label
            opened = (*opened[:2], at, label)
    if opened is not None:
        yield opened
    assert not article.text[at:].strip(BLANKS)

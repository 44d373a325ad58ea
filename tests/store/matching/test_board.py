"""The board: clusters by articles with wording, figures and omissions; and scrolling together by what is shared."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotation import Annotation, Link, Record
from store.article import Article
from store.errors import FormatError
from store.formats.values import About
from store.label_set import Schema
from store.matching.board import board, claim_pairs
from store.matching.board_export import board_csv, board_markdown, pair_lines
from store.matching.board_files import free_place, write_board
from store.matching.scrolling import Together
from store.matching.sharing import Sharing
from store.span import Span
from tests.store.matching.gold import article, paths

ARTICLES = (
    Article.of("a.txt", "Some 640 homes were flooded. The mayor spoke.", published="2031-02-11"),
    Article.of("b.txt", "A count says 642 homes. Mayor =Ana| spoke.", published="2031-02-12"),
    Article.of("c.txt", "More than 700 homes, they say.", published="2031-02-12"),
)
KINDS = {"FACT": "claim", "PERSON": "entity"}
NAMES = {"homes": "flooded homes", "mayor": "the mayor"}


def tag(id: str, number: int, words: str, label: str, cluster: str | None) -> Annotation:  # noqa: A002 - as in the store
    text = ARTICLES[number].text
    start = text.index(words)
    return Annotation(id, ARTICLES[number].path, start, start + len(words), words, label, cluster=cluster)


TAGS = (
    tag("1", 0, "Some 640 homes were flooded", "FACT", "homes"),
    tag("2", 1, "642 homes", "FACT", "homes"),
    tag("3", 2, "More than 700 homes", "FACT", "homes"),
    tag("4", 0, "The mayor", "PERSON", "mayor"),
    tag("5", 1, "=Ana|", "PERSON", "mayor"),
    tag("6", 1, "A count", "PERSON", None),
)
MADE = board(ARTICLES, TAGS, NAMES, KINDS)


def test_a_row_tells_what_each_article_says_and_who_says_nothing() -> None:
    homes, mayor = MADE.rows
    assert (homes.name, homes.kind, homes.said, homes.omitted) == ("flooded homes", "claim", 3, ())
    assert [cell.wording for cell in mayor.cells.values()] == ["The mayor", "=Ana|", ""]
    assert mayor.omitted == ("c.txt",)
    assert [one.amount for cell in homes.cells.values() for one in cell.figures] == [640, 642, 700]


def test_figures_that_do_not_agree_differ() -> None:
    homes, mayor = MADE.rows
    assert homes.differs == ("home",)
    assert mayor.differs == ()
    assert board(ARTICLES[:2], TAGS, NAMES, KINDS).rows[0].differs == ()


def test_rows_are_sorted_and_filtered() -> None:
    assert [row.cluster for row in MADE.sorted_by("omitted").rows] == ["mayor", "homes"]
    assert [row.cluster for row in MADE.sorted_by("said").rows] == ["homes", "mayor"]
    assert [row.cluster for row in MADE.sorted_by("differs").rows] == ["homes", "mayor"]
    assert [row.cluster for row in MADE.sorted_by("name").rows] == ["homes", "mayor"]
    assert [row.cluster for row in MADE.only("642").rows] == ["homes"]
    assert [row.cluster for row in MADE.only(kind="entity").rows] == ["mayor"]
    assert MADE.only("nothing like it").rows == ()


def test_the_exports_are_tables_and_lines() -> None:
    rows = list(csv.reader(io.StringIO(board_csv(MADE))))
    assert rows[0] == ["cluster", "name", "kind", "said", "differs", "a.txt", "b.txt", "c.txt"]
    assert rows[1][3:] == ["3", "home", "Some 640 homes were flooded", "642 homes", "More than 700 homes"]
    assert rows[2][6] == "'=Ana|"  # no spreadsheet takes it for a formula
    lines = board_markdown(MADE).splitlines()
    assert lines[1] == "| --- | --- | --- | --- |"
    assert lines[3] == "| the mayor | The mayor | =Ana\\| | – |"


def test_pairs_are_what_a_person_has_judged() -> None:
    links = [
        Link("l1", "different_number", "3", "1"),
        Link("l2", "said_by", "1", "4"),
        Link("l3", "same_claim", "9", "1"),
    ]
    found = claim_pairs(MADE, links, unrelated=[("5", "1"), ("1", "5")])
    assert [(one.a.id, one.b.id, one.verdict) for one in found] == [
        ("1", "2", "same"),
        ("1", "3", "differs"),
        ("1", "5", "unrelated"),
        ("2", "3", "same"),
    ]
    first = json.loads(next(iter(pair_lines(found))))
    assert first["verdict"] == "same"
    assert first["b"] == {"id": "2", "article": "b.txt", "start": 13, "end": 22, "text": "642 homes"}


def test_claims_that_are_linked_and_in_no_cluster_have_a_row() -> None:
    tags = (
        tag("1", 0, "Some 640 homes were flooded", "FACT", None),
        tag("2", 1, "642 homes", "FACT", None),
        tag("3", 2, "More than 700 homes", "FACT", "homes"),
        tag("6", 1, "A count", "PERSON", None),
    )
    links = [Link("l1", "same_claim", "1", "2"), Link("l2", "said_by", "1", "6")]
    homes, alone = board(ARTICLES, tags, NAMES, KINDS, links).rows
    assert (homes.name, homes.said) == ("flooded homes", 1)
    assert (alone.name, alone.kind, alone.said, alone.omitted) == (
        "Some 640 homes were flooded", "claim", 2, ("c.txt",),
    )  # fmt: skip
    (one,) = board(ARTICLES, tags, NAMES, KINDS, [*links, Link("l3", "different_number", "3", "2")]).rows
    assert (one.name, one.said, one.differs, one.linked) == ("flooded homes", 3, ("home",), ("different_number",))


def test_a_link_to_what_is_not_on_the_board_makes_no_row() -> None:
    tags = (tag("1", 0, "Some 640 homes were flooded", "FACT", None),)
    assert board(ARTICLES, tags, NAMES, KINDS, [Link("l1", "same_claim", "1", "9")]).rows == ()


def test_pairs_are_written_with_what_was_left_out(tmp_path: Path) -> None:
    tags = tuple(one for one in TAGS if one.id != "3")
    links = (Link("l1", "different_number", "1", "2"),)
    decided: Record = {
        "article": "a.txt", "start": 0, "end": 27, "quote": "Some 640 homes were flooded", "kind": "same-claim",
        "verdict": "reject", "id": "d", "label": "FACT",
        "target": {"article": "c.txt", "start": 0, "end": 19, "quote": "More than 700 homes", "label": "FACT"},
    }  # fmt: skip
    about = About(Schema(), links=links, decisions={"a.txt": (decided,)})
    made = board(ARTICLES, tags, NAMES, KINDS, links)
    path = write_board(made, ARTICLES, about, tmp_path / "board.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(one["type"], one["source"]["article"], one["target"]["article"]) for one in lines] == [
        ("different_number", "a.txt", "b.txt"),
        ("unrelated", "a.txt", "c.txt"),
        ("missing", "a.txt", "c.txt"),
        ("same", "a.txt", "b.txt"),
        ("same", "a.txt", "b.txt"),
    ]
    assert lines[2]["source"]["text"] == "Some 640 homes were flooded"
    assert "text" not in lines[2]["target"]
    with pytest.raises(FormatError, match="is there already"):
        write_board(made, ARTICLES, about, path)


def test_tables_are_written_beside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "news"
    root.mkdir()
    first = write_board(MADE, ARTICLES, About(Schema()), free_place(root, "csv"))
    second = write_board(MADE, ARTICLES, About(Schema()), free_place(root, "md"))
    assert (first, second) == (tmp_path / "news-board.csv", tmp_path / "news-board.md")
    assert first.read_bytes().decode("utf-8-sig") == board_csv(MADE)
    assert second.read_text(encoding="utf-8") == board_markdown(MADE)
    assert free_place(root, "csv").name == "news-board-2.csv"


def test_an_empty_board() -> None:
    empty = board((), (), {}, {})
    assert empty.rows == ()
    assert board_csv(empty).count("\r\n") == 1
    assert claim_pairs(empty, []) == ()


# scrolling together ------------------------------------------------------------------------------------------------

SHARED = [(Span(100, 150), Span(300, 340), 9.0), (Span(200, 220), Span(500, 520), 5.0)]


def test_shared_passages_stand_beside_each_other_and_the_rest_by_proportion() -> None:
    way = Together.of(SHARED, (1_000, 1_000))
    assert [way.in_b(offset) for offset in (0, 50, 100, 125, 150, 175, 200, 220, 1_000)] == [
        0, 150, 300, 320, 340, 420, 500, 520, 1_000,
    ]  # fmt: skip
    assert way.in_a(420) == 175
    assert way.in_b(5_000) == 1_000


def test_a_moved_passage_is_not_followed() -> None:
    moved = (Span(400, 420), Span(10, 30), 6.0)
    way = Together.of([*SHARED, moved], (1_000, 1_000))
    assert way.in_b(200) == 500
    assert way.in_b(400) > 520
    heavier = Together.of([*SHARED, (moved[0], moved[1], 99.0)], (1_000, 1_000))
    assert heavier.in_b(400) == 10


def test_it_begins_where_the_panes_stand() -> None:
    way = Together.of(SHARED, (1_000, 1_000), at=(180, 700))
    assert way.in_b(180) == 700
    assert way.in_b(100) == 300
    assert way.in_b(210) > 700


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 99), st.integers(1, 99))), st.data())
def test_the_way_is_never_backwards_and_stays_inside(
    rows: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    shared = [(Span(a, a + x), Span(b, b + y), float(x)) for a, b, x, y in rows]
    at = data.draw(st.none() | st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)))
    way = Together.of(shared, (1_000, 1_000), at)
    for there in (way.in_a, way.in_b):
        places = [there(offset) for offset in range(0, 1_001, 7)]
        assert places == sorted(places)
        assert 0 <= places[0] <= places[-1] <= 1_000


def test_sample_articles_scroll_by_what_they_share() -> None:
    a, b = article(paths()["agency"]), article(paths()["chronicle"])
    shared = [(one.in_a, one.in_b, one.weight) for one in Sharing().of([a, b]) if one.a != one.b]
    way = Together.of(shared, (len(a.text), len(b.text)))
    at = a.text.index("Power was cut")
    assert abs(way.in_b(at) - b.text.index("Power was cut")) <= 5
    assert Together.of([], (0, 0)).in_b(0) == 0

"""Which links a label set allows, and the look-up of links by their ends."""

from random import Random

import pytest

from store import Annotation, LinkType, RefusedError, Schema, allowed, retyped
from store.annotation import Link, Record
from store.change import Change
from store.label_set import Label
from store.linking import must_be_new
from store.relations import Relations

SCHEMA = Schema(
    "",
    (Label("PERSON", "entity", ""), Label("FACT", "claim", ""), Label("QUOTE", "claim", "")),
    (
        LinkType("said_by", ("claim",), ("entity",)),
        LinkType("same", ("claim",), ("claim",)),
        LinkType("quotes", ("QUOTE",), ("FACT",)),
        LinkType("see"),
    ),
)


def made(label: str) -> Annotation:
    return Annotation("ana-1", "a.txt", 0, 1, "a", label)


@pytest.mark.parametrize(
    ("source", "target", "types"),
    [
        ("FACT", "PERSON", ["said_by", "see"]),
        ("QUOTE", "FACT", ["same", "quotes", "see"]),
        ("FACT", "QUOTE", ["same", "see"]),
        ("PERSON", "FACT", ["see"]),
        ("STRANGE", "FACT", ["see"]),
    ],
)
def test_kinds_and_labels_say_where_a_link_may_lead(source: str, target: str, types: list[str]) -> None:
    assert [one.type for one in allowed(SCHEMA, made(source), made(target))] == types


def test_a_link_is_new_and_has_two_ends() -> None:
    links = [Link("ana-3", "same", "ana-1", "ana-2")]
    must_be_new(links, "ana-1", "ana-2", "see")
    must_be_new(links, "ana-2", "ana-1", "same")
    with pytest.raises(RefusedError, match="already"):
        must_be_new(links, "ana-1", "ana-2", "same")
    with pytest.raises(RefusedError, match="itself"):
        must_be_new(links, "ana-1", "ana-1", "see")


def test_another_type_is_refused_where_the_two_are_linked_so_already() -> None:
    first, second = Link("ana-3", "same", "ana-1", "ana-2"), Link("ana-4", "see", "ana-1", "ana-2")
    assert retyped(first, "same", [first, second]) is None
    assert retyped(first, "quotes", [first, second]) == Change.between(
        "links", 3, first.to_dict(), {**first.to_dict(), "type": "quotes"}
    )
    with pytest.raises(RefusedError, match="already"):
        retyped(first, "see", [first, second])


class Nothing:
    """A source without records."""

    def of_article(self, path: str, table: str) -> list[Record]:
        del path, table
        return []

    def items(self, table: str) -> list[tuple[int, Record]]:
        del table
        return []

    def size(self, table: str) -> int:
        del table
        return 0


@pytest.mark.parametrize("seed", range(5))
def test_the_look_up_by_ends_is_what_looking_through_all_links_gives(seed: int) -> None:
    random, relations, records = Random(seed), Relations(Nothing()), dict[int, Record]()
    for _ in range(300):
        number = random.randrange(1, 20)
        before = records.pop(number, None)
        if before is None or random.random() < 0.5:
            source, target = f"ana-{random.randrange(6)}", f"ana-{random.randrange(6)}"
            records[number] = Link(f"ana-{number}", "same", source, target).to_dict()
        change = Change.between("links", number, before or {}, records.get(number, {}))
        if change is not None:
            relations.follow(change, before, records.get(number))
        for end in (f"ana-{place}" for place in range(6)):
            wanted = {link.id for link in relations.links if end in (link.source, link.target)}
            assert {link.id for link in relations.links_of(end)} == wanted, f"seed {seed}"


@pytest.mark.parametrize(
    "odd",
    [
        {"source": []},
        {"target": {}},
        {"source": 5},
        {"target": None},
        {"type": 7},
        {"id": "ana-8"},
        {"id": 3},
        {"id": "x"},
    ],
    ids=str,
)
def test_a_record_that_is_no_link_is_a_fault_and_hangs_nowhere(odd: dict[str, object]) -> None:
    relations = Relations(Nothing())
    record = {**Link("ana-3", "same", "ana-1", "ana-2").to_dict(), **odd}
    relations.follow(Change.insert("links", 3, record), None, record)
    assert relations.links == ()
    assert relations.links_of("ana-1") == relations.links_of("ana-2") == []
    assert [fault[0] for fault in relations.faults] == [record]
    relations.follow(Change.delete("links", 3, record), record, None)
    assert relations.faults == []


@pytest.mark.parametrize("odd", ["x", 3, None, "ana-8"], ids=str)
def test_done_articles_are_counted_whatever_their_ids_are(odd: object) -> None:
    record = {"article": "a.txt", "id": odd, "labels": [], "done": True, "note": ""}

    class One(Nothing):
        def items(self, table: str) -> list[tuple[int, Record]]:
            return [(3, record)] if table == "articles" else []

        def size(self, table: str) -> int:
            return int(table == "articles")

    relations = Relations(One())
    assert relations.done == 1
    relations.follow(Change.delete("articles", 3, record), record, None)
    assert relations.done == 0


@pytest.mark.parametrize(
    "odd", [{"labels": [5]}, {"labels": "abc"}, {"note": 5}, {"done": "yes"}, {"id": "x"}, {"id": 5}], ids=str
)
def test_an_article_record_that_is_none_is_a_fault(odd: dict[str, object]) -> None:
    record = {"article": "a.txt", "id": "ana-3", "labels": [], "done": False, "note": "", **odd}

    class One(Nothing):
        def items(self, table: str) -> list[tuple[int, Record]]:
            return [(3, record)] if table == "articles" else []

        def of_article(self, path: str, table: str) -> list[Record]:
            del path, table
            return [record]

        def size(self, table: str) -> int:
            return int(table == "articles")

    relations = Relations(One())
    assert relations.record("a.txt") is None
    assert relations.records == ()
    assert [fault[0] for fault in relations.faults] == [record]

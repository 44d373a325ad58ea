"""Which links a label set allows, and the look-up of links by their ends."""

from random import Random

import pytest

from store import Annotation, LinkType, RefusedError, Schema, allowed
from store.annotation import Link, Record
from store.change import Change
from store.linking import must_be_new
from store.relations import Relations
from store.schema import Label

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


class Nothing:
    """A source without records."""

    def of_article(self, path: str, table: str) -> list[Record]:
        del path, table
        return []

    def stream(self, table: str) -> list[Record]:
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

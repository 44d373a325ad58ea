"""Opening does not parse most lines of a journal; what comes of it is what parsing each would have given."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from tinydb import where

from store.annotation import TABLES, Record
from store.change import Change
from store.disk.base import There
from store.disk.database import Database
from store.disk.index import SHIFT, Part
from store.disk.journal import header
from store.disk.line import Line, unseal
from store.disk.snapshot import BY_ARTICLE, Meta, Snapshot, to_bytes
from tests.store.disk.disks import AT, Records, everything, journal, mention, opened, rejected, saved, snapshot

ARTICLES = ["ferry.txt", "2031/quay.txt", "2031/港.md", 'a "quoted" \\ one.txt', "", "x].txt"]
NOTES = ["", "look again", "[sic]", '}],["', "{}", '"article":"x"', "“港”\n", "\\", '"]],"crc":"00000000"}']
OLD = 12
"""Records of the snapshot."""
NEVER = re.compile(rb"(?!)")
Seen = dict[str, Any]


def record(number: int, random: Random) -> Record:
    """An annotation; hardly any has its members in another order."""
    members: dict[str, Any] = {
        "note": random.choice(NOTES),
        "attributes": random.choice([{}, {}, {"a": ["b"], "c": {}}]),
    }
    made = mention(number, article=random.choice(ARTICLES), **members)
    return made if random.random() < 0.95 else dict(reversed(made.items()))


def step(number: int, known: dict[int, Record], random: Random) -> Change:
    """One step on an annotation, mostly one that there is."""
    kind = random.choice(["ins", "ins", "ins", "upd", "upd", "del"])
    if kind == "ins" or not known:
        return Change.insert(
            "annotations",
            number if random.random() < 0.9 else random.choice([1, number - 1, number - 2]),
            record(number, random),
        )
    at = random.choice([*known]) if random.random() < 0.95 else 777
    old = known.get(at, {})
    if kind == "del":
        return Change.delete("annotations", at, old)
    new: dict[str, Any] = {"note": random.choice(NOTES), "updated": AT}
    if random.random() < 0.3:
        new |= random.choice(
            [{"article": random.choice(ARTICLES)}, {"attributes": {"a": "b"}}, {"start": 0}, {"extra": 1}]
        )
    return Change("upd", "annotations", at, new=new, old={name: old[name] for name in new if name in old})


def lines(random: Random) -> Iterator[bytes]:
    """Actions of all kinds, with gaps."""
    known = {number: mention(number) for number in range(1, OLD + 1)}
    seq, number = OLD, OLD
    for _ in range(random.randrange(40)):
        seq += 1 if random.random() < 0.97 else random.randrange(2, 5)
        changes = []
        for _ in range(random.choice([1, 1, 1, 1, 3, 0])):
            number += 1
            change = step(number, known, random)
            after = change.applied_to(known.get(change.number))
            known = {at: one for at, one in {**known, change.number: after}.items() if one is not None}
            changes.append(change)
        if random.random() < 0.1:
            number += 1
            changes.append(
                Change.insert("links", number, {"id": f"ana-{number}", "source": "ana-1", "target": "ana-2"})
            )
        more: dict[str, Any] = random.choice([{}, {}, {}, {}, {"undo": seq - 1}, {"redo": 3}])
        do, name = random.choice(["tag", "tag", 'a "word"', "x\\"]), random.choice(["c41f09aa"] * 9 + ["0badcafe"])
        yield Line(seq, name, AT, do, changes, **more).to_bytes()


def damaged(data: bytes, random: Random) -> bytes:
    """As a disk, or somebody with an editor, may leave it."""
    at = random.randrange(len(data))
    pieces = data.splitlines(keepends=True)
    cut = random.randrange(len(pieces))
    return random.choice([
        data, data, data + b"\n" * 99, data + b"\0" * 99, data[:at],
        data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :],
        b"".join(pieces[:cut] + pieces[cut + 1 :]), b"".join(pieces + pieces[cut:]), b"".join(pieces[cut:]),
        data.replace(b'\n{"seq"', b'x{"seq"', 1), data.replace(b"\n", b"\r\n"), data.replace(b'"upd",', b'"UPD",', 1),
    ])  # fmt: skip


def project(root: Path, random: Random) -> bytes:
    """A snapshot and a journal beside it; the bytes of the journal."""
    root.joinpath("annotations").mkdir(parents=True)
    records = {number: mention(number, article=random.choice(ARTICLES), note="") for number in range(1, OLD + 1)}
    tables: dict[str, dict[int, Record]] = {name: {} for name in TABLES}
    last = random.choice([OLD, OLD, OLD, OLD + 3, OLD - 1])
    found = Snapshot(
        Meta("ana", random.choice(["c41f09aa"] * 4 + ["0badcafe"]), last, OLD + 1), {**tables, "annotations": records}
    )
    snapshot(root).write_bytes(to_bytes(found))
    data = damaged(header("c41f09aa", "ana", ("c41f09aa", OLD)) + b"".join(lines(random)), random)
    journal(root).write_bytes(data)
    return data


def by_article(database: Database) -> object:
    return {(path, name): database.items_of(path, name) for path in ARTICLES for name in sorted(BY_ARTICLE)}


def one_by_one(database: Database) -> object:
    return {(path, name): [*database.each_of(path, name)] for path in ARTICLES for name in sorted(BY_ARTICLE)}


def by_number(database: Database) -> object:
    numbers = range(120)
    return [(number, database.has("annotations", number), database.get("annotations", number)) for number in numbers]


def by_table(database: Database) -> object:
    return {name: [*database.items(name)] for name in TABLES}


def by_rows(database: Database) -> object:
    articles = [database.table("annotations").search(where("article") == path) for path in ARTICLES]
    return [database.table(name).all() for name in TABLES], articles


def by_count(database: Database) -> object:
    return (
        {path: database.count(path) for path in ARTICLES},
        database.counts(),
        [database.size(name) for name in TABLES],
    )


WAYS: list[Callable[[Database], object]] = [by_article, one_by_one, by_number, by_table, by_rows, by_count]


def seen(root: Path, first: int) -> Seen:
    """Everything that can be asked, beginning somewhere: what is read later is read in another order then."""
    database = opened(root, read_only=True)
    try:
        told = [(line.seq, line.journal, line.at, line.do, line.undo, line.redo, line.raw) for line in database.lines()]
        found: Seen = {"lines": told, "problems": [str(one) for one in database.problems]}
        for way in WAYS[first:] + WAYS[:first]:
            found[way.__name__] = way(database)
        return {**found, "everything": everything(database), "number": database.take_number()}
    finally:
        database.close()


@pytest.mark.parametrize("large", [1 << 30, 1], ids=["loaded", "indexed"])
def test_what_is_not_parsed_at_once_is_what_it_would_have_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr("store.disk.stored.LARGE", large)
    for seed in range(150):
        random, root = Random(seed), tmp_path / str(seed)
        project(root, random)
        with monkeypatch.context() as patch:
            patch.setattr("store.disk.journal.BEGINNING", NEVER)  # then each line is parsed, and each step done at once
            expected = seen(root, 0)
        first = random.randrange(len(WAYS))
        assert seen(root, first) == expected, f"seed {seed}"


def counted(records: Iterable[Record]) -> dict[str, int]:
    """How many annotations each article has."""
    return dict(Counter(str(record["article"]) for record in records))


def acted(database: Database, known: dict[int, Record], random: Random) -> None:
    """Do something to one record or more, in the store and in the model."""
    changes: list[Change] = []
    for _ in range(random.choice([1, 1, 1, 3])):
        number = random.choice([*known, 0])
        old = known.get(number)
        if old is None:
            number = database.take_number()
            change = Change.insert("annotations", number, record(number, random))
        elif random.random() < 0.4:
            change = Change.delete("annotations", number, old)
        else:
            members = random.choice([{"article": random.choice(ARTICLES)}, {"note": "look again"}, {"label": "ORG"}])
            change = Change.between("annotations", number, old, {**old, **members}) or Change.delete(
                "annotations", number, old
            )
        after = change.applied_to(old)
        if after is None:
            del known[number]
        else:
            known[number] = after
        changes.append(change)
    database.commit(changes, "work")


@pytest.mark.parametrize("large", [1 << 30, 1], ids=["loaded", "indexed"])
def test_what_is_counted_is_what_is_there_whatever_was_asked_or_done_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr("store.disk.stored.LARGE", large)
    for seed in range(80):
        random, root = Random(seed), tmp_path / str(seed)
        project(root, random)
        reader = opened(root, read_only=True)
        known = {number: one for number, one in reader.items("annotations") if "article" in one}
        reader.close()
        database = opened(root)
        for _ in range(random.randrange(4, 16)):
            if random.random() < 0.5:
                acted(database, known, random)
            else:
                random.choice(WAYS)(database)
            path = random.choice(ARTICLES)
            here = {number: one for number, one in known.items() if one["article"] == path}
            if random.random() < 0.5:
                assert database.count(path) == len(here), f"seed {seed}"
            if random.random() < 0.3:
                assert dict(database.items_of(path, "annotations")) == here, f"seed {seed}"
            if random.random() < 0.3:
                assert database.counts() == counted(known.values()), f"seed {seed}"
                assert database.gone(There([path])) == counted(
                    one for one in known.values() if one["article"] != path
                ), f"seed {seed}"
            assert database.size("annotations") == len(known), f"seed {seed}"
        database.close(compacts=False)


def parsed(data: bytes) -> tuple[Records, list[int]]:
    """What the lines of a journal make of the snapshot's records, and which of them there are: the obvious way."""
    found: dict[tuple[str, int], Record] = {}
    kept = []
    for piece in data.split(b"\n"):
        value = unseal(piece)
        if value is None or "ops" not in value:
            continue
        kept.append(value["seq"])
        for change in map(Change.from_op, value["ops"]):
            at = (change.table, change.number)
            after = change.applied_to(found.get(at)) if at in found or change.kind == "ins" else None
            found = {key: one for key, one in {**found, at: after}.items() if one is not None}
    return found, kept


def test_a_journal_makes_what_its_lines_say_one_by_one(tmp_path: Path) -> None:
    for seed in range(150):
        random, root = Random(seed), tmp_path / str(seed)
        root.joinpath("annotations").mkdir(parents=True)
        numbered = [Change.insert("annotations", number, record(number, random)) for number in range(1, OLD + 1)]
        begun = [Line(one.number, "c41f09aa", AT, "tag", [one]).to_bytes() for one in numbered]
        data = header("c41f09aa", "ana", ("", 0)) + b"".join([*begun, *lines(random)])
        at = random.randrange(len(data))
        journal(root).write_bytes(data := random.choice([data, data[:at] + b"?" + data[at + 1 :]]))
        expected, kept = parsed(data)
        database = opened(root, read_only=True)
        assert everything(database) == expected, f"seed {seed}"
        assert [line.seq for line in database.lines()] == kept, f"seed {seed}"
        assert [orjson.loads(line.raw)["seq"] for line in database.lines()] == kept, f"seed {seed}"
        database.close()


def test_a_note_on_a_record_that_went_before_anybody_looked_is_kept_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.disk.stored.LARGE", 1)
    database = opened(tmp_path)
    for town in ("Marl", "Quay", "Tern Isle"):
        saved(database, town)
    database.close()
    database = opened(tmp_path)
    assert database.commit([Change("upd", "annotations", 2, new={"note": "look again"}, old={})], "note").wait(10)
    database.close(compacts=False)
    database = opened(tmp_path)
    with snapshot(tmp_path).open("rb+") as file:  # in place, as some editors do
        rows = [row for row in file.read().splitlines(keepends=True) if b"Quay" not in row]
        file.seek(0)
        file.truncate()
        file.writelines(rows)
    assert [one["quote"] for one in database.stream("annotations")] == ["Marl", "Tern Isle"]
    assert any("its record was deleted elsewhere" in str(one) for one in database.problems)
    assert b"look again" in rejected(tmp_path)
    database.close()


@pytest.mark.parametrize("share", [1.0, 0.9, 0.3])
def test_a_record_is_found_by_its_number_whichever_are_free(share: float) -> None:
    random = Random(int(share * 10))
    for _ in range(50):
        first, count = random.randrange(1, 9), random.randrange(40)
        numbers = [number for number in range(first, first + count) if random.random() < share]
        places = {number: random.randrange(1 << 20) for number in numbers}
        part = Part(0, 0, [number << SHIFT | place for number, place in places.items()])
        assert {at: part.place(at) for at in range(60)} == {at: places.get(at) for at in range(60)}

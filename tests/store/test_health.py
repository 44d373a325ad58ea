"""What `check` says about files and records: every kind of damage has its code, and a look changes nothing."""

import fcntl
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import CODES, Finding, Health, Project, Span, Wanted, check
from store.disk import stored
from store.disk.line import seal
from store.disk.names import Files
from store.disk.resort import LastResort
from store.errors import ArticleError, DiskError
from store.finding import MOST, Collection
from tests.projects import FILES, open_project, write_project
from tests.store.disk.disks import journal, opened, saved, snapshot

LABELS = '[[label]]\nname = "PERSON"\n\n[[link]]\ntype = "same"\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for emergency copies that is the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sound project: two annotations (1, 2) on one article, one (3) on another, a link (4) and a cluster (5)."""
    root = write_project(tmp_path / "news", toml=LABELS)
    project = open_project(root)
    first, second = tagged(project, "ferry.txt", (0, 7), (8, 12))
    tagged(project, "harbour.txt", (4, 11))
    project.link(first, second, "same")
    project.clusters.gather([first], "entity", "the captain")
    project.close()
    return root


def tagged(project: Project, path: str, *spans: tuple[int, int]) -> Any:
    return project.annotate(project.library.article(path), [Span(*one) for one in spans], "PERSON").made


def rewritten(root: Path, edit: Callable[[bytes], bytes], name: str = "ana") -> None:
    """Change the snapshot as somebody would who knows its checksum."""
    path = root / "annotations" / f"{name}.json"
    head, _, rest = edit(path.read_bytes()).partition(b'"crc":"')
    data = head + b'"crc":"00000000' + rest[8:]
    path.write_bytes(head + b'"crc":"%08x' % zlib.crc32(data) + rest[8:])


def swapped(root: Path, *pairs: tuple[bytes, bytes]) -> None:
    """Put other bytes in the place of some in the snapshot; each once."""

    def edit(data: bytes) -> bytes:
        for old, new in pairs:
            assert old in data, old
            data = data.replace(old, new, 1)
        return data

    rewritten(root, edit)


def looked_at(root: Path, annotator: str | None = None) -> Health:
    """What is found, and that the look leaves every file as it was."""

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    before, folders = files(), {path for path in root.rglob("*") if path.is_dir()}
    found = check(Wanted(root, annotator))
    assert files() == before
    assert {path for path in root.rglob("*") if path.is_dir()} == folders
    return found


def codes(root: Path) -> list[str]:
    """What is found wrong."""
    return [one.code for one in looked_at(root).findings if one.is_problem]


def the(code: str, root: Path) -> Finding:
    """The one finding of a kind."""
    (found,) = [one for one in looked_at(root).findings if one.code == code]
    return found


def test_a_sound_project_is_healthy(root: Path) -> None:
    found = looked_at(root)
    assert (found.annotators, found.problems) == (("ana",), 0)


def test_a_folder_without_annotations_is_healthy(tmp_path: Path) -> None:
    assert looked_at(write_project(tmp_path / "bare")).findings == ()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArticleError):
        check(Wanted(tmp_path / "nowhere"))


def test_an_annotator_without_a_file_is_an_error_that_names_those_who_have_one(root: Path) -> None:
    with pytest.raises(DiskError, match="of bob; there are those of ana"):
        check(Wanted(root, "bob"))


RECORDS = {
    "bad-record": (b'"unsure":false', b'"unsure":"no"'),
    "wrong-id": (b'"id":"ana-3"', b'"id":"ana-33"'),
    "duplicate-id": (b'"id":"ana-3"', b'"id":"ana-1"'),
    "bad-span": (b'"start":4,"end":11', b'"start":11,"end":4'),
    "quote-differs": (b'"quote":"harbour"', b'"quote":"Harbour"'),
    "unknown-label": (b'"label":"PERSON"', b'"label":"PERSN"'),
    "unknown-link-type": (b'"type":"same"', b'"type":"sam"'),
    "dangling-link": (b'"target":"ana-2"', b'"target":"ana-20"'),
    "dangling-cluster": (b'"cluster":null', b'"cluster":"ana-50"'),
    "missing-article": (b'"article":"harbour.txt"', b'"article":"quay.txt"'),
}


@pytest.mark.parametrize("code", RECORDS)
def test_a_record_that_is_wrong_is_told_once_under_its_code(root: Path, code: str) -> None:
    swapped(root, RECORDS[code])
    assert codes(root) == [code]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"start":4,', b'"start":true,', "start is not a whole number"),
        (b'"start":4,', b'"start":"4",', "start is not a whole number"),
        (b'"start":4,', b"", "start is missing"),
        (b'"attributes":{}', b'"attributes":[]', "attributes is not a table"),
        (b'"aliases":[]', b'"aliases":{}', "aliases is not a list"),
        (b'"cluster":null', b'"cluster":3', "cluster is not text"),
    ],
)
def test_a_member_of_a_wrong_type_is_named(root: Path, old: bytes, new: bytes, why: str) -> None:
    swapped(root, (old, new))
    assert why in the("bad-record", root).what


def test_a_span_past_the_end_of_the_text_is_told_with_the_length(root: Path) -> None:
    swapped(root, (b'"start":4,"end":11', b'"start":4,"end":1100'))
    found = the("bad-span", root)
    assert "4-1100 is past the end" in found.what
    assert found.where == "ana-3 in harbour.txt"


def test_one_number_in_two_tables_is_one_id_twice(root: Path) -> None:
    swapped(root, (b'"5":{"id":"ana-5"', b'"2":{"id":"ana-2"'), (b'"cluster":"ana-5"', b'"cluster":"ana-2"'))
    assert the("duplicate-id", root).where == "clusters 2"


def test_the_id_of_another_annotator_is_told_in_whose_file_it_is(root: Path) -> None:
    (root / "annotations" / "bob.json").write_bytes(snapshot(root).read_bytes())
    found = looked_at(root)
    assert {one.file for one in found.findings if one.is_problem} == {"annotations/bob.json"}
    assert [one.code for one in found.findings if one.is_problem] == ["wrong-annotator", *["duplicate-id"] * 5]
    assert check(Wanted(root, "ana")).problems == 0


def test_a_link_to_the_annotation_of_another_annotator_does_not_dangle(root: Path) -> None:
    bob = open_project(root, "bob")
    (own,) = tagged(bob, "ferry.txt", (0, 7))
    ana = open_project(root, read_only=True)
    bob.link(own, next(iter(ana.layer(ana.library.article("ferry.txt")))), "same")
    bob.close()
    ana.close()
    assert codes(root) == []
    assert check(Wanted(root, "bob")).problems == 0
    snapshot(root).unlink()
    journal(root).unlink()
    assert codes(root) == ["dangling-link"]


def test_a_link_to_an_id_that_stands_under_another_number_does_not_dangle_twice(root: Path) -> None:
    swapped(root, (b'"id":"ana-2"', b'"id":"ana-20"'), (b'"target":"ana-2"', b'"target":"ana-20"'))
    assert codes(root) == ["wrong-id"]


def test_a_cluster_that_nothing_belongs_to_is_a_note(root: Path) -> None:
    swapped(root, (b'"cluster":"ana-5"', b'"cluster":null'))
    assert the("empty-cluster", root).where == "ana-5"
    assert codes(root) == []


def test_two_records_of_marks_for_one_article_are_told_with_their_ids(root: Path) -> None:
    rows = b'"6":{"article":"ferry.txt","id":"ana-6","done":true},\n"7":{"article":"ferry.txt","id":"ana-7"}\n'
    swapped(root, (b'"articles":{\n', b'"articles":{\n' + rows), (b'"next_number":6', b'"next_number":8'))
    assert the("double-article", root).ids == ("ana-6", "ana-7")


def test_an_edited_article_counts_and_names_what_moved_and_what_has_no_place(root: Path) -> None:
    path = root / "ferry.txt"
    path.write_text(FILES["ferry.txt"].replace("Captain Ilse", "Before dawn Captain"), encoding="utf-8")
    found = {one.code: one for one in looked_at(root).findings}
    assert (found["moved"].count, found["moved"].ids) == (1, ("ana-1",))
    assert (found["orphan"].count, found["orphan"].ids) == (1, ("ana-2",))
    assert found["moved"].severity == "attention"


def test_an_article_that_cannot_be_read_is_told_with_the_reason(root: Path) -> None:
    (root / "harbour.txt").write_bytes(b"%PDF-1.7 ")
    assert "looks like a PDF" in the("unreadable-article", root).what


def test_labels_are_not_judged_by_a_label_set_that_cannot_be_read(root: Path) -> None:
    (root / "sidemark.toml").write_text("[[label]\n")
    assert codes(root) == ["bad-settings"]


def test_findings_of_one_kind_are_told_up_to_a_limit_and_counted_beyond(tmp_path: Path) -> None:
    del tmp_path
    found = Collection()
    for number in range(MOST + 7):
        found.add(Finding("bad-record", "annotations/ana.json", "x", str(number)))
    told = list(found)
    assert (len(told), told[-1].count) == (MOST + 1, 7)


def conflicted(data: bytes) -> bytes:
    lines = data.split(b"\n")
    row = next(at for at, line in enumerate(lines) if line.startswith(b'"1":'))
    other = lines[row].replace(b'"note":""', b'"note":"x"')
    return b"\n".join([*lines[:row], b"<<<<<<< a", lines[row], b"=======", other, b">>>>>>> b", *lines[row + 1 :]])


def twice(data: bytes) -> bytes:
    """A record under a number that another has."""
    row = next(line for line in data.split(b"\n") if line.startswith(b'"1":'))
    other = (
        row.replace(b'"created":"2', b'"created":"1').replace(b"ana-1", b"ana-7").replace(b'"Captain"', b'"captain"')
    )
    return data.replace(row, row + b"\n" + other, 1)


SNAPSHOTS: dict[str, Callable[[bytes], bytes]] = {
    "not-json": lambda data: data.replace(b'"articles":{', b'"articles":', 1),
    "conflict": conflicted,
    "checksum": lambda data: data.replace(b'"name":"the captain"', b'"name":"a captain"', 1),
    "duplicate-number": twice,
    "unreadable-record": lambda data: data.replace(b'"3":{"article"', b'"3":"article"', 1),
    "snapshot-missing": lambda _: b"",
    "wrong-annotator": lambda data: data.replace(b'"annotator":"ana"', b'"annotator":"eva"', 1),
    "schema-newer": lambda data: data.replace(b'"schema":1', b'"schema":99', 1),
    "snapshot-older": lambda data: data.replace(b'"last_seq":4', b'"last_seq":3', 1),
    "snapshot-newer": lambda data: data.replace(b'"last_seq":4', b'"last_seq":9', 1),
    "snapshot-foreign": lambda data: data.replace(b'"journal":"', b'"journal":"f', 1),
}
"""Code -> how to make it so."""


@pytest.mark.parametrize("code", SNAPSHOTS)
def test_a_damaged_snapshot_is_told_under_its_code(root: Path, code: str) -> None:
    assert SNAPSHOTS[code](snapshot(root).read_bytes()) != snapshot(root).read_bytes()
    snapshot(root).write_bytes(SNAPSHOTS[code](snapshot(root).read_bytes()))
    assert code in codes(root)


def test_a_snapshot_that_is_gone_is_told(root: Path) -> None:
    snapshot(root).unlink()
    assert "snapshot-missing" in codes(root)


def test_a_snapshot_in_another_layout_and_a_strange_table_are_notes(root: Path) -> None:
    value = json.loads(snapshot(root).read_bytes())
    del value["_meta"]["1"]["crc"]
    snapshot(root).write_text(json.dumps({**value, "extra": {"1": {}}}))
    found = looked_at(root)
    assert found.problems == 0
    assert {"layout", "unknown-table"} <= {one.code for one in found.findings}


def left_open(root: Path, count: int = 3) -> bytes:
    """Some more actions, as `kill -9` leaves them; the journal without its padding."""
    database = opened(root)
    for _ in range(count):
        saved(database, "Captain", article="ferry.txt", start=0, end=7, label="PERSON")
    data = journal(root).read_bytes().rstrip(b"\n") + b"\n"
    database.close(compacts=False)
    return data


def test_actions_that_are_in_the_journal_only_are_a_note(root: Path) -> None:
    left_open(root)
    assert the("journal-ahead", root).count == 3
    assert codes(root) == []


JOURNALS: dict[str, Callable[[bytes], bytes]] = {
    "torn-tail": lambda data: data[:-30],
    "unreadable-action": lambda data: data.replace(b'"do":"tag"', b'"do":"tug"', 1),
    "bad-header": lambda data: data.replace(b'"annotator":"ana"', b'"annotator":"anna"', 1),
    "gap": lambda data: b"\n".join(line for line in data.split(b"\n") if not line.startswith(b'{"seq":6')),
}


@pytest.mark.parametrize("code", JOURNALS)
def test_a_damaged_journal_is_told_under_its_code(root: Path, code: str) -> None:
    journal(root).write_bytes(JOURNALS[code](left_open(root)))
    assert code in codes(root)


def test_an_action_on_a_record_that_is_not_there_is_told(root: Path) -> None:
    data = left_open(root, 1)
    name = json.loads(data.split(b"\n")[0])["journal"]
    step = ["upd", "annotations", "77", {"note": "x"}, {"note": ""}]
    journal(root).write_bytes(data + seal({"seq": 6, "journal": name, "at": "", "do": "note", "ops": [step]}))
    assert "missing-record" in codes(root)


def test_a_line_that_is_just_being_written_is_no_damage(root: Path) -> None:
    journal(root).write_bytes(left_open(root)[:-30])
    lock = os.open(root / ".sidemark" / "lock-ana", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    found = looked_at(root)
    os.close(lock)
    assert found.problems == 0
    assert "locked" in [one.code for one in found.findings]
    assert "torn-tail" in codes(root)


def test_what_lies_about_is_noted(root: Path) -> None:
    (root / "annotations" / "ana.json.tmp").write_bytes(b"half")
    (root / "annotations" / "Ana B.json").write_bytes(b"{}")
    (root / ".sidemark" / "rejected").mkdir()
    (root / ".sidemark" / "rejected" / "ana.jsonl").write_bytes(b"{}\n{}\n")
    found = looked_at(root)
    assert found.problems == 0
    assert {"leftover", "not-annotator", "rejected"} <= {one.code for one in found.findings}
    assert the("rejected", root).count == 2


def test_an_emergency_copy_is_told_with_its_place(root: Path, home: Path) -> None:
    name = json.loads(journal(root).read_bytes().split(b"\n")[0])["journal"]
    line = seal({"seq": 5, "journal": name, "at": "", "do": "tag", "ops": []})
    assert LastResort(Files(root, "ana"), lambda: "2031-05-14T09:15:04Z").copy([line])
    found = the("emergency-copy", root)
    assert (found.count, found.severity) == (1, "attention")
    assert Path(found.file).parent == home / "sidemark"


def test_a_network_file_system_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.disk.condition.remote_kind", lambda _: "nfs4")
    assert "nfs4" in the("network", root).what


def test_a_large_snapshot_is_read_in_pieces_and_its_index_compared(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "LARGE", 1)
    monkeypatch.setattr("store.disk.condition.LARGE", 1)
    monkeypatch.setattr("store.disk.condition.PIECE", 97)
    assert codes(root) == []
    opened(root, read_only=True).close()  # makes an index
    assert [one.code for one in looked_at(root).findings] == ["backups"] * any((root / ".sidemark/backups").glob("*"))
    index = root / ".sidemark" / "ana.index"
    index.write_bytes(index.read_bytes()[:-8])
    assert the("index", root).severity == "note"
    opened(root, read_only=True).close()
    data, stamp = snapshot(root).read_bytes(), snapshot(root).stat()
    with snapshot(root).open("r+b") as file:  # a bit that falls behind the back of the index
        file.seek(data.index(b'"name":"the captain"') + 8)
        file.write(b"T")
    os.utime(snapshot(root), ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert "checksum" in codes(root)


def test_every_code_has_a_severity_and_words() -> None:
    assert {severity for severity, _ in CODES.values()} == {"damage", "attention", "note"}
    assert all(words and not words.endswith(".") for _, words in CODES.values())

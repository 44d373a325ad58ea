"""CAS by the library that INCEpTION's users read it with: what is written is found again, what is broken is refused."""

import io
import random
import zipfile

import pytest

from tests.exchanged import Dataset, again, losses, read, spans
from tests.golden_project import GOLDEN
from tests.texts import PIECES

cassis = pytest.importorskip("cassis")


def test_a_round_trip_gives_the_same_bytes() -> None:
    for seed in range(8):
        rng = random.Random(seed)
        text = "".join(rng.choice(PIECES) for _ in range(60))
        made = Dataset(text)
        ids = [
            made.tag(at, rng.randrange(at + 1, len(text) + 1), "A, b/c & <d>")
            for at in rng.sample(range(len(text)), 30)
        ]
        for _ in range(6):
            source, target = rng.sample(ids, 2)
            made.link(source, target, 'x "y"')
        files, report = made.write("uima")
        assert losses(report) == ([("notes.txt", "text")] if {"\x00", "\x0b", "\x1b"} & set(text) else []), seed
        back = again(read("uima", files), "uima")
        assert spans(back) == spans(made), seed
        assert back.write("uima")[0] == files, seed
        xmi = read("uima", {name: one for name, one in files.items() if not name.endswith(".json")})
        assert [(one.start, one.end) for one in xmi.annotations] == [
            (one.start, one.end) for one in again(xmi, "uima").annotations["notes.txt"]
        ]
        assert len(xmi.annotations) == len(made.annotations["notes.txt"]), seed


def test_the_library_sees_the_quotes() -> None:
    types = cassis.load_typesystem((GOLDEN / "uima" / "TypeSystem.xml").read_text(encoding="utf-8"))
    cas = cassis.load_cas_from_xmi(
        (GOLDEN / "uima" / "harbour-notes.xmi").read_text(encoding="utf-8"), typesystem=types
    )
    entities = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert [one.get_covered_text() for one in entities][::2] == ["Ana Lo\u0301pez", "東京"]
    (relation,) = cas.select("webanno.custom.Relation")
    assert (relation.Governor.value, relation.Dependent.value) == ("CLAIM", "PERSON")


def test_an_exported_project_is_read_with_its_archives() -> None:
    made = Dataset("One 🚢 two")
    made.tag(6, 9)
    files, _ = made.write("uima")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("TypeSystem.xml", files["TypeSystem.xml"])
        archive.writestr("ana.xmi", files["notes.xmi"])
    found = read("uima", {
        "annotation/a.txt/ana.zip": packed.getvalue(), "annotation/a.txt/INITIAL_CAS.zip": packed.getvalue(),
        "curation/a.txt/CURATION_USER.json": files["notes.json"], "exportedproject.json": b"{}",
        "annotation/b.txt/ben.zip": b"PK\x03\x04 broken",
    })  # fmt: skip
    assert [(one.article, one.annotator, one.quote) for one in found.annotations] == [
        ("a.txt", "curation", "two"), ("a.txt", "ana", "two"),
    ]  # fmt: skip
    assert [one.file for one in found.refused] == ["annotation/b.txt/ben.zip"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<xmi:XMI", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<\x00", b"\x00" * 100,
        b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"/>',
    ],
)  # fmt: skip
def test_what_is_broken_is_refused(data: bytes) -> None:
    found = read("uima", {"a.xmi": data})
    assert [one.file for one in found.refused] == ["a.xmi"]
    assert found.annotations == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'begin="0"', b'begin="999"'),
        (b'begin="0"', b'begin="x"'),
        (b'Governor="', b'Governor="9'),
        (b"sofaString", b"sofaStrong"),
    ],
)
def test_half_a_file_gives_no_wrong_span(old: bytes, new: bytes) -> None:
    made = Dataset("One two")
    made.link(made.tag(0, 3), made.tag(4, 7))
    files, _ = made.write("uima")
    for xmi in (files["notes.xmi"].replace(old, new), files["notes.xmi"][:-200]):
        found = read("uima", {"TypeSystem.xml": files["TypeSystem.xml"], "notes.xmi": xmi})
        assert found.refused
        assert all(one.quote in ("One", "two") for one in found.annotations)

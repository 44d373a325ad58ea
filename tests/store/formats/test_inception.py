"""Projects that INCEpTION exported, and what can be said of CAS without the library that reads it."""

import sys

import pytest

from store import FormatError, format_of
from store.formats.found import Wish
from store.formats.inception import whose
from store.formats.uima.reading import nearest, sniff
from tests.exchanged import Dataset, Files, Nothing, read


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("annotation/wire_ferry.txt/ana.xmi", ("wire_ferry.txt", "ana")),
        ("x/annotation/ferry.txt/ben.tsv", ("ferry.txt", "ben")),
        ("curation/ferry.txt/CURATION_USER.zip", ("ferry.txt", "curation")),
        ("annotation/ferry.txt/CURATION_USER.xmi", ("ferry.txt", "curation")),
        ("annotation/ferry.txt/INITIAL_CAS.xmi", None),
        ("annotation_ser/ferry.txt/ana.ser", None),
        ("wire/ferry.xmi", ("wire/ferry.txt", "")),
        ("annotation/ana.xmi", ("annotation/ana.txt", "")),
    ],
)
def test_the_name_of_a_file_says_whose_it_is(name: str, expected: tuple[str, str] | None) -> None:
    assert whose(name) == expected


def test_the_nearest_type_system_counts() -> None:
    names = ("TypeSystem.xml", "a/b/x.xmi", "a/typesystem.xml", "c/y.xmi", "a/b/other.xml")
    assert nearest("a/b/x.xmi", names) == "a/typesystem.xml"
    assert nearest("c/y.xmi", names) == "TypeSystem.xml"
    assert nearest("c/y.xmi", names[1:]) is None


def test_tsv_of_an_exported_project_is_read_for_each_annotator() -> None:
    made = Dataset("One two")
    made.link(made.tag(0, 3), made.tag(4, 7))
    tsv = made.write("webanno_tsv3")[0]["notes.tsv"]
    names = ("annotation/a.txt/ana.tsv", "annotation/a.txt/INITIAL_CAS.tsv", "curation/a.txt/CURATION_USER.tsv")
    found = read("webanno_tsv3", dict.fromkeys(names, tsv))
    assert [(one.article, one.annotator) for one in found.annotations] == [
        ("a.txt", "ana"), ("a.txt", "ana"), ("a.txt", "curation"), ("a.txt", "curation"),
    ]  # fmt: skip
    assert [one.annotator for one in found.links] == ["ana", "curation"]


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    reader = format_of("uima").read
    assert reader is not None
    with pytest.raises(FormatError, match=r'pip install "sidemark\[uima\]"'):
        list(reader(Files({"a.xmi": b""}), Nothing(), Wish()))
    with pytest.raises(FormatError, match=r'pip install "sidemark\[uima\]"'):
        Dataset("One").write("uima")


def test_a_cas_is_recognised() -> None:
    assert sniff("a.xmi", b"<xmi:XMI") == 90
    assert sniff("a.json", b'{"%TYPES": {}, "%FEATURE_STRUCTURES": []}') == 95
    assert sniff("a.json", b"{}") == sniff("a.xml", b"<a/>") == 0

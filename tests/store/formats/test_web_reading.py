"""Reading Web Annotations, GATE documents, NIF and pairs: what was written comes back; bad input is refused by name."""

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from store import Annotation, FormatError, Project, format_of
from store.formats.clean import HIDDEN, NOT_XML
from store.formats.found import Found
from store.formats.iri import place_of
from store.formats.triples import statements
from tests.projects import annotations
from tests.store.formats.folder import found_in
from tests.store.formats.hostile import hostile_project, losses, written
from tests.store.formats.test_pages import Page
from tests.stress import stress_project, stressed

FIRST, SECOND = "a/first (1).txt", "b.txt"
TEI = "{http://www.tei-c.org/ns/1.0}"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return hostile_project(tmp_path / "p")


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return stress_project(tmp_path_factory.mktemp("stress") / "project")


def tagged(project: Project) -> list[Annotation]:
    return [one for _, found in stressed(project) for one in found]


def places(found: Found) -> Counter[tuple[str, int, int, str, str | None]]:
    return Counter((one.article, one.start, one.end, one.label, one.quote) for one in found.annotations)


# the stress set


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("web_annotation", "set.jsonld"),
        ("gate", "set"),
        ("gate_utf16", "set"),
        ("nif", "set.ttl"),
        ("pairs", "set.jsonl"),
    ],
)
def test_the_stress_set_comes_back_but_for_what_was_said(
    stress: Project, tmp_path: Path, name: str, output: str
) -> None:
    report = written(stress, name, tmp_path / output)
    lost = {loss.id for loss in report.losses if loss.what == "annotation"}
    found = found_in(tmp_path / output, name)
    assert not found.refused
    kept = [one for one in tagged(stress) if one.id not in lost]
    assert places(found) == Counter((one.article, one.start, one.end, one.label, one.quote) for one in kept)
    assert name in ("nif", "pairs") or not lost
    assert report.annotations == len(kept)
    texts = {article.path: article.text for article, _ in stressed(stress)}
    assert all(texts[one.key] == one.text for one in found.articles if one.text is not None)


def test_the_stress_set_is_in_a_tei_file_an_html_page_and_a_database(stress: Project, tmp_path: Path) -> None:
    written(stress, "tei", tmp_path / "tei")
    written(stress, "html", tmp_path / "out.html")
    written(stress, "sqlite", tmp_path / "out.sqlite")
    page = Page((tmp_path / "out.html").read_bytes().decode("utf-8"))
    assert page.texts == [HIDDEN.sub("\ufffd", article.text) for article, _ in stressed(stress)]
    assert len(page.subs) == len(tagged(stress))
    for article, found in stressed(stress):
        root = ET.parse(tmp_path / "tei" / (article.path.rpartition(".")[0] + ".xml")).getroot()
        text = root.findtext(f".//{TEI}ab")
        assert text == NOT_XML.sub(" ", article.text)
        ranges = [tuple(map(int, re.findall(r"\d+", str(one.get("target"))))) for one in root.iter(f"{TEI}annotation")]
        assert ranges == [(one.start, one.end - one.start) for one in found]
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        rows = base.execute('SELECT article, start, "end", label, quote FROM annotation')
        assert Counter(rows) == Counter((one.article, *one.span, one.label, one.quote) for one in tagged(stress))


def test_a_dataset_of_one_project_is_the_same_twice(stress: Project, tmp_path: Path) -> None:
    for name, output in [
        ("html", "a.html"), ("markdown", "a.md"), ("sqlite", "a.sqlite"), ("pairs", "a.jsonl"),
        ("coref", "a.v4_gold_conll"),
    ]:  # fmt: skip
        written(stress, name, tmp_path / "1" / output)
        written(stress, name, tmp_path / "2" / output)
        assert (tmp_path / "1" / output).read_bytes() == (tmp_path / "2" / output).read_bytes(), name


# what comes back


def test_web_annotations_come_back_whole(project: Project, tmp_path: Path) -> None:
    written(project, "web_annotation", tmp_path / "out.jsonld")
    found = found_in(tmp_path / "out.jsonld", "web_annotation")
    by_id = {place_of(one.id): one for one in found.annotations}
    first = by_id[FIRST, "ana-1"]
    stored = annotations(project, FIRST)[0]
    assert (first.note, first.attributes, first.annotator) == (stored.note, dict(stored.attributes), "ana")
    assert (first.prefix, first.suffix) == (stored.prefix, stored.suffix)
    assert by_id[FIRST, "ana-2"].unsure
    assert by_id[SECOND, "ana-5"].kb_id == 'Weird kb:<1> "2"'
    assert [(place_of(one.source), place_of(one.target), one.type, one.note) for one in found.links] == [
        ((FIRST, "ana-1"), (FIRST, "ana-2"), "says so", "<note>"),
        ((FIRST, "ana-1"), (SECOND, "ana-5"), "says so", ""),
    ]
    assert [(one.key, one.labels) for one in found.articles] == [(FIRST, ("<report>",)), (SECOND, ())]
    assert [one["note"] for one in found.articles[0].records] == ["on <all>"]


def test_pairs_come_back_with_links_clusters_and_notes(project: Project, tmp_path: Path) -> None:
    written(project, "pairs", tmp_path / "out.jsonl")
    found = found_in(tmp_path / "out.jsonl", "pairs")
    assert [(one.type, one.source, one.target, one.note) for one in found.links] == [
        ("says so", "ana-1", "ana-2", "<note>"),
        ("says so", "ana-1", "ana-5", ""),
    ]
    assert {one.id: one.cluster for one in found.annotations} == {
        "ana-1": "", "ana-2": "ana-7", "ana-3": "ana-7", "ana-5": "ana-7",
    }  # fmt: skip
    assert {one.key for one in found.articles} == {FIRST, SECOND}


def test_gate_features_come_back(project: Project, tmp_path: Path) -> None:
    report = written(project, "gate_utf16", tmp_path / "out")
    found = found_in(tmp_path / "out", "gate")
    (six,) = (one for one in found.annotations if one.id == "ana-6")
    assert six.attributes == {"note_2": "taken", "unsure_2": "no"}
    assert ("ana-6", "attributes") in losses(report)
    assert found.articles[0].labels == ("<report>",)
    assert found.articles[0].metadata["author"] == "& Co"


# what other programs write


def test_annotations_of_other_programs_are_read(tmp_path: Path) -> None:
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "first": {
            "items": [
                {
                    "id": "http://x/1", "type": "Annotation", "motivation": ["tagging"],
                    "body": [{"type": "TextualBody", "purpose": "tagging", "value": "A"}, "a remark"],
                    "creator": "http://people/1",
                    "target": {
                        "source": "https://example.org/a",
                        "selector": {
                            "type": "FragmentSelector", "value": "x",
                            "refinedBy": {"type": "TextPositionSelector", "start": 3, "end": 5},
                        },
                    },
                },
                {"id": "http://x/2", "bodyValue": "no label", "target": {
                    "source": "https://example.org/a",
                    "selector": [{"type": "TextPositionSelector", "start": 0, "end": 2}],
                }},
                {"id": "http://x/3", "body": [], "target": {
                    "source": "https://example.org/a",
                    "selector": [{"type": "TextQuoteSelector", "exact": "words", "prefix": "b"}],
                }},
                {"id": "http://x/4", "target": "https://example.org/a"},
                {"id": "http://x/5", "target": ["https://example.org/a", "https://example.org/b"]},
                {"id": "http://x/6", "motivation": "linking", "target": "http://x/1"},
                "nonsense",
            ]
        },
    }  # fmt: skip
    (tmp_path / "a.jsonld").write_text(json.dumps(page), encoding="utf-8")
    found = found_in(tmp_path / "a.jsonld", "web_annotation")
    assert [(one.start, one.end, one.label, one.note, one.annotator) for one in found.annotations] == [
        (3, 5, "A", "a remark", "http://people/1"),
        (0, 2, "HIGHLIGHT", "no label", ""),
        (-1, 0, "HIGHLIGHT", "", ""),
    ]
    assert found.annotations[2].quote == "words"
    assert found.articles[0].metadata == {"url": "https://example.org/a"}
    assert [one.id for one in found.refused] == ["http://x/4", "http://x/5", "http://x/6", "item 7"]


def test_turtle_of_other_programs_is_read() -> None:
    text = """
    PREFIX ex: <http://x/> # a comment
    @base <http://base/> .
    @prefix : <http://y/> .
    ex:a a :B, <rel> ; :p 'it''s', \"\"\"two
"lines\\u00e9\"\"\"@en-GB , "3"^^ex:int ; ; :q 1.5 , -2e3, true .
    [ :p [ :q "\\U0001F6A2" ] ] .
    _:b.1 :p ex:c%20d .
    """.replace("'it''s'", "'it'")
    assert [(one.subject, one.predicate, one.object) for one in statements(text)] == [
        ("http://x/a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://y/B"),
        ("http://x/a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://base/rel"),
        ("http://x/a", "http://y/p", "it"),
        ("http://x/a", "http://y/p", 'two\n"lines\u00e9'),
        ("http://x/a", "http://y/p", "3"),
        ("http://x/a", "http://y/q", "1.5"),
        ("http://x/a", "http://y/q", "-2e3"),
        ("http://x/a", "http://y/q", "true"),
        ("_:[2]", "http://y/q", "🚢"),
        ("_:[1]", "http://y/p", "_:[2]"),
        ("_:b.1", "http://y/p", "http://x/c%20d"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<a> <b> .", 1), ("<a>\n<b> 'x", 2), ("ex:a ex:b ex:c .", 1), ("<a> <b> ( <c> ) .", 1), ("<a> <b> <c>", 1),
        ('\n\n<a> <b> "\\U00110000" .', 3), ("@prefix x <y> .", 1), ("<a> <b> <c> ]", 1), ("\x00", 1),
    ],
)  # fmt: skip
def test_broken_turtle_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FormatError, match=f"^line {line}: "):
        list(statements(text))


@pytest.mark.parametrize("name", ["web_annotation", "gate", "nif", "pairs"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"[]" * 3, b"{", b"[" * 100_000, b'{"items": 3}', b"null",
     b'{"text": 3, "annotation_sets": {}}',
     b'{"text": "x", "annotation_sets": [], "offset_type": "p"}', b"<html>", b'{"id": 1}\n', b'"x"'],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_by_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "bad.file").write_bytes(data)
    if name == "nif" and not data:
        assert not found_in(tmp_path / "bad.file", name).annotations
        return
    with pytest.raises(FormatError, match=r"bad\.file"):
        found_in(tmp_path / "bad.file", name)


def test_half_a_file_is_refused_line_by_line_or_whole(project: Project, tmp_path: Path) -> None:
    for name in ("web_annotation", "pairs", "nif"):
        written(project, name, tmp_path / name)
        written(project, name, tmp_path / f"{name}.x")
        data = (tmp_path / f"{name}.x").read_bytes()
        (tmp_path / f"{name}.x").write_bytes(data[: len(data) // 2])
    with pytest.raises(FormatError):
        found_in(tmp_path / "web_annotation.x", "web_annotation")
    with pytest.raises(FormatError):
        found_in(tmp_path / "nif.x", "nif")
    found = found_in(tmp_path / "pairs.x", "pairs")
    assert found.links
    assert len(found.refused) == 1
    assert found.refused[0].line == 3


def test_offsets_that_name_no_place_are_refused(tmp_path: Path) -> None:
    rows = [
        {"type": "A", "start": 1, "end": 2, "id": 0, "features": {}},  # in the middle of the ship
        {"type": "A", "start": 0, "end": 99, "id": 1, "features": None},
        {"type": "A", "start": 2, "end": 1, "id": 2},
        {"type": "A", "id": 3},
        7,
        {"type": "A", "start": 0, "end": 2, "id": 5},
    ]
    document = {"text": "🚢 x", "offset_type": "j", "annotation_sets": {"": {"annotations": rows}}, "features": {}}
    (tmp_path / "a.bdocjs").write_text(json.dumps(document), encoding="utf-8")
    found = found_in(tmp_path / "a.bdocjs", "gate")
    assert [(one.start, one.end, one.quote) for one in found.annotations] == [(0, 1, "🚢")]
    assert len(found.refused) == 5
    assert found.remarks == ["a.bdocjs: the sets of annotations the one without a name were read too"]


def test_a_file_is_known_for_what_it_is(project: Project, tmp_path: Path) -> None:
    names = ("web_annotation", "gate", "nif", "pairs")
    for name in names:
        written(project, name, tmp_path / name)
        path = next(one for one in (tmp_path / name, *sorted((tmp_path / name).rglob("*"))) if one.is_file())
        scores = {other: format_of(other).sniff("data.bin", path.read_bytes()[:65536]) for other in names}
        assert max(scores, key=lambda other: scores[other]) == name
        assert sorted(scores.values())[-2] == 0

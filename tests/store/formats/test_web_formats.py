"""Markdown, TEI, NIF, GATE, Web Annotation, SQLite, pairs, coreference: their traps, and that no loss is unsaid."""

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import Annotation, Change, Project, Span
from store.formats.clean import NOT_XML
from store.formats.iri import is_web, kb_of, part_iri, place_of
from store.formats.triples import statements
from tests.projects import FERRY, HARBOUR, annotations, open_project, write_project
from tests.store.formats.hostile import NOTE, hostile_project, losses, written

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
FIRST, SECOND = "a/first (1).txt", "b.txt"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return hostile_project(tmp_path / "p")


def everything(project: Project) -> list[Annotation]:
    return [one for path in (FIRST, SECOND) for one in annotations(project, path)]


# Markdown


def test_markdown_shows_every_quote_as_it_is(project: Project, tmp_path: Path) -> None:
    report = written(project, "markdown", tmp_path / "out.md")
    text = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)<(?!https?://[!-~]+>)", text)
    assert not re.search(r"^(?:> )?(?:[-+=]|\d+[.)]) (?!\[|“)", re.sub(r"^- “.*$", "", text, flags=re.MULTILINE), re.M)
    for one in everything(project):
        assert f"[{one.start}–{one.end}]" in text
    assert "## A, B/C (d) \\<b\\>\n" in text
    assert "## \\=1+1\n" in text
    assert "“ferry 🚢” (b.txt)" in text
    assert ("ana-4", "text") in losses(report)
    assert {("ana-2", "cluster"), (FIRST, "document labels"), (FIRST, "note")} <= losses(report)


# TEI


def test_tei_parses_and_its_ranges_give_the_quotes(project: Project, tmp_path: Path) -> None:
    report = written(project, "tei", tmp_path / "tei")
    root = ET.fromstring((tmp_path / "tei" / "a" / "first (1).xml").read_bytes())
    article = project.library.article(FIRST)
    body = root.find(f".//{TEI}ab")
    assert body is not None
    assert body.text == NOT_XML.sub(" ", article.text)
    found = {}
    for one in root.iter(f"{TEI}annotation"):
        start, length = map(int, re.findall(r"\d+", str(one.get("target"))))
        found[one.get(XML_ID)] = body.text[start : start + length]
    assert found == {one.id: NOT_XML.sub(" ", one.quote) for one in annotations(project, FIRST)}
    notes = [note.text for note in root.iter(f"{TEI}note") if note.get("type") == "comment"]
    assert notes == [NOT_XML.sub(" ", NOTE)]
    assert [one.text for one in root.iter(f"{TEI}note") if one.get("n") == "a=b%"] == ["x", "<y>\u2028"]
    assert {(FIRST, "text"), ("ana-1", "note"), ("ana-9", "link"), ("ana-8", "label")} <= losses(report)


def test_an_id_that_xml_does_not_take_gets_a_sign_in_front(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": FERRY}), "1a")
    article = project.library.article("ferry.txt")
    project.annotate(article, [Span(0, 7)], "PERSON")
    written(project, "tei", tmp_path / "out.xml")
    assert 'xml:id="_1a-' in (tmp_path / "out.xml").read_text(encoding="utf-8")


def test_tei_of_an_article_without_annotations_has_no_empty_lists(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": FERRY}))
    written(project, "tei", tmp_path / "out.xml")
    assert "standOff" not in (tmp_path / "out.xml").read_text(encoding="utf-8")


# NIF


def test_nif_parses_and_its_ranges_give_the_quotes(project: Project, tmp_path: Path) -> None:
    report = written(project, "nif", tmp_path / "out.ttl")
    said: dict[str, dict[str, list[str]]] = {}
    for one in statements((tmp_path / "out.ttl").read_bytes().decode("utf-8")):
        said.setdefault(one.subject, {}).setdefault(one.predicate.rpartition("#")[2], []).append(one.object)
    texts = [about["isString"][0] for about in said.values() if "isString" in about]
    assert texts == [project.library.article(path).text for path in (FIRST, SECOND)]
    spans: Counter[tuple[int, int]] = Counter()
    for about in said.values():
        if "anchorOf" in about:
            whole = said[about["referenceContext"][0]]["isString"][0]
            start, end = int(about["beginIndex"][0]), int(about["endIndex"][0])
            assert whole[start:end] == about["anchorOf"][0]
            spans[start, end] += len(about["taClassRef"])
    assert spans == Counter((one.start, one.end) for one in everything(project))
    assert {("ana-2", "cluster"), ("ana-3", "cluster"), ("ana-8", "link")} <= losses(report)
    assert ("ana-5", "cluster") not in losses(report)


def test_what_a_set_of_statements_cannot_tell_apart_is_lost(project: Project, tmp_path: Path) -> None:
    stored = annotations(project, SECOND)[1].to_dict()
    project.apply([Change.insert("annotations", 11, {**stored, "id": "ana-11"})], "import")
    assert ("ana-11", "annotation") in losses(written(project, "nif", tmp_path / "out.ttl"))


# GATE


@pytest.mark.parametrize(("name", "unit"), [("gate", "p"), ("gate_utf16", "j")])
def test_gate_counts_as_its_reader_does(project: Project, tmp_path: Path, name: str, unit: str) -> None:
    report = written(project, name, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "b.bdocjs").read_bytes())
    text = document["text"]
    assert document["offset_type"] == unit
    counted = text.encode("utf-16-le")
    for row, one in zip(
        document["annotation_sets"]["Sidemark"]["annotations"], annotations(project, SECOND), strict=True
    ):
        start, end = row["start"], row["end"]
        quote = text[start:end] if unit == "p" else counted[2 * start : 2 * end].decode("utf-16-le")
        assert quote == one.quote
    features = document["annotation_sets"]["Sidemark"]["annotations"][0]["features"]
    assert features["note"] == ""
    assert (features["note_2"], features["unsure_2"]) == ("taken", "no")
    assert ("ana-6", "attributes") in losses(report)


# Web Annotation


def test_web_annotations_say_everything(project: Project, tmp_path: Path) -> None:
    report = written(project, "web_annotation", tmp_path / "out.jsonld")
    source = (tmp_path / "out.jsonld").read_bytes().decode("utf-8")
    page = json.loads(source)
    assert json.dumps(page, indent=1, ensure_ascii=False) + "\n" == re.sub(
        r"\\u(0085|2028|2029)", lambda found: chr(int(found[1], 16)), source
    )
    assert len(source.splitlines()) == source.count("\n")
    assert losses(report) == set()
    by_id = {item["id"]: item for item in page["items"]}
    assert len(by_id) == len(page["items"]) == 6 + 2 + 1
    for one in everything(project):
        item = by_id[part_iri(one.article, one.id)]
        position, quote = item["target"]["selector"]
        text = project.library.article(one.article).text
        assert text[position["start"] : position["end"]] == quote["exact"] == one.quote
        assert item["target"]["source"].startswith("urn:sidemark:")
    across = by_id[part_iri(FIRST, "ana-9")]
    assert across["body"][0]["source"] == part_iri(SECOND, "ana-5")


def test_an_empty_project_is_a_page_without_items(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p", {}, 'title = "none"\n'))
    written(project, "web_annotation", tmp_path / "out.jsonld")
    assert json.loads((tmp_path / "out.jsonld").read_bytes())["items"] == []


def test_names_become_iris_and_come_back() -> None:
    for path, name in [("a/b (1).txt", "ana-1"), ("ü%2F#?.md", "ana-2"), ("東京 🚢.txt", "ana-3")]:
        iri = part_iri(path, name)
        assert iri.isascii()
        assert not re.search(r'[\s<>"{}|\\^`]', iri)
        assert place_of(iri) == (path, name)
    assert kb_of("http://www.wikidata.org/entity/Q1490") == ("Wikidata:Q1490", "")
    assert not any(is_web(url) for url in ("javascript:x", "https://a b", "http://a\u202e", "https://a<b", "HTTPS://a"))


# SQLite


def test_sql_finds_everything(project: Project, tmp_path: Path) -> None:
    report = written(project, "sqlite", tmp_path / "out.sqlite")
    assert losses(report) == set()
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert dict(base.execute("SELECT article, text FROM article")) == {
            path: project.library.article(path).text for path in (FIRST, SECOND)
        }
        rows = base.execute(
            'SELECT id, label, start, "end", quote, unsure, cluster FROM annotation ORDER BY id'
        ).fetchall()
        assert rows == [
            (one.id, one.label, one.start, one.end, one.quote, int(one.unsure), one.cluster)
            for one in sorted(everything(project), key=lambda one: one.id)
        ]
        assert base.execute("SELECT value FROM attribute WHERE id = 'ana-1'").fetchall() == [("x",), ("<y>\u2028",)]
        assert base.execute("SELECT source, target FROM link").fetchall() == [("ana-1", "ana-2"), ("ana-1", "ana-5")]
        assert base.execute("SELECT label FROM document_label").fetchall() == [("<report>",)]
        assert base.execute("SELECT note FROM document_note").fetchall() == [("on <all>",)]


# pairs


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def decision(kind: str, verdict: str, target: dict[str, Any]) -> dict[str, Any]:
    return {
        "article": FIRST, "start": 2, "end": 66, "quote": "", "id": "ana-20", "kind": kind, "verdict": verdict,
        "label": "=1+1", "target": target, "reason": "no", "author": "ana", "created": "2031-01-01T00:00:00Z",
    }  # fmt: skip


def test_links_clusters_and_decisions_are_pairs_with_both_sides(project: Project, tmp_path: Path) -> None:
    place = {"article": SECOND, "start": 0, "end": 19, "quote": "The ferry"}
    decisions = [
        decision("same-claim", "reject", place),
        decision("same-claim", "reject", {"article": SECOND}),
        decision("same-entity", "reject", place),
        decision("passage", "accept", place),
        {**decision("mention", "reject", {}), "target": None},
    ]
    project.apply(
        [Change.insert("decisions", 20 + n, {**one, "id": f"ana-{20 + n}"}) for n, one in enumerate(decisions)],
        "import",
    )
    report = written(project, "pairs", tmp_path / "out.jsonl")
    found = lines(tmp_path / "out.jsonl")
    assert [one["type"] for one in found] == [
        "says so", "says so", "unrelated", "missing", "not-same-entity", "passage", "same-entity", "same-entity",
    ]  # fmt: skip
    assert [(one["source"].get("id"), one["target"].get("id")) for one in found if one["type"] == "same-entity"] == [
        ("ana-2", "ana-3"), ("ana-2", "ana-5"),
    ]  # fmt: skip
    for one in found:
        for side in (one["source"], one["target"]):
            if "start" in side and side["id"]:
                text = project.library.article(side["article"]).text
                assert text[side["start"] : side["end"]] == side["text"]
    (missing,) = (one for one in found if one["type"] == "missing")
    assert set(missing["target"]) == {"article", "title", "source", "published", "url"}
    assert {("ana-4", "annotation"), ("ana-6", "annotation"), ("ana-1", "attributes"), ("ana-2", "unsure")} <= losses(
        report
    )
    assert (report.annotations, report.links) == (4, 2)


# coreference


def chains(path: Path) -> dict[str, list[tuple[int, str]]]:
    """By number of a cluster, document and words of each mention, by the brackets alone."""
    found: dict[str, list[tuple[int, str]]] = {}
    document = -1
    words: list[str] = []
    begun: dict[str, list[int]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#begin"):
            document, words = document + 1, []
        cells = line.split()
        if len(cells) != 12 or line.startswith("#"):
            continue
        words.append(cells[3])
        for part in cells[11].split("|"):
            number = part.strip("()")
            if part.startswith("("):
                begun.setdefault(number, []).append(len(words) - 1)
            if part.endswith(")"):
                found.setdefault(number, []).append((document, " ".join(words[begun[number].pop() :])))
    assert not any(begun.values())
    return found


def test_clusters_have_one_number_in_all_documents(project: Project, tmp_path: Path) -> None:
    report = written(project, "coref", tmp_path / "out.v4_gold_conll")
    source = (tmp_path / "out.v4_gold_conll").read_text(encoding="utf-8")
    assert "#begin document (a/first%20%281%29.txt); part 000\n" in source
    found = chains(tmp_path / "out.v4_gold_conll")
    assert [document for document, _ in found["0"]] == [0, 1]
    assert found["0"][1][1] == "ferry 🚢"
    assert {("ana-3", "annotation"), ("ana-2", "unsure")} <= losses(report)


def test_mentions_nest_and_those_that_cross_are_lost(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p", {"ferry.txt": FERRY, "harbour.txt": HARBOUR}))
    text = project.library.article("ferry.txt").text
    spans = {1: (0, 19), 2: (8, 12), 3: (8, 26), 4: (0, 7), 5: (0, 7), 6: (20, 35)}
    rows = [
        {
            "id": f"ana-{n}", "article": "ferry.txt", "start": start, "end": end, "quote": text[start:end],
            "label": "PERSON", "cluster": f"ana-{30 if n < 6 else 31}",
        }
        for n, (start, end) in spans.items()
    ]  # fmt: skip
    clusters = [{"id": f"ana-{n}", "kind": "entity", "name": str(n)} for n in (30, 31)]
    project.apply([Change.insert("annotations", int(str(row["id"])[4:]), row) for row in rows], "import")
    project.apply([Change.insert("clusters", int(str(row["id"])[4:]), row) for row in clusters], "import")
    report = written(project, "coref", tmp_path / "out")
    found = chains(next((tmp_path / "out").rglob("ferry*")))
    assert sorted(words for _, words in found["0"]) == ["Captain", "Captain Ilse Marrow", "Ilse"]
    assert len(found["1"]) == 1
    why = {loss.id: loss.why for loss in report.losses if loss.what in ("annotation", "cluster")}
    assert set(why) == {"ana-3", "ana-5"}

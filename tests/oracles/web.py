"""Readers of RDF, XML, HTML and GATE documents: rdflib, lxml, gatenlp."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.oracles.checks import Check, Made, Place, library, same

NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITS = "http://www.w3.org/2005/11/its/rdf#"
OA = "http://www.w3.org/ns/oa#"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": OA,
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "SpecificResource")},
    **{name: f"oa:{name}" for name in ("TextPositionSelector", "TextQuoteSelector", "exact", "prefix", "suffix")},
    **{name: f"oa:{name}" for name in ("start", "end")},
    "AnnotationPage": "as:OrderedCollectionPage",
    "Person": "foaf:Person",
    "items": {"@id": "as:items", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": "oa:hasSelector",
    "purpose": "oa:hasPurpose",
    "motivation": "oa:motivatedBy",
    "value": "rdf:value",
    "created": "dcterms:created",
    "modified": "dcterms:modified",
    "creator": "dcterms:creator",
    "nickname": "foaf:nick",
    "format": "dcterms:format",
}
"""The part of the annotation context that is used; the one at the W3C would have to be fetched."""


def turtle(made: Made) -> str:
    """Every phrase has its label, and its range gives its words."""
    rdflib = library("rdflib")
    target = made.dataset("stress", "nif", "set.ttl")
    graph = rdflib.Graph().parse(target, format="turtle")
    texts, found = made.texts("stress"), set()
    for phrase in graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{NIF}Phrase")):
        context = graph.value(phrase, rdflib.URIRef(f"{NIF}referenceContext"))
        text = str(graph.value(context, rdflib.URIRef(f"{NIF}isString")))
        path = unquote(str(context).removeprefix("urn:sidemark:").partition("#")[0])
        start, end = (int(graph.value(phrase, rdflib.URIRef(f"{NIF}{name}Index"))) for name in ("begin", "end"))
        same((text, text[start:end]), (texts[path], str(graph.value(phrase, rdflib.URIRef(f"{NIF}anchorOf")))))
        for label in graph.objects(phrase, rdflib.URIRef(f"{ITS}taClassRef")):
            found.add((path, start, end, unquote(str(label).removeprefix("urn:sidemark:label:"))))
    same(found, set(kept(made, target)))
    return f"{len(graph)} triples, {len(found)} labels on their words"


def json_ld(made: Made) -> str:
    """Position and quote of every annotation agree."""
    rdflib = library("rdflib")
    page = json.loads(made.dataset("stress", "web_annotation", "set.jsonld").read_bytes())
    graph = rdflib.Graph().parse(data=json.dumps({**page, "@context": CONTEXT}), format="json-ld")
    texts, found = made.texts("stress"), {}
    for one in graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{OA}Annotation")):
        path, _, name = str(one).removeprefix("urn:sidemark:").partition("#")
        said: dict[str, Any] = {}
        aim = graph.value(one, rdflib.URIRef(f"{OA}hasTarget"))
        for selector in graph.objects(aim, rdflib.URIRef(f"{OA}hasSelector")):
            for word in ("start", "end", "exact"):
                if (value := graph.value(selector, rdflib.URIRef(f"{OA}{word}"))) is not None:
                    said[word] = value.toPython()
        if said:
            bodies = graph.objects(one, rdflib.URIRef(f"{OA}hasBody"))
            labels = [body for body in bodies if str(graph.value(body, rdflib.URIRef(f"{OA}hasPurpose"))) == "tagging"]
            label = str(graph.value(labels[0], rdflib.RDF.value))
            found[unquote(name)] = (unquote(path), said["start"], said["end"], label)
            same(str(said["exact"]), texts[unquote(path)][said["start"] : said["end"]])
    same(found, made.places("stress"))
    return f"{len(graph)} triples, {len(found)} annotations whose position is their quote"


def xml(made: Made) -> str:
    """The text has every character in its place, and every range the right length."""
    etree = library("lxml.etree")
    folder, found = made.dataset("stress", "tei", "set"), {}
    for path, text in made.texts("stress").items():
        root = etree.parse(str(folder / f"{path.rpartition('.')[0]}.xml")).getroot()
        body = root.findtext(f".//{TEI}ab")
        same(len(body), len(text))
        same([pair for pair in zip(body, text, strict=True) if pair[0] not in (pair[1], " ")], [])
        for one in root.iter(f"{TEI}annotation"):
            start, length = map(int, re.findall(r"\d+", one.get("target")))
            found[one.get(XML_ID)] = (path, start, start + length, one.findtext(f"{TEI}note"))
    same(found, made.places("stress"))
    return f"{len(found)} ranges in {len(made.texts('stress'))} files"


def pages(made: Made) -> str:
    """Without the labels' names a page has the text, and it loads and runs nothing."""
    html = library("lxml.html")
    root = html.fromstring(made.dataset("stress", "html", "set.html").read_bytes().decode("utf-8"))
    same([str(one.tag) for one in root.iter("script", "img", "iframe", "link", "object", "form")], [])
    for one in root.xpath("//sub"):
        one.drop_tree()
    found = [one.text_content() for one in root.xpath('//div[@class="text"]')]
    same([len(one) for one in found], [len(one) for one in made.texts("stress").values()])
    for shown, text in zip(found, made.texts("stress").values(), strict=True):
        same([pair for pair in zip(shown, text, strict=True) if pair[0] not in (pair[1], "\ufffd")], [])
    return f"{len(found)} texts, unchanged but for U+FFFD"


def documents(made: Made) -> str:
    """Both ways to count give the same spans."""
    gatenlp = library("gatenlp")
    for form in ("gate", "gate_utf16"):
        folder, found = made.dataset("stress", form, "set"), {}
        for path, text in made.texts("stress").items():
            document = gatenlp.Document.load(str(folder / f"{path.rpartition('.')[0]}.bdocjs"))
            same(document.text, text)
            for one in document.annset("Sidemark"):
                found[one.features["sidemark_id"]] = (path, one.start, one.end, one.type)
        same(found, made.places("stress"))
    return f"{len(found)} annotations, twice"


def kept(made: Made, target: Path) -> list[Place]:
    """What is tagged and was not said to be lost."""
    lost = {loss.id for loss in made.reports[target].losses if loss.what == "annotation"}
    return [place for name, place in made.places("stress").items() if name not in lost]


CHECKS = (
    Check("rdflib", "nif", "reads the Turtle, compares ranges with words and labels", turtle),
    Check("rdflib", "web_annotation", "reads the JSON-LD, compares positions with quotes", json_ld),
    Check("lxml", "tei", "parses, compares the text and every range", xml),
    Check("lxml", "html", "parses, compares the texts, looks for what loads or runs", pages),
    Check("gatenlp", "gate, gate_utf16", "loads documents of both ways to count", documents),
)

"""Names for things in the web's own way: an article, an annotation, a label, an entry of a knowledge base as an IRI."""

import re
from urllib.parse import quote, unquote

from store.annotation import Annotation
from store.formats.values import About

WEB = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
"""An address that can stand in HTML, RDF and Markdown as it is: visible ASCII without `" < > \\ ^ { | }` and the
backtick."""
WIKIDATA = re.compile(r"Wikidata:([A-Za-z]\d+)")
ENTITY = "http://www.wikidata.org/entity/"
OURS = "urn:sidemark:"


def is_web(url: str) -> bool:
    """Whether a text is an address on the web that needs no escapes anywhere; nothing else becomes a link."""
    return WEB.fullmatch(url) is not None


def escaped(name: str) -> str:
    """A name as a part of an IRI, in ASCII, `/` kept; lone surrogates count as U+FFFD."""
    return quote(name, safe="/", errors="replace") if name.isascii() else quote(_whole(name), safe="/")


def article_iri(path: str) -> str:
    """An article of the project."""
    return OURS + escaped(path)


def part_iri(path: str, name: str) -> str:
    """Something in an article, such as an annotation by its id."""
    return f"{OURS}{escaped(path)}#{escaped(name)}"


def label_iri(name: str) -> str:
    """A label."""
    return f"{OURS}label:{escaped(name)}"


def meant_iri(annotation: Annotation, about: About) -> str | None:
    """What the cluster of an annotation is: its entry in a knowledge base, else the cluster; None without a cluster."""
    if not annotation.cluster:
        return None
    cluster = about.cluster_of(annotation)
    if cluster is None or not cluster.kb_id:
        return OURS + escaped(annotation.cluster)
    found = WIKIDATA.fullmatch(cluster.kb_id)
    return ENTITY + found[1] if found else f"{OURS}kb:{escaped(cluster.kb_id)}"


def meant_id(annotation: Annotation, about: About) -> str:
    """The same for formats that know no IRI: `Wikidata:Q1490`, else `sidemark:ana-4`; empty without a cluster."""
    if not annotation.cluster:
        return ""
    cluster = about.cluster_of(annotation)
    return cluster.kb_id if cluster is not None and cluster.kb_id else f"sidemark:{annotation.cluster}"


def kb_of(iri: str) -> tuple[str, str]:
    """Entry in a knowledge base and id of a cluster that an IRI stands for; one of them is empty."""
    if iri.startswith(ENTITY):
        return f"Wikidata:{iri.removeprefix(ENTITY)}", ""
    if iri.startswith(f"{OURS}kb:"):
        return unquote(iri.removeprefix(f"{OURS}kb:")), ""
    if iri.startswith(OURS):
        return "", unquote(iri.removeprefix(OURS))
    return iri, ""


def place_of(iri: str) -> tuple[str, str] | None:
    """Path of the article and name of the thing in it, of an IRI that `part_iri` made; None for another."""
    if not iri.startswith(OURS):
        return None
    path, hash_sign, name = iri.removeprefix(OURS).partition("#")
    return (unquote(path), unquote(name)) if hash_sign else None


def _whole(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")

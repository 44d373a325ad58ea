"""Reading NIF: contexts are articles, and every string of one that has a class or an entity is an annotation."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from store.errors import FormatError
from store.formats.found import Found, GivenAnnotation, GivenArticle, Known, Refusal, Source, Wish
from store.formats.iri import OURS, kb_of
from store.formats.triples import Statement, statements

NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITS = "http://www.w3.org/2005/11/its/rdf#"
LABEL = f"{OURS}label:"
NO_LABEL = "ENTITY"
"""The label of a string that is linked to a knowledge base and has no class."""
MOST_OBJECTS = 1_000
"""Of one subject and predicate; a string with more classes is none that somebody annotated."""


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read Turtle files, each with any number of contexts."""
    del known, wish
    for name in source.names():
        with source.open(name) as file:
            data = file.read()
        try:
            yield _found(data.decode("utf-8-sig"), name)
        except UnicodeDecodeError as error:
            message = f"{name}: is not UTF-8 (byte {error.start})"
            raise FormatError(message) from error
        except FormatError as error:
            message = f"{name}: {error}"
            raise FormatError(message) from error


def sniff(name: str, head: bytes) -> int:
    """By the name of the ontology, which stands in every such file."""
    return (
        90
        if NIF.encode() in head and not head.lstrip().startswith((b"<?xml", b"{", b"["))
        else 10 * name.endswith(".ttl")
    )


class _Node:
    """What is said about one subject."""

    def __init__(self) -> None:
        self.said: dict[str, list[Statement]] = defaultdict(list)

    def first(self, predicate: str) -> str | None:
        found = self.said.get(predicate)
        return found[0].object if found else None


def _found(text: str, file: str) -> Found:
    nodes: dict[str, _Node] = defaultdict(_Node)
    for one in statements(text):
        about = nodes[one.subject].said[one.predicate]
        if len(about) < MOST_OBJECTS:
            about.append(one)
    found = Found()
    texts: dict[str, tuple[str, str]] = {}
    for iri, node in nodes.items():
        whole = node.first(f"{NIF}isString")
        if whole is not None:
            key = _key(iri)
            texts[iri] = key, whole
            found.articles.append(GivenArticle(key, whole))
    for iri, node in nodes.items():
        classes, meant = node.said.get(f"{ITS}taClassRef", ()), node.said.get(f"{ITS}taIdentRef", ())
        if classes or meant:
            _take(iri, node, texts, found, file)
    return found


def _take(iri: str, node: _Node, texts: dict[str, tuple[str, str]], found: Found, file: str) -> None:
    classes, meant = node.said.get(f"{ITS}taClassRef", []), node.said.get(f"{ITS}taIdentRef", [])
    line = (classes or meant)[0].line
    context = node.first(f"{NIF}referenceContext") or (iri if iri in texts else "")
    key, whole = texts.get(context, (_key(context), None))
    try:
        start, end = int(node.first(f"{NIF}beginIndex") or "x"), int(node.first(f"{NIF}endIndex") or "x")
    except ValueError:
        found.refused.append(Refusal(file, line, iri, "has no beginIndex and endIndex that are numbers"))
        return
    quote = node.first(f"{NIF}anchorOf")
    if quote is None and iri == context and whole is not None:
        quote = whole
    kb_id, cluster = kb_of(meant[0].object) if meant and len(classes) < 2 else ("", "")
    if meant and len(classes) > 1:
        found.remarks.append(f"{file}, line {line}: several labels and an entity; whose it is, is not said")
    for name in [one.object for one in classes] or [NO_LABEL]:
        found.annotations.append(
            GivenAnnotation(
                key, start, end, _label(name), quote=quote, id=f"{iri} {name}", cluster=cluster, kb_id=kb_id,
                file=file, line=line,
            )
        )  # fmt: skip


def _key(iri: str) -> str:
    """The article of a context: the path in our own name, else the address without the part for the offsets."""
    bare = iri.partition("#")[0]
    return unquote(bare.removeprefix(OURS)) if bare.startswith(OURS) else bare


def _label(iri: str) -> str:
    """A label of ours, else the last part of the address of a class."""
    if iri.startswith(LABEL):
        return unquote(iri.removeprefix(LABEL))
    return unquote(iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]) or iri

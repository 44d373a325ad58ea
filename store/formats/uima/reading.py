"""Reading CAS: XMI with its type system, and JSON; also those of a project that INCEpTION exported.

Every type of spans and of relations between them is read but those about single words. A ZIP in an exported project is
looked into, that one archive in an archive, under the same limits.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from store.errors import FormatError
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.inception import IDENTIFIER, Whose, whose
from store.formats.iri import kb_of
from store.formats.json_items import HALF
from store.formats.packed import Packed
from store.formats.uima.system import cassis, is_chain, is_of_text, is_relation, label_feature, plain_values
from store.formats.wording import OWN, given_cluster

SYSTEM = "typesystem.xml"
MARK = b'"%FEATURE_STRUCTURES"'
"""What every CAS in JSON holds."""


def sniff(name: str, head: bytes) -> int:
    """Sure of what both forms say about themselves."""
    if name.endswith(".xmi"):
        return 90
    return 95 if name.endswith(".json") and (MARK in head or b'"%TYPES"' in head[:200]) else 0


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read each `.json` that is a CAS, and each `.xmi` that no such `.json` stands beside: JSON keeps every character.

    Raises:
        FormatError: the library is not installed.
    """
    del known, wish
    cassis()  # before anything is read
    names = source.names()
    done: set[str] = set()
    for name in sorted(names, key=lambda one: not one.endswith(".json")):
        stem, _, suffix = name.rpartition(".")
        about = whose(name)
        if about is None or stem in done:
            continue
        if suffix == "json":
            data = _bytes(source, name)
            if MARK in data or len(names) == 1:
                done.add(stem)
                yield _read(name, about, data, None)
        elif suffix == "xmi":
            system = nearest(name, names)
            yield _read(name, about, _bytes(source, name), _bytes(source, system) if system else None)
        elif suffix == "zip" and about.annotator:
            yield _unpacked(source, name, about)


def nearest(name: str, names: tuple[str, ...]) -> str | None:
    """The type system in the folder of a file, else in the folders above; None when there is none."""
    folder = name
    while folder:
        folder = folder.rpartition("/")[0]
        for one in names:
            above, _, base = one.rpartition("/")
            if above == folder and base.casefold() == SYSTEM:
                return one
    return None


def _bytes(source: Source, name: str) -> bytes:
    with source.open(name) as file:
        return file.read()


def _unpacked(source: Source, name: str, about: Whose) -> Found:
    """Read the XMI in an archive that INCEpTION makes of each document."""
    try:
        archive = Packed(source, name)
        names = archive.names()
        xmi = next((one for one in names if one.endswith(".xmi")), None)
        if xmi is None:
            return Found(refused=[Refusal(name, 0, "", "holds no .xmi")])
        system = nearest(xmi, names)
        return _read(name, about, _bytes(archive, xmi), _bytes(archive, system) if system else None)
    except FormatError as error:
        return Found(refused=[Refusal(name, 0, "", str(error))])


def _read(file: str, about: Whose, data: bytes, system: bytes | None) -> Found:
    if any(
        b"<!DOCTYPE" in one or b"<!ENTITY" in one or one[:2] in (b"\xff\xfe", b"\xfe\xff")
        for one in (data, system or b"")
    ):
        return Found(refused=[Refusal(file, 0, "", "has a document type or is UTF-16: neither is read")])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types that the type system lacks; they are left out
            cas = _loaded(data, system)
            return _Cas(file, about, cas).read()
    except Exception as error:
        return Found(refused=[Refusal(file, 0, "", f"cannot be read as a CAS ({type(error).__name__}: {error})")])


def _loaded(data: bytes, system: bytes | None) -> Any:
    library = cassis()
    types = library.load_typesystem(io.BytesIO(system)) if system else None
    if data.lstrip()[:1] == b"{":
        return library.load_cas_from_json(io.BytesIO(data), typesystem=types)
    return library.load_cas_from_xmi(io.BytesIO(data), typesystem=types, lenient=True)


class _Cas:
    """Takes one CAS apart."""

    def __init__(self, file: str, about: Whose, cas: Any) -> None:
        self._file, self._cas = file, cas
        self._article, self._annotator = about
        self._found = Found()

    def read(self) -> Found:
        """What it holds."""
        text = self._cas.sofa_string
        if not isinstance(text, str) or HALF.search(text):
            self._refuse("", "has no text" if text is None else "its text holds half a character (a lone surrogate)")
            return self._found
        self._found.articles.append(GivenArticle(self._article, text))
        relations = []
        for one in sorted(self._cas.select_all(), key=lambda one: one.xmiID):  # as they were written
            if is_of_text(one.type.name):
                continue
            if is_relation(one.type):
                relations.append(one)
            elif is_chain(one.type):
                self._refuse(_id(one), f"is in a chain of {_short(one)}; chains are not read")
            else:
                self._span(one, text)
        for one in relations:
            self._relation(one)
        return self._found

    def _span(self, one: Any, text: str) -> None:
        start, end = one.begin, one.end
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
            self._refuse(_id(one), f"{start} and {end} are no start and end in a text of {len(text)} characters")
            return
        values = plain_values(one)
        feature = label_feature(values)
        given = GivenAnnotation(
            self._article, start, end, values[feature] if feature else _short(one), text[start:end], id=_id(one),
            attributes={name: value for name, value in values.items() if name not in (feature, IDENTIFIER)},
            annotator=self._annotator, file=self._file,
        )  # fmt: skip
        self._found.annotations.append(self._in_cluster(given, values.get(IDENTIFIER)))
        slots = [part.name for part in one.type.all_features if part.rangeType.name == "uima.cas.FSArray"]
        if any(one.get(slot) is not None and one.get(slot).elements for slot in slots):
            self._refuse(_id(one), f"the slots of {_short(one)} are not read")

    def _in_cluster(self, given: GivenAnnotation, identifier: str | None) -> GivenAnnotation:
        if not identifier:
            return given
        known, own = kb_of(identifier)
        cluster = given_cluster(OWN + own if own else known, given.quote or "")
        self._found.clusters.append(cluster)
        return replace(given, cluster=cluster["id"], kb_id=cluster["kb_id"])

    def _relation(self, one: Any) -> None:
        ends = [one.get("Governor"), one.get("Dependent")]
        known = {given.id for given in self._found.annotations}
        if any(end is None or _id(end) not in known for end in ends):
            if not any(end is not None and is_of_text(end.type.name) for end in ends):
                self._refuse(_id(one), f"the relation {_short(one)} joins no two annotations that were read")
            return
        values = plain_values(one)
        feature = label_feature(values)
        kind = values[feature] if feature else _short(one)
        source, target = map(_id, ends)
        self._found.links.append(GivenLink(kind, source, target, annotator=self._annotator, file=self._file))

    def _refuse(self, name: str, why: str) -> None:
        self._found.refused.append(Refusal(self._file, 0, name, why))


def _id(one: Any) -> str:
    return str(one.xmiID)


def _short(one: Any) -> str:
    return str(one.type.name).rpartition(".")[2]

"""Reading `sidemark` JSON lines: everything comes back as it was; a label set beside them gives the labels."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from store.annotation import Annotation
from store.article import METADATA
from store.errors import FormatError, SchemaError
from store.formats import jsonread
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.jsonread import OddError, Row
from store.schema import LARGEST, schema_of

NAMED = b'"schema": "sidemark/'
KEYS = frozenset(
    ("schema", "offset_unit", "article", "text_sha256", *METADATA, "text", "documents", "annotations", "links",
     "clusters", "decisions"),
)  # fmt: skip
SETTINGS = "sidemark.toml"
"""The end of the name of a label set."""


def sniff(name: str, head: bytes) -> int:
    """Sure of a first line that says so."""
    del name
    return 100 if NAMED in head[:200] or NAMED.replace(b" ", b"") in head[:200] else 0


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read a line at a time."""
    del known, wish
    for name in source.names():
        if name.endswith(SETTINGS):
            yield _labels(source, name)
    for name in source.names():
        if name.endswith(".toml") or (len(source.names()) > 1 and not name.endswith((".jsonl", ".json"))):
            continue
        for number, row in jsonread.rows(source, name):
            if isinstance(row, Refusal):
                yield Found(refused=[row])
                continue
            if not str(row.get("schema", "")).startswith("sidemark/"):
                message = f"{name}:{number}: this is no line of the format sidemark; without --format it is looked for"
                raise FormatError(message)
            yield _found(row, name, number)


def _labels(source: Source, name: str) -> Found:
    with source.open(name) as file:
        data = file.read(LARGEST + 1)
    try:
        return Found(labels=list(schema_of(data, name).labels))
    except SchemaError as error:
        return Found(remarks=[f"the labels were not read: {error}"])


def _found(row: Row, file: str, line: int) -> Found:
    if row["schema"] != "sidemark/1":
        return Found(refused=[Refusal(file, line, "", f"is {row['schema']}, written by a newer version")])
    found = Found()
    try:
        key, text = jsonread.text(row, "article", None), row.get("text")
        if text is not None and not isinstance(text, str):
            raise OddError("text is no text")
        metadata = {name: jsonread.text(row, name) for name in METADATA}
        records = tuple(jsonread.objects(row, "documents"))
        for name in ("clusters", "decisions"):
            getattr(found, name).extend(jsonread.objects(row, name))
        annotations, links = jsonread.objects(row, "annotations"), jsonread.objects(row, "links")
        sha256 = jsonread.text(row, "text_sha256")
    except OddError as error:
        return Found(refused=[Refusal(file, line, str(row.get("article", ""))[:80], str(error))])
    found.articles.append(GivenArticle(key, text, sha256, metadata, (), records, file=file, line=line))
    found.annotations += _sound(annotations, found, file, line, lambda one: _annotation(one, key, file, line))
    found.links += _sound(links, found, file, line, lambda one: _link(one, file, line))
    unknown = sorted(row.keys() - KEYS)
    if unknown:
        found.remarks.append(f"{file}: {', '.join(unknown)} is not known and was not read")
    return found


def _sound(rows: list[Row], found: Found, file: str, line: int, made: Any) -> Iterator[Any]:
    """What is made of rows; those that are odd are refused."""
    for one in rows:
        try:
            yield made(one)
        except OddError as error:
            found.refused.append(Refusal(file, line, jsonread.plain(one, "id")[:80], str(error)))


def _annotation(one: Row, key: str, file: str, line: int) -> GivenAnnotation:
    cluster = jsonread.text(one, "cluster")
    return GivenAnnotation(
        key,
        jsonread.number(one, "start"),
        jsonread.number(one, "end"),
        jsonread.text(one, "label", None),
        jsonread.text(one, "quote", None),
        jsonread.text(one, "prefix"),
        jsonread.text(one, "suffix"),
        jsonread.text(one, "id"),
        jsonread.table(one, "attributes"),
        jsonread.text(one, "note"),
        jsonread.flag(one, "unsure"),
        cluster,
        "",
        jsonread.text(one, "author"),
        (),
        file,
        line,
        _rest(one),
    )


def _rest(one: Mapping[str, Any]) -> Row:
    """What only the store knows, and members of other versions."""
    kept = ("origin", "created", "updated")
    return {name: value for name, value in one.items() if name in kept or name not in MEMBERS}


def _link(one: Row, file: str, line: int) -> GivenLink:
    texts = {name: jsonread.text(one, name, None) for name in ("type", "source", "target")}
    more = {name: jsonread.text(one, name) for name in ("id", "note")}
    return GivenLink(**texts, **more, annotator=jsonread.text(one, "author"), file=file, line=line, record=one)


MEMBERS = frozenset(Annotation("a-1", "", 0, 0, "", "").to_dict())

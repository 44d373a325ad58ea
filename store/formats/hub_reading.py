"""Reading Hugging Face rows: texts with spans, or tokens with tags, in a folder or as plain JSON lines."""

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from store.article import METADATA
from store.formats import jsonread
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.jsonread import OddError, Row
from store.formats.tagread import runs

README = "README.md"


def sniff(name: str, head: bytes) -> int:
    """Fairly sure of rows with spans or tags, and of a folder's description."""
    if name == README:
        return 80 if b"\ndataset_info:" in head else 0
    row = jsonread.first(name, head)
    if isinstance(row.get("text"), str) and isinstance(row.get("spans"), list) and "tokens" not in row:
        return 75
    return 75 if isinstance(row.get("tokens"), list) and isinstance(row.get("ner_tags"), list) else 0


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read a row at a time; rows with tokens only where there are none with spans."""
    del known
    names = jsonread.names(source)
    spans = [name for name in names if not name.startswith("tokens/")]
    classes = _classes(source)
    for name in spans or names:
        for number, row in jsonread.rows(source, name):
            if isinstance(row, Refusal):
                yield Found(refused=[row])
                continue
            try:
                plain = jsonread.mapped(row, wish)
                yield _tokens(plain, name, number, classes) if "text" not in plain else _spans(plain, name, number)
            except OddError as error:
                yield Found(refused=[Refusal(name, number, jsonread.plain(row, "id")[:80], str(error))])


def _spans(row: Row, file: str, line: int) -> Found:
    key = jsonread.plain(row, "id") or f"{file.rpartition('.')[0]}-{line:04}.txt"
    text, metadata = jsonread.text(row, "text", None), {name: jsonread.plain(row, name) for name in METADATA}
    labels = jsonread.texts(row, "document_labels")
    found = Found([GivenArticle(key, text, metadata=metadata, labels=labels, file=file, line=line)])
    for span in jsonread.objects(row, "spans"):
        try:
            found.annotations.append(_annotation(span, key, file, line))
        except OddError as error:
            found.refused.append(Refusal(file, line, jsonread.plain(span, "id"), str(error)))
        if cluster := jsonread.plain(span, "cluster"):
            known = {"id": cluster, "kb_id": jsonread.plain(span, "kb_id")}
            found.clusters.append(known | {"author": jsonread.plain(span, "annotator")})
    for one in jsonread.objects(row, "relations"):
        kind = jsonread.plain(one, "type") or jsonread.plain(one, "label")
        ends = jsonread.plain(one, "source"), jsonread.plain(one, "target")
        found.links.append(GivenLink(kind, *ends, jsonread.plain(one, "id"), file=file, line=line))
    return found


def _annotation(span: Row, key: str, file: str, line: int) -> GivenAnnotation:
    return GivenAnnotation(
        key,
        jsonread.number(span, "start"),
        jsonread.number(span, "end"),
        jsonread.text(span, "label", None),
        span["text"] if isinstance(span.get("text"), str) else None,
        id=jsonread.plain(span, "id"),
        attributes=_attributes(span.get("attributes")),
        note=jsonread.text(span, "note"),
        unsure=jsonread.flag(span, "unsure"),
        cluster=jsonread.text(span, "cluster"),
        kb_id=jsonread.text(span, "kb_id"),
        annotator=jsonread.text(span, "annotator"),
        file=file,
        line=line,
    )


def _attributes(value: Any) -> Mapping[str, Any]:
    """Names and values; a name that is there several times has several values."""
    if value is None or isinstance(value, dict):
        return value or {}
    found: dict[str, list[str]] = {}
    for one in value if isinstance(value, list) else (value,):
        if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("name", "value")):
            message = "attributes are no list of names and values"
            raise OddError(message)
        found.setdefault(one["name"], []).append(one["value"])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _tokens(row: Row, file: str, line: int, classes: list[str]) -> Found:
    tokens, tags = jsonread.texts(row, "tokens"), row.get("ner_tags", row.get("tags"))
    if not tokens or not isinstance(tags, list) or len(tags) != len(tokens):
        message = "has neither a text nor as many ner_tags as tokens"
        raise OddError(message)
    names = [_tag(tag, classes) for tag in tags]
    key = jsonread.plain(row, "id")
    key = key if key and not key.isdecimal() else f"{file.rpartition('.')[0].replace('/', '-')}-{key or line}.txt"
    text = " ".join(tokens) + "\n"
    starts = [0, *accumulate(len(token) + 1 for token in tokens)]
    found = Found([GivenArticle(key, text, is_rebuilt=True, file=file, line=line)])
    for run in runs(names):
        start, end = starts[run.first], starts[run.last] + len(tokens[run.last])
        one = GivenAnnotation(key, start, end, run.label, text[start:end], file=file, line=line)
        found.annotations.append(one)
    return found


def _tag(tag: Any, classes: list[str]) -> str:
    if isinstance(tag, str):
        return tag
    if type(tag) is int and 0 <= tag < len(classes):
        return classes[tag]
    message = f"the tag {tag!r} has no name: the folder's README.md should give it"
    raise OddError(message)


def _classes(source: Source) -> list[str]:
    """The names of the tags, from the description of the folder."""
    if README not in source.names():
        return []
    import yaml  # noqa: PLC0415 - only for a folder with a description

    with source.open(README) as file:
        text = file.read(1 << 20).decode("utf-8", "replace")
    try:
        head = yaml.load(text.split("\n---")[0].removeprefix("---"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
        configs = head["dataset_info"]
        for config in configs if isinstance(configs, list) else [configs]:
            for feature in config["features"]:
                if feature["name"] == "ner_tags":
                    names = (feature.get("list") or feature.get("sequence"))["class_label"]["names"]
                    return [names[str(at)] for at in range(len(names))] if isinstance(names, dict) else list(names)
    except (yaml.YAMLError, KeyError, TypeError, RecursionError, ValueError):
        return []
    return []

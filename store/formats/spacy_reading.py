"""Reading what spaCy has in JSON: documents of `Doc.to_json`, training pairs, and the JSON of its second version.

A DocBin is never read: it is unpacked by a library that trusts what it unpacks.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from store.errors import FormatError
from store.formats import jsonread
from store.formats.found import Found, GivenAnnotation, GivenArticle, Known, Refusal, Source, Wish
from store.formats.jsonread import OddError, Row
from store.formats.tagread import runs

LISTS = re.compile(rb'"entities"\s*:\s*\[\s*\[')
"""Entities as lists of start, end and label, which are spaCy's alone."""
DOCBIN = (
    "a DocBin is not read, for unpacking one may run what is in it; in Python, "
    "`json.dumps([doc.to_json() for doc in docs])` writes what can be read"
)


def sniff(name: str, head: bytes) -> int:
    """Sure of documents with `ents`, of paragraphs, and of pairs with `entities`."""
    if name.endswith(".spacy"):
        return 100
    start = head.lstrip()
    if start[:1] == b"[" and b'"paragraphs"' in head and b'"sentences"' in head:
        return 90
    if start[:1] == b"[" and LISTS.search(head):
        return 60
    row = jsonread.first(name, head) or jsonread.first(name, start.removeprefix(b"[").lstrip())
    if not isinstance(row.get("text"), str):
        return 85 if start[:1] == b"[" and b'"ents"' in head and b'"text"' in head else 0
    entities = row.get("entities")
    pairs = isinstance(entities, list) and all(isinstance(one, list) for one in entities) and entities
    return 85 if isinstance(row.get("ents"), list) else 60 if pairs else 0


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read a document at a time; a file that is one list is read as a whole."""
    del known, wish
    for name in source.names():
        if name.endswith(".spacy"):
            raise FormatError(f"{name}: {DOCBIN}")
    for name in jsonread.names(source):
        for number, value in _values(source, name):
            try:
                yield from _documents(value, name, number)
            except OddError as error:
                yield Found(refused=[Refusal(name, number, "", str(error))])


def _values(source: Source, name: str) -> Iterator[tuple[int, Any]]:
    with source.open(name) as file:
        is_list = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"["
    if is_list and not name.endswith(".jsonl"):
        value = jsonread.whole(source, name)
        yield from ((0, one) for one in value)
        return
    for number, row in jsonread.rows(source, name, kinds=(dict, list)):
        if isinstance(row, Refusal):
            yield number, row
        else:
            yield number, row


def _documents(value: Any, file: str, line: int) -> Iterator[Found]:
    if isinstance(value, Refusal):
        yield Found(refused=[value])
    elif isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict):
        yield _found({"text": value[0], **value[1]}, file, line)
    elif isinstance(value, dict) and "paragraphs" in value:
        for number, paragraph in enumerate(jsonread.objects(value, "paragraphs")):
            yield _paragraph(paragraph, f"{jsonread.plain(value, 'id') or file}-{number}", file, line)
    elif isinstance(value, dict):
        yield _found(value, file, line)
    else:
        message = "is no document"
        raise OddError(message)


def _found(row: Row, file: str, line: int) -> Found:
    text = jsonread.text(row, "text", None)
    data = row.get("user_data") if isinstance(row.get("user_data"), dict) else {}
    assert isinstance(data, dict)
    key = (
        jsonread.plain(data, "article") or jsonread.plain(row, "article") or f"{file.rpartition('.')[0]}-{line:04}.txt"
    )
    cats = jsonread.table(row, "cats")
    labels = tuple(name for name, score in cats.items() if isinstance(score, int | float) and score >= 0.5)
    found = Found([GivenArticle(key, text, labels=labels, file=file, line=line)])
    for one in _spans(row):
        try:
            found.annotations.append(_annotation(one, key, file, line))
        except OddError as error:
            found.refused.append(Refusal(file, line, "", str(error)))
    return found


def _spans(row: Row) -> Iterator[Any]:
    """Every span of a document once: its entities, and those of its groups."""
    seen = set()
    groups = jsonread.table(row, "spans") if isinstance(row.get("spans"), dict) else {}
    for group in (row.get("ents"), row.get("entities"), *groups.values()):
        for one in group if isinstance(group, list) else ():
            ends = (
                tuple(one[:3]) if isinstance(one, list) else tuple(map(repr, map(one.get, ("start", "end", "label"))))
            )
            if repr(ends) not in seen:
                seen.add(repr(ends))
                yield one


def _annotation(one: Any, key: str, file: str, line: int) -> GivenAnnotation:
    if isinstance(one, list):
        one = dict(zip(("start", "end", "label"), one, strict=False))
    label, kb_id = jsonread.text(one, "label", None), jsonread.plain(one, "kb_id")
    start, end = jsonread.number(one, "start"), jsonread.number(one, "end")
    return GivenAnnotation(
        key, start, end, label, id=jsonread.plain(one, "id"), cluster=kb_id, kb_id=kb_id, file=file, line=line
    )


def _paragraph(paragraph: Row, key: str, file: str, line: int) -> Found:
    """A paragraph of the second version: sentences of tokens with BILOU tags, and the text in `raw`."""
    raw = jsonread.text(paragraph, "raw")
    found = Found([GivenArticle(key, raw or None, file=file, line=line)])
    tokens = [
        one for sentence in jsonread.objects(paragraph, "sentences") for one in jsonread.objects(sentence, "tokens")
    ]
    words = [jsonread.text(one, "orth", None) for one in tokens]
    starts, at = [], 0
    for word in words:
        at = raw.find(word, at) if raw else at
        if at < 0:
            message = f"the token {word[:40]!r} is not in the text"
            raise OddError(message)
        starts.append(at)
        at += len(word) + (0 if raw else 1)
    text = raw or " ".join(words) + "\n"
    if not raw:
        found.articles = [GivenArticle(key, text, is_rebuilt=True, file=file, line=line)]
    for run in runs(jsonread.text(one, "ner", "O") for one in tokens):
        start, end = starts[run.first], starts[run.last] + len(words[run.last])
        found.annotations.append(GivenAnnotation(key, start, end, run.label, text[start:end], file=file, line=line))
    return found

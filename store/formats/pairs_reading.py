"""Reading pairs: links with the annotations at their ends, clusters, and decisions about two places."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from store.annotation import Record
from store.errors import FormatError
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish

MENTIONED = ("title", "source", "published", "url")
DECIDED = {"unrelated": "same-claim", "missing": "same-claim"}
"""What kind of decision a type stands for."""
SAME = "same"
LONGEST = 1 << 24
"""Bytes of a line."""


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read the lines; an annotation that is a side of several is given once. Of several files some may be empty.

    Raises:
        FormatError: no line of a file is a pair.
    """
    del known, wish
    for name in source.names():
        reading, is_empty = _Reading(name), True
        with source.open(name) as file:
            number = 0
            while line := file.readline(LONGEST):
                number += 1
                if line.strip():
                    is_empty = False
                    reading.take(line, number)
        if not reading.lines and not (is_empty and len(source.names()) > 1):
            message = f"{name}: has no pairs"
            raise FormatError(message)
        yield reading.found


def sniff(name: str, head: bytes) -> int:
    """By the members of the first line."""
    del name
    first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    is_pair = first.startswith(b'{"id"') and b'"source": {"article"' in first and b'"target": {"article"' in first
    return 95 if is_pair else 0


class _Reading:
    """What one file holds, as it is found."""

    def __init__(self, file: str) -> None:
        self.found = Found()
        self.lines = 0
        """How many were pairs."""
        self._file = file
        self._articles: set[str] = set()
        self._given: dict[tuple[str, int, int, str, str], int] = {}

    def take(self, line: bytes, number: int) -> None:
        """One line."""
        try:
            pair = json.loads(line)
            kind, source, target = pair["type"], pair["source"], pair["target"]
            if not isinstance(kind, str) or not isinstance(source, dict) or not isinstance(target, dict):
                self._refuse(number, "", "its type is no text, or a side is no object")
                return
            self._pair(pair, kind, number)
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            self._refuse(number, "", f"is no pair ({error})")

    def _pair(self, pair: Mapping[str, Any], kind: str, number: int) -> None:
        source, target, name = pair["source"], pair["target"], _string(pair, "id")
        for side in (source, target):
            self._article(side)
        if kind in DECIDED or kind.startswith("not-") or not (_string(source, "id") and _string(target, "id")):
            self.found.decisions.append(_decision(pair, kind))
        elif kind.startswith(SAME) and ":" in name:
            cluster = name.partition(":")[0]
            self._annotation(source, number, cluster)
            self._annotation(target, number, cluster)
        else:
            made = {"created": pair["created"]} if _string(pair, "created") else None
            ends = self._annotation(source, number, ""), self._annotation(target, number, "")
            self.found.links.append(
                GivenLink(
                    kind, *ends, name, _string(pair, "note"), _string(pair, "annotator"), self._file, number, made
                )
            )
        self.lines += 1

    def _article(self, side: Mapping[str, Any]) -> None:
        key = side["article"]
        if not isinstance(key, str):
            message = "an article is no text"
            raise TypeError(message)
        if key not in self._articles:
            self._articles.add(key)
            metadata = {name: _string(side, name) for name in MENTIONED if _string(side, name)}
            self.found.articles.append(GivenArticle(key, metadata=metadata))

    def _annotation(self, side: Mapping[str, Any], number: int, cluster: str) -> str:
        """The id of the annotation that a side is, which is given when it is met first."""
        start, end = side["start"], side["end"]
        if type(start) is not int or type(end) is not int:
            message = "an offset is no number"
            raise TypeError(message)
        name = _string(side, "id")
        key = (side["article"], start, end, _string(side, "label"), name)
        kb_id = _string(side, "kb_id")
        is_ours = kb_id.startswith("sidemark:")
        meant = cluster or (kb_id.removeprefix("sidemark:") if is_ours else "")
        given = GivenAnnotation(
            key[0], start, end, key[3], quote=_string(side, "text"), prefix=_string(side, "prefix"),
            suffix=_string(side, "suffix"), id=name, note=_string(side, "note"), cluster=meant,
            kb_id="" if is_ours else kb_id, annotator=name.rpartition("-")[0], file=self._file, line=number,
        )  # fmt: skip
        place = self._given.setdefault(key, len(self.found.annotations))
        if place == len(self.found.annotations):
            self.found.annotations.append(given)
        elif cluster:
            self.found.annotations[place] = given
        return name

    def _refuse(self, number: int, name: str, why: str) -> None:
        self.found.refused.append(Refusal(self._file, number, name, why))


def _decision(pair: Mapping[str, Any], kind: str) -> Record:
    """The decision that a pair without annotations is, in the shape of the store; its id is given when it is put in."""
    source, target = pair["source"], pair["target"]
    is_rejected = kind in DECIDED or kind.startswith("not-")
    aimed = {"article": target["article"]}
    if "start" in target:
        aimed |= {"start": target["start"], "end": target["end"], "quote": _string(target, "text")}
    return {
        "article": source["article"],
        "start": source["start"],
        "end": source["end"],
        "quote": _string(source, "text"),
        "id": _string(pair, "id"),
        "kind": DECIDED.get(kind) or kind.removeprefix("not-"),
        "verdict": "reject" if is_rejected else "accept",
        "label": _string(source, "label"),
        "target": aimed,
        "reason": _string(pair, "note"),
        "author": _string(pair, "annotator"),
        "created": _string(pair, "created"),
    }


def _string(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""

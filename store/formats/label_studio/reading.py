"""Reading Label Studio: tasks, its JSON export, its JSON_MIN, and `completions` of old exports.

Several annotators of a task are several entries. Old versions counted UTF-16 units and wrote line breaks in quotes as
a backslash and `n`; the quotes say which it is.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from store.article import METADATA
from store.classes import dataclass
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.json_items import HALF, Item, first_item, items
from store.formats.label_studio import names

ENTRIES = ("annotations", "completions")
SKIPPED = "of {} were not read: Sidemark has no place for them"
OWN_ID = re.compile(r"(.+)-\d{1,18}")
"""Ids that Sidemark gave: an annotator's name and a number."""
KEPT = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "article", "text", *METADATA)
"""Members of a row of JSON_MIN that are no part of the page."""


def sniff(name: str, head: bytes) -> int:
    """Sure of tasks with their data and what was done with them; fairly sure of JSON_MIN."""
    if not name.endswith(".json"):
        return 0
    row = first_item(head)
    if row is None:  # the first task may be longer than what is shown
        is_task = re.match(rb"\s*\[\s*\{", head) and b'"data"' in head
        return 85 if b'"from_name"' in head else 40 if is_task else 0
    if isinstance(row.get("data"), dict):
        return 90 if any(key in row for key in (*ENTRIES, "predictions")) else 30
    return 75 if "annotation_id" in row and "lead_time" in row else 0


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read every `.json` of the source but predictions that stand beside the tasks they are made of."""
    del known
    files = [name for name in source.names() if name.endswith(".json")] or list(source.names())[:1]
    folders = {name.rpartition("/")[0] for name in files if name.rpartition("/")[2] == names.TASKS}
    for name in files:
        folder, _, base = name.rpartition("/")
        if base == names.PREDICTIONS and folder in folders:
            continue
        unread: Counter[str] = Counter()
        for item in items(source, name):
            yield Found(refused=[item]) if isinstance(item, Refusal) else _Task(name, item, wish, unread).read()
        if unread:
            yield Found(remarks=[f"{name}: {count} {what}" for what, count in unread.items()])


@dataclass(slots=True)
class _Region:
    """What the items with one id say."""

    start: Any = None
    end: Any = None
    quote: str | None = None
    labels: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unsure: bool = False


class _Task:
    """Reads one task: a text and what each annotator did with it."""

    def __init__(self, file: str, item: Item, wish: Wish, unread: Counter[str]) -> None:
        """Set up one task.

        Args:
            file: where it is.
            item: what it holds.
            wish: gives other names to the members of its data.
            unread: counts what was not read.
        """
        self._file, self._line, self._task = file, item.line, item.members
        self._wish, self._unread = wish, unread
        self._found = Found()
        self._ids: set[str] = set()
        self._article = ""
        self._text = ""
        self._labels: dict[str, None] = {}

    def read(self) -> Found:
        """What the task holds."""
        data = self._task.get("data")
        is_min = not isinstance(data, dict)
        row = {self._wish.columns.get(key, key): value for key, value in (self._task if is_min else data or {}).items()}
        text = _text_of(row)
        if text is None or HALF.search(text):
            self._refuse("", "has no text" if text is None else "its text holds half a character (a lone surrogate)")
            return self._found
        stem = self._file.rpartition("/")[2].rpartition(".")[0] or "task"
        given = row.get("article")
        is_path = isinstance(given, str) and given and given != text
        self._article = given if is_path else f"{stem}-{self._task.get('id', self._line)}.txt"  # type: ignore[assignment]
        self._text = text
        if is_min:
            self._entry({"completed_by": row.get("annotator"), "result": list(_items_of_min(row))})
        else:
            self._entries()
        metadata = {
            key: row[key] for key in METADATA if isinstance(row.get(key), str) and row[key] and row[key] != text
        }
        self._found.articles.append(GivenArticle(self._article, text, metadata=metadata, labels=tuple(self._labels)))
        return self._found

    def _entries(self) -> None:
        found = [entry for key in ENTRIES for entry in _dicts(self._task.get(key))]
        predictions = _dicts(self._task.get("predictions"))
        if not any(key in self._task for key in ENTRIES):  # a file of predictions
            found = predictions
        elif predictions:
            self._unread["predictions were not read"] += len(predictions)
        for entry in found:
            if entry.get("was_cancelled"):
                self._unread["annotations were not read: they were skipped or cancelled"] += 1
            else:
                self._entry(entry)

    def _entry(self, entry: Mapping[str, Any]) -> None:
        """Read what one annotator did."""
        regions: dict[str, _Region] = {}
        relations: list[Mapping[str, Any]] = []
        for number, item in enumerate(_dicts(entry.get("result")), 1):
            if item.get("type") == "relation":
                relations.append(item)
            else:
                self._item(item, str(item.get("id", f"#{number}")), regions)
        annotator = _annotator(regions, entry.get("completed_by"))
        places: dict[str, str] = {}
        for name, region in regions.items():
            self._region(name, region, annotator, places)
        for relation in relations:
            self._relation(relation, places, annotator)

    def _item(self, item: Mapping[str, Any], name: str, regions: dict[str, _Region]) -> None:
        value, kind = item.get("value"), item.get("type")
        part = str(item.get("from_name", ""))
        if not isinstance(value, dict):
            self._refuse(name, "has no value")
        elif kind == "hypertextlabels" or "startOffset" in value or "globalOffsets" in value:
            self._refuse(name, "is on HTML, whose offsets are not those of a text")
        elif "start" not in value and "end" not in value:
            self._document(kind, value)
        else:
            region = regions.setdefault(name, _Region(value["start"], value.get("end")))
            region.quote = _text(value.get("text")) or region.quote
            self._member(region, part, kind, value)

    def _document(self, kind: object, value: Mapping[str, Any]) -> None:
        if kind == "choices":
            self._labels |= dict.fromkeys(_texts(value.get("choices")))
        else:
            self._unread[f"answers {SKIPPED.format(f'the kind {kind} on a whole text')}"] += 1

    def _member(self, region: _Region, part: str, kind: object, value: Mapping[str, Any]) -> None:
        """Add to a region what one item says of it."""
        answer = value.get("text" if kind == "textarea" else str(kind))
        texts = _texts(answer) or ([json.dumps(answer)] if isinstance(answer, int | float) else [])
        if kind == "labels":
            region.labels += texts
        elif kind == "textarea" and part == names.NOTE:
            region.notes += texts
        elif kind == "choices" and part == names.UNSURE and texts == ["yes"]:
            region.unsure = True
        elif texts:
            region.attributes[names.attribute_of(part)] = texts[0] if len(texts) == 1 else texts
        else:
            self._unread[f"answers {SKIPPED.format(f'the kind {kind}')}"] += 1

    def _region(self, name: str, region: _Region, annotator: str, places: dict[str, str]) -> None:
        start, end = region.start, region.end
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
            self._refuse(name, f"{start!r} and {end!r} are no start and end")
            return
        if not region.labels:
            self._refuse(name, "has no label")
            return
        for label in dict.fromkeys(region.labels):
            known = self._new_id(name)
            places.setdefault(name, known)
            one = GivenAnnotation(
                self._article,
                start,
                end,
                label,
                self._quote(region.quote, start, end),
                id=known,
                attributes=region.attributes,
                note="\n".join(region.notes),
                unsure=region.unsure,
                annotator=annotator,
                file=self._file,
                line=self._line,
            )
            self._found.annotations.append(one)

    def _relation(self, relation: Mapping[str, Any], places: Mapping[str, str], annotator: str) -> None:
        ends = [places.get(str(relation.get(key))) for key in ("from_id", "to_id")]
        source, target = reversed(ends) if relation.get("direction") == "left" else ends
        kinds = _texts(relation.get("labels")) or ["related"]
        if source is None or target is None:
            self._refuse(str(relation.get("from_id", "")), "the relation leads to a region that is not in its task")
            return
        for kind in kinds:
            link = GivenLink(kind, source, target, annotator=annotator, file=self._file, line=self._line)
            self._found.links.append(link)

    def _quote(self, quote: str | None, start: int, end: int) -> str | None:
        r"""The quote, with the line breaks that old versions wrote as `\n` where the text has them."""
        broken = quote.replace("\\n", "\n") if quote and "\\n" in quote else quote
        return broken if broken == self._text[start:end] else quote

    def _new_id(self, name: str) -> str:
        known, number = name, 1
        while known in self._ids:
            number += 1
            known = f"{name}~{number}"
        self._ids.add(known)
        return known

    def _refuse(self, name: str, why: str) -> None:
        self._found.refused.append(Refusal(self._file, self._line, name, why))


def _annotator(regions: Mapping[str, object], completed_by: object) -> str:
    """Who made an entry: named in the ids that Sidemark gave, else by Label Studio; empty when nobody says."""
    own = {match[1] if (match := OWN_ID.fullmatch(name)) else "" for name in regions}
    if len(own) == 1 and "" not in own:
        return own.pop()
    if isinstance(completed_by, dict):
        completed_by = completed_by.get("email") or completed_by.get("id")
    if isinstance(completed_by, int) and not isinstance(completed_by, bool):
        return f"user{completed_by}"
    return _text(completed_by) or ""


def _text_of(row: Mapping[str, Any]) -> str | None:
    """The text of a task: what is called so, else its longest text."""
    if isinstance(row.get("text"), str):
        return str(row["text"])
    texts = [value for key, value in row.items() if isinstance(value, str) and key not in KEPT]
    return max(texts, key=len, default=None)


def _items_of_min(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The items that a row of JSON_MIN was made of: spans have lost their ids, answers what they are on."""
    number = 0
    for part, value in row.items():
        for span in _dicts(value):
            if "start" in span and "end" in span:
                number += 1
                kind = next(
                    (key for key, one in span.items() if key.endswith("labels") and isinstance(one, list)), "labels"
                )
                yield {"id": f"#{number}", "from_name": part, "type": kind, "value": span}
        if isinstance(value, dict) and "choices" in value:
            yield {"from_name": part, "type": "choices", "value": {"choices": value["choices"]}}
        elif part == names.DOCUMENT and isinstance(value, str):
            yield {"from_name": part, "type": "choices", "value": {"choices": [value]}}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None

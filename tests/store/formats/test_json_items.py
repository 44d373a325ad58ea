"""JSON files are read an item at a time; what is broken is refused with its line."""

import json
import random

import pytest

from store.formats import json_items
from store.formats.found import Refusal
from store.formats.json_items import Item, items
from tests.exchanged import Files


def found(data: bytes | str) -> list[tuple[int, object]]:
    """Lines with what was found there; the reason, of a refusal."""
    return [
        (one.line, one.members if isinstance(one, Item) else one.why)
        for one in items(Files({"a.json": data}), "a.json")
    ]


@pytest.mark.parametrize("chunk", [1, 2, 7, 1 << 16])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_is_read_whatever_its_length_and_layout(
    monkeypatch: pytest.MonkeyPatch, chunk: int, indent: int
) -> None:
    monkeypatch.setattr(json_items, "CHUNK", chunk)
    rng = random.Random(chunk)
    rows = [{"id": number, "text": '🚢 ]}\n[{"' * rng.randrange(5), "list": [1, {"a": None}]} for number in range(20)]
    text = "\ufeff" + json.dumps(rows, indent=indent, ensure_ascii=False)
    given = found(text)
    assert [one for _, one in given] == rows
    for line, one in given:
        assert isinstance(one, dict)
        assert f'"id": {one["id"]}' in "\n".join(text.split("\n")[line - 1 :][: 2 if indent else 1])


def test_lines_are_read_one_by_one_and_bad_ones_refused() -> None:
    data = b'\xef\xbb\xbf{"a": 1}\n\n[1]\n{"b": "\xff"}\n{"c": \n{"d": "\xe2\x80\xa8"}\r\n' + b"[" * 100_000 + b"\n{}"
    assert found(data) == [
        (1, {"a": 1}), (3, "is no JSON object"), (4, "is not UTF-8 (byte 7 of the line)"),
        (5, "is no JSON (it ends in the middle)"), (6, {"d": "\u2028"}),
        (7, "is no JSON (it is nested too deeply)"), (8, {}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "last"),
    [
        (b'[{"a": 1},\n{"b": 2}', (2, "the file ends before its list does")),
        (b'[{"a": 1},\n{"b": ', (2, "is no JSON from here on (it ends in the middle)")),
        (b'[{"a": 1},\n7]', (2, "is no JSON object")),
        (b'[{"a": 1},\n' + b'{"a":' * 100_000, (2, "is no JSON from here on (it is nested too deeply)")),
    ],
)
def test_half_a_list_gives_what_is_whole(data: bytes, last: tuple[int, str]) -> None:
    given = found(data)
    assert given[0] == (1, {"a": 1})
    assert given[-1] == last


def test_a_list_that_is_not_utf_8_is_refused_from_there_on() -> None:
    (only,) = items(Files({"a.json": b'[{"a": "\xff"}]'}), "a.json")
    assert only == Refusal("a.json", 1, "", "is not UTF-8 from here on")


def test_an_item_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "CHUNK", 16)
    monkeypatch.setattr(json_items, "MOST", 64)
    (only,) = found('[{"a": "' + "x" * 10_000)
    assert only == (1, "is no JSON from here on (it has more than 0 MB)")


def test_objects_over_several_lines_need_no_list() -> None:
    rows = [{"a": 1, "b": {"c": 2}}, {"a": 3}]
    assert found("\n".join(json.dumps(row, indent=1) for row in rows)) == [(1, rows[0]), (7, rows[1])]


def test_a_line_that_never_ends_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "LONGEST", 20)
    assert found(b'{"a": "' + b"x" * 99 + b'"}\n{"b": 1}\n') == [(1, "the line has more than 0 MB"), (2, {"b": 1})]

"""Changes and their inverses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotation import Annotation, ArticleRecord, Cluster, Link, id_number
from store.change import Change, inverse

values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
records = st.dictionaries(st.sampled_from("abcdef"), values, max_size=6)


@given(records, records)
def test_an_update_and_its_inverse_restore_the_record(old: dict[str, Any], new: dict[str, Any]) -> None:
    change = Change.between("annotations", 7, old, new)
    if change is None:
        assert old == new
        return
    assert change.applied_to(old) == new
    assert change.inverse.applied_to(new) == old
    assert Change.from_op(change.to_op()) == change


@given(records)
def test_insert_and_delete_are_each_others_inverse(record: dict[str, Any]) -> None:
    insert = Change.insert("links", 3, record)
    assert insert.applied_to(None) == record
    assert insert.inverse == Change.delete("links", 3, record)
    assert insert.inverse.applied_to(record) is None
    assert inverse([insert, insert.inverse]) == (insert, insert.inverse)
    assert Change.from_op(insert.inverse.to_op()) == insert.inverse


@pytest.mark.parametrize(
    "op", [[], ["ins"], ["put", "links", "1", {}], ["upd", "links", "1", {}], ["ins", "links", "x", {}]]
)
def test_what_is_no_op_is_refused(op: list[Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Change.from_op(op)


def test_an_update_keeps_the_order_of_members() -> None:
    change = Change.between("annotations", 1, {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 5, "c": 3})
    assert change is not None
    assert list(change.applied_to({"a": 1, "b": 2, "c": 3}) or {}) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "value",
    [
        Annotation("ana-1", "a.txt", 1, 3, "bc", "PERSON", note="n", unsure=True, cluster="ana-2", rest={"color": 4}),
        Link("ana-5", "said_by", "ana-1", "ben-2", rest={"weight": 1}),
        Cluster("ana-6", "entity", "Tokyo", ("東京",), "Wikidata:Q1490", rest={"x": []}),
        ArticleRecord("ana-7", "a.txt", "00", ("news",), done=True, rest={"y": None}),
    ],
)
def test_records_come_back_with_members_that_are_not_known(value: Annotation | Link | Cluster | ArticleRecord) -> None:
    record = value.to_dict()
    again = type(value).from_dict(record)
    assert again == value
    assert again.to_dict() == record
    assert list(again.to_dict()) == list(record)


def test_an_id_says_its_number() -> None:
    assert id_number("ana-maria-17") == 17
    for wrong in ("ana", "-3", "ana-", "ana-x", "ana-٣"):
        with pytest.raises(ValueError, match="is not an id"):
            id_number(wrong)

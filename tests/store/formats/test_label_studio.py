"""Label Studio: tasks, predictions and the page agree, hostile names stay names, and its exports are read."""

import json
import random
from typing import Any
from xml.etree import ElementTree

import pytest

from store.annotation import ArticleRecord
from store.formats.label_studio.names import HELD
from store.formats.label_studio.reading import sniff
from store.label_set import Attribute, Label, Schema
from tests.exchanged import Dataset, again, labels, losses, read, spans
from tests.texts import PIECES

HOSTILE = ("A, B/C \"d\" <e> &amp; 'f'", "=1+1", "東京\u00a0🚢", "a\tb")


def tasks(files: dict[str, bytes], name: str = "tasks.json") -> list[dict[str, Any]]:
    """The tasks of a file."""
    found: list[dict[str, Any]] = json.loads(files[name])
    return found


def page(files: dict[str, bytes]) -> dict[str, list[str]]:
    """What the parts of the page offer, by their names."""
    root = ElementTree.fromstring(files["config.xml"].decode("utf-8"))
    return {one.get("name", one.tag): [inner.get("value", "") for inner in one] for one in root}


def test_the_layout_is_that_of_the_library() -> None:
    made = Dataset('One "two"\\ \u2028 three\x00', title="T\n")
    made.tag(0, 8, note="a\nb", attributes={"x": ["1", "2"]}, unsure=True)
    made.article("Nothing here", "b.txt")
    files, _ = made.write("label_studio")
    for name in ("tasks.json", "predictions.json"):
        again_ = json.dumps(tasks(files, name), ensure_ascii=False, indent=1).replace("\u2028", "\\u2028")
        assert files[name].decode("utf-8") == again_ + "\n"
    first, second = tasks(files, "tasks.json"), tasks(files, "predictions.json")
    assert [one["annotations"][0]["result"] for one in first if one["annotations"]] == [
        one["predictions"][0]["result"] for one in second if one["predictions"]
    ]
    assert first[1]["annotations"] == []


def test_no_articles_are_an_empty_list() -> None:
    files, _ = Dataset().write("label_studio")
    assert files["tasks.json"] == files["predictions.json"] == b"[]\n"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names_on_the_page(name: str) -> None:
    made = Dataset("One two")
    made.schema = Schema("", (Label(name), Label(f"{name}!", "document")), (), (Attribute(name, (), (name,)),))
    first = made.tag(0, 3, name, attributes={name: name})
    made.link(first, made.tag(4, 7, name), name)
    made.label_document(f"{name}!")
    files, report = made.write("label_studio")
    assert losses(report) == []
    assert page(files) == {
        "Relations": [name], "label": [name], "text": [], "unsure": ["yes"], name: [name], "note": [],
        "document": [f"{name}!"],
    }  # fmt: skip
    back = read("label_studio", files)
    assert [one.label for one in back.annotations] == [name, name]
    assert back.annotations[0].attributes == {name: name}
    assert back.articles[0].labels == (f"{name}!",)
    assert back.links[0].type == name


def test_an_attribute_that_is_called_like_a_part_of_the_page_gets_another_name() -> None:
    made = Dataset("One")
    made.tag(0, 3, attributes={"note": "a", "label": "b"}, note="c")
    files, report = made.write("label_studio")
    assert losses(report) == [("note", "label"), ("label", "label")]
    assert list(page(files)) == ["label", "text", "unsure", "note_", "label_", "note"]
    (given,) = read("label_studio", files).annotations
    assert (given.attributes, given.note) == ({"note": "a", "label": "b"}, "c")


def test_the_page_offers_all_answers_and_says_where_several_may_be_given() -> None:
    made = Dataset("One two")
    asked = (Attribute("verdict", (), ("true", "false")), Attribute("free"), Attribute("topics", (), ("x",), many=True))
    made.schema = Schema("", labels("PERSON").labels, (), asked)
    made.tag(0, 3, attributes={"verdict": "half", "seen": ["a", "b"]})
    files, _ = made.write("label_studio")
    config = files["config.xml"].decode()
    assert page(files)["verdict"] == ["true", "false", "half"]
    assert '<TextArea name="free" toName="text" perRegion="true"/>' in config
    assert '<Choices name="topics" toName="text" perRegion="true" choice="multiple">' in config
    assert '<Choices name="seen" toName="text" perRegion="true" choice="multiple">' in config


def test_each_annotator_has_an_entry_and_a_link_between_two_is_lost() -> None:
    made = Dataset("One two three")
    first = made.tag(0, 3)
    made.annotations["notes.txt"][0] = made.annotations["notes.txt"][0].__class__.from_dict(
        {**made.annotations["notes.txt"][0].to_dict(), "id": "ben-1", "author": "ben"}
    )
    second = made.tag(4, 7)
    made.link(second, "ben-1")
    made.records.append(ArticleRecord("cy-1", "notes.txt", done=True, author="cy"))
    files, report = made.write("label_studio")
    entries = tasks(files)[0]["annotations"]
    assert [[item["id"] for item in entry["result"]] for entry in entries] == [[second], ["ben-1"], []]
    assert [what for _, what in losses(report)] == ["link"]
    assert report.links == 0
    assert "authors" in HELD
    found = read("label_studio", files)
    assert [one.annotator for one in found.annotations] == ["ana", "ben"]
    assert first not in {one.id for one in found.annotations}


@pytest.mark.parametrize("seed", range(8))
def test_hard_texts_come_back(seed: int) -> None:
    rng = random.Random(seed)
    made = Dataset()
    made.schema = labels("A", HOSTILE[0], links=("x",))
    for number in range(3):
        text = made.article("".join(rng.choice(PIECES) for _ in range(50)), f"{number}.txt", title="T\u2028").text
        for at in sorted(rng.sample(range(len(text)), 20)):
            end = rng.randrange(at + 1, len(text) + 1)
            made.tag(at, end, HOSTILE[0], note=rng.choice(PIECES), unsure=rng.random() < 0.5)
        source, target = rng.sample([one.id for one in made.annotations[f"{number}.txt"]], 2)
        made.link(source, target, "x")
        made.label_document("d1", "d,2")
    files, report = made.write("label_studio")
    assert losses(report) == []
    back = again(read("label_studio", files), "label_studio", made.schema)
    assert spans(back) == spans(made), seed
    assert strip_ids(back.write("label_studio")[0]) == strip_ids(files), seed


def strip_ids(files: dict[str, bytes]) -> list[Any]:
    """The tasks with ids numbered as they come: those of a new project are its own."""
    found = tasks(files)
    ids: dict[str, int] = {}
    for item in (item for task in found for entry in task["annotations"] for item in entry["result"]):
        for key in ("id", "from_id", "to_id"):
            if key in item:
                item[key] = ids.setdefault(item[key], len(ids))
    return [found, files["config.xml"]]


def region(start: object, end: object, text: str, **value: object) -> dict[str, object]:
    """An item of Label Studio's own export."""
    return {
        "id": "x_Y-9z", "from_name": "ner", "to_name": "doc", "type": "labels", "origin": "manual",
        "value": {"start": start, "end": end, "text": text, **value},
    }  # fmt: skip


def test_its_json_export_is_read() -> None:
    person = region(0, 3, "One", labels=["PER", "ORG"])
    result = [
        person,
        {**region(4, 9, "two\\nx", labels=["LOC"]), "id": "b"},
        {"from_id": "b", "to_id": "x_Y-9z", "type": "relation", "direction": "left", "labels": ["in"]},
        {"id": "c", "from_name": "mood", "to_name": "doc", "type": "choices", "value": {"choices": ["sad"]}},
        {
            "id": "b",
            "from_name": "why",
            "to_name": "doc",
            "type": "textarea",
            "value": {"start": 4, "end": 9, "text": ["x"]},
        },
        {
            "id": "b",
            "from_name": "stars",
            "to_name": "doc",
            "type": "rating",
            "value": {"start": 4, "end": 9, "rating": 4},
        },
        {"id": "d", "from_name": "stars", "to_name": "doc", "type": "rating", "value": {"rating": 4}},
    ]
    entries = [
        {"id": 1, "completed_by": {"id": 3, "email": "a@b.example"}, "result": result, "was_cancelled": False},
        {"id": 2, "completed_by": 7, "result": [person], "was_cancelled": False},
        {"id": 3, "completed_by": 8, "result": [person], "was_cancelled": True},
    ]
    task = {"id": 11, "data": {"doc": "One two\nx."}, "annotations": entries, "predictions": [{"result": [person]}]}
    found = read("label_studio", {"project-1.json": json.dumps([task])})
    assert [(one.label, one.annotator, one.quote) for one in found.annotations] == [
        ("PER", "a@b.example", "One"), ("ORG", "a@b.example", "One"), ("LOC", "a@b.example", "two\nx"),
        ("PER", "user7", "One"), ("ORG", "user7", "One"),
    ]  # fmt: skip
    assert found.annotations[2].attributes == {"why": "x", "stars": "4"}
    assert len({one.id for one in found.annotations}) == 5
    (link,) = found.links
    assert (link.source, link.target, link.type) == (found.annotations[0].id, found.annotations[2].id, "in")
    assert found.articles[0].key == "project-1-11.txt"
    assert found.articles[0].labels == ("sad",)
    assert len(found.remarks) == 3


def test_old_completions_and_predictions_alone_are_read() -> None:
    entry = {"result": [region(0, 3, "One", labels=["PER"])]}
    for key in ("completions", "predictions"):
        found = read("label_studio", {"x.json": json.dumps({"data": {"text": "One"}, key: [entry]}, indent=2)})
        assert [one.quote for one in found.annotations] == ["One"], key


def test_json_min_is_read() -> None:
    row = {
        "id": 4, "text": "One two", "title": "A title that is longer than the text", "annotator": 2, "annotation_id": 9,
        "lead_time": 1.5, "created_at": "x", "label": [{"start": 4, "end": 7, "text": "two", "labels": ["LOC"]}],
        "document": {"choices": ["a", "b"]},
    }  # fmt: skip
    found = read("label_studio", {"min.json": json.dumps([row])})
    assert [(one.start, one.label, one.annotator) for one in found.annotations] == [(4, "LOC", "user2")]
    assert found.articles[0].labels == ("a", "b")
    assert found.articles[0].metadata == {"title": "A title that is longer than the text"}


def test_what_is_no_region_is_refused() -> None:
    result = [
        region(3, 0, "x", labels=["A"]), {**region("0", "3", "x", labels=["A"]), "id": "b"},
        {**region(0, 3, "One", labels=[]), "id": "c"}, {**region(0, 3, "One", startOffset=1, labels=["A"]), "id": "d"},
        {"id": "e", "type": "labels", "value": 7}, {"type": "relation", "from_id": "b", "to_id": "q"}, 9,
    ]  # fmt: skip
    rows = [
        {"data": {"text": "One"}, "annotations": [{"result": result}]},
        {"data": {}},
        {"data": {"text": "\ud800"}},
        5,
    ]
    found = read("label_studio", {"a.json": json.dumps(rows)})
    assert [one.id for one in found.refused] == ["d", "e", "x_Y-9z", "b", "c", "b", "", "", ""]
    assert found.annotations == []


def test_it_is_recognised_by_what_is_in_it() -> None:
    made = Dataset("One " * 40_000)
    made.tag(0, 3)
    files, _ = made.write("label_studio")
    assert sniff("tasks.json", files["tasks.json"][:65536]) == 40
    assert sniff("a.json", b'[{"id": 1, "data": {"text": "x"}, "annotations": []}]') == 90
    assert sniff("a.json", b'[{"text": "x", "annotation_id": 1, "lead_time": 2}]') == 75
    assert sniff("a.json", b'{"a": 1}') == 0
    assert sniff("a.txt", b'[{"id": 1, "data": {"text": "x"}, "annotations": []}]') == 0

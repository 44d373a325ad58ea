"""doccano: offsets as its page counts them, rows that its importer takes, and everything back."""

import json
import random

import pytest

from store.formats.offsets import Utf16
from tests.exchanged import Dataset, again, labels, losses, read, spans
from tests.golden_project import GOLDEN
from tests.texts import PIECES


def rows(files: dict[str, bytes]) -> list[dict[str, object]]:
    """The rows of the file."""
    return [json.loads(line) for line in files["dataset.jsonl"].decode("ascii").splitlines()]


def test_offsets_are_utf_16_and_never_code_points() -> None:
    made = Dataset("🚢🚢 One")
    made.tag(3, 6)
    (row,) = rows(made.write("doccano")[0])
    assert row["label"] == [[5, 8, "PERSON"]]
    wrong = (GOLDEN / "counterexamples" / "doccano-codepoints.jsonl").read_text(encoding="utf-8")
    right = (GOLDEN / "doccano" / "sequence.jsonl").read_text(encoding="utf-8")
    assert json.loads(wrong)["label"] != json.loads(right)["label"]


def test_every_row_has_the_same_keys_and_text_everywhere_and_a_label_list() -> None:
    made = Dataset("One", "a.txt", title="A")
    made.article("Two", "b.txt")
    first, second = rows(made.write("doccano")[0])
    assert list(first) == list(second)
    assert second["label"] == []
    assert all(isinstance(value, str) for key, value in second.items() if key != "label")


def test_nothing_beyond_ascii_stands_in_the_file() -> None:
    made = Dataset("東京\u2028\x85 café", title="Zoë")
    made.tag(0, 2, "日本, 語")
    files, _ = made.write("doccano")
    assert files["dataset.jsonl"].isascii()
    assert files["dataset.jsonl"].count(b"\n") == 1
    assert rows(files)[0]["label"] == [[0, 2, "日本, 語"]]


def test_overlap_is_remarked_and_only_then() -> None:
    made = Dataset("One two three")
    made.tag(0, 3)
    made.tag(4, 7)
    assert made.write("doccano")[1].remarks == []
    made.tag(4, 13)
    (remark,) = made.write("doccano")[1].remarks
    assert "overlap" in remark


def test_ids_of_entities_and_relations_go_on_through_the_file() -> None:
    made = Dataset("One two", "a.txt")
    made.link(made.tag(0, 3), made.tag(4, 7), "x,y/z =1")
    made.article("Three four", "b.txt")
    made.link(made.tag(6, 10), made.tag(0, 5), note="said")
    files, report = made.write("doccano_relations")
    first, second = rows(files)
    assert [one["id"] for one in (*first["entities"], *second["entities"])] == [0, 1, 2, 3]  # type: ignore[misc]
    assert [first["relations"], second["relations"]] == [
        [{"id": 0, "from_id": 0, "to_id": 1, "type": "x,y/z =1"}],
        [{"id": 1, "from_id": 3, "to_id": 2, "type": "said_by"}],
    ]
    assert [what for _, what in losses(report)] == ["note"]


@pytest.mark.parametrize("name", ["doccano", "doccano_relations"])
@pytest.mark.parametrize("seed", range(8))
def test_hard_texts_come_back(name: str, seed: int) -> None:
    rng = random.Random(seed)
    made = Dataset()
    made.schema = labels("A", "B, C/D", "=1+1")
    for number in range(3):
        text = made.article("".join(rng.choice(PIECES) for _ in range(50)), f"{number}.txt", title="T\u2028").text
        ids = [made.tag(at, rng.randrange(at + 1, len(text) + 1), "B, C/D") for at in rng.sample(range(len(text)), 20)]
        if name != "doccano":
            made.link(*rng.sample(ids, 2))
    files, report = made.write(name)
    assert losses(report) == []
    back = again(read(name, files), name)
    assert spans(back) == spans(made), seed
    assert back.write(name)[0] == files, seed


def test_other_shapes_are_read() -> None:
    lines = [
        {"id": 1, "data": "One two", "labels": [[0, 3, "A"]], "Comments": []},
        {"text": "Good", "label": ["positive", "short"], "meta": {"a": 1}},
        {"text": "Bad", "label": "negative"},
        {"text": "Fly home", "entities": [[4, 8, "PLACE"]], "cats": ["travel"]},
    ]
    for data in ("\n".join(map(json.dumps, lines)), json.dumps(lines, indent=1)):
        found = read("doccano", {"admin.jsonl": data})
        assert [(one.start, one.end, one.label) for one in found.annotations] == [(0, 3, "A"), (4, 8, "PLACE")]
        assert [one.labels for one in found.articles] == [(), ("positive", "short"), ("negative",), ("travel",)]
        assert len({one.key for one in found.articles}) == 4
        assert found.refused == []
        assert found.remarks == ["admin.jsonl: the keys meta were not read"]


def test_columns_can_be_named() -> None:
    found = read("doccano", {"a.jsonl": '{"body": "One", "label": [[0, 3, "A"]]}'}, body="text")
    assert found.articles[0].text == "One"


def test_what_is_no_span_is_refused_with_its_line() -> None:
    spans_ = [
        [0, 3],
        [3, 1, "A"],
        [-1, 2, "A"],
        [0.5, 2, "A"],
        [True, 2, "A"],
        ["0", "2", "A"],
        [0, 2, ""],
        7,
        [0, 3, "A"],
    ]
    bad = [
        {"label": [[0, 3, "A"]]},
        {"text": "One", "label": spans_},
        {"text": "a\ud83d", "label": []},
        {"text": "One", "entities": [{"id": 5, "start_offset": 0, "end_offset": 3, "label": "A"}], "relations": [
            {"id": 1, "from_id": 5, "to_id": 9, "type": "x"}, {"id": 2, "from_id": 5, "to_id": 5}, 3]},
    ]  # fmt: skip
    found = read("doccano", {"a.jsonl": "\n".join(map(json.dumps, bad)) + '\n{"text": '})
    assert [one.line for one in found.refused] == [1, *[2] * 8, 3, 4, 4, 4, 5]
    assert [(one.line, one.quote) for one in found.annotations] == [(2, None), (4, None)]
    assert found.links == []


def test_units_of_the_file_name_the_same_words() -> None:
    text = "a🚢b🚢c"
    made = Dataset(text)
    made.tag(4, 5)
    (given,) = read("doccano", made.write("doccano")[0]).annotations
    units = Utf16(text)
    assert text[units.to_codepoint(given.start) : units.to_codepoint(given.end)] == "c"

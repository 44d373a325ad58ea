"""brat's files: what its own reader trips over is written around, and everything comes back."""

import io
import random
import re
import zipfile

import pytest

from store.label_set import Attribute, Schema
from tests.exchanged import Dataset, again, labels, losses, read, spans, why
from tests.texts import PIECES

BREAKERS = "\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def ann(files: dict[str, bytes], name: str = "notes.ann") -> list[str]:
    """The lines of a file as brat's server reads it: it splits at all that Unicode calls a line's end."""
    return files[name].decode("utf-8").splitlines()


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_span_over_a_line_break_is_written_in_fragments_and_comes_back_whole() -> None:
    made = Dataset("One two \n\n  three.")
    made.tag(0, 17)
    files, report = made.write("brat")
    assert ann(files) == ["T1\tPERSON 0 7;12 17\tOne two three"]
    assert losses(report) == []
    (given,) = read("brat", files).annotations
    assert (given.start, given.end, given.quote, given.fragments) == (0, 17, "One two \n\n  three", ())


def test_what_is_really_in_parts_keeps_them() -> None:
    lines = "T1\tPERSON 0 3;8 13\tOne three\nT2\tPERSON 0 3;4 7\tOne two\n"
    first, second = read("brat", {"a.txt": "One two three", "a.ann": lines}).annotations
    assert (first.start, first.end, first.quote, first.fragments) == (0, 13, "One three", ((0, 3), (8, 13)))
    assert (second.quote, second.fragments) == ("One two", ())
    assert read("brat", {"a.ann": lines}).annotations[1].fragments == ((0, 3), (4, 7))


@pytest.mark.parametrize("breaker", BREAKERS)
def test_no_line_of_a_file_is_broken_by_what_it_quotes(breaker: str) -> None:
    made = Dataset(f"One{breaker}two and three")
    first = made.tag(0, 7, note=f"a{breaker}b")
    made.tag(8, 11)
    files, report = made.write("brat")
    assert ann(files) == ["T1\tPERSON 0 3;4 7\tOne two", "T2\tPERSON 8 11\tand", "#1\tAnnotatorNotes T1\ta b"]
    assert losses(report) == [(first, "note")]


def test_a_span_that_ends_in_a_line_break_is_shortened_and_one_of_nothing_else_is_lost() -> None:
    made = Dataset("One\n\ntwo")
    short, none = made.tag(0, 4), made.tag(3, 5)
    files, report = made.write("brat")
    assert ann(files) == ["T1\tPERSON 0 3\tOne"]
    assert losses(report) == [(none, "annotation"), (short, "span")]
    assert report.annotations == 1


def test_names_get_letters_that_brat_can_read_and_are_told_apart() -> None:
    made = Dataset("One two three four")
    made.schema = labels("Vague, unfair", "Vague_ unfair", "Vague__unfair", "=1+1", "東京")
    for at, name in enumerate(["Vague, unfair", "Vague_ unfair", "Vague__unfair", "東京", "a|b"]):
        made.tag(at, at + 1, name)
    files, report = made.write("brat")
    types = [line.split("\t")[1].split(" ")[0] for line in ann(files)]
    assert types == ["Vague__unfair_2", "Vague__unfair_3", "Vague__unfair", "__", "a_b"]
    assert losses(report) == [(name, "label") for name in ("Vague, unfair", "Vague_ unfair", "東京", "a|b")]
    conf = files["annotation.conf"].decode()
    assert set(types) <= set(conf.partition("[relations]")[0].split())
    assert all(re.fullmatch("[A-Za-z0-9_-]+", name) for name in types)
    assert "Vague__unfair_2 | Vague, unfair\n" in files["visual.conf"].decode()
    back = again(read("brat", files), "brat", made.schema)
    assert spans(back) == spans(made)
    assert back.write("brat")[0] == files


def test_names_of_different_things_that_are_spelt_alike_stay_apart() -> None:
    made = Dataset("One two")
    first = made.tag(0, 3, "a b", attributes={"a,b": "x"})
    made.link(first, made.tag(4, 7, "a b"), "a.b")
    found = read("brat", made.write("brat")[0])
    assert (found.annotations[0].label, dict(found.annotations[0].attributes)) == ("a b", {"a,b": "x"})
    assert found.links[0].type == "a.b"


def test_archives_in_a_folder_are_read_but_not_archives_in_those() -> None:
    made = Dataset("One two")
    made.tag(0, 3)
    inner = packed(made.write("brat_inception")[0])
    found = read("brat_inception", {"a.zip": inner, "b.zip": packed({"c.zip": inner}), "d.zip": b"PK\x03\x04"})
    assert [one.quote for one in found.annotations] == ["One"]
    assert [one.file for one in found.refused] == ["d.zip"]


def test_no_visual_conf_without_a_changed_name() -> None:
    made = Dataset("One two")
    made.tag(0, 3)
    assert "visual.conf" not in made.write("brat")[0]


def test_a_label_that_is_lost_is_said_once_and_only_if_it_is_used() -> None:
    made = Dataset("One two three")
    made.schema = labels("A B", "C D")
    made.tag(0, 3, "A B")
    made.tag(4, 7, "A B")
    assert losses(made.write("brat")[1]) == [("A B", "label")]


def test_attribute_values_are_one_word_and_unsure_is_a_mark() -> None:
    made = Dataset("One two three")
    made.schema = Schema("", labels("PERSON").labels, (), (Attribute("verdict", (), ("true", "half true")),))
    first = made.tag(0, 3, attributes={"verdict": "half true", "topics": ["a", "b"], "unsure": "no"}, unsure=True)
    files, report = made.write("brat")
    assert ann(files)[1:] == [
        "A1\tverdict T1 half_true", "A2\ttopics T1 a", "A3\ttopics T1 b", "A4\tunsure_ T1 no", "A5\tunsure T1",
    ]  # fmt: skip
    assert losses(report) == [(first, "attributes"), ("unsure", "label")]
    conf = files["annotation.conf"].decode()
    assert "verdict\tArg:<ENTITY>, Value:true|half_true\n" in conf
    assert "topics\tArg:<ENTITY>, Value:a|b\n" in conf
    (given,) = read("brat", files).annotations
    assert given.attributes == {"verdict": "half_true", "topics": ["a", "b"], "unsure": "no"}
    assert given.unsure


def test_a_link_that_leads_out_of_its_article_is_lost() -> None:
    made = Dataset("One two", "a.txt")
    source = made.tag(0, 3)
    made.article("Three four", "wire/b.txt")
    target = made.tag(0, 5)
    link = made.link(source, target)
    files, report = made.write("brat")
    assert losses(report) == [(link, "link")]
    assert "wire/b.txt" in why(report, "link")[0].why
    assert sorted(files) == ["a.ann", "a.txt", "annotation.conf", "wire/b.ann", "wire/b.txt"]


def test_clusters_go_by_what_they_stand_for_else_by_their_id() -> None:
    made = Dataset("One two three")
    made.tag(0, 3, cluster=made.cluster("First", "Wikidata:Q1"))
    own = made.cluster("Second\tone")
    made.tag(4, 7, cluster=own)
    odd = made.tag(8, 13, cluster=made.cluster("Third", "no prefix"))
    files, report = made.write("brat")
    assert ann(files)[3:] == [
        "N1\tReference T1 Wikidata:Q1\tFirst",
        f"N2\tReference T2 sidemark:{own}\tSecond one",
        "N3\tReference T3 kb:no_prefix\tThird",
    ]
    assert losses(report) == [(odd, "cluster")]
    back = read("brat", files)
    assert [one["kb_id"] for one in back.clusters] == ["Wikidata:Q1", "", "no_prefix"]
    assert [one.cluster for one in back.annotations] == ["Wikidata:Q1", own, "kb:no_prefix"]


def test_a_note_on_a_link_is_kept() -> None:
    made = Dataset("One two three")
    made.link(made.tag(0, 3), made.tag(4, 7), note="as he says")
    files, report = made.write("brat")
    assert ann(files)[-1] == "#1\tAnnotatorNotes R1\tas he says"
    assert losses(report) == []
    assert read("brat", files).links[0].note == "as he says"


def test_the_text_is_the_article_to_the_byte() -> None:
    text = "\ufeffOne\r\ntwo\rthree\x00\u2028 🚢"
    assert Dataset(text).write("brat")[0]["notes.txt"] == text.encode("utf-8")


def test_inception_gets_utf16_one_range_and_no_line_it_refuses() -> None:
    made = Dataset("🚢 One\ntwo 🚢 three")
    made.schema = labels("-", "x y", links=("s",))
    first, second = made.tag(2, 9, "-", note="a\nb"), made.tag(10, 17, "x y", cluster=made.cluster("Ship"))
    made.link(first, second, "s")
    files, report = made.write("brat_inception")
    assert ann(files) == [
        "T1\t_- 3 10\tOne two", "T2\tx_y 11 19\t🚢 three", "R1\ts_ Arg1:T1 Arg2:T2", "#1\tAnnotatorNotes T1\ta b",
    ]  # fmt: skip
    assert [what for _, what in losses(report)] == ["cluster", "label", "label", "label", "note"]
    back = again(read("brat_inception", {**files, "visual.conf": "[labels]\n_- | -\nx_y | x y\n"}), "brat_inception")
    assert spans(back) == spans(made)


def test_what_the_model_has_no_place_for_is_refused_by_line() -> None:
    lines = (
        "T1\tPERSON 0 3\tOne", "E1\tSay:T1 Who:T2", "*\tEquiv T1 T2", "R1\tsaid_by Arg1:T1 Arg2:T9", "nonsense",
        "T1\tPERSON 4 7\ttwo", "T2\tPERSON 4 4\t", "T3\tPERSON x y\tz", "A1\tNegation E1", "A2\tNegation T1",
        "N1\tReference T1 Q1\tx", "#1\tAnnotatorNotes T8\tx", "#2\tComment T1\ty", "M1\tSpeculation T1", "", "R2\tx",
    )  # fmt: skip
    found = read("brat", {"a.txt": "One two", "a.ann": "\n".join(lines)})
    assert [one.line for one in found.refused] == [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 16]
    assert [one.id for one in found.refused][:3] == ["E1", "*", "R1"]
    (given,) = found.annotations
    assert given.attributes == {"Negation": "yes", "Speculation": "yes"}
    assert found.links == []
    assert any("Comment" in remark for remark in found.remarks)


def test_an_annotation_file_without_a_text_still_names_its_article() -> None:
    found = read("brat", {"wire/a.ann": "T1\tPERSON 0 3\tOne\r\n"})
    assert found.articles[0].key == "wire/a.txt"
    assert found.articles[0].text is None
    assert found.annotations[0].quote == "One"


def test_a_file_that_is_not_utf_8_is_refused_and_the_others_are_read() -> None:
    found = read(
        "brat", {"a.txt": b"caf\xe9", "a.ann": b"T1\tX 0 1\tc\n", "b.txt": b"One", "b.ann": b"T1\tX 0 3\tOne\n"}
    )
    assert [(one.file, one.why) for one in found.refused] == [("a.txt", "is not UTF-8 (byte 3)")]
    assert [one.quote for one in found.annotations] == ["c", "One"]


def test_the_settings_of_a_folder_count_for_the_folders_in_it() -> None:
    conf = "[labels]\nPer | Person | P\n# X | Y\n[drawing]\nPer | no\n"
    found = read(
        "brat", {"visual.conf": conf, "x/a.txt": "One", "x/a.ann": "T1\tPer 0 3\tOne\n", "x/image.png": b"\x89"}
    )
    assert [one.label for one in found.annotations] == ["Person"]
    assert found.remarks == ["1 files that are neither .txt nor .ann were not read, such as x/image.png"]


@pytest.mark.parametrize("seed", range(20))
def test_hard_texts_come_back(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice(PIECES) + rng.choice(("", " ")) for _ in range(60))
    made = Dataset(text)
    made.schema = labels("A", "B,C", "日")
    ids = []
    for _ in range(60):
        start = rng.randrange(len(text))
        end = min(len(text), start + rng.choice((1, 5, 12, 40)))
        if text[start:end].strip() == text[start:end]:
            ids.append(made.tag(start, end, rng.choice(("A", "B,C", "日")), unsure=rng.random() < 0.3))
    for _ in range(5):
        made.link(*rng.sample(ids, 2))
    files, report = made.write("brat")
    assert {what for _, what in losses(report)} <= {"label"}, seed
    assert len(ann(files)) == len(files["notes.ann"].decode().split("\n")) - 1, seed
    back = again(read("brat", files), "brat", made.schema)
    assert spans(back) == spans(made), seed
    assert back.write("brat")[0] == files, seed

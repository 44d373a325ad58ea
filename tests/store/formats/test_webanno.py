"""WebAnno TSV: rows that its readers take, hostile names escaped, and every kind of row read."""

import random

import pytest

from store.formats.webanno.escapes import escaped_text, escaped_value, parts, plain_text, plain_value
from tests.exchanged import Dataset, again, losses, read, spans
from tests.texts import PIECES

HOSTILE = (
    "a|b", "x[1]", "*", "_", "a->b;c", "back\\slash", "tab\there", '=1+1, "q"', "東京/🚢", "[", "\\", "a\\",
)  # fmt: skip
SPAN = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|value\n"


def rows(files: dict[str, bytes], name: str = "notes.tsv") -> list[list[str]]:
    """The cells of the rows of tokens."""
    lines = files[name].decode("utf-8").split("\n")
    return [line.split("\t") for line in lines if line[:1].isdigit()]


def test_only_annotations_that_need_one_have_a_mark() -> None:
    made = Dataset("One two three four five.")
    first, second = made.tag_words("One", "A"), made.tag_words("two three", "B")
    made.tag_words("three", "C")
    made.link(first, second, "x_y")
    files, _ = made.write("webanno_tsv3")
    assert [cells[3:7] for cells in rows(files)] == [
        ["*", "A", "_", "_"], ["*[1]", "B[1]", "x\\_y", "1-1[0_1]"], ["*[1]|*[2]", "B[1]|C[2]", "_", "_"],
        ["_", "_", "_", "_"], ["_", "_", "_", "_"], ["_", "_", "_", "_"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_escaped_and_come_back(name: str) -> None:
    made = Dataset("One two three.")
    first = made.tag(0, 7, name)
    made.link(made.tag(8, 13, name, cluster=made.cluster(name, f"X:{name}")), first, name)
    files, report = made.write("webanno_tsv3")
    assert losses(report) == []
    assert all(len(cells) == 8 for cells in rows(files))
    found = read("webanno_tsv3", files)
    assert [one.label for one in found.annotations] == [name, name]
    assert [one.type for one in found.links] == [name]
    assert [one["kb_id"] for one in found.clusters] == [f"X:{name}"]


def test_escapes_are_undone() -> None:
    rng = random.Random(7)
    for _ in range(2000):
        text = "".join(rng.choice("\\->[]|_;*\t\n\r\x00\x1fabtn") for _ in range(rng.randrange(12)))
        value = text.replace("\r", " ")
        assert plain_value(escaped_value(text)) == value
        assert plain_text(escaped_text(text), 3) == text
        cells = [value, value[::-1]]
        assert [plain_value(one) for one in parts("|".join(map(escaped_value, cells)), "|")] == cells


def test_a_sentence_over_several_lines_and_controls_stand_before_their_rows() -> None:
    made = Dataset("One\ntwo\rthree\x00 four")
    made.tag(0, 7)
    files, _ = made.write("webanno_tsv3")
    assert b"\n\n#Text=One\n#Text=two\n1-1\t" in files["notes.tsv"]
    (article,) = read("webanno_tsv3", files).articles
    assert article.text == "One\ntwo\nthree\x00 four\n"


def test_blanks_at_the_ends_of_a_span_are_not_in_a_token() -> None:
    made = Dataset("One two \u200b three")
    short, none = made.tag(3, 8), made.tag(7, 9)
    files, report = made.write("webanno_tsv3")
    assert losses(report) == [(none, "annotation"), (short, "span")]
    (given,) = read("webanno_tsv3", files).annotations
    assert given.quote == "two"


def test_what_stands_between_sentences_is_remarked_where_it_does_not_come_back() -> None:
    plain, spaced = Dataset("One.\nTwo.\n"), Dataset("One.\n\nTwo.\n")
    for made, remarks in ((plain, 0), (spaced, 1)):
        files, report = made.write("webanno_tsv3")
        assert len(report.remarks) == remarks
        (article,) = read("webanno_tsv3", files).articles
        assert (article.text == made.articles[0].text) is not bool(remarks)


def test_offsets_are_utf_16() -> None:
    made = Dataset("🚢🚢 One")
    made.tag(3, 6)
    files, _ = made.write("webanno_tsv3")
    assert [cells[1] for cells in rows(files)] == ["0-2", "2-4", "5-8"]


@pytest.mark.parametrize("seed", range(12))
def test_hard_texts_come_back(seed: int) -> None:
    rng = random.Random(seed)
    words = [piece for piece in PIECES if piece.strip(" \u200b\ufeff") or piece == "\n"]
    text = " ".join(rng.choice(words) for _ in range(60)).strip()
    made = Dataset(text)
    ids = []
    for _ in range(60):
        start = rng.randrange(len(text))
        end = min(len(text), start + rng.choice((1, 5, 12, 40)))
        if text[start:end].strip(" \u200b") == text[start:end].strip() == text[start:end]:
            ids.append(made.tag(start, end, rng.choice(HOSTILE)))
    for _ in range(8):
        made.link(*rng.sample(ids, 2))
    files, report = made.write("webanno_tsv3")
    assert losses(report) == [], seed
    found = read("webanno_tsv3", files)
    assert found.refused == []
    assert [(one.quote, one.label) for one in found.annotations] == [
        (one.quote, one.label) for one in sorted(made.annotations["notes.txt"], key=lambda one: (one.start, -one.end))
    ], seed
    back = again(found, "webanno_tsv3")
    once = back.write("webanno_tsv3")[0]
    twice = again(read("webanno_tsv3", once), "webanno_tsv3")
    assert spans(twice) == spans(back), seed
    assert twice.write("webanno_tsv3")[0] == once, seed


def test_parts_of_tokens_and_stacks_are_read() -> None:
    lines = (
        "\n\n#Text=walked home\n1-1\t0-6\twalked\tA[1]|B\t\n1-1.1\t0-4\twalk\tC[2]\t\n1-1.2\t4-6\ted\tA\t\n"
        "1-2\t7-11\thome\tA[1]\t\n1-2.1\t7-9\tho\tC[2]\t\n1-2.2\t11-11\t\tD\t\n"
    )
    found = read("webanno_tsv3", {"x.tsv": SPAN + lines})
    assert [(one.quote, one.label, one.line) for one in found.annotations] == [
        ("walked home", "A", 6), ("walked", "B", 6), ("walked ho", "C", 7), ("ed", "A", 8),
    ]  # fmt: skip
    assert [(one.line, one.why) for one in found.refused] == [(11, "is on no character")]


def test_features_become_label_and_attributes() -> None:
    head = "#FORMAT=WebAnno TSV 3.2\n#T_SP=custom.Mood|strength|value\n#T_SP=custom.Bare|\n"
    head += "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\n\n#Text=so sad\n"
    found = read("webanno_tsv3", {"x.tsv": f"{head}1-1\t0-2\tso\t_\t_\t*\tRB\t\n1-2\t3-6\tsad\thigh\tgrief\t*\tJJ\t\n"})
    assert [(one.quote, one.label, dict(one.attributes)) for one in found.annotations] == [
        ("so", "Bare", {}), ("sad", "grief", {"strength": "high"}), ("sad", "Bare", {}),
    ]  # fmt: skip
    assert found.remarks == ["x.tsv: 2 values of POS were not read: it is about single words"]


def test_relations_find_their_ends_by_mark_or_by_row() -> None:
    head = SPAN + "#T_RL=custom.Rel|kind|BT_custom.Span\n\n\n#Text=a b c\n"
    body = "1-1\t0-1\ta\tX\tr|s\t1-2|1-3[2_0]\t\n1-2\t2-3\tb\tY[1]|Z\t_\t_\t\n1-3\t4-5\tc\tY[1]|W[2]\tt\t1-9\t\n"
    found = read("webanno_tsv3", {"x.tsv": head + body})
    names = {one.id: one.label for one in found.annotations}
    assert [(names[one.source], one.type, names[one.target]) for one in found.links] == [
        ("Z", "r", "X"),
        ("W", "s", "X"),
    ]
    assert [one.line for one in found.refused] == [9]


def test_other_line_ends_and_code_points_are_forgiven() -> None:
    text = SPAN + "\n\n#Text=🚢 is here\n1-1\t0-1\t🚢\t_\t\n1-2\t2-4\tis\t_\t\n1-3\t5-9\there\tX\t\n"
    found = read("webanno_tsv3", {"x.tsv": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    assert [(one.quote, one.start) for one in found.annotations] == [("here", 5)]
    assert found.articles[0].text == "🚢 is here\n"


def test_texts_of_old_versions_are_escaped_as_in_java() -> None:
    text = '#FORMAT=WebAnno TSV 3.1\n\n\n#Text=\\u00e9t\\u00E9 \\"x\\"\n1-1\t0-3\tété\n1-2\t4-7\t"x"\n'
    assert read("webanno_tsv3", {"x.tsv": text}).articles[0].text == 'été "x"\n'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"#FORMAT=CSV\n", "is no WebAnno TSV 3"),
        (b"#FORMAT=WebAnno TSV 3.3\n\xff", "is not UTF-8"),
        (SPAN + "\n\n#Text=One\n1-1\t0-3\tOne\n", "has too few columns"),
        (SPAN + "\n\n#Text=One\n1-1\t999999999999-9999999999999\tOne\t_\t\n", "is no row"),
        (SPAN + "\n\n#Text=One\n1-1\t99999999999-999999999999\tOne\t_\t\n", "do not go together"),
        (SPAN + "\n\n#Text=One\n1-1\t0-3\tOne\t_\t\n\n#Text=Two\n2-1\t1-3\tTwo\t_\t\n", "do not go together"),
        (SPAN + "\n\n#Text=One\n1-1 0-3 One\n", "is no row"),
        (SPAN + "\n\n#Text=One\n1-1\t5-8\tTwo\t_\t\n", "do not go together"),
    ],
)
def test_what_is_broken_is_refused(data: bytes | str, why: str) -> None:
    found = read("webanno_tsv3", {"x.tsv": data})
    assert why in " ".join(one.why for one in found.refused)
    assert found.annotations == []

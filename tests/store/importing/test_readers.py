"""What other programs write is read as they mean it."""

import json
from pathlib import Path
from typing import Any

import pytest

from store import DOCUMENT, FormatError
from store.importing.known import guessed
from store.importing.source import source_of
from tests.golden_project import GOLDEN
from tests.importing import everything, imported, records, take_in, whys, write
from tests.projects import open_project, write_project

TEXT = "Ana Lo\u0301pez met 🚢 Ben in New York .\n"
ROOT = {"met.txt": TEXT}
SPANS = [("Ana Lo\u0301pez", "PER"), ("Ben", "PER"), ("New York", "LOC")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one sentence."""
    return write_project(tmp_path / "project", ROOT)


def spans(root: Path, *sources: Path, **wishes: Any) -> list[tuple[str, str]]:
    """Quote and label of what sources hold."""
    project, (report, _) = imported(root, *sources, **wishes)
    assert whys(report) == []
    return [(one.quote, one.label) for one in everything(project)]


TOKENS = TEXT.split()
CODINGS = {
    "IOB1": "I-PER I-PER O O I-PER O I-LOC I-LOC O",
    "IOB2": "B-PER I-PER O O B-PER O B-LOC I-LOC O",
    "IOBES": "B-PER E-PER O O S-PER O B-LOC E-LOC O",
    "BILOU": "B-PER L-PER O O U-PER O B-LOC L-LOC O",
    "BMES": "B-PER E-PER O O S-PER O B-LOC E-LOC O",
    "bare": "PER PER O O PER O LOC LOC O",
}
DOCSTARTS = ("", "-DOCSTART- -X- O O\n\n", "-DOCSTART- -X- -X- O\n\n", "-DOCSTART-\tO\n\n", "-DOCSTART- (1) O\n")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("start", DOCSTARTS)
@pytest.mark.parametrize("between", ["\t", " ", " -X- _ "])
def test_each_coding_of_tags_gives_the_same_spans(
    root: Path, tmp_path: Path, coding: str, start: str, between: str
) -> None:
    lines = [f"{token}{between}{tag}\n" for token, tag in zip(TOKENS, CODINGS[coding].split(), strict=True)]
    file = write(tmp_path / "met.conll", start + "".join(lines) + "\n")
    assert spans(root, file) == SPANS


def test_neighbours_of_one_label_stay_apart(root: Path, tmp_path: Path) -> None:
    tags = ["B-PER", "B-PER", "O", "O", "O", "O", "I-LOC", "B-LOC", "O"]
    file = write(tmp_path / "met.conll", "".join(f"{a} {b}\r\n" for a, b in zip(TOKENS, tags, strict=True)))
    assert spans(root, file) == [("Ana", "PER"), ("Lo\u0301pez", "PER"), ("New", "LOC"), ("York", "LOC")]


def test_a_span_ends_with_its_sentence(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "two.conll", "Ana B-PER\n\nBen I-PER\n. O\n")
    assert spans(root, file) == [("Ana", "PER"), ("Ben", "PER")]


def test_each_docstart_is_an_article_and_with_join_all_are_one(root: Path, tmp_path: Path) -> None:
    text = "-DOCSTART- -X- O O\n\nOne O\nboat B-X\n\n-DOCSTART- -X- O O\n\nTwo O\nboats B-X\n\n"
    project, (report, _) = imported(root, write(tmp_path / "news.conll", text))
    assert report.articles == ["news-0001.txt", "news-0002.txt"]
    assert project.library.article("news-0002.txt").text == "Two boats\n"
    report, _ = take_in(project, tmp_path / "news.conll", is_joined=True)
    assert [project.library.article(path).text for path in report.articles] == ["One boat\nTwo boats\n"]


def test_a_csv_of_others_is_read_by_mapped_names(root: Path, tmp_path: Path) -> None:
    rows = "doc;from;to;what;note\r\nmet.txt;17;20;PER;=1+1\r\nmet.txt;24;32;LOC;\r\n"
    names = {"doc": "article", "from": "start", "to": "end", "what": "label"}
    project, (report, _) = imported(root, write(tmp_path / "a.csv", rows), format="csv", columns=names)
    assert [(one.quote, one.note) for one in everything(project)] == [("Ben", "=1+1"), ("New York", "")]
    assert report.counts.unchecked == 2


def test_the_guard_against_formulas_is_taken_off_only_where_it_was_put_on(root: Path, tmp_path: Path) -> None:
    head, row = "article,start,end,label,note", "met.txt,17,20,PER,'=1+1"
    with_guard = write(tmp_path / "a.csv", f"{head},guarded\n{row},1\n")
    without = write(tmp_path / "b.csv", f"{head}\n{row.replace('PER', 'RAW')}\n")
    project, _ = imported(root, with_guard, without)
    assert {(one.label, one.note) for one in everything(project)} == {("PER", "=1+1"), ("RAW", "'=1+1")}


CSV = "article,start,end,label,quote,attributes\n"
ROWS = {
    "no number": ("met.txt,x,18,PER,Ben,", "start is 'x', not a whole number"),
    "ragged": ("met.txt,17,20", "the row has 3 cells, the head 6"),
    "attributes": ('met.txt,17,20,PER,Ben,"{""a"":"', "attributes ends in the middle"),
    "open quotation": ('met.txt,17,20,PER,"Ben', "the row cannot be read"),
}


@pytest.mark.parametrize("case", ROWS)
def test_an_odd_row_of_a_csv_is_refused_by_line(root: Path, tmp_path: Path, case: str) -> None:
    row, why = ROWS[case]
    project, (report, _) = imported(root, write(tmp_path / "a.csv", f"{CSV}met.txt,17,20,PER,Ben,\n{row}\n"))
    assert [one.quote for one in everything(project)] == ["Ben"]
    (refusal,) = report.refused
    assert (refusal.line, why in refusal.why) == (3, True)


def test_a_csv_without_the_columns_names_the_one_to_map(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "article,start,what\nmet.txt,1,2\n")
    with pytest.raises(FormatError, match="has no column end, label; --map end=NAME says"):
        take_in(open_project(root), file, format="csv")


def test_prodigy_gives_relations_by_their_spans_and_answers(root: Path, tmp_path: Path) -> None:
    given = [
        {"start": start, "end": end, "label": "PER", "token_end": at} for start, end, at in ((0, 10, 1), (17, 20, 4))
    ]
    row = {"text": TEXT, "spans": given, "relations": [{"head": 1, "child": 4, "label": "MET"}], "answer": "accept"}
    more = {"options": [{"id": "NEWS", "text": "News"}], "accept": ["NEWS"]}
    lines = [row | more, row | {"answer": "ignore"}]
    project, (report, _) = imported(root, write(tmp_path / "a.jsonl", "".join(json.dumps(one) + "\n" for one in lines)))
    assert whys(report) == ["was answered with ignore"]
    (link,) = records(project)["links"]
    assert link["type"] == "MET"
    assert [one["labels"] for one in records(project)["articles"]] == [["NEWS"]]


def test_rows_of_tokens_and_tags_are_read_with_the_names_of_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in ("README.md", "tokens/train.jsonl"):
        write(folder / name, (GOLDEN / "huggingface" / name).read_bytes())
    files = {"harbour-notes.txt": (GOLDEN / "project" / "harbour-notes.txt").read_bytes().decode()}
    root = write_project(tmp_path / "project", files)
    found = spans(root, folder)
    assert [quote for quote, _ in found] == ["Ana Lo\u0301pez", "the 東京 ferry line will “double its trips by 2027”"]
    assert [label for _, label in found] == ["PERSON", "CLAIM"]


ANA = [{"orth": "Ana", "ner": "B-PER"}, {"orth": "Lo\u0301pez", "ner": "L-PER"}]
SPACY = {
    "Doc.to_json": {"text": TEXT, "ents": [{"start": 0, "end": 10, "label": "PER"}], "tokens": []},
    "spans": {"text": TEXT, "ents": [], "spans": {"sc": [{"start": 0, "end": 10, "label": "PER", "kb_id": ""}]}},
    "a row": {"text": TEXT, "entities": [[0, 10, "PER"]]},
    "a pair": [TEXT, {"entities": [[0, 10, "PER"]]}],
    "version 2": {
        "id": 0,
        "paragraphs": [{"raw": TEXT, "sentences": [{"tokens": ANA}]}],
    },
}


@pytest.mark.parametrize("shape", SPACY)
@pytest.mark.parametrize("is_list", [True, False])
def test_each_shape_of_spacy_is_read(root: Path, tmp_path: Path, shape: str, is_list: bool) -> None:
    value = [SPACY[shape]] if is_list else SPACY[shape]
    file = write(tmp_path / ("a.json" if is_list else "a.jsonl"), json.dumps(value) + "\n")
    assert spans(root, file, format="spacy") == [("Ana Lo\u0301pez", "PER")]
    if is_list:
        form = guessed(source_of(file))
        assert form is not None
        assert form.name == "spacy"


def test_rows_with_texts_are_articles_with_what_is_known_about_them(tmp_path: Path) -> None:
    row = {"headline": "A boat", "body": "There was a boat at the pier.\n", "url": "https://example.org/1", "id": 7}
    file = write(tmp_path / "a.jsonl", json.dumps(row) + "\n" + '{"no": "text"}\n')
    project, (report, _) = imported(tmp_path / "new", file, columns={"headline": "title"})
    assert report.articles == ["7.txt"]
    article = project.library.article("7.txt")
    assert (article.title, article.url) == ("A boat", "https://example.org/1")
    assert article.text == row["body"]
    assert report.remarks == []
    assert "has no text" in whys(report)[0]
    assert "--map text=NAME" in whys(report)[0]


def test_what_is_not_read_of_rows_is_named_once(tmp_path: Path) -> None:
    rows = [{"text": f"A row, number {n}.", "title": f"r{n}", "mood": "calm", "spams": []} for n in range(3)]
    file = write(tmp_path / "a.jsonl", "".join(json.dumps(row) + "\n" for row in [*rows, {"text": "B.", "x": 1}]))
    _, (report, _) = imported(tmp_path / "new", file)
    assert report.remarks == [
        "a.jsonl: mood, spams are not known here and were not read", "a.jsonl: x is not known here and was not read",
    ]  # fmt: skip


def test_labels_for_whole_articles_keep_their_kind(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "data.jsonl", (GOLDEN / "sidemark" / "golden.jsonl").read_bytes())
    write(folder / "sidemark.toml", '[[label]]\nname = "CLAIM"\nkind = "document"\n')
    project, _ = imported(tmp_path / "new", folder)
    label = project.schema.label("CLAIM")
    assert label is not None
    assert (label.kind, label.key) == (DOCUMENT, "")


PAGE = """<html lang="en"><head><title>Boats - News</title><meta property="og:title" content="Boats &amp; ships">
<meta name="author" content="Jo"><script>var a = "<p>no</p>";</script></head><body><nav>Home <a href=/>Start</a></nav>
<article><h1>Boats</h1><p>There was a <b>boat</b>.<br>And a ship &amp; [31m.</p><p>Then none.</p>
<form>Reply <input></form></article><footer>(c)</footer></body></html>"""


def test_a_page_is_an_article_without_its_menus(tmp_path: Path) -> None:
    project, (report, _) = imported(tmp_path / "new", write(tmp_path / "boats.html", PAGE))
    article = project.library.article("boats.txt")
    assert article.text == "Boats\n\nThere was a boat.\nAnd a ship & [31m.\n\nThen none.\n"
    assert (article.title, article.author, article.language) == ("Boats & ships", "Jo", "en")
    assert report.refused == []


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    _, (report, _) = imported(tmp_path / "new", write(tmp_path / "a.html", "<html><nav>Home</nav></html>"))
    assert whys(report) == ["has no text in it"]


def test_texts_are_copied_as_they_are(tmp_path: Path) -> None:
    data = "---\ntitle: A\nmore: b\n---\nCafé\r\nbar\r".encode("cp1252")
    project, (report, _) = imported(tmp_path / "new", write(tmp_path / "in" / "deep" / "a.md", data).parent.parent)
    assert (project.root / "deep" / "a.md").read_bytes() == data
    report, _ = take_in(project, tmp_path / "in")
    assert report.articles == []


UNFOLDED = (
    "Plain.\nShare this\n", "---\ntitle: A\n---\nText.\n", "---\r\ntitle: A\r\n---\r\nText.\r\n", "---\n---\nText.\n",
    "---\nlist:\n  - a\nfold: yes\n---\nText.\n---\nMore.\n", "---\nno front matter\n", "---\n[1]\n---\nText.",
    "\ufeffMarked.\n",
)  # fmt: skip


@pytest.mark.parametrize("text", UNFOLDED)
def test_with_no_fold_new_articles_say_so_and_stay_what_they_are(tmp_path: Path, text: str) -> None:
    plain, _ = imported(tmp_path / "plain", write(tmp_path / "a.txt", text))
    told, (report, _) = imported(tmp_path / "told", tmp_path / "a.txt", may_fold=False)
    before, after = plain.library.article("a.txt"), told.library.article("a.txt")
    assert (after.text, after.metadata) == (before.text, before.metadata)
    assert not after.may_fold
    assert report.remarks == []
    report, _ = take_in(told, tmp_path / "a.txt", may_fold=False)
    assert report.articles == []


def test_with_no_fold_pages_and_rows_say_so_and_what_cannot_is_named(tmp_path: Path) -> None:
    write(tmp_path / "in" / "page.html", "<article><p>Text of a page, and more of it.</p></article>")
    write(tmp_path / "in" / "old.txt", "Caf\xe9 au lait, d\xe9j\xe0 vu.".encode("cp1252"))
    project, (report, _) = imported(tmp_path / "p", tmp_path / "in", may_fold=False)
    assert not project.library.article("page.txt").may_fold
    assert project.library.article("old.txt").may_fold
    assert report.remarks == ["old.txt is not UTF-8 and was copied as it is; write “fold: no” into its front matter"]
    write(tmp_path / "rows.jsonl", '{"text": "A row.", "title": "R"}\n')
    take_in(project, tmp_path / "rows.jsonl", may_fold=False)
    assert [project.library.article(path).may_fold for path in ("r.txt",)] == [False]

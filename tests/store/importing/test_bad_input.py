"""What is wrong with a file is said with its line and the reason; what is right is taken all the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from store import Annotation, FormatError, Import, Project, Request, StrictError
from tests.golden_project import GOLDEN
from tests.importing import everything, imported, records, take_in, whys, write
from tests.projects import FERRY, open_project, write_project

TEXT = FERRY.partition("---\n")[2].partition("---\n")[2]
MARROW = TEXT.index("Ilse Marrow")
VALE = TEXT.index("Tobin Vale")


def annotation(**members: Any) -> dict[str, Any]:
    """A record of the lossless format: Ilse Marrow on the ferry."""
    known = {"id": "ana-1", "start": MARROW, "end": MARROW + 11, "quote": "Ilse Marrow", "label": "PERSON"}
    return known | {"author": "ana"} | members


def line(*annotations: dict[str, Any], **members: Any) -> str:
    """A line of the lossless format."""
    row = {"schema": "sidemark/1", "article": "ferry.txt", "text": TEXT, "annotations": list(annotations)}
    return json.dumps(row | members) + "\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the ferry."""
    return write_project(tmp_path / "project", {"ferry.txt": FERRY})


ODD: dict[str, tuple[dict[str, Any], str]] = {
    "past the end": ({"start": 0, "end": 5000, "quote": None}, "quote is missing"),
    "past the end, with a quote": ({"start": 4000, "end": 5000, "quote": "North Pier"}, "past the end of the text"),
    "before the beginning": ({"start": -4, "end": 7, "quote": "North Pier"}, "before the beginning"),
    "another quote": ({"quote": "North Pier by the sea"}, 'hold "Ilse Marrow", the file says "North Pier by the sea"'),
    "empty": ({"end": MARROW}, "is empty"),
    "reversed": ({"start": MARROW + 11, "end": MARROW}, "ends before it begins"),
    "true as a number": ({"start": True}, "start is true or false, not a whole number"),
    "a float": ({"end": 12.0}, "end is a number, not a whole number"),
    "a text": ({"end": "12"}, "end is text, not a whole number"),
    "no label": ({"label": ""}, "label is empty"),
    "a label with a control": ({"label": "A\u001bB"}, "U+001B"),
    "a long label": ({"label": "x" * 65}, "65 characters"),
    "a note that is no text": ({"note": 3}, "note is a number, not text"),
    "half a character in a note": ({"note": "\ud800"}, "half a character"),
    "attributes that are a list": ({"attributes": []}, "attributes is a list, not an object"),
    "a number that is too large": ({"attributes": {"n": 1 << 70}}, "too large"),
    "unsure of unsure": ({"unsure": "maybe"}, "unsure is text, not true or false"),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_annotation_is_refused_by_line_and_the_next_one_taken(root: Path, tmp_path: Path, case: str) -> None:
    members, why = ODD[case]
    sound = annotation(id="ana-2", start=VALE, end=VALE + 10, quote="Tobin Vale")
    file = write(tmp_path / "data.jsonl", line(annotation(**members), sound))
    project, (report, _) = imported(root, file)
    assert [one.quote for one in everything(project)] == ["Tobin Vale"]
    (refusal,) = report.refused
    assert why in refusal.why
    assert (refusal.file, refusal.line, refusal.id) == ("data.jsonl", 1, "ana-1")


LINES = {
    "half a line": (line(annotation())[:-40], "ends in the middle"),
    "half a string": (line(annotation())[:60], "ends in the middle"),
    "no JSON": ("{what}\n", "is no JSON at character 2"),
    "a list": ("[1, 2]\n", "is no JSON object"),
    "twice the same member": ('{"schema": "sidemark/1", "article": "a", "article": "b"}\n', "has 'article' twice"),
    "no number": (line().replace('"annotations": []', '"annotations": NaN'), "NaN is no number"),
    "too deep": ('{"schema":' + "[" * 100_000 + "\n", "nested too deeply"),
    "a newer version": (line().replace("sidemark/1", "sidemark/9"), "newer version"),
    "a huge number": (line().replace('"annotations": []', f'"annotations": {"9" * 5000}'), "4300"),
}


@pytest.mark.parametrize("case", LINES)
def test_an_odd_line_is_refused_and_the_others_taken(root: Path, tmp_path: Path, case: str) -> None:
    odd, why = LINES[case]
    file = write(tmp_path / "data.jsonl", line(annotation()) + odd)
    project, (report, _) = imported(root, file)
    assert [one.quote for one in everything(project)] == ["Ilse Marrow"]
    assert [(one.file, one.line) for one in report.refused] == [("data.jsonl", 2)]
    assert why in report.refused[0].why


def test_bytes_that_are_no_utf_8_are_refused_by_line(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "data.jsonl", line(annotation()).encode() + b'{"schema": "sidemark/1\xff"}\n')
    _, (report, _) = imported(root, file)
    assert "is not UTF-8" in report.refused[0].why


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_read_when_that_is_said(root: Path, tmp_path: Path, encoding: str) -> None:
    row = json.loads(line(annotation(note="café")))
    file = write(tmp_path / "data.jsonl", (json.dumps(row, ensure_ascii=False) + "\n").encode(encoding, "replace"))
    project = open_project(root)
    if encoding == "utf-16":
        with pytest.raises(FormatError, match="UTF-8"):
            take_in(project, file, format="sidemark")
    take_in(project, file, format="sidemark", encoding=encoding)
    assert [one.note for one in everything(project)] == ["café"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_a_format_is_found_out_in_the_encoding_that_is_said(root: Path, tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path / "data.jsonl", line(annotation(note="café")).encode(encoding))
    project, (report, _) = imported(root, file, encoding=encoding)
    assert report.formats == {"data.jsonl": "sidemark"}
    assert [one.note for one in everything(project)] == ["café"]


def test_a_file_that_begins_like_utf_16_says_how_it_is_read(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "data.csv", "article,start,end,label\na.txt,0,1,PERSON\n".encode("utf-16"))
    project = open_project(root)
    with pytest.raises(FormatError, match=r"^data\.csv begins like UTF-16; --encoding utf-16 reads that"):
        take_in(project, file)
    report, _ = take_in(project, file, encoding="utf-16")
    assert report.formats == {"data.csv": "csv"}


RECODED = (
    "brat", "conll/harbour-notes.conll", "csv/golden.csv", "doccano/sequence.jsonl", "gate/harbour-notes.bdocjs",
    "label_studio/tasks.json", "nif", "pairs", "prodigy/golden.jsonl", "web_annotation", "webanno_tsv3",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16", "utf-32-be"])
@pytest.mark.parametrize("name", RECODED)
def test_every_format_is_read_in_the_encoding_that_is_said(tmp_path: Path, name: str, encoding: str) -> None:
    """A byte order mark is no part of what is read, whether the encoding is one that takes it off or not."""
    source = GOLDEN / name
    for path in [source] if source.is_file() else source.iterdir():
        text = path.read_bytes().decode("utf-8-sig")
        write(tmp_path / "plain" / path.name, text)
        mark = "" if encoding == "utf-16" else "\ufeff"
        write(tmp_path / "recoded" / path.name, (mark + text).encode(encoding))
    form = name.partition("/")[0]
    texts = {path.name: path.read_bytes().decode("utf-8") for path in (GOLDEN / "project").glob("*.t*")}
    for place in ("one", "two"):
        write_project(tmp_path / place, texts)
    plain, _ = imported(tmp_path / "one", tmp_path / "plain", format=form)
    recoded, _ = imported(tmp_path / "two", tmp_path / "recoded", format=form, encoding=encoding)
    assert list(map(place_of, everything(recoded))) == list(map(place_of, everything(plain)))
    assert everything(plain)


def place_of(one: Annotation) -> tuple[str, int, int, str, str]:
    """What an annotation says, whatever its number and time."""
    return one.article, one.start, one.end, one.label, one.quote


def test_a_file_that_is_not_in_the_encoding_that_is_said_is_refused(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "golden.csv", (GOLDEN / "csv/golden.csv").read_bytes() + b"\xe9\n")
    with pytest.raises(FormatError, match=r"^golden\.csv: is not utf-8 \("):
        take_in(open_project(root), file, format="csv", encoding="utf-8")


def test_an_unknown_encoding_is_said(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "data.jsonl", line(annotation()))
    with pytest.raises(FormatError, match="there is no encoding 'klingon'"):
        take_in(open_project(root), file, encoding="klingon")


FORMATS = ("sidemark", "csv", "conll", "prodigy", "huggingface", "spacy")
FILES = {
    "sidemark": "sidemark/golden.jsonl",
    "csv": "csv/golden.csv",
    "conll": "conll/harbour-notes.conll",
    "markdown": "markdown/harbour-notes.md",
    "bytes": "parquet/spans.parquet",
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("file", FILES)
def test_a_format_named_wrongly_changes_nothing_and_never_crashes(root: Path, form: str, file: str) -> None:
    if form == file:
        return
    project = open_project(root)
    placed, articles = taken(project, GOLDEN / FILES[file], form)
    assert (placed, articles) == (0, [])
    assert sorted(path.name for path in root.iterdir() if path.suffix) == ["ferry.txt"]


def test_a_file_is_read_in_the_format_it_does_not_look_like_only_by_force(root: Path, tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", '{"schema": "sidemark/1", "text": "A row.", "id": "one"}\n')
    with pytest.raises(FormatError, match=r"this is sidemark, not articles; .* with --force as articles"):
        take_in(open_project(root), rows, format="articles")
    _, (report, _) = imported(root, rows, format="articles", is_forced=True)
    assert report.articles == ["one.txt"]


def taken(project: Project, file: Path, form: str) -> tuple[int, list[str]]:
    """How many annotations were taken, and which articles are new; none where the file was refused in words."""
    try:
        report, _ = take_in(project, file, format=form)
    except FormatError as error:
        return 0, [] if str(error) else ["no words"]
    return report.counts.placed, report.articles


def test_a_format_that_is_only_written_is_said_to_be_so(root: Path) -> None:
    with pytest.raises(FormatError, match="'html' is only written, never read; these can be read: sidemark, csv"):
        take_in(open_project(root), GOLDEN / "sidemark", format="html")
    with pytest.raises(FormatError, match="'hml' is no format"):
        take_in(open_project(root), GOLDEN / "sidemark", format="hml")


def test_a_docbin_is_never_unpacked(root: Path) -> None:
    with pytest.raises(FormatError, match="a DocBin is not read"):
        take_in(open_project(root), GOLDEN / "spacy" / "golden.spacy")


@pytest.mark.parametrize("cut", range(1, 12))
@pytest.mark.parametrize(
    "name", ["sidemark/golden.jsonl", "csv/golden.csv", "prodigy/golden.jsonl", "conll/harbour-notes.conll"]
)
def test_half_a_file_is_an_error_or_a_part_and_never_a_crash(root: Path, tmp_path: Path, name: str, cut: int) -> None:
    data = (GOLDEN / name).read_bytes()
    file = write(tmp_path / name, data[: len(data) * cut // 12])
    project = open_project(root)
    taken(project, file, name.partition("/")[0])
    for one in everything(project):
        assert project.library.article(one.article).text[one.start : one.end] == one.quote


def test_an_article_that_nobody_has_is_said_once_with_its_annotations(root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "data.jsonl", line(annotation(), article="gone.txt", text=None))
    project, (report, _) = imported(root, file)
    assert everything(project) == []
    assert whys(report) == ["there is no article 'gone.txt' in the project, and the file does not hold its text"]


@pytest.mark.parametrize("text", ["", " \n ", "a\ud800b", "\0\0\0\0 a"])
def test_a_text_that_can_be_no_article_is_refused(root: Path, tmp_path: Path, text: str) -> None:
    file = write(tmp_path / "data.jsonl", line(annotation(), article="odd.txt", text=text))
    project, (report, _) = imported(root, file)
    assert everything(project) == []
    assert all("its text" in why for why in whys(report))
    assert not (root / "odd.txt").exists()


def test_a_nul_in_a_text_is_a_character_like_any_other(root: Path, tmp_path: Path) -> None:
    text = "A long enough text in which there is one zero \0 that nobody minds.\n" * 3
    one = annotation(start=text.index("zero"), end=text.index("zero") + 6, quote="zero \0")
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", line(one, article="zero.txt", text=text)))
    assert report.refused == []
    assert project.library.article("zero.txt").text == text
    assert [one.quote for one in everything(project)] == ["zero \0"]


def test_an_edited_article_has_its_annotations_again(root: Path, tmp_path: Path) -> None:
    project = open_project(write_project(root, {"ferry.txt": FERRY.replace("Captain ", "Yesterday the captain, ")}))
    report, _ = take_in(project, write(tmp_path / "data.jsonl", line(annotation())))
    assert [one.quote for one in everything(project)] == ["Ilse Marrow"]
    assert report.counts.reanchored == 1
    assert report.reanchored[0].score > 0.8


def test_another_article_of_the_same_name_stays_apart(root: Path, tmp_path: Path) -> None:
    text = "Quite another story, of which not a word is in the first one, nor should it be.\n"
    one = annotation(start=6, end=13, quote="another")
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", line(one, text=text)))
    assert report.articles == ["ferry-2.txt"]
    assert [one.article for one in everything(project)] == ["ferry-2.txt"]


def test_ids_that_are_used_twice_are_refused_and_links_to_them_too(root: Path, tmp_path: Path) -> None:
    other = annotation(start=VALE, end=VALE + 10, quote="Tobin Vale")
    link = {"id": "ana-7", "type": "said_by", "source": "ana-1", "target": "ana-9"}
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", line(annotation(), other, links=[link])))
    assert len(everything(project)) == 1
    assert whys(report) == ["the id ana-1 is used twice", "the link is left out: its end ana-9 was not taken"]


def test_what_a_file_says_twice_under_one_id_is_there_once(root: Path, tmp_path: Path) -> None:
    """Its ids get other numbers here, since they are another annotator's; that makes no second annotation of it."""
    span = {"id": "ben-40", "start": MARROW, "end": MARROW + 11, "label": "PERSON"}
    row = json.dumps({"text": TEXT, "meta": {"article": "ferry.txt"}, "spans": [span], "answer": "accept"}) + "\n"
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", row + row))
    assert [one.quote for one in everything(project)] == ["Ilse Marrow"]
    assert (report.counts.placed, report.counts.duplicate) == (1, 1)


def test_the_last_line_of_half_a_brat_file_is_refused(root: Path, tmp_path: Path) -> None:
    """Its offsets say more than it quotes: looked for by its quote, it would be a tag of half a name."""
    write(tmp_path / "in" / "ferry.txt", TEXT)
    spans = f"T1\tPERSON {VALE} {VALE + 10}\tTobin Vale\nT2\tPERSON {MARROW} {MARROW + 11}\tIlse Mar"
    write(tmp_path / "in" / "ferry.ann", spans)
    project, (report, _) = imported(root, tmp_path / "in")
    assert [one.quote for one in everything(project)] == ["Tobin Vale"]
    assert [(one.line, one.id, one.why) for one in report.refused] == [
        (2, "T2", "the file ends in the middle of this line")
    ]


def test_a_last_line_without_an_end_is_a_line(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "in" / "ferry.txt", TEXT)
    write(tmp_path / "in" / "ferry.ann", f"T1\tPERSON {VALE} {VALE + 10}\tTobin Vale")
    project, (report, _) = imported(root, tmp_path / "in")
    assert [one.quote for one in everything(project)] == ["Tobin Vale"]
    assert report.refused == []


@pytest.mark.parametrize("name", ["data.jsonld", "data.bdocjs"])
def test_half_a_document_says_that_it_ends_too_early(root: Path, tmp_path: Path, name: str) -> None:
    form = "gate" if name.endswith("bdocjs") else "web_annotation"
    whole = '{"@context": "http://www.w3.org/ns/anno.jsonld", "text": "é", "items": ["'
    with pytest.raises(FormatError, match=rf"{name}: ends in the middle"):
        take_in(open_project(root), write(tmp_path / name, whole), format=form)
    with pytest.raises(FormatError, match=rf"{name}: is not UTF-8"):
        take_in(open_project(root), write(tmp_path / name, whole.encode("cp1252")), format=form)


def test_an_id_that_was_used_before_is_never_used_again(root: Path, tmp_path: Path) -> None:
    project = open_project(root)
    article = project.library.article("ferry.txt")
    first = project.annotate(article, [article_span(article.text)], "PLACE").made[0]
    project.remove([first])
    take_in(project, write(tmp_path / "data.jsonl", line(annotation(id=first.id))))
    assert [one.id for one in everything(project)] != [first.id]


def article_span(text: str) -> Any:
    """Where the yard is."""
    from store import Span  # noqa: PLC0415 - beside its use

    return Span(text.index("yard"), text.index("yard") + 4)


def test_strict_takes_nothing_when_anything_is_refused(root: Path, tmp_path: Path) -> None:
    project = open_project(root)
    file = write(tmp_path / "data.jsonl", line(annotation(), annotation(id="ana-2", label="NEW ONE")))
    with Import(root, Request(is_strict=True)) as work:
        work.read([file])
        report = work.plan(project)
        with pytest.raises(StrictError, match="1 refused and --strict"):
            work.apply()
    assert "no label 'NEW ONE'" in report.refused[0].why
    assert not any(records(project).values())
    assert not (root / "sidemark.toml").exists()


def test_labels_with_commas_quotes_and_formulas_are_labels(root: Path, tmp_path: Path) -> None:
    names = ["=1+1", 'say "x", or not', "@SUM", "A B", "naïve", "CLAIM, CHECKED"]
    some = [annotation(id=f"ana-{at}", label=name) for at, name in enumerate(names, 1)]
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", line(*some)))
    assert [name for name, _ in report.labels] == names
    assert len({key for _, key in report.labels if key} & {"a", "b", "1", "2"}) == 0  # reserved, and those of news
    assert {one.label for one in everything(project)} == set(names)


def test_a_label_in_other_capitals_is_the_one_that_is_there(root: Path, tmp_path: Path) -> None:
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", line(annotation(label="Person"))))
    assert report.labels == []
    assert [one.label for one in everything(project)] == ["PERSON"]


@pytest.mark.parametrize("name", ["../evil", "CON", "Ana López", "", "x" * 80, "a/b", "\u202ecod"])
def test_an_annotator_of_a_file_never_names_a_file_outside(root: Path, tmp_path: Path, name: str) -> None:
    project, _ = imported(root, write(tmp_path / "data.jsonl", line(annotation(author=name))))
    project.close()
    made = {path.name for path in (root / "annotations").iterdir()}
    assert all(one.partition(".")[0].replace("-", "").isalnum() for one in made)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.jsonl", "project"]


@pytest.mark.parametrize(
    "key", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", ".hidden.txt", "con.txt", "x\u202e.txt"]
)
def test_an_article_of_a_file_never_lies_outside(root: Path, tmp_path: Path, key: str) -> None:
    text = "Something that nobody here has ever written down, until now.\n"
    one = annotation(start=0, end=9, quote="Something")
    project, (report, _) = imported(root, write(tmp_path / "data.jsonl", line(one, article=key, text=text)))
    (path,) = report.articles
    assert project.library.article(path).text == text
    assert ".." not in path
    assert (root / path).resolve().is_relative_to(root.resolve())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.jsonl", "project"]


def test_nothing_that_is_there_is_written_over(root: Path, tmp_path: Path) -> None:
    before = (root / "ferry.txt").read_bytes()
    write(root / "notes.txt", "mine\n")
    other = write(tmp_path / "in" / "notes.txt", "something else altogether, from another person\n")
    _, (report, _) = imported(root, other)
    assert report.articles == ["notes-2.txt"]
    assert (root / "notes.txt").read_text(encoding="utf-8") == "mine\n"
    assert (root / "ferry.txt").read_bytes() == before


def test_a_long_file_is_read_a_line_at_a_time(root: Path, tmp_path: Path) -> None:
    """The lines that were read of a file when the first of its articles is handed on: one, not all."""
    from store.formats import lossless_reading  # noqa: PLC0415 - what is tried here
    from store.formats.found import Wish  # noqa: PLC0415 - as above
    from store.importing.shelf import Shelf  # noqa: PLC0415 - as above
    from store.importing.source import Watched, source_of  # noqa: PLC0415 - as above
    from store.library import Library  # noqa: PLC0415 - as above

    rows = [line(annotation(), article=f"a{number}.txt") for number in range(3_000)]
    file = write(tmp_path / "data.jsonl", "".join(rows))
    read: list[int] = []
    source = Watched(source_of(file), read.append)
    found = iter(lossless_reading.read(source, Shelf(Library(root), tmp_path), Wish()))
    next(found)
    assert read[-1] < 100_000 < file.stat().st_size
    assert sum(1 for _ in found) == 2_999

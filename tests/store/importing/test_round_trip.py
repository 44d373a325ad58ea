"""What is exported comes back: the same records, and the same bytes when it is exported again."""

import gc
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Import, Project, Request, Span, all_formats
from store.formats.found import GivenAnnotation
from tests.golden_project import GOLDEN, RECORDS, golden_project
from tests.importing import changes, everything, exported, imported, records, take_in
from tests.projects import FILES, open_project, write_project
from tests.stress import stress_project

SAMPLES = Path(__file__).parents[3] / "sample_corpus"
TOML = (GOLDEN / "project" / "sidemark.toml").read_text(encoding="utf-8")
FORMS = tuple(form for form in all_formats() if form.read is not None and form.extra is None)
OUTPUTS = {form.name: f"data{form.suffix}" if form.suffix and not form.holds_one else "data" for form in FORMS}
OUTPUTS |= {"conll_iob2": "data", "conll_bilou": "data"}  # one file would not say where an article ends
"""Format that is read -> the name of its dataset."""
TIMED = ("web_annotation", "pairs")
"""Formats that say when a thing was made where that is known; what nobody made at any time gets one by an import."""
WITH_TEXT = ("sidemark", "prodigy", "conll", "conll_iob2", "conll_bilou")
"""Formats of which each holds the texts of articles, one way or another."""


def sample_project(root: Path) -> Project:
    """The sample articles with all that their annotator made of them."""
    shutil.copytree(SAMPLES, root, ignore=shutil.ignore_patterns(".sidemark"))
    return open_project(root, "mira")


def with_texts(project: Project, root: Path) -> Path:
    """A folder with the articles and labels of a project, but nothing that anybody made of them."""
    for path in project.root.rglob("*"):
        name = path.relative_to(project.root)
        if path.is_file() and name.parts[0] not in ("annotations", ".sidemark"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(path.read_bytes())
    return root


def test_the_lossless_format_gives_back_every_record_and_the_labels_as_they_were(tmp_path: Path) -> None:
    given = golden_project(tmp_path / "golden")
    (given.root / "sidemark.toml").write_text(TOML.replace('key = "3"', 'key = "k"'), encoding="utf-8")
    assert given.labels.follow()
    exported(given, "sidemark", tmp_path / "out" / "data.jsonl")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "sidemark.toml").write_text('[[label]]\nname = "OTHER"\n', encoding="utf-8")
    project, (report, _) = imported(tmp_path / "new", tmp_path / "out" / "data.jsonl")
    assert records(project) == {name: sorted(found, key=lambda one: one["id"]) for name, found in RECORDS.items()}
    labels = {label.name: label for label in project.schema.labels}
    assert [(labels[name].key, labels[name].color, labels[name].kind) for name in ("PERSON", "CLAIM", "PLACE")] == [
        ("1", "cyan", "entity"), ("k", "yellow", "claim"), ("2", "green", "entity"),
    ]  # fmt: skip
    assert report.refused == []
    assert project.library.article("harbour-notes.txt").metadata == given.library.article("harbour-notes.txt").metadata


def test_the_lossless_format_gives_back_the_sample_articles_whole(tmp_path: Path) -> None:
    given = sample_project(tmp_path / "given")
    exported(given, "sidemark", tmp_path / "out" / "all.jsonl")
    imported(write_project(tmp_path / "new", {}, '[[label]]\nname = "OTHER"\n'), tmp_path / "out" / "all.jsonl")
    again = open_project(tmp_path / "new", "mira")
    assert records(again) == records(given)
    assert all(records(given)[table] for table in ("annotations", "articles", "clusters", "links"))
    used = {one.label for one in everything(given)}
    assert {given.schema.label(name) for name in used} == {again.schema.label(name) for name in used}
    for entry in given.library.readable:
        before, after = given.library.article(entry.path), again.library.article(entry.path)
        assert (after.text, after.metadata) == (before.text, before.metadata)


@pytest.mark.parametrize("source", ["folder", "folder/harbour-notes.jsonl"])
def test_labels_come_from_the_folder_of_a_file(tmp_path: Path, source: str) -> None:
    exported(golden_project(tmp_path / "given"), "sidemark", tmp_path / "folder")
    (tmp_path / "folder" / "labels.sidemark.toml").write_text(TOML.replace("cyan", "teal"), encoding="utf-8")
    project, _ = imported(write_project(tmp_path / "new", {}, '[[label]]\nname = "OTHER"\n'), tmp_path / source)
    assert {label.name: label.color for label in project.schema.labels}["PERSON"] == "teal"


@pytest.mark.parametrize("form", sorted(name for name, output in OUTPUTS.items() if output.endswith(".jsonl")))
@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
def test_a_label_set_beside_a_file_is_no_data(tmp_path: Path, form: str, is_folder: bool) -> None:
    given = golden_project(tmp_path / "given")
    exported(given, form, tmp_path / "out" / OUTPUTS[form])
    (tmp_path / "out" / "sidemark.toml").write_text(TOML, encoding="utf-8")
    source = tmp_path / "out" if is_folder else tmp_path / "out" / OUTPUTS[form]
    _, (report, _) = imported(with_texts(given, tmp_path / "new"), source, format=form)
    assert report.refused == []
    assert report.counts.placed


@pytest.mark.parametrize("form", OUTPUTS)
@pytest.mark.parametrize("make", [golden_project, stress_project, sample_project], ids=["golden", "stress", "sample"])
def test_an_export_of_an_import_has_the_same_bytes(tmp_path: Path, form: str, make: Callable[[Path], Project]) -> None:
    given: Project = make(tmp_path / "given")
    first = exported(given, form, tmp_path / "out" / OUTPUTS[form])
    root = with_texts(given, tmp_path / "new")
    who = given.annotator
    project, (report, _) = imported(root, tmp_path / "out" / OUTPUTS[form], annotator=who, format=form)
    assert report.refused == []
    assert report.articles == []
    assert report.counts.placed + report.counts.duplicate == report.counts.read
    again = exported(project, form, tmp_path / "again" / OUTPUTS[form])
    fresh = with_texts(given, tmp_path / "third")
    third, _ = imported(fresh, tmp_path / "again" / OUTPUTS[form], annotator=who, format=form)
    assert exported(third, form, tmp_path / "last" / OUTPUTS[form]) == again
    if not (make is stress_project and form in TIMED):
        assert again == first


@pytest.mark.parametrize("form", WITH_TEXT)
def test_an_export_brings_its_articles_along(tmp_path: Path, form: str) -> None:
    given = golden_project(tmp_path / "given")
    exported(given, form, tmp_path / "out" / OUTPUTS[form])
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "sidemark.toml").write_text(TOML, encoding="utf-8")
    project, (report, _) = imported(tmp_path / "new", tmp_path / "out" / OUTPUTS[form], format=form)
    assert len(report.articles) == 1
    assert [one.quote for one in everything(project)][:1] == ["Ana Lo\u0301pez"]


@pytest.mark.parametrize("form", OUTPUTS)
def test_a_folder_of_what_was_exported_needs_no_name(tmp_path: Path, form: str) -> None:
    given = open_project(write_project(tmp_path / "given", FILES))
    article = given.library.article("ferry.txt")  # the other one has nothing on it
    made = given.annotate(article, [Span(8, 19), Span(70, 80)], "PERSON").made
    given.link(made[0], made[1], "said_by")
    exported(given, form, tmp_path / "out")
    project, (report, _) = imported(with_texts(given, tmp_path / "new"), tmp_path / "out")
    assert report.refused == []
    assert [one.span for one in everything(project)] == [Span(8, 19), Span(70, 80)]


@pytest.mark.parametrize("form", OUTPUTS)
def test_importing_twice_adds_nothing(tmp_path: Path, form: str) -> None:
    given = stress_project(tmp_path / "given")
    exported(given, form, tmp_path / "out" / OUTPUTS[form])
    project, (first, _) = imported(with_texts(given, tmp_path / "new"), tmp_path / "out" / OUTPUTS[form], format=form)
    before = records(project)
    report, done = take_in(project, tmp_path / "out" / OUTPUTS[form], format=form)
    assert changes(done) == []
    assert report.counts.duplicate == report.counts.read == first.counts.read
    assert records(project) == before


def test_what_waits_to_be_taken_in_holds_nothing_that_the_article_says_again(tmp_path: Path) -> None:
    """A file may be of any length, and all of it waits until somebody has said yes."""
    exported(sample_project(tmp_path / "given"), "sidemark", tmp_path / "data.jsonl")
    root = write_project(tmp_path / "new", {}, '[[label]]\nname = "OTHER"\n')
    with Import(root, Request()) as work:
        work.read([tmp_path / "data.jsonl"])
        waiting = [one for one in gc.get_objects() if type(one) is GivenAnnotation]
        assert len(waiting) == work.report.counts.read > 10
    assert {name for one in waiting for name in one.record or ()} == {"origin", "created", "updated"}
    assert not any(one.quote or one.prefix or one.suffix for one in waiting)
    assert len({id(one.label) for one in waiting}) == len({one.label for one in waiting})


def test_an_import_is_one_step_to_undo_with_its_labels(tmp_path: Path) -> None:
    exported(golden_project(tmp_path / "given"), "sidemark", tmp_path / "data.jsonl")
    project, (report, done) = imported(
        write_project(tmp_path / "new", {}, '[[label]]\nname = "OTHER"\n'), tmp_path / "data.jsonl"
    )
    assert report.labels == [("PERSON", "1"), ("CLAIM", "3"), ("PLACE", "2")]
    assert len(done) == 1
    before = (project.root / "sidemark.toml").read_text(encoding="utf-8")
    assert project.undo().action == "import"
    assert not any(records(project).values())
    assert [label.name for label in project.schema.labels] == ["OTHER"]
    project.redo()
    assert (project.root / "sidemark.toml").read_text(encoding="utf-8") == before
    assert records(project)["annotations"] == RECORDS["annotations"]


def test_what_is_imported_from_elsewhere_says_so(tmp_path: Path) -> None:
    exported(golden_project(tmp_path / "given"), "prodigy", tmp_path / "data.jsonl")
    project, _ = imported(tmp_path / "new", tmp_path / "data.jsonl")
    assert {(one.origin, one.author) for one in everything(project)} == {("imported", "ana")}
    ben, _ = imported(tmp_path / "new", tmp_path / "data.jsonl", annotator="ben")
    assert {(one.origin, one.author) for one in everything(ben)} == {("imported", "ben")}


def test_each_annotator_of_a_file_gets_his_own_work(tmp_path: Path) -> None:
    given = golden_project(tmp_path / "given")
    ben = open_project(given.root, "ben")
    article = ben.library.article("harbour-notes.txt")
    ben.annotate(article, [article_span(article.text, "Mayor")], "PERSON")
    exported([given, ben], "sidemark", tmp_path / "data.jsonl")
    project, (report, done) = imported(tmp_path / "new", tmp_path / "data.jsonl", annotator="cleo")
    assert report.annotators == {"ana": 3, "ben": 1}
    assert len(done) == 2
    assert records(project)["annotations"] == []
    assert [one.quote for one in everything(open_project(project.root, "ben", read_only=True))] == ["Mayor"]
    assert records(open_project(project.root, "ana", read_only=True))["links"] == RECORDS["links"]


def article_span(text: str, words: str) -> Span:
    """Where words stand."""
    return Span(text.index(words), text.index(words) + len(words))

"""The label set changed while it runs: with its annotations as one action, undone after a restart, safe at a crash."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Label, Project, RefusedError, SchemaError, Span
from store.change import Change
from store.formats.values import Report
from store.harvest import Harvest
from store.label_file import LabelFile
from tests.projects import annotations, open_project, write_project

TOML = """\
title = "Ferry"

# people only
[[label]]
name = "PERSON"  # by name
key = "1"

[[label]]
name = "ORG"
key = "2"
"""
RESERVED = {"u": "undo"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "p", toml=TOML)


def opened(root: Path, annotator: str = "ana") -> Project:
    return Project.open(root, annotator=annotator, reserved=RESERVED)


def tag(project: Project, words: str, label: str) -> None:
    article = project.library.article("ferry.txt")
    at = article.text.index(words)
    project.annotate(article, [Span(at, at + len(words))], label)


def labels_of(project: Project) -> list[str]:
    return [one.label for one in annotations(project, "ferry.txt")]


def toml(root: Path) -> str:
    return (root / "sidemark.toml").read_bytes().decode()


def unknown(project: Project) -> list[str]:
    return [name for name in labels_of(project) if project.schema.label(name) is None]


def test_a_rename_carries_all_annotations_and_comes_back_as_one_step_after_a_restart(root: Path) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    tag(project, "Tobin Vale", "PERSON")
    before = toml(root)
    done = project.labels.rename("PERSON", "HUMAN")
    assert len(done.changes) == 2
    assert labels_of(project) == ["HUMAN", "HUMAN"]
    assert toml(root) == before.replace('"PERSON"', '"HUMAN"').replace('key = "1"', 'key = "1"\nwas = ["PERSON"]')
    project.close()
    project = opened(root)
    project.undo()
    assert (labels_of(project), toml(root)) == (["PERSON", "PERSON"], before)
    assert [one.name for one in project.schema.labels] == ["PERSON", "ORG"]
    project.close()
    project = opened(root)
    project.redo()
    assert labels_of(project) == ["HUMAN", "HUMAN"]
    assert project.schema.label("HUMAN") is project.schema.by_key("1")
    project.close()


def said(project: Project) -> tuple[list[object], list[object]]:
    """The document labels of all articles and the labels of all judgements."""
    database = project.database
    return [one.get("labels") for one in database.stream("articles")], [
        one.get("label") for one in database.stream("decisions")
    ]


def on_record(project: Project, labels: list[str]) -> None:
    """Document labels of an article, and a judgement and a suggestion beside."""
    first, second, third = (project.database.take_number() for _ in range(3))
    about = {"article": "ferry.txt", "labels": labels, "done": True, "note": "", "author": "ana", "id": f"ana-{first}"}
    judged: dict[str, object] = {
        "article": "ferry.txt",
        "start": 0,
        "end": 4,
        "label": "PERSON",
        "kind": "mention",
        "verdict": "accept",
    }
    judged["judged"] = [{"id": "bob-1", "label": "PERSON"}]
    changes = [
        Change.insert("articles", first, about),
        Change.insert("decisions", second, {**judged, "id": f"ana-{second}"}),
        Change.insert("decisions", third, {**judged, "id": f"ana-{third}", "label": "ORG"}),
    ]
    project.apply(changes, "said")


def test_a_rename_carries_document_labels_and_judgements_along_in_the_same_step(root: Path) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    on_record(project, ["PERSON", "ORG"])
    done = project.labels.rename("PERSON", "HUMAN")
    assert len(done.changes) == 3
    assert said(project) == ([["HUMAN", "ORG"]], ["HUMAN", "ORG"])
    judged = [one.get("judged") for one in project.database.stream("decisions")]
    assert judged == [[{"id": "bob-1", "label": "PERSON"}]] * 2, "what was judged stays as it was"
    project.close()
    project = opened(root)
    project.undo()
    assert said(project) == ([["PERSON", "ORG"]], ["PERSON", "ORG"])
    assert labels_of(project) == ["PERSON"]
    project.redo()
    assert said(project) == ([["HUMAN", "ORG"]], ["HUMAN", "ORG"])
    project.close()


def test_a_deleted_label_goes_over_on_articles_too_and_is_there_once(root: Path) -> None:
    project = opened(root)
    on_record(project, ["ORG", "PERSON", "ORG"])
    project.labels.delete("PERSON", "to", "ORG")
    assert said(project) == ([["ORG"]], ["ORG", "ORG"])
    project.undo()
    project.labels.delete("PERSON", "untag")
    assert said(project) == ([["ORG"]], ["PERSON", "ORG"]), "a judgement is no tag"
    project.close()


def test_document_labels_of_others_leave_under_the_present_name(root: Path) -> None:
    project = opened(root)
    project.labels.rename("PERSON", "HUMAN")
    on_record(project, ["PERSON", "HUMAN", "ORG"])  # as another annotator's file, which nobody rewrites, says it
    about = Harvest([project], Report()).about
    assert about.documents("ferry.txt") == ["HUMAN", "ORG"]
    project.close()


def test_two_programs_never_write_the_file_at_one_moment(root: Path) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    other = os.open(root, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)  # as another program that is writing it
    with pytest.raises(RefusedError, match=r"sidemark\.toml is being written by another program at this moment"):
        project.labels.change("PERSON", key="9")
    assert (toml(root), labels_of(project)) == (TOML, ["PERSON"])
    os.close(other)
    project.labels.change("PERSON", key="9")
    assert 'key = "9"' in toml(root)
    project.close()


def test_what_others_tagged_under_the_old_name_is_the_new_label(root: Path) -> None:
    bob = opened(root, "bob")
    tag(bob, "Ilse Marrow", "PERSON")
    bob.close()
    ana = opened(root)
    ana.labels.rename("PERSON", "HUMAN")
    ana.close()
    bob = opened(root, "bob")
    assert labels_of(bob) == ["PERSON"]
    assert bob.schema.name_of("PERSON") == "HUMAN"
    assert bob.labels.counts() == {"HUMAN": 1}
    bob.annotate(bob.library.article("ferry.txt"), [Span(0, 7)], "PERSON")
    assert sorted(labels_of(bob)) == ["HUMAN", "PERSON"]
    bob.close()


Work = Callable[[Project], object]
WORK: list[tuple[str, Work]] = [
    ("add", lambda project: project.labels.add(Label("SHIP", key="3", color="blue"))),
    ("change", lambda project: project.labels.change("ORG", color="red", description="firms", key="7", hint="names")),
    ("rename", lambda project: project.labels.rename("PERSON", "HUMAN")),
    ("move", lambda project: project.labels.move("PERSON", 1)),
    ("to", lambda project: project.labels.delete("PERSON", "to", "ORG")),
    ("untag", lambda project: project.labels.delete("PERSON", "untag")),
    ("keep", lambda project: project.labels.delete("PERSON", "keep")),
]


@pytest.mark.parametrize(("name", "work"), WORK, ids=[name for name, _ in WORK])
def test_each_change_is_undone_and_done_again_byte_for_byte(root: Path, name: str, work: Work) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    before = toml(root), labels_of(project), project.schema
    work(project)
    after = toml(root), labels_of(project), project.schema
    assert after[0] != before[0], name
    project.close()
    for _ in range(2):
        project = opened(root)
        project.undo()
        assert (toml(root), labels_of(project), project.schema) == before
        project.redo()
        assert (toml(root), labels_of(project), project.schema) == after
        project.close()


@pytest.mark.parametrize(
    ("fate", "left", "strange"),
    [("to", ["ORG", "ORG"], []), ("untag", ["ORG"], []), ("keep", ["PERSON", "ORG"], ["PERSON"])],
)
def test_a_deleted_label_leaves_its_annotations_where_they_were_sent(
    root: Path, fate: str, left: list[str], strange: list[str]
) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    tag(project, "Tobin Vale", "ORG")
    project.labels.delete("PERSON", fate, "ORG")  # type: ignore[arg-type] # one of the fates
    assert labels_of(project) == left
    assert unknown(project) == strange
    project.close()


def test_annotations_without_a_label_are_given_to_one(root: Path) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    project.labels.delete("PERSON", "keep")
    project.labels.give("PERSON", "ORG")
    assert labels_of(project) == ["ORG"]
    project.undo()
    assert unknown(project) == ["PERSON"]
    project.undo()
    assert (unknown(project), toml(root)) == ([], TOML)
    project.close()


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda p: p.labels.add(Label("ORG")), "ORG is a label already"),
        (lambda p: p.labels.add(Label("org")), "ORG is a label, and org differs from it in capitals only"),
        (lambda p: p.labels.rename("PERSON", "ORG"), "ORG is a label already"),
        (lambda p: p.labels.rename("PERSON", " "), "it has to begin and end with something to see"),
        (lambda p: p.labels.rename("PERSON", "x" * 65), "64 is the most"),
        (lambda p: p.labels.rename("PERSON", "a\x1bb"), "U+001B"),
        (lambda p: p.labels.change("ORG", key="1"), 'key "1" is used by PERSON and ORG @ label[2].key, line 10'),
        (lambda p: p.labels.change("ORG", key="u"), 'key "u" of ORG is taken by “undo”'),
        (lambda p: p.labels.change("ORG", color="mauve"), "the colour of ORG is 'mauve'"),
        (lambda p: p.labels.change("ORG", hint="smells"), "the hint of ORG is 'smells'"),
        (lambda p: p.labels.change("ORG", kind=" "), "the kind of ORG is empty"),
        (lambda p: p.labels.change("NO", key="x"), "there is no label 'NO'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(root: Path, work: Work, words: str) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    with pytest.raises(RefusedError) as caught:
        work(project)
    assert words in str(caught.value)
    assert (toml(root), labels_of(project)) == (TOML, ["PERSON"])
    assert project.history.depth == (1, 0)
    project.close()


def test_any_name_is_a_name(root: Path) -> None:
    project = opened(root)
    for name in ("船 🚢", "x" * 64, "עיר", 'a "b" \\c', "it's"):
        project.labels.rename(project.schema.labels[0].name, name)
    project.close()
    assert opened(root).schema.labels[0].name == "it's"


def test_the_last_label_stays(root: Path) -> None:
    project = opened(root)
    project.labels.delete("ORG", "keep")
    with pytest.raises(RefusedError, match="PERSON is the only label"):
        project.labels.delete("PERSON", "keep")
    project.close()


def test_a_ready_label_set_is_written_out_at_the_first_change(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = opened(root)
    before = project.schema.labels
    assert project.labels.writes_out()
    project.labels.rename("PERSON", "HUMAN")
    assert not project.labels.writes_out()
    assert [one.name for one in project.schema.labels] == ["HUMAN", *(one.name for one in before[1:])]
    project.close()
    project = opened(root)
    assert project.schema.label("HUMAN") is not None
    project.undo()
    assert not (root / "sidemark.toml").exists()
    assert project.schema.labels == before
    project.close()


# other programs


def test_a_file_changed_by_hand_is_taken_over_and_a_broken_one_is_told(root: Path) -> None:
    project = opened(root)
    path = root / "sidemark.toml"
    path.write_text(TOML.replace('"ORG"', '"FIRM"'))
    assert project.follow()
    assert [one.name for one in project.schema.labels] == ["PERSON", "FIRM"]
    path.write_text(TOML + "[[label]]\nname = \n")
    assert project.follow()
    assert [one.name for one in project.schema.labels] == ["PERSON", "FIRM"]
    assert "line 12" in project.labels.problem
    with pytest.raises(RefusedError, match="mend the file first"):
        project.labels.rename("FIRM", "ORG")
    path.write_text(TOML)
    assert project.follow()
    assert project.labels.problem == ""
    assert not project.follow()
    project.close()


def test_a_change_of_another_program_is_never_written_over(root: Path) -> None:
    project = opened(root)
    other = TOML + 'color = "red" # mine\n'
    (root / "sidemark.toml").write_text(other)
    with pytest.raises(RefusedError, match="just changed by another program"):
        project.labels.rename("PERSON", "HUMAN")
    assert toml(root) == other
    project.labels.rename("PERSON", "HUMAN")
    assert toml(root).endswith('color = "red" # mine\n')
    project.close()


def test_a_change_between_reading_and_the_rename_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    put = LabelFile.put

    def late(file: LabelFile, text: str) -> None:
        file.path.write_text(TOML + "# mine\n")
        put(file, text)

    monkeypatch.setattr(LabelFile, "put", late)
    with pytest.raises(RefusedError, match="nothing was written over"):
        project.labels.rename("PERSON", "HUMAN")
    assert toml(root) == TOML + "# mine\n"
    assert labels_of(project) == ["PERSON"]
    assert [path.name for path in root.glob("*.tmp")] == []
    project.close()


def test_an_undo_goes_round_what_was_changed_by_hand_since(root: Path) -> None:
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    project.labels.rename("PERSON", "HUMAN")
    path = root / "sidemark.toml"
    path.write_text("# new head\n" + path.read_text())
    project.undo()
    assert toml(root) == "# new head\n" + TOML
    project.redo()
    path.write_text(path.read_text().replace("HUMAN", "SOUL"))
    done = project.undo()
    assert "stays as it is" in done.remark
    assert labels_of(project) == ["PERSON"]
    assert project.schema.name_of("PERSON") == "SOUL"
    project.close()


def test_who_only_reads_changes_nothing(root: Path) -> None:
    project = open_project(root, read_only=True)
    with pytest.raises(RefusedError, match="read-only"):
        project.labels.rename("PERSON", "HUMAN")
    assert toml(root) == TOML
    project.close()


def test_a_second_program_follows(root: Path) -> None:
    first, second = opened(root), opened(root)
    tag(first, "Ilse Marrow", "PERSON")
    first.labels.rename("PERSON", "HUMAN")
    first.database.flush()
    assert second.follow()
    assert [one.name for one in second.schema.labels] == ["HUMAN", "ORG"]
    assert labels_of(second) == ["HUMAN"]
    with pytest.raises(RefusedError, match="read-only"):
        second.labels.rename("HUMAN", "PERSON")
    first.close()
    second.close()


# crashes

BOTH: list[tuple[str, Work]] = [
    *WORK,
    ("undo", lambda project: project.undo()),
    ("redo", lambda project: project.redo()),
]


@pytest.mark.parametrize(("name", "work"), BOTH, ids=[name for name, _ in BOTH])
def test_between_the_two_writes_no_annotation_is_without_its_label(root: Path, name: str, work: Work) -> None:
    """After either write alone everything opens, and every annotation has a label unless that was asked for."""
    project = opened(root)
    tag(project, "Ilse Marrow", "PERSON")
    if name in ("undo", "redo"):
        project.labels.rename("PERSON", "HUMAN")
    if name == "redo":
        project.undo()
    project.close()
    states: list[Path] = []
    put, project = LabelFile.put, opened(root)

    def copied() -> None:
        states.append(root.with_name(f"state{len(states)}"))
        shutil.copytree(root, states[-1], ignore=shutil.ignore_patterns(".sidemark"))

    def watched(file: LabelFile, text: str) -> None:
        copied()
        put(file, text)
        copied()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LabelFile, "put", watched)
        work(project)
    project.database.flush()
    copied()
    project.close()
    assert len(states) == 3
    for state in states:
        again = opened(state)
        is_wanted = name == "keep" and state is states[-1]
        assert is_wanted or name == "keep" or unknown(again) == [], state.name
        assert again.problems == ()
        while again.history.to_undo is not None:
            again.undo()
        assert labels_of(again) == []
        again.close()


def test_a_clash_is_told_with_its_line(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", toml=TOML + '\n# more\n[[label]]\nname = "SHIP"\nkey = "2"\n')
    with pytest.raises(SchemaError) as caught:
        opened(root)
    assert str(caught.value) == 'sidemark.toml: key "2" is used by ORG and SHIP @ label[3].key, line 15'


def test_a_hundred_thousand_annotations_are_one_line_of_the_journal(root: Path) -> None:
    (root / "long.txt").write_text("Marrow " * 5000)
    project = opened(root)
    article = project.library.article("long.txt")
    project.annotate(article, [Span(at * 7, at * 7 + 6) for at in range(5000)], "PERSON")
    before = (root / "annotations" / "ana.journal").read_bytes().count(b'"seq":')
    project.labels.rename("PERSON", "HUMAN")
    project.database.flush()
    assert (root / "annotations" / "ana.journal").read_bytes().count(b'"seq":') <= before + 2
    assert project.labels.counts() == {"HUMAN": 5000}
    project.undo()
    assert project.labels.counts() == {"PERSON": 5000}
    project.close()

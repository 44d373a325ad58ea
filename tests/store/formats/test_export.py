"""Exports: whose work, which part of it, into how many files, and what happens when the disk or the user refuses."""

import errno
import gc
import io
import json
import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from store import (
    Annotation,
    Change,
    FormatError,
    Headway,
    LossError,
    Project,
    Report,
    Span,
    StoppedError,
    What,
    Wish,
    export,
    format_of,
    told,
)
from store.formats import parquet
from store.harvest import KEPT
from tests.golden_project import golden_project
from tests.projects import FERRY, HARBOUR, open_project, write_project

TOML = """\
[[label]]
name = "PERSON"
kind = "entity"

[[label]]
name = "ROLE OF/IN, A"
kind = "entity"

[[label]]
name = "CLAIM"
kind = "claim"

[[link]]
type = "said_by"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles; nested tags, a link inside one and one from one to the other."""
    made = open_project(write_project(tmp_path / "p", {"wire/ferry.txt": FERRY, "harbour.txt": HARBOUR}, TOML))
    claim = tag(made, "wire/ferry.txt", "CLAIM", "Captain Ilse Marrow said on Monday that the ferry “will sail again”.")
    person = tag(made, "wire/ferry.txt", "PERSON", "Ilse Marrow")
    other = tag(made, "harbour.txt", "PERSON", "Ilse Marrow")
    made.link(claim, person, "said_by")
    made.link(claim, other, "said_by")
    return made


def tag(project: Project, path: str, label: str, quote: str) -> Annotation:
    article = project.library.article(path)
    at = article.text.index(quote)
    done = project.annotate(article, [Span(at, at + len(quote))], label)
    (made,) = done.made
    return made


def losses(report: Report) -> list[tuple[str, str]]:
    return [(loss.id, loss.what) for loss in report.losses]


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_link_needs_both_ends_where_links_stay_in_an_article(project: Project, tmp_path: Path) -> None:
    report = export([project], format_of("prodigy"), Wish(tmp_path / "out.jsonl"))
    assert (report.annotations, report.links) == (3, 1)
    assert [loss.why for loss in report.losses] == ["its target is in harbour.txt"]
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [len(row["relations"]) for row in rows] == [0, 1]


@pytest.mark.parametrize("name", ["sidemark", "csv", "huggingface"])
def test_a_link_between_articles_is_written_where_ids_are(project: Project, tmp_path: Path, name: str) -> None:
    report = export([project], format_of(name), Wish(tmp_path / "out"))
    assert report.links == 2
    assert not report.losses


def test_what_goes_down_with_a_lost_annotation_is_not_said_again(project: Project, tmp_path: Path) -> None:
    report = export([project], format_of("conll"), Wish(tmp_path / "out.conll"))
    assert losses(report) == [("ana-2", "annotation"), ("ana-5", "link")]
    assert report.losses[0].why == "overlaps ana-1; one label a token"
    shortest = export([project], format_of("conll"), Wish(tmp_path / "short.conll", prefer="shortest"))
    assert losses(shortest) == [("ana-1", "annotation")]


def test_what_is_of_another_kind_is_no_loss_and_its_links_go_with_it(project: Project, tmp_path: Path) -> None:
    for name in ("sidemark", "csv", "prodigy", "conll"):
        report = export([project], format_of(name), Wish(tmp_path / name, kind="claim", is_strict=True))
        assert (report.annotations, report.links, report.losses) == (1, 0, []), name


def test_a_label_that_has_to_change_is_said_once(project: Project, tmp_path: Path) -> None:
    for quote in ("ferry", "Monday", "yard"):
        tag(project, "wire/ferry.txt", "ROLE OF/IN, A", quote)
    report = export([project], format_of("conll_iob2"), Wish(tmp_path / "out", kind="entity"))
    assert losses(report) == [("ROLE OF/IN, A", "label")]
    assert "ferry\tB-ROLE_OF/IN,_A" in (tmp_path / "out" / "wire" / "ferry.iob2.tsv").read_text(encoding="utf-8")


def test_strict_writes_nothing_but_what_may_be_lost_is_not_held_against_it(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "out" / "set.conll"
    with pytest.raises(LossError) as refused:
        export([project], format_of("conll"), Wish(target, is_strict=True))
    assert len(refused.value.report.losses) == 2
    assert not target.parent.exists() or not files(target.parent)
    with pytest.raises(LossError):
        export([project], format_of("conll"), Wish(target, is_strict=True, drop=frozenset(("link",))))
    may: frozenset[What] = frozenset(("link", "annotation"))
    report = export([project], format_of("conll"), Wish(target, is_strict=True, drop=may))
    assert len(report.losses) == 2
    assert files(target.parent) == ["set.conll"]


def test_a_snapped_annotation_holds_whole_words_and_is_said(tmp_path: Path) -> None:
    made = open_project(write_project(tmp_path / "p", {"a.txt": "The ferryman sails."}, TOML))
    one = tag(made, "a.txt", "PERSON", "ferry")
    cut = export([made], format_of("conll_iob2"), Wish(tmp_path / "cut.tsv"))
    assert "ferry\tB-PERSON\nman\tO\n" in (tmp_path / "cut.tsv").read_text(encoding="utf-8")
    assert cut.torn == 1
    assert any(remark.startswith("1 token was cut") for remark in cut.remarks)
    report = export([made], format_of("conll_iob2"), Wish(tmp_path / "snap.tsv", is_snapped=True))
    assert "ferryman\tB-PERSON\n" in (tmp_path / "snap.tsv").read_text(encoding="utf-8")
    assert losses(report) == [(one.id, "span")]
    assert report.torn == 0
    export([made], format_of("sidemark"), Wish(tmp_path / "snap.jsonl", is_snapped=True))
    (line,) = (tmp_path / "snap.jsonl").read_text(encoding="utf-8").splitlines()
    (again,) = json.loads(line)["annotations"]
    assert again["quote"] == "ferryman" == json.loads(line)["text"][again["start"] : again["end"]]


PAGE = (
    "Ilse Marrow sails. "
    + 30 * "The ferry stays. "
    + "\n\nShare this article\nSubscribe to our newsletter\nAll rights reserved, Quay Gazette\n"
)


def test_annotations_in_furniture_are_left_out_and_said_and_no_reason_to_stop(tmp_path: Path) -> None:
    made = open_project(write_project(tmp_path / "p", {"a.txt": PAGE, "b.txt": PAGE}, TOML))
    person, paper = tag(made, "a.txt", "PERSON", "Ilse Marrow"), tag(made, "a.txt", "PERSON", "Quay Gazette")
    wide, half = tag(made, "a.txt", "CLAIM", PAGE[PAGE.index("Share") : -1]), tag(made, "a.txt", "CLAIM", PAGE[5:-1])
    other = tag(made, "b.txt", "PERSON", "newsletter")
    for end in (paper, other):
        made.link(person, end, "said_by")
    wish = Wish(tmp_path / "a.jsonl", is_body_only=True, is_strict=True)
    report = export([made], format_of("sidemark"), wish)
    assert losses(report) == [(one.id, "annotation") for one in (wide, paper, other)]
    assert report.losses[1].why == "stands in furniture of the page (share)"
    assert (report.annotations, report.links) == (2, 0)
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for row in rows for one in row["annotations"]] == [person.id, half.id]
    with pytest.raises(LossError, match=r"^1 loss "):  # what is flat loses more
        export([made], format_of("conll"), Wish(tmp_path / "a.conll", is_body_only=True, is_strict=True))
    assert losses(export([made], format_of("csv"), Wish(tmp_path / "a.csv"))) == []


def test_an_article_that_says_so_has_no_furniture(tmp_path: Path) -> None:
    made = open_project(write_project(tmp_path / "p", {"a.txt": f"---\nfold: no\n---\n{PAGE}"}, TOML))
    tag(made, "a.txt", "PERSON", "Quay Gazette")
    assert export([made], format_of("csv"), Wish(tmp_path / "a.csv", is_body_only=True)).annotations == 1


def test_a_second_annotation_that_says_the_same_is_refused_where_nothing_tells_them_apart(tmp_path: Path) -> None:
    made = golden_project(tmp_path / "golden")
    one = made.layer(made.library.article("harbour-notes.txt")).get("ana-1")
    assert one is not None
    made.apply([Change.insert("annotations", 9, {**one.to_dict(), "id": "ana-9"})], "import")
    flat = export([made], format_of("conll"), Wish(tmp_path / "a.conll"))
    assert losses(flat)[0] == ("ana-9", "annotation")
    assert flat.losses[0].why == "is the same as ana-1"
    assert export([made], format_of("csv"), Wish(tmp_path / "a.csv")).annotations == 4


@pytest.fixture
def many(tmp_path: Path) -> Project:
    """Thirty articles; 3 and 4 share a sentence, 5 links to 6, all end with one line."""
    texts = {f"a{number:02}.txt": f"Article number {number} about harbour {number}.\n" for number in range(30)}
    shared = "The committee said on Tuesday that the northern quay will be closed for eleven weeks."
    for name in ("a03.txt", "a04.txt"):
        texts[name] += f"{shared} Nothing else was the same in {name}.\n"
    furniture = "All rights reserved by the publishers of this entirely invented newspaper.\n"
    texts = {name: text + furniture for name, text in texts.items()}
    made = open_project(write_project(tmp_path / "many", texts, TOML))
    ends = [tag(made, name, "PERSON", "harbour") for name in ("a05.txt", "a06.txt")]
    made.link(ends[0], ends[1], "said_by")
    return made


def test_a_split_is_by_article_and_keeps_together_what_is_joined(many: Project, tmp_path: Path) -> None:
    apart = 0
    for seed in range(20):
        wish = Wish(tmp_path / f"out{seed}", split=(50, 25, 25), seed=seed)
        report = export([many], format_of("huggingface"), wish)
        where = parts(tmp_path / f"out{seed}" / "spans")
        assert len(where) == 30
        assert where["a03.txt"] == where["a04.txt"]
        assert where["a05.txt"] == where["a06.txt"]
        apart += where["a03.txt"] != where["a05.txt"]
        counts = Counter(where.values())
        assert f"{counts['train']} train, {counts['validation']} validation, {counts['test']} test" in report.remarks[0]
        assert parts(tmp_path / f"out{seed}" / "tokens") == where
    assert apart


def test_a_split_of_other_formats_is_a_file_a_part(many: Project, tmp_path: Path) -> None:
    wish = Wish(tmp_path / "hub", split=(2, 1, 1), seed=7)
    export([many], format_of("huggingface"), wish)
    export([many], format_of("sidemark"), Wish(tmp_path / "lines", split=(2, 1, 1), seed=7))
    assert files(tmp_path / "lines") == ["labels.sidemark.toml", "test.jsonl", "train.jsonl", "validation.jsonl"]
    assert parts(tmp_path / "lines", "article") == parts(tmp_path / "hub" / "spans")
    with pytest.raises(FormatError, match="a split dataset is a folder"):
        export([many], format_of("sidemark"), Wish(tmp_path / "x.jsonl", split=(2, 1, 1)))


def parts(folder: Path, key: str = "id") -> dict[str, str]:
    lines = (
        (path.stem, line) for path in folder.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {json.loads(line)[key]: part for part, line in lines}


def test_formats_without_a_place_for_annotators_get_a_folder_each(project: Project, tmp_path: Path) -> None:
    ben = open_project(project.root, "ben")
    tag(ben, "harbour.txt", "PERSON", "Orrin Bay")
    ben.close()
    both = project.of_annotators()
    report = export(both, format_of("prodigy"), Wish(tmp_path / "out"))
    assert report.annotations == 4
    names = ["harbour.jsonl", "wire/ferry.jsonl"]
    assert files(tmp_path / "out") == [f"{who}/{name}" for who in ("ana", "ben") for name in names]
    with pytest.raises(FormatError, match=r"each gets a folder: --output has to name a folder, not a\.jsonl"):
        export(both, format_of("prodigy"), Wish(tmp_path / "a.jsonl"))
    export(both, format_of("csv"), Wish(tmp_path / "a.csv"))
    assert {"a.csv", "a.links.csv"} <= set(files(tmp_path))


def test_articles_that_differ_in_their_suffix_only_keep_it(tmp_path: Path) -> None:
    made = open_project(write_project(tmp_path / "p", {"d/a.txt": "One.", "d/a.md": "Two.", "b.md": "Three."}))
    export([made], format_of("conll"), Wish(tmp_path / "out"))
    assert files(tmp_path / "out") == ["b.conll", "d/a.md.conll", "d/a.txt.conll"]


def test_a_folder_is_no_stream(project: Project) -> None:
    with pytest.raises(FormatError, match="huggingface is a folder of files: name one with --output"):
        export([project], format_of("huggingface"), Wish(), io.BytesIO())
    assert export([project], format_of("huggingface"), Wish()).annotations == 3


def test_what_is_there_is_written_over_by_force_only(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "a.conll").write_text("mine", encoding="utf-8")
    for form, name in (("huggingface", "out"), ("conll", "out"), ("conll", "a.conll")):
        with pytest.raises(FormatError, match="--force writes over it"):
            export([project], format_of(form), Wish(tmp_path / name))
    assert files(tmp_path / "out") == ["mine.txt"]
    export([project], format_of("conll"), Wish(tmp_path / "a.conll", is_forced=True))
    export([project], format_of("conll"), Wish(tmp_path / "out", is_forced=True))
    assert (tmp_path / "a.conll").read_text(encoding="utf-8").startswith("-DOCSTART-")
    assert files(tmp_path / "out") == ["harbour.conll", "mine.txt", "wire/ferry.conll"]


def test_a_pipe_or_a_device_is_never_replaced(project: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FormatError, match="is no file; a dataset is not written over it"):
        export([project], format_of("csv"), Wish(tmp_path / "pipe.csv", is_forced=True))
    assert (tmp_path / "pipe.csv").is_fifo()


def test_a_folder_format_is_not_written_to_a_file(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(FormatError, match="has to name a folder, not file"):
        export([project], format_of("huggingface"), Wish(tmp_path / "file", is_forced=True))
    with pytest.raises(FormatError, match="cannot be written"):
        export([project], format_of("csv"), Wish(tmp_path / "file" / "a.csv"))


def here_only(fails: Callable[..., Any], works: Callable[..., Any]) -> Callable[..., Any]:
    """Fails on this thread; that which writes the journal is none of the test's business."""
    mine = threading.get_ident()

    def called(*arguments: object) -> Any:
        return (fails if threading.get_ident() == mine else works)(*arguments)

    return called


@pytest.mark.parametrize("at", range(3))
def test_a_disk_that_fills_up_leaves_what_was_there(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    export([project], format_of("conll"), Wish(tmp_path / "out"))
    before = {name: (tmp_path / "out" / name).read_bytes() for name in files(tmp_path / "out")}
    tag(project, "harbour.txt", "PERSON", "Orrin Bay")
    with monkeypatch.context() as patched:
        call = os.fsync if at == 2 else os.replace
        patched.setattr(os, call.__name__, here_only(failing(call, at % 2), call))
        with pytest.raises(FormatError, match="No space left on device"):
            export([project], format_of("conll"), Wish(tmp_path / "out", is_forced=True))
    with monkeypatch.context() as patched:
        call = os.fsync if at == 2 else os.replace
        patched.setattr(os, call.__name__, here_only(failing(call, at % 2), call))
        with pytest.raises(FormatError, match="No space left on device"):
            export([project], format_of("conll"), Wish(tmp_path / "new"))
    assert {name: (tmp_path / "out" / name).read_bytes() for name in files(tmp_path / "out")} == before
    assert not (tmp_path / "new").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".sidemark-")]


class Small(sqlite3.Connection):
    """A database on a disk that has room for little."""

    def __init__(self, *arguments: Any, **members: Any) -> None:
        super().__init__(*arguments, **members)
        self.execute("PRAGMA max_page_count = 9")


class FullDuck:
    """What DuckDB says of a full disk."""

    class IOException(Exception):  # noqa: N818 - as it is called there
        pass

    def connect(self) -> "FullDuck":
        return self

    def execute(self, sql: str) -> None:
        raise self.IOException(f'Async write failed: {{"exception_message": "{os.strerror(errno.ENOSPC)}"}} {sql}')

    def close(self) -> None:
        pass


def without_arrow(name: str, extra: str) -> FullDuck:
    """DuckDB is there, pyarrow is not."""
    if name != "duckdb":
        message = f"{name} is not installed, which is in {extra}"
        raise FormatError(message)
    return FullDuck()


@pytest.mark.parametrize(("name", "words"), [("sqlite", "disk is full"), ("parquet", "No space left on device")])
def test_a_library_that_finds_the_disk_full_leaves_nothing_and_says_so(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Small))
    monkeypatch.setattr(parquet, "library", without_arrow)
    with pytest.raises(FormatError, match=f"out.*cannot be written .*{words}.*; nothing was written"):
        export([project], format_of(name), Wish(tmp_path / "there" / f"out{format_of(name).suffix}"))
    assert [*(tmp_path / "there").iterdir()] == []


def failing(call: Callable[..., None], after: int) -> Callable[..., None]:
    """A call of the system that succeeds some times, and then finds the disk full; later ones succeed again."""
    calls = iter(range(1000))

    def full(*arguments: object) -> None:
        if next(calls) == after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "out")
        call(*arguments)

    return full


def test_progress_is_told_article_by_article(project: Project) -> None:
    heard: list[Headway] = []
    with told(heard.append):
        export([project], format_of("conll"), Wish())
    assert [(step.done, step.total, step.what) for step in heard] == [(n, 2, "articles") for n in (1, 2, 2)]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_whoever_is_told_can_stop_it_and_nothing_is_there(project: Project, tmp_path: Path, place: int) -> None:
    """After each article, and once more when all is written but nothing is in its place."""
    count = iter(range(3))

    def stop(step: Headway) -> None:
        assert step.may_stop
        if next(count) == place:
            raise StoppedError

    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(StoppedError), told(stop):
        export([project], format_of("conll"), Wish(target / "x.conll"))
    assert list(target.iterdir()) == []


def test_one_article_is_held_at_a_time(tmp_path: Path) -> None:
    """A writer that asks for the next article has let go of all before the last."""
    root = write_project(tmp_path / "p", {f"only{n:03}.txt": f"Number {n}." for n in range(90)}, TOML)
    made = open_project(root)
    for number in range(90):
        tag(made, f"only{number:03}.txt", "PERSON", "Number")
    made.close()
    del made
    gc.collect()
    most: list[int] = []

    def look(_: Headway) -> None:
        found = {one.article for one in gc.get_objects() if type(one) is Annotation}
        most.append(sum(path.startswith("only") for path in found))

    with told(look):
        export([open_project(root)], format_of("conll"), Wish())
    assert len(most) == 91  # after each article, and at the end
    assert 0 < max(most) <= KEPT + 2

"""A project: articles, annotations, undo, and what lies on the disk."""

import json
from pathlib import Path

import pytest

from store import ArticleError, RefusedError, Selection, Span
from tests.projects import FERRY, FILES, HARD, annotations, open_project, write_project


def place(text: str, quote: str) -> Span:
    at = text.index(quote)
    return Span(at, at + len(quote))


def test_opening_writes_nothing(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    project.layer(project.library.article("ferry.txt"))
    assert project.close()
    left = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    assert [name for name in left if not name.startswith(".sidemark/")] == sorted(FILES)


def test_a_tag_is_there_after_a_restart(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    article = project.library.article("ferry.txt")
    span = place(article.text, "Ilse Marrow")
    project.annotate(article, [span], "PERSON")
    assert project.close()
    (again,) = annotations(open_project(root, read_only=True), "ferry.txt")
    assert again.span == span
    assert again.quote == "Ilse Marrow" == article.text[again.start : again.end]
    assert (again.id, again.label, again.author, again.origin) == ("ana-1", "PERSON", "ana", "typed")
    assert again.prefix.endswith("Captain ")
    assert again.suffix.startswith(" said")


@pytest.mark.parametrize("quote", ["Non\u00a0pas", "“Non\u00a0pas”", "🚢", "東京港", "café\u0301", "来ない。\r\nThe"])
def test_quotes_are_exact_in_hard_texts(tmp_path: Path, quote: str) -> None:
    project = open_project(write_project(tmp_path / "p", {"hard.txt": HARD}))
    article = project.library.article("hard.txt")
    assert article.text == HARD
    project.annotate(article, [place(HARD, quote)], "QUOTE")
    (made,) = annotations(project, "hard.txt")
    assert article.text[made.start : made.end] == made.quote == quote
    project.close()


def test_undo_and_redo_cross_articles_and_restarts(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    ferry, harbour = project.library.article("ferry.txt"), project.library.article("harbour.txt")
    project.annotate(ferry, [place(ferry.text, "Tobin Vale")], "PERSON")
    project.annotate(harbour, [place(harbour.text, "Orrin Bay")], "GPE")
    assert project.undo().articles == ("harbour.txt",)
    project.close()
    project = open_project(root)
    assert annotations(project, "harbour.txt") == []
    project.undo()
    assert annotations(project, "ferry.txt") == []
    project.redo()
    assert project.redo().articles == ("harbour.txt",)
    with pytest.raises(RefusedError, match="nothing to redo"):
        project.redo()
    assert [one.quote for one in annotations(project, "harbour.txt")] == ["Orrin Bay"]
    assert [one.id for one in annotations(project, "ferry.txt")] == ["ana-1"]
    project.close()


def test_a_bulk_action_is_one_step(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    article = project.library.article("ferry.txt")
    spans = [Span(at, at + 11) for at in range(len(article.text)) if article.text.startswith("Ilse Marrow", at)]
    assert len(spans) == 2
    assert len(project.annotate(article, spans, "PERSON", action="tag-all").made) == 2
    project.undo()
    assert annotations(project, "ferry.txt") == []
    project.close()


def test_deleting_an_annotation_takes_its_links_along_and_undo_brings_both_back(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    article = project.library.article("ferry.txt")
    (who,) = project.annotate(article, [place(article.text, "Ilse Marrow")], "PERSON").made
    (said,) = project.annotate(article, [place(article.text, "“will sail again”")], "QUOTE").made
    project.link(said, who, "said_by")
    [link] = project.relations.links
    project.remove([who])
    assert not project.relations.links
    project.undo()
    assert project.relations.links == (link,)
    assert project.relations.links_of(who.id) == [link]
    project.close()


def test_members_change_and_come_back(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    article = project.library.article("ferry.txt")
    (made,) = project.annotate(article, [place(article.text, "Ilse Marrow")], "PERSON").made
    cluster = project.gather([made], "entity", "Ilse Marrow", aliases=["Marrow"])
    project.update([made], "unsure", unsure=True)
    assert project.relations.clusters == (cluster,)
    project.move_edges(article, annotations(project, "ferry.txt")[0], place(article.text, "Captain Ilse Marrow"))
    (moved,) = annotations(project, "ferry.txt")
    assert (moved.id, moved.quote, moved.unsure, moved.cluster) == (made.id, "Captain Ilse Marrow", True, cluster.id)
    for _ in range(3):
        project.undo()
    assert annotations(project, "ferry.txt") == [made]
    project.close()


def test_the_done_mark_is_kept(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    article = project.library.article("ferry.txt")
    project.describe(article, done=True, labels=("transport",))
    assert project.describe(article, done=True).changes == ()
    project.close()
    record = open_project(root, read_only=True).relations.record("ferry.txt")
    assert record is not None
    assert (record.done, record.labels, record.text_sha256) == (True, ("transport",), article.text_sha256)


def test_the_same_label_twice_on_a_span_is_one_annotation(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    article = project.library.article("ferry.txt")
    span = place(article.text, "Tobin Vale")
    project.annotate(article, [span, span], "PERSON")
    assert project.annotate(article, [span], "PERSON").changes == ()
    assert project.annotate(article, [span], "ORG").made
    assert len(annotations(project, "ferry.txt")) == 2
    project.close()


def test_what_cannot_be_done_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    article = project.library.article("ferry.txt")
    with pytest.raises(RefusedError, match="no label 'ALIEN'"):
        project.annotate(article, [Span(0, 3)], "ALIEN")
    with pytest.raises(RefusedError, match="cannot be tagged"):
        project.annotate(article, [Span(0, 3), Span(5, 10_000)], "PERSON")
    with pytest.raises(RefusedError, match="nothing to undo"):
        project.undo()
    (root / "ferry.txt").write_text("something else", encoding="utf-8")
    with pytest.raises(RefusedError, match="has changed on the disk"):
        project.annotate(article, [Span(0, 3)], "PERSON")
    project.close()
    reader = open_project(root, read_only=True)
    with pytest.raises(RefusedError, match="read-only"):
        reader.annotate(article, [Span(0, 3)], "PERSON")


def test_a_span_past_the_end_is_kept_aside_and_reported(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    article = project.library.article("ferry.txt")
    project.annotate(article, [place(article.text, "Tobin Vale")], "PERSON")
    project.close()
    snapshot = root / "annotations" / "ana.json"
    before = snapshot.read_text("utf-8")
    snapshot.write_text(
        before.replace(f'"end":{article.text.index("Tobin Vale") + 10}', '"end":99999'), encoding="utf-8"
    )
    project = open_project(root)
    assert annotations(project, "ferry.txt") == []
    assert any("past the end" in str(problem) for problem in project.problems)
    project.close()
    assert json.loads(snapshot.read_text("utf-8"))["annotations"]["1"]["end"] == 99999


def test_an_unknown_label_is_kept_and_shown(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    project = open_project(root)
    article = project.library.article("ferry.txt")
    project.annotate(article, [place(article.text, "Tobin Vale")], "PERSON")
    project.close()
    toml = '[[label]]\nname = "SHIP"\nkind = "entity"\nkey = "1"\n'
    (root / "sidemark.toml").write_text(toml, encoding="utf-8")
    project = open_project(root)
    assert [one.label for one in annotations(project, "ferry.txt")] == ["PERSON"]
    project.close()


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="nowhere"):
        open_project(tmp_path / "nowhere")


def test_a_selection_is_a_span() -> None:
    assert Selection(9, 3).span == Span(3, 9)
    assert FERRY.startswith("---")


def test_a_quick_end_keeps_everything_and_folds_nothing(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    project = open_project(root)
    project.annotate(project.library.article("ferry.txt"), [Span(8, 19)], "PERSON")
    assert project.close(compacts=False)
    assert not (root / "annotations" / "ana.json").exists()
    again = open_project(root)
    assert again.count("ferry.txt") == 1
    again.undo()
    assert again.close()
    assert (root / "annotations" / "ana.json").exists()

"""Exports of edited articles: what somebody accepted is written, what nobody did is counted and named."""

import io
import json
from pathlib import Path

import pytest

from store import LossError, Project, Report, Span, Wish, export, format_of
from tests.projects import FERRY, open_project, write_project

EDITED = FERRY.replace("Captain", "At noon the harbour lay quiet. Captain").replace(
    "Tobin Vale, who runs the yard, was not so sure.", "Nobody else spoke."
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three tags in an article that was edited: two are further on now, one is nowhere."""
    root = write_project(tmp_path / "p", {"ferry.txt": FERRY})
    made = open_project(root)
    article = made.library.article("ferry.txt")
    quotes = {"Ilse Marrow": "PERSON", "Tobin Vale": "PERSON", "The crossing carried 41,000 passengers in May.": "FACT"}
    for quote, label in quotes.items():
        at = article.text.index(quote)
        made.annotate(article, [Span(at, at + len(quote))], label)
    (root / "ferry.txt").write_text(EDITED, encoding="utf-8", newline="")
    return made


def exported(project: Project, **wish: str) -> tuple[Report, list[str]]:
    stream = io.BytesIO()
    report = export([project], format_of("jsonl"), Wish(**wish), stream)  # type: ignore[arg-type]
    (row,) = (json.loads(line) for line in stream.getvalue().splitlines())
    for one in row["annotations"]:
        assert row["text"][one["start"] : one["end"]] == one["quote"]
    return report, [one["quote"] for one in row["annotations"]]


def test_places_that_nobody_accepted_are_counted_and_orphans_named(project: Project) -> None:
    report, quotes = exported(project)
    assert quotes == []
    reasons = {loss.id: loss.why for loss in report.losses}
    assert len(reasons) == 3
    assert sum("accept its new place first" in why for why in reasons.values()) == 2
    assert [why for why in reasons.values() if "has no" in why] == ["ferry.txt was edited and has no 'Tobin Vale'"]
    assert any(remark.startswith("2 annotations of edited articles") for remark in report.remarks)
    project.close()


def test_accepted_places_are_written(project: Project) -> None:
    article = project.library.article("ferry.txt")
    project.accept(project.placing(article).moved.values())
    report, quotes = exported(project)
    assert quotes == ["Ilse Marrow", "The crossing carried 41,000 passengers in May."]
    assert len(report.losses) == 1
    assert not report.remarks
    project.close()


def test_what_is_not_asked_for_is_no_loss(project: Project) -> None:
    report, _ = exported(project, kind="claim")
    assert len(report.losses) == 1
    project.close()


def test_strict_writes_nothing_while_places_wait(project: Project) -> None:
    stream = io.BytesIO()
    with pytest.raises(LossError):
        export([project], format_of("jsonl"), Wish(is_strict=True), stream)
    assert not stream.getvalue()
    project.close()


def test_tags_of_an_article_that_is_gone_are_named(project: Project) -> None:
    (project.root / "ferry.txt").rename(project.root / "new.txt")
    project.library.refresh()
    report, _ = exported(project)
    assert sum("ferry.txt cannot be read" in loss.why for loss in report.losses) == 3
    project.close()

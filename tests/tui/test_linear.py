"""`sidemark show --annotations`: everything that was made, as one reading from the first word to the last."""

from pathlib import Path

import pytest

from store import Span
from tests.projects import open_project, write_project
from tui.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "sample_corpus"


def shown(path: Path, capsys: pytest.CaptureFixture[str], annotator: str = "ana") -> str:
    """What the command writes."""
    assert main(["show", str(path), "--annotations", "--annotator", annotator]) == 0
    return capsys.readouterr().out


def test_everything_that_was_said_stands_below_the_paragraph_it_is_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path / "news")
    project = open_project(root)
    article, other = (project.library.article(path) for path in ("ferry.txt", "harbour.txt"))

    def tag(words: str, label: str, of: object = None) -> None:
        text = of or article
        at = text.text.index(words)  # type: ignore[attr-defined]
        project.annotate(text, [Span(at, at + len(words))], label)  # type: ignore[arg-type]

    tag("Ilse Marrow", "PERSON")
    tag("The crossing carried 41,000 passengers in May.", "FACT")
    tag("Ilse Marrow opened the new gate on Tuesday.", "FACT", other)
    person, fact = project.layer(article)
    far = next(iter(project.layer(other)))
    project.update([person], "note", note="the captain", unsure=True)
    project.update([fact], "attributes", attributes={"certainty": ["probable"]})
    project.gather([next(iter(project.layer(article)))], "entity", "Captain Marrow")
    project.link(fact, person, "said_by")
    project.link(far, fact, "same_claim")
    project.describe(article, labels=("report",), done=True, note="read twice")
    project.close()

    out = shown(root / "ferry.txt", capsys)
    assert out.splitlines()[:4] == [
        "Ferry to sail again · Marl Post · 2031-03-04",
        "  | 2 tags by ana · labels of the article: report · done",
        "  | note on the article: read twice",
        "",
    ]
    at = article.text.index("The crossing")
    wanted = (
        "was not so sure.",
        "  | PERSON “Ilse Marrow” · 8-19 · unsure · one of Captain Marrow",
        "  |   note: the captain",
        "  |   ← said_by of FACT “The crossing carried 41,000 passengers in May.”",
        f"  | FACT “The crossing carried 41,000 passengers in May.” · {at}-{at + 46} · certainty: probable",
        "  |   said_by → PERSON “Ilse Marrow”",
        "  |   ← same_claim of FACT “Ilse Marrow opened the new gate on Tuesday.” in harbour.txt",
    )
    places = [out.index(words) for words in wanted]
    assert places == sorted(places)


def test_without_annotations_it_is_the_bare_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "news", {"a.txt": "One.\r\n\r\n\r\nTwo."})
    assert main(["show", str(root / "a.txt")]) == 0
    assert capsys.readouterr().out == "One.\n\n\nTwo.\n"


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.txt")), ids=lambda path: path.stem)
def test_every_tag_and_every_word_of_the_sample_is_in_its_reading(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(path, capsys, "mira")
    rows = out.split("\n")
    project = open_project(SAMPLE, "mira", read_only=True)
    article = project.library.article(path.relative_to(SAMPLE).as_posix())
    layer = [*project.layer(article)]
    project.close()
    text = "".join(row for row in rows[rows.index("") :] if not row.startswith("  | "))
    assert "".join(text.split()) == "".join(article.text.split())
    assert sum(1 for row in rows if row.startswith("  | ") and "”" in row and row[4] != " ") == len(layer)
    for one in layer:
        assert f"· {one.start}-{one.end}" in out


def test_who_has_no_tags_is_told_who_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "news")
    project = open_project(root, "bea")
    project.annotate(project.library.article("ferry.txt"), [Span(0, 7)], "PERSON")
    project.close()
    assert main(["show", str(root / "ferry.txt"), "--annotations", "--annotator", "ana"]) == 0
    assert "ana has no tags here; --annotator takes bea" in capsys.readouterr().err

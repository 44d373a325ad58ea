"""`sidemark agree`: what it prints, what it answers, and that its JSON keeps its shape."""

import json
from pathlib import Path

import pytest

from store import Span
from tests.projects import open_project
from tests.store.agreement.test_comparison import TEXT, root, work
from tui.agreeing import LONGEST
from tui.cells import cells_of
from tui.cli import main

__all__ = ["root"]


def test_the_tables_show_scores_labels_counts_kappa_and_articles(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agree", str(root), "ana", "ben"]) == 0
    out, err = capsys.readouterr()
    assert "ana (1st, the reference) and ben (2nd): 1 article that both have marked done" in out
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
    assert rows["strict"] == ["0.667", "0.667", "0.667", "0.667", "0.750", "0.556"], "ORG has no recall"
    assert rows["ORG"] == ["0", "0", "0", "0", "0", "1"]
    assert rows["entity"] == ["0.675", "0.000", "0.644"]
    assert rows["claim"] == ["1.000", "–", "1.000"], "what is not defined is a dash and never a 1"
    assert rows["a.txt"] == ["0.667", "2", "0", "1", "0", "0", "0"]
    assert err == ""


def test_more_than_two_have_a_matrix(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work(root, "cem", {"a.txt": [("PERSON", "Ilse Marrow")]}, ("a.txt",))
    assert main(["agree", str(root), "ana", "ben", "cem"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["strict", "F1", "ana", "ben", "cem"]
    assert lines[3].split() == ["ana", "–", "0.667", "0.500"]
    assert [line for line in lines if line.startswith("kappa and alpha of all")]


def test_the_json_keeps_its_shape(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agree", str(root), "ana", "ben", "--json", "--all-articles", "--kind", "entity"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["annotators", "scope", "articles", "pairs", "kinds", "remarks"]
    assert found["scope"] == {"kind": "entity", "label": None, "all_articles": True}
    (pair,) = found["pairs"]
    assert list(pair) == ["first", "second", "micro", "macro", "labels", "articles", "kappa"]
    assert list(pair["articles"]) == ["a.txt", "b.txt", "c.txt"]
    assert pair["articles"]["a.txt"]["counts"] == {
        "agree": 1, "boundary": 0, "label": 1, "both": 0, "only_first": 0, "only_second": 0,
    }  # fmt: skip
    assert pair["labels"]["ORG"]["strict"] == {
        "correct": 0, "incorrect": 0, "partial": 0, "missing": 0, "spurious": 2,
        "precision": 0.0, "recall": None, "f1": 0.0,
    }  # fmt: skip
    assert list(pair["macro"]) == ["strict", "exact", "partial", "type"]
    assert list(pair["kappa"]["entity"]) == ["tokens", "all", "without_o"]
    assert list(found["kinds"]["entity"]) == ["fleiss", "fleiss_without_o", "alpha"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("ana", "zoe"), 2, "has no annotations of 'zoe'; there are those of ana, ben"),
        (("ana",), 2, "agreement takes two annotators or more, not ana alone; there are ana, ben"),
        (("ana", "ana"), 2, "ana is named twice"),
        (("ana", "ben", "--label", "NOPE"), 1, "there is no label 'NOPE'; there are PERSON"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    root: Path, arguments: tuple[str, ...], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agree", str(root), *arguments]) == status
    out, err = capsys.readouterr()
    assert words in err
    assert len(err.splitlines()) == 1
    assert out == ""


def test_no_common_article_is_status_1_with_what_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work(root, "cem", {"a.txt": [("PERSON", "Ilse Marrow")]}, ())
    assert main(["agree", str(root), "ana", "cem"]) == 1
    assert "(done: ana 2, cem 0); `D` on the screen marks one, --all-articles takes all" in capsys.readouterr().err


def test_a_file_of_pairs_is_written_over_only_by_force(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "pairs.csv"
    assert main(["agree", str(root), "ana", "ben", "--csv", str(target)]) == 0
    before = target.read_bytes()
    assert before.startswith(b"\xef\xbb\xbfarticle,first,second,class,")
    assert main(["agree", str(root), "ana", "ben", "--csv", str(target)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["agree", str(root), "ben", "ana", "--csv", str(target), "--force"]) == 0
    assert target.read_bytes() != before


def test_hostile_names_stay_on_their_line_and_say_nothing_to_the_terminal(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "東京\x1b[31m\nline/" + "long" * 20 + ".txt"
    (root / name).parent.mkdir()
    (root / name).write_text(TEXT, encoding="utf-8")
    for annotator in ("ana", "ben"):
        project = open_project(root, annotator)
        article = project.library.article("a.txt")
        project.update(project.annotate(article, [Span(0, 4)], "GPE").made, "relabel", label="\x1b]0;x\x07東京\n港")
        project.close()
    assert main(["agree", str(root), "ana", "ben", "--all-articles"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    (row,) = [line for line in out.splitlines() if "東京" in line and "1.000" in line]
    other = next(line for line in out.splitlines() if line.startswith("FACT"))
    assert cells_of(row) == cells_of(other), "columns stay columns beside wide letters"
    assert all(cells_of(line) <= LONGEST + 60 for line in out.splitlines())

"""The passages of a whole project: the same links on every engine, and no pair missed that shares enough."""

import json
import os
import signal
from array import array
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from store.errors import RefusedError
from store.matching import jobs
from store.matching.engines import Cluster, Serial, engine
from store.matching.jobs import Corpus, JobProgress, candidates, link_articles
from store.matching.sharing import Shared
from tests.projects import write_project
from tests.store.matching.planting import SAID, write_papers
from tui.cli import main


def paths_of(root: Path) -> list[tuple[str, str]]:
    return [(path.name, "") for path in sorted(root.glob("*.txt"))]


def serial(root: Path, count: int = 24) -> list[Shared]:
    write_papers(root, count)
    return list(link_articles(Corpus(root), paths_of(root), Serial()))


def test_every_pair_that_quotes_the_same_is_linked(tmp_path: Path) -> None:
    found = serial(tmp_path)
    quoting = [f"{n:03}.txt" for n in range(0, 24, 3)]
    assert {(one.a, one.b) for one in found} >= set(combinations(quoting, 2))
    for one in found:
        assert int(one.a[:3]) % 3 == int(one.b[:3]) % 3 == 0 or int(one.a[:3]) % 5 == int(one.b[:3]) % 5 == 0


def test_of_many_articles_only_those_are_compared_that_share_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = serial(tmp_path)
    monkeypatch.setattr(jobs, "FEW", 2)
    told: list[JobProgress] = []
    found = list(link_articles(Corpus(tmp_path), paths_of(tmp_path), Serial(), told.append))
    assert set(found) <= set(everything)
    links, all_links = ({(one.a, one.b) for one in some} for some in (found, everything))
    assert len(links) > 0.85 * len(all_links)  # a short quotation with every fifth word changed shares too few
    pairs = next(one.total for one in told if one.what == "pairs")
    assert pairs < 24 * 23 // 2 // 2
    assert told[-1].done == told[-1].total


def test_processes_find_the_same_link_for_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "A_BATCH", 5)
    monkeypatch.setattr(jobs, "PAIRS", 20)
    expected = serial(tmp_path)
    with engine(2) as pmap:
        assert list(link_articles(Corpus(tmp_path), paths_of(tmp_path), pmap)) == expected


def test_the_size_of_batches_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = serial(tmp_path)
    monkeypatch.setattr(jobs, "A_BATCH", 1)
    monkeypatch.setattr(jobs, "PAIRS", 1)
    assert list(link_articles(Corpus(tmp_path), paths_of(tmp_path), Serial())) == expected


def test_what_is_in_too_many_articles_links_none() -> None:
    def having(three: int, *articles: int) -> "array[int]":
        return array("Q", [three << 32 | article for article in articles])

    common, rare = range(jobs.LONGEST + 1), (7, 3)
    assert candidates([having(n, *common) for n in range(9)]) == []
    assert candidates([having(1, *rare)]) == []
    assert candidates([having(1, *rare), having(2, *common), having(3, *rare)]) == [(3, 7)]


def test_empty_duplicate_and_missing_articles_do_no_harm(tmp_path: Path) -> None:
    root = write_project(
        tmp_path, {"a.txt": "", "b.txt": " ".join(SAID[0]), "c.txt": " ".join(SAID[0]), "l.txt": "x" * 99}
    )
    found = list(link_articles(Corpus(root), [*paths_of(root), ("gone.txt", "")], Serial()))
    assert [(one.a, one.b) for one in found] == [("b.txt", "c.txt")]
    assert list(link_articles(Corpus(root), [], Serial())) == []


def killed(batch: Sequence[int]) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return len(batch)


def test_a_process_that_is_killed_is_said() -> None:
    with engine(2) as pmap, pytest.raises(RefusedError, match="was killed"):
        list(pmap(killed, [[1], [2]]))


class NoClient:
    """A Dask client whose scheduler has gone."""

    def map(self, *arguments: object, **options: object) -> list[object]:
        del arguments, options
        message = "Client already closed"
        raise RuntimeError(message)


def test_a_cluster_that_goes_is_said() -> None:
    with pytest.raises(RefusedError, match="Client already closed"):
        list(Cluster(NoClient())(killed, [[1]]))


def test_the_command_gives_lines_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_papers(tmp_path, 7)
    assert main(["passages", str(root), "--json", "--jobs", "2"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["a"]["article"], row["b"]["article"]) for row in rows} >= {
        ("000.txt", "003.txt"),
        ("000.txt", "005.txt"),
    }
    for row in rows:
        for side in (row["a"], row["b"]):
            text = (root / side["article"]).read_text(encoding="utf-8")
            assert text[side["start"] : side["end"]] == side["quote"]
    assert main(["passages", str(root)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(rows)
    assert main(["passages", str(root), "--jobs", "0"]) == 2
    capsys.readouterr()
    assert main(["passages", str(write_project(tmp_path / "one", {"a.txt": "alone"}))]) == 1
    assert capsys.readouterr() == ("", "sidemark: 1 article, and no two share a passage\n")


def test_copies_of_one_sentence_in_every_article_are_furniture_and_a_line_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "“We will not close the line this year or next,” Mayor Ana López told the harbour board on Monday.\n"
    root = write_project(tmp_path / "news", {f"{number}.txt": f"{line}{number}\n" for number in range(61)})
    assert main(["passages", str(root)]) == 1
    out, told = capsys.readouterr()
    assert out == ""
    assert "61 articles, and no two share a passage; what stands in more than 40 of them counts as furniture" in told

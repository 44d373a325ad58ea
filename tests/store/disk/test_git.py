"""A project in git: small diffs, merges without a conflict between annotators, and none that loses a record."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from store.change import Change
from store.disk.database import Database
from tests.store.disk.disks import AT, QUICK, Records, everything, journal, mention, opened, quotes, rejected, snapshot
from tui.cli import main

COUNT = 2_000
"""Annotations in the project."""
LINES = 10
"""Lines that a diff of six edits may change."""
ARTICLES = 40
CRLF = "Orrin Bay\r\nMarl\r\n\r\nTern Isle\r\n"


class Repository:
    """A project under git, with nobody's settings but its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        for name, value in {"user.name": "Ana", "user.email": "ana@example.org", "commit.gpgsign": "false"}.items():
            self.git("config", name, value)

    def git(self, *words: str, must: bool = True) -> str:
        """What git prints, with the line ends that it prints."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        done = subprocess.run(
            ["git", *words], cwd=self.root, env={**own, **alone}, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0 or not must, done.stderr
        return done.stdout.decode()

    def keep(self) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "work")

    def on(self, branch: str, start: str = "main") -> None:
        """Work on a new branch."""
        self.git("checkout", "--quiet", "-b", branch, start)

    def merge(self, branch: str) -> bool:
        """Merge a branch into this one; whether that went without a conflict."""
        return "CONFLICT" not in self.git("merge", "--quiet", "-m", "merge", branch, must=False)


def filled(root: Path, annotator: str = "ana", count: int = COUNT) -> None:
    """Many annotations in several articles, made in any order."""
    random = Random(count)
    database = Database.open(root, annotator, clock=lambda: AT, system=QUICK)
    changes = []
    for _ in range(count):
        number = database.take_number()
        record = mention(random.randrange(9_000), article=f"{random.randrange(ARTICLES):02}.txt", label="PERSON")
        changes.append(Change.insert("annotations", number, {**record, "id": f"{annotator}-{number}", "updated": AT}))
    database.commit(changes, "import")
    assert database.close()


def edit(root: Path, work: Callable[[Database], list[Change]], annotator: str = "ana") -> Records:
    """One session with one action; what is there after it."""
    database = Database.open(root, annotator, clock=lambda: AT, system=QUICK)
    database.commit(work(database), "work")
    found = everything(database)
    assert database.close()
    return found


def relabelled(database: Database, *numbers: int, label: str = "PLACE", updated: str = AT) -> list[Change]:
    changes = []
    for number in numbers:
        record = database.get("annotations", number)
        assert record
        change = Change.between("annotations", number, record, {**record, "label": label, "updated": updated})
        assert change
        changes.append(change)
    return changes


def fresh(database: Database, quote: str, article: str = "07.txt") -> Change:
    number = database.take_number()
    record = mention(number, quote, article=article, label="PERSON", updated=AT)
    return Change.insert("annotations", number, {**record, "id": f"{database.annotator}-{number}"})


def deleted(database: Database, number: int) -> Change:
    return Change.delete("annotations", number, database.get("annotations", number) or {})


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A project made by `sidemark init`, with annotations of two people, on the branch main."""
    made = Repository(tmp_path / "p")
    assert main(["init", str(made.root)]) == 0
    filled(made.root)
    filled(made.root, "ben", 50)
    made.keep()
    return made


def test_only_articles_labels_and_snapshots_are_in_git(repository: Repository) -> None:
    assert set(repository.git("ls-files").split()) == {
        ".gitattributes", ".gitignore", "annotations/ana.json", "annotations/ben.json", "sidemark.toml",
    }  # fmt: skip
    assert journal(repository.root).exists()


def test_six_edits_change_a_line_each_and_one_more(repository: Repository) -> None:
    def work(database: Database) -> list[Change]:
        changes = relabelled(database, 7, 700, 1_400)
        return [*changes, fresh(database, "Tern Isle"), fresh(database, "東京港"), deleted(database, 1_000)]

    edit(repository.root, work)
    come, gone, name = repository.git("diff", "--numstat").split()
    assert name == "annotations/ana.json"
    assert (int(come), int(gone)) == (3 + 2 + 1, 3 + 1 + 1), (
        "a relabelled one is a line that goes and a line that comes"
    )
    assert max(int(come), int(gone)) <= LINES


def test_opening_and_closing_changes_nothing(repository: Repository) -> None:
    opened(repository.root).close()
    assert repository.git("status", "--porcelain") == ""


def test_branches_of_two_annotators_merge_without_a_conflict(repository: Repository) -> None:
    root = repository.root
    repository.on("ana")
    ana = edit(root, lambda database: [*relabelled(database, *range(1, 60)), fresh(database, "Tern Isle")])
    repository.keep()
    repository.on("ben")
    ben = edit(root, lambda database: [*relabelled(database, 3, 4), deleted(database, 5)], "ben")
    repository.keep()
    assert repository.merge("ana")
    for name, known in (("ana", ana), ("ben", ben)):
        database = Database.open(root, name, read_only=True)
        assert everything(database) == known
        database.close()


def test_two_branches_of_an_annotator_stop_with_a_conflict_and_are_united(repository: Repository) -> None:
    root = repository.root
    journal(root).unlink()  # as in a clone
    repository.on("desk")
    edit(root, lambda database: [*relabelled(database, 7), fresh(database, "Tern Isle"), deleted(database, 9)])
    repository.keep()
    journal(root).unlink()
    repository.on("train")
    later = "2031-06-01T00:00:00Z"
    edit(
        root,
        lambda database: [*relabelled(database, 7, label="GROUP", updated=later), fresh(database, "Quay", "31.txt")],
    )
    repository.keep()
    assert not repository.merge("desk"), "git would unite two records with one number in silence"
    marked = snapshot(root).read_bytes()
    assert b"<<<<<<<" in marked

    database = opened(root)
    assert sum("another record has its number" in str(problem) for problem in database.problems) == 2
    assert everything(database).keys() == {("annotations", n) for n in range(1, COUNT + 2) if n != 9}
    at_2001 = {"Tern Isle", "Quay"} - set(quotes(database))  # both sides gave the next number to a new one
    assert len(at_2001) == 1
    assert at_2001.pop().encode() in rejected(root), "the other one is kept aside"
    seven = database.get("annotations", 7)
    assert seven
    assert seven["label"] == "GROUP", "of two changes of one the newer"
    assert b"PLACE" in rejected(root), "the older one"
    database.compact()
    assert any(path.read_bytes() == marked for path in (root / ".sidemark" / "backups").iterdir()), (
        "the file as git left it"
    )
    known = everything(database)
    database.close()
    again = opened(root)
    assert (everything(again), b"<<<<<<<" in snapshot(root).read_bytes()) == (known, False)
    again.close()


@pytest.mark.parametrize("setting", ["true", "input"])
def test_articles_with_crlf_stay_as_they_are(repository: Repository, setting: str) -> None:
    article = repository.root / "ferry.txt"
    article.write_bytes(CRLF.encode())
    repository.git("config", "core.autocrlf", setting)
    repository.keep()
    assert repository.git("show", "HEAD:ferry.txt") == CRLF
    article.unlink()
    repository.git("checkout", "--", "ferry.txt")
    assert article.read_bytes() == CRLF.encode()
    assert repository.git("status", "--porcelain") == ""

"""`datasets`, in two major versions: the folder and the Parquet files load with their features."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from store import Wish, export, format_of
from tests.oracles.checks import Check, Made, same
from tests.projects import open_project, write_project

OLDER = Path(sys.prefix) / "older" / "bin" / "python"
"""The Python of an environment inside this one that has the version before."""
MIDNIGHT = " 00:00:00"
"""What `datasets` puts after `published` if each article of a file has a date there: its reader takes it for times."""
LOADER = Path(__file__).resolve().parent / "load.py"


def loaded(python: str, path: Path, made: Made) -> dict[str, Any]:
    """What `datasets` makes of a folder or a Parquet file, in a process of its own: version, features and rows."""
    command = [python, str(LOADER), str(path), str(made.folder / "cache")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr.strip().splitlines()[-1:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _compare(made: Made, python: str) -> str:
    texts = made.texts("stress")
    expected = {one: (*place, texts[place[0]][place[1] : place[2]]) for one, place in made.places("stress").items()}
    folder, tables = made.dataset("stress", "huggingface", "set"), made.dataset("stress", "parquet", "set")
    answers = [loaded(python, folder, made), loaded(python, tables, made)]
    for answer in answers:
        rows = answer["spans"]["rows"]
        same({row["id"]: row["text"] for row in rows}, texts)
        found = {
            one["id"]: (row["id"], one["start"], one["end"], one["label"], one["text"])
            for row in rows
            for one in row["spans"]
        }
        same(found, expected)
        names = answer["tokens"]["names"]
        assert names[0] == "O"
        assert "B-NO" in names, names
        for row in answer["tokens"]["rows"]:
            text = texts[row["id"]]
            assert all(text[a:b] == word for word, a, b in zip(row["tokens"], row["starts"], row["ends"], strict=True))
    same(answers[0]["tokens"], answers[1]["tokens"])
    lines, table = (answer["spans"]["rows"] for answer in answers)
    for one, other in zip(lines, table, strict=True):
        same({**one, "published": one["published"].removesuffix(MIDNIGHT)}, other)
    changed = sum(one["published"].endswith(MIDNIGHT) for one in lines)
    also = f"; in JSON lines it takes {changed} dates for times and adds{MIDNIGHT}" if changed else ""
    return f"version {answers[0]['version']}: texts and {len(expected)} spans exact, class names kept{also}"


def newer(made: Made) -> str:
    """The version of this environment."""
    return _compare(made, sys.executable)


def older(made: Made) -> str:
    """The version before."""
    assert OLDER.exists(), "there is no environment with an older version beside this one"
    return _compare(made, str(OLDER))


def splits(made: Made) -> str:
    """The parts of a split dataset are the splits of the folder."""
    root = write_project(made.folder / "many", {f"a{number:02}.txt": f"Number {number}." for number in range(40)})
    folder = made.folder / "parts"
    export([open_project(root)], format_of("huggingface"), Wish(folder, split=(50, 25, 25)))
    answer = loaded(sys.executable, folder, made)
    same(set(answer["splits"]), {"train", "validation", "test"})
    same(sum(answer["splits"].values()), 40)
    return ", ".join(f"{name} {number}" for name, number in answer["splits"].items())


CHECKS = (
    Check("datasets", "huggingface, parquet", "load_dataset(folder), both configurations", newer),
    Check("datasets", "huggingface, parquet", "the same in an older major version", older),
    Check("datasets", "huggingface", "load_dataset(folder) of a split one", splits),
)

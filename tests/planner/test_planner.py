"""The standard tasks, played in the real program by somebody who sees only the screen, and how many keys they take."""

from pathlib import Path

import pytest

from tests.planner.__main__ import TASKS
from tests.planner.run import GOAL, played
from tests.planner.task import read_task

ODD = """\
Nobody but Ana Vale of Kell saw how the old crane at the harbour fell over again, they say.

The ferry “Ada Lorne” was late, and the captain of the ferry came with all the mail for the islands on a sledge.
"""


@pytest.mark.parametrize("path", sorted(TASKS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_task_takes_few_keys_and_every_span_is_exact(path: Path, tmp_path: Path) -> None:
    task = read_task(path)
    kinds = [task.hints[goal.label] for goal in task.goals]
    assert len(kinds) >= 30
    assert 0.4 <= sum(kind in ("names", "numbers") for kind in kinds) / len(kinds) <= 0.6
    assert any(one.start < other.start < one.start + len(one.quote) for one in task.goals for other in task.goals)
    outcome = played(task, tmp_path)
    assert (outcome.missing, outcome.extra) == ((), ())
    assert outcome.keys == sum(len(step.keys) for step in outcome.steps) >= 2 * len(task.goals)
    assert outcome.each <= GOAL, "\n".join(outcome.told())


def test_what_no_hint_stands_on_is_selected(tmp_path: Path) -> None:
    project = tmp_path / "odd"
    project.mkdir()
    (project / "a.txt").write_text(ODD, encoding="utf-8")
    quotes = ("saw how the old crane at the harbour fell", "the mail for the islands")
    spans = "".join(f'[[span]]\narticle = "a.txt"\nlabel = "FACT"\nquote = "{quote}"\n' for quote in quotes)
    path = tmp_path / "odd.toml"
    path.write_text(f'name = "odd"\nproject = "odd"\n{spans}', encoding="utf-8")
    outcome = played(read_task(path), tmp_path / "played")
    assert (outcome.missing, outcome.extra) == ((), ())


def test_a_span_that_is_not_in_its_article_once_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "odd"
    project.mkdir()
    (project / "a.txt").write_text(ODD, encoding="utf-8")
    path = tmp_path / "odd.toml"
    path.write_text(
        'name = "odd"\nproject = "odd"\n[[span]]\narticle = "a.txt"\nlabel = "FACT"\nquote = "ferry"\n', "utf-8"
    )
    with pytest.raises(ValueError, match="2 places for 'ferry'"):
        read_task(path)

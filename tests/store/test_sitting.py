"""Sitting: what lay open and was folded comes back as it was, and of a damaged file nothing."""

import json
from pathlib import Path

import pytest

from store.sitting import FILE, MOST_FOLDED, Fold, Folded, Sitting, read_sitting, write_sitting

FOLDED = Folded("abc", (Fold(10, 40, 3, ("share", "rights")), Fold(50, 60, 2, ())), (50,))
SITTING = Sitting(("a.txt", "b.txt"), 1, {"a.txt": (3, 0)}, {"a.txt": FOLDED})


@pytest.mark.parametrize("sitting", [Sitting(), Sitting(("a.txt",)), SITTING])
def test_it_comes_back_as_it_was(tmp_path: Path, sitting: Sitting) -> None:
    assert write_sitting(tmp_path, sitting)
    assert read_sitting(tmp_path) == sitting


def test_where_nothing_is_folded_nothing_is_said_of_it(tmp_path: Path) -> None:
    write_sitting(tmp_path, Sitting(("a.txt",)))
    assert json.loads((tmp_path / FILE).read_bytes()).keys() == {"panes", "current", "places"}


def test_the_folds_of_the_last_articles_are_kept(tmp_path: Path) -> None:
    folded = {f"{number}.txt": FOLDED for number in range(MOST_FOLDED + 3)}
    write_sitting(tmp_path, Sitting(("a.txt",), folded=folded))
    assert list(read_sitting(tmp_path).folded) == list(folded)[3:]


@pytest.mark.parametrize(
    "folded",
    [
        [], 7, {"a.txt": []}, {"a.txt": ["abc", [], 1]}, {"a.txt": [1, [], []]}, {"a.txt": ["abc", [[1, 2]], []]},
        {"a.txt": ["abc", [[9, 2, 1, []]], []]}, {"a.txt": ["abc", [[1, 9, 1, []], [5, 12, 1, []]], []]},
        {"a.txt": ["abc", [[-4, 9, 1, []]], []]}, {"a.txt": ["abc", [["1", 9, 1, []]], []]},
        {"a.txt": ["abc", [[1, 9, 1, [3]]], []]}, {"a.txt": ["abc", [[1, 9, 1, []]], ["1"]]},
    ],
)  # fmt: skip
def test_of_a_damaged_file_nothing_is_believed(tmp_path: Path, folded: object) -> None:
    write_sitting(tmp_path, SITTING)
    data = json.loads((tmp_path / FILE).read_bytes())
    (tmp_path / FILE).write_text(json.dumps({**data, "folded": folded}), encoding="utf-8")
    assert read_sitting(tmp_path) == Sitting()


@pytest.mark.parametrize(
    ("fold", "fits"),
    [
        ((0, 4), True),
        ((4, 8), True),
        ((4, 9), True),
        ((8, 9), True),
        ((1, 4), False),
        ((0, 3), False),
        ((4, 10), False),
    ],
)
def test_a_fold_fits_whole_lines_alone(fold: tuple[int, int], fits: bool) -> None:
    assert Fold(*fold, 1, ()).fits("abc\ndef\ng") == fits

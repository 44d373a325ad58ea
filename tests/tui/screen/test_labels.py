"""The screen of labels: each change by its key, live in the legend and the text, undone with one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from store import Project
from tests.played import plays, undoes
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.keymap import Keymap
from tui.screens.labels import LabelsScreen

TOML = """\
# ours
[[label]]
name = "PERSON"
key = "1"
color = "cyan"
hint = "names"
description = "By name."

[[label]]
name = "ORG"
key = "2"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "p", toml=TOML)


def project_of(root: Path) -> Project:
    return Project.open(root, annotator="ana", reserved=Keymap().reserved())


async def fill(reader: Reader, words: str) -> None:
    """Write a line in the place of what stands in it."""
    await reader.press("end", "ctrl+u")
    await reader.write(words)
    await reader.press("enter")


def names(reader: Reader) -> list[str]:
    return [one.name for one in reader.project.schema.labels]


async def test_the_table_says_what_there_is(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        tagged(reader.project, "PERSON", "Ilse Marrow")
        await reader.press("g", "L")
        row = next(row for row in reader.rows() if "PERSON" in row)
        assert all(words in row for words in ("› 1", "entity", "names", "cyan", "By name."))
        assert " 1  entity" in row
        await reader.press("escape")
        assert reader.app.screen is reader.screen


@plays("labels")
@undoes("labels")
async def test_a_rename_is_live_and_one_step(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        await reader.go("Ilse")
        await reader.press("1", "1")
        await reader.press("g", "L", "n")
        await fill(reader, "HUMAN")
        assert "PERSON is HUMAN now, 1 tag; u takes that back" in reader.shown
        await reader.press("escape")
        assert "1 HUMAN 1" in reader.shown
        assert [label for label, _ in reader.tags()] == ["HUMAN"]
        await reader.go("Tobin Vale")
        await reader.press("1", "1")
        assert [label for label, _ in reader.tags()] == ["HUMAN", "HUMAN"]
        await reader.press("u", "u")
        assert "1 PERSON 1" in reader.shown
        assert [label for label, _ in reader.tags()] == ["PERSON"]
        assert (root / "sidemark.toml").read_text() == TOML
        await reader.press("ctrl+r")
        assert "1 HUMAN 1" in reader.shown


CHANGES: Sequence[tuple[str, Sequence[str], str, str]] = [
    ("k", (), "ü", 'key = "ü"'),
    ("t", (), "claim", 'kind = "claim"'),
    ("d", (), "People 人", 'description = "People 人"'),
    ("e", (), "Ilse", 'example = "Ilse"'),
    ("c", ("down", "enter"), "", 'color = "orange"'),
    ("h", ("down", "enter"), "", 'hint = "sentences"'),
]


@pytest.mark.parametrize(("key", "then", "words", "line"), CHANGES, ids=[one[0] for one in CHANGES])
async def test_each_member_has_a_key(root: Path, key: str, then: Sequence[str], words: str, line: str) -> None:
    async with reading(root, project=project_of(root)) as reader:
        await reader.press("g", "L", key)
        if words:
            await fill(reader, words)
        else:
            await reader.press(*then)
        text = (root / "sidemark.toml").read_text()
        assert line in text
        assert text.startswith("# ours\n")
        await reader.press("u")
        assert (root / "sidemark.toml").read_text() == TOML


async def test_a_label_is_added_moved_and_taken_away_again(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        await reader.press("g", "L", "a")
        await reader.write("SHIP")
        await reader.press("enter")
        await reader.write("3")
        await reader.press("enter")
        assert names(reader) == ["PERSON", "ORG", "SHIP"]
        await reader.press("K", "K")
        assert names(reader) == ["SHIP", "PERSON", "ORG"]
        await reader.press("J")
        assert names(reader) == ["PERSON", "SHIP", "ORG"]
        await reader.press("x", "enter")
        assert names(reader) == ["PERSON", "ORG"]
        await reader.press("u", "u", "u", "u", "u")
        assert (root / "sidemark.toml").read_text() == TOML
        await reader.press("u")
        assert "nothing to undo" in reader.shown


@pytest.mark.parametrize(
    ("keys", "labels"),
    [(("enter", "enter"), ["ORG"]), (("down", "enter"), []), (("down", "down", "enter"), ["PERSON"])],
    ids=["to", "untag", "keep"],
)
async def test_deleting_asks_where_the_tags_go(root: Path, keys: Sequence[str], labels: Sequence[str]) -> None:
    async with reading(root, project=project_of(root)) as reader:
        tagged(reader.project, "PERSON", "Ilse Marrow")
        await reader.press("g", "L", "x", *keys)
        assert names(reader) == ["ORG"]
        assert [label for label, _ in reader.tags()] == labels
        await reader.press("u")
        assert [label for label, _ in reader.tags()] == ["PERSON"]
        assert (root / "sidemark.toml").read_text() == TOML


async def test_escape_deletes_nothing(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        await reader.press("g", "L", "x", "escape", "n", "escape", "a", "escape", "c", "escape")
        assert (root / "sidemark.toml").read_text() == TOML
        assert isinstance(reader.app.screen, LabelsScreen)


async def test_tags_without_a_label_are_given_to_one(root: Path) -> None:
    project = project_of(root)
    tagged(project, "PERSON", "Ilse Marrow")
    project.labels.delete("PERSON", "keep")
    async with reading(root, project=project) as reader:
        await reader.press("g", "L", "down")
        assert "not in the label set" in reader.shown
        await reader.press("g", "enter")
        assert [label for label, _ in reader.tags()] == ["ORG"]
        await reader.press("u")
        assert [label for label, _ in reader.tags()] == ["PERSON"]


async def test_a_key_that_is_taken_is_refused_with_both_names(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        await reader.press("g", "L", "k")
        await fill(reader, "2")
        assert 'key "2" is used by PERSON and ORG' in reader.shown
        await reader.press("k")
        await fill(reader, "u")
        assert 'key "u" of PERSON is taken by “undo' in reader.shown
        assert (root / "sidemark.toml").read_text() == TOML


async def test_a_ready_label_set_is_written_out_only_after_a_question(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    async with reading(root, project=project_of(root)) as reader:
        await reader.press("g", "L", "J")
        assert "those of a ready set" in reader.shown
        await reader.press("escape")
        assert not (root / "sidemark.toml").exists()
        await reader.press("J", "enter")
        assert names(reader)[:2] == ["ORG", "PERSON"]


async def test_a_file_written_by_hand_is_taken_over_while_one_reads(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        path = root / "sidemark.toml"
        path.write_text(TOML.replace('"ORG"', '"FIRM"'))
        await until(lambda: "2 FIRM" in reader.shown, "the new name")
        path.write_text(TOML + "[[label]]\nname = \n")
        await until(lambda: "sidemark.toml:" in reader.bottom, "what is wrong with it")
        assert "2 FIRM" in reader.shown


async def test_who_only_reads_is_told_why(root: Path) -> None:
    async with reading(root, project=open_project(root, read_only=True)) as reader:
        await reader.press("g", "L")
        await reader.press("J")
        assert "read-only" in reader.shown
        assert (root / "sidemark.toml").read_text() == TOML


async def test_two_hundred_labels_on_a_small_screen(tmp_path: Path) -> None:
    toml = "".join(f'[[label]]\nname = "{"船" * 30}{number}"\n' for number in range(200))
    root = write_project(tmp_path / "p", toml=toml)
    async with reading(root, project=project_of(root), size=(40, 10)) as reader:
        await reader.press("g", "L", "ctrl+end")
        assert "200 labels" in reader.shown
        assert sum("›" in row for row in reader.rows()) == 1
        await reader.press("c", "ctrl+home", "enter")
        assert (root / "sidemark.toml").read_text().endswith('color = "cyan"\n')

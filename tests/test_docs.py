"""What is written about the program is true of it."""

import re
import tomllib
from pathlib import Path

import pytest

from store import __version__
from tests.manual import MANUAL, filled
from tui.cli import COMMANDS
from tui.keymap import Keymap
from tui.settings import read_keymap

ROOT = MANUAL.parents[1]


def test_the_tables_of_the_manual_are_those_of_the_program() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert filled(text) == text, "python -m tests.manual"


@pytest.mark.parametrize("name", ["README.md", "docs/manual.md"])
def test_every_command_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert re.search(rf"`(?:sidemark )?{command}\b", text), command


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/manual.md", "docs/matching.md"])
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_keys_that_the_manual_leaves_to_labels_are_free() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    free = re.search(r"the letters `([A-Za-z ]+)` are free", text)
    assert free is not None
    reserved = Keymap().reserved()
    assert not set(free[1].split()) & set(reserved)
    assert not set("0123456789") & set(reserved)


def test_the_changelog_has_the_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_makefile_has_what_the_readme_promises() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "check", "build"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "sidemark" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]


def test_the_examples_of_the_manual_are_a_label_set(tmp_path: Path) -> None:
    from store.schema import read_schema  # noqa: PLC0415 - only this test looks behind the front door

    path = tmp_path / "sidemark.toml"
    path.write_text(example_below("## The label set"), encoding="utf-8")
    assert read_schema(path, {}).title == "Ansel ferry"


def test_the_keys_of_the_manual_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example_below("### Keys of your own"), encoding="utf-8")
    keymap = read_keymap(path)
    assert keymap.keys("jump") == ("g w",)
    assert keymap.keys("unsure") == ()


def example_below(heading: str) -> str:
    """The first TOML below a heading of the manual."""
    example = re.search(r"```toml\n(.*?)```", MANUAL.read_text(encoding="utf-8").partition(heading)[2], re.DOTALL)
    assert example is not None
    return example[1]

"""What is written about the program is true of it."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest

from store import __version__, all_formats
from tests.manual import FORMATS, MANUAL, TABLES, filled
from tui.cli import COMMANDS
from tui.keymap import Keymap
from tui.settings import read_keymap

ROOT = MANUAL.parents[1]
PAGES = sorted(path.relative_to(ROOT) for path in MANUAL.parent.glob("*.md"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_the_tables_of_the_manual_are_those_of_the_program(path: Path) -> None:
    assert filled(path) == path.read_text(encoding="utf-8"), "python -m tests.manual"


def test_every_format_has_a_section() -> None:
    text = FORMATS.read_text(encoding="utf-8")
    headings = " ".join(re.findall(r"^### (.+)$", text, re.MULTILINE))
    for form in all_formats():
        assert re.search(rf"\b{form.name}\b", headings), form.name


def test_the_options_of_an_export_are_explained() -> None:
    text = FORMATS.read_text(encoding="utf-8")
    options = _options_of("export")
    assert {"--split", "--drop"} <= options
    for option in options - {"--help", "--annotator", "--scheme", "--encoding", "--format"}:
        assert f"`{option}" in text, option


@pytest.mark.parametrize("name", ["README.md", "docs/manual.md"])
def test_every_command_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert re.search(rf"`(?:sidemark )?{command}\b", text), command


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *map(str, PAGES)])
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
    assert keymap.keys("jump") == ("g h",)
    assert keymap.keys("unsure") == ()


def example_below(heading: str) -> str:
    """The first TOML below a heading of the manual."""
    example = re.search(r"```toml\n(.*?)```", MANUAL.read_text(encoding="utf-8").partition(heading)[2], re.DOTALL)
    assert example is not None
    return example[1]


def _options_of(command: str) -> set[str]:
    """The options that a command takes."""
    parser = argparse.ArgumentParser()
    COMMANDS[command][3](parser)
    return set(re.findall(r"--[a-z-]+", parser.format_help()))

"""The steps of the tour."""

import tomllib
from pathlib import Path

import pytest

from store import RefusedError
from tui import touring
from tui.keymap import ACTIONS, PRESETS, Keymap
from tui.tour import STEPS, names_in


def test_the_tour_names_actions_that_there_are() -> None:
    assert names_in(STEPS) <= {action.id for action in ACTIONS}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_that_the_tour_names_is_one_key(preset: str) -> None:
    keymap = Keymap(preset="arrows" if preset == "arrows" else "vim")
    assert [name for name in names_in(STEPS) if not keymap.keys(name)] == []


def test_the_copy_of_the_sample_holds_articles_and_goes_away() -> None:
    with touring.copied_sample() as root:
        assert (root / "sidemark.toml").is_file()
        assert list(root.rglob("*.txt"))
    assert not root.exists()


def test_an_installation_without_the_sample_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touring, "PLACES", (tmp_path,))
    with pytest.raises(RefusedError, match="install Sidemark again"), touring.copied_sample():
        pass


def test_an_installed_program_brings_the_sample_along() -> None:
    root = Path(__file__).resolve().parents[2]
    build = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    included = build["targets"]["wheel"]["force-include"]
    for source, target in included.items():
        assert (root / source).exists()
        assert root / target == touring.PLACES[0] / Path(source).relative_to("sample_corpus")
    left_out = {"annotations", ".gitattributes", ".sidemark"}
    assert {Path(source).parts[1] for source in included} | left_out >= {
        path.name for path in (root / "sample_corpus").iterdir()
    }
    assert "sample_corpus/annotations/mira.json" in included

"""The registry: formats of other packages, extras that are not installed, names that nobody has."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from store import FormatError, Wish, all_formats, export, format_of
from store.formats import registry
from store.formats.extras import library
from tests.golden_project import golden_project


def foreign(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("quotes", value, registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == registry.GROUP else [])


def test_a_format_of_another_package_is_like_any_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    foreign(monkeypatch, "tests.store.formats.quotes:FORMAT")
    assert [one.name for one in all_formats()][-1] == "quotes"
    report = export([golden_project(tmp_path / "g")], format_of("quotes"), Wish(tmp_path / "out.quotes.txt"))
    lines = (tmp_path / "out.quotes.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "PERSON: Ana Lo\u0301pez"
    assert len(lines) == report.annotations == 3
    kinds = [loss.what for loss in report.losses]
    assert kinds == ["link", "attributes", "note", "unsure", "cluster", "document labels"]


def test_a_format_of_another_package_that_fails_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    foreign(monkeypatch, "tests.store.formats.nowhere:FORMAT")
    assert "quotes" not in [one.name for one in all_formats()]
    with pytest.raises(FormatError, match=r"the format quotes of tests.*cannot be loaded"):
        format_of("quotes")
    foreign(monkeypatch, "tests.store.formats.quotes:write")
    with pytest.raises(FormatError, match="is no Format"):
        format_of("quotes")


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(FormatError, match="there is no format 'words'; there are sidemark, csv, conll"):
        format_of("words")


def test_a_library_that_is_not_there_is_named_with_what_installs_it() -> None:
    message = r'sidemark_nowhere is not installed; this installs it: pip install "sidemark\[nowhere\]"'
    with pytest.raises(FormatError, match=message):
        library("sidemark_nowhere.inner", "nowhere")


def test_a_library_that_cannot_be_imported_is_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sidemark_broken.py").write_text("import sidemark_nowhere", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(FormatError, match="sidemark_broken is installed but cannot be imported"):
        library("sidemark_broken", "broken")


def test_every_format_names_what_it_is() -> None:
    found = list(all_formats())
    assert len({one.name for one in found}) == len(found)
    assert len({one.title for one in found}) == len(found)
    for one in found:
        assert format_of(one.name) is one
        assert not one.suffix or one.suffix.startswith(".")

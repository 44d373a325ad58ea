"""The user's own config: where it lies, what it may say, and how it is refused."""

import json
import subprocess
from pathlib import Path

import pytest

from store import Project, SchemaError
from tests.projects import write_project
from tests.terminal import COMMAND
from tui.cli import main
from tui.keymap import Keymap, KeymapError
from tui.settings import config_path, read_folding, read_keymap, read_suggesting


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the config is to be."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = config_path("linux")
    path.parent.mkdir(parents=True)
    monkeypatch.setattr("sys.platform", "linux")
    return path


@pytest.mark.parametrize(
    ("platform", "environment", "path"),
    [
        ("linux", {"HOME": "/h/ana"}, "/h/ana/.config/sidemark/config.toml"),
        ("linux", {"HOME": "/h/ana", "XDG_CONFIG_HOME": "/etc/ana"}, "/etc/ana/sidemark/config.toml"),
        ("linux", {"HOME": "/h/ana", "XDG_CONFIG_HOME": "here"}, "/h/ana/.config/sidemark/config.toml"),
        ("darwin", {"HOME": "/u/ana"}, "/u/ana/Library/Application Support/sidemark/config.toml"),
        ("win32", {"APPDATA": "/ana/Roaming"}, "/ana/Roaming/sidemark/config.toml"),
        ("win32", {"USERPROFILE": "/ana"}, "/ana/AppData/Roaming/sidemark/config.toml"),
    ],
)
def test_where_the_config_is(platform: str, environment: dict[str, str], path: str) -> None:
    assert config_path(platform, environment) == Path(path)


def test_without_a_config_the_keys_are_those_of_the_program(config: Path) -> None:
    assert not config.exists()
    keymap = read_keymap(config)
    assert {one.id: keymap.keys(one.id) for one in keymap} == {one.id: Keymap().keys(one.id) for one in Keymap()}


def test_own_keys_one_several_or_none(config: Path) -> None:
    config.write_text('[keys]\nquit = "Ctrl+X"\nuntag = ["x", "Del"]\nunsure = []\n', encoding="utf-8")
    keymap = read_keymap(config)
    assert keymap.keys("quit") == ("ctrl+x",)
    assert keymap.keys("untag") == ("x", "delete")
    assert keymap.keys("unsure") == ()
    assert keymap.action("q") is None
    assert keymap.keys("undo") == Keymap().keys("undo")


def test_a_preset_and_own_keys_over_it(config: Path) -> None:
    config.write_text('[keys]\npreset = "arrows"\nhelp = ["F1", "?"]\n', encoding="utf-8")
    keymap = read_keymap(config)
    assert keymap.keys("help") == ("f1", "?")
    assert keymap.keys("quit") == Keymap(preset="arrows").keys("quit")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[keys]\nquit = "H"\nuntag = "H"\n',
            "the key H is given to both untag ({}, line 3) and quit ({}, line 2)",
        ),
        (
            '[keys]\n# mine\nquit = "F2"\n\nhelp = ["?", "f2"]\n',
            "the key F2 is given to both help ({}, line 5) and quit ({}, line 3)",
        ),
        (
            '[keys]\nquit = "H"\nuntag = "H x"\n',
            "the key H is given to quit ({}, line 2) and also begins a longer one, ",
        ),
        ('[keys]\n\nqiut = "Q"\n', "{}, line 3: there is no action “qiut”; did you mean quit?"),
        ('[keys]\n"xyz" = "Q"\n', "{}, line 2: there is no action “xyz”; `sidemark keys` lists them"),
        ('[keys]\nquit = "pgdwn"\n', "{}, line 2: the key “pgdwn” of quit is no key; did you mean pgdn?"),
        ("[keys]\nquit = 1\n", '{}, line 2: the keys of quit have to be "a key" or ["a key", "another"]'),
        ('[keys]\npreset = "emacs"\n', "{}, line 2: there is no preset “emacs”; there are vim and arrows"),
        ('\npreset = "vim"\n', "{}, line 2: there is no setting “preset”; it belongs below a line [keys]"),
        ("[colours]\n", "{}, line 1: there is no setting “colours”; [keys], [suggestions] and [reading] are all"),
        ("threshold = 1\n", "{}, line 1: there is no setting “threshold”; it belongs below a line [suggestions]"),
        ("[suggestions]\nlimit = 1\n", "{}, line 2: there is no “limit” in [suggestions]; shown and threshold are all"),
        ("[suggestions]\nthreshold = 70\n", "{}, line 2: threshold has to be a number from 0 to 1"),
        ("[suggestions]\nthreshold = nan\n", "{}, line 2: threshold has to be a number from 0 to 1"),
        ('[suggestions]\nshown = "no"\n', "{}, line 2: shown has to be true or false"),
        ("suggestions = 1\n", "{}, line 1: it has to be written as [suggestions]"),
        ('[[keys]]\nquit = "Q"\n', "{}, line 1: keys has to be written as [keys]"),
        ("[keys]\npalette = []\n", "palette ({}, line 2) needs a key"),
        ("[keys]\nquit = \n", "{}: Invalid value (at line 2, column 8); mend it and start again"),
        ("[keys]\nquit = '\x1b]0;x'\n", "(at line 2, column 9); mend it and start again"),
        ("a = " + "[" * 9999, "{}: "),
        ("#" * (1 << 19), "{}: has more than 256 kB"),
    ],
)
def test_a_config_that_cannot_be_used_is_refused_with_the_place(config: Path, text: str, words: str) -> None:
    config.write_text(text, encoding="utf-8")
    with pytest.raises(KeymapError) as error:
        read_keymap(config)
    assert words.replace("{}", str(config)) in str(error.value)


def test_suggestions_are_shown_from_a_confidence_on_or_not_at_all(config: Path) -> None:
    assert read_suggesting(config) == (True, 0.7)
    config.write_text("[suggestions]\nthreshold = 0.85\n", encoding="utf-8")
    assert read_suggesting(config) == (True, 0.85)
    config.write_text("[suggestions]\nshown = false\n[keys]\nquit = 'Q'\n", encoding="utf-8")
    assert read_suggesting(config) == (False, 0.7)
    assert read_keymap(config).keys("quit") == ("Q",)


def test_bytes_that_are_no_text_and_a_folder_in_its_place_are_refused(config: Path) -> None:
    config.write_bytes(b"[keys]\nquit = '\xff'\n")
    with pytest.raises(KeymapError, match="line 2: is not UTF-8"):
        read_keymap(config)
    config.unlink()
    config.mkdir()
    with pytest.raises(KeymapError, match="is not a file"):
        read_keymap(config)


def test_a_label_with_a_key_of_ones_own_is_refused_with_both_names_and_the_line(config: Path, tmp_path: Path) -> None:
    config.write_text('[keys]\nquit = ["q", "1"]\n', encoding="utf-8")
    reserved = read_keymap(config).reserved()
    taken = f"is taken by “quit ({config}, line 2)”"
    own = write_project(tmp_path / "own", toml='[[label]]\nname = "RIVER"\nkey = "1"\n')
    with pytest.raises(SchemaError) as error:
        Project.open(own, annotator="ana", reserved=reserved)
    assert str(error.value) == f'sidemark.toml: key "1" of RIVER {taken} @ label[1].key, line 3'
    ready = write_project(tmp_path / "ready")
    for name in (None, "conll2003"):
        with pytest.raises(SchemaError) as error:
            Project.open(ready, annotator="ana", scheme_name=name, reserved=reserved)
        assert 'key "1" of the label PER' in str(error.value)
        assert taken in str(error.value)


def test_letters_are_free_for_labels_with_the_arrows(config: Path, tmp_path: Path) -> None:
    config.write_text('[keys]\npreset = "arrows"\n', encoding="utf-8")
    root = write_project(tmp_path / "own", toml='[[label]]\nname = "RIVER"\nkey = "h"\n')
    project = Project.open(root, annotator="ana", reserved=read_keymap(config).reserved())
    assert project.schema.by_key("h") is not None
    project.close()


def test_the_keys_command_shows_what_is_in_effect_and_where_it_is_written(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys"]) == 0
    assert f"keys of your own go to {config}" in capsys.readouterr().err
    config.write_text('[keys]\nquit = ["Q", "Ctrl+I"]\n', encoding="utf-8")
    assert main(["keys", "--json"]) == 0
    out, err = capsys.readouterr()
    rows = {row["id"]: row for row in json.loads(out)}
    assert rows["quit"]["keys"] == ["Q", "ctrl+i"]
    assert [name for name, row in rows.items() if row["own"]] == ["quit"]
    assert str(config) in err
    assert "line 2: quit: most terminals send Ctrl+I as Tab" in err
    config.write_text('[keys]\nquit = ["Q", "x"]\n', encoding="utf-8")
    assert main(["keys"]) == 0
    out, err = capsys.readouterr()
    assert (
        f"{config}, line 2: x yields to your key for quit: “untag what is under the caret” has Backspace Delete" in err
    )
    config.write_text('[keys]\nquit = "Q"\n', encoding="utf-8")
    assert main(["keys"]) == 0
    marked = [line.split()[:3] for line in capsys.readouterr().out.splitlines() if line[18:19] == "*"]
    assert marked == [["quit", "*", "Q"]]


def test_a_broken_config_stops_the_start_before_anything_is_opened(tmp_path: Path) -> None:
    root, home = write_project(tmp_path / "news"), tmp_path / "home"
    path = home / "sidemark" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[keys]\nquit = "x"\nuntag = "x"\n', encoding="utf-8")
    run = subprocess.run(
        ["script", "-qec", f"{COMMAND} {root}", "/dev/null"],
        capture_output=True, timeout=30, stdin=subprocess.DEVNULL, check=False,
        env={"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"},
    )  # fmt: skip
    assert b"the key x is given to both untag" in run.stdout
    assert b"\x1b" not in run.stdout
    assert run.returncode == 2
    assert not (root / ".sidemark").exists()


def test_folds_are_there_unless_somebody_does_without(config: Path) -> None:
    assert read_folding(config)
    config.write_text("[reading]\nfolds = false\n", encoding="utf-8")
    assert not read_folding(config)
    read_keymap(config)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("folds = false\n", "line 1: there is no setting “folds”; it belongs below a line [reading]"),
        ('[reading]\nfolds = "no"\n', "line 2: folds has to be true or false"),
        ("[reading]\nfold = true\n", "line 2: there is no “fold” in [reading]; folds is all"),
        ("reading = 1\n", "line 1: it has to be written as [reading]"),
    ],
)
def test_what_is_written_wrong_about_folds_is_refused_with_the_place(config: Path, text: str, words: str) -> None:
    config.write_text(text, encoding="utf-8")
    with pytest.raises(KeymapError) as error:
        read_keymap(config)
    assert words in str(error.value)

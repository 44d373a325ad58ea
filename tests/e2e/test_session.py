"""The main job in a real terminal: open a folder, tag, undo, quit, start again, export; and the same under kill -9."""

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.terminal import COMMAND, JOINERS, Terminal

FIRST = (
    "Storm over Kell Harbour 🌧️\r\n"
    "\r\n"
    "The ferry Ada Lorne lost an anchor off Pell Point on Monday. Captain Noor Ashby brought her in by hand.\r\n"
    "\r\n"
    "“We had forty\u00a0minutes and used\u00a0all of them,” said Tomas Breck of the Kell Pilots. Mayor Ilse Varga"
    " thanked the crew. The Quay Fund will pay for a new anchor in May.\r\n"
)
SECOND = (
    "港からの知らせ\n\n"
    "The 東京 office of Marrow Lines sent its thanks to Ana Lo\u0301pez and Juno Petrel. 港は静かだった。\n\n"
    "Nobody in Odd Haven had seen such a tide. The Tide Office says that it will happen again within 10 years.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles that hold all that makes offsets go wrong."""
    made = tmp_path / "news"
    made.mkdir()
    (made / "a-storm.txt").write_bytes(FIRST.encode())
    (made / "b-thanks.txt").write_bytes(SECOND.encode())
    return made


def tag(terminal: Terminal, key: str) -> str:
    """Press a label's key and the first hint's letter; the words that the screen says were tagged."""
    terminal.press(key)
    terminal.until(terminal.hints, f"hints after {key}")
    terminal.until(lambda: "type a letter" in terminal.bottom, "the words about hints")
    code = min(terminal.hints(), key=lambda one: terminal.hints()[one])
    terminal.press(*code)
    terminal.until(lambda: not terminal.hints() and ": " in terminal.bottom, "the tag")
    terminal.until(lambda: "type a letter" not in terminal.bottom, "the words about the tag")
    return terminal.bottom.partition(": ")[2].rsplit("  ? help", 1)[0].strip()


def exported(folder: Path) -> list[dict[str, object]]:
    """The annotations that `sidemark export` gives, each with its article's text."""
    run = [COMMAND, "export", str(folder), "--annotator", "ana", "--format", "jsonl"]
    done = subprocess.run(run, capture_output=True, check=True)
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]
    return [{**annotation, "text": row["text"]} for row in rows for annotation in row["annotations"]]


def test_tags_survive_undo_redo_a_restart_and_the_export(folder: Path, tmp_path: Path) -> None:
    terminal = Terminal([str(folder)], home=tmp_path)
    terminal.until_text("nothing to save")
    made: list[str] = []
    made += [tag(terminal, "1") for _ in range(5)]
    terminal.press("tab")
    made += [tag(terminal, "2") for _ in range(5)]
    made += [tag(terminal, "7") for _ in range(3)]
    terminal.press("tab")
    made += [tag(terminal, "7") for _ in range(2)]
    assert len(made) == 15
    terminal.press("u")
    terminal.until_text("undid: tag")
    terminal.press("u")
    terminal.until(lambda: made[-2][:12] in terminal.bottom and "undid" in terminal.bottom, "the second undo")
    terminal.press("ctrl+r")
    terminal.until_text("did again: tag")
    del made[-1]
    terminal.until_text("saved ")
    terminal.press("q")
    assert terminal.end() == 0

    again = Terminal([str(folder)], home=tmp_path)
    again.until_text("nothing to save")
    again.until_text("6 tags")
    again.until_text("8 tags")
    again.press("q")
    assert again.end() == 0

    rows = exported(folder)
    assert all(str(row["text"])[int(str(row["start"])) : int(str(row["end"]))] == row["quote"] for row in rows)
    assert sorted(on_a_line(row) for row in rows) == sorted(spelt_out(made, rows))
    texts = {str(row["article"]): row["text"] for row in rows}
    assert texts == {"a-storm.txt": FIRST, "b-thanks.txt": SECOND}
    with TinyDB(folder / "annotations" / "ana.json", access_mode="r") as stock:
        assert len(stock.table("annotations")) == 14


def on_a_line(row: dict[str, object]) -> str:
    """A quote as a terminal shows it: on one line, and composed, for the emulator composes what it is sent."""
    return JOINERS.sub("", unicodedata.normalize("NFC", " ".join(str(row["quote"]).split())))


def spelt_out(said: list[str], rows: list[dict[str, object]]) -> list[str]:
    """What the screen said, with the quotes that it cut short made whole."""
    quotes = [on_a_line(row) for row in rows]
    return [next((one for one in quotes if one.startswith(words.rstrip("…"))), words) for words in said]


def test_nothing_that_was_saved_is_gone_after_kill_9(folder: Path, tmp_path: Path) -> None:
    saved: list[str] = []
    for round_number in range(3):
        terminal = Terminal([str(folder)], home=tmp_path)
        terminal.until_text("nothing to save")
        saved.append(tag(terminal, "12"[round_number % 2]))
        terminal.until_text("saved ")
        terminal.kill()
        assert terminal.end() == 128 + 9
    rows = exported(folder)
    assert sorted(str(row["quote"]).replace("\u00a0", " ") for row in rows) == sorted(saved)


def test_undo_goes_on_after_a_restart(folder: Path, tmp_path: Path) -> None:
    terminal = Terminal([str(folder)], home=tmp_path)
    terminal.until_text("nothing to save")
    words = tag(terminal, "1")
    terminal.until_text("saved ")
    terminal.press("q")
    assert terminal.end() == 0
    again = Terminal([str(folder)], home=tmp_path)
    again.until_text("1 tag")
    again.press("u")
    again.until(lambda: "undid: tag" in again.bottom and words in again.bottom, "the undo")
    again.press("q")
    assert again.end() == 0
    assert exported(folder) == []

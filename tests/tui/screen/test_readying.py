"""Readying: a label's key finds all that it asks of the screen looked up already."""

from pathlib import Path

from tests.projects import write_project
from tests.tui.reader import Reader, reading
from tests.waiting import until
from tui.alongside import alongside

PAGE = "So Ilse Marrow met Tobin Vale at the Salt Market, and “nobody” saw 12 boats of the Quay Fund.\n\n"


async def readied(reader: Reader, looked: int) -> None:
    readying = alongside(reader.desk).readying
    await until(lambda: readying.looked > looked, "the look at the screen")


async def test_nothing_is_cut_into_names_or_sentences_when_a_label_key_comes(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 2_000})) as reader:
        readying = alongside(reader.desk).readying
        await reader.press("l")
        await readied(reader, 0)
        looked = readying.looked
        before = reader.pane.sheet.segments.blocks.segmented
        await reader.press("G")
        await readied(reader, looked)
        cut = reader.pane.sheet.segments.blocks.segmented
        assert cut > before
        for key in ("1", "7", "8", "6"):
            await reader.press(key, "escape")
        assert reader.pane.sheet.segments.blocks.segmented == cut


async def test_keys_that_stay_on_the_screen_have_nothing_looked_up(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 50})) as reader:
        readying = alongside(reader.desk).readying
        await reader.press("l")
        await readied(reader, 0)
        due = readying._due
        await reader.press("w", "l", "j")
        assert readying._due is due

"""Articles that share a quotation, an edited one, a line of furniture and a refrain, and a reader who waits for it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.projects import write_project
from tests.tui.reader import Reader, reading
from tests.waiting import until
from tui.alongside import Alongside, alongside

VALVE = "We lost the harbour to a valve that costs less than a bicycle"
HORSE = "The leaf moved, it slowed, and then it stood there like a tired horse"
CHANGED = "The leaf moved, it slowed, then it stopped there like one tired old horse"
BETWEEN = "".join(f"Nothing of note was seen on quay {number} by anybody.\n\n" for number in range(40))
LAMPS = "".join(f"A lamp burned behind window {number} until morning came.\n\n" for number in range(12))
LANTERN = (
    f"“{VALVE},” said the mayor.\n\n{BETWEEN}“{HORSE},” said the engineer.\n\nBread was dear in the shops of Marl.\n"
)
LEDGER = f"It rained all week on the empty market square.\n\n{LAMPS}“{VALVE},” she said.\n\n“{CHANGED},” he told us.\n"
POST = "Ten barges waited upriver for a pilot who had gone home.\n"
SHARED: Mapping[str, str] = {"lantern.txt": LANTERN, "ledger.txt": LEDGER, "post.txt": POST}


async def compared(reader: Reader) -> Alongside:
    """What the panes have in common, as soon as it is known."""
    ground = alongside(reader.desk)
    ground.keep_up()
    await until(lambda: not ground.is_busy, "the articles to be compared")
    await reader.pilot.pause()
    return ground


@asynccontextmanager
async def sharing(
    folder: Path, *paths: str, files: Mapping[str, str] = SHARED, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[Reader, Alongside]]:
    """Read some articles side by side, with what they share known."""
    root = write_project(folder / "shared", files)
    async with reading(root, paths=paths or ("lantern.txt", "ledger.txt"), size=size) as reader:
        yield reader, await compared(reader)

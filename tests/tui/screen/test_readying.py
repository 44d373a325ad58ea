"""Readying: a label's key finds all that it asks of the screen looked up already, and keys come before that."""

import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

import store
from store import Kind, Segments, Span
from tests.projects import write_project
from tests.tui.reader import Reader, reading
from tests.waiting import until
from tui import readying as module
from tui import settling
from tui.alongside import alongside
from tui.readying import PIECE, Readying

PAGE = "So Ilse Marrow met Tobin Vale at the Salt Market, and “nobody” saw 12 boats of the Quay Fund.\n\n"


def readying(reader: Reader) -> Readying:
    return alongside(reader.desk).readying


async def readied(reader: Reader, looked: int) -> None:
    await until(lambda: readying(reader).looked > looked, "the look at the screen")


async def test_nothing_is_cut_into_names_or_sentences_when_a_label_key_comes(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 2_000})) as reader:
        assert readying(reader).looked == 0
        await reader.press("l")
        await readied(reader, 0)
        looked = readying(reader).looked
        before = reader.pane.sheet.segments.blocks.segmented
        await reader.press("G")
        await readied(reader, looked)
        cut = reader.pane.sheet.segments.blocks.segmented
        assert cut > before
        for key in ("1", "7", "8", "6"):
            await reader.press(key, "escape")
        assert reader.pane.sheet.segments.blocks.segmented == cut


async def test_nothing_is_looked_up_while_a_thread_still_loads_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_load = threading.Event()
    monkeypatch.setattr(settling, "_take_apart", partial(may_load.wait, 60))
    monkeypatch.setattr(module, "FIRST", 0.001)
    monkeypatch.setattr(module, "RULES", threading.Event())
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 50})) as reader:
        one, segments = readying(reader), reader.pane.sheet.segments
        await reader.press("l")
        for _ in range(100):
            one._go_on()
        assert (one.looked, segments.blocks.segmented) == (0, 0)
        may_load.set()
        await readied(reader, 0)


async def test_a_look_is_taken_in_pieces_with_room_for_keys_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLICE", 0.0)
    monkeypatch.setattr(module, "FIRST", 3600.0)
    monkeypatch.setattr(module, "IDLE", 3600.0)
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 2_000})) as reader:
        one = readying(reader)
        await reader.press("G")
        pieces, segments = one._pieces, reader.pane.sheet.segments
        assert pieces is not None
        seen = sum(span.length for span in reader.pane.view.seen)
        before, steps = segments.blocks.segmented, 0
        for _ in pieces:
            steps += 1
            assert segments.blocks.segmented - before <= 4 * 2_048
            before = segments.blocks.segmented
        assert steps >= 4 * seen // PIECE


async def test_keys_put_a_look_off_and_another_screen_begins_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST", 3600.0)
    monkeypatch.setattr(module, "IDLE", 3600.0)
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 50})) as reader:
        one = readying(reader)
        await reader.press("l")
        pieces, due = one._pieces, one._due
        await reader.press("l")
        assert one._pieces is pieces
        assert one._due is not due
        assert due is not None
        assert due.cancelled()
        await reader.press("G")
        assert one._pieces is not pieces
        assert one.looked == 0


@pytest.mark.parametrize("is_tagging", [True, False])
async def test_who_tags_finds_what_was_asked_for_looked_up_on_the_next_screen_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_tagging: bool
) -> None:
    monkeypatch.setattr(module, "FIRST", 3600.0)
    monkeypatch.setattr(module, "IDLE", 3600.0)
    async with reading(write_project(tmp_path / "p", {"a.txt": PAGE * 2_000})) as reader:
        assert readying(reader).looked == 0
        await reader.press(*(["8", "escape"] if is_tagging else []))
        looked: list[tuple[str, int]] = []
        real = store.objects

        def objects(segments: Segments, kind: Kind, span: Span) -> Iterable[Span]:
            if segments is reader.pane.sheet.segments:
                looked.append((kind, span.end))
            return real(segments, kind, span)

        monkeypatch.setattr(store, "objects", objects)
        await reader.press("G")
        if is_tagging:
            end = reader.pane.view.seen[-1].end
            await until(lambda: looked and looked[-1][1] == end, "a look at all of the screen")
        await reader.press("l", "l")
        assert {kind for kind, _ in looked} == ({"quote"} if is_tagging else set())

"""A save by somebody who waits for it: he writes it himself, and what the disk refuses is tried again."""

import threading
from pathlib import Path

import pytest

from store.change import Change
from store.disk.database import Database
from store.errors import RefusedError
from tests.store.disk.disks import FULL, Faulty, Quick, mention, opened, quotes
from tests.waiting import wait_for


class Noting(Quick):
    """Remembers which threads have flushed lines."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def flush_data(self, descriptor: int) -> None:
        super().flush_data(descriptor)
        self.threads.append(threading.get_ident())


def tagged(database: Database, quote: str) -> Change:
    number = database.take_number()
    return Change.insert("annotations", number, mention(number, quote))


def test_who_waits_for_a_save_writes_it_himself(tmp_path: Path) -> None:
    system = Noting()
    database = opened(tmp_path, system)
    assert database.save([tagged(database, "Marl")], "tag")
    assert database.flush()
    system.threads.clear()
    assert database.save([tagged(database, "Quay")], "tag")
    assert system.threads == [threading.get_ident()]
    assert database.state.kind == "saved"
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Quay"]
    database.close()


def test_a_save_takes_along_what_was_queued_before_it(tmp_path: Path) -> None:
    database = opened(tmp_path)
    first = database.commit([tagged(database, "Marl")], "tag")
    assert database.save([tagged(database, "Quay")], "tag")
    assert first.is_done
    database.close()


def test_a_save_that_the_disk_refuses_says_so_and_is_tried_again(tmp_path: Path) -> None:
    system = Faulty(**FULL)
    database = opened(tmp_path, system)
    assert not database.save([tagged(database, "Marl")], "tag")
    assert database.state.kind == "failed"
    system.broken.clear()
    wait_for(lambda: database.state.kind == "saved", "the next try")
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl"]
    database.close()


def test_a_save_of_nothing_writes_nothing_and_one_that_is_refused_changes_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path)
    assert database.save([], "tag")
    with pytest.raises(RefusedError):
        database.save([Change.delete("annotations", 7, mention(7))], "untag")
    assert not database.files.journal.exists()
    database.close()


def test_who_keeps_a_record_that_was_saved_cannot_change_it(tmp_path: Path) -> None:
    database = opened(tmp_path)
    record = mention(1, "Marl", attributes={"certainty": ["possible"]}, aliases=[])
    database.commit([Change.insert("annotations", 1, record)], "tag")
    record["quote"] = "Quay"
    record["attributes"]["certainty"].append("certain")
    record["aliases"].append("the yard")
    kept = database.get("annotations", 1)
    assert kept == mention(1, "Marl", attributes={"certainty": ["possible"]}, aliases=[])
    database.close()

"""Backups: each snapshot that is replaced can still be had."""

import errno
from pathlib import Path

import pytest

from tests.store.disk.disks import Faulty, opened, saved, snapshot


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EOPNOTSUPP, errno.EMLINK], ids=errno.errorcode.get)
def test_a_file_system_without_second_names_keeps_backups_as_copies(tmp_path: Path, number: int) -> None:
    database = opened(tmp_path, Faulty(link=number))
    saved(database, "Marl")
    database.compact()
    before = snapshot(tmp_path).read_bytes()
    saved(database, "Tern Isle")
    database.compact()
    assert [path.read_bytes() for path in (tmp_path / ".sidemark" / "backups").iterdir()] == [before]
    database.close()


def test_backups_of_one_second_do_not_hide_each_other(tmp_path: Path) -> None:
    database = opened(tmp_path)
    known = []
    for _ in range(3):
        saved(database)
        database.compact()
        known.append(snapshot(tmp_path).read_bytes())
    database.close()
    found = [path.read_bytes() for path in sorted((tmp_path / ".sidemark" / "backups").iterdir())]
    assert sorted(found) == sorted(known[:2])

"""A project on another computer is said to be one."""

from pathlib import Path

import pytest

from store.disk import network
from store.disk.network import remote_kind
from tests.store.disk.disks import opened, saved


@pytest.mark.parametrize(
    ("kind", "is_remote"),
    [("nfs", True), ("nfs4", True), ("cifs", True), ("smb3", True), ("9p", True), ("fuse.sshfs", True),
     ("ext4", False), ("fuseblk", False), ("tmpfs", False), ("nfsd", False)],
)  # fmt: skip
def test_the_kind_of_the_innermost_mount_counts(tmp_path: Path, kind: str, *, is_remote: bool) -> None:
    mounts, place = tmp_path / "mounts", tmp_path / "my share"
    (place / "news").mkdir(parents=True)
    inner = str(place).replace(" ", "\\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {inner} ext4 rw 0 0\nhost:/x {inner} {kind} rw 0 0\n")
    assert remote_kind(place / "news", mounts) == (kind if is_remote else None)
    assert remote_kind(tmp_path, mounts) is None
    mounts.write_text("no mounts\n\n")
    assert remote_kind(place, mounts) is None
    assert remote_kind(place, tmp_path / "nowhere") is None


def test_a_project_on_the_network_can_be_written_and_says_what_to_mind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "MOUNTS", tmp_path / "mounts")
    (tmp_path / "mounts").write_text(f"host:/x {tmp_path} nfs4 rw 0 0\n")
    database = opened(tmp_path)
    saved(database)
    (problem,) = database.problems
    assert "nfs4" in str(problem)
    assert "one computer at a time" in str(problem)
    assert database.close()

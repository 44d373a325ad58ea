"""A few of the calls at which the fault campaign refuses and kills; `make faults` takes all of them."""

import os

import pytest

from tests.crash.points import Places, Point, tried, unable

POINTS = (
    Point("behind", "pwrite64", "SIGKILL", 9),
    Point("behind", "fdatasync", "SIGKILL", 5),
    Point("both", "fsync", "SIGKILL", 4),
    Point("both", "rename", "SIGKILL", 2),
    Point("both", "openat", "SIGKILL", 8),
    Point("both", "link", "SIGKILL", 2),
    Point("ahead", "mkdir", "SIGKILL", 1),
    Point("ahead", "unlink", "SIGKILL", 2),
    Point("behind", "pwrite64", "EIO", 12),
    Point("behind", "fdatasync", "EIO", 7),
    Point("both", "fsync", "EIO", 2),
    Point("both", "fsync", "EIO", 3),
    Point("both", "openat", "EIO", 7),
    Point("behind", "pwrite64", "EIO", 1),
    Point("ahead", "ftruncate", "ENOSPC", 1),
    Point("both", "unlink", "EIO", 1),
    Point("behind", "newfstatat", "EIO", 2),
    Point("behind", "newfstatat", "EIO", 9),
    Point("both", "openat", "EIO", 6),
    Point("ahead", "rename", "EIO", 1),
    Point("behind", "pwrite64", "ENOSPC", 4),
    Point("both", "fdatasync", "ENOSPC", 2),
    Point("ahead", "fsync", "ENOSPC", 3),
    Point("both", "ftruncate", "ENOSPC", 3),
    Point("behind", "pwrite64", "ENOSPC for good", 6),
    Point("both", "fsync", "ENOSPC for good", 5),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Projects to begin with."""
    if why := unable():
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return Places(tmp_path_factory.mktemp("points"))


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_no_acknowledged_action_is_lost_at(places: Places, point: Point) -> None:
    outcome = tried(places, point)
    assert outcome.is_hit
    assert outcome.faults == ()

"""A few of the kills and signals of live sessions; `make faults` takes a thousand, at moments of chance."""

from pathlib import Path

import pytest

from tests.crash.live import IN_ORDER, MOMENTS, SIGNALS, rounds

SEED = 20_310_514
KILLED_AT = ("hints", "pressed", "saved", "library")


@pytest.mark.parametrize(
    "ends",
    [[("SIGKILL", MOMENTS.index(moment)) for moment in KILLED_AT],
     [(name, MOMENTS.index("saved")) for name in SIGNALS if name not in (*IN_ORDER, "SIGKILL")]],
    ids=["kills", "signals"],
)  # fmt: skip
def test_what_a_live_session_called_saved_is_there_after(tmp_path: Path, ends: list[tuple[str, int]]) -> None:
    endings = rounds(tmp_path, 0, SEED, ends)
    assert [ending for ending in endings if ending.faults] == []
    assert sum(ending.saved for ending in endings) >= 2

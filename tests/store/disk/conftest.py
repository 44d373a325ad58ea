"""Every test of this folder is done twice: with snapshots in memory, and with snapshots looked up through the index."""

import pytest

from store.disk import stored


@pytest.fixture(autouse=True, params=["loaded", "indexed"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How snapshots are read."""
    kind: str = request.param
    if kind == "indexed":
        monkeypatch.setattr(stored, "LARGE", 1)
    return kind

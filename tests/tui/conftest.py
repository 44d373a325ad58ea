"""A test that says which actions it plays is held to that."""

from collections.abc import Iterator

import pytest

from tests.played import MARKS, marked, recording


@pytest.fixture(autouse=True)
def _keeps_its_word(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After a marked test: it has played what it says, and what changes records is undone in some test."""
    claimed = {mark: {name for one in request.node.iter_markers(mark) for name in one.args} for mark in MARKS}
    if not any(claimed.values()):
        yield
        return
    record = recording(monkeypatch)
    yield
    assert claimed["plays"] <= record.names, "no key of these was pressed"
    assert claimed["undoes"] <= record.undone, "these were not undone, or something was left of them"
    assert record.changing & claimed["plays"] <= marked("undoes"), "these change records: some test has to undo them"

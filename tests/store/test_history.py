"""Undo and redo stacks."""

from hypothesis import given
from hypothesis import strategies as st

from store.history import Batch, History


def batch(seq: int) -> Batch:
    return Batch(seq, "tag", ())


def test_an_undo_moves_over_to_redo_and_back() -> None:
    history = History()
    history.did(batch(1))
    history.did(batch(2))
    history.undid(2)
    assert history.to_undo == batch(1)
    assert history.to_redo == batch(2)
    history.redid(2)
    assert history.to_undo == batch(2)
    assert history.to_redo is None


def test_a_new_action_empties_redo() -> None:
    history = History()
    history.did(batch(1))
    history.undid(1)
    history.did(batch(3))
    assert history.depth == (1, 0)


def test_an_unknown_number_is_passed_over() -> None:
    history = History()
    history.undid(9)
    history.redid(9)
    assert history.depth == (0, 0)


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=60))
def test_the_stacks_hold_every_action_that_was_not_overwritten(steps: list[str]) -> None:
    history, done, undone = History(), list[int](), list[int]()
    for seq, step in enumerate(steps, 1):
        if step == "do":
            history.did(batch(seq))
            done.append(seq)
            undone.clear()
        elif step == "undo" and history.to_undo:
            undone.append(done.pop())
            assert history.to_undo.seq == undone[-1]
            history.undid(undone[-1])
        elif step == "redo" and history.to_redo:
            done.append(undone.pop())
            assert history.to_redo.seq == done[-1]
            history.redid(done[-1])
    assert history.depth == (len(done), len(undone))

"""What is done at rest is done once after keys have come and stopped."""

from tui.resting import IDLE, Resting


def test_it_is_done_once_after_keys_have_stopped_and_never_before_the_first() -> None:
    times, done = iter([200.0, 199.9 + IDLE, 200.0 + IDLE, 300.0, 300.0 + IDLE]), list[int]()
    resting = Resting(lambda: done.append(len(done)), clock=lambda: next(times))
    counts = []
    for pressed in (0.0, 200.0, 200.0, 200.0, 200.0, 300.0, 300.0):
        resting.look(pressed)
        counts.append(len(done))
    assert counts == [0, 0, 0, 1, 1, 1, 2]

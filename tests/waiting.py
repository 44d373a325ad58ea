"""Waiting for a condition, never for a time."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
LIMIT = 30.0
"""Seconds after which a condition is taken for one that never comes."""


def wait_for(condition: Callable[[], Found], what: str, *, limit: float = LIMIT, pause: float = 0.005) -> Found:
    """What `condition` gives as soon as it is true.

    Raises:
        AssertionError: it did not come true within `limit` seconds; the text says `what`.
    """
    end = time.monotonic() + limit
    while True:
        if found := condition():
            return found
        if time.monotonic() > end:
            message = f"waited {limit:g} s for {what}"
            raise AssertionError(message)
        time.sleep(pause)


async def until(condition: Callable[[], object], what: str, *, limit: float = LIMIT, pause: float = 0.005) -> None:
    """Let the program run until `condition` is true.

    Raises:
        AssertionError: it did not come true within `limit` seconds; the text says `what`.
    """
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            message = f"waited {limit:g} s for {what}"
            raise AssertionError(message)
        await asyncio.sleep(pause)

"""What a search has found, without the moments at which it could have been left."""

from collections.abc import Iterable
from typing import TypeVar

Found = TypeVar("Found")


def real(found: Iterable[Found | None]) -> list[Found]:
    """What was found."""
    return [one for one in found if one is not None]

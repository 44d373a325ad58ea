"""Sparing: the classes of data of a library that is imported are made by our own `dataclass`, at a third of the cost.

The standard library's writes and compiles six methods for each class, and describes its constructor: a thirtieth of a
start. What ours makes behaves alike; classes that want more than the usual are left to the standard library.
"""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from store import dataclass

_USUAL = dataclasses.dataclass


@contextmanager
def sparing() -> Iterator[None]:
    """Make classes of data cheaply meanwhile; who keeps the function has the usual one afterwards."""
    is_over = False

    def made(cls: Any = None, /, **options: Any) -> Any:
        if is_over or not {*options} <= {"frozen"}:
            return _USUAL(cls, **options)

        def complete(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or cls.__name__  # else it would be made of the constructor's signature
            return dataclass(**options)(cls)

        return complete if cls is None else complete(cls)

    dataclasses.dataclass = made
    try:
        yield
    finally:
        is_over = True
        dataclasses.dataclass = _USUAL

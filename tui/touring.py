"""Touring: the program with the tour in it, on a copy of the sample articles."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from store import RefusedError
from tui.app import Sidemark
from tui.screens.reading import ReadingScreen
from tui.screens.touring import TouringScreen

PLACES = (Path(__file__).parent / "sample_corpus", Path(__file__).parents[1] / "sample_corpus")
"""Where the sample articles are: in an installed program, in a checkout."""


class TourApp(Sidemark):
    """The program, with the tour above the text."""

    READING: ClassVar[type[ReadingScreen]] = TouringScreen


@contextmanager
def copied_sample() -> Iterator[Path]:
    """A copy of the sample articles in a folder that goes away afterwards.

    Raises:
        RefusedError: there are none, or there is no room for a copy.
    """
    source = next((place for place in PLACES if (place / "sidemark.toml").is_file()), None)
    if source is None:
        message = "the sample articles are missing from this installation: install Sidemark again"
        raise RefusedError(message)
    ignored = shutil.ignore_patterns(".sidemark", "*.journal", "*.tmp")
    with tempfile.TemporaryDirectory(prefix="sidemark-tour-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch) / "tour"
        try:
            shutil.copytree(source, root, ignore=ignored)
        except (OSError, shutil.Error) as error:
            message = f"the sample articles cannot be copied to {root}: {error}"
            raise RefusedError(message) from error
        yield root

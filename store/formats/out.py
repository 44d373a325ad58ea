"""Out: where a writer puts its files; they appear all together at the end, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from store.errors import FormatError


class Out:
    """Files in a temporary place beside their target.

    A writer opens its files by suffix: the first has the name that the user gave, the others begin like it.
    """

    def __init__(self, place: Path, name: str, suffix: str) -> None:
        """Set up one dataset.

        Args:
            place: the temporary folder.
            name: the file's name inside it, with `/`.
            suffix: what of `name` is the format's suffix; empty when the user chose another.
        """
        self._place, self._name = place, name
        self._stem = name.removesuffix(suffix) if suffix and name.endswith(suffix) else name.rpartition(".")[0] or name

    @contextmanager
    def open(self, suffix: str | None = None, *, encoding: str = "utf-8") -> Iterator[TextIO]:
        """A file to write text into, line ends untouched; with a suffix one beside the main one.

        Raises:
            FormatError: the name leads out of the folder.
        """
        with self.path(suffix).open("w", encoding=encoding, newline="") as file:
            yield file

    @contextmanager
    def open_bytes(self, suffix: str | None = None) -> Iterator[BinaryIO]:
        """A file to write bytes into, named like that of `open`.

        Raises:
            FormatError: the name leads out of the folder.
        """
        with self.path(suffix).open("wb") as file:
            yield file

    def path(self, suffix: str | None = None) -> Path:
        """Where a library that opens files itself is to write, named like the file of `open`; its folder is there.

        Raises:
            FormatError: the name leads out of the folder.
        """
        name = self._name if suffix is None else self._stem + suffix
        if os.path.isabs(name) or ".." in Path(name).parts:  # noqa: PTH117 - a string, not yet a path
            message = f"{name}: a dataset is not written outside its folder"
            raise FormatError(message)
        path = self._place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def inner(self, name: str) -> "Out":
        """The Out of one file of a folder: of a format that is a folder, for each of its files.

        Args:
            name: the file's name in the folder, with `/`, such as `spans/train.jsonl`.
        """
        return Out(self._place, name, "")


@contextmanager
def place_beside(target: Path | None) -> Iterator[Path]:
    """A temporary folder on the target's disk, gone afterwards whatever happens.

    Raises:
        FormatError: nothing can be written there.
    """
    above = Path(tempfile.gettempdir()) if target is None else target.absolute().parent
    made = above / f".sidemark-{os.urandom(8).hex()}"
    try:  # named before it is made: a signal may end the program as soon as it is there
        try:
            above.mkdir(parents=True, exist_ok=True)
            made.mkdir(mode=0o700)
        except OSError as error:
            message = f"{target}: cannot be written ({error.strerror})"
            raise FormatError(message) from error
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def publish(place: Path, target: Path, *, is_folder: bool, force: bool) -> list[str]:
    """Put what was written where it belongs; the paths, in order.

    Args:
        place: the temporary folder.
        target: the file that the user named, or the folder.
        is_folder: whether `target` is a folder.
        force: whether to write over what is there.

    Raises:
        FormatError: something is there already, or the disk refuses.
    """
    written = sorted(path for path in place.rglob("*") if path.is_file())
    folder = target if is_folder else target.absolute().parent
    places = {path: folder / path.relative_to(place) for path in written}
    if not force:
        for path in places.values():
            if path.exists():
                message = f"{path} is there already; --force writes over it"
                raise FormatError(message)
    try:
        for path, goal in places.items():
            goal.parent.mkdir(parents=True, exist_ok=True)
            _flush(path)
            os.replace(path, goal)  # noqa: PTH105 - at once or not at all
    except OSError as error:
        message = f"{error.filename2 or error.filename or target}: cannot be written ({error.strerror})"
        raise FormatError(message) from error
    return [str(target if goal == target.absolute() else goal) for goal in places.values()]


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

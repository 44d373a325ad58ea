"""Out: where a writer puts its files; they appear all together at the end, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from store.errors import FormatError

BUFFER = 1 << 17
"""Bytes that are kept before the system is asked to write them."""


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
        with self.path(suffix).open("w", BUFFER, encoding=encoding, newline="") as file:
            yield file

    @contextmanager
    def open_bytes(self, suffix: str | None = None) -> Iterator[BinaryIO]:
        """A file to write bytes into, named like that of `open`.

        Raises:
            FormatError: the name leads out of the folder.
        """
        with self.path(suffix).open("wb", BUFFER) as file:
            yield file

    def put(self, content: str | bytes, suffix: str | None = None) -> None:
        """Write a whole file, named like that of `open`: of many small ones each costs half as much as with `open`.

        Raises:
            FormatError: the name leads out of the folder.
        """
        path, data = self._path(suffix), content.encode() if isinstance(content, str) else content
        try:
            file = open(path, "wb", buffering=0)  # noqa: PTH123, SIM115 - a string already; closed below
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - likewise
            file = open(path, "wb", buffering=0)  # noqa: PTH123, SIM115 - likewise
        with file:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]

    def path(self, suffix: str | None = None) -> Path:
        """Where a library that opens files itself is to write, named like the file of `open`; its folder is there.

        Raises:
            FormatError: the name leads out of the folder.
        """
        path = Path(self._path(suffix))
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _path(self, suffix: str | None) -> str:
        name = self._name if suffix is None else self._stem + suffix
        if os.path.isabs(name) or (".." in name and ".." in Path(name).parts):  # noqa: PTH117 - a string, not yet a path
            message = f"{name}: a dataset is not written outside its folder"
            raise FormatError(message)
        return os.path.join(self._place, name)  # noqa: PTH118 - once for each file of a dataset

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
        FormatError: nothing can be written there, now or while it is used.
    """
    above = Path(tempfile.gettempdir()) if target is None else target.absolute().parent
    made = above / f".sidemark-{os.urandom(8).hex()}"
    try:  # named before it is made: a signal may end the program as soon as it is there
        try:
            above.mkdir(parents=True, exist_ok=True)
            made.mkdir(mode=0o700)
            yield made
        except BrokenPipeError:
            raise  # the stream that the dataset goes to
        except OSError as error:
            message = f"{target or 'the dataset'}: cannot be written ({error.strerror or error}); nothing was written"
            raise FormatError(message) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def must_be_free(target: Path, *, force: bool) -> None:
    """Refuse a file that is there, a folder that holds anything, and a device.

    Raises:
        FormatError: it is there, and `force` does not say to write over it; a device is never written over.
    """
    try:
        is_taken = any(target.iterdir()) if target.is_dir() else target.exists() or target.is_symlink()
    except OSError as error:
        message = f"{target}: cannot be read ({error.strerror})"
        raise FormatError(message) from error
    if is_taken and not target.is_dir() and target.exists() and not target.is_file():
        message = f"{target} is no file; a dataset is not written over it"
        raise FormatError(message)
    if is_taken and not force:
        what = "is a folder that is not empty" if target.is_dir() else "is there already"
        message = f"{target} {what}; --force writes over it"
        raise FormatError(message)


def publish(place: Path, target: Path, *, is_folder: bool, force: bool) -> list[str]:
    """Put what was written where it belongs; the paths, in order.

    Files that it writes over come back if the disk refuses one of the others.

    Args:
        place: the temporary folder.
        target: the file that the user named, or the folder.
        is_folder: whether `target` is a folder.
        force: whether to write over what is there.

    Raises:
        FormatError: something is there already.
        OSError: the disk refuses; everything is as it was.
    """
    written = sorted(path for path in place.rglob("*") if path.is_file())
    folder = target if is_folder else target.absolute().parent
    places = {path: folder / path.relative_to(place) for path in written}
    for path, goal in places.items():
        _flush(path)
        if not force and goal.exists():
            message = f"{goal} is there already; --force writes over it"
            raise FormatError(message)
    is_new = is_folder and not target.exists()
    before = Path(tempfile.mkdtemp(dir=place))
    done: list[tuple[Path, Path | None]] = []
    try:
        if is_folder:
            target.mkdir(parents=True, exist_ok=True)
        for path, goal in places.items():
            done.append((goal, _kept(goal, before / str(len(done)))))
            os.replace(path, goal)  # noqa: PTH105 - at once or not at all
    except OSError:
        _restore(done)
        if is_new:
            shutil.rmtree(target, ignore_errors=True)
        raise
    return [str(target if goal == target.absolute() else goal) for goal in places.values()]


def _kept(goal: Path, copy: Path) -> Path | None:
    """A copy of what is at a place that will be written to, None when there is nothing."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    if not goal.exists():
        return None
    shutil.copy2(goal, copy)
    return copy


def _restore(done: list[tuple[Path, Path | None]]) -> None:
    for goal, kept in done:
        with suppress(OSError):
            if kept is None:
                goal.unlink(missing_ok=True)
            else:
                os.replace(kept, goal)  # noqa: PTH105 - as above


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

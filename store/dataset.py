"""Datasets: the annotations of a project as a dataset; what is written is checked, what is lost is said."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import BinaryIO

from store.classes import dataclass
from store.errors import FormatError
from store.formats.out import Out, place_beside, publish
from store.formats.values import Format, Loss, Report
from store.harvest import Harvest
from store.project import Project

TWO_FILES = "a stream takes one file; --output writes both"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of an export."""

    output: Path | None = None
    """A file, or a folder for one file per article; None: the stream."""
    kind: str | None = None
    """Only labels of this kind; None: all."""
    is_strict: bool = False
    """Whether to write nothing if anything would be lost."""
    is_forced: bool = False
    """Whether to write over what is there."""
    options: Mapping[str, object] = field(default_factory=dict)
    """For the format."""


def export(projects: Sequence[Project], form: Format, wish: Wish, stream: BinaryIO | None = None) -> Report:
    """Write the work of one or several annotators on the same articles as one dataset.

    Args:
        projects: the same project once for each annotator.
        form: the format.
        wish: where to and what.
        stream: takes the dataset when there is no output path.

    Raises:
        FormatError: it cannot be written there, or `wish.is_strict` and something would be lost: see its `report`.
    """
    if len(projects) > 1 and "authors" not in form.holds:
        message = f"{form.name} has no place for several annotators; choose one with --annotator"
        raise FormatError(message)
    report = Report()
    harvest = Harvest(projects, report, kind=wish.kind, options=wish.options)
    is_folder = _is_folder(form, wish.output, len(harvest.paths))
    with place_beside(wish.output) as place:
        name = wish.output.name if wish.output is not None else f"dataset{form.suffix}"
        _write(form, harvest, report, place, "" if is_folder else name)
        report.losses += harvest.left_over()
        if wish.output is None:
            report.losses += [Loss(path.name, "link", TWO_FILES) for path in place.iterdir() if path.name != name]
        if wish.is_strict and report.losses:
            message = f"{len(report.losses)} losses and --strict: nothing was written"
            raise LossError(message, report)
        if wish.output is not None:
            report.files = publish(place, wish.output, is_folder=is_folder, force=wish.is_forced)
        elif stream is not None and (place / name).is_file():
            with (place / name).open("rb") as file:
                shutil.copyfileobj(file, stream)
    return report


class LossError(FormatError):
    """Something would be lost, and the user wanted to lose nothing."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report
        """What would be lost."""


def _is_folder(form: Format, output: Path | None, articles: int) -> bool:
    """Whether the dataset is a folder; a stream can take none."""
    if form.suffix and not (form.holds_one and articles > 1):
        return output is not None and (output.is_dir() or not output.suffix)
    return True


def _write(form: Format, harvest: Harvest, report: Report, place: Path, name: str) -> None:
    """Write into the temporary place: one file if it has a name, else a folder."""
    about = harvest.about
    if name or not form.suffix:
        report.add(form.write(harvest.pairs(), Out(place, name, form.suffix), about))
        return
    for pair in harvest.pairs():
        out = Out(place, about.name(pair[0].path) + form.suffix, form.suffix)
        report.add(form.write([pair], out, about))

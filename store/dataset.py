"""Datasets: the annotations of a project as a dataset; what is written is checked, what is lost is said."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import BinaryIO, Literal

from store.classes import dataclass
from store.errors import FormatError
from store.formats.out import Out, must_be_free, place_beside, publish
from store.formats.values import About, Format, Loss, Pair, Report, What
from store.harvest import Harvest
from store.label_toml import toml_of
from store.progress import Headway, tell
from store.project import Project
from store.splits import Splits

LABELS = ".sidemark.toml"
"""The end of the name of the label set beside a dataset."""
TWO_FILES = "a stream takes one file; --output writes both"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of an export."""

    output: Path | None = None
    """A file, or a folder for one file per article; None: the stream."""
    kind: str | None = None
    """Only labels of this kind; None: all."""
    is_strict: bool = False
    """Whether to write nothing if anything would be lost that is not in `drop`."""
    is_forced: bool = False
    """Whether to write over what is there."""
    drop: frozenset[What] = frozenset()
    """What may be lost: it is said, but not held against `is_strict`."""
    split: tuple[int, int, int] | None = None
    """The shares of train, validation and test; None: one dataset."""
    seed: int = 0
    """Another one splits otherwise; the same one always alike."""
    is_snapped: bool = False
    """Whether annotations are widened to whole tokens, instead of tokens cut at annotations."""
    is_body_only: bool = False
    """Whether annotations in furniture, lines that belong to the page, are left out."""
    prefer: Literal["longest", "shortest"] = "longest"
    """Which of two annotations on one token a format with one label a token takes."""
    options: Mapping[str, object] = field(default_factory=dict)
    """For the format, such as `raw_cells` of csv."""


def export(projects: Sequence[Project], form: Format, wish: Wish, stream: BinaryIO | None = None) -> Report:
    """Write the work of one or several annotators on the same articles as one dataset, all of it or nothing.

    Memory holds one article at a time, as far as the format's own library does. It can be stopped after each article.

    Args:
        projects: the same project once for each annotator.
        form: the format; without a place for several annotators it becomes a folder for each.
        wish: where to and what.
        stream: takes the dataset when there is no output path; with neither, only the report is made.

    Raises:
        FormatError: it cannot be written there, or `wish.is_strict` and something would be lost: see its `report`.
        StoppedError: somebody stopped it; nothing was written.
    """
    report = Report()
    layout = _Layout.of(projects, form, wish, is_streamed=stream is not None)
    with place_beside(wish.output) as place:
        for group, folder in layout.groups:
            harvest = _harvest(group, wish, report)
            _write(form, harvest, report, place / folder, layout.name)
            report.losses += harvest.left_over()
        if wish.output is None:
            report.losses += _beside(place, layout)
        elif form.has_labels and projects[0].schema.labels:
            with Out(place, layout.name or "labels", form.suffix).open(LABELS) as file:
                file.write(toml_of(projects[0].schema))
        _finish(report, wish, len(projects[0].library.readable))
        if wish.output is not None:
            report.files = publish(place, wish.output, is_folder=not layout.name, force=wish.is_forced)
        elif stream is not None:
            with (place / layout.name).open("rb") as file:
                shutil.copyfileobj(file, stream)
    return report


class LossError(FormatError):
    """Something would be lost, and the user wanted to lose nothing."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report
        """What would be lost."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a dataset consists of."""

    name: str
    """Of its one file; empty for a folder."""
    groups: Sequence[tuple[Sequence[Project], str]]
    """The projects that are written together, and the folder in the dataset they go into."""

    @classmethod
    def of(cls, projects: Sequence[Project], form: Format, wish: Wish, *, is_streamed: bool) -> "_Layout":
        """Decide it.

        Raises:
            FormatError: the output is taken, or is a file where it has to be a folder.
        """
        target = wish.output
        why = why_folder(projects, form, wish)
        if target is not None:
            must_be_free(target, force=wish.is_forced)
            is_file = target.is_file() or (bool(target.suffix) and not target.is_dir())
            if why and is_file and (form.suffix or target.is_file()):
                message = f"{why}: --output has to name a folder, not {target.name}"
                raise FormatError(message)
            is_folder = bool(why) or not is_file
        else:
            if why and is_streamed:
                message = f"{why}: name one with --output"
                raise FormatError(message)
            is_folder = bool(why)
        name = "" if is_folder else (target.name if target is not None else f"dataset{form.suffix}")
        if len(projects) > 1 and "authors" not in form.holds:
            return cls(name, [([project], project.annotator) for project in projects])
        return cls(name, [(projects, "")])


def why_folder(projects: Sequence[Project], form: Format, wish: Wish) -> str:
    """Why a dataset can only be a folder; empty when it can be a file."""
    if not form.suffix:
        return f"{form.name} is a folder of files"
    if len(projects) > 1 and "authors" not in form.holds:
        return f"{form.name} has no place for several annotators, so each gets a folder"
    if wish.split is not None:
        return "a split dataset is a folder"
    if form.holds_one and len(projects[0].library.readable) > 1:
        return f"{form.name} holds one article a file"
    return ""


def _harvest(group: Sequence[Project], wish: Wish, report: Report) -> Harvest:
    options = {"prefer": wish.prefer, **wish.options}
    harvest = Harvest(group, report, kind=wish.kind, options=options)
    harvest.is_snapped, harvest.is_body_only = wish.is_snapped, wish.is_body_only
    if wish.split is not None:
        splits = Splits.of(harvest, wish.split, wish.seed)
        harvest.part = splits.part
        report.remarks += splits.remarks
    return harvest


def _write(form: Format, harvest: Harvest, report: Report, place: Path, name: str) -> None:
    """Write into the temporary place: one file if it has a name, else a folder."""
    harvest.is_unique = "ids" not in form.holds
    about = harvest.about
    if name:
        report.add(form.write(harvest.pairs(), Out(place, name, form.suffix), about))
    elif about.parts and not form.has_parts:
        for part in about.parts:
            paths = [path for path in harvest.paths if about.part(path) == part]
            if form.suffix and not form.holds_one:
                report.add(form.write(harvest.pairs(paths), Out(place, f"{part}{form.suffix}", form.suffix), about))
            else:
                _write_each(form, harvest.pairs(paths), about, report, place / part)
    else:
        _write_each(form, harvest.pairs(), about, report, place)


def _write_each(form: Format, pairs: Iterator[Pair], about: About, report: Report, place: Path) -> None:
    """Write a file an article, or what else a folder of the format holds."""
    if not form.suffix:
        report.add(form.write(pairs, Out(place, "dataset", ""), about))
        return
    for pair in pairs:
        out = Out(place, about.name(pair[0].path) + form.suffix, form.suffix)
        report.add(form.write([pair], out, about))


def _beside(place: Path, layout: _Layout) -> list[Loss]:
    """What is lost with the files that a stream cannot take."""
    if not layout.name:
        return []
    return [Loss(path.name, "link", TWO_FILES) for path in place.iterdir() if path.name != layout.name]


def _finish(report: Report, wish: Wish, articles: int) -> None:
    """Say what belongs to the whole dataset, and refuse one that the user did not want like this.

    Raises:
        LossError: something would be lost that must not.
        StoppedError: it was stopped at the last moment.
    """
    if report.torn:
        which = "token was" if report.torn == 1 else "tokens were"
        report.remarks.append(f"{report.torn} {which} cut where annotations begin or end; --snap widens these instead")
    held = sum(
        loss.what not in wish.drop and not (loss.what == "annotation" and loss.id in report.unwanted)
        for loss in report.losses
    )
    if wish.is_strict and held:
        message = f"{held} {'loss' if held == 1 else 'losses'} and --strict: nothing was written"
        raise LossError(message, report)
    tell(Headway("articles", articles, articles, may_stop=True))  # the last word before others see the files

"""The rows of the export screen: what can be chosen, what will be written, and what will be left out, grouped."""

import os
from collections.abc import Sequence
from pathlib import Path

from store import Choices, Format, Project, Report, why_folder
from tui.losses import Group
from tui.widgets.listing import Item
from tui.words import counted, short

TOKENS = ("prodigy", "huggingface", "parquet")
"""Formats with offsets that have tokens too."""
ARTICLES = (".md", ".txt")
"""What would be an article in the project's folder."""


def proposed(project: Project, form: Format, choices: Choices) -> Path:
    """A place beside the project's folder that is free: in the folder some datasets would be articles."""
    root = project.root.resolve()
    folder = root.parent if os.access(root.parent, os.W_OK) else Path.home()
    whose = "everybody" if choices.everyone else project.annotator
    suffix = "" if is_folder(project, form, choices) else form.suffix
    names = [f"{root.name}-{whose}{number}" for number in ("", *(f"-{at}" for at in range(2, 1000)))]
    paths = [folder / (f"{name}{suffix}" if suffix else f"{name}-{form.name}") for name in names]
    return next((path for path in paths if not path.exists()), paths[0])


def is_folder(project: Project, form: Format, choices: Choices) -> bool:
    """Whether the dataset can only be a folder."""
    count = len({*project.others.names, project.annotator}) if choices.everyone else 1
    return bool(why_folder([project] * count, form, choices.wish(None)))


def target_of(project: Project, form: Format, choices: Choices) -> Path:
    """Where the dataset goes: where the user said, by the project's folder if that says not from where; else free."""
    if not choices.target:
        return proposed(project, form, choices)
    return project.root.resolve() / Path(choices.target).expanduser()


def becomes_article(project: Project, form: Format, target: Path) -> bool:
    """Whether what is written there would be read as articles of the project."""
    is_inside = target.resolve().is_relative_to(project.root.resolve())
    return is_inside and (form.suffix in ARTICLES or form.name.startswith("brat"))


def settings(project: Project, form: Format, choices: Choices) -> list[Item]:
    """What can be chosen, each with the letter that does it and what it is now."""
    others = [name for name in project.others.names if name != project.annotator]
    rows = [_row("f", "Format", f"{form.name} · {form.title}")]
    if others:
        everybody = f"everybody: {', '.join(sorted((project.annotator, *others)))}"
        rows.append(_row("a", "Tags of", everybody if choices.everyone else project.annotator))
    rows.append(_row("k", "Kind", choices.kind or "all labels"))
    shares = "/".join(str(share) for share in choices.split) if choices.split else ""
    rows.append(_row("s", "Split", f"{shares} by article, seed {choices.seed}" if shares else "none, one dataset"))
    if "overlap" not in form.holds or form.unit == "token":
        rows.append(_row("o", "Overlaps", f"the {choices.prefer} tag is written"))
    if form.unit in ("token", "none") or form.name in TOKENS:
        rows.append(_row("g", "Tokens", "tags are widened to tokens" if choices.is_snapped else "are cut at tags"))
    rows.append(_row("b", "Furniture", "tags in it are left out" if choices.is_body_only else "is text like any other"))
    if form.name == "csv":
        rows.append(_row("c", "Formulas", "as they are" if choices.raw_cells else "get a ' in front"))
    rows.append(_row("x", "Losses", "stop it, nothing is written" if choices.is_strict else "are allowed"))
    target = target_of(project, form, choices)
    rows.append(_row("t", "To", f"{target.name} in {target.parent}"))
    rows.append(_row("w", "Write it", ""))
    return rows


def _row(key: str, name: str, value: str) -> Item:
    return Item(key, f"{key} {name:<9} {value}".rstrip())


def brief(report: Report) -> str:
    """How much a dataset will hold, and how much not, in a few words."""
    number = f"{len(report.losses):,}" if report.losses else "nothing"
    return f"{counted(report.annotations, 'tag')}, {counted(report.links, 'link')}; {number} left out"


def foreseen(report: Report, groups: Sequence[Group]) -> list[Item]:
    """What the dataset will hold, and what not; a row of losses is chosen by its place."""
    held = f"{counted(report.annotations, 'tag')} and {counted(report.links, 'link')} will be written"
    number = counted(len(report.losses), "thing") if report.losses else "nothing"
    rows = [Item("", "", is_dim=True), Item("", f"  {held}, {number} left out", is_dim=True)]
    for place, group in enumerate(groups):
        words = f"  {len(group.losses):,} × {group.what}: {group.why}"
        rows.append(Item(f"loss {place}", words, short(group.losses[0].id, 22) + " …" * (len(group.losses) > 1)))
    rows += [Item("", f"  {remark}", is_dim=True) for remark in report.remarks]
    return rows

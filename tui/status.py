"""Status: what the first and the last line say about the project, the disk, and what is under the caret."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from store import Project, SaveState, Span, annotation_of, lost
from tui.commands import CHANGING, HERE
from tui.commands.linked import named, words_of
from tui.desk import Desk
from tui.edited import certainty
from tui.keymap import Keymap
from tui.meant import current
from tui.spread import Spread
from tui.widgets.line import Tone
from tui.widgets.pane import ArticlePane
from tui.words import counted, short

LONGEST = 60
"""Characters of a quote in a line, where there is room."""


class Words(NamedTuple):
    """What a line says."""

    left: str
    right: str
    tone: Tone = "plain"
    """Whether the right part must not be overlooked."""


def about_project(project: Project) -> Words:
    """The first line: the project, and the truth about the disk."""
    library = project.library
    number = len(library.entries if library.is_large else library.readable)  # of many, nobody goes through all for this
    count = counted(number, "article")
    if done := project.relations.done:
        count = f"{done} of {number} done"
    left = f"{project.title} · {count} · annotator {project.annotator}"
    if project.read_only:
        return Words(left, f"read-only: {project.read_only}", "notice")
    right, tone = about_disk(project.state)
    return Words(left, right, tone)


def about_disk(state: SaveState) -> tuple[str, Tone]:
    """What of the work is on the disk, and how bad that news is."""
    if state.kind == "failed":
        return f"NOT SAVED: {state.why}, {counted(state.waiting, 'change')} waiting", "alarm"
    words = "saving" if state.kind == "saving" else f"saved {local_time(state.at)}" if state.at else "nothing to save"
    return (f"disk nearly full · {words}", "warning") if state.is_tight else (words, "plain")


def under_caret(desk: Desk, width: int) -> str:
    """The last line when no key has said anything: the selection, else the annotation, else the article.

    Of a long quote no more than half of a line of `width` cells is said: what it is tagged as has to be in sight.
    """
    most = min(LONGEST, width // 2)
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        return nothing_open(desk.project, desk.keymap)
    if begun := desk.link_from and annotation_of(desk.project, desk.link_from):
        return f"linking {named(begun)} …  {folded_here(desk) or _here(desk, pane, spread, most)}"
    return folded_here(desk) or _here(desk, pane, spread, most)


def _selected(pane: ArticlePane) -> str:
    """What is selected, and how much of it cannot be seen."""
    span = pane.selection.span
    folds = [fold for fold in pane.folding.rows if span.overlaps(Span(fold.start, fold.end))]
    lines = f", {counted(sum(fold.lines for fold in folds), 'folded line')} among them" if folds else ""
    return f"{counted(span.length, 'character')} selected{lines}: {short(span.of(pane.sheet.text), 60)}"


def why_not(desk: Desk, action: str) -> str:
    """Why an action of the key table can do nothing now, empty where it may."""
    if action in CHANGING and desk.project.read_only:
        return f"read-only: {desk.project.read_only}"
    return folded_here(desk) if action in HERE else ""


def folded_here(desk: Desk) -> str:
    """What the caret stands on when that is the row of a fold; empty when it is not, or something is selected."""
    pane = desk.pane
    if pane is None or not pane.folding.rows or not pane.selection.is_empty:
        return ""
    fold = pane.folding.at(pane.caret)
    if fold is None:
        return ""
    opens, all_folds = desk.showing.opening, desk.keymap.hint("folds-all")
    return f"{counted(fold.lines, 'line')} folded here; {opens} opens them, {all_folds} all folds of the article"


def _here(desk: Desk, pane: ArticlePane, spread: Spread, most: int) -> str:
    if not pane.selection.is_empty:
        return _selected(pane)
    annotation = current(desk)
    if annotation is None and (ghost := desk.ghosts.at(pane.sheet.path, pane.caret)):
        keys = f"{desk.keymap.hint('accept')} accepts, {desk.keymap.hint('untag')} rejects"
        words = short(ghost.span.of(pane.sheet.text), 30)
        cluster = desk.project.clusters.get(ghost.cluster)
        is_news = cluster and cluster.name.casefold() != ghost.span.of(pane.sheet.text).casefold()
        joins = f" · joins {short(cluster.name, 30)}" if cluster and is_news else ""
        return f"{ghost.label}? {words} · {ghost.confidence:.0%}{joins} · {keys} · suggested: {ghost.why}"
    if annotation is None:
        others = desk.others_at(pane.caret)
        if others:
            return " · ".join(f"{one.author}: {one.label} {short(one.quote)}" for one in others[:3])
        if pane.sheet.text:
            return desk.alongside.told() or pane.sheet.path
        following, other = desk.keymap.hint("article-next"), desk.keymap.hint("find-article")
        return f"{pane.sheet.path} is empty; {following} goes to the next article, {other} finds one"
    here = [one.id for one in spread.layer.at(pane.caret)]
    parts = [short(annotation.quote, most), annotation.label, f"{annotation.start}–{annotation.end}"]
    if len(here) > 1 and annotation.id in here:
        parts.append(f"{here.index(annotation.id) + 1} of {len(here)} here")
    parts += ["unsure"] if annotation.unsure else []
    parts += [clustered(desk.project, annotation.cluster)] if annotation.cluster else []
    if moved := spread.placing.moved.get(annotation.id):
        parts.append(f"moved here, {certainty(moved)}; {desk.keymap.hint('moved')} accepts it")
    parts += ["not in the label set"] if desk.project.schema.label(annotation.label) is None else []
    parts += [short(annotation.note[:400], 200)] if annotation.note else []
    links = desk.project.relations.links_of(annotation.id)
    parts += [words_of(desk, annotation, link) for link in links[:2]]
    parts += [f"and {counted(len(links) - 2, 'link')} more"] if len(links) > 2 else []
    return " · ".join(parts)


def clustered(project: Project, cluster_id: str) -> str:
    """What an annotation belongs to, with how many others where that is known."""
    cluster = project.clusters.get(cluster_id)
    if cluster is None:
        return f"cluster {cluster_id}, which is not among yours"
    size = project.clusters.size(cluster_id)
    return f"cluster {short(cluster.name)}" + (f" ({size})" if size is not None else "")


def at_start(project: Project, keymap: Keymap) -> str:
    """What somebody should look at before beginning; empty when there is nothing."""
    words = [] if project.library.is_large else [about_gone(lost(project), keymap)]  # of many: tui.settling
    if number := len(project.problems):
        words.append(f"{counted(number, 'problem')} in the files: {keymap.hint('disk')} lists them")
    return " · ".join(filter(None, words))


def about_gone(gone: Sequence[tuple[str, int]], keymap: Keymap) -> str:
    """That articles are gone which have (path, number) tags; empty when none are."""
    if not gone:
        return ""
    count = counted(sum(number for _, number in gone), "tag")
    which = f"{gone[0][0]} is gone" if len(gone) == 1 else f"{len(gone)} articles are gone"
    return f"{which}, with {count}: {keymap.hint('relocate')} finds where they belong now"


def first_step(desk: Desk) -> str:
    """What to press, for somebody in a project in which nobody has tagged anything yet; empty for others."""
    project, keymap = desk.project, desk.keymap
    if project.read_only or project.others.names or project.database.size("annotations"):
        return ""
    if desk.pane is None or not desk.pane.sheet.text:
        return ""
    label = next((one for one in project.schema.labels if one.key), None)
    how = (
        f"{label.key} and a letter tags a {label.name}" if label else f"{keymap.hint('pick-label')} tags the word here"
    )
    return f"new here? {how} · {keymap.hint('help')} keys · {keymap.hint('palette')} then tour shows all"


def ways_on(keymap: Keymap) -> str:
    """What stands at the right of the last line: how to find everything else."""
    ways = ((keymap.hint(action), words) for action, words in (("help", "help"), ("palette", "commands")))
    return "   ".join(f"{key} {words}" for key, words in ways if not key.startswith("“"))


def followed(before: str | None, now: str | None) -> str:
    """What to say when files were read anew: why nothing could be changed before, and why not now."""
    if before and not now:
        return "the other program has let go: you can tag now"
    return "what another program has written was read anew"


def nothing_open(project: Project, keymap: Keymap) -> str:
    """The next useful step when no article is open."""
    if project.library.entries:
        return "nothing is open: Esc shows the library"
    name, tour = project.root.resolve().name, f"{keymap.hint('palette')} then tour"
    return f"no .txt or .md articles in {name}: put some there and start again · {tour}"


def local_time(at: str) -> str:
    """A UTC time stamp as hours, minutes and seconds where the user is; as it stands when it is none."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S")
    except ValueError:
        return at

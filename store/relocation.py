"""Relocation: which article the records of one that is gone belong to now, and the changes that take them there.

Pure: paths, hashes and anchors in, proposals and changes out. Nothing is decided here: a proposal is for somebody to
accept, and what is only like the old text is never more than a guess.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from store.annotation import ArticleRecord, Record, Table, id_number
from store.change import Change
from store.classes import dataclass

if TYPE_CHECKING:
    from store.anchor import Anchor

Kind = Literal["same", "elsewhere", "several", "alike", "nowhere"]
"""`same`: gone, and one article has its text. `elsewhere`: the path has another text, and one article has the old one.
`several`: more than one may be meant. `alike`: an article is like it. `nowhere`: none is."""
SAMPLE = 12
"""How many annotations of a lost article are looked for in others."""
READ = 20
"""How many articles without any of its words are searched all the same, when there are no more than that."""
TRIED = 3
"""In how many articles, those with most of its words, it is looked for."""
LEAST = 24
"""Code points that must be remembered of an annotation, with what stood around it, to tell articles apart."""
EDGE = 12
"""Code points around a quote that must be there too before an article is looked at closely."""


@dataclass(frozen=True, slots=True)
class Lost:
    """An article that annotations or other records name but that is not there with the text they were made on."""

    path: str
    tags: int
    """How many annotations name it."""
    text_sha256: str
    """Of the text most of them were made on; empty when none says."""
    is_gone: bool = True
    """Whether there is no such file; else it has another text now."""
    sample: "tuple[Anchor, ...]" = ()
    """What is remembered of some of them, in text order."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the records of an article may belong."""

    old: str
    tags: int
    """How many annotations it is about."""
    kind: Kind
    candidates: tuple[str, ...] = ()
    """Paths of articles, the likeliest first."""
    found: int = 0
    """Of `tried` annotations, how many have a sure place in the first candidate; for `alike`."""
    tried: int = 0

    @property
    def new(self) -> str | None:
        """The article with exactly the same text, None when there is none or more than one."""
        return self.candidates[0] if self.kind in ("same", "elsewhere") else None


def proposals(
    lost: Iterable[Lost], present: Mapping[str, str], text_of: Callable[[str], str], free: Collection[str]
) -> tuple[Proposal, ...]:
    """A proposal for each article that is gone, and for each whose old text is another article's now.

    Args:
        lost: the articles in question.
        present: path -> hash of the text, of all articles that are there.
        text_of: the text of an article that is there.
        free: the paths of those that have no records; only these can be like a lost one.
    """
    by_hash: dict[str, list[str]] = {}
    for path, text_sha256 in present.items():
        by_hash.setdefault(text_sha256, []).append(path)
    wanted = list(lost)
    claims = Counter(one.text_sha256 for one in wanted if one.is_gone)
    found: list[Proposal] = []
    for one in wanted:
        same = tuple(sorted(by_hash.get(one.text_sha256, ()))) if one.text_sha256 else ()
        if not one.is_gone:
            found += [Proposal(one.path, one.tags, "elsewhere", same)] if len(same) == 1 else []
        elif len(same) == 1 and claims[one.text_sha256] == 1:
            found.append(Proposal(one.path, one.tags, "same", same))
        elif same:
            found.append(Proposal(one.path, one.tags, "several", same))
        else:
            found.append(_alike(one, text_of, free))
    return tuple(found)


def _alike(lost: Lost, text_of: Callable[[str], str], free: Collection[str]) -> Proposal:
    """The articles in which at least half of the sample has a sure place, the one with most first."""
    from store.anchor import Ready, Shift  # noqa: PLC0415 - 10 ms, only where an article is gone

    sample = [one for one in lost.sample if len(one.prefix + one.quote + one.suffix) >= LEAST]
    pieces = [one.prefix[-EDGE:] + one.quote[:80] + (one.suffix[:EDGE] if len(one.quote) <= 80 else "")
              for one in sample]  # fmt: skip
    words = {path: sum(piece in text for piece in pieces) for path in free for text in [text_of(path)]}
    likely = sorted((path for path in words if words[path]), key=lambda path: (-words[path], path))[:TRIED]
    if not likely and len(words) <= READ:
        likely = sorted(words)
    sure: Counter[str] = Counter()
    for path in likely:
        ready, shift = Ready.of(text_of(path)), Shift()
        places = (shift.find(ready, anchor) for anchor in sample)
        sure[path] = sum(place is not None and place.is_sure for place in places)
    good = [path for path, count in sure.most_common() if count and 2 * count >= len(sample)]
    if not good:
        return Proposal(lost.path, lost.tags, "nowhere")
    return Proposal(lost.path, lost.tags, "alike", tuple(good), sure[good[0]], len(sample))


def together(chosen: Proposal, known: Iterable[Proposal]) -> dict[str, str]:
    """What moves with a proposal, old path -> new path: when texts were exchanged, all of them at once."""
    moves: dict[str, str] = {}
    by_old = {one.old: one for one in known}
    following: Proposal | None = chosen
    while following is not None and following.new is not None and following.old not in moves:
        moves[following.old] = following.new
        following = by_old.get(following.new)
    return moves


def moved(
    records: Iterable[tuple[Table, Record]], moves: Mapping[str, str], texts: Mapping[str, str], at: str
) -> list[Change]:
    """The changes that give records of some articles to others; records whose id is none are passed over.

    Args:
        records: annotations, decisions and article records, each with its table; an article record of a new path is
            needed too if there is one, for there is at most one for an article: what both say is kept in it.
        moves: old path -> new path.
        texts: old path -> hash of the text that a record must have been made on to move; without one all do.
        at: the time of the change.
    """
    changes: list[Change] = []
    kept: list[ArticleRecord] = []

    def leaves(record: Mapping[str, Any]) -> bool:
        path = str(record.get("article"))
        return path in moves and texts.get(path) in (None, record.get("text_sha256"))

    for table, record in records:
        if table == "articles":
            kept.append(ArticleRecord.from_dict(record))
        elif (number := number_of(record)) >= 0 and (change := _moved(table, number, record, moves, leaves, at)):
            changes.append(change)
    leaving = [one for one in kept if leaves(one.to_dict())]
    return changes + _article_records(leaving, [one for one in kept if one not in leaving], moves, at)


def _moved(
    table: Table, number: int, record: Record, moves: Mapping[str, str], leaves: Callable[[Record], bool], at: str
) -> Change | None:
    new = dict(record)
    if leaves(record):
        new["article"] = moves[record["article"]]
    target = record.get("target")
    if table == "decisions" and isinstance(target, dict) and leaves(target):
        new["target"] = {**target, "article": moves[str(target["article"])]}
    if new == record:
        return None
    return Change.between(table, number, record, {**new, "updated": at} if "updated" in record else new)


def _article_records(
    leaving: Sequence[ArticleRecord], staying: Sequence[ArticleRecord], moves: Mapping[str, str], at: str
) -> list[Change]:
    by_path = {one.article: one for one in staying}
    changes: list[Change | None] = []
    for one in leaving:
        new = moves[one.article]
        there = by_path.get(new)
        if there is None:
            fresh = by_path[new] = replace(one, article=new, updated=at)
            changes.append(Change.between("articles", id_number(one.id), one.to_dict(), fresh.to_dict()))
            continue
        both = by_path[new] = replace(
            there,
            labels=tuple(dict.fromkeys((*there.labels, *one.labels))),
            note="\n".join(dict.fromkeys(note for note in (there.note, one.note) if note)),
            done=there.done or one.done,
            updated=at,
        )
        changes.append(Change.between("articles", id_number(there.id), there.to_dict(), both.to_dict()))
        changes.append(Change.delete("articles", id_number(one.id), one.to_dict()))
    return [change for change in changes if change is not None]


def number_of(record: Mapping[str, Any]) -> int:
    """The number in a record's id; -1 when that is no id."""
    try:
        return id_number(str(record.get("id")))
    except ValueError:
        return -1

"""The stress set: texts with all that makes offsets go wrong, and many random spans on them that overlap at will.

Every format is tried on it: one that can hold the spans gives back the same, the others say exactly what they lost.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from store import Annotation, Article, Cluster, Link, Project
from store.annotation import CONTEXT, Record, Table
from store.formats.tokens import BLANKS
from tests.golden_project import fill
from tests.projects import open_project, write_project

SAMPLES = Path(__file__).resolve().parents[1] / "sample_corpus" / "hask-gate"
INSERTED = (
    "🚢", "👩\u200d👩\u200d👧", "東京港", "e\u0301", "\u00a0", "\u200b", "\u2028", " \t", "—", "“", "”", "\U00010400",
    "مرحبا", "\x85", "\x0b", "\x0c", "\r", "\ufeff", "\x00", "\u202e", "\u202c", "🇫🇷", "👍🏽", "\u2029",
    "<b>&amp;", "\\", "|",
)  # fmt: skip
"""What is put into a text at random places."""
INSERTIONS, SPANS, LINKS = 40, 60, 10
LENGTHS = (1, 5, 12, 40, 160)
LABELS = ("PERSON", "ROLE OF/IN, A", "=1+1", "NO", "a|b[2]", 'say "x"', "主張")
SEED = 20260302
TOML = 'title = "Stress: set"\n' + "".join(
    f"\n[[label]]\nname = '{name}'\nkind = \"{'claim' if name == '主張' else 'entity'}\"\n" for name in LABELS
)
TOML += '\n[[link]]\ntype = "said_by"\n'


def stress_project(root: Path, seed: int = SEED) -> Project:
    """Fifteen texts of 60 annotations each, with links, notes, attributes, unsure marks and a few clusters.

    Args:
        root: the project's folder; it is made.
        seed: another one gives other texts and spans; it is printed, so that a failed test says which.
    """
    print(f"stress set of seed {seed}")  # noqa: T201 - pytest shows it with a failure
    chance = random.Random(seed)
    project = open_project(write_project(root, dict(_files(chance)), TOML))
    records: dict[Table, list[Record]] = {"annotations": [], "links": [], "clusters": [], "articles": []}
    numbers = iter(range(1, 1_000_000))
    for name in ("Tokyo", "Ilse Marrow"):
        records["clusters"].append(Cluster(f"ana-{next(numbers)}", "entity", name, author="ana").to_dict())
    for entry in project.library.readable:
        article = project.library.article(entry.path)
        found = [_annotation(article, next(numbers), chance, records) for _ in range(SPANS)]
        records["annotations"] += [one.to_dict() for one in found]
        others = [str(one["id"]) for one in records["annotations"]]
        for _ in range(LINKS):
            ends = (chance.choice(found).id, chance.choice(others))
            records["links"].append(Link(f"ana-{next(numbers)}", "said_by", *ends, author="ana").to_dict())
    fill(project, records)
    return project


def stressed(project: Project) -> Iterator[tuple[Article, tuple[Annotation, ...]]]:
    """The articles of the set, each with its annotations in text order."""
    for entry in project.library.readable:
        article = project.library.article(entry.path)
        yield article, tuple(project.layer(article))


def _files(chance: random.Random) -> Iterator[tuple[str, str]]:
    for path in sorted(SAMPLES.iterdir()):
        text = path.read_bytes().decode("utf-8")
        yield f"plain/{path.name}", text
        yield f"crlf/{path.name}", text.replace("\n", "\r\n")
        head, fence, body = text.rpartition("\n---\n")
        for _ in range(INSERTIONS):
            at = chance.randrange(len(body))
            body = body[:at] + chance.choice(INSERTED) + body[at:]
        yield f"hard/{path.name}", f"{head}{fence}{body}"


def _annotation(article: Article, number: int, chance: random.Random, records: dict[Table, list[Record]]) -> Annotation:
    text, start, end = article.text, 0, 0
    while start >= end:
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice(LENGTHS))
        start = end - len(text[start:end].lstrip(BLANKS))
        end = start + len(text[start:end].rstrip(BLANKS))
    return Annotation(
        id=f"ana-{number}",
        article=article.path,
        start=start,
        end=end,
        quote=text[start:end],
        label=chance.choice(LABELS),
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        text_sha256=article.text_sha256,
        attributes={"verdict": "=cmd|' /C calc'!A0"} if chance.random() < 0.1 else {},
        note="first\nsecond \u2028 🚢" if chance.random() < 0.1 else "",
        unsure=chance.random() < 0.1,
        cluster=str(chance.choice(records["clusters"])["id"]) if chance.random() < 0.1 else None,
        author="ana",
        created="2026-03-03T09:15:00Z",
        updated="2026-03-03T09:15:00Z",
    )

"""Survey: looks through a folder for the articles that records name but that are gone, or have another's text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from store.annotation import Record
from store.classes import dataclass
from store.entry import Entry
from store.errors import ArticleError
from store.gone import lost
from store.project import Project
from store.readers.text import read_article
from store.relocation import SAMPLE, Lost, Proposal, proposals

KEPT = 8
"""How many texts are kept in memory while they are compared."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look through the folder needs: values only, so that it can be done in a thread."""

    root: Path
    encoding: str | None
    entries: Sequence[Entry]
    """The articles that can be read."""
    named: tuple[Lost, ...]
    """The articles that records name."""

    @classmethod
    def of(cls, project: Project) -> "Survey":
        """Prepare a look at a project's folder as it is now; quick."""
        project.library.refresh()
        gone = {path for path, _ in lost(project)}
        paths = sorted({*project.database.counts(), *gone})
        named = tuple(_named(path, project.database.of_article(path), is_gone=path in gone) for path in paths)
        records = {record.article: record for record in project.relations.records}
        named = tuple(
            Lost(one.path, one.tags, records[one.path].text_sha256, one.is_gone)
            if not one.text_sha256 and one.path in records
            else one
            for one in named
        )
        return cls(project.root, project.library.encoding, project.library.readable, named)

    def run(self) -> tuple[Proposal, ...]:
        """Read every article of the folder and say where the lost ones may be; may take long, works in a thread."""
        texts: dict[str, str] = {}
        entries = {entry.path: entry for entry in self.entries}
        present: dict[str, str] = {}
        for entry in self.entries:
            try:
                article = read_article(self.root, entry.path, self.encoding, entry.file or entry.path)
            except ArticleError:
                continue
            present[entry.path] = article.text_sha256

        def text_of(path: str) -> str:
            if path not in texts:
                while len(texts) >= KEPT:
                    del texts[next(iter(texts))]
                entry = entries[path]
                try:
                    texts[path] = read_article(self.root, path, self.encoding, entry.file or path).text
                except ArticleError:
                    texts[path] = ""
            return texts[path]

        wanted = [one for one in self.named if one.is_gone or present.get(one.path) not in (None, one.text_sha256)]
        free = present.keys() - {one.path for one in self.named}
        return proposals(wanted, present, text_of, sorted(free))


def _named(path: str, records: Iterable[Record], *, is_gone: bool) -> Lost:
    from store.anchor import Anchor  # noqa: PLC0415 - 10 ms, only when somebody asks

    found = list(records)
    hashes = Counter(str(record.get("text_sha256") or "") for record in found)
    usual = max(hashes, key=lambda one: (bool(one), hashes[one]), default="")
    if not is_gone:
        return Lost(path, hashes[usual], usual, is_gone=False)
    names = ("quote", "prefix", "suffix")
    readable = [
        record for record in found
        if type(record.get("start")) is int and record.get("quote")
        and all(isinstance(record.get(name, ""), str) for name in names)
    ]  # fmt: skip
    step = max(1, -(-len(readable) // SAMPLE))
    chosen = readable[::step]
    sample = tuple(Anchor(max(0, one["start"]), *(one.get(name, "") for name in names)) for one in chosen)
    return Lost(path, len(found), usual, is_gone=True, sample=sample)

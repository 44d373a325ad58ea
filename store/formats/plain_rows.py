"""Articles in rows of JSON lines or CSV that nobody has annotated: a text a row, and what is known about it."""

from collections.abc import Iterable

from store.article import METADATA
from store.formats import jsonread
from store.formats.cells import sheet
from store.formats.found import Found, GivenArticle, Known, Refusal, Source, Wish
from store.formats.jsonread import OddError, Row

TEXTS = ("text", "content", "body", "article")
"""What the column or key of the text is called, the first that is there."""
KEYS = ("id", "path", "file", "name", "title")
"""What an article is called by, the first that is there."""
READ = frozenset((*TEXTS, *KEYS, *METADATA))


def sniff(name: str, head: bytes) -> int:
    """A guess, when nothing else knows the file."""
    suffix = name.casefold().rpartition(".")[2]
    if suffix in ("jsonl", "ndjson") or (suffix == "json" and head.lstrip()[:1] == b"{"):
        return 5
    return 5 if suffix == "csv" and any(one.encode() in head[:4096] for one in TEXTS) else 0


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read a row at a time."""
    del known
    told: set[str] = set()
    for name in source.names():
        rows = sheet(source, name, wish) if name.casefold().endswith(".csv") else jsonread.rows(source, name)
        for number, row in rows:
            if isinstance(row, Refusal):
                yield Found(refused=[row])
                continue
            found = _found(row, name, number, wish)
            unread = [one for one in jsonread.mapped(row, wish) if one not in READ and one not in told]
            if found.articles and unread:
                told.update(unread)
                are, were = ("is", "was") if len(unread) == 1 else ("are", "were")
                found.remarks.append(f"{name}: {', '.join(unread)} {are} not known here and {were} not read")
            yield found


def _found(row: Row, file: str, line: int, wish: Wish) -> Found:
    row = jsonread.mapped(row, wish)
    try:
        column = next((one for one in TEXTS if isinstance(row.get(one), str)), None)
        if column is None:
            names = ", ".join(list(row)[:8])
            message = f"has no text: none of {names} is called text, content, body or article; --map text=NAME says"
            raise OddError(message)
        metadata = {one: jsonread.plain(row, one) for one in METADATA}
    except OddError as error:
        return Found(refused=[Refusal(file, line, "", str(error))])
    key = next((value for one in KEYS if (value := jsonread.plain(row, one))), f"{file.rpartition('.')[0]}-{line}")
    return Found([GivenArticle(key, row[column], metadata=metadata, file=file, line=line)])

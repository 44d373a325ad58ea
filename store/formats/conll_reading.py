"""Reading the CoNLL family: a token a line, its tag in the last column, a blank line after a sentence.

There are no offsets: the text is put together from the tokens, and where the project has it with other blanks the
annotations are carried over to that.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from store.errors import FormatError
from store.formats.found import Found, GivenAnnotation, GivenArticle, Known, Refusal, Source, Wish
from store.formats.tagread import runs

DOCSTART = "-DOCSTART-"
TAG = re.compile(r"O|[BILUESM]-\S+")
BARE = re.compile(r"[A-Z][A-Z0-9_]*")
"""A label that stands alone as a tag."""
SUFFIXES = (".iob2.tsv", ".bilou.tsv", ".conll", ".iob2", ".iob", ".bio", ".bilou", ".tsv", ".txt")
LEAST = 0.5
"""The share of the lines that end in a tag, of a file that somebody says is one."""
MOST_TOKENS = 5_000_000
"""Of one article."""


def sniff(name: str, head: bytes) -> int:
    """Sure where the lines end in tags."""
    lines = [line.split() for line in head.decode("utf-8", "replace").split("\n")[:400]][:-1]
    tokens = [line for line in lines if line and line[0] != DOCSTART]
    if not tokens:
        return 0
    is_named = name.endswith(SUFFIXES[:-2])
    kinds = (TAG, BARE) if is_named else (TAG,)
    tagged = sum(len(line) > 1 and any(kind.fullmatch(line[-1]) for kind in kinds) for line in tokens)
    if tagged < 0.9 * len(tokens) or tagged < (1 if is_named else 3):
        return 0
    return 92 if any(line and line[0] == DOCSTART for line in lines) or is_named else 70


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read an article at a time; in a folder each file is one at least."""
    del known
    names = [name for name in source.names() if name.endswith(SUFFIXES) or len(source.names()) == 1]
    for name in names:
        with source.open(name) as file:
            if _tagged(file.read(65_536)) < LEAST:
                message = f"{name}: its lines do not end in tags such as O and B-PERSON: this is no CoNLL file"
                raise FormatError(message)
        with source.open(name) as file:
            yield from _articles(file, name, wish)


def _tagged(head: bytes) -> float:
    """The share of the first lines with a token that end in a tag."""
    lines = [line.split() for line in head.decode("utf-8", "replace").split("\n")]
    tokens = [line for line in lines if line and line[0] != DOCSTART]
    tagged = sum(len(line) > 1 and any(kind.fullmatch(line[-1]) for kind in (TAG, BARE)) for line in tokens)
    return tagged / max(1, len(tokens))


@dataclass
class _Gathered:
    """The tokens of one article so far."""

    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """The places of the first tokens of sentences."""
    refused: list[Refusal] = field(default_factory=list)

    def end_sentence(self) -> None:
        """What follows is another one."""
        if self.tokens and (not self.breaks or self.breaks[-1] != len(self.tokens)):
            self.breaks.append(len(self.tokens))


def _articles(file: BinaryIO, name: str, wish: Wish) -> Iterator[Found]:
    is_joined, number, has_marks = bool(wish.options.get("join")), 0, False
    one = _Gathered()
    for line_number, line in enumerate(_lines(file, name), 1):
        cells = line.removesuffix("\r").split("\t") if "\t" in line else line.split()
        if not any(cell.strip() for cell in cells):
            one.end_sentence()
        elif cells[0].startswith(DOCSTART) and not is_joined:
            has_marks = True
            if one.tokens:
                number += 1
                yield _found(one, name, _key(name, number))
            one = _Gathered(refused=[] if one.tokens else one.refused)
        elif cells[0].startswith(DOCSTART):
            one.end_sentence()
        else:
            _token(one, cells, name, line_number)
    if one.tokens or one.refused:
        yield _found(one, name, _key(name, number + 1 if has_marks and number else 0))


def _token(one: _Gathered, cells: list[str], name: str, line: int) -> None:
    cells = [cell for cell in cells if cell] if len(cells) > 1 else cells
    if len(cells) < 2 or any(char.isspace() for char in cells[-1].strip()):
        if not one.tokens and not one.refused:
            message = f"{name}:{line}: {cells[0][:40]!r} has no tag: this is no CoNLL file"
            raise FormatError(message)
        one.refused.append(Refusal(name, line, "", f"{cells[0][:40]!r} has no tag; the token is left out"))
        return
    if len(one.tokens) >= MOST_TOKENS:
        message = f"{name}:{line}: an article has more than {MOST_TOKENS:,} tokens"
        raise FormatError(message)
    one.tokens.append(cells[0].strip())
    one.tags.append(cells[-1].strip())
    one.lines.append(line)


def _found(one: _Gathered, name: str, key: str) -> Found:
    begins = {at for at in one.breaks if at < len(one.tokens)}
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for at, token in enumerate(one.tokens):
        if at:
            parts.append("\n" if at in begins else " ")
            length += 1
        starts.append(length)
        parts.append(token)
        length += len(token)
    text = "".join((*parts, "\n"))
    found = Found([GivenArticle(key, text, is_rebuilt=True, file=name)], refused=one.refused)
    for run in runs(one.tags, sorted(begins)):
        start, end = starts[run.first], starts[run.last] + len(one.tokens[run.last])
        label, line = run.label, one.lines[run.first]
        found.annotations.append(GivenAnnotation(key, start, end, label, text[start:end], file=name, line=line))
    return found


def _key(name: str, number: int) -> str:
    suffix = next((one for one in SUFFIXES if name.endswith(one)), "")
    stem = name.removesuffix(suffix) if suffix else name.rpartition(".")[0] or name
    return f"{stem}-{number:04}.txt" if number else f"{stem}.txt"


def _lines(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines between LF, and nothing else: tokens may hold what ends a line elsewhere."""
    try:
        for line in io.TextIOWrapper(file, encoding="utf-8-sig", newline="\n"):
            yield line.removesuffix("\n")
    except UnicodeDecodeError as error:
        message = f"{name}: is not utf-8 (byte {error.start}); --encoding says what it is"
        raise FormatError(message) from error

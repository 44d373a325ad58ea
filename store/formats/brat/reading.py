"""Reading brat's files: a text and its annotations, in a folder or an archive.

Lines are only those between two LF: what a line quotes may hold what ends one for other readers. Settings of the
folder are data; commands that its `tools.conf` may name are never looked at.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field, replace

from store.annotation import Record
from store.classes import dataclass
from store.errors import FormatError
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.offsets import Utf16
from store.formats.packed import Packed
from store.formats.wording import BREAKS, given_cluster
from store.span import Span

SPAN = re.compile(r"(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*)")
ARROW = re.compile(r"(\S+)\s+[^\s:]+:(\S+)\s+[^\s:]+:(\S+)\s*")
ANSWER = re.compile(r"(\S+) (\S+)(?: (.+?))?\s*")
REFERENCE = re.compile(r"(\S+) (\S+) (\S+?:\S+)\s*")
NOT_READ = {"E": "events are not read", "*": "equivalences are not read", "X": "extents are not read"}
"""By the first character of a line's id: what the model has no place for."""
EXACT = re.compile(r'# ([TRA]) (\S+) (".*")')
"""What Sidemark says of a name that it had to change: of what it is, the name in the file, the name."""
SETTINGS = (".conf", ".stats_cache")


def sniff(name: str, head: bytes) -> int:
    """Sure of an `.ann` that begins like one."""
    if not name.endswith(".ann"):
        return 0
    return 95 if re.match(rb"(?:[TREAMN#]\d+|\*)\t", head.lstrip()) else 30


def sniff_archive(name: str, head: bytes) -> int:
    """Nearly sure of a ZIP that begins with an `.ann`, or with a text of the ZIP's own name."""
    length = int.from_bytes(head[26:28], "little")
    first = head[30 : 30 + length].decode("utf-8", "replace")
    is_own = first == f"{name.rpartition('/')[2].removesuffix('.zip')}.txt"
    return 80 if head.startswith(b"PK\x03\x04") and (first.endswith(".ann") or is_own) else 0


def read(source: Source, known: Known | None = None, wish: Wish | None = None) -> Iterator[Found]:
    """Read each text with its annotations, by name; a text without any is an article too."""
    del known, wish
    names = source.names()
    bases = sorted({name[:-4] for name in names if name.endswith((".ann", ".txt"))})
    for base in bases:
        yield _article(source, base, frozenset(names))
    for name in (name for name in names if name.endswith(".zip") and not isinstance(source, Packed)):
        yield from _packed(source, name)
    rest = [name for name in names if not name.endswith((".ann", ".txt", ".zip", *SETTINGS))]
    if rest:
        yield Found(remarks=[f"{len(rest)} files that are neither .txt nor .ann were not read, such as {rest[0]}"])


def _packed(source: Source, name: str) -> Iterator[Found]:
    """Read an archive among the files: of INCEpTION each article has one."""
    try:
        yield from read(Packed(source, name))
    except FormatError as error:
        yield Found(refused=[Refusal(name, 0, "", str(error))])


def _article(source: Source, base: str, names: frozenset[str]) -> Found:
    key, file = f"{base}.txt", f"{base}.ann"
    found = Found()
    text = _text(source, key, found) if key in names else None
    found.articles.append(GivenArticle(key, text))
    lines = _text(source, file, found) if file in names else None
    if lines is not None:
        _Annotations(key, file, _names_back(source, base, names), found).read(lines)
        found.refused.sort(key=lambda one: (one.file, one.line))
    if text is not None:
        units = Utf16(text)
        if lines and not lines.endswith("\n"):
            _refuse_cut(found, lines.count("\n") + 1, text, units)
        found.annotations = [_with_breaks(one, text, units) for one in found.annotations]
    return found


def _refuse_cut(found: Found, last: int, text: str, units: Utf16) -> None:
    """Refuse an annotation in the last line of a file that ends in it: half a quote is another place in the text."""
    for one in [one for one in found.annotations if one.line == last and one.quote]:
        if any(
            held.startswith(str(one.quote)) and held[len(str(one.quote)) :].strip() for held in _held(one, text, units)
        ):
            found.annotations.remove(one)
            found.refused.append(Refusal(one.file, last, one.id, "the file ends in the middle of this line"))


def _held(given: GivenAnnotation, text: str, units: Utf16) -> Iterator[str]:
    """What the text holds at the offsets of an annotation, in each unit that they may be in."""
    for unit in (int, units.to_codepoint):
        with suppress(ValueError):
            yield text[unit(given.start) : unit(given.end)]


def _with_breaks(given: GivenAnnotation, text: str, units: Utf16) -> GivenAnnotation:
    """The annotation with the line breaks of its text, which no file can quote, and whole if only they cut it."""
    is_plain = units.is_identity and not BREAKS.search(text, given.start, given.end)
    if given.quote is None or (is_plain and not given.fragments):
        return given
    for quote in _held(given, text, units):
        if quote.split() == given.quote.split():
            return replace(given, quote=quote, fragments=())
    return given


def _text(source: Source, name: str, found: Found) -> str | None:
    with source.open(name) as file:
        try:
            return file.read().decode("utf-8")
        except UnicodeDecodeError as error:
            found.refused.append(Refusal(name, 0, "", f"is not UTF-8 (byte {error.start})"))
            return None


def _names_back(source: Source, base: str, names: frozenset[str]) -> Mapping[tuple[str, str], str]:
    """What names of the files stand for, from the `visual.conf` nearest above an article."""
    folder = base
    while folder:
        folder = folder.rpartition("/")[0]
        name = f"{folder}/visual.conf".removeprefix("/")
        if name in names:
            with source.open(name) as file:
                return _labels(file.read().decode("utf-8", "replace"))
    return {}


def _labels(settings: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    exact: dict[tuple[str, str], str] = {}
    section = ""
    for line in settings.split("\n"):
        if line.startswith("["):
            section = line.strip()
        elif section == "[labels]" and (match := EXACT.fullmatch(line.rstrip())):
            exact[match[1], match[2]] = _unquoted(match[3]) or match[2]
        elif section == "[labels]" and "|" in line and not line.startswith("#"):
            name, shown = (cell.strip() for cell in line.split("|")[:2])
            if name and shown:
                found |= {(kind, name): shown for kind in "TRA" if (kind, name) not in found}
    return found | exact


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return ""


@dataclass(slots=True)
class _Row:
    """A line of the file, taken apart."""

    line: int
    id: str
    data: str
    tail: str
    """What follows the second TAB."""


@dataclass(slots=True)
class _Member:
    """What other lines say about a span or a link."""

    attributes: dict[str, list[str]] = field(default_factory=dict)
    unsure: bool = False
    cluster: Record = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class _Annotations:
    """Reads one `.ann`: spans and links first, then what other lines say about them."""

    def __init__(self, article: str, file: str, names: Mapping[tuple[str, str], str], found: Found) -> None:
        self._article, self._file, self._names, self._found = article, file, names, found
        self._spans: dict[str, GivenAnnotation] = {}
        self._links: dict[str, GivenLink] = {}
        self._members: dict[str, _Member] = {}
        self._others: Counter[str] = Counter()

    def read(self, text: str) -> None:
        """Read the lines and add what they say to what was found."""
        rows = list(self._rows(text))
        for row in rows:
            if row.id[0] == "T":
                self._span(row)
        for row in rows:
            if row.id[0] == "R":
                self._link(row)
        for row in rows:
            self._member(row)
        self._found.annotations += [self._completed(one) for one in self._spans.values()]
        self._found.links += [replace(one, note=self._note(name)) for name, one in self._links.items()]
        for kind, count in self._others.items():
            self._found.remarks.append(f"{self._file}: {count} notes of the kind {kind} were not read")

    def _rows(self, text: str) -> Iterator[_Row]:
        seen: set[str] = set()
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            name, _, rest = line.removesuffix("\r").partition("\t")
            data, _, tail = rest.partition("\t")
            row = _Row(number, name, data, tail)
            if name[:1] in NOT_READ:
                self._refuse(row, NOT_READ[name[0]])
            elif not re.fullmatch(r"[TRAMN#]\S+", name) or not data:
                self._refuse(row, "is no line of brat: it has to begin with an id and a tab")
            elif name in seen:
                self._refuse(row, "the id is used twice")
            else:
                seen.add(name)
                yield row

    def _span(self, row: _Row) -> None:
        match = SPAN.fullmatch(row.data.rstrip())
        if match is None:
            self._refuse(row, f"{row.data[:40]!r} is no label and no offsets")
            return
        parts = [Span(*map(int, part.split(" "))) for part in match[2].split(";")]
        if any(start >= end for start, end in parts):
            self._refuse(row, "the span is empty or ends before it begins")
            return
        self._spans[row.id] = GivenAnnotation(
            self._article,
            min(part.start for part in parts),
            max(part.end for part in parts),
            self._name("T", match[1]),
            row.tail or None,
            id=row.id,
            fragments=tuple(parts) if len(parts) > 1 else (),
            file=self._file,
            line=row.line,
        )

    def _link(self, row: _Row) -> None:
        match = ARROW.fullmatch(row.data)
        if match is None:
            self._refuse(row, f"{row.data[:40]!r} is no link of two arguments")
        elif gone := [end for end in (match[2], match[3]) if end not in self._spans]:
            self._refuse(row, f"there is no span {gone[0]}")
        else:
            source, target = match[2], match[3]
            kind = self._name("R", match[1])
            self._links[row.id] = GivenLink(kind, source, target, row.id, file=self._file, line=row.line)

    def _member(self, row: _Row) -> None:
        if row.id[0] in "AM":
            self._answer(row)
        elif row.id[0] == "N":
            self._reference(row)
        elif row.id[0] == "#":
            kind, _, target = row.data.rstrip().partition(" ")
            if kind != "AnnotatorNotes":
                self._others[kind] += 1
            elif member := self._of(row, target, links=True):
                member.notes.append(row.tail)

    def _answer(self, row: _Row) -> None:
        match = ANSWER.fullmatch(row.data)
        if match is None:
            self._refuse(row, "is no attribute of anything")
        elif member := self._of(row, match[2], links=False):
            name, value = self._name("A", match[1]), match[3]
            if name == "unsure" and value in (None, "yes"):
                member.unsure = True
            else:
                member.attributes.setdefault(name, []).append(value or "yes")

    def _reference(self, row: _Row) -> None:
        match = REFERENCE.fullmatch(row.data)
        if match is None:
            self._refuse(row, "refers to no entry such as Wikidata:Q1490")
        elif member := self._of(row, match[2], links=False):
            if member.cluster:
                self._refuse(row, f"{match[2]} has a reference already")
            else:
                member.cluster = given_cluster(match[3], row.tail)
                self._found.clusters.append(member.cluster)

    def _of(self, row: _Row, target: str, *, links: bool) -> _Member | None:
        """What is known about a line's target; None, and refused, when there is no such target."""
        if target in self._spans or (links and target in self._links):
            return self._members.setdefault(target, _Member())
        is_link = target in self._links
        self._refuse(row, f"{target} is a link; only spans have attributes" if is_link else f"there is no {target}")
        return None

    def _completed(self, given: GivenAnnotation) -> GivenAnnotation:
        member = self._members.get(given.id)
        if member is None:
            return given
        return replace(
            given,
            attributes={name: one[0] if len(one) == 1 else one for name, one in member.attributes.items()},
            unsure=member.unsure,
            note=" ".join(member.notes),
            cluster=member.cluster.get("id", ""),
            kb_id=member.cluster.get("kb_id", ""),
        )

    def _note(self, link: str) -> str:
        member = self._members.get(link)
        return " ".join(member.notes) if member else ""

    def _name(self, kind: str, name: str) -> str:
        return self._names.get((kind, name), name)

    def _refuse(self, row: _Row, why: str) -> None:
        self._found.refused.append(Refusal(self._file, row.line, row.id, why))

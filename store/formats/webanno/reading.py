"""Reading WebAnno TSV 3.0 to 3.3: every layer of spans and relations, stacked, over several tokens and inside them.

The text is built from what stands before each sentence and from the offsets of its tokens, as INCEpTION does it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import NamedTuple

from store.classes import dataclass
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.inception import IDENTIFIER, Whose, whose
from store.formats.iri import kb_of
from store.formats.offsets import Utf16
from store.formats.webanno.columns import FORMAT, Layer, layers
from store.formats.webanno.escapes import parts, plain_text, plain_value
from store.formats.wording import OWN, given_cluster

ROW = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)\t(\d{1,12})-(\d{1,12})\t([^\t]*)(?:\t(.*))?")
ORIGIN = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?")
WIDEST = 1 << 20
"""The most blanks between two sentences; a file could else ask for any amount of memory."""


def sniff(name: str, head: bytes) -> int:
    """Sure of its first line."""
    del name
    return 98 if head.removeprefix(b"\xef\xbb\xbf").startswith(b"#FORMAT=WebAnno TSV 3") else 0


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read each `.tsv` as an article with what is on it."""
    del wish
    for name in source.names():
        about = whose(name)
        if about is not None and (name.endswith(".tsv") or len(source.names()) == 1):
            yield _read(source, name, about, known)


def _read(source: Source, name: str, about: Whose, known: Known) -> Found:
    with source.open(name) as file:
        data = file.read()
    try:
        lines = [line.removesuffix("\r") for line in data.decode("utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        return Found(refused=[Refusal(name, 0, "", f"is not UTF-8 (byte {error.start})")])
    match = FORMAT.fullmatch(lines[0])
    if match is None:
        return Found(refused=[Refusal(name, 1, "", "is no WebAnno TSV 3: its first line does not say so")])
    base = about.document.removesuffix(".txt")
    there = (one for suffix in (".txt", ".md", "") if (one := known.article(path=base + suffix)) is not None)
    article = next(there, None)
    about = Whose(article.path, about.annotator) if article else about
    return _Sheet(name, about, int(match[1])).read(lines)


class _Unit(NamedTuple):
    """A row: a token or a part of one."""

    line: int
    name: str
    start: int
    end: int
    text: str
    cells: Sequence[str]


@dataclass(slots=True)
class _Sentence:
    """What stands before the rows of a sentence, and the rows."""

    lines: list[str] = field(default_factory=list)
    units: list[_Unit] = field(default_factory=list)


@dataclass(slots=True)
class _Spread:
    """An annotation, which may be on several rows."""

    layer: Layer
    line: int
    start: int
    end: int
    values: dict[str, str]


class _Sheet:
    """Reads one file."""

    def __init__(self, file: str, about: Whose, minor: int) -> None:
        self._file, self._article, self._minor = file, about.document, minor
        self._annotator = about.annotator
        self._layers: tuple[Layer, ...] = ()
        self._found = Found()
        self._spreads: dict[str, _Spread] = {}
        self._on: dict[tuple[str, str], list[str]] = defaultdict(list)
        """(Type, row) -> the annotations there that have no mark."""
        self._unread: Counter[str] = Counter()

    def read(self, lines: list[str]) -> Found:
        """What the lines hold."""
        end = next((at for at, line in enumerate(lines) if at and not line.startswith(("#T_", "#FORMAT"))), len(lines))
        self._layers = layers(lines[1:end])
        found = list(self._sentences(lines, end))
        text, is_utf16 = self._text(found)
        if text is None:
            return self._found
        rows = [unit for sentence in found for unit in sentence.units]
        takers = {"SP": self._spans, "RL": self._relations, "CH": self._chains}
        for kind in ("SP", "RL", "CH"):  # what relations join comes first
            for unit in rows:
                for layer in (one for one in self._layers if one.kind == kind):
                    takers[kind](layer, unit)
        self._found.articles.append(GivenArticle(self._article, text))
        units = Utf16(text)
        self._found.annotations += [
            self._given(name, one, text, units if is_utf16 else None) for name, one in self._spreads.items()
        ]
        for name, count in self._unread.items():
            self._found.remarks.append(
                f"{self._file}: {count} values of {name} were not read: it is about single words"
            )
        return self._found

    def _sentences(self, lines: list[str], at: int) -> Iterator[_Sentence]:
        sentence = _Sentence()
        for number, line in enumerate(lines[at:], at + 1):
            if sentence.units and (not line or line.startswith("#")):
                yield sentence
                sentence = _Sentence()
            if line.startswith("#Text="):
                sentence.lines.append(plain_text(line.removeprefix("#Text="), self._minor))
            elif line and not line.startswith("#"):
                match = ROW.fullmatch(line)
                if match is None:
                    self._refuse(number, line.partition("\t")[0], "is no row of a token")
                else:
                    cells = [] if match[5] is None else match[5].split("\t")
                    sentence.units.append(_Unit(number, match[1], int(match[2]), int(match[3]), match[4], cells))
        if sentence.units:
            yield sentence

    def _text(self, sentences: Sequence[_Sentence]) -> tuple[str | None, bool]:
        """The text of the article, and whether the file counts it in UTF-16 units; other programs forget to."""
        built = {is_utf16: self._built(sentences, is_utf16=is_utf16) for is_utf16 in (True, False)}
        fitting = {is_utf16: _fitting(text, sentences, is_utf16=is_utf16) for is_utf16, text in built.items()}
        is_utf16 = fitting[True] >= fitting[False]
        text = built[is_utf16]
        tokens = sum(len(sentence.units) for sentence in sentences)
        if text is None or (tokens and not fitting[is_utf16]):
            self._refuse(0, "", "its sentences and the offsets of its tokens do not go together")
            return None, is_utf16
        if fitting[is_utf16] < tokens:
            missing = tokens - fitting[is_utf16]
            self._found.remarks.append(f"{self._file}: {missing} of {tokens} tokens are not where the file says")
        return text, is_utf16

    def _built(self, sentences: Sequence[_Sentence], *, is_utf16: bool) -> str | None:
        found: list[str] = []
        length = 0
        for sentence in sentences:
            begin = sentence.units[0].start
            if found and length == begin + 1:
                found[-1] = found[-1][:-1]
                length -= 1
            if not 0 <= begin - length <= WIDEST:
                return None
            words = "\n".join(sentence.lines) + "\n"
            found.append(" " * (begin - length) + words)
            length = begin + (Utf16(words).length if is_utf16 else len(words))
        return "".join(found)

    def _spans(self, layer: Layer, unit: _Unit) -> None:
        for place, values in enumerate(self._stacked(layer, unit)):
            mark = next((mark for _, mark in values if mark), "")
            name = self._name(layer.type, mark) if mark else f"{self._name(layer.type)} {unit.name}/{place + 1}"
            if unit.start == unit.end:
                self._refuse(unit.line, name, "is on no character")
                continue
            spread = self._spreads.get(name)
            if spread is not None and mark:
                spread.start, spread.end = min(spread.start, unit.start), max(spread.end, unit.end)
                continue
            columns = zip(layer.features, values, strict=True)
            given = {feature: value for feature, (value, _) in columns if value is not None and feature}
            self._spreads[name] = _Spread(layer, unit.line, unit.start, unit.end, given)
            if not mark:
                self._on[layer.type, unit.name].append(name)

    def _relations(self, layer: Layer, unit: _Unit) -> None:
        reference = next((at for at, name in enumerate(layer.features) if name.startswith("BT_")), None)
        for values in self._stacked(layer, unit):
            match = ORIGIN.fullmatch(values[reference][0] or "") if reference is not None else None
            if match is None:
                self._refuse(unit.line, unit.name, f"the relation {layer.name} has no origin")
                continue
            ends = (self._end(layer, match[1], match[2]), self._end(layer, unit.name, match[3]))
            label = layer.label
            kind = (values[label][0] if label is not None else None) or layer.name
            if ends[0] is None or ends[1] is None:
                self._refuse(unit.line, unit.name, f"the relation {kind} joins no two annotations that were read")
            else:
                link = GivenLink(kind, ends[0], ends[1], annotator=self._annotator, file=self._file, line=unit.line)
                self._found.links.append(link)

    def _end(self, layer: Layer, row: str, mark: str | None) -> str | None:
        if mark and int(mark):
            name = self._name(layer.base, mark)
            return name if name in self._spreads else None
        return next(iter(self._on.get((layer.base, row), ())), None)

    def _name(self, layer: str, mark: str = "") -> str:
        """What messages call an annotation: the short name of its layer, if no other has the same, and its mark."""
        short = layer.rpartition(".")[2]
        is_clear = sum(one.name == short for one in self._layers) < 2
        return (short if is_clear else layer) + (f"[{int(mark)}]" if mark else "")

    def _chains(self, layer: Layer, unit: _Unit) -> None:
        if any(cell not in ("", "_") for cell in unit.cells[layer.first : layer.first + len(layer.features)]):
            self._refuse(unit.line, unit.name, f"is in a chain of {layer.name}; chains are not read")

    def _stacked(self, layer: Layer, unit: _Unit) -> Iterator[list[tuple[str | None, str]]]:
        """Each annotation of a layer on a row: its value and its mark in every column; None for no value."""
        cells = unit.cells[layer.first : layer.first + len(layer.features)]
        if len(cells) < len(layer.features):
            self._refuse(unit.line, unit.name, f"has too few columns for {layer.name}")
            return
        if all(cell in ("", "_") for cell in cells):
            return
        if not layer.is_read:
            self._unread[layer.name] += 1
            return
        columns = [parts(cell, "|") for cell in cells]
        for place in range(max(map(len, columns))):
            values = [_value(column[place]) if place < len(column) else (None, "") for column in columns]
            for feature, (value, _) in zip(layer.features, values, strict=True):
                if layer.kind == "SP" and feature.startswith("ROLE_") and value:
                    self._refuse(unit.line, unit.name, f"the slots of {layer.name} are not read")
            yield values

    def _given(self, name: str, one: _Spread, text: str, units: Utf16 | None) -> GivenAnnotation:
        quote = _between(text, one.start, one.end, units)
        column = one.layer.label
        feature = one.layer.features[column] if column is not None else ""
        attributes = {
            key: value
            for key, value in one.values.items()
            if key not in (feature, IDENTIFIER) and not one.layer.is_reference(key)
        }
        given = GivenAnnotation(
            self._article, one.start, one.end, one.values.get(feature) or one.layer.name, quote,
            id=name, attributes=attributes, annotator=self._annotator, file=self._file, line=one.line,
        )  # fmt: skip
        if not one.values.get(IDENTIFIER):
            return given
        known, own = kb_of(one.values[IDENTIFIER])
        cluster = given_cluster(OWN + own if own else known, quote or "")
        self._found.clusters.append(cluster)
        return replace(given, cluster=cluster["id"], kb_id=cluster["kb_id"])

    def _refuse(self, line: int, name: str, why: str) -> None:
        self._found.refused.append(Refusal(self._file, line, name, why))


def _value(cell: str) -> tuple[str | None, str]:
    """The value and the mark of one annotation in one column."""
    value, rest = cell, ""
    cut = parts(cell, "[")
    if len(cut) > 1 and re.fullmatch(r"\d{1,9}\]", cut[-1]):
        value, rest = "[".join(cut[:-1]), cut[-1][:-1]
    return (None if value in ("*", "_", "") else plain_value(value)), rest


def _fitting(text: str | None, sentences: Sequence[_Sentence], *, is_utf16: bool) -> int:
    """How many tokens stand where the file says."""
    if text is None:
        return -1
    units = Utf16(text) if is_utf16 else None
    every = (unit for sentence in sentences for unit in sentence.units)
    return sum(_between(text, unit.start, unit.end, units) == unit.text for unit in every)


def _between(text: str, start: int, end: int, units: Utf16 | None) -> str | None:
    """What stands between two offsets of the file; None when they are no places of the text."""
    try:
        return text[units.to_codepoint(start) : units.to_codepoint(end)] if units else text[start:end]
    except ValueError:
        return None

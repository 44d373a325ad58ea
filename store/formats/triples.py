"""Turtle: the statements of an RDF text in this notation, as far as datasets use it; by the grammar of the W3C (2014).

Collections in round brackets are refused; everything else of Turtle is read. An IRI is joined to its base as it
stands.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.errors import FormatError

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PIECE = re.compile(
    r"""
    (?P<blank>[\s\ufeff]+|\#[^\n\r]*)
  | (?P<iri><[^\x00-\x20<>"{}|^`]*>)
  | (?P<long>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\")
  | (?P<text>"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"|'[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*')
  | (?P<directive>@prefix\b|@base\b|(?i:prefix|base)(?=\s))
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<typed>\^\^)
  | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?<!\.))
  | (?P<node>_:[^\s<>"'{}|^`\\;,\[\]()\#]*[^\s<>"'{}|^`\\;,\[\]().\#])
  | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.))?)
  | (?P<word>[A-Za-z]+)
  | (?P<sign>[.;,\[\]])
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Piece(NamedTuple):
    """A word of the text."""

    kind: str
    text: str
    line: int


class Statement(NamedTuple):
    """One triple."""

    subject: str
    """An IRI, or `_:` and a name for a node without one."""
    predicate: str
    object: str
    """An IRI, a node or the text of a literal."""
    is_literal: bool
    line: int
    """Of the object, from 1."""


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text, in order.

    Raises:
        FormatError: it is no Turtle; the text says in which line.
    """
    yield from _Parser(text).statements()


class _Parser:
    def __init__(self, text: str) -> None:
        self._pieces = _pieces(text)
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._nodes = 0
        self._next = next(self._pieces)

    def statements(self) -> Iterator[Statement]:
        """All statements."""
        while self._next.kind != "end":
            if self._next.kind == "directive":
                self._directive()
                continue
            is_node = self._next.text == "["
            found: list[Statement] = []
            subject = self._node(found)
            if not (is_node and self._next.text == "."):
                self._predicates(subject, found)
            self._take(".")
            yield from found

    def _directive(self) -> None:
        word = self._step().text
        if word.lower().endswith("prefix"):
            name = self._step()
            if name.kind != "name" or not name.text.endswith(":"):
                raise _refused(name)
            self._prefixes[name.text[:-1]] = self._iri(self._step())
        else:
            self._base = self._iri(self._step())
        if word.startswith("@"):
            self._take(".")

    def _predicates(self, subject: str, found: list[Statement]) -> None:
        while True:
            piece = self._step()
            predicate = RDF_TYPE if piece.kind == "word" and piece.text == "a" else self._iri(piece)
            while True:
                line = self._next.line
                value, is_literal = self._object(found)
                found.append(Statement(subject, predicate, value, is_literal, line))
                if self._next.text != "," or self._next.kind != "sign":
                    break
                self._step()
            while self._next.kind == "sign" and self._next.text == ";":
                self._step()
                if self._next.kind == "sign" and self._next.text in ".]":
                    return
            if self._next.kind == "sign":
                return

    def _object(self, found: list[Statement]) -> tuple[str, bool]:
        piece = self._next
        if piece.kind in ("text", "long"):
            self._step()
            value = _unescaped(piece.text[3:-3] if piece.kind == "long" else piece.text[1:-1], piece)
            if self._next.kind == "language":
                self._step()
            elif self._next.kind == "typed":
                self._step()
                self._iri(self._step())
            return value, True
        if piece.kind == "number" or (piece.kind == "word" and piece.text in ("true", "false")):
            return self._step().text, True
        return self._node(found), False

    def _node(self, found: list[Statement]) -> str:
        piece = self._step()
        if piece.kind == "node":
            return piece.text
        if piece.kind == "sign" and piece.text == "[":
            self._nodes += 1
            name = f"_:[{self._nodes}]"
            if not (self._next.kind == "sign" and self._next.text == "]"):
                self._predicates(name, found)
            self._take("]")
            return name
        return self._iri(piece)

    def _iri(self, piece: Piece) -> str:
        if piece.kind == "iri":
            iri = _unescaped(piece.text[1:-1], piece)
            return iri if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri) else self._base + iri
        if piece.kind == "name":
            prefix, _, local = piece.text.partition(":")
            if prefix in self._prefixes:
                return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        raise _refused(piece)

    def _take(self, sign: str) -> None:
        piece = self._step()
        if piece.kind != "sign" or piece.text != sign:
            raise _refused(piece)

    def _step(self) -> Piece:
        piece = self._next
        if piece.kind == "end":
            raise _refused(piece)
        self._next = next(self._pieces)
        return piece


def _pieces(text: str) -> Iterator[Piece]:
    """The words of a text, then an end."""
    at, line = 0, 1
    while at < len(text):
        found = PIECE.match(text, at)
        if found is None:
            raise _refused(Piece("", text[at : at + 20], line))
        if found.lastgroup != "blank":
            yield Piece(str(found.lastgroup), found[0], line)
        line += found[0].count("\n")
        at = found.end()
    yield Piece("end", "the end", line)


def _unescaped(text: str, piece: Piece) -> str:
    def char(found: re.Match[str]) -> str:
        if number := found[1] or found[2]:
            if int(number, 16) > 0x10FFFF:
                raise _refused(piece)
            return chr(int(number, 16))
        return LETTERS.get(found[3], found[3])

    return ESCAPE.sub(char, text) if "\\" in text else text


def _refused(piece: Piece) -> FormatError:
    return FormatError(f"line {piece.line}: {piece.text[:40]!r} cannot stand there in Turtle")

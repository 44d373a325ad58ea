"""Verdicts: which lines and passages a person has called furniture, or text of the article, wherever they stand.

A verdict is on words, not on a place: the line counts in every article that has it. It goes before every rule, and the
last one on the same words is in force.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from store.annotation import Record
from store.classes import dataclass
from store.matching.furniture import Furniture, name_of
from store.matching.sharing import Shared
from store.matching.tokens import tokens
from store.segmentation.lines import spans_of_lines, trimmed
from store.span import Span

KIND = "furniture"
"""The kind of a decision that says so: accepted, it is furniture; rejected, it is not."""
SAID = "said"
"""The rule of a line that a person has called furniture."""
HALF = 0.5
"""Share of a passage that lies in such lines, from which on it is what they are."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was said, by what the words say."""

    furniture: frozenset[str] = frozenset()
    """The names of lines that are furniture."""
    text: frozenset[str] = frozenset()
    """The names of lines that are not."""
    passages: tuple[tuple[str, bool], ...] = ()
    """Keys of passages that are no whole lines, with a blank around each, and whether they are furniture."""

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.furniture or self.text or self.passages)

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Verdicts":
        """Those of some decisions, the last ones last."""
        lines: dict[str, bool] = {}
        passages: dict[str, bool] = {}
        for record in records:
            is_furniture = record.get("verdict") == "accept"
            if record.get("scope") == "words":
                keys = _keys(record["quote"])
                passages.pop(keys, None)
                passages[keys] = is_furniture
            else:
                lines |= dict.fromkeys(names_of(record["quote"]), is_furniture)
        called, kept = (frozenset(name for name, is_it in lines.items() if is_it is way) for way in (True, False))
        return cls(called, kept, tuple(passages.items()))

    def of_line(self, line: str) -> bool | None:
        """Whether a line is furniture, None where nobody has said anything of it."""
        name = name_of(line)
        return True if name in self.furniture else False if name in self.text else None

    def on(self, text: str, found: Iterable[Furniture]) -> tuple[Furniture, ...]:
        """The furniture of a text, in order: what rules have found, as far as nobody says otherwise, and what is said.

        O(n) where anything was said of lines.
        """
        if not (self.furniture or self.text):
            return tuple(found)
        by_span = {one.span: one for one in found}
        for span, is_furniture in self._lines(text):
            if is_furniture:
                by_span[span] = Furniture(span, SAID)
            else:
                by_span.pop(span, None)
        return tuple(sorted(by_span.values()))

    def is_about(self, text: str) -> bool:
        """Whether anything was said of a line of a text."""
        return bool(self.furniture or self.text) and any(True for _ in self._lines(text))

    def retold(self, found: Iterable[Shared], texts: Mapping[str, str]) -> tuple[Shared, ...]:
        """Passages as what they are called.

        Args:
            found: as the rules see them.
            texts: path -> text of their articles.
        """
        if not self:
            return tuple(found)
        lines: dict[str, list[tuple[Span, bool]]] = {}
        made = []
        for one in found:
            for path in (one.a, one.b):
                if path not in lines:
                    lines[path] = [*self._lines(texts[path])]
            sides = () if one.kind == "refrain" else ((one.a, one.in_a), (one.b, one.in_b))
            ways = [self._verdict(lines[path], span, texts[path]) for path, span in sides]
            verdict = next((way for way in ways if way is not None), None)
            kind = one.kind if verdict is None else "furniture" if verdict else one.otherwise
            made.append(one if kind == one.kind else replace(one, kind=kind))
        return tuple(made)

    def _verdict(self, lines: Sequence[tuple[Span, bool]], place: Span, text: str) -> bool | None:
        """Whether a place is furniture, None where nobody has said so."""
        for way in (True, False):
            inside = sum(both.length for span, is_it in lines if is_it is way and (both := span.clip(place)))
            if inside > HALF * place.length:
                return way
        if not self.passages:
            return None
        keys = _keys(place.of(text))
        return next((way for known, way in reversed(self.passages) if _are_one(keys, known)), None)

    def _lines(self, text: str) -> Iterator[tuple[Span, bool]]:
        """The lines of a text of which anything was said, and whether they are furniture."""
        for line in spans_of_lines(text):
            if span := trimmed(text, *line):
                is_furniture = self.of_line(span.of(text))
                if is_furniture is not None:
                    yield span, is_furniture


NOTHING_SAID = Verdicts()


def names_of(quote: str) -> list[str]:
    """The names of the lines in some words."""
    lines = (trimmed(quote, *line) for line in spans_of_lines(quote))
    return [name_of(span.of(quote)) for span in lines if span]


def lines_over(text: str, place: Span) -> list[Span]:
    """The lines of a text that share something with a place, without blanks at their ends; O(what they hold)."""
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", max(place.start, place.end - 1))
    part = text[start : len(text) if end < 0 else end]
    spans = (trimmed(part, *line) for line in spans_of_lines(part))
    found = [Span(start + span.start, start + span.end) for span in spans if span]
    return [span for span in found if span.start < max(place.end, place.start + 1) and span.end > place.start] or found


def _keys(words: str) -> str:
    return f" {' '.join(token.key for token in tokens(words))} "


def _are_one(keys: str, known: str) -> bool:
    """Whether two passages say the same: one holds the other, and is not more than twice as long."""
    shorter, longer = sorted((keys, known), key=len)
    return len(longer) <= 2 * len(shorter) and shorter in longer

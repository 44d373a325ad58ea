"""Writing WebAnno TSV: tokens are cut where annotations begin and end, so that each is a row of whole tokens."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from store.annotation import Annotation, Link
from store.formats.flat import ONLY_BLANKS
from store.formats.iri import meant_iri
from store.formats.ledger import Ledger
from store.formats.offsets import Utf16
from store.formats.out import Out
from store.formats.tokens import BLANKS, Columns, columns, sentences
from store.formats.values import About, Holds, Pair, Report
from store.formats.weaving import numerals, woven
from store.formats.webanno.escapes import escaped_text, escaped_value

HELD: frozenset[Holds] = frozenset(("overlap", "links", "clusters"))
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
HEADER = (
    f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|identifier|value\n#T_RL=webanno.custom.Relation|label|BT_{ENTITY}\n\n"
)
USUAL = 60
"""Tokens that few sentences have more of."""
NOTHING = "_\t_"
"""Two columns of a token that has nothing."""
BLANKS_BETWEEN = "blanks between sentences have no place: they come back as a line break and spaces"


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the sentences of one article, token by token."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    written = []
    for article, annotations in pairs:  # one as a rule: a file has no place for more
        tokens = columns(article.text, (border for one in annotations for border in (one.start, one.end)))
        report.torn += tokens.torn
        placed = list(zip(annotations, tokens.inside((one.start, one.end) for one in annotations), strict=True))
        lost = [(one, ONLY_BLANKS) for one, places in placed if not places]
        if lost:
            placed = [(one, places) for one, places in placed if places]
        links = ledger.account(article, [one for one, _ in placed], lost)
        for one, places in placed:
            if article.text[one.start] in BLANKS or article.text[one.end - 1] in BLANKS:
                start, end = tokens.starts[places[0]], tokens.starts[places[-1]] + len(tokens.words[places[-1]])
                report.lose(one.id, "span", f"written as {start}-{end}: tokens have no blanks at their ends")
        rows = _Rows(article.text, tokens, placed, about)
        written.append(HEADER + rows.all(links))
        if rows.has_blanks_between:
            report.remarks.append(BLANKS_BETWEEN)
    out.put("".join(written))
    return report


class _Rows:
    """The rows of one article."""

    def __init__(self, text: str, tokens: Columns, placed: Sequence[tuple[Annotation, range]], about: About) -> None:
        self._text, self._tokens, self._about = text, tokens, about
        self._annotations = [one for one, _ in placed]
        self._places = [places for _, places in placed]
        self._on: dict[int, list[int]] = defaultdict(list)
        for number, places in enumerate(self._places):
            for place in places:
                self._on[place].append(number)
        self._marks = self._numbered()
        self._cells = [self._cell(number) for number in range(len(placed))]
        spans = [(one.start, one.end) for one in self._annotations]
        self._sentences = [one for one in sentences(text, tokens, spans) if one]
        self.has_blanks_between = False
        """Whether something other than a line break stands between sentences, or around them."""

    def all(self, links: Sequence[Link]) -> str:
        """The lines, with their ends."""
        starts, ends, length = self._tokens.starts, self._tokens.ends, len(self._text) + 1
        names = self._names(ends)
        units = Utf16(self._text)
        if not units.is_identity:
            length, starts, ends = units.length + 1, list(map(units.of, starts)), list(map(units.of, ends))
        begins, stops = numerals(starts, length, "\t", "-"), numerals(ends, length, "", "\t")
        return woven(len(names), names, begins, stops, self._tokens.words, self._rests(links))

    def _names(self, ends: Sequence[int]) -> list[str]:
        """What each token is called; behind the text of its sentence if it is the first of it."""
        names: list[str] = []
        end, text = 0, self._text
        is_plain = "\\" not in text and text.replace("\n", "").isprintable()  # most are, and need no escapes
        for number, places in enumerate(self._sentences, 1):
            start, last = self._tokens.starts[places.start], ends[places.stop - 1]
            self.has_blanks_between |= (end != start and text[end:start] != "\n") or (end == 0 and start > 0)
            end = last
            lines = text[start:last].split("\n")
            head = "\n#Text=".join(lines if is_plain else map(escaped_text, lines))
            first = len(names)
            names += _names_in(number, len(places))
            names[first] = f"\n#Text={head}\n{names[first]}"
        self.has_blanks_between |= text[end:] not in ("", "\n")
        return names

    def _rests(self, links: Sequence[Link]) -> list[str]:
        """What follows the word in each row; most words have nothing on them."""
        arrows = self._arrows(links)
        rests = [f"\t{NOTHING}\t{NOTHING}\t\n"] * len(self._tokens)
        alone = [f"\t{iri}\t{label}\t{NOTHING}\t\n" for iri, label in self._cells]
        for place, on in self._on.items():  # an arrow ends at a token that has something on it
            if len(on) == 1 and place not in arrows:
                rests[place] = alone[on[0]]
            else:
                rests[place] = f"\t{self._labels(place)}\t{arrows.get(place, NOTHING)}\t\n"
        return rests

    def _name(self, place: int) -> str:
        """What a token is called: `2-5`."""
        number = bisect_right(self._sentences, place, key=lambda sentence: sentence.start)
        return f"{number}-{place - self._sentences[number - 1].start + 1}"

    def _numbered(self) -> list[str]:
        """A mark for each annotation that is on several tokens or not alone on its token, as readers need it."""
        marks, number = [], 0
        for places in self._places:
            if len(places) > 1 or len(self._on[places[0]]) > 1:
                number += 1
                marks.append(f"[{number}]")
            else:
                marks.append("")
        return marks

    def _labels(self, place: int) -> str:
        on = self._on[place]
        if len(on) == 1:
            return "\t".join(self._cells[on[0]])
        return "\t".join("|".join(self._cells[number][column] for number in on) for column in (0, 1))

    def _cell(self, number: int) -> tuple[str, str]:
        """What stands in the two columns of every token of an annotation."""
        one, mark = self._annotations[number], self._marks[number]
        iri = meant_iri(one, self._about)
        label = escaped_value(self._about.label_of(one))
        return (escaped_value(iri) if iri else "*") + mark, label + mark

    def _arrows(self, links: Sequence[Link]) -> dict[int, str]:
        """What stands in the row of a link's target: its type, and the token where it begins."""
        if not links:
            return {}
        numbers = {one.id: number for number, one in enumerate(self._annotations)}
        kinds: dict[int, list[str]] = defaultdict(list)
        origins: dict[int, list[str]] = defaultdict(list)
        for link in links:
            source, target = numbers[link.source], numbers[link.target]
            marks = [self._marks[number].strip("[]") for number in (source, target)]
            mark = f"[{marks[0] or 0}_{marks[1] or 0}]" if any(marks) else ""
            place = self._places[target][0]
            kinds[place].append(escaped_value(link.type))
            origins[place].append(self._name(self._places[source][0]) + mark)
        return {place: f"{'|'.join(kinds[place])}\t{'|'.join(origins[place])}" for place in kinds}


def _names_in(sentence: int, size: int) -> Sequence[str]:
    """What the tokens of a sentence are called: `2-1`, `2-2` ..."""
    return _first_names(sentence)[:size] if size <= USUAL else [f"{sentence}-{place}" for place in range(1, size + 1)]


@lru_cache(500)
def _first_names(sentence: int) -> tuple[str, ...]:
    """The same for as many tokens as few sentences have."""
    return tuple([f"{sentence}-{place}" for place in range(1, USUAL + 1)])

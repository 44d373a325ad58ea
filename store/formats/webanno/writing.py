"""Writing WebAnno TSV: tokens are cut where annotations begin and end, so that each is a row of whole tokens."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.iri import meant_iri
from store.formats.ledger import Ledger
from store.formats.offsets import Utf16
from store.formats.out import Out
from store.formats.tokens import covered, sentences, tokenised
from store.formats.values import About, Holds, Pair, Report
from store.formats.webanno.escapes import escaped_text, escaped_value
from store.span import Span

HELD: frozenset[Holds] = frozenset(("overlap", "links", "clusters"))
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
HEADER = (
    f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|identifier|value\n#T_RL=webanno.custom.Relation|label|BT_{ENTITY}\n\n"
)
NOTHING = "_\t_"
"""Two columns of a token that has nothing."""
BLANKS_BETWEEN = "blanks between sentences have no place: they come back as a line break and spaces"


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the sentences of one article, token by token."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    with out.open() as file:
        for article, annotations in pairs:
            tokens = tokenised(article.text, (border for one in annotations for border in one.span))
            report.torn += tokens.torn
            places = {one.id: covered(tokens.spans, one.span) for one in annotations}
            kept = [one for one in annotations if places[one.id]]
            lost = [(one, "it holds nothing but blanks") for one in annotations if not places[one.id]]
            links = ledger.account(article, kept, lost)
            for one in kept:
                whole = tokens.spans[places[one.id][0]].cover(tokens.spans[places[one.id][-1]])
                if whole != one.span:
                    report.lose(
                        one.id, "span", f"written as {whole.start}-{whole.end}: tokens have no blanks at their ends"
                    )
            file.write(HEADER)
            rows = _Rows(article, tokens.spans, kept, about)
            file.writelines(rows.all(links))
            if rows.has_blanks_between:
                report.remarks.append(BLANKS_BETWEEN)
    return report


class _Rows:
    """The rows of one article."""

    def __init__(
        self, article: Article, tokens: Sequence[Span], annotations: Sequence[Annotation], about: About
    ) -> None:
        self._text, self._tokens, self._about = article.text, tokens, about
        self._annotations = annotations
        self._places = [covered(tokens, one.span) for one in annotations]
        self._on: dict[int, list[int]] = defaultdict(list)
        for number, places in enumerate(self._places):
            for place in places:
                self._on[place].append(number)
        self._marks = self._numbered()
        self._cells = [self._cell(number) for number in range(len(annotations))]
        self._names: list[str] = []
        """What each token is called: `2-5`."""
        self.has_blanks_between = False
        """Whether something other than a line break stands between sentences, or around them."""

    def all(self, links: Iterable[Link]) -> Iterator[str]:
        """The lines, with their ends."""
        ranges = [one for one in sentences(self._text, self._tokens, [one.span for one in self._annotations]) if one]
        for number, places in enumerate(ranges, 1):
            self._names += [f"{number}-{at}" for at in range(1, len(places) + 1)]
        arrows = self._arrows(links)
        of = Utf16(self._text).of
        end = 0
        for places in ranges:
            start, last = self._tokens[places[0]].start, self._tokens[places[-1]].end
            self.has_blanks_between |= self._text[end:start] not in ("", "\n") or (end == 0 and start > 0)
            end = last
            yield "\n"
            yield from (f"#Text={escaped_text(line)}\n" for line in self._text[start:last].split("\n"))
            for place in places:
                begin, stop = self._tokens[place]
                token = f"{self._names[place]}\t{of(begin)}-{of(stop)}\t{self._text[begin:stop]}"
                yield f"{token}\t{self._labels(place)}\t{arrows.get(place, NOTHING)}\t\n"
        self.has_blanks_between |= self._text[end:] not in ("", "\n")

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
        on = self._on.get(place)
        if not on:
            return NOTHING
        if len(on) == 1:
            return "\t".join(self._cells[on[0]])
        return "\t".join("|".join(self._cells[number][column] for number in on) for column in (0, 1))

    def _cell(self, number: int) -> tuple[str, str]:
        """What stands in the two columns of every token of an annotation."""
        one, mark = self._annotations[number], self._marks[number]
        iri = meant_iri(one, self._about)
        label = escaped_value(self._about.label_of(one))
        return (escaped_value(iri) if iri else "*") + mark, label + mark

    def _arrows(self, links: Iterable[Link]) -> dict[int, str]:
        """What stands in the row of a link's target: its type, and the token where it begins."""
        numbers = {one.id: number for number, one in enumerate(self._annotations)}
        kinds: dict[int, list[str]] = defaultdict(list)
        origins: dict[int, list[str]] = defaultdict(list)
        for link in links:
            source, target = numbers[link.source], numbers[link.target]
            marks = [self._marks[number].strip("[]") for number in (source, target)]
            mark = f"[{marks[0] or 0}_{marks[1] or 0}]" if any(marks) else ""
            place = self._places[target][0]
            kinds[place].append(escaped_value(link.type))
            origins[place].append(self._names[self._places[source][0]] + mark)
        return {place: f"{'|'.join(kinds[place])}\t{'|'.join(origins[place])}" for place in kinds}

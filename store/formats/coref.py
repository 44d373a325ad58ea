"""`coref`: clusters as coreference, in the columns of the CoNLL-2012 shared task; labels in the column of names.

A cluster has one number in all documents, so that the same number in two documents means the same thing. The columns,
with a TAB between them: document, part, number of the word, word, part of speech, parse bit, lemma, frameset, sense,
speaker, name, coreference. After the format that the shared task describes (conll.cemantix.org/2012/data.html).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from store.annotation import Annotation, Cluster, id_number
from store.article import Article
from store.formats.flat import flat
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.spelling import Spelling
from store.formats.tokens import columns, sentences
from store.formats.values import About, Format, Holds, Pair, Report, What
from store.formats.weaving import numerals, woven

NOTATION = re.compile(r"[\s\u200b()*|]")
"""What a label may not hold in the column of names."""
UNKNOWN = "-\t*\t-\t-\t-\t-"
"""Part of speech, parse bit, lemma, frameset, sense and speaker."""
NO_NAME, NO_MEMBER = "*", "-"
HELD: frozenset[Holds] = frozenset(("overlap", "clusters"))


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a document per article: members of clusters whole, labels where no longer one has their tokens."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    spelling = Spelling(lambda name: NOTATION.sub("_", name), about.labels, report)
    numbers = {cluster.id: number for number, cluster in enumerate(sorted(about.clusters.values(), key=_age))}
    with out.open() as file:
        for article, annotations in pairs:
            document = _Document(article, annotations, about, numbers)
            ledger.account(article, document.kept, document.lost)
            for of, what, why in document.losses():
                report.lose(of.id, what, why)
            report.torn += document.tokens.torn
            file.write("".join(document.lines(spelling)))
    return report


def _age(cluster: Cluster) -> tuple[str, int]:
    return cluster.id.rpartition("-")[0], id_number(cluster.id)


class _Document:
    """One article as rows."""

    def __init__(
        self, article: Article, annotations: Sequence[Annotation], about: About, numbers: Mapping[str, int]
    ) -> None:
        self._article, self._about, self._numbers = article, about, numbers
        self.tokens = columns(article.text, (border for one in annotations for border in (one.start, one.end)))
        named = flat(annotations, article.text, prefer=about.prefer)
        self._named, unnamed = named.kept, {one.id: why for one, why in named.lost}
        self._chained, self._unchained = self._chains(annotations)
        chained = {one.id for one in self._chained}
        self._unnamed = [(one, unnamed[one.id]) for one in self._chained if one.id in unnamed]
        self.lost = [(one, unnamed[one.id]) for one in annotations if one.id in unnamed and one.id not in chained]
        """What is in neither column, each with the reason."""
        gone = {one.id for one, _ in self.lost}
        self.kept = [one for one in annotations if one.id not in gone]
        """In text order."""
        self._unchained = {name: why for name, why in self._unchained.items() if name not in gone}

    def losses(self) -> Iterator[tuple[Annotation, What, str]]:
        """Of annotations that are in one column only: what the other would have held, and why it does not."""
        for one, why in self._unnamed:
            yield one, "label", why
        for one in self.kept:
            if why := self._unchained.get(one.id, ""):
                yield one, "cluster", why

    def lines(self, spelling: Spelling) -> Iterator[str]:
        """The rows, with what stands before and behind a document."""
        name = quote(self._article.path, safe="/").replace("~", "%7E")
        text, words, rests = self._article.text, self.tokens.words, self._rests(spelling)
        yield f"#begin document ({name}); part 000\n"
        size, numbers, head = len(words), list[str](), f"{name}\t0\t"
        names = numerals(range(size), size, after="\t")
        for sentence in sentences(text, self.tokens, ((one.start, one.end) for one in (*self._chained, *self._named))):
            numbers += names[: len(sentence)]
            rests[sentence.stop - 1] += "\n"
        yield woven(size, head, numbers, words, rests)
        yield "#end document\n"

    def _rests(self, spelling: Spelling) -> list[str]:
        """What follows each word in its row; most are in no name and no chain."""
        rests = [f"\t{UNKNOWN}\t{NO_NAME}\t{NO_MEMBER}\n"] * len(self.tokens)
        names, members = self._names(spelling), self._coreference()
        for place, name in names.items():
            rests[place] = f"\t{UNKNOWN}\t{name}\t{NO_MEMBER}\n"
        for place, member in members.items():
            rests[place] = f"\t{UNKNOWN}\t{names.get(place, NO_NAME)}\t{member}\n"
        return rests

    def _chains(self, annotations: Iterable[Annotation]) -> tuple[list[Annotation], dict[str, str]]:
        """The members of clusters, and why others are none: brackets of one number can nest but not cross."""
        chained, why = [], {}
        open_ones: dict[str, list[tuple[range, Annotation]]] = defaultdict(list)
        for one in annotations:
            if not one.cluster:
                continue
            places = self.tokens.covered((one.start, one.end))
            before = open_ones[one.cluster]
            while before and before[-1][0].stop <= places.start:
                before.pop()
            if one.cluster not in self._numbers:
                why[one.id] = f"{one.cluster} is not in the dataset"
            elif not places:
                why[one.id] = "it holds nothing but blanks"
            elif before and before[-1][0] == places:
                why[one.id] = f"has the words and the cluster of {before[-1][1].id}"
            elif before and before[-1][0].stop < places.stop:
                why[one.id] = f"crosses {before[-1][1].id} of the same cluster"
            else:
                before.append((places, one))
                chained.append(one)
        return chained, why

    def _coreference(self) -> dict[int, str]:
        """The cells of the tokens where something begins, is one token, or ends."""
        begun: dict[int, list[str]] = defaultdict(list)
        ended: dict[int, list[str]] = defaultdict(list)
        for one in self._chained:
            places, number = self.tokens.covered((one.start, one.end)), self._numbers[one.cluster or ""]
            if len(places) == 1:
                begun[places[0]].append(f"({number})")
            else:
                begun[places[0]].append(f"({number}")
                ended[places[-1]].insert(0, f"{number})")
        return {place: "|".join([*begun[place], *ended[place]]) for place in begun.keys() | ended.keys()}

    def _names(self, spelling: Spelling) -> dict[int, str]:
        """The cells of the tokens where a name begins or ends."""
        cells: dict[int, str] = {}
        placed = self.tokens.inside((one.start, one.end) for one in self._named)
        for one, places in zip(self._named, placed, strict=True):
            label = spelling.of(self._about.label_of(one))
            if len(places) == 1:
                cells[places.start] = f"({label})"
            elif places:
                cells[places.start], cells[places.stop - 1] = f"({label}*", "*)"
        return cells


FORMATS = (
    Format("coref", "CoNLL-2012, clusters as coreference", ".v4_gold_conll", "token", HELD, write),
)  # fmt: skip

"""`conll`, `conll_iob2`, `conll_bilou`: a token a line with its tag, a blank line after each sentence."""

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from store.classes import dataclass
from store.formats.conll_reading import read, sniff
from store.formats.flat import Coding, Labelled, flat, tags
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.spelling import Spelling
from store.formats.tokens import columns, sentences
from store.formats.values import About, Format, Pair, Report
from store.formats.weaving import woven

DOCSTART = "-DOCSTART- -X- O O\n\n"
"""What opens an article; spaCy takes this line and no other for it."""
BLANK = re.compile(r"[\s\u200b]+")
FOR_DOCCANO = "for doccano: choose the encoding utf_8 there, its Auto cannot read this file"
FOR_INCEPTION = "for INCEpTION use uima: its CoNLL 2003 is another coding (IOB1)"


@dataclass(frozen=True, slots=True)
class Columns:
    """One of the forms; as a writer it writes articles in it."""

    opening: str
    """Stands before each article."""
    between: str
    """Stands between a token and its tag."""
    coding: Coding
    remark: str
    """What the user should know of the programs that read it."""

    def __call__(self, pairs: Iterable[Pair], out: Out, about: About) -> Report:
        """Write a line a token; of annotations that share one the longest, or with `prefer` the shortest."""
        report = Report(remarks=[self.remark])
        ledger = Ledger((), about, report)
        spelling = Spelling(lambda name: BLANK.sub("_", name), about.labels, report)
        with out.open() as file:
            for article, annotations in pairs:
                found = flat(annotations, article.text, prefer=about.prefer)
                ledger.account(article, found.kept, found.lost)
                labelled = [((one.start, one.end), spelling.of(about.label_of(one))) for one in found.kept]
                report.torn += self._write(file, article.text, labelled)
        return report

    def _write(self, file: TextIO, text: str, labelled: Sequence[Labelled]) -> int:
        """Write the lines of an article; how many tokens were cut."""
        tokens = columns(text, (border for span, _ in labelled for border in span))
        ends = [f"{self.between}O\n"] * len(tokens)
        for place, tag in tags(tokens, labelled, self.coding).items():
            ends[place] = f"{self.between}{tag}\n"
        for sentence in sentences(text, tokens, (span for span, _ in labelled)):
            ends[sentence.stop - 1] += "\n"
        file.write(self.opening + woven(len(ends), tokens.words, ends))
        return tokens.torn


FOUR = Columns(DOCSTART, " -X- _ ", "IOB2", FOR_INCEPTION)
IOB2 = Columns("", "\t", "IOB2", FOR_DOCCANO)
BILOU = Columns("", "\t", "BILOU", FOR_DOCCANO)
FORMATS = (
    Format("conll", "CoNLL, four columns, for spaCy", ".conll", "none", frozenset(), FOUR, None, read, sniff),
    Format("conll_iob2", "CoNLL, two columns, IOB2", ".iob2.tsv", "none", frozenset(), IOB2, None, read),
    Format("conll_bilou", "CoNLL, two columns, BILOU", ".bilou.tsv", "none", frozenset(), BILOU, None, read),
)

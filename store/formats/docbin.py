"""`spacy`: a DocBin for spaCy; our tokens, all spans in `doc.spans["sc"]`, flat ones in `doc.ents`."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from store.annotation import Annotation
from store.formats.extras import library
from store.formats.flat import flat
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.tokens import BLANKS, tokenised
from store.formats.values import About, Format, Holds, Pair, Report
from store.span import Span

GROUP = "sc"
"""What the spans of a document are under: where spaCy's span categoriser looks."""


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the documents of all articles; spaCy keeps them in memory until the last."""
    tokens = library("spacy.tokens", "spacy")
    vocab = library("spacy.vocab", "spacy").Vocab()
    report = Report()
    ledger = Ledger(HELD, about, report)
    binary = tokens.DocBin(store_user_data=True)
    for article, annotations in pairs:
        ledger.account(article, annotations)
        pieces = Pieces.of(article.text, annotations)
        report.torn += pieces.torn
        made = tokens.Doc(vocab, words=pieces.words, spaces=pieces.spaces)
        made.user_data["article"] = article.path
        made.user_data["metadata"] = article.metadata
        made.cats = dict.fromkeys(about.documents(article.path), 1.0)
        made.spans[GROUP] = [_span(tokens, made, pieces.place(one.span), one, about) for one in annotations]
        made.ents = _entities(tokens, made, pieces, annotations, about)
        binary.add(made)
    with out.open_bytes() as file:
        file.write(binary.to_bytes())
    return report


class Pieces:
    """A text as words and the blanks between: what is not one space after a word is a word of its own.

    So the text comes back as it was, and each annotation is a row of whole words.
    """

    def __init__(self, text: str, spans: Sequence[Span], torn: int, apart: frozenset[int]) -> None:
        self.torn = torn
        """How many tokens were cut at annotations."""
        self.words: list[str] = []
        self.spaces: list[bool] = []
        """Of each word, whether a space follows that is not a word."""
        self._first: dict[int, int] = {}
        self._after: dict[int, int] = {}
        for start, end in spans:
            if text[start:end] == " " and self.words and start not in apart and not self.spaces[-1]:
                self.spaces[-1] = True
                continue
            self._first[start] = len(self.words)
            self.words.append(text[start:end])
            self.spaces.append(False)
            self._after[end] = len(self.words)

    @classmethod
    def of(cls, text: str, annotations: Iterable[Annotation]) -> "Pieces":
        """The words of a text, cut at annotations."""
        held = [one.span for one in annotations]
        borders = {border for span in held for border in span}
        tokens = tokenised(text, borders)
        apart = frozenset((*(span.start for span in held), *(span.end - 1 for span in held)))
        edges = {0, len(text), *borders, *(edge for token in tokens.spans for edge in token)}
        spans = [Span(*both) for both in pairwise(sorted(edges))]
        return cls(text, spans, tokens.torn, apart)

    def place(self, span: Span) -> tuple[int, int]:
        """The first word of a span and the one after its last; the span begins and ends with words."""
        return self._first[span.start], self._after[span.end]


def _span(
    library: Any, made: Any, place: tuple[int, int], annotation: Annotation, about: About
) -> Any:  # of spaCy, which is not there to be checked against
    cluster = about.cluster_of(annotation)
    kb_id = (cluster.kb_id or f"sidemark:{cluster.id}") if cluster else ""
    return library.Span(made, *place, label=about.label_of(annotation), kb_id=kb_id, span_id=annotation.id)


def _entities(library: Any, made: Any, pieces: Pieces, annotations: Sequence[Annotation], about: About) -> list[Any]:
    """Of annotations that share a token one; without blanks at the edges, which spaCy does not train on."""
    text = made.text
    found = []
    for one in flat(annotations, text, prefer=about.prefer).kept:
        start = one.end - len(text[one.start : one.end].lstrip(BLANKS))
        end = start + len(text[start : one.end].rstrip(BLANKS))
        found.append(_span(library, made, pieces.place(Span(start, end)), one, about))
    return found


HELD: frozenset[Holds] = frozenset(("overlap", "clusters", "documents", "ids", "text"))
FORMATS = (Format("spacy", "spaCy DocBin", ".spacy", "token", HELD, write, "spacy"),)

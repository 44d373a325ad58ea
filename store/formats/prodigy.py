"""`prodigy`: JSON lines with tokens, spans and relations; the end of a span in tokens is included."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.flat import ONLY_BLANKS
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.prodigy_reading import read, sniff
from store.formats.tokens import Columns, columns
from store.formats.values import ENCODER, About, Format, Holds, Pair, Report, line_of
from store.formats.weaving import numerals, picked, woven


class _Spanned(NamedTuple):
    """An annotation as Prodigy has it, as JSON."""

    place: str
    """The members that a relation repeats: where it is, and its label."""
    last: int
    """The number of its last token."""
    rest: str
    """The other members."""


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a line an article, as if its annotations had been made by hand in Prodigy.

    The lines are put together by hand: an object for each token, only to be encoded, takes four times as long.
    """
    report = Report()
    ledger = Ledger(HELD, about, report)
    with out.open_bytes() as file:
        for article, annotations in pairs:
            tokens = columns(article.text, (border for one in annotations for border in (one.start, one.end)))
            report.torn += tokens.torn
            placed = zip(annotations, tokens.inside((one.start, one.end) for one in annotations), strict=True)
            spans = {one.id: _span(one, places, about) for one, places in placed if places}
            kept = [one for one in annotations if one.id in spans]
            lost = [(one, ONLY_BLANKS) for one in annotations if one.id not in spans]
            links = ledger.account(article, kept, lost)
            file.write(line_of(_row(article, tokens, spans, links, about)))
    return report


def _row(article: Article, tokens: Columns, spans: Mapping[str, _Spanned], links: Sequence[Link], about: About) -> str:
    text, encode = quoted(article.text), ENCODER.encode
    documents = about.documents(article.path)
    meta = {"article": article.path, **article.metadata}
    marked = ", ".join([f"{{{span.place}, {span.rest}}}" for span in spans.values()])
    relations = ", ".join([_relation(link, spans[link.source], spans[link.target]) for link in links])
    options, accept = "[]", "[]"
    if documents:
        options, accept = encode([{"id": label, "text": label} for label in documents]), encode(documents)
    return (
        f'{{"text": {text}, "meta": {encode(meta)}, "tokens": [{_tokens(article.text, text, tokens)}], '
        f'"spans": [{marked}], "relations": [{relations}], "options": {options}, '
        f'"accept": {accept}, "answer": "accept", "_view_id": "spans_manual"}}'
    )


def _tokens(text: str, encoded: str, tokens: Columns) -> str:
    """The tokens as JSON.

    Args:
        text: the article's.
        encoded: the same as JSON; where only line ends are escaped in it, nothing is in the tokens.
        tokens: its tokens.
    """
    is_plain = len(encoded) == len(text) + text.count("\n") + 2
    words = tokens.words if is_plain else [quoted(word)[1:-1] for word in tokens.words]
    rows, ends, length = len(words), tokens.ends, len(text) + 1
    after = picked(f"{text}\n", ends)  # with an LF, so that there is one after the last, too
    cells = woven(
        rows,
        words,
        numerals(tokens.starts, length, '", "start": '),
        numerals(ends, length, ', "end": '),
        numerals(range(rows), length, ', "id": '),
        map(BLANK_AFTER.get, after, repeat(NONE_AFTER)),
    )
    return f"{OPENING}{cells}"[: -len(BETWEEN)] if rows else ""


def _span(one: Annotation, places: range, about: About) -> _Spanned:
    last, rest = places.stop - 1, PLAIN_REST
    if one.note or one.unsure or one.attributes:
        attributes = ENCODER.encode(dict(one.attributes))
        rest = f'"note": {quoted(one.note)}, "unsure": {BOOLEANS[one.unsure]}, "attributes": {attributes}'
    return _Spanned(
        f'"start": {one.start}, "end": {one.end}, "token_start": {places.start}, "token_end": {last}, '
        f'"label": {quoted(about.label_of(one))}',
        last,
        f'"id": {quoted(one.id)}, {rest}',
    )


def _relation(link: Link, source: _Spanned, target: _Spanned) -> str:
    return (
        f'{{"head": {source.last}, "child": {target.last}, "label": {quoted(link.type)}, '
        f'"head_span": {{{source.place}}}, "child_span": {{{target.place}}}}}'
    )


BOOLEANS = ("false", "true")
PLAIN_REST = '"note": "", "unsure": false, "attributes": {}'
"""What most annotations have to say beside place, label and id."""
OPENING = '{"text": "'
BETWEEN = f", {OPENING}"
BLANK_AFTER, NONE_AFTER = {" ": f', "ws": true}}{BETWEEN}'}, f', "ws": false}}{BETWEEN}'
HELD: frozenset[Holds] = frozenset(("overlap", "links", "attributes", "notes", "unsure", "documents", "ids", "text"))
FORMATS = (Format("prodigy", "Prodigy, JSON lines with tokens", ".jsonl", "codepoint", HELD, write, None, read, sniff),)

"""Only here: the sentences of an article for which no relative was found in the others. It says no more than that."""

from collections.abc import Collection, Iterable, Sequence

from store.matching.claims import Claims, Sentence
from store.span import Span

COVERED = 0.3
"""Share of a sentence in passages from which on it has a relative."""
ALIKE = 0.2
"""Score of the best candidate from which on a sentence has a relative."""


def only_here(
    sentences: Iterable[Sentence],
    passages: Iterable[Span],
    claims: Claims,
    paths: Collection[str],
    linked: Iterable[Span] = (),
) -> tuple[Span, ...]:
    """The sentences of one article without a relative in the others, in text order.

    Args:
        sentences: of the article; all are among those of `claims`.
        passages: places in it that some other article shares.
        claims: the sentences of all the articles.
        paths: the other articles.
        linked: places in it that a person has linked to another article.
    """
    shared, by_hand = sorted(passages), list(linked)
    return tuple(
        one.span
        for one in sentences
        if not any(one.span.overlaps(span) for span in by_hand)
        and _covered(one.span, shared) < COVERED * one.span.length
        and not any(candidate.score >= ALIKE for candidate in claims.near(one, 1, paths))
    )


def _covered(sentence: Span, passages: Sequence[Span]) -> int:
    """How many code points of a sentence lie in some sorted spans."""
    total, at = 0, sentence.start
    for span in passages:
        if span.start >= sentence.end:
            break
        start, end = max(at, span.start), min(sentence.end, span.end)
        if start < end:
            total, at = total + end - start, end
    return total

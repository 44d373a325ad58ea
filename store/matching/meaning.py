"""Meaning: a model that says how near two sentences are, where one is installed. Everything works without.

A package names a function in the entry point group `sidemark.embed`: texts in, a row of numbers for each out. The one
that comes with the extra `semantic` is `store.matching.static_model`.
"""

import math
from collections.abc import Collection, Sequence
from functools import partial
from importlib.metadata import entry_points

from store.classes import dataclass
from store.errors import RefusedError
from store.matching.claims import CANDIDATES, Candidate, Claims, Embed, Sentence

GROUP = "sidemark.embed"
"""The entry points that name a function of type `Embed`."""
SHARE = 0.5
"""How much the meaning counts beside the words: half and half was the best of what was tried."""


@dataclass(frozen=True, slots=True)
class Model:
    """A function that embeds, and its name for `suggested by`."""

    name: str
    embed: Embed


def models() -> tuple[str, ...]:
    """The names of the installed models, sorted."""
    return tuple(sorted({one.name for one in entry_points(group=GROUP)}))


def model(name: str = "") -> Model:
    """An installed model, the first by name without one.

    Raises:
        RefusedError: there is none, or it cannot be loaded.
    """
    found = sorted(entry_points(group=GROUP), key=lambda one: one.name)
    chosen = next((one for one in found if name in ("", one.name)), None)
    if chosen is None:
        message = f"no model {name or 'of meanings'} is installed: pip install 'sidemark[semantic]'"
        raise RefusedError(message)
    try:
        return Model(chosen.name, chosen.load())
    except (ImportError, AttributeError, OSError) as error:
        message = f"the model {chosen.name} cannot be loaded: {error}; pip install 'sidemark[semantic]'"
        raise RefusedError(message) from error


class Meanings:
    """The sentences of some articles with what they mean, as a model has it."""

    def __init__(self, claims: Claims, texts: Sequence[str], embed: Embed) -> None:
        """Embed all sentences at once.

        Args:
            claims: the sentences with their words.
            texts: the words of each of `claims.sentences`, in order.
            embed: the model.
        """
        self._claims = claims
        rows = [list(map(float, row)) for row in embed(texts)]
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        self._rows = [_unit([value - mean for value, mean in zip(row, means, strict=True)]) for row in rows]

    def near(self, sentence: Sentence, most: int = CANDIDATES, paths: Collection[str] | None = None) -> list[Candidate]:
        """The sentences of other articles most like one of ours by words and meaning, the likest first."""
        claims = self._claims
        number = claims.sentences.index(sentence)
        words = {one.sentence: one for one in claims.near(sentence, len(claims.sentences), paths)}
        score = partial(self._score, number)
        found = [
            Candidate(
                other,
                (1 - SHARE) * (words[other].score if other in words else 0) + SHARE * score(at),
                _words(words, other),
            )
            for at, other in enumerate(claims.sentences)
            if other.path != sentence.path and (paths is None or other.path in paths)
        ]
        return sorted(found, key=lambda one: -one.score)[:most]

    def _score(self, one: int, other: int) -> float:
        return max(0.0, sum(x * y for x, y in zip(self._rows[one], self._rows[other], strict=True)))


def _words(words: dict[Sentence, Candidate], sentence: Sentence) -> tuple[str, ...]:
    return words[sentence].words if sentence in words else ()


def _unit(row: Sequence[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in row)) or 1.0
    return [value / length for value in row]

"""Projects of any size for benchmarks: invented words in the proportions of news, names misspelt, quotations copied."""

from pathlib import Path
from random import Random

from tests.store.matching.planting import edited

STOP = "the of to and a in that is was for on with as by at from it be were which had but not or an".split()
WORDS, NAMES = 40_000, 6_000
"""How many words and surnames there are; a few are in most articles, most are in a few."""
COPIED = 60
"""How many articles have a quotation, each edited in its own way."""
LENGTH = 300
"""Words of an article, about."""
SYLLABLES = "ba be bi bo da de di do fa fe ga go ha hi ka ke ki la le li lo ma me mo na ne ni no pa pe ra re ri".split()
ENDS = ("n", "r", "l", "nd", "rt", "st", "m", "")


class Newsroom:
    """Makes articles, the same ones for the same seed, for it draws with `Random.random` only."""

    def __init__(self, seed: int, articles: int) -> None:
        """Lay out words, names and quotations for so many articles."""
        self._random = Random(seed)
        self._words = list(dict.fromkeys(self._word() for _ in range(WORDS)))
        self._names = list(dict.fromkeys(self._word().capitalize() + "sky" * (n % 7 == 0) for n in range(NAMES)))
        self.quotations = [self._sentence(12 + self._below(20)) for _ in range(max(1, articles // COPIED))]
        """What articles quote, word for word."""

    def article(self) -> tuple[str, int | None]:
        """A text, and which quotation it has, None for none."""
        paragraphs: list[str] = []
        while sum(len(one) for one in paragraphs) < LENGTH * 6:
            paragraphs.append(" ".join(self._said() for _ in range(1 + self._below(4))))
        quoted = self._below(len(self.quotations)) if self._random.random() < 0.9 else None
        if quoted is not None:
            words = edited(self.quotations[quoted].rstrip(".").split(), 0.15, self._random, self._words)
            paragraphs.insert(self._below(len(paragraphs)), f"“{' '.join(words)},” {self._name()} said.")
        return "\n\n".join(paragraphs) + "\n", quoted

    def name(self) -> str:
        """A surname as it ought to be written, the common ones more often."""
        return self._names[self._rank(len(self._names))]

    def word(self) -> str:
        """A word, the common ones more often."""
        return self._words[self._rank(len(self._words))]

    def _said(self) -> str:
        sentence = self._sentence(8 + self._below(16))
        return f"{self._name()} told {self._name()}: {sentence}" if self._random.random() < 0.25 else sentence

    def _sentence(self, length: int) -> str:
        words = [STOP[self._rank(len(STOP))] if self._random.random() < 0.42 else self.word() for _ in range(length)]
        return " ".join(words).capitalize() + "."

    def _name(self) -> str:
        """A surname, one in twelve with a letter wrong."""
        name = self.name()
        if self._random.random() > 1 / 12:
            return name
        at = 1 + self._below(len(name) - 1)
        return name[:at] + "aeioulnr"[self._below(8)] + name[at + 1 :]

    def _word(self) -> str:
        parts = [SYLLABLES[self._below(len(SYLLABLES))] for _ in range(1 + self._below(4))]
        return "".join(parts) + ENDS[self._below(len(ENDS))]

    def _rank(self, size: int) -> int:
        """A place in a list, the first ones more often, as words are in a language (Zipf)."""
        return min(size - 1, int(size ** self._random.random()) - 1)

    def _below(self, end: int) -> int:
        return int(end * self._random.random())


def write_articles(root: Path, count: int, seed: int = 7) -> tuple[Newsroom, dict[int, list[str]]]:
    """Write so many articles; who made them, and which of them have each quotation."""
    room, quoting = Newsroom(seed, count), dict[int, list[str]]()
    for number in range(count):
        folder = root / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        text, quoted = room.article()
        path = folder / f"{number:06}.txt"
        path.write_text(text, encoding="utf-8")
        if quoted is not None:
            quoting.setdefault(quoted, []).append(path.relative_to(root).as_posix())
    return room, quoting

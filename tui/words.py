"""Words: numbers with their nouns, quotes in a few words, and what an article is called."""

from pathlib import PurePosixPath


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s: `1 tag`, `4,310 tags`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def short(quote: str, most: int = 40) -> str:
    """A quote in a few words, on one line."""
    line = " ".join(quote.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def both_ends(quote: str, most: int = 40) -> str:
    """The first and the last words of a quote, on one line, for those who want to see where it ends."""
    line, half = " ".join(quote.split()), (most - 1) // 2
    return line if len(line) <= most else f"{line[:half]}…{line[-half:]}"


def file_name(path: str) -> str:
    """An article in a message: the name of its file, without the ending; it has to be displayed as such."""
    return short(PurePosixPath(path).stem, 24)

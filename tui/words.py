"""Words: numbers with their nouns, and quotes in a few words."""


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s: `1 tag`, `4,310 tags`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def short(quote: str, most: int = 40) -> str:
    """A quote in a few words, on one line."""
    line = " ".join(quote.split())
    return line if len(line) <= most else line[: most - 1] + "…"

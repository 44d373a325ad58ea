"""Hypertext: text from anywhere as safe HTML, and an article with a stripe under each piece that is tagged.

No value reaches a page but through `safe`; colours are made of a label's place in the label set, never of a text.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from store.annotation import Annotation
from store.article import Article
from store.formats.clean import HIDDEN
from store.formats.iri import is_web
from store.formats.values import About, Report
from store.label_set import Schema

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whatever a text holds."""
SPECIAL = re.compile("[&<>\"'\r" + HIDDEN.pattern.removeprefix("["))
"""What cannot stand in HTML as it is."""
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
STRIPE = 3
"""Pixels."""
DEEPEST = 8
"""Stripes under one piece; more are said in its title only."""


def safe(text: str) -> str:
    """A text for HTML, also between quotation marks; what would not be shown is U+FFFD, a CR stays one."""
    if text.isalnum() or SPECIAL.search(text) is None:
        return text  # nearly every text, and four times as quick
    return escape(HIDDEN.sub("\ufffd", text), quote=True).replace("\r", "&#13;")


def address(url: str) -> str:
    """A link if the text is an address on the web, else the text."""
    if not is_web(url):
        return safe(url)
    return f'<a href="{safe(url)}" rel="noopener noreferrer">{safe(url)}</a>'


def heading(article: Article) -> str:
    """Where an article is from: source, author, date and address, as far as they are known."""
    parts = [safe(one) for one in (article.source, article.author, article.published) if one]
    return " · ".join([*parts, address(article.url)] if article.url else parts)


def hidden(article: Article, report: Report) -> None:
    """Say how many characters of an article a page shows as U+FFFD."""
    if found := HIDDEN.findall(article.text):
        report.lose(article.path, "text", f"shown as U+FFFD, for a page cannot show them: {len(found)} characters")


def in_language(language: str) -> str:
    """The attribute that says a language, nothing for a text that names none."""
    return f' lang="{language}"' if LANGUAGE.fullmatch(language) else ""


class Colours:
    """A colour for each label: they lie evenly round the circle, and each has the name beside it wherever it is."""

    def __init__(self, schema: Schema, *, lightness: str = "45%", is_drawn: bool = False) -> None:
        """Hand out the colours.

        Args:
            schema: the label set.
            lightness: as CSS has it.
            is_drawn: whether stripes are drawn as a background, which prints sharper than a shadow.
        """
        self._lightness, self._is_drawn = lightness, is_drawn
        self._styles: dict[tuple[str, ...], str] = {}
        names = [label.name for label in schema.labels]
        self._hues = {name: 360 * place // len(names) for place, name in enumerate(names)}

    def of(self, label: str) -> str:
        """The colour of a label, grey for one that the label set does not know."""
        hue, strength = (self._hues[label], 60) if label in self._hues else (0, 0)
        return f"hsl({hue} {strength}% {self._lightness})"

    def stripes(self, labels: tuple[str, ...]) -> str:
        """The style of a piece with these labels, the first at the bottom."""
        if labels not in self._styles:
            self._styles[labels] = self._drawn(labels)
        return self._styles[labels]

    def _drawn(self, labels: tuple[str, ...]) -> str:
        shades = [self.of(label) for label in labels[:DEEPEST]]
        room = f"padding-bottom:{STRIPE * len(shades)}px"
        if self._is_drawn:
            lines = (
                f"linear-gradient({shade},{shade}) 0 calc(100% - {STRIPE * number}px)/100% {STRIPE}px no-repeat"
                for number, shade in enumerate(shades)
            )
            return f"background:{','.join(lines)};{room}"
        shadows = (f"inset 0 -{STRIPE * number}px 0 {shade}" for number, shade in enumerate(shades, 1))
        return f"box-shadow:{','.join(shadows)};{room}"


def marked(text: str, annotations: Sequence[Annotation], about: About, colours: Colours) -> Iterator[str]:
    """The text, cut at every border; each tagged piece with a stripe for each annotation, the innermost on top.

    At its end an annotation has its label as `<sub>`; without those the text is the article's. O(n log n) for n
    annotations, times how deep they lie in one another.
    """
    starts: dict[int, list[Annotation]] = {}
    for one in annotations:
        starts.setdefault(one.start, []).append(one)
    cuts = sorted({0, len(text), *(one.start for one in annotations), *(one.end for one in annotations)})
    here: list[Annotation] = []
    for start, end in pairwise(cuts):
        here = [one for one in here if one.end > start] + starts.get(start, [])
        if not here:
            yield safe(text[start:end])
            continue
        inner = sorted(here, key=_depth) if len(here) > 1 else here
        labels = [about.label_of(one) for one in inner]
        names = "".join(
            [f"<sub>{safe(label)}</sub>" for one, label in zip(inner, labels, strict=True) if one.end == end]
        )
        title = safe(", ".join(reversed(labels)))
        yield f'<mark style="{colours.stripes(tuple(labels))}" title="{title}">{safe(text[start:end])}{names}</mark>'


def _depth(one: Annotation) -> tuple[int, int, int]:
    """Sorts the innermost first."""
    return one.end - one.start, -one.start, one.number

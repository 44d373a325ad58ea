"""Furniture: the lines of an article that belong to the page and not to what it says, found in plain text by rules.

Share buttons, newsletters, comment forms, notices of rights. They are spans, to be folded: nothing is taken out.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from store.digest import sha256
from store.segmentation.lines import spans_of_lines, trimmed
from store.span import Span

LONGEST = 120
"""Code points of a line that may be furniture."""
FEW_WORDS = 3
"""Words of a line that is furniture when it stands between two such lines."""
TAIL_SHARE = 0.25
"""How much of a text may be furniture at its end."""
_RULES = {
    "comments": r"^(?:leave|write|post|add) a (?:reply|comment)\b|^comments? (?:are closed|off)\b|^\d+ comments?$"
    r"|^(?:sign|log) in to (?:comment|reply)\b|^join the (?:conversation|discussion)\b|required fields are marked"
    r"|^(?:laissez|laisser) un commentaire|^kommentar (?:schreiben|verfassen)|^deja(?:r)? un comentario",
    "address": r"\b(?:your|the) e-?mail (?:address )?(?:will|is) not (?:be )?(?:published|shown|shared)",
    "notice": r"\b(?:akismet|recaptcha)\b|\b(?:reduce|against) spam\b|how your (?:comment )?data (?:is|are) "
    r"|^(?:we|this (?:web)?site|this page) uses? (?:\w+ ){0,3}(?:cookies?|spam)|^accept (?:all )?cookies"
    r"|^privacy policy",
    "link": r"^(?:(?:source|original) (?:link|article)|copy link|permalink|view original|link to (?:the )?source)$",
    "newsletter": r"^(?:subscribe|sign up)\b(?!.*\bsaid\b)|^(?:get|receive|register for) (?:our|the|my)\b.*"
    r"\b(?:newsletters?|briefings?|e-?mails?|inbox|alerts?|updates)\b|^abonnez-vous\b|^s’abonner\b"
    r"|^(?:jetzt )?abonnieren\b|^newsletter (?:abonnieren|anmeldung)|^suscr[ií]bete\b|^اشترك في|メールマガジン",
    "related": r"^(?:related(?: (?:stories|articles|news))?|read (?:more|also|next)|see also|you may also like|"
    r"recommended(?: for you)?|most (?:read|popular)|more like this|lire aussi|à lire aussi|lesen sie auch|"
    r"mehr zum thema|lea también|te puede interesar)(?:\s*[:：]|$)|^(?:more (?:from|on)|read more about) [^.]+$"
    r"|^関連記事|^اقرأ أيضا",
    "advertisement": r"^(?:advertisements?|advertorial|sponsored(?: content| post)?|promoted(?: content)?|anzeige|"
    r"publicité|publicidad|إعلان|広告)\W*$",
    "rights": r"©|\(c\) ?\d{4}|^copyright\b|\ball rights reserved\b|tous droits réservés|alle rechte vorbehalten|"
    r"todos los derechos reservados|جميع الحقوق محفوظة|無断転載",
}
_CREDITS = re.compile(r"\(?(?i:(?:additional )?(?:reporting|writing|editing|photographs?|photos?) by) [^\W\d_a-z].*")
"""Who else worked on it; tried on the line as it is, for a name has a capital."""
_SHARING = frozenset(
    "share print email e-mail mail tweet facebook twitter whatsapp telegram linkedin reddit pinterest save".split()
)
_AROUND_SHARING = frozenset(
    "this page article story post link copy with a friend friends on via by to the pdf download bookmark x or and"
    " bluesky mastodon facebook".split()
)
_SHARING_ELSEWHERE = re.compile(
    r"^(?:partager|imprimer|teilen|drucken|compartir|imprimir)\b.{0,40}$|^شارك|^اطبع|シェアする$"
)
_ANYWHERE = frozenset(("link", "newsletter", "advertisement"))
_QUOTED = frozenset('"“”‘«»„「')
_SENTENCE_END = frozenset(".!?…。")


RULES = (*_RULES, "share", "credits")
"""The names of all rules."""


class Furniture(NamedTuple):
    """A line that belongs to the page."""

    span: Span
    """The line without blanks at its ends."""
    rule: str
    """The name of the rule that says so."""


def furniture(text: str) -> tuple[Furniture, ...]:
    """The lines of a text that are furniture, in order.

    From the end on all rules hold, up to the first line of the article; above only those that are sure by themselves.
    """
    lines = [span for line in spans_of_lines(text) if (span := trimmed(text, *line))]
    rules = [_rule(span.of(text)) if span.length <= LONGEST else "" for span in lines]
    tail = _tail(text, lines, rules)
    found = [
        Furniture(span, rule)
        for span, rule in zip(lines[:tail], rules, strict=False)
        if rule in _ANYWHERE and not _QUOTED & set(span.of(text))
    ]
    after = ""
    for span, rule in zip(lines[tail:], rules[tail:], strict=True):
        after = rule or after  # a line without a rule of its own goes with the one above
        found.append(Furniture(span, after))
    return tuple(found)


def name_of(line: str) -> str:
    """A line as it is known by, whatever its case and blanks."""
    return sha256(" ".join(line.casefold().split()).encode("utf-8", "replace"))[:16]


def _rule(line: str) -> str:
    """The rule that makes a line furniture, nothing if there is none."""
    bare = line.strip(" *_#>-–—|")
    if _CREDITS.fullmatch(bare):
        return "credits"
    small = bare.casefold()
    begins, holds = _compiled()
    if begins.match(small) or holds.search(small):
        return next(name for name, pattern in _RULES.items() if re.search(pattern, small))
    words = re.findall(r"[^\W_][\w-]*", small)
    if words and _SHARING & set(words) and set(words) <= _SHARING | _AROUND_SHARING:
        return "share"
    return "share" if _SHARING_ELSEWHERE.search(small) else ""


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What lines of any rule begin with, and what they hold: the second is tried at each place of a line."""
    parts = [part for pattern in _RULES.values() for part in _alternatives(pattern)]
    begins = "|".join(part for part in parts if part.startswith("^"))
    return re.compile(begins), re.compile("|".join(part for part in parts if not part.startswith("^")))


def _alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between bars that stand in no bracket."""
    parts, depth, begun = [], 0, 0
    for at, character in enumerate(pattern):
        if pattern[at - 1 : at] != "\\":
            depth += (character in "([") - (character in ")]")
            if character == "|" and not depth:
                parts.append(pattern[begun:at])
                begun = at + 1
    return [*parts, pattern[begun:]]


def _tail(text: str, lines: Sequence[Span], rules: Sequence[str]) -> int:
    """The number of the line from which on all is furniture."""
    least = len(text) * (1 - TAIL_SHARE)
    tail = at = len(lines)
    while at and lines[at - 1].start >= least:
        at -= 1
        if rules[at]:
            tail = at
        elif not (tail < len(lines) and tail == at + 1 and at and _may_stand_between(text, lines[at], rules[at - 1])):
            break
    return tail


def _may_stand_between(text: str, line: Span, above: str) -> bool:
    """Whether a line that no rule knows belongs to the furniture above and below it."""
    if not above or line.length > LONGEST or text[line.end - 1] in _SENTENCE_END:
        return False
    return above == "advertisement" or len(line.of(text).split()) <= FEW_WORDS

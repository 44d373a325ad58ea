"""`sidemark agree`: how far annotators agree, as tables on the terminal, as JSON, and every pair of marks as CSV."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from store import (
    VARIANTS,
    Comparison,
    RefusedError,
    Scope,
    Score,
    Tally,
    TwoAnnotators,
    Variant,
    chosen,
    compare,
    mean,
    rows_to,
    told,
)
from tui.cells import cells_of
from tui.display import display
from tui.headway import told_on_stderr
from tui.opening import opened
from tui.words import counted

DONE, NO = 0, 1
DASH = "–"
"""Stands for a figure that is not defined."""
LEAST = 12
"""How many articles are listed, those that agree least; `--json` has all."""
LONGEST = 28
"""Characters of a label or path at the beginning of a row; of a path the last ones."""
COUNTS = ("agree", "boundary", "label", "both", "only 1st", "only 2nd")
SCORES = ("precision", "recall", "F1", "mean P", "mean R", "mean F1")
"""The last three are means over labels."""
FIGURES = ("precision", "recall", "f1")


def agree(options: argparse.Namespace) -> int:
    """Say how far annotators agree; 1 if there is nothing to compare."""
    options.annotator = options.annotators[0]
    projects = chosen(opened(options, options.project), options.annotators)
    scope = Scope(options.kind, options.label, options.all_articles)
    try:
        with rows_to(options.csv, force=options.force) as seen, told(told_on_stderr()):
            found = compare(projects, scope, seen)
    except RefusedError as error:
        sys.stderr.write(f"sidemark: {error}\n")
        return NO
    finally:
        for project in projects:
            project.close()
    if options.json:
        sys.stdout.write(json.dumps(_value(found, scope), ensure_ascii=False, allow_nan=False, indent=1) + "\n")
    else:
        for line in lines(found, scope):
            sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    for remark in (*(str(one) for project in projects for one in project.problems), *found.remarks):
        sys.stderr.write(f"sidemark: {remark}\n")
    if options.csv is not None:
        sys.stderr.write(f"sidemark: every pair of annotations is in {options.csv}\n")
    return DONE


# tables


def lines(found: Comparison, scope: Scope) -> Iterator[str]:
    """The tables, line by line; names in them are fit to show."""
    if len(found.names) > 2:
        yield from _group(found)
    for pair in found.pairs:
        which = "" if scope.all_articles else " that both have marked done"
        yield f"{pair.first} (1st, the reference) and {pair.second} (2nd): {_articles(len(pair.articles))}{which}"
        yield ""
        if pair.articles:
            yield from _pair(found, pair)


def _group(found: Comparison) -> Iterator[str]:
    yield f"{', '.join(found.names)}: {_articles(found.articles)} that two or more have worked on"
    yield ""
    f1 = {frozenset((pair.first, pair.second)): pair.total.score("strict").f1 for pair in found.pairs}
    matrix = [(one, *(_figure(f1.get(frozenset((one, other)))) for other in found.names)) for one in found.names]
    yield from _table("strict F1", found.names, matrix)
    heads = ("Fleiss", "without O", "alpha")
    yield from _table(
        "kappa and alpha of all",
        heads,
        [
            (kind, _figure(found.fleiss(kind)), _figure(found.fleiss(kind, outside=False)), _figure(found.alpha(kind)))
            for kind in found.kinds
        ],
    )


def _pair(found: Comparison, pair: TwoAnnotators) -> Iterator[str]:
    total, labels = pair.total, pair.labels
    scores = [
        (variant, *map(_figure, (*_micro(total.score(variant)), *_macro(labels.values(), variant))))
        for variant in VARIANTS
    ]
    yield from _table("all labels", SCORES, scores)
    each = [(name, *(_figure(tally.score(one).f1) for one in VARIANTS)) for name, tally in labels.items()]
    yield from _table("F1 by label", VARIANTS, each)
    yield from _table("annotations", COUNTS, [_counts(*row) for row in (*labels.items(), ("all", total))])
    is_alone = len(found.pairs) == 1
    kinds = [
        (kind, _figure(pair.kappa(kind)), _figure(pair.kappa(kind, outside=False)))
        + ((_figure(found.alpha(kind)),) if is_alone else ())
        for kind in found.kinds
    ]
    yield from _table("tokens", ("kappa", "without O", "alpha")[: 3 if is_alone else 2], kinds)
    ranked = sorted(pair.articles.items(), key=lambda row: (_rank(row[1].score("strict").f1), row[0]))
    rows = [(path, _figure(tally.score("strict").f1), *_counts("", tally)[1:]) for path, tally in ranked[:LEAST]]
    yield from _table("articles, least first", ("strict", *COUNTS), rows)
    if len(ranked) > LEAST:
        yield f"and {_articles(len(ranked) - LEAST)} more: --json has all"
        yield ""


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A head, rows and a blank line; what a row is about stands at the left, figures at the right of their columns."""
    names = [_name(row[0]) for row in rows]
    left = max(map(cells_of, (title, *names)))
    widths = [max(len(head), *(len(row[at]) for row in rows)) + 2 for at, head in enumerate(heads, 1)]
    yield title.ljust(left) + "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    for name, row in zip(names, rows, strict=True):
        figures = "".join(f"{figure:>{width}}" for figure, width in zip(row[1:], widths, strict=True))
        yield name + " " * (left - cells_of(name)) + figures
    yield ""


def _name(words: str) -> str:
    """The beginning of a row: on one line; of a long one the end, where paths differ."""
    line = display(words).replace("\n", " ").replace("\t", " ")
    return line if len(line) <= LONGEST else f"…{line[1 - LONGEST :]}"


def _figure(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}"


def _counts(name: str, tally: Tally) -> tuple[str, ...]:
    return (name, *(f"{number:,}" for number in tally))


def _articles(count: int) -> str:
    return counted(count, "article")


def _rank(f1: float | None) -> tuple[bool, float]:
    return f1 is None, f1 or 0.0


def _micro(score: Score) -> tuple[float | None, ...]:
    return score.precision, score.recall, score.f1


def _macro(tallies: Iterable[Tally], variant: Variant) -> tuple[float | None, ...]:
    """The means over labels of the figures that are defined."""
    scores = [tally.score(variant) for tally in tallies]
    return mean(one.precision for one in scores), mean(one.recall for one in scores), mean(one.f1 for one in scores)


# JSON


def _value(found: Comparison, scope: Scope) -> dict[str, Any]:
    return {
        "annotators": list(found.names),
        "scope": {"kind": scope.kind, "label": scope.label, "all_articles": scope.all_articles},
        "articles": found.articles,
        "pairs": [_pair_value(found, pair) for pair in found.pairs],
        "kinds": {
            kind: {
                "fleiss": found.fleiss(kind),
                "fleiss_without_o": found.fleiss(kind, outside=False),
                "alpha": found.alpha(kind),
            }
            for kind in found.kinds
        },
        "remarks": found.remarks,
    }


def _pair_value(found: Comparison, pair: TwoAnnotators) -> dict[str, Any]:
    labels = pair.labels
    macro = {one: dict(zip(FIGURES, _macro(labels.values(), one), strict=True)) for one in VARIANTS}
    return {
        "first": pair.first,
        "second": pair.second,
        "micro": _tally_value(pair.total),
        "macro": macro,
        "labels": {name: _tally_value(tally) for name, tally in labels.items()},
        "articles": {path: _tally_value(tally) for path, tally in pair.articles.items()},
        "kappa": {
            kind: {
                "tokens": sum(pair.tokens[kind].values()),
                "all": pair.kappa(kind),
                "without_o": pair.kappa(kind, outside=False),
            }
            for kind in found.kinds
            if kind in pair.tokens
        },
    }


def _tally_value(tally: Tally) -> dict[str, Any]:
    scores = {one: tally.score(one) for one in VARIANTS}
    return {
        "counts": tally._asdict(),
        **{one: {**score._asdict(), **dict(zip(FIGURES, _micro(score), strict=True))} for one, score in scores.items()},
    }

"""How well and how fast spans are found again in edited articles: `python -m tests.benchmarks.anchoring`.

Quality by kind of edit: on `sample_corpus`, on which the limits were chosen (with lists and reports of other seeds),
and on texts that played no part in that. Processor time beside `str.find` and beside an alignment of the quote alone,
in the same run.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from rapidfuzz.fuzz import partial_ratio_alignment as align

from store.anchor import Ready, Shift
from store.library import Library
from tests.benchmarks.figures import Figure
from tests.edited import EDITS, KEEPS_ORDER, Count, anchors, measure, traced
from tests.invented import TEXTS, report
from tests.pictures import SAMPLE

SPANS = 60
"""Looked for in each text and edit."""
HARD = ("list", "long")
"""Texts that say nearly the same over and over; they are counted by themselves."""
COLUMNS = ("exact", "near", "wrong", "wrong_and_sure", "orphans", "unsure")
BASELINES = ("str.find", "alignment of the quote")


def groups() -> dict[str, list[str]]:
    """Texts by group."""
    library = Library(SAMPLE)
    return {
        "sample_corpus": [library.article(entry.path).text for entry in library.readable],
        "written for this": [text for name, text in TEXTS.items() if name not in HARD],
        **{f"repetitive: {name}": [TEXTS[name]] for name in HARD},
    }


def quality(texts: list[str], rounds: int) -> dict[str, Count]:
    """What became of spans, by edit."""
    found = {}
    for name, edit in EDITS.items():
        count = found[name] = Count()
        for number, text in enumerate(texts):
            for turn in range(rounds):
                count.add(measure(text, edit, random.Random(1000 * number + turn), SPANS))
    return found


def percent(count: Count) -> dict[str, float | int]:
    """A count in per cent of the spans whose text is still there, and how many were deleted and conjured."""
    shares = {name: round(100 * getattr(count, name) / max(1, count.total), 2) for name in COLUMNS}
    return {"spans": count.total, **shares, "deleted": count.deleted, "conjured": count.conjured}


def times(texts: list[str]) -> dict[str, float]:
    """Microseconds for a span, median and 99th percentile over all edits; and what the baselines take, by median."""
    taken: dict[str, list[float]] = {name: [] for name in ("find", *BASELINES)}
    for edit in EDITS.values():
        for number, text in enumerate(texts):
            rng = random.Random(number)
            chosen = anchors(text, rng, max(SPANS, 240 // len(texts)))
            edited = "".join(char for char, _ in edit(traced(text), rng))
            ready, shift = Ready.of(edited), Shift()
            for _, anchor in chosen:
                taken["find"].append(seconds(partial(shift.find, ready, anchor)))
                taken[BASELINES[0]].append(seconds(partial(edited.find, anchor.quote)))
                taken[BASELINES[1]].append(seconds(partial(align, anchor.quote, edited, score_cutoff=70)))
    median = {name: 1e6 * statistics.median(values) for name, values in taken.items()}
    ordered = sorted(taken["find"])
    return {
        "longest text": max(map(len, texts)),
        "median us": median["find"],
        "p99 us": 1e6 * ordered[int(0.99 * len(ordered))],
        "mean us": 1e6 * statistics.fmean(ordered),
        **{f"{name} us": median[name] for name in BASELINES},
        **{f"median / {name}": median["find"] / median[name] for name in BASELINES},
        f"mean / {BASELINES[1]}": statistics.fmean(ordered) / statistics.fmean(taken[BASELINES[1]]),
    }


def seconds(work: Callable[[], object]) -> float:
    """Processor time of some work: the wall clock counts what other programs do meanwhile."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def shown(rows: Mapping[str, Mapping[str, float | int]]) -> str:
    """A table: a line for each row, a column for each of their values."""
    names = list(next(iter(rows.values())))
    wide = [max(len(name), 8) for name in names]
    lines = [" " * 30 + "  ".join(name.rjust(width) for name, width in zip(names, wide, strict=True))]
    for title, row in rows.items():
        cells = (f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values())
        lines.append(f"{title:30}" + "  ".join(cell.rjust(width) for cell, width in zip(cells, wide, strict=True)))
    return "\n".join(lines)


def figures(rounds: int) -> Iterator[tuple[str, list[Figure]]]:
    """The figures that have a goal, by kind of text; repetitive ones have none."""
    for name, texts in groups().items():
        if name.startswith("repetitive"):
            continue
        counts, clocks = quality(texts, rounds), times(texts)
        yield f"spans found again: {name}", [
            *_found(counts),
            Figure("a span, median CPU", clocks["median us"], "us", 40, beside=BASELINES[1],
                   other=clocks[f"{BASELINES[1]} us"]),
            Figure("  p99", clocks["p99 us"], "us"),
        ]  # fmt: skip


def _found(counts: Mapping[str, Count]) -> Iterator[Figure]:
    for edit, count in counts.items():
        shares = percent(count)
        yield Figure(f"{edit}: exact", shares["exact"], "%", 99 if edit in KEEPS_ORDER else 98, is_least=True)
        yield Figure("  elsewhere and called sure", shares["wrong_and_sure"], "%", 0.1)


def main(arguments: list[str]) -> None:
    """Measure, print, and write what was measured."""
    parser = argparse.ArgumentParser(description="Quality and time of finding spans again.")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    parser.add_argument("--rounds", type=int, default=10, help="edits of each kind for each text")
    options = parser.parse_args(arguments)
    found: dict[str, object] = {}
    whole = Count()
    for name, texts in groups().items():
        counts = quality(texts, options.rounds)
        rows = {edit: percent(count) for edit, count in counts.items()}
        for count in counts.values():
            whole.add(count)
        sys.stdout.write(f"{name}, per cent of spans\n{shown(rows)}\n\n")
        found[name] = rows
    sys.stdout.write(f"everything\n{shown({'all edits': percent(whole)})}\n\n")
    clocks = {name: times(texts) for name, texts in groups().items()}
    clocks["repetitive: long"] = times([report(72, 19_900)])
    sys.stdout.write(f"processor time, microseconds for a span\n{shown(clocks)}\n")
    if options.json:
        options.json.write_text(json.dumps({"quality": found, "time": clocks}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

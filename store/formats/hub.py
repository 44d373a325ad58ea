"""`huggingface` and `parquet`: a folder that `datasets.load_dataset` reads as it stands."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from json.encoder import encode_basestring as quoted
from typing import Any, BinaryIO

from store.formats.hub_reading import read, sniff
from store.formats.out import Out
from store.formats.rows import HELD, SPANS, TOKENS, Rows, TokensRow
from store.formats.values import About, Format, Pair, Part, Report, line_of
from store.formats.weaving import numerals, texts

CONFIGS = ("spans", "tokens")
LICENSE = "README.md says `license: unknown`; whoever publishes the dataset has to say which"
NAMELESS = "Annotated articles"
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")

UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the two configurations as JSON lines, and a card that says what is in them."""
    report = Report()
    rows = Rows(about, report)
    with ExitStack() as files:
        opened: dict[Part, tuple[BinaryIO, ...]] = {}
        for article, annotations in pairs:
            part = about.part(article.path)
            if part not in opened:
                names = (f"{config}/{part}.jsonl" for config in CONFIGS)
                opened[part] = tuple(files.enter_context(out.inner(name).open_bytes()) for name in names)
            spans, tokens = opened[part]
            spans.write(line_of(rows.spans_line(article, annotations)))
            tokens.write(line_of(_tokens(rows.tokens(article, annotations), len(rows.classes))))
    with out.inner("README.md").open() as card:
        card.writelines(f"{line}\n" for line in _card(about, rows, report, [one for one in PARTS if one in opened]))
    if rows.untagged:
        report.remarks.append(
            f"{rows.untagged} annotations share a token with another: they are in spans, not in tokens"
        )
    return report


def _tokens(row: TokensRow, classes: int) -> str:
    """A row of tokens as `json.dumps` has it; numbers that are spelt already take a third of what `str` takes."""
    length = row["ends"][-1] + 1 if row["ends"] else 0
    kinds = ", ".join(numerals(row["ner_tags"], classes))
    starts, ends = (", ".join(numerals(places, length)) for places in (row["starts"], row["ends"]))
    return (
        f'{{"id": {quoted(row["id"])}, "tokens": {texts(row["tokens"])}, "ner_tags": [{kinds}], '
        f'"starts": [{starts}], "ends": [{ends}]}}'
    )


def _card(about: About, rows: Rows, report: Report, parts: Iterable[Part]) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {_quoted(about.title or NAMELESS)}"
    if rows.languages:
        yield "language:"
        yield from (f"- {_quoted(language)}" for language in sorted(rows.languages))
    yield from ("license: unknown", "task_categories:", "- token-classification", "configs:")
    for config in CONFIGS:
        yield f"- config_name: {config}"
        if config == "spans":
            yield "  default: true"
        yield "  data_files:"
        for part in parts:
            yield f"  - split: {part}"
            yield f"    path: {config}/{part}.jsonl"
    yield "dataset_info:"
    for config, columns in (("spans", SPANS), ("tokens", TOKENS)):
        yield f"- config_name: {config}"
        yield "  features:"
        yield from _features(columns, rows.classes, "  ")
    yield "---"
    yield f"# {_plain(about.title or NAMELESS)}"
    yield ""
    annotators = max(1, len(rows.annotators))
    yield (
        f"{_counted(rows.articles, 'article')}, {_counted(report.annotations, 'annotation')} by "
        f"{_counted(annotators, 'annotator')}. Offsets are Unicode code points, end exclusive."
    )
    yield ""
    yield from ("| label | count |", "|---|---|")
    yield from (f"| {_plain(label)} | {number} |" for label, number in rows.by_label.items() if number)


def _features(columns: dict[str, Any], classes: list[str], indent: str) -> Iterator[str]:
    for name, kind in columns.items():
        yield f"{indent}- name: {name}"
        if isinstance(kind, str):
            yield f"{indent}  dtype: {kind}"
        elif name == "ner_tags":
            yield f"{indent}  list:"
            yield f"{indent}    class_label:"
            yield f"{indent}      names:"
            yield from (f"{indent}        '{place}': {_quoted(one)}" for place, one in enumerate(classes))
        elif isinstance(kind[0], str):
            yield f"{indent}  list: {kind[0]}"
        else:
            yield f"{indent}  list:"
            yield from _features(kind[0], classes, f"{indent}  ")


def _quoted(text: str) -> str:
    """A YAML string: a bare `No` would be a boolean, and some characters YAML does not take as they are."""
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _plain(text: str) -> str:
    """Text on one line of Markdown that is nothing but text."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


PARTS: tuple[Part, ...] = ("train", "validation", "test")
FORMATS = (
    Format(
        "huggingface", "Hugging Face dataset, a folder", "", "codepoint", HELD, write, read=read, sniff=sniff,
        has_parts=True,
    ),
)  # fmt: skip

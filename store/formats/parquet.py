"""`parquet`: the rows of a Hugging Face dataset as Parquet, with its features in the file's own metadata."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from store.errors import FormatError
from store.formats.extras import library
from store.formats.out import Out
from store.formats.rows import HELD, SPANS, TOKENS, Rows
from store.formats.values import About, Format, Pair, Part, Report, to_json

CONFIGS = {"spans": SPANS, "tokens": TOKENS}
AT_ONCE = 500
"""How many rows are made into columns at once."""
TYPES = {"string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "bool": "BOOLEAN"}


class Table(Protocol):
    """A Parquet file that is being written."""

    def add(self, row: Mapping[str, object]) -> None:
        """Write a row."""


Opener = AbstractContextManager[Table]


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write `spans.parquet` and `tokens.parquet`, or one of each for each part of a split dataset."""
    report = Report()
    opened_by = _writer()
    rows = Rows(about, report)
    with ExitStack() as files:
        opened: dict[Part, tuple[Table, ...]] = {}
        for article, annotations in pairs:
            part = about.part(article.path)
            made = rows.spans(article, annotations), rows.tokens(article, annotations)
            if part not in opened:
                suffix = f"-{part}" if about.parts else ""
                opened[part] = tuple(
                    files.enter_context(opened_by(out.inner(f"{config}{suffix}.parquet"), columns, rows))
                    for config, columns in CONFIGS.items()
                )
            for table, row in zip(opened[part], made, strict=True):
                table.add(row)
    report.remarks += rows.remarks()
    return report


def features(columns: dict[str, Any], classes: list[str]) -> str:
    """What `datasets` finds in the metadata. `Sequence` loads in its versions 3 to 5, its newer `List` only there."""
    described = {name: _feature(name, kind, classes) for name, kind in columns.items()}
    return json.dumps({"info": {"features": described}}, ensure_ascii=False)


def _feature(name: str, kind: Any, classes: list[str]) -> Any:
    if isinstance(kind, str):
        return {"dtype": kind, "_type": "Value"}
    if isinstance(kind, dict):
        return {inner: _feature(inner, one, classes) for inner, one in kind.items()}
    if name == "ner_tags":
        return {"feature": {"names": classes, "_type": "ClassLabel"}, "_type": "Sequence"}
    if isinstance(kind[0], dict):
        return [_feature(name, kind[0], classes)]
    return {"feature": _feature(name, kind[0], classes), "_type": "Sequence"}


def _writer() -> Any:
    """What writes Parquet here: pyarrow where it is, else DuckDB, which the extra installs."""
    try:
        library("pyarrow.parquet", "parquet")
    except FormatError:
        library("duckdb", "parquet")
        return _by_duckdb
    return _by_pyarrow


class _Arrow:
    def __init__(self, path: Path, columns: dict[str, Any], rows: Rows) -> None:
        self._arrow = library("pyarrow", "parquet")
        self._schema = self._arrow.schema([(name, self._type(kind)) for name, kind in columns.items()])
        self._waiting: list[Mapping[str, object]] = []
        self._columns, self._rows = columns, rows
        # without a schema of Arrow's own: readers would take the metadata from there, and it has none
        self._writer = library("pyarrow.parquet", "parquet").ParquetWriter(path, self._schema, store_schema=False)

    def add(self, row: Mapping[str, object]) -> None:
        self._waiting.append(row)
        if len(self._waiting) == AT_ONCE:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.add_key_value_metadata({"huggingface": features(self._columns, self._rows.classes)})
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.Table.from_pylist(self._waiting, schema=self._schema))
            self._waiting.clear()

    def _type(self, kind: Any) -> Any:
        if isinstance(kind, str):
            return getattr(self._arrow, {"bool": "bool_"}.get(kind, kind))()
        if isinstance(kind, dict):
            return self._arrow.struct([(name, self._type(one)) for name, one in kind.items()])
        return self._arrow.list_(self._type(kind[0]))


@contextmanager
def _by_pyarrow(out: Out, columns: dict[str, Any], rows: Rows) -> Iterator[_Arrow]:
    table = _Arrow(out.path(), columns, rows)
    yield table
    table.close()


class _Lines:
    """Rows as JSON lines, for DuckDB to read."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self.longest = 0

    def add(self, row: Mapping[str, object]) -> None:
        line = to_json(row) + "\n"
        self.longest = max(self.longest, 4 * len(line))
        self._file.write(line)

    def close(self) -> None:
        self._file.close()


@contextmanager
def _by_duckdb(out: Out, columns: dict[str, Any], rows: Rows) -> Iterator[_Lines]:
    path = out.path()
    scratch = path.with_name(f".{path.name}.jsonl")
    table = _Lines(scratch)
    try:
        yield table
        table.close()
        kinds = ", ".join(f"{_literal(name)}: {_literal(_sql_type(kind))}" for name, kind in columns.items())
        source = f"read_json({_literal(str(scratch))}, columns = {{{kinds}}}, format = 'newline_delimited'"
        size = f"maximum_object_size = {max(1 << 24, table.longest)})"
        extra = f"(FORMAT parquet, KV_METADATA {{huggingface: {_literal(features(columns, rows.classes))}}})"
        database = library("duckdb", "parquet").connect()
        try:
            database.execute(f"COPY (SELECT * FROM {source}, {size}) TO {_literal(str(path))} {extra}")  # noqa: S608 - our own names, quoted
        finally:
            database.close()
    finally:
        scratch.unlink(missing_ok=True)


def _sql_type(kind: Any) -> str:
    if isinstance(kind, str):
        return TYPES[kind]
    if isinstance(kind, dict):
        return "STRUCT(" + ", ".join(f'"{name}" {_sql_type(one)}' for name, one in kind.items()) + ")"
    return f"{_sql_type(kind[0])}[]"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


FORMATS = (
    Format("parquet", "Parquet with Hugging Face features, a folder", "", "codepoint", HELD, write, "parquet",
           has_parts=True),
)  # fmt: skip

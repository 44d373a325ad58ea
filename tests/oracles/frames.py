"""Data frames: pandas, polars and DuckDB on CSV, JSON lines and Parquet."""

from typing import Any

from tests.oracles.checks import Check, Made, library, same


def bare(cell: Any) -> str:
    """A cell without the guard against formulas."""
    return str(cell if cell is not None else "").removeprefix("'")


def expected(made: Made) -> dict[str, tuple[object, ...]]:
    """What the rows of the stress set have to say, by id."""
    texts = made.texts("stress")
    return {one: (*place, texts[place[0]][place[1] : place[2]]) for one, place in made.places("stress").items()}


def pandas_csv(made: Made) -> str:
    """Every row, with the quote and the label as they were."""
    path = made.dataset("stress", "csv", "set.csv")
    frame = library("pandas").read_csv(path, keep_default_na=False, encoding="utf-8-sig")
    return _compare(made, frame.to_dict("records"))


def polars_csv(made: Made) -> str:
    """The same."""
    path = made.dataset("stress", "csv", "set.csv")
    frame = library("polars").read_csv(path, infer_schema_length=0)
    return _compare(made, frame.to_dicts())


def duckdb_csv(made: Made) -> str:
    """The same."""
    path = made.dataset("stress", "csv", "set.csv")
    query = "SELECT * FROM read_csv(?, header = true, all_varchar = true)"
    found = library("duckdb").connect().execute(query, [str(path)])
    names = [one[0] for one in found.description]
    return _compare(made, [dict(zip(names, row, strict=True)) for row in found.fetchall()])


def _compare(made: Made, rows: list[dict[str, Any]]) -> str:
    found = {
        bare(row["id"]): (
            bare(row["article"]), int(row["start"]), int(row["end"]), bare(row["label"]), bare(row["quote"])
        )
        for row in rows
    }  # fmt: skip
    same(found, expected(made))
    return f"{len(found)} rows of the stress set, quotes and labels exact"


def pandas_lines(made: Made) -> str:
    """JSON lines, the lossless form."""
    frame = library("pandas").read_json(made.dataset("stress", "sidemark", "set.jsonl"), lines=True)
    same(dict(zip(frame["article"], frame["text"], strict=True)), made.texts("stress"))
    same(sum(map(len, frame["annotations"])), len(made.places("stress")))
    return f"{len(frame)} articles, texts exact"


def _spans(rows: list[dict[str, Any]]) -> dict[str, tuple[object, ...]]:
    return {
        one["id"]: (row["id"], one["start"], one["end"], one["label"], one["text"])
        for row in rows
        for one in row["spans"]
    }


def polars_parquet(made: Made) -> str:
    """Every span."""
    folder = made.dataset("stress", "parquet", "set")
    same(_spans(library("polars").read_parquet(folder / "spans.parquet").to_dicts()), expected(made))
    return "all spans of the stress set"


def duckdb_parquet(made: Made) -> str:
    """Every span."""
    folder = made.dataset("stress", "parquet", "set")
    query = "SELECT id, spans FROM read_parquet(?)"
    found = library("duckdb").connect().execute(query, [str(folder / "spans.parquet")])
    same(_spans([{"id": path, "spans": spans} for path, spans in found.fetchall()]), expected(made))
    return "all spans of the stress set"


def polars_lines(made: Made) -> str:
    """JSON lines of the Hugging Face folder."""
    folder = made.dataset("stress", "huggingface", "set")
    found = library("polars").read_ndjson(folder / "spans" / "train.jsonl", infer_schema_length=None)
    same(_spans(found.to_dicts()), expected(made))
    return "all spans of the stress set"


def duckdb_lines(made: Made) -> str:
    """JSON lines of the Hugging Face folder."""
    folder = made.dataset("stress", "huggingface", "set")
    query = "SELECT id, spans FROM read_json(?, format = 'newline_delimited')"
    found = library("duckdb").connect().execute(query, [str(folder / "spans" / "train.jsonl")])
    same(_spans([{"id": path, "spans": spans} for path, spans in found.fetchall()]), expected(made))
    return "all spans of the stress set"


CHECKS = (
    Check("pandas", "csv", "read_csv(keep_default_na=False)", pandas_csv),
    Check("polars", "csv", "read_csv", polars_csv),
    Check("duckdb", "csv", "read_csv", duckdb_csv),
    Check("pandas", "sidemark", "read_json(lines=True)", pandas_lines),
    Check("polars", "huggingface", "read_ndjson", polars_lines),
    Check("duckdb", "huggingface", "read_json", duckdb_lines),
    Check("polars", "parquet", "read_parquet", polars_parquet),
    Check("duckdb", "parquet", "read_parquet", duckdb_parquet),
)

"""Loads a folder with `datasets` and prints what it found: `python load.py FOLDER CACHE`; knows nothing of us."""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any


def main(folder: Path, cache: Path) -> None:
    """Load both configurations."""
    os.environ |= {"HF_HOME": str(cache), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    datasets: Any = importlib.import_module("datasets")
    found: dict[str, Any] = {"version": datasets.__version__}
    for config in ("spans", "tokens"):
        parquet = folder / f"{config}.parquet"
        where = ("parquet", None, None, str(parquet)) if parquet.exists() else (str(folder), config)
        parts = datasets.load_dataset(*where, cache_dir=str(cache))
        rows = [row for part in parts.values() for row in part]
        found[config] = {"rows": sorted(rows, key=lambda row: row["id"])}
        features = next(iter(parts.values())).features
        if config == "tokens":
            tags = features["ner_tags"]
            found[config]["names"] = (tags[0] if isinstance(tags, list) else tags.feature).names
        found["splits"] = {name: len(part) for name, part in parts.items()}
    sys.stdout.write(json.dumps(found) + "\n")


main(Path(sys.argv[1]), Path(sys.argv[2]))

"""What the last run knows of the files it wrote, so that the next need not look into them.

`OUT/.chitieu-cache/written.json`: it may be lost, and is then found out again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline.store.cache import CACHE_FOLDER
from pipeline.store.tabular import CsvIndex

INDEX_FILE = "written.json"


@dataclass(frozen=True, slots=True)
class Index:
    """What is known of some outputs."""

    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Table and file name → rows in it. Files that are replaced under their name are not known."""
    csvs: Mapping[str, CsvIndex] = field(default_factory=dict)
    """Table → what stands where in its CSV."""


def read_index(out_dir: Path) -> Index:
    """What the last run into a folder wrote down; nothing where there was none."""
    try:
        told = json.loads((out_dir / CACHE_FOLDER / INDEX_FILE).read_text(encoding="utf-8"))
        csvs = {
            name: CsvIndex(csv["size"], csv["modified"], [(key, at, size) for key, at, size in csv["pieces"]])
            for name, csv in told["csvs"].items()
        }
        rows = {(str(name), str(file)): int(n) for name, files in told["rows"].items() for file, n in files.items()}
        return Index(rows, csvs)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Index()


def write_index(index: Index, stage: Path) -> None:
    """Write it down among outputs that are not in place yet."""
    rows: dict[str, dict[str, int]] = {}
    for (name, file), n in index.rows.items():
        if file != f"{name}.parquet":
            rows.setdefault(name, {})[file] = n
    told = {"rows": rows, "csvs": {name: asdict(csv) for name, csv in index.csvs.items()}}
    (stage / CACHE_FOLDER).mkdir()
    (stage / CACHE_FOLDER / INDEX_FILE).write_text(json.dumps(told), encoding="utf-8")


def all_there(out_dir: Path) -> bool:
    """Whether every file of the tables that the last run wrote down is still there."""
    rows = read_index(out_dir).rows
    return all((out_dir / f"{name}.parquet" / file).is_file() for name, file in rows)


def count_rows(file: Path) -> int:
    """Rows of a Parquet file."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(file).num_rows)


__all__ = ["INDEX_FILE", "Index", "all_there", "count_rows", "read_index", "write_index"]

"""Vocabulary as data, and the one loader for it.

Every table is a CSV file beside this module, UTF-8, comma-separated, first line the column names; every table has a
column `source` (a decree, a standard, an official list, or `usage` with where it was seen). A clerk adds a line; no
code changes. Lists inside a cell are separated by `|`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def read_table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `gazetteers/<name>.csv`, in file order, cells stripped, missing cells empty strings.

    Args:
        name: file name without `.csv`.

    Raises:
        FileNotFoundError: there is no such table.
        ValueError: a row has more cells than the header (an unquoted comma, most likely); names file and line.
    """
    reader = csv.DictReader((files(__name__) / f"{name}.csv").read_text(encoding="utf-8").splitlines())
    rows = []
    for row in reader:
        if None in row:
            raise ValueError(f"gazetteers/{name}.csv, line {reader.line_num}: more cells than columns")
        rows.append({key: (value or "").strip() for key, value in row.items()})
    return tuple(rows)


def split_cell(cell: str) -> tuple[str, ...]:
    """The members of a list cell: `'LĐLĐ|Liên đoàn Lao động'` → `('LĐLĐ', 'Liên đoàn Lao động')`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())

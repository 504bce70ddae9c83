"""The catalogue of indicators: `gazetteers/indicator_catalogue.csv`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gazetteers import read_table, split_cell


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the catalogue."""

    code: str
    vi: str
    en: str
    domain: str
    dimension: str
    """`count`, `money`, `percent`, `score`, or a dimension of `units.csv`; `X/per` for ratios; `count:unit` where only
    one unit counts it."""
    direction: str
    """`more`: more is better; `less`; `none`."""
    excludes: tuple[str, ...]
    """Words that make it another thing in a label."""
    excluded_under: tuple[str, ...]
    """Words that make it another thing in a heading or before the number (`Một số mặt hàng chủ yếu`, `ngập`)."""
    valid_from: dt.date
    valid_to: dt.date


@cache
def entries() -> Mapping[str, Entry]:
    """The catalogue by code, in file order."""
    return {
        row["code"]: Entry(
            row["code"],
            row["vi"],
            row["en"],
            row["domain"],
            row["dimension"],
            row["direction"],
            tuple(text for text in split_cell(row["excludes"]) if not text.startswith(_UNDER)),
            tuple(text.removeprefix(_UNDER) for text in split_cell(row["excludes"]) if text.startswith(_UNDER)),
            dt.date.fromisoformat(row["valid_from"] or "0001-01-01"),
            dt.date.fromisoformat(row["valid_to"] or "9999-12-31"),
        )
        for row in read_table("indicator_catalogue")
    }


_UNDER = "@ "
"""Before what excludes as a heading or before the number, not in the label."""

"""Cells that spreadsheets open safely."""

from __future__ import annotations

from typing import Any

FORMULA_STARTS = "=+-@\t\r"
"""What makes Excel and its kin take a text cell for a formula."""


def neutral(value: Any) -> Any:
    """A cell value that no spreadsheet takes for a formula: such texts get an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value[:1] and value[0] in FORMULA_STARTS:
        return "'" + value
    return value

"""The first rows of a run's tables, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

# The columns that say most in the width of a terminal.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": ("source", "doc_kind", "symbol", "issuer", "issued_on"),
    "indicators": ("label", "surface", "value", "role", "period", "org"),
    "document_references": ("surface", "symbol", "date", "issuer", "relation"),
    "directives": ("symbol", "doc_type", "issuer", "date", "n_documents", "n_provinces"),
    "dates": ("surface", "edtf", "kind"),
    "organisations": ("surface", "name", "org_type", "level"),
    "errors": ("source", "error", "message"),
}
_SHOWN = ("documents", "indicators", "document_references")
_WIDTH = 110


def print_tables(out_dir: Path, names: Sequence[str], rows: int) -> None:
    """Print the first rows of tables, with people's decisions applied.

    Args:
        out_dir: output folder of a run.
        names: tables to print; empty: the three people look at first.
        rows: how many of each.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from pipeline.review.overlay import open_reviewed
    from pipeline.review.rows import in_order

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    tables = open_reviewed(out_dir)
    for name in names or _SHOWN:
        columns = _COLUMNS[name]
        counted = tables.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
        table = Table(title=f"{name} ({counted[0]:,})", title_justify="left", box=box.SIMPLE, pad_edge=False)
        for column in columns:
            right = column in ("value", "n_documents", "n_provinces")
            table.add_column(column, overflow="fold", justify="right" if right else "left")
        wanted = ", ".join(f"t.{column}" for column in columns)
        for row in tables.execute(f"{in_order(name, wanted)} LIMIT {int(rows)}").fetchall():
            table.add_row(*map(_cell, row))
        console.print(table)
    tables.close()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,g}"
    return str(value)

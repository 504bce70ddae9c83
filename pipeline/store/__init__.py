"""Store: parts on the way, the contract's files at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.tabulate import DocumentRows

if TYPE_CHECKING:
    import pyarrow as pa


def write_part(rows: Iterable[DocumentRows], path: Path) -> Path:
    """Write the unlinked rows of one batch as a folder of Parquet files; whole or not at all. Returns `path`."""
    raise NotImplementedError


def link_and_write(parts: Iterable[Path], out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    """Link over all parts and write the contract's files; texts are streamed, never all in memory.

    Returns:
        rows written, by table.
    """
    raise NotImplementedError


def write_tables(tables: Mapping[str, pa.Table], out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    """Write linked tables as the contract's files. Returns rows written, by table."""
    raise NotImplementedError


def read_tables(out_dir: Path) -> dict[str, pa.Table] | None:
    """The seven tables an earlier run wrote, or null where there are none of this schema version."""
    raise NotImplementedError


__all__ = ["link_and_write", "read_tables", "write_part", "write_tables"]

"""`inputs.parquet`: every input of a run and what became of it, and all that the next run needs to know about files.

It lies beside the contract's tables, is replaced together with them, and is none of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

LEDGER = "inputs"

Status = Literal["done", "unchanged", "duplicate", "ignored", "failed", "kept"]
"""`kept`: rows of an earlier run, whose file is not among the inputs any more."""

_COLUMNS = (
    ("source", "string"), ("status", "string"), ("reason", "string"), ("doc_id", "string"), ("file", "string"),
    ("path", "string"), ("size", "int64"), ("modified", "int64"), ("changed", "int64"), ("file_id", "string"),
    ("maker", "string"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as a run saw it."""

    file: str
    """Path relative to its input root."""
    path: str
    """Where it lies (`path_key`)."""
    size: int = 0
    modified: int = 0
    """Nanoseconds; -1 where it must be read again to know whether it is as it was."""
    changed: int = 0
    file_id: str | None = None
    """Hash of its bytes, as `doc_id`; null where they could not be read."""
    maker: str | None = None
    """Hash of the code that made its rows."""

    def same_as(self, other: FileState) -> bool:
        """Whether the file is untouched, by what the system tells without reading it."""
        return (self.size, self.modified, self.changed) == (other.size, other.modified, other.changed)


@dataclass(frozen=True, slots=True)
class InputEntry:
    """One input and what became of it."""

    source: str
    status: Status
    reason: str | None = None
    """The error's code, the rule that left it out, or the path whose bytes it repeats."""
    doc_id: str | None = None
    state: FileState | None = None
    """Of the file it is, or lies in."""


def path_key(path: str | Path) -> str:
    """A path as text that can be stored, different for different paths."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def ledger_table(entries: Sequence[InputEntry]) -> pa.Table:
    """The entries as a table."""
    import pyarrow as pa

    rows = [
        (
            entry.source, entry.status, entry.reason, entry.doc_id, state.file, state.path, state.size, state.modified,
            state.changed, state.file_id, state.maker,
        )
        for entry in entries
        for state in (entry.state or FileState(entry.source, ""),)
    ]  # fmt: skip
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in _COLUMNS])
    columns = zip(*rows, strict=True) if rows else [()] * len(_COLUMNS)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def read_ledger(out_dir: Path) -> Mapping[str, FileState]:
    """The files that an earlier run has rows of, by path; empty where there was none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(out_dir / f"{LEDGER}.parquet")
        columns = [table.column(name).to_pylist() for name, _ in _COLUMNS]
    except (OSError, KeyError, pa.ArrowException):
        return {}
    return {
        path: FileState(file, path, size, modified, changed, file_id, maker)
        for _, status, _, _, file, path, size, modified, changed, file_id, maker in zip(*columns, strict=True)
        if status != "ignored" and file_id is not None
    }


__all__ = ["LEDGER", "FileState", "InputEntry", "Status", "ledger_table", "path_key", "read_ledger"]

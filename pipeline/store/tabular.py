"""The CSVs people open, made from the Parquet tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.schema import TABLES
from pipeline.store.cells import RISKY_RE2, neutral

if TYPE_CHECKING:
    import pyarrow as pa

CSV_TABLES = ("indicators", "document_references")
_BOM = b"\xef\xbb\xbf"
_LIST_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class CsvPiece:
    """Lines of a CSV."""

    key: str
    """The same key, the same lines."""
    table: Path
    """The Parquet file their rows stand in, with a column `doc_id`."""
    sources: Callable[[], Mapping[str, str]]
    """doc_id → path of the document."""


@dataclass(frozen=True, slots=True)
class CsvIndex:
    """Where the lines of each piece stand in a CSV, so that they need not be made again."""

    size: int
    modified: int
    """Nanoseconds; where the file is of another size or time by now, somebody has saved it from a spreadsheet."""
    pieces: Sequence[tuple[str, int, int]]
    """Key, offset and length in bytes."""

    def fits(self, file: Path) -> bool:
        """Whether it is about this file, as it is now."""
        try:
            about = file.stat()
        except OSError:
            return False
        return (about.st_size, about.st_mtime_ns) == (self.size, self.modified)


def write_csv(target: Path, pieces: Sequence[CsvPiece], before: tuple[Path, CsvIndex] | None = None) -> CsvIndex | None:
    """A table as CSV for Excel: UTF-8 with BOM, lists joined by ` | `, no text cell that reads as a formula.

    Behind the table's own columns stands `source`, the path of the document each row comes from.

    Args:
        target: the CSV file to make; its name without suffix is the table's.
        pieces: its lines, in order.
        before: the CSV of an earlier run, and what is known about it: lines it has already are copied.

    Returns:
        what the next run should know about it; null where the earlier one is as it should be, and none was made.
    """
    known: dict[str, tuple[int, int]] = {}
    if before is not None and before[1].fits(before[0]):
        if [piece.key for piece in pieces] == [key for key, _, _ in before[1].pieces]:
            return None
        known = {key: (offset, length) for key, offset, length in before[1].pieces}
    listed: list[tuple[str, int, int]] = []
    with ExitStack() as stack:
        sink = stack.enter_context(target.open("wb"))
        old = stack.enter_context(before[0].open("rb")) if before is not None and known else None
        names = [*TABLES[target.stem].names, "source"]
        sink.write(_BOM + (",".join(f'"{name}"' for name in names) + "\n").encode())
        for piece in pieces:
            start = sink.tell()
            if old is not None and piece.key in known:
                _copy(old, *known[piece.key], sink)
            else:
                _write_lines(piece, names, sink)
            listed.append((piece.key, start, sink.tell() - start))
    about = target.stat()
    return CsvIndex(about.st_size, about.st_mtime_ns, listed)


def _copy(old: BinaryIO, offset: int, length: int, sink: BinaryIO) -> None:
    old.seek(offset)
    while length:
        block = old.read(min(length, 1 << 20))
        if not block:
            raise OSError(f"{old.name} ends too soon")
        sink.write(block)
        length -= len(block)


def _write_lines(piece: CsvPiece, names: Sequence[str], sink: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    source = piece.sources()
    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    options = pc.WriteOptions(include_header=False)
    with pq.ParquetFile(piece.table) as parquet:
        for batch in parquet.iter_batches():
            paths = pa.array([source[doc_id] for doc_id in batch.column("doc_id").to_pylist()], pa.string())
            cells = [_cells(column) for column in (*batch.columns, paths)]
            pc.write_csv(pa.table(cells, schema=schema), sink, options)


def _cells(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        column = pc.binary_join(column, _LIST_SEPARATOR)
    elif pa.types.is_floating(column.type):
        return pa.array([None if v is None else _plain_number(v) for v in column.to_pylist()], pa.string())
    elif not pa.types.is_string(column.type):
        return column.cast(pa.string())
    risky = pc.fill_null(pc.match_substring_regex(column, RISKY_RE2), False)
    if not pc.any(risky).as_py():
        return column
    return pa.array([neutral(text) for text in column.to_pylist()], pa.string())


def _plain_number(value: float) -> str:
    """`13000`, `0.1`, `2462000000`: never `1.3e+04`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)

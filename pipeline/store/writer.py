"""Write a run's outputs: Parquet, DuckDB, CSV and run.json, all or none of them new."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.link import (
    Links,
    Said,
    decide,
    directives_told,
    fill_indicators,
    fill_references,
    outcomes_of,
    summarise,
)
from pipeline.link.mentions import DOCUMENT_COLUMNS, REFERENCE_COLUMNS
from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES, arrow_schema
from pipeline.store.atomic import recover, staging
from pipeline.store.mismatches import mismatch_record_of
from pipeline.store.parts import read_columns, read_part
from pipeline.store.selection import Selection
from pipeline.store.tabular import DUCKDB_FILE, write_csv, write_duckdb
from pipeline.tabulate.arrow import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

RUN_FILE = "run.json"
_COMPRESSION = "zstd"


def write_tables(tables: Mapping[str, pa.Table], out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    """Write linked tables as the contract's files.

    Args:
        tables: as `pipeline.link.link_corpus` makes them.
        out_dir: where; made where it does not exist. What it holds is replaced whole, or kept where this fails.
        run_info: what `run.json` shall say besides versions and counts.

    Returns:
        rows written, by table.
    """
    return _write([tables], out_dir, run_info)


@dataclass(frozen=True, slots=True)
class Linked:
    """The documents of a run and what linking found out about them; `write_linked` writes both."""

    selection: Selection
    links: Links
    units: Sequence[pa.Table]
    numbers: Sequence[Sequence[int]]
    seconds: float
    """What linking took."""

    def tables(self) -> Iterator[Mapping[str, pa.Table]]:
        """Tables part by part, links filled in, then the directives and the failures."""
        for i, part in enumerate(self.selection.parts):
            tables = self.selection.tables_of(i, read_part(part))
            references = tables["document_references"]
            outcomes = outcomes_of(references.num_rows, self.units[i], self.numbers[i], self.links)
            filled = fill_references(references, outcomes)
            indicators = fill_indicators(tables["indicators"], directives_told(filled))
            yield {**tables, "document_references": filled, "indicators": indicators}
        yield {"directives": self.links.directives, "errors": arrow_table("errors", self.selection.errors)}


def link(selection: Selection) -> Linked:
    """Link the documents of a run; of their rows only what linking needs is read.

    Args:
        selection: which documents; their parts must stay where they are until the tables are written.
    """
    started = time.monotonic()
    said, units, numbers = Said(), [], []
    for i, part in enumerate(selection.parts):
        tables = {
            "documents": read_columns([part], "documents", DOCUMENT_COLUMNS),
            "document_references": read_columns([part], "document_references", REFERENCE_COLUMNS),
        }
        tables = selection.tables_of(i, tables)
        units.append(summarise(tables["documents"], tables["document_references"]))
        numbers.append(said.add(units[-1].column("unit").to_pylist()))
    return Linked(selection, decide(said), units, numbers, round(time.monotonic() - started, 3))


def write_linked(
    linked: Linked, out_dir: Path, run_info: Mapping[str, Any], extra: Mapping[str, pa.Table] | None = None
) -> dict[str, int]:
    """Write the contract's files; texts are streamed, never all in memory.

    Args:
        linked: of `link`.
        out_dir: where; what it holds is replaced whole, or kept where this fails.
        run_info: what `run.json` shall say besides versions, counts and the timings of linking and writing.
        extra: further tables to write beside the contract's, name → table.

    Returns:
        rows written, by table.
    """
    timings = {**run_info.get("timings", {}), "link": linked.seconds}
    return _write(linked.tables(), out_dir, {**run_info, "timings": timings}, extra)


def link_and_write(parts: Iterable[Path], out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    """Link and write everything in some parts, which `write_part` made."""
    return write_linked(link(Selection.of_parts(parts)), out_dir, run_info)


def write_run_info(
    out_dir: Path, run_info: Mapping[str, Any], counts: Mapping[str, int], extra: Mapping[str, pa.Table]
) -> None:
    """Write `run.json` and further tables alone: the contract's tables are as they were.

    Args:
        out_dir: where.
        run_info: what `run.json` shall say besides versions and counts.
        counts: rows by table.
        extra: further tables, name → table.
    """
    import pyarrow.parquet as pq

    with staging(out_dir) as stage:
        for name, table in extra.items():
            pq.write_table(table, stage / f"{name}.parquet", compression=_COMPRESSION)
        _write_run(stage / RUN_FILE, {**run_info, "mismatches": mismatch_record_of(out_dir / DUCKDB_FILE)}, counts)


def _write(
    pieces: Iterable[Mapping[str, pa.Table]],
    out_dir: Path,
    run_info: Mapping[str, Any],
    extra: Mapping[str, pa.Table] | None = None,
) -> dict[str, int]:
    import duckdb
    import pyarrow.parquet as pq

    started = time.monotonic()
    recover(out_dir)
    known_failures = _known_failures(out_dir)
    with staging(out_dir) as stage:
        counts = _write_parquet(pieces, stage, known_failures)
        for name, table in (extra or {}).items():
            pq.write_table(table, stage / f"{name}.parquet", compression=_COMPRESSION)
        try:
            write_duckdb(stage)
        except duckdb.Error as problem:
            # A full disk, above all; to callers it is one with the other files.
            raise OSError(str(problem)) from problem
        for name in ("indicators", "document_references"):
            write_csv(stage / f"{name}.parquet", stage / f"{name}.csv")
        timings = {**run_info.get("timings", {}), "write": round(time.monotonic() - started, 3)}
        record = {
            "inputs_duplicate": _duplicates(stage),
            **run_info,
            "mismatches": mismatch_record_of(stage / DUCKDB_FILE),
            "timings": timings,
        }
        _write_run(stage / RUN_FILE, record, counts)
    return counts


def _write_parquet(
    pieces: Iterable[Mapping[str, pa.Table]], stage: Path, known_failures: Mapping[tuple[str, ...], dt.datetime]
) -> dict[str, int]:
    import pyarrow.parquet as pq

    counts = dict.fromkeys(TABLES, 0)
    failures: list[pa.Table] = []
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                pq.ParquetWriter(stage / f"{name}.parquet", arrow_schema(name), compression=_COMPRESSION)
            )
            for name in TABLES
            if name != "errors"
        }
        for piece in pieces:
            for name, table in piece.items():
                if name == "errors":
                    failures.append(table)
                elif table.num_rows:
                    writers[name].write_table(table.cast(arrow_schema(name)))
                    counts[name] += table.num_rows
    errors = _errors(failures, known_failures)
    pq.write_table(errors, stage / "errors.parquet", compression=_COMPRESSION)
    counts["errors"] = errors.num_rows
    return counts


_FAILURE = ("source", "doc_id", "stage", "error", "message")


def _errors(failures: Iterable[pa.Table], known: Mapping[tuple[str, ...], dt.datetime]) -> pa.Table:
    """All failures by path; one that failed the same way before keeps the time it first did, so that a run over
    unchanged inputs changes no row."""
    rows = [row for table in failures for row in table.to_pylist()]
    for row in rows:
        row["failed_at"] = known.get(tuple(str(row[name]) for name in _FAILURE), row["failed_at"])
    rows.sort(key=lambda row: tuple(str(row[name]) for name in _FAILURE))
    return arrow_table("errors", rows)


def _known_failures(out_dir: Path) -> dict[tuple[str, ...], dt.datetime]:
    tables = read_tables(out_dir, names=("errors",))
    if tables is None:
        return {}
    return {tuple(str(row[name]) for name in _FAILURE): row["failed_at"] for row in tables["errors"].to_pylist()}


def _duplicates(stage: Path) -> int:
    """Inputs that held the same bytes as another."""
    import pyarrow.parquet as pq

    return sum(map(len, pq.read_table(stage / "documents.parquet", columns=["also_at"]).column("also_at").to_pylist()))


def _write_run(path: Path, run_info: Mapping[str, Any], counts: Mapping[str, int]) -> None:
    # Where nobody has counted inputs one by one, every document is one, and every path it stands at besides.
    duplicates = int(run_info.get("inputs_duplicate", 0))
    record = {
        "pipeline_version": PIPELINE_VERSION,
        "schema_version": SCHEMA_VERSION,
        "finished_at": dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat(),
        "inputs_done": counts["documents"],
        "inputs_failed": counts["errors"],
        **run_info,
        "counts": dict(counts),
    }
    if "inputs_done" not in run_info:
        record["inputs_skipped"] = int(run_info.get("inputs_skipped", 0)) + duplicates
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def read_tables(out_dir: Path, names: Sequence[str] = tuple(TABLES)) -> dict[str, pa.Table] | None:
    """Tables an earlier run wrote.

    Args:
        out_dir: its output folder.
        names: which of `schema.TABLES`.

    Returns:
        tables by name, or null where one is missing, cannot be read, or lacks a column of this schema version.
    """
    import pyarrow as pa
    import pyarrow.dataset as ds

    found: dict[str, pa.Table] = {}
    for name in names:
        path = out_dir / f"{name}.parquet"
        schema = arrow_schema(name)
        try:
            table = ds.dataset(path, format="parquet").to_table()
            found[name] = table.select(schema.names).cast(schema)
        except (OSError, KeyError, ValueError, pa.ArrowException):
            return None
    return found

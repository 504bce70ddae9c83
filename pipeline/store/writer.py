"""Write a run's outputs: Parquet, DuckDB, CSV and run.json, all or none of them new."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES, arrow_schema
from pipeline.store.atomic import keep_parts, recover, staging
from pipeline.store.cache import CACHE_FOLDER
from pipeline.store.database import DUCKDB_FILE, write_duckdb
from pipeline.store.index import Index, count_rows, read_index, write_index
from pipeline.store.linked import PARTED, Given, Linked, Pieces, link, write_memo
from pipeline.store.mismatches import mismatch_record_of
from pipeline.store.selection import Selection
from pipeline.store.tabular import CSV_TABLES, CsvIndex, CsvPiece, write_csv
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
    return _write(Given(tables), out_dir, run_info)


def write_linked(
    linked: Linked, out_dir: Path, run_info: Mapping[str, Any], extra: Mapping[str, pa.Table] | None = None
) -> dict[str, int]:
    """Write the contract's files; texts are streamed, never all in memory.

    Args:
        linked: of `link`.
        out_dir: where. All that it holds is then of this run, or kept where this fails; files whose rows have not
            changed stay as they are.
        run_info: what `run.json` shall say besides versions, counts and the timings of linking and writing.
        extra: further tables to write beside the contract's, name → table.

    Returns:
        rows written, by table.
    """
    timings = {**run_info.get("timings", {}), "link": linked.seconds}
    return _write(linked, out_dir, {**run_info, "timings": timings}, extra)


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
        _write_run(stage / RUN_FILE, {**_told_of_tables(out_dir), **run_info}, counts)


def _told_of_tables(out_dir: Path) -> dict[str, Any]:
    """What `run.json` says of rows, and not of the run."""
    try:
        told = json.loads((out_dir / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: told[name] for name in ("mismatches",) if name in told}


def _write(
    pieces: Pieces,
    out_dir: Path,
    run_info: Mapping[str, Any],
    extra: Mapping[str, pa.Table] | None = None,
) -> dict[str, int]:
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    started = time.monotonic()
    recover(out_dir)
    known_failures = _known_failures(out_dir)
    index = read_index(out_dir)
    with staging(out_dir) as stage:
        files = _stage_tables(pieces, stage, out_dir, known_failures)
        for name, table in (extra or {}).items():
            pq.write_table(table, stage / f"{name}.parquet", compression=_COMPRESSION)
        rows = {key: index.rows.get(key) or count_rows(path) for key, path in _keys(files)}
        counts = dict.fromkeys(TABLES, 0)
        for (name, _), counted in rows.items():
            counts[name] += counted
        # DuckDB has memory of its own.
        pa.default_memory_pool().release_unused()
        try:
            write_duckdb(stage / DUCKDB_FILE, files, out_dir / DUCKDB_FILE)
        except duckdb.Error as problem:
            # A full disk, above all; to callers it is one with the other files.
            raise OSError(str(problem)) from problem
        csvs = {name: _stage_csv(name, pieces, files, stage, out_dir, index) for name in CSV_TABLES}
        kept = {f"{name}.parquet": {path.name for path in files[name]} for name in PARTED}
        if (out_dir / CACHE_FOLDER).is_dir():
            write_index(Index(rows, csvs), stage)
            memo = pieces.memo()
            if memo is not None:
                write_memo(memo, stage / CACHE_FOLDER)
            keep_parts(stage, {**kept, CACHE_FOLDER: None})
        else:
            keep_parts(stage, kept)
        timings = {**run_info.get("timings", {}), "write": round(time.monotonic() - started, 3)}
        duplicates = run_info["inputs_duplicate"] if "inputs_duplicate" in run_info else _duplicates(files["documents"])
        record = {
            "inputs_duplicate": duplicates,
            **run_info,
            "mismatches": mismatch_record_of(stage / DUCKDB_FILE),
            "timings": timings,
        }
        _write_run(stage / RUN_FILE, record, counts)
    return counts


def _stage_tables(
    pieces: Pieces, stage: Path, out_dir: Path, known_failures: Mapping[tuple[str, ...], dt.datetime]
) -> dict[str, list[Path]]:
    """Write the files that are not there yet.

    Returns:
        table → all files it consists of: those that are there, and those to be moved there.
    """
    import pyarrow.parquet as pq

    files: dict[str, list[Path]] = {name: [] for name in TABLES}
    for name in PARTED:
        (stage / f"{name}.parquet").mkdir()
    for i, names in enumerate(pieces.files):
        there = {name: out_dir / f"{name}.parquet" / file for name, file in names.items()}
        missing = {name: stage / f"{name}.parquet" / file for name, file in names.items() if not there[name].is_file()}
        to_write = [name for name, path in missing.items() if not _take(pieces.file(i, name), path)]
        for name, table in (pieces.tables(i, to_write) if to_write else {}).items():
            pq.write_table(table.cast(arrow_schema(name)), missing[name], compression=_COMPRESSION)
        for name in PARTED:
            files[name].append(missing.get(name, there[name]))
    for name, table in pieces.whole().items():
        wanted = _errors(table, known_failures) if name == "errors" else table.cast(arrow_schema(name))
        files[name].append(_stage_whole(name, wanted, stage, out_dir))
    for name in PARTED:
        if not files[name]:
            # A folder without files has no columns.
            files[name].append(stage / f"{name}.parquet" / "empty.parquet")
            pq.write_table(arrow_schema(name).empty_table(), files[name][0])
    return files


def _take(file: Path | None, target: Path) -> bool:
    """Whether there was such a file. Files of parts never change, so that two names may be one file."""
    if file is None:
        return False
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
    return True


def _stage_whole(name: str, table: pa.Table, stage: Path, out_dir: Path) -> Path:
    """A table that is one file: the one that is there, where that is as it should be."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    there = out_dir / f"{name}.parquet"
    try:
        if there.is_file() and pq.read_table(there).equals(table):
            return there
    except (OSError, pa.ArrowException):
        pass
    made = stage / f"{name}.parquet"
    pq.write_table(table, made, compression=_COMPRESSION)
    return made


def _keys(files: Mapping[str, Sequence[Path]]) -> Iterator[tuple[tuple[str, str], Path]]:
    """What the index knows each file by, and where it is."""
    return (((name, path.name), path) for name, paths in files.items() for path in paths)


def _stage_csv(
    name: str, pieces: Pieces, files: Mapping[str, Sequence[Path]], stage: Path, out_dir: Path, index: Index
) -> CsvIndex:
    lines = [
        CsvPiece(f"{names[name]} {names['documents']}", files[name][i], partial(pieces.sources, i))
        for i, names in enumerate(pieces.files)
    ]
    known = index.csvs.get(name)
    made = write_csv(stage / f"{name}.csv", lines, (out_dir / f"{name}.csv", known) if known else None)
    if made is None and known is not None:
        return known
    assert made is not None
    return made


_FAILURE = ("source", "doc_id", "stage", "error", "message")


def _errors(failures: pa.Table, known: Mapping[tuple[str, ...], dt.datetime]) -> pa.Table:
    """All failures by path; one that failed the same way before keeps the time it first did, so that a run over
    unchanged inputs changes no row."""
    rows = failures.to_pylist()
    for row in rows:
        row["failed_at"] = known.get(tuple(str(row[name]) for name in _FAILURE), row["failed_at"])
    rows.sort(key=lambda row: tuple(str(row[name]) for name in _FAILURE))
    return arrow_table("errors", rows)


def _known_failures(out_dir: Path) -> dict[tuple[str, ...], dt.datetime]:
    tables = read_tables(out_dir, names=("errors",))
    if tables is None:
        return {}
    return {tuple(str(row[name]) for name in _FAILURE): row["failed_at"] for row in tables["errors"].to_pylist()}


def _duplicates(documents: Sequence[Path]) -> int:
    """Inputs that held the same bytes as another."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    lengths = (pc.sum(pc.list_value_length(pq.read_table(f, columns=["also_at"]).column("also_at"))) for f in documents)
    return sum(length.as_py() or 0 for length in lengths)


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

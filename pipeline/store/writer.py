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

from pipeline.link import Links, fill_indicators, fill_references, link_tables
from pipeline.link.mentions import DOCUMENT_COLUMNS, REFERENCE_COLUMNS
from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES, arrow_schema
from pipeline.store.atomic import recover, staging
from pipeline.store.parts import read_columns, read_part
from pipeline.store.tabular import write_csv, write_duckdb
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
    """Parts of a run and what linking found out about them; `write_linked` writes both."""

    parts: tuple[Path, ...]
    """In the order of the paths they hold."""
    copies: _Copies
    links: Links
    seconds: float
    """What linking took."""

    def tables(self) -> Iterator[Mapping[str, pa.Table]]:
        """Tables part by part, links filled in, then the directives."""
        offset = 0
        for i, part in enumerate(self.parts):
            tables = self.copies.of_part(i, read_part(part))
            filled = fill_references(tables["document_references"], self.links, offset)
            offset += filled.num_rows
            directive_of = dict(
                zip(filled.column("ref_id").to_pylist(), filled.column("directive_id").to_pylist(), strict=True)
            )
            yield {
                **tables,
                "document_references": filled,
                "indicators": fill_indicators(tables["indicators"], directive_of),
            }
        yield {"directives": arrow_table("directives", self.links.directives)}


def link_parts(parts: Iterable[Path]) -> Linked:
    """Link over all parts; of their rows only what linking needs is read.

    Args:
        parts: folders `write_part` made.
    """
    started = time.monotonic()
    ordered = _in_order(parts)
    documents = read_columns(ordered, "documents", DOCUMENT_COLUMNS)
    copies = _Copies.among(documents, [_rows(part, "documents") for part in ordered])
    kept = [copies.kept(i) for i in range(len(ordered))]
    references = read_columns(ordered, "document_references", REFERENCE_COLUMNS)
    links = link_tables(documents, _only(references, ordered, kept))
    return Linked(tuple(ordered), copies, links, round(time.monotonic() - started, 3))


def write_linked(linked: Linked, out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    """Write the contract's files; texts are streamed, never all in memory.

    Args:
        linked: of `link_parts`; its parts must still be there.
        out_dir: where; what it holds is replaced whole, or kept where this fails.
        run_info: what `run.json` shall say besides versions, counts and the timings of linking and writing.

    Returns:
        rows written, by table.
    """
    timings = {**run_info.get("timings", {}), "link": linked.seconds}
    return _write(linked.tables(), out_dir, {**run_info, "timings": timings})


def link_and_write(parts: Iterable[Path], out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    """`link_parts` and `write_linked` in one."""
    return write_linked(link_parts(parts), out_dir, run_info)


def _in_order(parts: Iterable[Path]) -> list[Path]:
    """Parts by the first path they hold: however the batches were numbered, rows come out in the order of paths."""
    import pyarrow.parquet as pq

    keyed = []
    for part in parts:
        sources = pq.read_table(part / "documents.parquet", columns=["source"]).column("source").to_pylist()
        keyed.append((min(sources, default="\U0010ffff"), str(part), part))
    return [part for *_, part in sorted(keyed)]


def _rows(part: Path, name: str) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(part / f"{name}.parquet").num_rows)


@dataclass(frozen=True, slots=True)
class _Copies:
    """Documents that stand in several parts: where each is kept, and its other paths."""

    doc_ids: tuple[tuple[str, ...], ...]
    """Documents of each part."""
    home: Mapping[str, int]
    """doc_id → the part that keeps it, of those that stand in more than one."""
    also_at: Mapping[str, list[str]]

    @classmethod
    def among(cls, documents: pa.Table, sizes: Sequence[int]) -> _Copies:
        rows = documents.select(["doc_id", "source", "also_at"]).to_pylist()
        places: dict[str, list[tuple[str, int]]] = {}
        paths: dict[str, set[str]] = {}
        doc_ids: list[tuple[str, ...]] = []
        at = 0
        for part, size in enumerate(sizes):
            members = rows[at : at + size]
            at += size
            doc_ids.append(tuple(row["doc_id"] for row in members))
            for row in members:
                places.setdefault(row["doc_id"], []).append((row["source"], part))
                paths.setdefault(row["doc_id"], set()).update([row["source"], *(row["also_at"] or ())])
        several = {doc_id: min(found) for doc_id, found in places.items() if len(found) > 1}
        return cls(
            tuple(doc_ids),
            {doc_id: part for doc_id, (_, part) in several.items()},
            {doc_id: sorted(paths[doc_id] - {source}) for doc_id, (source, _) in several.items()},
        )

    def kept(self, part: int) -> frozenset[str] | None:
        """Documents whose rows this part keeps; null: all of them."""
        members = self.doc_ids[part]
        if all(self.home.get(doc_id, part) == part for doc_id in members):
            return None
        return frozenset(doc_id for doc_id in members if self.home.get(doc_id, part) == part)

    def of_part(self, part: int, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        """A part's tables without what another part keeps, and with all paths of what it keeps itself."""
        import pyarrow as pa

        kept = self.kept(part)
        found = {name: t if name == "errors" else _of_documents(t, kept) for name, t in tables.items()}
        documents = found["documents"]
        ids = documents.column("doc_id").to_pylist()
        if any(doc_id in self.also_at for doc_id in ids):
            old = documents.column("also_at").to_pylist()
            merged = [self.also_at.get(doc_id, paths) for doc_id, paths in zip(ids, old, strict=True)]
            at = documents.schema.get_field_index("also_at")
            field = documents.schema.field("also_at")
            found["documents"] = documents.set_column(at, field, pa.array(merged, field.type))
        return found


def _of_documents(table: pa.Table, kept: frozenset[str] | None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    if kept is None:
        return table
    return table.filter(pc.is_in(table.column("doc_id"), pa.array(sorted(kept), pa.string())))


def _only(references: pa.Table, parts: Sequence[Path], kept: Sequence[frozenset[str] | None]) -> pa.Table:
    """The references of the documents each part keeps: row numbers as `fill_references` will count them."""
    import pyarrow as pa

    if all(documents is None for documents in kept):
        return references
    pieces, at = [], 0
    for part, documents in zip(parts, kept, strict=True):
        size = _rows(part, "document_references")
        pieces.append(_of_documents(references.slice(at, size), documents))
        at += size
    return pa.concat_tables(pieces)


def _write(pieces: Iterable[Mapping[str, pa.Table]], out_dir: Path, run_info: Mapping[str, Any]) -> dict[str, int]:
    started = time.monotonic()
    recover(out_dir)
    known_failures = _known_failures(out_dir)
    with staging(out_dir) as stage:
        counts = _write_parquet(pieces, stage, known_failures)
        write_duckdb(stage)
        for name in ("indicators", "document_references"):
            write_csv(stage / f"{name}.parquet", stage / f"{name}.csv")
        timings = {**run_info.get("timings", {}), "write": round(time.monotonic() - started, 3)}
        record = {**run_info, "timings": timings, "inputs_duplicate": _duplicates(stage)}
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
    duplicates = int(run_info.get("inputs_duplicate", 0))
    record = {
        "pipeline_version": PIPELINE_VERSION,
        "schema_version": SCHEMA_VERSION,
        "finished_at": dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat(),
        **run_info,
        "inputs_done": counts["documents"],
        "inputs_skipped": int(run_info.get("inputs_skipped", 0)) + duplicates,
        "inputs_failed": counts["errors"],
        "counts": dict(counts),
    }
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

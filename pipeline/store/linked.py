"""The documents of a run, linked: which files its tables consist of, and what stands in each of them.

A table is a folder of files, one for each part of the cache. A file's name says which part its rows are of and what
else they depend on: which of the part's documents count, at which paths they lie, what linking found out about them. So
a file that is there under its name need not be written again, and what does not change is not touched.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from pipeline.link import (
    Links,
    Memo,
    Said,
    decide,
    directives_told,
    fill_indicators,
    fill_references,
    outcomes_of,
    summarise,
)
from pipeline.link.mentions import DOCUMENT_COLUMNS, REFERENCE_COLUMNS
from pipeline.schema import arrow_schema
from pipeline.store.cache import CACHE_FOLDER
from pipeline.store.maker import code_of_extracting, code_of_joining, code_of_linking
from pipeline.store.parts import read_columns, read_part
from pipeline.store.selection import Selection
from pipeline.tabulate.arrow import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

PARTED = ("documents", "document_references", "dates", "organisations", "indicators")
"""Tables that are folders of files; the others are small, and one file each."""
MEMO_FILE = "decided.parquet"
_CODE = b"code"
_UNITS = ("doc_id", "unit", "rows", "slots")


class Pieces(Protocol):
    """Tables to write, piece by piece."""

    @property
    def files(self) -> Sequence[Mapping[str, str]]:
        """For each piece: table → name of the file its rows stand in. The same name, the same rows."""

    def tables(self, i: int, names: Collection[str]) -> Mapping[str, pa.Table]:
        """Some tables of one piece."""

    def file(self, i: int, name: str) -> Path | None:
        """A file that is just what should be written for one table of one piece, where there is one."""

    def sources(self, i: int) -> Mapping[str, str]:
        """doc_id → source of the documents of one piece."""

    def whole(self) -> Mapping[str, pa.Table]:
        """The tables that are one file each."""

    def memo(self) -> pa.Table | None:
        """What a later run need not find out again."""


@dataclass(frozen=True)
class Linked:
    """The documents of a run and what linking found out about them; `write_linked` writes both."""

    selection: Selection
    links: Links
    numbers: Sequence[Sequence[int]]
    """For each part the numbers of its units."""
    seconds: float
    """What linking took."""

    @cached_property
    def files(self) -> Sequence[Mapping[str, str]]:
        """See `Pieces`."""
        return [self._files(i, part) for i, part in enumerate(self.selection.parts)]

    def _files(self, i: int, part: Path) -> Mapping[str, str]:
        chosen = self.selection.chosen[i]
        which = sorted(chosen)
        everything, which_directives = self.links.digest(self.numbers[i])
        depends = {
            "documents": [[doc_id, chosen[doc_id].source, *chosen[doc_id].also_at] for doc_id in which],
            "document_references": [which, everything],
            "dates": which,
            "organisations": which,
            "indicators": [which, which_directives],
        }
        return {name: f"{part.name}-{_digest([_code(name), depends[name]])}.parquet" for name in PARTED}

    def tables(self, i: int, names: Collection[str]) -> Mapping[str, pa.Table]:
        """See `Pieces`."""
        part = self.selection.parts[i]
        linked = {"document_references", "indicators"} & set(names)
        tables = self.selection.tables_of(i, read_part(part, {*names, *(["document_references"] if linked else [])}))
        if linked:
            units = _chosen_units(self.selection, i)
            before = read_columns([part], "document_references", ("doc_id",)).column("doc_id").to_pylist()
            outcomes = outcomes_of(len(before), units, self.numbers[i], self.links)
            chosen = self.selection.chosen[i]
            kept = [outcome for outcome, doc_id in zip(outcomes, before, strict=True) if doc_id in chosen]
            tables["document_references"] = fill_references(tables["document_references"], kept)
        if "indicators" in linked:
            told = directives_told(tables["document_references"])
            tables["indicators"] = fill_indicators(tables["indicators"], told)
        return {name: tables[name] for name in names}

    def file(self, i: int, name: str) -> Path | None:
        """See `Pieces`."""
        import pyarrow.parquet as pq

        if name not in ("dates", "organisations"):
            return None
        part = self.selection.parts[i]
        chosen = self.selection.chosen[i]
        there = read_columns([part], "documents", ("doc_id",)).column("doc_id").to_pylist()
        path = part / f"{name}.parquet"
        if len(there) != len(chosen) or not pq.read_schema(path).equals(arrow_schema(name)):
            return None
        return path

    def sources(self, i: int) -> Mapping[str, str]:
        """See `Pieces`."""
        return {doc_id: place.source for doc_id, place in self.selection.chosen[i].items()}

    def whole(self) -> Mapping[str, pa.Table]:
        """See `Pieces`."""
        return {"directives": self.links.directives, "errors": arrow_table("errors", self.selection.errors)}

    def memo(self) -> pa.Table:
        """See `Pieces`."""
        return self.links.memo


class Given:
    """Tables that are in memory, as one piece."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables
        self.files: Sequence[Mapping[str, str]] = [dict.fromkeys(PARTED, f"{uuid4().hex}.parquet")]

    def tables(self, i: int, names: Collection[str]) -> Mapping[str, pa.Table]:
        """See `Pieces`."""
        return {name: self._tables[name] for name in names}

    def file(self, i: int, name: str) -> Path | None:
        """See `Pieces`."""
        return None

    def sources(self, i: int) -> Mapping[str, str]:
        """See `Pieces`."""
        columns = (self._tables["documents"].column(name).to_pylist() for name in ("doc_id", "source"))
        return dict(zip(*columns, strict=True))

    def whole(self) -> Mapping[str, pa.Table]:
        """See `Pieces`."""
        return {name: table for name, table in self._tables.items() if name not in PARTED}

    def memo(self) -> None:
        """See `Pieces`."""
        return


def link(selection: Selection) -> Linked:
    """Link the documents of a run.

    What a part says to linking is found once and kept beside its rows; only that is read.

    Args:
        selection: which documents; their parts must stay where they are until the tables are written.
    """
    started = time.monotonic()
    said = Said()
    before = _read_memo(selection.parts[0].parent) if selection.parts else None
    numbers = [said.add(_chosen_units(selection, i).column("unit").to_pylist()) for i, _ in enumerate(selection.parts)]
    return Linked(selection, decide(said, before), numbers, round(time.monotonic() - started, 3))


def _read_memo(cache_folder: Path) -> Memo | None:
    """What the last run into an output folder decided, where that was written by the same code."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if cache_folder.name != CACHE_FOLDER:
        return None
    try:
        with pq.ParquetFile(cache_folder / MEMO_FILE) as file:
            if (file.schema_arrow.metadata or {}).get(_CODE) != _code_of_units().encode():
                return None
            table = file.read()
        directives = pq.read_table(cache_folder.parent / "directives.parquet", schema=arrow_schema("directives"))
    except (OSError, pa.ArrowException):
        return None
    ids = pc.list_flatten(table.column("directives"))
    if not pc.all(pc.is_in(ids, directives.column("directive_id")), min_count=0).as_py():
        return None
    return Memo(table, directives)


def write_memo(memo: pa.Table, folder: Path) -> None:
    """Write down what was decided.

    Args:
        memo: of `Links.memo`.
        folder: the cache folder, or the one whose files will lie there.
    """
    import pyarrow.parquet as pq

    marked = memo.replace_schema_metadata({_CODE: _code_of_units().encode()})
    pq.write_table(marked, folder / MEMO_FILE, compression="zstd")


def _chosen_units(selection: Selection, i: int, columns: Sequence[str] = _UNITS) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    units = _units_of(selection.parts[i], columns)
    return units.filter(pc.is_in(units.column("doc_id"), pa.array(list(selection.chosen[i]), pa.string())))


def _units_of(part: Path, columns: Sequence[str]) -> pa.Table:
    """What a part says to linking, from the file beside its rows; which is made where it is not there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kept = part / f"units-{_code_of_units()}.parquet"
    try:
        with pq.ParquetFile(kept) as file:
            return file.read(columns=list(columns), use_threads=False)
    except (OSError, pa.ArrowException):
        units = summarise(
            read_columns([part], "documents", DOCUMENT_COLUMNS),
            read_columns([part], "document_references", REFERENCE_COLUMNS),
        )
    new = kept.with_suffix(f".{uuid4().hex[:8]}.new")
    pq.write_table(units, new, compression="zstd")
    new.replace(kept)
    return units.select(list(columns))


@cache
def _code_of_units() -> str:
    return _digest([code_of_extracting(), code_of_linking()])


@cache
def _code(table: str) -> str:
    return f"{code_of_joining()} {arrow_schema(table)}"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


__all__ = ["PARTED", "Given", "Linked", "Pieces", "link", "write_memo"]

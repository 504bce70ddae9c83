"""Which documents of which parts a run's tables consist of, and under which paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.schema import Row
from pipeline.store.parts import read_columns

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies."""

    source: str
    also_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents to write, and failures."""

    parts: tuple[Path, ...]
    """In the order of the paths they hold."""
    chosen: tuple[Mapping[str, Place], ...]
    """For each part: doc_id → place of the documents it gives."""
    errors: tuple[Row, ...]
    """All rows of `errors`."""

    @classmethod
    def of(cls, chosen: Mapping[Path, Mapping[str, Place]], errors: Iterable[Row]) -> Selection:
        """A selection from what each part gives."""
        given = {part: places for part, places in chosen.items() if places}
        ordered = sorted(given, key=lambda part: (min(place.source for place in given[part].values()), str(part)))
        return cls(tuple(ordered), tuple(given[part] for part in ordered), tuple(errors))

    @classmethod
    def of_parts(cls, parts: Iterable[Path]) -> Selection:
        """Everything in some parts; a document that stands in several is given by that with its first path."""
        listed = sorted(parts, key=str)
        first: dict[str, tuple[str, Path]] = {}
        paths: dict[str, set[str]] = {}
        errors: list[Row] = []
        for part in listed:
            for row in read_columns([part], "documents", ("doc_id", "source", "also_at")).to_pylist():
                doc_id, place = row["doc_id"], (row["source"], part)
                paths.setdefault(doc_id, set()).update([row["source"], *(row["also_at"] or ())])
                if doc_id not in first or place < first[doc_id]:
                    first[doc_id] = place
            errors += read_columns([part], "errors", _error_columns()).to_pylist()
        chosen: dict[Path, dict[str, Place]] = {}
        for doc_id, (source, part) in first.items():
            chosen.setdefault(part, {})[doc_id] = Place(source, tuple(sorted(paths[doc_id] - {source})))
        return cls.of(chosen, errors)

    def tables_of(self, i: int, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        """The tables of part `i`, failures aside: only chosen documents, at their places."""
        return {name: self._of_part(i, name, table) for name, table in tables.items() if name != "errors"}

    def _of_part(self, i: int, name: str, table: pa.Table) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        chosen = self.chosen[i]
        ids = table.column("doc_id")
        if name != "documents":
            return table.filter(pc.is_in(ids, pa.array(list(chosen), pa.string())))
        there = ids.to_pylist()
        rows = sorted(
            (at for at, doc_id in enumerate(there) if doc_id in chosen), key=lambda at: chosen[there[at]].source
        )
        table = table.take(pa.array(rows, pa.int64()))
        places = [chosen[there[at]] for at in rows]
        for column, values in (("source", [p.source for p in places]), ("also_at", [list(p.also_at) for p in places])):
            if column not in table.schema.names:
                continue
            field = table.schema.field(column)
            table = table.set_column(table.schema.get_field_index(column), field, pa.array(values, field.type))
        return table


def _error_columns() -> tuple[str, ...]:
    from pipeline.schema import TABLES

    return TABLES["errors"].names


__all__ = ["Place", "Selection"]

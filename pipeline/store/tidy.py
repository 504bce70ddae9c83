"""The cache kept small: parts nobody needs go, parts that are mostly dead or very small are made into new ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.store.cache import CACHE_FOLDER, RECORD, Cache, DocumentKey, FileRecord
from pipeline.store.parts import read_part, write_part_tables
from pipeline.tabulate.arrow import DOCUMENT_TABLES

if TYPE_CHECKING:
    import pyarrow as pa

_FULL = 40
"""Documents; parts of fewer are put together once there are many."""
_SMALL_PARTS = 32


def forget(out_dir: Path) -> None:
    """Remove what earlier runs found in files; their tables stay until new ones replace them."""
    shutil.rmtree(out_dir / CACHE_FOLDER, ignore_errors=True)


def tidy(cache: Cache, live: Collection[tuple[str, str]]) -> None:
    """Clear a cache after the outputs were written.

    Args:
        cache: all parts.
        live: (file_id, suffix) of the files whose rows must stay.
    """
    records = {key: record for key, record in cache.records.items() if key in live}
    needed: set[DocumentKey] = {
        cache.key_of(record, outcome)
        for record in records.values()
        for outcome in record.outcomes
        if outcome.error is None
    }
    # A document that stands in several parts is read from the first.
    homes = {part: [key for key in keys if key in needed and cache.documents[key] == part]
             for part, keys in cache.parts.items()}  # fmt: skip
    told = {
        part: [key for key in cache.files[part] if _is_told_here(cache, records, key, part)] for part in cache.parts
    }
    dead = [part for part in cache.parts if not homes[part] and not told[part]]
    for part in dead:
        shutil.rmtree(part, ignore_errors=True)
    half_dead = [p for p in cache.parts if p not in dead and len(homes[p]) * 2 < len(cache.parts[p])]
    small = [p for p in cache.parts if p not in dead and p not in half_dead and len(homes[p]) < _FULL // 4]
    merge = half_dead + (small if len(small) > _SMALL_PARTS else [])
    group: list[Path] = []
    for part in merge:
        group.append(part)
        if sum(len(homes[p]) for p in group) >= _FULL:
            _merge(cache, group, homes, told, records)
            group = []
    if group:
        _merge(cache, group, homes, told, records)


def _is_told_here(cache: Cache, records: dict[tuple[str, str], FileRecord], key: tuple[str, str], part: Path) -> bool:
    return key in records and cache.told_by.get(key) == part


def _merge(
    cache: Cache,
    group: Sequence[Path],
    homes: dict[Path, list[DocumentKey]],
    told: dict[Path, list[tuple[str, str]]],
    records: dict[tuple[str, str], FileRecord],
) -> None:
    """Make new parts of what is alive in some old ones, one for each maker; then remove the old ones."""
    by_maker: dict[str, list[Path]] = {}
    for part in group:
        by_maker.setdefault(json.dumps(asdict(cache.makers[part]), sort_keys=True), []).append(part)
    for maker, parts in by_maker.items():
        layers: list[dict[str, tuple[str, Path]]] = [{}]
        for part in parts:
            for _, doc_id, suffix in homes[part]:
                layer = next((found for found in layers if doc_id not in found), None)
                if layer is None:
                    layers.append(layer := {})
                layer[doc_id] = (suffix, part)
        files = [
            {"file_id": key[0], "suffix": key[1], "outcomes": [asdict(o) for o in records[key].outcomes]}
            for part in parts
            for key in told[part]
        ]
        for i in reversed(range(len(layers))):
            layer = layers[i]
            note = {
                "maker": json.loads(maker),
                "files": files if i == 0 else [],
                "documents": [(doc_id, suffix) for doc_id, (suffix, _) in layer.items()],
            }
            write_part_tables(
                _tables(layer), cache.folder / uuid4().hex, {RECORD: json.dumps(note, ensure_ascii=False)}
            )
    for part in group:
        shutil.rmtree(part, ignore_errors=True)


def _tables(layer: dict[str, tuple[str, Path]]) -> dict[str, pa.Table]:
    import pyarrow as pa
    import pyarrow.compute as pc

    from pipeline.schema import arrow_schema

    pieces: dict[str, list[pa.Table]] = {name: [arrow_schema(name).empty_table()] for name in DOCUMENT_TABLES}
    for part in dict.fromkeys(part for _, part in layer.values()):
        wanted = pa.array([doc_id for doc_id, (_, home) in layer.items() if home == part], pa.string())
        for name, table in read_part(part).items():
            if name != "errors":
                pieces[name].append(table.filter(pc.is_in(table.column("doc_id"), wanted)))
    return {name: pa.concat_tables(tables) for name, tables in pieces.items()}


__all__ = ["forget", "tidy"]

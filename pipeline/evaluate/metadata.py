"""Score what a run says of the documents themselves: kind, number, issuer, province, date, title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from pipeline.evaluate.compare import TITLE_OVERLAP, Item, folded, folded_symbol, jaccard, words
from pipeline.evaluate.gold import GoldError

FIELDS = ("doc_kind", "symbol", "issuer", "province", "issued_on", "title")
_TYPE_OF_PLACE = re.compile(r"^(?:tỉnh|thành phố|tp\.?)\s+")


@dataclass(frozen=True, slots=True)
class WrongField:
    """One field of one document that the run has wrong."""

    document: str
    field: str
    gold: object
    found: object


@dataclass(frozen=True, slots=True)
class MetadataEvaluation:
    """Share of documents right by field, and what is not."""

    documents: int
    shares: Mapping[str, float]
    wrong: tuple[WrongField, ...]


def read_metadata_gold(path: Path) -> list[dict[str, Any]]:
    """The documents of a `metadata.json`.

    Raises:
        GoldError: it is no list of objects with `id`.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise GoldError(f"{path.name}: is no list of objects with an id")
    return rows


def evaluate_metadata(gold: Iterable[Item], documents: Iterable[Item]) -> MetadataEvaluation:
    """Compare rows of `documents` with gold; gold of documents that were not run is left out.

    Args:
        gold: objects with `id`, the fields, and under `also` what else is acceptable.
        documents: rows of `documents`; paired with gold by the stem of `source`.
    """
    rows = {PurePath(str(row["source"])).stem: row for row in documents}
    known = [item for item in gold if item["id"] in rows]
    wrong = [
        WrongField(item["id"], field, item.get(field), rows[item["id"]].get(field))
        for item in known
        for field in FIELDS
        if not _right(field, item, rows[item["id"]].get(field) or None)
    ]
    missed = {field: sum(w.field == field for w in wrong) for field in FIELDS}
    shares = {field: (1 - missed[field] / len(known)) if known else 0.0 for field in FIELDS}
    return MetadataEvaluation(len(known), shares, tuple(wrong))


def _right(field: str, item: Item, found: object) -> bool:
    also = (item.get("also") or {}).get(field, [])
    options = [item.get(field), *(also if isinstance(also, list) else [also])]
    return any(_same(field, option, found) for option in options)


def _same(field: str, wanted: object, found: object) -> bool:
    if wanted is None or found is None:
        return wanted is found
    match field:
        case "symbol":
            return folded_symbol(wanted) == folded_symbol(found)
        case "title":
            return jaccard(words(wanted), words(found)) >= TITLE_OVERLAP
        case "province":
            return _TYPE_OF_PLACE.sub("", folded(wanted)) == _TYPE_OF_PLACE.sub("", folded(found))
    return folded(wanted) == folded(found)

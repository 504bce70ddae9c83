"""Gold files: read and checked, so that a slip in one is told where it is, not met as a strange score."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.dates.edtf import is_valid
from pipeline.evaluate.compare import Item, one_line
from pipeline.schema import COMPARATORS, FORMS, KINDS, ROLES

LISTS = ("references", "dates", "organisations", "indicators")
METADATA_FILE = "metadata.json"


class GoldError(ValueError):
    """A folder of gold that cannot be used; the message names each file and fault."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The gold of one document; its name is the stem of the document's path."""

    name: str
    items: Mapping[str, tuple[Item, ...]]
    """By list: `references`, `dates`, `organisations`, `indicators`."""


def read_gold(folder: Path) -> list[GoldDocument]:
    """All gold files of a folder, by name.

    Args:
        folder: holds one JSON file a document (annotation guide); `metadata.json` beside them is another matter.

    Raises:
        GoldError: the folder holds none, or one breaks the guide's form.
    """
    documents, faults = [], []
    for path in sorted(folder.glob("*.json")):
        if path.name == METADATA_FILE:
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as problem:
            faults.append(f"{path.name}: is no JSON: {problem}")
            continue
        found = check_gold(content)
        faults += (f"{path.name}: {fault}" for fault in found)
        if not found:
            documents.append(GoldDocument(path.stem, {name: tuple(content[name]) for name in LISTS}))
    if faults:
        raise GoldError("\n".join(faults))
    if not documents:
        raise GoldError(f"{folder}: không có tệp đáp án nào / no gold files")
    return documents


def check_gold(content: Any) -> list[str]:
    """What in one gold file breaks the form of the annotation guide; empty where nothing does."""
    if not isinstance(content, dict):
        return ["is no object with id, references, dates, organisations, indicators"]
    found = [f"has no list {name}" for name in LISTS if not isinstance(content.get(name), list)]
    if not isinstance(content.get("id"), str):
        found.append("has no id")
    found += (f"has an unknown key {key}" for key in content if key not in ("id", *LISTS))
    if found:
        return found
    return [
        f"{name}[{i}]: {fault}"
        for name in LISTS
        for i, item in enumerate(content[name])
        for fault in _faults(name, item)
    ]


_KEYS: Mapping[str, frozenset[str]] = {
    "references": frozenset({"form", "doc_type", "symbol", "date", "provision", "self", "title", "issuer", "relation"}),
    "dates": frozenset({"edtf", "kind"}),
    "organisations": frozenset({"name", "org_type", "level"}),
    "indicators": frozenset({"value", "value_high", "kind", "unit", "comparator", "role", "label", "period"}),
}
_ANY = frozenset({"surface", "optional", "note"})


def _faults(name: str, item: Any) -> Iterable[str]:
    if not isinstance(item, dict):
        yield "is no object"
        return
    if not isinstance(item.get("surface"), str) or not item["surface"].strip():
        yield "has no surface"
    elif item["surface"] != one_line(item["surface"]):
        yield "surface is not NFC on one line"
    if not isinstance(item.get("optional", False), bool):
        yield "optional is neither true nor false"
    yield from (f"has an unknown key {key}" for key in item if key not in _KEYS[name] | _ANY)
    match name:
        case "references":
            yield from _reference_faults(item)
        case "dates":
            yield from _edtf_faults(item, "edtf", needed=True)
        case "organisations" if not isinstance(item.get("name", ""), str):
            yield "name is no text"
        case "indicators":
            yield from _indicator_faults(item)


def _reference_faults(item: Item) -> Iterable[str]:
    if item.get("form") not in FORMS:
        yield f"form is none of {' '.join(FORMS)}"
    if item.get("form") == "numbered" and not item.get("symbol"):
        yield "is numbered and has no symbol"
    if item.get("form") == "named" and item.get("symbol"):
        yield "is named and has a symbol"
    yield from _edtf_faults(item, "date", needed=False)


def _indicator_faults(item: Item) -> Iterable[str]:
    for name in ("value", "value_high"):
        value = item.get(name)
        if (name == "value" or value is not None) and not _is_number(value):
            yield f"{name} is no number"
    for name, allowed in (("kind", KINDS), ("role", ROLES)):
        if item.get(name) not in allowed:
            yield f"{name} is none of {' '.join(allowed)}"
    if item.get("comparator", "=") not in COMPARATORS:
        yield f"comparator is none of {' '.join(COMPARATORS)}"
    if not isinstance(item.get("label"), str):
        yield "has no label"
    yield from _edtf_faults(item, "period", needed=False)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _edtf_faults(item: Item, name: str, *, needed: bool) -> Iterable[str]:
    value = item.get(name)
    if value is None:
        if needed:
            yield f"has no {name}"
    elif not isinstance(value, str) or not is_valid(value):
        yield f"{name} {value!r} is no EDTF date"

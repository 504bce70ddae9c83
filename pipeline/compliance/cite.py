"""Who cites one directive, and what could not be resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.link.symbols import symbol_facts

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of the directive asked for."""

    directive: Row
    document: Row
    reference: Row


def citations(tables: Mapping[str, Sequence[Row]], symbol: str) -> list[Citation]:
    """Every mention of the directives that bear a symbol (two provinces may both have a 39/KH-LĐLĐ).

    Args:
        tables: as `pipeline.compliance.load.load_tables` reads them.
        symbol: in any spelling: dashes, case, lost diacritics and leading zeros do not matter.
    """
    key = symbol_facts(symbol).key
    directives = {
        d["directive_id"]: d for d in tables["directives"] if d["symbol"] and symbol_facts(d["symbol"]).key == key
    }
    documents = {d["doc_id"]: d for d in tables["documents"]}
    found = [
        Citation(directives[r["directive_id"]], documents[r["doc_id"]], r)
        for r in tables["document_references"]
        if r["directive_id"] in directives and not r["is_self"]
    ]
    return sorted(
        found,
        key=lambda c: (c.directive["directive_id"], c.document["source"], c.reference["char_start"]),
    )


def unresolved(tables: Mapping[str, Sequence[Row]]) -> list[tuple[Row, Row]]:
    """(document, reference) of every short form that points nowhere certain; its candidates stand in the row."""
    documents = {d["doc_id"]: d for d in tables["documents"]}
    found = [
        (documents[r["doc_id"]], r)
        for r in tables["document_references"]
        if r["form"] == "short" and not r["directive_id"]
    ]
    return sorted(found, key=lambda pair: (pair[0]["source"], pair[1]["char_start"]))


def conflicting(tables: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Directives whose mentions disagree on date or issuer."""
    found = [d for d in tables["directives"] if d["conflicts"]]
    return sorted(found, key=lambda d: (d["symbol"] or "", d["directive_id"]))

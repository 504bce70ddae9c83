"""Fill the decisions of linking into rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.link.corpus import Links
from pipeline.link.memo import NOTHING, Outcome
from pipeline.link.mentions import told_candidates
from pipeline.schema import TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

_MAX_CANDIDATES = 20


def outcomes_of(references: int, units: pa.Table, numbers: Sequence[int], links: Links) -> list[Outcome]:
    """What linking found out about each reference of a part.

    Args:
        references: how many there are.
        units: of `summarise`, of these references.
        numbers: of `Said.add`, of these units.
        links: the decisions.
    """
    found = [NOTHING] * references
    told = zip(numbers, units.column("rows").to_pylist(), units.column("slots").to_pylist(), strict=True)
    for number, rows, slots in told:
        for row, slot in zip(rows, slots, strict=True):
            found[row] = links.of(number, slot)
    return found


def fill_references(references: pa.Table, outcomes: Sequence[Outcome]) -> pa.Table:
    """`document_references` with what linking decided.

    Args:
        references: rows as they were linked.
        outcomes: of each row.
    """
    columns: dict[str, list[Any]] = {"directive_id": [outcome.directive_id for outcome in outcomes]}
    before = references.select(["symbol", "date", "issuer_id", "issuer", "resolution", "candidates"]).to_pydict()
    for name in ("symbol", "date", "issuer_id", "issuer"):
        columns[name] = [
            getattr(outcome.resolved, name) if outcome.resolved else None if resolution == "corpus" else value
            for outcome, value, resolution in zip(outcomes, before[name], before["resolution"], strict=True)
        ]
    columns["resolution"] = [
        "corpus" if outcome.resolved else None if resolution == "corpus" else resolution
        for outcome, resolution in zip(outcomes, before["resolution"], strict=True)
    ]
    columns["candidates"] = [
        _candidates(old or [], outcome) for outcome, old in zip(outcomes, before["candidates"], strict=True)
    ]
    return _replace(references, "document_references", columns)


def _candidates(told: list[str], outcome: Outcome) -> list[str]:
    """The symbols the document itself offers, then the directives the corpus offers; none once it is resolved."""
    if outcome.resolved:
        return []
    return [*told_candidates(told), *outcome.candidates][:_MAX_CANDIDATES]


def fill_indicators(indicators: pa.Table, directive_of: Mapping[str, str | None]) -> pa.Table:
    """`indicators` with the directive of the mention that says whose results they are.

    Args:
        indicators: rows of some documents.
        directive_of: ref_id → directive_id of those documents' references.
    """
    told_by = indicators.column("directive_ref_id").to_pylist()
    filled = [directive_of.get(ref_id) if ref_id else None for ref_id in told_by]
    return _replace(indicators, "indicators", {"directive_id": filled})


def _replace(table: pa.Table, name: str, columns: Mapping[str, list[Any]]) -> pa.Table:
    import pyarrow as pa

    schema = arrow_schema(name)
    return pa.table(
        {
            column: pa.array(columns[column], schema.field(column).type) if column in columns else table.column(column)
            for column in TABLES[name].names
        },
        schema=schema,
    )

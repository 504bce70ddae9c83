"""Link: what can only be known over all documents of a run.

Duplicates, short forms their own document leaves open, the registry of directives, and whose results an indicator is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.link.apply import fill_indicators, fill_references, outcomes_of
from pipeline.link.corpus import Links, decide
from pipeline.link.memo import Memo, memo_schema
from pipeline.link.said import Said
from pipeline.link.units import summarise
from pipeline.tabulate import DocumentRows
from pipeline.tabulate.arrow import DOCUMENT_TABLES, arrow_table
from pipeline.tabulate.unique import unique

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]
"""All seven tables by name, each of `schema.arrow_schema(name)`."""


def link_corpus(rows: Iterable[DocumentRows]) -> Tables:
    """All seven tables of a run, linked, in the order of documents' sources; the same for any order of `rows`.

    Holds everything in memory: for runs of some thousand documents. `pipeline.store.link_and_write` streams.
    """
    ordered = unique(rows)
    found = {
        name: arrow_table(name, (row for document in ordered for row in document.of(name))) for name in DOCUMENT_TABLES
    }
    units = summarise(found["documents"], found["document_references"])
    said = Said()
    numbers = said.add(units.column("unit").to_pylist())
    links = decide(said)
    outcomes = outcomes_of(found["document_references"].num_rows, units, numbers, links)
    references = fill_references(found["document_references"], outcomes)
    return {
        **found,
        "document_references": references,
        "indicators": fill_indicators(found["indicators"], directives_told(references)),
        "directives": links.directives,
    }


def directives_told(references: pa.Table) -> dict[str, str | None]:
    """ref_id → directive_id of linked references."""
    columns = (references.column(name).to_pylist() for name in ("ref_id", "directive_id"))
    return dict(zip(*columns, strict=True))


__all__ = [
    "Links",
    "Memo",
    "Said",
    "Tables",
    "decide",
    "directives_told",
    "fill_indicators",
    "fill_references",
    "link_corpus",
    "memo_schema",
    "outcomes_of",
    "summarise",
]

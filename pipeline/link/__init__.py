"""Link: what can only be known over all documents of a run.

Duplicates, short forms their own document leaves open, the registry of directives, and whose results an indicator is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.link.apply import fill_indicators, fill_references, merge_documents, outcomes_of
from pipeline.link.corpus import Links, decide
from pipeline.link.memo import Memo, memo_schema
from pipeline.link.said import Said
from pipeline.link.units import summarise
from pipeline.schema import Row
from pipeline.tabulate import DocumentRows
from pipeline.tabulate.arrow import DOCUMENT_TABLES, arrow_table

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


def unique(rows: Iterable[DocumentRows]) -> list[DocumentRows]:
    """Each document once, its other paths in `also_at`; then the failures; both by path."""
    done: dict[str, DocumentRows] = {}
    failed: list[DocumentRows] = []
    everything: list[Row] = []
    for document in rows:
        if document.documents:
            everything += document.documents
            doc_id = document.documents[0]["doc_id"]
            known = done.get(doc_id)
            if known is None or document.documents[0]["source"] < known.documents[0]["source"]:
                done[doc_id] = document
        if document.errors:
            failed.append(DocumentRows(errors=document.errors))
    kept = [
        DocumentRows((row,), d.document_references, d.dates, d.organisations, d.indicators)
        for row in merge_documents(everything)
        for d in (done[row["doc_id"]],)
    ]
    failed.sort(key=lambda document: [(e["source"], e["error"]) for e in document.errors])
    return kept + failed


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
    "unique",
]

"""Each document once, however many paths lead to it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.schema import Row
from pipeline.tabulate.rows import DocumentRows


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
        for row in _merge_documents(everything)
        for d in (done[row["doc_id"]],)
    ]
    failed.sort(key=lambda document: [(e["source"], e["error"]) for e in document.errors])
    return kept + failed


def _merge_documents(rows: Iterable[Row]) -> list[Row]:
    """Documents with the same bytes as one row: that of the first path, the others in `also_at`; sorted by path."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["doc_id"], []).append(row)
    merged = []
    for copies in by_id.values():
        first = min(copies, key=lambda row: str(row["source"]))
        paths = {path for row in copies for path in (row["source"], *(row["also_at"] or ()))} - {first["source"]}
        merged.append({**first, "also_at": sorted(paths)})
    return sorted(merged, key=lambda row: (str(row["source"]), str(row["doc_id"])))


__all__ = ["unique"]

"""Reports that cite, for tests of linking."""

from __future__ import annotations

from typing import Any

from pipeline.link import link_corpus
from pipeline.schema import Row
from pipeline.tabulate import DocumentRows
from tests.row_factory import document, reference, rows


def cite(symbol: str, doc_type: str = "kế hoạch", **fields: Any) -> Row:
    """A mention by symbol."""
    return reference(f"{doc_type.capitalize()} số {symbol}", symbol=symbol, doc_type=doc_type, **fields)


def short(doc_type: str, number: str, **fields: Any) -> Row:
    """A mention for short."""
    return reference(f"{doc_type.capitalize()} {number}", form="short", doc_type=doc_type, number=number, **fields)


def report(name: str, province: str | None, *references: Row, year: int = 2022, **fields: Any) -> DocumentRows:
    """A report of a union with its mentions."""
    issuer = fields.pop("issuer", f"Liên đoàn Lao động tỉnh {province}" if province else None)
    head = document(name, province=province, issuer=issuer, issued_on=f"{year}-06-15", **fields)
    return rows(head, list(references))


def linked(*documents: DocumentRows) -> dict[str, list[Row]]:
    """The tables linking makes."""
    return {name: table.to_pylist() for name, table in link_corpus(documents).items()}


def directive_ids(tables: dict[str, list[Row]]) -> list[str | None]:
    """The directive of each mention."""
    return [row["directive_id"] for row in tables["document_references"]]


def named(surface: str, doc_type: str, **fields: Any) -> Row:
    """A mention by name."""
    return reference(surface, form="named", doc_type=doc_type, **fields)

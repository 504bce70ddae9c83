"""Tabulate: from what was found in one document to rows of the contract's tables."""

from pipeline.tabulate.rows import DocumentRows, document_id, error_row, make_id
from pipeline.tabulate.tabulate import tabulate

__all__ = ["DocumentRows", "document_id", "error_row", "make_id", "tabulate"]

"""Tabulate: from what was found in one document to rows of the contract's tables.

The rows themselves; `pipeline.tabulate.tabulate`, which makes them, knows the extractors' findings and is imported by
whoever extracts.
"""

from pipeline.tabulate.rows import DocumentRows, document_id, error_row, make_id

__all__ = ["DocumentRows", "document_id", "error_row", "make_id"]

"""Link: what can only be known over all documents of a run.

Duplicates, short forms their own document leaves open, the registry of directives, and whose results an indicator is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.tabulate import DocumentRows

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]
"""All seven tables by name, each of `schema.arrow_schema(name)`."""


def link_corpus(rows: Iterable[DocumentRows]) -> Tables:
    """All seven tables of a run, linked, in the order of documents' sources; the same for any order of `rows`."""
    raise NotImplementedError


__all__ = ["Tables", "link_corpus"]

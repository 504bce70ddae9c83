"""Rows of one document, and the ids that name them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from pipeline.schema import Row

DOC_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows one input yields: those of its document, or the one error that stands in their place."""

    documents: tuple[Row, ...] = ()
    """One row, or none where the input failed."""
    document_references: tuple[Row, ...] = ()
    dates: tuple[Row, ...] = ()
    organisations: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()
    errors: tuple[Row, ...] = field(default=())

    def of(self, table_name: str) -> tuple[Row, ...]:
        """The rows of one table; none for `directives`, which only linking makes."""
        rows: tuple[Row, ...] = getattr(self, table_name, ())
        return rows

    @property
    def failed(self) -> bool:
        """Whether the input ended in an error."""
        return bool(self.errors)


def document_id(data: bytes) -> str:
    """First 16 hex digits of the SHA-256 of an input's bytes."""
    return hashlib.sha256(data).hexdigest()[:DOC_ID_DIGITS]


def make_id(*parts: object) -> str:
    """A deterministic id, 16 hex digits, of what identifies a row; the parts' order counts."""
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()[:16]


def error_row(
    source: str, doc_id: str | None, stage: str, code: str, message: str, *, failed_at: dt.datetime | None = None
) -> Row:
    """One row of `errors`.

    Args:
        source: the input's path or URL, as given.
        doc_id: where its bytes could be read.
        stage: `discover`, `read`, `extract` or `write`.
        code: stable code such as `encrypted_pdf`.
        message: one sentence a clerk understands, Vietnamese then English.
        failed_at: UTC without zone; null: now.
    """
    when = failed_at or dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
    return {
        "source": source,
        "doc_id": doc_id,
        "stage": stage,
        "error": code,
        "message": message,
        "failed_at": when,
    }

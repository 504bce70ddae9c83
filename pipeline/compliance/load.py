"""From a run's folder to the matrix: tables, required directives, and the rows to show."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.organisations.provinces import Province, find_unaccented, province_now, provinces_at
from pipeline.compliance.matrix import By, Matrix, MatrixRow, Options, build_matrix
from pipeline.compliance.required import ComplianceError, required_columns
from pipeline.errors import NoRunError

if TYPE_CHECKING:
    import duckdb

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "doc_id", "source", "title", "doc_kind", "symbol", "issuer_id", "issuer", "province_code", "province",
        "province_now_code", "province_now", "issued_on",
    ),
    "document_references": (
        "doc_id", "page", "char_start", "char_end", "surface", "symbol", "relation", "is_self", "directive_id",
        "sentence", "form", "doc_type", "candidates", "issuer", "title",
    ),
    "directives": (
        "directive_id", "symbol", "issuer", "level", "date", "title", "n_provinces", "n_documents", "doc_id",
        "conflicts", "year", "province", "doc_type",
    ),
    "indicators": (
        "doc_id", "page", "char_start", "char_end", "surface", "sentence", "label", "directive_id",
        "org", "province_code", "role",
    ),
    "errors": ("source", "error"),
}  # fmt: skip


MERGED_ON = dt.date(2025, 7, 1)
"""The 34 provinces of today begin (National Assembly resolution 202/2025/QH15)."""
_WORDS = re.compile(r"[^\W_]+")


def load_tables(out_dir: Path) -> dict[str, list[dict[str, Any]]]:
    """The columns the matrix needs, of the tables a run wrote, with people's decisions applied.

    Args:
        out_dir: what `chitieu run … --out` wrote.

    Raises:
        ComplianceError: there are no such tables.
    """
    from pipeline.review.overlay import open_reviewed

    try:
        connection = open_reviewed(out_dir)
    except NoRunError as error:
        raise ComplianceError(f"{error.vi} / {error.en}") from error
    with connection:
        return tables_of(connection)


def tables_of(connection: duckdb.DuckDBPyConnection, *, only_linked: bool = False) -> dict[str, list[dict[str, Any]]]:
    """The columns the matrix needs, from an open run.

    Args:
        connection: of `pipeline.review.open_reviewed`.
        only_linked: of references and indicators only those that belong to a directive: all that a matrix looks at.
    """
    from pipeline.review.rows import in_order

    tables = {}
    for name, columns in _COLUMNS.items():
        sql = in_order(name, ", ".join(f"t.{column}" for column in columns))
        if only_linked and name in ("document_references", "indicators"):
            sql = f"SELECT * FROM ({sql}) WHERE directive_id IS NOT NULL"
        rows = connection.execute(sql).fetchall()
        tables[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return tables


def _day(now: bool) -> dt.date:
    return MERGED_ON if now else MERGED_ON - dt.timedelta(days=1)


def province_rows(now: bool) -> tuple[MatrixRow, ...]:
    """A row for every province: the 34 since 1 July 2025, or the 63 of the time before."""
    return tuple(MatrixRow(p.name, p.name) for p in provinces_at(_day(now)))


def province_of_path(source: str, now: bool = False) -> Province | None:
    """The one province that a path names (`bao-cao/quang-tri/bc12.pdf`, `bc_ldld_quangbinh.pdf`), else null.

    Args:
        source: path or URL, with or without diacritics.
        now: today's province in whose territory it lies (`Hòa Bình/…` is Phú Thọ) instead of that before 1 July 2025.
    """
    day = _day(now)
    found: dict[str, Province] = {}
    words = _WORDS.findall(unicodedata.normalize("NFC", source))
    for start in range(len(words)):
        for stop in range(start + 1, min(start + 5, len(words)) + 1):
            province = find_unaccented("".join(words[start:stop]), day)
            if province:
                province = province_now(province) if now else province
                found[province.province_id] = province
    return next(iter(found.values())) if len(found) == 1 else None


def compliance(
    out_dir: Path,
    *,
    by: By = "province",
    now: bool = False,
    require: Path | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    all_rows: bool = True,
) -> Matrix:
    """The compliance matrix of a run.

    Args:
        out_dir: what `chitieu run … --out` wrote.
        by: what a row is.
        now: provinces after the 2025 mergers instead of those at each document's date.
        require: CSV of the directives to show; null: all of central or ministry level that are cited.
        since: only documents issued on this day or later; until: or earlier. Documents without date stay in.
        all_rows: also provinces without any document (`no_document`).

    Raises:
        ComplianceError: see `load_tables` and `required_columns`.
    """
    tables = load_tables(out_dir)
    columns = required_columns(require, tables["directives"]) if require else None
    rows = province_rows(now) if by == "province" and all_rows else ()
    places = {}
    if by == "province":
        places = {e["source"]: place.name for e in tables["errors"] if (place := province_of_path(e["source"], now))}
    return build_matrix(tables, Options(by, now, since, until, columns, rows, places))

"""What the explorer adds to an open run: names of provinces, bounds of periods, one view of indicators to filter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from extractors.dates.edtf import bounds
from extractors.organisations.provinces import Province, all_provinces, province_now

if TYPE_CHECKING:
    import duckdb

_MERGED_ON = dt.date(2025, 7, 1)
"""Codes were given anew (decision 19/2025/QĐ-TTg): a code is read by the time of its document."""

# A number speaks of its own province and period where the text says so at that place, else of its document's period.
# `span` is how long the period is, for only like periods can be compared: months, 0 for a day, null where it is open.
_INDICATORS = """
CREATE OR REPLACE VIEW explore_indicators AS
SELECT
    i.* EXCLUDE (period, period_start, period_end),
    i.period AS own_period,
    coalesce(i.period, d.period) AS period,
    CASE WHEN i.period IS NULL THEN t.first ELSE i.period_start END AS period_start,
    CASE WHEN i.period IS NULL THEN t.last ELSE i.period_end END AS period_end,
    year(coalesce(CASE WHEN i.period IS NULL THEN t.last ELSE i.period_end END,
                  CASE WHEN i.period IS NULL THEN t.first ELSE i.period_start END)) AS year,
    CASE
        WHEN i.period IS NULL AND t.first = t.last OR i.period_start = i.period_end THEN 0
        WHEN i.period IS NULL THEN datediff('month', t.first, t.last + 1)
        ELSE datediff('month', i.period_start, i.period_end + 1)
    END AS span,
    CASE WHEN i.province_code = d.province_code THEN d.province ELSE p.name END AS province,
    CASE WHEN i.province_code = d.province_code THEN d.province_now ELSE p.name_now END AS province_now,
    d.source, d.title AS document_title, d.issued_on, d.issuer
FROM (SELECT {columns} FROM indicators) i
JOIN documents d ON d.doc_id = i.doc_id
LEFT JOIN explore_provinces p
    ON p.code = i.province_code AND p.merged = (coalesce(d.issued_on, d.period, '2025-06') >= '2025-07')
LEFT JOIN explore_periods t ON t.period = d.period
"""
# The year a document counts for: of its issue, else of its period; a plan's begins it, a report's ends it.
_DOCUMENTS = """
CREATE OR REPLACE VIEW explore_documents AS
SELECT d.* EXCLUDE (text), coalesce(
    try_cast(left(d.issued_on, 4) AS INTEGER),
    CASE WHEN d.doc_kind IN ('report', 'news') THEN year(coalesce(t.last, t.first))
         ELSE year(coalesce(t.first, t.last)) END
) AS year
FROM documents d LEFT JOIN explore_periods t ON t.period = d.period
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the tables and views of the explorer's own; all cursors of the connection see them.

    Args:
        connection: of `open_run` or `open_reviewed`.
    """
    _table(connection, "explore_provinces", "code VARCHAR, merged BOOLEAN, name VARCHAR, name_now VARCHAR", _names())
    periods = connection.execute("SELECT DISTINCT period FROM documents WHERE period IS NOT NULL").fetchall()
    _table(
        connection, "explore_periods", "period VARCHAR, first DATE, last DATE", [(p, *bounds(p)) for (p,) in periods]
    )
    columns = [row[0] for row in connection.execute("DESCRIBE indicators").fetchall()]
    if "review_status" not in columns:
        columns.append("NULL::VARCHAR AS review_status")
    connection.execute(_INDICATORS.format(columns=", ".join(columns)))
    connection.execute(_DOCUMENTS)


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        values = ", ".join([f"({marks})"] * len(rows))
        connection.execute(f"INSERT INTO {name} VALUES {values}", [cell for row in rows for cell in row])


def _names() -> list[tuple[object, ...]]:
    """(code, whether after the mergers, name then, name now); a code borne twice in a time is its last bearer's."""
    found: dict[tuple[str, bool], Province] = {}
    for province in sorted(all_provinces(), key=lambda p: p.valid_to or dt.date.max):
        for merged in (False, True):
            begins = province.valid_from or dt.date.min
            ends = province.valid_to or dt.date.max
            if province.code and (ends >= _MERGED_ON if merged else begins < _MERGED_ON):
                found[province.code, merged] = province
    return [(code, merged, p.name, province_now(p).name) for (code, merged), p in found.items()]

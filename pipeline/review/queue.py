"""The rows most worth a look: how likely each is wrong, as far as the tables themselves tell, and why.

`gain` is the chance that a look changes something: 1 - confidence times, for each thing that speaks against a row, the
chance that it is right all the same. Rows that somebody has decided upon are not asked about again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.review.ranking import OPEN, make_ranking
from pipeline.review.resolve import key_of
from pipeline.review.rows import as_rows
from pipeline.schema import Row

if TYPE_CHECKING:
    import duckdb

REASONS: Mapping[str, tuple[str, str]] = {
    "mismatch": ("phép tính với các số liên quan không khớp", "the sums with linked numbers do not hold"),
    "outlier": (
        "giá trị lớn hoặc nhỏ hơn mười lần so với các số cùng chỉ tiêu",
        "ten times above or below the other numbers of this indicator",
    ),
    "disagree": ("văn bản khác nêu số khác cho cùng chỉ tiêu, tỉnh và kỳ",
                 "another document states another number for the same thing, province and period"),
    "unresolved": ("chưa rõ là văn bản nào", "it is not known which document is meant"),
    "impossible": ("ngày không có thật", "an impossible date"),
    "low_confidence": ("chương trình không chắc", "the program is not sure"),
    "no_period": ("không rõ kỳ nào", "the period is not known"),
    "no_org": ("không rõ của tổ chức hay tỉnh nào", "it is not known whose number it is"),
    "ocr": ("đọc từ ảnh quét, chữ mờ", "read from a scan, not clearly"),
}  # fmt: skip
"""Code → why a row is worth a look, in Vietnamese and English; the gravest first."""

_RIGHT_ALL_THE_SAME: Mapping[str, float] = {
    "mismatch": 0.4, "outlier": 0.5, "disagree": 0.6, "unresolved": 0.5, "impossible": 0.3, "low_confidence": 1.0,
    "no_period": 0.85, "no_org": 0.9, "ocr": 0.95,
}  # fmt: skip

UNSURE = 0.7
"""Confidence below which a row is worth a look for that alone."""
_FACTOR = 10
_NEIGHBOURS = 4
"""Values of one indicator from which on its median says something."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One row worth a look, with its place. Offsets are code points into `documents.text`."""

    table: str
    row_id: str
    doc_id: str
    source: str
    page: int | None
    char_start: int
    char_end: int
    surface: str
    sentence: str
    """Empty for dates, whose table holds none."""
    reasons: tuple[str, ...]
    """Codes of `REASONS`, the gravest first."""
    gain: float
    """0 to 1: the chance that a look changes something."""
    row: Row
    """All columns."""

    @property
    def why_vi(self) -> str:
        return "; ".join(REASONS[code][0] for code in self.reasons)

    @property
    def why_en(self) -> str:
        return "; ".join(REASONS[code][1] for code in self.reasons)


# A level has neighbours of its own size; by how much it changed has none. Provinces differ by more than ten times in
# size: a province's own other values count, where there are enough of them, before those of all.
_INDICATORS = f"""
WITH stated AS (
    SELECT
        i.indicator_id AS row_id, i.doc_id, i.char_start, i.confidence, i.review_status, i.arithmetic, i.value, i.role,
        coalesce(i.period, d.period) AS period, i.org, coalesce(i.province_code, d.province_code) AS province_code,
        coalesce(i.indicator_code, lower(i.label) || ' / ' || coalesce(lower(i.unit), '')) AS thing, i.kind,
        i.indicator_code IS NOT NULL AS is_known, d.ocr_confidence
    FROM indicators i JOIN documents d ON d.doc_id = i.doc_id
),
neighbours AS (
    SELECT thing, kind, role, median(abs(value)) AS middle FROM stated
    WHERE value <> 0 AND role NOT IN ('change') GROUP BY ALL HAVING count(*) >= {_NEIGHBOURS}
),
own AS (
    SELECT thing, kind, role, province_code, median(abs(value)) AS middle FROM stated
    WHERE value <> 0 AND role NOT IN ('change') AND province_code IS NOT NULL
    GROUP BY ALL HAVING count(*) >= {_NEIGHBOURS}
),
split AS (
    SELECT thing, kind, role, province_code, period FROM stated
    WHERE is_known AND period IS NOT NULL AND province_code IS NOT NULL AND role IN ('result', 'target')
    GROUP BY ALL HAVING count(DISTINCT doc_id) > 1 AND count(DISTINCT value) > 1
),
judged AS (
    SELECT
        'indicators' AS table_name, s.row_id, s.doc_id, s.char_start, s.confidence,
        s.arithmetic IS NOT DISTINCT FROM 'mismatch' AS mismatch,
        s.value <> 0 AND coalesce(
            abs(s.value) > {_FACTOR} * coalesce(o.middle, n.middle)
            OR abs(s.value) * {_FACTOR} < coalesce(o.middle, n.middle), false
        ) AS outlier,
        p.thing IS NOT NULL AS disagree,
        false AS unresolved, false AS impossible,
        s.period IS NULL AND s.role NOT IN ('rate') AS no_period,
        s.org IS NULL AND s.province_code IS NULL AS no_org,
        coalesce(s.ocr_confidence < 0.8, false) AS ocr,
        s.is_known
    FROM stated s
    LEFT JOIN neighbours n USING (thing, kind, role)
    LEFT JOIN own o USING (thing, kind, role, province_code)
    LEFT JOIN split p USING (thing, kind, role, province_code, period)
    WHERE s.review_status IS NULL
)
SELECT * FROM judged
"""
_REFERENCES = """
SELECT
    'document_references' AS table_name, ref_id AS row_id, doc_id, char_start, confidence,
    false AS mismatch, false AS outlier, false AS disagree,
    directive_id IS NULL AND NOT is_self AND form <> 'named' AS unresolved, false AS impossible, false AS no_period,
    false AS no_org, false AS ocr, false AS is_known
FROM document_references WHERE review_status IS NULL
"""
_ORGANISATIONS = """
SELECT
    'organisations' AS table_name, mention_id AS row_id, doc_id, char_start, confidence, false AS mismatch,
    false AS outlier, false AS disagree, false AS unresolved, false AS impossible, false AS no_period, false AS no_org,
    false AS ocr, false AS is_known
FROM organisations WHERE review_status IS NULL
"""
_DATES = """
SELECT
    'dates' AS table_name, date_id AS row_id, doc_id, char_start, 1.0 AS confidence, false AS mismatch,
    false AS outlier, false AS disagree, false AS unresolved, edtf IS NULL AS impossible, false AS no_period,
    false AS no_org, false AS ocr, false AS is_known
FROM dates WHERE review_status IS NULL
"""


def queue(
    connection: duckdb.DuckDBPyConnection,
    limit: int = 50,
    reasons: Collection[str] = (),
    offset: int = 0,
    *,
    where: str = "",
    parameters: Collection[object] = (),
) -> list[QueueItem]:
    """The rows most worth a look, the most promising first.

    Args:
        connection: of `pipeline.review.open_reviewed`.
        limit: how many at most.
        reasons: only rows with one of these codes of `REASONS`; empty: with any.
        offset: how many to pass over, for paging.
        where: an SQL condition besides, over `table_name`, `doc_id` and `row_id`; never made of what users type.
        parameters: values for its question marks.
    """
    unknown = set(reasons) - set(REASONS)
    if unknown:
        raise ValueError(f"no such reason: {sorted(unknown)}")
    make_ranking(connection, _JUDGED)
    wanted = ", ".join(f"'{code}'" for code in (reasons or REASONS))
    from_all = f"({OPEN}) WHERE list_has_any(reasons, [{wanted}]) {f'AND ({where})' if where else ''}"
    found = connection.execute(
        f"SELECT table_name, row_id, gain, reasons FROM {from_all} "
        f"ORDER BY gain DESC, is_known DESC, doc_id, char_start, row_id LIMIT {int(limit)} OFFSET {int(offset)}",
        list(parameters),
    ).fetchall()
    rows = {table: _rows(connection, table, [r for t, r, *_ in found if t == table]) for table, *_ in found}
    items = []
    for table, row_id, gain, told in found:
        row = rows[table][row_id]
        # A correction elsewhere may have settled the sums since the rows were judged.
        codes = tuple(c for c in REASONS if c in told and (c != "mismatch" or row["arithmetic"] == "mismatch"))
        if not codes:
            continue
        items.append(
            QueueItem(
                table, row_id, row["doc_id"], row.pop("_source"), row["page"], row["char_start"], row["char_end"],
                row["surface"], row.get("sentence") or "", codes,
                round(float(gain), 4), row,
            )
        )  # fmt: skip
    return items


def queue_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows are worth a look for each reason, the gravest reason first; a row may have several.

    Args:
        connection: of `open_reviewed`.
    """
    make_ranking(connection, _JUDGED)
    rows = connection.execute(
        f"SELECT reason, count(*) FROM (SELECT unnest(reasons) AS reason FROM ({OPEN})) GROUP BY ALL"
    ).fetchall()
    counts = dict(rows)
    return {code: counts[code] for code in REASONS if code in counts}


def _judged() -> str:
    """SQL: every row with at least one reason, its reasons and its gain."""
    told = ", ".join(
        f"CASE WHEN {f'confidence < {UNSURE}' if code == 'low_confidence' else code} THEN '{code}' END"
        for code in REASONS
    )
    right = " * ".join(
        f"CASE WHEN {code} THEN {share} ELSE 1 END"
        for code, share in _RIGHT_ALL_THE_SAME.items()
        if code != "low_confidence"
    )
    every = " UNION ALL ".join(f"({sql})" for sql in (_INDICATORS, _REFERENCES, _ORGANISATIONS, _DATES))
    return f"""
        SELECT table_name, row_id, doc_id, char_start, is_known, 1 - confidence * {right} AS gain,
            list_filter([{told}], lambda code: code IS NOT NULL) AS reasons
        FROM ({every}) WHERE len(reasons) > 0
    """


_JUDGED = _judged()


def _rows(connection: duckdb.DuckDBPyConnection, table: str, ids: list[str]) -> dict[str, Row]:
    key = key_of(table)
    found = connection.execute(
        f"SELECT t.*, d.source AS _source FROM {table} t JOIN documents d ON d.doc_id = t.doc_id "
        f"WHERE t.{key} IN (SELECT unnest(?))",
        [ids],
    )
    return {row[key]: row for row in as_rows(found)}

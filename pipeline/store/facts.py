"""The view `indicator_facts`: what is known of each province, period and standard indicator, one row each."""

from __future__ import annotations

from extractors.catalogue import entries

# Whose number it is decides whether it speaks for the province: not those of one district, commune, unit or company.
# Of several rows that say the same thing the best one stands for all. What compares with the same period of last year
# comes before what compares with last month, percents of change before amounts; then the surest, then the latest
# document. `disagrees` looks at the rows that can be compared with it: same unit, same comparison, stated exactly.
_FACTS = """
WITH catalogue(code, indicator, indicator_en, domain, dimension, direction) AS (VALUES {catalogue}),
bodies AS (
    SELECT doc_id, name, bool_or(level IN ('district', 'commune', 'grassroots') OR org_type IN ('company', 'bank',
        'school', 'hospital')) AS part
    FROM organisations GROUP BY ALL
),
stated AS (
    SELECT
        i.province_code,
        CASE WHEN i.province_code = d.province_code THEN d.province END AS province,
        CASE WHEN i.province_code = d.province_code THEN d.province_now_code END AS province_now_code,
        CASE WHEN i.province_code = d.province_code THEN d.province_now END AS province_now,
        coalesce(i.period, d.period) AS period,
        CASE WHEN i.period IS NOT NULL THEN 'indicator' WHEN d.period IS NOT NULL THEN 'document' END AS period_source,
        i.indicator_code, c.indicator, c.indicator_en, c.domain, c.dimension, c.direction,
        i.role, i.kind, i.label, i.unit, i.comparator, i.value, i.value_high, i.arithmetic, i.org, i.directive_id,
        i.confidence, i.indicator_id, i.doc_id, d.source, d.issued_on, i.page, i.char_start, i.sentence,
        CASE
            WHEN i.role NOT IN ('change', 'index') THEN 0
            WHEN regexp_matches(lower(i.label), '(tháng|quý) (\\d+ )?trước|tháng 12 |(đầu|cuối) năm|kế hoạch|dự toán')
            THEN 3
            WHEN regexp_matches(lower(i.label), 'cùng kỳ|năm trước|năm \\d{{4}}') THEN 1
            ELSE 2
        END AS against,
        i.role IN ('change', 'index') AND i.kind <> 'percent' AS amount
    FROM indicators i
    JOIN documents d ON d.doc_id = i.doc_id
    JOIN catalogue c ON c.code = i.indicator_code
    LEFT JOIN bodies b ON b.doc_id = i.doc_id AND b.name = i.org
    -- A month of a year that nobody tells stands nowhere on a chart, and two of them may be of two years.
    WHERE NOT coalesce(b.part, false) AND NOT starts_with(coalesce(i.period, d.period, ''), 'XXXX')
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY province_code, period, indicator_code, role
            ORDER BY against, amount, confidence DESC, issued_on DESC NULLS LAST, source, char_start, indicator_id
        ) AS place,
        count(*) OVER (PARTITION BY province_code, period, indicator_code, role) AS n_rows,
        count(DISTINCT doc_id) OVER alike AS n_sources,
        count(DISTINCT value) FILTER (comparator = '=' AND value_high IS NULL) OVER alike AS n_values,
        coalesce(
            max(value) FILTER (comparator = '=' AND value_high IS NULL) OVER alike
            - min(value) FILTER (comparator = '=' AND value_high IS NULL) OVER alike
            > 0.005 * max(abs(value)) FILTER (comparator = '=' AND value_high IS NULL) OVER alike,
            false
        ) AS disagrees
    FROM stated
    WINDOW alike AS (PARTITION BY province_code, period, indicator_code, role, kind, unit, against)
)
SELECT
    province_code, province, province_now_code, province_now, period, period_source,
    {start} AS period_start,
    {end} AS period_end,
    indicator_code, indicator, indicator_en, domain, dimension, direction, role,
    value, value_high, comparator, kind, unit, label, arithmetic, org, directive_id, confidence,
    n_rows, n_sources, greatest(n_values, 1) AS n_values, disagrees,
    indicator_id, doc_id, source, issued_on, page, sentence
FROM ranked WHERE place = 1
"""


def facts_sql() -> str:
    """The SQL of the view, with the names of the catalogue in it: the DuckDB file needs nothing beside itself."""
    rows = ", ".join(
        "({})".format(", ".join(map(_text, (e.code, e.vi, e.en, e.domain, e.dimension, e.direction))))
        for e in entries().values()
    )
    first = "split_part(period, '/', 1)"
    last = "CASE WHEN contains(period, '/') THEN split_part(period, '/', 2) ELSE period END"
    return _FACTS.format(catalogue=rows, start=_day(first, first_day=True), end=_day(f"({last})", first_day=False))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _day(edtf: str, *, first_day: bool) -> str:
    """SQL for the first or last day of a year, month or day of EDTF; null for an open end or what is open within."""
    year = f"try_cast({edtf} || '{'-01-01' if first_day else '-12-31'}' AS DATE)"
    month = f"try_cast({edtf} || '-01' AS DATE)"
    if not first_day:
        month = f"last_day({month})"
    return f"CASE length({edtf}) WHEN 4 THEN {year} WHEN 7 THEN {month} WHEN 10 THEN try_cast({edtf} AS DATE) END"


__all__ = ["facts_sql"]

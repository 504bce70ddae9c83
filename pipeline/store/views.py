"""The views of the DuckDB file, as SQL over the contract's tables."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.store.facts import facts_sql

_PROVINCE_CITATIONS = """
SELECT
    d.province_code,
    d.province,
    d.province_now_code,
    d.province_now,
    v.directive_id,
    v.symbol,
    v.doc_type,
    v.title,
    v.issuer,
    v.level,
    count(DISTINCT d.doc_id) AS n_documents,
    count(*) AS n_mentions,
    min(d.issued_on) AS first_cited_on,
    max(d.issued_on) AS last_cited_on
FROM document_references r
JOIN documents d ON d.doc_id = r.doc_id
JOIN directives v ON v.directive_id = r.directive_id
WHERE NOT r.is_self AND d.province IS NOT NULL
GROUP BY ALL
"""

# A cell is the strongest of: numbers reported as the directive's results; a local document issued to carry it out
# (the citing document itself, where its title names the directive, or one the same sentence says was issued); any
# citation; nothing found in what could be read. What could not be read, or never came, the tables cannot place in a
# province: the command `compliance` tells those apart, and reads sentences for plans named in other ways.
_COMPLIANCE = """
WITH places AS (
    SELECT province_code, province, province_now_code, province_now, count(*) AS n_province_documents
    FROM documents WHERE province IS NOT NULL GROUP BY ALL
),
cited AS (
    SELECT
        d.province_code, d.province, r.directive_id, r.doc_id, r.ref_id, r.sentence, r.char_start, d.source,
        CASE
            WHEN r.relation = 'implements' AND d.doc_kind IN ('plan', 'decision', 'letter', 'other')
                AND contains(coalesce(d.title, ''), r.symbol) THEN d.symbol
            WHEN r.relation = 'implements' THEN (
                SELECT min(i.symbol)
                FROM document_references i
                JOIN directives l ON l.directive_id = i.directive_id
                WHERE i.doc_id = r.doc_id AND starts_with(r.sentence, i.sentence) AND i.relation = 'issues'
                    AND i.directive_id <> r.directive_id AND l.level NOT IN ('central', 'ministry')
                    AND (l.province IS NULL OR l.province = d.province OR l.province = d.province_now)
            )
        END AS local_symbol
    FROM document_references r
    JOIN documents d ON d.doc_id = r.doc_id
    JOIN directives v ON v.directive_id = r.directive_id
    WHERE NOT r.is_self AND d.province IS NOT NULL AND v.doc_id IS DISTINCT FROM r.doc_id
),
citations AS (
    SELECT
        province_code, province, directive_id,
        count(DISTINCT doc_id) AS n_documents,
        count(*) AS n_mentions,
        list_sort(list(DISTINCT local_symbol) FILTER (local_symbol IS NOT NULL)) AS local_symbols,
        first(ref_id ORDER BY local_symbol IS NULL, source, char_start) AS ref_id,
        first(sentence ORDER BY local_symbol IS NULL, source, char_start) AS sentence
    FROM cited GROUP BY ALL
),
results AS (
    SELECT
        d.province_code, d.province, i.directive_id,
        count(*) AS n_indicators,
        first(i.indicator_id ORDER BY d.source, i.char_start) AS indicator_id,
        first(i.sentence ORDER BY d.source, i.char_start) AS sentence
    FROM indicators i
    JOIN documents d ON d.doc_id = i.doc_id
    WHERE i.directive_id IS NOT NULL AND d.province IS NOT NULL
        AND i.role NOT IN ('target', 'baseline')
        -- What another province reached, quoted here, is no result of this one.
        AND (i.province_code IS NULL OR d.province_code IS NULL OR i.province_code = d.province_code)
    GROUP BY ALL
),
wanted AS (
    SELECT p.*, v.directive_id FROM places p CROSS JOIN directives v WHERE v.level IN ('central', 'ministry')
    UNION
    SELECT p.*, c.directive_id
    FROM places p JOIN citations c ON c.province = p.province AND c.province_code IS NOT DISTINCT FROM p.province_code
)
SELECT
    w.province_code,
    w.province,
    w.province_now_code,
    w.province_now,
    v.directive_id,
    v.symbol,
    v.doc_type,
    v.title,
    v.level,
    CASE
        WHEN s.n_indicators > 0 THEN 'reports_results'
        WHEN len(c.local_symbols) > 0 THEN 'implements'
        WHEN c.n_mentions > 0 THEN 'cites'
        ELSE 'not_found'
    END AS status,
    coalesce(c.n_documents, 0) AS n_documents,
    coalesce(c.n_mentions, 0) AS n_mentions,
    coalesce(s.n_indicators, 0) AS n_indicators,
    coalesce(c.local_symbols, []) AS local_symbols,
    w.n_province_documents,
    c.ref_id,
    s.indicator_id,
    coalesce(s.sentence, c.sentence) AS sentence
FROM wanted w
JOIN directives v ON v.directive_id = w.directive_id
LEFT JOIN citations c ON c.province = w.province AND c.province_code IS NOT DISTINCT FROM w.province_code
    AND c.directive_id = w.directive_id
LEFT JOIN results s ON s.province = w.province AND s.province_code IS NOT DISTINCT FROM w.province_code
    AND s.directive_id = w.directive_id
"""

VIEW_SQL: Mapping[str, str] = {
    "province_citations": _PROVINCE_CITATIONS,
    "compliance": _COMPLIANCE,
    "indicator_facts": facts_sql(),
}

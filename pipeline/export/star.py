"""The star: dimensions and facts for a database that dashboards ask, and how each is made of a run's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.schema import TABLES

if TYPE_CHECKING:
    import duckdb

SqlType = Literal["text", "bigint", "double precision", "boolean", "date", "text[]"]


@dataclass(frozen=True, slots=True)
class StarColumn:
    """One column; `query` is how it is made, over the tables named in the star table's `source`."""

    name: str
    type: SqlType
    query: str
    vi: str
    en: str
    references: str | None = None
    """The dimension whose key it is."""


@dataclass(frozen=True, slots=True)
class StarTable:
    """One dimension or fact table; its first column is its key."""

    name: str
    vi: str
    en: str
    source: str
    """The FROM part of the query, in DuckDB, over `chosen_<table>` and the tables `make_lookups` makes."""
    columns: tuple[StarColumn, ...]
    indexed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.columns[0].name

    @property
    def query(self) -> str:
        """The rows, by key."""
        told = ", ".join(f"{column.query} AS {column.name}" for column in self.columns)
        return f"SELECT {told} FROM {self.source} ORDER BY 1"


_TYPES: Mapping[str, SqlType] = {
    "text": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean", "day": "date",
    "list": "text[]",
}  # fmt: skip


def _same(table: str, *names: str, alias: str = "t", references: str | None = None) -> tuple[StarColumn, ...]:
    """Columns as they stand in a table of the contract, with its words."""
    columns = (TABLES[table][name] for name in names)
    return tuple(StarColumn(c.name, _TYPES[c.type], f"{alias}.{c.name}", c.vi, c.en, references) for c in columns)


def _province(query: str) -> StarColumn:
    return StarColumn("province_id", "text", query, "Tỉnh, thành phố (dim_province).",
                      "The province (dim_province).", "dim_province")  # fmt: skip


_REVIEW = (
    StarColumn("review_status", "text", "t.review_status", "Người rà soát đã nhận, sửa hay thêm.",
               "Whether a person accepted, corrected or added it."),
    StarColumn("reviewed_by", "text", "t.reviewed_by", "Ai đã rà soát.", "Who reviewed it."),
)  # fmt: skip

_DOCUMENT_PERIOD = "coalesce(t.period, d.period)"

STAR: tuple[StarTable, ...] = (
    StarTable(
        "dim_province",
        "Các tỉnh, thành phố, mỗi thời kỳ một dòng; mã số có thể dùng lại cho tỉnh khác sau 1/7/2025.",
        "Provinces, one row for each span of time; codes were used again for others from 1 July 2025.",
        "star_provinces t",
        (
            StarColumn("province_id", "text", "t.province_id", "Mã riêng của tỉnh trong một thời kỳ.",
                       "Id of a province in one span of time."),
            StarColumn("province_code", "text", "t.province_code", "Mã số hành chính.", "Official code."),
            StarColumn("province", "text", "t.province", "Tên.", "Name."),
            StarColumn("province_type", "text", "t.province_type", "Tỉnh hay thành phố.", "Province or city."),
            StarColumn("valid_from", "date", "t.valid_from", "Có từ ngày.", "From this day."),
            StarColumn("valid_to", "date", "t.valid_to", "Có đến ngày; trống: đang có.",
                       "Until this day; null: today."),
            StarColumn("province_now_id", "text", "t.province_now_id", "Tỉnh hiện nay có trung tâm của tỉnh này.",
                       "Today's province that holds its seat."),
            StarColumn("province_now", "text", "t.province_now", "Tên tỉnh hiện nay.", "Name of today's province."),
        ),
    ),
    StarTable(
        "dim_indicator_code",
        "Danh mục chỉ tiêu.",
        "The catalogue of indicators.",
        "star_codes t",
        (
            StarColumn("indicator_code", "text", "t.code", "Mã chỉ tiêu.", "Code of the indicator."),
            StarColumn("indicator_vi", "text", "t.vi", "Tên tiếng Việt.", "Vietnamese name."),
            StarColumn("indicator_en", "text", "t.en", "Tên tiếng Anh.", "English name."),
            StarColumn("domain", "text", "t.domain", "Lĩnh vực.", "Domain."),
            StarColumn("dimension", "text", "t.dimension", "Loại đại lượng.", "Dimension of the unit."),
            StarColumn("direction", "text", "t.direction", "Nhiều hơn là tốt hay không.", "Whether more is better."),
        ),
    ),
    StarTable(
        "dim_period",
        "Các kỳ và thời điểm.",
        "Periods and points in time.",
        "star_periods t",
        (
            StarColumn("period", "text", "t.period", "Kỳ, ghi theo EDTF.", "The period, EDTF."),
            StarColumn("period_start", "date", "t.period_start", "Ngày đầu.", "First day."),
            StarColumn("period_end", "date", "t.period_end", "Ngày cuối.", "Last day."),
            StarColumn("period_kind", "text", "t.period_kind", "day, month, quarter, year, period hoặc open.",
                       "day, month, quarter, year, period or open."),
            StarColumn("period_year", "bigint", "t.period_year", "Năm, nếu kỳ nằm trong một năm.",
                       "The year, where it lies within one."),
        ),
        ("period_year",),
    ),
    StarTable(
        "dim_document",
        TABLES["documents"].vi,
        TABLES["documents"].en,
        "chosen_documents t LEFT JOIN star_places p ON p.province_code IS NOT DISTINCT FROM t.province_code "
        "AND p.province IS NOT DISTINCT FROM t.province AND p.issued_on IS NOT DISTINCT FROM t.issued_on",
        (
            *_same("documents", "doc_id", "source", "title", "doc_kind", "symbol", "issuer_id", "issuer"),
            _province("p.province_id"),
            *_same("documents", "issued_on"),
            StarColumn("issued_day", "date", "star_day(t.issued_on)", "Ngày ban hành, nếu biết đủ ngày.",
                       "Day of issue, where the whole day is known."),
            *_same("documents", "period", "n_pages", "n_chars", "media_type", "text_source", "ocr_confidence",
                   "warnings"),
        ),
        ("province_id", "issued_day"),
    ),
    StarTable(
        "dim_organisation",
        "Mỗi tổ chức được nhắc đến một dòng.",
        "One row per organisation mentioned.",
        "star_organisations t",
        (
            StarColumn("organisation_id", "text", "t.organisation_id", "Mã tổ chức; chưa rõ mã thì là tên.",
                       "Id of the organisation; its name where it has none."),
            StarColumn("name", "text", "t.name", TABLES["organisations"]["name"].vi,
                       TABLES["organisations"]["name"].en),
            StarColumn("org_type", "text", "t.org_type", TABLES["organisations"]["org_type"].vi,
                       TABLES["organisations"]["org_type"].en),
            StarColumn("level", "text", "t.level", TABLES["organisations"]["level"].vi,
                       TABLES["organisations"]["level"].en),
            StarColumn("n_mentions", "bigint", "t.n_mentions", "Số lần nhắc.", "Mentions."),
            StarColumn("n_documents", "bigint", "t.n_documents", "Số văn bản nhắc.", "Documents that mention it."),
        ),
    ),
    StarTable(
        "dim_directive",
        TABLES["directives"].vi,
        TABLES["directives"].en,
        "chosen_directives t",
        _same("directives", "directive_id", "symbol", "doc_type", "issuer_id", "issuer", "level", "date", "title",
              "year", "province", "n_documents", "n_mentions", "n_provinces", "variants", "conflicts"),
        ("symbol",),
    ),
    StarTable(
        "fact_indicator",
        TABLES["indicators"].vi,
        TABLES["indicators"].en,
        "chosen_indicators t JOIN chosen_documents d ON d.doc_id = t.doc_id "
        "LEFT JOIN star_places p ON p.province_code IS NOT DISTINCT FROM coalesce(t.province_code, d.province_code) "
        "AND p.province IS NOT DISTINCT FROM CASE WHEN coalesce(t.province_code, d.province_code) = d.province_code "
        "THEN d.province END AND p.issued_on IS NOT DISTINCT FROM d.issued_on "
        "LEFT JOIN chosen_directives v ON v.directive_id = t.directive_id "
        "LEFT JOIN star_codes c ON c.code = t.indicator_code",
        (
            *_same("indicators", "indicator_id"),
            *_same("indicators", "doc_id", references="dim_document"),
            _province("p.province_id"),
            StarColumn("period", "text", _DOCUMENT_PERIOD, "Kỳ của con số; không ghi thì là kỳ của văn bản.",
                       "Its period; that of the document where it tells none.", "dim_period"),
            StarColumn("period_source", "text",
                       "CASE WHEN t.period IS NOT NULL THEN 'indicator' WHEN d.period IS NOT NULL THEN 'document' END",
                       "Kỳ do con số ghi (indicator) hay do văn bản (document).",
                       "Whether the number tells its period or the document does."),
            StarColumn("indicator_code", "text", "c.code", TABLES["indicators"]["indicator_code"].vi,
                       TABLES["indicators"]["indicator_code"].en, "dim_indicator_code"),
            StarColumn("directive_id", "text", "v.directive_id", TABLES["indicators"]["directive_id"].vi,
                       TABLES["indicators"]["directive_id"].en, "dim_directive"),
            StarColumn("organisation_id", "text", "coalesce(t.org_id, t.org)", TABLES["indicators"]["org"].vi,
                       TABLES["indicators"]["org"].en, "dim_organisation"),
            *_same("indicators", "label", "value", "value_high", "unit", "kind", "comparator", "role", "arithmetic",
                   "whole_id", "target_id", "surface", "sentence", "section", "page", "char_start", "char_end",
                   "method", "confidence"),
            *_REVIEW,
        ),
        ("doc_id", "province_id", "period", "indicator_code", "directive_id"),
    ),
    StarTable(
        "fact_citation",
        TABLES["document_references"].vi,
        TABLES["document_references"].en,
        "chosen_document_references t JOIN chosen_documents d ON d.doc_id = t.doc_id "
        "LEFT JOIN star_places p ON p.province_code IS NOT DISTINCT FROM d.province_code "
        "AND p.province IS NOT DISTINCT FROM d.province AND p.issued_on IS NOT DISTINCT FROM d.issued_on "
        "LEFT JOIN chosen_directives v ON v.directive_id = t.directive_id",
        (
            *_same("document_references", "ref_id"),
            *_same("document_references", "doc_id", references="dim_document"),
            _province("p.province_id"),
            StarColumn("directive_id", "text", "v.directive_id", TABLES["document_references"]["directive_id"].vi,
                       TABLES["document_references"]["directive_id"].en, "dim_directive"),
            *_same("document_references", "relation", "is_self", "form", "doc_type", "symbol", "date", "provision",
                   "surface", "sentence", "section", "page", "char_start", "char_end", "method", "confidence"),
            *_REVIEW,
        ),
        ("doc_id", "province_id", "directive_id"),
    ),
)  # fmt: skip
"""In the order rows go in: dimensions before the facts that point to them."""

_CARRIED_OUT = """
SELECT
    p.province_id, p.province, p.province_now, v.directive_id, v.symbol, v.doc_type, v.issuer, v.level, v.title,
    CASE
        WHEN max(told.n_indicators) > 0 THEN 'reports_results'
        WHEN bool_or(implements) THEN 'implements'
        ELSE 'cites'
    END AS status,
    count(DISTINCT told.doc_id) AS n_documents, sum(told.n_mentions)::bigint AS n_mentions,
    sum(told.n_indicators)::bigint AS n_indicators
FROM (
    SELECT province_id, directive_id, doc_id, relation = 'implements' AS implements, 1 AS n_mentions, 0 AS n_indicators
    FROM {schema}.fact_citation WHERE NOT is_self
    UNION ALL
    SELECT province_id, directive_id, doc_id, false, 0, 1
    FROM {schema}.fact_indicator WHERE role NOT IN ('target', 'baseline')
) told
JOIN {schema}.dim_province p USING (province_id)
JOIN {schema}.dim_directive v USING (directive_id)
GROUP BY p.province_id, p.province, p.province_now, v.directive_id, v.symbol, v.doc_type, v.issuer, v.level, v.title
"""
_VALUES = """
SELECT DISTINCT ON (f.province_id, f.period, f.indicator_code, f.role, f.kind)
    f.province_id, p.province, p.province_now, f.period, t.period_start, t.period_end, t.period_year,
    f.indicator_code, c.indicator_vi, c.indicator_en, c.domain, c.direction, f.role, f.kind, f.unit, f.value,
    f.value_high, f.comparator, f.label, f.confidence, f.review_status, f.indicator_id, f.doc_id, d.source, f.page,
    f.sentence
FROM {schema}.fact_indicator f
JOIN {schema}.dim_document d USING (doc_id)
JOIN {schema}.dim_indicator_code c USING (indicator_code)
LEFT JOIN {schema}.dim_province p ON p.province_id = f.province_id
LEFT JOIN {schema}.dim_period t ON t.period = f.period
ORDER BY f.province_id, f.period, f.indicator_code, f.role, f.kind, f.review_status IS NULL, f.confidence DESC,
    d.issued_day DESC NULLS LAST, d.source, f.char_start, f.indicator_id
"""

STAR_VIEWS: Mapping[str, tuple[str, str, str]] = {
    "carried_out": (
        _CARRIED_OUT,
        "Mỗi tỉnh và văn bản chỉ đạo một dòng: báo cáo kết quả (reports_results), có triển khai (implements) hay chỉ "
        "nhắc đến (cites).",
        "One row per province and directive: reports results, implements, or only cites it.",
    ),
    "indicator_values": (
        _VALUES,
        "Mỗi tỉnh, kỳ, chỉ tiêu trong danh mục và vai trò một dòng, kèm câu gốc. Giá trị đã rà soát đứng trước.",
        "One row per province, period, indicator of the catalogue and role, with its sentence; reviewed ones first.",
    ),
}
"""Views of the database: name → SQL, and what it shows in Vietnamese and English."""


def make_lookups(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that the star's queries need beside the run's: provinces, periods, catalogue, organisations.

    Args:
        connection: made ready by `pipeline.export.choose.prepare`.
    """
    import datetime as dt

    import pyarrow as pa

    from extractors.catalogue import entries
    from extractors.dates.edtf import bounds
    from extractors.organisations.provinces import all_provinces, find_province, province_by_code, province_now
    from pipeline.review.fields import date_kind

    provinces = [
        {
            "province_id": p.province_id, "province_code": p.code or None, "province": p.name, "province_type": p.type,
            "valid_from": p.valid_from, "valid_to": p.valid_to, "province_now_id": province_now(p).province_id,
            "province_now": province_now(p).name,
        }
        for p in all_provinces()
    ]  # fmt: skip
    text, day = pa.string(), pa.date32()
    schema = pa.schema([(n, day if n.startswith("valid") else text) for n in provinces[0]])
    tables = {"star_provinces": pa.Table.from_pylist(provinces, schema=schema)}
    codes = [{"code": e.code, "vi": e.vi, "en": e.en, "domain": e.domain, "dimension": e.dimension,
              "direction": e.direction} for e in entries().values()]  # fmt: skip
    tables["star_codes"] = pa.Table.from_pylist(codes)
    found = connection.execute(
        "SELECT DISTINCT coalesce(t.period, d.period) FROM chosen_indicators t JOIN documents d ON d.doc_id = t.doc_id "
        "WHERE coalesce(t.period, d.period) IS NOT NULL"
    ).fetchall()
    periods = []
    for (edtf,) in found:
        first, last = bounds(edtf)
        year = first.year if first and last and first.year == last.year else None
        periods.append({"period": edtf, "period_start": first, "period_end": last, "period_kind": date_kind(edtf),
                        "period_year": year})  # fmt: skip
    shape = pa.schema([("period", text), ("period_start", day), ("period_end", day), ("period_kind", text),
                       ("period_year", pa.int64())])  # fmt: skip
    tables["star_periods"] = pa.Table.from_pylist(periods, schema=shape)
    places = connection.execute(
        "SELECT DISTINCT province_code, province, issued_on FROM documents UNION "
        "SELECT DISTINCT i.province_code, CASE WHEN i.province_code = d.province_code THEN d.province END, d.issued_on "
        "FROM indicators i JOIN documents d ON d.doc_id = i.doc_id"
    ).fetchall()
    known = []
    for code, name, issued in places:
        at: dt.date | None = bounds(issued)[0]
        place = (find_province(name, at) if name else None) or (province_by_code(code, at) if code else None)
        if name and code and place is not None and place.code != code:
            place = province_by_code(code, at)
        known.append({"province_code": code, "province": name, "issued_on": issued,
                      "province_id": place.province_id if place else None})  # fmt: skip
    shape = pa.schema([(n, text) for n in ("province_code", "province", "issued_on", "province_id")])
    tables["star_places"] = pa.Table.from_pylist(known, schema=shape)
    for name, table in tables.items():
        connection.register("lookup", table)
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM lookup")
        connection.unregister("lookup")
    connection.execute(
        "CREATE OR REPLACE MACRO star_day(edtf) AS "
        "CASE WHEN regexp_full_match(edtf, '\\d{4}-\\d\\d-\\d\\d') THEN try_cast(edtf AS DATE) END"
    )
    connection.execute(
        """
        CREATE OR REPLACE TABLE star_organisations AS
        WITH mentioned AS (
            SELECT coalesce(org_id, name) AS organisation_id, name, org_type, level, doc_id FROM chosen_organisations
            UNION ALL
            SELECT coalesce(org_id, org), org, NULL, NULL, NULL FROM chosen_indicators
            WHERE coalesce(org_id, org) IS NOT NULL
        )
        SELECT organisation_id, coalesce(mode(name ORDER BY name), organisation_id) AS name,
            coalesce(mode(org_type ORDER BY org_type), 'other') AS org_type,
            coalesce(mode(level ORDER BY level), 'unknown') AS level,
            count(doc_id) AS n_mentions, count(DISTINCT doc_id) AS n_documents
        FROM mentioned GROUP BY organisation_id
        """
    )


__all__ = ["STAR", "STAR_VIEWS", "StarColumn", "StarTable", "make_lookups"]

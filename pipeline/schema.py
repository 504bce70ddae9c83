"""The output contract, once: tables, typed columns, their values and meanings.

Writers cast to `arrow_schema`, `pipeline.store.validate` checks rows against it, and the data dictionary is printed
from it. Columns may be added here; renaming or dropping one is a new `SCHEMA_VERSION`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = 1
PIPELINE_VERSION = "0.1.0"

Row = dict[str, Any]
"""One row as plain Python values, keyed by column name."""

ColumnType = Literal["text", "integer", "number", "boolean", "day", "time", "list"]
"""`time` is UTC without a zone mark (so that no reader needs a time-zone database); `list` is a list of texts."""

PYTHON_TYPES: Mapping[ColumnType, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (float, int),
    "boolean": (bool,),
    "day": (dt.date,),
    "time": (dt.datetime,),
    "list": (list, tuple),
}

Rule = Literal["", "edtf", "id", "share", "from_one", "from_zero"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table."""

    name: str
    type: ColumnType
    vi: str
    en: str
    nullable: bool = False
    values: tuple[str, ...] = ()
    """The only values allowed; empty where the column is open."""
    rule: Rule = ""
    """`edtf`: an EDTF string; `id`: 16 hex digits; `share`: 0 to 1; `from_one`/`from_zero`: an integer >= 1/0."""
    added: bool = False
    """Beyond the agreed contract: additions may come and go with care, the others never."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a file `<name>.parquet` and a table of the DuckDB file."""

    name: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    key: str | None
    """The column whose value is unique in the table; null where rows have no identity of their own."""

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


DOC_KINDS = ("report", "plan", "decision", "letter", "law", "news", "outline", "other")
FORMS = ("numbered", "short", "named")
RELATIONS = ("implements", "based_on", "issues", "amends", "replaces", "repeals", "cites")
LEVELS = ("central", "ministry", "province", "district", "commune", "grassroots", "unknown")
DATE_KINDS = ("day", "month", "quarter", "year", "period", "open")
ORG_TYPES = (
    "union", "party", "government", "legislature", "court", "company", "bank", "school", "hospital", "press",
    "association", "other",
)  # fmt: skip
KINDS = ("count", "money", "percent", "measure")
COMPARATORS = ("=", "~", ">", ">=", "<", "<=")
ROLES = ("result", "target", "target_rate", "share", "change", "index", "baseline", "rate")
METHODS = ("rule", "model")
STAGES = ("discover", "read", "extract", "write")


def _text(
    name: str, vi: str, en: str, *values: str, null: bool = False, rule: Rule = "", added: bool = False
) -> Column:
    return Column(name, "text", vi, en, null, values, rule, added)


def _doc_id() -> Column:
    return _text("doc_id", "Văn bản chứa dòng này.", "The document this row comes from.", rule="id")


def _span() -> tuple[Column, ...]:
    return (
        Column("char_start", "integer", "Vị trí ký tự đầu trong documents.text (đếm từ 0).",
               "First code point in documents.text, from 0.", rule="from_zero"),
        Column("char_end", "integer", "Vị trí ngay sau ký tự cuối.", "One past the last code point.", rule="from_one"),
        Column("page", "integer", "Trang (từ 1); trống nếu định dạng không có trang.",
               "Page, from 1; null where the format has none.", True, rule="from_one"),
        _text("surface", "Nguyên văn: text[char_start:char_end].", "The words themselves: text[char_start:char_end]."),
    )  # fmt: skip


def _method() -> tuple[Column, ...]:
    return (
        _text("method", "Tìm ra bằng luật hay mô hình.", "Found by rule or by model.", *METHODS),
        Column("confidence", "number", "Độ tin cậy, từ 0 đến 1.", "Confidence, 0 to 1.", rule="share"),
    )


DOCUMENTS = Table(
    "documents",
    "Mỗi văn bản một dòng.",
    "One row per document.",
    (
        _text("doc_id", "16 chữ số thập lục phân đầu của SHA-256 nội dung tệp.",
              "First 16 hex digits of the SHA-256 of the input's bytes.", rule="id"),
        _text("source", "Đường dẫn hoặc URL, tính từ thư mục đầu vào.", "Path or URL, relative to its input root."),
        Column("also_at", "list", "Các đường dẫn khác có đúng nội dung này.", "Other paths with the very same bytes."),
        _text("media_type", "Loại tệp theo nội dung.", "Media type, by content."),
        _text("title", "Tên loại và trích yếu.", "Title.", null=True),
        _text("doc_kind", "Thể loại văn bản.", "Kind of document.", *DOC_KINDS),
        _text("symbol", "Số, ký hiệu của chính văn bản.", "The document's own number.", null=True),
        _text("issuer_id", "Mã cơ quan ban hành.", "Id of the issuing body.", null=True),
        _text("issuer", "Cơ quan ban hành.", "Issuing body.", null=True),
        _text("province_code", "Mã tỉnh tại thời điểm văn bản.", "Province code as at the document's date.", null=True),
        _text("province", "Tỉnh tại thời điểm văn bản.", "Province as at the document's date.", null=True),
        _text("province_now_code", "Mã tỉnh sau sắp xếp 1/7/2025.", "Province code after the 2025 mergers.", null=True),
        _text("province_now", "Tỉnh sau sắp xếp 1/7/2025.", "Province after the 2025 mergers.", null=True),
        _text("issued_on", "Ngày ban hành (EDTF).", "Date of issue (EDTF).", null=True, rule="edtf"),
        _text("period", "Kỳ báo cáo (EDTF).", "Period it reports on (EDTF).", null=True, rule="edtf"),
        Column("n_pages", "integer", "Số trang; trống nếu định dạng không có trang.",
               "Pages; null where the format has none.", True, rule="from_zero"),
        Column("n_chars", "integer", "Số ký tự của text.", "Code points of text.", rule="from_zero"),
        _text("text", "Toàn văn đã làm sạch (NFC); mọi vị trí ký tự tính theo cột này.",
              "The cleaned text (NFC); all offsets count in it."),
        _text("text_source", "Nguồn của chữ: text-layer, ocr, docx, doc, html, plain…",
              "Where the text came from: text-layer, ocr, docx, doc, html, plain …"),
        _text("encoding_fixed", "Bảng mã cũ đã chuyển: none, tcvn3, vni, viscii, vps, cp1258, nfd, utf-8 "
              "(mã hóa hai lần); nhiều thì nối bằng +.",
              "Legacy encoding converted: none, tcvn3, vni, viscii, vps, cp1258, nfd, utf-8 (written twice); "
              "several joined with +."),
        Column("ocr_confidence", "number", "Độ tin cậy OCR, 0 đến 1; trống nếu không OCR.",
               "OCR confidence, 0 to 1; null without OCR.", True, rule="share"),
        Column("warnings", "list", "Điều người dùng nên biết về việc đọc tệp.",
               "What a user should know of the reading."),
        Column("schema_version", "integer", "Phiên bản của từ điển dữ liệu này.",
               "Version of this contract.", rule="from_one"),
        _text("pipeline_version", "Phiên bản chương trình.", "Version of the program."),
    ),
    "doc_id",
)  # fmt: skip

REFERENCES = Table(
    "document_references",
    "Mỗi lần nhắc đến một văn bản là một dòng.",
    "One row per mention of a document.",
    (
        _text("ref_id", "Mã của lần nhắc.", "Id of the mention.", rule="id"),
        _doc_id(),
        *_span(),
        _text("form", "Có số ký hiệu, gọi tắt, hay gọi tên.", "With symbol, short form, or by name.", *FORMS),
        _text("doc_type", "Loại văn bản, chữ thường.", "Type of document, lower case.", null=True),
        _text("number", "Phần số của ký hiệu.", "The number in the symbol.", null=True),
        _text("symbol", "Số, ký hiệu chuẩn; với form short là của văn bản được trỏ tới.",
              "Canonical symbol; for short, that of the document pointed to.", null=True),
        _text("issuer_id", "Mã cơ quan ban hành văn bản được nhắc.", "Id of the cited document's issuer.", null=True),
        _text("issuer", "Cơ quan ban hành văn bản được nhắc.", "Issuer of the cited document.", null=True),
        _text("date", "Ngày của văn bản được nhắc (EDTF), nếu chỗ này ghi.",
              "Date of the cited document (EDTF), where the mention gives it.", null=True, rule="edtf"),
        _text("title", "Tên, trích yếu của văn bản được nhắc.", "Title of the cited document.", null=True),
        _text("provision", "Điểm, khoản, điều được nhắc.", "Provision cited.", null=True),
        _text("relation", "Quan hệ với văn bản được nhắc.", "Relation to the cited document.", *RELATIONS),
        Column("is_self", "boolean", "Là số của chính văn bản (ở phần đầu).",
               "The document's own number, in its letterhead."),
        _text("directive_id", "Văn bản trong bảng directives; trống nếu chưa xác định.",
              "Row of directives; null while unresolved.", null=True, rule="id"),
        _text("sentence", "Câu chứa lần nhắc.", "The sentence it stands in."),
        _text("section", "Các đề mục chứa câu này.", "Heading path.", null=True),
        *_method(),
        Column("year", "integer", "Năm trong ký hiệu hoặc ghi kèm.", "Year in or after the symbol.", True, added=True),
        _text("resolution", "Tên gọi tắt được hiểu nhờ chính văn bản, hay nhờ cả tập văn bản.",
              "What resolved a short form: its own document or the corpus.",
              "document", "corpus", null=True, added=True),
        Column("candidates", "list", "Khi chưa xác định: các văn bản có thể là nó.",
               "While unresolved: what it might be.", added=True),
    ),
    "ref_id",
)  # fmt: skip

DIRECTIVES = Table(
    "directives",
    "Mỗi văn bản được nhắc đến một dòng, tính trên mọi đầu vào.",
    "One row per cited document, over all inputs.",
    (
        _text("directive_id", "Mã của văn bản.", "Id of the directive.", rule="id"),
        _text("symbol", "Số, ký hiệu; trống với văn bản chỉ có tên.",
              "Symbol; null for those known by name only.", null=True),
        _text("doc_type", "Loại văn bản.", "Type of document.", null=True),
        _text("issuer_id", "Mã cơ quan ban hành.", "Id of the issuer.", null=True),
        _text("issuer", "Cơ quan ban hành.", "Issuer.", null=True),
        _text("level", "Cấp ban hành.", "Level of the issuer.", *LEVELS),
        _text("date", "Ngày ban hành (EDTF), theo đa số lần nhắc.",
              "Date (EDTF), by majority of mentions.", null=True, rule="edtf"),
        _text("title", "Tên, theo đa số lần nhắc.", "Title, by majority of mentions.", null=True),
        Column("n_documents", "integer", "Số văn bản nhắc đến.", "Documents that cite it.", rule="from_one"),
        Column("n_mentions", "integer", "Số lần nhắc.", "Mentions.", rule="from_one"),
        Column("n_provinces", "integer", "Số tỉnh nhắc đến (tỉnh tại thời điểm văn bản).",
               "Provinces that cite it (as at the documents' dates).", rule="from_zero"),
        Column("year", "integer", "Năm ban hành.", "Year of issue.", True, added=True),
        _text("province", "Tỉnh của cơ quan ban hành địa phương.",
              "Province of a local issuer.", null=True, added=True),
        Column("variants", "list", "Các cách viết ký hiệu đã gặp, khác cách ở cột symbol.",
               "Other spellings of the symbol met.", added=True),
        Column("conflicts", "list", "Điều các lần nhắc ghi khác nhau (hai ngày, hai cơ quan…).",
               "What mentions disagree on (two dates, two issuers …).", added=True),
        _text("doc_id", "Chính văn bản ấy, nếu có trong đầu vào.", "The directive itself, if among the inputs.",
              null=True, rule="id", added=True),
    ),
    "directive_id",
)  # fmt: skip

DATES = Table(
    "dates",
    "Mỗi ngày, tháng, kỳ được nhắc là một dòng.",
    "One row per date or period mentioned.",
    (
        _text("date_id", "Mã của lần nhắc.", "Id of the mention.", rule="id"),
        _doc_id(),
        *_span(),
        _text("edtf", "Giá trị EDTF; trống với ngày không có thật (31/02).",
              "EDTF value; null for an impossible date (31/02).", null=True, rule="edtf"),
        Column("date_start", "day", "Ngày đầu; trống nếu mở hoặc thiếu năm.",
               "First day; null where open or without year.", True),
        Column("date_end", "day", "Ngày cuối; trống nếu mở hoặc thiếu năm.",
               "Last day; null where open or without year.", True),
        _text("kind", "Loại.", "Kind.", *DATE_KINDS),
    ),
    "date_id",
)  # fmt: skip

ORGANISATIONS = Table(
    "organisations",
    "Mỗi lần nhắc đến một tổ chức là một dòng.",
    "One row per mention of an organisation.",
    (
        _text("mention_id", "Mã của lần nhắc.", "Id of the mention.", rule="id"),
        _doc_id(),
        *_span(),
        _text("org_id", "Mã tổ chức; trống nếu chưa rõ.", "Id of the organisation; null where unknown.", null=True),
        _text("name", "Tên chuẩn đầy đủ.", "Full standard name."),
        _text("org_type", "Loại tổ chức.", "Type of organisation.", *ORG_TYPES),
        _text("level", "Cấp.", "Level.", *LEVELS),
        _text("province_code", "Mã tỉnh.", "Province code.", null=True),
        *_method(),
    ),
    "mention_id",
)

INDICATORS = Table(
    "indicators",
    "Mỗi con số nói lên kết quả là một dòng.",
    "One row per number that states an achievement.",
    (
        _text("indicator_id", "Mã của con số.", "Id of the indicator.", rule="id"),
        _doc_id(),
        *_span(),
        _text("sentence", "Câu hoặc dòng bảng chứa con số.", "The sentence or table row it stands in."),
        _text("section", "Các đề mục chứa câu này.", "Heading path.", null=True),
        _text("label", "Đếm cái gì, bằng lời của văn bản.", "What is counted, in the text's own words."),
        _text("indicator_code", "Mã chỉ tiêu trong danh mục.", "Code in the catalogue.", null=True),
        Column("value", "number", "Giá trị, đã nhân nghìn, triệu, tỷ.", "Value, magnitude applied."),
        Column("value_high", "number", "Đầu trên của khoảng.", "Upper end of a range.", True),
        _text("kind", "Số đếm, tiền, phần trăm, đo lường.", "Count, money, percent or measure.", *KINDS),
        _text("unit", "Đơn vị như văn bản ghi.", "Unit as written.", null=True),
        _text("comparator", "So sánh (khoảng ~, trên >, ít nhất >= …).", "Comparator (about ~, over >, at least >= …).",
              *COMPARATORS),
        _text("role", "Vai trò của con số.", "Role of the number.", *ROLES),
        _text("period", "Kỳ hoặc thời điểm (EDTF), nếu văn bản ghi tại chỗ.",
              "Period or point (EDTF), where the text gives it.", null=True, rule="edtf"),
        Column("period_start", "day", "Ngày đầu kỳ.", "First day of the period.", True),
        Column("period_end", "day", "Ngày cuối kỳ.", "Last day of the period.", True),
        _text("org_id", "Mã tổ chức mà con số nói về.", "Id of the organisation it is about.", null=True),
        _text("org", "Tổ chức mà con số nói về.", "The organisation it is about.", null=True),
        _text("province_code", "Mã tỉnh mà con số nói về.", "Code of the province it is about.", null=True),
        _text("directive_id", "Kết quả thực hiện văn bản nào, nếu bài nói rõ.",
              "The directive whose results these are, where the text says so.", null=True, rule="id"),
        _text("whole_id", "Chỉ tiêu mà con số này là một phần.", "The indicator this one is a part or share of.",
              null=True, rule="id"),
        _text("target_id", "Mục tiêu để so sánh.", "The target it is measured against.", null=True, rule="id"),
        _text("arithmetic", "Phép tính giữa các dòng liên quan có khớp không.",
              "Whether the sums between linked rows hold.", "ok", "mismatch", null=True),
        *_method(),
        _text("directive_ref_id", "Chỗ văn bản nói con số thuộc directive nào.",
              "The mention that says whose results these are.", null=True, rule="id", added=True),
        Column("computed", "number", "Giá trị tính lại từ các dòng liên quan, nếu arithmetic có ghi.",
               "What the linked rows give in its place, where arithmetic is told.", True, added=True),
        Column("table_index", "integer", "Bảng thứ mấy của văn bản (từ 1); trống nếu số nằm trong câu văn.",
               "Which table of the document, from 1; null for prose.", True, rule="from_one", added=True),
        Column("table_row", "integer", "Dòng thứ mấy có tên dưới đầu bảng (từ 1).",
               "Which named row below the header, from 1.", True, rule="from_one", added=True),
        Column("table_column", "integer", "Cột thứ mấy (từ 1).", "Which column, from 1.", True, rule="from_one",
               added=True),
        _text("row_header", "Tên dòng, từ mục ngoài vào (nối bằng ' > ').",
              "What names the row, the outermost first (joined by ' > ').", null=True, added=True),
        _text("column_header", "Đầu cột, từ ngoài vào (nối bằng ' > ').",
              "The header over the column, the outermost first (joined by ' > ').", null=True, added=True),
    ),
    "indicator_id",
)  # fmt: skip

ERRORS = Table(
    "errors",
    "Mỗi đầu vào không xử lý được là một dòng.",
    "One row per input that could not be done.",
    (
        _text("source", "Đường dẫn hoặc URL.", "Path or URL."),
        _text("doc_id", "Mã văn bản, nếu đọc được nội dung tệp.", "Document id, if its bytes could be read.",
              null=True, rule="id"),
        _text("stage", "Bước bị lỗi.", "Where it failed.", *STAGES),
        _text("error", "Mã lỗi ổn định.", "Stable code."),
        _text("message", "Một câu dễ hiểu, tiếng Việt và tiếng Anh.", "One plain sentence, in Vietnamese and English."),
        Column("failed_at", "time", "Lúc lỗi (giờ UTC).", "When it failed (UTC)."),
    ),
    None,
)  # fmt: skip

REVIEW_COLUMNS = (
    _text("review_status", "Người rà soát đã nhận (accepted), sửa (corrected) hay thêm (added) dòng này.",
          "Whether a person accepted, corrected or added the row.", "accepted", "corrected", "added", null=True,
          added=True),
    _text("reviewed_by", "Ai đã rà soát.", "Who reviewed it.", null=True, added=True),
)  # fmt: skip
"""Columns that indicators, references, organisations and dates have besides wherever they are shown or given out."""

TABLES: Mapping[str, Table] = {
    table.name: table for table in (DOCUMENTS, REFERENCES, DIRECTIVES, DATES, ORGANISATIONS, INDICATORS, ERRORS)
}
"""All seven, in the order they are written and documented."""

VIEWS: Mapping[str, tuple[str, str]] = {
    "province_citations": (
        "Mỗi tỉnh và văn bản được tỉnh ấy nhắc đến một dòng: bao nhiêu văn bản, bao nhiêu lần, từ bao giờ.",
        "One row per province and directive it cites: how many documents, how many mentions, since when.",
    ),
    "compliance": (
        "Mỗi tỉnh và văn bản (mọi văn bản của trung ương và bộ, ngành; văn bản địa phương nếu được nhắc) một dòng; "
        "status là mức mạnh nhất: reports_results, implements, cites, not_found (đã đọc mà không thấy). Đầu vào bị lỗi "
        "nằm ở bảng errors.",
        "One row per province and directive (all of central and ministry level; local ones where cited); status is the "
        "strongest of reports_results, implements, cites, not_found (read and not found). Inputs that failed are in "
        "errors.",
    ),
    "indicator_facts": (
        "Mỗi tỉnh, kỳ, chỉ tiêu trong danh mục và vai trò đúng một dòng, kèm nơi lấy số; nhiều nơi cùng nêu thì lấy "
        "dòng đáng tin nhất, rồi văn bản mới nhất; n_sources: số văn bản nêu; disagrees: các nơi nêu khác nhau.",
        "Exactly one row per province, period, indicator of the catalogue and role, with its provenance; where several "
        "say it, the surest, then the latest document; n_sources: how many documents; disagrees: they do not agree.",
    ),
}
"""Views of the DuckDB file: name → what it shows, in Vietnamese and English."""


@cache
def arrow_schema(table_name: str) -> pa.Schema:
    """The Arrow schema of one table.

    Args:
        table_name: a key of `TABLES`.

    Raises:
        KeyError: no such table.
    """
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "day": pa.date32(),
        "time": pa.timestamp("us"),
        "list": pa.list_(pa.string()),
    }
    return pa.schema([pa.field(c.name, types[c.type], nullable=c.nullable) for c in TABLES[table_name].columns])

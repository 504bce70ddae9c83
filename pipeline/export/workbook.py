"""The workbook for people: a sheet a table, the sentences behind the numbers, what each column means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.choose import Options, batches, columns_of, count, rows_sql, tables_of
from pipeline.export.flat import dictionary
from pipeline.review.resolve import key_of
from pipeline.schema import COMPARATORS, Table
from pipeline.store.cells import neutral
from pipeline.wording import Language, heading, named

if TYPE_CHECKING:
    import duckdb

_LONGEST_CELL = 32_767
"""Characters; Excel's limit."""
_MOST_ROWS = 1_048_575
_MOST_LINKS = 60_000
"""Links a sheet; Excel opens no more than 65,530."""

_SHEETS = ("indicators", "document_references", "directives", "documents", "organisations", "dates", "errors")
_EVIDENCE = ("indicators", "document_references")
_WITHOUT = frozenset({"text", "sentence", "char_start", "char_end", "schema_version", "pipeline_version"})
"""Told elsewhere, or of no use in a sheet."""
_OF_DOCUMENT = ("province", "source")
"""Told of the document a mention stands in."""
_WIDTHS = {
    "title": 50, "label": 44, "issuer": 34, "name": 40, "org": 34, "source": 36, "message": 70, "section": 30,
    "surface": 22, "sentence": 100, "value": 17, "also_at": 30, "row_header": 26, "column_header": 26,
    "candidates": 26, "variants": 26, "conflicts": 30, "warnings": 30, "unit": 12, "page": 8, "evidence": 10,
    "value_high": 12, "role": 15, "review_status": 13,
}  # fmt: skip
_CODED = {
    "role": "role", "relation": "relation", "form": "form", "org_type": "org_type", "level": "level",
    "resolution": "resolution", "kind": "kind", "method": "method", "arithmetic": "arithmetic", "doc_kind": "doc_kind",
    "stage": "stage", "review_status": "status",
}  # fmt: skip
"""Column → group of words that its codes are told in; the other forms keep the codes."""
_TABLE_COLUMNS = frozenset({"table_index", "row_header", "column_header", "table_row", "table_column"})
_SHADES = {"accepted": "#eef6ee", "corrected": "#fff4ce", "added": "#e3f0fb"}
"""Fills of rows that people have decided upon."""


def write_workbook(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """Write the workbook.

    Each table has a sheet with filters and a header that stays; the header tells the column in words, and its name
    below. Codes are told in words, rows that people have decided upon are filled, ids are there but folded away and not
    printed. Numbers and references link to their sentence on the sheet of evidence, and back. Texts come from
    strangers' documents: none becomes a formula or a link, also when a sheet is saved as CSV.

    Returns:
        rows written, by table; rows beyond what a sheet holds are left out, and the first sheet says so.
    """
    import xlsxwriter

    guards = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True,
        "nan_inf_to_errors": True,
    }  # fmt: skip
    wanted = {table.name: table for table in tables_of(options)}
    with xlsxwriter.Workbook(str(target), guards) as book:
        book.set_properties({"title": "chitieu"})
        sheets = _Sheets(book, options.language)
        about = book.add_worksheet(_name("about", options.language))
        names = [name for name in _SHEETS if name in wanted]
        pages = {name: book.add_worksheet(_name(name, options.language)) for name in names}
        proof = [name for name in _EVIDENCE if name in wanted]
        evidence = book.add_worksheet(_name("evidence", options.language)) if proof else None
        first_line = _evidence_lines(connection, proof)
        written = {name: sheets.table(connection, pages[name], wanted[name], first_line.get(name)) for name in names}
        if evidence is not None:
            sheets.evidence(connection, evidence, proof)
        sheets.dictionary(book.add_worksheet(_name("dictionary", options.language)), options)
        sheets.about(about, connection, options, written)
    return written


def _paged(sheet: Any) -> None:
    """Printed on A4 across, all columns on one page, the header on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _name(key: str, language: Language) -> str:
    return heading(key, language)[:31]


def _evidence_lines(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> dict[str, int]:
    """On which line of the evidence sheet each table begins (0 is the header)."""
    lines, line = {}, 1
    for name in tables:
        lines[name] = line
        line += count(connection, f"SELECT count(*) FROM chosen_{name}")
    return lines


class _Sheets:
    """Writes sheets of one workbook, with its formats."""

    def __init__(self, book: Any, language: Language) -> None:
        self._language = language
        top = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        self._head = book.add_format(
            {**top, "bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#1f4e79",
             "font_color": "#ffffff", "border": 1, "border_color": "#8ea9c8"}
        )  # fmt: skip
        styles: dict[str, dict[str, Any]] = {
            "text": {}, "number": {"num_format": "#,##0.######"}, "whole": {"num_format": "#,##0"},
            "plain": {"num_format": "0"}, "share": {"num_format": "0.00"}, "day": {"num_format": "dd/mm/yyyy"},
            "time": {"num_format": "dd/mm/yyyy hh:mm"}, "link": {"font_color": "#0b5cad", "underline": 1},
        }  # fmt: skip
        self._styles = {
            (status, name): book.add_format({**top, **style, **({"bg_color": shade} if shade else {})})
            for status, shade in [(None, ""), *_SHADES.items()]
            for name, style in styles.items()
        }
        self._text, self._plain, self._link = (self._styles[None, name] for name in ("text", "plain", "link"))
        self._wrap = book.add_format({**top, "text_wrap": True})
        self._count = book.add_format({**top, "num_format": "#,##0.##", "align": "left"})
        self._title = book.add_format({**top, "bold": True, "font_size": 16})
        self._bold = book.add_format({**top, "bold": True})

    def _header(self, sheet: Any, names: list[str], frozen: int, folded: int) -> None:
        """Heading in words, and below it the column's name; it stays, and filters. Columns from `folded` on are hidden
        until somebody opens their group."""
        sheet.set_row(0, 34, self._head)
        for i, name in enumerate(names):
            fold = {"level": 1, "hidden": True} if i >= folded else {}
            sheet.set_column(i, i, _WIDTHS.get(name, 14), self._text, fold)
            words = heading(name, self._language)
            sheet.write_string(0, i, f"{words}\n{name}" if words != name else name, self._head)
        if folded < len(names):
            sheet.set_column(len(names), len(names), 3, None, {"collapsed": True})
        sheet.freeze_panes(1, frozen)
        _paged(sheet)

    def table(self, connection: duckdb.DuckDBPyConnection, sheet: Any, table: Table, evidence: int | None) -> int:
        """One table.

        Args:
            connection: prepared for giving out.
            sheet: where to.
            table: which.
            evidence: the line of the evidence sheet on which the table's sentences begin; null: it has none.
        """
        columns = {column.name: column.type for column in columns_of(table.name) if column.name not in _WITHOUT}
        if "char_start" in table.names:
            columns |= {f"d.{name}": "text" for name in _OF_DOCUMENT}
        names = sorted(columns, key=lambda name: _rank(table.name, name))
        shown = [*(["evidence"] if evidence is not None else []), *(name.removeprefix("d.") for name in names)]
        folded = next((i for i, name in enumerate(shown) if _is_detail(table.name, name)), len(shown))
        self._header(sheet, shown, 2 if evidence is not None else 1, folded)
        status_at = names.index("review_status") if "review_status" in columns else None
        line = 0
        for rows in batches(connection, rows_sql(table.name, names)):
            for row in rows:
                if line >= _MOST_ROWS:
                    break
                line += 1
                at = 0
                status = None if status_at is None else row[status_at]
                if status is not None:
                    sheet.set_row(line, None, self._styles[status, "text"])
                if evidence is not None:
                    if line <= _MOST_LINKS:
                        where = f"internal:'{_name('evidence', self._language)}'!A{evidence + line}"
                        sheet.write_url(line, 0, where, self._styles[status, "link"], f"→ {evidence + line}")
                    else:
                        sheet.write_number(line, 0, evidence + line, self._styles[status, "plain"])
                    at = 1
                for i, (name, value) in enumerate(zip(names, row, strict=True)):
                    told = self._in_words(table.name, name, value)
                    self._write(sheet, (line, at + i), told, name, columns[name], status)
        sheet.autofilter(0, 0, max(1, line), len(shown) - 1)
        printed = shown.index("page") if "page" in shown else len(_FIRST[table.name]) - 1
        sheet.print_area(0, 0, max(1, line), printed)
        return line

    def _in_words(self, table: str, name: str, value: Any) -> Any:
        """A code of the tables in words; anything else as it is."""
        if value is None or name not in _CODED:
            return value
        group = "date_kind" if (table, name) == ("dates", "kind") else _CODED[name]
        return named(group, value, self._language)

    def _write(self, sheet: Any, cell: tuple[int, int], value: Any, name: str, kind: str, status: str | None) -> None:
        """One value; `status` is the row's review, which colours it."""
        if value is None or value in ([], ()):
            return
        text = self._styles[status, "text"]
        if isinstance(value, bool):
            sheet.write_string(*cell, _yes(value, self._language), text)
        elif isinstance(value, (int, float)):
            style = (
                "share" if "confidence" in name else "number" if kind == "number"
                else "plain" if name in ("year", "page") else "whole"
            )  # fmt: skip
            sheet.write_number(*cell, value, self._styles[status, style])
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(*cell, value, self._styles[status, "time"])
        elif isinstance(value, dt.date):
            # Excel knows no day before 1900.
            if value.year >= 1900:
                day = dt.datetime(value.year, value.month, value.day)
                sheet.write_datetime(*cell, day, self._styles[status, "day"])
            else:
                sheet.write_string(*cell, value.isoformat(), text)
        else:
            told = " | ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            sheet.write_string(*cell, cell_text(told), text)

    def evidence(self, connection: duckdb.DuckDBPyConnection, sheet: Any, tables: list[str]) -> None:
        """Every number and reference with its sentence, the file and the page; each links back to its row."""
        self._header(sheet, ["evidence", "surface", "sentence", "source", "page", "section", "doc_id", "char_start",
                             "indicator_id"], 2, 6)  # fmt: skip
        sheet.set_column(2, 2, 100, self._wrap)
        line = 0
        for name in tables:
            within = 0
            columns = ("surface", "sentence", "page", "section", "doc_id", "char_start", key_of(name))
            for rows in batches(connection, rows_sql(name, columns, "d.source")):
                for surface, sentence, page, section, doc_id, start, row_id, source in rows:
                    if line >= _MOST_ROWS:
                        break
                    line, within = line + 1, within + 1
                    if line <= _MOST_LINKS:
                        where = f"internal:'{_name(name, self._language)}'!A{within + 1}"
                        sheet.write_url(line, 0, where, self._link, f"← {_name(name, self._language)} {within + 1}")
                    else:
                        sheet.write_string(line, 0, f"{_name(name, self._language)} {within + 1}", self._text)
                    for i, value in enumerate((surface, sentence, source)):
                        sheet.write_string(line, 1 + i, cell_text(value or ""), self._wrap if i == 1 else self._text)
                    if page is not None:
                        sheet.write_number(line, 4, page, self._plain)
                    if section:
                        sheet.write_string(line, 5, cell_text(section), self._text)
                    sheet.write_string(line, 6, doc_id, self._text)
                    sheet.write_number(line, 7, start, self._plain)
                    sheet.write_string(line, 8, row_id, self._text)
        sheet.autofilter(0, 0, max(1, line), 8)
        sheet.print_area(0, 0, max(1, line), 5)

    def dictionary(self, sheet: Any, options: Options) -> None:
        """What every table and column means, in both languages."""
        words = {
            "vi": ("Bảng", "Cột", "Tên tiếng Việt", "Tên tiếng Anh", "Ý nghĩa", "Nghĩa tiếng Anh"),
            "en": ("Table", "Column", "Vietnamese name", "English name", "Meaning in Vietnamese", "Meaning"),
        }
        for i, (name, width) in enumerate(zip(words[self._language], (22, 20, 24, 24, 70, 70), strict=True)):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, name, self._head)
        line = 0
        for row in dictionary(options):
            line += 1
            for i, value in enumerate(row):
                if value:
                    sheet.write_string(line, i, cell_text(value), self._wrap if row[1] else self._bold)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, line), 5)
        _paged(sheet)

    def about(
        self, sheet: Any, connection: duckdb.DuckDBPyConnection, options: Options, written: dict[str, int]
    ) -> None:
        """What the workbook holds and how it was chosen; the first sheet."""
        vi = self._language == "vi"
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 80)
        sheet.hide_gridlines(2)
        _paged(sheet)
        sheet.write_string(0, 0, "Số liệu rút từ văn bản" if vi else "Figures taken from documents", self._title)
        line = 2
        for name, n in written.items():
            where = f"internal:'{_name(name, self._language)}'!A1"
            sheet.write_url(line, 0, where, self._link, heading(name, self._language))
            sheet.write_number(line, 1, n, self._count)
            line += 1
        reviewed = count(connection, "SELECT count(*) FROM chosen_indicators WHERE review_status IS NOT NULL")
        told: list[tuple[str, str | float]] = [
            (
                "Chỉ tiêu đã có người rà soát (nhận, sửa, thêm)"
                if vi
                else "Indicators a person has reviewed (accepted, corrected, added)",
                reviewed,
            ),
            (
                "Màu nền" if vi else "Fills",
                "Xanh lá: đã xác nhận; vàng: đã sửa; xanh lam: bổ sung."
                if vi
                else "Green: accepted; yellow: corrected; blue: added.",
            ),
            ("Chỉ các dòng đã rà soát" if vi else "Only reviewed rows", _yes(options.only_reviewed, self._language)),
            ("Độ tin cậy từ" if vi else "Confidence from", options.min_confidence),
            (
                "Bằng chứng" if vi else "Evidence",
                "Mỗi con số và mỗi lần dẫn có câu gốc ở trang Bằng chứng: bấm vào mũi tên ở cột đầu."
                if vi
                else "Each number and citation has its sentence on the sheet Evidence: click the arrow in column one.",
            ),
            (
                "Số và ngày" if vi else "Numbers and dates",
                "Giá trị đã nhân nghìn, triệu, tỷ; kỳ ghi theo EDTF (2023-01/2023-06 là 6 tháng đầu năm 2023)."
                if vi
                else "Magnitudes are applied; periods are EDTF (2023-01/2023-06: the first half of 2023).",
            ),
        ]
        if any(n >= _MOST_ROWS for n in written.values()):
            told.append(("Bị cắt" if vi else "Cut", f"> {_MOST_ROWS:,}: .csv, .parquet, .sqlite, .duckdb"))
        for name, value in told:
            line += 1
            sheet.write_string(line, 0, name, self._bold)
            if isinstance(value, str):
                sheet.write_string(line, 1, cell_text(value), self._wrap)
            else:
                sheet.write_number(line, 1, value, self._count)
        sheet.activate()


def _yes(value: bool, language: Language) -> str:
    return named("yes_no", str(value).lower(), language)


_FIRST = {
    "indicators": ("label", "value", "value_high", "unit", "review_status", "role", "period", "org", "d.province",
                   "d.source", "page", "province_code", "indicator_code", "surface", "comparator", "kind", "arithmetic",
                   "confidence", "reviewed_by"),
    "document_references": ("surface", "symbol", "review_status", "doc_type", "date", "issuer", "title", "relation",
                            "provision", "d.province", "d.source", "page"),
    "directives": ("symbol", "doc_type", "issuer", "date", "title", "n_documents", "n_mentions", "n_provinces"),
    "documents": ("source", "title", "doc_kind", "symbol", "issuer", "issued_on", "province", "period"),
    "organisations": ("name", "surface", "review_status", "org_type", "level", "d.province", "d.source", "page"),
    "dates": ("surface", "edtf", "review_status", "kind", "date_start", "date_end", "d.province", "d.source", "page"),
    "errors": ("source", "error", "message"),
}  # fmt: skip


def _rank(table: str, name: str) -> tuple[int, int]:
    """What people look for first; ids last."""
    first = _FIRST[table]
    if name in first:
        return 0, first.index(name)
    return (2, 0) if _is_detail(table, name) else (1, 0)


def _is_detail(table: str, name: str) -> bool:
    """Ids, and where in a table of the document a number stands: of use to programs, folded away."""
    return name not in _FIRST[table] and (name.endswith("_id") or name in _TABLE_COLUMNS)


def cell_text(value: str) -> str:
    """A text as a cell can hold it: no formula, also when saved as CSV, and within Excel's length."""
    value = value if value in COMPARATORS else str(neutral(value))
    return value if len(value) <= _LONGEST_CELL else value[: _LONGEST_CELL - 1] + "…"

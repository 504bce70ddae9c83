"""Excel 2–2003 workbooks (.xls): cells as shown, with what the file's own formats say."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from pipeline.document import ReadResult
from pipeline.errors import input_error
from pipeline.read.fonts import FontMarks
from pipeline.read.office.number_format import BUILTIN, general, shown
from pipeline.read.office.ole import has_stream
from pipeline.read.office.sheets import Sheet, workbook
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet as XlrdSheet

_MEDIA_TYPE = "application/vnd.ms-excel"
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


# Before Excel 5 a workbook was a file of records without an envelope; each version begins in its own way.
_RECORDS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def _sniff(data: bytes) -> bool:
    return data.startswith(_RECORDS) or has_stream(data, "Workbook", "Book")


def _read(data: bytes, limits: Limits) -> ReadResult:
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO(), on_demand=True
        )
        marks = FontMarks()
        sheets = [_sheet(book, index, marks) for index in range(book.nsheets)]
    except xlrd.XLRDError as error:
        raise input_error("encrypted_office" if "encrypted" in str(error).lower() else "damaged_office") from error
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        # xlrd trusts what a file says about itself; a damaged one fails anywhere.
        raise input_error("damaged_office") from error
    return workbook(sheets, marks, limits, _MEDIA_TYPE, "xls")


def _sheet(book: Book, index: int, marks: FontMarks) -> Sheet:
    found: XlrdSheet = book.sheet_by_index(index)
    sheet = Sheet(found.name, hidden=found.visibility != 0)
    for row in range(found.nrows):
        cells: dict[int, str] = {}
        types, values = found.row_types(row), found.row_values(row)
        for column, (kind, value) in enumerate(zip(types, values, strict=True)):
            if kind == _TEXT:
                if value.strip():
                    cells[column] = _text(book, found, row, column, value, marks)
            elif kind in (_NUMBER, _DATE):
                text = _figure(book, found.cell_xf_index(row, column), float(value))
                if text:
                    cells[column] = text
            elif kind == _BOOLEAN:
                cells[column] = "TRUE" if value else "FALSE"
            elif kind == _ERROR:
                cells[column] = _ERRORS.get(int(value), "#N/A")
        if cells:
            sheet.rows[row] = cells
    book.unload_sheet(index)
    return sheet


def _figure(book: Book, xf_index: int, value: float) -> str:
    key = book.xf_list[xf_index].format_key
    entry = book.format_map.get(key)
    code = entry.format_str if entry else BUILTIN.get(key, "General")
    try:
        return shown(value, code, from_1904=bool(book.datemode))
    except (ValueError, ArithmeticError):
        return general(value)


def _text(book: Book, sheet: XlrdSheet, row: int, column: int, value: str, marks: FontMarks) -> str:
    """A cell's text, marked where its runs stand in fonts of pre-Unicode encodings."""
    own = book.xf_list[sheet.cell_xf_index(row, column)].font_index
    runs: list[Any] = [(0, own), *sheet.rich_text_runlist_map.get((row, column), ())]
    ends = [start for start, _ in runs[1:]] + [len(value)]
    pieces = []
    for (start, font), end in zip(runs, ends, strict=True):
        name = book.font_list[font].name if font < len(book.font_list) else None
        pieces.append(marks.marked(value[start:end], name))
    return "".join(pieces)


READER = Reader("xls", (".xls", ".xlt"), _sniff, _read)

__all__ = ["READER"]

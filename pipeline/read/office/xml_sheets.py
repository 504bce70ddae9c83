"""Excel 2003 XML ("XML Spreadsheet"), which many programs export under the name .xls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.document import ReadResult
from pipeline.errors import input_error
from pipeline.read.fonts import FontMarks
from pipeline.read.office.number_format import general, shown
from pipeline.read.office.sheets import Sheet, too_much_text, workbook
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
_HEAD = 4096
_LAST_COLUMN = 16_384
_EPOCH = datetime(1899, 12, 30)
_FORMATS = {
    "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Currency": "#,##0.00",
    "Scientific": "0.00E+00", "General Date": "dd/mm/yyyy h:mm", "Short Date": "dd/mm/yyyy", "Long Date": "dd/mm/yyyy",
    "Medium Date": "dd/mm/yyyy", "Short Time": "h:mm", "Medium Time": "h:mm", "Long Time": "h:mm:ss",
}  # fmt: skip


def _sniff(data: bytes) -> bool:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith((b"<?xml", b"<Workbook", b"<ss:Workbook")) and _NAMESPACE.encode() in head


def _read(data: bytes, limits: Limits) -> ReadResult:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.parse(BytesIO(data.lstrip()), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise input_error("damaged_office") from error
    formats, fonts = _styles(root)
    marks = FontMarks()
    sheets: list[Sheet] = []
    chars = 0
    for found in root.iter(f"{_SS}Worksheet"):
        hidden = found.find(".//{urn:schemas-microsoft-com:office:excel}Visible") is not None
        sheet = Sheet(found.get(f"{_SS}Name") or "", hidden=hidden)
        for number, row in _placed(found.iter(f"{_SS}Row")):
            cells: dict[int, str] = {}
            for column, cell in _placed(row.iter(f"{_SS}Cell"), f"{_SS}MergeAcross"):
                style = cell.get(f"{_SS}StyleID") or row.get(f"{_SS}StyleID") or "Default"
                text = _shown(cell, formats.get(style, "General"))
                if text.strip() and column <= _LAST_COLUMN:
                    cells[column] = marks.marked(text, fonts.get(style) or fonts.get("Default"))
            if cells:
                sheet.rows[number] = cells
                chars += sum(map(len, cells.values()))
            if chars > limits.max_chars:
                raise too_much_text(chars, limits)
        sheets.append(sheet)
    return workbook(sheets, marks, limits, "application/vnd.ms-excel", "xls")


def _styles(root: _Element) -> tuple[dict[str, str], dict[str, str]]:
    """Number format and font of each style."""
    formats: dict[str, str] = {}
    fonts: dict[str, str] = {}
    for style in root.iter(f"{_SS}Style"):
        name = style.get(f"{_SS}ID") or ""
        for element in style.iter(f"{_SS}NumberFormat"):
            code = element.get(f"{_SS}Format") or "General"
            formats[name] = _FORMATS.get(code, code)
        for element in style.iter(f"{_SS}Font"):
            font = element.get(f"{_SS}FontName")
            if font:
                fonts[name] = font
    return formats, fonts


def _placed(elements: Iterator[_Element], merged: str = "") -> Iterator[tuple[int, _Element]]:
    """Rows or cells with their numbers: one says its own, or stands behind the one before."""
    number = 0
    for element in elements:
        told = element.get(f"{_SS}Index") or ""
        number = int(told) if told.isdigit() and len(told) < 8 else number + 1
        yield number, element
        wide = element.get(merged) or "" if merged else ""
        number += int(wide) if wide.isdigit() and len(wide) < 6 else 0


def _shown(cell: _Element, code: str) -> str:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    text = "".join(map(str, data.itertext()))
    kind = data.get(f"{_SS}Type") or "String"
    try:
        if kind == "Number":
            return shown(float(text), code)
        if kind == "DateTime":
            days = (datetime.fromisoformat(text.strip()[:19]) - _EPOCH).total_seconds() / 86_400
            return shown(days, code if code != "General" else "dd/mm/yyyy")
    except (ValueError, ArithmeticError):
        return text if kind != "Number" else _plain(text)
    return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text) if kind == "Boolean" else text


def _plain(text: str) -> str:
    try:
        return general(float(text))
    except ValueError:
        return text


READER = Reader("Excel XML", (), _sniff, _read)

__all__ = ["READER"]

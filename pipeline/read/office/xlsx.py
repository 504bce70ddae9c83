"""Excel workbooks (.xlsx, .xlsm): cells as shown, from the values the file stores; no formula is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from io import BytesIO
from typing import TYPE_CHECKING

import regex

from pipeline.document import ReadResult
from pipeline.errors import input_error
from pipeline.read.docx_package import Package
from pipeline.read.fonts import FontMarks
from pipeline.read.kinds import ZIP_MARK, zip_names
from pipeline.read.office.number_format import BUILTIN, general, shown
from pipeline.read.office.sheets import Sheet, too_much_text, workbook
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE = regex.compile(r"([A-Z]{1,3})(\d{1,7})")
# Characters that XML cannot hold are written `_x000D_`.
_ESCAPED = regex.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN = 16_384

Text = str | list[tuple[str, str | None]]
"""A string, or its runs with the font of each (null: the cell's own)."""


@dataclass(slots=True)
class _Styles:
    """What a cell's style number says: its number format and its font."""

    formats: list[str] = field(default_factory=list)
    fonts: list[str | None] = field(default_factory=list)

    def format(self, style: int) -> str:
        return self.formats[style] if 0 <= style < len(self.formats) else "General"

    def font(self, style: int) -> str | None:
        return self.fonts[style] if 0 <= style < len(self.fonts) else None


def _sniff(data: bytes) -> bool:
    return data.startswith(ZIP_MARK) and any(
        name.startswith("xl/") and name.endswith("workbook.xml") for name in zip_names(data) or ()
    )


def _read(data: bytes, limits: Limits) -> ReadResult:
    package = Package(data, limits)
    main = package.main if package.main.endswith(".xml") else "xl/workbook.xml"
    root = package.parse(main)
    if root is None or _local(root) != "workbook":
        raise input_error("damaged_office")
    reader = _Workbook(package, main, root, limits)
    sheets = [sheet for sheet in reader.sheets() if sheet is not None]
    result = workbook(sheets, reader.marks, limits, _MEDIA_TYPE, "xlsx")
    if reader.uncomputed:
        told = f"{reader.uncomputed} formulas hold no stored value; open and save the workbook in Excel"
        result = replaced(result, warnings=(*result.warnings, told))
    return result


class _Workbook:
    """One workbook being read."""

    def __init__(self, package: Package, main: str, root: _Element, limits: Limits) -> None:
        self._package = package
        self._root = root
        self._limits = limits
        self._parts = {name: (kind, part) for name, kind, part in package.relations(main)}
        self.marks = FontMarks()
        self.uncomputed = 0
        """Formulas that no program has computed."""
        self._chars = 0
        properties = next(iter(_children(root, "workbookPr")), None)
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._styles = _styles(self._part("styles"))
        self._strings = [_text(item) for item in _all(self._part("sharedStrings"), "si")]

    def _part(self, kind: str) -> _Element | None:
        name = next((part for found, part in self._parts.values() if found == kind), None)
        return self._package.parse(name) if name else None

    def sheets(self) -> Iterator[Sheet | None]:
        """Sheets in the workbook's order; charts and macros on sheets of their own are none."""
        for entry in _all(self._root, "sheet"):
            kind, part = self._parts.get(entry.get(_RELATION) or entry.get(_STRICT_RELATION) or "", ("", ""))
            content = self._package.content(part) if kind == "worksheet" else None
            if content is not None:
                sheet = Sheet(entry.get("name") or "", hidden=(entry.get("state") or "visible") != "visible")
                self._fill(sheet, content)
                yield sheet

    def _fill(self, sheet: Sheet, content: bytes) -> None:
        """Read the rows that are there; how large a sheet says it is does not matter.

        Raises:
            InputError: `damaged_office`, `too_much_text`.
        """
        from lxml import etree

        rows = etree.iterparse(
            BytesIO(content), tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        number = 0
        try:
            for _, row in rows:
                number = _whole(row.get("r"), number + 1)
                cells = self._cells(row)
                if cells:
                    sheet.rows.setdefault(number, {}).update(cells)
                    self._chars += sum(map(len, cells.values()))
                    if self._chars > self._limits.max_chars:
                        raise too_much_text(self._chars, self._limits)
                row.clear()
                while row.getprevious() is not None:
                    del row.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise input_error("damaged_office") from error

    def _cells(self, row: _Element) -> dict[int, str]:
        cells: dict[int, str] = {}
        column = -1
        for cell in row:
            if _local(cell) != "c":
                continue
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            text = self._shown(cell)
            if text.strip() and column < _LAST_COLUMN:
                cells[column] = text
        return cells

    def _shown(self, cell: _Element) -> str:
        kind = cell.get("t") or "n"
        style = _whole(cell.get("s"), 0)
        value, inline, formula = None, None, False
        for child in cell:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag.endswith("}v"):
                value = child.text or ""
            elif tag.endswith("}is"):
                inline = child
            elif tag.endswith("}f"):
                formula = True
        if kind == "inlineStr":
            return "" if inline is None else self._marked(_text(inline), style)
        if value is None or not value.strip():
            # The empty result of a formula is a string.
            self.uncomputed += formula and kind != "str"
            return ""
        if kind == "n":
            return self._figure(value, style)
        if kind == "s":
            index = _whole(value.strip(), -1)
            return self._marked(self._strings[index], style) if 0 <= index < len(self._strings) else ""
        if kind in ("str", "d"):
            return self._marked(_unescaped(value), style)
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        return value.strip() if kind == "e" else self._figure(value, style)

    def _figure(self, value: str, style: int) -> str:
        try:
            number = float(value)
        except ValueError:
            return value.strip()
        try:
            return shown(number, self._styles.format(style), from_1904=self._from_1904)
        except (ValueError, ArithmeticError):
            return general(number)

    def _marked(self, text: Text, style: int) -> str:
        own = self._styles.font(style)
        if isinstance(text, str):
            return self.marks.marked(text, own)
        return "".join(self.marks.marked(piece, font or own) for piece, font in text)


def _styles(root: _Element | None) -> _Styles:
    if root is None:
        return _Styles()
    own = {_whole(e.get("numFmtId"), -1): e.get("formatCode") or "General" for e in _all(root, "numFmt")}
    fonts = [_name(font) for group in _children(root, "fonts") for font in _children(group, "font")]
    styles = _Styles()
    for group in _children(root, "cellXfs"):
        for style in _children(group, "xf"):
            number, font = _whole(style.get("numFmtId"), 0), _whole(style.get("fontId"), -1)
            styles.formats.append(own.get(number) or BUILTIN.get(number, "General"))
            styles.fonts.append(fonts[font] if 0 <= font < len(fonts) else None)
    return styles


def _name(font: _Element | None) -> str | None:
    """The name in a `font` element, or in a run's `rPr`."""
    for tag in ("name", "rFont"):
        for child in _children(font, tag):
            return child.get("val")
    return None


def _text(item: _Element) -> Text:
    """A shared or inline string; how it is read aloud (East Asian phonetics) is left out."""
    runs = list(_children(item, "r"))
    if not runs:
        return _unescaped("".join(child.text or "" for child in _children(item, "t")))
    return [
        (
            _unescaped("".join(child.text or "" for child in _children(run, "t"))),
            _name(next(iter(_children(run, "rPr")), None)),
        )
        for run in runs
    ]


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _local(element: _Element) -> str:
    """An element's name without its namespace: strict and transitional files differ in that only."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: _Element | None, tag: str) -> Iterator[_Element]:
    return (child for child in (() if element is None else element) if _local(child) == tag)


def _all(element: _Element | None, tag: str) -> Iterator[_Element]:
    return iter(()) if element is None else element.iter(f"{{*}}{tag}")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


READER = Reader("xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm"), _sniff, _read)

__all__ = ["READER"]

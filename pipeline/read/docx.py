"""Word documents (DOCX): paragraphs, tables and list numbers in reading order, page furniture left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from extractors.text import ParagraphKind
from pipeline.document import Block, ReadResult
from pipeline.errors import input_error
from pipeline.read.docx_numbering import Numbering
from pipeline.read.docx_package import Package, W
from pipeline.read.fonts import FontMarks, without_marks
from pipeline.read.kinds import ZIP_MARK, zip_names
from pipeline.read.page_heads import only_in_heads
from pipeline.read.raised import raised_text
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import has_layout_mark, table_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Deleted text, text moved elsewhere, field codes, properties, and the second copy of drawings for old versions.
_SKIPPED = frozenset(
    (
        *(f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr")),
        _MC_FALLBACK,
    )
)
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    # In TCVN3 text this is the letter ư; elsewhere cleaning takes it away.
    f"{W}softHyphen": "\u00ad",
}
_CONTAINERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_HEADING_NAME = regex.compile(r"(?:heading|tiêu đề|đầu đề)\s*(\d)", regex.IGNORECASE)
_CONTENTS_NAME = regex.compile(r"toc\s*\d|table of figures", regex.IGNORECASE)
_HEADING_MAX = 250
_PIECES_BEFORE = 4
_HEAD_BLOCKS = 15
_MAX_COLUMNS = 63
"""Word's own limit on a table's columns."""
_OFF = frozenset({"0", "false", "off", "none"})


def _sniff(data: bytes) -> bool:
    if not data.startswith(ZIP_MARK):
        return False
    return any(name.startswith("word/") and name.endswith(".xml") for name in zip_names(data) or ())


def _read(data: bytes, limits: Limits) -> ReadResult:
    package = Package(data, limits)
    root = package.parse(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise input_error("damaged_office")
    marks = FontMarks()
    walker = _Walker(_Styles(package.part("styles")), Numbering(package.part("numbering")), marks)
    blocks = list(walker.blocks_of(body))
    if not any(has_layout_mark(block.text) for block in blocks[:_HEAD_BLOCKS]):
        blocks = [*_letterhead(package, walker), *blocks]
    blocks += _notes(package, walker)
    blocks = marks.unmarked([*blocks, *only_in_heads(_heads(package, walker), blocks)])
    return ReadResult(tuple(blocks), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")


def _letterhead(package: Package, walker: _Walker) -> list[Block]:
    """Lines of a page header that holds the letterhead, as some forms have it; other headers are furniture."""
    for name in package.related(package.main, "header"):
        root = package.parse(name)
        lines = [] if root is None else list(walker.blocks_of(root))
        if any(has_layout_mark(block.text) for block in lines):
            return lines
    return []


def _heads(package: Package, walker: _Walker) -> Iterator[Block]:
    """Lines of all page headers and footers."""
    for kind in ("header", "footer"):
        for name in package.related(package.main, kind):
            root = package.parse(name)
            if root is not None:
                yield from walker.blocks_of(root)


def _notes(package: Package, walker: _Walker) -> list[Block]:
    """Foot- and endnotes in the order of their references, `[1] …`."""
    notes: list[Block] = []
    for kind, order in (("footnotes", walker.footnotes), ("endnotes", walker.endnotes)):
        root = package.part(kind) if order else None
        found = {} if root is None else {note.get(f"{W}id"): note for note in root}
        for name in order:
            note = found.get(name)
            lines = [] if note is None else [block.text for block in walker.blocks_of(note)]
            if lines:
                notes.append(Block(f"[{len(notes) + 1}] {' '.join(lines)}"))
    return notes


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    level: int | None = None
    """Outline level, 1 outermost."""
    numbering: tuple[str, int] | None = None
    font: str | None = None


class _Styles:
    """Paragraph and character styles, with what they inherit."""

    def __init__(self, root: _Element | None) -> None:
        elements = {} if root is None else {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")}
        self._styles = {name: self._resolved(name, elements) for name in elements}
        default = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        normal = next((name for name, e in elements.items() if _is_default(e)), "")
        self.font = self.get(normal).font or _font(default)
        """Of text whose style names none."""

    def get(self, name: str) -> _Style:
        return self._styles.get(name, _Style())

    @staticmethod
    def _resolved(name: str, elements: dict[str, _Element]) -> _Style:
        own = _text_value(elements[name], "name")
        match = _HEADING_NAME.match(own)
        level = int(match[1]) if match else None
        numbering: tuple[str, int] | None = None
        font: str | None = None
        seen: set[str] = set()
        at = name
        while at in elements and at not in seen:
            seen.add(at)
            properties = elements[at].find(f"{W}pPr")
            if properties is not None:
                numbering = numbering or _numbering(properties)
                level = level if level is not None else _outline(properties)
            font = font or _font(elements[at].find(f"{W}rPr"))
            at = _text_value(elements[at], "basedOn")
        return _Style(own, level, numbering, font)


def _text_value(element: _Element | None, tag: str) -> str:
    child = None if element is None else element.find(f"{W}{tag}")
    return "" if child is None else child.get(f"{W}val") or ""


def _font(properties: _Element | None) -> str | None:
    """The font that run properties name for Latin letters."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def _is_default(style: _Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")


def _outline(properties: _Element) -> int | None:
    value = _text_value(properties, "outlineLvl")
    return int(value) + 1 if value.isdigit() and int(value) < 9 else None


def _numbering(properties: _Element) -> tuple[str, int] | None:
    element = properties.find(f"{W}numPr")
    if element is None:
        return None
    level = _text_value(element, "ilvl")
    return _text_value(element, "numId"), int(level) if level.isdigit() else 0


def _is_on(properties: _Element | None, tag: str) -> bool:
    element = None if properties is None else properties.find(f"{W}{tag}")
    return element is not None and (element.get(f"{W}val") or "1").lower() not in _OFF


class _Walker:
    """Goes through a document once, counting its lists on the way."""

    def __init__(self, styles: _Styles, numbering: Numbering, marks: FontMarks) -> None:
        self._styles = styles
        self._marks = marks
        self._font: str | None = None
        self._lists = numbering
        self.footnotes: list[str] = []
        self.endnotes: list[str] = []

    def blocks_of(self, parent: _Element) -> Iterator[Block]:
        """Blocks of the paragraphs and tables within an element."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from table_blocks(self._grid(element))
            elif element.tag in _CONTAINERS and not _is_contents(element):
                yield from self.blocks_of(element)

    def _paragraph(self, element: _Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style = self._styles.get(_text_value(properties, "pStyle"))
        if _CONTENTS_NAME.match(style.name):
            return
        pieces: list[str] = []
        boxes: list[_Element] = []
        self._font = style.font or self._styles.font
        self._collect(element, pieces, boxes)
        text = "".join(pieces).strip()
        if text:
            marker = self._marker(properties, style)
            level = _outline(properties) if properties is not None else None
            level = level if level is not None else style.level
            kind: ParagraphKind | None = None
            if len(text) <= _HEADING_MAX:
                kind = "heading" if level is not None else "title" if style.name.lower() == "title" else None
            yield Block(f"{marker} {text}" if marker else text, kind, level if kind == "heading" else None)
        for box in boxes:
            yield from self.blocks_of(box)

    def _marker(self, properties: _Element | None, style: _Style) -> str:
        own = None if properties is None else _numbering(properties)
        if own and style.numbering and not own[0]:
            own = (style.numbering[0], own[1])
        num_id, level = own or style.numbering or ("", 0)
        return self._lists.marker(num_id, level) if num_id not in ("", "0") else ""

    def _collect(self, element: _Element, pieces: list[str], boxes: list[_Element]) -> None:
        """Add what an element shows to `pieces`; text boxes within it to `boxes`."""
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in (f"{W}t", _MATH_TEXT):
                pieces.append(child.text or "")
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag == f"{W}br":
                pieces.append("\n" if child.get(f"{W}type") in (None, "textWrapping") else "")
            elif tag == f"{W}sym":
                code = child.get(f"{W}char") or ""
                pieces.append(chr(int(code, 16)) if regex.fullmatch(r"[0-9A-Fa-f]{4}", code) else "")
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == f"{W}footnoteReference":
                self.footnotes.append(child.get(f"{W}id") or "")
            elif tag == f"{W}endnoteReference":
                self.endnotes.append(child.get(f"{W}id") or "")
            elif tag == f"{W}r":
                self._run(child, pieces, boxes)
            else:
                self._collect(child, pieces, boxes)

    def _run(self, run: _Element, pieces: list[str], boxes: list[_Element]) -> None:
        properties = run.find(f"{W}rPr")
        if _is_on(properties, "vanish"):
            return
        own: list[str] = []
        self._collect(run, own, boxes)
        text = "".join(own)
        if text.strip().isdigit() and _text_value(properties, "vertAlign") == "superscript":
            before = without_marks("".join(pieces[-_PIECES_BEFORE:]))
            text = raised_text(before, text.strip())[len(before) :]
        font = _font(properties) or self._styles.get(_text_value(properties, "rStyle")).font or self._font
        pieces.append(self._marks.marked(text, font, _is_on(properties, "caps")))

    def _grid(self, table: _Element) -> list[list[list[str]]]:
        """Rows of cells of lines; cells that a merge swallowed are empty, so columns keep their places."""
        grid = []
        for row in _children(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[list[str]] = []
            for cell in _children(row, "tc"):
                properties = cell.find(f"{W}tcPr")
                merge = None if properties is None else properties.find(f"{W}vMerge")
                swallowed = merge is not None and (merge.get(f"{W}val") or "continue") == "continue"
                blocks = [] if swallowed else list(self.blocks_of(cell))
                cells.append([line.strip() for block in blocks for line in block.text.split("\n") if line.strip()])
                span = _text_value(properties, "gridSpan")
                cells += [[] for _ in range(min(int(span), _MAX_COLUMNS) - 1 if span.isdigit() else 0)]
            grid.append(cells)
        return grid


def _children(element: _Element, tag: str) -> Iterator[_Element]:
    """Children of one kind, those in content controls and tracked insertions included."""
    for child in element:
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _is_contents(element: _Element) -> bool:
    """Whether a content control is a table of contents."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "contents" in (gallery.get(f"{W}val") or "").lower()


READER = Reader("docx", (".docx", ".docm", ".dotx", ".dotm"), _sniff, _read)

__all__ = ["READER"]

"""PowerPoint presentations (.pptx): a slide is a page; its title, text boxes and tables, and the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Block, ReadResult
from pipeline.errors import input_error
from pipeline.read.docx_package import Package
from pipeline.read.fonts import FontMarks
from pipeline.read.kinds import ZIP_MARK, zip_names
from pipeline.read.office.slides import Shape, slide_blocks, text_blocks
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import table_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_FIELDS_DROPPED = ("slidenum", "datetime", "footer", "header")
_BAND = 360_000
"""EMU; one centimetre."""
_MAX_DEPTH = 30


def _sniff(data: bytes) -> bool:
    return data.startswith(ZIP_MARK) and any(
        name.startswith("ppt/") and name.endswith("presentation.xml") for name in zip_names(data) or ()
    )


def _read(data: bytes, limits: Limits) -> ReadResult:
    package = Package(data, limits)
    root = package.parse(package.main)
    if root is None or _local(root) != "presentation":
        raise input_error("damaged_office")
    parts = {name: part for name, kind, part in package.relations(package.main) if kind == "slide"}
    names = [parts[name] for entry in root.iter("{*}sldId") for name in [_relation(entry)] if name in parts]
    if len(names) > limits.max_pages:
        raise input_error("too_many_pages", pages=len(names), limit=limits.max_pages)
    marks = FontMarks()
    blocks: list[Block] = []
    for page, name in enumerate(names, 1):
        blocks += _Slide(package, name, page, marks).blocks()
    return ReadResult(tuple(marks.unmarked(blocks)), _MEDIA_TYPE, "pptx", n_pages=len(names))


class _Slide:
    """One slide being read."""

    def __init__(self, package: Package, name: str, page: int, marks: FontMarks) -> None:
        self._package = package
        self._name = name
        self._page = page
        self._marks = marks
        self._parts = package.relations(name)
        self._places = self._layout_places()

    def blocks(self) -> list[Block]:
        """The title first, then boxes from top to bottom, side by side from left to right, then the notes."""
        root = self._package.parse(self._name)
        shapes = list(self._shapes(root, 0)) if root is not None else []
        return [*slide_blocks(shapes, _BAND), *self._notes()]

    def _notes(self) -> list[Block]:
        blocks: list[Block] = []
        for _, kind, part in self._parts:
            root = self._package.parse(part) if kind == "notesSlide" else None
            for shape in () if root is None else root.iter("{*}sp"):
                if _placeholder(shape)[0] == "body":
                    blocks += self._paragraphs(shape)
        return blocks

    def _layout_places(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Where the layout puts placeholders: (type, index) → (top, left)."""
        places: dict[tuple[str, str], tuple[int, int]] = {}
        for _, kind, part in self._parts:
            root = self._package.parse(part) if kind == "slideLayout" else None
            for shape in () if root is None else root.iter("{*}sp"):
                place = _place(shape)
                if place:
                    places[_placeholder(shape)] = place
        return places

    def _shapes(self, parent: _Element, depth: int) -> Iterator[Shape]:
        for element in parent:
            tag = _local(element)
            if tag in ("sp", "cxnSp"):
                kind, index = _placeholder(element)
                if kind in _FURNITURE:
                    continue
                blocks = self._paragraphs(element, heading=kind in _TITLES)
                top, left = _place(element) or self._places.get((kind, index)) or (None, None)
                yield Shape(tuple(blocks), top, left, kind in _TITLES)
            elif tag == "graphicFrame":
                top, left = _place(element) or (None, None)
                yield Shape(tuple(self._frame(element)), top, left)
            elif tag == "AlternateContent" and depth < _MAX_DEPTH:
                # The same thing twice, for new and for old programs.
                choice = next((child for child in element if _local(child) in ("Choice", "Fallback")), None)
                if choice is not None:
                    yield from self._shapes(choice, depth + 1)
            elif tag in ("grpSp", "spTree", "cSld", "pic") and depth < _MAX_DEPTH:
                inner = list(self._shapes(element, depth + 1))
                if tag != "grpSp":
                    yield from inner
                elif inner:
                    # Inside a group places count in the group's own units.
                    top, left = _place(element) or (None, None)
                    yield Shape(tuple(slide_blocks(inner, _BAND)), top, left)

    def _frame(self, frame: _Element) -> list[Block]:
        """Rows of a table, or the texts of a diagram."""
        table = next(frame.iter("{*}tbl"), None)
        if table is not None:
            return table_blocks([self._row(row) for row in _children(table, "tr")], page=self._page)
        wanted = next((element.get(_qualified(element, "dm")) for element in frame.iter("{*}relIds")), None)
        part = next((part for name, _, part in self._parts if name == wanted), None) if wanted else None
        root = self._package.parse(part) if part else None
        if root is None:
            return []
        points = (point for point in root.iter("{*}pt") if point.get("type") in (None, "node"))
        return [block for point in points for block in self._paragraphs(point)]

    def _row(self, row: _Element) -> list[list[str]]:
        cells: list[list[str]] = []
        for cell in _children(row, "tc"):
            swallowed = cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true")
            blocks = [] if swallowed else self._paragraphs(cell)
            cells.append([line.strip() for block in blocks for line in block.text.split("\n") if line.strip()])
        return cells

    def _paragraphs(self, shape: _Element, heading: bool = False) -> list[Block]:
        """Text of a shape, a table cell or a diagram's point; a title's lines are one heading."""
        bodies = [child for child in shape if _local(child) in ("txBody", "t")]
        lines: list[str] = []
        counts: dict[tuple[int, str], int] = {}
        for body in bodies:
            for paragraph in _children(body, "p"):
                text = self._text(paragraph)
                if text.strip():
                    lines.append(_marker(paragraph, counts) + text.strip())
        return text_blocks(lines, self._page, heading)

    def _text(self, paragraph: _Element) -> str:
        pieces: list[str] = []
        for child in paragraph:
            tag = _local(child)
            if tag == "br":
                pieces.append("\n")
            elif tag == "r" or (tag == "fld" and not (child.get("type") or "").startswith(_FIELDS_DROPPED)):
                text = "".join(part.text or "" for part in _children(child, "t")).replace("\v", "\n")
                properties = next(iter(_children(child, "rPr")), None)
                latin = next(iter(_children(properties, "latin")), None)
                caps = properties is not None and properties.get("cap") == "all"
                pieces.append(self._marks.marked(text, None if latin is None else latin.get("typeface"), caps))
        return "".join(pieces)


def _marker(paragraph: _Element, counts: dict[tuple[int, str], int]) -> str:
    """The number drawn before a paragraph of a numbered list; bullets are left out.

    Args:
        counts: level and kind of number → how far the list has counted; brought up to date.
    """
    properties = next(iter(_children(paragraph, "pPr")), None)
    level = int(value) if properties is not None and (value := properties.get("lvl") or "0").isdigit() else 0
    auto = next(iter(_children(properties, "buAutoNum")), None)
    for key in [key for key in counts if key[0] > level or (key[0] == level and auto is None)]:
        del counts[key]
    if auto is None:
        return ""
    kind, start = auto.get("type") or "", auto.get("startAt") or "1"
    number = counts.get((level, kind), int(start) - 1 if start.isdigit() else 0) + 1
    counts[level, kind] = number
    if kind.startswith("alpha") and number <= 26:
        letter = chr(96 + number)
        text = letter.upper() if "Uc" in kind else letter
    else:
        text = str(number)
    return f"({text}) " if kind.endswith("ParenBoth") else f"{text}) " if kind.endswith("ParenR") else f"{text}. "


def _placeholder(shape: _Element) -> tuple[str, str]:
    """Type and index of the placeholder that a shape fills; empty where it fills none."""
    for properties in shape:
        if _local(properties) == "nvSpPr":
            for element in properties.iter("{*}ph"):
                return element.get("type") or "obj", element.get("idx") or "0"
    return "", ""


def _place(shape: _Element) -> tuple[int, int] | None:
    """Top and left of a shape, null where it stands where its layout says."""
    for holder in (shape, *(child for child in shape if _local(child) in ("spPr", "grpSpPr"))):
        for transform in _children(holder, "xfrm"):
            for offset in _children(transform, "off"):
                x, y = offset.get("x") or "", offset.get("y") or ""
                if x.lstrip("-").isdigit() and y.lstrip("-").isdigit():
                    return int(y), int(x)
    return None


def _relation(entry: _Element) -> str:
    return next((str(value) for name, value in entry.attrib.items() if str(name).endswith("}id")), "")


def _qualified(element: _Element, name: str) -> str:
    return next((str(key) for key in element.attrib if str(key).endswith(f"}}{name}")), name)


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: _Element | None, tag: str) -> Iterator[_Element]:
    return (child for child in (() if element is None else element) if _local(child) == tag)


READER = Reader("pptx", (".pptx", ".pptm", ".potx", ".ppsx"), _sniff, _read)

__all__ = ["READER"]

"""Lines of a PDF page with their place on it, by PDFium."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_COLUMN_GAP = "    "
_GAP_EMS = 1.6
"""Wider than the blanks of justified text, in font sizes: two columns."""
# PDFium's own mark for a hyphen at a line's end; Vietnamese has no word division, so the hyphen is the text's.
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})

_RAISED = 0.8
_STOPS = frozenset(".,;:)")

_RULE_THICKNESS = 2.5
_RULE_LENGTH = 15.0
_RULES_FOR_TABLE = 3


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text; coordinates in points from the page's lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    """Font size of its first character."""


def page_lines(page: pdfium.PdfPage) -> list[PageLine]:
    """Lines in the order in which the page draws them, blank ones left out.

    Where a line holds a gap as between columns, four blanks stand for it.
    """
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        boxes = _Boxes(text_page, exact=len(text) == text_page.count_chars())
        lines = []
        at = 0
        for line in text.split("\r\n"):
            for piece_at, piece in _pieces(line):
                found = _line(piece, at + piece_at, boxes)
                if found:
                    lines.append(found)
            at += len(line) + 2
        return _without_marks(lines)
    finally:
        text_page.close()


def _without_marks(lines: list[PageLine]) -> list[PageLine]:
    """Lines with what footnote marks broke off made whole: PDFium gives a raised figure a line of its own.

    The mark in the text goes, the one before the footnote itself becomes `[1]`, and a full stop behind a mark goes
    back to its sentence.
    """
    whole: list[PageLine] = []
    number = ""
    for i, line in enumerate(lines):
        before = whole[-1] if whole else None
        after = lines[i + 1] if i + 1 < len(lines) else None
        if line.text.isdigit() and len(line.text) <= 2:
            if before and line.size < before.size * _RAISED and _level(line, before) and line.left >= before.right - 2:
                continue
            if after and line.size < after.size * _RAISED and _level(line, after) and line.right <= after.left + 2:
                number = f"[{line.text}] "
                continue
        if before and len(line.text) <= 2 and not line.text.isalnum() and _level(line, before) and line.text in _STOPS:
            whole[-1] = replace(before, text=before.text + line.text, right=max(line.right, before.right))
            continue
        whole.append(replace(line, text=number + line.text) if number else line)
        number = ""
    return whole


def _level(line: PageLine, other: PageLine) -> bool:
    """Whether two pieces stand at one height."""
    return line.bottom < other.top + other.size / 2 and line.top > other.bottom - other.size / 2


def _pieces(line: str) -> list[tuple[int, str]]:
    """A line as PDFium gives it, split at stray line ends."""
    pieces, at = [], 0
    for piece in line.replace("\r", "\n").split("\n"):
        pieces.append((at, piece))
        at += len(piece) + 1
    return pieces


class _Boxes:
    """Boxes of a page's characters by their place in its text."""

    def __init__(self, text_page: pdfium.PdfTextPage, exact: bool) -> None:
        from pypdfium2 import raw

        self._raw: Any = raw
        self._page = text_page
        self._exact = exact
        self._box = [ctypes.c_double() for _ in range(4)]

    def _index(self, at: int) -> int:
        return at if self._exact else int(self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, at))

    def of(self, at: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of the character at a place in the text."""
        left, right, bottom, top = self._box
        if not self._raw.FPDFText_GetCharBox(self._page, self._index(at), left, right, bottom, top):
            return 0.0, 0.0, 0.0, 0.0
        return left.value, right.value, bottom.value, top.value

    def size(self, at: int) -> float:
        """Font size as set; text drawn through a scaling matrix is larger than it says, never smaller than a point."""
        return max(1.0, float(self._raw.FPDFText_GetFontSize(self._page, self._index(at))))


def _line(line: str, at: int, boxes: _Boxes) -> PageLine | None:
    text = line.rstrip()
    lead = len(text) - len(text.lstrip())
    text = text[lead:]
    if not text:
        return None
    start = at + lead
    left, _, bottom, top = boxes.of(start)
    _, right, end_bottom, end_top = boxes.of(start + len(text) - 1)
    width = max(right - left, 1.0) / len(text)
    size = max(boxes.size(start), 2 * width)
    pieces, begin = [], 0
    space = text.find(" ")
    while space > 0:
        if text[space + 1] != " ":
            gap = boxes.of(start + space + 1)[0] - boxes.of(start + begin + len(text[begin:space].rstrip()) - 1)[1]
            if gap > size * _GAP_EMS:
                pieces.append(text[begin:space].rstrip())
                begin = space + 1
        space = text.find(" ", space + 1)
    pieces.append(text[begin:])
    shown = _COLUMN_GAP.join(pieces).translate(_HYPHENS)
    return PageLine(shown, left, right, min(bottom, end_bottom), max(top, end_top), boxes.size(start))


def has_ruled_table(page: pdfium.PdfPage) -> bool:
    """Whether a page draws enough horizontal and vertical rules to hold a table."""
    from pypdfium2 import raw

    across = down = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        width, height = right - left, top - bottom
        if height <= _RULE_THICKNESS and width >= _RULE_LENGTH:
            across += 1
        elif width <= _RULE_THICKNESS and height >= _RULE_LENGTH / 2:
            down += 1
        elif width >= _RULE_LENGTH and height >= _RULE_LENGTH / 2:
            across += 1
            down += 1
        if across >= _RULES_FOR_TABLE and down >= _RULES_FOR_TABLE:
            return True
    return False


__all__ = ["PageLine", "has_ruled_table", "page_lines"]

"""Tables of a document as grids of cells with offsets: rows with bars, and rows whose cells stand far apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors.text import DocumentText

_BAR = regex.compile(r"\|")
_GAP = regex.compile(r"\t+|[\x20\u00a0]{3,}")
_NUMERIC_END = regex.compile(r"(?:\d[\d.,]*\s*[%‰]?\)?|-|…)\s*$")
_LEAST_GAP_ROWS = 3
_CAPTION_MAX = 600
_ASIDE = regex.compile(
    r"\W*(?:đơn\s+vị|đvt|đ\.v\.t|kèm\s+theo|ban\s+hành\s+kèm|theo\s+quyết\s+định|tính\s+đến|"
    r"số\s+liệu|nguồn)",
    regex.IGNORECASE,
)
_CAPTION_KINDS = frozenset(("body", "heading", "title", "list"))


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell without outer blanks, at `[start, end)` in the document; empty where start == end."""

    start: int
    end: int
    text: str
    """As in `DocumentText.view`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `paragraph` is its index in `DocumentText.paragraphs`."""

    cells: tuple[Cell, ...]
    paragraph: int

    @property
    def filled(self) -> tuple[Cell, ...]:
        """Cells that hold something."""
        return tuple(cell for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive rows, and the paragraphs right above that say what the table is, the nearest first."""

    rows: tuple[Row, ...]
    captions: tuple[tuple[int, int], ...]
    section: tuple[str, ...]
    gaps: bool = False
    """Cells were told apart by blanks: an empty cell leaves no trace."""


def split_row(doc: DocumentText, start: int, end: int, paragraph: int, gaps: bool = False) -> Row:
    """The cells of the paragraph `[start, end)`."""
    cells = []
    at = start
    pattern = _GAP if gaps else _BAR
    for mark in [*pattern.finditer(doc.text, start, end), None]:
        stop = end if mark is None else mark.start()
        text = doc.view[at:stop]
        left = at + len(text) - len(text.lstrip())
        stripped = text.strip()
        cells.append(Cell(left, left + len(stripped), stripped) if stripped else Cell(at, at, ""))
        at = end if mark is None else mark.end()
    return Row(tuple(cells), paragraph)


def find_grids(doc: DocumentText) -> Iterator[Table]:
    """The tables of a document, in text order."""
    i, count = 0, len(doc.paragraphs)
    while i < count:
        paragraph = doc.paragraphs[i]
        if paragraph.kind == "table":
            stop = i
            while stop < count and doc.paragraphs[stop].kind == "table":
                stop += 1
            rows = [split_row(doc, doc.paragraphs[k].start, doc.paragraphs[k].end, k) for k in range(i, stop)]
            captions = _captions(doc, i)
            for part in _split(rows):
                yield Table(tuple(part), captions, paragraph.section)
                captions = ()
            i = stop
        elif (stop := _gap_run(doc, i)) > i:
            rows = [split_row(doc, doc.paragraphs[k].start, doc.paragraphs[k].end, k, True) for k in range(i, stop)]
            yield Table(tuple(rows), _captions(doc, i), paragraph.section, True)
            i = stop
        else:
            i += 1


def _split(rows: list[Row]) -> Iterator[list[Row]]:
    """Tables that stand right upon each other: a lone cell that names the next one (`Bảng 2`) parts them."""
    begin = 0
    for i in range(1, len(rows)):
        filled = rows[i].filled
        if len(filled) == 1 and regex.match(
            r"(?:Phụ\s+)?(?:Bảng|Biểu)\s+(?:số\s+)?[\dIVX]", filled[0].text, regex.IGNORECASE
        ):
            yield rows[begin:i]
            begin = i
    yield rows[begin:]


def _gap_run(doc: DocumentText, i: int) -> int:
    """Where the rows told apart by blanks end that begin at paragraph `i`; `i` where there are none."""
    stop = i
    numeric = 0
    while stop < len(doc.paragraphs) and doc.paragraphs[stop].kind in _CAPTION_KINDS:
        paragraph = doc.paragraphs[stop]
        if paragraph.end - paragraph.start > 300 or not _GAP.search(doc.text, paragraph.start, paragraph.end):
            break
        cells = split_row(doc, paragraph.start, paragraph.end, stop, True).filled
        if len(cells) < 2:
            break
        ends = sum(bool(_NUMERIC_END.fullmatch(cell.text)) for cell in cells[1:])
        if ends < len(cells) - 1 and stop > i and numeric:
            break
        numeric += ends == len(cells) - 1
        stop += 1
    return stop if numeric >= _LEAST_GAP_ROWS else i


def _captions(doc: DocumentText, i: int) -> tuple[tuple[int, int], ...]:
    """Spans of the paragraphs above paragraph `i` that tell what it shows, the nearest first."""
    found: list[tuple[int, int]] = []
    for k in range(i - 1, max(-1, i - 5), -1):
        paragraph = doc.paragraphs[k]
        if paragraph.kind not in _CAPTION_KINDS or doc.text[paragraph.start : paragraph.end].count("|") > 1:
            break
        start, end = paragraph.start, paragraph.end
        if end - start > _CAPTION_MAX:
            start = end - _CAPTION_MAX
        aside = _ASIDE.match(doc.view, start, end)
        if paragraph.kind == "body" and found and not aside and not _ASIDE.match(doc.view, *found[-1]):
            break
        sentences = [s for s in doc.sentences if s.paragraph == k]
        if sentences and paragraph.kind in ("body", "list"):
            start = max(start, sentences[-1].start)
        found.append((start, end))
        aside = _ASIDE.match(doc.view[start:end].lstrip(" (["))
        if not aside and paragraph.kind != "heading":
            break
        if not aside and len(found) >= 3:
            break
    return tuple(found)


__all__ = ["Cell", "Row", "Table", "find_grids", "split_row"]

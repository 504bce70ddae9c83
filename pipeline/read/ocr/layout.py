"""Recognised words with their places on the page, as the layout of PDF pages takes them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

import numpy as np
import regex

from pipeline.read.ocr.engine import Word as Seen
from pipeline.read.ocr.picture import Sheet
from pipeline.read.pdf.words import Word

_CAPITAL = 0.67
"""Height of capitals, figures and tall small letters over the base line, in font sizes (Times, Arial)."""
_SMALL = 0.46
"""Height of small letters."""
_TALL = frozenset("bdđhklfABCDĐEGHIKLMNOPQRSTUVXYFWZ0123456789")
_FLAT = frozenset("aceimnorsuvxzơư")
"""Letters that neither rise above small ones nor go below the line."""
_DESCENDING = frozenset("gpqyạậặẹệịọộợụựỵQ,;()[]/@_|jf")
_ABOVE, _BELOW = 0.78, 0.22
_UNSURE = 0.3
_MARK = regex.compile(r"[-–.,;:!?()\[\]\"“”%&+/*…]")
_MARK_SURE = {"-": 0.4, "–": 0.4, "+": 0.4, "./.": 0.0}
"""How sure marks that stand alone must be."""
_SCRAWL_LETTERS = 8
_SCRAWL_SURE = 0.65
_FEET_LEAST = 4
_SAME_SIZE = 0.15
_WIDE, _NARROW = 1.6, 0.9
"""Font sizes: a gap that shows columns by itself, and one that may belong to columns its neighbours show."""
_SIZES = (5.0, 40.0)
"""Points: what a font size can be."""


def placed_words(seen: Sequence[Seen], sheet: Sheet) -> list[Word]:
    """Words in points from the page's lower left, line by line from the top.

    Args:
        seen: as recognised on the sheet.
        sheet: what it was recognised on.
    """
    usual = median([word.bottom - word.top for word in seen]) if seen else 0.0
    kept = [word for word in seen if not _is_dirt(word, usual)]
    lines = [list(line) for _, line in groupby(kept, key=lambda word: word.line)]
    # A signature beside the recipients is on one line with them.
    lines = [
        whole
        for line in lines
        if (whole := [word for piece in _pieces(line, usual) if not _is_scrawl(piece) for word in piece])
    ]
    slope = _slope(lines)
    sizes = [size for line in lines if (size := _size(line, _base(line, slope), slope))]
    page_size = median(sizes) if sizes else usual / _CAPITAL
    placed = [_placed(line, slope, sheet, page_size) for line in lines]
    placed.sort(key=lambda line: -median([word.base for word in line]))
    return [word for row in _with_columns(_rows(placed)) for word in row]


def _is_dirt(word: Seen, usual: float) -> bool:
    if any(char.isalnum() for char in word.text):
        # A lone letter that nothing is sure of is a stroke of a signature or a bit of a stamp.
        return len(word.text) <= 2 and word.confidence < _UNSURE and word.bottom - word.top > 3 * usual
    # Rules and specks are read as `_`, `~`, `'`; a dash or a full stop that stands alone is nearly always sure.
    return word.confidence < _UNSURE or not _MARK.search(word.text) or word.confidence < _MARK_SURE.get(word.text, 0.75)


def _is_scrawl(line: Sequence[Seen]) -> bool:
    """Whether a line is what was made of a signature or a stamp: a few letters, none of them sure."""
    letters = [char for word in line for char in word.text if char.isalnum()]
    if len(letters) > _SCRAWL_LETTERS or any(char.isdigit() for char in letters):
        return False
    return all(word.confidence < _SCRAWL_SURE for word in line)


def _pieces(line: Sequence[Seen], usual: float) -> list[list[Seen]]:
    """Words of a line, cut at wide gaps."""
    pieces: list[list[Seen]] = []
    for word in sorted(line, key=lambda word: word.left):
        if not pieces or word.left - pieces[-1][-1].right > usual * _WIDE:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _slope(lines: Sequence[Sequence[Seen]]) -> float:
    """How much the lines of a page fall, dots a dot: what is left of a slant, the same for all lines."""
    slopes, weights = [], []
    for line in lines:
        points = _feet(line)
        run = points[-1][0] - points[0][0] if len(points) >= _FEET_LEAST else 0.0
        if run > 0:
            across, down = np.array(points).T
            slopes.append(float(np.polyfit(across, down, 1)[0]))
            weights.append(run)
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    return float(np.array(slopes)[order][np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 2)])


def _feet(line: Sequence[Seen]) -> list[tuple[float, float]]:
    """Middle and lower edge of words that stand on the line and do not reach below it."""
    return [
        ((word.left + word.right) / 2, word.bottom)
        for word in sorted(line, key=lambda word: word.left)
        if not _DESCENDING.intersection(word.text) and any(map(str.isalnum, word.text))
    ]


def _base(line: Sequence[Seen], slope: float) -> float:
    """Height (dots from the top) that a line stands at, at x = 0."""
    points = _feet(line)
    if points:
        return median([y - slope * x for x, y in points])
    reach = median([word.bottom - word.top for word in line]) * _BELOW
    return median([word.bottom - slope * (word.left + word.right) / 2 for word in line]) - reach


def _size(line: Sequence[Seen], base: float, slope: float) -> float | None:
    """Font size in dots, by the heights of letters without marks above them; null where the line has none."""
    found = []
    for word in line:
        height = base + slope * (word.left + word.right) / 2 - word.top
        letters = set(word.text)
        if letters & _TALL and not any(_is_marked(char) for char in letters):
            found.append(height / _CAPITAL)
        elif letters <= _FLAT:
            found.append(height / _SMALL)
    return median(found) if found else None


def _is_marked(char: str) -> bool:
    return char.isalpha() and not char.isascii() and char not in "đĐơưƠƯ"


def _placed(line: Sequence[Seen], slope: float, sheet: Sheet, page_size: float) -> list[Word]:
    base = _base(line, slope)
    size = _size(line, base, slope) or page_size
    points = min(max(sheet.points(size), _SIZES[0]), _SIZES[1])
    words = []
    middle = sheet.gray.shape[1] / 2
    for word in sorted(line, key=lambda word: word.left):
        # Levelled: the page's slant is taken out.
        up = sheet.height - sheet.points(base + slope * middle)
        left, right = sheet.points(word.left), sheet.points(word.right)
        words.append(
            Word(
                word.text,
                left,
                right,
                up,
                points,
                bottom=up - points * _BELOW,
                top=up + points * _ABOVE,
                sure=word.confidence,
            )
        )
    return words


def _rows(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """Lines top to bottom; those at one height made one, left to right: Tesseract cuts lines at wide gaps."""
    rows: list[list[Word]] = []
    for line in lines:
        size = median([word.size for word in line])
        if rows and _level(rows[-1], line, size):
            rows[-1] = sorted([*rows[-1], *line], key=lambda word: word.left)
        else:
            rows.append(line)
    return [_even(row) for row in rows]


def _level(row: Sequence[Word], line: Sequence[Word], size: float) -> bool:
    """Whether a line stands beside a row, and not above or below a part of it."""
    nearest = min(row, key=lambda word: min(abs(word.left - line[-1].right), abs(line[0].left - word.right)))
    end = line[0] if nearest.left < line[0].left else line[-1]
    if abs(nearest.base - end.base) > size * 0.3:
        return False
    return all(word.right <= line[0].left + size or word.left >= line[-1].right - size for word in row)


def _even(row: list[Word]) -> list[Word]:
    """A row whose pieces differ a little in size, as recognition measures them, as one line of type."""
    usual = median([word.size for word in row])
    return [word._replace(size=usual) if abs(word.size - usual) < usual * _SAME_SIZE else word for word in row]


def _with_columns(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Rows with the words told that begin a column, though the gap before them is no wider than blanks may be.

    Such a gap stands above or below the wide gap of a row that shows the columns clearly.
    """
    gaps = [_gaps(row) for row in rows]
    told: list[list[Word]] = []
    for i, row in enumerate(rows):
        wide = [gap for near in gaps[max(0, i - 2) : i + 3] if near is not gaps[i] for gap in near if gap[2] >= _WIDE]
        begins = {
            at
            for left, right, ems, at in gaps[i]
            if _NARROW <= ems < _WIDE
            and any(min(right, b) - max(left, a) >= row[at].size * _NARROW * 0.8 for a, b, *_ in wide)
        }
        told.append([word._replace(starts_column=True) if at in begins else word for at, word in enumerate(row)])
    return told


def _gaps(row: Sequence[Word]) -> list[tuple[float, float, float, int]]:
    """Gaps of a row: left, right, width in font sizes, number of the word behind."""
    return [
        (a.right, b.left, (b.left - a.right) / max(a.size, b.size), i)
        for i, (a, b) in enumerate(pairwise(row), start=1)
    ]


__all__ = ["placed_words"]

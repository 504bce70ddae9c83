"""Tables without rules: numbers that stand below each other, and the boxes of the cells they and their names make.

What makes a table of lines is that several of them hold numbers set apart, and that blank gutters run down between
these. Prose has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from pipeline.read.pdf.rules import Box
from pipeline.read.pdf.words import Word

_NUMBER = regex.compile(r"[(+-]?\d[\d.,]*\)?%?")
_MEASURED = regex.compile(
    r"(?:[≥≤<>~]\s*)?[(+-]?\d[\d.,]*\)?%?(?:\s+(?!tháng|năm|quý|ngày|tuổi)\p{Ll}{1,6}){0,2}", regex.IGNORECASE
)
_BLANK = regex.compile(r"[-–…x]{1,3}")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_LETTERS = regex.compile(r"\p{L}{2}")
_CAPTION = regex.compile(
    r"\W*(?:(?:bảng|biểu|phụ\s+lục)(?!\p{L})|\(?(?:đơn\s+vị(?:\s+tính)?|đvt|đ\.v\.t)\s*[:(]|(?:ban\s+hành\s+)?kèm\s+theo)",
    regex.IGNORECASE,
)
_OWN_ROW = regex.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})[.)/\s]|\p{Lu}{2}")
_ENUMERATED = regex.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d)*)[.)]?\s+\p{Lu}")
_NUMERAL = regex.compile(r"[IVX]{1,4}|[A-D]")
_GAP_EMS = 0.72
"""Wider than the blanks between words, in font sizes."""
_LEADING = 1.42
"""Lines of one cell stand at most so many font sizes below each other."""
_BESIDE = 0.95
_ROW_REACH = 5.5
"""Rows of one table stand at most so many font sizes below each other."""
_HEAD_REACH = 2.6
_WRAPS = 3
"""Lines at most that a name takes above or below its numbers."""
_HEAD_LINES = 9
_LEAST_ROWS = 2
_LEAST_COLUMNS = 2
_MOST_COLUMNS = 20
_PROSE_SHARE = 0.62
"""A single run of words that takes more of the table's width is no part of its head."""


@dataclass(slots=True)
class _Piece:
    """Words of one line without a gap between them."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def numeric(self) -> bool:
        if len(self.words) == 1:
            return _NUMBER.fullmatch(self.words[0].text) is not None
        return len(self.words) <= 3 and _MEASURED.fullmatch(self.text) is not None

    @property
    def blank(self) -> bool:
        return len(self.words) == 1 and _BLANK.fullmatch(self.words[0].text) is not None


@dataclass(slots=True)
class _Line:
    """Words at one height."""

    base: float
    size: float
    pieces: list[_Piece]
    bottom: float = 0.0
    top: float = 0.0

    @property
    def counts(self) -> bool:
        """Whether it is a row of numbers: two set apart, and not only years, which head columns."""
        numbers = [piece for piece in self.pieces if piece.numeric]
        apart = len(numbers) + sum(piece.blank for piece in self.pieces)
        return len(numbers) >= 1 and apart >= 2 and not all(_YEAR.fullmatch(p.text) for p in numbers)


@dataclass(slots=True)
class _Row:
    """Lines of one row, or of a title between rows."""

    lines: list[_Line] = field(default_factory=list)
    title: bool = False

    @property
    def top(self) -> float:
        return max(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return min(line.bottom for line in self.lines)


def unruled_grids(words: Sequence[Word], ruled: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """The boxes of the cells of each table of a page that has no rules, top to bottom.

    Args:
        words: of the page.
        ruled: grids of its ruled tables, whose words belong to these.
    """
    if sum(word.text[-1:].isdigit() or word.text[-1:] == "%" for word in words) < _LEAST_ROWS * _LEAST_COLUMNS:
        return []
    frames = [
        (min(b[0] for b in grid), min(b[1] for b in grid), max(b[2] for b in grid), max(b[3] for b in grid))
        for grid in ruled
        if grid
    ]
    free = [word for word in words if word.turn == 0 and not any(_within(word, frame) for frame in frames)]
    lines = _lines(free)
    grids = []
    for first, last in _regions(lines):
        grid = _grid(lines, first, last)
        if grid:
            grids.append(grid)
    return grids


def _within(word: Word, frame: Box) -> bool:
    across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
    return frame[0] <= across <= frame[2] and frame[1] <= up <= frame[3]


def _lines(words: Sequence[Word]) -> list[_Line]:
    """Lines from the top down, each in pieces."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.base):
        if groups and abs(groups[-1][0].base - word.base) <= 0.3 * max(word.size, groups[-1][0].size):
            groups[-1].append(word)
        else:
            groups.append([word])
    lines = []
    for group in groups:
        group.sort(key=lambda w: w.left)
        pieces = [_Piece([group[0]])]
        for before, word in pairwise(group):
            if word.left - before.right > _GAP_EMS * max(word.size, before.size):
                pieces.append(_Piece([word]))
            else:
                pieces[-1].words.append(word)
        size = max(word.size for word in group)
        low, high = min(word.bottom for word in group), max(word.top for word in group)
        lines.append(_Line(group[0].base, size, pieces, low, high))
    return lines


def _regions(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """(first, last) line of numbers of what may be a table."""
    run: list[int] = []
    for i, line in enumerate(lines):
        if not line.counts:
            continue
        if run and lines[run[-1]].base - line.base > _ROW_REACH * line.size:
            if len(run) >= _LEAST_ROWS:
                yield run[0], run[-1]
            run = []
        run.append(i)
    if len(run) >= _LEAST_ROWS:
        yield run[0], run[-1]


def _grid(lines: Sequence[_Line], first: int, last: int) -> list[Box]:
    start, end = first, last
    while start > 0 and first - start < _WRAPS and _adjoins(lines, start, start - 1):
        start -= 1
    while end + 1 < len(lines) and end - last < _WRAPS and _adjoins(lines, end, end + 1):
        end += 1
    columns = _columns(lines[start : end + 1])
    if columns is None:
        return []
    while end > last and not _fits(lines[end], columns):
        end -= 1
    rows, head_end = _rows(lines, start, end, first)
    head = _head(lines, head_end, columns)
    while head and _is_title(head[-1], columns):
        rows.insert(0, _Row([head.pop()], title=True))
    if title := _numbered_title(head, columns):
        rows.insert(0, _Row(title, title=True))
        head = head[: -len(title)]
    if not head:
        return []
    columns = _widened(columns, [piece for line in head for piece in line.pieces])
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    return _boxes(rows, head, columns, edges)


def _adjoins(lines: Sequence[_Line], at: int, beside: int) -> bool:
    """Whether a line beside the numbers stands as near to them as the lines of one cell do."""
    line = lines[beside]
    near = abs(lines[at].base - line.base) <= _LEADING * line.size
    return near and not line.counts and not _CAPTION.match(line.pieces[0].text)


def _fits(line: _Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each piece of a line stands within one column."""
    return all(any(left - 3 <= p.left and p.right <= right + 3 for left, right in columns) for p in line.pieces)


def _columns(lines: Sequence[_Line]) -> list[tuple[float, float]] | None:
    """Left and right of each column, or null where the numbers stand in none.

    The pieces of lines with numbers make them, and those of lines between that bridge no two.
    """
    columns: list[tuple[float, float]] = []
    counted = [line for line in lines if line.counts]
    for left, right in sorted((p.left, p.right) for line in counted for p in line.pieces):
        if columns and left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    columns = _widened(columns, [p for line in lines if not line.counts for p in line.pieces], more=True)
    if not _LEAST_COLUMNS < len(columns) <= _MOST_COLUMNS:
        return None
    numbers = names = 0
    for left, right in columns:
        held = [p for line in lines for p in line.pieces if left <= p.left and p.right <= right]
        said = [p for p in held if not p.blank]
        figures = sum(p.numeric for p in said)
        numbers += figures >= _LEAST_ROWS and figures * 3 >= len(said)
        dated = left == columns[0][0] and len(said) > 1 and all(_YEAR.fullmatch(p.text) for p in said)
        names += dated or sum(_LETTERS.search(p.text) is not None for p in said) * 2 > len(counted)
    return columns if numbers >= _LEAST_COLUMNS and names else None


def _widened(
    columns: Sequence[tuple[float, float]], pieces: Sequence[_Piece], *, more: bool = False
) -> list[tuple[float, float]]:
    """Columns with the pieces that reach into one of them alone; with `more`, others make their own."""
    wider = list(columns)
    for piece in sorted(pieces, key=lambda p: p.right - p.left):
        met = [i for i, (left, right) in enumerate(wider) if piece.left <= right and left <= piece.right]
        if len(met) > 1 or not (met or more):
            continue
        left, right = piece.left, piece.right
        if met:
            was = wider.pop(met[0])
            left, right = min(left, was[0]), max(right, was[1])
        wider.append((left, right))
        wider.sort()
    return wider


def _is_title(line: _Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line right above the numbers heads rows (`I  Trồng trọt`), not columns."""
    if len(line.pieces) > 2 or line.pieces[-1].left >= columns[2 if len(line.pieces) == 2 else 1][0]:
        return False
    return _ENUMERATED.match(" ".join(piece.text for piece in line.pieces)) is not None


def _numbered_title(head: Sequence[_Line], columns: Sequence[tuple[float, float]]) -> list[_Line]:
    """The lines at the foot of a head that are a title over rows, its number beside several lines of it."""
    at = next((i for i in range(len(head) - 1, 0, -1) if _NUMERAL.fullmatch(head[i].pieces[0].text)), 0)
    if not at or head[at].pieces[0].left >= columns[1][0]:
        return []
    start = at
    while start > 1 and head[start - 1].base - head[start].base <= _BESIDE * head[start].size:
        start -= 1
    title = list(head[start:])
    beyond = columns[2][0]
    return title if all(piece.left < beyond for line in title for piece in line.pieces) else []


def _column_of(piece: _Piece, edges: Sequence[float]) -> tuple[int, int]:
    """The first and last column a piece stands in."""
    low = sum(edge <= piece.left for edge in edges)
    return low, sum(edge < piece.right for edge in edges)


def _rows(lines: Sequence[_Line], start: int, end: int, first: int) -> tuple[list[_Row], int]:
    """Rows, and the line from which on upwards the head stands.

    Args:
        lines: of the page.
        start: the first line that may belong to a row.
        end: the last one.
        first: the first line of numbers.
    """
    anchors = [i for i in range(start, end + 1) if lines[i].counts]
    loose = [i for i in range(start, end + 1) if not lines[i].counts]
    head_end = first
    rows: dict[int, _Row] = {i: _Row([lines[i]]) for i in anchors}
    for cluster in _clusters(lines, loose, anchors):
        held = [i for i in cluster if i in rows]
        plain = [i for i in cluster if i not in rows]
        above = [i for i in plain if i < first]
        below = [i for i in plain if first < i]
        if held and above and len(above) > len([i for i in below if not held[1:] or i < held[1]]):
            # A name stands as far above its numbers as below them; what stands higher is the head's.
            keep = len([i for i in below if not held[1:] or i < held[1]]) if held[0] == first else 0
            plain = [i for i in plain if i not in above[: len(above) - keep]]
        if len(held) == 1:
            owner: int | None = held[0]
        elif held:
            owner = None
        else:
            owner = next((a for a in anchors if lines[cluster[-1]].base < lines[a].base < lines[cluster[0]].base), None)
            if owner is None and cluster[0] < first:
                # Above all numbers: the head's.
                continue
        for i in plain:
            to = owner if owner is not None else _neighbour(lines, i, held)
            if to is None:
                rows[i] = _Row([lines[i]], title=True)
            else:
                rows[to].lines.append(lines[i])
            head_end = min(head_end, i)
    return [rows[i] for i in sorted(rows, key=lambda k: -lines[k].base)], head_end


def _clusters(lines: Sequence[_Line], loose: Sequence[int], anchors: Sequence[int]) -> list[list[int]]:
    """Lines that stand so near to each other that they may be of one cell, those of numbers among them."""
    known = set(anchors)
    clusters: list[list[int]] = []
    for i in sorted([*loose, *anchors]):
        near = clusters and lines[clusters[-1][-1]].base - lines[i].base <= _LEADING * lines[i].size
        if near:
            clusters[-1].append(i)
        else:
            clusters.append([i])
    return [cluster for cluster in clusters if not known.issuperset(cluster)]


def _neighbour(lines: Sequence[_Line], i: int, anchors: Sequence[int]) -> int | None:
    """Of several rows in a dense table the one a loose line belongs to; null: it is a title of its own."""
    text = lines[i].pieces[0].text
    above = max((a for a in anchors if a < i), default=None)
    below = min((a for a in anchors if a > i), default=None)
    if len(lines[i].pieces) == 1 and _OWN_ROW.match(text):
        return None if below is not None and _LETTERS.search(lines[below].pieces[0].text) else below
    if text[:1].islower() or not text[:1].isalpha():
        return above if above is not None else below
    return below if below is not None else above


def _head(lines: Sequence[_Line], first: int, columns: Sequence[tuple[float, float]]) -> list[_Line]:
    """The lines of the head, from the top down."""
    left, right = columns[0][0], columns[-1][1]
    head: list[_Line] = []
    below = lines[first]
    for line in reversed(lines[max(0, first - _HEAD_LINES) : first]):
        if line.base - below.base > _HEAD_REACH * max(line.size, below.size) or _CAPTION.match(line.pieces[0].text):
            break
        widest = max(piece.right - piece.left for piece in line.pieces)
        outside = any(p.right < left - 3 or p.left > right + 3 for p in line.pieces)
        if (
            outside
            or widest > _PROSE_SHARE * (right - left)
            or (
                len(line.pieces) == 1
                and line.pieces[0].left < columns[1][0] - 3
                and widest > 1.3 * (columns[0][1] - left)
                and len(line.pieces[0].words) > 4
            )
        ):
            break
        head.insert(0, line)
        below = line
    return head


def _boxes(
    rows: Sequence[_Row], head: Sequence[_Line], columns: Sequence[tuple[float, float]], edges: Sequence[float]
) -> list[Box]:
    lefts = [columns[0][0] - 4, *edges]
    rights = [*edges, columns[-1][1] + 4]
    if head:
        wide = [p for line in head for p in line.pieces]
        lefts[0] = min(lefts[0], *(p.left - 2 for p in wide))
        rights[-1] = max(rights[-1], *(p.right + 2 for p in wide))
    bounds = [(above.bottom + below.top) / 2 for above, below in pairwise(rows)]
    top = (min(line.bottom for line in head) + rows[0].top) / 2 if head else rows[0].top + 1
    levels = [top, *bounds, rows[-1].bottom - 1]
    boxes: list[Box] = []
    if head:
        boxes += _head_boxes(head, lefts, rights, edges, top)
    for row, (high, low) in zip(rows, pairwise(levels), strict=True):
        if row.title:
            boxes.append((lefts[0], low, rights[-1], high))
        else:
            boxes += [(left, low, right, high) for left, right in zip(lefts, rights, strict=True)]
    return boxes


def _head_boxes(
    head: Sequence[_Line], lefts: Sequence[float], rights: Sequence[float], edges: Sequence[float], low: float
) -> list[Box]:
    """Cells of the head: those over several columns above those over one."""
    high = max(line.top for line in head) + 1
    groups: list[tuple[int, int, int]] = []
    for i, line in enumerate(head):
        for piece in line.pieces:
            a, b = _column_of(piece, edges)
            if b > a and i + 1 < len(head) and not any(x <= b and a <= y for x, y, _ in groups):
                groups.append((a, b, i))
    boxes: list[Box] = []
    spanned: dict[int, float] = {}
    for a, b, i in groups:
        last = i
        middle = (lefts[a] + rights[b]) / 2
        while last + 1 < len(head) - 1:
            own = [p for p in head[last + 1].pieces if lefts[a] <= (p.left + p.right) / 2 <= rights[b]]
            if len(own) != 1 or abs((own[0].left + own[0].right) / 2 - middle) > 0.12 * (rights[b] - lefts[a]):
                break
            last += 1
        split = (head[last].bottom + head[last + 1].top) / 2
        boxes.append((lefts[a], split, rights[b], high))
        spanned |= dict.fromkeys(range(a, b + 1), split)
    for c, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        boxes.append((left, low, right, spanned.get(c, high)))
    return boxes


__all__ = ["unruled_grids"]

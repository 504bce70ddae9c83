"""The rows of a table without rules, the titles between them, and its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.read.pdf.number_lines import LEADING, LETTERS, Line, is_caption

_OWN_ROW = regex.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})[.)/\s]|\p{Lu}{2}")
_ENUMERATED = regex.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d)*)[.)]?\s+\p{Lu}")
_NUMERAL = regex.compile(r"[IVX]{1,4}|[A-D]")
_BESIDE = 0.95
_HEAD_REACH = 2.6
_HEAD_LINES = 9
_PROSE_SHARE = 0.62
"""A single run of words that takes more of the table's width is no part of its head."""


@dataclass(slots=True)
class Row:
    """Lines of one row, or of a title between rows."""

    lines: list[Line] = field(default_factory=list)
    title: bool = False

    @property
    def top(self) -> float:
        return max(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return min(line.bottom for line in self.lines)


def rows_of(lines: Sequence[Line], start: int, end: int, first: int) -> tuple[list[Row], int]:
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
    rows: dict[int, Row] = {i: Row([lines[i]]) for i in anchors}
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
                rows[i] = Row([lines[i]], title=True)
            else:
                rows[to].lines.append(lines[i])
            head_end = min(head_end, i)
    return [rows[i] for i in sorted(rows, key=lambda k: -lines[k].base)], head_end


def _clusters(lines: Sequence[Line], loose: Sequence[int], anchors: Sequence[int]) -> list[list[int]]:
    """Lines that stand so near to each other that they may be of one cell, those of numbers among them."""
    known = set(anchors)
    clusters: list[list[int]] = []
    for i in sorted([*loose, *anchors]):
        near = clusters and lines[clusters[-1][-1]].base - lines[i].base <= LEADING * lines[i].size
        if near:
            clusters[-1].append(i)
        else:
            clusters.append([i])
    return [cluster for cluster in clusters if not known.issuperset(cluster)]


def _neighbour(lines: Sequence[Line], i: int, anchors: Sequence[int]) -> int | None:
    """Of several rows in a dense table the one a loose line belongs to; null: it is a title of its own."""
    text = lines[i].pieces[0].text
    above = max((a for a in anchors if a < i), default=None)
    below = min((a for a in anchors if a > i), default=None)
    if len(lines[i].pieces) == 1 and _OWN_ROW.match(text):
        return None if below is not None and LETTERS.search(lines[below].pieces[0].text) else below
    if text[:1].islower() or not text[:1].isalpha():
        return above if above is not None else below
    return below if below is not None else above


def is_title(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line right above the numbers heads rows (`I  Trồng trọt`), not columns."""
    if len(line.pieces) > 2 or line.pieces[-1].left >= columns[2 if len(line.pieces) == 2 else 1][0]:
        return False
    return _ENUMERATED.match(" ".join(piece.text for piece in line.pieces)) is not None


def numbered_title(head: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[Line]:
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


def head_of(lines: Sequence[Line], first: int, columns: Sequence[tuple[float, float]]) -> list[Line]:
    """The lines of the head, from the top down."""
    left, right = columns[0][0], columns[-1][1]
    head: list[Line] = []
    below = lines[first]
    for line in reversed(lines[max(0, first - _HEAD_LINES) : first]):
        if line.base - below.base > _HEAD_REACH * max(line.size, below.size) or is_caption(line.pieces[0].text):
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

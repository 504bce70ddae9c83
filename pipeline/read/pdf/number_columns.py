"""The columns that numbers below each other make."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read.pdf.number_lines import LETTERS, YEAR, Line, Piece

LEAST_ROWS = 2
LEAST_COLUMNS = 2
_MOST_COLUMNS = 20


def columns_of(lines: Sequence[Line]) -> list[tuple[float, float]] | None:
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
    columns = widened(columns, [p for line in lines if not line.counts for p in line.pieces], more=True)
    if not LEAST_COLUMNS < len(columns) <= _MOST_COLUMNS:
        return None
    numbers = names = 0
    for left, right in columns:
        held = [p for line in lines for p in line.pieces if left <= p.left and p.right <= right]
        said = [p for p in held if not p.blank]
        figures = sum(p.numeric for p in said)
        numbers += figures >= LEAST_ROWS and figures * 3 >= len(said)
        dated = left == columns[0][0] and len(said) > 1 and all(YEAR.fullmatch(p.text) for p in said)
        names += dated or sum(LETTERS.search(p.text) is not None for p in said) * 2 > len(counted)
    return columns if numbers >= LEAST_COLUMNS and names else None


def widened(
    columns: Sequence[tuple[float, float]], pieces: Sequence[Piece], *, more: bool = False
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


def fits(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each piece of a line stands within one column."""
    return all(any(left - 3 <= p.left and p.right <= right + 3 for left, right in columns) for p in line.pieces)

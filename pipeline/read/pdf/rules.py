"""Rules that a PDF page draws, and the grids of cells they make, by PDFium and pdfplumber's table geometry.

pdfplumber itself reads a page some twenty times slower than PDFium, nearly all of it for the characters; here PDFium
delivers the rules and pdfplumber only says what cells they enclose.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.read.pdf.words import Frame

if TYPE_CHECKING:
    import pypdfium2 as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left of the page as it is shown."""
Matrix = tuple[float, float, float, float, float, float]

_SLANT = 0.5
"""Points that a rule's ends may be off the straight."""
_SHORTEST = 1.0
_JOINED = 3.0
_LEAST = 3
"""A table has at least so many rules in each direction."""
_MOST_PATHS = 20_000
"""A page that draws more is a map or a chart."""
_MOST_CROSSINGS = 400_000
_MOST_CORNERS = 8_000
_DEPTH = 3
_FAR = 1e5
"""Points from the page's corner beyond which nothing stands; broken files have places without end."""
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across the page or down it."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def across(self) -> bool:
        """Whether it runs from left to right."""
        return self.right - self.left >= self.top - self.bottom


def page_grids(page: pdfium.PdfPage, frame: Frame) -> list[list[Box]]:
    """Grids of a page, each the boxes of its cells, top to bottom.

    Args:
        page: a page whose document stays open meanwhile.
        frame: how its coordinates become those of the page as shown.
    """
    rules = list(_page_rules(page, frame))
    if min(sum(rule.across for rule in rules), sum(not rule.across for rule in rules)) < _LEAST:
        return []
    return grids_of(rules, frame.height)


def grids_of(rules: list[Rule], height: float) -> list[list[Box]]:
    """Grids that rules enclose, each the boxes of its cells; the highest grid first.

    Args:
        rules: lines in any order and of any length.
        height: of the page, in points.
    """
    from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

    edges = [_edge(rule, height) for rule in rules]
    merged = merge_edges(edges, _JOINED, _JOINED, _JOINED, _JOINED)
    merged = [edge for edge in merged if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _JOINED]
    across = sum(edge["orientation"] == "h" for edge in merged)
    if min(across, len(merged) - across) < 2 or across * (len(merged) - across) > _MOST_CROSSINGS:
        return []
    crossings = edges_to_intersections(merged, _JOINED, _JOINED)
    if len(crossings) > _MOST_CORNERS:
        return []
    cells = _cells(crossings)
    grids = [
        [(float(x0), height - float(bottom), float(x1), height - float(top)) for x0, top, x1, bottom in table]
        for table in cells_to_tables(cells)
    ]
    return sorted(grids, key=lambda grid: -max(top for *_, top in grid))


def _cells(crossings: Mapping[tuple[float, float], Mapping[str, Sequence[Any]]]) -> list[tuple[Any, Any, Any, Any]]:
    """The smallest boxes whose four sides are rules: left, top, right, bottom, measured from the top.

    What `pdfplumber.table.intersections_to_cells` does, whose time grows with the square of the crossings.
    """
    rules = {
        point: {kind: {id(edge) for edge in found} for kind, found in edges.items()}
        for point, edges in crossings.items()
    }
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    for x, y in sorted(rules):
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    for xs in rows.values():
        xs.sort()
    cells = []
    for x, y in sorted(rules):
        below = [v for v in columns[x][bisect_right(columns[x], y) :] if rules[x, y]["v"] & rules[x, v]["v"]]
        right = [u for u in rows[y][bisect_right(rows[y], x) :] if rules[x, y]["h"] & rules[u, y]["h"]]
        corner = next(
            (
                (u, v)
                for v in below
                for u in right
                if (u, v) in rules and rules[u, v]["v"] & rules[u, y]["v"] and rules[u, v]["h"] & rules[x, v]["h"]
            ),
            None,
        )
        if corner:
            cells.append((x, y, *corner))
    return cells


def _edge(rule: Rule, height: float) -> dict[str, Any]:
    """A rule as pdfplumber has it: measured from the top."""
    if rule.across:
        middle = height - (rule.top + rule.bottom) / 2
        x0, x1, top, bottom = rule.left, rule.right, middle, middle
    else:
        x0 = x1 = (rule.left + rule.right) / 2
        top, bottom = height - rule.top, height - rule.bottom
    across = "h" if rule.across else "v"
    size = {"width": x1 - x0, "height": bottom - top, "orientation": across}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, **size}


def _page_rules(page: pdfium.PdfPage, frame: Frame) -> Iterator[Rule]:
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST_PATHS:
        return
    paths = 0
    get, kind_of, raw_page = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType, page.raw
    for at in range(count):
        item = get(raw_page, at)
        if kind_of(item) not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
            continue
        for path, matrix in _paths(raw, item, _UNIT, _DEPTH):
            paths += 1
            if paths > _MOST_PATHS:
                return
            yield from _path_rules(raw, path, matrix, frame)


def _paths(raw: Any, item: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Paths of a page object, those in the forms it holds included, with what maps them onto the page."""
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield item, _times(_matrix(raw, item), outer)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        inner = _times(_matrix(raw, item), outer)
        for at in range(min(raw.FPDFFormObj_CountObjects(item), _MOST_PATHS)):
            yield from _paths(raw, raw.FPDFFormObj_GetObject(item, at), inner, depth - 1)


def _matrix(raw: Any, item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _UNIT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def _path_rules(raw: Any, path: Any, matrix: Matrix, frame: Frame) -> Iterator[Rule]:
    """Rules of one path: its straight segments, or one rule for a bar drawn as a thin box."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    bent = False
    for at in range(min(raw.FPDFPath_CountSegments(path), _MOST_PATHS)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and corners:
            yield from _straight(corners, bent)
            corners, bent = [], False
        bent = bent or kind == raw.FPDF_SEGMENT_BEZIERTO
        corners.append(frame.point(x.value * a + y.value * c + e, x.value * b + y.value * d + f))
        if raw.FPDFPathSegment_GetClose(segment) and len(corners) > 1:
            corners.append(corners[0])
    yield from _straight(corners, bent)


def _straight(corners: list[tuple[float, float]], bent: bool) -> Iterator[Rule]:
    if bent or len(corners) < 2:
        return
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    if not (-_FAR < left <= right < _FAR and -_FAR < bottom <= top < _FAR):
        return
    if min(right - left, top - bottom) <= _JOINED:
        if max(right - left, top - bottom) >= _SHORTEST:
            yield Rule(left, bottom, right, top)
        return
    for (x0, y0), (x1, y1) in pairwise(corners):
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if min(wide, high) <= _SLANT and max(wide, high) >= _SHORTEST:
            yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


__all__ = ["Box", "Rule", "grids_of", "page_grids"]

"""Rules of tables in a page's picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.read.ocr.picture import Pixels, Sheet
from pipeline.read.pdf.rules import Rule

_INK = 160
_ACROSS_INCHES, _DOWN_INCHES = 0.6, 0.3
"""Shortest rules: longer than any stroke of a letter, shorter than a cell of two lines is high."""
_THICK_INCHES = 0.035
_BRIDGE, _BRIDGE_SPECKS = 1, 3
_LEAST = 3
"""Rules in each direction that a table has at least."""
_ENDS_INCHES = 0.04
"""How far a rule is carried on at both ends: scans leave gaps at crossings."""


def rules_of(sheet: Sheet) -> tuple[list[Rule], Pixels]:
    """Rules of tables on a sheet, in points from the lower left, and the sheet without them.

    Where there are too few for a table, none are told and the sheet stays as it is: the short rules under a
    letterhead do no harm, and taking them away would cut letters that touch them.

    Args:
        sheet: straight.
    """
    import cv2

    seen = sheet.gray if sheet.raw is None else sheet.raw
    ink = (seen < _INK).astype(np.uint8)
    bridge = _BRIDGE if sheet.raw is None else _BRIDGE_SPECKS
    across = _long(ink, (max(3, round(_ACROSS_INCHES * sheet.dpi)), 1), bridge)
    down = _long(ink, (1, max(3, round(_DOWN_INCHES * sheet.dpi))), bridge)
    lines_across, lines_down = _boxes(across, sheet, level=True), _boxes(down, sheet, level=False)
    if len(lines_across) < _LEAST or len(lines_down) < _LEAST:
        return [], sheet.gray
    ends = _ENDS_INCHES * 72
    found = [Rule(left - ends, bottom, right + ends, top) for left, bottom, right, top in lines_across]
    found += [Rule(left, bottom - ends, right, top + ends) for left, bottom, right, top in lines_down]
    drawn = np.zeros_like(ink)
    for mask, boxes in ((across, lines_across), (down, lines_down)):
        if boxes:
            drawn = np.asarray(drawn | mask, dtype=np.uint8)
    covered = np.asarray(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), dtype=bool)
    return found, np.asarray(np.where(covered, 255, sheet.gray), dtype=np.uint8)


def _long(ink: Pixels, shape: tuple[int, int], bridge: int) -> Pixels:
    """What of the ink belongs to straight runs at least as long as `shape`.

    Gaps of fewer dots than `bridge` are none, nor are slants of one dot in the run.
    """
    import cv2

    wide, high = shape
    near = (3, bridge) if wide > high else (bridge, 3)
    bridged = cv2.dilate(ink, np.ones(near, np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    return np.asarray(cv2.bitwise_and(opened, ink), dtype=np.uint8)


def _boxes(mask: Pixels, sheet: Sheet, *, level: bool) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of the rules in a mask, in points from the lower left."""
    import cv2

    joined = cv2.dilate(mask, np.ones((3, 9) if level else (9, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    thick = _THICK_INCHES * sheet.dpi + 4
    least = (_ACROSS_INCHES if level else _DOWN_INCHES) * sheet.dpi * 0.9
    stat: Any
    for stat in stats[1:]:
        left, top, width, height = (float(value) for value in stat[:4])
        long, short = (width, height) if level else (height, width)
        # A rule that is not quite straight is as high as its slant is; text in a box of its own is thicker.
        if long < least or short > thick + long * 0.02:
            continue
        middle = top + height / 2 if level else left + width / 2
        if level:
            up = sheet.height - sheet.points(middle)
            found.append((sheet.points(left), up, sheet.points(left + width), up))
        else:
            across = sheet.points(middle)
            found.append((across, sheet.height - sheet.points(top + height), across, sheet.height - sheet.points(top)))
    return found


__all__ = ["rules_of"]

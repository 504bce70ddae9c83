"""Values over time: one line a series, a point for each stated value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.charts.canvas import (
    FONT_SIZE,
    PALETTE,
    SOFT,
    exact,
    frame,
    label,
    legend,
    mark,
    shape,
    text_width,
    ticks,
)
from pipeline.wording import Language, compact


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one series."""

    series: str
    day: dt.date
    """Where on the axis: the last day of its period."""
    value: float
    words: str = ""
    """The period in words."""
    href: str | None = None


def trend(
    points: Sequence[Point],
    *,
    width: int = 640,
    height: int = 280,
    language: Language = "vi",
    title: str = "",
    unit: str = "",
) -> str:
    """Lines over time.

    Args:
        points: in any order; series are drawn in the order they first come, colours repeat after eight.
        width: pixels.
        height: pixels, without the legend.
        language: of the numbers.
        title: what the picture is, for screen readers.
        unit: behind each number on hovering.
    """
    names = list(dict.fromkeys(point.series for point in points))
    parts, top = legend(names, width, 2) if len(names) > 1 else ([], 0.0)
    if not points:
        return frame(parts, width, top + 4, title)
    values = [point.value for point in points]
    low, high = min(values), max(values)
    # From zero, unless all values lie in a narrow band far above it.
    from_zero = low < 0.6 * high or low == high
    axis = ticks(min(0.0, low) if from_zero else low, max(0.0, high))
    left = max(text_width(compact(value, language)) for value in axis) + 10
    bottom, right = top + height - 26, width - 14
    days = [point.day.toordinal() for point in points]
    first, last = min(days), max(days)
    across = (right - left - 12) / ((last - first) or 1)
    up = (bottom - top - 10) / (axis[-1] - axis[0])

    def place(point: Point) -> tuple[float, float]:
        x = left + 6 + (point.day.toordinal() - first) * across if last > first else (left + right) / 2
        return x, bottom - (point.value - axis[0]) * up

    for value in axis:
        y = bottom - (value - axis[0]) * up
        parts.append(shape("line", x1=left, x2=float(right), y1=y, y2=y, stroke=SOFT, stroke_width=0.7))
        parts.append(label(compact(value, language), left - 6, y + FONT_SIZE * 0.36, text_anchor="end"))
    parts += _years(first, last, left + 6, across, bottom, right)
    for i, name in enumerate(names):
        colour = PALETTE[i % len(PALETTE)]
        mine = sorted((p for p in points if p.series == name), key=lambda p: (p.day, p.value))
        if len(mine) > 1:
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, mine))
            parts.append(shape("polyline", points=line, fill="none", stroke=colour, stroke_width=2))
        for point in mine:
            x, y = place(point)
            said = " ".join(filter(None, (exact(point.value, language), unit)))
            when = point.words or point.day.isoformat()
            dot = shape("circle", cx=x, cy=y, r=4.5, fill=colour)
            parts.append(mark(dot, ": ".join(filter(None, (name, when, said))), point.href))
    return frame(parts, width, top + height, title)


def _years(first: int, last: int, left: float, across: float, bottom: float, right: float) -> list[str]:
    """Years below the axis, as many as there is room for; full dates where all is within a year."""
    begin, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    room = max(1, int((right - left) // 48))
    if begin.year == end.year:
        middle = (left + right) / 2 if first == last else left
        parts = [_day(begin, middle, bottom, "middle" if first == last else "start")]
        return parts if first == last else [*parts, _day(end, right, bottom, "end")]
    step = max(1, -(-(end.year - begin.year + 1) // room))
    parts = []
    for year in range(begin.year, end.year + 1, step):
        # Periods of a whole year end, and stand, on its last day.
        x = left + (dt.date(year, 12, 31).toordinal() - first) * across
        if x <= right + 4:
            parts.append(label(str(year), min(x, right), bottom + 18, text_anchor="middle"))
    return parts


def _day(day: dt.date, x: float, bottom: float, anchor: str) -> str:
    return label(f"{day.day}/{day.month}/{day.year}", x, bottom + 18, text_anchor=anchor)

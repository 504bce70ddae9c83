"""Horizontal bars: ranked, in groups, against a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.charts.canvas import (
    FONT_SIZE,
    PALETTE,
    SOFT,
    exact,
    fitted,
    frame,
    label,
    legend,
    mark,
    shape,
    text_width,
)
from pipeline.wording import Language, compact

_ROW, _BAR, _GAP = 26, 16, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    label: str
    value: float
    href: str | None = None
    note: str = ""
    """Further words shown on hovering."""


@dataclass(frozen=True, slots=True)
class Group:
    """One thing with a bar for each series; null where a series has no value for it."""

    label: str
    values: tuple[float | None, ...]
    hrefs: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What was reached against what was wanted; null where one of them is not known."""

    label: str
    target: float | None
    result: float | None
    href: str | None = None


def bars(
    rows: Sequence[Bar],
    *,
    width: int = 640,
    language: Language = "vi",
    title: str = "",
    unit: str = "",
    colour: str = PALETTE[0],
) -> str:
    """A bar a row, in the order given; negative values to the left of zero.

    Args:
        rows: what to draw; labels that do not fit are cut and shown whole on hovering.
        width: pixels.
        language: of the numbers.
        title: what the picture is, for screen readers.
        unit: behind each number on hovering.
        colour: of the bars.
    """
    groups = [Group(row.label, (row.value,), (row.href,)) for row in rows]
    notes = [row.note for row in rows]
    return _draw(groups, (), width, language, title, unit, (colour,), notes)


def compare(
    rows: Sequence[Group],
    series: Sequence[str],
    *,
    width: int = 640,
    language: Language = "vi",
    title: str = "",
    unit: str = "",
) -> str:
    """A bar for each series (periods, say) of each row, with a legend; arguments as of `bars`."""
    return _draw(rows, series, width, language, title, unit, PALETTE, ())


def _draw(
    rows: Sequence[Group],
    series: Sequence[str],
    width: int,
    language: Language,
    title: str,
    unit: str,
    colours: Sequence[str],
    notes: Sequence[str],
) -> str:
    given = [value for row in rows for value in row.values if value is not None]
    low, high = min(0.0, *given, 0.0), max(0.0, *given, 0.0)
    names = min(width * 0.42, max((text_width(row.label) for row in rows), default=0.0) + _GAP)
    told_width = max((text_width(compact(value, language)) for value in given), default=0.0) + _GAP
    space = max(40.0, width - names - told_width)
    scale = space / (high - low if high - low > 1e-9 else 1.0)
    zero = names - low * scale
    parts, top = legend(series, width, 2) if series else ([], 0.0)
    n = max(1, len(series))
    height = top
    thick = _BAR if n == 1 else max(8, 22 // n + 4)
    for i, row in enumerate(rows):
        block = thick * n + (_ROW - _BAR)
        y = height + (_ROW - _BAR) / 2
        middle = y + thick * n / 2 + FONT_SIZE * 0.36
        parts.append(mark(label(fitted(row.label, names - _GAP), 0, middle), row.label, None))
        for j, value in enumerate(row.values):
            if value is None:
                continue
            at = y + j * thick
            length = abs(value) * scale
            start = zero if value >= 0 else zero - length
            href = row.hrefs[j] if j < len(row.hrefs) else None
            drawn = shape(
                "rect", x=start, y=at, width=max(1.0, length), height=float(thick - (2 if n > 1 else 0)), rx=2,
                fill=colours[j % len(colours)],
            ) + label(compact(value, language), max(start, zero if value < 0 else start) + (length if value >= 0 else 0)
                      + 5, at + thick / 2 + FONT_SIZE * 0.36, font_size=FONT_SIZE - (1 if n > 1 else 0))  # fmt: skip
            said = " ".join(filter(None, (exact(value, language), unit)))
            told = ": ".join(filter(None, (row.label, series[j] if series else "", said)))
            note = notes[i] if i < len(notes) else ""
            parts.append(mark(drawn, f"{told}\n{note}" if note else told, href))
        height += block
    if rows:
        parts.append(shape("line", x1=zero, x2=zero, y1=top, y2=height, stroke=SOFT))
    return frame(parts, width, max(height, 1.0) + 4, title)


def targets(
    rows: Sequence[Target],
    words: tuple[str, str],
    *,
    width: int = 640,
    language: Language = "vi",
    title: str = "",
    unit: str = "",
) -> str:
    """What was reached as a bar, what was wanted as a tick across it.

    Args:
        rows: in the order to draw.
        words: how result and target are called, for the legend.
        width: pixels; language, title, unit as of `bars`.
    """
    given = [value for row in rows for value in (row.target, row.result) if value is not None]
    high = max(0.0, *given, 0.0)
    high = high if high > 1e-9 else 1.0
    names = min(width * 0.42, max((text_width(row.label) for row in rows), default=0.0) + _GAP)
    told_width = max((text_width(compact(value, language)) for value in given), default=0.0) + 2 * _GAP
    scale = max(40.0, width - names - told_width) / high
    parts, top = legend(words, width, 2)
    for i, row in enumerate(rows):
        y = top + i * _ROW + (_ROW - _BAR) / 2
        middle = y + _BAR / 2 + FONT_SIZE * 0.36
        parts.append(mark(label(fitted(row.label, names - _GAP), 0, middle), row.label, None))
        drawn, end = "", names
        if row.result is not None:
            length = max(1.0, max(0.0, row.result) * scale)
            end = names + length
            drawn += shape("rect", x=names, y=y, width=length, height=_BAR, rx=2, fill=PALETTE[0])
        if row.target is not None:
            at = names + max(0.0, row.target) * scale
            drawn += shape("rect", x=at - 1.5, y=y - 3, width=3, height=_BAR + 6, fill=PALETTE[1])
            needed = text_width(compact(row.result, language)) + 12 if row.result is not None else 0.0
            end = max(end, at) if at - end < needed else end
        if row.result is not None:
            drawn += label(compact(row.result, language), end + 6, middle)
        said = (
            f"{word}: {exact(value, language)} {unit}".rstrip()
            for word, value in zip(words, (row.result, row.target), strict=True)
            if value is not None
        )
        parts.append(mark(drawn, f"{row.label}\n" + "\n".join(said), row.href))
    return frame(parts, width, top + len(rows) * _ROW + 4, title)

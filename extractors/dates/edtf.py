"""EDTF values (ISO 8601-2) as far as documents need them: partial dates, closed and open intervals.

A missing year is written `XXXX` (`XXXX-06-21`): missing parts stay missing until something fixes them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

_PART = regex.compile(r"(?P<y>\d{4}|XXXX|\d{3}X)(?:-(?P<m>\d\d|XX))?(?:-(?P<d>\d\d|XX))?(?:T\d\d:\d\d(?::\d\d)?)?")
OPEN = ".."


@dataclass(frozen=True, slots=True)
class Part:
    """A calendar point as far as it is known; each field may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def edtf(self) -> str | None:
        """The value, or null where the calendar has no such day or the month is missing under a day."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.month is None:
            return year if self.day is None else None
        if not 1 <= self.month <= 12:
            return None
        if self.day is None:
            return f"{year}-{self.month:02d}"
        # Without a year, 29 February may exist.
        if not 1 <= self.day <= calendar.monthrange(self.year or 2000, self.month)[1]:
            return None
        return f"{year}-{self.month:02d}-{self.day:02d}"

    @property
    def known(self) -> bool:
        return self.year is not None

    def order(self) -> tuple[int, int, int]:
        """Sort key; missing parts first."""
        return self.year or 0, self.month or 0, self.day or 0

    def within(self, year: int | None) -> Part:
        """The same point in another year."""
        return replace(self, year=year)


def interval(low: Part | None, high: Part | None) -> str | None:
    """EDTF of a span; a null end is open. Null where an end is impossible or the span runs backwards."""
    left = OPEN if low is None else low.edtf()
    right = OPEN if high is None else high.edtf()
    if left is None or right is None or left == right:
        return left if left == right else None
    start = None if low is None else _first(left)
    end = None if high is None else _last(right)
    if start and end and start > end:
        return None
    return f"{left}/{right}"


def _first(value: str) -> dt.date | None:
    match = _PART.fullmatch(value)
    if not match or match["y"] == "XXXX":
        return None
    month = int(match["m"]) if match["m"] and match["m"] != "XX" else 1
    day = int(match["d"]) if match["d"] and match["d"] != "XX" else 1
    return _date(int(match["y"].replace("X", "0")), month, day)


def _last(value: str) -> dt.date | None:
    match = _PART.fullmatch(value)
    if not match or match["y"] == "XXXX":
        return None
    year = int(match["y"].replace("X", "9"))
    month = int(match["m"]) if match["m"] and match["m"] != "XX" else 12
    if match["d"] and match["d"] != "XX":
        return _date(year, month, int(match["d"]))
    return _date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and year else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def bounds(value: str | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day an EDTF value covers.

    Args:
        value: EDTF as this package writes it, or null.

    Returns:
        (start, end), both inclusive; null on an open side, and on both where the year is missing.
    """
    if not value:
        return None, None
    low, _, high = value.partition("/")
    if not high:
        return _first(low), _last(low)
    return (None if low == OPEN else _first(low)), (None if high == OPEN else _last(high))


@lru_cache(maxsize=4096)
def is_valid(value: str) -> bool:
    """Whether `value` is EDTF of the forms this package writes, its days in the calendar and its span forward."""
    ends = value.split("/")
    if len(ends) > 2 or (len(ends) == 1 and ends[0] == OPEN):
        return False
    for end in ends:
        if end == OPEN:
            continue
        match = _PART.fullmatch(end)
        if not match:
            return False
        month = int(match["m"]) if match["m"] and match["m"] != "XX" else None
        day = int(match["d"]) if match["d"] and match["d"] != "XX" else None
        year = None if "X" in match["y"] else int(match["y"])
        if month is not None and Part(year, month, day).edtf() is None:
            return False
    start, stop = bounds(value)
    return start is None or stop is None or start <= stop


def has_year(value: str) -> bool:
    """Whether every end of the value has its year."""
    return "XXXX" not in value


@lru_cache(maxsize=4096)
def with_year(value: str, year: int) -> str | None:
    """The value with its missing years filled in; where the span crosses New Year the second end is a year later.

    Args:
        value: EDTF with `XXXX` for the missing year.
        year: year of the first end.

    Returns:
        EDTF, or null where that year has no such day (29 February).
    """
    low, _, high = value.partition("/")
    first = low.replace("XXXX", f"{year:04d}")
    if not high:
        return first if is_valid(first) else None
    later = "XXXX" in low and "XXXX" in high and high[4:] < low[4:]
    result = f"{first}/{high.replace('XXXX', f'{year + later:04d}')}"
    return result if is_valid(result) else None

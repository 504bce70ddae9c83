"""Numbers that can be set side by side: one thing counted, in one unit and role, over periods of one length.

A number of six months beside one of a year tells nothing, nor do people beside households; so a chart shows one thing,
and what it leaves out is said. Where several documents state the same number, the surest and latest of them stands for
it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.explore.data import Row, Run
from pipeline.explore.filters import Filter, condition

By = Literal["place", "org"]
MOST_SERIES = 8
"""Lines that can still be told apart."""
MOST_BARS = 63
MOST_PERIODS = 3

_KEY = "coalesce(indicator_code, lower(label))"
_UNIT = "coalesce(lower(unit), '')"
_ONCE = (
    "QUALIFY row_number() OVER (PARTITION BY {by}, period "
    "ORDER BY confidence DESC, issued_on DESC NULLS LAST, source, char_start) = 1"
)
# A pair the text itself makes goes before one that only speaks of the same; of several such the surest.
_PAIRS = """
WITH rows AS (SELECT *, {thing} AS thing, {unit} AS unit_, {name} AS name FROM explore_indicators WHERE {where}),
told AS (
    SELECT r.indicator_id AS result_id, t.indicator_id AS target_id, true AS linked, r.period_end AS ends, r.name,
        r.label
    FROM rows r JOIN indicators t ON t.indicator_id = r.target_id
    WHERE r.role NOT IN ('target', 'target_rate') AND t.role = 'target' AND r.kind = t.kind
),
alike AS (
    SELECT r.indicator_id AS result_id, t.indicator_id AS target_id, false AS linked, r.period_end AS ends, r.name,
        r.label
    FROM rows r JOIN rows t ON t.thing = r.thing AND t.unit_ = r.unit_ AND t.kind = r.kind AND t.name = r.name
        AND t.period = r.period
    WHERE r.role = 'result' AND t.role = 'target'
        AND r.indicator_id NOT IN (SELECT result_id FROM told) AND t.indicator_id NOT IN (SELECT target_id FROM told)
    QUALIFY row_number() OVER (PARTITION BY r.name, r.thing, r.unit_, r.period
        ORDER BY r.confidence + t.confidence DESC, r.issued_on DESC NULLS LAST, r.indicator_id, t.indicator_id) = 1
)
SELECT *, count(*) OVER () AS n FROM (FROM told UNION ALL FROM alike)
ORDER BY linked DESC, ends DESC NULLS LAST, name, label, result_id LIMIT {limit} OFFSET {offset}
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chart is about."""

    code: str | None
    label: str
    """As texts most often write it."""
    folded: str
    """In small letters; what the address holds where there is no code."""
    unit: str
    """In small letters."""
    unit_shown: str
    """As texts most often write it."""
    kind: str
    role: str
    span: int
    """Months of a period; 0: a day."""
    n: int
    """Numbers that can be set side by side."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a chart, and where it stands."""

    name: str
    """Of the province or organisation."""
    period: str
    ends: dt.date
    value: float
    row: Row
    """The whole row of `explore_indicators`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A target and the result that answers it."""

    name: str
    label: str
    period: str
    target: Row
    result: Row
    linked: bool
    """The text itself sets the one against the other; else both speak of the same thing, place and period."""

    @property
    def share(self) -> float | None:
        """Result as a share of the target, 1 being all of it."""
        return self.result["value"] / self.target["value"] if self.target["value"] else None


def subjects(run: Run, chosen: Filter, by: By, *, widest: bool = False, limit: int = 8) -> list[Subject]:
    """What could be charted of a filter's rows, that with the most numbers first.

    Args:
        run: which run.
        chosen: the filter; a code or label in it leaves only subjects of that.
        by: what the numbers are compared by.
        widest: rather that first which most places have a number of.
        limit: how many at most.
    """
    where, values = condition(chosen)
    column = chosen.place if by == "place" else "org"
    order = "places DESC, n DESC" if widest else "n DESC"
    rows = run.rows(
        f"SELECT indicator_code AS code, mode(label) AS label, {_KEY} AS folded, {_UNIT} AS unit, "
        f"coalesce(mode(unit), '') AS unit_shown, kind, role, span, "
        f"count(DISTINCT ({column}, period)) AS n, count(DISTINCT {column}) AS places FROM explore_indicators "
        f"WHERE {where} AND {column} IS NOT NULL AND span IS NOT NULL AND period_end IS NOT NULL "
        f"GROUP BY indicator_code, {_KEY}, {_UNIT}, kind, role, span "
        f"ORDER BY {order}, folded, role, span LIMIT {limit}",
        values,
    )
    return [Subject(**{name: row[name] for name in Subject.__slots__}) for row in rows]


def about(chosen: Filter, subject: Subject) -> Filter:
    """The filter that leaves only rows of a subject (and others with its code or label)."""
    if subject.code:
        return replace(chosen, code=subject.code, label="", roles=(subject.role,), kinds=(subject.kind,))
    return replace(chosen, code="", label=subject.folded, roles=(subject.role,), kinds=(subject.kind,))


def points(run: Run, chosen: Filter, subject: Subject, by: By) -> list[Point]:
    """All numbers of a subject, one for each place and period, by period."""
    where, values = condition(about(chosen, subject))
    column = chosen.place if by == "place" else "org"
    rows = run.rows(
        f"SELECT *, {column} AS name FROM explore_indicators WHERE {where} AND {_UNIT} = $unit AND span = $span "
        f"AND {column} IS NOT NULL AND period_end IS NOT NULL {_ONCE.format(by=column)} ORDER BY period_end, name",
        {**values, "unit": subject.unit, "span": subject.span},
    )
    return [Point(r["name"], r["period"], r["period_end"], r["value"], r) for r in rows]


def for_trend(found: list[Point]) -> list[Point]:
    """The points of those with the longest history, as many as can be told apart."""
    lengths = Counter(point.name for point in found)
    last = {point.name: point.value for point in found}
    kept = sorted(lengths, key=lambda name: (-lengths[name], -last[name], name))[:MOST_SERIES]
    return [point for point in found if point.name in kept]


def periods_of(found: list[Point]) -> list[str]:
    """Periods that occur, latest first."""
    ends = {point.period: point.ends for point in found}
    return sorted(ends, key=lambda period: (ends[period], period), reverse=True)


def best_period(found: list[Point]) -> str | None:
    """The latest period for which at least half as many places have a number as for the best covered one."""
    counts = Counter(point.period for point in found)
    enough = max(counts.values(), default=0) / 2
    return next((period for period in periods_of(found) if counts[period] >= enough), None)


def for_rank(found: list[Point], period: str | None) -> list[Point]:
    """One period's numbers, highest first."""
    ranked = sorted((p for p in found if p.period == period), key=lambda p: (-p.value, p.name))
    return ranked[:MOST_BARS]


def for_comparison(found: list[Point]) -> list[Point]:
    """The best covered places over the latest periods."""
    periods = set(periods_of(found)[:MOST_PERIODS])
    near = [point for point in found if point.period in periods]
    counts = Counter(point.name for point in near)
    last = {point.name: point.value for point in near}
    kept = sorted(counts, key=lambda name: (-counts[name], -last[name], name))[: MOST_SERIES + 2]
    order = {name: i for i, name in enumerate(kept)}
    return sorted((p for p in near if p.name in order), key=lambda p: (order[p.name], p.ends))


def pairs(run: Run, chosen: Filter, by: By, limit: int, offset: int = 0) -> tuple[list[Pair], int]:
    """Targets and the results that answer them, latest first.

    Args:
        run: which run.
        chosen: the filter; roles in it do not count.
        by: what a pair is named by.
        limit: how many; offset: how many to pass over.

    Returns:
        the pairs, and how many there are.
    """
    where, values = condition(replace(chosen, roles=()))
    column = chosen.place if by == "place" else "org"
    sql = _PAIRS.format(thing=_KEY, unit=_UNIT, name=column, where=where, limit=limit, offset=offset)
    found = run.rows(sql, values)
    ids = [row[key] for row in found for key in ("result_id", "target_id")]
    rows = {
        row["indicator_id"]: row
        for row in run.rows("SELECT * FROM explore_indicators WHERE list_contains(?, indicator_id)", [ids])
    }
    total = found[0]["n"] if found else 0
    return [_pair(row, rows) for row in found], total


def _pair(found: dict[str, Any], rows: dict[str, Row]) -> Pair:
    result, target = rows[found["result_id"]], rows[found["target_id"]]
    return Pair(
        found["name"] or result["org"] or "", result["label"], result["period"], target, result, found["linked"]
    )

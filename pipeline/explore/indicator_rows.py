"""Questions about indicators: a page of rows, what can be chosen, what is counted most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.explore.data import Row, Run, rows_from
from pipeline.explore.filters import Filter, condition

if TYPE_CHECKING:
    import duckdb

SORTS = {
    "value": "value",
    "label": "lower(label)",
    "period": "period_end",
    "place": "place",
    "org": "org",
    "role": "role",
    "document": "issued_on",
    "confidence": "confidence",
}
"""What rows can be sorted by: name in the address → SQL."""
PAGE_SIZES = (25, 50, 100, 200)

_SHOWN = (
    "indicator_id, doc_id, char_start, char_end, page, surface, sentence, label, indicator_code, value, value_high, "
    "kind, unit, comparator, role, period, own_period, org, org_id, directive_id, arithmetic, method, confidence, "
    "review_status, source, document_title, issued_on, section, target_id, whole_id, year, province, province_now"
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows that a question has."""

    rows: list[Row]
    total: int
    number: int
    """From 1."""
    size: int

    @property
    def last(self) -> int:
        """Number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """Of this page, counted from 1 over all; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        """Of this page, counted from 1 over all."""
        return min(self.number * self.size, self.total)

    @property
    def numbers(self) -> list[int | None]:
        """Pages to offer, null for those left out between: 1 … 4 5 6 … 20."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        found: list[int | None] = []
        for n in sorted(n for n in near if 1 <= n <= self.last):
            if found and found[-1] is not None and n - found[-1] > 1:
                found.append(None)
            found.append(n)
        return found


def page_number(given: str | None, total: int, size: int) -> int:
    """The page an address asks for, within what there is."""
    wanted = int(given) if given and given.isdecimal() and len(given) < 9 else 1
    return min(max(1, wanted), max(1, -(-total // size)))


def page_size(given: str | None) -> int:
    """How many rows an address wants on a page; 50 where it does not say."""
    return next((size for size in PAGE_SIZES if str(size) == given), 50)


def order_of(sort: str | None) -> str:
    """`ORDER BY` of `sort=value` or `sort=-value`; without one in the order of the documents."""
    name, down = (sort or "").removeprefix("-"), (sort or "").startswith("-")
    by = SORTS.get(name)
    place = "source, char_start, indicator_id"
    return f"{by} {'DESC' if down else 'ASC'} NULLS LAST, {place}" if by else place


@dataclass(frozen=True, slots=True)
class Table:
    """A page of rows, and what is counted most among all of them."""

    page: Page
    frequent: list[Row]
    """`code` or else `folded` (the label in small letters), `label` as most often written, `n`."""


def table_of(run: Run, chosen: Filter, sort: str | None, number: str | None, size: int) -> Table:
    """One page of the rows that a filter leaves.

    Args:
        run: which run.
        chosen: which rows.
        sort: as in the address; number: of the page, as in the address.
        size: rows on a page.
    """
    where, values = condition(chosen)
    # What passes the filter is found once, without its texts, which are most of what a row weighs.
    keys = (
        "CREATE OR REPLACE TEMP TABLE passed AS "
        f"SELECT indicator_id, indicator_code, label, {chosen.place} AS place, value, period_end, org, role, "
        f"issued_on, confidence, source, char_start FROM explore_indicators WHERE {where}"
    )
    with run.read() as cursor:
        cursor.execute(keys, values)
        found = cursor.execute("SELECT count(*) FROM passed").fetchone()
        total = int(found[0]) if found else 0
        at = page_number(number, total, size)
        wanted = cursor.execute(
            f"SELECT indicator_id FROM passed ORDER BY {order_of(sort)} LIMIT {size} OFFSET {(at - 1) * size}"
        ).fetchall()
        rows = _in_order(cursor, [indicator_id for (indicator_id,) in wanted], chosen.place)
        frequent = [] if chosen.code or chosen.label else rows_from(cursor, _FREQUENT)
        cursor.execute("DROP TABLE passed")
    return Table(Page(rows, total, at, size), frequent)


def _in_order(cursor: duckdb.DuckDBPyConnection, ids: list[str], place: str) -> list[Row]:
    sql = f"SELECT {_SHOWN}, {place} AS place FROM explore_indicators WHERE list_contains(?, indicator_id)"
    found = {row["indicator_id"]: row for row in rows_from(cursor, sql, [ids])}
    return [found[indicator_id] for indicator_id in ids if indicator_id in found]


_FREQUENT = """
SELECT indicator_code AS code, CASE WHEN indicator_code IS NULL THEN lower(label) END AS folded, mode(label) AS label,
    count(*) AS n
FROM passed GROUP BY 1, 2 HAVING n > 1 ORDER BY n DESC, 1, 2 LIMIT 12
"""


def stream(run: Run, chosen: Filter, sort: str | None, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """All rows of a filter, a thousand at a time from the tables.

    Args:
        run: which run.
        chosen: which rows.
        sort: as in the address.
        columns: SQL of what to give.
    """
    where, values = condition(chosen)
    sql = (
        f"SELECT {', '.join(columns)} FROM (SELECT *, {chosen.place} AS place FROM explore_indicators WHERE {where}) i "
        f"ORDER BY {order_of(sort)}"
    )
    with run.read() as cursor:
        found = cursor.execute(sql, values)
        while rows := found.fetchmany(1000):
            yield from rows


def provinces(run: Run, chosen: Filter) -> list[str]:
    """Names of provinces that numbers speak of, then or now as the filter has it, in the order of the alphabet."""
    from pipeline.explore.fold import plain

    sql = f"SELECT DISTINCT {chosen.place} AS name FROM explore_indicators WHERE {chosen.place} IS NOT NULL"
    names = run.remembered(("provinces", chosen.when), lambda: [row["name"] for row in run.rows(sql)])
    return sorted(names, key=lambda name: (plain(name), name))


def years(run: Run) -> list[int]:
    """Years in which periods end, latest first."""
    sql = "SELECT DISTINCT year FROM explore_indicators WHERE year IS NOT NULL ORDER BY year DESC"
    return run.remembered("years", lambda: [int(row["year"]) for row in run.rows(sql)])


def codes(run: Run) -> list[str]:
    """Catalogue codes that occur, most frequent first."""
    sql = (
        "SELECT indicator_code AS code FROM indicators WHERE indicator_code IS NOT NULL "
        "GROUP BY indicator_code ORDER BY count(*) DESC, indicator_code"
    )
    return run.remembered("codes", lambda: [row["code"] for row in run.rows(sql)])


def names_of_directives(run: Run, ids: Sequence[str | None]) -> dict[str, str]:
    """Directive id → its symbol, or title where it has none."""
    wanted = sorted({i for i in ids if i})
    if not wanted:
        return {}
    sql = (
        "SELECT directive_id AS id, coalesce(symbol, title, directive_id) AS name FROM directives "
        "WHERE list_contains(?, directive_id)"
    )
    return {row["id"]: row["name"] for row in run.rows(sql, [wanted])}

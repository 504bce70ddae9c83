"""What a run covers: documents by province and year, failures and warnings by what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from pipeline.compliance.load import province_rows
from pipeline.errors import ERROR_KINDS
from pipeline.explore.data import Row, Run
from pipeline.explore.filters import When
from pipeline.explore.fold import plain
from pipeline.wording import Language

MOST_YEARS = 14
EARLIER = -1
"""Stands for all years before those shown; 0 for documents of no known year."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents there are of each province and year."""

    years: tuple[int, ...]
    """Columns in order: `EARLIER` where there are more years than can be shown, years, 0 where some have none."""
    first: int
    """The first year that has a column of its own."""
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    """(province, documents by column, all); the province is empty for documents of none."""
    without: tuple[str, ...]
    """Provinces of which there is no document."""
    most: int
    """The largest number in a cell."""

    def shade(self, n: int) -> int:
        """How dark a cell is: 0 none, 1 to 4."""
        return 0 if not n else 1 + min(3, int(4 * (n - 1) / max(1, self.most)))


def coverage(run: Run, when: When) -> Coverage:
    """Documents by province and year.

    Args:
        run: which run.
        when: provinces of that time, or of today.
    """
    return run.remembered(("coverage", when), lambda: _coverage(run, when))


def _coverage(run: Run, when: When) -> Coverage:
    column = "province_now" if when == "now" else "province"
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for row in run.rows(f"SELECT {column} AS name, year, count(*) AS n FROM explore_documents GROUP BY ALL"):
        counts[row["name"] or ""][row["year"] or 0] += row["n"]
    known = sorted({year for by_year in counts.values() for year in by_year if year})
    shown = known[-MOST_YEARS:]
    years: list[int] = [*([EARLIER] if len(known) > len(shown) else []), *shown]
    if any(by_year[0] for by_year in counts.values()):
        years.append(0)

    def cells(by_year: Counter[int]) -> tuple[int, ...]:
        earlier = sum(n for year, n in by_year.items() if year and year not in shown)
        return tuple(earlier if year == EARLIER else by_year[year] for year in years)

    names = sorted(counts, key=lambda name: (not name, plain(name), name))
    rows = tuple((name, cells(counts[name]), counts[name].total()) for name in names)
    without = tuple(row.label for row in province_rows(when == "now") if row.key not in counts)
    most = max((n for name, row, _ in rows if name for n in row), default=0)
    return Coverage(tuple(years), shown[0] if shown else 0, rows, without, most)


def said_in(message: str, language: Language) -> str:
    """A message of both languages in one: what stands before ` / ` or behind it."""
    parts = message.split(" / ")
    half, odd = divmod(len(parts), 2)
    if odd or not half:
        return message
    return " / ".join(parts[:half] if language == "vi" else parts[half:])


@dataclass(frozen=True, slots=True)
class Failure:
    """Inputs that failed for one reason."""

    code: str
    message: str
    """Of the first of them, in both languages."""
    n: int
    sources: tuple[str, ...]
    """Some of them."""


def failures(run: Run, some: int = 5) -> list[Failure]:
    """What failed, by reason, most frequent first.

    Args:
        run: which run.
        some: how many paths to name of each.
    """
    rows = run.rows(
        "SELECT error, min(message) AS message, count(*) AS n, list(source ORDER BY source)[:$some] AS sources "
        "FROM errors GROUP BY error ORDER BY n DESC, error",
        {"some": some},
    )
    return [Failure(r["error"], r["message"], r["n"], tuple(r["sources"])) for r in rows]


def reasons(language: Language) -> dict[str, str]:
    """Code of a failure → its sentence, with what it leaves open in braces."""
    return {code: kind.vi if language == "vi" else kind.en for code, kind in ERROR_KINDS.items()}


def warnings(run: Run, most: int = 12) -> list[Row]:
    """What readers warned of: `message` without its figures, `n` documents; most frequent first.

    Args:
        run: which run.
        most: how many kinds at most.
    """
    return run.rows(
        "SELECT regexp_replace(message, '\\d+', '…', 'g') AS message, count(DISTINCT doc_id) AS n "
        "FROM (SELECT doc_id, unnest(warnings) AS message FROM documents) GROUP BY 1 ORDER BY n DESC, 1 LIMIT $most",
        {"most": most},
    )

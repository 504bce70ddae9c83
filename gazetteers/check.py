"""Find what is wrong in the tables before a run does: duplicates, missing sources, overlaps in time, loops.

    python -m gazetteers.check

Prints one line per problem and exits with 1 if there is any. Every table of the folder is checked for what holds for
all (a source in every row, no row twice, clean cells, real dates); `_RULES` says what holds for single tables.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Literal

from gazetteers import split_cell

ProblemKind = Literal[
    "unreadable",
    "source",
    "cell",
    "duplicate",
    "date",
    "overlap",
    "successor",
    "cycle",
    "ambiguous",
    "unknown",
    "value",
]
_LISTS = frozenset(
    {
        "forms",
        "aliases",
        "successors",
        "province_ids",
        "groups",
        "tails",
        "traits",
        "ambiguous_with",
        "phrases",
        "excludes",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    table: str
    """File name without `.csv`."""
    line: int
    """Line in the file, the header being 1; 0 for the whole table."""
    kind: ProblemKind
    message: str

    def __str__(self) -> str:
        return f"gazetteers/{self.table}.csv:{self.line}: {self.kind}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Rule:
    """What holds for one table beyond what holds for all."""

    key: tuple[str, ...] = ()
    """Columns that together stand in one row only."""
    one_at_a_time: tuple[str | tuple[str, ...], ...] = ()
    """Columns, or columns together, of which each value is valid in one row at a time."""
    continued: bool = False
    """A row that ends has successors."""
    spellings: tuple[str, ...] = ()
    """Columns whose spellings must lead to one row."""
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column → (table, column) its values must stand in."""
    patterns: Mapping[str, str] = field(default_factory=dict)
    """Column → what its values must look like."""
    apart: str = ""
    """Column that tells rows with the same spelling apart."""


_RULES: dict[str, _Rule] = {
    "provinces": _Rule(
        ("province_id",),
        ("code", "name"),
        True,
        ("name", "aliases"),
        {"successors": ("provinces", "province_id")},
        patterns={"code": r"(?:\d\d)?", "type": r"tỉnh|thành phố|đặc khu"},
    ),
    "districts": _Rule(
        one_at_a_time=(("province_code", "type", "name"),),
        refers={"province_code": ("provinces", "code")},
        patterns={"type": r"huyện|quận|thị xã|thành phố"},
    ),
    "organisations": _Rule(
        ("org_id",), ("name",), spellings=("name", "forms"), refers={"successors": ("organisations", "org_id")}
    ),
    "org_provinces": _Rule(
        ("org_id",),
        continued=True,
        refers={"successors": ("org_provinces", "org_id"), "province_ids": ("provinces", "province_id")},
    ),
    "org_departments": _Rule(("department",), refers={"successors": ("org_departments", "department")}),
    "org_patterns": _Rule(("head", "forms"), refers={"fields": ("org_fields", "groups")}),
    "org_fields": _Rule(("field", "groups")),
    "org_words": _Rule(("phrase",)),
    "org_cues": _Rule(("cue", "kind")),
    "abbreviations": _Rule(("short", "expansion")),
    "countries": _Rule(("name",)),
    "press": _Rule(("name",), spellings=("name", "forms"), refers={"province": ("provinces", "name")}),
    "doc_kinds": _Rule(("phrase",), patterns={"kind": r"report|plan|decision|law|letter|outline|news|other"}),
    "metadata_cues": _Rule(("role", "phrase")),
    "date_words": _Rule(("role", "phrase")),
    "number_words": _Rule(("word", "role")),
    "indicator_catalogue": _Rule(
        ("code",),
        spellings=("phrases",),
        apart="dimension",
        patterns={
            "code": r"[a-z]+\.[a-z0-9_]+",
            "vi": r".+",
            "en": r".+",
            "domain": r"[a-z]+",
            "dimension": r"(?:count|money|percent|score|area|mass|length|volume|energy|time|power)(?:[:/][\w ]+)?",
            "direction": r"more|less|none",
            "phrases": r"(?:[^\[\]{}]|\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\]|\{[^{}]*\})+",
        },
    ),
    "indicator_label_words": _Rule(("phrase", "kind"), patterns={"kind": r"drop|same|against|lead|tail"}),
}

Rows = Sequence[tuple[int, Mapping[str, str]]]


def check_all() -> list[Problem]:
    """Check every table beside this module, in the order of their names."""
    names = sorted(
        path.name.removesuffix(".csv") for path in files("gazetteers").iterdir() if path.name.endswith(".csv")
    )
    problems: list[Problem] = []
    tables: dict[str, Rows] = {}
    for name in names:
        text = (files("gazetteers") / f"{name}.csv").read_text(encoding="utf-8")
        tables[name], unreadable = read_rows(name, text)
        problems += unreadable
    for name, rows in tables.items():
        problems += check_table(name, rows, tables)
    return problems


def read_rows(table: str, text: str) -> tuple[Rows, list[Problem]]:
    """The rows of a table's text with their line numbers, and what could not be read."""
    reader = csv.DictReader(text.splitlines())
    rows, problems = [], []
    for row in reader:
        if None in row:
            problems.append(Problem(table, reader.line_num, "unreadable", "more cells than columns: quote the comma"))
            continue
        if None in row.values():
            problems.append(Problem(table, reader.line_num, "unreadable", "fewer cells than columns"))
        rows.append((reader.line_num, {key: value or "" for key, value in row.items()}))
    if "source" not in (reader.fieldnames or ()):
        problems.append(Problem(table, 1, "source", "the table has no column `source`"))
    return rows, problems


def check_table(table: str, rows: Rows, tables: Mapping[str, Rows] | None = None) -> list[Problem]:
    """What is wrong in one table.

    Args:
        table: its name, which decides the rules.
        rows: (line, row) pairs as `read_rows` gives them.
        tables: all tables by name, for values that must stand in another; only `rows` where null.
    """
    rule = _RULES.get(table, _Rule())
    known = {table: rows} if tables is None else tables
    return [
        *_cells(table, rows),
        *_duplicates(table, rows, rule),
        *_dates(table, rows),
        *_overlaps(table, rows, rule),
        *_references(table, rows, rule, known),
        *_successions(table, rows, rule),
        *_cycles(table, rows, rule),
        *_spellings(table, rows, rule),
        *_values(table, rows, rule),
    ]


def _cells(table: str, rows: Rows) -> Iterator[Problem]:
    for line, row in rows:
        if "source" in row and not row["source"].strip():
            yield Problem(table, line, "source", "no source")
        for column, cell in row.items():
            if cell != cell.strip() or not unicodedata.is_normalized("NFC", cell):
                yield Problem(table, line, "cell", f"{column}: blanks around it, or not NFC: {cell!r}")
            members = cell.split("|")
            if column in _LISTS and cell and (len(set(members)) < len(members) or not all(m.strip() for m in members)):
                yield Problem(table, line, "cell", f"{column}: an empty or repeated member: {cell!r}")


def _duplicates(table: str, rows: Rows, rule: _Rule) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        columns = [c for c in rule.key or row if c in row and (rule.key or c != "source")]
        key = tuple(row[c] for c in columns)
        if key in seen:
            yield Problem(table, line, "duplicate", f"{', '.join(key)} stands in line {seen[key]} already")
        seen.setdefault(key, line)


def _span(row: Mapping[str, str]) -> tuple[dt.date, dt.date] | None:
    """First and last day; null where a cell is no date."""
    try:
        first = dt.date.fromisoformat(row["valid_from"]) if row.get("valid_from") else dt.date.min
        last = dt.date.fromisoformat(row["valid_to"]) if row.get("valid_to") else dt.date.max
    except ValueError:
        return None
    return first, last


def _dates(table: str, rows: Rows) -> Iterator[Problem]:
    for line, row in rows:
        span = _span(row)
        if span is None:
            yield Problem(table, line, "date", f"not a date: {row.get('valid_from')!r} or {row.get('valid_to')!r}")
        elif span[0] > span[1]:
            yield Problem(table, line, "date", f"ends ({span[1]}) before it begins ({span[0]})")


def _overlaps(table: str, rows: Rows, rule: _Rule) -> Iterator[Problem]:
    for columns in rule.one_at_a_time:
        together = (columns,) if isinstance(columns, str) else columns
        bearers: dict[tuple[str, ...], list[tuple[int, tuple[dt.date, dt.date]]]] = defaultdict(list)
        for line, row in rows:
            span, value = _span(row), tuple(row.get(c, "") for c in together)
            if span is None or not any(value):
                continue
            for other, (first, last) in bearers[value]:
                if first <= span[1] and span[0] <= last:
                    name = ", ".join(together)
                    yield Problem(
                        table, line, "overlap", f"{name} {', '.join(value)!r} is valid in line {other} as well"
                    )
            bearers[value].append((line, span))


def _successions(table: str, rows: Rows, rule: _Rule) -> Iterator[Problem]:
    """A row in force that has successors, one that ends without any, a successor that is not there the day after."""
    if "successors" not in rule.refers or len(rule.key) != 1:
        return
    spans = {row[rule.key[0]]: _span(row) for _, row in rows}
    for line, row in rows:
        span, names = spans[row[rule.key[0]]], split_cell(row["successors"])
        if span is None:
            continue
        if not row["valid_to"]:
            if names:
                yield Problem(table, line, "successor", "has successors, but no `valid_to`")
            continue
        if rule.continued and not names:
            yield Problem(table, line, "successor", "ends without a successor")
        after = span[1] + dt.timedelta(days=1)
        for name in names:
            then = spans.get(name)
            if then and not then[0] <= after <= then[1]:
                yield Problem(table, line, "successor", f"{name!r} is not in force on {after}, the day after")


def _references(table: str, rows: Rows, rule: _Rule, tables: Mapping[str, Rows]) -> Iterator[Problem]:
    for column, (target, target_column) in rule.refers.items():
        if target not in tables:
            continue
        known = {member for _, row in tables[target] for member in split_cell(row.get(target_column, ""))}
        for line, row in rows:
            for member in split_cell(row.get(column, "")):
                if member not in known:
                    kind: ProblemKind = "successor" if column == "successors" else "unknown"
                    yield Problem(table, line, kind, f"{column}: {member!r} is not in {target}.csv")


def _cycles(table: str, rows: Rows, rule: _Rule) -> Iterator[Problem]:
    if "successors" not in rule.refers or len(rule.key) != 1:
        return
    following = {row[rule.key[0]]: split_cell(row["successors"]) for _, row in rows}
    for line, row in rows:
        start = row[rule.key[0]]
        seen: set[str] = set()
        ahead = list(following[start])
        while ahead:
            step = ahead.pop()
            if step == start:
                yield Problem(table, line, "cycle", f"{start} succeeds itself")
                break
            if step not in seen:
                seen.add(step)
                ahead.extend(following.get(step, ()))


def _spellings(table: str, rows: Rows, rule: _Rule) -> Iterator[Problem]:
    """One spelling that leads to two rows valid at the same time."""
    bearers: dict[tuple[str, str], list[tuple[int, tuple[dt.date, dt.date]]]] = defaultdict(list)
    for line, row in rows:
        span = _span(row)
        apart = row.get(rule.apart, "")
        for spelling in dict.fromkeys(s for c in rule.spellings for s in split_cell(row.get(c, ""))):
            for other, (first, last) in bearers[apart, spelling]:
                if span is not None and first <= span[1] and span[0] <= last:
                    yield Problem(table, line, "ambiguous", f"{spelling!r} stands in line {other} as well")
            if span is not None:
                bearers[apart, spelling].append((line, span))


def _values(table: str, rows: Rows, rule: _Rule) -> Iterator[Problem]:
    for column, pattern in rule.patterns.items():
        for line, row in rows:
            if not re.fullmatch(pattern, row.get(column, "")):
                yield Problem(table, line, "value", f"{column}: {row.get(column)!r} is none of its values")


def main() -> int:
    """Print the problems; 0 where there are none."""
    problems = check_all()
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

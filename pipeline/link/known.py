"""Directives that matter nationally, by a list: fills what mentions leave out and catches misprints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gazetteers import read_table
from pipeline.annotate.issuers import standard_issuer
from pipeline.link.symbols import symbol_facts
from pipeline.link.titles import title_words
from pipeline.schema import Row


@cache
def _known() -> Mapping[tuple[str, int], Mapping[str, str]]:
    """(key of the symbol, year) → line of `gazetteers/directives.csv`."""
    return {(symbol_facts(row["symbol"]).key, int(row["date"][:4])): row for row in read_table("directives")}


@cache
def _years() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for key, year in _known():
        found[key] = (*found.get(key, ()), year)
    return found


_SAME_TITLE_WORDS = 4
_SAME_TITLE_SHARE = 0.7


@cache
def _by_day() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for row in read_table("directives"):
        found[row["date"]] = (*found.get(row["date"], ()), row)
    return found


def _meant(row: Row) -> str | None:
    """The listed symbol of the same day, type and title, of which this row's is a misprint."""
    words = set(title_words(row["title"]))
    for known in _by_day().get(row["date"] or "", ()):
        other = set(title_words(known["title"]))
        common = len(words & other)
        same = common >= _SAME_TITLE_WORDS and common >= _SAME_TITLE_SHARE * max(len(words), len(other))
        if same and row["doc_type"] == known["doc_type"]:
            return known["symbol"]
    return None


def complete(row: Row) -> Row:
    """A row of `directives` with title, date, issuer and type from the list where its mentions give none.

    A date that contradicts the list stays and is told in `conflicts`, and so is a symbol that has a listed directive's
    day, type and title but another number. A directive of another year, or of a body that
    every province has, is another document and stays as it is.

    Args:
        row: a row of `directives`.
    """
    if not row["symbol"] or row["province"]:
        return row
    key = symbol_facts(row["symbol"]).key
    years = _years().get(key, ())
    year = row["year"] if row["year"] is not None else years[0] if len(years) == 1 else None
    known = _known().get((key, year)) if year is not None else None
    if known is None:
        meant = _meant(row)
        if meant is None:
            return row
        told = f"symbol: {row['symbol']}; in the list of directives, of that day and title: {meant}"
        return {**row, "conflicts": [*row["conflicts"], told]}
    filled = dict(row)
    for name in ("title", "date", "issuer", "doc_type"):
        filled[name] = row[name] or known[name]
    if not row["issuer"] and (body := standard_issuer(known["issuer"], None)):
        filled["issuer_id"] = body.org_id
    if len(row["date"] or "") == len(known["date"]) and row["date"] != known["date"]:
        filled["conflicts"] = [*row["conflicts"], f"date: {row['date']}; in the list of directives: {known['date']}"]
    return filled

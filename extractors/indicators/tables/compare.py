"""Which column a percent or difference measures against which, found by recomputing it; and whether sums hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.indicators.tables.columns import TableColumn
from extractors.indicators.tables.values import CellNumber
from extractors.model import Role

Formula = Literal["ratio", "growth", "difference"]
Numbers = Sequence[dict[int, CellNumber]]
"""For each row the numbers by column."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Column `column` is `formula` of `over` by `under`, as recomputing shows, or as the header says."""

    column: int
    formula: Formula
    over: int
    under: int
    checked: bool
    """Recomputing agrees in most rows: rows that do not are misprints."""


def computed(formula: Formula, over: Decimal, under: Decimal) -> Decimal | None:
    """What the formula gives, in percent for `ratio` and `growth`; null where it divides by nothing."""
    if formula == "difference":
        return over - under
    if under == 0:
        return None
    return over / under * 100 - (100 if formula == "growth" else 0)


def agrees(stated: CellNumber, formula: Formula, over: CellNumber, under: CellNumber, falls: bool) -> bool | None:
    """Whether a stated number is what the formula gives within the rounding of all; null where it can't be told."""
    value = computed(formula, over.value, under.value)
    if value is None:
        return None
    said = -abs(stated.value) if falls or stated.bracketed else stated.value
    half = Decimal("0.5")
    tolerance = half.scaleb(-stated.places) * Decimal("1.02")
    if formula == "difference":
        tolerance += half.scaleb(-over.places) * (1 if over.places else 0) + half.scaleb(-under.places) * (
            1 if under.places else 0
        )
    else:
        slack_over = half.scaleb(-over.places) if over.places else Decimal(0)
        slack_under = half.scaleb(-under.places) if under.places else Decimal(0)
        if under.value:
            tolerance += abs(100 * slack_over / under.value) + abs(100 * over.value * slack_under / under.value**2)
    return abs(value - said) <= tolerance


def find_pairing(column: TableColumn, columns: Sequence[TableColumn], numbers: Numbers) -> Pairing | None:
    """What a column of comparison compares, or null where recomputing finds nothing.

    Args:
        column: the column, `compares` set.
        columns: all columns.
        numbers: the numbers of all rows.
    """
    others = [c for c in columns if c.hold == "number" and c.index != column.index and not c.compares and not c.percent]
    formulas: tuple[Formula, ...] = ("ratio", "growth") if column.percent else ("difference", "ratio", "growth")
    if column.percent and column.role == "change":
        formulas = ("growth", "ratio")
    best: tuple[float, Pairing] | None = None
    for formula in formulas:
        for over in others:
            for under in others:
                if over.index == under.index:
                    continue
                results = [
                    agrees(row[column.index], formula, row[over.index], row[under.index], column.falls)
                    for row in numbers
                    if column.index in row and over.index in row and under.index in row
                ]
                told = [r for r in results if r is not None]
                right = sum(told)
                if not told or right * 2 <= len(told) or (right < 2 and len(told) > 1):
                    continue
                score = right / len(told) + _plausible(column, over, under, formula)
                pairing = Pairing(column.index, formula, over.index, under.index, right >= 2 or len(told) == 1)
                if best is None or score > best[0]:
                    best = (score, pairing)
    return best[1] if best else None


def _plausible(column: TableColumn, over: TableColumn, under: TableColumn, formula: Formula) -> float:
    """Small bonus for what the headers suggest, to choose between pairings that agree equally."""
    bonus = 0.0
    if over.role in (None, "result") and over.index < column.index:
        bonus += 0.02
    if column.role == "target_rate":
        bonus += 0.1 if under.role == "target" else -0.1
    if column.role == "change" and under.role == "target":
        bonus -= 0.05
    if column.period and over.period == column.period:
        bonus += 0.05
    if under.index < over.index:
        bonus += 0.01
    return bonus


def role_of(pairing: Pairing, column: TableColumn, columns: Sequence[TableColumn]) -> Role:
    """The role of the numbers of a column of comparison whose columns are known."""
    under = next(c for c in columns if c.index == pairing.under)
    if pairing.formula in ("growth", "difference"):
        return "change"
    if under.role == "target":
        return "target_rate"
    over = next(c for c in columns if c.index == pairing.over)
    earlier = under.role == "baseline" or (
        under.period is not None and over.period is not None and under.period < over.period
    )
    if earlier:
        return "index"
    return "index" if column.role in ("change", "index") else "share"


def sum_check(whole: CellNumber, parts: Sequence[CellNumber]) -> Literal["ok", "off"] | None:
    """Whether parts make their whole within rounding: `ok`, `off`, or null where there are not at least two parts."""
    if len(parts) < 2 or whole.high is not None or any(p.high is not None for p in parts):
        return None
    total = sum((p.value for p in parts), Decimal(0))
    places = max(whole.places, *(p.places for p in parts))
    tolerance = Decimal("0.5").scaleb(-places) * (len(parts) + 1) if places else Decimal(0)
    return "ok" if abs(total - whole.value) <= tolerance else "off"


__all__ = ["Pairing", "agrees", "computed", "find_pairing", "role_of", "sum_check"]

"""What reading a sentence makes: indicators without period and links, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from extractors.indicators.clauses import Clause
from extractors.indicators.quantities import Quantity
from extractors.model import Comparator, Role


class Draft(NamedTuple):
    """An indicator without its period and links."""

    quantity: Quantity
    value: Decimal
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    role: Role
    label: str
    clause: Clause
    sentence: tuple[int, int]
    planned: bool = False
    aim: bool = False
    """It is the plan of a year (`kế hoạch 16%`), whatever part of the year the text is about."""
    within: bool = False
    """Said to be part of what was named before (`trong đó`)."""
    against: str = ""
    comparison: str = ""
    """What its label says it is compared with (`so với cùng kỳ`)."""
    level: bool = False
    """Given by a verb of level (`đạt`), not by `chiếm`."""
    base_years: int | None = None
    """For a baseline: how many years before the period it holds (`cùng kỳ năm trước`: 1), null where its own date
    says it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quantity stands in its sentence."""

    clauses: tuple[Clause, ...]
    index: int
    order: int
    sentence: tuple[int, int]

    @property
    def clause(self) -> Clause:
        return self.clauses[self.index]

    @property
    def following(self) -> Quantity | None:
        return self.clause.quantities[self.order + 1] if self.order + 1 < len(self.clause.quantities) else None

    @property
    def next_quantity(self) -> Quantity | None:
        if self.following:
            return self.following
        return next((c.quantities[0] for c in self.clauses[self.index + 1 :] if c.quantities), None)

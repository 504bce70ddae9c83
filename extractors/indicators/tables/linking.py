"""Links within a table: results and targets of a row, parts and wholes of a column, and whether the sums hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from extractors.indicators.tables.columns import TableColumn
from extractors.indicators.tables.compare import Pairing, agrees, computed, sum_check
from extractors.indicators.tables.names import RowName
from extractors.indicators.tables.values import CellNumber
from extractors.indicators.years import years_of
from extractors.model import Indicator

_ADDABLE = ("count", "money", "measure")
Place = tuple[int, int]


def link_table(
    made: Mapping[Place, Indicator],
    columns: Sequence[TableColumn],
    names: Sequence[RowName],
    numbers: Sequence[Mapping[int, CellNumber]],
    pairings: Mapping[int, Pairing],
) -> list[Indicator]:
    """The indicators of one table with `target`, `whole` and `arithmetic`.

    Args:
        made: indicators by (row, column).
        columns: the columns.
        names: the rows.
        numbers: the numbers of each row by column.
        pairings: what columns of comparison compare.
    """
    linked = dict(made)
    for (r, c), indicator in made.items():
        linked[r, c] = _against(indicator, r, c, made, columns, numbers, pairings)
    for whole, parts, complete in _families(names):
        _sums(linked, whole, parts, complete, columns, numbers)
    return list(linked.values())


def _against(
    indicator: Indicator,
    r: int,
    c: int,
    made: Mapping[Place, Indicator],
    columns: Sequence[TableColumn],
    numbers: Sequence[Mapping[int, CellNumber]],
    pairings: Mapping[int, Pairing],
) -> Indicator:
    pairing = pairings.get(c)
    target = _target_of(r, c, indicator, made, columns, pairing)
    if target is not None:
        indicator = replace(indicator, target=target)
    if pairing is None:
        return indicator
    row = numbers[r]
    if pairing.over in row and pairing.under in row:
        right = agrees(row[c], pairing.formula, row[pairing.over], row[pairing.under], columns[c].falls)
        if right is not None and (right or pairing.checked):
            value = computed(pairing.formula, row[pairing.over].value, row[pairing.under].value)
            indicator = replace(
                indicator,
                arithmetic="ok" if right else "mismatch",
                computed=None if value is None else _scaled(value, indicator, row[c]),
            )
    return indicator


def _target_of(
    r: int,
    c: int,
    indicator: Indicator,
    made: Mapping[Place, Indicator],
    columns: Sequence[TableColumn],
    pairing: Pairing | None,
) -> int | None:
    if indicator.role not in ("result", "target_rate", "share", "rate", "change"):
        return None
    if pairing is not None:
        under = made.get((r, pairing.under))
        return under.start if under is not None and under.role == "target" else None
    if indicator.role == "change":
        return None
    wanted = years_of(indicator.period)[-1:]
    for column in sorted(columns, key=lambda k: (k.index > c, abs(k.index - c))):
        other = made.get((r, column.index))
        if other is None or other.role != "target":
            continue
        if indicator.role != "target_rate" and (other.kind, other.unit) != (indicator.kind, indicator.unit):
            continue
        if not wanted or years_of(other.period)[-1:] in ((), wanted):
            return other.start
    return None


def _families(names: Sequence[RowName]) -> list[tuple[int, list[int], bool]]:
    """(row of the whole, rows of its parts, whether they are all its parts)."""
    families: list[tuple[int, list[int], bool]] = []
    children: dict[int, list[int]] = {}
    for i, name in enumerate(names):
        if name.parent is not None and name.data and names[name.parent].data:
            children.setdefault(name.parent, []).append(i)
    for parent, rows in children.items():
        families.append((parent, rows, not any(names[i].within for i in rows)))
    for i, name in enumerate(names):
        if not name.total or not name.data:
            continue
        # A total closes what stands above it, or heads what follows.
        above = _top(names, range(_after_total(names, i), i))
        below = _top(names, range(i + 1, len(names)))
        rows = above if above and not (i == 0 or not any(names[k].data for k in range(i))) else below
        if len(rows) >= 2:
            families.append((i, rows, True))
    return families


def _after_total(names: Sequence[RowName], i: int) -> int:
    return max((k + 1 for k in range(i) if names[k].total), default=0)


def _top(names: Sequence[RowName], rows: range) -> list[int]:
    """Rows of the highest level that have numbers, up to the next total."""
    found = []
    for k in rows:
        if names[k].total:
            break
        found.append(k)
    found = [k for k in found if names[k].data and (names[k].parent is None or not names[_parent(names, k)].data)]
    ranks = {names[k].rank for k in found}
    return [k for k in found if names[k].rank == min(ranks)] if ranks else []


def _parent(names: Sequence[RowName], k: int) -> int:
    parent = names[k].parent
    return k if parent is None else parent


def _sums(
    linked: dict[Place, Indicator],
    whole: int,
    parts: Sequence[int],
    complete: bool,
    columns: Sequence[TableColumn],
    numbers: Sequence[Mapping[int, CellNumber]],
) -> None:
    """Link parts to their whole in each column, and tell whether they make it."""
    told: dict[int, Literal["ok", "off"]] = {}
    for column in columns:
        c = column.index
        top = linked.get((whole, c))
        here = [r for r in parts if (r, c) in linked]
        if top is None or not here or column.compares or top.kind not in _ADDABLE or top.role == "rate":
            continue
        alike = [r for r in here if linked[r, c].kind == top.kind and linked[r, c].unit == top.unit]
        over = any(abs(linked[r, c].value) > abs(top.value) * 1.001 for r in alike)
        if not alike or (over and (len(alike) < len(here) or len(here) < 2)):
            continue
        for r in alike:
            if linked[r, c].value <= top.value:
                linked[r, c] = replace(linked[r, c], whole=top.start)
        if len(alike) == len(parts):
            found = sum_check(numbers[whole][c], [numbers[r][c] for r in alike])
            if found is not None:
                told[c] = found
    right = sum(v == "ok" for v in told.values())
    certain = right >= len(told) - right
    for c, verdict in told.items():
        top = linked[whole, c]
        total = _scaled(sum((numbers[r][c].value for r in parts), Decimal(0)), top, numbers[whole][c])
        if verdict == "ok":
            linked[whole, c] = replace(top, arithmetic="ok", computed=total)
        elif complete and right and certain and _near(numbers, whole, parts, c):
            linked[whole, c] = replace(top, arithmetic="mismatch", computed=total)


def _scaled(value: Decimal, indicator: Indicator, stated: CellNumber) -> float:
    """A number computed from cells in the unit of the indicator that another cell became."""
    factor = Decimal(str(abs(indicator.value))) / abs(stated.value) if stated.value and indicator.value else Decimal(1)
    return float(f"{value * factor:.10g}")


def _near(numbers: Sequence[Mapping[int, CellNumber]], whole: int, parts: Sequence[int], c: int) -> bool:
    """Whether the parts miss their whole by little: a slip of the pen, not another way of counting."""
    stated = numbers[whole][c].value
    return abs(sum(numbers[r][c].value for r in parts) - stated) <= abs(stated) / 5


__all__ = ["link_table"]

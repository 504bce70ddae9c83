"""Links between the indicators of running text: results and targets, parts and wholes, and whether the sums hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Literal

from extractors.indicators.drafts import Draft
from extractors.indicators.lexicon import fold
from extractors.model import Indicator

Verdict = Literal["ok", "mismatch"]

# How far back (in indicators, and in code points) the whole of a part is looked for.
_BACK = 12
_REACH = 800
_NEAR = 200
_HUNDRED = Decimal(100)
_LEVELS = ("result", "target", "share")


@dataclass(slots=True)
class _Item:
    """One indicator with what its draft knows, and the links found so far (starts of others)."""

    indicator: Indicator
    draft: Draft
    whole: int | None = None
    target: int | None = None
    arithmetic: Verdict | None = None
    computed: float | None = None

    def check(self, *computed: Range | None) -> None:
        """Set `arithmetic` and `computed`: of the ranges that may be meant, the one nearest to what is stated."""
        self.arithmetic = _verdict(self, *computed)
        ranges = [c for c in computed if c is not None]
        if self.arithmetic is not None and ranges:
            middles = ((low + high) / 2 for low, high in ranges)
            self.computed = _rounded(min(middles, key=lambda middle: abs(middle - self.value)))

    @property
    def value(self) -> Decimal:
        return self.draft.value

    @property
    def start(self) -> int:
        return self.indicator.start

    @property
    def sentence(self) -> int:
        return self.draft.sentence[0]

    @property
    def percent(self) -> bool:
        return self.indicator.kind == "percent"

    @property
    def exact(self) -> bool:
        """Whether the number is stated as it is, so that a sum that fails is a slip."""
        return self.indicator.comparator == "=" and self.draft.high is None

    def like(self, other: _Item) -> bool:
        """Whether both count the same kind of thing in the same unit."""
        return self.indicator.kind == other.indicator.kind and self.indicator.unit == other.indicator.unit

    def kin(self, other: _Item) -> bool:
        """As `like`, with units of one dimension (`cán bộ` among `đoàn viên`)."""
        mine, theirs = self.draft.quantity.dimension, other.draft.quantity.dimension
        return self.indicator.kind == other.indicator.kind and (self.like(other) or (mine != "" and mine == theirs))


def link(found: Sequence[tuple[Indicator, Draft]]) -> list[Indicator]:
    """The indicators of the prose with `whole`, `target` and `arithmetic`.

    Args:
        found: indicators with their drafts, in text order.

    Returns:
        The same indicators in the same order; `arithmetic` is `ok` where the numbers linked agree within the rounding
        they are written with, `mismatch` where exact numbers that must agree do not, else null.
    """
    items = [_Item(indicator, draft) for indicator, draft in found]
    sentences: dict[int, list[_Item]] = {}
    for item in items:
        sentences.setdefault(item.sentence, []).append(item)
    for group in sentences.values():
        _fractions(group)
        _targets(group)
        _baselines(group)
    _parts(items)
    _shares(items)
    _sums(items)
    return [_linked(item) for item in items]


def _linked(item: _Item) -> Indicator:
    links = item.whole, item.target, item.arithmetic, item.computed
    if links == (None, None, None, None):
        return item.indicator
    whole, target, arithmetic, computed = links
    return replace(item.indicator, whole=whole, target=target, arithmetic=arithmetic, computed=computed)


def _fractions(group: Sequence[_Item]) -> None:
    """`2178/1550 đạt 140% chỉ tiêu`, `13/14 huyện (92,8%)`."""
    for i in range(len(group) - 1):
        part, whole = group[i], group[i + 1]
        if part.draft.quantity.fraction != "part" or whole.draft.quantity.fraction != "whole":
            continue
        planned = whole.indicator.role == "target"
        if planned:
            part.target = whole.start
        else:
            part.whole = whole.start
        rate = group[i + 2] if i + 2 < len(group) else None
        if rate is None or not rate.percent or rate.start - whole.indicator.end > 60:
            continue
        if rate.indicator.role not in ("target_rate", "share", "result"):
            continue
        if planned:
            rate.target = whole.start
        else:
            rate.whole = whole.start
        percent = _ratio(part, whole)
        # `vượt 21,3%` is what goes beyond the hundred.
        beyond = _less(percent, _HUNDRED) if rate.indicator.role == "target_rate" else None
        rate.check(percent, beyond)


def _targets(group: Sequence[_Item]) -> None:
    """`đạt 535 tỷ đồng, bằng 24% kế hoạch (2.200 tỷ đồng)`: result, target and rate of one thing."""
    for i, rate in enumerate(group):
        if rate.indicator.role != "target_rate" or rate.target is not None:
            continue
        result = _before(group, i, lambda k: k.indicator.role == "result" and k.draft.quantity.fraction != "part")
        if result is None or any(
            k.indicator.role == "result" and k.draft.clause.depth <= rate.draft.clause.depth
            for k in group[group.index(result) + 1 : i]
        ):
            continue
        aims = [k for k in group if k.indicator.role == "target" and k.like(result) and k.draft.quantity.fraction == ""]
        near = [
            k
            for k in aims
            if _adjoin(group, result, rate, k) and (k.draft.aim or (k.start < result.start and _alike(k, result)))
        ]
        if len(near) != 1:
            continue
        rate.target = result.target = near[0].start
        whole = _ratio(result, near[0])
        rate.check(whole, _less(whole, _HUNDRED))
    for i, aim in enumerate(group):
        # `kết nạp 856 đoàn viên (chỉ tiêu 800)`
        if aim.indicator.role != "target" or not aim.draft.aim or i == 0 or aim.draft.clause.opener != "(":
            continue
        result = group[i - 1]
        if result.indicator.role == "result" and result.like(aim) and result.target is None:
            result.target = aim.start


def _alike(one: _Item, other: _Item) -> bool:
    a, b = (set(fold(i.indicator.label).split()) for i in (one, other))
    return 2 * len(a & b) >= (len(a) + len(b)) / 2


def _adjoin(group: Sequence[_Item], result: _Item, rate: _Item, aim: _Item) -> bool:
    """Whether a target stands between result and rate, right before the result, or right behind the rate."""
    at = [group.index(k) for k in (result, rate, aim)]
    low, high = at[0], at[1]
    return low - 1 <= at[2] <= high + 1


def _is_level(depth: int, item: _Item) -> bool:
    """Whether an item is a result no deeper in brackets than `depth`."""
    return item.indicator.role == "result" and item.draft.clause.depth <= depth


def _baselines(group: Sequence[_Item]) -> None:
    """`42 vụ, giảm 12 vụ so với cùng kỳ (54 vụ)`: whether the change is what lies between the two levels."""
    for i, change in enumerate(group):
        if change.indicator.role not in ("change", "index") or not change.exact:
            continue
        level = _before(group, i, partial(_is_level, change.draft.clause.depth))
        if level is None or (change.percent is False and not change.like(level)):
            continue
        bases = [k for k in group[i + 1 : i + 2] if k.indicator.role == "baseline" and k.like(level)]
        if not bases:
            continue
        base = bases[0]
        ratio = _ratio(level, base)
        if change.indicator.role == "index":
            times = change.indicator.kind == "measure"
            change.check(_scale(ratio, Decimal("0.01")) if times else ratio)
        elif change.percent and not level.percent:
            change.check(_less(ratio, _HUNDRED))
        else:
            change.check(_difference(level, base))


def _parts(items: Sequence[_Item]) -> None:
    """`kết nạp 1.219 đoàn viên, trong đó có 112 công nhân`: the part points at the whole."""
    for i, part in enumerate(items):
        if not part.draft.within or part.whole is not None or part.indicator.role not in _LEVELS:
            continue
        if part.percent and part.indicator.role != "share":
            continue
        for whole in _back(items, i):
            inner = whole.draft.within and whole.sentence == part.sentence
            if inner and whole.draft.clause.depth >= part.draft.clause.depth:
                continue
            if whole.percent or whole.indicator.role not in ("result", "target"):
                continue
            if part.percent:
                # A percent of something else may stand in the same breath: the words must be of the same thing.
                near = part.start - whole.indicator.end <= _NEAR and _akin(part, whole)
                part.whole = whole.start if near else None
            elif part.kin(whole) and part.value <= whole.value:
                part.whole = whole.start
            break


def _akin(part: _Item, whole: _Item) -> bool:
    return not set(fold(part.indicator.label).split()).isdisjoint(fold(whole.indicator.label).split())


def _shares(items: Sequence[_Item]) -> None:
    """`31 bản loại A (14,6%)`: the whole is the one that makes the percent right."""
    for i, share in enumerate(items):
        if share.indicator.role != "share" or not share.percent or i == 0 or share.arithmetic is not None:
            continue
        part = items[i - 1]
        beside = share.sentence == part.sentence and share.start - part.indicator.end <= 40
        if (
            not beside
            or part.percent
            or part.indicator.role not in ("result", "target")
            or share.draft.high is not None
        ):
            continue
        for whole in _back(items, i - 1):
            if whole.like(part) and whole.value > part.value and _holds(share, _ratio(part, whole)):
                share.whole = whole.start
                share.check(_ratio(part, whole))
                part.whole = part.whole or whole.start
                break


def _sums(items: Sequence[_Item]) -> None:
    """Parts that make their whole prove it."""
    parts: dict[int, list[_Item]] = {}
    for item in items:
        if item.whole is not None and not item.percent:
            parts.setdefault(item.whole, []).append(item)
    for whole in items:
        own = parts.get(whole.start, [])
        if (
            len(own) < 2
            or whole.arithmetic is not None
            or any(not p.like(whole) or p.draft.high is not None for p in own)
        ):
            continue
        low = sum((_bounds(p)[0] for p in own), Decimal(0))
        high = sum((_bounds(p)[1] for p in own), Decimal(0))
        below, above = _bounds(whole)
        if low <= above and below <= high:
            whole.arithmetic = "ok"
            whole.computed = _rounded((low + high) / 2)


def _before(group: Sequence[_Item], i: int, fits: Callable[[_Item], bool]) -> _Item | None:
    return next((k for k in reversed(group[:i]) if fits(k)), None)


def _back(items: Sequence[_Item], i: int) -> Sequence[_Item]:
    """The indicators shortly before the one at `i`, nearest first."""
    return [k for k in reversed(items[max(0, i - _BACK) : i]) if items[i].start - k.indicator.end <= _REACH]


# -- sums within rounding -----------------------------------------------------------------------------------------

Range = tuple[Decimal, Decimal]


def _rounded(value: Decimal) -> float:
    """To six digits: more than the numbers it comes from are written with says nothing."""
    return float(f"{value:.6g}") if abs(value) < 10**6 else float(round(value))


def _step(item: _Item) -> Decimal:
    """The worth of the last digit a number is written with (10⁸ for `2,6 tỷ`, 0.1 for `14,6%`); 0 for a plain count."""
    quantity = item.draft.quantity
    if quantity.kind == "count" and not quantity.magnitude:
        return Decimal(0)
    digits = "".join(c for c in quantity.literal if c.isdigit()).lstrip("0")
    value = abs(quantity.value)
    if not digits or not value:
        return Decimal(0)
    step = value / int(digits)
    if step == Decimal(10) ** step.adjusted():
        return step
    # `2 tỷ 462 triệu`: the last digit that is no zero.
    whole = str(int(value))
    return Decimal(10) ** (len(whole) - len(whole.rstrip("0")))


def _bounds(item: _Item) -> Range:
    """Between which values a number may lie that is written so."""
    step = _step(item)
    value = abs(item.value)
    return value - step / 2, value + step / 2


def _ratio(over: _Item, under: _Item) -> Range | None:
    """`over` as percent of `under`."""
    a, b = _bounds(over), _bounds(under)
    if b[0] <= 0:
        return None
    return a[0] / b[1] * _HUNDRED, a[1] / b[0] * _HUNDRED


def _difference(over: _Item, under: _Item) -> Range:
    a, b = _bounds(over), _bounds(under)
    return a[0] - b[1], a[1] - b[0]


def _less(whole: Range | None, amount: Decimal) -> Range | None:
    return None if whole is None else (whole[0] - amount, whole[1] - amount)


def _scale(whole: Range | None, factor: Decimal) -> Range | None:
    return None if whole is None else (whole[0] * factor, whole[1] * factor)


def _holds(stated: _Item, computed: Range | None, slack: int = 1) -> bool:
    """Whether a stated number lies in the computed range, `slack` last digits off at most: many cut instead of
    rounding."""
    if computed is None:
        return False
    off = _step(stated) * slack
    return stated.value - off <= computed[1] and computed[0] <= stated.value + off


def _verdict(stated: _Item, *computed: Range | None) -> Verdict | None:
    if all(c is None for c in computed) or stated.draft.high is not None:
        return None
    if any(_holds(stated, c) for c in computed):
        return "ok"
    sure = stated.exact and not any(_holds(stated, c, 3) for c in computed)
    return "mismatch" if sure else None

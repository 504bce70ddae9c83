"""Numbers of one sentence seen beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.cues import Cue
from extractors.indicators.clauses import Clause
from extractors.indicators.drafts import Draft
from extractors.indicators.heads import Head
from extractors.indicators.quantities import Quantity

_NAME = 2
"""Words up to which what stands before `đạt` is who reached it."""


def of_plan(head: Head, last: Draft, named: str, noun_behind: bool) -> bool:
    """`thu từ đất 1.120 tỷ đồng (đạt 62%)`: an amount has reached that much of its plan, said or not."""
    if (
        (named and not (last.role == "target" and len(named.split()) <= _NAME))
        or noun_behind
        or head.said not in ("đạt", "mới đạt", "chỉ đạt", "bằng", "ước đạt")
        or last.quantity.fraction
    ):
        return False
    if last.quantity.per:
        return False
    return last.role == "target" or (last.role == "result" and last.quantity.kind in ("money", "measure"))


def repeats_change(quantity: Quantity, head: Head, last: Draft, clause: Clause) -> bool:
    """Whether a number joined by `và` to a decrease goes on with it."""
    bare = not head.rest and head.verb == "none" and clause.opener in ("and", ",") and not quantity.raised
    return (
        bare and last.role == "change" and last.value < 0 and last.quantity.kind == quantity.kind and quantity.value > 0
    )


def describes(drafts: Sequence[Draft], i: int) -> bool:
    """`9 chủ đầu tư giải ngân đạt trên 60% kế hoạch`: the percent says which ones are counted."""
    here, before = drafts[i], drafts[i - 1] if i else None
    return (
        before is not None
        and here.quantity.kind == "percent"
        and before.quantity.kind == "count"
        and before.clause is here.clause
        and here.comparator in (">", ">=", "<", "<=")
        and here.role in ("target_rate", "share")
    )


def is_exceeded(quantity: Quantity, last: Draft, compared: str) -> bool:
    """`tăng lên 14.500 ha, vượt mục tiêu 14.000 ha`: the aim itself, not by how much it was exceeded."""
    if "mục tiêu" not in compared.lower() or last.role != "result" or last.quantity.unit != quantity.unit:
        return False
    return last.value / 2 <= quantity.value <= last.value


def plans_decrease(last: Draft, quantity: Quantity, clause: Clause) -> bool:
    """`tỷ lệ sinh giảm 0,037% (kế hoạch là 0,04%)`: the plan of a decrease, in a bracket behind it."""
    alike = last.role == "change" and last.value < 0 and last.quantity.kind == quantity.kind
    return alike and last.clause.depth < clause.depth


def differs(drafts: Sequence[Draft]) -> bool:
    """`tăng 93 vụ (206/113 vụ)`: two levels whose difference was told; the second is the earlier one."""
    if len(drafts) < 3:
        return False
    change, now, before = drafts[-3:]
    return (
        change.role == "change"
        and change.quantity.kind == now.quantity.kind == before.quantity.kind == "count"
        and now.quantity.value - before.quantity.value == change.value
    )


def share_comparison(drafts: list[Draft]) -> list[Draft]:
    """`dầu thô đạt 98,1%, phân hóa học đạt 90,8% so cùng kỳ`: the comparison at the end holds for the whole list."""
    for i in range(len(drafts) - 2, -1, -1):
        here, after = drafts[i], drafts[i + 1]
        alike = (
            here.quantity.kind == after.quantity.kind == "percent"
            and here.clause.depth == after.clause.depth
            and after.level
        )
        if (
            alike
            and after.role in ("index", "target_rate")
            and here.role == "share"
            and here.level
            and not here.against
        ):
            drafts[i] = here._replace(role=after.role, against=after.against)
        elif _same_growth(here, after):
            label = f"{here.label} {after.comparison}"
            drafts[i] = here._replace(label=label, against=after.against, comparison=after.comparison)
    return drafts


def respectively(view: str, drafts: list[Draft]) -> list[Draft]:
    """`19,6 triệu khách trên 104.000 chuyến bay, lần lượt tăng 6% và 2%`: each change is of one of those before."""
    for i in range(2, len(drafts) - 1):
        here = drafts[i]
        if here.quantity.kind != "percent" or here.role not in ("change", "target_rate", "index"):
            continue
        if _IN_TURN.search(view, max(here.sentence[0], here.quantity.start - _REACH), here.quantity.start) is None:
            continue
        n = 1
        while (
            i + n < len(drafts)
            and drafts[i + n].quantity.kind == "percent"
            and _next_to(drafts[i + n - 1], drafts[i + n])
        ):
            n += 1
        whole = drafts[i - n : i]
        if n < 2 or i < n or any(d.quantity.kind == "percent" for d in whole):
            continue
        last = drafts[i + n - 1]
        sign = -1 if here.value < 0 else 1
        for k in range(n):
            draft = drafts[i + k]
            drafts[i + k] = draft._replace(
                label=f"{whole[k].label} {last.comparison}".strip(),
                role=here.role,
                value=abs(draft.value) * sign,
                against=last.against,
                comparison=last.comparison,
            )
    return drafts


def _next_to(before: Draft, after: Draft) -> bool:
    return after.quantity.start - before.quantity.end <= _NEXT and before.clause.depth == after.clause.depth


_IN_TURN = Cue(r"(?<!\p{L})lần\s+lượt(?!\p{L})", regex.IGNORECASE)
_REACH = 40
_NEXT = 24


def _same_growth(here: Draft, after: Draft) -> bool:
    """`than tăng 24,9%, xi măng tăng 23,6% so cùng kỳ năm trước`: both are compared with the same."""
    return (
        here.role == after.role == "change"
        and here.quantity.kind == after.quantity.kind == "percent"
        and after.against in ("base", "other")
        and after.comparison != ""
        and not here.against
        and here.clause.depth == after.clause.depth
        and after.clause.opener in (",", "and")
        and after.comparison in after.label
        and len(here.label.split()) <= 5
    )

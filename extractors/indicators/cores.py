"""The label of a number before its role adds to it, and the number behind a slash."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.indicators.around import Words
from extractors.indicators.carry import Carry
from extractors.indicators.drafts import Draft, Place
from extractors.indicators.heads import actions, changes
from extractors.indicators.labels import (
    is_bare,
    join_tokens,
    measure_run,
    only_names,
    stands_alone,
    tidy,
)
from extractors.indicators.lexicon import fold, unit_at
from extractors.indicators.measures import measured
from extractors.indicators.naming import counted
from extractors.indicators.quantities import Quantity
from extractors.indicators.roles import Situation
from extractors.indicators.subjects import subject_tokens
from extractors.indicators.tails import read_tail
from extractors.indicators.topics import GENERIC
from extractors.model import Role

_AREA = Cue(r"diện\s+tích|(?<!\p{L})rừng(?!\p{L})|quỹ\s+đất|quy\s+mô", regex.IGNORECASE)
_PRICED = Cue(
    r"(?<!\p{L})(?:giá|mức|lương|thu\s+nhập|phí|cước|đơn\s+giá|định\s+mức|năng\s+suất|bình\s+quân)(?!\p{L})",
    regex.IGNORECASE,
)
_SCALE_OF_AID = Cue(r"(?<!\p{L})mức\s+(?:hỗ\s+trợ|chi|thưởng|vay|trợ\s+cấp|đóng|phạt|thu)(?!\p{L})", regex.IGNORECASE)
_VERBS_ALONE = frozenset(("giải ngân", "đăng ký", "thành lập", "lượng", "trị giá", "lũy kế"))
_LISTED_END = regex.compile(
    r"\s(?:hiện|chủ\s+yếu|tập\s+trung|ở|tại|như|gồm|cụ\s+thể|trên\s+địa\s+bàn)(?!\p{L})", regex.IGNORECASE
)
_GIVEN_TO = regex.compile(r"\scho\s+(?=\p{L})")
_PIECE_END = regex.compile(r"[,;(]")


def core_of(view: str, w: Words, role: Role, s: Situation, carry: Carry, place: Place) -> str:
    """The label without what the role adds.

    Args:
        view: the folded document text.
        w: the words around the number.
        role: of the number.
        s: what decided it.
        carry: what the clauses before handed on; changed.
        place: where it stands.
    """
    q = w.quantity
    if q.kind in ("count", None):
        core = counted(w, carry)
        if (
            role in ("change", "baseline")
            and not w.noun
            and not _is_own(w)
            and (known := carry.labels.get(fold(q.unit or "")))
        ):
            # `giảm 12 vụ`: of the events counted before, the last ones where they were named by themselves.
            same = carry.unit is not None and fold(carry.unit[0]) == fold(q.unit or "")
            core = carry.subject if same and carry.subject and w.clause.opener == "," else known
    else:
        core = measured(w, carry, role)
    measure = (not w.named or stands_alone(w.named)) and GENERIC.match(carry.item) is None
    adds = carry.item and measure and not w.head.action and fold(carry.item) not in fold(core)
    if adds and len(core.split()) <= 10 and not s.aim:
        # `Số hộ nghèo tập trung ở các xã vùng cao: Nậm Ban (31,2%)`: what is told of the places comes first.
        listed = q.kind == "percent" and only_names(core)
        core = f"{tidy(_LISTED_END.split(carry.item, maxsplit=1)[0])} {core}" if listed else f"{core} {carry.item}"
    if not (q.kind == "percent" and fold(w.noun).startswith("về ")):
        core = _filled(view, core, role, w, carry, place)
    if q.dimension == "area" and not q.per and _AREA.search(core) is None:
        core = f"diện tích {core}"
    return core


def _is_own(w: Words) -> bool:
    """`án khởi tố ít hơn 2 vụ`: a change that says itself of what."""
    return w.head.verb == "change" and len(w.named.split()) > 1 and w.clause.depth == 0


def _filled(view: str, core: str, role: Role, w: Words, carry: Carry, place: Place) -> str:
    """A label of a bare verb or a kind with what the sentence said it of."""
    said = view[place.sentence[0] : w.quantity.start]
    key = fold(core)
    if w.quantity.kind == "money" and role == "rate" and w.quantity.per and not _PRICED.search(key):
        scale = list(_SCALE_OF_AID.finditer(said))
        if scale:
            return f"{fold(scale[-1][0])} {core}"
    if key in actions() and (told := _told_before(w)):
        return told
    if key in _VERBS_ALONE or is_bare(key):
        known = (carry.parent, carry.main, carry.subject, carry.thing, carry.item)
        whole = next((t for t in known if t and key not in fold(t) and not is_bare(t)), "")
        if not whole and key.startswith("mức"):
            # `giá cà phê có mức thấp nhất 32.200 đồng/kg và mức cao nhất 33.400 đồng/kg`
            return next((t for t in known if t and not is_bare(t) and len(t.split()) <= 14), core)
        if 0 < len(whole.split()) <= 14:
            return whole if key.startswith("mức") and stands_alone(whole) else f"{core} {whole}".strip()
    return core


def _told_before(w: Words) -> str:
    """`Sản lượng tăng khá, 6 tháng thu hoạch 574 tấn`: the measure that the sentence opens with, or nothing."""
    tokens = w.head.rest
    comma = next((i for i, t in enumerate(tokens) if t.kind == "mark" and t.key == ","), 0)
    moved = next((i for i in range(2, comma) if tokens[i].key in changes()), 0)
    said = subject_tokens(tokens[:moved]) if moved else ()
    return tidy(join_tokens(w.text, said)) if measure_run(said) else ""


def whole_of(view: str, quantity: Quantity, part: Draft, place: Place, carry: Carry) -> Draft:
    """The number behind the slash: the plan of `2178/1550 đạt 140% chỉ tiêu`, else the whole."""
    rate = place.next_quantity
    planned = part.value > quantity.value or quantity.kind in ("money", "measure")
    if rate is not None and rate.kind == "percent" and rate.start - quantity.end < 60:
        planned = planned or read_tail(view, rate.end, _piece_end(view, rate.end, place), "percent").against == "plan"
    carry.quota = planned
    carry.fraction = part.value, quantity.value, planned
    label = f"{'chỉ tiêu' if planned else 'tổng số'} {part.label}" if part.label else ""
    return part._replace(
        quantity=quantity,
        value=quantity.value,
        high=None,
        unit=quantity.unit or part.unit,
        comparator="=",
        role="target" if planned else "result",
        label=tidy(label),
    )


def _piece_end(view: str, at: int, place: Place) -> int:
    mark = _PIECE_END.search(view, at, min(place.sentence[1], at + 80))
    return mark.start() if mark else min(place.sentence[1], at + 80)


def unit_from(carry: Carry) -> str | None:
    """The unit of a number without one: of the last count, or of the noun it was given for (`cho cán bộ CĐCS`)."""
    given = _GIVEN_TO.search(carry.noun)
    if given and (hit := unit_at(carry.noun, given.end())):
        return carry.noun[given.end() : hit[1]]
    return carry.unit[0] if carry.unit else None

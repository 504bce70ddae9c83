"""All that decides the role of one number, read from its clause and from what the clauses before handed on."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.among import of_plan
from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause
from extractors.indicators.drafts import Draft, Place
from extractors.indicators.earlier import (
    before_aim,
    bracketed,
    is_aim,
    is_baseline,
    is_condition,
    tells_earlier,
)
from extractors.indicators.heads import Head, Token, first_action
from extractors.indicators.labels import (
    compose,
    cue_set,
    join_tokens,
    last_piece,
    only_names,
    stands_alone,
    tidy,
    without_rank,
)
from extractors.indicators.lexicon import cue, find, fold
from extractors.indicators.quantities import Quantity
from extractors.indicators.roles import Situation
from extractors.indicators.subjects import subject_tokens
from extractors.indicators.tails import Tail
from extractors.model import Role

_DEPENDENT = Cue(
    r"(?:khu\s+vực|ngành|nhóm|lĩnh\s+vực|trung\s+ương|địa\s+phương|khối|bình\s+quân\s+(?:cả\s+nước|chung)|cả\s+nước|toàn\s+(?:tỉnh|ngành)|huyện|thành\s+phố|thị\s+xã|quận|vùng|tỉnh|sang|tới|vào|riêng|khối)(?!\p{L})",
    regex.IGNORECASE,
)
_NORM = Ending(
    r"(?<!\p{L})(?:không\s+(?:được\s+)?(?:quá|vượt|vượt\s+quá|dưới|thấp\s+hơn|cao\s+hơn|ít\s+hơn)|tối\s+thiểu|ít\s+nhất|tối\s+đa)(?:\s+(?:là|đạt|mức|phải\s+đạt|bằng|cũng))*\s*$",
    regex.IGNORECASE,
)
_SO = regex.compile(r"^so(?:\s+với)?\s+", regex.IGNORECASE)
_EQUALS = Ending(r"(?<!\p{L})(?:tương\s+(?:đương|ứng)(?:\s+với)?|hay|tức(?:\s+là)?)\s*$", regex.IGNORECASE)
_QUOTA = Cue(
    r"(?<!\p{L})(?:được\s+giao|vốn\s+giao|kế\s+hoạch\s+giao|chỉ\s+tiêu\s+giao|giao\s+bổ\s+sung)(?!\p{L})",
    regex.IGNORECASE,
)
_ASSIGNED = Cue(r"được giao|đề xuất|(?:kiến nghị|đề nghị)\b.*\bbổ sung")
_MISSING = Ending(r"(?<!\p{L})(?:thiếu|hụt)(?:\s+hụt)?$")
_FULFILLED = Cue(
    r"(?<!\p{L})(?:hoàn\s+thành|thực\s+hiện)\s+(?:\p{L}+\s+){0,4}(?:chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s+[^\s,;:.]+){0,8}\s*:",
    regex.IGNORECASE,
)
_STRUCTURE = Cue(r"(?<!\p{L})cơ\s+cấu(?!\p{L})[^;.]*:", regex.IGNORECASE)
# `2 giải nhì mỗi giải 20 triệu đồng`
_EACH_BEFORE = Ending(r"(?<!\p{L})mỗi\s+\p{L}+(?:\s+\p{L}+)?\s*$", regex.IGNORECASE)
_MORE_THAN = Cue(r"(?<!\p{L})(?:rẻ|đắt|cao|thấp)\s+hơn(?!\p{L})", regex.IGNORECASE)
_ON_EACH = Cue(
    r"(?<!\p{L})giá\s+trị[^;.]{0,60}\s(?:trên|/)\s*(?:0?1|một|mỗi)\s*(?:ha|héc\s*ta|đơn\s+vị\s+diện\s+tích|sào|m2)(?!\p{L})[^;.]{0,70}$",
    regex.IGNORECASE,
)
_EACH_BEHIND = regex.compile(r"\s+mỗi\s+\p{L}+", regex.IGNORECASE)
_RISE = Cue(r"(?<!\p{L})mức\s+tăng(?!\p{L})", regex.IGNORECASE)
_DOUBLE = 100
_LATER = 300
"""Characters within which the later level follows an earlier one."""
_EACH_TIME = Cue(r"(?<!\p{L})mỗi\s+(?:nơi|bên|năm|tháng|ngày|tuần|quý|vụ|mùa|giờ)(?!\p{L})")
_ALONE = Cue(r"[\s\-+*]*(?:riêng|trong\s+đó\s+riêng)(?!\p{L})", regex.IGNORECASE)
_ROUNDING = Decimal("0.6")
_TWINS = {"chi": "thu", "thu": "chi", "nhập khẩu": "xuất khẩu", "xuất khẩu": "nhập khẩu"}


def situation_of(
    text: str,
    view: str,
    quantity: Quantity,
    head: Head,
    tail: Tail,
    place: Place,
    carry: Carry,
    last: Draft | None,
    compared: str,
    leading: int,
) -> Situation:
    """All that decides the role but whether it is planned.

    Args:
        text, view: the document text, and folded.
        quantity: the number.
        head: the words before it, read, without a comparison.
        tail: what it is compared with behind it.
        place: where it stands.
        carry: what the clauses before handed on.
        last: the number before in the sentence, or null.
        compared: the comparison that stood before the verb.
        leading: direction of a verb of change that heads the phrase.
    """
    clause, rest = place.clause, head.rest
    told = view[max(place.sentence[0], quantity.start - 70) : quantity.start]
    condition = is_condition(view, quantity, place)
    following = view[quantity.end : quantity.end + _LATER] if quantity.kind != "percent" else ""
    baseline = is_baseline(rest, head, compared, last, clause, told, following) or condition
    aim = is_aim(rest, compared, head)
    if clause.opener == "(" and not rest and head.verb == "none" and place.order == 0 and not quantity.fraction:
        earlier, aim, leading = bracketed(view, quantity, place, last, leading)
        baseline = earlier or tells_earlier(told)
    named = _who(tidy(join_tokens(text, subject_tokens(rest))))
    here = carry.subject or carry.main or carry.thing
    if _POINTS.search(named) and (carry.about or here):
        # `con số này là 299.000 tỷ đồng`: of what was spoken of before.
        named = ""
    if compared and not baseline and not aim and head.verb == "level":
        # `cao hơn so với mức tăng cả nước là 9,2%`: the number is what the comparison is with.
        named, leading = tidy(_SO.sub("", compared)), 0
        subject = f"{named} {carry.subject or carry.main}"
    elif aim and not compared:
        # `bội chi … khó đạt được mục tiêu đề ra là 4,5%`: the subject stands before the aim.
        said = tidy(join_tokens(text, subject_tokens(before_aim(rest))))
        subject = said if stands_alone(said) else here
    elif aim or (baseline and not condition):
        subject = here
    else:
        subject = _subject(view, named, rest, clause, carry)
        if compared and not tail.against:
            plan = find("plan_object").search(compared)
            tail = tail._replace(against="plan" if plan else "base", comparison=compared)
    alone = quantity.kind == "percent" and not rest and head.verb == "none"
    again = alone and _EQUALS.search(view, place.sentence[0], clause.start) is not None
    if again and last is not None and last.role == "change":
        # `giảm 41 USD, tương đương 2,4%`
        leading = -1 if last.value < 0 else 1
    piece = " ".join(t.key for t in last_piece(rest))
    asked = _ASSIGNED.search(" ".join(t.key for t in rest)) is not None or carry.proposed
    return Situation(
        quantity,
        head,
        tail,
        subject or named,
        named=named,
        baseline=baseline,
        aim=aim,
        leading_change=leading,
        each="mỗi" in piece.split()
        or (quantity.kind == "money" and _EACH_BEFORE.search(view, clause.start, quantity.start) is not None)
        or (
            quantity.kind == "money"
            and not _MORE_THAN.search(view, clause.start, quantity.start)
            and _EACH_BEHIND.match(view, quantity.end) is not None
        ),
        on_each=quantity.kind == "money"
        and _ON_EACH.search(view, max(place.sentence[0], quantity.start - 160), quantity.start) is not None,
        yearly=_EACH_TIME.search(piece) is not None,
        assigned=quantity.kind == "count" and asked,
        bound=_NORM.search(view, clause.start, quantity.start) is not None,
        growing=carry.growing and _STRUCTURE.search(view, place.sentence[0], quantity.start) is None,
        short=_MISSING.search(piece) is not None,
    )


_ATTAINED = frozenset(("đạt", "bằng", "mới đạt", "chỉ đạt"))
_PER_HEAD = Cue(r"bình\s+quân\s+(?:đầu|mỗi|một)\s+người", regex.IGNORECASE)


def role_in_context(view: str, role: Role, s: Situation, place: Place, carry: Carry, last: Draft | None) -> Role:
    """The role, seen beside the numbers before: a percent alone is of the plan, or of what the percent before was of.

    Args:
        view: the folded document text.
        role: as the clause alone decided it.
        s: what it decided by.
        place, carry, last: as for `situation_of`.
    """
    q, head, tail = s.quantity, s.head, s.tail
    if q.kind == "percent" and carry.fraction is not None and role in ("share", "target", "target_rate"):
        part, whole, of_plan_too = carry.fraction
        if whole and abs(q.value - 100 * part / whole) < _ROUNDING:
            # `3.071/4.888 thủ tục (62,8%)`: the percent is that fraction.
            return "target_rate" if of_plan_too else "share"
    bare = place.clause.depth > 0 and not head.rest and head.verb == "none" and q.kind == "percent"
    alone = place.clause.depth > 0 and not head.rest and q.kind == "percent" and not tail.against
    if alone and fold(head.said) in _ATTAINED and carry.bracketed == "target_rate":
        # `tăng 10% (vượt 4% so với Nghị quyết); … đạt 80 triệu đồng (đạt 100%)`
        return "target_rate"
    if role == "result" and q.kind == "money" and _PER_HEAD.search(view, place.clause.start, q.start) is not None:
        return "rate"
    if role == "share" and bare and carry.bracketed in ("target_rate", "index"):
        # `vốn tỉnh 980 tỷ đồng (đạt 72%), vốn trung ương 1.165 tỷ đồng (54,3%)`
        return carry.bracketed
    if (
        role == "index"
        and q.kind == "percent"
        and q.value < _DOUBLE
        and _RISE.search(view, place.clause.start, q.start)
    ):
        # `nhóm hàng ăn có mức tăng cao nhất với 1,79% so với tháng trước`
        return "change"
    reached = last is not None and last.role == "result" and q.kind == "percent" and role == "share"
    if reached and last is not None and carry.aimed and abs(q.value - 100 * last.value / carry.aimed) < _ROUNDING:
        # `chỉ tiêu 120 đảng viên, kết nạp 135 đồng chí, đạt 112,5%`
        return "target_rate"
    beside = not head.rest and head.verb == "none" and place.clause.opener == "and" and last is not None
    if (
        beside
        and role in ("share", "index")
        and last is not None
        and last.role == "change"
        and last.quantity.kind == q.kind == "percent"
    ):
        # `lần lượt tăng 32% và 19% so với cùng kỳ`
        return "change"
    if (
        role in ("share", "change")
        and q.kind == "percent"
        and head.said in ("đạt", "ước đạt", "bằng")
        and not tail.against
        and _FULFILLED.search(view, view.rfind("\n", 0, q.start) + 1, q.start)
        and not fold(s.subject).startswith(("tỷ lệ", "tỉ lệ"))
    ):
        # `hoàn thành các chỉ tiêu: giá trị sản xuất đạt 53%, …`
        return "target_rate"
    if role != "share":
        return role
    if q.kind == "percent" and carry.rated and only_names(without_rank(s.named or (s.subject if bare else ""))):
        if carry.rate == "target_rate":
            # `Bắc Quang dẫn đầu với tỷ lệ giải ngân 85,6%, tiếp đến là Vị Xuyên 81,3%`
            return carry.rate
        if find("nature_rate").search(carry.rated):
            # `tỷ lệ hộ nghèo cao ở: Đầm Hà (23,5%), Hải Hà (21,2%)`
            return "result"
    if last is not None and not tail.against:
        # `thành lập 97/90 CĐCS, đạt 107,8%`, `tổng vốn giao 5 tỷ đồng, đã giải ngân 4 tỷ đồng, đạt 80%`
        level = head.said in ("đạt", "ước đạt", "bằng") and not s.named
        if level and (carry.quota or _QUOTA.search(view, place.sentence[0], last.quantity.start)):
            return "target_rate"
        if of_plan(head, last, s.named, noun_behind=tail.noun_end > s.quantity.end + 1):
            return "target_rate"
    if place.clause.depth and head.verb == "level" and carry.rate and _DEPENDENT.match(s.named):
        return carry.rate
    return role


_ON_AVERAGE = regex.compile(r"(?:\s+ổn\s+định)?\s+(?:với|ở)\s+mức\s+(?:trung\s+)?bình(?:\s+quân)?$", regex.IGNORECASE)


_EXTREME = regex.compile(
    r"\s+(?:có|ở|đạt)\s+(?:mức|tốc\s+độ)\s+(?:tăng\s+|giảm\s+)?(?:cao|thấp|mạnh|lớn|nhanh)\s+nhất$", regex.IGNORECASE
)
_POINTS = regex.compile(r"(?:^|\s)(?:con\s+số|khoản\s+(?:thu|chi)|số\s+liệu)$", regex.IGNORECASE)


# `tập trung thúc đẩy tăng trưởng với mục tiêu đạt 8%`: what is done for it is no part of it.
_EFFORT = regex.compile(
    rf"^(?:{cue('effort')}\s+)+(?=(?:mục\s+tiêu\s+)?(?:tăng\s+trưởng|tốc\s+độ|tỷ\s+lệ))(?:mục\s+tiêu\s+)?",
    regex.IGNORECASE,
)
_AIMED = regex.compile(r"\s+với\s+mục\s+tiêu(?:\s+(?:là|đạt))?$", regex.IGNORECASE)


def _who(named: str) -> str:
    """`Nga Sơn là huyện ven biển, gồm 23 xã` → `Nga Sơn`: a name without what is said of it."""
    if named.rpartition(" ")[2] in cue_set("raises"):
        # `doanh nghiệp buộc phải nâng lên 75%`: what is raised was said before.
        return ""
    # Most names have none of these words: asking for a word is much cheaper than for a pattern.
    if "mục tiêu" in named or "tăng trưởng" in named or "tốc độ" in named or "tỷ lệ" in named:
        named = _EFFORT.sub("", _AIMED.sub("", named)) or named
        aim = named.rpartition(" mục tiêu ")[2]
        named = aim if aim != named and stands_alone(aim) else named
    if "nhất" in named:
        named = _EXTREME.sub("", named)
    if "mức" in named:
        named = _ON_AVERAGE.sub(" bình quân", named)
    name, said, _ = named.partition(" là ")
    return name if said and only_names(name) else named


def _subject(view: str, named: str, rest: tuple[Token, ...], clause: Clause, carry: Carry) -> str:
    """What the number is said of, composed with the whole it is part of."""
    if not named:
        return carry.subject or carry.main or carry.thing
    whole = carry.main or carry.subject
    if _ALONE.match(view, clause.start) and 0 < len(whole.split()) <= 12 and not stands_alone(named):
        # `kim ngạch toàn ngành đạt …, riêng tôm tăng 60%`
        return compose(whole, named)
    if carry.parent and not (clause.depth and _acts(rest)):
        return compose(carry.parent, named)
    if fold(named) in _TWINS and (twin := _twin(fold(named), carry.main)):
        return twin
    if not stands_alone(named):
        whole = carry.main or carry.thing or carry.subject
        if _DEPENDENT.match(named) and whole:
            return compose(whole, named)
        if carry.lead:
            return compose(carry.lead, named)
    return named


def _twin(named: str, main: str) -> str:
    """`tổng thu tài chính công đoàn …; chi …` → `tổng chi tài chính công đoàn`."""
    pattern = rf"(?<!\p{{L}}){_TWINS[named]}(?!\p{{L}})"
    return regex.sub(pattern, named, main, count=1) if regex.search(pattern, main) else ""


def _acts(rest: tuple[Token, ...]) -> bool:
    return first_action(rest) == 0

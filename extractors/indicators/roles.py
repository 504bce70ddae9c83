"""What a number says of its thing: a level reached, a target, a change, a share … (annotation guide, section 4)."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extractors.indicators.heads import Head
from extractors.indicators.lexicon import find
from extractors.indicators.quantities import Quantity
from extractors.indicators.tails import Tail
from extractors.model import Role


class Situation(NamedTuple):
    """What is known around a quantity when its role is decided."""

    quantity: Quantity
    head: Head
    tail: Tail
    subject: str
    """What the number is said of, composed."""
    named: str = ""
    """The noun phrase before its verb."""
    planned: bool = False
    """The text sets it for the future."""
    ordered: bool = False
    """It is planned, but nothing says so save that it stands among orders."""
    led: bool = False
    """It is planned, but only what leads its sentence in says so."""
    baseline: bool = False
    """It is given as the earlier level (`cùng kỳ tăng 7%`)."""
    aim: bool = False
    """It is named as the plan itself (`kế hoạch 16%`, `mục tiêu là 8,5%`)."""
    leading_change: int = 0
    """Direction of a verb of change that heads the phrase (`giảm tỷ lệ sinh 0,04%`)."""
    each: bool = False
    """Said of each of many (`mỗi suất 500.000 đồng`)."""
    on_each: bool = False
    """Worth of what one hectare bears (`giá trị sản phẩm trên 1 ha đất`)."""
    yearly: bool = False
    """Said of each year, month or day (`mỗi năm kết nạp 200 đoàn viên`)."""
    assigned: bool = False
    """Given as a quota (`được giao 168 người`)."""
    bound: bool = False
    """A norm is set right before it (`không quá 5%`, `yêu cầu tối thiểu là 70%`)."""
    growing: bool = False
    """Its whole was given as a rate of growth, so are its parts."""
    short: bool = False
    """It is what is missing (`thiếu 7 bản so với chỉ tiêu`)."""


class Verdict(NamedTuple):
    """Role, and −1 where the value is a decrease."""

    role: Role
    sign: int = 1


def decide(s: Situation) -> Verdict:
    """The role of a quantity, and the sign of its value."""
    q, head, tail = s.quantity, s.head, s.tail
    if s.ordered and (q.kind == "money" or q.per):
        # Orders name means and rates as they are.
        s = s._replace(planned=False)
    if s.planned and q.kind == "money" and _FUNDING.match(s.subject):
        # Money needed or set aside is what it is, though the plan is for the future.
        s = s._replace(planned=False)
    if s.led and q.kind == "money" and head.action is not None and head.verb == "none":
        # `Điều 2. Điều chỉnh dự toán … 1. Bổ sung 24 tỷ đồng …`: money allocated is what it is.
        done = " ".join(t.key for t in head.rest[head.action[0] : head.action[1]])
        if done in _ALLOCATES and head.action[1] == len(head.rest):
            s = s._replace(planned=False)
    if s.baseline:
        return Verdict("baseline", -1 if head.verb == "change" and head.direction < 0 else 1)
    if s.aim:
        return Verdict("target", -1 if head.verb == "change" and head.direction < 0 else 1)
    if q.negative or q.raised:
        return Verdict("change")
    if head.from_level:
        return Verdict("baseline")
    if s.short and tail.against == "plan":
        return Verdict("change", -1)
    if head.said in ("mất", "mất tới") and (
        q.per or q.kind == "count" or q.dimension == "area" or _COST.search(s.subject)
    ):
        # `chi phí mất 3 triệu đồng/ha`: what something costs.
        head = head._replace(verb="level", direction=0)
        s = s._replace(head=head)
    if head.verb == "change" or (s.leading_change and head.verb == "none"):
        return _change(s, head.direction if head.verb == "change" else s.leading_change)
    if q.kind == "percent":
        return _percent(s)
    if q.kind == "money" and not s.planned and (grown := _GROWN.search(s.subject)):
        # `mức tăng giá thép thêm 150.000 đồng/tấn`
        return Verdict("change", -1 if grown[1].lower() == "giảm" else 1)
    if q.unit is not None and q.unit.split("/")[0] == "lần" and q.kind != "count":
        return Verdict("target" if s.planned else "result" if _RATIO.match(s.subject) else "index")
    if q.per and not _by_nature(q):
        return Verdict("target" if s.planned and not _GRANT.search(s.subject) else "rate")
    if s.each:
        bound = head.comparator in (">=", "<=")
        return Verdict(
            "target"
            if s.planned or (bound and q.kind == "count")
            else "rate"
            if q.kind == "money" or not s.yearly
            else "result"
        )
    if s.assigned:
        return Verdict("target")
    if q.kind == "money" and not s.planned and _ASKED.match(s.subject):
        return Verdict("target")
    if q.kind == "money" and not q.magnitude and _EXCHANGED.search(s.subject):
        return Verdict("target" if s.planned else "rate")
    if q.kind == "money" and find("price_noun").match(s.subject) and not q.magnitude and not _VALUE.match(s.subject):
        return Verdict("target" if s.planned else "rate")
    if s.on_each and q.value < 10 * _PAY:
        return Verdict("target" if s.planned else "rate")
    if q.kind == "money" and q.high is not None and q.high < _PAY and _WORTH.match(s.subject):
        # `140 sổ tiết kiệm (trị giá từ 1 triệu đến 1,2 triệu)`: a range of values is of each.
        return Verdict("target" if s.planned else "rate")
    if q.kind == "money" and q.value < 5 * _PAY and _PRICED.search(s.subject):
        return Verdict("target" if s.planned else "rate")
    if q.kind == "money" and q.value < _PAY and _PAID.match(s.subject):
        return Verdict("target" if s.planned else "rate")
    return Verdict("target" if s.planned else "result")


def _by_nature(q: Quantity) -> bool:
    """`23 ca sinh/1.000 phụ nữ`: a rate that is its own level."""
    return q.per is not None and q.per[0].isdigit()


def _change(s: Situation, direction: int) -> Verdict:
    sign = -1 if direction < 0 else 1
    if s.planned:
        return Verdict("target", sign)
    if sign > 0 and s.quantity.unit == "lần":
        # `tăng 1,2 lần` tells the level by the earlier one.
        return Verdict("index")
    exceeds = s.tail.against == "" and s.head.said == "vượt"
    if s.quantity.kind == "percent" and sign > 0 and (s.tail.against == "plan" or exceeds):
        # `kết nạp được 7.000 đoàn viên, vượt 31%`: what is exceeded is the plan.
        return Verdict("target_rate")
    return Verdict("change", sign)


def _percent(s: Situation) -> Verdict:
    q, head, tail = s.quantity, s.head, s.tail
    if s.bound and head.verb not in ("change", "index") and tail.against in ("", "plan"):
        return Verdict("target")
    if tail.against == "plan":
        return Verdict("target" if s.planned else "target_rate")
    if head.verb == "share":
        if head.said.endswith(("tỷ lệ", "tỉ lệ")) and tail.against == "base" and find("growth_noun").search(s.subject):
            # `ngành hàng tăng trưởng ấn tượng với tỷ lệ gần 18% so với cùng kỳ`
            return Verdict("target" if s.planned else "change")
        points = (q.unit or "").startswith("điểm") or (
            head.said in ("tỷ lệ", "tỉ lệ") and find("nature_rate").search(s.subject) is not None
        )
        # `đóng góp 2,1 điểm phần trăm` is of no whole, `11.021 trẻ suy dinh dưỡng (tỷ lệ 10%)` is a level.
        return Verdict("target" if s.planned else "result" if points else "share")
    if tail.against == "whole":
        return Verdict("target" if s.planned else "share")
    if s.planned:
        return Verdict("target")
    if _DISBURSED.search(s.subject) and head.said[:5] != "chiếm" and head.verb in ("level", "none", "exist", "share"):
        # What is disbursed is measured by the plan, said or not.
        return Verdict("target_rate")
    if head.verb == "level" and _PART.match(s.subject) and tail.against == "":
        # `tỷ trọng … tiếp tục giảm (chỉ còn 26,1%)`
        return Verdict("share")
    growth = find("growth_noun").search(s.subject)
    if growth and q.value >= 100 and head.verb == "level" and tail.against == "base":
        # `thị trường có mức tăng cao nhất …, đạt 239% so với cùng kỳ`
        return Verdict("index")
    if growth and head.verb != "index":
        return Verdict("change", -1 if "giảm" in growth[0].lower() else 1)
    if tail.against in ("base", "other") or head.verb == "index":
        return Verdict("index")
    if find("nature_rate").search(s.subject):
        return Verdict("result")
    # `giảm 12%; giải quyết 100% đơn thư`: said of what stands behind it, the percent is a share.
    if (s.growing and (tail.noun_end <= q.end + 1 or head.action is None)) or _OUTPUT.search(s.subject):
        return Verdict("change")
    return Verdict("share")


_ASKED = regex.compile(
    r"(?:tổng\s+)?(?:kinh\s+phí|số\s+tiền|nguồn\s+vốn|số\s+vốn|vốn)\s+(?:\p{L}+\s+){0,3}(?:đề\s+xuất|xin\s+cấp)(?!\p{L})",
    regex.IGNORECASE,
)
# A currency or a share is said to be worth so much.
_EXCHANGED = regex.compile(
    r"^(?:đóng\s+cửa\s+(?:phiên\s+)?|(?:mỗi|một|1)\s+)?(?:(?:mã\s+)?cổ\s+phiếu|hợp\s+đồng\s+(?:kỳ\s+hạn|tương\s+lai)|thị\s+giá|mã|đồng\s+(?:USD|euro|yên|bảng|nhân\s+dân\s+tệ|bạc\s+xanh)|USD|euro|EUR|bảng\s+Anh)(?!\p{L})|(?<!\p{L})đổi(?:\s+được|\s+lấy)?$",
    regex.IGNORECASE,
)
_PAY = 200_000_000
"""What somebody earns in a month or a year is less, đồng; what all earn is more."""
_PAID = regex.compile(
    r"(?:mức\s+)?(?:tiền\s+)?(?:lương|thu\s+nhập|giá(?!\s+trị)|học\s+phí|tiền\s+công|tiền\s+nhà|tiền\s+thuê\s+(?:nhà|trọ|phòng))(?!\p{L})",
    regex.IGNORECASE,
)
_WORTH = regex.compile(r"(?:trị\s+giá|giá\s+trị|mức\s+giá)(?!\p{L})", regex.IGNORECASE)
_GROWN = regex.compile(r"(?<!\p{L})mức\s+(tăng|giảm)\s+(?:giá|phí|lương|học\s+phí|thuế)(?!\p{L})", regex.IGNORECASE)
_RATIO = regex.compile(r"(?:hệ\s+số|chỉ\s+số|tỷ\s+số)(?!\p{L})", regex.IGNORECASE)
# `chiếc điện thoại giá 22 triệu đồng`
_PRICED = regex.compile(r"^(?!.*chênh\s+lệch).*(?<!(?:trị|tổng|định|đánh|đấu|vật)\s)(?<!\p{L})giá$", regex.IGNORECASE)
_COST = regex.compile(r"(?<!\p{L})(?:chi\s+phí|công|tiền|thời\s+gian|phí)(?!\p{L})", regex.IGNORECASE)
_VALUE = regex.compile(r"giá\s+trị(?!\s+sổ\s+sách)", regex.IGNORECASE)
_DISBURSED = regex.compile(r"(?<!\p{L})giải\s+ngân(?!\p{L})", regex.IGNORECASE)
_PART = regex.compile(r"t[ỷỉ]\s+trọng(?!\p{L})", regex.IGNORECASE)
_FUNDING = regex.compile(
    r"(?:tổng\s+)?(?:nhu\s+cầu\s+(?:vốn|kinh\s+phí)|kinh\s+phí|mức\s+đầu\s+tư|dự\s+toán\s+kinh\s+phí|nguồn\s+kinh\s+phí|ngân\s+sách\s+(?:trung\s+ương|địa\s+phương|tỉnh|nhà\s+nước\s+(?:hỗ\s+trợ|cấp))|"
    r"vốn\s+(?:của|sự\s+nghiệp|đối\s+ứng|ngân\s+sách|vay|huy\s+động\s+khác)|nguồn\s+(?:vốn|xã\s+hội\s+hóa)|(?:đề|kiến)\s+nghị)(?!\p{L})",
    regex.IGNORECASE,
)
_ALLOCATES = frozenset(("bổ sung", "phân bổ", "cấp", "cấp bổ sung", "hỗ trợ"))
_GRANT = regex.compile(r"mức\s+(?:hỗ\s+trợ|vay|chi|thưởng|thu(?!\s+nhập)|đóng)|giá", regex.IGNORECASE)
_OUTPUT = find("output_noun")

"""Where in a sentence words of planning reach, and what ends their reach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.lexicon import find

ACHIEVED = Cue(
    r"(?<!\p{L})(?:đã(?!\s+qua\s+đào\s+tạo)|mới(?=\s+(?:chỉ|chi|đạt|có|giải|thực|hoàn|thu|được\s+(?:\p{L}+\s+){0,2}\d))|(?:chưa|không)\s+đạt|\p{L}+\s+được(?=\s+(?:\d|trên|hơn|gần|khoảng))|ước\s+đạt|ước\s+thực\s+hiện|"
    r"có\s+(?:mức|số|tỷ\s+lệ)(?:\s+\p{L}+){0,5}\s+(?:như\s+)?sau(?=:)|"
    r"đạt\s+được|thực\s+hiện\s+được|kết\s+quả|đến\s+nay(?!\s+(?:là|bằng)\s)|hiện\s+(?:có|nay|đang|còn)|tính\s+đến|trong\s+năm\s+qua)(?!\p{L})",
    regex.IGNORECASE,
)
# A noun of planning reaches over its own clause, not over the next ones.
_FAR = regex.compile(r";|\.{3}|(?:,[^,]*){3}")
# What is planned in a bracket is planned there.
_CLOSED = regex.compile(r"[^()]*\)")
# `so với kế hoạch`, `vượt chỉ tiêu`: the plan is what the number is measured by.
_MEASURED_BY = Ending(
    r"(?:so\s+với|so|đạt|vượt|bằng|hoàn\s+thành|%|thực\s+hiện|theo|xây\s+dựng|ban\s+hành|triển\s+khai|giao|của|"
    r"chương\s+trình|nguồn\s+vốn)(?:\s+(?:các|những|mức|được|tổng|số|\d+))*\s*$",
    regex.IGNORECASE,
)
# `với quyết tâm cao nhất` says how something was done.
_MANNER = Cue(
    r"(?<=(?<!\p{L})(?:với|bằng|bởi|của|có|những|và|tinh\s+thần|ý\s+chí)(?:\s+sự)?\s+)quyết\s+tâm"
    r"(?=\s+(?:rất\s+)?(?:cao|lớn|chính\s+trị|mạnh|vươn|của|và)(?!\p{L}))",
    regex.IGNORECASE,
)
# `dự kiến cả năm sẽ tăng 13%`: an estimate for the year that runs.
_THIS_YEAR = Ending(
    r"(?<!\p{L})(?:dự\s+kiến|ước(?:\s+tính)?|dự\s+báo)\s+(?:cả\s+năm|năm\s+nay|hết\s+năm|đến\s+(?:hết|cuối)\s+năm(?:\s+nay)?)\s*$",
    regex.IGNORECASE,
)
# `Giao chỉ tiêu tuyển sinh …` sets them, `đạt chỉ tiêu giao` is measured by them.
_ASSIGNS = regex.compile(r"[\s\-+*•]*(?:(?:Điều\s+)?\d+[.)]\s*|[a-zđ][.)]\s*)?Giao(?:\s+(?:các|những))?\s+$")
_ASSIGNMENT = regex.compile(
    r"[\s\-+*•]*(?:(?:Điều\s+)?\d+[.)]\s*|[a-zđ][.)]\s*)?Giao\s+(?:(?:các|những)\s+)?(?:chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?!\p{L})"
)
# `góp phần thực hiện mục tiêu tăng trưởng kinh tế năm 2025 đạt trên 8%`
_GROWTH_AIM = regex.compile(r"mục\s+tiêu\s+(?:tăng|giảm)[^,;:.]{0,50}\s(?:đạt|từ|trên|là)\s", regex.IGNORECASE)
_BEYOND = Ending(r"(?:vượt|so\s+với|hoàn\s+thành)\s+$", regex.IGNORECASE)
_STRONG = Cue(
    r"(?<!\p{L})(?:phấn\s+đ[ấầâ]u|quyết\s+tâm|đặt\s+mục\s+tiêu|đề\s+ra\s+mục\s+tiêu|cần\s+đạt|phải\s+đạt)(?!\p{L})",
    regex.IGNORECASE,
)
# `bảo đảm tỷ lệ phòng học kiên cố đạt 100%`
_ASSURES = Ending(
    r"(?<!\p{L})(?:bảo\s+đảm|đảm\s+bảo)(?:\s+[^\s;.:]+){1,16}\s+(?:đạt|ở\s+mức)"
    r"(?:\s+(?:từ|trên|tối\s+thiểu|ít\s+nhất|khoảng|tỷ\s+lệ|≥))*\s*$",
    regex.IGNORECASE,
)
_SETS = Cue(
    r"(?<!(?<!(?:cần|phải|đấu)\s+)thực\s+hiện\s+(?:\d+\s+|các\s+|một\s+số\s+)?)(?<!\p{L})(?:chỉ\s+tiêu|mục\s+tiêu)(?:\s+(?!(?:có|đã|đạt\s+được)\s)[^\s,;:.]+){0,6}\s+(?:sau|như\s+sau)\s*:|"
    r"(?<!\p{L})(?:phấn\s+đấu|quyết\s+tâm)(?:\s+\p{L}+){0,4}\s*:|"
    r"(?<!\p{L})(?:với\s+(?:các|những|một\s+số|\d+)|(?:(?:đề|đặt)\s+ra|xác\s+định|thống\s+nhất|thông\s+qua)(?:\s+(?:các|những|một\s+số|\d+))?)\s+(?:nhóm\s+)?"
    r"(?:chỉ\s+tiêu|mục\s+tiêu)(?:\s+(?!(?:có|đã|đạt)\s)[^\s,;:.]+){0,8}\s*(?::|,?\s+(?:trong\s+đó|gồm|bao\s+gồm|cụ\s+thể)(?!\p{L}))|"
    r"(?<=^\P{L}*)(?:về\s+)?(?:phương\s+hướng|định\s+hướng)[^:;.]{0,80}:|"
    r"(?<=^\P{L}*)(?:(?:các|một\s+số)\s+)?(?:chỉ\s+tiêu|mục\s+tiêu|kế\s+hoạch)(?:\s+(?:chủ\s+yếu|cụ\s+thể|chính|đến|"
    r"cả|hết|cuối|năm|(?:19|20)\d\d))*\s*:|"
    r"(?<=^\P{L}*)(?:(?:phê\s+chuẩn|phê\s+duyệt|quyết\s+định|quyết\s+nghị|thông\s+qua|giao)\s+)?"
    r"dự\s+toán\s+(?:thu|chi|ngân\s+sách),?(?:\s+[^\s:;.]+){0,16}\s*:",
    regex.IGNORECASE,
)
EXPECTED = Cue(
    r"(?<!\p{L})(?:dự\s+(?:kiến|báo|toán|tính|ước)|sẽ|(?:thời\s+gian|năm|tháng|quý|kỳ|sắp)\s+tới|kế\s+hoạch|kỳ\s+vọng)(?!\p{L})",
    regex.IGNORECASE,
)
_DIRECTS = Cue(
    r"[\s\-+*•]*(?:\d+[.)]\s*|[a-zđ][.)]\s*)?(?:Giao|Yêu\s+cầu|Chỉ\s+đạo)\s+(?!dịch|thông|ban|lưu)(?=(?:các|Sở|UBND|"
    r"Ủy|Uỷ|Chủ|Ban|Công|Cục|Chi|LĐLĐ|Liên|Văn|Phòng|Thanh|Bộ|Ngân|Kho|những|đơn|huyện|xã|thành|địa)(?!\p{L}))"
)
_TO_DO = Ending(
    r"(?<!\p{L})(?:cấp|bổ\s+sung|bố\s+trí|hỗ\s+trợ|tuyển|kết\s+nạp|thành\s+lập|xây|xây\s+dựng|hoàn\s+thành|đạt|"
    r"giải\s+ngân|trồng|mở|tổ\s+chức|bàn\s+giao)(?:\s+(?:mới|thêm|được|đủ|khoảng|trên|ít\s+nhất|tối\s+thiểu))*\s*$",
    regex.IGNORECASE,
)


Planned = Literal["", "said", "led", "ordered"]
"""How a number is known to be set for the future: by words of its sentence, by what leads it in, by standing among
orders, or not at all."""


class PlanScope:
    """Where in a sentence words of planning reach.

    Args:
        view: the folded document text.
        start, end: bounds of the sentence, code points.
        outer: whether what leads the sentence in is planned.
        period: the period of the sentence before, EDTF.
        orders: whether it stands among orders.
    """

    def __init__(self, view: str, start: int, end: int, outer: bool, period: str | None, orders: bool = False) -> None:
        self._orders = orders
        self.told = False
        """It goes on with what was told (`Hiện có 87 trạm. Trong đó, 28 trạm …`)."""
        self.period = period
        self.start, self.end, self._view, self._outer = start, end, view, outer
        listing = (
            view.find(":", start, end) >= 0
            or view.find("trong đó", start, end) >= 0
            or view.find("gồm", start, end) >= 0
        )
        sets = _SETS.search(view[start:end]) if listing else None
        self._sets = start + sets.end() if sets else None
        if self._sets is None and (assigned := _ASSIGNMENT.match(view, start, end)):
            self._sets = assigned.end()
        self._known: dict[int, bool] = {}

    # Most sentences hold no number: what is not asked is not looked for.

    @cached_property
    def _cues(self) -> list[int]:
        view, start = self._view, self.start
        return [m.start() for m in find("plan").finditer(view, start, self.end) if self._plans(m.start())]

    def _plans(self, at: int) -> bool:
        """Whether a word of planning at an offset plans."""
        view, start = self._view, self.start
        if _GROWTH_AIM.match(view, at, self.end) and not _BEYOND.search(view, max(start, at - 12), at):
            return True
        if _MEASURED_BY.search(view[max(start, at - 30) : at]):
            return _ASSIGNS.fullmatch(view, start, at) is not None
        if _THIS_YEAR.search(view, max(start, at - 40), at):
            return False
        return _MANNER.match(view, at, self.end) is None

    @cached_property
    def _past(self) -> list[int]:
        firm = [m.start() for m in self._firm() if self._aims(m)]
        return [
            m.start()
            for m in ACHIEVED.finditer(self._view, self.start, self.end)
            # `Phấn đấu kết nạp được 100 đoàn viên` tells of nothing done.
            if not (m[0].lower().endswith("được") and any(f < m.start() for f in firm))
        ]

    @cached_property
    def _strong(self) -> bool:
        return any(self._aims(m) for m in self._firm())

    def _aims(self, verb: regex.Match[str]) -> bool:
        """Whether a strong word of planning is a verb, not a noun of manner (`với quyết tâm cao`)."""
        return _MANNER.match(self._view, verb.start(), self.end) is None

    def _firm(self, end: int | None = None) -> Iterator[regex.Match[str]]:
        return _STRONG.finditer(self._view, self.start, self.end if end is None else end)

    @cached_property
    def _directs(self) -> bool:
        """`Giao Sở Tài chính cấp bổ sung 12 tỷ đồng`: what is to be done."""
        return _DIRECTS.match(self._view, self.start, self.end) is not None

    def at(self, offset: int) -> bool:
        """Whether a quantity at `offset` is planned."""
        known = self._known.get(offset)
        if known is None:
            known = self._known[offset] = self._at(offset)
        return known

    def _at(self, offset: int) -> bool:
        if _ASSURES.search(self._view, self.start, offset) is not None and not self.achieved(offset):
            return True
        if self._sets is not None and offset >= self._sets and not self.achieved(offset, self._sets):
            return True
        if (
            self._directs
            and _TO_DO.search(self._view, max(self.start, offset - 30), offset)
            and not self.achieved(offset)
        ):
            return True
        last = max(
            (
                c
                for c in self._cues
                if c < offset and not _FAR.search(self._view[c:offset]) and not _CLOSED.match(self._view[c:offset])
            ),
            default=None,
        )
        if self.achieved(offset, last):
            return False
        if self._strong and any(self._aims(m) for m in self._firm(offset)):
            return True
        return last is not None or self._outer

    def plans(self, offset: int) -> bool:
        """Whether words of the sentence itself, before a quantity at `offset`, plan."""
        return any(c < offset for c in self._cues) or self._sets is not None or self._strong or self._directs

    def expects(self) -> bool:
        """Whether the sentence says that something is expected."""
        return EXPECTED.search(self._view, self.start, self.end) is not None

    def ordered(self, offset: int) -> bool:
        """Whether nothing but the company it keeps says that a quantity at `offset` is to be reached."""
        return self._orders and not self.achieved(offset)

    def achieved(self, offset: int, since: int | None = None) -> bool:
        """Whether the sentence says before `offset` (and after `since`) that something was done."""
        if self.told:
            return True
        begin = since or self.start
        return any(begin <= p < offset for p in self._past)

    def after(self, before: bool) -> bool:
        """Whether the next sentence is led in by a plan, when this one was (`before`) or sets one."""
        return before or self._sets is not None

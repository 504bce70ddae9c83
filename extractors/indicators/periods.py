"""The period a number holds for: from its clause, its sentence, the text just before, or the heading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import regex

from extractors.cues import Cue
from extractors.dates.edtf import with_year
from extractors.endings import Ending
from extractors.indicators.counted import bare_edtf, counted, since_january
from extractors.indicators.years import AGAINST, SEASON_YEAR, in_year, year_estimated, year_of, years_of
from extractors.model import Context, DateMention, Reference
from extractors.text import DocumentText


class Period(NamedTuple):
    """A date or period in the text that numbers can hold for. Offsets are code points into the document text."""

    start: int
    end: int
    edtf: str
    weak: bool = False
    """It is the year of a plan that a number is measured by (`đạt 45% kế hoạch năm 2025`): it holds for the number
    only where nothing else does."""


_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Dates that say against what a number is compared, or when a document was issued, not when the number held.
_COMPARED = Ending(
    r"(?<!\p{L})(?:so(?!\s+sánh(?!\s+với))(?:\s+với|\s+sánh\s+với)?|cùng\s+kỳ|cùng\s+kì|cùng\s+thời\s+(?:điểm|gian)|hơn(?!\s+\d)|với\s+mức|gấp|bằng)\s+"
    r"(?:(?:\d[\d.,]*\d|[^\s,;:().]+)\s+){0,6}$|(?<!\p{L})so\s+sánh\s+$",
    regex.IGNORECASE,
)
# Since when something holds, and the month of a contract: no time that a number is of.
_OPEN = Ending(
    r"(?<!\p{L})(?:sau|trước|từ)\s+khi\s+(?:[^\s,;.()]+\s+){0,10}$|"
    r"(?<!\p{L})(?:kể|kể\s+từ|giao|giao\s+hàng|kỳ\s+hạn|hợp\s+đồng|đáo\s+hạn)(?:\s+(?:đầu|cuối|hồi|vào|giữa|sau))*\s+$",
    regex.IGNORECASE,
)
# `thấp nhất kể từ tháng 3/2010`: how far back nothing was like it.
_RECORD = Ending(
    r"(?<!\p{L})(?:(?:thấp|cao|lớn|nhỏ|mạnh|nhanh|chậm|nhiều|ít|tốt|sâu|dài)\s+nhất|kỷ\s+lục)\s+(?:(?:kể|tính)\s+)?$",
    regex.IGNORECASE,
)
_SINCE = regex.compile(r"(?:(?:kể|tính)\s+)?từ\s", regex.IGNORECASE)
# `4 tháng tính từ đầu năm 2019`: the year of the months counted.
_COUNTED_FROM = Ending(r"(?<!\p{L})tháng\s+(?:(?:tính|kể)\s+)?từ\s+(?:đầu\s+)?$", regex.IGNORECASE)
# The day that is kept: no time that a number is of.
_ANNIVERSARY = Ending(
    r"(?<!\p{L})(?:kỷ\s+niệm|[Nn]gày\s+(?:[Qq]uốc|[Tt]hành|[Tt]ruyền|[Pp]háp|[Gg]iải|[Ss]inh|[Tt]hầy|[Tt]hương|[Nn]hà|"
    r"[Dd]oanh|[Bb]áo|[Kk]hoa|[Đđ]ại|[Mm]ôi|[Vv]ì))(?:\s+[^\s,;.()]+){0,8}\s*\(?$"
)
# The years of a programme are not the time of what is told of it (`thuộc Đề án … giai đoạn 2018 - 2020`).
_OF_PROGRAMME = Ending(
    r"(?<!\p{L})(?:thuộc|của|theo|trong)\s+(?:Đề\s+án|Chương\s+trình|Dự\s+án|Quy\s+hoạch|Chiến\s+lược)(?:\s+[^\s,;.()]+){1,10}\s+$"
)
# `Từ đầu năm 2023, Sở đã mở 7 lớp`
_FROM_PART = Ending(r"(?<!\p{L})từ\s+(?:đầu|giữa|cuối)\s+$", regex.IGNORECASE)
# What is summed up to the end of a month is summed from January on.
_RECKONED = regex.compile(
    r"(?<!\p{L})(?:(?:lũy|luỹ)\s+kế|tính|cộng\s+dồn)(?:\s+chung)?\s+(?:đến|tới)\s+(?:hết|cuối)\s+(?:tháng|quý)",
    regex.IGNORECASE,
)
_SAID_ON = Ending(
    r"(?<!\p{L})(?:(?:công\s+bố|cho\s+biết|cho\s+hay|thông\s+tin|thông\s+báo|phát\s+biểu|báo\s+cáo)|"
    r"(?:diễn\s+ra|khai\s+mạc)(?:\s+[^\s,;.()]+){0,8})\s+"
    r"(?:(?:vào|trong|hồi)\s+)?(?:(?:sáng|chiều|tối|trưa)\s+)?(?:ngày\s+)?(?:hôm\s+nay\s*[,(]?\s*)?$",
    regex.IGNORECASE,
)
_UNTIL_PART = regex.compile(r"(?:đến|tới)\s(?:cuối|hết)\s+\d", regex.IGNORECASE)
_PLAIN_UNTIL = regex.compile(
    r"(?:tính\s+)?(?:đến|tới)\s+(?:(?:thời\s+điểm|giữa|(?:thượng|trung|hạ)\s+tuần)\s+)?(?:tháng|năm)\s",
    regex.IGNORECASE,
)
_YEAR_ALONE = regex.compile(r"\d{4}")
_DAY = regex.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")
_ADVERBIAL = regex.compile(r"(?:đến|tính|từ|trong|trước|sau|hết|kể)(?!\p{L})", regex.IGNORECASE)
_PLANNED = Ending(
    r"(?<!\p{L})(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|mục\s+tiêu|nghị\s+quyết|số\s+giao)\s+(?:[^\s,;:().]+\s+){0,5}$",
    regex.IGNORECASE,
)
_MEASURED = regex.compile(r"(?<!\p{L})(?:vượt|so|hơn|đạt|bằng|hoàn\s+thành)(?!\p{L})|%", regex.IGNORECASE)
_ISSUED = regex.compile(r"[\s,]*$")
_COUNTED = Cue(
    r"(?<![\p{L}\d/.,-])(?P<n>\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:\s+một)?)\s+tháng"
    r"(?:\s+đầu\s+năm(?:\s+nay)?|(?P<last>\s+cuối\s+năm)|\s+qua)?(?!\s*(?:tuổi|trước|sau|tới|liên|kể|một|/|vận|triển|đó|còn|lại|tiếp))(?!\p{L})",
    regex.IGNORECASE,
)
# `(năm 2004: 15,6%; 2003: 15,1%)`
_LISTED_YEAR = Cue(r"(?<=[(;,]\s?)(?P<y>(?:19|20)\d\d)(?=\s*:)")
# `Đến cuối 2024`, `đầu 2020`
_PART_YEAR = Cue(
    r"(?<!\p{L})(?:cuối|đầu|giữa|hết)\s+(?P<y>(?:19|20)\d\d)(?![\d/.,-]*\d|\s*-\s*\d)(?!\s*\p{Ll})|(?<!\p{L})(?:cuối|đầu|giữa|hết)\s+(?P<y>(?:19|20)\d\d)(?=\s+(?:toàn|cả|đã|có|còn|là|đạt|các|tỉnh))",
    regex.IGNORECASE,
)
_QUARTER = Cue(r"(?<!\p{L})quý\s+(?P<q>IV|I{1,3}|[1-4])(?![\p{L}\d/])", regex.IGNORECASE)
_MONTH = Cue(r"(?<!\p{L})tháng\s+(?P<m>1[0-2]|0?[1-9])(?![\d/]|[.,]\d)(?!\s*(?:/|-\s*\d|năm\s+\d))", regex.IGNORECASE)
# `tháng Năm`: not the year of `tháng năm 2019`
_MAY = Cue(r"(?<!\p{L})[Tt]háng\s+(?P<may>Năm)(?!\s*\d)(?!\p{L})")
_QUARTERS_COUNTED = Cue(
    r"(?<!\p{L})(?P<quarters>hai|ba|[23])\s+quý(?:\s+đầu\s+năm(?:\s+nay)?)?(?!\s*(?:cuối|trước|liên|tới|sau|/))(?!\p{L})",
    regex.IGNORECASE,
)
_NOW = Cue(
    r"(?<!\p{L})(?:(?<!từ\s(?:[^,;]{0,40}\s)?)đến\s+nay|hiện\s+nay|hiện\s+tại|(?<=[.;:,]\s|\n)hiện(?=,)|hiện\s+(?:đã\s+)?(?:có|còn|đang|nắm)|hơn\s+một\s+năm\s+qua|thời\s+gian\s+qua|những\s+năm\s+qua)(?!\p{L})",
    regex.IGNORECASE,
)
_UP_TO = Ending(r"(?<!\p{L})(?:đến\s+hết|tính\s+đến|hết|đến\s+cuối)\s+$", regex.IGNORECASE)
_RELATIVE = Cue(
    r"(?<!\p{L})(?:(?P<quarter>(?:trong|cả|tính\s+chung)\s+quý|quý\s+này)|(?P<month>trong\s+tháng|tháng\s+này)|"
    r"(?P<all>cả\s+năm)|(?P<year>trong\s+năm(?!\s+(?:học|tới|sau))|(?<!(?:tháng|đầu|cuối)\s+)năm\s+nay)|"
    r"(?P<since>(?:(?:lũy\s+kế|luỹ\s+kế|kể|tính)\s+)?từ\s+đầu\s+năm(?:\s+đến\s+nay)?)|"
    r"(?P<end>đến\s+(?:hết|cuối)\s+năm(?:\s+nay)?)|"
    r"(?P<day>(?:sáng|chiều|tối|hôm|phiên)\s+nay))(?!\p{L})"
    r"(?!\s+(?:\d{1,2}(?![\d.,])|(?:19|20)\d\d(?![\d.,])|một|hai|ba|bốn|I|V|trước|ngoái))",
    regex.IGNORECASE,
)
# `kế hoạch cả năm` is what something is measured by.
_OF_PLAN = Ending(r"(?<!\p{L})(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|KH|của)\s+$", regex.IGNORECASE)
# `trong nhiệm kỳ`, `3 năm qua`, `những tháng đầu năm`: a span named before
_SPAN_AGAIN = Cue(
    r"(?<!\p{L})(?:(?P<term>(?:trong|cả|suốt|qua)\s+(?:nhiệm\s+kỳ(?:\s+(?:qua|vừa\s+qua|này))?|giai\s+đoạn\s+(?:vừa\s+)?qua))|"
    r"(?:(?:trong|qua|sau)\s+)?(?P<n>[2-9]|10|hai|ba|bốn|năm|mười)\s+năm(?:\s+qua|(?=\s*,))|"
    r"(?P<months>(?:những|các)\s+tháng\s+đầu\s+năm(?:\s+nay)?))(?!\p{L})(?!\s+(?:\d|I|V|trước|tới|sau|liên|tiếp|liền))",
    regex.IGNORECASE,
)


class Periods:
    """All periods of one document, looked up by place. Built once, never changed."""

    def __init__(
        self, doc: DocumentText, dates: Sequence[DateMention], references: Sequence[Reference], context: Context
    ) -> None:
        self._view = doc.view
        self._period, self._issued = context.period, context.issued_on
        self.inferred = self._inferred = not (context.year or context.period)
        self._tells = context.kind not in ("plan", "outline", "decision", "law")
        self.year = (
            context.year
            or (years_of(context.period) or (None,))[-1]
            or year_estimated(doc.view)
            or year_of(doc.view, dates, references)
        )
        """The year the document speaks from, or null."""
        self._all = sorted(self._known(dates, references) + self._bare(doc, dates), key=lambda p: p.start)
        self._starts = [p.start for p in self._all]

    def _known(self, dates: Sequence[DateMention], references: Sequence[Reference]) -> list[Period]:
        ends = sorted(r.end for r in references)
        found = []
        for date in dates:
            if date.edtf is None or self._is_compared(date.start) or self._is_issue(date, ends, references):
                continue
            edtf = date.edtf
            if _COUNTED_FROM.search(self._view, max(0, date.start - 30), date.start):
                continue
            if _YEAR_ALONE.fullmatch(edtf) and _FROM_PART.search(self._view, max(0, date.start - 20), date.start):
                edtf = f"{edtf}/.."
            if edtf.startswith("../") and self._tells and self._is_point(date):
                edtf = edtf[3:]
            if self._inferred and self.year and not _YEAR.search(self._view, date.start, date.end):
                # A day without a year is of the year this text speaks from.
                edtf = in_year(edtf, self.year)
            if edtf.startswith("XXXX") and self.year:
                edtf = with_year(edtf, self.year) or edtf
            if edtf.endswith("/..") and self._view[max(0, date.start - 12) : date.start].lower().endswith("trước và "):
                # `hai tháng trước và sau Tết Đinh Dậu 2017`
                edtf = edtf[:-3]
            edtf = self._up_to(date.start, edtf)
            if edtf.startswith("../") and _RECKONED.search(self._view, max(0, date.start - 24), date.start + 24):
                edtf = since_january(edtf[3:]) or edtf
            if "XX" not in (edtf if self.year else edtf.replace("XXXX", "")):
                # Where no year is told a day is of some year.
                weak = self._is_plan_year(date.start) or self._is_said_on(date.start, edtf)
                found.append(Period(date.start, date.end, edtf, weak))
        return found

    def _up_to(self, at: int, edtf: str) -> str:
        """`hết tháng 9`: all up to it."""
        up = "/" not in edtf and _UP_TO.search(self._view, max(0, at - 14), at) is not None
        return f"../{edtf}" if up or ("/" not in edtf and _UNTIL_PART.match(self._view, max(0, at - 4))) else edtf

    def _is_point(self, date: DateMention) -> bool:
        """`tính đến tháng 6-2008`, told later: the point itself, no span up to it and no deadline."""
        cut = (date.edtf or "")[3:]
        last = years_of(cut)
        gone = bool(last and self.year) and (last[0] < (self.year or 0) or (len(cut) == 7 and last[0] == self.year))
        return gone and len(cut) <= 7 and _PLAIN_UNTIL.match(self._view, date.start, date.end) is not None

    def _is_compared(self, at: int) -> bool:
        before = self._view[max(0, at - 60) : at]
        if _OF_PROGRAMME.search(before):
            return True
        if _SINCE.match(self._view, at) and _RECORD.search(before):
            return True
        return any(pattern.search(before) is not None for pattern in (_COMPARED, _OPEN, _ANNIVERSARY))

    def _is_against(self, at: int) -> bool:
        """`so với cùng kỳ năm 2019`: the year another one is compared with."""
        return AGAINST.search(self._view, max(0, at - 40), at) is not None

    def _is_said_on(self, at: int, edtf: str) -> bool:
        """`vừa công bố ngày hôm nay 31/5`: the day on which a number was told."""
        return _DAY.fullmatch(edtf) is not None and _SAID_ON.search(self._view, max(0, at - 50), at) is not None

    def _is_plan_year(self, at: int) -> bool:
        before = self._view[max(0, at - 80) : at]
        plan = _PLANNED.search(before)
        return plan is not None and _MEASURED.search(before[max(0, plan.start() - 25) : plan.start()]) is not None

    def _is_issue(self, date: DateMention, ends: Sequence[int], references: Sequence[Reference]) -> bool:
        i = bisect_left(ends, date.start + 1) - 1
        if _ADVERBIAL.match(self._view, date.start):
            # `Nghị quyết của Ban Thường vụ, đến ngày 15/6`: a time, no day of issue.
            i = -1
        elif i >= 0 and "\n" in self._view[ends[i] : date.start] and date.surface[:2].istitle():
            # `… số 15/CTr-TLĐ` / `Năm 2022, …`: the next paragraph begins.
            i = -1
        if i >= 0 and date.start - ends[i] <= 3 and _ISSUED.fullmatch(self._view[ends[i] : date.start]):
            return True
        return any(r.start <= date.start < r.end for r in references)

    def _bare(self, doc: DocumentText, dates: Sequence[DateMention]) -> list[Period]:
        """`9 tháng`, `quý 3`, `tháng 6` without a year: the year is the last one named before, else the document's."""
        known = [(d, d.edtf if self.year else d.edtf.replace("XXXX", "")) for d in dates if d.edtf is not None]
        taken = [(d.start, d.end) for d, edtf in known if "XX" not in edtf]
        named = sorted(
            (d.start, years_of(d.edtf)[-1]) for d in dates if years_of(d.edtf) and not self._is_against(d.start)
        )
        found = []
        for paragraph in doc.paragraphs:
            if paragraph.kind in ("boilerplate", "letterhead", "recipients", "signature"):
                continue
            found += [
                Period(m.start(), m.end(), self._up_to(m.start(), m["y"]))
                for pattern in (_LISTED_YEAR, SEASON_YEAR, _PART_YEAR)
                for m in pattern.finditer(self._view, paragraph.start, paragraph.end)
                if not any(a < m.end() and m.start() < b for a, b in taken) and not self._is_compared(m.start())
            ]
            found += self._relative(paragraph.start, paragraph.end, taken, named)
            found += self._again(paragraph.start, paragraph.end, dates, taken)
            for pattern in (_COUNTED, _QUARTERS_COUNTED, _QUARTER, _MONTH, _MAY):
                for match in pattern.finditer(self._view, paragraph.start, paragraph.end):
                    if any(a < match.end() and match.start() < b for a, b in taken) or self._is_compared(match.start()):
                        continue
                    i = bisect_left(named, (match.start(), 0)) - 1
                    near = named[i][1] if i >= 0 and named[i][0] >= paragraph.start else None
                    year = near if near is not None else self.year
                    edtf = bare_edtf(self._view, match, f"{year:04d}" if year else "XXXX")
                    if edtf and _UP_TO.search(self._view, max(paragraph.start, match.start() - 14), match.start()):
                        high = edtf.rpartition("/")[2]
                        sums = _RECKONED.search(self._view, max(paragraph.start, match.start() - 24), match.end())
                        edtf = (since_january(high) if sums else None) or f"../{high}"
                    if edtf:
                        found.append(Period(match.start(), match.end(), edtf))
        return found

    def _again(
        self, start: int, end: int, dates: Sequence[DateMention], taken: Sequence[tuple[int, int]]
    ) -> list[Period]:
        """`trong nhiệm kỳ`, `5 năm qua`, `những tháng đầu năm`: the span named last before."""
        found = []
        for match in _SPAN_AGAIN.finditer(self._view, start, end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            count = counted(match["n"]) if match["n"] else None
            for date in reversed(dates):
                if date.start >= match.start() or not date.edtf or self._is_against(date.start):
                    continue
                low, _, high = date.edtf.partition("/")
                if match["months"]:
                    fits = low[4:] == "-01" and low[:4] == high[:4] and len(high) == 7
                else:
                    years = years_of(date.edtf) if low[:2] != ".." and high not in ("", "..") else ()
                    length = years[-1] - years[0] if len(years) == 2 else 0
                    fits = length > 0 and (count is None or count in (length, length + 1))
                    if match[0].endswith("qua") and self.year and fits:
                        fits = years[-1] <= self.year
                if fits:
                    found.append(Period(match.start(), match.end(), date.edtf))
                    break
        return found

    def _relative(
        self, start: int, end: int, taken: Sequence[tuple[int, int]], named: Sequence[tuple[int, int]]
    ) -> list[Period]:
        """`trong quý`, `cả năm`, `từ đầu năm`, `sáng nay`: what they mean in a text of this period and this day."""
        found = []
        for match in _RELATIVE.finditer(self._view, start, end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            if match["all"] and _OF_PLAN.search(self._view, max(0, match.start() - 16), match.start()):
                continue
            i = bisect_left(named, (match.start(), 0)) - 1
            near = str(named[i][1]) if i >= 0 and named[i][0] >= start and named[i][1] >= (self.year or 0) else None
            edtf = (near if match["all"] else None) or self._meant(match.lastgroup or "")
            if edtf:
                found.append(Period(match.start(), match.end(), edtf))
        return found

    def _meant(self, unit: str) -> str | None:
        if unit == "day":
            return self._issued
        if unit == "since":
            return f"{self.year}/.." if self.year else None
        if unit in ("year", "all"):
            return str(self.year) if self.year else None
        if unit == "end":
            return f"../{self.year}" if self.year else None
        last = (self._period or "").rpartition("/")[2]
        if len(last) != 7:
            return None
        if unit == "month":
            return last
        quarter = (int(last[5:]) + 2) // 3
        return f"{last[:4]}-{3 * quarter - 2:02d}/{last[:4]}-{3 * quarter:02d}"

    def within(self, start: int, end: int) -> list[Period]:
        """The periods that begin in `[start, end)`, in order; a weak one only where there is no other."""
        found = self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [p for p in found if not p.weak] or found

    def day_before(self, start: int, at: int) -> str | None:
        """The last single day that begins in `[start, at)`, EDTF."""
        told = self._all[bisect_left(self._starts, start) : bisect_left(self._starts, at)]
        return next((p.edtf for p in reversed(told) if _DAY.fullmatch(p.edtf)), None)

    def before(self, start: int, at: int) -> str | None:
        """The last period in `[start, at)` that a text goes on to speak of (code points), EDTF."""
        told = self._all[bisect_left(self._starts, start) : bisect_left(self._starts, at)]
        return next((p.edtf for p in reversed(told) if self._holds_on(p)), None)

    @cached_property
    def opening(self) -> str | None:
        """The first period that the text goes on to speak of."""
        return next((p.edtf for p in self._all if self._holds_on(p)), None)

    def _holds_on(self, period: Period) -> bool:
        """Whether a text may go on to speak of a period: not of a single day, a span of years, or a time to come."""
        years = years_of(period.edtf.replace("XXXX", "0000"))
        if not years or period.edtf.endswith("/..") or (self.year is not None and years[-1] > self.year):
            return False
        if self._bracketed(period.start):
            # `đạt 98,4% (năm 2012 là 99,5%)`
            return False
        if _DAY.match(period.edtf) or self._view[period.start : period.start + 2].lower() == "cả":
            # `cả năm` is told of one thing among others.
            return False
        return period.edtf.startswith("..") or years[0] == years[-1]

    def _bracketed(self, at: int) -> bool:
        before = self._view[max(0, at - 40) : at]
        return before.rfind("(") > before.rfind(")")

    def says_now(self, start: int, end: int) -> bool:
        """Whether `đến nay`, `hiện có` … stand there: then the time of the text around does not hold."""
        said = self._view[start:end].lower()
        # Most sentences have none of these words.
        if "nay" not in said and "hiện" not in said and "qua" not in said:
            return False
        return _NOW.search(self._view, start, end) is not None

"""The period one number holds for, out of those its sentence and the text around it give."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.about import about
from extractors.indicators.attending import took_part
from extractors.indicators.drafts import Draft
from extractors.indicators.leads import headings_of, rank_of
from extractors.indicators.lexicon import find
from extractors.indicators.periods import Period, Periods
from extractors.indicators.years import in_year, shift_years, years_of
from extractors.model import Context
from extractors.text import DocumentText, Paragraph

_WORD = regex.compile(r"\w")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAME_PART = regex.compile(r"cùng\s+k[ỳì]", regex.IGNORECASE)

_ADJACENT = regex.compile(r"\s*(?:\(|vào|trong|của|vào\s+cuối|cuối|ở)?\s*", regex.IGNORECASE)
_CUT_OFF = regex.compile(r"\.\./(?:\d{4}|XXXX)-\d\d-\d\d")
_ONE_DAY = regex.compile(r"(?:\.\./)?(?:\d{4}|XXXX)-\d\d-\d\d")
_OCCASION = Ending(r"(?<!\p{L})dịp\s+(?:ngày\s+)?(?:\d{1,2}[/-]\d{1,2}(?:\s*,\s*|\s+và\s+))*$", regex.IGNORECASE)
_GOES_ON = Cue(
    r"[\s\-+*]*(?:trong\s+(?:số\s+)?(?:đó|này)|cụ\s+thể|chi\s+tiết|riêng|trong\s+khi\s+đó|"
    r"theo\s+(?:số\s+liệu|thống\s+kê|đó))(?!\p{L})",
    regex.IGNORECASE,
)
# `dịp nghỉ lễ 30/4 - 1/5`
_FEW_DAYS = regex.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_ALL_YEAR = Cue(r"(?<!\p{L})cả\s+năm(?!\p{L})", regex.IGNORECASE)
_SEASON = Ending(r"(?<!\p{L})(?:vụ|mùa|đông\s+xuân|hè\s+thu|thu\s+đông)\s+(?:năm\s+)?$", regex.IGNORECASE)
_EACH_YEAR = Cue(r"(?<!\p{L})(?:mỗi|h[àằ]ng)\s+năm(?!\p{L})", regex.IGNORECASE)
_THIS_PART = Cue(r"(?<!\p{L})trong\s+(?:quý|tháng|kỳ|tuần)(?=\s*(?:,|này|qua|có|đã|các|toàn))", regex.IGNORECASE)

# Where a time stands that what follows is told of: at the beginning of an item.
_AT_FIRST = Ending(r"(?:^|[;:.\n]|[a-zđ]\)|[-+*])\s*(?:(?:phấn\s+đấu|trong|vào|cụ\s+thể)\s+)*$", regex.IGNORECASE)
# Where a time stands that is set off by commas.
_SET_OFF = Ending(r"(?:^|[,:]\s)\s*(?:(?:trong|vào|qua|trước\s+đó|tính\s+chung|riêng)\s+)*$", regex.IGNORECASE)
_EVENT = 1200
"""Characters within which the day of an event is told before those who took part."""
# Up to another item, but for the parts of the same (`…, trong đó: …; …`).
_NEXT_ITEM = regex.compile(r"(?:(?!trong\s+đó\s*:)[^;])*;.*", regex.IGNORECASE | regex.DOTALL)
_BASE_YEAR = regex.compile(
    r"\s*\(\s*(?:(?:(?:giảm|tăng)\s+(?:nhẹ\s+)?)?so\s+với\s+|tương\s+đương\s+)?năm\s+(?P<y>(?:19|20)\d\d)(?![\d/-])",
    regex.IGNORECASE,
)
_COLON = regex.compile(r"\s*:")
_HEAD = 12
"""Characters of an item in which a time begins that it is named for."""
_COMMA = regex.compile(r"\s*,")
_PAST = regex.compile(r"[(;:]")
_NEAR = 60
"""Characters between a number and a time behind it."""


def is_day(edtf: str) -> bool:
    """Whether a time is one day, or all up to it."""
    return _ONE_DAY.fullmatch(edtf) is not None


class Timing:
    """Gives the numbers of one document their periods; what a paragraph was about holds on for the next ones."""

    def __init__(self, doc: DocumentText, context: Context, periods: Periods) -> None:
        self.doc, self.context, self.periods = doc, context, periods
        self.about = about(doc, periods)
        self._told: tuple[int, str | None] = (-1, None)
        self._last: tuple[tuple[str, ...], str] | None = None

    def remember(self, paragraph: Paragraph, period: str) -> None:
        """The period a paragraph was about, EDTF."""
        reports = self.context.kind == "report" and self.context.period is not None
        if (reports or self.about.done is not None) and is_day(period):
            # The next paragraph of a report of 2021 is not of the cut-off day of this one.
            return
        self._last = (headings_of(self.doc, paragraph), period)

    def handed(self, paragraph: Paragraph) -> str | None:
        """The time of the paragraph before, where this one tells of its parts (`Trong đó, …`), EDTF."""
        if self._last is None or _GOES_ON.match(self.doc.view, paragraph.start, paragraph.end) is None:
            return None
        return self._last[1] if self._last[0] == headings_of(self.doc, paragraph) else None

    def continues(self, at: int) -> bool:
        """Whether what begins behind `at` goes on with what was said (`Theo đó, …`)."""
        return _GOES_ON.match(self.doc.view, at, min(len(self.doc.view), at + _NEAR)) is not None

    def of(
        self, draft: Draft, drafts: Sequence[Draft], before: str | None, outer: str | None, start: int
    ) -> str | None:
        """The period of a draft whose sentence begins at `start`; `before` is that of the sentence before, `outer` that
        of the text leading in."""
        if draft.role == "target" and draft.planned and outer is None and self.context.kind in ("news", "other"):
            outer = self.about.planned
        period = self._at_event(draft) or self._of(draft, drafts, before, outer, start)
        if draft.role == "result" and not draft.planned:
            self._told = start, period
        return period

    def _at_event(self, draft: Draft) -> str | None:
        """The day told last, for who took part in what was held on it."""
        if not took_part(self.doc.view, draft):
            return None
        q = draft.quantity
        return self.periods.day_before(max(0, q.start - _EVENT), q.start)

    def _beside(self, draft: Draft, start: int) -> str | None:
        """The time of the result before in the same sentence."""
        told = draft.role in ("result", "share") and not draft.planned and self._told[0] == start
        return self._told[1] if told else None

    def _of(
        self, draft: Draft, drafts: Sequence[Draft], before: str | None, outer: str | None, start: int
    ) -> str | None:
        end = draft.sentence[1]
        now = self.periods.says_now(start, draft.quantity.end)
        q = draft.quantity
        marks = self.periods.within(start, end)
        if draft.planned or draft.role == "target":
            marks = [p for p in marks if not self.recurs(p)]
        inside = [p for p in marks if p.start < q.start and not self.aside(p, q.start)]
        if len(inside) > 1 and _FEW_DAYS.fullmatch(inside[-1].edtf):
            # `tháng 9 (từ 15/8 đến 14/9)`
            explains = self.doc.view[inside[-2].end : inside[-1].start].strip() == "("
            inside = inside[:-1] if explains else inside
        behind = [p for p in marks if q.end <= p.start < draft.clause.end]
        in_clause = [p for p in inside if p.start >= draft.clause.start]
        chosen: str | None
        later = [
            p
            for p in marks
            if p.start >= q.end
            and not any(d.quantity.start > q.start and d.quantity.end <= p.start for d in drafts)
            and not self._of_next(p, q.end, drafts)
        ]
        next_to = [p for p in behind[:1] if _ADJACENT.fullmatch(self.doc.view[q.end : p.start])]
        if next_to:
            chosen = next_to[0].edtf
        elif in_clause:
            chosen = in_clause[-1].edtf
        elif behind:
            chosen = behind[0].edtf
        elif inside:
            spans = [
                p.edtf for p in inside[:-1] if self.opens(p, start) and self._of_one_item(draft, inside[-1], p.edtf)
            ]
            whole = spans[0] if spans else outer
            chosen = whole if self._of_one_item(draft, inside[-1], whole) else inside[-1].edtf
        elif self.periods.says_now(start, q.end):
            chosen = None
        elif before is not None and not (later and self._told_behind(draft, later[0])):
            chosen = self._year_ahead(draft, before)
        elif draft.role == "baseline":
            chosen = None
        else:
            chosen = later[0].edtf if later else outer
        if (
            chosen is None
            and draft.role in ("change", "target_rate", "index")
            and not self.periods.says_now(start, q.end)
        ):
            # What a text without a period of its own was speaking of last is nearer than the paragraph before.
            chosen = (None if self.context.period else self._running(draft)) or self._around(draft)
        if chosen is None and self._holds_for_report(draft, start):
            chosen = self._around(draft)
        if chosen is None and not draft.planned and draft.role in ("result", "share") and not now:
            chosen = self._told_by_heading(draft)
        if chosen is None and not now:
            chosen = self._running(draft) or self._about(draft) or self._reported(draft, drafts)
            chosen = chosen or self._beside(draft, start) or self._after_base(draft)
        if chosen is None and self._holds_for_plan(draft):
            chosen = self.context.period
        if draft.role == "target" and q.fraction == "whole" and (years := years_of(chosen or self.context.period)):
            # `kết nạp 2.178/1.550`: the plan is for the year.
            return str(years[-1]) if len(set(years)) == 1 else chosen
        if chosen and not draft.planned and draft.role not in ("target", "baseline") and _CUT_OFF.fullmatch(chosen):
            # A stated cut-off day is that day.
            chosen = chosen[3:]
        carried = chosen == before and not in_clause and len(set(years_of(chosen))) > 1
        if carried and _THIS_PART.search(self.doc.view, draft.sentence[0], q.start):
            # A season or a term is not the time of a quarter.
            chosen = self.context.period
        if _ALL_YEAR.search(self.doc.view, draft.clause.start, q.end) and draft.role != "baseline":
            of_year = years_of(chosen) or (years_of(self.context.period) if draft.planned else ())
            chosen = str(of_year[0]) if of_year and len(set(of_year)) == 1 else chosen
            if self.context.period is None and not draft.planned and len(self.about.done or "") == 4:
                chosen = self.about.done
        if draft.role == "baseline":
            return self._base_period(draft, chosen, [p for p in inside if p not in in_clause], before or outer)
        if draft.aim and chosen is None and len(set(years_of(self.context.period))) == 1:
            return str(years_of(self.context.period)[0])
        if draft.aim and chosen and len(set(years_of(chosen))) == 1 and not in_clause:
            # A plan is for the year, whatever part of it the text reports on.
            return str(years_of(chosen)[0])
        return chosen

    def _year_ahead(self, draft: Draft, before: str) -> str:
        """What is planned behind a report on a part of the year gone by is planned for the year."""
        low, _, high = before.partition("/")
        part = len(low) == len(high) == 7 and low[:4] == high[:4] and low[5:] == "01"
        gone = part and high < (self.context.issued_on or "")[:7]
        return low[:4] if gone and draft.planned and draft.role == "target" else before

    def _of_one_item(self, draft: Draft, period: Period, outer: str | None) -> bool:
        """`GDP năm 2015 là 41 triệu đồng; lương thực 2,1 triệu tấn` among the targets of 2011-2015: the year is of one
        item alone, what follows is of the span that all are set for."""
        span, own = years_of(outer), years_of(period.edtf)
        within = bool(span and own) and span[0] < span[-1] and span[0] <= own[0] == own[-1] <= span[-1]
        return (
            within
            and (draft.planned or draft.role == "target")
            and _NEXT_ITEM.fullmatch(self.doc.view, period.end, draft.quantity.start) is not None
            and _AT_FIRST.search(self.doc.view[draft.sentence[0] : period.start]) is None
        )

    def _of_next(self, period: Period, end: int, drafts: Sequence[Draft]) -> bool:
        """`đạt 98,4% (năm 2012 là 99,5%)`: the time of the number in the bracket."""
        view = self.doc.view
        close = view.find(")", period.end, period.end + _NEAR)
        opened = view.rfind("(", end, period.start)
        return opened >= 0 <= close and any(period.end <= d.quantity.start < close for d in drafts)

    def _told_behind(self, draft: Draft, period: Period) -> bool:
        """`xóa 15 nhà tạm, nhà dột nát trước tháng 8/2025`: a time near behind, in what the number is told of."""
        gap = self.doc.view[draft.quantity.end : period.start]
        return draft.role != "baseline" and len(gap) < _NEAR and not _PAST.search(gap)

    def _running(self, draft: Draft) -> str | None:
        """The time the text was speaking of last, where nothing nearer gives one."""
        if draft.planned or draft.role in ("target", "rate", "baseline"):
            return None
        if draft.quantity.dimension in ("area", "power") and draft.role == "result":
            return None
        paragraph = self.doc.paragraph_at(draft.quantity.start)
        return self.periods.before(paragraph.start, draft.quantity.start) if paragraph is not None else None

    def _reported(self, draft: Draft, drafts: Sequence[Draft]) -> str | None:
        """The time a text without a period of its own opens with, for a level told with its change, and the change."""
        if self.context.period is not None or draft.planned:
            return None
        moving = ("change", "target_rate", "index")
        told = draft.role in moving or (
            draft.role in ("result", "share")
            and any(d.role in moving and d.clause.start >= draft.clause.start for d in drafts)
        )
        if told and self._last is not None and len(self._last[1]) > 4 and ".." not in self._last[1]:
            # The part of a year that the paragraph before was about.
            return self._last[1]
        return self.periods.opening if told else None

    def _about(self, draft: Draft) -> str | None:
        """The time that a text says it is about at its beginning, where it has no period as a document."""
        if self.context.period is not None or self.context.kind not in ("news", "other"):
            return None
        if draft.planned or draft.role == "target":
            return self.about.planned
        if draft.role == "baseline":
            return None
        if draft.quantity.dimension in ("area", "power") and draft.role == "result" and self.about.done:
            return None
        return self.about.done or (self.about.planned if self.about.titled else None)

    def _after_base(self, draft: Draft) -> str | None:
        """`đạt 98,4% (năm 2012 là 99,5%)` in a text of 2013: the year behind the one it is seen against."""
        year = self.periods.year
        if draft.planned or year is None or draft.role not in ("result", "share"):
            return None
        base = _BASE_YEAR.match(self.doc.view, draft.quantity.end, draft.quantity.end + _NEAR)
        return str(year) if base is not None and int(base["y"]) == year - 1 else None

    def _told_by_heading(self, draft: Draft) -> str | None:
        """The time of `Kết quả thực hiện năm 2025`, for what is told under it."""
        paragraph = self.doc.paragraph_at(draft.quantity.start)
        for heading in reversed(headings_of(self.doc, paragraph) if paragraph else ()):
            at = self.doc.text.rfind(heading, 0, draft.quantity.start)
            marks = self.periods.within(at, at + len(heading)) if at >= 0 else []
            if marks:
                return marks[-1].edtf if find("result_heading").search(heading) else None
        return None

    def _holds_for_plan(self, draft: Draft) -> bool:
        """What a plan of a period sets is set for that period, but for what it sets for each year of it."""
        if self.context.kind not in ("plan", "decision") or not (draft.planned or draft.role == "target"):
            return False
        return _EACH_YEAR.search(self.doc.view, draft.sentence[0], draft.clause.end) is None

    def opens(self, period: Period, start: int) -> bool:
        """`Nhiệm kỳ 2020-2025, xã đạt nhiều kết quả. Cụ thể, …`: a time that what follows is told of, too."""
        view = self.doc.view
        return (
            _ONE_DAY.fullmatch(period.edtf) is None
            and _COMMA.match(view, period.end) is not None
            and _SET_OFF.search(view[start : period.start]) is not None
            and self.hands_on(period)
        )

    def item(self, paragraph: Paragraph) -> str | None:
        """The time that an item names before a colon (`- Năm 1998: …`), EDTF."""
        first = next(iter(self.periods.within(paragraph.start, min(paragraph.end, paragraph.start + _HEAD))), None)
        if first is None or _COLON.match(self.doc.view, first.end) is None:
            return None
        _, body = rank_of(self.doc.view, paragraph)
        return first.edtf if not self.doc.view[body : first.start].strip() else None

    def recurs(self, period: Period) -> bool:
        """`vào dịp 26/3, 15/10` in a plan: days that come each year."""
        edtf = period.edtf
        said = self.doc.view[period.start : period.end]
        return (
            _ONE_DAY.fullmatch(edtf) is not None
            and edtf[:4] not in said
            and _OCCASION.search(self.doc.view, max(0, period.start - 40), period.start) is not None
        )

    def hands_on(self, period: Period) -> bool:
        """Whether the time of a sentence holds for the next one: not a deadline to come, a season, or years gone by."""
        edtf = period.edtf
        if _ALL_YEAR.match(self.doc.view, period.start):
            return False
        if _SEASON.search(self.doc.view, max(0, period.start - 16), period.start):
            return False
        now = years_of(self.context.period) if self.context.kind == "report" else ()
        years = years_of(edtf)
        if now and years and years[-1] < now[0]:
            return False
        if _FEW_DAYS.fullmatch(edtf):
            return False
        if edtf.startswith("../"):
            cut = edtf[3:]
            if self.context.kind == "report" and (self.context.period or "").endswith(f"/{cut}"):
                # `Đến hết tháng 6` in the report on six months: what follows is of all of them.
                return False
            day = self.context.issued_on or str(self.periods.year or "")
            return cut.startswith("XXXX") or (bool(day) and cut[: len(day)] <= day[: len(cut)])
        return True

    def _holds_for_report(self, draft: Draft, start: int) -> bool:
        """What a report of a period says was done was done in that period; a standing level was not."""
        report = self.context.kind == "report" and self.context.period is not None
        if not report or draft.planned or draft.role in ("target", "rate", "baseline"):
            return False
        q = draft.quantity
        return not self.periods.says_now(start, q.end) and not (
            q.dimension in ("area", "power") and draft.role == "result"
        )

    def aside(self, period: Period, before: int) -> bool:
        """Whether a period stands in a bracket that says more than the period itself and is closed `before`."""
        between = self.doc.view[period.end : before]
        close = between.find(")")
        if close < 0 or "(" in between[:close]:
            return False
        opening = self.doc.view.rfind("(", max(0, period.start - 60), period.start)
        said = self.doc.view[opening + 1 : period.start] + between[:close] if opening >= 0 else ""
        return opening >= 0 and ")" not in self.doc.view[opening : period.start] and bool(_WORD.search(said))

    def _base_period(
        self, draft: Draft, chosen: str | None, earlier: Sequence[Period], before: str | None
    ) -> str | None:
        """`cùng kỳ 2012`, `cùng kỳ năm trước`: the same part of the earlier year."""
        now = earlier[-1].edtf if earlier else before or chosen or self.context.period
        clause = self.doc.view[draft.clause.start : draft.quantity.start]
        year = _YEAR.search(clause)
        same_part = draft.clause.depth or _SAME_PART.search(clause)
        if year and now and same_part and chosen in (None, now, year[0]):
            return in_year(now, int(year[0]))
        if draft.base_years and now:
            return shift_years(now, -draft.base_years)
        return chosen

    def _around(self, draft: Draft) -> str | None:
        """A change is always of some time: that of the paragraph before, of the nearest heading, or of the document."""
        paragraph = self.doc.paragraph_at(draft.quantity.start)
        if paragraph is not None and self._last is not None and self._last[0] == headings_of(self.doc, paragraph):
            return self._last[1]
        for heading in reversed(headings_of(self.doc, paragraph) if paragraph else ()):
            at = self.doc.text.rfind(heading, 0, draft.quantity.start)
            marks = self.periods.within(at, at + len(heading)) if at >= 0 else []
            if marks and not is_day(marks[-1].edtf):
                return marks[-1].edtf
        return self.context.period

    def ahead(self, heading: str, before: int) -> bool:
        """Whether a heading names a time after the day of issue (`Nhiệm vụ 6 tháng cuối năm 2026`)."""
        at = self.doc.text.rfind(heading, 0, before)
        marks = self.periods.within(at, at + len(heading)) if at >= 0 else []
        return bool(marks) and marks[-1].edtf.partition("/")[0] > (self.context.issued_on or "")

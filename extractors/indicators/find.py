"""Indicators of a document: paragraphs and sentences in order, what each hands to the next, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.anaphora import Antecedents
from extractors.indicators.carry import Carry
from extractors.indicators.choosing import Chooser, Segmenter
from extractors.indicators.columns import find_columns
from extractors.indicators.drafts import Draft
from extractors.indicators.labels import is_bare
from extractors.indicators.leads import Lead, headings_of, item_topic, lead_of, leads_in, rank_of
from extractors.indicators.lexicon import find, says
from extractors.indicators.links import link
from extractors.indicators.masks import masks_of
from extractors.indicators.mood import Mood
from extractors.indicators.norms import is_norm, lays_down_rules, tells_nothing
from extractors.indicators.periods import Period, Periods
from extractors.indicators.reading import SentenceReader
from extractors.indicators.scope import EXPECTED, Planned, PlanScope
from extractors.indicators.tables import find_table_indicators
from extractors.indicators.timing import Timing, is_day
from extractors.indicators.topics import Topics
from extractors.indicators.years import years_of
from extractors.model import Context, DateMention, Indicator, Organisation, Reference
from extractors.numbers import find_style
from extractors.text import DocumentText, Paragraph, Sentence

_MARK = regex.compile(r"[;,]")

# Before a number whose things are known already.
_SPEAKS_OF = Ending(
    r"(?<!\p{L})(?:của|tại|ở|cho|với|đối\s+với|trên|trong|giữa|về|tiến\s+độ|vận\s+hành|hoàn\s+thành|từ|cả|để|các|hoạt\s+động|"
    r"ưu\s+tiên|thuộc)\s*$",
    regex.IGNORECASE,
)
_IN_CAPITALS = regex.compile(r"[\s*#]*(?:[\p{Lu}\d,-]{2,}[\s:]+){4,}")
# `40 xã, phường đã được công bố …`
_DONE = regex.compile(r"[\d.,]+(?:\s+[\p{L},]+){1,5}\s+(?:đã|còn)(?!\p{L})", regex.IGNORECASE)
_WITHIN = regex.compile(r"[\s\-+*]*trong\s+(?:số\s+)?đó", regex.IGNORECASE)
# What is told of one thing among them, in its own time.
_ASIDE = Cue(r"[\s\-+*]*riêng(?!\p{L})", regex.IGNORECASE)
_TITLE = 300
"""Characters of the longest title."""
_PLAN_TITLE = regex.compile(
    r"^[\s\d*#.]*(?:(?:một\s+số|các|bộ)\s+)?(?:phương\s+hướng|mục\s+tiêu|chỉ\s+tiêu|nhiệm\s+vụ)(?!\p{L})|"
    r"(?<!\p{L})(?:nghị\s+quyết|kế\s+hoạch|chương\s+trình|chỉ\s+tiêu)(?!\p{L})[^.;]{0,60}?(?<!\p{L})(?:về\s+)?(?:các\s+)?"
    r"(?:nhiệm\s+vụ|mục\s+tiêu|chỉ\s+tiêu|phương\s+hướng|giải\s+pháp)(?!\p{L})",
    regex.IGNORECASE,
)
_TOLD_TITLE = regex.compile(
    r"(?<!\p{L})(?:kết\s+quả|tình\s+hình|đánh\s+giá|sơ\s+kết|tổng\s+kết|báo\s+cáo)(?!\p{L})",
    regex.IGNORECASE,
)
# `III. NHIỆM VỤ 6 THÁNG CUỐI NĂM`
_TASKS = regex.compile(
    r"(?<!(?:thực\s+hiện|hoàn\s+thành|triển\s+khai)\s+(?:các\s+)?)(?<!\p{L})nhiệm\s+vụ\s+(?:\p{L}+\s+){0,5}(?:6\s+tháng|quý|tháng|năm|thời\s+gian\s+tới)(?!\p{L})",
    regex.IGNORECASE,
)
_HOPED = Ending(r"(?<!\p{L})(?:dự\s+(?:ước|kiến|báo|tính)|sẽ)\s+(?:\p{L}+\s+){0,2}$", regex.IGNORECASE)
_TOWARDS = Ending(r"(?<!\p{L})(?:vào|đến|tới|cho)(?:\s+(?:cuối|đầu|hết|năm))*\s*$", regex.IGNORECASE)
_NEAR_WORDS = 40
"""Characters behind a time within which it may be said to be expected."""
_BARE = 5
"""Words up to which a label can be a bare measure."""
_NEAR = 16
"""Characters between a number and a time that is its own."""
_SKIPPED = frozenset(("letterhead", "recipients", "signature", "boilerplate", "title", "table"))


def find_indicators(
    doc: DocumentText,
    dates: Sequence[DateMention],
    references: Sequence[Reference],
    organisations: Sequence[Organisation],
    context: Context,
    words: Segmenter | None = None,
) -> list[Indicator]:
    """Every number that says how much was reached, spent, planned or changed (annotation guide, section 4).

    Args:
        doc: the document.
        dates: resolved dates; numbers in them are no indicators, and they give the periods.
        references: numbers in them are no indicators.
        organisations: numbers in their names are no indicators.
        context: kind, year and period of the document.
        words: word segmentation of one sentence as code-point offsets into it; asked only where the noun behind a
            number is not in `gazetteers/units.csv`. Without it that noun is its first syllable.

    Returns:
        Indicators in text order; offsets in code points into `doc.text`; `whole` and `target` are starts of others.
    """
    finder = _Finder(doc, dates, references, organisations, context, words)
    if finder.legal:
        return []
    tables, rows = find_table_indicators(doc, finder.periods, finder.style, context)
    columns, used = find_columns(doc, finder.periods, finder.style)
    return sorted([*tables, *columns, *link(finder.run(used | rows))], key=lambda i: i.start)


class _Finder:
    def __init__(
        self,
        doc: DocumentText,
        dates: Sequence[DateMention],
        references: Sequence[Reference],
        organisations: Sequence[Organisation],
        context: Context,
        words: Segmenter | None,
    ) -> None:
        self.doc, self.context = doc, context
        self.style = find_style(doc.view)
        # A plan tells what shall be, but for its part on what was reached.
        self._plans = context.kind in ("plan", "outline")
        self.periods = Periods(doc, dates, references, context)
        self.masks = masks_of(doc, dates, references, organisations, self.periods)
        self.chooser = Chooser(doc, self.style, self.masks.touches, words)
        self.timing = Timing(doc, context, self.periods)
        self.mood = Mood(doc)
        self.topics = Topics(context.title)
        self.antecedents = Antecedents(organisations)
        self._rated: tuple[tuple[str, ...], str] = (), ""
        """Section and label of the last rate, for places listed in the paragraphs behind it."""
        self.reader = SentenceReader(doc.text, doc.view, self.masks, self.masks.touches, self.periods.year)
        self._latest = max((years_of(d.edtf)[0] for d in dates if years_of(d.edtf) and self._tells(d)), default=0)
        """The latest year the text tells of, save deadlines and what is expected."""
        self._plan_told = _tells_plan(doc, context)
        self.legal = lays_down_rules(doc, context)

    def _tells(self, date: DateMention) -> bool:
        view, edtf = self.doc.view, date.edtf or ""
        if edtf.startswith("..") or _TOWARDS.search(view, max(0, date.start - 12), date.start):
            return False
        return EXPECTED.search(view, date.end, date.end + _NEAR_WORDS) is None

    def run(self, used: Set[int]) -> list[tuple[Indicator, Draft]]:
        """The indicators of the prose: of all paragraphs but those in `used`. Called once."""
        result: list[tuple[Indicator, Draft]] = []
        leads: list[Lead] = []
        open_lead: Lead | None = None
        sentences = _by_paragraph(self.doc.sentences, len(self.doc.paragraphs))
        for index, paragraph in enumerate(self.doc.paragraphs):
            if paragraph.kind in _SKIPPED or index in used or tells_nothing(self.doc, self.context, paragraph):
                continue
            rank, _ = rank_of(self.doc.view, paragraph)
            while leads and rank is not None and leads[-1].rank >= rank:
                leads.pop()
            if rank is None and paragraph.kind != "heading":
                # Plain paragraphs right behind `… như sau:` are led in by it.
                lead = open_lead or (leads[-1] if leads and leads[-1].planned else None)
            else:
                lead = leads[-1] if leads and rank is not None and rank > leads[-1].rank else None
                open_lead = None
            drafts, carry, period = self._paragraph(paragraph, sentences[index], lead)
            if period is not None:
                self.timing.remember(paragraph, period)
            result.extend(d for d in drafts if not self._said_before(d[1], result))
            if paragraph.kind == "heading" or leads_in(self.doc.view, paragraph):
                leads.append(lead_of(self.doc, self.periods, paragraph, rank, carry, period, lead))
                open_lead = leads[-1] if paragraph.kind != "heading" else None
            elif rank is not None and drafts and (of_item := self.timing.item(paragraph)):
                # `- Năm 1998: 750 triệu đồng` / `+ Ngân sách trung ương: 250 triệu đồng`
                planned = all(d.planned for _, d in drafts)
                leads.append(Lead(rank, lead.subject if lead else "", of_item, planned))
        return result

    def _said_before(self, draft: Draft, result: Sequence[tuple[Indicator, Draft]]) -> bool:
        """`tiến độ 02 công trình`, after `hoàn thành 02 công trình`: the same few things are only spoken of again."""
        q = draft.quantity
        if q.kind != "count" or q.value >= 50 or draft.high is not None or q.fraction or draft.comparator != "=":
            return False
        if not _SPEAKS_OF.search(self.doc.view, max(draft.sentence[0], q.start - 24), q.start):
            return False
        same = (d.quantity for _, d in result if d.quantity.value == q.value)
        return any(s.unit == q.unit and s.kind == "count" for s in same)

    def _paragraph(
        self, paragraph: Paragraph, sentences: Sequence[Sentence], lead: Lead | None
    ) -> tuple[list[tuple[Indicator, Draft]], Carry, str | None]:
        view = self.doc.view
        section = headings_of(self.doc, paragraph)
        carry = Carry(lead=lead.subject if lead else "", rated=self._rated[1] if self._rated[0] == section else "")
        found: list[tuple[Indicator, Draft]] = []
        period: str | None = self.timing.handed(paragraph)
        own: str | None = lead.period if lead else None
        _, body = rank_of(view, paragraph)
        planned_before = bool(lead and lead.planned) or self._planned_section(paragraph) or self._opens_planned(body)
        planned_before = planned_before or self._plan_told
        told = self.context.kind == "report" and self.context.period is not None
        orders = not planned_before and not told
        ordered = orders and self.mood.orders(paragraph)
        reached = any(find("result_heading").search(heading) for heading in headings_of(self.doc, paragraph)[-2:])
        last: tuple[str | None, bool] | None = None  # time of the number before, and whether it is planned
        for sentence in sentences:
            start = max(sentence.start, body)
            drafts: list[Draft] = []
            goes_on = last is not None and (
                _WITHIN.match(view, start, sentence.end) is not None
                or (last[1] and self.mood.opens(start, sentence.end))
            )
            if last is not None and goes_on:
                # `…, đến năm 2030 đạt 400 triệu USD. Trong đó: …`: parts are of the time of their whole.
                period = period or last[0]
            scope = PlanScope(
                view, start, sentence.end, planned_before or bool(last and goes_on and last[1]), period, ordered
            )
            scope.told = bool(last and goes_on and not last[1])
            quantities = self.chooser.choose(start, sentence.end, scope)
            start = item_topic(self.doc, self.masks.touches, start, sentence, paragraph, carry, quantities)
            if quantities:
                drafts = self.reader.read(
                    start, sentence.end, quantities, carry, self._planned(scope, reached, orders, own)
                )
            if not drafts:
                # A sentence without numbers ends what was being counted.
                carry.predicate = carry.action = ""
            for draft in map(self._named, drafts):
                if is_norm(view, self.context, draft) or not draft.label:
                    # A number of which nothing says what it counts tells nobody anything.
                    continue
                edtf = self.timing.of(draft, drafts, period, own, sentence.start)
                if last is None or not draft.aim:
                    # `… đạt 45% kế hoạch (293 tỷ đồng). Trong đó: …`: parts of what was reached, not of the plan.
                    last = edtf, draft.planned
                found.append((_indicator(self.doc.text, draft, edtf), draft))
            # Only a sentence that counted something hands its time on, or one that begins with it.
            marks = [
                p
                for p in self.periods.within(start, sentence.end)
                if not self.timing.aside(p, sentence.end)
                and not _of_base(p, drafts)
                and not (drafts and drafts[-1].planned and self.timing.recurs(p))
            ]
            aside = period is not None and not period.endswith("..") and _ASIDE.match(view, start, sentence.end)
            counted = bool(drafts) and not aside and self.timing.hands_on(marks[-1]) if marks else False
            told = not quantities and bool(marks) and self.timing.opens(marks[-1], start)
            if marks and (counted or told or (not quantities and self._goes_on(sentence, marks[-1]))):
                period = marks[-1].edtf
            planned_before = scope.after(planned_before)
        self._rated = section, carry.rated
        return found, carry, period

    def _named(self, draft: Draft) -> Draft:
        """A draft with what its label points back to; money of which nothing near says what it is for takes the heading
        or the title of a plan."""
        draft = draft._replace(label=self.antecedents.named(draft.label, draft.quantity.start))
        bare = draft.label == draft.unit or (len(draft.label.split()) <= _BARE and is_bare(draft.label))
        if not bare or draft.quantity.kind != "money":
            return draft
        paragraph = self.doc.paragraph_at(draft.quantity.start)
        headings = headings_of(self.doc, paragraph) if paragraph else ()
        if self.context.kind not in ("plan", "decision") and not (headings and draft.label == draft.unit):
            return draft
        return draft._replace(label=self.topics.completed(draft.label, draft.unit, headings))

    def _goes_on(self, sentence: Sentence, period: Period) -> bool:
        """`… công bố kết quả năm học 2012-2013. Theo đó, …`: what follows is told of the time just named."""
        return self.timing.continues(sentence.end) and self.timing.hands_on(period) and not is_day(period.edtf)

    def _planned_section(self, paragraph: Paragraph) -> bool:
        for heading in reversed(headings_of(self.doc, paragraph)):
            if says("result_heading", heading):
                return False
            if self.context.issued_on and self.timing.ahead(heading, paragraph.start):
                return True
            if says("plan_heading", heading) or _TASKS.search(heading):
                return True
        return False

    def _opens_planned(self, start: int) -> bool:
        """`CÁC CHỈ TIÊU CHỦ YẾU NHIỆM KỲ … 1. …` in one line: its first words in capitals are a heading."""
        opening = _IN_CAPITALS.match(self.doc.view, start)
        if opening is None or not says("plan_heading", opening[0]):
            return False
        return find("result_heading").search(opening[0]) is None

    def _planned(
        self, scope: PlanScope, reached: bool, orders: bool, outer: str | None
    ) -> Callable[[int, int], Planned]:
        def planned(at: int, clause: int) -> Planned:
            if scope.at(at) and not self._gone_by(at, scope, outer):
                return "said" if scope.plans(at) else "led"
            if not reached and (when := self._is_future(at, scope)):
                return when
            by_order = scope.ordered(at) or (orders and not reached and self.mood.order(scope.start, at))
            return "ordered" if by_order else ""

        return planned

    def _gone_by(self, at: int, scope: PlanScope, outer: str | None) -> bool:
        """`Giai đoạn 2021 - 2025 đạt 6,2%` under targets for 2030: told, where the sentence itself plans nothing."""
        said = self.periods.within(scope.start, at)
        years = years_of(said[-1].edtf) if said and not said[-1].edtf.startswith("..") else ()
        planned = years_of(outer)[0] if years_of(outer) else self.periods.year
        return bool(years and planned and years[-1] < planned) and not scope.plans(at)

    def _is_future(self, at: int, scope: PlanScope) -> Planned:
        if self.periods.year is None:
            return ""
        said = self.periods.within(scope.start, at)
        hoped = _HOPED.search(self.doc.view, max(scope.start, at - 30), at) is not None
        if hoped and (behind := self.periods.within(at, min(scope.end, at + 60))):
            # `đã tăng lên 1,5 tỷ USD và dự ước đạt 6 tỷ USD vào năm 2025`
            said = behind[:1]
        if not said:
            behind = self.periods.within(at, min(scope.end, at + 110))
            said = [p for p in behind[:1] if not _MARK.search(self.doc.view[at : p.start])]
        if self._plans and not scope.achieved(at):
            if said:
                years = years_of(said[-1].edtf)
                # `giai đoạn 2021 - 2025` in a plan of 2025 is gone by.
                gone = years and years[0] < years[-1] <= self.periods.year and "-" not in said[-1].edtf
                return "said" if years[-1:] >= (self.periods.year,) and not gone else ""
            # What a plan says without a time it plans, save what it says was done already.
            return "" if _DONE.match(self.doc.view, at, scope.end) else "ordered"
        if said and self.context.issued_on and not scope.achieved(at):
            # A time that begins after the day of issue, or a deadline after it.
            low, _, high = said[-1].edtf.partition("/")
            if (high if low == ".." else low) > self.context.issued_on:
                return "said"
        when = said[-1].edtf if said else scope.period
        years = years_of(when)
        ahead = when is not None and when.startswith("..") and years[-1:] > (self._latest,)
        if self.periods.inferred and not ahead and not scope.expects():
            # The year such a text speaks from is guessed: what it tells of a later one was reached.
            return ""
        return "said" if years and years[0] > self.periods.year and (hoped or not scope.achieved(at)) else ""


def _tells_plan(doc: DocumentText, context: Context) -> bool:
    """Whether a text without headings, by its title, tells a resolution on what is to be done."""
    if context.kind not in ("news", "other", "plan", "decision") or any(p.kind == "heading" for p in doc.paragraphs):
        return False
    title = doc.view[doc.paragraphs[0].start : doc.paragraphs[0].end] if doc.paragraphs else ""
    return len(title) < _TITLE and _PLAN_TITLE.search(title) is not None and _TOLD_TITLE.search(title) is None


def _by_paragraph(sentences: Sequence[Sentence], count: int) -> list[list[Sentence]]:
    result: list[list[Sentence]] = [[] for _ in range(count)]
    for sentence in sentences:
        result[sentence.paragraph].append(sentence)
    return result


def _of_base(period: Period, drafts: Sequence[Draft]) -> bool:
    """`giảm từ 1,68% cuối năm 2020`: the time of an earlier level is not handed on."""
    bases = (d for d in drafts if d.role == "baseline")
    return any(d.quantity.end <= period.start <= min(d.quantity.end + _NEAR, d.clause.end) for d in bases)


def _indicator(text: str, draft: Draft, period: str | None) -> Indicator:
    q = draft.quantity
    return Indicator(
        start=q.start,
        end=q.end,
        surface=text[q.start : q.end],
        label=draft.label,
        value=float(draft.value),
        value_high=None if draft.high is None else float(draft.high),
        kind=q.kind or "count",
        unit=draft.unit,
        comparator=draft.comparator,
        role=draft.role,
        period=period,
    )

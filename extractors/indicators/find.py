"""Indicators of a document: paragraphs and sentences in order, what each hands to the next, and what is left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

import regex

from extractors.indicators.bait import bait_reason
from extractors.indicators.carry import Carry
from extractors.indicators.columns import find_columns
from extractors.indicators.drafts import Draft
from extractors.indicators.labels import tidy
from extractors.indicators.lexicon import find
from extractors.indicators.links import link
from extractors.indicators.periods import Period, Periods, in_year, shift_years, years_of
from extractors.indicators.quantities import Quantity, find_quantities, with_whole_word
from extractors.indicators.reading import SentenceReader
from extractors.indicators.tables import find_table_indicators
from extractors.indicators.topics import GENERIC, topic_of
from extractors.model import Context, DateMention, Indicator, Organisation, Reference
from extractors.numbers import find_style
from extractors.text import DocumentText, Paragraph, Sentence

Segmenter = Callable[[str], Sequence[tuple[int, int]]]

_SKIPPED = frozenset(("letterhead", "recipients", "signature", "boilerplate", "title", "table"))
_ANY_NUMBER = regex.compile(r"\d|(?<!\p{L})(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\p{L})", regex.IGNORECASE)
_QUOTED = regex.compile(r'"[^"\n]{2,300}"')
_TITLED = regex.compile(
    r"(?:đề\s+án|chương\s+trình|phong\s+trào|chủ\s+đề|cuộc\s+vận\s+động|kế\s+hoạch|dự\s+án|về|danh\s+hiệu|mô\s+hình|"
    r"khẩu\s+hiệu|thông\s+điệp|"
    r"tên|gọi\s+là|phương\s+châm|hội\s+thi|cuộc\s+thi|thí\s+điểm|chiến\s+dịch|tiêu\s+chí|bản\s+tin|quỹ|tháng|ngày)\s*$",
    regex.IGNORECASE,
)
_LIST_MARK = regex.compile(
    r"\s*(?:(?P<article>(?:Điều|ĐIỀU)\s+\d+\s*[.:])|(?P<roman>[IVX]{1,5})\s*[.)/-]|(?P<letter>[A-HĐ])\s*[.)/]|"
    r"(?P<n3>\d{1,2}\.\d{1,2}\.\d{1,2})\s*[.)]?|(?P<n2>\d{1,2}\.\d{1,2})\s*[.)]?(?=\s)|"
    r"(?P<n1>\d{1,2})\s*[.)/](?!\d)|\(\d{1,2}\)\.?|(?P<small>[a-zđ])\s*[.)/]|(?P<star>\*+)|(?P<dash>[-•])|"
    r"(?P<plus>\+))\s*"
)
_RANKS = {"article": 1, "letter": 0, "roman": 1, "n1": 2, "n2": 3, "n3": 4, "small": 5, "star": 6, "dash": 7, "plus": 8}
_ARTICLE = regex.compile(r"\s*(?:Điều|ĐIỀU)\s+\d+\s*[.:]")


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


_RULES = regex.compile(
    r"(?<!\p{L})(?:ban\s+hành\s+(?:quy\s+định|quy\s+chế|quy\s+trình|nội\s+quy|điều\s+lệ|bảng\s+giá|định\s+mức|"
    r"tiêu\s+chí|danh\s+mục)|"
    r"quy\s+định\s+(?:mức|về|chi\s+tiết|một\s+số|tiêu\s+chuẩn|chế\s+độ|việc|chức\s+năng|thẩm\s+quyền|phân\s+cấp|giá)|"
    r"mức\s+thu|phí|lệ\s+phí|thủ\s+tục\s+hành\s+chính|quy\s+trình\s+nội\s+bộ|"
    r"sửa\s+đổi|bổ\s+sung\s+một\s+số\s+điều|bãi\s+bỏ|phân\s+cấp|hướng\s+dẫn|tiêu\s+chí|quy\s+chế|quy\s+định)(?!\p{L})",
    regex.IGNORECASE,
)


def _lays_down_rules(doc: DocumentText, context: Context) -> bool:
    """Whether the document is a law, or a decision whose articles set rules: its numbers are norms."""
    if context.kind == "law":
        return True
    articles = [p.start for p in doc.paragraphs if _ARTICLE.match(doc.view, p.start)]
    if len(articles) < 3:
        return False
    # What is decided stands in the title and in the first article.
    head = doc.view[: articles[0]]
    title = context.title or head[-1500:]
    first = doc.view[articles[0] : articles[1]][:400]
    return bool(_RULES.search(title) or _RULES.search(first))


class _Spans:
    """Names, references, dates and quotations, looked up by offset."""

    def __init__(self, spans: Sequence[tuple[int, int, str]]) -> None:
        merged: list[tuple[int, int, str]] = []
        for start, end, kind in sorted(spans, key=lambda s: (s[0], -s[1])):
            if not merged or start >= merged[-1][1]:
                merged.append((start, end, kind))
        self._spans = merged
        self._starts = [s[0] for s in merged]

    def at(self, offset: int) -> tuple[int, str] | None:
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or self._spans[i][1] <= offset:
            return None
        return self._spans[i][1], self._spans[i][2]

    def touches(self, start: int, end: int) -> bool:
        i = bisect_right(self._starts, end - 1) - 1
        return i >= 0 and self._spans[i][1] > start


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
        self.doc, self.context, self.words = doc, context, words
        self.style = find_style(doc.view)
        # A plan tells what shall be, but for its part on what was reached.
        self._plans = context.kind in ("plan", "outline")
        self._last: tuple[tuple[str, ...], str] | None = None
        self.periods = Periods(doc, dates, references, context)
        quotes = [(m.start(), m.end(), "name") for m in _QUOTED.finditer(doc.view) if _is_title(doc.view, m)]
        # A bare `6/2022` inside a longer expression is the date extractor's business; a mention without value is text.
        own = [(p.start, p.end, "date") for p in self.periods.within(0, len(doc.view))]
        self.spans = _Spans(
            [(d.start, d.end, "date") for d in dates]
            + [(r.start, r.end, "name") for r in references]
            + [(o.start, o.end, "name") for o in organisations]
            + quotes
            + own
        )
        self.reader = SentenceReader(doc.text, doc.view, self.spans.at, self.spans.touches)
        self.legal = _lays_down_rules(doc, context)

    def run(self, used: Set[int]) -> list[tuple[Indicator, Draft]]:
        """The indicators of the prose: of all paragraphs but those in `used`. Called once."""
        result: list[tuple[Indicator, Draft]] = []
        leads: list[_Lead] = []
        open_lead: _Lead | None = None
        sentences = _by_paragraph(self.doc.sentences, len(self.doc.paragraphs))
        for index, paragraph in enumerate(self.doc.paragraphs):
            if paragraph.kind in _SKIPPED or index in used or self._no_report(paragraph):
                continue
            rank, _ = _rank(self.doc.view, paragraph)
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
                self._last = (self._headings(paragraph), period)
            result.extend(drafts)
            if self.doc.view[paragraph.start : paragraph.end].rstrip(" *").endswith(":") or paragraph.kind == "heading":
                leads.append(self._lead(paragraph, rank, carry, period, lead))
                open_lead = leads[-1] if paragraph.kind != "heading" else None
        return result

    def _no_report(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph tells nothing that was reached: legal basis, examples, a web site's own words, what goods
        are made of."""
        view = self.doc.view
        if _BASIS.match(view, paragraph.start, paragraph.end):
            return not _ACHIEVED.search(view, paragraph.start, paragraph.end)
        if _EXAMPLE.match(view, paragraph.start, paragraph.end) or _MADE_OF.search(
            view, paragraph.start, paragraph.end
        ):
            return True
        if any(_MADE_OF.search(heading) for heading in self._headings(paragraph)[-1:]):
            return True
        return self.context.kind != "news" and _ADDRESSED.search(view, paragraph.start, paragraph.end) is not None

    def _lead(
        self, paragraph: Paragraph, rank: int | None, carry: Carry, period: str | None, outer: _Lead | None
    ) -> _Lead:
        view = self.doc.view[paragraph.start : paragraph.end]
        last = self.doc.sentence_at(paragraph.end - 1)
        begin = max(paragraph.start, last.start if last else 0)
        own = self.periods.within(begin, paragraph.end)
        said = self.doc.view[begin : paragraph.end]
        reached = bool(find("result_heading").search(said) or regex.search(r"đạt được", said))
        if paragraph.kind == "heading" or (rank is not None and len(view) < 160):
            planned = bool(find("plan_heading").search(view))
        else:
            planned = bool(_AIMS.search(said))
        planned = (planned or bool(outer and outer.planned)) and not reached
        subject = carry.main if carry.main else topic_of(self._heading_text(paragraph))
        return _Lead(
            -1 if rank is None else rank,
            subject,
            None
            if _YEARLY.search(view)
            else period or (own[-1].edtf if own else None) or (outer.period if outer else None),
            planned,
        )

    def _heading_text(self, paragraph: Paragraph) -> str:
        return self.doc.text[paragraph.start : paragraph.end].strip(" *:#")

    def _paragraph(
        self, paragraph: Paragraph, sentences: Sequence[Sentence], lead: _Lead | None
    ) -> tuple[list[tuple[Indicator, Draft]], Carry, str | None]:
        view = self.doc.view
        carry = Carry(lead=lead.subject if lead else "")
        found: list[tuple[Indicator, Draft]] = []
        period: str | None = None
        own: str | None = lead.period if lead else None
        _, body = _rank(view, paragraph)
        planned_before = bool(lead and lead.planned) or self._planned_section(paragraph)
        reached = any(find("result_heading").search(heading) for heading in self._headings(paragraph)[-2:])
        for sentence in sentences:
            start = max(sentence.start, body)
            drafts: list[Draft] = []
            scope = _PlanScope(view, start, sentence.end, planned_before, period)
            if _ANY_NUMBER.search(view, start, sentence.end):
                quantities = self._quantities(start, sentence.end, scope)
                start = self._item_topic(start, sentence, paragraph, carry, quantities)
                if quantities:
                    drafts = self.reader.read(start, sentence.end, quantities, carry, self._planned(scope, reached))
            if not drafts:
                self._between(start, sentence.end, carry)
            for draft in drafts:
                if self._is_norm(draft):
                    continue
                edtf = self._period(draft, drafts, period, own, sentence.start)
                found.append((_indicator(self.doc.text, draft, edtf), draft))
            # Only a sentence that counted something hands its time on.
            marks = [p for p in self.periods.within(start, sentence.end) if not self._aside(p, sentence.end)]
            if drafts and marks and not marks[-1].edtf.startswith("../"):
                period = marks[-1].edtf
            planned_before = scope.after(planned_before)
        return found, carry, period

    def _is_norm(self, draft: Draft) -> bool:
        """Whether a number says what is allowed, not what was reached or is aimed at."""
        if self.context.kind in ("news", "report", "plan", "outline"):
            return False
        said = self.doc.view[draft.sentence[0] : draft.quantity.start]
        bound = draft.quantity.kind != "money" and draft.comparator in (">=", "<=")
        if bound and not draft.planned and _ALLOWED.search(said) and not _DEMANDED.search(said):
            return True
        guidance = _GUIDANCE.match(self.context.title or "") is not None
        return guidance and not (find("plan").search(said) or _ACHIEVED.search(said))

    def _between(self, start: int, end: int, carry: Carry) -> None:
        """A sentence without numbers ends what was being counted."""
        carry.predicate = carry.action = ""

    def _planned_section(self, paragraph: Paragraph) -> bool:
        for heading in reversed(self._headings(paragraph)):
            if find("result_heading").search(heading):
                return False
            if self.context.issued_on and self._ahead(heading, paragraph.start):
                return True
            if find("plan_heading").search(heading):
                return True
        return False

    def _headings(self, paragraph: Paragraph) -> tuple[str, ...]:
        """The headings over a paragraph; an item's own first words are none."""
        section = paragraph.section
        if section and paragraph.kind != "heading":
            own = " ".join(self.doc.text[paragraph.start : paragraph.end].strip("#* ").split())
            section = section[:-1] if own.startswith(section[-1][:40]) else section
        return section

    def _ahead(self, heading: str, before: int) -> bool:
        """Whether a heading names a time after the day of issue (`Nhiệm vụ 6 tháng cuối năm 2026`)."""
        at = self.doc.text.rfind(heading, 0, before)
        marks = self.periods.within(at, at + len(heading)) if at >= 0 else []
        return bool(marks) and marks[-1].edtf.partition("/")[0] > (self.context.issued_on or "")

    def _planned(self, scope: _PlanScope, reached: bool) -> Callable[[int, int], bool]:
        def planned(at: int, clause: int) -> bool:
            return scope.at(at, clause) or (not reached and self._is_future(at, scope))

        return planned

    def _is_future(self, at: int, scope: _PlanScope) -> bool:
        if self.periods.year is None:
            return False
        said = self.periods.within(scope.start, at)
        if not said:
            behind = self.periods.within(at, min(scope.end, at + 110))
            said = [p for p in behind[:1] if not regex.search(r"[;,]", self.doc.view[at : p.start])]
        if self._plans and not scope.achieved(at):
            return not said or years_of(said[-1].edtf)[-1:] >= (self.periods.year,)
        if said and self.context.issued_on and not scope.achieved(at):
            # A time that begins after the day of issue, or a deadline after it.
            low, _, high = said[-1].edtf.partition("/")
            if (high if low == ".." else low) > self.context.issued_on:
                return True
        years = years_of(said[-1].edtf if said else scope.period)
        return bool(years) and years[0] > self.periods.year and not scope.achieved(at)

    def _quantities(self, start: int, end: int, scope: _PlanScope) -> list[Quantity]:
        found = find_quantities(self.doc.view, start, end, self.style, self.spans.touches)
        if self._is_capitals(start, end):
            # A heading in capitals may tell a rate, its counts are of themes.
            found = [q for q in found if q.kind != "count"]
        bait = [bool(bait_reason(self.doc.view, q, start, end, scope.at(q.start, start))) for q in found]
        kept = []
        for i, q in enumerate(found):
            if q.fraction == "part" and q.value == 1 and i + 1 < len(found) and found[i + 1].value <= 10:
                bait[i + 1 : i + 2] = [True]
                continue
            # Both numbers of a fraction are one thing.
            if (
                bait[i]
                or (q.fraction == "part" and bait[i + 1 : i + 2] == [True])
                or (q.fraction == "whole" and i and bait[i - 1])
            ):
                continue
            if q.kind is None and not self._elided(q, found[:i], found[i + 1 :]):
                continue
            if self._qualifies(q, found[i + 1 :], start):
                continue
            if (
                q.kind is None
                and not q.fraction
                and i + 1 < len(found)
                and _LOWERED.fullmatch(self.doc.view[q.end : found[i + 1].start])
            ):
                like = found[i + 1]
                lowered = replace(q, kind=like.kind, unit=like.unit, dimension=like.dimension)
            else:
                lowered = q
            kept.append(with_whole_word(self.doc.view, lowered, start, end, self.words))
        return kept

    def _is_capitals(self, start: int, end: int) -> bool:
        said = self.doc.text[start:end]
        return said.isupper() and len(said) > 12

    def _qualifies(self, q: Quantity, after: Sequence[Quantity], start: int) -> bool:
        """`tỷ lệ người tiêm ít nhất 1 mũi đạt 99,2%`: the count says of whom the percent is."""
        if q.kind != "count" or q.value >= 20 or not after or after[0].kind != "percent":
            return False
        clause = regex.split(r"[,;:.](?!\d)", self.doc.view[start : q.start])[-1]
        between = self.doc.view[q.end : after[0].start]
        return _RATE_OF.search(clause) is not None and regex.search(r"[,;.(]", between) is None

    def _elided(self, q: Quantity, before: Sequence[Quantity], after: Sequence[Quantity]) -> bool:
        """A number without a unit counts only where the unit was said: `kết nạp được 1.219`, `2178/1550 đạt 140%`."""
        view = self.doc.view
        if q.fraction == "part":
            return bool(after) and after[0].fraction == "whole"
        if q.fraction == "whole":
            return bool(before) and before[-1].fraction == "part"
        left = view[max(0, q.start - 30) : q.start]
        if (
            after
            and after[0].kind == "count"
            and _LOWERED.fullmatch(view[q.end : after[0].start])
            and regex.search(r"(?<!\p{L})từ\s*$", left)
        ):
            return True
        verb = regex.search(
            r"(?:được|đạt|là|có|gồm|còn|tăng|giảm|trên|gần|hơn|khoảng|ước)\s*$|\((?:vào\s+)?(?:đầu|cuối|cùng|năm|"
            r"trước)\s[^():]{0,24}:\s*$",
            left,
            regex.IGNORECASE,
        )
        return bool(verb) and any(b.kind == "count" for b in before) and q.value.is_finite()

    def _item_topic(
        self, start: int, sentence: Sentence, paragraph: Paragraph, carry: Carry, quantities: Sequence[Quantity]
    ) -> int:
        """`Gạo: tháng 6 ước thực hiện …`: the words before the colon are the topic of the item."""
        if not quantities:
            return start
        head = start <= paragraph.start + 12
        carry.item = "" if not head else carry.item
        view = self.doc.view
        colon = view.find(":", start, min(sentence.end, start + 140))
        if colon < 0 or colon > quantities[0].start or self.spans.touches(colon, colon + 1):
            return start
        name = tidy(_ORDINAL.sub("", self.doc.text[start:colon]))
        if not head and not _TOPICAL.match(_ORDINAL.sub("", view[start:colon])):
            return start
        if _SPEAKS.search(name):
            return colon + 1
        if (
            not name
            or len(name.split()) > 16
            or regex.match(r"(?:chỉ tiêu|mục tiêu|trong đó|cụ thể)\s*\d*\.?$", name, regex.IGNORECASE)
        ):
            return colon + 1 if name and regex.match(r"(?:chỉ tiêu|mục tiêu)\s*\d", name, regex.IGNORECASE) else start
        if regex.match(r"(?:một số|các|những)\s|.*(?:gồm|như sau|sau|là|như)$", name, regex.IGNORECASE):
            carry.lead = topic_of(name) or carry.lead
        else:
            carry.item = "" if GENERIC.match(_ORDINAL.sub("", self.doc.text[start:colon]).lstrip(" *")) else name
            carry.proposed = regex.match(r"đề xuất|kiến nghị", name, regex.IGNORECASE) is not None
        return colon + 1

    def _period(
        self, draft: Draft, drafts: Sequence[Draft], before: str | None, outer: str | None, start: int
    ) -> str | None:
        """The period of a draft whose sentence begins at `start`; `before` is that of the sentence before, `outer` that
        of the text leading in."""
        end = draft.sentence[1]
        q = draft.quantity
        marks = self.periods.within(start, end)
        inside = [p for p in marks if p.start < q.start and not self._aside(p, q.start)]
        behind = [p for p in marks if q.end <= p.start < draft.clause.end]
        in_clause = [p for p in inside if p.start >= draft.clause.start]
        chosen: str | None
        next_to = [p for p in behind[:1] if _ADJACENT.fullmatch(self.doc.view[q.end : p.start])]
        if next_to:
            chosen = next_to[0].edtf
        elif in_clause:
            chosen = in_clause[-1].edtf
        elif behind:
            chosen = behind[0].edtf
        elif inside:
            chosen = inside[-1].edtf
        elif self.periods.says_now(start, q.end):
            chosen = None
        elif before is not None:
            chosen = before
        elif draft.role == "baseline":
            chosen = None
        else:
            later = [
                p
                for p in marks
                if p.start >= q.end
                and not any(d.quantity.start > q.start and d.quantity.end <= p.start for d in drafts)
            ]
            chosen = later[0].edtf if later else outer
        if (
            chosen is None
            and draft.role in ("change", "target_rate", "index")
            and not self.periods.says_now(start, q.end)
        ):
            chosen = self._around(draft)
        if chosen is None and self._holds_for_report(draft, start):
            chosen = self._around(draft)
        if chosen and draft.role not in ("target", "baseline") and _CUT_OFF.fullmatch(chosen):
            # A stated cut-off day is that day.
            chosen = chosen[3:]
        if chosen and len(set(years_of(chosen))) > 1 and self._is_yearly(draft, chosen == before and not in_clause):
            # A season or a term is not the time of a quarter, nor of what is to be done each year.
            chosen = None if _EACH_YEAR.search(self.doc.view, start, draft.clause.end) else self.context.period
        if draft.planned and chosen and _ALL_YEAR.search(self.doc.view, draft.clause.start, q.end) and "-" in chosen:
            chosen = str(years_of(chosen)[0])
        if draft.role == "baseline":
            return self._base_period(draft, chosen, [p for p in inside if p not in in_clause], before or outer)
        if draft.aim and chosen and len(set(years_of(chosen))) == 1 and not in_clause:
            # A plan is for the year, whatever part of it the text reports on.
            return str(years_of(chosen)[0])
        return chosen

    def _is_yearly(self, draft: Draft, carried: bool) -> bool:
        """Whether a span of years cannot be the time of a number: it is of each year, or of this quarter."""
        start = draft.sentence[0]
        if draft.role == "target" and _EACH_YEAR.search(self.doc.view, start, draft.clause.end):
            return True
        return carried and _THIS_PART.search(self.doc.view, start, draft.quantity.start) is not None

    def _holds_for_report(self, draft: Draft, start: int) -> bool:
        """What a report of a period says was done was done in that period; a standing level was not."""
        report = self.context.kind == "report" and self.context.period is not None
        if not report or draft.planned or draft.role in ("target", "rate", "baseline"):
            return False
        q = draft.quantity
        return not self.periods.says_now(start, q.end) and not (
            q.dimension in ("area", "power") and draft.role == "result"
        )

    def _aside(self, period: Period, before: int) -> bool:
        """Whether a period stands in a bracket that says more than the period itself and is closed `before`."""
        between = self.doc.view[period.end : before]
        close = between.find(")")
        if close < 0 or "(" in between[:close]:
            return False
        opening = self.doc.view.rfind("(", max(0, period.start - 60), period.start)
        said = self.doc.view[opening + 1 : period.start] + between[:close] if opening >= 0 else ""
        return opening >= 0 and ")" not in self.doc.view[opening : period.start] and bool(regex.search(r"\w", said))

    def _base_period(
        self, draft: Draft, chosen: str | None, earlier: Sequence[Period], before: str | None
    ) -> str | None:
        """`cùng kỳ 2012`, `cùng kỳ năm trước`: the same part of the earlier year."""
        now = earlier[-1].edtf if earlier else before or chosen
        clause = self.doc.view[draft.clause.start : draft.quantity.start]
        year = regex.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", clause)
        same_part = draft.clause.depth or regex.search(r"cùng\s+k[ỳì]", clause, regex.IGNORECASE)
        if year and now and same_part and chosen in (None, now, year[0]):
            return in_year(now, int(year[0]))
        if draft.base_years and now:
            return shift_years(now, -draft.base_years)
        return chosen

    def _around(self, draft: Draft) -> str | None:
        """A change is always of some time: that of the paragraph before, of the nearest heading, or of the document."""
        paragraph = self.doc.paragraph_at(draft.quantity.start)
        if paragraph is not None and self._last is not None and self._last[0] == self._headings(paragraph):
            return self._last[1]
        for heading in reversed(self._headings(paragraph) if paragraph else ()):
            at = self.doc.text.rfind(heading, 0, draft.quantity.start)
            marks = self.periods.within(at, at + len(heading)) if at >= 0 else []
            if marks:
                return marks[-1].edtf
        return self.context.period


_AIMS = regex.compile(
    r"(?<!\p{L})(?:phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu|đặt\s+ra|đề\s+ra|kế\s+hoạch\s+năm)(?!\p{L})[^.;]*(?:sau|là|"
    r"gồm)?\s*:?\**\s*$",
    regex.IGNORECASE,
)
_BASIS = regex.compile(r"[\s\-+*]*căn\s+cứ\s", regex.IGNORECASE)
_EXAMPLE = regex.compile(r"[\s\-+*]*ví\s+dụ\s*(?:\d+\s*)?:", regex.IGNORECASE)
_MADE_OF = regex.compile(
    r"(?<!\p{L})(?:thông\s+số\s+kỹ\s+thuật|đặc\s+tính\s+kỹ\s+thuật|cấu\s+tạo,\s+công\s+dụng|"
    r"nhiệt\s+độ\s+(?:hoạt\s+động|lưu\s+trữ)|điện\s+áp\s*:)(?!\p{L})",
    regex.IGNORECASE,
)
# A report does not speak to its readers.
_ADDRESSED = regex.compile(
    r"(?<!\p{L})(?:chúng\s+t(?:ôi|a)|quý\s+(?:khách|thành\s+viên|vị|bạn\s+đọc))(?!\p{L})", regex.IGNORECASE
)
_ALLOWED = regex.compile(
    r"(?<!\p{L})(?:ít\s+nhất|tối\s+(?:thiểu|đa)|không\s+(?:vượt\s+)?quá)(?!\p{L})", regex.IGNORECASE
)
_DEMANDED = regex.compile(
    r"(?<!\p{L})(?:yêu\s+cầu|đề\s+nghị|phải|bảo\s+đảm|đảm\s+bảo|phấn\s+đấu|mỗi)(?!\p{L})", regex.IGNORECASE
)
_GUIDANCE = regex.compile(
    r"(?:v/v\s+|về\s+(?:việc\s+)?)?(?:hướng\s+dẫn|quy\s+(?:định|chế|trình|chuẩn)|tiêu\s+chuẩn|điều\s+lệ)(?!\p{L})",
    regex.IGNORECASE,
)
_LOWERED = regex.compile(r"\s+(?:xuống|lên|còn|thành)(?:\s+(?:còn|thành|là))?\s+", regex.IGNORECASE)
_RATE_OF = regex.compile(r"(?<!\p{L})t[ỷỉ]\s+lệ(?!\p{L})|^\s*đủ\s*$", regex.IGNORECASE)
_ADJACENT = regex.compile(r"\s*(?:\(|vào|trong|của|vào\s+cuối|cuối|ở)?\s*", regex.IGNORECASE)
_CUT_OFF = regex.compile(r"\.\./\d{4}-\d\d-\d\d")
_ALL_YEAR = regex.compile(r"(?<!\p{L})cả\s+năm(?!\p{L})", regex.IGNORECASE)
# Who says it: no topic.
_SPEAKS = regex.compile(
    r"(?<!\p{L})(?:cho\s+(?:biết|hay)|nói|chia\s+sẻ|khẳng\s+định|nhấn\s+mạnh|phát\s+biểu|thông\s+tin|báo\s+cáo|"
    r"cho\s+rằng|nhận\s+định|đề\s+nghị|yêu\s+cầu|thông\s+báo|kết\s+luận)(?:\s+rằng)?$",
    regex.IGNORECASE,
)
_DIRECTS = regex.compile(
    r"[\s\-+*•]*(?:\d+[.)]\s*|[a-zđ][.)]\s*)?(?:Giao|Yêu\s+cầu|Chỉ\s+đạo)\s+(?!dịch|thông|ban|lưu)(?=(?:các|Sở|UBND|"
    r"Ủy|Uỷ|Chủ|Ban|Công|Cục|Chi|LĐLĐ|Liên|Văn|Phòng|Thanh|Bộ|Ngân|Kho|những|đơn|huyện|xã|thành|địa)(?!\p{L}))"
)
_TO_DO = regex.compile(
    r"(?<!\p{L})(?:cấp|bổ\s+sung|bố\s+trí|hỗ\s+trợ|tuyển|kết\s+nạp|thành\s+lập|xây|xây\s+dựng|hoàn\s+thành|đạt|"
    r"giải\s+ngân|trồng|mở|tổ\s+chức|bàn\s+giao)(?:\s+(?:mới|thêm|được|đủ|khoảng|trên|ít\s+nhất|tối\s+thiểu))*\s*$",
    regex.IGNORECASE,
)
_EACH_YEAR = regex.compile(r"(?<!\p{L})(?:mỗi|h[àằ]ng)\s+năm(?!\p{L})", regex.IGNORECASE)
_THIS_PART = regex.compile(
    r"(?<!\p{L})trong\s+(?:quý|tháng|kỳ|tuần)(?=\s*(?:,|này|qua|có|đã|các|toàn))", regex.IGNORECASE
)
_YEARLY = regex.compile(r"(?<!\p{L})h[àằ]ng\s+năm", regex.IGNORECASE)
_ORDINAL = regex.compile(r"^\s*(?:thứ\s+\p{L}+|một\s+là|hai\s+là|ba\s+là)\s*,?\s*", regex.IGNORECASE)
_TOPICAL = regex.compile(r"(?:về|đối\s+với|mặt\s+hàng|lĩnh\s+vực|riêng|trong\s+lĩnh\s+vực)\s", regex.IGNORECASE)


class _Lead:
    """A paragraph that leads others in: a heading, or one that ends with a colon."""

    __slots__ = ("period", "planned", "rank", "subject")

    def __init__(self, rank: int, subject: str, period: str | None, planned: bool) -> None:
        self.rank, self.subject, self.period, self.planned = rank, subject, period, planned


class _PlanScope:
    """Where in a sentence words of planning reach."""

    def __init__(self, view: str, start: int, end: int, outer: bool, period: str | None) -> None:
        self.period = period
        self.start, self.end, self._view, self._outer = start, end, view, outer
        self._cues = [
            m.start()
            for m in find("plan").finditer(view, start, end)
            if not _MEASURED_BY.search(view[max(start, m.start() - 30) : m.start()])
        ]
        self._past = [m.start() for m in _ACHIEVED.finditer(view, start, end)]
        sets = _SETS.search(view[start:end])
        self._sets = start + sets.end() if sets else None
        # `Giao Sở Tài chính cấp bổ sung 12 tỷ đồng`: what is to be done.
        self._directs = _DIRECTS.match(view, start, end) is not None

    def at(self, offset: int, clause: int) -> bool:
        """Whether a quantity at `offset` is planned; `clause` is where its clause begins."""
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
        strong = _STRONG.search(self._view, self.start, offset)
        if strong:
            return True
        return last is not None or self._outer

    def achieved(self, offset: int, since: int | None = None) -> bool:
        """Whether the sentence says before `offset` (and after `since`) that something was done."""
        return any((since or self.start) <= p < offset for p in self._past)

    def after(self, before: bool) -> bool:
        return before or self._sets is not None


_ACHIEVED = regex.compile(
    r"(?<!\p{L})(?:đã|(?:chưa|không)\s+đạt|\p{L}+\s+được(?=\s+(?:\d|trên|hơn|gần|khoảng))|ước\s+đạt|ước\s+thực\s+hiện|"
    r"đạt\s+được|thực\s+hiện\s+được|kết\s+quả|hiện\s+có|tính\s+đến|trong\s+năm\s+qua)(?!\p{L})",
    regex.IGNORECASE,
)
# A noun of planning reaches over its own clause, not over the next ones.
_FAR = regex.compile(r";|\.{3}|(?:,[^,]*){3}")
# What is planned in a bracket is planned there.
_CLOSED = regex.compile(r"[^()]*\)")
# `so với kế hoạch`, `vượt chỉ tiêu`: the plan is what the number is measured by.
_MEASURED_BY = regex.compile(
    r"(?:so\s+với|so|đạt|vượt|bằng|hoàn\s+thành|%|thực\s+hiện|theo|xây\s+dựng|ban\s+hành|triển\s+khai|giao|của|"
    r"chương\s+trình|nguồn\s+vốn)(?:\s+(?:các|những|mức|được|tổng|số))*\s*$",
    regex.IGNORECASE,
)
_STRONG = regex.compile(
    r"(?<!\p{L})(?:phấn\s+đấu|quyết\s+tâm|đặt\s+mục\s+tiêu|đề\s+ra\s+mục\s+tiêu|cần\s+đạt|phải\s+đạt)(?!\p{L})",
    regex.IGNORECASE,
)
_SETS = regex.compile(
    r"(?:các\s+)?(?:chỉ\s+tiêu|mục\s+tiêu)(?:\s+[^\s,;:.]+){0,6}\s+(?:sau|như\s+sau)\s*:|"
    r"(?<=^\P{L}*)(?:(?:các|một\s+số)\s+)?(?:chỉ\s+tiêu|mục\s+tiêu|kế\s+hoạch)(?:\s+(?:chủ\s+yếu|cụ\s+thể|chính|đến|"
    r"cả|hết|cuối|năm|(?:19|20)\d\d))*\s*:",
    regex.IGNORECASE,
)


def _is_title(view: str, match: regex.Match[str]) -> bool:
    """Whether a quotation is a title or name, not somebody's words."""
    if _TITLED.search(view[max(0, match.start() - 30) : match.start()]):
        return True
    if regex.search(
        r"(?:biết|hay|rằng|nói|khẳng\s+định|chia\s+sẻ|nhấn\s+mạnh|lý|thông\s+tin)\s*[:,]?\s*$|:\s*$",
        view[max(0, match.start() - 24) : match.start()],
    ):
        # Somebody speaks.
        return False
    return len(match[0]) <= 80 and not regex.search(
        r"(?:tăng|giảm|đạt|là|có|còn|chiếm|được|khoảng|gần|hơn)\s+\S*\d", match[0]
    )


def _rank(view: str, paragraph: Paragraph) -> tuple[int | None, int]:
    """(rank of the enumerator that heads a paragraph or null, where the words after it begin)."""
    if paragraph.kind == "heading" and not _LIST_MARK.match(view, paragraph.start, paragraph.end):
        return -1, paragraph.start
    found = _LIST_MARK.match(view, paragraph.start, paragraph.end)
    if found is None or found.end() == paragraph.start:
        return None, paragraph.start
    return _RANKS.get(found.lastgroup or "n1", 2), found.end()


def _by_paragraph(sentences: Sequence[Sentence], count: int) -> list[list[Sentence]]:
    result: list[list[Sentence]] = [[] for _ in range(count)]
    for sentence in sentences:
        result[sentence.paragraph].append(sentence)
    return result


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

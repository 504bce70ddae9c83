"""One sentence read from left to right: each quantity with its role, its comparator and its label.

What is said once holds on: the subject over `tăng …, đạt … kế hoạch`, the verb over `và 30 CNVCLĐ`, the whole over
`trong đó …`; brackets open a level of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.among import (
    describes,
    differs,
    is_exceeded,
    plans_decrease,
    repeats_change,
    respectively,
    share_comparison,
)
from extractors.indicators.around import Words
from extractors.indicators.bounds import comparator_of
from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause, split_clauses
from extractors.indicators.complete import completed
from extractors.indicators.cores import core_of, unit_from, whole_of
from extractors.indicators.drafts import Draft, Place
from extractors.indicators.earlier import (
    after_from,
    aimed_at,
    base_years,
    before_change,
    budgeted,
    cut_comparison,
    of_earlier_year,
    ranked,
)
from extractors.indicators.handing import remember
from extractors.indicators.heads import Head, Spans, read_head, tokens_of
from extractors.indicators.labels import MAX_WORDS, only_names, stands_alone, tidy
from extractors.indicators.lexicon import find, fold
from extractors.indicators.naming import with_role
from extractors.indicators.phrases import Phrases, between
from extractors.indicators.quantities import Quantity
from extractors.indicators.roles import Situation, decide
from extractors.indicators.scope import Planned
from extractors.indicators.situating import role_in_context, situation_of
from extractors.indicators.subjects import leading_change
from extractors.indicators.tails import Tail
from extractors.indicators.topics import share_of_structure
from extractors.indicators.unnumbered import open_topic, read_without_number

_WITHIN = Cue(r"[\s\-+*]*trong\s+(?:số\s+)?đó", regex.IGNORECASE)
_LIFTED = regex.compile(
    r"(?:\s*\([^)]*\))?\s*(?:[\p{L}\d/]+\s+){0,5}(?:(?<!trở\s)(?:lên|xuống)|còn|thành)(?!\p{L})(?=.*\d)",
    regex.IGNORECASE,
)
_FROM_LEVEL = regex.compile(r"\s*(?:\([^)]*\)\s*)?(?:từ|so\s+với)\s+mức\s+", regex.IGNORECASE)
_AVERAGE = Cue(r"(?:bình\s+quân|trung\s+bình)(?!\p{L})", regex.IGNORECASE)
_MORE = Ending(r"(?<!\p{L})thêm\s*$|(?<!\p{L})thêm\s+(?:khoảng|gần|hơn)\s*$", regex.IGNORECASE)


class SentenceReader:
    """Reads sentences of one document. Holds only what never changes."""

    def __init__(
        self,
        text: str,
        view: str,
        spans: Spans,
        protected: Callable[[int, int], bool],
        year: int | None = None,
    ) -> None:
        self._text, self._year = text, year
        self._view = view
        self._phrases = Phrases(text, view, spans)
        self._spans = spans
        self._protected = protected

    def read(
        self, start: int, end: int, quantities: Sequence[Quantity], carry: Carry, planned: Callable[[int, int], Planned]
    ) -> list[Draft]:
        """The drafts of one sentence; `carry` is changed for the next one.

        Args:
            start, end: bounds of the sentence, code points.
            quantities: those of the sentence that are no bait, in order.
            planned: how a quantity at an offset, whose clause begins at the second one, is set for the future.
        """
        within = _WITHIN.match(self._view, start, end) is not None
        carry.begin_sentence()
        if _FOOTNOTE.match(self._view, start):
            carry.forget()
        carry.parent = (carry.main or carry.thing) if within else ""
        carry.subject, carry.growing = carry.main, within and carry.growing
        clauses = tuple(split_clauses(self._view, start, end, quantities, self._protected))
        drafts: list[Draft] = []
        for index, clause in enumerate(clauses):
            self._enter(clause, carry)
            if clause.opener == "within" and drafts:
                whole = drafts[-1]
                # An earlier level told beside another one is not what the parts are of.
                beside = whole.role == "baseline" and len(drafts) > 1
                carry.part_of = None if beside else (whole.role, whole.quantity.kind)
            if not clause.quantities:
                read_without_number(self._text, self._view, self._spans, clauses, index, carry)
                continue
            previous: Head | None = None
            for order, quantity in enumerate(clause.quantities):
                place = Place(clauses, index, order, (start, end))
                begin = clause.quantities[order - 1].end if order else clause.start
                tokens = tokens_of(self._view, begin, quantity.start, self._spans)
                head = read_head(self._view, tokens, begin, quantity.start)
                if order:
                    head = between(head, quantity.kind == "count")
                head = after_from(head, previous)
                if head.from_level and quantity.high is not None:
                    head = head._replace(from_level=False, verb="change" if head.direction else head.verb)
                if tokens and tokens[-1].key == "từ" and _LIFTED.match(self._view, quantity.end, clause.end):
                    head = head._replace(from_level=True)
                if (
                    order
                    and previous is not None
                    and previous.verb == "level"
                    and _FROM_LEVEL.fullmatch(self._view, clause.quantities[order - 1].end, quantity.start)
                ):
                    # `tăng lên 124% từ mức 110% của năm 2019`
                    head = head._replace(from_level=True)
                previous = head
                drafts.append(self._draft(quantity, head, place, carry, planned, drafts[-1] if drafts else None))
                if quantity.fraction == "whole" and differs(drafts):
                    drafts[-1] = drafts[-1]._replace(role="baseline")
        told = [d for i, d in enumerate(drafts) if not describes(drafts, i)]
        return share_comparison(respectively(self._view, told))

    # -- moving between clauses ---------------------------------------------------------------------------------

    def _enter(self, clause: Clause, carry: Carry) -> None:
        if clause.opener == "(":
            carry.push()
            carry.parent = carry.subject or carry.main or carry.thing
        elif clause.opener == ")":
            carry.pop()
        elif clause.opener == "within":
            carry.parent = carry.subject or carry.main or carry.thing

    # -- one quantity -------------------------------------------------------------------------------------------

    def _draft(
        self,
        quantity: Quantity,
        head: Head,
        place: Place,
        carry: Carry,
        planned: Callable[[int, int], Planned],
        last: Draft | None,
    ) -> Draft:
        if carry.main and not only_names(carry.main):
            carry.measured = carry.main
        tail = self._compared_with(quantity, head, place)
        open_topic(self._text, self._view, head.rest, carry)
        rest, compared = cut_comparison(self._view, head.rest)
        leading = leading_change(rest)
        if not compared and head.verb == "none" and (higher := ranked(self._view, rest)) is not None:
            # `thấp hơn kế hoạch 2,6%`, `cao hơn vụ trước 1,8 tạ/ha`
            rest, compared, direction = higher
            head = head._replace(verb="change", direction=direction)
        more = quantity.per or _MORE.search(self._view, place.clause.start, quantity.start)
        grows = find("growth_noun").search(self._view, head.start, head.end) is not None
        if quantity.kind == "percent" and head.verb == "none" and more and not grows:
            # `giảm nhanh qua các năm, bình quân 2%/năm`: the verb stands in the piece before.
            rest, leading = before_change(rest, carry)
        aims = aimed_at(rest) if not compared and head.verb == "none" and quantity.kind != "count" else ()
        if not aims and quantity.kind == "money":
            aims = budgeted(rest)
        head = head._replace(rest=aims, action=None) if aims else head._replace(rest=rest)
        s = situation_of(self._text, self._view, quantity, head, tail, place, carry, last, compared, leading)
        if not s.baseline and last is not None and of_earlier_year(self._view, quantity, last, place, self._year):
            s = s._replace(baseline=True)
        when = planned(quantity.start, place.clause.start)
        if when == "ordered" and fold(head.said).endswith("còn"):
            # `hoàn thành giải phóng mặt bằng (còn 2,8 km)`: what is left is told, not asked for.
            when = ""
        if not when and aims:
            when = "said"
        s = s._replace(planned=bool(when), ordered=when == "ordered", led=when == "led")
        if quantity.fraction == "whole" and last is not None and last.quantity.fraction == "part":
            return whole_of(self._view, quantity, last, place, carry)
        verdict = decide(s)
        if s.aim and last is not None and plans_decrease(last, quantity, place.clause):
            verdict = verdict._replace(sign=-1)
        role = role_in_context(self._view, verdict.role, s, place, carry, last)
        if role == "change" and last is not None and is_exceeded(quantity, last, compared or s.tail.comparison):
            role = "target"
        if role == "change" and last is not None and repeats_change(quantity, head, last, place.clause):
            # `giảm 34,6% về lượng và 33,9% về trị giá`
            verdict = verdict._replace(sign=-1)
        of = carry.part_of[0] if carry.part_of is not None and carry.part_of[1] == quantity.kind else None
        if role == "result" and of in ("target", "baseline") and not quantity.per:
            # Parts of what is planned are planned, parts of an earlier level are of that time.
            role = of
        words = self._words(s, place, carry, last)
        core = core_of(self._view, words, role, s, carry, place)
        remember(words, role, core, carry, s.baseline or s.aim, verdict.sign if role == "change" else 0)
        label = with_role(core, role, words, self._view, s.aim, s.baseline, s.leading_change, compared)
        if quantity.kind == "percent" and role in ("share", "target", "result") and s.tail.against in ("", "whole"):
            label = share_of_structure(label, self._view[place.sentence[0] : quantity.start], carry)
        label = completed(label, words, carry, place, last, self._view)
        if len(label.split()) > _LONG and len(words.noun.split()) > 1:
            # So long a text tells what happened; what is counted stands behind the number.
            whole = len(label.split()) < MAX_WORDS
            label = label if whole else _CUT_OFF.sub("", label)
            if words.noun in label:
                if not (whole and label.endswith(words.noun)):
                    label = label.replace(
                        words.noun, tidy(" ".join(_NEXT_COUNT.split(words.noun, maxsplit=1)[0].split()[:10])), 1
                    )
            else:
                label = f"{quantity.unit} {words.noun}" if quantity.kind == "count" and quantity.unit else words.noun
        value, high = quantity.value * verdict.sign, quantity.high
        if high is not None and verdict.sign < 0:
            value, high = -high, -quantity.value
        unit = quantity.unit or unit_from(carry)
        return Draft(
            quantity,
            value,
            high,
            unit,
            comparator_of(self._view, head, place.clause, quantity, place.sentence[1]),
            role,
            _first_named(label, carry) or unit or "",
            place.clause,
            place.sentence,
            s.planned,
            s.aim,
            bool(carry.parent),
            s.tail.against,
            tidy(s.tail.comparison, keep_head=True) if role in ("change", "index") else "",
            head.verb == "level",
            base_years(self._view, head, quantity) if role == "baseline" else None,
        )

    def _compared_with(self, quantity: Quantity, head: Head, place: Place) -> Tail:
        tail = self._phrases.tail(quantity, place)
        if quantity.kind == "percent" and head.verb == "index" and not tail.against:
            # `nhập siêu bằng 12% kim ngạch xuất khẩu`: of another thing, not of an earlier level.
            other = tidy(self._phrases.plain(tail.start, tail.noun_end))
            if stands_alone(other):
                return Tail(tail.start, tail.start, tail.end, "whole", f"so với {other}")
        return tail

    def _words(self, s: Situation, place: Place, carry: Carry, last: Draft | None) -> Words:
        subject = s.subject
        if _AVERAGE.match(s.named) and not s.baseline and not s.aim:
            subject = " ".join(f"{carry.subject or carry.main or carry.thing} {s.named}".split())
        return Words(
            self._text,
            s.quantity,
            s.head,
            s.tail,
            place.clause,
            place.order,
            self._phrases.noun(s.quantity, s.tail, s.head, place, bool(s.named)),
            s.named,
            last is not None and last.quantity.kind == "count",
            subject,
            self._phrases.purpose(s.quantity, place.sentence[1])
            if s.quantity.kind == "money" and s.head.action is not None and not s.quantity.per
            else "",
        )


_LONG = 18
"""Words above which a label is no name any more."""
_NEXT_COUNT = regex.compile(r"\s(?:và|cùng|với)\s+\d")
# The first half of a verb at which a label was cut.
_CUT_OFF = regex.compile(r"\s(?:được|bị)(?:\s+\p{L}+)?$")
_LETTER = regex.compile(r"\p{L}")


def _first_named(label: str, carry: Carry) -> str:
    """The label, or what the clauses before were about, whichever has a word in it; else nothing."""
    told = tidy(carry.thing or carry.subject or carry.main or carry.noun)
    return next((text for text in (label, told) if _LETTER.search(text)), "")


_FOOTNOTE = regex.compile(r"\s*\[?\d{1,2}\]\s")

"""One sentence read from left to right: each quantity with its role, its comparator and its label.

What is said once holds on: the subject over `tăng …, đạt … kế hoạch`, the verb over `và 30 CNVCLĐ`, the whole over
`trong đó …`; brackets open a level of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import regex

from extractors.endings import Ending
from extractors.indicators.among import describes, of_plan, repeats_change, share_comparison
from extractors.indicators.around import Words
from extractors.indicators.bounds import comparator_of
from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause, split_clauses
from extractors.indicators.complete import completed
from extractors.indicators.drafts import Draft, Place
from extractors.indicators.earlier import (
    after_from,
    base_years,
    before_aim,
    before_change,
    bracketed,
    cut_comparison,
    is_aim,
    is_baseline,
    is_condition,
    ranked,
    tells_earlier,
)
from extractors.indicators.handing import remember
from extractors.indicators.heads import Head, Spans, Token, first_action, read_head, tokens_of
from extractors.indicators.labels import (
    compose,
    is_bare,
    join_tokens,
    last_piece,
    leading_change,
    measure_of,
    opens_clause,
    stands_alone,
    subject_tokens,
    tidy,
)
from extractors.indicators.lexicon import find, fold, unit_at
from extractors.indicators.measures import measured
from extractors.indicators.naming import counted, with_role
from extractors.indicators.phrases import STOP, Phrases, between
from extractors.indicators.quantities import Quantity
from extractors.indicators.roles import Situation, decide
from extractors.indicators.scope import Planned
from extractors.indicators.tails import Tail, read_tail
from extractors.indicators.topics import GENERIC, share_of_structure, topic_of
from extractors.model import Role

_GIVEN_TO = regex.compile(r"\scho\s+(?=\p{L})")
_QUOTATION = regex.compile(r"[\"“]([^\"“”]+)[\"”]")
_PHASE = regex.compile(r",\s*giai đoạn")

_DEPENDENT = regex.compile(
    r"(?:khu\s+vực|ngành|nhóm|lĩnh\s+vực|trung\s+ương|địa\s+phương|khối|bình\s+quân\s+(?:cả\s+nước|chung)|cả\s+nước|toàn\s+(?:tỉnh|ngành)|huyện|thành\s+phố|thị\s+xã|quận|vùng|tỉnh|sang|tới|vào|riêng|khối)(?!\p{L})",
    regex.IGNORECASE,
)
_TOPIC = regex.compile(r"(?:về|đối\s+với|trong\s+lĩnh\s+vực|với)\s+", regex.IGNORECASE)
_WITHIN = regex.compile(r"[\s\-+*]*trong\s+(?:số\s+)?đó", regex.IGNORECASE)
_LIFTED = regex.compile(
    r"(?:\s*\([^)]*\))?\s*(?:[\p{L}\d/]+\s+){0,5}(?:(?<!trở\s)(?:lên|xuống)|còn|thành)(?!\p{L})(?=.*\d)",
    regex.IGNORECASE,
)
_AREA = regex.compile(r"diện\s+tích|(?<!\p{L})rừng(?!\p{L})|quỹ\s+đất|quy\s+mô", regex.IGNORECASE)
_AVERAGE = regex.compile(r"(?:bình\s+quân|trung\s+bình)(?!\p{L})", regex.IGNORECASE)
_NORM = Ending(
    r"(?<!\p{L})(?:không\s+(?:được\s+)?(?:quá|vượt|vượt\s+quá|dưới|thấp\s+hơn|cao\s+hơn|ít\s+hơn)|tối\s+thiểu|ít\s+nhất|tối\s+đa)(?:\s+(?:là|đạt|mức|phải\s+đạt|bằng|cũng))*\s*$",
    regex.IGNORECASE,
)
_PRICED = regex.compile(
    r"(?<!\p{L})(?:giá|mức|lương|thu\s+nhập|phí|cước|đơn\s+giá|định\s+mức|năng\s+suất|bình\s+quân)(?!\p{L})",
    regex.IGNORECASE,
)
_SCALE_OF_AID = regex.compile(
    r"(?<!\p{L})mức\s+(?:hỗ\s+trợ|chi|thưởng|vay|trợ\s+cấp|đóng|phạt|thu)(?!\p{L})", regex.IGNORECASE
)
_VERBS_ALONE = frozenset(("giải ngân", "đăng ký", "thành lập", "lượng", "trị giá", "lũy kế"))
_SO = regex.compile(r"^so(?:\s+với)?\s+", regex.IGNORECASE)
_EQUALS = Ending(r"(?<!\p{L})(?:tương\s+(?:đương|ứng)(?:\s+với)?|hay|tức(?:\s+là)?)\s*$", regex.IGNORECASE)
_QUOTA = regex.compile(
    r"(?<!\p{L})(?:được\s+giao|vốn\s+giao|kế\s+hoạch\s+giao|chỉ\s+tiêu\s+giao|giao\s+bổ\s+sung)(?!\p{L})",
    regex.IGNORECASE,
)
_ASSIGNED = regex.compile(r"được giao|đề xuất|(?:kiến nghị|đề nghị)\b.*\bbổ sung")
_MISSING = Ending(r"(?<!\p{L})(?:thiếu|hụt)(?:\s+hụt)?$")
_MORE = Ending(r"(?<!\p{L})thêm\s*$|(?<!\p{L})thêm\s+(?:khoảng|gần|hơn)\s*$", regex.IGNORECASE)


class SentenceReader:
    """Reads sentences of one document. Holds only what never changes."""

    def __init__(
        self,
        text: str,
        view: str,
        spans: Spans,
        protected: Callable[[int, int], bool],
    ) -> None:
        self._text = text
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
            if not clause.quantities:
                self._read_without_number(clauses, index, carry)
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
                previous = head
                drafts.append(self._draft(quantity, head, place, carry, planned, drafts[-1] if drafts else None))
        return share_comparison([d for i, d in enumerate(drafts) if not describes(drafts, i)])

    # -- moving between clauses ---------------------------------------------------------------------------------

    def _enter(self, clause: Clause, carry: Carry) -> None:
        if clause.opener == "(":
            carry.push()
            carry.parent = carry.subject or carry.main or carry.thing
        elif clause.opener == ")":
            carry.pop()
        elif clause.opener == "within":
            carry.parent = carry.subject or carry.main or carry.thing

    def _read_without_number(self, clauses: Sequence[Clause], index: int, carry: Carry) -> None:
        clause = clauses[index]
        tokens = tokens_of(self._view, clause.start, clause.end, self._spans)
        following = clauses[index + 1] if index + 1 < len(clauses) else None
        if not tokens or following is None:
            return
        if clause.depth:
            told_at_once = (
                following.quantities and not self._view[following.start : following.quantities[0].start].strip()
            )
            plan = find("plan_object").search(self._view, clause.start, clause.end)
            if following.opener == ":" and told_at_once and plan is None:
                # `(trong đó: VNPT: 25 trạm, Viettel: 33 trạm)`
                carry.subject = compose(carry.parent, tidy(join_tokens(self._text, tokens)))
            return
        named = subject_tokens(tokens)
        listed = index and clause.opener == "," and clauses[index - 1].quantities and not opens_clause(tokens)
        if following.opener == "(" and listed and all(t.key != "," for t in tokens):
            # `12 ngành, nghề (60%)`: the last word of a list, no subject.
            return
        if following.opener == "(" and not leading_change(tokens) and not STOP.match(self._view, clause.start):
            carry.subject = carry.main = compose(carry.parent, tidy(join_tokens(self._text, named)))
        elif following.opener == ":":
            topic = topic_of(join_tokens(self._text, tokens))
            if following.quantities and not self._view[following.start : following.quantities[0].start].strip():
                # `Dự toán kinh phí … 01 năm: 1.500.000.000 đồng`
                said = tidy(join_tokens(self._text, tokens))
                named_thing = measure_of(said) != "" or not opens_clause(tokens)
                if 2 < len(said.split()) <= 16 and not is_bare(said) and named_thing:
                    carry.main = carry.subject = said
                elif topic:
                    carry.lead = carry.main = carry.subject = topic
            elif topic:
                carry.lead = carry.main = carry.subject = topic
            elif len([t for t in named if t.kind == "word"]) >= 3:
                carry.main = carry.subject = carry.parent = ""
                carry.listed = tidy(join_tokens(self._text, tokens))

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
        tail = self._compared_with(quantity, head, place)
        self._open_topic(head.rest, carry)
        rest, compared = cut_comparison(self._view, head.rest)
        leading = leading_change(rest)
        if not compared and head.verb == "none" and (higher := ranked(self._view, rest)) is not None:
            # `thấp hơn kế hoạch 2,6%`, `cao hơn vụ trước 1,8 tạ/ha`
            rest, compared, direction = higher
            head = head._replace(verb="change", direction=direction)
        more = quantity.per or _MORE.search(self._view, place.clause.start, quantity.start)
        if quantity.kind == "percent" and head.verb == "none" and more:
            # `giảm nhanh qua các năm, bình quân 2%/năm`: the verb stands in the piece before.
            rest, leading = before_change(rest, carry)
        head = head._replace(rest=rest)
        s = self._situation(quantity, head, tail, place, carry, last, compared, leading)
        when = planned(quantity.start, place.clause.start)
        if when == "ordered" and fold(head.said).endswith("còn"):
            # `hoàn thành giải phóng mặt bằng (còn 2,8 km)`: what is left is told, not asked for.
            when = ""
        s = s._replace(planned=bool(when), ordered=when == "ordered")
        if quantity.fraction == "whole" and last is not None and last.quantity.fraction == "part":
            return self._whole(quantity, last, place, carry)
        verdict = decide(s)
        role = self._role_in_context(verdict.role, s, place, carry, last)
        if role == "change" and last is not None and repeats_change(quantity, head, last, place.clause):
            # `giảm 34,6% về lượng và 33,9% về trị giá`
            verdict = verdict._replace(sign=-1)
        words = self._words(s, place, carry, last)
        core = self._core(words, role, s, carry, place)
        remember(words, role, core, carry, s.baseline or s.aim, verdict.sign if role == "change" else 0)
        label = with_role(core, role, words, self._view, s.aim, s.baseline, s.leading_change, compared)
        if quantity.kind == "percent" and role in ("share", "target", "result") and s.tail.against in ("", "whole"):
            label = share_of_structure(label, self._view[place.sentence[0] : quantity.start], carry)
        label = completed(label, words, carry, place, last, self._view)
        if len(label.split()) > _LONG and len(words.noun.split()) > 1:
            # So long a text tells what happened; what is counted stands behind the number.
            if words.noun in label:
                if not label.endswith(words.noun):
                    label = label.replace(words.noun, tidy(" ".join(words.noun.split()[:8])), 1)
            else:
                label = f"{quantity.unit} {words.noun}" if quantity.kind == "count" and quantity.unit else words.noun
        value, high = quantity.value * verdict.sign, quantity.high
        if high is not None and verdict.sign < 0:
            value, high = -high, -quantity.value
        unit = quantity.unit or self._unit_from(carry)
        return Draft(
            quantity,
            value,
            high,
            unit,
            comparator_of(self._view, head, place.clause, quantity, place.sentence[1]),
            role,
            label or tidy(carry.thing or carry.subject or carry.main or carry.noun) or (unit or ""),
            place.clause,
            place.sentence,
            s.planned,
            s.aim,
            bool(carry.parent),
            s.tail.against,
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

    def _situation(
        self,
        quantity: Quantity,
        head: Head,
        tail: Tail,
        place: Place,
        carry: Carry,
        last: Draft | None,
        compared: str,
        leading: int,
    ) -> Situation:
        """All that decides the role but whether it is planned."""
        clause, rest = place.clause, head.rest
        told = self._view[max(place.sentence[0], quantity.start - 70) : quantity.start]
        condition = is_condition(self._view, quantity, place)
        baseline = is_baseline(rest, head, compared, last, clause, told) or condition
        aim = is_aim(rest, compared, head)
        if clause.opener == "(" and not rest and head.verb == "none" and place.order == 0 and not quantity.fraction:
            earlier, aim, leading = bracketed(self._view, quantity, place, last, leading)
            baseline = earlier or tells_earlier(told)
        named = tidy(join_tokens(self._text, subject_tokens(rest)))
        here = carry.subject or carry.main or carry.thing
        if compared and not baseline and not aim and head.verb == "level":
            # `cao hơn so với mức tăng cả nước là 9,2%`: the number is what the comparison is with.
            named, leading = tidy(_SO.sub("", compared)), 0
            subject = f"{named} {carry.subject or carry.main}"
        elif aim and not compared:
            # `bội chi … khó đạt được mục tiêu đề ra là 4,5%`: the subject stands before the aim.
            said = tidy(join_tokens(self._text, subject_tokens(before_aim(rest))))
            subject = said if stands_alone(said) else here
        elif aim or (baseline and not condition):
            subject = here
        else:
            subject = self._subject(named, rest, clause, carry)
            if compared and not tail.against:
                plan = find("plan_object").search(compared)
                tail = tail._replace(against="plan" if plan else "base", comparison=compared)
        alone = quantity.kind == "percent" and not rest and head.verb == "none"
        again = alone and _EQUALS.search(self._view, place.sentence[0], clause.start) is not None
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
            each="mỗi" in piece.split(),
            assigned=quantity.kind == "count" and asked,
            bound=_NORM.search(self._view, clause.start, quantity.start) is not None,
            growing=carry.growing,
            short=_MISSING.search(piece) is not None,
        )

    def _role_in_context(self, role: Role, s: Situation, place: Place, carry: Carry, last: Draft | None) -> Role:
        """A percent alone is of the plan, or of what the percent before was of."""
        q, head, tail = s.quantity, s.head, s.tail
        if q.kind == "percent" and carry.fraction is not None and role in ("share", "target", "target_rate"):
            part, whole, of_plan_too = carry.fraction
            if whole and abs(q.value - 100 * part / whole) < _ROUNDING:
                # `3.071/4.888 thủ tục (62,8%)`: the percent is that fraction.
                return "target_rate" if of_plan_too else "share"
        if role != "share":
            return role
        if last is not None and not tail.against:
            # `thành lập 97/90 CĐCS, đạt 107,8%`, `tổng vốn giao 5 tỷ đồng, đã giải ngân 4 tỷ đồng, đạt 80%`
            level = head.said in ("đạt", "ước đạt", "bằng") and not s.named
            if level and (carry.quota or _QUOTA.search(self._view, place.sentence[0], last.quantity.start)):
                return "target_rate"
            if of_plan(head, last, s.named, noun_behind=tail.noun_end > s.quantity.end + 1):
                return "target_rate"
        if place.clause.depth and head.verb == "level" and carry.rate and _DEPENDENT.match(s.named):
            return carry.rate
        return role

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
        )

    def _core(self, w: Words, role: Role, s: Situation, carry: Carry, place: Place) -> str:
        """The label without what the role adds."""
        q = w.quantity
        if q.kind in ("count", None):
            core = counted(w, carry)
            if role in ("change", "baseline") and not w.noun and (known := carry.labels.get(fold(q.unit or ""))):
                # `giảm 12 vụ`: of the events counted before.
                core = known
        else:
            core = measured(w, carry, role)
        measure = (not w.named or stands_alone(w.named)) and GENERIC.match(carry.item) is None
        adds = carry.item and measure and not w.head.action and fold(carry.item) not in fold(core)
        if adds and len(core.split()) <= 10 and not s.aim:
            core = f"{core} {carry.item}"
        core = self._filled(core, role, w, carry, place)
        if q.dimension == "area" and not q.per and _AREA.search(core) is None:
            core = f"diện tích {core}"
        return core

    def _filled(self, core: str, role: Role, w: Words, carry: Carry, place: Place) -> str:
        """A label of a bare verb or a kind with what the sentence said it of."""
        said = self._view[place.sentence[0] : w.quantity.start]
        key = fold(core)
        if w.quantity.kind == "money" and role == "rate" and w.quantity.per and not _PRICED.search(key):
            scale = list(_SCALE_OF_AID.finditer(said))
            if scale:
                return f"{fold(scale[-1][0])} {core}"
        if key in _VERBS_ALONE or is_bare(key):
            known = (carry.parent, carry.main, carry.subject, carry.thing, carry.item)
            whole = next((t for t in known if t and key not in fold(t) and not is_bare(t)), "")
            if 0 < len(whole.split()) <= 14:
                return f"{core} {whole}".strip()
        return core

    def _whole(self, quantity: Quantity, part: Draft, place: Place, carry: Carry) -> Draft:
        """The number behind the slash: the plan of `2178/1550 đạt 140% chỉ tiêu`, else the whole."""
        rate = place.next_quantity
        planned = part.value > quantity.value or quantity.kind in ("money", "measure")
        if rate is not None and rate.kind == "percent" and rate.start - quantity.end < 60:
            planned = (
                planned
                or read_tail(self._view, rate.end, self._piece_end(rate.end, place), "percent").against == "plan"
            )
        carry.quota = planned
        carry.fraction = part.value, quantity.value, planned
        label = f"{'chỉ tiêu' if planned else 'tổng số'} {part.label}"
        return part._replace(
            quantity=quantity,
            value=quantity.value,
            high=None,
            unit=quantity.unit or part.unit,
            comparator="=",
            role="target" if planned else "result",
            label=tidy(label),
        )

    def _piece_end(self, at: int, place: Place) -> int:
        mark = _PIECE_END.search(self._view, at, min(place.sentence[1], at + 80))
        return mark.start() if mark else min(place.sentence[1], at + 80)

    def _unit_from(self, carry: Carry) -> str | None:
        """The unit of a number without one: of the last count, or of the noun it was given for (`cho cán bộ CĐCS`)."""
        given = _GIVEN_TO.search(carry.noun)
        if given and (hit := unit_at(carry.noun, given.end())):
            return carry.noun[given.end() : hit[1]]
        return carry.unit[0] if carry.unit else None

    def _open_topic(self, rest: tuple[Token, ...], carry: Carry) -> None:
        """`Về đề án thí điểm “…”, LĐLĐ Thành phố đã …`: the topic of the sentence."""
        if not rest or not _TOPIC.match(self._view, rest[0].start):
            return
        comma = next((i for i, t in enumerate(rest) if t.kind == "mark" and t.key == ","), None)
        if comma is None:
            return
        said = self._text[rest[0].start : rest[comma - 1].end]
        quoted = _QUOTATION.search(said)
        carry.about = tidy(_PHASE.split(quoted[1])[0] if quoted else _TOPIC.sub("", said, count=1))

    def _subject(self, named: str, rest: tuple[Token, ...], clause: Clause, carry: Carry) -> str:
        """What the number is said of, composed with the whole it is part of."""
        if not named:
            return carry.subject or carry.main or carry.thing
        whole = carry.main or carry.subject
        if _ALONE.match(self._view, clause.start) and 0 < len(whole.split()) <= 12 and not stands_alone(named):
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


_PIECE_END = regex.compile(r"[,;(]")
_LONG = 18
"""Words above which a label is no name any more."""
_ALONE = regex.compile(r"[\s\-+*]*(?:riêng|trong\s+đó\s+riêng)(?!\p{L})", regex.IGNORECASE)
_FOOTNOTE = regex.compile(r"\s*\[?\d{1,2}\]\s")
_ROUNDING = Decimal("0.6")
_TWINS = {"chi": "thu", "thu": "chi", "nhập khẩu": "xuất khẩu", "xuất khẩu": "nhập khẩu"}


def _twin(named: str, main: str) -> str:
    """`tổng thu tài chính công đoàn …; chi …` → `tổng chi tài chính công đoàn`."""
    pattern = rf"(?<!\p{{L}}){_TWINS[named]}(?!\p{{L}})"
    return regex.sub(pattern, named, main, count=1) if regex.search(pattern, main) else ""


def _acts(rest: tuple[Token, ...]) -> bool:
    return first_action(rest) == 0

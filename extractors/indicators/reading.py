"""One sentence read from left to right: each quantity with its role, its comparator and its label.

What is said once holds on: the subject over `tăng …, đạt … kế hoạch`, the verb over `và 30 CNVCLĐ`, the whole over
`trong đó …`; brackets open a level of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import regex

from extractors.indicators.around import Words, local_noun
from extractors.indicators.bounds import comparator_of
from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause, split_clauses
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
from extractors.indicators.heads import Head, Token, first_action, read_head, tokens_of
from extractors.indicators.labels import (
    compose,
    join_tokens,
    last_piece,
    leading_change,
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
from extractors.indicators.tails import Tail, read_tail
from extractors.indicators.topics import GENERIC, share_of_structure, topic_of
from extractors.model import Role

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
_NORM = regex.compile(
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
_QUOTA = regex.compile(
    r"(?<!\p{L})(?:được\s+giao|vốn\s+giao|kế\s+hoạch\s+giao|chỉ\s+tiêu\s+giao|giao\s+bổ\s+sung)(?!\p{L})",
    regex.IGNORECASE,
)
_ASSIGNED = regex.compile(r"được giao|đề xuất|(?:kiến nghị|đề nghị)\b.*\bbổ sung")
_MISSING = regex.compile(r"(?<!\p{L})(?:thiếu|hụt)(?:\s+hụt)?$")
_MORE = regex.compile(r"(?<!\p{L})thêm\s*$|(?<!\p{L})thêm\s+(?:khoảng|gần|hơn)\s*$", regex.IGNORECASE)


class SentenceReader:
    """Reads sentences of one document. Holds only what never changes."""

    def __init__(
        self,
        text: str,
        view: str,
        spans: Callable[[int], tuple[int, str] | None],
        protected: Callable[[int, int], bool],
    ) -> None:
        self._text = text
        self._view = view
        self._phrases = Phrases(text, view, spans)
        self._spans = spans
        self._protected = protected

    def read(
        self, start: int, end: int, quantities: Sequence[Quantity], carry: Carry, planned: Callable[[int, int], bool]
    ) -> list[Draft]:
        """The drafts of one sentence; `carry` is changed for the next one.

        Args:
            start, end: bounds of the sentence, code points.
            quantities: those of the sentence that are no bait, in order.
            planned: whether a quantity at an offset, whose clause begins at the second one, is set for the future.
        """
        within = _WITHIN.match(self._view, start, end) is not None
        carry.begin_sentence()
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
                    head = replace(head, from_level=False, verb="change" if head.direction else head.verb)
                if tokens and tokens[-1].key == "từ" and _LIFTED.match(self._view, quantity.end, clause.end):
                    head = replace(head, from_level=True)
                previous = head
                drafts.append(self._draft(quantity, head, place, carry, planned, drafts[-1] if drafts else None))
        return _share_comparison([d for i, d in enumerate(drafts) if not _describes(drafts, i)])

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
        if clause.depth or not tokens or following is None:
            return
        named = subject_tokens(tokens)
        if following.opener == "(" and not leading_change(tokens) and not STOP.match(self._view, clause.start):
            carry.subject = carry.main = compose(carry.parent, tidy(join_tokens(self._text, named)))
        elif following.opener == ":":
            topic = topic_of(join_tokens(self._text, tokens))
            if topic:
                carry.lead = carry.main = carry.subject = topic
            elif len([t for t in named if t.kind == "word"]) >= 3:
                carry.main = carry.subject = carry.parent = ""

    # -- one quantity -------------------------------------------------------------------------------------------

    def _draft(
        self,
        quantity: Quantity,
        head: Head,
        place: Place,
        carry: Carry,
        planned: Callable[[int, int], bool],
        last: Draft | None,
    ) -> Draft:
        clause = place.clause
        tail = self._phrases.tail(quantity, place)
        if quantity.kind == "percent" and head.verb == "index" and not tail.against:
            # `nhập siêu bằng 12% kim ngạch xuất khẩu`: of another thing, not of an earlier level.
            other = tidy(self._phrases.plain(tail.start, tail.noun_end))
            if stands_alone(other):
                tail = Tail(tail.start, tail.start, tail.end, "whole", f"so với {other}")
        self._open_topic(head.rest, carry)
        rest, compared = cut_comparison(self._view, head.rest)
        leading = leading_change(rest)
        if not compared and head.verb == "none" and (higher := ranked(self._view, rest)) is not None:
            # `thấp hơn kế hoạch 2,6%`, `cao hơn vụ trước 1,8 tạ/ha`
            rest, compared, direction = higher
            head = replace(head, verb="change", direction=direction)
        if (
            quantity.kind == "percent"
            and head.verb == "none"
            and (quantity.per or _MORE.search(self._view, clause.start, quantity.start))
        ):
            # `giảm nhanh qua các năm, bình quân 2%/năm`: the verb stands in the piece before.
            rest, leading = before_change(rest, carry)
        head = replace(head, rest=rest)
        plan_set = planned(quantity.start, clause.start)
        told = self._view[max(place.sentence[0], quantity.start - 70) : quantity.start]
        baseline = is_baseline(rest, head, compared, last, clause, told) or is_condition(self._view, quantity, place)
        aim = is_aim(rest, compared, head)
        if clause.opener == "(" and not rest and head.verb == "none" and place.order == 0 and not quantity.fraction:
            earlier, aim, leading = bracketed(self._view, quantity, place, last, leading)
            baseline = earlier or tells_earlier(told)
        named = tidy(join_tokens(self._text, subject_tokens(rest)))
        if compared and not baseline and not aim and head.verb == "level":
            # `cao hơn so với mức tăng cả nước là 9,2%`: the number is what the comparison is with.
            named, leading = tidy(regex.sub(r"^so(?:\s+với)?\s+", "", compared)), 0
            subject = f"{named} {carry.subject or carry.main}"
        elif aim and not compared:
            # `bội chi … khó đạt được mục tiêu đề ra là 4,5%`: the subject stands before the aim.
            said = tidy(join_tokens(self._text, subject_tokens(before_aim(rest))))
            subject = said if stands_alone(said) else carry.subject or carry.main or carry.thing
        elif aim or (baseline and not is_condition(self._view, quantity, place)):
            subject = carry.subject or carry.main or carry.thing
        else:
            subject = self._subject(named, rest, clause, carry)
            if compared and not tail.against:
                tail = replace(
                    tail, against="plan" if find("plan_object").search(compared) else "base", comparison=compared
                )
        if quantity.fraction == "whole" and last is not None and last.quantity.fraction == "part":
            return self._whole(quantity, last, place, carry)
        said = " ".join(t.key for t in last_piece(rest))
        role_of = decide(
            Situation(
                quantity,
                head,
                tail,
                subject or named,
                plan_set,
                baseline,
                aim,
                leading,
                each="mỗi" in said.split(),
                assigned=quantity.kind == "count"
                and (_ASSIGNED.search(" ".join(t.key for t in rest)) is not None or carry.proposed),
                bound=_NORM.search(self._view, clause.start, quantity.start) is not None,
                growing=carry.growing,
                short=_MISSING.search(said) is not None,
            )
        )
        role = role_of.role
        if (
            role == "share"
            and head.said in ("đạt", "ước đạt", "bằng")
            and not tail.against
            and not named
            and last is not None
        ):
            # `thành lập 97/90 CĐCS, đạt 107,8%`, `tổng vốn giao 5 tỷ đồng, đã giải ngân 4 tỷ đồng, đạt 80%`
            quota = carry.quota or _QUOTA.search(self._view, place.sentence[0], last.quantity.start)
            if quota:
                role = "target_rate"
        if (
            role == "share"
            and last is not None
            and not tail.against
            and _of_plan(head, last, clause, named, noun_behind=tail.noun_end > quantity.end + 1)
        ):
            role = "target_rate"
        if clause.depth and role == "share" and head.verb == "level" and carry.rate and _DEPENDENT.match(named):
            role = carry.rate
        if _AVERAGE.match(named) and not baseline and not aim:
            subject = " ".join(f"{carry.subject or carry.main or carry.thing} {named}".split())
        noun = self._phrases.noun(quantity, tail, head, place, bool(named))
        from_count = last is not None and last.quantity.kind == "count"
        words = Words(self._text, quantity, head, tail, clause, place.order, noun, named, from_count, subject)
        if quantity.kind in ("count", None):
            core = counted(words, carry)
            if (role in ("change", "baseline")) and not noun and (known := carry.labels.get(fold(quantity.unit or ""))):
                # `giảm 12 vụ`: of the events counted before.
                core = known
        else:
            core = measured(words, carry, role)
        measure = (not named or stands_alone(named)) and GENERIC.match(carry.item) is None
        if (
            carry.item
            and measure
            and not head.action
            and fold(carry.item) not in fold(core)
            and len(core.split()) <= 10
            and not aim
        ):
            core = f"{core} {carry.item}"
        core = self._filled(core, role, words, carry, place)
        if quantity.dimension == "area" and not quantity.per and _AREA.search(core) is None:
            core = f"diện tích {core}"
        if role == "change" and last is not None and _repeats_change(quantity, head, last, clause):
            # `giảm 34,6% về lượng và 33,9% về trị giá`
            role_of = replace(role_of, sign=-1)
        unit = quantity.unit or self._unit_from(carry)
        self._remember(words, role, core, carry, baseline or aim, role_of.sign if role == "change" else 0)
        value, high = quantity.value * role_of.sign, quantity.high
        if high is not None and role_of.sign < 0:
            value, high = -high, -quantity.value
        label = with_role(core, role, words, self._view, aim, baseline, leading, compared)
        if quantity.kind == "percent" and role in ("share", "target", "result") and tail.against in ("", "whole"):
            label = share_of_structure(label, self._view[place.sentence[0] : quantity.start], carry)
        return Draft(
            quantity,
            value,
            high,
            unit,
            comparator_of(self._view, head, clause, quantity, place.sentence[1]),
            role,
            label or tidy(carry.thing or carry.subject or carry.main or carry.noun) or (unit or ""),
            clause,
            place.sentence,
            plan_set,
            aim,
            bool(carry.parent),
            tail.against,
            head.verb == "level",
            base_years(self._view, head, quantity) if role == "baseline" else None,
        )

    def _filled(self, core: str, role: Role, w: Words, carry: Carry, place: Place) -> str:
        """A label of a bare verb or a kind with what the sentence said it of."""
        said = self._view[place.sentence[0] : w.quantity.start]
        key = fold(core)
        if w.quantity.kind == "money" and role == "rate" and w.quantity.per and not _PRICED.search(key):
            scale = list(_SCALE_OF_AID.finditer(said))
            if scale:
                return f"{fold(scale[-1][0])} {core}"
        if key in _VERBS_ALONE or key in ("cao nhất", "thấp nhất", "nhiều nhất", "ít nhất"):
            whole = next(
                (t for t in (carry.parent, carry.main, carry.subject, carry.thing) if t and key not in fold(t)), ""
            )
            if 0 < len(whole.split()) <= 10:
                return f"{core} {whole}"
        return core

    def _whole(self, quantity: Quantity, part: Draft, place: Place, carry: Carry) -> Draft:
        """The number behind the slash: the plan of `2178/1550 đạt 140% chỉ tiêu`, else the whole."""
        rate = place.next_quantity
        planned = part.value > quantity.value or quantity.kind in ("money", "measure")
        if rate is not None and rate.kind == "percent" and rate.start - quantity.end < 60:
            planned = (
                planned
                or read_tail(self._view, rate.end, min(place.sentence[1], rate.end + 80), "percent").against == "plan"
            )
        carry.quota = planned
        label = f"{'chỉ tiêu' if planned else 'tổng số'} {part.label}"
        return replace(
            part,
            quantity=quantity,
            value=quantity.value,
            high=None,
            unit=quantity.unit or part.unit,
            comparator="=",
            role="target" if planned else "result",
            label=tidy(label),
        )

    def _unit_from(self, carry: Carry) -> str | None:
        """The unit of a number without one: of the last count, or of the noun it was given for (`cho cán bộ CĐCS`)."""
        given = regex.search(r"\scho\s+(?=\p{L})", carry.noun)
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
        quoted = regex.search(r"[\"“]([^\"“”]+)[\"”]", said)
        carry.about = tidy(regex.split(r",\s*giai đoạn", quoted[1])[0] if quoted else _TOPIC.sub("", said, count=1))

    def _subject(self, named: str, rest: tuple[Token, ...], clause: Clause, carry: Carry) -> str:
        """What the number is said of, composed with the whole it is part of."""
        if not named:
            return carry.subject or carry.main or carry.thing
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

    def _remember(self, w: Words, role: Role, label: str, carry: Carry, aside: bool, direction: int) -> None:
        q, head = w.quantity, w.head
        if q.kind == "percent":
            carry.rate = role
        elif role == "result":
            carry.growing = False
        if (
            role == "result"
            and q.kind in ("money", "count", "measure")
            and (w.clause.opener == ";" or (w.clause.opener == "," and w.named))
        ):
            # A new amount: what follows is no longer part of a growth.
            carry.growing = False
        if (role == "change" and q.kind == "percent") or find("growth_noun").search(w.subject):
            carry.growing = True
        if aside or w.clause.opener == "(" or (role == "rate" and "mỗi" in fold(w.named).split()):
            return
        carry.direction = direction or carry.direction
        if head.action is not None and q.kind in ("money", "measure") and head.verb in ("none", "exist"):
            carry.action = w.join(head.rest[head.action[0] :])
        if q.kind in ("count", None):
            if q.unit:
                carry.unit = (q.unit.split("/")[0], q.dimension)
                carry.noun = f"{q.unit.split('/')[0]} {w.noun}".strip()
                if role in ("result", "target"):
                    carry.labels.setdefault(fold(q.unit), tidy(label))
                if fold(q.unit) == "vụ" and w.noun:
                    carry.event = carry.noun
            carry.subject = tidy(label)
            if not carry.parent:
                carry.main, carry.main_counts = carry.subject, True
            carry.core = carry.subject
        elif role == "share":
            if w.named:
                carry.subject = w.subject
            elif label and not carry.subject:
                carry.subject = tidy(label)
        elif label:
            carry.subject = tidy(label)
            if local_noun(head.rest) is None:
                carry.core = carry.subject
            if not carry.parent and head.rest and local_noun(head.rest) is None:
                carry.main, carry.main_counts = carry.subject, False
                carry.siblings += 1


def _of_plan(head: Head, last: Draft, clause: Clause, named: str, noun_behind: bool) -> bool:
    """`thu từ đất 1.120 tỷ đồng (đạt 62%)`: an amount has reached that much of its plan, said or not."""
    if (
        named
        or noun_behind
        or head.said not in ("đạt", "mới đạt", "chỉ đạt", "bằng", "ước đạt")
        or last.quantity.fraction
    ):
        return False
    return last.role == "result" and last.quantity.kind in ("money", "measure") and not last.quantity.per


def _repeats_change(quantity: Quantity, head: Head, last: Draft, clause: Clause) -> bool:
    """Whether a number joined by `và` to a decrease goes on with it."""
    bare = not head.rest and head.verb == "none" and clause.opener in ("and", ",") and not quantity.raised
    return (
        bare and last.role == "change" and last.value < 0 and last.quantity.kind == quantity.kind and quantity.value > 0
    )


def _describes(drafts: Sequence[Draft], i: int) -> bool:
    """`9 chủ đầu tư giải ngân đạt trên 60% kế hoạch`: the percent says which ones are counted."""
    here, before = drafts[i], drafts[i - 1] if i else None
    return (
        before is not None
        and here.quantity.kind == "percent"
        and before.quantity.kind == "count"
        and before.clause is here.clause
        and here.comparator in (">", ">=", "<", "<=")
        and here.role in ("target_rate", "share")
    )


def _share_comparison(drafts: list[Draft]) -> list[Draft]:
    """`dầu thô đạt 98,1%, phân hóa học đạt 90,8% so cùng kỳ`: the comparison at the end holds for the whole list."""
    for i in range(len(drafts) - 2, -1, -1):
        here, after = drafts[i], drafts[i + 1]
        alike = (
            here.quantity.kind == after.quantity.kind == "percent"
            and here.clause.depth == after.clause.depth
            and after.level
        )
        if (
            alike
            and after.role in ("index", "target_rate")
            and here.role == "share"
            and here.level
            and not here.against
        ):
            drafts[i] = replace(here, role=after.role, against=after.against)
    return drafts


_TWINS = {"chi": "thu", "thu": "chi", "nhập khẩu": "xuất khẩu", "xuất khẩu": "nhập khẩu"}


def _twin(named: str, main: str) -> str:
    """`tổng thu tài chính công đoàn …; chi …` → `tổng chi tài chính công đoàn`."""
    pattern = rf"(?<!\p{{L}}){_TWINS[named]}(?!\p{{L}})"
    return regex.sub(pattern, named, main, count=1) if regex.search(pattern, main) else ""


def _acts(rest: tuple[Token, ...]) -> bool:
    return first_action(rest) == 0

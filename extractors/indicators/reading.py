"""One sentence read from left to right: each quantity with its role, its comparator and its label.

What is said once holds on: the subject over `tăng …, đạt … kế hoạch`, the verb over `và 30 CNVCLĐ`, the whole over
`trong đó …`; brackets open a level of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause, split_clauses
from extractors.indicators.heads import Head, Token, changes, first_action, longest, read_head, tokens_of
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
from extractors.indicators.naming import Words, counted, local_noun, measured, with_role
from extractors.indicators.quantities import Quantity
from extractors.indicators.roles import Situation, decide
from extractors.indicators.tails import Tail, read_tail
from extractors.model import Comparator, Role
from extractors.numbers.comparators import comparator_after


@dataclass(frozen=True, slots=True)
class Draft:
    """An indicator without its period and links."""

    quantity: Quantity
    value: Decimal
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    role: Role
    label: str
    clause: Clause
    sentence: tuple[int, int]
    planned: bool = False
    aim: bool = False
    """It is the plan of a year (`kế hoạch 16%`), whatever part of the year the text is about."""
    within: bool = False
    """Said to be part of what was named before (`trong đó`)."""
    against: str = ""
    level: bool = False
    """Given by a verb of level (`đạt`), not by `chiếm`."""
    base_years: int | None = None
    """For a baseline: how many years before the period it holds (`cùng kỳ năm trước`: 1), null where its own date
    says it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quantity stands in its sentence."""

    clauses: tuple[Clause, ...]
    index: int
    order: int
    sentence: tuple[int, int]

    @property
    def clause(self) -> Clause:
        return self.clauses[self.index]

    @property
    def following(self) -> Quantity | None:
        return self.clause.quantities[self.order + 1] if self.order + 1 < len(self.clause.quantities) else None

    @property
    def next_quantity(self) -> Quantity | None:
        if self.following:
            return self.following
        return next((c.quantities[0] for c in self.clauses[self.index + 1 :] if c.quantities), None)


_BASE = regex.compile(
    r"(?:(?:trong\s+khi|cùng|của)\s+)?(?:cùng\s+k[ỳì]|cùng\s+thời\s+điểm|năm\s+trước|năm\s+ngoái|tháng\s+trước|quý\s+trước)(?!\p{L})",
    regex.IGNORECASE,
)
_DEPENDENT = regex.compile(
    r"(?:khu\s+vực|ngành|nhóm|lĩnh\s+vực|trung\s+ương|địa\s+phương|khối|bình\s+quân\s+(?:cả\s+nước|chung)|cả\s+nước|toàn\s+(?:tỉnh|ngành)|huyện|thành\s+phố|thị\s+xã|quận|vùng|tỉnh|sang|tới|vào|riêng|khối)(?!\p{L})",
    regex.IGNORECASE,
)
# Where a share's noun phrase does not go on.
_STOP = regex.compile(
    r"(?:trong|với|để|nhằm|qua|góp|tạo|đạt|tăng|giảm|bằng|chiếm|đồng|đáp|bảo|phấn|cụ|ngoài|tuy|nhưng|vượt|ước|và\s+đạt|kết\s+quả|tại|từng\s+bước|"
    r"có|mỗi|\d|trên|ít\s+nhất|tối\s+thiểu|tức|\p{L}+\s+được)(?!\p{L})",
    regex.IGNORECASE,
)
_TOPIC = regex.compile(r"(?:về|đối\s+với|trong\s+lĩnh\s+vực|với)\s+", regex.IGNORECASE)
_WITHIN = regex.compile(r"[\s\-+*]*trong\s+(?:số\s+)?đó", regex.IGNORECASE)
_LIFTED = regex.compile(
    r"(?:\s*\([^)]*\))?\s*(?:[\p{L}\d/]+\s+){0,5}(?:(?<!trở\s)(?:lên|xuống)|còn|thành)(?!\p{L})(?=.*\d)",
    regex.IGNORECASE,
)
# Items that name a field of work, and no thing.
GENERIC = regex.compile(
    r"(?:công\s+tác|hoạt\s+động|tình\s+hình|lĩnh\s+vực|về|việc|chăn\s+nuôi|trồng\s+trọt|nông\s+nghiệp|lâm\s+nghiệp|văn\s+hóa|văn\s+hoá|giáo\s+dục|y\s+tế|an\s+ninh|quốc\s+phòng|kết\s+quả|một\s+số|chính\s+sách|nhiệm\s+vụ|thi\s+đua|tuyên\s+truyền|đề\s+xuất|kiến\s+nghị|theo|phấn\s+đấu|mục\s+tiêu|dự\s+kiến|kế\s+hoạch|đến|trong|tính|chỉ\s+tiêu|năm|tháng|quý|kết\s+quả|cụ\s+thể|như)(?!\p{L})",
    regex.IGNORECASE,
)
_AREA = regex.compile(r"diện\s+tích|(?<!\p{L})rừng(?!\p{L})|quỹ\s+đất|quy\s+mô", regex.IGNORECASE)
_BY_RULE = regex.compile(r"\s+theo\s+(?:tinh\s+thần\s+)?(?=\p{Lu}|tinh)")
_PREPOSITION = regex.compile(r"\s*(?:đối\s+với|cho|tại|ở|trong|vào|từ|đến|vì|do|so)(?!\p{L})", regex.IGNORECASE)
_AVERAGE = regex.compile(r"(?:bình\s+quân|trung\s+bình)(?!\p{L})", regex.IGNORECASE)
_ONLY_TIME = regex.compile(
    r"(?:của|vào|hồi|trong|tại)?\s*(?:cuối|đầu|giữa)?\s*(?:phiên|ngày|tuần|tháng|quý|năm|kỳ|hôm|vụ|thời\s+điểm)(?:\s+(?:hôm|liền))?(?:\s+(?:trước|này|nay|qua|ngoái|đó|kia|giao\s+dịch))+",
    regex.IGNORECASE,
)
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
_FROM_WHERE = regex.compile(r"(?<!\p{L})từ\s+chỗ(?!\p{L})", regex.IGNORECASE)
_IF = regex.compile(
    r"(?<!\p{L})nếu(?:\s+như)?\s+(?:bình\s+quân\s+|trong\s+|vào\s+|ở\s+)?(?:giai\s+đoạn|năm|trước|đầu|cuối|tháng|quý|thời\s+điểm|nhiệm\s+kỳ|\d)[^;:]*$",
    regex.IGNORECASE,
)
_THEN = regex.compile(r"(?<!\p{L})(?:thì|đến\s+nay|nay)(?!\p{L})", regex.IGNORECASE)
_ESTIMATED = regex.compile(r"[\s\-+*]*ước\s+tính(?!\p{L})", regex.IGNORECASE)
_MISSING = regex.compile(r"(?<!\p{L})(?:thiếu|hụt)(?:\s+hụt)?$")
_MORE = regex.compile(r"(?<!\p{L})thêm\s*$|(?<!\p{L})thêm\s+(?:khoảng|gần|hơn)\s*$", regex.IGNORECASE)
_BOUND = regex.compile(
    r"(?<!\p{L})(?<!lương\s)(ít nhất|tối thiểu|tối đa|không quá)(?!\p{L})(?!\s*\d+\s+(?!tháng|năm))[^,;]{0,50}$",
    regex.IGNORECASE,
)
# `ước cả năm thu được 13.902 tấn`: a verb of doing stands between.
_ESTIMATED = regex.compile(
    r"(?<!(?:thỏa|thoả|điều|quy|giao|công|hiệp|mơ)\s)(?<!\p{L})ước(?:\s+(?:tính|cả|năm|\d{1,2}\s+tháng|tháng|quý|thực|hiện))*(?:\s+\p{L}+){0,3}\s+được\s*$",
    regex.IGNORECASE,
)
# `từ 80% doanh nghiệp trở lên`
_FROM_UP = regex.compile(r"\s*(?:\p{L}+\s+){1,5}trở\s+(lên|xuống)(?!\p{L})", regex.IGNORECASE)
_UPWARD = regex.compile(
    r"\s*(?:(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|tổng\s+số|năm|KH)\s+){0,3}(trở lên|trở xuống)(?!\p{L})", regex.IGNORECASE
)


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
                place = _Place(clauses, index, order, (start, end))
                begin = clause.quantities[order - 1].end if order else clause.start
                tokens = tokens_of(self._view, begin, quantity.start, self._spans)
                head = read_head(self._view, tokens, begin, quantity.start)
                if order:
                    head = _between(head, quantity.kind == "count")
                head = _after_from(head, previous)
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
        if following.opener == "(" and not leading_change(tokens) and not _STOP.match(self._view, clause.start):
            carry.subject = carry.main = compose(carry.parent, tidy(join_tokens(self._text, named)))
        elif following.opener == ":":
            topic = topic_of(join_tokens(self._text, tokens))
            if topic:
                carry.lead = carry.main = carry.subject = topic
            elif len([t for t in named if t.kind == "word"]) >= 3:
                carry.main = carry.subject = carry.parent = ""

    def _tail(self, quantity: Quantity, place: _Place) -> Tail:
        clause, following = place.clause, place.following
        end = clause.end
        if following is not None:
            tokens = tokens_of(self._view, quantity.end, following.start, self._spans)
            head = read_head(self._view, tokens, quantity.end, following.start)
            rest = _between(head, following.kind == "count").rest
            end = max(quantity.end, rest[0].start if rest else head.end)
        tail = read_tail(self._view, quantity.end, end, quantity.kind)
        if tail.against or following is not None:
            return tail
        # `giảm 25.200 tỷ đồng (-3,1%) so với dự toán`: the comparison stands behind the bracket, for both.
        for later in place.clauses[place.index + 1 : place.index + 3]:
            if later.opener == ")" and later.depth <= clause.depth:
                stop = later.quantities[0].start if later.quantities else later.end
                if regex.match(r"so(?:\s+với)?\s", self._view[later.start : stop]):
                    again = read_tail(self._view, later.start, stop, None)
                    return Tail(tail.start, tail.noun_end, tail.end, again.against, again.comparison)
            if later.opener not in ("(", ")"):
                break
        return tail

    # -- one quantity -------------------------------------------------------------------------------------------

    def _draft(
        self,
        quantity: Quantity,
        head: Head,
        place: _Place,
        carry: Carry,
        planned: Callable[[int, int], bool],
        last: Draft | None,
    ) -> Draft:
        clause = place.clause
        tail = self._tail(quantity, place)
        if quantity.kind == "percent" and head.verb == "index" and not tail.against:
            # `nhập siêu bằng 12% kim ngạch xuất khẩu`: of another thing, not of an earlier level.
            other = tidy(self._plain(tail.start, tail.noun_end))
            if stands_alone(other):
                tail = Tail(tail.start, tail.start, tail.end, "whole", f"so với {other}")
        self._open_topic(head.rest, carry)
        rest, compared = _cut_comparison(self._view, head.rest)
        leading = leading_change(rest)
        if not compared and head.verb == "none" and (ranked := _ranked(self._view, rest)) is not None:
            # `thấp hơn kế hoạch 2,6%`, `cao hơn vụ trước 1,8 tạ/ha`
            rest, compared, direction = ranked
            head = replace(head, verb="change", direction=direction)
        if (
            quantity.kind == "percent"
            and head.verb == "none"
            and (quantity.per or _MORE.search(self._view, clause.start, quantity.start))
        ):
            # `giảm nhanh qua các năm, bình quân 2%/năm`: the verb stands in the piece before.
            rest, leading = _before_change(rest, carry)
        head = replace(head, rest=rest)
        plan_set = planned(quantity.start, clause.start)
        told = self._view[max(place.sentence[0], quantity.start - 70) : quantity.start]
        baseline = _is_baseline(rest, head, compared, last, clause, told) or self._is_condition(quantity, place)
        aim = _is_aim(rest, compared, head)
        if clause.opener == "(" and not rest and head.verb == "none" and place.order == 0 and not quantity.fraction:
            earlier, aim, leading = self._bracketed(quantity, place, last, leading)
            baseline = earlier or _EARLIER.search(told) is not None
        named = tidy(join_tokens(self._text, subject_tokens(rest)))
        if compared and not baseline and not aim and head.verb == "level":
            # `cao hơn so với mức tăng cả nước là 9,2%`: the number is what the comparison is with.
            named, leading = tidy(regex.sub(r"^so(?:\s+với)?\s+", "", compared)), 0
            subject = f"{named} {carry.subject or carry.main}"
        elif aim and not compared:
            # `bội chi … khó đạt được mục tiêu đề ra là 4,5%`: the subject stands before the aim.
            said = tidy(join_tokens(self._text, subject_tokens(_before_aim(rest))))
            subject = said if stands_alone(said) else carry.subject or carry.main or carry.thing
        elif aim or (baseline and not self._is_condition(quantity, place)):
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
        noun = self._noun(quantity, tail, head, place, bool(named))
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
        after = comparator_after(self._view[quantity.end : quantity.end + 30])
        if after is None and (upward := _UPWARD.match(self._view, quantity.end, place.sentence[1])):
            after = (">=" if fold(upward[1]).endswith("lên") else "<=", 0)
        label = with_role(core, role, words, self._view, aim, baseline, leading, compared)
        if quantity.kind == "percent" and role in ("share", "target", "result") and tail.against in ("", "whole"):
            label = _share_of_structure(label, self._view[place.sentence[0] : quantity.start], carry)
        return Draft(
            quantity,
            value,
            high,
            unit,
            after[0] if after else self._comparator(head, clause, quantity),
            role,
            label or tidy(carry.thing or carry.subject or carry.main or carry.noun) or (unit or ""),
            clause,
            place.sentence,
            plan_set,
            aim,
            bool(carry.parent),
            tail.against,
            head.verb == "level",
            _base_years(self._view, head, quantity) if role == "baseline" else None,
        )

    def _filled(self, core: str, role: Role, w: Words, carry: Carry, place: _Place) -> str:
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

    def _whole(self, quantity: Quantity, part: Draft, place: _Place, carry: Carry) -> Draft:
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

    def _bracketed(self, quantity: Quantity, place: _Place, last: Draft | None, leading: int) -> tuple[bool, bool, int]:
        """A number alone in brackets: `so cùng kỳ (433 tỷ đồng)`, `vượt kế hoạch (16%)`, `tăng 12 vụ (15%)`.

        Returns:
            (it is the earlier level, it is the plan, direction of the change it repeats).
        """
        before = self._view[max(place.sentence[0], place.clause.start - 60) : place.clause.start]
        said = regex.split(r"[,;:]", before)[-1]
        near = last is not None and last.quantity.end > place.clause.start - len(said)
        if last is not None and near and last.against == "base" and quantity.kind != "percent":
            return True, False, 0
        plan = max((m.end() for m in find("plan_object").finditer(said)), default=0)
        if plan and len(said[plan:].split()) <= 8:
            return False, last is None or quantity.kind == last.quantity.kind or last.against == "plan", 0
        if (
            last is not None
            and last.role == "change"
            and quantity.kind == "percent"
            and last.quantity.kind != "percent"
        ):
            return False, False, -1 if last.value < 0 else 1
        return False, False, leading

    def _is_condition(self, quantity: Quantity, place: _Place) -> bool:
        """`nếu năm 2010 có 5 hợp tác xã thì đến nay đã có 20`: the first number is what the second is seen against."""
        start, _ = place.sentence
        following = place.next_quantity
        if (
            following is not None
            and following.kind == quantity.kind
            and _FROM_WHERE.search(self._view, start, quantity.start)
        ):
            return True
        return (
            following is not None
            and following.kind == quantity.kind
            and _IF.search(self._view, start, quantity.start) is not None
            and _THEN.search(self._view, quantity.end, following.start) is not None
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

    def _comparator(self, head: Head, clause: Clause, quantity: Quantity) -> Comparator:
        if head.comparator != "=":
            return head.comparator
        if (
            clause.quantities[0] is quantity
            and head.verb in ("level", "exist", "none")
            and _ESTIMATED.match(self._view, clause.start)
        ):
            return "~"
        # `ít nhất vào năm 2025 đạt 40%`: the bound stands before the time.
        if _ESTIMATED.search(self._view, max(clause.start, head.start), quantity.start):
            return "~"
        if (
            quantity.kind == "percent"
            and _FROM_UP.match(self._view, quantity.end)
            and regex.search(r"(?<!\p{L})từ\s*$", self._view[clause.start : quantity.start], regex.IGNORECASE)
        ):
            return ">=" if fold(_FROM_UP.match(self._view, quantity.end)[1]) == "lên" else "<="  # type: ignore[index]
        bound = _BOUND.search(self._view[max(clause.start, head.start) : quantity.start])
        if bound is None:
            return "="
        return ">=" if fold(bound[1]) in ("ít nhất", "tối thiểu") else "<="

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

    def _noun(self, q: Quantity, tail: Tail, head: Head, place: _Place, named: bool) -> str:
        """The words behind the number that belong to the thing."""
        if q.fraction == "part" and place.following is not None:
            whole = place.following
            after = _Place(place.clauses, place.index, place.order + 1, place.sentence)
            return self._noun(replace(whole, fraction=""), self._tail(whole, after), head, after, named)
        begin = q.end
        if (bound := comparator_after(self._view[begin : tail.noun_end])) is not None:
            begin += bound[1]
        if q.kind in ("money", "measure") and _PREPOSITION.match(self._view, begin):
            return ""
        text = self._plain(begin, tail.noun_end, numbers=True)
        if not text and q.kind == "count" and place.following is None:
            text = self._behind_bracket(place)
        if not text and q.kind == "count" and not head.rest and head.verb == "none" and place.following is None:
            text = self._shared(place)
        clause = place.clause
        last = clause.quantities[-1].start == q.start
        first = place.index == 0 or clause.opener in (";", "and", ":", "but")
        opens = (
            first
            and not named
            and head.action is None
            and head.verb in ("none", "exist", "level")
            and not head.direction
        )
        if q.kind == "count" and head.verb != "none":
            opens = False
        if text and last and tail.noun_end == tail.end and q.kind in ("percent", "count") and opens:
            text = " ".join([text, *self._continued(place, text)])
        if q.kind == "percent" and _FROM_UP.match(self._view, q.end):
            text = regex.sub(r"\s+trở\s+(?:lên|xuống)(?!\p{L})", "", text, count=1)
        if _ONLY_TIME.fullmatch(text):
            return ""
        words = _BY_RULE.split(text, maxsplit=1)[0].split()
        return tidy(" ".join(words[:24]), keep_head=True)

    def _behind_bracket(self, place: _Place) -> str:
        """`317 hộ (61,9%) chưa có nước sạch`: the noun phrase goes on behind the bracket."""
        later = place.clauses[place.index + 1 : place.index + 4]
        if not later or later[0].opener != "(" or len(later[0].quantities) != 1:
            return ""
        closing = next((c for c in later[1:] if c.opener == ")" and c.depth == place.clause.depth), None)
        if closing is None or not self._view[closing.start : closing.start + 1].isalpha():
            return ""
        if _STOP.match(self._view, closing.start) and not regex.match(
            r"(?:có|tại|trong|trên)\s", self._view[closing.start :]
        ):
            return ""
        tail = read_tail(
            self._view, closing.start, closing.quantities[0].start if closing.quantities else closing.end, "count"
        )
        return "" if tail.against else " ".join(self._plain(closing.start, tail.noun_end).split()[:14])

    def _shared(self, place: _Place) -> str:
        """`120 tập thể và 350 cá nhân được khen thưởng`: what is said behind the second is said of both."""
        later = place.clauses[place.index + 1] if place.index + 1 < len(place.clauses) else None
        if later is None or later.opener != "and" or not later.quantities:
            return ""
        second = later.quantities[0]
        if second.kind != "count" or self._view[later.start : second.start].strip():
            return ""
        following = later.quantities[1] if len(later.quantities) > 1 else None
        return self._plain(second.end, following.start if following else later.end)

    def _continued(self, place: _Place, text: str) -> list[str]:
        """Clauses behind that go on with the noun phrase a share is said of."""
        pieces: list[str] = []
        for later in place.clauses[place.index + 1 :]:
            words = len(text.split()) + sum(len(p.split()) for p in pieces)
            ends = later.opener not in (",", "and", "with") or later.depth != place.clause.depth
            if ends or words > 20 or _STOP.match(self._view, later.start):
                break
            joint = " và " if later.opener == "and" else ", " if later.opener == "," else " "
            if later.quantities:
                if find("level").search(self._view, later.start, later.quantities[0].start) or later.opener == "and":
                    break
                pieces.append(joint + self._plain(later.start, later.end))
                break
            pieces.append(joint + self._plain(later.start, later.end))
        return pieces

    def _plain(self, start: int, end: int, numbers: bool = False) -> str:
        """Text without dates and numbers; `numbers` keeps those (`đạt 4 sao`, `có từ 10 lao động trở lên`)."""
        tokens = tokens_of(self._view, start, end, self._spans)
        kept = [t for t in tokens if numbers or not (t.kind == "word" and t.key[:1].isdigit())]
        return join_tokens(self._text, kept)

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


def _between(head: Head, counts: bool) -> Head:
    """What stands between two numbers of one clause belongs to the first, but for `tổng công suất` and the like, and
    for what was done to the second (`hoàn thành 100% chỉ tiêu kết nạp 4.500 đoàn viên`)."""
    if counts and head.action is not None:
        begin, end = head.action
        return replace(head, rest=head.rest[begin:], action=(0, end - begin))
    at = local_noun(head.rest)
    return replace(head, rest=head.rest[at:] if at is not None else (), action=None)


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


_STRUCTURE = regex.compile(
    r"(?<!\p{L})cơ\s+cấu\s+(?:(?:các\s+)?(?:ngành|nền)\s+)?(?:kinh\s+tế|lao\s+động|nguồn\s+vốn|vốn\s+đầu\s+tư|dân\s+số|GRDP|GDP|sản\s+xuất|thu\s+nhập|tín\s+dụng)(?!\p{L})",
    regex.IGNORECASE,
)


def _share_of_structure(label: str, before: str, carry: Carry) -> str:
    """`Cơ cấu kinh tế: dịch vụ chiếm 30,9%` → `tỷ trọng dịch vụ trong cơ cấu kinh tế`."""
    said = _STRUCTURE.search(before) or _STRUCTURE.search(carry.item) or _STRUCTURE.search(carry.lead)
    if said is None:
        return label
    part = tidy(_STRUCTURE.sub("", label))
    part = part if part.startswith("tỷ trọng") else f"tỷ trọng {part}"
    return f"{part} trong {fold(said[0]) if said[0][-1].islower() else said[0].lower()}"


_TWINS = {"chi": "thu", "thu": "chi", "nhập khẩu": "xuất khẩu", "xuất khẩu": "nhập khẩu"}


def _twin(named: str, main: str) -> str:
    """`tổng thu tài chính công đoàn …; chi …` → `tổng chi tài chính công đoàn`."""
    pattern = rf"(?<!\p{{L}}){_TWINS[named]}(?!\p{{L}})"
    return regex.sub(pattern, named, main, count=1) if regex.search(pattern, main) else ""


def _acts(rest: tuple[Token, ...]) -> bool:
    return first_action(rest) == 0


def _before_change(rest: tuple[Token, ...], carry: Carry) -> tuple[tuple[Token, ...], int]:
    """(tokens before the last verb of change, its direction); the direction handed on where there is none."""
    for end in range(len(rest), 0, -1):
        hit = longest(rest, end, changes(), 2)
        if hit is not None and hit[0] > 0:
            return rest[: hit[0]], changes()[hit[1]]
    return rest, carry.direction


def _after_from(head: Head, previous: Head | None) -> Head:
    """`tăng từ 7,4% lên 7,61%`: the second number is the level reached."""
    if previous is None or not previous.from_level or head.verb == "change":
        return head
    return replace(head, verb="level", direction=previous.direction or 1)


_RANKING = frozenset(("cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "lớn hơn", "kém hơn", "vượt", "hụt"))


def _ranked(view: str, rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], str, int] | None:
    """(tokens before, `so với` what, direction) where a comparison stands between verb and number."""
    for start in range(len(rest) - 1, max(-1, len(rest) - 9), -1):
        if rest[start].kind == "mark":
            return None
        hit = longest(rest, start, changes(), 2)
        if hit is None:
            continue
        text = " ".join(view[rest[start].start : rest[-1].end].split())
        if hit[1] not in _RANKING:
            return None
        if find("plan_object").match(text) or find("base").match(text) or regex.match(r"(?:vụ|năm|mức)\s", text):
            return rest[: hit[0]], f"so với {text}", changes()[hit[1]]
        return None
    return None


def _cut_comparison(view: str, rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], str]:
    """`so với cùng kỳ năm trước tăng 8%`: the comparison before the verb, cut off the subject."""
    for i in range(len(rest) - 1, -1, -1):
        if rest[i].kind == "mark" and rest[i].key in ",;:":
            break
        if rest[i].key == "so" and not (i and rest[i - 1].key == "giá"):
            return rest[:i], " ".join(view[rest[i].start : rest[-1].end].split())
    return rest, ""


_EARLIER = regex.compile(
    r"\(\s*(?:(?:vào\s+)?đầu\s+(?:nhiệm\s+kỳ|kỳ|năm|giai\s+đoạn)|cùng\s+k[ỳì](?:\s+năm\s+(?:trước|ngoái))?|(?:năm|tháng|quý|kỳ|nhiệm\s+kỳ|phiên|vụ)\s+(?:trước|ngoái)|trước\s+(?:đó|đây|khi\s+\p{L}+(?:\s+\p{L}+)?)|(?:chỉ\s+tiêu|con\s+số)?\s*đầu\s+kỳ)\s*"
    r"(?:\d{4}\s*)?[:,]?\s*(?:là|đạt|chỉ|có|chỉ\s+là|chỉ\s+có|chỉ\s+đạt)?\s*$|"
    r"(?<!\p{L})con\s+số\s+(?:này\s+)?(?:của\s+)?(?:cùng\s+k[ỳì]\s+)?(?:(?:năm|tháng|quý)\s+(?:\d[\d/]*|trước|ngoái)|đầu\s+\p{L}+)\s+(?:chỉ\s+)?(?:là|đạt|có|ở\s+mức)\s*$|"
    r"(?<!\p{L})(?:đỉnh|kỷ\s+lục|mức\s+cao\s+nhất)(?!\p{L})[^(),;]{0,60}\(\s*$",
    regex.IGNORECASE,
)


def _is_baseline(
    rest: tuple[Token, ...], head: Head, compared: str, last: Draft | None, clause: Clause, head_text: str
) -> bool:
    if compared and head.verb in ("none", "exist") and not find("plan_object").search(compared):
        return True
    piece = [t for t in last_piece(rest) if t.kind != "mark"]
    words = [t for t in piece if t.kind == "word" and t.key not in ("trong", "khi", "đó", "của", "thì", "còn", "và")]
    if words and len(words) <= 8 and _BASE.match(" ".join(t.key for t in words)):
        return True
    if _EARLIER.search(head_text) and last is not None:
        return True
    # `(cùng kỳ 2004 đạt 15,6%; 2003: 15,1%)`: one more year of the same comparison.
    listed = clause.depth > 0 and last is not None and last.role == "baseline" and last.clause.depth == clause.depth
    if listed and not words and head.verb in ("none", "level") and not head.direction:
        return True
    # `gấp 1,2 lần cùng kỳ (9 tháng năm 2018: 16.560 tỷ đồng)`
    dated = clause.depth > 0 and clause.opener == ":" and not words and last is not None
    return dated and last is not None and last.role in ("change", "index") and last.clause.depth < clause.depth


def _is_aim(rest: tuple[Token, ...], compared: str, head: Head) -> bool:
    if compared:
        return bool(find("plan_object").search(compared)) and head.verb in ("level", "none", "exist")
    piece = [t.key for t in last_piece(rest) if t.kind == "word"]
    text = " ".join(piece)
    if head.verb == "level" and _AIM_END.search(text):
        return True
    if head.action is not None and head.action[1] >= len(rest) - 1:
        # `mục tiêu kết nạp 25.000 đoàn viên`: what is aimed at is done to the thing counted.
        return False
    return find("plan_object").match(text) is not None and len(piece) <= 8 and head.verb in ("none", "level")


def _base_years(view: str, head: Head, q: Quantity) -> int | None:
    text = view[max(0, head.start - 30) : q.start]
    if regex.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text):
        return None
    return 1 if regex.search(r"cùng\s+k[ỳì]|năm\s+(?:trước|ngoái)", text, regex.IGNORECASE) else None


def _before_aim(rest: tuple[Token, ...]) -> tuple[Token, ...]:
    for i in range(len(rest) - 1, 0, -1):
        if " ".join(t.key for t in rest[i - 1 : i + 1]) in ("mục tiêu", "chỉ tiêu", "kế hoạch"):
            return rest[: i - 1]
    return ()


_AIM_END = regex.compile(r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?: (?:đề ra|đặt ra|năm|cả năm|của năm))?$")
_TOPIC_LEAD = regex.compile(
    r"^(?:tình\s+hình|kết\s+quả|công\s+tác|hoạt\s+động|về|đối\s+với|lĩnh\s+vực|thực\s+hiện|các|một\s+số|chỉ\s+tiêu|hàng)\s+",
    regex.IGNORECASE,
)
_TOPIC_END = regex.compile(
    r"(?<!\p{L})(?:một\s+số|các|như\s+sau|chủ\s+yếu|cụ\s+thể|đạt|ước|tăng|giảm|so|sau|được|có|theo|gồm|chính)(?!\p{L})",
    regex.IGNORECASE,
)


_TOPIC_VERB = regex.compile(
    r"(?<!\p{L})(?:kim\s+ngạch\s+)?(?:xuất\s+khẩu|nhập\s+khẩu|sản\s+xuất|tiêu\s+thụ|giải\s+ngân|thu\s+hút)(?!\p{L})",
    regex.IGNORECASE,
)


def topic_of(text: str) -> str:
    """The measure that a lead-in names (`Tình hình xuất khẩu một số mặt hàng` → `xuất khẩu`), or nothing."""
    text = regex.sub(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])\s*[.)/-]\s*|^[\s\-+*•]+", "", text)
    while (shorter := _TOPIC_LEAD.sub("", text)) != text:
        text = shorter
    text = tidy(_TOPIC_END.split(text, maxsplit=1)[0])
    if stands_alone(text):
        return text
    inner = _TOPIC_VERB.search(text)
    return inner[0].lower() if inner else ""

"""One sentence read from left to right: each quantity with its role, its comparator and its label.

What is said once holds on: the subject over `tăng …, đạt … kế hoạch`, the verb over `và 30 CNVCLĐ`, the whole over
`trong đó …`; brackets open a level of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractors.indicators.clauses import Clause, split_clauses
from extractors.indicators.heads import Head, Token, read_head, tokens_of
from extractors.indicators.labels import (
    compose,
    ends_with,
    join_tokens,
    last_piece,
    leading_change,
    stands_alone,
    subject_tokens,
    tidy,
)
from extractors.indicators.lexicon import find, fold
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
    within: bool = False
    """Said to be part of what was named before (`trong đó`)."""
    against: str = ""
    base_year: int | None = None
    """For a baseline: how many years before the period it holds (`cùng kỳ năm trước`: 1), null where its own date
    says it."""


@dataclass(slots=True)
class Carry:
    """What one clause hands to the next. Lives for one paragraph."""

    topic: str = ""
    """What the paragraph is about: the words before its colon, or the subject of the text that leads it in."""
    main: str = ""
    """Subject of the sentence."""
    subject: str = ""
    """Subject of the clause just read."""
    parent: str = ""
    """What `trong đó` and brackets are parts of."""
    noun: str = ""
    """The last noun phrase counted, without its verb."""
    action: str = ""
    """The last verb of doing with its complement."""
    predicate: str = ""
    """The last clause that did something without a number."""
    unit: tuple[str, str] | None = None
    """Unit and dimension of the last count."""
    growing: bool = False
    comparison: str = ""
    stack: list[Carry] = field(default_factory=list)

    def copy(self) -> Carry:
        return replace(self, stack=[])


_BASE = regex.compile(r"(?:(?:trong\s+khi|cùng|của)\s+)?(?:cùng\s+k[ỳì]|năm\s+trước|năm\s+ngoái|tháng\s+trước)(?!\p{L})", regex.IGNORECASE)
_MEASURE_UNITS = ("money", "measure", "percent")
_PERSONS = frozenset(("người", "lượt người", "đồng chí", "đ/c", "trường hợp", "cái", "chiếc", "đơn vị"))
_JOINING = regex.compile(r"(?:tham\s+gia|tham\s+dự|dự|tham\s+quan|hưởng\s+ứng|theo\s+học)\s*$", regex.IGNORECASE)


class SentenceReader:
    """Reads sentences of one document. Holds only what never changes."""

    def __init__(
        self, text: str, view: str, spans: Callable[[int], tuple[int, str] | None], protected: Callable[[int, int], bool]
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
        carry.parent = carry.parent if _starts_within(self._view, start, end) else ""
        carry.subject, carry.growing, carry.comparison = carry.main, bool(carry.parent) and carry.growing, ""
        clauses = split_clauses(self._view, start, end, quantities, self._protected)
        drafts: list[Draft] = []
        heads: dict[int, Head] = {}
        for index, clause in enumerate(clauses):
            self._enter(clause, carry, drafts, clauses, index)
            if not clause.quantities:
                self._read_without_number(clause, carry, clauses, index)
                continue
            for order, quantity in enumerate(clause.quantities):
                begin = clause.quantities[order - 1].end if order else clause.start
                tokens = tokens_of(self._view, begin, quantity.start, self._spans)
                head = read_head(self._view, tokens, begin, quantity.start)
                heads[quantity.start] = head
                following = clause.quantities[order + 1] if order + 1 < len(clause.quantities) else None
                tail = self._tail(quantity, following, clause, clauses, index)
                previous = heads.get(clause.quantities[order - 1].start) if order else None
                if order and head.verb in ("none", "exist"):
                    head = replace(head, rest=(), action=None)
                head = _after_from(head, previous)
                draft = self._draft(quantity, head, tail, clause, (start, end), carry, planned, order, clauses, index)
                drafts.append(draft)
        return drafts

    # -- moving between clauses ---------------------------------------------------------------------------------

    def _enter(
        self, clause: Clause, carry: Carry, drafts: Sequence[Draft], clauses: Sequence[Clause], index: int
    ) -> None:
        if clause.opener == "(":
            carry.stack.append(carry.copy())
            carry.parent = carry.subject or carry.main or carry.topic
        elif clause.opener == ")" and carry.stack:
            outer = carry.stack.pop()
            for name in ("main", "subject", "parent", "noun", "action", "unit", "growing", "predicate"):
                setattr(carry, name, getattr(outer, name))
        elif clause.opener == "within":
            carry.parent = carry.subject or carry.main or carry.topic

    def _read_without_number(self, clause: Clause, carry: Carry, clauses: Sequence[Clause], index: int) -> None:
        tokens = tokens_of(self._view, clause.start, clause.end, self._spans)
        text = tidy(join_tokens(self._text, tokens))
        if not text or clause.depth:
            return
        following = clauses[index + 1] if index + 1 < len(clauses) else None
        head = read_head(self._view, tokens, clause.start, clause.end)
        if following is not None and following.opener == "(" and clause.opener != ")":
            carry.subject = carry.main = compose(carry.parent, tidy(join_tokens(self._text, subject_tokens(tokens))))
        elif following is not None and following.opener == ":":
            carry.topic = carry.main = carry.subject = topic_of(text) or text
        if head.action is not None:
            carry.predicate = tidy(join_tokens(self._text, last_piece(head.rest[head.action[0] :])) or text)

    def _tail(
        self, quantity: Quantity, following: Quantity | None, clause: Clause, clauses: Sequence[Clause], index: int
    ) -> Tail:
        end = clause.end
        if following is not None:
            tokens = tokens_of(self._view, quantity.end, following.start, self._spans)
            end = max(quantity.end, read_head(self._view, tokens, quantity.end, following.start).end)
        tail = read_tail(self._view, quantity.end, end, quantity.kind)
        if tail.against or following is not None:
            return tail
        # `giảm 25.200 tỷ đồng (-3,1%) so với dự toán`: the comparison stands behind the bracket, for both.
        for later in clauses[index + 1 : index + 3]:
            if later.opener == ")" and later.depth <= clause.depth:
                stop = later.quantities[0].start if later.quantities else later.end
                if regex.match(r"so(?:\s+với)?\s", self._view[later.start : stop]):
                    again = read_tail(self._view, later.start, stop, None)
                    return Tail(tail.start, tail.noun_end, tail.end, again.against, again.comparison)
            if later.opener != "(" and later.opener != ")":
                break
        return tail

    # -- one quantity -------------------------------------------------------------------------------------------

    def _draft(
        self,
        quantity: Quantity,
        head: Head,
        tail: Tail,
        clause: Clause,
        sentence: tuple[int, int],
        carry: Carry,
        planned: Callable[[int, int], bool],
        order: int,
        clauses: Sequence[Clause],
        index: int,
    ) -> Draft:
        rest, before = _cut_comparison(head.rest)
        head = replace(head, rest=rest)
        plan_set = planned(quantity.start, clause.start)
        baseline = _is_baseline(self._view, rest, quantity, head, before, carry)
        aim = _is_aim(rest, before, head)
        named = tidy(join_tokens(self._text, subject_tokens(rest)))
        if baseline or aim:
            subject = carry.subject or carry.main or carry.topic
        else:
            subject = self._subject(named, rest, quantity, head, clause, carry)
        if tail.against == "" and before:
            tail = replace(
                tail,
                against="plan" if find("plan_object").search(before) else "base",
                comparison=" ".join(before.split()),
            )
        situation = Situation(
            quantity, head, tail, subject or named, plan_set, baseline, aim, leading_change(rest), carry.growing
        )
        verdict = decide(situation)
        role = verdict.role
        noun = self._noun(quantity, tail, clause, clauses, index, head)
        if quantity.kind == "count" or quantity.kind is None:
            label = self._counted(quantity, head, noun, subject, named, carry, clause, order)
        else:
            label = self._measured(quantity, head, tail, noun, subject, named, carry, role)
        self._remember(quantity, head, role, subject, label, noun, carry, clause, baseline or aim)
        label = _with_role(label, role, head, tail, self._view, rest, aim, baseline, plan_set)
        value, high = quantity.value * verdict.sign, quantity.high
        if high is not None and verdict.sign < 0:
            value, high = -high, -quantity.value
        after = comparator_after(self._view[quantity.end : quantity.end + 30])
        unit = quantity.unit or (carry.unit[0] if carry.unit else None)
        return Draft(
            quantity,
            value,
            high,
            unit,
            after[0] if after else self._comparator(head, clause, quantity),
            role,
            tidy(label) or tidy(carry.topic),
            clause,
            sentence,
            plan_set,
            carry.parent != "",
            tail.against,
            _base_years(self._view, head, quantity) if role == "baseline" else None,
        )

    def _comparator(self, head: Head, clause: Clause, quantity: Quantity) -> Comparator:
        if head.comparator != "=":
            return head.comparator
        # `ít nhất vào năm 2025 đạt 40%`: the bound stands before the time.
        bound = regex.search(
            r"(?<!\p{L})(ít nhất|tối thiểu|tối đa|không quá)(?!\p{L})[^,;]*$",
            self._view[max(clause.start, head.start) : quantity.start],
            regex.IGNORECASE,
        )
        if bound is None:
            return "="
        return ">=" if fold(bound[1]) in ("ít nhất", "tối thiểu") else "<="

    def _subject(
        self, named: str, rest: tuple[Token, ...], quantity: Quantity, head: Head, clause: Clause, carry: Carry
    ) -> str:
        """What the number is said of, composed with the whole it is part of."""
        if not named:
            return carry.subject or carry.main or carry.topic
        if carry.parent:
            return compose(carry.parent, named)
        if not stands_alone(named):
            if _DEPENDENT.match(named) and (carry.main or carry.topic):
                return compose(carry.main or carry.topic, named)
            if carry.topic and head.verb != "none":
                return compose(carry.topic, named)
        return named

    def _noun(
        self, q: Quantity, tail: Tail, clause: Clause, clauses: Sequence[Clause], index: int, head: Head
    ) -> str:
        """The words behind the number that belong to the thing."""
        end = tail.noun_end
        begin = q.end
        text = self._plain(begin, end)
        last = clause.quantities[-1] is q
        opens = not head.rest and head.verb in ("none", "exist", "level")
        if last and tail.end == clause.end == tail.noun_end and q.kind in ("percent", "count") and opens:
            text = " ".join([text, *self._continued(clauses, index, text)])
        return tidy(text, keep_head=True)

    def _continued(self, clauses: Sequence[Clause], index: int, text: str) -> list[str]:
        """Clauses behind that go on with the noun phrase a share is said of."""
        pieces: list[str] = []
        for later in clauses[index + 1 :]:
            words = len(text.split()) + sum(len(p.split()) for p in pieces)
            if later.opener not in (",", "and") or words > 24 or _STOP.match(self._view, later.start):
                break
            if later.quantities:
                if find("level").search(self._view, later.start, later.quantities[0].start):
                    break
                pieces.append(self._plain(later.start, later.end))
                break
            pieces.append(", " + self._plain(later.start, later.end))
        return pieces

    def _plain(self, start: int, end: int) -> str:
        """Text without dates and numbers."""
        tokens = tokens_of(self._view, start, end, self._spans)
        kept = [t for t in tokens if not (t.kind == "word" and t.key[:1].isdigit())]
        return join_tokens(self._text, kept)

    # -- labels -------------------------------------------------------------------------------------------------

    def _counted(
        self, q: Quantity, head: Head, noun: str, subject: str, named: str, carry: Carry, clause: Clause, order: int
    ) -> str:
        unit = (q.unit or "").split("/")[0]
        if not unit and carry.noun:
            thing = carry.noun
        else:
            thing = f"{unit} {noun}".strip()
        action = ""
        if head.action is not None:
            words = head.rest[head.action[0] :]
            action = tidy(join_tokens(self._text, words))
        elif not head.rest and head.verb in ("none", "exist") and (clause.opener in ("and", "within", ",") or order):
            action = carry.action
        if noun and _JOINING.search(noun) and (named or carry.predicate):
            return f"{thing} {named or carry.predicate}"
        if action:
            bare = not noun and len(action.split()) <= 2
            joined = f"{thing} được {action}"
            return f"{joined} {carry.predicate or carry.topic}" if bare and (carry.predicate or carry.topic) else joined
        if not noun:
            said = subject or carry.topic
            if fold(unit) in _PERSONS and said:
                return said
            return f"{unit} {said}".strip() if said else thing
        if head.verb == "exist" and carry.topic and not named:
            return f"{thing} {carry.topic}"
        return thing

    def _measured(
        self, q: Quantity, head: Head, tail: Tail, noun: str, subject: str, named: str, carry: Carry, role: Role
    ) -> str:
        local = ends_with(head.rest, "local_noun")
        if q.kind == "percent" and noun and not tail.against and head.verb in ("none", "exist", "level"):
            return noun if not named or head.verb == "exist" else f"{named} {noun}" if stands_alone(named) else noun
        if q.kind == "percent" and role == "share" and noun:
            return f"{subject} {noun}"
        if local is not None and head.verb not in ("change",):
            before = head.rest[: local[0]]
            what = tidy(join_tokens(self._text, head.rest[local[0] :]))
            done = tidy(join_tokens(self._text, head.rest[head.action[0] : local[0]])) if head.action else ""
            said = done or tidy(join_tokens(self._text, subject_tokens(before)))
            about = said or carry.subject or carry.noun or carry.main or carry.topic
            return f"{what} {about}".strip() if fold(what) not in fold(about) else about
        if head.action is not None and head.verb in ("none", "exist") and not stands_alone(named):
            action = tidy(join_tokens(self._text, head.rest[head.action[0] :]))
            return f"{action} {noun}".strip()
        if noun and not subject:
            return noun
        if noun and named and head.verb == "exist":
            return f"{noun} {named}"
        return subject or noun or carry.topic

    def _remember(
        self,
        q: Quantity,
        head: Head,
        role: Role,
        subject: str,
        label: str,
        noun: str,
        carry: Carry,
        clause: Clause,
        aside: bool,
    ) -> None:
        if aside or clause.opener == "(":
            return
        if q.kind == "count" or q.kind is None:
            if q.unit:
                carry.unit = (q.unit.split("/")[0], q.dimension)
                carry.noun = f"{q.unit.split('/')[0]} {noun}".strip()
            if head.action is not None:
                carry.action = tidy(join_tokens(self._text, head.rest[head.action[0] :]))
            carry.subject = label
            if not carry.parent:
                carry.main = label
        elif label and role not in ("share",):
            carry.subject = tidy(label)
            local = ends_with(head.rest, "local_noun")
            if not carry.parent and head.rest and local is None:
                carry.main = carry.subject
        if role == "change" and q.kind == "percent" or find("growth_noun").search(subject):
            carry.growing = True


_DEPENDENT = regex.compile(
    r"(?:khu\s+vực|ngành|nhóm|lĩnh\s+vực|trung\s+ương|địa\s+phương|khối|bình\s+quân\s+(?:cả\s+nước|chung)|cả\s+nước|toàn\s+(?:tỉnh|ngành))(?!\p{L})",
    regex.IGNORECASE,
)
_STOP = regex.compile(
    r"(?:trong|với|để|nhằm|qua|góp|tạo|đạt|tăng|giảm|bằng|chiếm|đồng|đáp|bảo|phấn|cụ|ngoài|tuy|nhưng|vượt|ước|và\s+đạt|kết\s+quả)(?!\p{L})",
    regex.IGNORECASE,
)


def _starts_within(view: str, start: int, end: int) -> bool:
    return regex.compile(r"[\s\-+*]*trong\s+(?:số\s+)?đó", regex.IGNORECASE).match(view, start, end) is not None


def _after_from(head: Head, previous: Head | None) -> Head:
    """`tăng từ 7,4% lên 7,61%`: the second number is the level reached."""
    if previous is None or not previous.from_level or head.verb == "change":
        return head
    return replace(head, verb="level", direction=previous.direction)


def _cut_comparison(rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], str]:
    """`so với cùng kỳ năm trước tăng 8%`: the comparison before the verb, cut off the subject."""
    for i in range(len(rest) - 1, -1, -1):
        if rest[i].kind == "mark" and rest[i].key in ",;:":
            break
        if rest[i].key == "so":
            return rest[:i], " ".join(t.key for t in rest[i:] if t.key)
    return rest, ""


def _is_baseline(view: str, rest: tuple[Token, ...], q: Quantity, head: Head, before: str, carry: Carry) -> bool:
    piece = [t for t in last_piece(rest) if t.kind != "mark"]
    if before and head.verb in ("none", "exist") and not find("plan_object").search(before):
        return True
    words = [t for t in piece if t.kind == "word" and t.key not in ("trong", "khi", "đó", "của", "thì", "năm")]
    if words and _BASE.match(" ".join(t.key for t in words)) and len(words) <= 8:
        return True
    return False


def _is_aim(rest: tuple[Token, ...], before: str, head: Head) -> bool:
    if before:
        return bool(find("plan_object").search(before)) and head.verb in ("level", "none", "exist")
    piece = [t.key for t in last_piece(rest) if t.kind == "word"]
    text = " ".join(piece)
    found = find("plan_object").match(text)
    return found is not None and len(piece) <= 8 and head.verb in ("none", "level") and not text.startswith(("kế hoạch số",))


def _base_years(view: str, head: Head, q: Quantity) -> int | None:
    text = view[max(0, head.start - 30) : q.start]
    return 1 if regex.search(r"cùng\s+k[ỳì]|năm\s+(?:trước|ngoái)", text, regex.IGNORECASE) else None


def _with_role(
    label: str,
    role: Role,
    head: Head,
    tail: Tail,
    view: str,
    rest: tuple[Token, ...],
    aim: bool,
    baseline: bool,
    planned: bool,
) -> str:
    """The label with what the role adds: the comparison of a change, `tăng` of a planned increase."""
    if baseline:
        span = [t for t in last_piece(rest) if t.kind != "mark"]
        said = view[span[0].start : span[-1].end] if span and _BASE.match(view[span[0].start : span[-1].end]) else ""
        return f"{label} {said}"
    if aim:
        span = [t for t in last_piece(rest) if t.kind == "word"]
        return f"{view[span[0].start : span[-1].end] if span else 'mục tiêu'} {label}"
    if role == "target" and (head.verb == "change" or leading_change(rest)):
        down = head.direction < 0 or leading_change(rest) < 0
        return f"{'giảm' if down else ''} {label} {'' if down else 'tăng'}"
    if role in ("change", "target_rate", "index", "share", "target") and tail.comparison:
        return f"{tidy(label)} {tail.comparison}"
    return label


def topic_of(text: str) -> str:
    """The measure that a lead-in names: `Tình hình xuất khẩu một số mặt hàng` → `xuất khẩu`."""
    text = regex.sub(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])\s*[.)/-]\s*|^[\s\-+*•]+", "", text)
    text = regex.sub(r"^(?:tình hình|kết quả|công tác|hoạt động|về|đối với|lĩnh vực|thực hiện)\s+", "", text, flags=regex.IGNORECASE)
    return tidy(regex.split(r"(?<!\p{L})(?:một số|các|như sau|chủ yếu|cụ thể)(?!\p{L})", text, maxsplit=1, flags=regex.IGNORECASE)[0])

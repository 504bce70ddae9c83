"""The label of one quantity, from its clause and from what the clauses before handed on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause
from extractors.indicators.heads import Head, Token, actions, first_action
from extractors.indicators.labels import ends_with, join_tokens, last_piece, stands_alone, subject_tokens, tidy
from extractors.indicators.lexicon import cues, fold
from extractors.indicators.quantities import Quantity
from extractors.indicators.tails import Tail
from extractors.model import Role

_PERSONS = frozenset(("người", "đồng chí", "đ/c", "trường hợp", "cái", "chiếc", "đơn vị", "con"))
_LIGHT = frozenset(("tổ chức", "mở", "triển khai", "thực hiện", "tiến hành", "xây dựng", "có", "cử", "phân bổ"))
_LIGHT_HEAD = regex.compile(
    r"^(?:tập\s+trung|chỉ\s+đạo|triển\s+khai|tổ\s+chức|thực\s+hiện|tiến\s+hành|mở|đã|được|tích\s+cực|chủ\s+động)\s+",
    regex.IGNORECASE,
)
_JOINING = regex.compile(
    r"(?:tham\s+gia|tham\s+dự|dự|tham\s+quan|hưởng\s+ứng|theo\s+học)(?:\s+(?:hội\s+nghị|hội\s+thảo|lớp|"
    r"các\s+lớp))?\s*$",
    regex.IGNORECASE,
)
_VERBAL = regex.compile(r"(?<!\p{L})(?:được|bị|tham\s+gia|tham\s+dự|có|đạt|đang)(?!\p{L})", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words around one quantity."""

    text: str
    quantity: Quantity
    head: Head
    tail: Tail
    clause: Clause
    order: int
    """Its place among the quantities of the clause."""
    noun: str
    """Behind the number, belonging to the thing."""
    named: str
    """The noun phrase before the verb."""
    from_count: bool
    """The subject is something counted (`31 bản loại A (14,6%)`)."""
    subject: str
    """`named` composed with what it is part of."""

    def join(self, tokens: tuple[Token, ...]) -> str:
        return tidy(join_tokens(self.text, tokens))


def counted(w: Words, carry: Carry) -> str:
    """The label of a count: the noun behind the number with what was done to it."""
    q, head, noun = w.quantity, w.head, w.noun
    unit = (q.unit or "").split("/")[0]
    if q.per:
        if q.per[0].isdigit():
            return w.subject or f"{unit} {noun}".strip()
        unit = f"{unit} mỗi {q.per}"
    thing = f"{unit} {noun}".strip() if unit else carry.noun
    if unit and not q.per and (kind := _kind_of(unit, noun, carry)):
        thing = f"{kind} {noun}"
    if head.said in ("hoàn thành", "thực hiện", "thực hiện được") and not w.named:
        return f"{thing} {head.said}"
    if not noun and w.named and fold(w.named).startswith(("tổng số ", "số ")):
        state = _STATE.match(w.named)
        return f"{unit} {w.named[state.end() :]}" if state and unit else w.named
    if noun and _HARM.match(noun):
        return f"{thing} {carry.event}".strip()
    if head.action is not None:
        return _done(w, carry, unit, thing)
    if w.clause.opener == "with" and carry.noun and _VERB_FIRST.match(noun):
        # `3 ấn phẩm “X” với 21.540 cuốn được phát hành`
        return f"{unit} {' '.join(carry.noun.split()[1:])} {noun}"
    chained = w.clause.opener in ("and", "within") or w.order > 0 or (w.clause.opener == "," and head.verb == "none")
    inherits = not head.rest and head.verb in ("none", "exist") and chained
    if noun and _JOINING.search(noun) and (w.named or carry.predicate):
        return f"{thing} {w.named or carry.predicate}"
    if (
        unit
        and noun
        and _KIND_OF.match(noun)
        and fold(carry.noun).startswith(fold(unit) + " ")
        and not _KIND_OF.match(carry.noun[len(unit) :].strip())
    ):
        # `97 bản loại B`: of the collective agreements counted before.
        return f"{carry.noun} {noun}"
    if inherits and carry.action and not (noun and _VERBAL.search(noun)):
        if not noun and carry.predicate:
            return f"{thing} {carry.predicate}"
        return f"{thing} được {carry.action}"
    if noun or not unit:
        extra = (
            "" if head.verb != "exist" else w.named if _EVERYWHERE.fullmatch(w.named) else "" if w.named else carry.item
        )
        return f"{thing} {extra}".strip()
    if local_noun(head.rest) is not None:
        return f"{unit} {carry.subject or carry.item}".strip()
    about = w.named or carry.item if head.verb == "exist" and w.named else w.subject or carry.about or carry.thing
    level = head.verb == "level" and len(w.named.split()) > 2 and stands_alone(w.named)
    if about and (level or f" {fold(unit)} " in f" {fold(about)} " or fold(about).startswith(("tổng số", "số "))):
        # `tổng số trẻ sinh ra 13.984 trẻ`
        return about
    if fold(unit) in _PERSONS and about:
        return about
    return f"{unit} {about}".strip() if about else thing


def _kind_of(unit: str, noun: str, carry: Carry) -> str:
    """`212 bản thỏa ước lao động tập thể …; 31 bản loại A`: what a classifier stood for is not said again."""
    if (
        fold(unit) not in _CLASSIFIERS
        or not noun
        or len(noun.split()) > 3
        or carry.unit is None
        or fold(carry.unit[0]) != fold(unit)
    ):
        return ""
    if not _SORTED.match(noun):
        return ""
    head = regex.split(_KIND_END, carry.noun, maxsplit=1)[0].split()[:6]
    return " ".join(head) if len(head) > 1 else ""


_CLASSIFIERS = frozenset(
    ("bản", "căn", "cuộc", "ca", "lượt", "chiếc", "cái", "con", "suất", "vụ", "bộ", "tờ", "quyển", "cuốn", "bài", "tấm")
)
_SORTED = regex.compile(r"(?:loại|hạng|xếp|mới|cũ|xây|sửa|cấp|mức|đạt|chưa|không|do|của)(?!\p{L})", regex.IGNORECASE)
_KIND_END = regex.compile(
    r"\s(?:được|do|của|tại|cho|ở|trong|có|đạt|đã|với|từ|đang|ký|và|xếp|loại|bị|theo)(?!\p{L})", regex.IGNORECASE
)


def _merge(first: str, second: str) -> str:
    """`mỗi căn` + `căn nhà cho nữ đoàn viên` → `mỗi căn nhà cho nữ đoàn viên`."""
    a, b = first.split(), second.split()
    if a and b and fold(a[-1]) == fold(b[0]):
        b = b[1:]
    return " ".join([*a, *b])


def _done(w: Words, carry: Carry, unit: str, thing: str) -> str:
    """`tổ chức được 33 lớp`, `kết nạp 856 đoàn viên công đoàn`: noun and verb."""
    assert w.head.action is not None
    begin, end = w.head.action
    done = w.join(w.head.rest[begin:])
    carry.action = done
    predicate = _predicate(w)
    if predicate:
        carry.predicate = predicate
    key = " ".join(t.key for t in w.head.rest[begin:end])
    if not w.noun and fold(unit) in _PERSONS and begin > 0 and w.head.rest[begin - 1].key == "được":
        # `Biên chế được giao 168 người`: what is counted stands before the verb.
        who = tidy(join_tokens(w.text, subject_tokens(w.head.rest[: begin - 1])))
        if who:
            return f"{who} được {done}"
    if key in _intransitive():
        cause = carry.event if not w.noun and fold(unit) in _PERSONS else ""
        return f"{thing} {done if key not in ('làm chết', 'làm bị thương') else key[4:]} {cause}".strip()
    if w.noun:
        if _JOINING.search(w.noun) and (predicate or w.named):
            return f"{thing} {predicate or done}"
        return thing if fold(done) in ("cử", "có") else f"{thing} được {done}"
    if key in _LIGHT and end >= len(w.head.rest) - 1:
        context = predicate or carry.predicate or carry.about
        if context:
            return f"{thing} {context}"
        return f"{thing} được {done} {_where(w, begin)}".strip()
    if fold(unit) in _EVENTS:
        return f"{thing} {done} {_where(w, begin)}".strip()
    if begin and w.head.rest[begin - 1].key in ("làm", "khiến", "gây"):
        # `làm sập 326 căn nhà`
        return f"{thing} bị {done}"
    return f"{thing} được {done} {carry.about}".strip()


_STATE = regex.compile(
    r"(?:tổng\s+)?số\s+(?=(?:đạt|chưa|không|được|bị|vi\s+phạm|còn|đã|đang|có)(?!\p{L}))", regex.IGNORECASE
)
_KIND_OF = regex.compile(r"(?:xếp\s+loại|loại|xếp\s+hạng|hạng|đạt\s+loại)\s", regex.IGNORECASE)
_VERB_FIRST = regex.compile(r"(?:được|bị|đã)(?!\p{L})", regex.IGNORECASE)
_EVENTS = frozenset(("cuộc", "lượt", "đợt", "buổi", "vụ", "chuyến"))
_HARM = regex.compile(r"(?:chết|bị\s+thương|tử\s+vong|mất\s+tích)(?!\p{L})", regex.IGNORECASE)
_EVERYWHERE = regex.compile(
    r"(?:toàn|cả)\s+(?:tỉnh|nước|ngành|quốc|huyện|xã|thành\s+phố)|(?:trên\s+)?địa\s+bàn(?:\s+tỉnh)?", regex.IGNORECASE
)


@cache
def _intransitive() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("intransitive"))


def verb_start(rest: tuple[Token, ...]) -> int | None:
    """Index where the doing that ends `rest` begins, over all its coordinated verbs (`thương lượng, ký kết các bản "
    "…`)."""
    pieces: list[tuple[int, int]] = []
    begin = 0
    for i, token in enumerate((*rest, None)):
        if token is None or (token.kind == "mark" and token.key in ",;:"):
            pieces.append((begin, i))
            begin = i + 1
    chosen: int | None = None
    for start, end in reversed(pieces):
        at = first_action(rest[start:end])
        if at is not None:
            chosen = start + at
        elif end - start > 3:
            break
        if chosen is not None and at is not None and at > 0:
            # Words before the verb are who did it: the doing begins here.
            break
    return chosen


def _predicate(w: Words) -> str:
    """What was done in the piece before: `triển khai tập huấn nghiệp vụ cho …, tổ chức được 33 lớp`."""
    piece = last_piece(w.head.rest)
    before = w.head.rest[: len(w.head.rest) - len(piece)]
    if not before:
        return ""
    previous = last_piece(before[:-1]) if before[-1].kind == "mark" else before
    at = first_action(previous)
    if at is None:
        return ""
    text = w.join(previous[at:])
    while (shorter := _LIGHT_HEAD.sub("", text)) != text:
        text = shorter
    return text if len(text.split()) >= 3 else ""


def _where(w: Words, action: int) -> str:
    text = w.join(subject_tokens(w.head.rest[:action]))
    return text if len(text.split()) <= 12 else ""


def measured(w: Words, carry: Carry, role: Role) -> str:
    """The label of money, a measure or a percent: what it is said of."""
    q, head, noun = w.quantity, w.head, w.noun
    if role == "baseline" and w.subject and w.clause.depth == 0 and not w.named:
        return w.subject
    if role == "baseline" and w.clause.depth and _PEAK.search(w.subject) and carry.main:
        return carry.main
    if q.kind == "percent" and noun and not w.tail.against and head.verb in ("none", "exist", "level"):
        if not w.named or head.verb == "exist" or not stands_alone(w.named):
            if (
                carry.noun
                and (not w.named or _SHOWS.fullmatch(w.named))
                and _PREDICATE.match(noun)
                and len(noun.split()) <= 8
            ):
                # `khảo sát 1.200 công nhân cho thấy 42% chưa có nhà ở`: of those counted before.
                return f"{' '.join(carry.noun.split()[:3])} {noun}"
            return noun
        return f"{w.named} {noun}"
    if q.kind == "percent" and noun and head.verb == "change" and not w.tail.against and not stands_alone(w.named):
        # `bảo đảm cắt giảm tối thiểu 30% thời gian thực hiện`
        moved = w.head.said.split()[-1:] in (["giảm"], ["tăng"], ["thêm"])
        if moved and not _PREPOSED.match(noun):
            return noun
    if q.kind == "percent" and w.named and noun and _PREPOSED.match(noun):
        # `giảm lãi suất cho vay 2%/năm đối với khách hàng …`
        return f"{w.subject} {noun}" if len(noun.split()) <= 10 else w.subject
    if q.kind == "percent" and role == "share" and noun:
        joint = "trong " if _TOTAL.match(noun) and w.subject else ""
        return f"{w.subject} {joint}{noun}"
    if role == "rate" and "mỗi" in fold(w.named).split() and len(w.named.split()) <= 4 and carry.noun:
        at = local_noun(head.rest)
        whom = w.join(head.rest[:at]) if at else w.named
        what = w.join(head.rest[at:]) if at else ""
        return f"{what} {_merge(whom, ' '.join(carry.noun.split()[:6]))}".strip()
    local = local_noun(head.rest)
    if local is not None and head.verb != "change":
        return _local(w, carry, local)
    if head.action is not None and head.verb in ("none", "exist") and not stands_alone(w.named):
        return _spent(w, carry, role)
    if w.named and not noun and not head.action and carry.action and head.verb == "none" and not stands_alone(w.named):
        # `LĐLĐ tỉnh A đã chi 5 tỷ đồng hỗ trợ, LĐLĐ tỉnh B 3 tỷ đồng`
        plain_money = q.kind == "money" and not q.per and w.clause.depth == 0
        if plain_money:
            return f"{w.named} {carry.action}"
    if (
        noun
        and q.kind == "measure"
        and len(noun.split()) == 2
        and w.clause.opener in (",", "and")
        and not head.rest
        and head.verb == "none"
    ):
        # `4.120 ha giảm năng suất, 812 ha mất trắng`
        return f"{noun} {carry.item}".strip()
    if noun and (not w.subject or (not w.named and len(noun.split()) >= 3)) and head.verb in ("none", "exist", "level"):
        return noun
    if (
        noun
        and w.named
        and head.verb == "none"
        and q.kind == "money"
        and regex.match(r"(?:mới|đã|đang|được|sẽ|chỉ)\s", noun)
    ):
        # `gói tín dụng 120.000 tỷ đồng mới giải ngân 1.344 tỷ đồng`
        return w.subject or w.named
    if noun and w.named and head.verb in ("exist", "none"):
        return f"{noun} {w.named}"
    chained = w.clause.opener in (",", "and") and not head.rest and head.verb == "none"
    if q.kind == "money" and chained and carry.action and not q.per:
        return f"số tiền {carry.action}"
    short = (
        w.named
        and not fold(w.named).startswith("thiệt hại")
        and len(w.named.split()) <= 4
        and w.clause.opener in ("with", ",")
        and head.verb in ("none", "level")
    )
    if q.kind == "money" and short and w.from_count and carry.noun and stands_alone(w.named) and not q.per:
        # `37 dự án … với tổng vốn đăng ký 684 triệu USD`
        return f"{w.named} {' '.join(carry.noun.split()[:6])}"
    return w.subject or noun or carry.thing


_TOTAL = regex.compile(r"(?:tổng|toàn)\s", regex.IGNORECASE)
_PREPOSED = regex.compile(r"(?:đối\s+với|cho|tại|ở|trong|do|vì|nhờ|thông\s+qua)(?!\p{L})", regex.IGNORECASE)


def _spent(w: Words, carry: Carry, role: Role) -> str:
    """`chi hơn 96 tỷ đồng hỗ trợ đoàn viên`: money has no name of its own but what it was for."""
    assert w.head.action is not None
    begin = verb_start(w.head.rest)
    at = begin if begin is not None else w.head.action[0]
    if _ORDERS.match(w.join(w.head.rest[at:]) + " ") and w.head.action[0] > at:
        # `Giao Sở Tài chính cấp bổ sung …`: what is to be done, not who is told.
        at = w.head.action[0]
        while at > 1 and w.head.rest[at - 1].key in actions():
            at -= 1
    done = f"{w.join(w.head.rest[at:])} {w.noun}".strip()
    if len(done.split()) <= 2 and len(w.named.split()) > len(done.split()) and w.quantity.per:
        return w.named
    carry.action = done
    if role == "rate" and at and w.head.rest[0].key == "mỗi" and not w.quantity.per:
        # `mỗi đoàn viên được hỗ trợ 1 triệu đồng`
        whom = w.join(tuple(t for t in w.head.rest[:at] if t.key not in ("được", "bị")))
        return f"{done} {whom}"
    if w.quantity.kind != "money" or w.quantity.per or role == "rate":
        return done
    agent = tidy(join_tokens(w.text, subject_tokens(w.head.rest[:at])))
    whom = carry.noun if not w.noun and len(done.split()) <= 3 and w.clause.opener in (",", "and") else ""
    agent = agent if len(agent.split()) <= 8 and not whom and not _ORDERS.match(agent) else ""
    return " ".join(f"số tiền {agent} {done} {whom}".split())


def local_noun(rest: tuple[Token, ...]) -> int | None:
    """Index of a noun that only says it is money or land (`với số tiền`, `diện tích`), at the end of `rest`."""
    found = ends_with(rest, "local_noun")
    if found is None:
        return None
    at = found[0]
    opens = at == 0 or rest[at - 1].kind == "mark" or rest[at - 1].key in ("với", "có", "về", "và", "cùng", "cho")
    if not opens and len(rest) - at < 2:
        return None
    return at - 1 if at and rest[at - 1].key in ("tổng", "số") else at


def _local(w: Words, carry: Carry, at: int) -> str:
    """`với số tiền 77 triệu đồng`: the noun says only that it is money; what it was for stands before."""
    before = w.head.rest[:at]
    what = w.join(w.head.rest[at:])
    passive = any(t.key in ("được", "bị") for t in before)
    begin = None if passive else verb_start(before)
    if begin is None and w.clause.opener == ",":
        # What is left of the clause before (`đoàn viên, người lao động, tổng kinh phí …`).
        before, passive = (), False
    if begin is not None:
        said = w.join(before[begin:])
    else:
        said = w.join(_whole(before)) if passive else tidy(join_tokens(w.text, subject_tokens(before)))
    core = _bare_thing(carry.core) if fold(carry.core) in fold(carry.subject) else ""
    if not said and carry.unit is not None and carry.unit[1] == "people" and _OF_FIRM.match(fold(what)):
        # `1.250 lao động, doanh thu 32 tỷ đồng`: a turnover is not of the workers.
        return f"{what} {carry.item}".strip()
    if not said and _is_complete(what) and stands_alone(carry.subject):
        # `doanh thu 920 tỷ đồng, lợi nhuận 45 tỷ đồng`: each is a measure of its own.
        return f"{what} {carry.item}".strip()
    about = said or carry.item or core or carry.subject or carry.noun or carry.main or carry.about or carry.thing
    if fold(about) in fold(what):
        return what
    return about if fold(what) in fold(about) else f"{what} {about}".strip()


_ORDERS = regex.compile(r"(?:giao|yêu\s+cầu|đề\s+nghị|chỉ\s+đạo|kiến\s+nghị)\s", regex.IGNORECASE)
_PREDICATE = regex.compile(r"(?:chưa|không|đã|được|bị|có|đang)\s", regex.IGNORECASE)
_SHOWS = regex.compile(r"(?:.*\s)?(?:cho\s+thấy|thấy|cho\s+biết|ghi\s+nhận)", regex.IGNORECASE)
_PEAK = regex.compile(r"^(?:kém|thấp\s+hơn|dưới|cách|hơn)\s|(?<!\p{L})(?:đỉnh|kỷ\s+lục)(?!\p{L})", regex.IGNORECASE)
_OF_FIRM = regex.compile(r"(?:tổng\s+)?(?:doanh\s+thu|doanh\s+số|lợi\s+nhuận|sản\s+lượng|công\s+suất|dư\s+nợ|vốn)")


def _is_complete(what: str) -> bool:
    """Whether a noun of money names a measure that needs nothing more (`doanh thu`)."""
    return fold(what) in _COMPLETE


_COMPLETE = frozenset(
    (
        "doanh thu",
        "tổng doanh thu",
        "doanh số",
        "lợi nhuận",
        "lợi nhuận trước thuế",
        "lợi nhuận sau thuế",
        "dư nợ",
        "tổng dư nợ",
        "thu nhập bình quân",
    )
)


def _bare_thing(label: str) -> str:
    """`diện tích gieo trồng lúa` → `gieo trồng lúa`: the thing whose yield comes next."""
    return _SORT.sub("", label, count=1) if len(label.split()) > 3 else label


_SORT = regex.compile(
    r"^(?:tổng\s+)?(?:diện\s+tích|sản\s+lượng|số\s+lượng|năng\s+suất|tổng\s+số|giá\s+trị|số)\s+", regex.IGNORECASE
)


def _whole(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without a comma that only closes the clause."""
    while tokens and (tokens[-1].kind == "mark" or tokens[-1].key in ("với", "và")):
        tokens = tokens[:-1]
    return tokens


_RATE_WORD = regex.compile(r"(?:đạt|chiếm|với|có)\s+(t[ỷỉ]\s+(?:lệ|trọng))\s+(?:\S+\s+){0,2}$", regex.IGNORECASE)


def with_role(
    label: str, role: Role, w: Words, view: str, aim: bool, baseline: bool, leading: int, compared: str
) -> str:
    """The label with what the role adds: the comparison of a change, `tăng` of a planned increase."""
    label = tidy(label)
    piece = [t for t in last_piece(w.head.rest) if t.kind != "mark"]
    if baseline:
        said = view[piece[0].start : piece[-1].end] if piece else ""
        return f"{label} {tidy(said)}" if fold(said).startswith(("cùng", "năm trước", "trong khi cùng")) else label
    if aim:
        words = [t for t in piece if t.kind == "word"]
        said = tidy(view[words[0].start : words[-1].end]) if words and len(words) <= 8 else ""
        said = tidy(regex.sub(r"^so(?:\s+với)?\s+", "", compared)) if compared else said
        return f"{said or 'mục tiêu'} {label}" if fold(said) not in fold(label) else label
    if (
        role == "share"
        and w.quantity.kind == "percent"
        and not w.named
        and not w.noun
        and w.from_count
        and not w.tail.against
    ):
        return label if fold(label).startswith("tỷ lệ") else f"tỷ lệ {label}"
    if (
        role in ("share", "target")
        and (kind := _RATE_WORD.search(view[max(0, w.quantity.start - 30) : w.quantity.start]))
        and fold(kind[1]) not in fold(label)
    ):
        label = f"{fold(kind[1])} {label}"
    if role == "target" and (w.head.verb == "change" or (leading and w.head.verb == "none")):
        if not label:
            return ""
        return f"giảm {label}" if (w.head.direction or leading) < 0 else f"{label} tăng"
    if role in ("change", "target_rate", "index", "share", "target") and w.tail.comparison:
        return f"{label} {w.tail.comparison.strip(' .,;:')}".strip()
    return label

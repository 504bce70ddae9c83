"""The label of money, measures and percents: what they are said of."""

from __future__ import annotations

import regex

from extractors.indicators.around import Words, local_noun, verb_start
from extractors.indicators.carry import Carry
from extractors.indicators.heads import Token, actions
from extractors.indicators.labels import join_tokens, measure_run, only_names, stands_alone, tidy
from extractors.indicators.lexicon import cue, fold
from extractors.indicators.subjects import subject_tokens
from extractors.model import Role

_AUXILIARY = regex.compile(r"(?:mới|đã|đang|được|sẽ|chỉ)\s")

_TOTAL = regex.compile(r"(?:tổng|toàn)\s", regex.IGNORECASE)
# What is told next, no noun.
_GOES_ON = regex.compile(
    r"(?:vượt|cao|thấp|cùng|để|đạt|tăng|giảm|góp|nhờ|đưa|làm|trong\s+khi|và|là|có\s+thể|nên|chiếm|do|vì)(?!\p{L})",
    regex.IGNORECASE,
)
_PREPOSED = regex.compile(r"(?:đối\s+với|cho|tại|ở|trong|do|vì|nhờ|thông\s+qua)(?!\p{L})", regex.IGNORECASE)
_ORDERS = regex.compile(r"(?:giao|yêu\s+cầu|đề\s+nghị|chỉ\s+đạo|kiến\s+nghị)\s", regex.IGNORECASE)
_PREDICATE = regex.compile(r"(?:chưa|không|đã|được|bị|có|đang)\s", regex.IGNORECASE)
_SHOWS = regex.compile(r"(?:.*\s)?(?:cho\s+thấy|thấy|cho\s+biết|ghi\s+nhận)", regex.IGNORECASE)
_PEAK = regex.compile(r"^(?:kém|thấp\s+hơn|dưới|cách|hơn)\s|(?<!\p{L})(?:đỉnh|kỷ\s+lục)(?!\p{L})", regex.IGNORECASE)
_OF_FIRM = regex.compile(r"(?:tổng\s+)?(?:doanh\s+thu|doanh\s+số|lợi\s+nhuận|sản\s+lượng|công\s+suất|dư\s+nợ|vốn)")
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
_IN_TERMS = regex.compile(
    rf"về\s+({cue('term_measure')}|số\s+\p{{L}}+(?:\s+\p{{L}}+)?|(?:lượt|tấn)(?:\s+\p{{L}}+){{0,2}}|\p{{L}}+)$",
    regex.IGNORECASE,
)
_QUANTITY = regex.compile(rf"^(?:tổng\s+)?{cue('quantity_noun')}\s+(?=\p{{L}})", regex.IGNORECASE)
_HAS_DONE = regex.compile(r"\s(?:đã|vừa|sẽ)\s", regex.IGNORECASE)
_SORT = regex.compile(
    r"^(?:tổng\s+)?(?:diện\s+tích|sản\s+lượng|số\s+lượng|năng\s+suất|tổng\s+số|giá\s+trị|số)\s+", regex.IGNORECASE
)


def measured(w: Words, carry: Carry, role: Role) -> str:
    """The label of money, a measure or a percent: what it is said of."""
    q, head, noun = w.quantity, w.head, w.noun
    if role == "baseline" and w.subject and w.clause.depth == 0 and not w.named:
        return w.subject
    if role == "baseline" and w.clause.depth and _PEAK.search(w.subject) and carry.main:
        return carry.main
    if q.kind == "percent" and (terms := _IN_TERMS.match(noun)) and head.verb in ("none", "change", "index"):
        # `xuất khẩu cà phê tăng 20,1% về lượng và 1,2% về trị giá`
        changed = _bare_thing(w.named or carry.main or carry.core or carry.thing)
        return _in_terms(terms[1], changed)
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
            if (doing := _done_to(w)) and doing not in noun:
                return f"{noun} {doing}"
            return of_whom(noun, carry)
        return f"{w.named} {noun}"
    if q.kind == "percent" and noun and head.verb == "change" and not w.tail.against and not stands_alone(w.named):
        # `bảo đảm cắt giảm tối thiểu 30% thời gian thực hiện`
        moved = w.head.said.split()[-1:] in (["giảm"], ["tăng"], ["thêm"])
        if moved and not (_PREPOSED.match(noun) or _GOES_ON.match(noun)):
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
        done_to = head.rest[head.action[1] :]
        if q.kind == "money" and len(done_to) > 1 and measure_run(done_to):
            # `Hội đồng nhân dân tỉnh thông qua tổng thu ngân sách …`: the measure, not who passed it.
            return w.join(done_to)
        return _spent(w, carry, role)
    if w.named and not noun and not head.action and carry.action and head.verb == "none" and not stands_alone(w.named):
        # `LĐLĐ tỉnh A đã chi 5 tỷ đồng hỗ trợ, LĐLĐ tỉnh B 3 tỷ đồng`
        plain_money = q.kind == "money" and not q.per and w.clause.depth == 0
        if plain_money:
            return f"{w.named} {carry.action}"
    if (
        noun
        and q.kind == "measure"
        and len(noun.split()) in (1, 2, 3)
        and w.clause.opener in (",", "and", ";")
        and not head.rest
        and head.verb == "none"
    ):
        # `4.120 ha giảm năng suất, 812 ha mất trắng`
        return f"{noun} {carry.item}".strip()
    if noun and (not w.subject or (not w.named and len(noun.split()) >= 3)) and head.verb in ("none", "exist", "level"):
        return noun
    plain = q.kind == "money" and not q.per and head.verb in ("none", "exist", "level")
    if plain and not stands_alone(w.named) and _OF_MONEY.match(noun):
        # `công ty ghi nhận 3.997 tỷ đồng tiền mặt`
        return f"{noun} {w.named}" if only_names(w.named) or w.named.isupper() else noun
    if noun and w.named and head.verb == "none" and q.kind == "money" and _AUXILIARY.match(noun):
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


def _in_terms(measure: str, changed: str) -> str:
    """`lượng` + `trị giá xuất khẩu cà phê` → `lượng xuất khẩu cà phê`."""
    if fold(measure) in fold(changed):
        return changed
    if len(measure.split()) > 2 or fold(measure).startswith("số "):
        # `tăng 12% về số doanh nghiệp`: it names its thing itself.
        return measure
    return f"{measure} {_QUANTITY.sub('', changed)}".strip()


def _done_to(w: Words) -> str:
    """`trợ giúp pháp lý cho 100% người nghèo`: what is done to that part, where the noun tells nothing itself."""
    action = w.head.action
    if action is None or len(w.noun.split()) > _NOUN or _TELLS_ITSELF.search(w.noun):
        return ""
    done = w.join(w.head.rest[action[0] :])
    return f"được {done}" if 1 < len(done.split()) <= _DOING else ""


_OF_MONEY = regex.compile(rf"{cue('money_noun')}\s", regex.IGNORECASE)
_AGENT = 10
_NOUN = 5
_DOING = 9
_TELLS_ITSELF = regex.compile(
    r"(?<!\p{L})(?:được|bị|đã|chưa|không|có|đạt|tham\s+gia|hoàn\s+thành|là|phải|thực\s+hiện)(?!\p{L})", regex.IGNORECASE
)


def of_whom(noun: str, carry: Carry) -> str:
    """`100% giáo viên đạt chuẩn, 85% trên chuẩn`: a noun phrase that is only told of somebody, with whom."""
    if not _TOLD_OF.match(noun):
        return noun
    whom = carry.parent or carry.noun or carry.whom
    head = _HEAD_END.split(whom, maxsplit=1)[0].split()[:5] if whom else []
    return f"{' '.join(head)} {noun}".strip()


_TOLD_OF = regex.compile(
    r"(?:đạt|trên|dưới|được|bị|có|thuộc|không|chưa|đã|đang|xếp|từ|hoàn\s+thành)(?!\p{L})", regex.IGNORECASE
)
_HEAD_END = regex.compile(
    r"(?:^|\s)(?:đạt|được|bị|có|đã|chưa|đang|trên|dưới|thuộc|là|trong|ở|tại|xếp|tham\s+gia|không|toàn\s+tỉnh|cả\s+nước)(?!\p{L})",
    regex.IGNORECASE,
)


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
    if w.quantity.kind == "measure" and not w.quantity.per and len(done.split()) <= 3:
        # `các tỉnh đồng bằng sông Hồng thu hoạch 562 nghìn ha`
        who = tidy(join_tokens(w.text, subject_tokens(w.head.rest[:at])))
        named = any(word[:1].isupper() for word in who.split()[1:])
        return f"{done} {who}" if named and 2 < len(who.split()) <= _AGENT else done
    if w.quantity.kind != "money" or w.quantity.per or role == "rate":
        return done
    if w.purpose and not w.noun and len(done.split()) <= 4:
        return f"số tiền {done} {w.purpose}"
    agent = tidy(join_tokens(w.text, subject_tokens(w.head.rest[:at])))
    whom = carry.noun if not w.noun and len(done.split()) <= 3 and w.clause.opener in (",", "and") else ""
    agent = agent if len(agent.split()) <= 11 and not whom and not _ORDERS.match(agent) else ""
    if _HAS_DONE.search(agent):
        agent = ""
    return " ".join(f"số tiền {agent} {done} {whom}".split())


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
    if fold(about) in fold(what) or (not said and len(what.split()) > 4):
        return what
    return about if fold(what) in fold(about) else f"{what} {about}".strip()


def _is_complete(what: str) -> bool:
    """Whether a noun of money names a measure that needs nothing more (`doanh thu`)."""
    return fold(what) in _COMPLETE


def _bare_thing(label: str) -> str:
    """`diện tích gieo trồng lúa` → `gieo trồng lúa`: the thing whose yield comes next."""
    return _SORT.sub("", label, count=1) if len(label.split()) > 3 else label


def _whole(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without a comma that only closes the clause."""
    while tokens and (tokens[-1].kind == "mark" or tokens[-1].key in ("với", "và")):
        tokens = tokens[:-1]
    return tokens


def _merge(first: str, second: str) -> str:
    """`mỗi căn` + `căn nhà cho nữ đoàn viên` → `mỗi căn nhà cho nữ đoàn viên`."""
    a, b = first.split(), second.split()
    if a and b and fold(a[-1]) == fold(b[0]):
        b = b[1:]
    return " ".join([*a, *b])

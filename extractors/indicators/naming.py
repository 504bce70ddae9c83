"""The label of one quantity, from its clause and from what the clauses before handed on."""

from __future__ import annotations

from functools import cache

import regex

from extractors.endings import Ending
from extractors.indicators.around import Words, local_noun, verb_start
from extractors.indicators.carry import Carry
from extractors.indicators.heads import actions, first_action
from extractors.indicators.labels import cue_set, join_tokens, last_piece, stands_alone, tidy
from extractors.indicators.lexicon import cues, find, fold
from extractors.indicators.recipients import attending_label, awarded_label
from extractors.indicators.subjects import subject_tokens
from extractors.model import Role

_SO = regex.compile(r"^so(?:\s+với)?\s+")

_DONE = frozenset(fold(text) for text in ("hoàn thành", "thực hiện", "thực hiện được", "đã hoàn thành"))
# Keys have one tone placement; what is shown has the usual one.
_SPELLED = {fold(text): text for text in ("hoàn thành", "đã hoàn thành")}
_RAISED = regex.compile(r"tổng\s+số\s+lên", regex.IGNORECASE)
_PERSONS = frozenset(("người", "đồng chí", "đ/c", "trường hợp", "cái", "chiếc", "đơn vị", "con"))
_LIGHT = frozenset(("tổ chức", "mở", "triển khai", "thực hiện", "tiến hành", "xây dựng", "có", "cử", "phân bổ"))
_LIGHT_HEAD = regex.compile(
    r"^(?:tập\s+trung|chỉ\s+đạo|triển\s+khai|tổ\s+chức|thực\s+hiện|tiến\s+hành|mở|đã|được|tích\s+cực|chủ\s+động)\s+",
    regex.IGNORECASE,
)
_JOINING = Ending(
    r"(?:tham\s+gia|tham\s+dự|dự|tham\s+quan|hưởng\s+ứng|theo\s+học)(?:\s+(?:hội\s+nghị|hội\s+thảo|lớp|"
    r"các\s+lớp))?\s*$",
    regex.IGNORECASE,
)
_PASSIVE = regex.compile(r"(?<!\p{L})bị(?!\p{L})", regex.IGNORECASE)
_VERBAL = regex.compile(r"(?<!\p{L})(?:được|bị|tham\s+gia|tham\s+dự|có|đạt|đang)(?!\p{L})", regex.IGNORECASE)


def counted(w: Words, carry: Carry) -> str:
    """The label of a count: the noun behind the number with what was done to it."""
    q, head, noun = w.quantity, w.head, w.noun
    if "còn" in w.text[head.end : q.start].lower().split():
        # `đã xóa 51 hộ nghèo, hiện còn 9 hộ nghèo và 5 hộ cận nghèo`: nothing was done to what is left.
        carry.action = ""
    if awarded := awarded_label(w, carry):
        return awarded
    unit = (q.unit or "").split("/")[0]
    if q.per:
        if q.per[0].isdigit():
            return w.subject or f"{unit} {noun}".strip()
        unit = f"{unit} mỗi {q.per}"
    thing = f"{unit} {noun}".strip() if unit else noun or carry.noun
    if unit and not q.per and (kind := _kind_of(unit, noun, carry)):
        thing = f"{kind} {noun}"
    if head.rest and head.rest[-1].key in ("nâng", "đưa") and _RAISED.search(w.text, head.end, q.start):
        # `nâng tổng số lên 1.985 công đoàn cơ sở`
        return f"tổng số {thing}"
    if fold(head.said) in _DONE and (not w.named or _EVERYWHERE.fullmatch(w.named)):
        return f"{thing} {_SPELLED.get(head.said, head.said)}"
    if not noun and w.named and fold(w.named).startswith(("tổng số ", "số ")):
        state = _STATE.match(w.named)
        return f"{unit} {w.named[state.end() :]}" if state and unit else w.named
    if noun and _HARM.match(noun):
        return f"{thing} {carry.event}".strip()
    if attends := attending_label(w, unit, thing):
        return attends
    if (
        w.from_count
        and fold(carry.noun) not in _CLASSIFIERS
        and carry.noun
        and not noun
        and _WHERE_COUNTED.search(w.text, w.clause.start, q.start)
    ):
        # `338 ổ dịch tại 39 tỉnh, thành phố`
        return f"{thing} có {' '.join(carry.noun.split()[:_NOUN])}"
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
    if inherits and carry.action and not (noun and (_VERBAL.search(noun) or _names_doing(noun))):
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
    beside = w.from_count and w.clause.opener in (",", "and", ";", "with") and not head.rest
    if beside and carry.owner and not _EVERYWHERE.fullmatch(carry.owner):
        # `Trường X có 87 lớp với 4.241 học sinh`: both are of the school.
        return f"{thing} {carry.owner}"
    beside = w.from_count and w.clause.opener in (",", "and") and not head.rest and head.verb == "none"
    if beside and " " in unit and (everywhere := _EVERYWHERE_END.search(carry.subject)):
        # `145 hội quán và 226 hợp tác xã`: in the same place, but no part of what was counted before.
        return f"{thing} {everywhere[1]}"
    if beside and carry.parent and fold(carry.subject).endswith(fold(carry.parent)):
        # `gồm 1 giải Nhất, 3 giải Nhì`: parts of the same whole, not of one another.
        return f"{thing} {carry.parent}"
    about = w.named or carry.item if head.verb == "exist" and w.named else w.subject or carry.about or carry.thing
    if not w.named and head.verb in ("exist", "none") and w.clause.opener == "," and stands_alone(about):
        # `diện tích tự nhiên 258 km2, có 25 xã`: a measure has no xã.
        return thing
    level = head.verb == "level" and len(w.named.split()) > 2 and stands_alone(w.named)
    if fold(about).startswith("số tiền "):
        # `giải ngân 12 tỷ đồng cho 98 hộ`: money is not what is counted.
        return f"{thing} được {carry.action}" if 0 < len(carry.action.split()) <= 5 else thing
    if about and (level or f" {fold(unit)} " in f" {fold(about)} " or fold(about).startswith(("tổng số", "số "))):
        # `tổng số trẻ sinh ra 13.984 trẻ`
        return about
    if fold(unit) in _PERSONS and about:
        return about
    return f"{unit} {about}".strip() if about else thing


def _names_doing(noun: str) -> bool:
    """Whether a noun is told what is done to it by its own verb (`73 dự án khánh thành`)."""
    words = fold(noun).split()
    return any(" ".join(words[:n]) in actions() for n in (1, 2, 3))


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
    head = _KIND_END.split(carry.noun, maxsplit=1)[0].split()[:6]
    return " ".join(head) if len(head) > 1 else ""


_WHERE_COUNTED = Ending(
    r"(?<!\p{L})(?:tại|ở|trên\s+địa\s+bàn)\s+(?:hơn\s+|trên\s+|gần\s+|khoảng\s+)?$", regex.IGNORECASE
)
_NOUN = 6
_CLASSIFIERS = frozenset(
    (
        "bản",
        "căn",
        "cuộc",
        "ca",
        "lượt",
        "chiếc",
        "cái",
        "con",
        "suất",
        "vụ",
        "bộ",
        "tờ",
        "quyển",
        "cuốn",
        "bài",
        "tấm",
        "liều",
    )
)
_SORTED = regex.compile(r"(?:loại|hạng|xếp|mới|cũ|xây|sửa|cấp|mức|đạt|chưa|không|do|của)(?!\p{L})", regex.IGNORECASE)
_KIND_END = regex.compile(
    r"\s(?:được|do|của|tại|cho|ở|trong|có|đạt|đã|với|từ|đang|ký|và|xếp|loại|bị|theo)(?!\p{L})", regex.IGNORECASE
)


def _done(w: Words, carry: Carry, unit: str, thing: str) -> str:
    """`tổ chức được 33 lớp`, `kết nạp 856 đoàn viên công đoàn`: noun and verb."""
    assert w.head.action is not None
    begin, end = w.head.action
    done = w.join(w.head.rest[begin:])
    carry.action = done
    done = _all_done(w, done)
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
    if not w.noun and carry.unit is not None and fold(carry.unit[0]) == fold(unit) and fold(unit) in _CLASSIFIERS:
        # `tiếp nhận 1.200 liều vắc xin, tiêm 1.150 liều`
        thing = " ".join(_KIND_END.split(carry.noun, maxsplit=1)[0].split()[:_NOUN]) or thing
    if not w.noun and carry.offence and fold(done) in cue_set("prosecutes"):
        # `phát hiện 166 trường hợp vi phạm về thuế; khởi tố 14 vụ`
        carry.action = done
        return f"{thing} {carry.offence} được {done}"
    if w.noun:
        if _JOINING.search(w.noun) and (predicate or w.named):
            return f"{thing} {predicate or done}"
        told = fold(done) in ("cử", "có") or _PASSIVE.search(w.noun) is not None or _NEWLY.match(w.noun) is not None
        return thing if told else f"{thing} được {done}"
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


def _all_done(w: Words, done: str) -> str:
    """`sửa đổi, bổ sung 12 điều`, `ký mới 31 bản`: every verb of the doing, and that it is new."""
    start = verb_start(w.head.rest)
    if start is not None:
        every = _ASKS.sub("", w.join(w.head.rest[start:]))
        if len(done.split()) < len(every.split()) <= 7:
            done = every
    if _NEW.match(w.text, w.head.end) and not done.endswith("mới"):
        done = f"{done} mới"
    return done


_ASKS = regex.compile(
    r"^(?:(?:đề\s+nghị|đề\s+xuất|kiến\s+nghị|yêu\s+cầu|chỉ\s+đạo|tổ\s+chức|triển\s+khai|thực\s+hiện|phối\s+hợp|tiếp\s+tục)\s+)+",
    regex.IGNORECASE,
)
_NEW = regex.compile(r"mới(?!\p{L})", regex.IGNORECASE)
_STATE = regex.compile(
    r"(?:tổng\s+)?số\s+(?=(?:đạt|chưa|không|được|bị|vi\s+phạm|còn|đã|đang|có)(?!\p{L}))", regex.IGNORECASE
)
_KIND_OF = regex.compile(r"(?:xếp\s+loại|loại|xếp\s+hạng|hạng|đạt\s+loại)\s", regex.IGNORECASE)
_VERB_FIRST = regex.compile(r"(?:được|bị|đã)(?!\p{L})", regex.IGNORECASE)
_NEWLY = regex.compile(r"mới\s+(?:được\s+)?(?:kết\s+nạp|thành\s+lập|phát\s+triển|tuyển\s+dụng|cấp|gia\s+nhập)(?!\p{L})")
_EVENTS = frozenset(("cuộc", "lượt", "đợt", "buổi", "vụ", "chuyến"))
_HARM = regex.compile(r"(?:chết|bị\s+thương|tử\s+vong|mất\s+tích)(?!\p{L})", regex.IGNORECASE)
_EVERYWHERE = regex.compile(
    r"(?:toàn|cả)\s+(?:tỉnh|nước|ngành|quốc|huyện|xã|thành\s+phố)|(?:trên\s+)?địa\s+bàn(?:\s+tỉnh)?", regex.IGNORECASE
)


_EVERYWHERE_END = regex.compile(rf"(?<!\p{{L}})({_EVERYWHERE.pattern})$", regex.IGNORECASE)


@cache
def _intransitive() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("intransitive"))


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


def _plan_before(view: str, w: Words) -> str:
    """The plan that a bracket gives the number of: `đạt 76% so với chỉ tiêu giao (3.400 tỷ đồng)`."""
    if w.clause.opener != "(":
        return ""
    found = list(find("plan_object").finditer(view, max(0, w.clause.start - 60), w.clause.start))
    return fold(found[-1][0]) if found else ""


_RATE_WORD = Ending(r"(?:đạt|chiếm|với|có)\s+(t[ỷỉ]\s+(?:lệ|trọng))\s+(?:\S+\s+){0,2}$", regex.IGNORECASE)


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
        said = tidy(_SO.sub("", compared)) if compared else said or _plan_before(view, w)
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

"""Labels that say too little by themselves, completed with what the clause and the text before it say."""

from __future__ import annotations

import regex

from extractors.indicators.around import Words
from extractors.indicators.carry import Carry
from extractors.indicators.drafts import Draft, Place
from extractors.indicators.heads import first_action
from extractors.indicators.labels import (
    cue_set,
    is_bare,
    join_tokens,
    measure_of,
    only_names,
    stands_alone,
    tidy,
    without_rank,
)
from extractors.indicators.lexicon import find, fold
from extractors.indicators.subjects import subject_tokens

_QUOTED = regex.compile(r"[\"“]([^\"“”\n]{3,60})[\"”]")
# Who acts wherever something is reported: no part of what is counted.
_EVERYBODY = regex.compile(
    r"(?:các|toàn|cả|mỗi|từng|nhiều|chúng\s+tôi|họ|ông|bà|anh|chị|tỉnh|huyện|thành\s+phố|ngành|địa\s+phương|đơn\s+vị|"
    r"công\s+tác|việc|hoạt\s+động|phong\s+trào|theo|trong|qua|để|khi|nhờ|do|đã|được|hiện)(?!\p{L})",
    regex.IGNORECASE,
)
_MEAN = regex.compile(r"(?<!\p{L})bình\s+quân(?!\p{L})", regex.IGNORECASE)
_WHERE = regex.compile(r"[\s\-+*]*tại\s+(?P<place>[^,;:()\d]+),", regex.IGNORECASE)
# What no longer belongs to a measure.
_MEASURE_END = regex.compile(
    r"\s(?:so|cao|thấp|lớn|tăng(?!\s+trưởng)|giảm|đạt|của\s+(?:cả\s+nước|toàn\s+\p{L}+)|cả\s+nước|toàn\s+\p{L}+|trên|là|gồm)(?!\p{L}).*$",
    regex.IGNORECASE,
)
_SHORT = 5
"""Words up to which a label may need more to be understood alone."""


def completed(label: str, w: Words, carry: Carry, place: Place, last: Draft | None, view: str) -> str:
    """A label with what it lacks, where it is short: its topic, its place, its whole, who did it, its programme.

    Args:
        label: as the words of the number gave it.
        w: those words.
        carry: what the clauses before handed on.
        place: where the number stands.
        last: the number before in the sentence, or null.
        view: the folded document text.
    """
    named = without_rank(label)
    if w.quantity.kind == "percent" and carry.rated and only_names(named):
        # `Một số nơi đạt thấp: Sơn La (87%), Lai Châu (59%)`
        return f"{carry.rated} {named}"
    if (
        w.quantity.kind == "percent"
        and only_names(named)
        and (measure := _measure_within(carry.measured or carry.item) or _counted_in(carry.lead))
    ):
        # `các tỉnh đạt mức tăng trưởng công nghiệp cao gồm: Hà Nội tăng 16,3%`
        return f"{measure} {named}"
    if (
        last is not None
        and last.clause.depth == place.clause.depth
        and (w.quantity.kind in ("percent", "money", "measure") or last.quantity.kind != "percent")
        and only_names(named)
        and (measure := _said_of(last.label) or _measure_within(last.label))
    ):
        # `xuất khẩu sang thị trường Nhật Bản đạt 411 triệu USD; Mỹ đạt 386 triệu USD`
        carry.subject = f"{measure} {named[:1].upper()}{named[1:]}"
        return carry.subject
    listed = _AS.search(" ".join(t.key for t in w.head.rest)) if only_names(named) else None
    if listed is not None and (measure := _last_measure(listed[1])):
        # `một số tỉnh có năng suất giảm nhiều nhất như Đồng Tháp giảm 11,2 tạ/ha`
        return f"{measure} {named}"
    if _MEAN.search(view, w.head.end, w.quantity.start) and "bình quân" not in label:
        label = f"{label} bình quân".strip()
    n = len(label.split())
    if fold(label) in cue_set("budget_measure"):
        budgets = list(find("budget").finditer(view, place.sentence[0], w.quantity.start))
        if budgets:
            return f"{label} {fold(budgets[-1][0])}"
    if n > _SHORT:
        return label
    # Of all that may be missing one thing is enough; what stands nearest to the number comes first.
    topic = carry.about
    unit = w.quantity.unit or ""
    if carry.listed and unit and label.startswith(unit) and only_names(label[len(unit) :].strip()):
        # `Các bộ có nhiều văn bản phải sửa như: Bộ Xây dựng 47 văn bản`
        topic = carry.listed
    if n < _SHORT + (topic == carry.listed) and topic and fold(topic) not in fold(label):
        topic = " ".join(topic.split()[:10])
        return f"{topic} {label}" if label.startswith("so với") else f"{label} {topic}".strip()
    if (said := _place_of(w, place, view)) and fold(said) not in fold(label):
        return f"{label} {said}"
    if last is not None and (whole := _sibling(label, w, last)):
        carry.subject = whole
        return whole
    if n < _SHORT and w.quantity.kind == "count":
        quotes = _QUOTED.findall(w.text[place.sentence[0] : w.quantity.start])
        if quotes and fold(quotes[-1]) not in fold(label):
            return f"{label} “{tidy(quotes[-1])}”"
    apart = not set(fold(label).split()) & set(fold(carry.parent).split())
    if place.clause.depth and 0 < len(carry.parent.split()) <= 10 and apart:
        return f"{label} {carry.parent}"
    if w.quantity.kind == "count" and w.head.action is not None and (agent := _agent(w)) and agent not in label:
        return f"{label} {agent}"
    return label


def _said_of(label: str) -> str:
    """What a label tells of the place or body whose name ends it (`xuất khẩu sang Nhật Bản`), else nothing."""
    words = label.split()
    if label.startswith(("tỷ lệ ", "tỉ lệ ")) and not only_names(words[-1]):
        return label
    at = next((i for i in range(1, len(words)) if only_names(" ".join(words[i:]))), 0)
    return "" if only_names(label) else " ".join(words[:at])


def _measure_within(text: str) -> str:
    """The measure that a longer text names somewhere (`các tỉnh đạt mức tăng trưởng GTSXCN so …`), or nothing."""
    words = text.split()
    if len(words) < 2 or only_names(text):
        return ""
    begin = next((i for i in range(len(words) - 1) if stands_alone(" ".join(words[i : i + 4]))), None)
    if begin is None:
        return text if len(words) <= _SHORT else ""
    return tidy(_MEASURE_END.split(" ".join(words[begin : begin + 8]), maxsplit=1)[0])


def _last_measure(text: str) -> str:
    """The measure that a text names last (`một số tỉnh có năng suất giảm nhiều nhất` → `năng suất`), or nothing."""
    words = text.split()
    for i in range(len(words) - 1, -1, -1):
        if words[i] != "số" and stands_alone(" ".join(words[i : i + 3])):
            return tidy(_MEASURE_END.split(" ".join(words[i:]), maxsplit=1)[0])
    return ""


def _counted_in(lead: str) -> str:
    """`Số trẻ suy dinh dưỡng tập trung ở các huyện: Đầm Hà (23,56%)`: what the names listed are told of, or nothing."""
    return lead if lead.startswith(("số ", "tỷ lệ ", "tỉ lệ ")) and len(lead.split()) <= _TOLD else ""


_AMONG = regex.compile(r"(t[ỷỉ]\s+lệ\s.*\s(?:ở|theo|của)\s+các\s+\p{L}+\s+\p{L}+)\s+\p{L}", regex.IGNORECASE)
_AS = regex.compile(r"(?:^|\s)((?:một số|nhiều|các|những)\s.*?)\s+như\s")
_TOLD = 10


def _place_of(w: Words, place: Place, view: str) -> str:
    """`Tại Bệnh viện Sản - Nhi, số ca phẫu thuật …` → `Bệnh viện Sản - Nhi`."""
    found = _WHERE.match(view, place.sentence[0], w.quantity.start)
    said = tidy(w.text[found.start("place") : found.end("place")]) if found else ""
    return said if 2 < len(said.split()) <= 9 else ""


def _sibling(label: str, w: Words, last: Draft) -> str:
    """A label that leaves out what the number before it says already, else nothing."""
    q = w.quantity
    if stands_alone(label) or is_bare(label):
        return ""
    rates = last.quantity.kind == "percent" == q.kind and w.clause.opener in (",", ";", "and")
    if rates and w.head.verb in ("level", "none") and fold(last.label).startswith("tỷ trọng") and w.named:
        # `tỷ trọng công nghiệp đạt 40%, dịch vụ 41%`
        return f"tỷ trọng {label}"
    told = w.head.verb in ("level", "none") and not w.noun
    if (
        rates
        and told
        and not measure_of(w.named)
        and 0 < len(w.named.split()) <= 3
        and fold(last.label).startswith("tỷ lệ")
    ):
        if (among := _AMONG.match(last.label)) is not None:
            # `tỷ lệ huy động trẻ ở các cấp học nhà trẻ 43%, mẫu giáo 99%, tiểu học 99%`
            return f"{among[1]} {label}"
        # `tỷ lệ người tiêm 1 mũi đạt 99%, đủ 2 mũi đạt 96%`, `tỷ lệ trẻ nhà trẻ đạt 28%, trẻ mẫu giáo đạt 97%`
        before = last.label.split()
        again = next(
            (i for i, word in enumerate(before) if i > 1 and fold(word) == fold(label.split(maxsplit=1)[0])),
            len(before),
        )
        return f"{' '.join(before[:again])} {label}"
    if q.per and q.per == last.quantity.per and w.clause.opener in (";", ","):
        # `mức hỗ trợ F0 3.000.000 đồng/người; F1 500.000 đồng/người`
        measure = measure_of(last.label)
        return f"{measure} {label}" if measure and fold(measure) not in fold(label) else ""
    return ""


def _agent(w: Words) -> str:
    """Who did it, where that is somebody of its own (`chương trình Mái ấm`), not everybody (`các cấp`)."""
    at = first_action(w.head.rest)
    agent = tidy(join_tokens(w.text, subject_tokens(w.head.rest[:at]))) if at else ""
    return agent if 1 < len(agent.split()) <= 6 and not _EVERYBODY.match(agent) else ""

"""What stands behind a number in its clause: the comparison, the plan, the whole, or the noun phrase counted."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import regex

from extractors.cues import Cue
from extractors.indicators.lexicon import cue

Against = Literal["", "plan", "base", "whole", "other"]


class Tail(NamedTuple):
    """`[start, end)` behind a quantity: first the noun phrase, then the comparison."""

    start: int
    noun_end: int
    """End of what belongs to the thing counted."""
    end: int
    against: Against
    comparison: str
    """The comparison in the text's words, from `so với` on; empty where there is none."""


@cache
def _patterns() -> tuple[Cue, ...]:
    plan, base, giver = cue("plan_object"), cue("base"), cue("plan_giver")
    so = r"(?:so\s+sánh\s+với|so\s+với|so\s+cùng|so|đối\s+chiếu\s+với)(?!\p{L})"
    flags = regex.IGNORECASE
    return (
        Cue(rf"(?<!\p{{L}}){so}", flags),
        Cue(rf"\s*(?:của\s+|tổng\s+|số\s+|với\s+|mức\s+|bằng\s+)?(?:{plan})", flags),
        Cue(
            r"\s*(?:của\s+|với\s+|mức\s+)?(?:cùng\s+(?:k[ỳì]|thời\s+(?:kỳ|điểm)|giai\s+đoạn)|(?:năm|tháng|quý|tuần|kỳ|nhiệm\s+kỳ|phiên|vụ)\s+(?:trước|ngoái))(?!\p{L})",
            flags,
        ),
        Cue(rf"{plan}|{giver}\s*$", flags),
        Cue(base, flags),
        Cue(r"\s*(?:của\s+)?(?:GDP|GRDP)(?!\p{L})", flags),
        Cue(
            r"\s*(?:trong|của|trên|so\s+với)\s+(?:tổng|toàn|cơ\s+cấu|GDP|GRDP|tổng\s+số)[^,;()]*|\s*(?:tổng\s+số|tổng|toàn\s+ngành|cả\s+nước|cơ\s+cấu)[^,;()]*",
            flags,
        ),
        Cue(rf"[^,;()]{{0,60}}?{giver}\s*$", flags),
        Cue(
            r"(?<!\p{L})(?:trị\s+giá|với\s+(?:tổng|số|kinh|giá|dân\s+số|diện\s+tích|quy\s+mô)|để|nhằm|trong\s+đó|trong\s+khi|góp\s+phần|nhờ|thay\s+cho|nhưng|nên|thì|qua\s+đó|"
            r"và\s+(?:được|đã|đạt)|bao\s+gồm|gồm|tương\s+đương\s+(?:với|khoảng|gần)|theo\s+quy\s+định)(?!\p{L})",
            flags,
        ),
    )


def read_tail(view: str, start: int, end: int, kind: str | None) -> Tail:
    """Read `view[start:end]`, what follows a quantity up to the end of its clause.

    Args:
        view: the folded document text.
        start, end: code-point bounds.
        kind: of the quantity; a percent is said of what follows it at once (`40% kế hoạch`).
    """
    so, plan, base, is_plan, is_base, gdp, whole, given, verb = _patterns()
    end = start + len(view[start:end].rstrip(" .;,:…"))
    text = view[start:end]
    close = text.find("(")
    if close > 0:
        text, end = text[:close].rstrip(), start + len(text[:close].rstrip())
    if found := so.search(text):
        phrase = _trim(text[found.start() :])
        against: Against = (
            "plan" if _plan_first(phrase, is_plan, is_base) else "base" if is_base.search(phrase) else "other"
        )
        if _OF_WHOLE.search(phrase):
            against = "whole"
        return Tail(start, start + found.start(), end, against, phrase)
    if kind in {"percent", "measure"}:
        for pattern, against in ((plan, "plan"), (base, "base"), (gdp, "whole")):
            if (found := pattern.match(text)) and found[0].strip():
                return Tail(start, start, end, against, _so(text))
        if kind == "percent" and given.match(text):
            return Tail(start, start, end, "plan", _so(text))
        if kind == "percent" and (found := whole.match(text)):
            return Tail(start, start + found.end(), end, "whole", "")
    elif found := base.match(text):
        return Tail(start, start, end, "base", _so(text))
    found = verb.search(text)
    noun_end = start + found.start() if found else end
    return Tail(start, noun_end, end, "", "")


def _plan_first(phrase: str, is_plan: Cue, is_base: Cue) -> bool:
    plan, base = is_plan.search(phrase), is_base.search(phrase)
    return plan is not None and (base is None or plan.start() < base.start())


_OF_WHOLE = regex.compile(
    r"(?<!\p{L})(?:GDP|GRDP)(?!\p{L})|^so(?:\s+với|\s+sánh\s+với)?\s+(?:tổng\s+|số\s+|toàn\s+)(?!kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|giao|phải)",
    regex.IGNORECASE,
)
_AFTER = regex.compile(
    r"(?<=\S)\s+(?:chủ\s+yếu|nhờ|trong\s+đó|nên|nhưng|là|để|cụ\s+thể|tập\s+trung|thuộc|vì|khi|góp\s+phần|bao\s+gồm|gồm|đạt|và|do(?=\s+(?:có|các|một|ảnh|nhu|giá|tình)))(?!\p{L}).*$",
    regex.IGNORECASE,
)


def _trim(phrase: str) -> str:
    """A comparison without what is said after it: `so cùng kỳ chủ yếu là …`."""
    return _AFTER.sub("", " ".join(phrase.split()))


def _so(text: str) -> str:
    return "so với " + _trim(text)

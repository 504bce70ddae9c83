"""Labels of persons and bodies who are counted because they are awarded something or attend something."""

from __future__ import annotations

from functools import cache

import regex

from extractors.cues import Cue
from extractors.indicators.around import Words
from extractors.indicators.carry import Carry
from extractors.indicators.labels import tidy
from extractors.indicators.lexicon import cue, find, fold

_MERIT = regex.compile(
    rf"(?:(?:đã|,)\s*)?(?:(?:có|đạt|lập)\s+)?(?:(?:nhiều|những)\s+)?{cue('merit')}(?!\p{{L}})|"
    rf"{cue('outstanding')}(?:,?\s+{cue('outstanding')})*\s+(?:trong|có|đã|năm)(?!\p{{L}})",
    regex.IGNORECASE,
)
_MERIT_END = regex.compile(r"(?:,|\s(?:trong|cho|vào|qua|đối|khi|tại|về|góp|được))(?!\p{L})", regex.IGNORECASE)
_MERIT_WORDS = 5
"""Words up to which for what somebody is awarded is told in a label."""
_ATTENDS = regex.compile(
    r"(?:đến\s+|về\s+|tới\s+|tham\s+)?dự(?:\s+(?P<event>(?:\p{L}+\s+){0,5}?\p{L}+))??\s+có\s", regex.IGNORECASE
)
_ATTENDING = frozenset(("dự", "đến", "về", "tham", "tới"))
_DELEGATES = fold("đại biểu")
_STANDS_FOR = regex.compile(r"(?:tiêu\s+biểu,?\s+)?đại\s+diện(?!\p{L})", regex.IGNORECASE)
_EVENT_REACH, _EVENT_WORDS = 260, 9
"""Characters back within which an event is still spoken of; words its name may have."""
_EVENT_END = regex.compile(
    r"[,.;:()\d\n]|\s(?:có|với|gồm|lần|nhiệm\s+kỳ|diễn\s+ra|đã|tổ\s+chức|vào|ngày|khóa|khoá|cùng)(?!\p{L})"
)


@cache
def _awards() -> Cue:
    return Cue(rf"(?<!\p{{L}}){cue('awards')}(?!\p{{L}})", regex.IGNORECASE)


def awarded_label(w: Words, carry: Carry) -> str:
    """`tặng Bằng khen cho 6 cá nhân có thành tích` → `cá nhân có thành tích được tặng Bằng khen`.

    What was done to them, with for what where that is short; nothing where nobody is awarded.

    Args:
        w: the words around the number.
        carry: what the clauses before handed on; takes the awarding on to the next number.
    """
    if not w.noun or not _MERIT.match(w.noun):
        return ""
    doing = w.join(w.head.rest[w.head.action[0] :]) if w.head.action is not None else carry.action
    if _awards().search(doing or carry.action) is None:
        return ""
    carry.action = doing or carry.action
    merit = _MERIT_END.split(w.noun, maxsplit=1)[0]
    words = ((w.quantity.unit or "").split("/")[0], merit if len(merit.split()) <= _MERIT_WORDS else "")
    return " ".join(" ".join((*words, "được", carry.action)).split())


def attending_label(w: Words, unit: str, thing: str) -> str:
    """`Dự hội nghị có lãnh đạo Sở cùng 95 đại biểu` → `đại biểu dự hội nghị`; nothing where nobody attends.

    Args:
        w: the words around the number.
        unit: its noun.
        thing: the noun with what belongs to it.
    """
    if fold(unit) == _DELEGATES and (not w.noun or _STANDS_FOR.match(w.noun)) and (event := _event(w)):
        # `Đại hội có 238 đại biểu đại diện cho hơn 1.500 đảng viên`
        return f"{unit} dự {event}"
    rest = w.head.rest
    if rest and rest[0].key in _ATTENDING and (found := _ATTENDS.match(w.join(rest))) is not None:
        return f"{thing} dự {found['event'] or ''}".strip()
    return ""


def _event(w: Words) -> str:
    """The congress or meeting that is spoken of before a number, or nothing."""
    found = list(find("event").finditer(w.text, max(0, w.quantity.start - _EVENT_REACH), w.quantity.start))
    if not found:
        return ""
    said = _EVENT_END.split(w.text[found[-1].start() : w.quantity.start], maxsplit=1)[0]
    return tidy(" ".join(said.split()[:_EVENT_WORDS]))

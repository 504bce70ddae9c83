"""What a paragraph, an item or a lead-in is about."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.indicators.carry import Carry
from extractors.indicators.labels import is_bare, stands_alone, tidy
from extractors.indicators.lexicon import cue, fold

_ITEM_MARK = regex.compile(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])\s*[.)/-]\s*|^[\s\-+*•]+")

# Items that name a field of work, and no thing.
GENERIC = regex.compile(cue("generic_topic"), regex.IGNORECASE)
_TOPIC_LEAD = regex.compile(rf"^{cue('topic_lead')}\s+", regex.IGNORECASE)
_TOPIC_END = regex.compile(cue("topic_end"), regex.IGNORECASE)
_TOPIC_VERB = regex.compile(
    r"(?<!\p{L})(?:kim\s+ngạch\s+)?(?:xuất\s+khẩu|nhập\s+khẩu|sản\s+xuất|tiêu\s+thụ|giải\s+ngân|thu\s+hút)(?!\p{L})",
    regex.IGNORECASE,
)
_STRUCTURE = regex.compile(
    r"(?<!\p{L})cơ\s+cấu\s+(?:(?:các\s+)?(?:ngành|nền)\s+)?(?:kinh\s+tế|lao\s+động|nguồn\s+vốn|vốn\s+đầu\s+tư|dân\s+số|GRDP|GDP|sản\s+xuất|thu\s+nhập|tín\s+dụng)(?!\p{L})",
    regex.IGNORECASE,
)


def topic_of(text: str) -> str:
    """The measure that a lead-in names (`Tình hình xuất khẩu một số mặt hàng` → `xuất khẩu`), or nothing."""
    text = _ITEM_MARK.sub("", text)
    while (shorter := _TOPIC_LEAD.sub("", text)) != text:
        text = shorter
    text = tidy(_TOPIC_END.split(text, maxsplit=1)[0])
    if stands_alone(text):
        return text
    inner = _TOPIC_VERB.search(text)
    return inner[0].lower() if inner else ""


def share_of_structure(label: str, before: str, carry: Carry) -> str:
    """`Cơ cấu kinh tế: dịch vụ chiếm 30,9%` → `tỷ trọng dịch vụ trong cơ cấu kinh tế`."""
    said = _STRUCTURE.search(before) or _STRUCTURE.search(carry.item) or _STRUCTURE.search(carry.lead)
    if said is None:
        return label
    part = tidy(_STRUCTURE.sub("", label))
    part = part if part.startswith("tỷ trọng") else f"tỷ trọng {part}"
    return f"{part} trong {fold(said[0]) if said[0][-1].islower() else said[0].lower()}"


_TYPE_HEAD = regex.compile(r"^(?:(?:\p{Lu}{2,}|,)\s+){1,6}(?=\p{Lu}?\p{Ll})")
_ABOUT_HEAD = regex.compile(
    r"^(?:v/v|về\s+việc|về|kết\s+quả|tình\s+hình|công\s+tác|thực\s+hiện|triển\s+khai)\s+", regex.IGNORECASE
)
_TITLE_END = regex.compile(
    r"\s+(?:giai\s+đoạn|năm|trên\s+địa\s+bàn|nhiệm\s+kỳ|\d+\s+tháng|quý|tháng|tại|của\s+tỉnh|đến\s+năm)(?!\p{L})",
    regex.IGNORECASE,
)
_WORDS = 9


class Topics:
    """What a document is about, for numbers of which nothing nearer says what they measure."""

    def __init__(self, title: str | None) -> None:
        """Args: title: of the document, null where it has none."""
        text = _TYPE_HEAD.sub("", " ".join((title or "").split()))
        self._title = "" if text.isupper() else _topic(text)

    def completed(self, label: str, unit: str | None, headings: Sequence[str]) -> str:
        """A bare label with the nearest heading, or the title, that names a thing.

        Args:
            label: `tổng kinh phí`, or the unit alone.
            unit: of the number.
            headings: over its paragraph, the outermost first.
        """
        measure = "" if label == unit else label
        for said in (*(_topic(_ITEM_MARK.sub("", h)) for h in reversed(headings)), self._title):
            if said and not is_bare(said) and GENERIC.match(said) is None and fold(said) not in fold(label):
                return f"{measure} {said}".strip()
        return label


def _topic(text: str) -> str:
    if text.isupper():
        text = text.lower()
    while (shorter := _ABOUT_HEAD.sub("", text)) != text:
        text = shorter
    words = tidy(_TITLE_END.split(text, maxsplit=1)[0]).split()
    return tidy(" ".join(words[:_WORDS])) if len(words) > 1 else ""

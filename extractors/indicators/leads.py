"""Paragraphs that lead others in: headings, and what ends with a colon; and the marks of lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from extractors.endings import Ending
from extractors.indicators.carry import Carry
from extractors.indicators.labels import is_bare, measure_of, tidy
from extractors.indicators.lexicon import find
from extractors.indicators.periods import Periods
from extractors.indicators.quantities import Quantity
from extractors.indicators.topics import GENERIC, topic_of
from extractors.text import DocumentText, Paragraph, Sentence

# `dự báo khả năng thực hiện 15 chỉ tiêu của năm như sau:`
_REACHED = regex.compile(
    r"đạt được|(?<!(?:cần|phải|đấu|để|nhằm|tục|trung)\s+)thực\s+hiện\s+(?:(?:\d+|các|những|một\s+số)\s+)?"
    r"(?:chỉ\s+tiêu|mục\s+tiêu)(?!\p{L})",
    regex.IGNORECASE,
)
_BARE_NAME = regex.compile(r"(?:chỉ tiêu|mục tiêu|trong đó|cụ thể)\s*\d*\.?$", regex.IGNORECASE)
_NUMBERED = regex.compile(r"(?:chỉ tiêu|mục tiêu)\s*\d", regex.IGNORECASE)
_LISTING = regex.compile(r"(?:một số|các|những)\s|.*(?:gồm|như sau|sau|là|như)$", regex.IGNORECASE)
_PROPOSES = regex.compile(r"đề xuất|kiến nghị", regex.IGNORECASE)

_LIST_MARK = regex.compile(
    r"\s*(?:(?P<article>(?:Điều|ĐIỀU)\s+\d+\s*[.:])|(?P<roman>[IVX]{1,5})\s*[.)/-]|(?P<letter>[A-HĐ])\s*[.)/]|"
    r"(?P<n3>\d{1,2}\.\d{1,2}\.\d{1,2})\s*[.)]?|(?P<n2>\d{1,2}\.\d{1,2})\s*[.)]?(?=\s)|"
    r"(?P<n1>\d{1,2})\s*[./](?!\d)|(?P<closed>\d{1,2})\s*\)(?!\d)|\(\d{1,2}\)\.?|(?P<small>[a-zđ])\s*[.)/]|(?P<star>\*+)|(?P<dash>[-•])|"
    r"(?P<plus>\+))\s*"
)
_RANKS = {
    "article": 1,
    "letter": 0,
    "roman": 1,
    "n1": 2,
    "n2": 3,
    "n3": 4,
    "closed": 5,
    "small": 6,
    "star": 7,
    "dash": 8,
    "plus": 9,
}
_AIMS = Ending(
    r"(?<!\p{L})(?:phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu|đặt\s+ra|đề\s+ra|kế\s+hoạch\s+năm)(?!\p{L})[^.;]*(?:sau|là|"
    r"gồm)?\s*:?\**\s*$",
    regex.IGNORECASE,
)
_YEARLY = regex.compile(r"(?<!\p{L})h[àằ]ng\s+năm", regex.IGNORECASE)


# `phấn đấu đạt các chỉ tiêu sau.`
_FOLLOWS = Ending(
    r"(?<!\p{L})(?:như\s+sau|(?:các|những|một\s+số)\s+(?:\p{L}+\s+){1,6}(?:sau|sau\s+đây))\s*[.;…]?[*\s]*$",
    regex.IGNORECASE,
)
_ENDING = 120
"""Characters at a paragraph's end that say whether it leads in what follows."""
_HEAD = 400
"""Characters of a paragraph among which the first forty of its words surely are."""


class Lead:
    """A paragraph that leads others in: a heading, or one that ends with a colon."""

    __slots__ = ("period", "planned", "rank", "subject")

    def __init__(self, rank: int, subject: str, period: str | None, planned: bool) -> None:
        self.rank, self.subject, self.period, self.planned = rank, subject, period, planned


def rank_of(view: str, paragraph: Paragraph) -> tuple[int | None, int]:
    """(rank of the enumerator that heads a paragraph or null, where the words after it begin)."""
    if paragraph.kind == "heading" and not _LIST_MARK.match(view, paragraph.start, paragraph.end):
        return -1, paragraph.start
    found = _LIST_MARK.match(view, paragraph.start, paragraph.end)
    if found is None or found.end() == paragraph.start:
        return None, paragraph.start
    return _RANKS.get(found.lastgroup or "n1", 2), found.end()


def leads_in(view: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph leads in what follows: it ends with a colon, or with `… các chỉ tiêu sau.`"""
    end = max(paragraph.start, paragraph.end - _ENDING)
    return view[end : paragraph.end].rstrip(" *").endswith(":") or _FOLLOWS.search(view, end, paragraph.end) is not None


def headings_of(doc: DocumentText, paragraph: Paragraph) -> tuple[str, ...]:
    """The headings over a paragraph; an item's own first words are none."""
    section = paragraph.section
    if section and paragraph.kind != "heading":
        own = " ".join(doc.text[paragraph.start : min(paragraph.end, paragraph.start + _HEAD)].strip("#* ").split())
        section = section[:-1] if own.startswith(section[-1][:40]) else section
    return section


def lead_of(
    doc: DocumentText,
    periods: Periods,
    paragraph: Paragraph,
    rank: int | None,
    carry: Carry,
    period: str | None,
    outer: Lead | None,
) -> Lead:
    """What a heading, or a paragraph that ends with a colon, hands to the paragraphs it leads in.

    Args:
        doc: the document.
        periods: of the document.
        paragraph: the one that leads in.
        rank: of its enumerator, null where it has none.
        carry: what reading it left.
        period: of its last sentence that counted something, EDTF.
        outer: what leads it in itself.
    """
    view = doc.view[paragraph.start : paragraph.end]
    last = doc.sentence_at(paragraph.end - 1)
    begin = max(paragraph.start, last.start if last else 0)
    own = periods.within(begin, paragraph.end)
    said = doc.view[begin : paragraph.end]
    reached = bool(find("result_heading").search(said) or _REACHED.search(said))
    if paragraph.kind == "heading" or (rank is not None and len(view) < 160):
        planned = bool(find("plan_heading").search(view))
    else:
        planned = bool(_AIMS.search(said))
    planned = (planned or bool(outer and outer.planned)) and not reached
    subject = carry.main if carry.main else topic_of(doc.text[paragraph.start : paragraph.end].strip(" *:#"))
    return Lead(
        -1 if rank is None else rank,
        subject,
        None
        if _YEARLY.search(view)
        else period or (own[-1].edtf if own else None) or (outer.period if outer else None),
        planned,
    )


_ORDINAL = regex.compile(r"^\s*(?:thứ\s+\p{L}+|một\s+là|hai\s+là|ba\s+là)\s*,?\s*", regex.IGNORECASE)
# Words that make what stands before a colon more than a name.
_RUNS_ON = regex.compile(
    r"\d|,|(?<!\p{L})(?:là|có|được|gồm|sau|như|với|theo|về|cụ\s+thể|trong|đã|kết\s+quả|mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|"
    r"năm|tháng|quý|tính|đến|một\s+số|ông|bà|nói|đạt)(?!\p{L})",
    regex.IGNORECASE,
)
_TOPICAL = regex.compile(r"(?:về|đối\s+với|mặt\s+hàng|lĩnh\s+vực|riêng|trong\s+lĩnh\s+vực)\s", regex.IGNORECASE)
# Who says it: no topic.
_SPEAKS = Ending(
    r"(?<!\p{L})(?:cho\s+(?:biết|hay)|nói|chia\s+sẻ|khẳng\s+định|nhấn\s+mạnh|phát\s+biểu|thông\s+tin|báo\s+cáo|"
    r"cho\s+rằng|nhận\s+định|đề\s+nghị|yêu\s+cầu|thông\s+báo|kết\s+luận)(?:\s+rằng)?$",
    regex.IGNORECASE,
)


_TOPIC_WORDS, _MEASURE_WORDS = 16, 20
"""Words up to which what stands before a colon is a topic, and the full name of a measure."""
# `Đại biểu A cho rằng tiến độ giải ngân chậm: …`: who says what follows.
_SAYS = regex.compile(r"^.{4,90}\scho\s+(?:rằng|biết|hay)(?:,|\s+rằng)?\s+(?=\p{L}+\s+\p{L})")


def item_topic(
    doc: DocumentText,
    masked: Callable[[int, int], bool],
    start: int,
    sentence: Sentence,
    paragraph: Paragraph,
    carry: Carry,
    quantities: Sequence[Quantity],
) -> int:
    """`Gạo: tháng 6 ước thực hiện …`: the words before the colon are the topic of the item.

    Args:
        doc: the document.
        masked: whether `[a, b)` touches a date, a reference, a name.
        start: where the words of the sentence begin, code points.
        sentence, paragraph: where it stands.
        carry: takes the topic.
        quantities: those of the sentence.

    Returns:
        Where what is said of the topic begins.
    """
    if not quantities:
        return start
    head = start <= paragraph.start + 12
    carry.item = "" if not head else carry.item
    view = doc.view
    colon = view.find(":", start, min(sentence.end, start + 140))
    if colon < 0 or colon > quantities[0].start or masked(colon, colon + 1):
        return start
    name = tidy(_SAYS.sub("", _ORDINAL.sub("", doc.text[start:colon])))
    short = start == sentence.start and 2 <= len(name.split()) <= 5 and not _RUNS_ON.search(name)
    if not head and not short and not _TOPICAL.match(_ORDINAL.sub("", view[start:colon])):
        return start
    if _SPEAKS.search(name):
        return colon + 1
    most = _MEASURE_WORDS if measure_of(name) else _TOPIC_WORDS
    if not name or len(name.split()) > most or _BARE_NAME.match(name):
        return colon + 1 if name and _NUMBERED.match(name) else start
    if _LISTING.match(name):
        carry.lead = topic_of(name) or carry.lead
    else:
        generic = GENERIC.match(_ORDINAL.sub("", doc.text[start:colon]).lstrip(" *")) or is_bare(name)
        carry.item = "" if generic else name
        if carry.item and not head:
            carry.main = carry.subject = ""
        carry.proposed = _PROPOSES.match(name) is not None
    return colon + 1

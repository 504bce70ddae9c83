"""What is laid down, not reached: laws and their like, legal basis, examples, what a web site says of itself."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.indicators.drafts import Draft
from extractors.indicators.leads import headings_of
from extractors.indicators.lexicon import find
from extractors.indicators.scope import ACHIEVED
from extractors.model import Context
from extractors.text import DocumentText, Paragraph

_ARTICLE = regex.compile(r"\s*(?:Điều|ĐIỀU)\s+\d+\s*[.:]")
_LAW_TITLE = regex.compile(
    r"[\s#]*(?:thông\s+tư(?:\s+liên\s+tịch)?|nghị\s+định|luật|pháp\s+lệnh|điều\s+lệ|quy\s+chế)(?:\s*\n|\s+(?:của|số)(?!\p{L}))",
    regex.IGNORECASE,
)
_RULES = regex.compile(
    r"(?<!\p{L})(?:ban\s+hành\s+(?:quy\s+định|quy\s+chế|quy\s+trình|nội\s+quy|điều\s+lệ|bảng\s+giá|định\s+mức|"
    r"tiêu\s+chí|danh\s+mục)|"
    r"quy\s+định\s+(?:mức|về|chi\s+tiết|một\s+số|tiêu\s+chuẩn|chế\s+độ|việc|chức\s+năng|thẩm\s+quyền|phân\s+cấp|giá)|"
    r"mức\s+thu|phí|lệ\s+phí|thủ\s+tục\s+hành\s+chính|quy\s+trình\s+nội\s+bộ|"
    r"sửa\s+đổi|bổ\s+sung\s+một\s+số\s+điều|bãi\s+bỏ|phân\s+cấp|hướng\s+dẫn|tiêu\s+chí|quy\s+chế|quy\s+định)(?!\p{L})",
    regex.IGNORECASE,
)
_BASIS = Cue(r"[\s\-+*]*căn\s+cứ\s", regex.IGNORECASE)
_EXAMPLE = Cue(r"[\s\-+*]*ví\s+dụ\s*(?:\d+\s*)?:", regex.IGNORECASE)
_MADE_OF = Cue(
    r"(?<!\p{L})(?:thông\s+số\s+kỹ\s+thuật|đặc\s+tính\s+kỹ\s+thuật|cấu\s+tạo,\s+công\s+dụng|"
    r"nhiệt\s+độ\s+(?:hoạt\s+động|lưu\s+trữ)|điện\s+áp\s*:)(?!\p{L})",
    regex.IGNORECASE,
)
# A report does not speak to its readers.
_ADDRESSED = Cue(
    r"(?<!\p{L})(?:chúng\s+t(?:ôi|a)|quý\s+(?:khách|thành\s+viên|vị|bạn\s+đọc))(?!\p{L})", regex.IGNORECASE
)
_MEASURED = regex.compile(r"\d[\d.,]*\s?(?:%|tấn|tỷ|triệu|nghìn|ha(?!\p{L}))")
_REPORTS = 2
"""Measured amounts from which on a paragraph reports."""
_ALLOWED = Cue(r"(?<!\p{L})(?:ít\s+nhất|tối\s+(?:thiểu|đa)|không\s+(?:vượt\s+)?quá)(?!\p{L})", regex.IGNORECASE)
_DEMANDED = Cue(r"(?<!\p{L})(?:yêu\s+cầu|đề\s+nghị|phải|bảo\s+đảm|đảm\s+bảo|phấn\s+đấu|mỗi)(?!\p{L})", regex.IGNORECASE)
_GUIDANCE = regex.compile(
    r"(?:v/v\s+|về\s+(?:việc\s+)?)?(?:hướng\s+dẫn|quy\s+(?:định|chế|trình|chuẩn)|tiêu\s+chuẩn|điều\s+lệ)(?!\p{L})",
    regex.IGNORECASE,
)


def lays_down_rules(doc: DocumentText, context: Context) -> bool:
    """Whether the document is a law, or a decision whose articles set rules: its numbers are norms."""
    if context.kind == "law":
        return True
    if context.kind == "other" and _LAW_TITLE.match(doc.view):
        return True
    articles = [p.start for p in doc.paragraphs if _ARTICLE.match(doc.view, p.start)]
    if len(articles) < 3:
        return False
    # What is decided stands in the title and in the first article.
    head = doc.view[: articles[0]]
    title = context.title or head[-1500:]
    first = doc.view[articles[0] : articles[1]][:400]
    return bool(_RULES.search(title) or _RULES.search(first))


def tells_nothing(doc: DocumentText, context: Context, paragraph: Paragraph) -> bool:
    """Whether a paragraph tells nothing that was reached: legal basis, examples, a web site's own words, what goods
    are made of."""
    view = doc.view
    if _BASIS.match(view, paragraph.start, paragraph.end):
        return not ACHIEVED.search(view, paragraph.start, paragraph.end)
    if _EXAMPLE.match(view, paragraph.start, paragraph.end) or _MADE_OF.search(view, paragraph.start, paragraph.end):
        return True
    if any(_MADE_OF.search(heading) for heading in headings_of(doc, paragraph)[-1:]):
        return True
    addressed = _ADDRESSED.search(view, paragraph.start, paragraph.end) if context.kind != "news" else None
    if addressed is None or context.kind != "decision" or not addressed[0].lower().endswith("ta"):
        return addressed is not None
    # A council that reports says `chúng ta` of its people.
    return len(_MEASURED.findall(view, paragraph.start, paragraph.end)) < _REPORTS


def is_norm(view: str, context: Context, draft: Draft) -> bool:
    """Whether a number says what is allowed, not what was reached or is aimed at."""
    if context.kind in ("news", "report", "plan", "outline"):
        return False
    said = view[draft.sentence[0] : draft.quantity.start]
    bound = draft.quantity.kind != "money" and draft.comparator in (">=", "<=")
    if bound and not draft.planned and _ALLOWED.search(said) and not _DEMANDED.search(said):
        return True
    guidance = _GUIDANCE.match(context.title or "") is not None
    return guidance and not (find("plan").search(said) or ACHIEVED.search(said))

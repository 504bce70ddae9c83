"""Why something that looks like a document number is none: named reasons, each a shape and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_ANY = regex.compile("")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the token has this shape, and this stands before and behind it."""

    name: str
    before: regex.Pattern[str] = _ANY
    """Searched in the characters before the token; `$` is the token's start."""
    token: regex.Pattern[str] = _ANY
    """Matched at the token's head."""
    after: regex.Pattern[str] = _ANY
    """Matched right behind the token."""

    def fits(self, before: str, token: str, after: str) -> bool:
        """Whether all three agree."""
        return bool(self.before.search(before) and self.token.match(token) and self.after.match(after))


def _reason(name: str, *, before: str = "", token: str = "", after: str = "") -> Reason:
    return Reason(name, *(regex.compile(part, regex.IGNORECASE) if part else _ANY for part in (before, token, after)))


_SAYS_NUMBER = r"(?:số|no\.)\s*:?\s*"
# `số N` behind these is their number.
_NUMBERED_NOUNS = (
    r"tổng|mã|hệ|chỉ|cột|bão|phòng\s+công\s+chứng|trường\s+thông\s+tin|một\s+trong|trong|là|kỹ\s+thuật|công\s+nghệ"
    r"|hạ\s+tầng|nền\s+tảng|chữ\s+ký|chuyển\s+đổi|kinh\s+tế|đáp\s+án|tổ|đội|kho|cụm|lô|tàu"
)
_FORMS = (
    r"mẫu|biểu|bảng|phụ\s+lục|danh\s+mục|hình|sơ\s+đồ|biểu\s+đồ|tờ\s+khai|phiếu|quyển|sổ|hóa\s+đơn|hoá\s+đơn|pl|stt|sst"
)

_TYPE = (
    r"(?:luật|nghị\s+quyết|quyết\s+định|chỉ\s+thị|chương\s+trình|kế\s+hoạch|đề\s+án|báo\s+cáo|hướng\s+dẫn|KH|BC|CT|QĐ)"
)
_COUNTED = r"\s*(?:%|năm|lần|ngày|tháng|quý|số\s+(?:điều|nội\s+dung|nhiệm\s+vụ)|đơn\s+vị|bản|cuộc|đợt)(?!\p{L})|%"

REASONS: tuple[Reason, ...] = (
    _reason(
        "number still to be stamped",
        token=rf"(?:{_TYPE}\s+)?(?:{_SAYS_NUMBER})?(?:19|20)\d{{2}}[-/]\p{{L}}",
        after=r"\s*,?\s*ngày[\s.…]*tháng[\s.…]*năm",
    ),
    _reason("number still to be stamped", before=r"/\s*$", token=r"(?:19|20)\d{2}[-/]"),
    _reason("form or annex", before=rf"(?<!\p{{L}})(?:{_FORMS})\s+(?:số\s*)?$"),
    _reason("form or annex", token=r"PL"),
    _reason("licence", token=rf"(?:{_SAYS_NUMBER})?\d+(?:/\d{{4}})?[-/](?:GP|GCN|GXN|ĐKKD|GPXD)"),
    _reason("number plate", before=r"biển\s+(?:số\s+)?$|biển\s+kiểm\s+soát\s*$", token=r"\D*\d{2}\p{Lu}"),
    _reason(
        "address",
        token=rf"{_SAYS_NUMBER}\d{{1,4}}\p{{L}}?(?:[-/]\d{{1,4}}\p{{L}}?)*(?:[-/]\p{{Lu}}\d+)?$",
        after=r"\s*[-,]?\s*(?:đường|phố|ngõ|ngách|khu|lô|tầng|đại\s+lộ|quốc\s+lộ|-\s*\d+\s+phố|(?-i:\p{Lu}\p{Ll}+))",
    ),
    _reason("number of something else", before=rf"(?<!\p{{L}})(?:{_NUMBERED_NOUNS})\s+$", token=_SAYS_NUMBER),
    _reason("law and discipline in general", before=r"(?<!\p{L})(?:kỷ|pháp)\s+$", token=r"luật"),
    _reason(
        "ordinal of a plenum",
        token=r"(?:NQ|nghị\s+quyết)\s+\d{1,2}$",
        after=r"\s*(?:(?:TW|trung\s+ương)\s*)?,?\s*\(?(?:kh(?:oá|óa|oa)|kỳ)\s+[IVX]+(?!\p{L})",
    ),
    _reason("count", before=r"\d\s*$", token=r"(?:số|CV)\s"),
    _reason("count", token=rf"{_TYPE}\s*:?\s*\d{{1,3}}$", after=_COUNTED),
    _reason("plan or figure of a year", token=rf"(?:.*[-/ ])?(?:{_TYPE}|KT-XH)\s?(?:19|20)\d{{2}}$"),
    _reason(
        "count",
        token=rf"(?-i:{_TYPE})\s+[1-9]\d{{0,3}}$",
        after=r"\s+(?!(?:của|về|ngày|năm|và|do|quy|có|được|thì|đã|là|này|nêu)(?!\p{L}))(?-i:\p{Ll})",
    ),
    _reason("one digit behind a word in small letters", token=rf"(?-i:{_TYPE})\s+[1-9]$"),
    _reason("scale", token=r"(?:\p{L}+\s+)?1/\d{3,5}$|QH\s+1/\d"),
    _reason("half a symbol beside the whole one", token=r"\p{Lu}{2}\s+\d+$", after=r"\s*/\s*\d{1,5}/\d{4}/\p{Lu}"),
    _reason(
        "words in the place of codes",
        token=r".*\d/(?-i:\p{Lu}*[ÀÁẢÃẠẮẰẲẴẶẤẦẨẪẬÈÉẺẼẸẾỀỂỄỆÌÍỎÒÓỐỒỔỖỘỚỜỞỠỢÙÚỤỨỪỬỮỰỲ]\p{Lu}*)",
    ),
    _reason("abbreviated words", token=r"(?:\d[\d/]*\s)?(?-i:C/O|\p{Lu}{1,2}/\p{Lu}{3,})(?:\s\d)?$"),
    _reason(
        "list or section number", before=r"(?:^|[\n|])[\s(]*$", token=r"(?:\d{1,2}|[IVX]+)\s?[-/]\s?\p{L}+(?:\b|$)"
    ),
    _reason(
        "list or section number",
        before=r"(?<!\p{L})(?:điều|khoản|mục|điểm|phần|chương|bước|bài)\s+$",
        token=r"\d{1,3}\s?[-/]\s?\p{L}",
    ),
    _reason("name of a place, a body or a thing, and a number", token=r"(?-i:\p{Lu})[\p{L}]*(?:-\p{L}+)+[\s-]+\d+$"),
    _reason("name of a thing", token=r"\d+\s+(?-i:\p{Lu}{3,}-\p{Lu}{3,})$"),
    _reason("name of a thing", token=r"\d\p{Lu}/(?-i:\p{Lu}\p{L}\p{Lu})$"),
    _reason("a file's mark", before=r"lưu\s*:[^\n]{0,30}\(?$"),
    _reason(
        "number beside a word",
        token=r"\d[\d.,]*\s?[-/]\s?(?-i:\p{Lu}\p{Ll}+|\p{Lu})(?:\s?[-/.]\s?(?-i:\p{Lu}?\p{Ll}+))*$",
    ),
    _reason("chemical formula", token=r"(?-i:NO\d)"),
    _reason("digital", token=r"số\s+\d(?:x\d|G)"),
    _reason(
        "number of a team or a place",
        before=r"(?<!\p{L})(?:rừng|đội|trạm|tổ|kho|cầu|cổng|nhà)[\s,]+$",
        token=r"số\s+\d{1,2}$",
    ),
    _reason(
        "number of something else",
        before=rf"^(?!(?s:.*)(?<!\p{{L}})(?:{_TYPE}|nghị\s+định|thông\s+tư|công\s+văn|văn\s+bản|thông\s+báo|tờ\s+trình)(?!\p{{L}})[^.;\n]{{0,30}}$)",
        token=rf"{_SAYS_NUMBER}\d[\dx.-]{{0,14}}$",
    ),
)

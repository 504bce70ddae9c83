"""Numbers that look like indicators and are not: names, ordinals, durations, ages, thresholds, telephone numbers."""

from __future__ import annotations

from functools import cache

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.lexicon import alternatives, cue, cues, find, last_words, unit_at
from extractors.indicators.quantities import Quantity
from extractors.numbers.comparators import comparator_after, comparator_before
from gazetteers import read_table

_COUNTS_ON = Ending(r"(?:tổng|thêm|được|chia làm|gồm|thành)\s+\S+\s*$", regex.IGNORECASE)
_LONGER_WORD = Ending(r"(?:kỷ|pháp)\s+$", regex.IGNORECASE)
_ITS_RATE = regex.compile(r"\s*/\s*\d[\d.]*\s*(?:đạt|bằng|,)")
_CLOSES = regex.compile(r"\s*[\])]")
_SIZE_BEFORE = Ending(r"\d\s?\p{Ll}*\s?[x×]\s*$")
_CAR = regex.compile(r"(?<!\p{L})xe(?!\p{L})", regex.IGNORECASE)
_FROM = Ending(r"(?<!\p{L})từ\s*(?:đủ\s*)?$", regex.IGNORECASE)


def _phrases(side: str, *scopes: str) -> list[str]:
    rows = read_table("indicator_bait")
    return [row["phrase"] for row in rows if row["side"] == side and row["scope"] in scopes]


@cache
def _before(scope: str) -> Ending:
    phrases = _phrases("left", "any", *({"number": ("number",), "percent": ("percent",)}.get(scope, ())))
    return Ending(rf"{alternatives(phrases)}\s*:?\s*$", regex.IGNORECASE, last_words(phrases))


@cache
def _behind(counted: bool) -> Cue:
    phrases = _phrases("right", "any", *(("number", "count") if counted else ()))
    return Cue(rf"\s*{alternatives(phrases)}", regex.IGNORECASE)


@cache
def _only_percent() -> Cue:
    return Cue(rf"\s*{alternatives(_phrases('right', 'percent'))}", regex.IGNORECASE)


@cache
def _abstract() -> frozenset[str]:
    """Things that are many in plans and programmes without being achieved: counted only where they were."""
    return frozenset(cues("abstract_thing"))


_DONE = Ending(
    rf"{cue('done_to_things')}(?:\s+(?:được|mới|thêm|tổng số|các|với))*\s*$",
    regex.IGNORECASE,
)
_COUNTING = Ending(rf"{cue('before_counts')}\s*$", regex.IGNORECASE, last_words(cues("before_counts")))
_PHONE = regex.compile(r"0\d{8,}|\d{3,4}[. ]\d{3}[. ]\d{3,4}|0\d{2,4}[. ]\d{5,8}|1[89]00\d*")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_SCALE = Ending(r"(?:tỷ lệ|tỉ lệ|bản đồ|quy hoạch|tỷ lệ xích)\s*:?\s*$", regex.IGNORECASE)
_THRESHOLD = Ending(
    r"(?<!\p{L})có\s+dưới\s*$|(?<!\p{L})nếu\s+(?:\S+\s+){0,4}có\s+(?:từ\s+)?$|(?:doanh\s+nghiệp|đơn\s+vị|cơ\s+sở|nơi|"
    r"CĐCS|xã|thôn|trường|hộ|huyện)\s+(?:\S+\s+){0,3}có\s+(?:từ|từ\s+đủ|không\s+quá)\s*$",
    regex.IGNORECASE,
)
_MOVED = Ending(r"(?:tăng|giảm|còn|hơn|thêm|bớt|với|và|thiếu)\s*$", regex.IGNORECASE)
_CHANGED = Ending(r"(?<!\p{L})(?:tăng|giảm|thêm|bớt)\s*$", regex.IGNORECASE)
_ALSO_VERBS = frozenset(("số", "cấp", "chỉ tiêu", "tổ", "đoàn"))
_OF_GROUP = Ending(
    r"(?<!\p{L})(?:của(?:\s+(?:các|cả|tất\s+cả))?|giữa|UBND|HĐND|LĐLĐ|Sở(?:\s+\p{Lu}+)?)\s*$", regex.IGNORECASE
)
# `báo cáo của 20 đơn vị`, `23 khu tập thể của 14 đơn vị`
_OWNERS = Ending(r"(?:\d[\d.]*\s+(?:\p{L}+\s+){1,4}|báo\s+cáo\s+|ý\s+kiến\s+|hồ\s+sơ\s+)của\s*$", regex.IGNORECASE)
# `nghỉ lễ Quốc khánh 2/9`
_DAY_KEPT = Ending(
    r"(?<!\p{L})(?:lễ|Quốc\s+khánh|dịp|sáng|trưa|chiều|tối|đêm|hôm|Phụ\s+nữ|Nhà\s+giáo(?:\s+Việt\s+Nam)?|"
    r"Quốc\s+tế\s+(?:Lao\s+động|Phụ\s+nữ|Thiếu\s+nhi)|Thương\s+binh\s*-?\s*[Ll]iệt\s+sĩ)\s*\(?$"
)
_ROUND_THE_CLOCK = regex.compile(r"(?<![\d.,/])24/(?:7|24)(?![\d/])")
_NAMED_SITE = Ending(r"(?<!\p{L})Cơ\s+sở\s*$")
_PLACE_NAME = Ending(r"\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+\s*$")
_SIZE = regex.compile(r"\s*[x×]\s*\d")
_FREQUENCY = frozenset(("ngày", "tuần", "tháng", "quý", "năm", "giờ", "đêm", "vụ", "nhiệm kỳ"))
_TIMES = frozenset(("lần", "đợt", "buổi", "bữa"))
_PER_SO_MANY = frozenset((100, 1_000, 10_000, 100_000, 1_000_000))
# `số ca tử vong trên một triệu dân`
_PER_HEAD = Ending(
    r"(?<!\p{L})(?:ca|số|tỷ\s+lệ|người|tử\s+vong|sinh|mắc|giường|bác\s+sĩ)\s+(?:\p{L}+\s+){0,3}trên\s+(?:mỗi\s+)?$",
    regex.IGNORECASE,
)
# `bị phạt đến 15 lần`, `vi phạm 2 lần trở lên`
_SUFFERED = Ending(
    r"(?<!\p{L})(?:bị|vi\s+phạm)\s+(?:(?:phạt|xử\s+phạt|nhắc\s+nhở|lập\s+biên\s+bản)\s+)?(?:đến\s+|tới\s+|từ\s+)?$",
    regex.IGNORECASE,
)
_NET_ADDRESS = Ending(r"(?:https?://|www\.)\S*$", regex.IGNORECASE)
# `… ở trên 1 CỘNG HÒA XÃ HỘI …`
_HEADING = regex.compile(r"\s*\p{Lu}{3,}\s+\p{Lu}{2,}(?!\p{Ll})")
_FULL_MARKS = frozenset((4, 10, 100))
_MARKS = Ending(r"(?<!\p{L})điểm(?!\p{L})[^;.]{0,50}$", regex.IGNORECASE)
# `Hai người chết do bão`
_VICTIMS = regex.compile(
    r"\s*\p{L}+(?:\s+\p{L}+)?\s+(?:bị\s+)?(?:chết|thiệt\s+mạng|tử\s+vong|mất\s+tích|thương|thương\s+vong|bắt|khởi\s+tố)(?!\p{L})",
    regex.IGNORECASE,
)
# Classes of lines, ships and devices, not amounts.
_RATINGS = frozenset(
    ("kv", "v", "ma", "a", "hz", "khz", "mhz", "ghz", "dwt", "db", "inch", "megapixel", "bit", "gb", "mb", "tb")
)
_LEGAL_RATE = Ending(
    r"(?:thuế\s+suất|mức\s+thuế|tỷ\s+lệ\s+trích|thuế\s+giá\s+trị\s+gia\s+tăng|thuế\s+GTGT|thuế\s+TNDN)(?:\s+là|"
    r"\s+mức)?\s*$",
    regex.IGNORECASE,
)
_BRACKETED = Ending(r"[\[(]\s*$")
_BLANK = Ending(r"(?:\.{2,}|…|_{2,})\s*%?\s*$")
_BLANK_SIGNS = frozenset(".…_")
_UPWARD = regex.compile(r"[\s\p{L}\d.,/%]{0,40}?\s(?:trở lên|trở xuống)(?!\p{L})", regex.IGNORECASE)


def bait_reason(view: str, q: Quantity, start: int, end: int, planned: bool = False) -> str | None:
    """Why a quantity is no indicator, or null where nothing speaks against it.

    Args:
        view: the folded document text.
        q: a quantity of the sentence `view[start:end]`.
        start, end: bounds of its sentence, code points.
        planned: whether the sentence sets a target (a threshold there is a norm to reach).
    """
    left, right = view[max(start, q.start - 60) : q.start], view[q.number_end : min(end, q.number_end + 80)]
    bare = _without_comparator(left)
    if q.fraction and _ROUND_THE_CLOCK.search(view, max(start, q.start - 3), min(end, q.number_end + 3)):
        return "around the clock"
    if len(q.literal) > 3 and _PHONE.fullmatch(q.literal) and not q.magnitude and q.kind is None:
        return "telephone number"
    if q.in_words and q.value == 0:
        return "no number"
    if left.rstrip().rstrip("%").rstrip()[-1:] in _BLANK_SIGNS and _BLANK.search(left):
        return "blank to be filled"
    return (
        _by_name(q, left, bare)
        or _by_right(q, right, view, end)
        or _by_shape(q, left, right, bare)
        or _by_threshold(q, left, right, planned)
        or (None if q.kind != "count" else _by_noun(q, bare, planned))
    )


def _without_comparator(left: str) -> str:
    found = comparator_before(left)
    return left[: found[1]] if found else left


def _by_name(q: Quantity, left: str, bare: str) -> str | None:
    """A noun right before the number takes it as its name: `Điều 5`, `lớp 9`, `thứ 3`."""
    scope = "number" if q.kind in ("count", None) and not q.magnitude else "any"
    if q.kind == "percent":
        scope = "percent"
    if scope == "number" and len(q.literal) > 3:
        # Names have small numbers: `cấp 481.235 thẻ` is a verb.
        scope = "any"
    found = _before(scope).search(left)
    if found is None or (left != bare and q.kind is not None):
        return None
    if found[0].strip().lower() in ("số", "ngõ", "ngách", "hẻm", "số nhà") and (q.unit or "").lower() in (
        "đường",
        "phố",
        "ngõ",
        "ngách",
        "hẻm",
    ):
        return "address"
    word = found[0].strip(" :").lower()
    if word == "số" and _PLACED.search(left[: found.start()]):
        return "address" if q.kind == "count" else "part of a name"
    if word in _CALENDAR and (q.magnitude or "," in q.literal or (q.value > 60 and q.known_unit)):
        # `lũy kế 9 tháng 268,7 triệu USD`: the month is counted already.
        return None
    if (word in ("khoản", "điều") and found[0].strip()[:1].isupper()) or (
        word == "tổ" and (q.unit or "").lower() in _PLACES
    ):
        return "part of a name"
    # `tổng số 12 dự án`, `ngày một 5`: the noun belongs to a longer word that counts.
    if _COUNTS_ON.search(left):
        return None
    if q.known_unit and q.kind == "count" and (found[0].strip().lower() in _ALSO_VERBS or q.value > 31):
        return None
    if _LONGER_WORD.search(left[: found.start()]):
        return None
    return "part of a name"


# `tại số 225 …`, `bão số 9`
_PLACED = Ending(
    r"(?<!\p{L})(?:tại|ở|địa\s+chỉ|trụ\s+sở|bão|cơn\s+bão|cột\s+mốc|mốc|áp\s+thấp)\s*:?\s*$", regex.IGNORECASE
)
_CALENDAR = frozenset(("tháng", "quý", "ngày", "tuần", "năm"))
_PLACES = frozenset(("phường", "xã", "thôn", "khu phố", "ấp", "quận", "huyện", "thị trấn"))


def _by_right(q: Quantity, right: str, view: str, end: int) -> str | None:
    # A longer unit wins: `12 giờ công` is no clock time, `5 năm học` stays one.
    hit = unit_at(view, q.number_end + len(right) - len(right.lstrip()))
    if q.kind == "percent":
        return "kind, not share" if _only_percent().match(view, q.end, end) else None
    found = _behind(q.kind in ("count", None)).match(right)
    if found is None or (hit is not None and len(hit[0].text) > len(found[0].strip())):
        return None
    if q.dimension == "time" and q.value >= 100:
        return None
    return "duration, rank or slogan"


def _by_shape(q: Quantity, left: str, right: str, bare: str) -> str | None:
    if q.dimension == "time" and q.value < 100 and not q.per and "phát sóng" not in (q.unit or ""):
        return "duration or clock time"
    if q.fraction == "part" and q.value <= 31 and _DAY_KEPT.search(left):
        return "a day"
    if q.kind is None and q.fraction and q.value <= 31 and not _ITS_RATE.match(right):
        return "fraction without a unit"
    if q.kind in (None, "count") and _YEAR.fullmatch(q.literal) and not q.magnitude and not _COUNTING.search(bare):
        return "year"
    if q.kind is None and not q.fraction and (_BRACKETED.search(left) or _CLOSES.match(right)) and not q.negative:
        return "footnote or list number"
    if q.kind == "percent" and _LEGAL_RATE.search(bare):
        return "rate laid down by law"
    if q.fraction and q.value == 1 and _SCALE.search(left):
        return "map scale"
    if q.value in _PER_SO_MANY and q.dimension == "people" and _PER_HEAD.search(left):
        return "base of a rate"
    if (q.unit or "").lower() == "lần" and _SUFFERED.search(left):
        return "times of the same"
    if _NET_ADDRESS.search(left):
        return "address of a page"
    if q.kind in (None, "count") and not q.known_unit and _HEADING.match(right):
        return "number of a page"
    if q.fraction and q.value in _FULL_MARKS and _MARKS.search(left):
        return "marks"
    if q.kind == "measure" and (_SIZE.match(right[q.end - q.number_end :]) or _SIZE_BEFORE.search(left)):
        return "size of a thing"
    if (q.unit or "").lower() in _RATINGS:
        return "rating of a device"
    if (q.unit or "").split("/")[0].lower() in _TIMES and (q.per or "").lower() in _FREQUENCY:
        return "frequency"
    if (
        q.kind == "count"
        and q.value <= 20
        and (_NAMED_SITE.search(left) or (q.dimension == "organisations" and _PLACE_NAME.search(left)))
    ):
        return "number in a name"
    if (q.unit or "").lower() == "chỗ" and _CAR.search(left[-20:]):
        return "size of a car"
    if q.in_words and q.dimension == "people" and 1 < q.value < 11 and _VICTIMS.match(right):
        return None
    if q.in_words and q.value < 11 and not _COUNTING.search(bare):
        return "number word in running text"
    if q.in_words and q.value == 5 and not q.known_unit:
        return "year or school year"
    if q.in_words and q.value == 1 and q.kind != "money":
        return "indefinite one"
    return None


def _by_threshold(q: Quantity, left: str, right: str, planned: bool) -> str | None:
    """`doanh nghiệp có từ 25 đoàn viên trở lên` says which enterprises, not how many members."""
    if q.kind == "percent" or (planned and q.kind != "count"):
        return None
    if _THRESHOLD.search(left):
        return "threshold"
    if planned:
        return None
    upward = _UPWARD.match(right) or comparator_after(right)
    return "threshold" if upward and _FROM.search(left) else None


def _by_noun(q: Quantity, bare: str, planned: bool) -> str | None:
    noun = (q.unit or "").split("/")[0].lower()
    if q.fraction or q.per:
        return None
    if noun == "bộ" and q.value == 1:
        return "copies of a file"
    if (
        (q.dimension == "organisations" or noun == "bộ")
        and q.value < 64
        and _OF_GROUP.search(bare)
        and not _OWNERS.search(bare)
    ):
        return "a definite group"
    if (
        noun in _abstract()
        and not _DONE.search(bare)
        and not _CHANGED.search(bare)
        and q.value < 100
        and not (planned and find("action").search(bare[-20:]))
    ):
        return "theme or part of a plan"
    if (
        not q.known_unit
        and q.value < 100
        and not (_DONE.search(bare) or _MOVED.search(bare) or find("action").search(bare[-25:]))
    ):
        return "unknown noun"
    return None

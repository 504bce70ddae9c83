"""Numbers that are not what was reached but what it is seen against: earlier levels and plans."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause
from extractors.indicators.drafts import Draft, Place
from extractors.indicators.heads import Head, Token, changes, longest
from extractors.indicators.labels import cue_set, last_piece, measure_run
from extractors.indicators.lexicon import find
from extractors.indicators.quantities import Quantity

_PIECE_END = regex.compile(r"[,;:]")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_BEFORE = regex.compile(r"cùng\s+k[ỳì]|năm\s+(?:trước|ngoái)", regex.IGNORECASE)
_SEASON = regex.compile(r"(?:vụ|năm|mức)\s")

_BASE = regex.compile(
    r"(?:(?:trong\s+khi|cùng|của)\s+)?(?:cùng\s+k[ỳì]|hồi\s+(?:đầu|cuối)\s+năm|cùng\s+thời\s+điểm|năm\s+trước|năm\s+ngoái|tháng\s+trước|quý\s+trước)(?!\p{L})",
    regex.IGNORECASE,
)
_EARLIER = Ending(
    r"\(\s*(?:(?:vào\s+)?đầu\s+(?:nhiệm\s+kỳ|kỳ|năm|giai\s+đoạn)|cùng\s+k[ỳì](?:\s+năm\s+(?:trước|ngoái))?|(?:năm|tháng|quý|kỳ|nhiệm\s+kỳ|phiên|vụ)\s+(?:trước|ngoái)|trước\s+(?:đó|đây|khi\s+\p{L}+(?:\s+\p{L}+)?)|(?:chỉ\s+tiêu|con\s+số)?\s*đầu\s+kỳ)\s*"
    r"(?:\d{4}\s*)?[:,]?\s*(?:là|đạt|chỉ|có|chỉ\s+là|chỉ\s+có|chỉ\s+đạt)?\s*$|"
    r"(?<!\p{L})con\s+số\s+(?:này\s+)?(?:của\s+)?(?:cùng\s+k[ỳì]\s+)?(?:(?:năm|tháng|quý)\s+(?:\d[\d/]*|trước|ngoái)|đầu\s+\p{L}+)\s+(?:chỉ\s+)?(?:là|đạt|có|ở\s+mức)\s*$|"
    r"(?<!\p{L})(?:đỉnh|kỷ\s+lục|mức\s+cao\s+nhất)(?!\p{L})[^(),;]{0,60}\(\s*$",
    regex.IGNORECASE,
)
_AGAINST = Ending(r"(?<!\p{L})so\s+với\s+[^,;:()]+\(?\s*$", regex.IGNORECASE)
_AT_FIRST = Ending(
    r"(?<!(?:tháng|quý|ngày|tuần)\s+)(?<!\p{L})đầu\s+(?:năm|nhiệm\s+kỳ|kỳ|giai\s+đoạn)(?:\s+(?:19|20)\d\d)?\s+(?:là|có|chỉ\s+có|chỉ\s+là)\s*$",
    regex.IGNORECASE,
)
_THEN_LATER = Cue(
    r"(?<!\p{L})(?:cuối\s+(?:năm|kỳ|nhiệm\s+kỳ)|cuối\s+(?:19|20)\d\d|đến\s+nay|hiện\s+(?:nay\s+)?(?:còn|có)|chỉ\s+còn)(?!\p{L})",
    regex.IGNORECASE,
)
_IN_YEAR = Ending(
    r"\(\s*(?:tương\s+đương\s+(?:với\s+)?)?(?:cả\s+)?(?:năm|vụ|mùa)\s+(?P<year>(?:19|20)\d\d)\s*(?::|là|đạt|chỉ|có|chỉ\s+có|chỉ\s+đạt)?\s*$",
    regex.IGNORECASE,
)
_OF_TERM = Ending(r"\(\s*đầu\s+(?:nhiệm\s+kỳ|kỳ|giai\s+đoạn)\s*:?\s*(?:là|có)?\s*$", regex.IGNORECASE)
# `năm ngoái công hái là 900 đồng/kg, nay 1.200 đồng/kg`
_ONCE = Ending(
    r"(?<!\p{L})(?:năm\s+(?:ngoái|trước)|trước\s+(?:đây|đó|kia)|hồi\s+đầu\s+năm)(?!\p{L})[^;:.\d]*$", regex.IGNORECASE
)
_NOW_ON = Cue(r"(?<!\p{L})(?:nay|hiện\s+nay|bây\s+giờ|năm\s+nay)(?!\p{L})", regex.IGNORECASE)
_AIM_SET = Ending(r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?: \S+)* (?:đề ra|đặt ra|được giao)$")
_RANKING = frozenset(("cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "lớn hơn", "kém hơn", "vượt", "hụt"))
_AIM_END = Ending(r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?: (?:đề ra|đặt ra|năm|cả năm|của năm))?$")
_FROM_WHERE = Cue(r"(?<!\p{L})từ\s+chỗ(?!\p{L})", regex.IGNORECASE)
_IF = Ending(
    r"(?<!\p{L})nếu(?:\s+như)?\s+(?:bình\s+quân\s+|trong\s+|vào\s+|ở\s+)?(?:giai\s+đoạn|năm|trước|đầu|cuối|tháng|quý|thời\s+điểm|nhiệm\s+kỳ|\d)[^;:]*$",
    regex.IGNORECASE,
)
_THEN = Cue(r"(?<!\p{L})(?:thì|đến\s+nay|nay)(?!\p{L})", regex.IGNORECASE)


def is_baseline(
    rest: tuple[Token, ...],
    head: Head,
    compared: str,
    last: Draft | None,
    clause: Clause,
    head_text: str,
    following: str = "",
) -> bool:
    if compared and head.verb in ("none", "exist") and not find("plan_object").search(compared):
        return True
    if (
        compared
        and head.verb == "level"
        and last is not None
        and last.quantity.kind == "percent"
        and not head.direction
    ):
        value = last.quantity.value
        if _YEAR_BEFORE.search(compared) and last.role in ("result", "share") and clause.depth:
            # `đạt 95,38% (giảm nhẹ so với năm ngoái là 99,8%)`
            return value > 0
    piece = [t for t in last_piece(rest) if t.kind != "mark"]
    words = [t for t in piece if t.kind == "word" and t.key not in ("trong", "khi", "đó", "của", "thì", "còn", "và")]
    if words and len(words) <= 8 and _BASE.match(" ".join(t.key for t in words)):
        return True
    if (last is not None and tells_earlier(head_text)) or _OF_TERM.search(head_text):
        return True
    if following and _AT_FIRST.search(head_text) and _THEN_LATER.search(following):
        # `đầu năm là 3.654 hộ …, cuối năm chỉ còn 2.700 hộ`
        return True
    # `(cùng kỳ 2004 đạt 15,6%; 2003: 15,1%)`: one more year of the same comparison.
    listed = clause.depth > 0 and last is not None and last.role == "baseline" and last.clause.depth == clause.depth
    if listed and not words and head.verb in ("none", "level") and not head.direction:
        return True
    # `gấp 1,2 lần cùng kỳ (9 tháng năm 2018: 16.560 tỷ đồng)`
    dated = clause.depth > 0 and clause.opener == ":" and not words and last is not None
    return dated and last is not None and last.role in ("change", "index") and last.clause.depth < clause.depth


def is_aim(rest: tuple[Token, ...], compared: str, head: Head) -> bool:
    if compared:
        return bool(find("plan_object").search(compared)) and head.verb in ("level", "none", "exist")
    piece = [t.key for t in last_piece(rest) if t.kind == "word"]
    if piece[:1] == ["tổng"]:
        piece = piece[1:]
    if piece[-2:] == ["đến", "nay"]:
        piece = piece[:-2]
    text = " ".join(piece)
    if head.verb == "change" and _AIM_SET.search(text):
        # `vượt mục tiêu đề ra là giảm 3%`
        return True
    if head.verb == "level" and _AIM_END.search(text):
        return True
    if head.action is not None and head.action[1] >= len(rest) - 1:
        # `mục tiêu kết nạp 25.000 đoàn viên`: what is aimed at is done to the thing counted.
        return False
    if piece[:2] in (["nhu", "cầu"], ["tiến", "độ"]):
        # A need is what is measured, no plan that something else is measured by.
        return False
    return find("plan_object").match(text) is not None and len(piece) <= 8 and head.verb in ("none", "level")


def tells_earlier(told: str) -> bool:
    """Whether the words before a bracket name an earlier time (`đầu nhiệm kỳ: …`)."""
    return ("(" in told or "con" in told.lower()) and _EARLIER.search(told) is not None


def of_earlier_year(view: str, q: Quantity, last: Draft, place: Place, year: int | None) -> bool:
    """`388 vụ cháy rừng (cả năm 2004 là 443 vụ)`: a level in a bracket with a year before the text's own."""
    if place.clause.depth == 0 or last.quantity.unit != q.unit or last.role not in ("result", "rate", "share"):
        return False
    said = _IN_YEAR.search(view, max(place.sentence[0], q.start - 40), q.start)
    return said is not None and year is not None and int(said["year"]) < year and last.clause.depth < place.clause.depth


def bracketed(view: str, quantity: Quantity, place: Place, last: Draft | None, leading: int) -> tuple[bool, bool, int]:
    """A number alone in brackets: `so cùng kỳ (433 tỷ đồng)`, `vượt kế hoạch (16%)`, `tăng 12 vụ (15%)`.

    Returns:
        (it is the earlier level, it is the plan, direction of the change it repeats).
    """
    before = view[max(place.sentence[0], place.clause.start - 120) : place.clause.start]
    said = _PIECE_END.split(before[-60:])[-1]
    near = last is not None and last.quantity.end > place.clause.start - len(said)
    if last is not None and near and last.against == "base" and quantity.kind != "percent":
        return True, False, 0
    against = _AGAINST.search(before)
    if last is not None and against and last.quantity.end <= place.clause.start - len(before) + against.start():
        level = last.quantity.kind == quantity.kind and last.role not in ("change", "target_rate")
        if not find("plan_object").search(against[0]) and (quantity.kind != "percent" or level):
            # `so với số việc năm 2016 chuyển sang (144.857 việc)`, `thấp hơn so với năm 2007 (70,4%)`
            return True, False, 0
    plan = max((m.end() for m in find("plan_object").finditer(said)), default=0)
    if plan and len(said[plan:].split()) <= (8 if quantity.kind == "percent" else 12):
        return False, last is None or quantity.kind == last.quantity.kind or last.against == "plan", 0
    if last is not None and last.role == "change" and quantity.kind == "percent" and last.quantity.kind != "percent":
        return False, False, -1 if last.value < 0 else 1
    return False, False, leading


def is_condition(view: str, quantity: Quantity, place: Place) -> bool:
    """`nếu năm 2010 có 5 hợp tác xã thì đến nay đã có 20`: the first number is what the second is seen against."""
    start, _ = place.sentence
    following = place.next_quantity
    if following is not None and following.kind == quantity.kind and _FROM_WHERE.search(view, start, quantity.start):
        return True
    if (
        following is not None
        and following.unit == quantity.unit
        and _ONCE.search(view, start, quantity.start)
        and _NOW_ON.search(view, quantity.end, following.start)
    ):
        return True
    return (
        following is not None
        and following.kind == quantity.kind
        and _IF.search(view, start, quantity.start) is not None
        and _THEN.search(view, quantity.end, following.start) is not None
    )


def budgeted(rest: tuple[Token, ...]) -> tuple[Token, ...]:
    """The budget that somebody set (`tổng chi ngân sách` of `tổng chi ngân sách được Hội đồng nhân dân tỉnh giao là`),
    which is a plan and no outcome; or nothing."""
    keys = [t.key for t in rest]
    if not {"giao", "thông", "phê"} & set(keys) or not {"thu", "chi"} & set(keys):
        return ()
    ends = next((n for n in (2, 1) if " ".join(keys[-n:]) in cue_set("budget_set_by")), 0)
    if ends:
        # `… được Hội đồng nhân dân tỉnh giao là`
        by = next((i for i, key in enumerate(keys) if i > 1 and key in ("được", "do")), 0)
        return rest[:by] if by and keys[0] in cue_set("budget_begins") else ()
    for i in range(len(keys) - 3, 0, -1):
        if " ".join(keys[i - 1 : i + 1]) in cue_set("budget_set_by") and keys[i + 1] in cue_set("budget_begins"):
            return rest[i + 1 :]
    return ()


def aimed_at(rest: tuple[Token, ...]) -> tuple[Token, ...]:
    """What `đạt được mục tiêu tăng trưởng kinh tế 8%` aims at (`tăng trưởng kinh tế`), or nothing."""
    for i in range(len(rest) - 2, max(0, len(rest) - 10), -1):
        if rest[i].kind == "mark":
            return ()
        if f"{rest[i - 1].key} {rest[i].key}" in cue_set("aim_noun") and (
            i < 2 or rest[i - 2].key not in ("trình", "các", "những")
        ):
            after = rest[i + 1 :]
            return after if measure_run(after) else ()
    return ()


def base_years(view: str, head: Head, q: Quantity) -> int | None:
    text = view[max(0, head.start - 30) : q.start]
    if _YEAR.search(text):
        return None
    return 1 if _YEAR_BEFORE.search(text) else None


def before_aim(rest: tuple[Token, ...]) -> tuple[Token, ...]:
    for i in range(len(rest) - 1, 0, -1):
        if " ".join(t.key for t in rest[i - 1 : i + 1]) in ("mục tiêu", "chỉ tiêu", "kế hoạch"):
            return rest[: i - 1]
    return ()


def cut_comparison(view: str, rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], str]:
    """`so với cùng kỳ năm trước tăng 8%`: the comparison before the verb, cut off the subject."""
    for i in range(len(rest) - 1, -1, -1):
        if rest[i].kind == "mark" and rest[i].key in ",;:":
            break
        if rest[i].key == "so" and not (i and rest[i - 1].key == "giá"):
            return rest[:i], " ".join(view[rest[i].start : rest[-1].end].split())
    return rest, ""


def ranked(view: str, rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], str, int] | None:
    """(tokens before, `so với` what, direction) where a comparison stands between verb and number."""
    for start in range(len(rest) - 1, max(-1, len(rest) - 9), -1):
        if rest[start].kind == "mark":
            return None
        hit = longest(rest, start, changes(), 2)
        if hit is None:
            continue
        text = " ".join(view[rest[start].start : rest[-1].end].split())
        if hit[1] not in _RANKING:
            return None
        if find("plan_object").match(text) or find("base").match(text) or _SEASON.match(text):
            return rest[: hit[0]], f"so với {text}", changes()[hit[1]]
        return None
    return None


def before_change(rest: tuple[Token, ...], carry: Carry) -> tuple[tuple[Token, ...], int]:
    """(tokens before the last verb of change, its direction); the direction handed on where there is none."""
    for end in range(len(rest), 0, -1):
        hit = longest(rest, end, changes(), 2)
        if hit is not None and hit[0] > 0:
            return rest[: hit[0]], changes()[hit[1]]
    return rest, carry.direction


def after_from(head: Head, previous: Head | None) -> Head:
    """`tăng từ 7,4% lên 7,61%`: the second number is the level reached."""
    if previous is None or not previous.from_level or head.verb == "change":
        return head
    return head._replace(verb="level", direction=previous.direction or 1)

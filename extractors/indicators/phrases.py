"""What stands behind a number up to where the next begins: its noun phrase, and what it is compared with."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.cues import Cue
from extractors.indicators.around import local_noun
from extractors.indicators.bounds import FROM_UP
from extractors.indicators.clauses import Clause
from extractors.indicators.drafts import Place
from extractors.indicators.heads import Head, Spans, actions, read_head, tokens_of
from extractors.indicators.labels import join_tokens, tidy
from extractors.indicators.lexicon import find, fold, unit_at
from extractors.indicators.quantities import Quantity
from extractors.indicators.subjects import opens_clause
from extractors.indicators.tails import Tail, read_tail
from extractors.numbers.comparators import comparator_after

_SO = regex.compile(r"so(?:\s+với)?\s")
_BOUND_SAID = regex.compile(r"\s+trở\s+(?:lên|xuống)(?!\p{L})")
_GOES_ON = regex.compile(r"(?:có|tại|trong|trên)\s")

# Where a share's noun phrase does not go on.
STOP = regex.compile(
    r"(?:trong|với|để|nhằm|qua|góp|tạo|l(?:ũy|uỹ)\s+kế|đạt|tăng|giảm|bằng|chiếm|đồng|đáp|bảo|phấn|cụ|ngoài|lần\s+lượt|tuy|nhưng|vượt|ước|và\s+đạt|kết\s+quả|tại|từng\s+bước|"
    r"có|mỗi|\d|trên|ít\s+nhất|tối\s+thiểu|tức|\p{L}+\s+được)(?!\p{L})",
    regex.IGNORECASE,
)
_BY_RULE = regex.compile(r"\s+theo\s+(?:tinh\s+thần\s+)?(?=\p{Lu}|tinh)")
_PREPOSITION = Cue(r"\s*(?:đối\s+với|theo|cho|tại|ở|trong|vào|từ|đến|vì|do|so)(?!\p{L})", regex.IGNORECASE)
_PURPOSE = regex.compile(
    r"\s*(?:cho|để|nhằm|từ|sang)\s+(?!khi|nay|năm|ngày|tháng|quý|đầu(?!\s+tư)|cuối|mỗi|\d+\s*/)"
    r"(?P<what>[^;.:()\n,]{2,}(?:,\s+\p{L}+\s+\p{L}+(?=\s+(?:để|khắc)))?[^;.:()\n,]*)",
    regex.IGNORECASE,
)
_PURPOSE_REACH = 110
_PURPOSE_WORDS = 11
_ONLY_TIME = regex.compile(
    r"(?:trong\s+)?(?:những\s+)?(?:thời\s+gian|năm|tháng|ngày)\s+(?:tới|sắp\s+tới|qua|tiếp\s+theo)|"
    r"(?:của|vào|hồi|trong|tại)?\s*(?:cuối|đầu|giữa)?\s*(?:phiên|ngày|tuần|tháng|quý|năm(?:\s+học)?|học\s+kỳ|kỳ|hôm|vụ|thời\s+điểm)(?:\s+(?:hôm|liền))?(?:\s+(?:trước|này|nay|qua|ngoái|đó|kia|giao\s+dịch))+",
    regex.IGNORECASE,
)


# What ends the piece behind a comma before the next number.
_PIECE_END = Cue(
    r"[,;()]|(?<!\p{L})(?:l(?:ũy|uỹ)\s+kế|cho|với|để|nhằm|trong\s+đó|gồm|trị\s+giá|nâng|góp\s+phần|"
    r"tổng\s+(?:số|cộng|kinh|vốn|trị|giá|diện|mức))(?!\p{L})",
    regex.IGNORECASE,
)
# A verb that tells of things counted.
_TELLS = Cue(
    r"(?<!\p{L})(?:được|bị|đã|chưa|đang|không|tham\s+gia|tham\s+dự|gửi|đăng\s+ký|hoàn\s+thành|đạt|vi\s+phạm|hưởng|cần|"
    r"về\s+tội|về\s+hành\s+vi|phải|thuộc|đi\s+vào|có)(?!\p{L})",
    regex.IGNORECASE,
)
# `3 vụ về ma túy và 13 vụ có dấu hiệu gian lận`: each is told by itself.
_OF_ITS_OWN = regex.compile(
    r"(?:về|liên\s+quan|do|của|từ|thuộc|chết|mất\s+tích|tử\s+vong|bị\s+thương)(?!\p{L})", regex.IGNORECASE
)
# `1,5 tỷ đồng x 5 năm = 7,5 tỷ đồng`
_SUM = regex.compile(r"[x×*=+](?!\p{L})", regex.IGNORECASE)
_JOINS = regex.compile(
    r"[.…\s]*(?:và|hoặc|nhưng|nên|thì|rồi|song|gắn\s+(?:liền\s+)?với|đồng\s+thời)(?!\p{L})", regex.IGNORECASE
)
_OFFENCE_END = Cue(r"(?<!\p{L})(?:hành\s+vi|tội(?:\s+danh)?)\s+\p{L}+(?:\s+\p{L}+){0,2}$", regex.IGNORECASE)
_PASSIVE = regex.compile(r"(?:được|bị|đã|sẽ)\s", regex.IGNORECASE)
_DOINGS = 12
_DOING = 4
_SHARED = 7
_ROUGHLY = regex.compile(r"(?:và\s+)?(?:gần|hơn|trên|khoảng|có)?", regex.IGNORECASE)


class Phrases:
    """Reads what stands behind the numbers of one document."""

    def __init__(self, text: str, view: str, spans: Spans) -> None:
        self._text, self._view, self._spans = text, view, spans

    def tail(self, quantity: Quantity, place: Place) -> Tail:
        clause, following = place.clause, place.following
        end = clause.end
        if following is not None:
            tokens = tokens_of(self._view, quantity.end, following.start, self._spans)
            head = read_head(self._view, tokens, quantity.end, following.start)
            rest = between(head, following.kind == "count").rest
            end = max(quantity.end, rest[0].start if rest else head.end)
        tail = read_tail(self._view, quantity.end, end, quantity.kind)
        if tail.against or following is not None:
            return tail
        # `giảm 25.200 tỷ đồng (-3,1%) so với dự toán`: the comparison stands behind the bracket, for both.
        for later in place.clauses[place.index + 1 : place.index + 3]:
            if later.opener == ")" and later.depth <= clause.depth:
                stop = later.quantities[0].start if later.quantities else later.end
                if _SO.match(self._view[later.start : stop]):
                    again = read_tail(self._view, later.start, stop, None)
                    return Tail(tail.start, tail.noun_end, tail.end, again.against, again.comparison)
            if later.opener not in ("(", ")"):
                break
        return tail

    def noun(self, q: Quantity, tail: Tail, head: Head, place: Place, named: bool) -> str:
        """The words behind the number that belong to the thing."""
        if q.fraction == "part" and place.following is not None:
            whole = place.following
            after = Place(place.clauses, place.index, place.order + 1, place.sentence)
            return self.noun(whole._replace(fraction=""), self.tail(whole, after), head, after, named)
        begin = q.end
        if (bound := comparator_after(self._view[begin : tail.noun_end])) is not None:
            begin += bound[1]
        if q.kind in ("money", "measure") and _PREPOSITION.match(self._view, begin):
            return ""
        text = self.plain(begin, tail.noun_end, numbers=True)
        if not text and q.kind in ("count", None) and place.following is None:
            text = self._behind_bracket(place)
        if not text and q.kind == "count" and not head.rest and head.verb == "none" and place.following is None:
            text = self._shared(place)
        if not text and q.kind in ("count", "measure") and q.unit and not q.per:
            text = self._said_next(q, place)
        clause = place.clause
        last = clause.quantities[-1].start == q.start
        first = place.index == 0 or clause.opener in (";", "and", ":", "but")
        opens = (
            first
            and not named
            and head.action is None
            and head.verb in ("none", "exist", "level")
            and not head.direction
        )
        if q.kind == "count" and head.verb != "none":
            opens = False
        if text and last and tail.noun_end == tail.end and q.kind in ("percent", "count") and opens:
            text = " ".join([text, *self._continued(place, text)])
        shared = q.kind == "count" or (q.kind == "percent" and text)
        if shared and last and tail.noun_end == tail.end and len(text.split()) <= 5 and "," not in text:
            text = f"{text}{self._coordinated(place, text)}".lstrip(" ,")
        if (
            q.kind == "count"
            and last
            and len(text.split()) <= 3
            and not (_TELLS.search(text) or _OF_ITS_OWN.match(text))
        ):
            text = f"{text} {self._told_of_all(place)}".strip()
        if q.kind == "percent" and FROM_UP.match(self._view, q.end):
            text = _BOUND_SAID.sub("", text, count=1)
        if text and last and tail.noun_end == tail.end and _OFFENCE_END.search(text):
            text = f"{text}{self._offences(place)}"
        if _ONLY_TIME.fullmatch(text):
            return ""
        if q.kind == "money" and q.per and _PASSIVE.match(text):
            # `tăng giá thêm 150.000 đồng/tấn được áp dụng từ hôm nay`
            return ""
        if _SUM.match(text) or _JOINS.match(text):
            return ""
        words = (_BY_RULE.split(text, maxsplit=1)[0] if "theo" in text else text).split()
        return tidy(" ".join(words[:24]), keep_head=True)

    def purpose(self, q: Quantity, end: int) -> str:
        """For whom, what for, or where from money behind `q` is (`cho 08 tỉnh để khắc phục thiên tai`), or nothing.

        Args:
            end: of the sentence, code points.
        """
        found = _PURPOSE.match(self._view, q.end, min(end, q.end + _PURPOSE_REACH))
        if found is None:
            return ""
        words = tidy(self.plain(found.start("what"), found.end("what")), keep_head=True).split()
        return tidy(" ".join(words[:_PURPOSE_WORDS])) if len(words) > 2 else ""

    def _behind_bracket(self, place: Place) -> str:
        """`317 hộ (61,9%) chưa có nước sạch`: the noun phrase goes on behind the bracket."""
        later = place.clauses[place.index + 1 : place.index + 4]
        if not later or later[0].opener != "(" or len(later[0].quantities) != 1:
            return ""
        closing = next((c for c in later[1:] if c.opener == ")" and c.depth == place.clause.depth), None)
        if closing is None or not self._view[closing.start : closing.start + 1].isalpha():
            return ""
        if STOP.match(self._view, closing.start) and not _GOES_ON.match(self._view[closing.start :]):
            return ""
        tail = read_tail(
            self._view, closing.start, closing.quantities[0].start if closing.quantities else closing.end, "count"
        )
        return "" if tail.against else " ".join(self.plain(closing.start, tail.noun_end).split()[:14])

    def _shared(self, place: Place) -> str:
        """`120 tập thể và 350 cá nhân được khen thưởng`: what is said behind the second is said of both."""
        later = place.clauses[place.index + 1] if place.index + 1 < len(place.clauses) else None
        if later is None or later.opener != "and" or not later.quantities:
            return ""
        second = later.quantities[0]
        if second.kind != "count" or self._view[later.start : second.start].strip():
            return ""
        following = later.quantities[1] if len(later.quantities) > 1 else None
        return self.plain(second.end, following.start if following else later.end)

    def _offences(self, place: Place) -> str:
        """`có hành vi tàng trữ, vận chuyển, mua bán trái phép chất ma túy`: the doings that the list goes on with."""
        pieces: list[str] = []
        for later in place.clauses[place.index + 1 : place.index + 5]:
            said = self.plain(later.start, later.end)
            ends = later.opener not in (",", "and") or later.quantities or later.depth != place.clause.depth
            if ends or not 0 < len(said.split()) <= _DOINGS or find("prosecutes").match(said) or _SO.match(said):
                break
            pieces.append((" và " if later.opener == "and" else ", ") + said)
        return "".join(pieces)

    def _said_next(self, q: Quantity, place: Place) -> str:
        """`ký mới 93 bản, sửa đổi 148 bản thỏa ước`: the noun that the next number of the same unit is told with."""
        later = place.clauses[place.index + 1] if place.index + 1 < len(place.clauses) else None
        if place.following is not None or later is None or later.opener not in (",", "and") or not later.quantities:
            return ""
        second = later.quantities[0]
        told = self._view[later.start : second.start].split()
        if second.unit != q.unit or second.per or later.depth != place.clause.depth or not 0 < len(told) <= _DOING:
            return ""
        stop = later.quantities[1].start if len(later.quantities) > 1 else later.end
        said = self.plain(second.end, stop)
        return "" if _PREPOSITION.match(said) or _TELLS.search(said) else " ".join(said.split()[:_SHARED])

    def _coordinated(self, place: Place, text: str) -> str:
        """`5.366 đề tài, sáng kiến được công nhận`: a second noun behind a comma, with what is said of both.

        Returns:
            `, sáng kiến được công nhận`, or nothing where what stands behind the comma is a clause of its own.
        """
        later = place.clauses[place.index + 1] if place.index + 1 < len(place.clauses) else None
        if later is None or later.opener != "," or later.depth != place.clause.depth:
            return ""
        end = later.quantities[0].start if later.quantities else later.end
        broken = _PIECE_END.search(self._view, later.start, end)
        if later.quantities and broken is None:
            return ""
        tokens = tokens_of(self._view, later.start, broken.start() if broken else end, self._spans)
        if not tokens or len(tokens) > 14 or tokens[0].kind != "word":
            return ""
        if any(t.key[:1].isdigit() for t in tokens):
            return ""
        thing = unit_at(self._view, tokens[0].start)
        if (thing is None or thing[0].kind != "count" or " " not in thing[0].text) and opens_clause(
            tokens, _acts(text)
        ):
            return ""
        return f", {join_tokens(self._text, tokens)}"

    def _told_of_all(self, place: Place) -> str:
        """`15 bộ, 25 địa phương, 13 tập đoàn gửi đăng ký …`: what is said behind the last of a list is said of each.

        Returns:
            `gửi đăng ký …`, or nothing.
        """
        last: Clause | None = None
        for later in place.clauses[place.index + 1 :]:
            if later.opener not in (",", "and") or not later.quantities or later.depth != place.clause.depth:
                break
            second = later.quantities[0]
            said = self._view[later.start : second.start].strip()
            if second.kind != "count" or (said and not _ROUGHLY.fullmatch(said)):
                break
            last = later
        if last is None:
            return ""
        second = last.quantities[0]
        if len(last.quantities) > 1:
            return ""
        place = replace(place, index=place.clauses.index(last), order=0)
        tail = read_tail(self._view, second.end, last.end, "count")
        told = self.plain(second.end, tail.noun_end)
        if tail.noun_end == tail.end and len(told.split()) <= 5:
            told = f"{told}{self._coordinated(place, told)}"
        found = _TELLS.search(told)
        return " ".join(told[found.start() :].split()[:14]) if found else ""

    def _continued(self, place: Place, text: str) -> list[str]:
        """Clauses behind that go on with the noun phrase a share is said of."""
        pieces: list[str] = []
        for later in place.clauses[place.index + 1 :]:
            words = len(text.split()) + sum(len(p.split()) for p in pieces)
            ends = later.opener not in (",", "and", "with") or later.depth != place.clause.depth
            if ends or words > 20 or STOP.match(self._view, later.start):
                break
            joint = " và " if later.opener == "and" else ", " if later.opener == "," else " "
            if later.quantities:
                said = self._view[later.start : later.quantities[0].start].strip()
                if not said or _ROUGHLY.fullmatch(said):
                    break
                if find("level").search(self._view, later.start, later.quantities[0].start) or later.opener == "and":
                    break
                pieces.append(joint + self.plain(later.start, later.end))
                break
            pieces.append(joint + self.plain(later.start, later.end))
        return pieces

    def plain(self, start: int, end: int, numbers: bool = False) -> str:
        """Text without dates and numbers; `numbers` keeps those (`đạt 4 sao`, `có từ 10 lao động trở lên`)."""
        tokens = tokens_of(self._view, start, end, self._spans)
        kept = [t for t in tokens if numbers or not (t.kind == "word" and t.key[:1].isdigit())]
        return join_tokens(self._text, kept)


def _acts(text: str) -> bool:
    """Whether a noun is itself a verb of doing (`khiếu nại`, `đối thoại`)."""
    return " ".join(fold(text).split()[:2]) in actions()


def between(head: Head, counts: bool) -> Head:
    """What stands between two numbers of one clause belongs to the first, but for `tổng công suất` and the like, and
    for what was done to the second (`hoàn thành 100% chỉ tiêu kết nạp 4.500 đoàn viên`)."""
    if counts and head.action is not None:
        begin, end = head.action
        return head._replace(rest=head.rest[begin:], action=(0, end - begin))
    at = local_noun(head.rest)
    return head._replace(rest=head.rest[at:] if at is not None else (), action=None)

"""Numbers with their units: `2 tỷ 462 triệu đồng`, `50 học viên/lớp`, `22.300/23.300 tỷ đồng`, `20-25%`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.lexicon import Unit, unit_at, word_at
from extractors.model import IndicatorKind
from extractors.numbers import NumberSpan, Style, find_numbers, join_range
from extractors.numbers.digits import is_ambiguous, read_digits

_SLASH = regex.compile(r"(?:[\s*]*\[\d{1,2}\][\s*]*|\s?)/\s?")
_PIECE_END = regex.compile(r"[;:,()](?!\d)")

Words = Callable[[str], Sequence[tuple[int, int]]]


class Quantity(NamedTuple):
    """A number with its unit. Offsets are code points into the document text."""

    start: int
    end: int
    """End of the unit, or of the number where it has none."""
    number_end: int
    """End of the number with its magnitude."""
    value: Decimal
    high: Decimal | None
    kind: IndicatorKind | None
    """Null where no unit stands behind the number."""
    unit: str | None
    dimension: str = ""
    per: str | None = None
    """What one unit of which the amount is for: `lớp` in `50 học viên/lớp`."""
    fraction: Literal["", "part", "whole"] = ""
    """`part`/`whole`: the numbers before and behind the slash of `13/14 huyện`."""
    literal: str = ""
    magnitude: bool = False
    in_words: bool = False
    negative: bool = False
    raised: bool = False
    """Written with a plus (`(+6%)`): an increase."""
    known_unit: bool = True
    """Whether the unit is in `units.csv` (else it was guessed from the text)."""


_TIGHT = regex.compile(r"\s*")
_PER = regex.compile(r"\s*/\s*")
_PER_TIME = regex.compile(
    r"(?:năm|tháng|ngày|giờ|tuần|quý|vụ|phút|giây|đêm|lần|kỳ|ca|đợt|mùa)(?:/(?:người|năm|tháng|ngày|vụ|"
    r"ha))?(?![\p{L}\d])",
    regex.IGNORECASE,
)
_PER_NAMED = regex.compile(
    r"\s+(?P<noun>\p{L}+(?:\s+\p{L}+){0,2})/(?P<time>năm|tháng|ngày|giờ|vụ)(?![\p{L}\d/])", regex.IGNORECASE
)
_PER_RATIO = regex.compile(
    r"\s+(?P<noun>\p{L}+(?:\s+\p{L}+)?)\s?/\s?(?P<base>(?:100|1\.000|10\.000)\s+\p{L}+\s+\p{L}+)"
)
_PER_ROUND = regex.compile(
    r"((?:0?1|10|100)?\s?(?:vạn|nghìn|triệu)(?=\s)|0?1(?=\s)|100|1\.000|10\.000|100\.000|1\.000\.000|1000|10000|"
    r"100000|\d* ?triệu)(?![\d.,]*\d)"
)
_BASES = frozenset(map(Decimal, (1_000, 10_000, 100_000, 1_000_000)))
# `mA`, `pH`, `kVA` are no nouns.
_NOUN = regex.compile(r"(?!\p{Ll}+\p{Lu})\p{L}[\p{L}\p{M}]*(?:-\p{L}+)*")
# No noun: these can stand right behind a number whose unit is left out.
_FUNCTION = regex.compile(
    r"(?:và|với|so|tăng|giảm|đạt|bằng|trong|là|được|của|cho|đến|tới|trên|dưới|tại|ở|thì|mà|nhưng|để|do|theo|từ|còn|đã|"
    r"sẽ|có|chiếm|vượt|về|như|cùng|nhằm|gồm|hoặc|hay|này|đó|khi|qua|gấp|nên|vào|bao|thuộc|tính|các|những|mỗi|thấp|cao|"
    r"hơn|nữa|phải|bị|đang|rằng|vẫn|cần|lên|xuống|lại|trở|thành|không|chưa|chỉ|cũng|đều|sau|trước|ngoài|giữa|năm|"
    r"tháng|quý|ngày)(?!\p{L})",
    regex.IGNORECASE,
)
_CURRENCY_ENDS = frozenset("$€£¥DRĐ")
_CURRENCY_BEFORE = Ending(r"(?:US\$|\$|€|£|¥|USD|EUR|VNĐ|VND)\s?$")


def find_quantities(
    view: str, start: int, end: int, style: Style, masked: Callable[[int, int], bool]
) -> list[Quantity]:
    """The quantities of `view[start:end]` in order, not overlapping, without those that touch a masked span.

    Args:
        view: the folded text (`DocumentText.view`); offsets in the result are into it.
        start, end: code-point bounds, of one sentence.
        style: how the document writes numbers.
        masked: whether `[a, b)` touches a date, a reference, a name.
    """
    numbers = [n for n in find_numbers(view, start, end, style) if not masked(n.start, n.end)]
    found: list[Quantity] = []
    at = start
    ahead: Quantity | None = None
    read = -1
    for i, number in enumerate(numbers):
        if number.start < at:
            continue
        # The number before has looked at this one already.
        quantity = ahead if read == i else _quantity(view, number, end, style, start)
        if quantity is None:
            continue
        following = numbers[i + 1] if i + 1 < len(numbers) else None
        pair = None
        if following is not None:
            ahead, read = _quantity(view, following, end, style, start), i + 1
            pair = _pair(view, number, quantity, following, ahead)
        for item in pair or (quantity,):
            found.append(item)
            at = item.end
    return found


_DECIMAL_GAP = regex.compile(r",\s|\s,")
_ESTIMATES = Ending(r"(?<!\p{L})(?:hơn|trên|gần|khoảng|xấp\s+xỉ|đạt|chiếm|tăng|giảm)\s*$", regex.IGNORECASE)


def _pair(
    view: str,
    number: NumberSpan,
    quantity: Quantity,
    following: NumberSpan,
    second: Quantity | None,
) -> tuple[Quantity, ...] | None:
    """Two neighbouring numbers that are one thing: a range, or a fraction; else null."""
    if second is None:
        return None
    gap = view[number.end : following.start]
    if (
        _DECIMAL_GAP.fullmatch(gap)
        and len(following.literal) <= 2
        and following.literal.isdigit()
        and number.literal.isdigit()
        and (following.has_magnitude or second.kind == "percent")
        and _ESTIMATES.search(view, max(0, number.start - 12), number.start)
    ):
        # `hơn 6, 7 triệu người`: a blank slipped into the number.
        literal = f"{number.literal},{following.literal}"
        value = Decimal(literal.replace(",", ".")) * following.factor
        return (second._replace(start=number.start, value=value, literal=literal),)
    ranged = join_range(number, following, gap)
    if (
        ranged is None
        and quantity.unit
        and quantity.kind == second.kind
        and second.unit in (quantity.unit, f"{quantity.unit}/{second.per}")
    ):
        # `5% - 10%`, `1 tỷ đồng đến 2 tỷ đồng`: the unit said twice.
        ranged = join_range(number, following, view[quantity.end : following.start])
    if ranged is not None and ranged.high is not None and quantity.end <= following.start:
        return (
            second._replace(
                start=number.start, value=ranged.value, high=ranged.high, literal=number.literal, fraction=""
            ),
        )
    between = view[quantity.end : following.start]
    if not _SLASH.fullmatch(between) or quantity.per:
        return None
    if (
        quantity.unit is None
        and not number.has_magnitude
        and second.unit
        and second.value in _BASES
        and number.value < second.value
    ):
        # `4/100.000 trẻ`: a rate by nature, not a part of a hundred thousand.
        per = " ".join(view[following.start : second.end].split())
        return (quantity._replace(end=second.end, kind="count", unit=f"ca/{per}", per=per, dimension="rate"),)
    if quantity.unit is None:
        part = _with_unit_of(quantity, number, following, second)
        return (part._replace(fraction="part"), second._replace(fraction="whole"))
    if quantity.unit == second.unit and quantity.kind == second.kind:
        return (quantity._replace(fraction="part"), second._replace(fraction="whole"))
    if second.kind is None and quantity.kind == "count" and following.value > number.value:
        # `13.207 đoàn viên/20.000`: the noun is said once, before the slash.
        whole = second._replace(kind="count", unit=quantity.unit, dimension=quantity.dimension, known_unit=True)
        return (quantity._replace(fraction="part"), whole._replace(fraction="whole"))
    return None


def _with_unit_of(part: Quantity, number: NumberSpan, whole: NumberSpan, second: Quantity) -> Quantity:
    """The numerator of `22.300/23.300 tỷ đồng`: unit and magnitude stand behind the other number."""
    value = part.value
    if not number.has_magnitude and whole.has_magnitude and second.kind != "count":
        value *= whole.factor
    return part._replace(kind=second.kind, unit=second.unit, dimension=second.dimension, value=value)


def _quantity(view: str, number: NumberSpan, end: int, style: Style, sentence: int) -> Quantity | None:
    lead = view[max(sentence, number.start - 5) : number.start]
    signed = lead.rstrip()[-1:] in _CURRENCY_ENDS
    before = _CURRENCY_BEFORE.search(view, max(sentence, number.start - 5), number.start) if signed else None
    at = _TIGHT.match(view, number.end, end).end()  # type: ignore[union-attr]
    glued = at == number.end
    unit: Unit | None = None
    stop = number.end
    if before is None and at < end and not (glued and view[at] in ".,;:)"):
        hit = unit_at(view, at)
        if hit is not None and hit[1] <= end:
            unit, stop = hit
    if before is not None:
        hit = unit_at(view, before.start())
        unit = hit[0] if hit else None
    if glued and unit is not None and unit.text == "T":
        # `9T/2020` is nine months.
        unit, stop = None, number.end
    if unit is None and glued and at < end and view[at].isalpha():
        return None
    value = number.value
    if unit is not None:
        value = _reread(number, unit, style, value)
        if unit.kind == "money" and unit.factor != 1:
            value *= Decimal(str(unit.factor))
    start = before.start() if before else number.start
    quantity = Quantity(
        start=start,
        end=stop,
        number_end=number.end,
        value=value,
        high=None,
        kind=unit.kind if unit and unit.kind != "none" else None,
        unit=None,
        dimension=unit.dimension if unit else "",
        literal=number.literal,
        magnitude=number.has_magnitude,
        in_words=number.in_words,
        negative=number.negative,
        raised=view[number.start] == "+",
    )
    if unit is None and number.factor >= 1000 and (slip := _SLIP.match(view, at, end)):
        return _with_per(view, quantity._replace(kind="money", unit="đồng", end=slip.end()), end)
    if unit is None and (spoken := _spoken_money(view, number, at, end, sentence)):
        return _with_per(view, quantity._replace(kind="money", unit=spoken), end)
    if unit is None and (quoted := _QUOTED_NOUN.match(view, at, end)):
        # `11.450 “túi an sinh”`
        noun = " ".join(quoted[1].split())
        return quantity._replace(kind="count", unit=noun, end=quoted.end())
    if unit is not None:
        if unit.text == "lần" and _is_noun(view, stop, end) and not _COMPARES.match(view, stop, end):
            # `2 lần đổi tên` are events, `gấp 2 lần` is a proportion.
            quantity = quantity._replace(kind="count", dimension="events")
        if unit.dimension == "score" and "," not in number.literal and _is_noun(view, stop, end):
            # `40 điểm ngập` are places, `giảm 12 điểm` are points.
            quantity = quantity._replace(kind="count", dimension="things")
        # Money is named by its currency, everything else as it is written.
        name = unit.canonical if unit.kind in ("money", "percent") else " ".join(view[at:stop].split())
        return _with_per(view, quantity._replace(unit=name), end)
    return _without_unit(view, quantity, number, at, end)


# `đồng` as scanners read it.
_SLIP = regex.compile(r"(?:đông|dồng|đổng|đòng)(?=\s*[/.,;:)(]|\s*$|\s+(?:và|để|cho|so|từ|đạt)\s)", regex.IGNORECASE)
_COMPARES = regex.compile(
    r"\s*(?:mức|số|kế\s+hoạch|chỉ\s+tiêu|cùng|giá|bình\s+quân|trung\s+bình|khối\s+lượng|tổng|GDP|dân\s+số|"
    r"vốn)(?!\p{L})",
    regex.IGNORECASE,
)


def _is_noun(view: str, at: int, end: int) -> bool:
    begin = _TIGHT.match(view, at, end).end()  # type: ignore[union-attr]
    begin += view[begin : begin + 1] == '"'
    return _NOUN.match(view, begin, end) is not None and _FUNCTION.match(view, begin, end) is None


def _spoken_money(view: str, number: NumberSpan, at: int, end: int, sentence: int) -> str | None:
    """`lương 7 triệu rưỡi`, `giá 138 nghìn/kg`: money whose `đồng` is left out, where the clause speaks of money."""
    if not number.has_magnitude or not 10**3 <= number.factor < 10**9 or number.value < 1000:
        return None
    noun = _NOUN.match(view, at, end)
    if noun is not None and not _FUNCTION.match(view, at, end):
        return None
    before = view[max(sentence, number.start - 60) : number.start]
    if _MONEY_TALK.search(_PIECE_END.split(before.rstrip(": "))[-1]):
        return "đồng"
    # `- Năm 2020: 750 triệu` in a list of sums.
    listed = before.rstrip().endswith(":") and noun is None and number.factor >= 10**6
    return "đồng" if listed and _MONEY_TALK.search(view, max(0, number.start - _LIST), number.start) else None


_LIST = 250
"""Characters before an item of a list within which it is said what its numbers are."""


_MONEY_TALK = Cue(
    r"(?<!\p{L})(?:thu\s+nhập|lương|giá|tiền|học\s+phí|lệ\s+phí|chi\s+phí|kinh\s+phí|vốn|lãi|thù\s+lao|phụ\s+cấp|"
    r"trợ\s+cấp|doanh\s+thu|bán|mua|kiếm|trả|vay|thưởng|tốn)(?!\p{L})",
    regex.IGNORECASE,
)
_QUOTED_NOUN = regex.compile(r'"(\p{Ll}[^"\n]{1,40})"')


def _reread(number: NumberSpan, unit: Unit, style: Style, value: Decimal) -> Decimal:
    """`11,353 người` cannot be a decimal, `2.157%` beside `6.14%` must be one."""
    if number.has_magnitude or not is_ambiguous(number.literal):
        return value
    if unit.kind == "count" or (unit.kind == "money" and unit.canonical == "đồng"):
        reading: Literal["group", "decimal"] = "group"
    elif "." in number.literal and style.is_english:
        reading = "decimal"
    else:
        return value
    again = read_digits(number.literal, style, reading)
    return value if again is None else (-again if number.negative else again)


def _without_unit(view: str, quantity: Quantity, number: NumberSpan, at: int, end: int) -> Quantity | None:
    noun = _NOUN.match(view, at, end)
    money = number.has_magnitude and number.factor >= 10**6
    known = word_at(view, at) if noun is not None else None
    if noun is None or _FUNCTION.match(view, at, end) or (known is not None and known[0].kind == "none"):
        if money and number.factor >= 10**9:
            return _with_per(view, quantity._replace(kind="money", unit="đồng"), end)
        return quantity._replace(known_unit=False)
    if money and (number.factor >= 10**9 or noun[0].lower() in ("tiền", "vốn", "đầu", "bao", "kinh")):
        # Nothing but money is counted by the thousand million.
        return quantity._replace(kind="money", unit="đồng")
    stop = noun.end()
    return _with_per(
        view, quantity._replace(kind="count", unit=" ".join(view[at:stop].split()), end=stop, known_unit=False), end
    )


def with_whole_word(view: str, quantity: Quantity, start: int, end: int, words: Words | None) -> Quantity:
    """A count whose noun is not in `units.csv` with that noun to its end: `12 tổ hợp`, not `12 tổ`.

    Args:
        view: the folded document text.
        quantity: of the sentence `view[start:end]`.
        words: word segmentation; null leaves the noun at its first syllable.
    """
    if quantity.known_unit or quantity.kind != "count" or quantity.per or quantity.fraction == "part" or words is None:
        return quantity
    at = _TIGHT.match(view, quantity.number_end, end).end()  # type: ignore[union-attr]
    stop = _word_end(view, at, end, words, start)
    if stop is None or stop <= quantity.end:
        return quantity
    return quantity._replace(end=stop, unit=" ".join(view[at:stop].split()))


def _word_end(view: str, at: int, end: int, words: Words, sentence: int) -> int | None:
    for a, b in words(view[sentence:end]):
        if sentence + a <= at < sentence + b:
            return sentence + b
    return None


def _with_per(view: str, quantity: Quantity, end: int) -> Quantity:
    """Add what stands behind a slash: `/năm`, `/xã, phường`, `/1.000 phụ nữ`."""
    if quantity.kind == "measure" and (named := _PER_NAMED.match(view, quantity.end, end)):
        # `10.000 tấn kẽm thỏi/năm`
        unit = " ".join(f"{quantity.unit} {named['noun']}/{named['time']}".split())
        return quantity._replace(end=named.end(), unit=unit, per=named["time"])
    if quantity.kind == "count" and (ratio := _PER_RATIO.match(view, quantity.end, end)):
        # `109 bé trai/100 bé gái`
        unit = " ".join(f"{quantity.unit} {ratio['noun']}/{ratio['base']}".split())
        return quantity._replace(end=ratio.end(), unit=unit, per=" ".join(ratio["base"].split()))
    slash = _PER.match(view, quantity.end, end)
    if slash is None or quantity.unit is None:
        return quantity
    at = slash.end()
    time = _PER_TIME.match(view, at, end)
    stop = time.end() if time else None
    if stop is None and (rounded := _PER_ROUND.match(view, at, end)):
        noun = _TIGHT.match(view, rounded.end(), end).end()  # type: ignore[union-attr]
        hit = unit_at(view, noun)
        stop = hit[1] if hit else None
    if stop is None and at < end and view[at].isalpha() and not _PER_ROUND.match(view, at, end):
        hit = unit_at(view, at)
        word = _NOUN.match(view, at, end)
        stop = hit[1] if hit and hit[1] <= end else word.end() if word and word[0] not in ("GDP", "GRDP") else None
        # `/HTX/năm`
        if (
            stop is not None
            and (more := _PER.match(view, stop, end))
            and (time := _PER_TIME.match(view, more.end(), end))
        ):
            stop = time.end()
    if stop is None:
        return quantity
    per = " ".join(view[at:stop].split())
    # Barrels a day are a flow, not so many barrels.
    kind = "measure" if quantity.unit == "thùng" and time else quantity.kind
    return quantity._replace(end=stop, unit=f"{quantity.unit}/{per}", per=per, kind=kind)

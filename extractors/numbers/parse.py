"""The small public API: one phrase that is a number or an amount of money → its value."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from extractors.model import Comparator
from extractors.numbers.comparators import comparator_after, comparator_alone, comparator_before
from extractors.numbers.digits import LITERAL, read_digits
from extractors.numbers.words import evaluate, lexicon, words_of
from extractors.text import view
from gazetteers import read_table, split_cell

_WORD = regex.compile(r"\p{L}+")
_FIRST_WORDS = regex.compile(r"\p{L}+(?:\s+\p{L}+){0,3}")
_BEFORE_WORD = regex.compile(r"\s+(?=\p{L})")
_AND = regex.compile(r"^(?:và|,)\s*")
_CENTS = regex.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number, or a range when `value_high` is given."""

    value: float
    value_high: float | None = None
    comparator: Comparator = "="


@dataclass(frozen=True, slots=True)
class ParsedMoney:
    """An amount of money in whole units of `currency` (ISO 4217; null where the phrase names none)."""

    value: float
    value_high: float | None = None
    comparator: Comparator = "="
    currency: str | None = None


@cache
def _currencies() -> tuple[dict[str, tuple[str, Decimal]], regex.Pattern[str], regex.Pattern[str]]:
    """Currency word in lower case → (code, factor); patterns of a currency before and after the number."""
    table: dict[str, tuple[str, Decimal]] = {}
    for row in read_table("units"):
        if row["kind"] == "money":
            for unit in split_cell(row["unit"]):
                table.setdefault(unit.lower(), (row["symbol"], Decimal(row["factor"])))
    longest = sorted(table, key=lambda unit: (-len(unit), unit))
    any_unit = "|".join(r"\s+".join(map(regex.escape, unit.split())) for unit in longest)
    return (
        table,
        regex.compile(rf"(?P<unit>{any_unit})\.?\s*(?=[\d,.-])", regex.IGNORECASE),
        regex.compile(rf"\s*(?:(?<!\p{{L}})(?=\p{{L}})|(?=\p{{S}}))(?P<unit>{any_unit})(?!\p{{L}})", regex.IGNORECASE),
    )


_SPLIT = regex.compile(r"\s*-\s*(?=\S)|\s+(?:đến|tới|và)\s+", regex.IGNORECASE)
_LEAD = regex.compile(r"(?:(?:trong\s+)?(?:khoảng\s+)?từ|trong\s+khoảng|giữa|là|số)\s+", regex.IGNORECASE)


@cache
def _number() -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    scale = "|".join(words_of("scale", "hundred", "suffix"))
    sign = "|".join(words_of("sign"))
    point = "|".join(words_of("point"))
    return (
        regex.compile(rf"(?P<digits>{LITERAL}|[.,]\d+)\s*(?P<scales>(?:(?:{scale})(?!\p{{L}})\s*)*)", regex.IGNORECASE),
        regex.compile(rf"(?P<sign>-|(?:{sign})(?!\p{{L}}))\s*", regex.IGNORECASE),
        regex.compile(rf"\s+(?:{point})\s+", regex.IGNORECASE),
    )


def _cardinal(text: str) -> Decimal | None:
    """The value of `text` if all of it is one unsigned number."""
    literal, _, _ = _number()
    tokens: list[str | Decimal] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif found := literal.match(text, at):
            digits = found["digits"]
            scaled = bool(found["scales"])
            value = (
                Decimal("0" + digits.replace(",", "."))
                if digits[0] in ".,"
                else read_digits(digits, None, "decimal" if scaled and "," in digits else None)
            )
            if value is None:
                return None
            tokens += [value, *found["scales"].lower().split()]
            at = found.end()
        elif word := _WORD.match(text[at:]):
            tokens.append(word[0])
            at += word.end()
        else:
            return None
    return evaluate(tokens, spoken=True)


def _signed(text: str) -> Decimal | None:
    text = _trim(text)
    _, sign, point = _number()
    negative = sign.match(text)
    if negative:
        text = text[negative.end() :]
    halves = point.split(text, maxsplit=1)
    value = _cardinal(halves[0])
    if value is not None and len(halves) == 2:
        value = _with_fraction(value, halves[1])
    if value is None:
        return None
    return -value if negative else value


def _with_fraction(whole: Decimal, tail: str) -> Decimal | None:
    """`hai phẩy 23`, `hai phẩy hai ba`: what follows the point is read digit by digit."""
    known = lexicon()
    digits = ""
    for token in tail.split():
        role, value = known.get(token.lower(), ("", Decimal(0)))
        if token.isdigit():
            digits += token
        elif role.startswith("digit"):
            digits += str(value)
        else:
            return None
    return whole + Decimal(f"0.{digits}") if digits else None


def _comparator(text: str) -> tuple[Comparator, str]:
    """The comparator around the number, and the text without it."""
    text = text.strip()
    lead = _FIRST_WORDS.match(text)
    if lead:
        # The longest run of words at the head that is a comparator.
        words = lead[0].split()
        for n in range(len(words), 0, -1):
            head = " ".join(words[:n])
            found = comparator_before(head)
            sign = found[0] if found is not None and found[1] == 0 else comparator_alone(head)
            if sign is not None:
                return sign, text[regex.match(r"(?:\S+\s*){" + str(n) + "}", text).end() :]  # type: ignore[union-attr]
    for match in _BEFORE_WORD.finditer(text):
        after = comparator_after(text[match.start() :])
        if after is not None and match.start() + after[1] == len(text):
            return after[0], text[: match.start()]
    return "=", text


def _range(text: str) -> tuple[str, str] | None:
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    # A minus at the head is a sign, not a range.
    split = _SPLIT.search(body, 1)
    if split is None or (split[0].strip().lower() == "và" and not (lead and "giữa" in lead[0].lower())):
        return None
    return body[: split.start()], body[split.end() :]


def parse_number(text: str) -> ParsedNumber | None:
    """Read a phrase that is one number, in digits, words or both.

    Args:
        text: `hai mươi mốt nghìn không trăm mười một`, `1,2M`, `âm 1.200.000`, `từ 3 đến 5`, `không quá 20`.

    Returns:
        The value (and upper bound of a range) with its comparator, or null where the phrase is no number.
    """
    comparator, body = _comparator(_clean(text))
    if ends := _range(body):
        low, high = _signed(ends[0]), _signed(ends[1])
        if low is not None and high is not None:
            low *= _borrowed(*ends)
            if low < high:
                return ParsedNumber(float(low), float(high), comparator)
    lead = _LEAD.match(body)
    value = _signed(body[lead.end() :] if lead else body)
    return None if value is None else ParsedNumber(float(value), None, comparator)


def _borrowed(low: str, high: str) -> Decimal:
    """`2,5 - 5,5 tỷ đồng`: the low end borrows the magnitude of the high one."""
    scales = _SCALES.search(high)
    if scales is None or _SCALE.search(low) or _UNIT_SAID.search(low):
        return Decimal(1)
    factor = Decimal(1)
    for scale in _SCALE.findall(scales[0]):
        factor *= lexicon()[scale.lower()][1]
    return factor


_SCALE = regex.compile(r"(?<!\p{L})(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|tr|K|M)(?!\p{L})", regex.IGNORECASE)
_SCALES = regex.compile(rf"(?:{_SCALE.pattern}\s*)+", regex.IGNORECASE)
_UNIT_SAID = regex.compile(r"đồng|đô|\p{Sc}|đ(?!\p{L})", regex.IGNORECASE)


def _clean(text: str) -> str:
    return _trim(" ".join(view(unicodedata.normalize("NFC", text)).split()))


def _trim(text: str) -> str:
    """Without blanks and what ends a sentence; `.45` keeps its point."""
    return text.lstrip(" !?").rstrip(" .!?")


def _amount(text: str) -> tuple[Decimal, str | None] | None:
    """(value, currency) of one amount: `$10K`, `hai đô la 23 xen`, `EUR 29,99`, `1,2 triệu`."""
    table, before, after = _currencies()
    text = text.strip()
    if found := before.match(text):
        value = _signed(text[found.end() :])
        code, factor = table[" ".join(found["unit"].lower().split())]
        return None if value is None else (value * factor, code)
    for found in after.finditer(text):
        value = _signed(text[: found.start()])
        if value is None:
            continue
        code, factor = table[" ".join(found["unit"].lower().split())]
        rest = text[found.end() :].strip()
        if not rest:
            return value * factor, code
        small = _small_change(_AND.sub("", rest), code)
        return None if small is None else (value * factor + small, code)
    value = _signed(text)
    return None if value is None else (value, None)


def _small_change(text: str, code: str) -> Decimal | None:
    """`hai đô la 23 xen`, `hai đô 23`, `20 rupees 43 xen`: what is said behind the whole units of a currency."""
    if _CENTS.fullmatch(text) and code != "VND":
        return Decimal(text) / 100
    amount = _amount(text)
    if amount is None or amount[1] is None:
        return None
    # Every currency of hundredths has its `xen`.
    return amount[0] if amount[1] == code or 0 < amount[0] < 1 else None


def parse_money(text: str) -> ParsedMoney | None:
    """Read a phrase that is one amount of money.

    Args:
        text: `từ 1000 đến 2000 đồng`, `không quá 7.000 đồng`, `$1,42 trở lên`, `10K đồng`, `EUR 29,99`.

    Returns:
        Value in units of the currency, with comparator and currency code, or null where the phrase is no number.
    """
    comparator, body = _comparator(_clean(text))
    if ends := _range(body):
        low, high = _amount(ends[0]), _amount(ends[1])
        if low is not None and high is not None:
            low_value = low[0] * _borrowed(*ends)
            if low_value < high[0]:
                return ParsedMoney(float(low_value), float(high[0]), comparator, high[1] or low[1])
    lead = _LEAD.match(body)
    amount = _amount(body[lead.end() :] if lead else body)
    return None if amount is None else ParsedMoney(float(amount[0]), None, comparator, amount[1])

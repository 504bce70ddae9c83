"""Numbers and dates of spreadsheets as the sheet shows them, written the Vietnamese way: `1.234`, `12,5%`.

A spreadsheet stores 0.125 and a format `0.0%`; what people read, and what the text of a document says, is `12,5%`.
Formats are those of ECMA-376 part 1, 18.8.31 (the same codes stand in .xls files).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

import regex

BUILTIN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0;-#,##0;-", 42: "#,##0;-#,##0;-", 43: "#,##0.00;-#,##0.00;-", 44: "#,##0.00;-#,##0.00;-",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that files name by number only (ECMA-376 part 1, 18.8.30); dates in the order of the Vietnamese locale."""

_TOKEN = regex.compile(
    r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|(General|AM/PM|A/P|[Ee][+-]0+|y+|m+|d+|h+|s+|[#0?.,%@/])|(.)',
    regex.DOTALL | regex.IGNORECASE,
)
_CONDITION = regex.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = regex.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_ELAPSED = frozenset({"h", "hh", "m", "mm", "s", "ss"})
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_DAY = 2958465
"""31/12/9999."""
_MOST_DIGITS = 11
"""What a cell without a format shows of a number."""
_FRACTION_LIMIT = {1: 9, 2: 99, 3: 999}


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a format's up to four parts."""

    tokens: tuple[tuple[str, str], ...]
    """(`lit`, text) or (`code`, code)."""
    condition: tuple[str, float] | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(text for kind, text in self.tokens if kind == "code")

    @property
    def is_date(self) -> bool:
        return any(code[0].lower() in "ymdhs[" for code in self.codes if code.lower() != "general")


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number as its cell shows it.

    Args:
        value: what the cell holds; dates are days since 1899-12-30.
        code: the cell's number format (`#,##0.0;(#,##0.0)`).
        from_1904: the workbook counts days from 1904-01-01.

    Returns:
        Text with `.` between thousands and `,` before decimals; empty where the format hides the number.
    """
    sections = _sections(code)
    section, negative = _chosen(sections, value)
    if section is not None and not section.tokens and len(sections) > 1:
        return ""
    if section is None or not section.tokens or any(c.lower() == "general" for c in section.codes):
        text = general(abs(value) if negative and len(sections) > 1 else value)
        tokens = section.tokens if section and section.tokens else (("code", "General"),)
        return "".join(literal if kind == "lit" else text for kind, literal in tokens).strip()
    if section.is_date:
        dated = _dated(value, section, from_1904)
        return general(value) if dated is None else dated
    return _number(abs(value), section, negative and (len(sections) == 1 or section is sections[0])).strip()


def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    sections = _sections(code)
    return bool(sections) and sections[0].is_date


def general(value: float) -> str:
    """A number without a format: as many digits as it has, at most eleven."""
    if not isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    whole = len(str(int(abs(value))))
    text = f"{value:.{max(0, min(_MOST_DIGITS - whole - 1, 9))}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("0", "-0", ""):
        text = f"{value:.5E}"
    return text.replace(".", ",")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, float] | None = None
    for match in _TOKEN.finditer(code[:255]):
        quoted, escaped, space, fill, bracket, symbol, other = match.groups()
        if quoted is not None or escaped is not None:
            tokens.append(("lit", quoted if quoted is not None else escaped))
        elif space is not None:
            tokens.append(("lit", " "))
        elif fill is not None:
            continue
        elif bracket is not None:
            test = _CONDITION.match(bracket)
            money = _CURRENCY.match(bracket)
            if test:
                condition = (test[1], float(test[2]))
            elif money:
                tokens.append(("lit", money[1]))
            elif bracket.lower() in _ELAPSED:
                tokens.append(("code", f"[{bracket.lower()}]"))
        elif other == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        else:
            tokens.append(("code", symbol) if symbol else ("lit", other))
    sections.append(_Section(tuple(tokens), condition))
    return tuple(sections)


def _chosen(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, bool]:
    """The section that shows a value, and whether the value is negative."""
    negative = value < 0
    numeric = [s for s in sections[:3] if "@" not in s.codes or len(sections) == 1]
    for section in numeric:
        if section.condition and _holds(value, section.condition):
            return section, negative
    if any(section.condition for section in numeric):
        return next((s for s in numeric if not s.condition), None), negative
    if sections and "@" in sections[0].codes:
        return None, negative
    if len(numeric) > 2 and value == 0:
        return numeric[2], False
    if len(numeric) > 1 and negative:
        return numeric[1], True
    return (numeric[0] if numeric else None), negative


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, bound = condition
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound, "=": value == bound,
        "<>": value != bound,
    }[sign]  # fmt: skip


def _number(value: float, section: _Section, minus: bool) -> str:
    codes = section.codes
    if any(code[0] in "Ee" and len(code) > 1 for code in codes):
        decimals = _decimals(codes)
        return ("-" if minus else "") + f"{value:.{decimals}E}".replace(".", ",")
    if "/" in codes:
        return ("-" if minus else "") + _fraction(value, codes)
    places = [i for i, (kind, text) in enumerate(section.tokens) if kind == "code" and text in "#0?"]
    if not places:
        return "".join(text for kind, text in section.tokens if kind == "lit" or text == "%")
    point = next((i for i, t in enumerate(section.tokens) if t == ("code", ".")), None)
    last_whole = max((i for i in places if point is None or i < point), default=places[0])
    commas = [i for i, t in enumerate(section.tokens) if t == ("code", ",")]
    scale = sum(1 for i in commas if i > last_whole and (point is None or i < point or i > places[-1]))
    grouped = any(places[0] < i < last_whole for i in commas)
    exact = Decimal(repr(value)) * 100 ** codes.count("%") / 1000**scale
    decimals = _decimals(codes)
    fixed = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}" if exact < 10**18 else f"{value:.0f}"
    whole, _, rest = fixed.partition(".")
    optional = _optional(codes)
    kept = len(rest)
    while kept > decimals - optional and rest[kept - 1] == "0":
        kept -= 1
    digits = sum(text == "0" for i in places for _, text in [section.tokens[i]] if point is None or i < point)
    whole = whole.lstrip("0").zfill(digits) if digits or whole.strip("0") else ""
    body = (_grouped(whole) if grouped else whole) + ("," + rest[:kept] if kept else "")
    if minus and any(char in "123456789" for char in fixed):
        body = "-" + body
    # Literals between digits (`00-00`) are rare and shown after the number.
    before = "".join(text for kind, text in section.tokens[: places[0]] if kind == "lit" or text == "%")
    after = "".join(text for kind, text in section.tokens[places[0] :] if kind == "lit" or text == "%")
    return before + body + after


def _decimals(codes: tuple[str, ...]) -> int:
    if "." not in codes:
        return 0
    return min(sum(code in "0#?" for code in codes[codes.index(".") :] if len(code) == 1), 15)


def _optional(codes: tuple[str, ...]) -> int:
    """How many of the decimals are shown only where they say something."""
    if "." not in codes:
        return 0
    return sum(code in "#?" for code in codes[codes.index(".") :] if len(code) == 1)


def _grouped(whole: str) -> str:
    head = len(whole) % 3
    parts = [whole[:head]] if head else []
    return ".".join([*parts, *(whole[i : i + 3] for i in range(head, len(whole), 3))])


def _fraction(value: float, codes: tuple[str, ...]) -> str:
    from fractions import Fraction

    size = sum(code in ("?", "#") for code in codes[codes.index("/") :])
    near = Fraction(value).limit_denominator(_FRACTION_LIMIT.get(size, 99))
    whole, rest = divmod(near.numerator, near.denominator)
    if not rest:
        return str(whole)
    return f"{whole} {rest}/{near.denominator}" if whole else f"{rest}/{near.denominator}"


def _dated(value: float, section: _Section, from_1904: bool) -> str | None:
    """A date in the order day, month, year; null where the number is none."""
    if not 0 <= value < _LAST_DAY:
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    # Excel believes that 1900 was a leap year.
    moment = epoch + timedelta(days=value + (1 if value < 60 and not from_1904 else 0))
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    words = any(kind == "lit" and any(c.isalpha() for c in text) for kind, text in section.tokens)
    codes = [code.lower() for code in section.codes]
    parts = [_part(code, i, codes) for i, code in enumerate(codes)]
    if "[" in {code[0] for code in codes}:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if words:
        pieces, at = [], 0
        for kind, text in section.tokens:
            pieces.append(text if kind == "lit" else _field(parts[at], len(text), moment))
            at += kind == "code"
        return "".join(pieces).strip()
    fields = set(parts)
    date = "/".join(
        text for name, text in (("d", f"{moment:%d}"), ("m", f"{moment:%m}"), ("y", f"{moment.year}")) if name in fields
    )
    # Seconds are shown where the format has them; twelve-hour clocks are written as 24.
    time = f"{moment:%H:%M}" + (f":{moment:%S}" if "s" in fields else "")
    return " ".join(text for text in (date, time if fields & {"h", "M"} else "") if text)


def _part(code: str, at: int, codes: list[str]) -> str:
    """Which field a code shows: `y m d h M s`; `m` beside hours or seconds is minutes."""
    letter = code.strip("[]")[:1]
    if letter != "m":
        return letter if letter in "ydhs" else ""
    before = next((c for c in reversed(codes[:at]) if c[0].isalpha()), "")
    after = next((c for c in codes[at + 1 :] if c[0].isalpha()), "")
    return "M" if before[:1] == "h" or after[:1] == "s" else "m"


def _field(part: str, width: int, moment: datetime) -> str:
    values = {
        "y": moment.year,
        "m": moment.month,
        "d": moment.day,
        "h": moment.hour,
        "M": moment.minute,
        "s": moment.second,
    }
    if part not in values:
        return ""
    if part == "y":
        return str(moment.year)
    return str(values[part]).zfill(2 if width > 1 else 1)


__all__ = ["BUILTIN", "general", "is_date", "shown"]

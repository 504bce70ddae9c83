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
class _Plan:
    """How a section writes plain numbers."""

    before: str
    """What stands before the digits, and behind them."""
    after: str
    shift: int
    """Power of ten that the number is multiplied by: 2 a percent sign, -3 a comma at the end."""
    grouped: bool
    digits: int
    """How many digits a whole has at least."""
    decimals: int
    optional: int
    """How many of the decimals are shown only where they say something."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a format's up to four parts."""

    tokens: tuple[tuple[str, str], ...]
    """(`lit`, text) or (`code`, code)."""
    condition: tuple[str, float] | None
    codes: tuple[str, ...]
    is_date: bool
    is_general: bool
    plan: _Plan | None
    """Null for dates, fractions, scientific numbers, and sections that show no number."""


def _section(tokens: tuple[tuple[str, str], ...], condition: tuple[str, float] | None) -> _Section:
    codes = tuple(text for kind, text in tokens if kind == "code")
    is_general = any(code.lower() == "general" for code in codes)
    is_date = any(code[0].lower() in "ymdhs[" for code in codes if code.lower() != "general")
    scientific = any(code[0] in "Ee" and len(code) > 1 for code in codes)
    plain = not (is_general or is_date or scientific or "/" in codes) and any(code in "#0?" for code in codes)
    return _Section(tokens, condition, codes, is_date, is_general, _plan(tokens, codes) if plain else None)


def _plan(tokens: tuple[tuple[str, str], ...], codes: tuple[str, ...]) -> _Plan:
    places = [i for i, (kind, text) in enumerate(tokens) if kind == "code" and text in "#0?"]
    point = next((i for i, t in enumerate(tokens) if t == ("code", ".")), None)
    whole = [i for i in places if point is None or i < point]
    last = max(whole, default=places[0])
    commas = [i for i, t in enumerate(tokens) if t == ("code", ",")]
    scale = sum(1 for i in commas if i > last and (point is None or i < point or i > places[-1]))
    # Literals between digits (`00-00`) are rare and shown after the number.
    before = "".join(text for kind, text in tokens[: places[0]] if kind == "lit" or text == "%")
    after = "".join(text for kind, text in tokens[places[0] :] if kind == "lit" or text == "%")
    decimals = _decimals(codes)
    return _Plan(
        before,
        after,
        shift=2 * codes.count("%") - 3 * scale,
        grouped=any(places[0] < i < last for i in commas),
        digits=sum(tokens[i][1] == "0" for i in whole),
        decimals=decimals,
        optional=min(_optional(codes), decimals),
    )


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
    if section is None or not section.tokens or section.is_general:
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
            sections.append(_section(tuple(tokens), condition))
            tokens, condition = [], None
        else:
            tokens.append(("code", symbol) if symbol else ("lit", other))
    sections.append(_section(tuple(tokens), condition))
    return tuple(sections)


def _chosen(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, bool]:
    """The section that shows a value, and whether the value is negative."""
    negative = value < 0
    if len(sections) == 1 and not sections[0].condition and "@" not in sections[0].codes:
        return sections[0], negative
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
    plan = section.plan
    sign = "-" if minus else ""
    if plan is None:
        if "/" in section.codes:
            return sign + _fraction(value, section.codes)
        if any(code[0] in "Ee" and len(code) > 1 for code in section.codes):
            return sign + f"{value:.{_decimals(section.codes)}E}".replace(".", ",")
        return "".join(text for kind, text in section.tokens if kind == "lit" or text == "%")
    fixed = _rounded(value, plan)
    whole, _, rest = fixed.partition(".")
    if plan.optional:
        kept = len(rest)
        while kept > plan.decimals - plan.optional and rest[kept - 1] == "0":
            kept -= 1
        rest = rest[:kept]
    whole = whole.lstrip("0").zfill(plan.digits) if plan.digits or whole.strip("0") else ""
    body = (_grouped(whole) if plan.grouped else whole) + ("," + rest if rest else "")
    if minus and fixed.strip("0."):
        body = sign + body
    return plan.before + body + plan.after


def _rounded(value: float, plan: _Plan) -> str:
    """A number as the plan's decimals show it; half is rounded up, as sheets do, not to even."""
    text = repr(float(value))
    if not plan.shift and "e" not in text:
        rest = text.partition(".")[2]
        missing = plan.decimals - len(rest)
        if rest == "0" and not plan.decimals:
            return text[:-2]
        if missing >= 0:
            return text + "0" * missing
    exact = Decimal(text).scaleb(plan.shift)
    if exact >= 10**18:
        return f"{exact:.0f}"
    return f"{exact.quantize(Decimal(1).scaleb(-plan.decimals), ROUND_HALF_UP):f}"


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
    if len(whole) < 4:
        return whole
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

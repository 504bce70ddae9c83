"""Cells that spreadsheets open safely."""

from __future__ import annotations

from typing import Any

import regex

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What makes a spreadsheet take a text cell for a formula, wide forms included, which some take for the narrow ones."""

_FIRST = FORMULA_STARTS + "'"

# A file separated by commas that is opened as one separated by semicolons or tabs has cells that begin within ours.
_PLACE = rf"(?:^|(?<=[;\t]))'*[{regex.escape(FORMULA_STARTS)}]"
_RISKY = regex.compile(rf"(?={_PLACE})")
_NEUTRALISED = regex.compile(rf"'(?<=(?:^|[;\t])')(?='*[{regex.escape(FORMULA_STARTS)}])")

RISKY_RE2 = rf"(?:^|[;\t])'*[{''.join(chr(92) + c if c in '+-' else c for c in FORMULA_STARTS)}]"
"""A pattern, for Arrow, of texts that `neutral` changes."""


def neutral(value: Any) -> Any:
    """A cell value that no spreadsheet takes for a formula; numbers stay numbers.

    A text that begins as a formula does, also behind a semicolon or tab within it, gets an apostrophe there. One that
    has an apostrophe there already gets another, so that `restored` always gives back the very text.
    """
    if not isinstance(value, str) or not value:
        return value
    # Most cells need no second look.
    if value[0] not in _FIRST and ";" not in value and "\t" not in value:
        return value
    return _RISKY.sub("'", value)


def restored(value: str) -> str:
    """The text that `neutral` made a cell of."""
    return _NEUTRALISED.sub("", value)


__all__ = ["FORMULA_STARTS", "RISKY_RE2", "neutral", "restored"]

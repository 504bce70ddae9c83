"""What raised figures become in plain text."""

from __future__ import annotations

import regex

_POWER = regex.compile(r"(?<!\p{L})[mckdµ]?m$", regex.IGNORECASE)
_EXPONENT = regex.compile(r"(?<![\d.,])10$")


def raised_text(before: str, figures: str) -> str:
    """Text with raised figures behind it as plain text shows them.

    They are part of a unit (`km2`) or an exponent (`10^6`), or else a footnote's mark, which plain text leaves out:
    it would be read as more digits of a number.

    Args:
        before: what stands before the figures, up to them.
        figures: digits.
    """
    if _EXPONENT.search(before):
        return f"{before}^{figures}"
    if figures.startswith("0") or (figures in ("2", "3") and _POWER.search(before)):
        return before + figures
    return before


__all__ = ["raised_text"]

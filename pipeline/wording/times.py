"""Days, periods and moments as people write them."""

from __future__ import annotations

import datetime as dt

from pipeline.wording.codes import named
from pipeline.wording.language import Language
from pipeline.wording.numbers import NO_BREAK_SPACE


def moment(value: dt.datetime | str | None, language: Language) -> str:
    """A time of the tables (UTC, with or without a mark) as this machine's clock shows it, to the minute."""
    if not value:
        return ""
    when = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return when.astimezone().strftime("%H:%M %d/%m/%Y" if language == "vi" else "%Y-%m-%d %H:%M")


def edtf(value: str | None, language: Language) -> str:
    """A day, month, year or period as people write it; what is not understood is shown as it is.

    Args:
        value: EDTF: `2023-06-21`, `2023-06`, `2023`, `2023-01/2023-06`, `../2023-06-30`.
        language: Vietnamese writes `21/6/2023`, `6/2023`; English keeps ISO 8601.
    """
    if not value:
        return ""
    if "/" not in value:
        return _point(value, language)
    first, _, last = value.partition("/")
    if first in ("..", ""):
        return named("date", "until", language).format(day=_point(last, language))
    if last in ("..", ""):
        return named("date", "since", language).format(day=_point(first, language))
    return f"{_point(first, language)}{NO_BREAK_SPACE}– {_point(last, language)}"


def _point(value: str, language: Language) -> str:
    parts = value.rstrip("?~%").split("-")
    if language == "en" or not all(part.isdigit() for part in parts) or len(parts) > 3:
        return value
    return "/".join([*(part.lstrip("0") for part in reversed(parts[1:])), parts[0]])

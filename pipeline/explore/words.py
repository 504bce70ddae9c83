"""What the explorer says, in both languages (`words.csv`), and how it writes numbers, days and periods."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
"""Vietnamese first: what a visitor gets who has not chosen."""

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """`words*.csv`: key → language → words. `{…}` in them are filled in by `word`."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(files("pipeline.explore").iterdir(), key=lambda file: file.name):
        if file.name.startswith("words") and file.name.endswith(".csv"):
            lines = file.read_text(encoding="utf-8").splitlines()
            found |= {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in csv.DictReader(lines)}
    return found


def word(key: str, language: Language, **values: object) -> str:
    """The words of one key.

    Args:
        key: of `words.csv`. Where it ends in `.n` and `n` is 1, English takes `<key>.one` if that is there.
        language: of the reader.
        values: what stands in braces; whole numbers are grouped as the language does.

    Raises:
        KeyError: no such key, or a value is missing.
    """
    table = all_words()
    if values.get("n") == 1 and f"{key}.one" in table:
        key = f"{key}.one"
    shown = {name: number(v, language) if isinstance(v, int) else v for name, v in values.items()}
    return table[key][language].format_map(shown)


def number(value: float | None, language: Language) -> str:
    """`1.234.567,8` in Vietnamese, `1,234,567.8` in English; empty where there is none."""
    if value is None:
        return ""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
    if "e" in text:
        text = f"{value:,.2f}"
    return text.translate(_VIETNAMESE) if language == "vi" else text


_VIETNAMESE = str.maketrans(",.", ".,")


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
        return word("date.until", language, day=_point(last, language))
    if last in ("..", ""):
        return word("date.since", language, day=_point(first, language))
    return f"{_point(first, language)}{NO_BREAK_SPACE}– {_point(last, language)}"


def _point(value: str, language: Language) -> str:
    parts = value.rstrip("?~%").split("-")
    if language == "en" or not all(part.isdigit() for part in parts) or len(parts) > 3:
        return value
    return "/".join([*(part.lstrip("0") for part in reversed(parts[1:])), parts[0]])


def named(group: str, value: Any, language: Language) -> str:
    """A code of the tables in words: `named("role", "target", "vi")`; the code itself where it has none."""
    if value is None:
        return ""
    found = all_words().get(f"{group}.{value}")
    return found[language] if found else str(value)

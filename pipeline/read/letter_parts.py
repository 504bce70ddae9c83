"""What only official letters have: the words of letterhead, recipients and signature, in Unicode, TCVN3 and VNI.

Facts: `gazetteers/letter_parts.csv` (Decree 30/2020/NĐ-CP, annex I). Text stands in files as it was typed: readers meet
it before it is made Unicode.
"""

from __future__ import annotations

from functools import cache

import regex

from gazetteers import read_table

_UNICODE, _LEGACY = ("phrase",), ("tcvn3", "vni")
_LEGACY_SIGN = regex.compile(r"[µ·¸§®ßøùõö]")
# Đ as other fonts and encodings have it.
_LOOK_ALIKE = {"đ": "[đÐ]", "®": "[§®]"}


@cache
def spelled(kind: str, columns: tuple[str, ...] = _UNICODE) -> str:
    """A pattern source for any phrase of one kind, any blanks between words, any dash.

    Args:
        kind: of `letter_parts.csv`.
        columns: in which spellings.
    """
    found = [row[column] for row in read_table("letter_parts") if row["kind"] == kind for column in columns]
    return "(?:" + "|".join(_source(text) for text in found) + ")"


def _source(text: str) -> str:
    source = r"\s+".join(map(regex.escape, text.split())).replace(r"\s+\-\s+", r"\s*\p{Pd}\s*")
    return "".join(_LOOK_ALIKE.get(letter, letter) for letter in source)


@cache
def _mark(columns: tuple[str, ...]) -> regex.Pattern[str]:
    def one(kind: str) -> str:
        return spelled(kind, columns)

    place = r"\p{Lu}[\p{L}\s.-]{2,30}" if columns == _UNICODE else r"[^,\n]{2,32}"
    ways = [
        one("state"),
        rf"{one('party')}\W*$",
        one("motto"),
        rf"^\W*{one('number')}\s*:\s*\S*/",
        rf"^\W*{place},\s*{one('day')}\s[\s\S]{{0,12}}{one('month')}\s[\s\S]{{0,12}}{one('year')}\s*\d{{4}}\W*$",
        rf"^\W*\(?{one('signed')}",
        rf"\({one('signed_note')}",
    ]
    if columns == _UNICODE:
        # For whom it is signed: `TM. BAN THƯỜNG VỤ`.
        ways.append(r"^\W*(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s*[./]\s*\p{Lu}")
    return regex.compile("|".join(ways), regex.MULTILINE | regex.IGNORECASE)


def has_letter_mark(text: str) -> bool:
    """Whether text holds what only a letterhead or signatures hold."""
    if _mark(_UNICODE).search(text):
        return True
    return _LEGACY_SIGN.search(text) is not None and _mark(_LEGACY).search(text) is not None


def begins_recipients(text: str) -> bool:
    """Whether a line opens the list of those a letter goes to."""
    return _recipients().match(text) is not None


@cache
def _recipients() -> regex.Pattern[str]:
    return regex.compile(rf"\W*{spelled('recipients', _UNICODE + _LEGACY)}", regex.IGNORECASE)

"""Vietnamese text in the encodings that came before Unicode, written by tables of our own making or of others."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from unicodedata import normalize

import pytest

from pipeline.legacy.tables import converter

LETTERS = (
    "".join(
        letter
        for base in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        for letter in (normalize("NFC", base + tone), normalize("NFC", base + tone).upper())
    ).translate({ord(x): None for x in "aeiouyAEIOUY"})
    + "đĐ"
)
"""Every letter of Vietnamese that is not ASCII."""

# VNI by its description: vowel, then one mark for shape and tone.
_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_SHAPES = {
    "\u0302": {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"},
    "\u0306": {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"},
}
_WHOLE = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ị": "ò", "ỉ": "æ", "ĩ": "ó", "ỵ": "î", "í": "í", "ì": "ì"}


def vni(text: str) -> str:
    """Text as VNI-Windows, seen as Latin-1; what is no letter of Vietnamese stays."""
    return "".join(_vni_letter(x) if x in LETTERS or x in _WHOLE else x for x in text)


def _vni_letter(letter: str) -> str:
    if letter.isupper() and not letter.isascii():
        return _vni_letter(letter.lower()).upper()
    if letter in _WHOLE:
        return _WHOLE[letter]
    base, *marks = normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in _TONES)
    if "\u031b" in marks:
        return _WHOLE[normalize("NFC", base + "\u031b")] + _TONES.get(tone, "")
    shape = next((mark for mark in marks if mark in _SHAPES), None)
    return base + (_SHAPES[shape][tone] if shape else _TONES[tone])


def tcvn3(text: str) -> str:
    """Text as a TCVN3 font has it, seen as Latin-1: accented capitals are small letters."""
    table = {new: old for new, old in _inverse("tcvn3").items() if old != new or old == "ý"}
    return "".join(table.get(x) or table.get(x.lower(), x) for x in text)


def one_byte(text: str, encoding: str) -> str:
    """Text in VISCII or VPS, seen as Latin-1."""
    table = _inverse(encoding)
    return "".join(table.get(x, x) for x in text)


@cache
def _inverse(encoding: str) -> dict[str, str]:
    convert = converter(encoding)
    old = [chr(byte) for byte in range(256)]
    same = {x: x for x in old if not x.isascii() and convert(x) == x}
    return same | {convert(x): x for x in old if convert(x) != x}


def cp1258(text: str) -> bytes:
    """Text as Windows writes it: the letter with its shape, then the tone as a byte of its own."""
    out = b""
    for letter in text:
        base, *marks = normalize("NFD", letter)
        shape = "".join(mark for mark in marks if mark in "\u0302\u0306\u031b")
        tone = "".join(mark for mark in marks if mark not in "\u0302\u0306\u031b")
        out += normalize("NFC", base + shape).encode("cp1258") + tone.encode("cp1258")
    return out


def by_iconv(text: str, charset: str) -> bytes:
    """Text in a charset of the system's converter; skips the test where the system does not know it."""
    if shutil.which("iconv") is None:
        pytest.skip("the system has no iconv")
    known = subprocess.run(["iconv", "-l"], capture_output=True, text=True, check=False).stdout
    if charset not in known:
        pytest.skip(f"the system's iconv does not know {charset}")
    return subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", charset], input=text.encode(), capture_output=True, check=True
    ).stdout

"""The tables of the encodings, each as a function from text as it looks in Latin-1 to Unicode.

TCVN3, VISCII and VPS come from `viparse`: its TCVN3 agrees with glibc's TCVN5712-1 in every letter, its VISCII with RFC
1456. It is asked for its tables and not for whole texts, because it decides once for a block, believes font names and
drops blanks and soft hyphens (`benchmarks/archive.py` measures the outcome of both). Written here is what it lacks: the
capitals of TCVN5712-1, Windows-1258, and VNI by its rule, of which `viparse` has the 132 letters that four documents
show and this module all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from unicodedata import normalize

import regex

ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "cp1258")
TCVN_CAPITALS = "tcvn5712-1"
"""TCVN3 with the capitals of the standard, where Windows-1252 has dashes, quotes and the ellipsis."""

# TCVN5712-1's capitals (as in glibc's table of that name); fonts (.VnTime) leave them empty. Its
# combining tones B0 to B4 are left out: there Latin-1 has the degree sign and the raised 2 and 3.
_TCVN_CAPITALS = {
    **{0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ"},
    **{0x16: "Ý", 0x17: "Ỵ"},
    **dict(zip(range(0x80, 0xA0), "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ", strict=True)),
    **{0xAF: "Ằ", 0xBA: "Ẳ", 0xBF: "Ẵ", 0xC0: "Ắ", 0xC1: "Ầ", 0xC2: "Ẩ", 0xC3: "Ẫ", 0xC4: "Ấ", 0xC5: "Ề"},
    **{0xCD: "Ể", 0xD9: "Ễ", 0xDA: "Ế", 0xDB: "Ồ", 0xE0: "Ổ", 0xF0: "Ỗ", 0xFF: "Ố"},
}
# Windows-1258 has tones of their own behind the vowel, and five letters where Latin-1 has others (Microsoft's cp1258).
_CP1258 = {
    **{0xC3: "Ă", 0xE3: "ă", 0xD0: "Đ", 0xF0: "đ", 0xD5: "Ơ", 0xF5: "ơ", 0xDD: "Ư", 0xFD: "ư"},
    **{0xCC: "\u0300", 0xD2: "\u0309", 0xDE: "\u0303", 0xEC: "\u0301", 0xF2: "\u0323", 0xFE: "₫"},
}
# VNI for Windows: what a mark behind a vowel means. The mark's own letter case says nothing.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ò": "ị", "æ": "ỉ", "ó": "ĩ", "î": "ỵ"}


@cache
def converter(encoding: str) -> Callable[[str], str]:
    """The function that turns text of an encoding, read as Latin-1 or Windows-1252, into Unicode (NFC).

    Args:
        encoding: one of `ENCODINGS`, or `TCVN_CAPITALS`.

    Raises:
        KeyError: there is no such encoding.
    """
    pairs = _pairs(encoding)
    if all(len(old) == 1 for old in pairs):
        table = {**_as_windows(pairs), **pairs} if encoding != "cp1258" else pairs
        translation = str.maketrans(table)
        return lambda text: normalize("NFC", text.translate(translation))
    longest_first = sorted(pairs, key=lambda old: (-len(old), old))
    pattern = regex.compile("|".join(map(regex.escape, longest_first)))
    return lambda text: normalize("NFC", pattern.sub(lambda match: pairs[match[0]], text))


def convert(text: str, encoding: str) -> str:
    """Text of an encoding, read as Latin-1 or Windows-1252, as Unicode (NFC); what the table does not know stays.

    Args:
        text: anything.
        encoding: one of `ENCODINGS`.
    """
    return converter(encoding)(text)


@cache
def other_pages() -> tuple[dict[int, str], ...]:
    """For each Windows page that text may have been taken for instead of the Western one: back to Western letters.

    A Turkish or Central European system took `.VnTime` for a font of its own, and a Vietnamese one for Windows-1258.
    """
    tables = []
    for page in ("cp1250", "cp1254", "cp1258"):
        pairs = ((bytes([byte]).decode(page, "replace"), chr(byte)) for byte in range(0xA1, 0x100))
        tables.append({ord(other): western for other, western in pairs if other not in (western, "\ufffd")})
    return tuple(tables)


def _pairs(encoding: str) -> dict[str, str]:
    if encoding == "cp1258":
        return {chr(byte): letter for byte, letter in _CP1258.items()}
    if encoding == "vni":
        return _vni()
    # Only here: most runs meet no such text, and the package takes longer to load than the command line.
    from viparse.normalize.encodings import CHARMAPS

    if encoding == TCVN_CAPITALS:
        return {chr(byte): letter for byte, letter in _TCVN_CAPITALS.items()} | dict(CHARMAPS["tcvn3"].pairs)
    return dict(CHARMAPS[encoding].pairs)


def _vni() -> dict[str, str]:
    """Every letter of VNI: vowel, mark for its shape, mark for its tone, the two marks in one character or in two."""
    pairs: dict[str, str] = {}
    for old, new in _VNI_LETTERS.items():
        pairs |= {old: new, old.upper(): new.upper()}
    toned = {"ô": "ơ", "ö": "ư", **{vowel: vowel for vowel in "aeiouy"}}
    for (old, new), (mark, tone) in product(toned.items(), _VNI_TONES.items()):
        _add(pairs, old, mark, new + tone)
    for vowels, shape, marks in (("aeo", "\u0302", _VNI_CIRCUMFLEX), ("a", "\u0306", _VNI_BREVE)):
        plain = next(iter(marks))
        for vowel, (mark, tone) in product(vowels, marks.items()):
            _add(pairs, vowel, mark, vowel + shape + tone)
        # Two marks behind one another, as some keyboards wrote them.
        for vowel, (mark, tone) in product(vowels, _VNI_TONES.items()):
            _add(pairs, vowel, plain + mark, vowel + shape + tone)
    return pairs


def _add(pairs: dict[str, str], old: str, mark: str, new: str) -> None:
    """The letter in both cases: the base decides; marks are drawn alike in both."""
    letter = normalize("NFC", new)
    for marks in {mark, mark.upper(), *("".join(x) for x in product(*((m, m.upper()) for m in mark)))}:
        pairs[old + marks] = letter
        pairs[old.upper() + marks] = letter.upper()


def _as_windows(pairs: dict[str, str]) -> dict[str, str]:
    """The same table for text that was read as Windows-1252, which has signs of its own at 80 to 9F."""
    windows: dict[str, str] = {}
    for old, new in pairs.items():
        if "\x80" <= old <= "\x9f":
            sign = old.encode("latin-1").decode("cp1252", "replace")
            if sign != "\ufffd":
                windows[sign] = new
    return windows


__all__ = ["ENCODINGS", "TCVN_CAPITALS", "convert", "converter", "other_pages"]

"""Characters: one normal form, and none that nobody can see."""

from __future__ import annotations

import re
import unicodedata

import regex

SOFT_HYPHEN = "\u00ad"

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_INVISIBLE = _CONTROLS + "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_UNWANTED = re.compile(rf"[{_INVISIBLE}{SOFT_HYPHEN}\ue000-\uf8ff]")
_REMOVED = regex.compile(rf"[{_INVISIBLE}{SOFT_HYPHEN}]+")
_REMOVED_BUT_SOFT_HYPHEN = regex.compile(rf"[{_INVISIBLE}]+")
# Word writes the bullets of its symbol fonts as private-use characters: F0 and the byte in that font.
_BULLETS = regex.compile(r"[\uf0a7\uf0a8\uf0b7\uf0d8\uf076\uf077\uf06c-\uf06f\uf0fc\uf0e0\uf09f]")
# PDFium's mark for a hyphen at a line's end. Vietnamese does not divide words, so the hyphen is the text's own.
_LINE_END_HYPHEN = regex.compile(r"(?<=[\p{L}\p{N}/.])\x02(?=[\p{L}\p{N}/]|$)")
_DASHES = regex.compile(r"[\uf02d\uf0be]")

# Letters of other alphabets that look like those of Vietnamese and stand for them: Icelandic eth and African d for Đ.
_LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ"})
_HAS_LOOK_ALIKE = re.compile("[\u00d0\u0189\u00f0]")
_CP1258_LETTER = regex.compile("[ăâêôơưĂÂÊÔƠƯ][\u0300\u0301\u0303\u0309\u0323]")
_MARKS_OF_LETTERS = regex.compile("[\u0302\u0306\u031b]")
_TONES = regex.compile("[\u0300\u0301\u0303\u0309\u0323]")


def decomposition(text: str) -> str | None:
    """How the accents of a text are written that follow their letters: `nfd`, or `cp1258` where only the tones do.

    Args:
        text: before `mend`.
    """
    if not _TONES.search(text) and not _MARKS_OF_LETTERS.search(text):
        return None
    return "nfd" if _MARKS_OF_LETTERS.search(text) or not _CP1258_LETTER.search(text) else "cp1258"


def needs_care(text: str) -> bool:
    """Whether `mend` would change anything."""
    if not unicodedata.is_normalized("NFC", text) or _UNWANTED.search(text):
        return True
    return _HAS_LOOK_ALIKE.search(text) is not None


def mend(text: str, keep_soft_hyphen: bool = False) -> str:
    """NFC, without control, zero-width and direction marks; symbol-font bullets become `•`, `Ð` becomes `Đ`.

    Args:
        text: anything without line ends.
        keep_soft_hyphen: for text that may be TCVN3, where it is a letter.
    """
    if not text.isascii():
        text = _DASHES.sub("-", _BULLETS.sub("•", text)).translate(_LOOK_ALIKES)
    if "\x02" in text:
        text = _LINE_END_HYPHEN.sub("-", text)
    text = (_REMOVED_BUT_SOFT_HYPHEN if keep_soft_hyphen else _REMOVED).sub("", text)
    return unicodedata.normalize("NFC", text)


__all__ = ["SOFT_HYPHEN", "decomposition", "mend", "needs_care"]

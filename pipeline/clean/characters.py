"""Characters: one normal form, and none that nobody can see."""

from __future__ import annotations

import unicodedata

import regex

SOFT_HYPHEN = "\u00ad"

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_INVISIBLE = _CONTROLS + "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_UNWANTED = regex.compile(rf"[{_INVISIBLE}{SOFT_HYPHEN}\ue000-\uf8ff]")
_REMOVED = regex.compile(rf"[{_INVISIBLE}{SOFT_HYPHEN}]+")
_REMOVED_BUT_SOFT_HYPHEN = regex.compile(rf"[{_INVISIBLE}]+")
# Word writes the bullets of its symbol fonts as private-use characters: F0 and the byte in that font.
_BULLETS = regex.compile(r"[\uf0a7\uf0a8\uf0b7\uf0d8\uf076\uf077\uf06c-\uf06f\uf0fc\uf0e0\uf09f]")
_DASHES = regex.compile(r"[\uf02d\uf0be]")

# In TCVN3 text `ư` is the soft hyphen; what tells such text is signs of Latin-1 inside words.
_TCVN3_WORD = regex.compile(r"\p{L}[µ¸¶·¹¨»¾¼½©ª«¬®¢£¤¥¦§]|[µ¸¶·¹¨»¾¼½©ª«¬®]\p{L}")
_TCVN3_SHARE = 0.02


def is_tcvn3(text: str) -> bool:
    """Whether text is Vietnamese in the pre-Unicode encoding TCVN3, shown as Latin-1."""
    sample = text[:100_000]
    return len(_TCVN3_WORD.findall(sample)) > max(3, len(sample.split()) * _TCVN3_SHARE)


def needs_care(text: str) -> bool:
    """Whether `mend` would change anything."""
    return not unicodedata.is_normalized("NFC", text) or _UNWANTED.search(text) is not None


def mend(text: str, keep_soft_hyphen: bool = False) -> str:
    """NFC, without control, zero-width and direction marks; symbol-font bullets become `•`.

    Args:
        text: anything without line ends.
        keep_soft_hyphen: for TCVN3 text, where it is a letter.
    """
    if not text.isascii():
        text = _DASHES.sub("-", _BULLETS.sub("•", text))
    text = (_REMOVED_BUT_SOFT_HYPHEN if keep_soft_hyphen else _REMOVED).sub("", text)
    return unicodedata.normalize("NFC", text)


__all__ = ["SOFT_HYPHEN", "is_tcvn3", "mend", "needs_care"]

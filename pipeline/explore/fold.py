"""Vietnamese with and without its marks: what a reader types finds what a text says.

A word typed without marks finds it with any; one typed with marks finds only those, in either placement of the tone
(`hoà`, `hòa`). Case never matters.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

_VOWELS = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
    "d": "đ",
}
_PLAIN = str.maketrans({marked: letter for letter, many in _VOWELS.items() for marked in many})
_FAMILY = {letter: f"[{letter}{many}]" for letter, many in _VOWELS.items()}
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_TO_OLD = dict(zip(_NEW, _OLD, strict=True))
_TO_NEW = dict(zip(_OLD, _NEW, strict=True))
_TONE = regex.compile("|".join((*_NEW, *_OLD)))
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


def lower(text: str) -> str:
    """In small letters, composed (NFC), of the same length for texts that are NFC."""
    text = unicodedata.normalize("NFC", text)
    small = text.lower()
    # A few foreign capitals become two letters; offsets matter more than they do.
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain(text: str) -> str:
    """In small letters without any marks, of the same length as `lower` gives: `Đoàn viên` → `doan vien`."""
    return lower(text).translate(_PLAIN)


def marked(text: str) -> str:
    """In small letters with marks, tones in one placement: for comparing, not for showing."""
    return _TONE.sub(lambda found: _TO_OLD.get(found[0], found[0]), lower(text))


def has_marks(text: str) -> bool:
    """Whether any of its letters bears a mark, `đ` included."""
    return lower(text) != plain(text)


def words_of(text: str) -> list[str]:
    """The words of a query, as typed: `61/CTr-TLĐ` is three."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


@cache
def pattern_of(query: str, *, whole_words: bool = False) -> str:
    """A pattern (for RE2 and `regex` alike) that finds a query in a text, its words one after the other.

    Args:
        query: what someone typed. What stands between its words may be anything but letters and digits.
        whole_words: whether the last word must end where it was typed to end; the first always begins there.

    Returns:
        An empty text for a query without any word. The found words are the first group.
    """
    found = [_word_pattern(word) for word in words_of(query)]
    if not found:
        return ""
    ending = r"(?:$|[^\p{L}\p{N}])" if whole_words else ""
    return r"(?i)(?:^|[^\p{L}\p{N}])(" + r"[^\p{L}\p{N}]{1,3}".join(found) + ")" + ending


def _word_pattern(word: str) -> str:
    small = lower(word)
    if not has_marks(word):
        return "".join(_FAMILY.get(letter, regex.escape(letter)) for letter in small)
    spellings = dict.fromkeys(
        (
            small,
            _TONE.sub(lambda t: _TO_OLD.get(t[0], t[0]), small),
            _TONE.sub(lambda t: _TO_NEW.get(t[0], t[0]), small),
        )
    )
    return "(?:" + "|".join(regex.escape(s) for s in spellings) + ")"

"""What one word may be: as it stands, and read in each of the encodings."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

import regex

from pipeline.legacy.lost import is_restored, restored, without
from pipeline.legacy.syllables import is_syllable
from pipeline.legacy.tables import ENCODINGS, TCVN_CAPITALS, converter, other_pages

UNICODE = 0
"""The state of text that stands as it should; the others count from 1 in the order of `ENCODINGS`."""
STATES = ("none", *ENCODINGS)

# Control characters that are capitals in VISCII, VPS and TCVN5712-1.
_LETTER_CONTROLS = "\x01-\x06\x10-\x17\x19\x1c-\x1e"
LONGEST = 64
"""Characters; what is longer is no word, and would be looked at again and again."""
_OF_TEXT = rf"A-Za-z{_LETTER_CONTROLS}\x80-\x9f\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\U0010ffff"
WORD = regex.compile(rf"[{_OF_TEXT}]{{1,{LONGEST}}}")
"""What stands between blanks, ASCII punctuation and digits."""

# Latin-1 that no Vietnamese word in Unicode has, next to something it would be a word with.
_SIGNS = "¡¢£¤¥¦§¨©ª«¬\xad®¯µ¶·¸¹»¼½¾¿\u2212\u2219"
_PRIVATE = "\uf0a1-\uf0fe"
_LETTERS = "ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ"
_TCVN_SIGNS = str.maketrans({"\u2212": "\xad", "\u2219": "·", "\x02": "\xad"})
# Fonts that count as symbol fonts have their bytes at F000 and above, and letters among them.
_SYMBOLS = {0xF000 + byte: byte for byte in range(0x20, 0x100)}
_SYMBOL = regex.compile(f"[{_PRIVATE}]")
# Letters that Turkish and Central European pages have in the place of Western ones, and the tones of Windows-1258.
_OTHERS = "ĞİŞğışŔĹĆČĘĚĎŃŇŐŘŮŰŢŕĺćčęěďńňőřůűţŁłĄąŞşĽľŻżŽžŤťŹź"
_OTHER = regex.compile(f"[{_OTHERS}ăĂđĐơƠưƯ\u0300\u0301\u0303\u0309\u0323]")
RARE = re.compile(f"[{_LETTERS}{_SIGNS}{_LETTER_CONTROLS}{_PRIVATE}{_OTHERS}]")
"""Characters without which no text of some length is in an older encoding. (The standard library's engine finds them
twelve times as fast, and most texts have none.)"""
# In a word of Unicode no accented capital follows a small letter (`biÕt`) and no accented small one stands in capitals.
_ODD_CASE = r"(?<=\p{Ll})[À-Ý]|(?<=[A-Z])[à-ý](?=[A-Z])"
# VNI's marks behind vowels with which they make no rhyme of Unicode.
_MARKS = r"(?<=[aeAE])[áàâãÁÀÂÃ]|(?<=[aeouyôAEOUYÔ])[ùõÙÕ]|(?<=[oO])[âÂ]"
# Some software doubles the soft hyphen.
_REPEATED = regex.compile("\xad{2,}")
SUSPECT = regex.compile(
    rf"[{_LETTERS}{_LETTER_CONTROLS}{_OTHERS}]|{_ODD_CASE}|{_MARKS}|(?<=\p{{L}})[{_SIGNS}{_PRIVATE}]|"
    rf"[{_SIGNS}{_PRIVATE}](?=\p{{L}})"
)
# Letters and small letters, and a little more: the standard library's engine has no classes of just these.
_ANY_LETTER, _NO_CAPITAL = r"[^\W\d_]", r"[^\W\d_A-Z]"
MAY_BE_SUSPECT = re.compile(
    rf"(?=[{_LETTERS}{_LETTER_CONTROLS}{_OTHERS}À-Ýà-ý{_SIGNS}{_PRIVATE}])(?:[{_LETTERS}{_LETTER_CONTROLS}{_OTHERS}]|"
    rf"(?<={_NO_CAPITAL})[À-Ý]|(?<=[A-Z])[à-ý](?=[A-Z])|{_MARKS}|(?<={_ANY_LETTER})[{_SIGNS}{_PRIVATE}]|"
    rf"[{_SIGNS}{_PRIVATE}](?={_ANY_LETTER}))"
)
"""Found wherever `SUSPECT` is, and seldom elsewhere; twenty times as fast."""
_HAS_ODD_CASE = regex.compile(_ODD_CASE)
_ONLY_VIETNAMESE = regex.compile(r"[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_SIGN_IN_WORD = regex.compile(r"(?<=\p{L})[¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾×÷\x02-\x06\x10-\x15]|[¨ª«¬®µ¶·¸¹×÷](?=\p{Ll})")
_ABBREVIATION = regex.compile(r"(?=.*[A-Z])[A-ZĐƯÔƠÂĂÊ]{2,10}|[A-Z]{0,3}Đ")
_OF_WORDS = regex.compile(rf"[\p{{L}}\p{{M}}{_SIGNS}{_LETTER_CONTROLS}{_PRIVATE}\x80-\x9f]")
_LONE_SIGNS = "«ª®§¤¢¦"
"""Signs that are letters of TCVN3 where they stand alone too (`« t«`, `500 ®`); a lone `·`, `×`, `÷` is what it is."""
_TRADE_MARKS = ("®", "©")
_PUNCTUATION = regex.compile(r"[\u2010-\u2027\u2030-\u205e]+")
_EDGES = regex.compile(r"^([^\p{L}\p{M}]*)(.*?)([^\p{L}\p{M}]*)$", regex.DOTALL)
_INVISIBLE = regex.compile(r"[\xad\u200b-\u200f\u2060\ufeff]")
_FOLDED = str.maketrans("ÐƉð", "ĐĐđ")

_FOREIGN = 4.0
_SIGNED = 6.0
_NAME = 0.5
_UNTOUCHED = 0.3
_HALF = 1.0
_MIXED = 5.0
_WITHOUT_LETTER = 2.0


@lru_cache(maxsize=65_536)
def costs(word: str) -> tuple[float, ...]:
    """How badly a word fits each of `STATES`; 0 is a Vietnamese syllable.

    Args:
        word: a match of `WORD` that is not ASCII.
    """
    plain = _as_unicode(word)
    if len(word) == 1 or not _OF_WORDS.search(word):
        return (0.0,) * len(STATES) if not word.isalpha() else _single(word)
    bare = word[1:] if _SYMBOL.match(word) else word
    if all(map(str.isascii, _PUNCTUATION.split(bare))):
        return (0.0,) * len(STATES)
    vietnamese = _ONLY_VIETNAMESE.search(plain) is not None
    fits = _all_fit(plain) and not _HAS_ODD_CASE.search(word)
    own = 0.0 if fits else _NAME if vietnamese else _SIGNED if _SIGN_IN_WORD.search(word) else _FOREIGN
    return (
        own,
        *(_cost(word, encoding, own, fits and _ONLY_VIETNAMESE.search(word) is not None) for encoding in ENCODINGS),
    )


def _single(word: str) -> tuple[float, ...]:
    """A letter on its own: vowels are words, and readings of other letters count for little."""
    return tuple(
        0.0 if is_syllable(new) else _NAME for new in (word, *(converter(encoding)(word) for encoding in ENCODINGS))
    )


def _cost(word: str, encoding: str, own: float, is_unicode: bool) -> float:
    if is_unicode:
        return _MIXED
    new, fits = _read(word, encoding)
    if new == word:
        return own + _UNTOUCHED if own == 0.0 else own + _HALF
    if not fits:
        return max(own, _FOREIGN + _HALF)
    if encoding == "tcvn3" and is_restored(word, new):
        return _WITHOUT_LETTER
    return _HALF if _ONLY_VIETNAMESE.search(word) else 0.0


@lru_cache(maxsize=65_536)
def reading(word: str, encoding: str, lost: bool = False) -> str:
    """A word of a stretch of text in an encoding, as Unicode.

    Words of Unicode among it stay, and so do signs that stand alone or at the end of a word that is none with them.

    Args:
        word: a match of `WORD`.
        encoding: one of `ENCODINGS`.
        lost: whether the text has lost its letter `ư`, which is then restored where that is sure.
    """
    plain = _as_unicode(word)
    if not _OF_WORDS.search(word) or (_ONLY_VIETNAMESE.search(word) and _all_fit(plain)):
        return word
    if encoding == "tcvn3" and len(word) == 1 and not word.isalpha() and word not in _LONE_SIGNS:
        return word
    new, fits = _read(word, encoding)
    if not fits and _all_fit(plain):
        return word
    return without(new) if encoding == "tcvn3" and not lost and is_restored(word, new) else new


def _read(word: str, encoding: str) -> tuple[str, bool]:
    """The word in an encoding, and whether it is a Vietnamese syllable (or an abbreviation) then."""
    new, fits = _read_western(word, encoding)
    if fits or encoding not in ("tcvn3", "vni") or not _OTHER.search(word):
        return new, fits
    for page in other_pages():
        western = word.translate(page)
        if western != word:
            other, fits = _read_western(western, encoding)
            if fits:
                return other, True
    return new, False


def _read_western(word: str, encoding: str) -> tuple[str, bool]:
    if _SYMBOL.search(word):
        return _read_symbols(word, encoding)
    if not _PUNCTUATION.search(word):
        return _read_whole(word, encoding)
    # Quotes and dashes of Windows-1252 are letters in some encodings; where they make no word they are themselves.
    if _fits(new := converter(TCVN_CAPITALS if encoding == "tcvn3" else encoding)(word)):
        return new, True
    parts = [(x, True) if x.isascii() else _read_whole(x, encoding) for x in _PUNCTUATION.split(word)]
    fits = all(told for _, told in parts)
    if not fits and encoding in ("viscii", "vps"):
        return _read_whole(word, encoding)
    signs = [*_PUNCTUATION.findall(word), ""]
    return "".join(text + sign for (text, _), sign in zip(parts, signs, strict=True)), fits


def _read_symbols(word: str, encoding: str) -> tuple[str, bool]:
    """A word of a symbol font, or one behind a bullet, which mostly is the first character of such a font."""
    plain = word.translate(_SYMBOLS)
    if _fits(new := converter(encoding)(plain)):
        return new, True
    rest = _SYMBOL.sub("", word[:1]) + word[1:]
    if rest != word and rest:
        new, fits = (rest, True) if rest.isascii() else _read(rest, encoding)
        return word[0] + new, fits
    return _read(plain, encoding)


def _read_whole(word: str, encoding: str) -> tuple[str, bool]:
    convert = converter(encoding)
    signs = _REPEATED.sub("\xad", word.translate(_TCVN_SIGNS))
    if encoding == "tcvn3" and len(word) > 1 and word != signs:
        found = _with_signs(word, signs)
        if found:
            return found, True
    new = convert(word)
    if _fits(new):
        return new, True
    if encoding == "tcvn3" and is_syllable(capitals := converter(TCVN_CAPITALS)(word)):
        return capitals, True
    if encoding == "tcvn3" and (found := restored(new)):
        return found, True
    head, core, tail = _EDGES.fullmatch(word).groups()  # type: ignore[union-attr]
    if core and (head or tail):
        for left, middle, right in ((head, core + tail, ""), ("", head + core, tail), (head, core, tail)):
            if left == "«" and encoding == "tcvn3" and "»" not in right:
                continue
            new_middle = convert(middle)
            if new_middle != middle and _fits(new_middle):
                return left + new_middle + right, True
        is_marked = tail in _TRADE_MARKS and len(core) > 2 and not core.isupper()
        if core.isascii() and (is_marked or (head and tail)):
            return word, False
    return new, False


def _with_signs(word: str, signs: str) -> str | None:
    """A word of TCVN3 whose `ư` or `ã` PDF software took for a minus, a dot or a hyphen at the line's end."""
    new = converter("tcvn3")(signs)
    if _fits(new):
        return new
    head, mark, tail = signs.partition("\xad")
    if "\x02" in word and mark:
        # PDFium's mark swallows the line's end.
        first, second = converter("tcvn3")(head + mark), converter("tcvn3")(tail)
        if _fits(first) and _fits(second):
            return f"{first} {second}"
    return None


def _fits(word: str) -> bool:
    return is_syllable(word) or _ABBREVIATION.fullmatch(word) is not None


def _all_fit(word: str) -> bool:
    return all(part.isascii() or _fits(part) for part in _PUNCTUATION.split(word))


def _as_unicode(word: str) -> str:
    return normalize("NFC", _INVISIBLE.sub("", word).translate(_FOLDED))


__all__ = ["LONGEST", "RARE", "STATES", "SUSPECT", "UNICODE", "WORD", "costs", "reading"]

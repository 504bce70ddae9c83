"""How Vietnamese syllables are spelt: the closed inventory by which text in the wrong encoding gives itself away.

Onsets, rhymes and where the tone stands follow the orthography (Hoàng Phê, Chính tả tiếng Việt; the older placement of
the tone, `hoà` beside `hòa`, counts as well). A syllable that ends in a stop carries the acute or the dot and no other
tone. Names of the highlands that the orthography does not cover are told one by one.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from unicodedata import normalize

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"
_BEFORE_FRONT = frozenset(("k", "gh", "ngh"))
_BEFORE_BACK = frozenset(("c", "ng", "g"))
_FRONT = frozenset("eêiy")

_CODAS = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- a ch m n nh p t u",
    "iê": "c m n ng p t u",
    "yê": "m n ng t u",
    "o": "- a c e i m n ng p t",
    "oa": "c ch i m n ng nh o p t y",
    "oă": "c m n ng t",
    "oe": "n o t",
    "oo": "c ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- a c i m n ng p t y",
    "uâ": "n ng t y",
    "uê": "- ch nh",
    "uơ": "- n",
    "uô": "c i m n ng t",
    "uy": "a ch n nh p t u",
    "uyê": "n t",
    "ư": "- a c i m n ng t u",
    "ươ": "c i m n ng p t u",
    "y": "-",
}
_AFTER_QU = {
    "a": "- c ch i n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c n ng t y",
    "e": "- n o t",
    "ê": "- ch n nh t",
    "i": "- t",
    "ô": "c",
    "ơ": "- i n",
    "y": "- ch n nh p t",
    "yê": "n t",
}
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_TONES_OF_STOPS = ("\u0301", "\u0323")
_STOPS = ("c", "ch", "p", "t")
_MARKED = "ăâêôơư"
_TWO_PLACES = frozenset(("oa", "oe", "uy"))
"""Open rhymes with the tone on either vowel: `hòa`, `hoà`."""
_NAMES = "đắk đăk lắk lăk kạn kon krông păh pơng brông blao đrăk glei plei chư pưh ea súp sê ôtô"


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable.

    Args:
        word: NFC, in any letter case.
    """
    word = word.lower()
    if word.startswith("qu") and word[2:] in _rhymes("qu"):
        return True
    rhymes, onsets = _rhymes(""), _onsets()
    for length in (0, 1, 2, 3):
        onset, rhyme = word[:length], word[length:]
        if onset not in onsets or rhyme not in rhymes:
            continue
        bare = rhymes[rhyme]
        if onset in _BEFORE_FRONT and bare[0] not in _FRONT:
            continue
        if onset in _BEFORE_BACK and bare[0] in _FRONT and not (onset == "g" and bare[0] == "i"):
            continue
        if onset and bare.startswith("yê"):
            continue
        if not (onset == "gi" and bare in ("i", "ia")):
            return True
    return word in _names()


@cache
def _onsets() -> frozenset[str]:
    return frozenset(("", *_ONSETS.split()))


@cache
def _names() -> frozenset[str]:
    return frozenset(_NAMES.split())


@cache
def _rhymes(onset: str) -> dict[str, str]:
    """Every rhyme with every tone it can carry, and the rhyme without it.

    Args:
        onset: `qu`, whose u belongs to the rhyme's sound, or nothing for all others.
    """
    rhymes: dict[str, str] = {}
    for nucleus, codas in (_AFTER_QU if onset else _CODAS).items():
        for coda in (x.replace("-", "") for x in codas.split()):
            tones = _TONES_OF_STOPS if coda in _STOPS else _TONES
            for at, tone in product(_places(nucleus, coda), tones):
                bare = nucleus + coda
                rhymes[normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])] = bare
    return rhymes


def _places(nucleus: str, coda: str) -> list[int]:
    """Where in the rhyme the tone may stand."""
    marked = [i for i, letter in enumerate(nucleus) if letter in _MARKED]
    if marked:
        return marked[-1:]
    if coda in ("", "a", "e", "i", "o", "u", "y"):
        if nucleus + coda in _TWO_PLACES:
            return [0, 1]
        return [len(nucleus) - 1]
    return [len(nucleus) - 1]


__all__ = ["is_syllable"]

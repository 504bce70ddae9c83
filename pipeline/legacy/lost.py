"""The letter `ư` of TCVN3, which is the soft hyphen, where other software has dropped it: `n­íc` became `níc`.

Most such words are put right for sure, since `ơ` stands before few endings without a `ư` (`nớc`, `đợc`, `trờng`). Some
are words without it as well (`đưa`, `đa`); they stay, and the document gets a warning.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from pipeline.legacy.syllables import is_syllable

_HORNED = regex.compile("[ơờớởỡợƠỜỚỞỠỢ]")
_LETTER = regex.compile("[\xad\u2212\x02¦]")
_RESTORED = regex.compile("[ưƯ][ơờớởỡợƠỜỚỞỠỢ]")
# No words, or rare ones, beside the most frequent of the language.
_ALONE = {"ngời": "người", "nhng": "nhưng", "nh": "như"}
_AFTER = {"đầu": "tư", "thông": "tư", "vật": "tư"}
_FEW = 3
_KEPT_SHARE = 0.1


def restored(word: str) -> str | None:
    """A word that is none, with `ư` before its `ơ`, if it is one then.

    Args:
        word: in Unicode.
    """
    found = _HORNED.search(word)
    if found is None:
        return None
    letter = "Ư" if found[0].isupper() else "ư"
    new = word[: found.start()] + letter + word[found.start() :]
    return new if is_syllable(new) else None


def is_restored(old: str, new: str) -> bool:
    """Whether a TCVN3 word was read by adding the letter."""
    return _RESTORED.search(new) is not None and _LETTER.search(old) is None


def without(new: str) -> str:
    """A restored word as it stood."""
    return _RESTORED.sub(lambda match: match[0][1], new, count=1)


def count_lost(words: Iterable[tuple[str, str]]) -> int:
    """How many words had their `ư` restored, if the document has lost it; else 0.

    Args:
        words: TCVN3 words as they stood and as they were read.
    """
    lost = kept = 0
    for old, new in words:
        if _LETTER.search(old):
            kept += 1
        elif is_restored(old, new):
            lost += 1
    return lost if lost >= _FEW and kept <= lost * _KEPT_SHARE else 0


def with_letter(word: str, before: str) -> str:
    """A word of a document that has lost its `ư`, with the letter where it is sure.

    Args:
        word: in Unicode.
        before: the word before it.
    """
    new = _ALONE.get(word.lower()) or (_AFTER.get(before.lower()) if word.lower() == "t" else None)
    if new is None:
        return word
    return new.capitalize() if word[0].isupper() else new


__all__ = ["count_lost", "is_restored", "restored", "with_letter", "without"]

"""Set phrases of letterheads and names of provinces, put right where only marks or a few letters of them are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from unicodedata import normalize

from gazetteers import read_table
from pipeline.read.ocr.engine import Word

EDGE = " .,;:!?()[]\"“”'…"
"""Marks that may stand around a word."""
_LIKE = 0.86
_LETTERS_WRONG = 4
_WORDS_MOST = 12
_SHORT = 16
"""Letters of phrases too short for a wrong one among them to be sure."""


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Letters without marks of a set phrase, and its words; the longest first."""
    rows = [row for row in read_table("ocr_corrections") if row["kind"] == "line"]
    return tuple(sorted(((bare(x["read"]), tuple(x["meant"].split())) for x in rows), key=lambda x: -len(x[0])))


@cache
def _provinces() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    names = (tuple(row["name"].split()) for row in read_table("provinces"))
    return {tuple(map(bare, name)): name for name in names}


def bare(text: str) -> str:
    """Small ASCII letters and digits of a text: what recognition nearly always has right."""
    plain = normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def with_phrases(words: Sequence[Word]) -> list[Word]:
    """Words with set phrases and names of provinces as they are written.

    Args:
        words: as recognised, in order.
    """
    mended = list(words)
    _mend_phrases(mended)
    _mend_provinces(mended)
    return mended


def _mend_phrases(words: list[Word]) -> None:
    folded = [bare(word.text) for word in words]
    at = 0
    while at < len(words):
        for letters, meant in _phrases():
            count, like = _length(folded, at, letters)
            if count and _length(folded, at + 1, letters)[1] > like:
                # The word at hand belongs to what stands before the phrase.
                continue
            group = words[at : at + count]
            # A phrase in capitals stands so in a letterhead only.
            if not count or (meant[0].isupper() and not any(word.text.isupper() for word in group)):
                continue
            shown = _spelled([word.text for word in group], meant)
            words[at : at + count] = _spread(group, shown)
            folded[at : at + count] = map(bare, shown)
            at += len(shown) - 1
            break
        at += 1


def _length(folded: Sequence[str], at: int, letters: str) -> tuple[int, float]:
    """How many words from a place on are a phrase, give or take a few letters, and how like it they are."""
    if at >= len(folded) or not folded[at] or folded[at][0] != letters[0]:
        return 0, 0.0
    joined = ""
    best, likeness = 0, _LIKE
    for count, word in enumerate(folded[at : at + _WORDS_MOST], start=1):
        joined += word
        if abs(len(joined) - len(letters)) <= _LETTERS_WRONG and word:
            matcher = SequenceMatcher(None, joined, letters, autojunk=False)
            like = matcher.ratio() if matcher.quick_ratio() > likeness else 0.0
            if like > likeness and (like == 1.0 or len(letters) > _SHORT):
                best, likeness = count, like
        if len(joined) > len(letters) + _LETTERS_WRONG:
            break
    return best, likeness if best else 0.0


def _spelled(texts: Sequence[str], meant: Sequence[str]) -> list[str]:
    """A phrase's words; where each letter was read right, with the tone marks where they stood (`HOÀ`, `HÒA`)."""
    if len(texts) != len(meant):
        return list(meant)
    return [_kept(old, new) for old, new in zip(texts, meant, strict=True)]


def _kept(old: str, new: str) -> str:
    same = len(old) == len(new) and sorted(normalize("NFD", old.upper())) == sorted(normalize("NFD", new.upper()))
    return old if same else new


def _spread(group: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    """Words with new texts, in their places or, where their number is another, in shares of the room."""
    if len(group) == len(texts):
        return [replace(word, text=text) for word, text in zip(group, texts, strict=True)]
    left, right = group[0].left, group[-1].right
    step = (right - left) / sum(len(text) + 1 for text in texts)
    placed, at = [], left
    for text in texts:
        placed.append(replace(group[0], text=text, left=at, right=at + step * len(text)))
        at += step * (len(text) + 1)
    return placed


def _mend_provinces(words: list[Word]) -> None:
    """Names behind `tỉnh` with the marks they have: no two provinces differ by marks alone."""
    for at, word in enumerate(words[:-1]):
        if bare(word.text) != "tinh":
            continue
        for count in (3, 2):
            group = words[at + 1 : at + 1 + count]
            texts = [x.text.strip(EDGE) for x in group]
            name = _provinces().get(tuple(map(bare, texts)))
            if name is None or not all(x[:1].isupper() for x in texts):
                continue
            words[at] = replace(word, text=_kept_word(word.text))
            shown = [part.upper() if text.isupper() else part for part, text in zip(name, texts, strict=True)]
            words[at + 1 : at + 1 + count] = [
                replace(x, text=x.text.replace(old, _kept(old, new), 1))
                for x, old, new in zip(group, texts, shown, strict=True)
            ]
            break


def _kept_word(text: str) -> str:
    """`tỉnh` before a province's name, which is read as `tính` and `tĩnh`."""
    plain = text.strip(EDGE)
    meant = "TỈNH" if plain.isupper() else "Tỉnh" if plain[:1].isupper() else "tỉnh"
    return text.replace(plain, meant, 1)


__all__ = ["EDGE", "bare", "with_phrases"]

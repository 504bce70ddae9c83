"""Slips of recognition that can mean but one thing, undone: `gazetteers/ocr_corrections.csv`.

Nothing is guessed: whether a letter carries a hook or an acute is left as it was read unless the words with it do not
exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from gazetteers import read_table
from pipeline.read.ocr.engine import Word
from pipeline.read.ocr.phrases import EDGE, with_phrases

_RUN_TOGETHER = regex.compile(r"(?<=\d)(?=(?:tháng|ngày|năm|quý)(?:\b|năm|đầu))|(?<=\dtháng)(?=năm|đầu)")
"""`8tháng`, `6thángđầu`."""
_PER_MILLE = regex.compile(r"(?<=\d\s?)%[oọ°](?!\p{L})")


@dataclass(frozen=True, slots=True)
class _Slips:
    letters: dict[int, str]
    codes: regex.Pattern[str]
    code_of: dict[str, str]
    words: dict[tuple[str, ...], tuple[str, ...]]
    first: frozenset[str]
    longest: int
    before_figure: dict[str, str]
    after_figure: dict[str, str]


@cache
def _slips() -> _Slips:
    rows = read_table("ocr_corrections")

    def of_kind(kind: str) -> dict[str, str]:
        return {row["read"]: row["meant"] for row in rows if row["kind"] == kind}

    letters = {ord(row["read"]): row["meant"] for row in rows if row["kind"] == "letter"}
    codes = of_kind("code")
    words = {
        read: meant
        for row in rows
        if row["kind"] == "word"
        for read, meant in _cases(tuple(row["read"].split()), tuple(row["meant"].split()))
    }
    inside = "|".join(regex.escape(code) for code in sorted(codes, key=len, reverse=True))
    # Whole parts of a symbol: letters around them would make them part of another abbreviation.
    pattern = regex.compile(rf"(?<![\p{{L}}.])(?:{inside})(?![\p{{L}}])|(?<=Q|N|H)ĐĐ(?=-)")
    first = frozenset(read[0] for read in words)
    return _Slips(
        letters, pattern, codes, words, first, max(map(len, words)), of_kind("before figure"), of_kind("after figure")
    )


def _cases(read: tuple[str, ...], meant: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield read, meant
    if read[0][0].islower():
        yield (read[0].capitalize(), *read[1:]), (meant[0].capitalize(), *meant[1:])


def corrected(words: Sequence[Word]) -> list[Word]:
    """Words with what can only be a slip undone; their places and certainties stay.

    Args:
        words: as recognised, in order.
    """
    slips = _slips()
    plain = with_phrases([_with_text(word, _plain(word.text, slips)) for word in words])
    _mend_beside_figures(plain, slips)
    at = 0
    while at < len(plain):
        if plain[at].text.lstrip(EDGE) in slips.first or plain[at].text.strip(EDGE) in slips.first:
            at += _replaced(plain, at, slips)
        at += 1
    return plain


def _plain(text: str, slips: _Slips) -> str:
    text = _PER_MILLE.sub("‰", text.translate(slips.letters))
    return slips.codes.sub(lambda match: slips.code_of.get(match[0], "Đ"), _RUN_TOGETHER.sub(" ", text))


def _mend_beside_figures(words: list[Word], slips: _Slips) -> None:
    for at, word in enumerate(words):
        if word.text in slips.before_figure and at + 1 < len(words) and words[at + 1].text[0].isdigit():
            # Between words in capitals, capitals are meant.
            if not (word.text.isupper() and at and words[at - 1].text.isupper() and words[at - 1].line == word.line):
                words[at] = _with_text(word, slips.before_figure[word.text])
        elif (plain := word.text.strip(EDGE)) in slips.after_figure and at and words[at - 1].text[-1].isdigit():
            words[at] = _with_text(word, word.text.replace(plain, slips.after_figure[plain]))


def _replaced(words: list[Word], at: int, slips: _Slips) -> int:
    """How many further words a phrase at a place takes, after it was put right."""
    for length in range(slips.longest, 0, -1):
        group = words[at : at + length]
        if len(group) < length:
            continue
        # Marks may stand around the phrase, not within it.
        texts = [word.text for word in group]
        head = texts[0][: len(texts[0]) - len(texts[0].lstrip(EDGE))]
        texts[0] = texts[0][len(head) :]
        for tail in {texts[-1][len(texts[-1].rstrip(EDGE)) :], ""}:
            body = [*texts[:-1], texts[-1][: len(texts[-1]) - len(tail)] if tail else texts[-1]]
            meant = slips.words.get(tuple(body))
            if meant is not None and len(meant) == length:
                shown = [head + meant[0], *meant[1:]]
                shown[-1] += tail
                words[at : at + length] = [_with_text(word, text) for word, text in zip(group, shown, strict=True)]
                return length - 1
    return 0


def _with_text(word: Word, text: str) -> Word:
    return replace(word, text=text) if text != word.text else word


__all__ = ["corrected"]

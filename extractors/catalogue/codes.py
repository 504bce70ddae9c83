"""Which indicator of the catalogue a number is.

A label is coded only where its every word is accounted for: one phrase of the catalogue names it, and what stands
before and behind that phrase is known to change nothing (`tổng số`, `trên địa bàn tỉnh`, `so với cùng kỳ`). A word
that is not known makes it another thing (`đoàn viên nữ` are not `đoàn viên`), and the label stays without a code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractors.catalogue.entries import entries
from extractors.catalogue.phrases import (
    Phrase,
    firsts_of_kind,
    longest_of_kind,
    reader,
    tokens_of,
    words_of,
    words_of_kind,
)
from extractors.cues import Cue
from extractors.indicators.lexicon import fold, unit_at
from extractors.model import IndicatorKind, Role
from extractors.organisations.provinces import all_provinces

_COMPARED: frozenset[Role] = frozenset({"change", "index", "target_rate"})
"""Roles whose number measures the thing against something else: its unit may be another than the thing's own."""
_CONSTANT = Cue(r"\bgiá (?:so sánh|cố định|cđ|ss)\b")
_WHEN = regex.compile(
    r"(?:\b(?:đến|trong|cuối|đầu|hết|tính|của|từ|vào|ước|cả|niên|vụ)\s+){0,3}"
    r"\b(?:(?:năm|tháng|quý|ngày|giai đoạn|nhiệm kỳ|thời kỳ)\s+(?:học\s+)?(?:\d[\d/.-]*|[ivx]+\b)(?:\s*[-/]\s*\d+)?"
    r"|\d+\s+(?:tháng|quý)(?:\s+(?:đầu|cuối))?(?:\s+năm)?(?:\s+(?:19|20)\d\d)?"
    r"|(?:6|9)\s+tháng)\b"
)
_TIMES = ("năm", "tháng", "quý", "ngày", "giai đoạn", "kỳ")
"""One of these stands in whatever `_WHEN` finds."""
_PLAIN_KINDS: Mapping[str, IndicatorKind] = {"money": "money", "percent": "percent", "count": "count"}


@cache
def _lasts(kind: str) -> frozenset[str]:
    """The words that end one of `kind`, or a place."""
    return frozenset(words[-1] for words in (*words_of_kind(kind), *_places()))


@cache
def _places() -> frozenset[tuple[str, ...]]:
    names = {name for province in all_provinces() for name in (province.name, *province.aliases)}
    return frozenset(tokens for name in names if (tokens := tuple(words_of(name))))


@cache
def _excluded() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Code → words that make a label another thing, and words that do so over or before it, as they are compared."""
    return {
        code: (
            tuple(f" {' '.join(tokens_of(text))} " for text in entry.excludes),
            tuple(map(fold, entry.excluded_under)),
        )
        for code, entry in entries().items()
    }


@dataclass(frozen=True, slots=True)
class _Naming:
    """A phrase that names a label, and how much of it."""

    phrase: Phrase
    size: int
    only: frozenset[str]
    """Conditions of the words around: `percent`, `change`."""


@lru_cache(maxsize=8192)
def _namings(label: str, compared: bool) -> tuple[_Naming, ...]:
    folded = fold(label)
    constant = _CONSTANT.search(folded) is not None
    dated = not constant and any(word in folded for word in _TIMES)
    text = _WHEN.sub(" ", folded) if dated else folded
    tokens = tokens_of(text)
    if compared:
        tokens = _before_comparison(tokens)
    if not 0 < len(tokens) <= 40:
        return ()
    heads = _reach(tokens, "lead")
    tails = _reach(tokens[::-1], "tail", backwards=True)
    joined = f" {' '.join(tokens)} "
    namings: list[_Naming] = []
    for start, before in heads.items():
        for end, phrase in reader().read(tokens, start):
            behind = tails.get(len(tokens) - end)
            if behind is None or any(word in joined for word in _excluded()[phrase.code][0]):
                continue
            namings.append(_Naming(phrase, end - start, before | behind))
    return tuple(namings)


def _before_comparison(tokens: list[str]) -> list[str]:
    against, longest, first = words_of_kind("against"), longest_of_kind("against"), firsts_of_kind("against")
    for at in range(1, len(tokens)):
        if tokens[at] in first and any(tuple(tokens[at : at + size]) in against for size in range(1, longest + 1)):
            return tokens[:at]
    return tokens


def _reach(tokens: Sequence[str], kind: str, *, backwards: bool = False) -> dict[int, frozenset[str]]:
    """How far from its beginning a label may be told by words that change nothing, with their conditions."""
    words, longest = words_of_kind(kind), longest_of_kind(kind)
    places = _places()
    openers = _lasts(kind) if backwards else firsts_of_kind(kind)
    reached: dict[int, frozenset[str]] = {0: frozenset()}
    ahead = [0]
    while ahead:
        at = ahead.pop()
        if at >= len(tokens) or tokens[at] not in openers:
            continue
        for size in range(1, max(longest, 5) + 1):
            if at + size > len(tokens):
                break
            part = tuple(tokens[at : at + size])
            key = part[::-1] if backwards else part
            value = words.get(key)
            if value is None and backwards and key in places:
                value = ""
            if value is not None and at + size not in reached:
                reached[at + size] = reached[at] | ({value} if value else set())
                ahead.append(at + size)
    return reached


def code_of(
    label: str,
    kind: IndicatorKind,
    unit: str | None,
    role: Role,
    *,
    near: str = "",
    headings: str = "",
    document: str = "",
    on: dt.date | None = None,
) -> str | None:
    """The catalogue's code for a number, or null where it is none of its indicators.

    Args:
        label: what is counted, in the text's words.
        kind: count, money, percent or measure.
        unit: as written, or null.
        role: the number's role.
        near: the sentence before the number.
        headings: those over it.
        document: the head of the document (issuer, title).
        on: a day it holds for; null where unknown.
    """
    best: tuple[int, int, str] | None = None
    nearby = document_folded = None
    for naming in _namings(label, role in _COMPARED):
        entry = entries()[naming.phrase.code]
        fits = _fits(entry.dimension, kind, unit, role)
        if fits == 0 or (on is not None and not entry.valid_from <= on <= entry.valid_to):
            continue
        if "percent" in naming.only and kind != "percent" and "/" not in entry.dimension:
            continue
        if "change" in naming.only and role not in _COMPARED:
            continue
        under = _excluded()[entry.code][1]
        if under and any(word in fold(f"{headings} {near}") for word in under):
            continue
        if naming.phrase.near:
            nearby = fold(f"{headings} {near}") if nearby is None else nearby
            if not any(way in nearby for way in naming.phrase.near):
                continue
        if naming.phrase.document:
            document_folded = fold(document) if document_folded is None else document_folded
            if not any(way in document_folded for way in naming.phrase.document):
                continue
        key = (naming.size, fits, naming.phrase.code)
        if best is None or key[:2] > best[:2] or (key[:2] == best[:2] and _order(key[2]) < _order(best[2])):
            best = key
    return best[2] if best else None


@cache
def _order(code: str) -> int:
    return list(entries()).index(code)


def _fits(dimension: str, kind: IndicatorKind, unit: str | None, role: Role) -> int:
    """0 where a number of this kind and unit cannot be of the dimension; else how well it fits."""
    head, _, only = dimension.partition(":")
    base, _, per = head.partition("/")
    if only and kind == "count" and fold(unit or "") != only:
        return 0
    own = _is_of(base, kind, unit, ratio=bool(per))
    if role == "rate" and not per:
        return 0
    if role == "share":
        return 2 if base == "percent" and kind == "percent" else 0
    if role in ("target_rate", "index"):
        # A percent of a plan or of an earlier level is a percent of anything; best of what is none itself.
        return 0 if kind not in ("percent", "measure") else 2 if base != "percent" else 1
    if role == "change" and kind == "percent":
        return 2 if base == "percent" else 1
    return 2 if own else 0


def _is_of(base: str, kind: IndicatorKind, unit: str | None, *, ratio: bool) -> bool:
    if base == "score":
        return kind != "money"
    if ratio and base == "count":
        return kind in ("count", "percent", "measure")
    if base in _PLAIN_KINDS:
        return kind == _PLAIN_KINDS[base]
    if kind != "measure" or not unit:
        return False
    found = unit_at(unit, 0)
    return found is not None and found[0].dimension == base

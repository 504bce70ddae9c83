"""Cues of indicators, from `gazetteers/indicator_cues.csv` and `units.csv`, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from extractors.cues import Cue
from gazetteers import read_table, split_cell

_TONES = [
    (a + b, c + d)
    for a, b, c, d in (
        *(("o", x, y, "a") for x, y in zip("àáảãạ", "òóỏõọ", strict=True)),
        *(("o", x, y, "e") for x, y in zip("èéẻẽẹ", "òóỏõọ", strict=True)),
        *(("u", x, y, "y") for x, y in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)),
    )
]
_TONE = {form: f"(?:{old}|{new})" for old, new in _TONES for form in (old, new)}
_TONE_FORM = regex.compile("|".join(_TONE))
_FOLD = {**dict(_TONES), "uớ": "ướ", "ươc": "ước"}
"""Spellings that stand for another: the old placement of tones, and the commonest slip of `ước`."""
_FOLD_FORM = re.compile("|".join(_FOLD))


def folded(text: str) -> str:
    """As `fold`, for passages that come only once: nothing is remembered."""
    return _FOLD_FORM.sub(lambda m: _FOLD[m[0]], " ".join(text.lower().split()))


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case, single blanks, one tone placement (`Hoà` → `hòa`): the key of a cue."""
    return folded(text)


def phrase(text: str) -> str:
    """`text` as a pattern source: any blanks between words, either tone placement."""
    escaped = r"\s+".join(regex.escape(word) for word in text.split())
    return _TONE_FORM.sub(lambda m: _TONE[m[0]], escaped)


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern source for any of `phrases`, the longest first, as whole words."""
    return rf"(?<![\p{{L}}\d]){_branches({tuple(text.split()) for text in phrases})}(?![\p{{L}}\d])"


def _branches(phrases: Iterable[tuple[str, ...]]) -> str:
    """Phrases as a tree of words: what they begin with alike is tried once."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in phrases:
        by_first.setdefault(words[0], []).append(words[1:])
    branches = []
    for first in sorted(by_first, key=lambda word: (-len(word), word)):
        longer = [rest for rest in by_first[first] if rest]
        more = rf"(?:\s+{_branches(longer)})" if longer else ""
        branches.append(phrase(first) + (f"{more}?" if longer and () in by_first[first] else more))
    return f"(?:{'|'.join(branches)})"


def last_words(phrases: Iterable[str]) -> frozenset[str]:
    """The last words of `phrases` in small letters, in either tone placement: what `alternatives` of them ends with."""
    words = {text.split()[-1].lower() for text in phrases}
    return frozenset(
        spelled
        for word in words
        for old, new in ((" ", " "), *_TONES)
        for spelled in (word.replace(old, new), word.replace(new, old))
    )


@cache
def cues(kind: str, value: str | None = None) -> tuple[str, ...]:
    """The cues of one kind (and value), in file order."""
    return tuple(
        row["cue"]
        for row in read_table("indicator_cues")
        if row["kind"] == kind and (value is None or row["value"] == value)
    )


@cache
def cue(kind: str, value: str | None = None) -> str:
    """Pattern source for any cue of `kind`."""
    return alternatives(cues(kind, value))


@cache
def find(kind: str, value: str | None = None) -> Cue:
    """A cue of `kind` anywhere."""
    return Cue(cue(kind, value), regex.IGNORECASE)


@lru_cache(maxsize=4096)
def says(kind: str, heading: str) -> bool:
    """Whether a heading has a cue of `kind`. (One heading is asked for each paragraph under it.)"""
    return find(kind).search(heading) is not None


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of `units.csv` for one of its spellings."""

    text: str
    canonical: str
    kind: Literal["count", "money", "percent", "measure", "none"]
    """`none`: words that only begin like a unit (`bao gồm`)."""
    dimension: str
    factor: float


@cache
def units() -> dict[str, tuple[Unit, ...]]:
    """First syllable (folded) → the units that begin with it, longest first."""
    table: dict[str, list[Unit]] = {}
    for row in read_table("units"):
        for text in split_cell(row["unit"]):
            kind = row["kind"]
            if kind not in ("count", "money", "percent", "measure"):
                raise ValueError(f"gazetteers/units.csv: unknown kind {kind!r} of {text!r}")
            unit = Unit(text, row["canonical"], kind, row["dimension"], float(row["factor"]))  # type: ignore[arg-type]
            table.setdefault(_first(fold(text)), []).append(unit)
    for text in cues("not_unit"):
        table.setdefault(_first(fold(text)), []).append(Unit(text, text, "none", "", 1.0))
    return {first: tuple(sorted(group, key=lambda u: -len(u.text))) for first, group in table.items()}


_FIRST = regex.compile(r"[\p{L}\p{M}]+|\S")


def _first(text: str) -> str:
    found = _FIRST.match(text)
    return found[0] if found else ""


def _unit_pattern(text: str) -> str:
    # Symbols of measures are told by their case: `m` is not `M`, `CP` is not `cp`.
    strict = (len(text) <= 3 and not text.islower()) or text in ("m", "g", "kg", "ha")
    guard = r"(?![\p{L}\d])" if text[-1].isalnum() or text[-1] in "²³" else ""
    return f"({phrase(text)}{guard})" if strict else f"((?i:{phrase(text)}{guard}))"


@cache
def _units_of(first: str) -> regex.Pattern[str]:
    """One pattern for the units that begin with a folded syllable: its groups are these."""
    return regex.compile("|".join(_unit_pattern(unit.text) for unit in units()[first]))


def unit_at(text: str, at: int) -> tuple[Unit, int] | None:
    """The longest unit of `units.csv` that begins at `at`, and where it ends, or null."""
    hit = word_at(text, at)
    return None if hit is None or hit[0].kind == "none" else hit


@lru_cache(maxsize=64)
def word_at(text: str, at: int) -> tuple[Unit, int] | None:
    """As `unit_at`, with the words that are known to be none (`kind` is then `none`)."""
    first = _FIRST.match(text, at)
    if first is None:
        return None
    syllable = fold(first[0])
    group = units().get(syllable)
    found = None if group is None else _units_of(syllable).match(text, at)
    if group is None or found is None or found.lastindex is None:
        return None
    return group[found.lastindex - 1], found.end()

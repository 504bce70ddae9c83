"""Whose doings a sentence tells: a province may quote another's results, which are no merit of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import regex

from extractors.dates.edtf import bounds
from extractors.organisations.provinces import (
    all_provinces,
    find_province,
    fold_tones,
    province_by_code,
    successors_now,
)
from extractors.unaccented import restored_sentence
from pipeline.annotate.metadata.cues import alternation, cues
from pipeline.compliance.cues import any_cue
from pipeline.link.place_words import below_provinces
from pipeline.link.places import province_in

Row = Mapping[str, Any]
_FRIEND = "bạn"
"""`tỉnh bạn`: another one, whichever."""


# What ends a body's name: a verb, a partner, a district that is called like a province (huyện Quảng Ninh).
_NOT_IN_NAME = rf"(?!xã hội)(?:{any_cue('name_end')}|{below_provinces()})(?!\p{{L}})"


@cache
def _subject() -> regex.Pattern[str]:
    """A province, or a body of one, that opens a clause, in folded text: `theo LĐLĐ tỉnh Lào Cai, …`."""
    names = {fold_tones(name) for p in all_provinces() for name in (p.name, *p.aliases) if len(name) > 2}
    province = "|".join(r"\s+".join(map(regex.escape, n.split())) for n in sorted(names, key=lambda n: (-len(n), n)))
    heads = alternation(cues("local_body"))
    said = any_cue("source_word")
    return regex.compile(
        rf"(?:^|[,;:.(])[\s\W]*(?:(?:theo|tại|ở|như|riêng|còn|qua|từ)\s+)?(?:{said}\s+)?(?:(?:của|từ|tại|do)\s+)?"
        rf"(?:(?:ban thường vụ|ban chấp hành|thường trực)\s+)?"
        rf"(?:(?:các\s+)?(?:tỉnh|đơn vị|địa phương)\s+bạn(?!\p{{L}})"
        rf"|(?:{heads}(?:\s+(?!{_NOT_IN_NAME})[^\s,;:.()\d]+){{0,9}}?\s+|(?:tỉnh|thành phố|tp\.?)\s+)"
        rf"(?:(?:tỉnh|thành phố|tp\.?)\s*)?(?P<name>{province})(?!\p{{L}}))"
    )


def quoted_province(document: Row, sentence: str, end: int) -> str | None:
    """The other province whose doings a sentence tells where it reaches `end`; null for the document's own.

    Args:
        document: the row of `documents` it stands in.
        sentence: the sentence.
        end: offset into it of what is to be credited.
    """
    if not document.get("province"):
        return None
    found = [name for stop, name in _subjects(sentence) if stop <= end]
    if found and found[-1] == _FRIEND:
        return _FRIEND
    return found[-1] if found and not is_own_province(document, found[-1]) else None


@lru_cache(maxsize=4096)
def _subjects(sentence: str) -> tuple[tuple[int, str], ...]:
    """(end, name) of the provinces that open clauses, in text order."""
    found = _subject().finditer(fold_tones(restored_sentence(sentence)))
    return tuple((match.end(), match["name"] or _FRIEND) for match in found)


def is_own_province(document: Row, name: str) -> bool:
    """Whether a province is that of a document, or one that had become part of it when it was written."""
    day: dt.date | None = bounds(document.get("issued_on"))[0]
    own = find_province(document["province"], day)
    other = find_province(name, day)
    if own is None or other is None or own.name == other.name:
        return True
    return other.valid_to is not None and day is not None and other.valid_to < day and own in successors_now(other)


def is_own_plan(document: Row, directive: Row) -> bool:
    """Whether a local directive is of the document's province; true where either is not told.

    Args:
        document: row of `documents`.
        directive: row of `directives`.
    """
    province = directive.get("province") or province_in(directive.get("issuer") or "")
    return not province or not document.get("province") or is_own_province(document, province)


def is_own_result(document: Row, indicator: Row) -> bool:
    """Whether a number is about the document's province: neither about another by its subject nor quoted from it.

    Args:
        document: row of `documents`.
        indicator: row of `indicators`.
    """
    at = indicator["sentence"].find(indicator["surface"])
    if quoted_province(document, indicator["sentence"], at if at >= 0 else len(indicator["sentence"])):
        return False
    code, own = indicator.get("province_code"), document.get("province_code")
    if not code or not own or code == own or not _of_a_province(indicator):
        return True
    other = province_by_code(code, bounds(document.get("issued_on"))[0])
    return other is None or is_own_province(document, other.name)


def _of_a_province(indicator: Row) -> bool:
    """A province itself or its body; a company or a hospital of another one may well act here."""
    name = indicator.get("org")
    return not name or fold_tones(name).startswith(tuple(cues("local_body")))

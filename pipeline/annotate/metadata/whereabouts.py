"""The province a news story is of, where the page does not say whose it is: the one its first sentences act in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex

from extractors.model import Organisation
from extractors.organisations.provinces import Province, all_provinces, find_province, province_by_code
from extractors.text import DocumentText

_LEAD = 900
"""Characters from the top in which headline, date line and the first sentences stand."""
_SHARE = 0.6
_LEAST = 2
_DISTRICTS_ENDED = dt.date(2025, 6, 30)
"""The codes of districts are those of the provinces of this day."""


def lead_province(organisations: Sequence[Organisation], doc: DocumentText, at: dt.date | None) -> Province | None:
    """The province that the story's beginning names and that most of its bodies and places are of; null where it is
    not certain.

    Args:
        organisations: mentions found in it, districts' offices too.
        doc: the page.
        at: its date, which says what a province was.
    """
    votes: Counter[str] = Counter()
    early: set[str] = set()
    bodies = [o for o in organisations if o.province_code]
    inside = {i for o in bodies for i in range(o.start, o.end)}
    names = (m for m in _names().finditer(doc.legible) if m.start() not in inside)
    spots = [(m.start(), find_province(m["name"], at)) for m in names]
    spots += [(o.start, _of_body(o, at)) for o in bodies]
    for start, province in spots:
        if province is None:
            continue
        votes[province.name] += 1
        if start < _LEAD:
            early.add(province.name)
    if not votes:
        return None
    name, count = votes.most_common(1)[0]
    certain = name in early and (count >= _LEAST or len(votes) == 1) and count >= _SHARE * votes.total()
    return find_province(name, at) if certain else None


@cache
def _names() -> regex.Pattern[str]:
    """Names of provinces as they stand in sentences. One of a single syllable (`Huế`), or that is a person's as well,
    counts where the word for a city stands before it."""
    alone = {s for p in all_provinces() for s in (p.name, *p.aliases) if " " in s and not p.is_a_person}
    cities = {s for p in all_provinces() if p.type == "thành phố" for s in (p.name, *p.aliases)}
    city = rf"(?:[Tt]hành\s+phố|T[Pp]\.?)\s*{_any(cities)}"
    return regex.compile(rf"(?<!\p{{L}})(?P<name>{_any(alone)}|{city})(?!\p{{L}})")


def _any(names: set[str]) -> str:
    ordered = sorted(names, key=lambda s: (-len(s), s))
    return "(?:" + "|".join(r"\s+".join(map(regex.escape, s.split())) for s in ordered) + ")"


def _of_body(mention: Organisation, at: dt.date | None) -> Province | None:
    if mention.level == "province":
        named = [p for p in all_provinces() if p.code == mention.province_code and p.name in mention.name]
        return find_province(named[0].name, at) if named else None
    return province_by_code(mention.province_code, _DISTRICTS_ENDED) if mention.province_code else None

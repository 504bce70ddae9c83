"""Whose a local number is: the place an issuer serves, as a key to compare.

`39/KH-LĐLĐ` of Quảng Trị and of Nghệ An are two documents, `39/KH-LĐLĐ` of a district is a third. Names, not official
codes, make the key: one code means different provinces before and after July 2025, and a name survives a merger.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractors.organisations.provinces import all_provinces, fold_place
from pipeline.link.place_words import bare, levels, of_levels, types

_NAME = r"[\p{Lu}\d][\p{L}\d'’]*(?:[\s-]+[\p{Lu}\d][\p{L}\d'’]*){0,4}"
_LOWER = regex.compile(rf"(?P<kind>(?i:{of_levels('district', 'commune')}))\s+(?P<name>{_NAME})")
_MINISTRY = regex.compile(r"bộ\s", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """What an issuer serves."""

    key: str
    """Comparable: `quảng trị`, `huyện hướng hóa / quảng trị`, `= tổng liên đoàn lao động việt nam`."""
    level: str
    """`province`, `district`, `commune`, `grassroots`, `central` or `unknown`."""
    province: str | None = None
    """The province's name, as written in the gazetteer."""


@cache
def _provinces() -> tuple[regex.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for province in all_provinces():
        for name in (province.name, *province.aliases):
            names.setdefault(fold_place(name), province.name)
    # One-word names (Huế) count after `tỉnh` or `thành phố` only: alone they may be a district's name.
    long = sorted((key for key in names if " " in key), key=lambda key: (-len(key), key))
    short = sorted((key for key in names if " " not in key), key=lambda key: (-len(key), key))
    either = "|".join(map(regex.escape, long))
    after = "|".join(map(regex.escape, short))
    pattern = rf"(?<![\p{{L}}\d])(?:(?P<long>{either})|(?:tỉnh|thành phố|tp) (?P<short>{after}))(?!\p{{L}})"
    return regex.compile(pattern), names


@cache
def _renamed() -> dict[str, str]:
    """Name of a province → the name its whole territory and nothing else bears today (Thừa Thiên Huế → Huế)."""
    heirs: dict[str, list[str]] = defaultdict(list)
    for province in all_provinces():
        for successor in province.successor_ids:
            heirs[successor].append(province.name)
    names = {province.province_id: province.name for province in all_provinces()}
    return {
        province.name: names[province.successor_ids[0]]
        for province in all_provinces()
        if len(province.successor_ids) == 1 and heirs[province.successor_ids[0]] == [province.name]
    }


def _key(province: str | None) -> str:
    return fold_place(_renamed().get(province or "", province or ""))


@lru_cache(maxsize=20_000)
def province_in(text: str) -> str | None:
    """The last province named in an issuer's name (`… huyện X tỉnh Y` ends with it); null where none is."""
    pattern, names = _provinces()
    found = [names[m["long"] or m["short"]] for m in pattern.finditer(fold_place(text))]
    return found[-1] if found else None


def place_of(issuer: str | None, province: str | None) -> Place | None:
    """The place an issuer serves.

    Args:
        issuer: its name as the text or the gazetteer gives it (`LĐLĐ huyện Hướng Hóa`, `UBND tỉnh`), or null.
        province: the province of the document that speaks, which fills in a bare `tỉnh`; null where unknown.

    Returns:
        Null where the name leaves it open.
    """
    return _place_of(issuer, province) if issuer else None


@lru_cache(maxsize=20_000)
def _place_of(issuer: str, province: str | None) -> Place | None:
    name = " ".join(issuer.split())
    named = province_in(name)
    within = named or province
    below: list[tuple[str, str]] = []
    for match in _LOWER.finditer(name):
        # `Huyện ủy Hướng Hóa` serves huyện Hướng Hóa.
        kind = " ".join(match["kind"].lower().replace("uỷ", "ủy").split())
        kind = types().get(kind, kind)
        # A city that is a province of its own is none of a province's districts.
        if kind != "thành phố" or province_in(f"thành phố {match['name']}") is None:
            below.append((kind, fold_place(f"{kind} {match['name']}")))
    if below:
        key = " / ".join([*(part for _, part in below), _key(within)])
        return Place(key, levels()[below[0][0]], within)
    if named:
        return Place(_key(named), "province", named)
    if bare("below").search(name):
        return None
    if bare("national").search(name) or _MINISTRY.match(name):
        return Place("= " + fold_place(name), "central")
    if bare("province").search(name):
        return Place(_key(province), "province", province) if province else None
    return None

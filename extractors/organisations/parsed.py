"""What the grammar reads: an organisation's name with its place, before the document is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.organisations.patterns import LEVEL_OF_TYPE, Head
from extractors.organisations.places import SEAT_WORDS, Place, parse_place
from extractors.organisations.provinces import Province
from extractors.organisations.tokens import Tokens

COUNTRY = "Việt Nam"
_MILITARY = "Bộ Chỉ huy Quân sự"
"""Of provinces; below them the same abbreviation (`BCH Quân sự`) is a Ban."""
_BRACKETED_MAX = 4
_LOCAL_LEVELS = ("", "province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An organisation's name as read from the text; word indexes, not offsets."""

    first: int
    end: int
    name: str
    org_type: str
    level: str
    org_id: str | None = None
    province: Province | None = None
    open_place: str = ""
    """As `Organisation.open_place`."""
    head: Head | None = None
    generic: bool = False
    """It denotes a class."""
    borrowed: bool = False
    """Its place is that of the next name of a list."""
    common: bool = False
    """All its words are common ones: after `các` it is a class (`các Trung tâm Giáo dục thường xuyên`)."""
    named: bool = True
    """A proper name, a field or a place makes it one particular organisation (an open place does not)."""


def headed(first: int, end: int, name: str, head: Head, level: str | None = None) -> Parsed:
    """A name whose head tells its type and, where `level` is null, its level."""
    return Parsed(first, end, name, head.org_type, (head.level if level is None else level) or "unknown", head=head)


def generic(first: int, end: int, head: Head) -> Parsed:
    """A class: `UBND các xã`."""
    return replace(headed(first, end, head.name, head), generic=True)


def located(first: int, name: str, place: Place, head: Head, *, free: bool = False) -> Parsed:
    """`name` with the place that closes it.

    A `free` name (`Trung tâm Tin học Cần Thơ`), and a head with the trait `as_written`, keep a place without type word
    as it stands: it is a part of the name itself.
    """
    if head.level == "district" and place.level == "province" and not place.typed:
        # `Hạt Kiểm lâm Quảng Ninh` is named after a district, whatever province bears the name too.
        return headed(first, place.end, f"{name} {place.name}", head)
    if place.open:
        full = f"{name} {place.type}"
    else:
        joins_typed = head.place == "typed" and (not free or "typed_place" in head.traits)
        typed = place.typed or (joins_typed and "as_written" not in head.traits)
        full = f"{name} {place.full_name if typed else place.name}"
    if head.name == _MILITARY and place.level in ("district", "commune"):
        full = full.replace(_MILITARY, "Ban Chỉ huy Quân sự")
    level = head.level
    if level in _LOCAL_LEVELS or head.place == "typed":
        level = place.level if place.level != "unknown" else level or LEVEL_OF_TYPE.get(place.type, "unknown")
    return replace(
        headed(first, place.end, full, head, level),
        province=place.province,
        open_place=place.type if place.open else "",
        named=not place.open,
    )


def after_brackets(tokens: Tokens, k: int) -> int:
    """Index of the word after an abbreviation in brackets at word `k` (`Y tế (YT) | tỉnh`); `k` where none stands."""
    if k >= len(tokens) or tokens.gap(k).strip() != "(" or not tokens.raw(k).isupper():
        return k
    end = k + 1
    while end < len(tokens) and end - k < _BRACKETED_MAX and ")" not in tokens.gap(end) and tokens.raw(end).isupper():
        end += 1
    return end if end < len(tokens) and tokens.gap(end) == ") " else k


def closed(tokens: Tokens, first: int, name: str, end: int, head: Head) -> Parsed:
    """A head with its field: with the place that may follow, or with the place it implies."""
    after = after_brackets(tokens, end)
    follows = after < len(tokens) and (
        after > end or (tokens.blank(end) and (not tokens.line_break(end) or tokens.all_caps(end)))
    )
    national = name.endswith(COUNTRY)
    place = parse_place(tokens, after, bare_names=not national) if follows else None
    if place is not None and after > end and place.generic:
        place = None
    if place is not None and place.open and tokens.word(place.end) in SEAT_WORDS and tokens.blank(place.end):
        # `Ban Chỉ đạo 35 Tỉnh ủy`: the next organisation.
        place = None
    if place is not None and national and (place.generic or tokens.line_break(end)):
        place = None
    if place is not None:
        return generic(first, max(end, place.end), head) if place.generic else located(first, name, place, head)
    implied = ""
    if head.place == "typed" and not national:
        by_level = {"province": "+tỉnh", "": "+?"}.get(head.level, "")
        implied = "+xã" if head.alone == "commune" else by_level
    return replace(headed(first, end, name, head), open_place=implied)

"""How an organisation's name is built: a head and what it takes (a place, a field, a name, the organisation it is of).

`parse(tokens, i)` reads the longest organisation that starts at word `i`:
`Ban Thường vụ | Liên đoàn Lao động (LĐLĐ) | tỉnh` is a body, its organisation, an open place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.organisations.branches import BRANCHED, at_place, branch, known_brand, local_brand, words_of
from extractors.organisations.names import parse_free_name
from extractors.organisations.parsed import COUNTRY, Parsed, after_brackets, generic, headed, located
from extractors.organisations.patterns import LEVEL_OF_TYPE, Head, Name, lexicon, name_of
from extractors.organisations.places import parse_place
from extractors.organisations.tails import (
    area_tail,
    country_tail,
    field_tails,
    free_name,
    initials_tail,
    local_name_tail,
    number_tail,
    place_tail,
    purpose_tail,
    seat_tail,
)
from extractors.organisations.tokens import BLANKS_MAX, Tokens

_DEPTH_MAX = 3
_LONG_NAME = 4
"""A name of so many words is certain even in lower case."""
_STATE = frozenset({"government", "legislature", "court"})
_IMPLIED = {
    "province": "=tỉnh",
    "inside_province": "=tỉnh",
    "city": "=thành phố",
    "district": "=huyện",
    "council": "=hội đồng nhân dân",
    "police": "=công an",
}
_REPUBLIC = ["nước", "cộng", "hòa", "xã", "hội", "chủ", "nghĩa", "việt", "nam"]
_DOTTED_HEADS = ("tt", "vp", "tv")
"""Abbreviated heads that a full stop may follow: `TT. Tỉnh ủy`, `VP. UBND tỉnh`."""
_COLUMN_MAX = 12
"""Words of the other column's first line."""
_UNIT_LINKS = ((2, ["trực", "thuộc"]), (1, ["thuộc"]))
_SIMPLE_TAILS = {
    "place": place_tail,
    "area": area_tail,
    "number": number_tail,
    "initials": initials_tail,
    "country": country_tail,
    "name_place": local_name_tail,
    "province_name": seat_tail,
    "city_name": seat_tail,
    "district_name": seat_tail,
}


def parse(tokens: Tokens, i: int, depth: int = 0) -> Parsed | None:
    """The longest organisation that starts at word `i`, or null.

    Args:
        i: index of a word.
        depth: how many bodies this one stands in (`Văn phòng | Ban Chỉ đạo | tỉnh`).

    Returns:
        What was read; a class (`UBND các xã`) comes back as `generic`, so that its words start nothing else.
    """
    best = _longest(tokens, i, lexicon().starts.matches(tokens, i), depth)
    if best is None and tokens.capital(i):
        best = _longest(tokens, i, lexicon().worn.worn_matches(tokens, i), depth)
    if best is None:
        return None
    best = known_brand(tokens, best)
    if best.org_type in BRANCHED:
        return local_brand(tokens, branch(tokens, best))
    return _member(tokens, best, depth) if best.org_type == "school" else best


def _longest(tokens: Tokens, i: int, entries: Iterable[tuple[Name | Head, int]], depth: int) -> Parsed | None:
    best: Parsed | None = None
    headless = 0
    for entry, end in entries:
        if isinstance(entry, Name):
            found = _listed(tokens, i, entry, end)
        elif entry.alone.startswith("inside") and depth == 0:
            continue
        else:
            found = _headed(tokens, i, entry, end, depth)
            headless = max(headless, end if found is None else 0)
            # Where `Công ty TNHH` has no name after it, TNHH is not the name of a `Công ty`.
            if found is not None and found.end <= headless:
                continue
        if (
            found is not None
            and found.generic
            and tokens.word(found.end) == "các"
            and (best is None or best.end <= found.end)
        ):
            # `Cục Thuế các tỉnh`: not the Cục Thuế of the whole country.
            return found
        if found is not None and _better(found, best):
            best = found
    return best


def _better(found: Parsed, best: Parsed | None) -> bool:
    """Longer is better; of two as long the gazetteer's own name, else the one of the longer head (met first)."""
    if best is None or found.end != best.end:
        return best is None or found.end > best.end
    return found.org_id is not None and not best.generic


def _listed(tokens: Tokens, i: int, entry: Name, end: int) -> Parsed | None:
    """A name of the gazetteer; of a state body with the country after it (`Bộ Ngoại giao Lào`)."""
    paper = entry.org_type == "press" and tokens.words[i] == "báo" and tokens.capital(i + 1)
    if not tokens.capital(i) and end - i < _LONG_NAME and not paper:
        return None
    found = Parsed(i, end, entry.name, entry.org_type, entry.level, org_id=entry.org_id)
    after = after_brackets(tokens, end)
    if after > end and entry.name.endswith(COUNTRY) and tokens.words[after : after + 2] == ["việt", "nam"]:
        # `Tổng Liên đoàn Lao động (LĐLĐ) | Việt Nam`.
        return replace(found, end=after + 2)
    if entry.org_type in _STATE and tokens.words[end : end + len(_REPUBLIC)] == _REPUBLIC and tokens.blank(end):
        state = "nước Cộng hòa xã hội chủ nghĩa Việt Nam"
        return replace(found, end=end + len(_REPUBLIC), name=f"{entry.name} {state}")
    if (
        entry.org_type in (*_STATE, "union")
        and tokens.capital(end)
        and tokens.blank(end)
        and not tokens.line_break(end)
    ):
        country = lexicon().countries.longest(tokens, end)
        if country is not None and entry.org_type == "union" and country[0] not in (COUNTRY, "VN"):
            return replace(found, end=country[1], name=f"{entry.name.removesuffix(COUNTRY)}{country[0]}", org_id=None)
        if country is not None and not entry.name.endswith(COUNTRY) and entry.org_type != "union":
            home = entry.org_id if country[0] in (COUNTRY, "VN") else None
            return replace(found, end=country[1], name=f"{entry.name} {country[0]}", org_id=home)
    return found


def _headed(tokens: Tokens, i: int, head: Head, end: int, depth: int) -> Parsed | None:
    if not tokens.capital(i) and not head.lower and end - i < _LONG_NAME:
        return None
    if (
        "place" in head.tails
        and tokens.all_caps(i)
        and tokens.word(end) == "cộng"
        and (beside := _beside(tokens, i, head, end))
    ):
        return beside
    if (national := _national(tokens, i, head, end)) is not None:
        return national
    for k in _after_head(tokens, end, dashed="dashed" in head.traits):
        best: Parsed | None = None
        for found in _tails(tokens, i, head, k, depth):
            if best is None or (found.end, not found.generic) > (best.end, not best.generic):
                best = found
        if best is not None:
            if "at_place" in head.traits:
                best, name = at_place(tokens, best, best.name)
                best = replace(best, name=name)
            return _twin(tokens, best) if "twins" in head.traits else best
    return _alone(tokens, i, head, end, depth)


def _national(tokens: Tokens, i: int, head: Head, end: int) -> Parsed | None:
    """`Bảo hiểm xã hội (BHXH) | Việt Nam`: a head, its abbreviation, the country: a name of the gazetteer."""
    k = after_brackets(tokens, end)
    if k == end or tokens.words[k : k + 2] != ["việt", "nam"]:
        return None
    entry = name_of(f"{head.name} {COUNTRY}")
    return Parsed(i, k + 2, entry.name, entry.org_type, entry.level, org_id=entry.org_id) if entry is not None else None


def _beside(tokens: Tokens, i: int, head: Head, end: int) -> Parsed | None:
    """`ỦY BAN NHÂN DÂN     CỘNG HÒA …` with `TỈNH …` in the next line: columns side by side."""
    if len(tokens.gap(end)) <= BLANKS_MAX or tokens.gap(end).strip() or tokens.line_break(end):
        return None
    if tokens.words[end : end + 2] != ["cộng", "hòa"]:
        return None
    k = next((n for n in range(end + 1, min(end + _COLUMN_MAX, len(tokens))) if tokens.line_break(n)), None)
    place = parse_place(tokens, k) if k is not None else None
    if place is None or place.open or place.generic or not tokens.all_caps(k or 0):
        return None
    return replace(located(i, head.name, place, head), end=end)


def _twin(tokens: Tokens, parsed: Parsed) -> Parsed:
    """`Hạt Kiểm lâm Cam Lộ | - Đông Hà`: an office of two districts."""
    k = parsed.end
    if parsed.generic or parsed.open_place or tokens.line_break(k) or tokens.gap(k).strip() != "-":
        return parsed
    places = (lexicon().districts.longest(tokens, k), lexicon().provinces.longest(tokens, k))
    end = max((found[1] for found in places if found is not None), default=k)
    if end == k or not tokens.capital(k):
        return parsed
    return replace(parsed, end=end, name=f"{parsed.name} - {words_of(tokens, k, end)}", province=None)


def _after_head(tokens: Tokens, end: int, *, dashed: bool = False) -> Iterator[int]:
    """Where the tail may start: right after the head, or after its abbreviation in brackets."""
    if end >= len(tokens):
        return
    gap = tokens.gap(end)
    dotted = tokens.word(end - 1) in _DOTTED_HEADS and tokens.all_caps(end - 1) and gap.strip() == "."
    if tokens.blank(end) or gap == ' "' or (dashed and gap == " - ") or (dotted and "\n" not in gap):
        yield end
    k = after_brackets(tokens, end)
    if k > end:
        yield k


def _tails(tokens: Tokens, i: int, head: Head, k: int, depth: int) -> Iterator[Parsed]:
    quoted = tokens.gap(k) == ' "'
    for kind in head.tails:
        if quoted and kind != "name":
            continue
        if kind in _SIMPLE_TAILS:
            found = _SIMPLE_TAILS[kind](tokens, i, head, k)
        elif kind == "field":
            yield from field_tails(tokens, i, head, k)
            continue
        elif kind == "purpose":
            found = _of_committee(tokens, purpose_tail(tokens, i, head, k), depth)
        elif kind == "name" and "number" in head.tails and tokens.digits(k) and not _word_at(tokens, k + 1):
            continue
        elif kind == "name":
            found = _with_name(tokens, i, head, k, depth)
        elif kind == "unit":
            found = _unit(tokens, i, head, k, depth)
        else:
            found = _with_organisation(tokens, i, head, k, depth)
        if found is not None:
            yield found


def _word_at(tokens: Tokens, k: int) -> bool:
    return tokens.blank(k) and lexicon().words.longest(tokens, k) is not None


def _of_committee(tokens: Tokens, parsed: Parsed | None, depth: int) -> Parsed | None:
    """`Ban Chỉ đạo 35 | Tỉnh ủy`: a steering committee of the party's."""
    if parsed is None or not tokens.blank(parsed.end) or not tokens.capital(parsed.end):
        return parsed
    if tokens.word(parsed.end + 1) != "ủy" or depth >= _DEPTH_MAX:
        return parsed
    owner = parse(tokens, parsed.end, depth + 1)
    if owner is None or owner.generic:
        return parsed
    name = f"{parsed.name} {owner.name}"
    return replace(owner, first=parsed.first, name=name, org_id=None, head=parsed.head)


def _with_name(tokens: Tokens, i: int, head: Head, k: int, depth: int) -> Parsed | None:
    """`Trung tâm | Tin học`, with its place or the organisation it is of (`… Văn phòng UBND tỉnh`)."""
    found = free_name(tokens, i, head, k)
    if found is None:
        return None
    name = f"{head.name} {found.text}".strip()
    if found.place is not None:
        return replace(located(i, name, found.place, head, free=True), common=not found.proper and found.place.open)
    if head.org_type == "government" and tokens.capital(found.end) and not tokens.line_break(found.end):
        owner = parse(tokens, found.end, depth + 1) if depth < _DEPTH_MAX and tokens.blank(found.end) else None
        if owner is not None and not owner.generic:
            return replace(owner, first=i, name=f"{name} {owner.name}", org_id=None, head=head)
    # A proper name (`Hạt Kiểm lâm Kim Ngân`) needs no province to be one.
    local = head.place == "typed" and head.level != "ministry" and not name.endswith(COUNTRY)
    left_open = "+?" if local and not found.proper else ""
    return replace(headed(i, found.end, name, head), open_place=left_open, common=not found.proper)


def _with_organisation(tokens: Tokens, i: int, head: Head, k: int, depth: int) -> Parsed | None:
    """`Ban Thường vụ | LĐLĐ tỉnh`, `Công đoàn | Sở Y tế`."""
    owner = parse(tokens, k, depth + 1) if k < len(tokens) and depth < _DEPTH_MAX else None
    # `ĐẢNG CỘNG SẢN VIỆT NAM` after a body is the other column of a letterhead.
    if owner is None or owner.name == "Đảng Cộng sản Việt Nam":
        return None
    if owner.generic:
        return generic(i, owner.end, head)
    org_type = owner.org_type if head.body else head.org_type
    name = f"{head.name} {owner.name}"
    if "as_written" in head.traits:
        # `CLB bóng đá Công an Hà Nội`: named after it.
        shown = words_of(tokens, k, owner.end)
        return replace(headed(i, owner.end, f"{head.name} {shown}", head), province=owner.province)
    return replace(owner, first=i, name=name, org_type=org_type, org_id=None, head=head)


def _unit(tokens: Tokens, i: int, head: Head, k: int, depth: int) -> Parsed | None:
    """`Phòng Tổ chức cán bộ | Sở Y tế`, `Phòng Tổ chức cán bộ thuộc Sở Y tế`: a division only its owner makes one."""
    if not tokens.capital(k) or depth >= _DEPTH_MAX:
        return None
    found = parse_free_name(tokens, k, proper=False, known_first=True)
    if found is None or found.place is not None or found.proper:
        return None
    end = found.end
    if not tokens.blank(end) or tokens.line_break(end):
        return None
    name = f"{head.name} {found.text}"
    links = next((n for n, words in _UNIT_LINKS if tokens.words[end : end + n] == words), 0)
    owner = parse(tokens, end + links, depth + 1) if tokens.capital(end + links) else None
    if owner is None or owner.generic:
        return None
    if links:
        return replace(headed(i, end, name, head), common=True)
    return replace(owner, first=i, name=f"{name} {owner.name}", org_id=None, head=head)


def _alone(tokens: Tokens, i: int, head: Head, end: int, depth: int) -> Parsed | None:
    """A head without a tail: it implies a place (`Tỉnh ủy`), or has it from the next name of a list."""
    if head.body and "dashed" in head.traits and (unit := _owned(tokens, i, head, end, depth)) is not None:
        return unit
    implied = _IMPLIED.get(head.alone)
    if head.alone == "self" and tokens.capital(i) and not _of_levels(tokens, end):
        return headed(i, end, head.name, head)
    if implied is None:
        return _borrowed(tokens, i, head, end) if head.alone == "list" and depth < _DEPTH_MAX else None
    if head.alone == "police":
        owned = tokens.words[end : end + 2] == ["công", "an"] and tokens.word(end + 2) in ("tỉnh", "tp", "thành")
        if not tokens.capital(i) or owned or _of_levels(tokens, end):
            # `Phòng Cảnh sát hình sự, | Công an tỉnh …`: its owner follows.
            return None
        return replace(headed(i, end, head.name, head), org_type="government", open_place=implied)
    if head.place == "typed":
        implied = implied.replace("=", "+")
    elif head.alone in ("city", "district") and tokens.word(end) in ("các", "cấp") and tokens.blank(end):
        return generic(i, end, head)
    found = replace(headed(i, end, head.name, head), open_place=implied, named=False)
    if head.alone == "council":
        return replace(found, org_type="legislature")
    return replace(found, level="province") if head.alone == "city" else found


def _owned(tokens: Tokens, i: int, head: Head, end: int, depth: int) -> Parsed | None:
    """`Phòng Cảnh sát hình sự | (Công an tỉnh Nam Định)`: the owner in brackets tells the unit's full name."""
    if depth or not tokens.capital(i) or tokens.gap(end).strip() != "(":
        return None
    owner = parse(tokens, end, depth + 1)
    if owner is None or owner.generic or (owner.head and owner.head.body) or owner.org_type != "government":
        return None
    if tokens.gap(owner.end)[:1] != ")":
        return None
    return replace(owner, first=i, end=end, name=f"{head.name} {owner.name}", org_id=None, head=head)


def _of_levels(tokens: Tokens, end: int) -> bool:
    """`Cơ quan điều tra | các cấp`, `cấp tỉnh`."""
    return tokens.blank(end) and tokens.word(end) in ("các", "cấp")


def _borrowed(tokens: Tokens, i: int, head: Head, end: int) -> Parsed | None:
    """`HĐND, | UBND tỉnh`: the place of the next name of the list."""
    if end >= len(tokens) or tokens.line_break(end):
        return None
    k = end + (tokens.words[end] == "và" and tokens.blank(end))
    if k >= len(tokens) or (k == end and tokens.gap(end).strip() not in (",", "-", "/", "&")):
        return None
    following = parse(tokens, k, _DEPTH_MAX - 1)
    if following is None:
        return None
    if following.generic:
        return generic(i, end, head)
    placed = following.open_place in (*LEVEL_OF_TYPE, "thành phố") or following.province is not None
    if following.org_id or not placed:
        return None
    place = following.open_place or (following.province.full_name if following.province else "")
    return replace(
        headed(i, end, f"{head.name} {place}", head, following.level),
        province=following.province,
        open_place=following.open_place,
        borrowed=True,
        named=following.named,
    )


def _member(tokens: Tokens, parsed: Parsed, depth: int) -> Parsed:
    """`Trường Đại học Bách khoa - | Đại học Đà Nẵng`: a school with the university it is of."""
    k = parsed.end
    if tokens.gap(k).strip() != "-" or tokens.line_break(k) or tokens.words[k : k + 2] != ["đại", "học"]:
        return parsed
    whole = parse(tokens, k, depth + 1) if depth < _DEPTH_MAX else None
    if whole is None or whole.generic or whole.org_type != "school":
        return parsed
    return replace(parsed, end=whole.end, name=f"{parsed.name} - {whole.name}", org_id=None)

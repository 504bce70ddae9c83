"""How an organisation's name is built: a head and what it takes (a place, a field, a name, the organisation it is of).

`parse(tokens, i)` reads the longest organisation that starts at word `i`:
`Ban Thường vụ | Liên đoàn Lao động (LĐLĐ) | tỉnh` is a body, its organisation, an open place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.organisations.names import FreeName, parse_free_name
from extractors.organisations.patterns import LEVEL_OF_TYPE, Head, Name, lexicon
from extractors.organisations.places import Place, parse_place
from extractors.organisations.provinces import Province
from extractors.organisations.tokens import Tokens, fold

_DEPTH_MAX = 3
_LONG_NAME = 4
"""A name of so many words is certain even in lower case."""
_AREA = regex.compile(r"[IVXLC]+|\d{1,2}")
_STATE = frozenset({"government", "legislature", "court"})
_PROPER = frozenset({"company", "bank", "school", "press", "hospital"})
_IMPLIED = {
    "province": "=tỉnh",
    "inside_province": "=tỉnh",
    "city": "=thành phố",
    "district": "=huyện",
    "council": "=hội đồng nhân dân",
}
_DOTTED_HEADS = ("tt", "vp", "tv")
"""Abbreviated heads that a full stop may follow: `TT. Tỉnh ủy`, `VP. UBND tỉnh`."""
_PURPOSE_LINKS = ("về", "thực hiện", "công tác", "chương trình", "các chương trình", "chống", "cấp tỉnh", "xây dựng")


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
    head: str = ""
    generic: bool = False
    """It denotes a class."""
    borrowed: bool = False
    """Its place is that of the next name of a list."""
    common: bool = False
    """All its words are common ones: after `các` it is a class (`các Trung tâm Giáo dục thường xuyên`)."""
    named: bool = True
    """A proper name, a field or a place makes it one particular organisation (an open place does not)."""


def parse(tokens: Tokens, i: int, depth: int = 0) -> Parsed | None:
    """The longest organisation that starts at word `i`, or null. A class (`UBND các xã`) comes back as `generic`."""
    best = _longest(tokens, i, lexicon().starts.matches(tokens, i), depth)
    if best is None and tokens.capital(i):
        best = _longest(tokens, i, lexicon().worn.worn_matches(tokens, i), depth)
    return _branch(tokens, best) if best is not None and best.org_type in ("bank", "company") else best


def may_start(tokens: Tokens, i: int) -> bool:
    """Cheap: some organisation's name begins with word `i`, or with that word's marks lost."""
    starts, worn = lexicon().starts, lexicon().worn
    return starts.starts(tokens.words[i]) or (worn.starts(tokens.plain[i]) and tokens.capital(i))


def _longest(tokens: Tokens, i: int, entries: Iterator[tuple[Name | Head, int]], depth: int) -> Parsed | None:
    best: Parsed | None = None
    headless = 0
    for entry, end in entries:
        if isinstance(entry, Name):
            found = _name(tokens, i, entry, end)
        elif entry.alone.startswith("inside") and depth == 0:
            continue
        else:
            found = _head(tokens, i, entry, end, depth)
            headless = max(headless, end if found is None else 0)
            # Where `Công ty TNHH` has no name after it, TNHH is not the name of a `Công ty`.
            if found is not None and found.end <= headless:
                continue
        # Ties go to the name of the gazetteer, and to the longer head.
        if found is not None and (best is None or found.end > best.end or (found.org_id and found.end == best.end)):
            if best is not None and best.generic and not found.generic and found.end <= best.end:
                continue
            best = found
    return best


def _branch(tokens: Tokens, parsed: Parsed) -> Parsed:
    """`Ngân hàng … (ABC) - Chi nhánh Đắk Lắk` names the branch."""
    k = parsed.end
    if k >= len(tokens) or tokens.line_break(k):
        return parsed
    if tokens.gap(k).strip() == "(" and tokens.raw(k).isupper() and tokens.gap(k + 1).strip() in (")", ") -"):
        k += 1
    elif not (tokens.blank(k) or tokens.gap(k).strip() in ("-", ",")):
        return parsed
    if tokens.words[k : k + 2] not in (["chi", "nhánh"], ["chi", "nhanh"]) or not tokens.blank(k + 2):
        return parsed
    place = parse_place(tokens, k + 2)
    if place is not None and not place.open and not place.generic:
        name = f"{parsed.name} chi nhánh {place.full_name}"
        return replace(parsed, end=place.end, name=name, org_id=None, province=place.province, level=place.level)
    if tokens.digits(k + 2):
        return replace(parsed, end=k + 3, name=f"{parsed.name} chi nhánh {tokens.raw(k + 2)}", org_id=None)
    found = parse_free_name(tokens, k + 2, proper=True, known_first=False)
    if found is None or not tokens.capital(k + 2):
        return parsed
    return replace(parsed, end=found.end, name=f"{parsed.name} chi nhánh {found.text}", org_id=None)


def _name(tokens: Tokens, i: int, entry: Name, end: int) -> Parsed | None:
    if not tokens.capital(i) and end - i < _LONG_NAME:
        return None
    if entry.org_type in _STATE and end < len(tokens) and tokens.blank(end) and not tokens.line_break(end):
        country = lexicon().countries.longest(tokens, end)
        if country is not None and tokens.capital(end) and not entry.name.endswith("Việt Nam"):
            home = entry.org_id if country[0] in ("Việt Nam", "VN") else None
            return Parsed(i, country[1], f"{entry.name} {country[0]}", entry.org_type, entry.level, home, head=entry.name)
    return Parsed(i, end, entry.name, entry.org_type, entry.level, org_id=entry.org_id, head=entry.name)


def _head(tokens: Tokens, i: int, entry: Head, end: int, depth: int) -> Parsed | None:
    if not tokens.capital(i) and not entry.lower and end - i < _LONG_NAME:
        return None
    best: Parsed | None = None
    for k in _after_head(tokens, end):
        for found in _tails(tokens, i, entry, k, depth):
            if best is None or (found.end, not found.generic) > (best.end, not best.generic):
                best = found
        if best is not None:
            return best
    return _alone(tokens, i, entry, end, depth)


def _after_head(tokens: Tokens, end: int) -> Iterator[int]:
    """Where the tail may start: right after the head, or after its abbreviation in brackets."""
    if end >= len(tokens):
        return
    gap = tokens.gap(end)
    short = tokens.word(end - 1) in _DOTTED_HEADS and tokens.all_caps(end - 1)
    if tokens.blank(end) or (gap.strip() == "." and short and "\n" not in gap):
        yield end
    if gap.strip() == "(" and tokens.raw(end).isupper():
        k = end + 1
        while k < len(tokens) and k - end <= 4 and ")" not in tokens.gap(k) and tokens.raw(k).isupper():
            k += 1
        if k < len(tokens) and tokens.gap(k).strip() == ")":
            yield k


def _tails(tokens: Tokens, i: int, entry: Head, k: int, depth: int) -> Iterator[Parsed]:
    if "place" in entry.tails and (found := _with_place(tokens, i, entry, k)):
        yield found
    if "area" in entry.tails and (found := _with_area(tokens, i, entry, k)):
        yield found
    if "number" in entry.tails and _AREA.fullmatch(tokens.raw(k)):
        number = tokens.raw(k)
        yield Parsed(i, k + 1, f"{entry.name} {number}", entry.org_type, entry.level, head=entry.name)
    if "initials" in entry.tails and tokens.all_caps(k) and _initials(tokens, i, k):
        yield Parsed(i, k + 1, f"{entry.name} {tokens.raw(k)}", entry.org_type, "grassroots", head=entry.name)
    if "field" in entry.tails:
        yield from _with_field(tokens, i, entry, k)
    if "purpose" in entry.tails and (found := _with_purpose(tokens, i, entry, k)):
        yield found
    if ("name" in entry.tails or ("field" in entry.tails and not entry.fields)) and (
        found := _with_name(tokens, i, entry, k, depth)
    ):
        yield found
    if "org" in entry.tails and depth < _DEPTH_MAX and (found := _with_org(tokens, i, entry, k, depth)):
        yield found
    if entry.tails & {"province_name", "city_name", "district_name"} and (found := _seat(tokens, i, entry, k)):
        yield found


def _initials(tokens: Tokens, i: int, k: int) -> bool:
    """A brand in capitals amid ordinary writing: `Công đoàn VSIP`."""
    lower = any(c.islower() for c in tokens.raw(i))
    known = fold(tokens.raw(k)) in lexicon().heads or lexicon().words.longest(tokens, k) is not None
    return lower and tokens.raw(k).isalpha() and len(tokens.raw(k)) > 2 and not known and tokens.raw(k).isascii()


def _generic(i: int, entry: Head, end: int) -> Parsed:
    return Parsed(i, end, entry.name, entry.org_type, entry.level, head=entry.name, generic=True)


def _join(entry: Head, name: str, place: Place) -> tuple[str, str]:
    """(name with its place, what stays open)."""
    if place.open:
        # A name with an open place ends in the bare type word: `Liên đoàn Lao động tỉnh`.
        return f"{name} {place.type}", place.type
    if entry.place == "typed" or place.typed:
        return f"{name} {place.full_name}", ""
    return f"{name} {place.name}", ""


def _located(i: int, entry: Head, name: str, place: Place) -> Parsed:
    full, left_open = _join(entry, name, place)
    level = entry.level
    if level == "district" and place.level == "province" and not place.typed:
        # `Hạt Kiểm lâm Quảng Ninh` is named after a district, whatever province bears the name too.
        return Parsed(i, place.end, f"{name} {place.name}", entry.org_type, level, head=entry.name)
    if not level or level in ("province", "district", "commune") or entry.place == "typed":
        level = place.level if place.level != "unknown" else (level or LEVEL_OF_TYPE.get(place.type, "unknown"))
    province = place.province if place.level == "province" or place.province is not None else None
    return Parsed(
        i, place.end, full, entry.org_type, level or "unknown",
        province=province, open_place=left_open, head=entry.name, named=not left_open,
    )  # fmt: skip


def _with_place(tokens: Tokens, i: int, entry: Head, k: int) -> Parsed | None:
    place = parse_place(tokens, k)
    if place is None:
        return None
    if place.generic:
        return _generic(i, entry, max(place.end, k))
    if not place.typed and entry.name in ("Thuế", "Thống kê", "Bưu điện", "Công ty Điện lực") and not tokens.capital(i):
        return None
    return _located(i, entry, entry.name, place)


def _with_area(tokens: Tokens, i: int, entry: Head, k: int) -> Parsed | None:
    """`Khu vực XIX`, `tối cao`, `cấp cao tại Hà Nội`."""
    if tokens.words[k : k + 2] == ["khu", "vực"] and k + 2 < len(tokens) and _AREA.fullmatch(tokens.raw(k + 2)):
        end, text = k + 3, f"khu vực {tokens.raw(k + 2)}"
        place = None
        if tokens.gap(end).strip() in ("", "-") and not tokens.line_break(end):
            place = parse_place(tokens, end) if end < len(tokens) else None
        if place is not None and not place.open and not place.generic:
            dash = " - " if tokens.gap(end).strip() else " "
            end, text = place.end, text + dash + place.full_name
        return Parsed(i, end, f"{entry.name} {text}", entry.org_type, "district", head=entry.name,
                      province=place.province if place else None)  # fmt: skip
    if tokens.words[k : k + 3] == ["cấp", "cao", "tại"]:
        place = parse_place(tokens, k + 3)
        if place is not None and not place.open and not place.generic:
            return Parsed(i, place.end, f"{entry.name} cấp cao tại {place.full_name}", entry.org_type, "central",
                          head=entry.name)  # fmt: skip
    return None


def _with_field(tokens: Tokens, i: int, entry: Head, k: int) -> Iterator[Parsed]:
    for group in entry.fields:
        for field, end in _field_matches(tokens, group, k):
            if not (tokens.capital(k) or tokens.capital(i)):
                continue
            if entry.name == "Sở" and tokens.gap(end).strip() == "-" and tokens.all_caps(end) and not parse(tokens, end):
                continue
            name = f"{entry.name} {field}"
            if entry.name.startswith("Liên "):
                name, end = _joint_fields(tokens, name, end, group)
            end, name = _of_country(tokens, end, name, entry)
            yield _closed(tokens, i, entry, name, end)


def _field_matches(tokens: Tokens, group: str, k: int) -> Iterator[tuple[str, int]]:
    trie = lexicon().fields.get(group)
    return trie.matches(tokens, k) if trie is not None else iter(())


def _joint_fields(tokens: Tokens, name: str, end: int, group: str) -> tuple[str, int]:
    """`Liên Bộ Tài chính - Công Thương`."""
    while end < len(tokens) and tokens.gap(end).strip() in ("-", ",", "") and not tokens.line_break(end):
        after = end + (tokens.words[end] == "và")
        gap = tokens.gap(end).strip()
        if not gap and after == end:
            break
        more = lexicon().fields[group].longest(tokens, after) if after < len(tokens) else None
        if more is None:
            break
        joint = " và " if after > end else (" - " if gap == "-" else ", ")
        name, end = f"{name}{joint}{more[0]}", more[1]
    return name, end


def _of_country(tokens: Tokens, end: int, name: str, entry: Head) -> tuple[int, str]:
    if entry.org_type != "association" and entry.name != "Công đoàn":
        return end, name
    for word, text in ((["việt", "nam"], "Việt Nam"), (["vn"], "Việt Nam")):
        if tokens.words[end : end + len(word)] == word and tokens.blank(end):
            return end + len(word), f"{name} {text}"
    return end, name


def _closed(tokens: Tokens, i: int, entry: Head, name: str, end: int) -> Parsed:
    """A named head, with the place or the organisation that may follow."""
    blank = end < len(tokens) and tokens.blank(end)
    if blank and not (tokens.line_break(end) and not tokens.all_caps(end)):
        place = parse_place(tokens, end)
        if place is not None and not name.endswith("Việt Nam"):
            if place.generic:
                return replace(_generic(i, entry, max(end, place.end)), name=name)
            return _located(i, entry, name, place)
    implied = ""
    if entry.place == "typed" and not name.endswith("Việt Nam"):
        implied = {"province": "+tỉnh", "": "+?"}.get(entry.level, "")
        if entry.name == "Phòng":
            implied = "+xã"
    return Parsed(i, end, name, entry.org_type, entry.level or "unknown", open_place=implied, head=entry.name)


def _with_purpose(tokens: Tokens, i: int, entry: Head, k: int) -> Parsed | None:
    """`Ban Chỉ đạo | tỉnh | về | chuyển đổi số`: a field of the gazetteer, the place before or after it."""
    place = parse_place(tokens, k, bare_names=False)
    if place is not None and place.generic:
        place = None
    level_word = ""
    end = place.end if place else k
    for words, text in ((["trung", "ương"], "Trung ương"), (["quốc", "gia"], "quốc gia"), (["nhà", "nước"], "Nhà nước")):
        if tokens.words[end : end + 2] == words:
            level_word, end = text, end + 2
    link = ""
    for _ in range(3):
        for phrase in _PURPOSE_LINKS:
            words = phrase.split()
            if tokens.words[end : end + len(words)] == words and tokens.blank(end):
                link = f"{link} {phrase}".strip()
                end += len(words)
                break
    field = lexicon().fields[entry.fields[0]].longest(tokens, end) if end < len(tokens) else None
    if field is None or not tokens.blank(end):
        return None
    words = range(end, field[1])
    raw = " ".join(tokens.view[tokens.starts[end] : tokens.ends[field[1] - 1]].split())
    shown = field[0] if any(tokens.all_caps(n) for n in words) else raw
    name = " ".join(part for part in (entry.name, level_word, link, shown) if part)
    end = field[1]
    if level_word or place is not None:
        if place is None:
            return Parsed(i, end, name, entry.org_type, "central", head=entry.name)
        return replace(_located(i, entry, name, place), end=end)
    return _closed(tokens, i, entry, name, end)


def _with_name(tokens: Tokens, i: int, entry: Head, k: int, depth: int) -> Parsed | None:
    if tokens.raw(i) == "TT" and tokens.all_caps(k):
        return None
    found = _free_name(tokens, i, entry, k)
    if found is None or not _enough(tokens, entry, found):
        return None
    name = f"{entry.name} {found.text}".strip()
    if found.place is not None:
        return replace(_located(i, entry, name, found.place), common=not found.proper and found.place.open)
    nested = None
    if depth < _DEPTH_MAX and found.end < len(tokens) and tokens.blank(found.end) and not tokens.line_break(found.end):
        nested = parse(tokens, found.end, depth + 1)
    if nested is not None and not nested.generic and tokens.capital(found.end) and entry.org_type == "government":
        return replace(nested, first=i, name=f"{name} {nested.name}", org_id=None, head=entry.name)
    left_open = "+?" if entry.place == "typed" and entry.level != "ministry" else ""
    return Parsed(i, found.end, name, entry.org_type, entry.level or "unknown", open_place=left_open, head=entry.name,
                  common=not found.proper)  # fmt: skip


def _free_name(tokens: Tokens, i: int, entry: Head, k: int) -> FreeName | None:
    proper = entry.org_type in _PROPER or entry.name in ("Đồn Biên phòng", "Bộ Tư lệnh")
    # In running capitals only a legal form tells a company's name from a class.
    starts_line = tokens.line_break(i) or i == 0 or (entry.org_type == "company" and len(entry.name.split()) > 3)
    line = entry.org_type in ("company", "bank", "school", "hospital") and tokens.all_caps(i) and starts_line
    loose = proper and entry.name not in ("Trường", "Báo", "Tạp chí", "Học viện", "Nhà máy", "Ngân hàng")
    if entry.name == "Trường" and not tokens.capital(i) and not tokens.capital(k):
        return None
    loose = loose and (tokens.capital(i) or entry.org_type == "company")
    found = parse_free_name(
        tokens, k, proper=proper, known_first=not loose, lower=entry.org_type == "school", line=line
    )
    if found is None and entry.name in ("Báo", "Ngân hàng", "Học viện", "Tạp chí") and tokens.capital(k):
        place = parse_place(tokens, k, in_name=True)
        if place is not None and place.province is not None and not place.open:
            return FreeName(place.end, "", place, proper=True)
    if found is None and entry.name == "Báo" and all(tokens.capital(n) and not tokens.all_caps(n) for n in (i, k, k + 1)):
        found = parse_free_name(tokens, k, proper=True, known_first=False)
        return found if found is not None and found.end >= k + 2 else None
    if found is None and entry.name in ("Ngân hàng", "Nhà máy"):
        found = parse_free_name(tokens, k, proper=True, known_first=False)
        if found is not None and not tokens.capital(k):
            found = None
    return found


def _enough(tokens: Tokens, entry: Head, found: FreeName) -> bool:
    """Does the name denote one? `Trường Tiểu học` and `Công ty B` of an example do not."""
    if not found.text and entry.org_type == "company":
        return False
    if entry.name in ("Trường", "Xí nghiệp", "Công ty") and not found.proper and found.place is None:
        return False
    return len(found.text) != 1


def _with_org(tokens: Tokens, i: int, entry: Head, k: int, depth: int) -> Parsed | None:
    if k >= len(tokens):
        return None
    nested = parse(tokens, k, depth + 1)
    if nested is None or nested.name == "Đảng Cộng sản Việt Nam":
        return None
    if nested.generic:
        return _generic(i, entry, nested.end)
    org_type = nested.org_type if entry.body or entry.name == "Văn phòng" else entry.org_type
    return replace(nested, first=i, name=f"{entry.name} {nested.name}", org_type=org_type, org_id=None, head=entry.name)


def _seat(tokens: Tokens, i: int, entry: Head, k: int) -> Parsed | None:
    """`Tỉnh ủy Cao Bằng`, `Thành ủy TP. Hồ Chí Minh`, `Huyện ủy Vĩnh Linh`."""
    place = parse_place(tokens, k)
    kinds = {"province_name": ("tỉnh",), "city_name": ("thành phố",), "district_name": ("huyện", "quận", "thị xã")}
    wanted = next(kinds[tail] for tail in kinds if tail in entry.tails)
    if place is not None and place.province is not None and not place.typed and "province_name" in entry.tails:
        wanted = (place.type,)
    if place is None or place.open or place.generic or place.type not in wanted:
        district = next(
            ((d, end) for d, end in lexicon().districts.matches(tokens, k) if d.type in (*wanted, "thành phố")), None
        ) if tokens.capital(k) else None  # fmt: skip
        if district is None or entry.level == "province":
            return None
        name = f"{entry.name} {district[0].name}"
        return Parsed(i, district[1], name, entry.org_type, "district", head=entry.name)
    shown = place.full_name if place.typed and place.type == "thành phố" else place.name
    return Parsed(
        i, place.end, f"{entry.name} {shown}", entry.org_type, place.level, province=place.province, head=entry.name
    )


def _alone(tokens: Tokens, i: int, entry: Head, end: int, depth: int) -> Parsed | None:
    implied = _IMPLIED.get(entry.alone)
    if implied:
        if entry.place == "typed":
            implied = implied.replace("=", "+")
        elif tokens.word(end) in ("các", "cấp") and tokens.blank(end) and entry.alone != "province":
            return _generic(i, entry, end)
        level = entry.level or ("province" if entry.alone == "city" else "unknown")
        org_type = "legislature" if entry.alone == "council" else entry.org_type
        return Parsed(i, end, entry.name, org_type, level, open_place=implied, head=entry.name, named=False)
    if entry.alone == "list" and depth < _DEPTH_MAX:
        return _borrowed(tokens, i, entry, end, depth)
    return None


def _borrowed(tokens: Tokens, i: int, entry: Head, end: int, depth: int) -> Parsed | None:
    """`HĐND, UBND tỉnh`: the place of the next name of the list."""
    if end >= len(tokens) or tokens.line_break(end):
        return None
    k = end + (tokens.words[end] == "và" and tokens.blank(end))
    if k == end and tokens.gap(end).strip() not in (",", "-", "/", "&"):
        return None
    following = parse(tokens, k, depth + 1) if k < len(tokens) else None
    if following is None or following.generic:
        return _generic(i, entry, end) if following is not None else None
    if not (following.open_place in ("tỉnh", "thành phố") or following.province) or following.org_id:
        return None
    place = following.open_place or (following.province.full_name if following.province else "")
    return Parsed(
        i, end, f"{entry.name} {place}", entry.org_type, following.level, province=following.province,
        open_place=following.open_place, head=entry.name, borrowed=True, named=following.named,
    )  # fmt: skip

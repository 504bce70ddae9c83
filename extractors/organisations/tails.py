"""What may follow a head and makes a name of it: a place, an area, a field, a purpose, a free name, a seat.

Each function reads one kind of tail at word `k` for the head that starts at word `i`: what it found, or null. Which
kinds a head takes, and its traits, are data: columns `tails` and `traits` of `gazetteers/org_patterns.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractors.organisations.names import FreeName, parse_free_name
from extractors.organisations.parsed import COUNTRY, Parsed, closed, generic, headed, located
from extractors.organisations.patterns import Head, lexicon
from extractors.organisations.places import parse_place
from extractors.organisations.tokens import Tokens, fold

_NUMBER = regex.compile(r"[IVXLC]+|\d{1,3}")
_LEVEL_WORDS = (("trung ương", "Trung ương"), ("quốc gia", "quốc gia"), ("nhà nước", "Nhà nước"))
_PURPOSE_LINKS = ("về", "thực hiện", "công tác", "chương trình", "các chương trình", "chống", "cấp tỉnh", "xây dựng")
_LINKS_MAX = 3
_PURPOSE_MAX = 14
_PURPOSE_VERBS = frozenset({"vận động", "thực hiện", "xây dựng", "hỗ trợ", "bảo vệ", "tuyên truyền"})
"""Words of action with which a committee's purpose may begin."""
_PURPOSE_LISTED = frozenset({"chống", "xử"})
_COUNTRY_MAX = 11
"""Words between a head and the country that closes its name."""
_COUNTRY_LINKS = ("và", "các", "vì", "của")
_QUOTED_MAX = 8
_SEATS = {"province_name": ("tỉnh",), "city_name": ("thành phố",), "district_name": ("huyện", "quận", "thị xã")}


def place_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`LĐLĐ | tỉnh Nghệ An`."""
    place = parse_place(tokens, k)
    if place is None:
        return None
    return generic(i, max(place.end, k), head) if place.generic else located(i, head.name, place, head)


def area_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Chi cục Hải quan | khu vực XIX`, `Tòa án nhân dân | cấp cao tại Hà Nội`."""
    if tokens.words[k : k + 2] == ["khu", "vực"] and k + 2 < len(tokens) and _NUMBER.fullmatch(tokens.raw(k + 2)):
        end, text = k + 3, f"khu vực {tokens.raw(k + 2)}"
        joint = tokens.gap(end).strip() if end < len(tokens) and not tokens.line_break(end) else None
        place = parse_place(tokens, end) if joint in ("", "-") else None
        if place is None or place.open or place.generic:
            return headed(i, end, f"{head.name} {text}", head, "district")
        text += f" - {place.full_name}" if joint else f" {place.full_name}"
        return replace(headed(i, place.end, f"{head.name} {text}", head, "district"), province=place.province)
    if tokens.words[k : k + 3] == ["cấp", "cao", "tại"]:
        place = parse_place(tokens, k + 3)
        if place is not None and not place.open and not place.generic:
            shown = place.full_name if place.typed else place.name
            return headed(i, place.end, f"{head.name} cấp cao tại {shown}", head, "central")
    return None


def number_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Quân khu | 4`."""
    if not _NUMBER.fullmatch(tokens.raw(k)):
        return None
    return headed(i, k + 1, f"{head.name} {tokens.raw(k)}", head)


def initials_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """A brand in capitals amid ordinary writing: `Công đoàn | VSIP`."""
    raw = tokens.raw(k)
    known = fold(raw) in lexicon().heads or lexicon().words.longest(tokens, k) is not None
    if known or tokens.raw(i).isupper() or not (raw.isupper() and raw.isalpha() and raw.isascii() and len(raw) > 2):
        return None
    return headed(i, k + 1, f"{head.name} {raw}", head, "grassroots")


def field_tails(tokens: Tokens, i: int, head: Head, k: int) -> Iterator[Parsed]:
    """`Sở | Tài chính`, `Phòng | Y tế | huyện Đông Anh`: one for every field that fits, longest first."""
    if not (tokens.capital(k) or tokens.capital(i)):
        return
    for group in head.fields:
        trie = lexicon().fields.get(group)
        for field, after in trie.matches(tokens, k) if trie is not None else ():
            end = after
            if "each" in head.traits and _goes_on(tokens, end):
                continue
            name = f"{head.name} {field}"
            if "joint_fields" in head.traits:
                name, end = _more_fields(tokens, name, end, group)
            if "national" in head.traits:
                name, end = _of_the_country(tokens, name, end)
            yield closed(tokens, i, name, end, head)


def country_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Hội | Nghệ sĩ Múa Việt Nam`: whatever stands between the head and the country it closes with."""
    if "nam" not in tokens.words[k + 2 : k + _COUNTRY_MAX + 1]:
        return None
    if not tokens.capital(i) or not tokens.capital(k) or tokens.all_caps(k):
        return None
    for n in range(k, min(k + _COUNTRY_MAX, len(tokens) - 1)):
        gap = tokens.gap(n).strip() if n > k else ""
        if (gap and gap not in ("-", ",", "&")) or tokens.line_break(n):
            return None
        if tokens.words[n : n + 2] == ["việt", "nam"] and tokens.capital(n) and not gap:
            if n == k or not tokens.blank(n + 1) or tokens.line_break(n + 1):
                return None
            return closed(tokens, i, f"{head.name} {_shown(tokens, k, n + 2)}", n + 2, head)
        inside = tokens.capital(n) or lexicon().words.longest(tokens, n) is not None
        if not inside and tokens.words[n] not in _COUNTRY_LINKS and lexicon().cues["stop"].longest(tokens, n):
            return None
        if n > k and tokens.capital(n) and any(end - n >= 2 for _, end in lexicon().starts.matches(tokens, n)):
            return None
        if gap == "," and not _list_ahead(tokens, n):
            return None
    return None


def local_name_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Hội | Doanh nhân Cựu chiến binh tỉnh`: words of the vocabulary that a place closes."""
    if not tokens.capital(i) or not tokens.capital(k) or tokens.all_caps(k):
        return None
    found = parse_free_name(tokens, k, proper=False, known_first=True)
    if found is None or found.place is None:
        return None
    return located(i, f"{head.name} {found.text}", found.place, head)


def _list_ahead(tokens: Tokens, k: int) -> bool:
    """After a comma of `Giáo dục, Đào tạo và Dạy nghề Việt Nam`: an `và` before the next comma."""
    for n in range(k, min(k + _COUNTRY_MAX, len(tokens))):
        if tokens.words[n] == "và":
            return True
        if n > k and not tokens.blank(n):
            return False
    return False


def _shown(tokens: Tokens, k: int, end: int) -> str:
    return " ".join(tokens.view[tokens.starts[k] : tokens.ends[end - 1]].split())


def _goes_on(tokens: Tokens, end: int) -> bool:
    """`SỞ LAO ĐỘNG - THƯƠNG BINH` broken by a letterhead's columns is not the Sở Lao động of old."""
    head_follows = any(True for _ in lexicon().starts.matches(tokens, end)) if end < len(tokens) else False
    return tokens.gap(end).strip() == "-" and tokens.all_caps(end) and not head_follows


def _more_fields(tokens: Tokens, name: str, end: int, group: str) -> tuple[str, int]:
    """`Liên Bộ Tài chính | - Công Thương`."""
    while end < len(tokens) and tokens.gap(end).strip() in ("-", ",", "") and not tokens.line_break(end):
        gap, conjunction = tokens.gap(end).strip(), tokens.words[end] == "và"
        if not gap and not conjunction:
            break
        more = lexicon().fields[group].longest(tokens, end + conjunction)
        if more is None:
            break
        name = f"{name}{' và ' if conjunction else ' - ' if gap == '-' else ', '}{more[0]}"
        end = more[1]
    return name, end


def _of_the_country(tokens: Tokens, name: str, end: int) -> tuple[str, int]:
    for words in (["việt", "nam"], ["vn"]):
        if tokens.words[end : end + len(words)] == words and tokens.blank(end):
            return f"{name} {COUNTRY}", end + len(words)
    return name, end


def purpose_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Ban Chỉ đạo | tỉnh | về | chuyển đổi số`: a field of the gazetteer, a place before or after it."""
    place = parse_place(tokens, k, bare_names=False)
    if place is not None and place.generic:
        place = None
    end = place.end if place else k
    parts = [head.name]
    central = False
    for words, text in _LEVEL_WORDS:
        if " ".join(tokens.words[end : end + 2]) == words:
            parts.append(text)
            end, central = end + 2, True
    for _ in range(_LINKS_MAX):
        link = next((p for p in _PURPOSE_LINKS if tokens.words[end : end + p.count(" ") + 1] == p.split()), None)
        if link is None or not tokens.blank(end):
            break
        parts.append(link)
        end += link.count(" ") + 1
    field = lexicon().fields[head.fields[0]].longest(tokens, end) if end < len(tokens) and tokens.blank(end) else None
    if field is None:
        return _closed_purpose(tokens, i, head, k) if place is None and not central else None
    abbreviated = any(tokens.all_caps(n) for n in range(end, field[1]))
    raw = " ".join(tokens.view[tokens.starts[end] : tokens.ends[field[1] - 1]].split())
    name = " ".join([*parts, field[0] if abbreviated else raw])
    if place is not None:
        return replace(located(i, name, place, head), end=field[1])
    return headed(i, field[1], name, head, "central") if central else closed(tokens, i, name, field[1], head)


def _closed_purpose(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Ban Chỉ đạo | vận động hiến máu tình nguyện tỉnh Kiên Giang`: an unlisted purpose that a named place closes."""
    if not tokens.capital(i):
        return None
    stop = lexicon().cues["stop"]
    for n in range(k, min(k + _PURPOSE_MAX, len(tokens))):
        gap = tokens.gap(n).strip()
        if tokens.line_break(n) or (gap and not (gap == "," and tokens.words[n] in _PURPOSE_LISTED)):
            return None
        place = parse_place(tokens, n, bare_names=False) if n > k + 1 else None
        if place is not None and place.typed:
            if place.open or place.generic:
                return None
            return located(i, f"{head.name} {_shown(tokens, k, n)}", place, head)
        if any(end - n >= 2 or tokens.all_caps(n) for _, end in lexicon().starts.matches(tokens, n)):
            return None
        verb = stop.longest(tokens, n)
        named = verb is None or tokens.words[n] in (*_COUNTRY_LINKS, *_PURPOSE_LISTED)
        if not named and (verb is None or n > k or verb[0] not in _PURPOSE_VERBS):
            return None
    return None


def free_name(tokens: Tokens, i: int, head: Head, k: int) -> FreeName | None:
    """The name after a head that takes any: companies, schools, centres. Null where it would denote a class."""
    if "one_capital" in head.traits and not tokens.capital(i) and not tokens.capital(k):
        return None
    if tokens.gap(k).strip() == '"':
        return _quoted(tokens, k) if "proper" in head.traits else None
    # An abbreviated `TT` before more abbreviations is no centre.
    if tokens.raw(i) == "TT" and tokens.all_caps(k):
        return None
    if not tokens.capital(i) and lexicon().countries.longest(tokens, k) is not None:
        # `bệnh viện Trung Quốc`, `trường đại học Mỹ`: those of a country.
        return None
    found = _read_name(tokens, i, head, k)
    if found is None or (len(found.text) == 1 and not found.place):
        return None
    if not found.text and "place_alone" not in head.traits and "lower_head" in head.traits:
        return None
    common = not found.proper and found.place is None
    lower = not tokens.capital(i) and "lower_head" in head.traits and "legal_form" not in head.traits
    if common and "proper_only" in head.traits and not _ends_in_capitals(tokens, i, k, found.end):
        return None
    return None if common and lower else found


def _ends_in_capitals(tokens: Tokens, i: int, k: int, end: int) -> bool:
    """`Công ty Sữa | Thống Nhất`, `… | Việt Nam`: a common word would have its second syllable in lower case."""
    written = all(tokens.capital(n) and not tokens.all_caps(n) for n in (i, k, end - 2, end - 1))
    return written and end - k > 2 and tokens.raw(end - 1).isalpha()


def _quoted(tokens: Tokens, k: int) -> FreeName | None:
    """`Công ty TNHH | "Sao Mai"`: up to the closing mark, which the mention takes in."""
    if not tokens.capital(k):
        return None
    for end in range(k + 1, min(k + _QUOTED_MAX, len(tokens) + 1)):
        gap = tokens.gap(end)
        if gap[:1] == '"' or (end == len(tokens) and tokens.view[tokens.ends[end - 1] :][:1] == '"'):
            return FreeName(end, f'"{_shown(tokens, k, end)}"', None, proper=True)
        if gap.strip() not in ("", "-", "&"):
            return None
    return None


def _read_name(tokens: Tokens, i: int, head: Head, k: int) -> FreeName | None:
    traits = head.traits
    # In running capitals only a legal form tells a company's name from a class.
    alone_in_line = tokens.line_break(i) or i == 0 or "legal_form" in traits
    certain_head = tokens.capital(i) or "lower_head" in traits
    found = parse_free_name(
        tokens,
        k,
        proper="proper" in traits,
        known_first="proper" not in traits or "known_first" in traits or not certain_head,
        lower="lower_words" in traits,
        line="whole_line" in traits and tokens.all_caps(i) and alone_in_line,
    )
    if found is not None or not tokens.capital(k):
        return found
    if "place_alone" in traits:
        place = parse_place(tokens, k, in_name=True)
        if place is not None and place.province is not None and not place.open:
            return FreeName(place.end, "", place, proper=True)
    if "any_capital" in traits:
        return parse_free_name(tokens, k, proper=True, known_first=False)
    if "two_capitals" in traits and all(tokens.capital(n) and not tokens.all_caps(n) for n in (i, k, k + 1)):
        found = parse_free_name(tokens, k, proper=True, known_first=False)
        return found if found is not None and found.end >= k + 2 else None
    return None


def seat_tail(tokens: Tokens, i: int, head: Head, k: int) -> Parsed | None:
    """`Tỉnh ủy | Cao Bằng`, `Thành ủy | TP. Hồ Chí Minh`, `Huyện ủy | Vĩnh Linh`."""
    wanted = next((types for tail, types in _SEATS.items() if tail in head.tails), ())
    place = parse_place(tokens, k)
    if place is not None and not place.open and not place.generic:
        any_province = "province_name" in head.tails and not place.typed and place.province is not None
        if place.type in wanted or any_province:
            shown = place.full_name if place.typed and place.type == "thành phố" else place.name
            return replace(headed(i, place.end, f"{head.name} {shown}", head, place.level), province=place.province)
    if head.level == "province" or not tokens.capital(k):
        return None
    for district, end in lexicon().districts.matches(tokens, k):
        if district.type in (*wanted, "thành phố"):
            return headed(i, end, f"{head.name} {district.name}", head, "district")
    return None

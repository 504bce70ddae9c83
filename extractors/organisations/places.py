"""The place that closes an organisation's name: `tỉnh Nghệ An`, `TP. Cần Thơ`, `xã Yên Khương`, `Nghệ An`, `tỉnh`."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.organisations.patterns import LEVEL_OF_TYPE, lexicon
from extractors.organisations.provinces import Province
from extractors.organisations.tokens import Tokens, fold, is_joint

_CITY = "thành phố"
_DISTRICT_TYPES = ("huyện", "quận", "thị xã", _CITY)
_COMMUNE_TYPES = ("xã", "phường", "thị trấn", "đặc khu")
_NAME_WORDS_MAX = 4
_PERSON_MIN, _PERSON_MAX = 2, 4
"""Words of a person's name."""
_DOTTED = ("tp", "tx", "p")
"""Type words that a full stop may follow: `TP. Cần Thơ`, `T.P. Vinh`."""
_LETTERS = {"Q": "quận", "H": "huyện", "P": "phường", "X": "xã", "TT": "thị trấn", "TX": "thị xã"}
"""Initials of type words, as newspapers write them with a full stop: `Q.1`, `H.Bình Chánh`."""
_CITY_INITIALS = {"HN": "Hà Nội", "HP": "Hải Phòng"}
"""Initials that only a type word before them makes a city."""
SEAT_WORDS = frozenset(map(fold, ("ủy", "đoàn")))
"""What makes a body's name of a type word: `Tỉnh | ủy`, `Huyện | đoàn`."""
_LIST_WORDS = ("và", "hoặc")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a part of a name."""

    end: int
    """Index after its last word."""
    type: str
    """`tỉnh`, `thành phố`, `huyện`, …; that of the province where the text gives none."""
    name: str = ""
    """Without the type word; empty for an open place (`LĐLĐ tỉnh`)."""
    province: Province | None = None
    """The province it is or lies in, as far as its name alone tells."""
    level: str = "unknown"
    typed: bool = False
    """The text has the type word."""
    generic: bool = False
    """It denotes a class (`tỉnh, thành phố`, `các xã`, `cấp huyện`), not one place."""

    @property
    def open(self) -> bool:
        """The place is left to the document: a type word without a name."""
        return not self.name and not self.generic

    @property
    def full_name(self) -> str:
        """With its type word: `tỉnh Nghệ An`, `xã Yên Khương`; the type word alone where it is open."""
        if self.province is not None and self.level == "province":
            named_otherwise = self.typed and self.type != self.province.type and self.province.name == self.name
            if not named_otherwise:
                return self.province.full_name
        return f"{self.type} {self.name}".strip()


def parse_place(tokens: Tokens, i: int, *, bare_names: bool = True, in_name: bool = False) -> Place | None:
    """The place that starts at word `i`.

    Args:
        i: index of a word; the caller has made sure that nothing separates it from the name before it.
        bare_names: a province's name without type word counts (`Liên đoàn Lao động Nghệ An`).
        in_name: the place is read inside a free name, where a capitalised word after it may go on with the name
            (`Báo Hà Nội Mới`); elsewhere that is a person (`Tỉnh ủy Ninh Bình Trần Văn A`).

    Returns:
        A `generic` place for a class of places (`các tỉnh`, `cấp xã`); null where no place starts.
    """
    if tokens.word(i) in ("các", "cấp", "mỗi", "từng") and tokens.words[i + 1 : i + 2]:
        return Place(i, "", generic=True) if _after_class_word(tokens, i) else None
    if (lettered := _lettered(tokens, i)) is not None:
        return lettered
    typed = lexicon().place_types.longest(tokens, i)
    if typed is None:
        return _named_province(tokens, i, in_name) if bare_names else None
    kind, k = typed
    if (tokens.words[i] == "xã" and tokens.word(k) == "hội") or (kind == "phường" and tokens.word(k) == "hội"):
        return None
    caps = tokens.raw(i).isupper() and len(tokens.raw(i)) > 2
    named = _name_after_type(tokens, k, kind, caps)
    if named is not None:
        return named
    if tokens.words[i : i + 2] == ["thủ", "đô"]:
        hanoi = lexicon().provinces.longest(Tokens("Hà Nội"), 0)
        return Place(k, _CITY, "Hà Nội", hanoi[0] if hanoi else None, "province", typed=True)
    return Place(k, kind, level=LEVEL_OF_TYPE.get(kind, "unknown"), typed=True, generic=_is_class(tokens, k))


def _lettered(tokens: Tokens, i: int) -> Place | None:
    """`Q.1`, `H.Bình Chánh`: a place whose type word is its initial with a full stop."""
    kind = _LETTERS.get(tokens.raw(i)) if i + 1 < len(tokens) else None
    if kind is None or tokens.gap(i + 1) not in (".", ". ") or not (tokens.capital(i + 1) or tokens.digits(i + 1)):
        return None
    place = _name_after_type(tokens, i + 1, kind, caps=False, after_letter=True)
    return place if place is not None and not place.open else None


def _after_class_word(tokens: Tokens, i: int) -> bool:
    after = lexicon().place_types.longest(tokens, i + 1)
    return after is not None or tokens.words[i] == "cấp" or tokens.word(i + 1) in ("cấp", "địa", "quận", "sở", "huyện")


def _is_class(tokens: Tokens, k: int) -> bool:
    """After a bare type word: does what follows make it a class?"""
    if k >= len(tokens):
        return False
    gap = tokens.gap(k)
    if tokens.blank(k) and lexicon().cues["generic_after"].longest(tokens, k):
        return True
    after = k
    if tokens.blank(k) and tokens.word(k) in _LIST_WORDS:
        after = k + 1
    elif gap.strip() not in (",", "/", ", ", "-") or "\n" in gap:
        return False
    listed = lexicon().place_types.longest(tokens, after)
    if listed is None or (tokens.word(listed[1]) in SEAT_WORDS and tokens.capital(after)):
        # `Hội Nông dân tỉnh, Tỉnh đoàn`: the next organisation.
        return False
    # `UBND tỉnh, thành phố Huế …` speaks of one province and one city.
    return _name_after_type(tokens, listed[1], listed[0], caps=False) is None


def _named_province(tokens: Tokens, i: int, in_name: bool) -> Place | None:
    found = lexicon().provinces.longest(tokens, i)
    if found is None or not tokens.capital(i):
        return None
    province, end = found
    if in_name and not _ends_name(tokens, end):
        return None
    # `TPHCM` has the type word of the city's name in it, `Hồ Chí Minh` is also a person's.
    initials = province.is_a_person and tokens.words[i] != "hồ"
    return Place(end, province.type, province.full_name if initials else province.name, province, "province")


def _ends_name(tokens: Tokens, end: int) -> bool:
    """`Quảng Nam` in `Quảng Nam Hưng` is not the province; checked in mixed case only."""
    if tokens.raw(end - 1).isupper() or not tokens.blank(end) or tokens.line_break(end):
        return True
    raw = tokens.raw(end) if end < len(tokens) else ""
    return not raw[:1].isupper() or len(raw) < 2 or raw.isupper() or lexicon().starts.starts(tokens.words[end])


def _name_after_type(tokens: Tokens, k: int, kind: str, caps: bool, *, after_letter: bool = False) -> Place | None:
    dotted = after_letter or (
        tokens.word(k - 1) in _DOTTED and k < len(tokens) and tokens.gap(k).strip() == "." and is_joint(tokens.gap(k))
    )
    if k >= len(tokens) or not (tokens.blank(k) or dotted):
        return None
    if kind in ("tỉnh", _CITY):
        found = lexicon().provinces.longest(tokens, k)
        if found and (kind == "tỉnh" or found[0].type == _CITY or found[0].name == "Thừa Thiên Huế"):
            return Place(found[1], kind, found[0].name, found[0], "province", typed=True)
        if kind == _CITY and tokens.raw(k) in _CITY_INITIALS:
            named = lexicon().provinces.longest(Tokens(_CITY_INITIALS[tokens.raw(k)]), 0)
            return Place(
                k + 1, kind, _CITY_INITIALS[tokens.raw(k)], named[0] if named else None, "province", typed=True
            )
    if kind in _DISTRICT_TYPES:
        district = _district(tokens, k, kind)
        if district:
            return district
    if tokens.line_break(k) or (caps and not tokens.raw(k).isupper() and not tokens.digits(k)):
        return None
    if kind == "tỉnh":
        # A province abroad: `Công đoàn tỉnh Xiêng Khoảng`.
        return _free_name(tokens, k, kind) if not caps else None
    if tokens.digits(k) and kind in ("quận", "phường") and not _date_follows(tokens, k):
        town = _town(tokens, k + 1) if kind == "phường" and tokens.blank(k + 1) else None
        end, name = (town[1], f"{tokens.raw(k)} {town[0]}") if town else (k + 1, tokens.raw(k))
        return Place(end, kind, name, None, LEVEL_OF_TYPE[kind], typed=True)
    return _free_name(tokens, k, kind)


def _town(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """The former town at word `k` that wards are named after since July 2025: `phường 1 Bảo Lộc`."""
    if not tokens.capital(k) or tokens.line_break(k):
        return None
    found = [entry for entry in lexicon().districts.matches(tokens, k) if entry[0].type in (_CITY, "thị xã")]
    return (found[0][0].name, found[0][1]) if found else None


def _named_after(tokens: Tokens, k: int, end: int, kind: str, name: str) -> tuple[str, int]:
    """Communes of one former district: `xã Bảo Lâm 1`, `phường Xuân Hương - Đà Lạt`."""
    if kind == "phường" and tokens.gap(end).strip() == "-" and (town := _town(tokens, end)):
        return f"{name} - {town[0]}", town[1]
    if not tokens.digits(end) or len(tokens.raw(end)) > 1 or not tokens.blank(end) or tokens.line_break(end):
        return name, end
    after = end + 1
    closed = not tokens.blank(after) or tokens.capital(after) or lexicon().cues["stop"].longest(tokens, after)
    # `tặng UBND xã Bảo Lâm 2 máy tính`: a number before a noun counts it.
    if not closed or (tokens.gap(after)[:1] in ("/", ".", ",", "%") and tokens.digits(after)):
        return name, end
    known = any(stop == end for _, stop in lexicon().districts.matches(tokens, k))
    return (f"{name} {tokens.raw(end)}", after) if known else (name, end)


def _date_follows(tokens: Tokens, k: int) -> bool:
    return tokens.gap(k + 1).startswith(("/", ".", "-")) and tokens.digits(k + 1)


def _district(tokens: Tokens, k: int, kind: str) -> Place | None:
    listed = list(lexicon().districts.matches(tokens, k))
    # A district changes its type in its life (huyện, thị xã, thành phố): its name alone tells as well.
    found = [entry for entry in listed if entry[0].type == kind] or [e for e in listed if not tokens.digits(k)]
    if not found or not (tokens.capital(k) or tokens.digits(k)):
        return None
    end = found[0][1]
    if tokens.digits(k) and _date_follows(tokens, k):
        return None
    same = [district for district, stop in found if stop == end]
    province = None
    if len(same) == 1:
        from extractors.organisations.provinces import province_by_code

        province = province_by_code(same[0].province_code)
    place = Place(end, kind, same[0].name, province, "district", typed=True)
    return _with_province(tokens, place)


def _with_province(tokens: Tokens, place: Place) -> Place:
    """`huyện Vĩnh Linh tỉnh Quảng Trị`: the province directly after belongs to the name."""
    if tokens.word(place.end) != "tỉnh" or not tokens.blank(place.end) or tokens.line_break(place.end):
        return place
    found = lexicon().provinces.longest(tokens, place.end + 1)
    if found is None:
        return place
    return Place(found[1], place.type, f"{place.name} tỉnh {found[0].name}", found[0], place.level, typed=True)


def _before_person(tokens: Tokens, k: int, end: int) -> int:
    """`phường Phú Thọ | Đoàn Thị Thanh Thủy`: the name of a person after the office of a place ends the place's."""
    stop = end
    while stop < len(tokens) and stop - k < _NAME_WORDS_MAX + _PERSON_MAX and tokens.capital(stop):
        if not tokens.blank(stop) or tokens.line_break(stop) or tokens.all_caps(stop):
            break
        stop += 1
    if stop - k < _NAME_WORDS_MAX or tokens.all_caps(k):
        return end
    for n in range(k + 1, end):
        least = _PERSON_MIN if n - k > 1 else _PERSON_MIN + 1
        if stop - n >= least and lexicon().cues["surname"].longest(tokens, n):
            return n
    return end


def _free_name(tokens: Tokens, k: int, kind: str) -> Place | None:
    """A place name nobody listed: the capitalised words that follow, four at most."""
    if any(stop - k >= 2 for _, stop in lexicon().starts.matches(tokens, k)):
        return None
    end = k
    shouting = tokens.all_caps(k)
    while end < len(tokens) and end - k < _NAME_WORDS_MAX and tokens.capital(end):
        if end > k and (not tokens.blank(end) or tokens.line_break(end)):
            break
        if shouting != tokens.all_caps(end) and len(tokens.raw(end)) > 1:
            break
        if end > k and lexicon().place_types.longest(tokens, end):
            break
        if shouting and lexicon().cues["caps_stop"].longest(tokens, end):
            break
        end += 1
    end = _before_person(tokens, k, end)
    if end == k or (kind == "tỉnh" and end - k > 2 and lexicon().cues["surname"].longest(tokens, k)):
        # `Phó Chủ tịch UBND tỉnh Nguyễn Văn A`: a person.
        return None
    # A name that runs into the head of another organisation ends before it.
    for stop in range(k + 1, end):
        if any(stop_end > end or stop_end - stop >= 2 for _, stop_end in lexicon().starts.matches(tokens, stop)):
            end = stop
            break
    runs_on = end < len(tokens) and tokens.blank(end) and not tokens.line_break(end) and tokens.raw(end).islower()
    if end == k + 1 and runs_on and not shouting and lexicon().cues["stop"].longest(tokens, end) is None:
        # `Ủy ban nhân dân thành phố Văn bản này …`: one syllable that a lower-case one completes.
        return None
    name = " ".join(tokens.raw(n) for n in range(k, end))
    if shouting and name.isupper():
        name = name.title()
    if kind in _COMMUNE_TYPES:
        name, end = _named_after(tokens, k, end, kind, name)
    level = LEVEL_OF_TYPE.get(kind, "province" if kind == "tỉnh" else "district")
    return _with_province(tokens, Place(end, kind, name, None, level, typed=True))

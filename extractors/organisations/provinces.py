"""Provinces through time: by name or alias at a date, by official code, and what they are today.

Facts: `gazetteers/provinces.csv` (codes of decisions 124/2004/QĐ-TTg and 19/2025/QĐ-TTg, validity and successors of the
National Assembly's resolutions). A code may mean one province before 1 July 2025 and another after it (15 was Yên Bái,
is Lào Cai), so every lookup by code wants a date.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from gazetteers import read_table, split_cell

_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONE = re.compile("|".join(_TONES))
_SEPARATORS = re.compile(r"[\s.\-‐-―]+")
_TYPE_WORD = re.compile(r"^(?:tỉnh|thành phố|đặc khu|t p|tp)(?= )|^tp(?=hcm$)")


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city over one span of time; a merged or renamed one is another `Province`."""

    province_id: str
    """Unique in the table: `bac-ninh` (code 27, to 30 June 2025), `bac-ninh-2025` (code 24, since)."""
    code: str
    """Official two-digit code; empty for those that ended before codes were given."""
    name: str
    """Without its type word: `Quảng Trị`, `Hồ Chí Minh`."""
    type: str
    """`tỉnh`, `thành phố`; `đặc khu` of before 1991."""
    valid_from: dt.date | None
    """First day; null: before the table begins (1989)."""
    valid_to: dt.date | None
    """Last day; null: still in force."""
    successor_ids: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def is_a_person(self) -> bool:
        """Its name alone is also a person's: only with its type word is it the city."""
        return self.name == "Hồ Chí Minh"

    @property
    def full_name(self) -> str:
        """As it stands in names of bodies: `tỉnh Quảng Trị`, `thành phố Hà Nội`, `Thành phố Hồ Chí Minh`."""
        if self.is_a_person:
            return f"{self.type.capitalize()} {self.name}"
        return f"{self.type} {self.name}"

    def valid_at(self, day: dt.date) -> bool:
        """Whether it existed on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def fold_tones(text: str) -> str:
    """Lower case with one placement of tone marks (`Hoà`, `hòa` → `hòa`). Length is kept for NFC text.

    The two placements are folded blindly (`toàn` → `tòan`): good for comparing, not for showing.
    """
    return _TONE.sub(lambda m: _TONES[m[0]], text.lower())


def fold_place(name: str) -> str:
    """Key under which spellings of a place name are one: case, tone placement, dots, dashes and blanks apart."""
    return _SEPARATORS.sub(" ", fold_tones(unicodedata.normalize("NFC", name))).strip()


def fold_unaccented(name: str) -> str:
    """`Quảng Trị` → `quangtri`: as in host names and file names."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d").lower())
    return "".join(filter(str.isalnum, letters.encode("ascii", "ignore").decode("ascii")))


@cache
def all_provinces() -> tuple[Province, ...]:
    """Every province of the table, in file order."""
    return tuple(
        Province(
            province_id=row["province_id"],
            code=row["code"],
            name=row["name"],
            type=row["type"],
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
            successor_ids=split_cell(row["successors"]),
            aliases=split_cell(row["aliases"]),
        )
        for row in read_table("provinces")
    )


def _date(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


@cache
def _by_id() -> dict[str, Province]:
    return {p.province_id: p for p in all_provinces()}


@cache
def _by_key() -> dict[str, tuple[Province, ...]]:
    # A name outranks another province's alias: `Huế` is the city of 2025, and the alias of Thừa Thiên Huế before.
    keyed: dict[str, list[Province]] = defaultdict(list)
    for province in all_provinces():
        for spelling in dict.fromkeys(map(fold_place, (province.name, *province.aliases))):
            keyed[spelling].append(province)
    return {key: tuple(value) for key, value in keyed.items()}


@cache
def _by_unaccented() -> dict[str, tuple[Province, ...]]:
    keyed: dict[str, list[Province]] = defaultdict(list)
    for province in all_provinces():
        keyed[fold_unaccented(province.name)].append(province)
    keyed[fold_unaccented("TP HCM")] = [p for p in all_provinces() if p.is_a_person]
    return {key: tuple(value) for key, value in keyed.items()}


def _best(candidates: tuple[Province, ...], at: dt.date | None) -> Province | None:
    """The one in force on the day; else the last that ended before it; else the first that came after it."""
    if not candidates:
        return None
    day = at or dt.date.max
    for province in candidates:
        if province.valid_at(day):
            return province
    ended = [p for p in candidates if p.valid_to and p.valid_to < day]
    if ended:
        return max(ended, key=lambda p: p.valid_to or dt.date.min)
    return min(candidates, key=lambda p: p.valid_from or dt.date.min)


def find_province(name: str, at: dt.date | None = None) -> Province | None:
    """The province a name or alias denotes on a day.

    Args:
        name: `Quảng Trị`, `tỉnh Đăk Lăk`, `TP.HCM`, `BR-VT`, `THÀNH PHỐ HỒ CHÍ MINH`; any case and tone placement.
        at: day of the document; null: today's province of that name, where there is one. A name that was not in
            force on the day is still found (documents of 2026 speak of Bình Dương): the nearest in time.

    Returns:
        Null where no province ever had that name.
    """
    key = fold_place(name)
    found = _best(_by_key().get(key, ()), at)
    if found is None:
        found = _best(_by_key().get(_TYPE_WORD.sub("", key, count=1).strip(), ()), at)
    return found


def find_unaccented(name: str, at: dt.date | None = None) -> Province | None:
    """The province of an unaccented, unspaced name as in host names: `quangtri` → Quảng Trị, `tphcm`, `hochiminh`."""
    return _best(_by_unaccented().get(fold_unaccented(name), ()), at)


def province_by_code(code: str, at: dt.date | None = None) -> Province | None:
    """The province with that official code on a day (null: today; a code out of use since: its last bearer)."""
    return _best(tuple(p for p in all_provinces() if p.code == code), at) if code else None


def provinces_at(day: dt.date) -> tuple[Province, ...]:
    """All provinces in force on a day: 63 on 1 January 2010, 34 on 1 January 2026."""
    return tuple(p for p in all_provinces() if p.valid_at(day))


def successors_now(province: Province) -> tuple[Province, ...]:
    """Today's provinces that hold its territory, the one with its seat first; itself where it is still in force."""
    if not province.successor_ids:
        return (province,)
    found: dict[str, Province] = {}
    for successor in province.successor_ids:
        for final in successors_now(_by_id()[successor]):
            found.setdefault(final.province_id, final)
    return tuple(found.values())


def province_now(province: Province) -> Province:
    """Today's province for a dashboard that wants exactly one: of several successors the one that holds its seat."""
    return successors_now(province)[0]

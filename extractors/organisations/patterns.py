"""The vocabulary of organisations, compiled once from `gazetteers/`: names, heads, fields, words, places, cues."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.organisations.provinces import Province, all_provinces, fold_place
from extractors.organisations.tokens import Tokens, Trie, fold
from gazetteers import read_table, split_cell

# Short ways of writing words that stand inside many names; each form of a name is also known with them.
_INSIDE = (("Trung ương", ("TW", "TƯ", "T.Ư")), ("Việt Nam", ("VN",)))

# Spellings of a province that are more often something else: a newspaper's or a beer's name, initials.
_AMBIGUOUS_PLACES = frozenset({"thủ đô", "hn", "hp", "sài gòn", "saigon", "hcmc", "tth"})

_EVER = "9999-12-31"

PLACE_TYPES = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "t.p": "thành phố",
    "thủ đô": "thành phố",
    "huyện": "huyện",
    "quận": "quận",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "xã": "xã",
    "phường": "phường",
    "thị trấn": "thị trấn",
    "đặc khu": "đặc khu",
}
LEVEL_OF_TYPE = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}


@dataclass(frozen=True, slots=True)
class Name:
    """An organisation of the gazetteer."""

    org_id: str
    name: str
    org_type: str
    level: str
    successors: tuple[str, ...] = ()
    valid_from: str = ""
    """ISO date of its first day; empty: long ago."""
    valid_to: str = ""
    """ISO date of its last day; empty: still there."""


@dataclass(frozen=True, slots=True)
class Head:
    """A word that makes a name with what follows it: `Sở` + field, `Ủy ban nhân dân` + place."""

    name: str
    org_type: str
    """`inherit`: a body, of the type of the organisation it belongs to."""
    level: str
    tails: tuple[str, ...]
    """What may follow: `place area number initials field purpose name org province_name city_name district_name`."""
    fields: tuple[str, ...]
    """Groups of `gazetteers/org_fields.csv`."""
    alone: str
    """`no`; `list`: may leave its place to the next of a list (`HĐND, UBND tỉnh`); `inside`: only within another
    name; or what it implies: `province`, `inside_province`, `city`, `district`, `commune`, `council`."""
    place: str
    """How a place joins the name: `typed` (`tỉnh Cao Bằng`), `bare` (`Cao Bằng`), `asis`."""
    lower: bool
    """May stand in lower case."""
    traits: frozenset[str]
    """How its free names are read; `gazetteers/README.md` lists them."""

    @property
    def body(self) -> bool:
        """A body of another organisation, whose name must follow."""
        return self.org_type == "inherit"


@dataclass(frozen=True, slots=True)
class District:
    """A district of the years to 2025."""

    name: str
    type: str
    province_code: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tries of the extractor."""

    starts: Trie[Name | Head]
    worn: Trie[Name | Head]
    """The same by words without accents, for texts from scans; names of two words or more, heads of three."""
    fields: dict[str, Trie[str]]
    words: Trie[str]
    countries: Trie[str]
    provinces: Trie[Province]
    districts: Trie[District]
    place_types: Trie[str]
    cues: dict[str, Trie[str]]
    heads: frozenset[str]
    """Folded spellings that are a head: no abbreviation a text may declare anew."""


def _forms(name: str, forms: str) -> list[str]:
    spellings = [name, *split_cell(forms)]
    for long, shorts in _INSIDE:
        spellings += [s.replace(long, short) for s in spellings if long in s for short in shorts]
    spellings += [s.replace(" và ", " & ") for s in spellings if " và " in s]
    spellings += [f"{s} Cộng sản Việt Nam" for s in spellings if s.endswith(" Trung ương Đảng")]
    return list(dict.fromkeys(spellings))


def _in_full(form: str) -> bool:
    return all(word[1:].islower() for word in form.split() if word.isalpha() and len(word) > 1)


@cache
def names_by_id() -> dict[str, Name]:
    """Every organisation of `gazetteers/organisations.csv` by its id."""
    return {
        row["org_id"]: Name(
            row["org_id"],
            row["name"],
            row["type"],
            row["level"],
            split_cell(row["successors"]),
            row["valid_from"],
            row["valid_to"],
        )
        for row in read_table("organisations")
    }


@cache
def _names_by_key() -> dict[str, Name]:
    return {fold(entry.name): entry for entry in sorted(names_by_id().values(), key=lambda e: e.valid_to or _EVER)}


@cache
def _bearers() -> dict[str, tuple[Name, ...]]:
    """By id, of names that two organisations bore, one after the other: all that bore it."""
    by_name: dict[str, list[Name]] = {}
    for entry in names_by_id().values():
        by_name.setdefault(fold(entry.name), []).append(entry)
    return {entry.org_id: tuple(entries) for entries in by_name.values() if len(entries) > 1 for entry in entries}


def bearer_at(org_id: str, day: dt.date) -> Name | None:
    """The organisation that bore the name of `org_id` on a day: `Bộ Nội vụ` was the police until 1998.

    Returns:
        Null where nobody else ever bore that name, or nobody on that day.
    """
    entries = _bearers().get(org_id, ())
    return next((e for e in entries if e.valid_from <= day.isoformat() <= (e.valid_to or _EVER)), None)


def name_of(name: str) -> Name | None:
    """The entry of `gazetteers/organisations.csv` with that full name, or null."""
    return _names_by_key().get(fold(name))


@cache
def _names_by_form() -> dict[str, Name]:
    table: dict[str, Name] = {}
    for row in read_table("organisations"):
        for form in _forms(row["name"], row["forms"]):
            table.setdefault(fold(form), names_by_id()[row["org_id"]])
    return table


def called(words: str) -> Name | None:
    """The entry of `organisations.csv` with that name or shorter form (`Ban Chấp hành Trung ương`), or null."""
    return name_of(words) or _names_by_form().get(fold(words))


def body_of(words: str) -> Name | None:
    """The entry that a name, a shorter form or an office (`Thủ tướng Chính phủ`) belongs to, or null."""
    tokens = Tokens(words)
    office = lexicon().cues["office"].longest(tokens, 0)
    after_office = words[tokens.starts[office[1]] :] if office and office[1] < len(tokens) else None
    return called(words) or (called(after_office) if after_office else None)


@cache
def lexicon() -> Lexicon:
    """The compiled vocabulary."""
    starts: Trie[Name | Head] = Trie()
    worn: Trie[Name | Head] = Trie()
    heads: set[str] = set()
    for row in read_table("organisations"):
        if name_of(row["name"]) != names_by_id()[row["org_id"]]:
            # A name borne by two, one after the other: `resolve` asks the document's date.
            continue
        for form in _forms(row["name"], row["forms"]):
            starts.add(form, names_by_id()[row["org_id"]])
            if form.count(" ") >= 1 and _in_full(form):
                worn.add_plain(form, names_by_id()[row["org_id"]])
    for row in read_table("org_patterns"):
        head = Head(
            name=row["head"],
            org_type=row["type"],
            level=row["level"],
            tails=split_cell(row["tails"]),
            fields=split_cell(row["fields"]),
            alone=row["alone"],
            place=row["place"],
            lower=row["case"] == "any",
            traits=frozenset(split_cell(row["traits"])),
        )
        for form in _forms(row["head"], row["forms"]):
            starts.add(form, head)
            if form.count(" ") >= 2 and _in_full(form):
                worn.add_plain(form, head)
            heads.add(fold(form))
    fields: dict[str, Trie[str]] = {}
    for row in read_table("org_fields"):
        for group in split_cell(row["groups"]):
            trie = fields.setdefault(group, Trie())
            for form in _forms(row["field"], row["forms"]):
                trie.add(form, row["field"])
    words: Trie[str] = Trie()
    for row in read_table("org_words"):
        for form in _forms(row["phrase"], ""):
            words.add(form, row["phrase"])
    for row in read_table("abbreviations"):
        if row["kind"] == "inside":
            words.add(row["short"], row["expansion"])
    return Lexicon(
        starts, worn, fields, words, _countries(), _provinces(), _districts(), _place_types(), _cues(), frozenset(heads)
    )


def is_brand(words: str) -> bool:
    """Whether `words` look like a brand, no place or person: `HoREA`, `PV GAS`, `Salabeco`, `Phương Đông Mart`.

    The endings of brands are data: kind `brand_ending` of `gazetteers/org_cues.csv`.
    """
    parts = words.split()
    first, last = parts[0], parts[-1]
    tokens = Tokens(words)
    if lexicon().provinces.longest(tokens, 0) or lexicon().countries.longest(tokens, 0) or fold(first) in PLACE_TYPES:
        return False
    if words.isupper():
        return words.isascii() and " " in words and fold(first) not in lexicon().heads
    mixed = any(a.islower() and b.isupper() for a, b in pairwise(last))
    return mixed or (len(last) > 3 and last.isascii() and last.lower().endswith(_brand_endings()))


@cache
def _brand_endings() -> tuple[str, ...]:
    return tuple(row["cue"] for row in read_table("org_cues") if row["kind"] == "brand_ending")


def _countries() -> Trie[str]:
    trie: Trie[str] = Trie()
    for row in read_table("countries"):
        for spelling in (row["name"], *split_cell(row["aliases"])):
            trie.add(spelling, spelling)
    return trie


def _provinces() -> Trie[Province]:
    trie: Trie[Province] = Trie()
    for spelling, province in (_latest(names=False) | _latest(names=True)).items():
        if fold_place(spelling) not in _AMBIGUOUS_PLACES:
            trie.add(spelling, province)
    return trie


def _latest(*, names: bool) -> dict[str, Province]:
    """Spelling → of the provinces with that name (or alias) the one in force, or else the last: dates come later."""
    latest: dict[str, Province] = {}
    for province in sorted(all_provinces(), key=lambda p: p.valid_to or dt.date.max):
        for spelling in (province.name,) if names else province.aliases:
            latest[spelling] = province
    return latest


def _districts() -> Trie[District]:
    trie: Trie[District] = Trie()
    for row in read_table("districts"):
        trie.add(row["name"], District(row["name"], row["type"], row["province_code"]))
    return trie


def _place_types() -> Trie[str]:
    trie: Trie[str] = Trie()
    for spelling, kind in PLACE_TYPES.items():
        trie.add(spelling, kind)
    return trie


def _cues() -> dict[str, Trie[str]]:
    tries: dict[str, Trie[str]] = {}
    for row in read_table("org_cues"):
        tries.setdefault(row["kind"], Trie()).add(row["cue"], row["cue"])
    return tries

"""The vocabulary of references as lookups, built once from `gazetteers/` on first use.

Words are compared folded (`fold_tones`: lower case, one tone placement); codes of symbols by `code_key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractors.organisations.provinces import fold_tones
from gazetteers import read_table, split_cell

# Cyrillic capitals that look like Latin ones stand in texts typed on mixed keyboards (`NĐ-СР`).
_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_PLAIN = str.maketrans("ĐÐ", "DD")


def latin(text: str) -> str:
    """`text` with Cyrillic look-alikes of Latin capitals made Latin; same length."""
    return text.translate(_LATIN)


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """`fold_tones` of one word, remembered: texts repeat the few words that stand before numbers."""
    return fold_tones(word)


@lru_cache(maxsize=8192)
def code_key(code: str) -> str:
    """Key under which spellings of one code are the same: case, Đ/D and Cyrillic look-alikes apart."""
    return latin(code).upper().translate(_PLAIN)


def are_compatible(one: str | None, other: str | None) -> bool:
    """Whether two types are said of one document: `chương trình` and `chương trình hành động`, letter and `văn bản`."""
    if not one or not other:
        return False
    return one.startswith(f"{other} ") or other.startswith(f"{one} ") or {one, other} == {"công văn", "văn bản"}


@dataclass(frozen=True, slots=True)
class Organ:
    """A body's code in symbols (`gazetteers/organs.csv`)."""

    code: str
    issuer: str
    level: str
    takes_place: bool
    whose_unknown: bool
    """The code names a kind of body (`BTV`, `UBKT`); only the text tells whose."""


@dataclass(frozen=True, slots=True)
class DocTypes:
    """Document types by the word in the text, by abbreviation, and by code in a symbol."""

    words: Mapping[str, str]
    """Folded phrase → type: `thông báo kết luận` → `thông báo`."""
    abbreviations: Mapping[str, str]
    """`NQ` → `nghị quyết`; case matters in running text."""
    codes: Mapping[str, tuple[str, str]]
    """Code key → (code as issued, type): `QD` → (`QĐ`, `quyết định`)."""
    cited_by_number: frozenset[str]
    """Types that texts cite by number alone (`Chỉ thị 06`)."""


@cache
def doc_types() -> DocTypes:
    """Vocabulary of `gazetteers/doc_types.csv`."""
    words: dict[str, str] = {}
    abbreviations: dict[str, str] = {}
    codes: dict[str, tuple[str, str]] = {}
    cited: set[str] = set()
    for row in read_table("doc_types"):
        name = row["name"]
        words.update((fold_tones(word), name) for word in split_cell(row["words"]))
        abbreviations.update((word, name) for word in split_cell(row["abbreviations"]))
        for code in split_cell(row["codes"]):
            codes.setdefault(code_key(code), (code, name))
        if row["cited_by_number"] == "yes":
            cited.add(name)
    return DocTypes(words, abbreviations, codes, frozenset(cited))


@cache
def organs() -> Mapping[str, Organ]:
    """Code key → organ; the first row of a code wins."""
    table: dict[str, Organ] = {}
    for row in read_table("organs"):
        organ = Organ(
            row["code"],
            row["issuer"],
            row["level"],
            row["place"] == "province",
            row["level"] == "unknown" or row["ambiguous"].startswith("Ban Chấp hành"),
        )
        table.setdefault(code_key(row["code"]), organ)
    return table


@cache
def code_slips() -> tuple[tuple[str, str], ...]:
    """(as scanners misread it, letter) of `gazetteers/code_slips.csv`."""
    return tuple((row["read_as"], row["letter"]) for row in read_table("code_slips"))


@lru_cache(maxsize=4096)
def mended_code(code: str, *, of_type: bool) -> str | None:
    """The one known code that `code` is with a single misread letter put right; null for none, or for several.

    Args:
        code: upper-case letters of a code nobody bears.
        of_type: look among the codes of types, else among those of bodies.
    """
    types, bodies = doc_types().codes, organs()
    found = set()
    for read_as, letter in code_slips():
        at = code.find(read_as)
        while at >= 0:
            key = code_key(code[:at] + letter + code[at + len(read_as) :])
            if of_type and key in types:
                found.add(types[key][0])
            elif not of_type and key in bodies:
                found.add(bodies[key].code)
            at = code.find(read_as, at + 1)
    mended = found.pop() if len(found) == 1 else None
    return None if of_type and mended and code_key(mended) in bodies else mended


@cache
def cues(kind: str) -> Mapping[str, str]:
    """Folded phrase → value, of one kind of `gazetteers/reference_cues.csv`."""
    return {fold_tones(row["phrase"]): row["value"] for row in read_table("reference_cues") if row["kind"] == kind}


@cache
def cues_as_written(kind: str) -> tuple[str, ...]:
    """Phrases of one kind of `gazetteers/reference_cues.csv`, case kept."""
    return tuple(row["phrase"] for row in read_table("reference_cues") if row["kind"] == kind)


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression of phrases, longest first, any blanks between words, both tone placements.

    Phrases that begin alike share their beginning: an engine that tries one alternative after the other sees at the
    first letter that none fits.
    """
    return _branches({tuple(_letters(phrase)) for phrase in phrases})


def _letters(phrase: str) -> Iterator[str]:
    """The patterns of a phrase's letters in turn."""
    for index, word in enumerate(phrase.split()):
        if index:
            yield r"\s+"
        at = 0
        while at < len(word):
            swap = _SWAPS.get(word[at : at + 2])
            yield f"(?:{word[at : at + 2]}|{swap})" if swap else regex.escape(word[at])
            at += 2 if swap else 1


def _branches(phrases: set[tuple[str, ...]]) -> str:
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        if phrase:
            by_first.setdefault(phrase[0], set()).add(phrase[1:])
    branches = []
    for first in sorted(by_first, key=lambda first: (-max(map(len, by_first[first])), first)):
        branches.append(first + _branches(by_first[first]))
    if () in phrases:
        return f"(?:{'|'.join(branches)})?" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


_SWAPS = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ"}
_SWAPS |= {"ọe": "oẹ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}

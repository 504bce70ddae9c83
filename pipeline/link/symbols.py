"""What a document symbol says to linking: the key under which its spellings are one, and whose number it is.

The grammar of symbols is `extractors.references.symbols`; the codes' meaning is `gazetteers/organs.csv`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from extractors.organisations.provinces import fold_tones
from extractors.references import symbols as grammar
from gazetteers import read_table

Reach = Literal["national", "local", "unknown"]

_SEPARATORS = regex.compile(r"[/\-‐-―−.,\s]+")
_TERM = regex.compile(r"(?<=\p{L})\d+$")


@dataclass(frozen=True, slots=True)
class SymbolFacts:
    """A symbol as far as its own characters tell."""

    key: str
    """Equal for spellings of one symbol: dashes, case, lost diacritics, blanks, leading zeros, separators apart. A
    number with its year is another series than the same number without."""
    number: str
    """Without leading zeros, letters upper: `7C`; empty where there is none."""
    year: int | None
    doc_type: str | None
    """What the type code says."""
    reach: Reach
    """`national`: the codes alone tell the issuer; `local`: every province or district has such a body."""
    level: str
    """Level of the issuer as far as the codes tell, else `unknown`."""
    issuer: str | None
    """Name of a national issuer."""
    province_only: bool
    """A local code that only bodies of a province use (`TU`), so a district's document that cites it means its
    province's."""
    joint: bool = False
    """Several bodies issued it together."""

    def may_be(self, issuer: str) -> bool:
        """Whether a body named as issuer fits a national code: the body itself or a part of it."""
        if self.issuer is None or self.joint:
            return True
        name, own = fold_tones(issuer), fold_tones(self.issuer)
        if own == _PARTY_CENTRE:
            return name in PARTY_LEADERSHIP or name.endswith(_PARTY_CENTRE_WORDS)
        return name.endswith(own)


PARTY_LEADERSHIP = frozenset(
    map(fold_tones, ("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương", "Trung ương", "Đảng"))
)
"""Bodies whose documents all bear the code TW."""
_PARTY_CENTRE = fold_tones("Trung ương Đảng")
_PARTY_CENTRE_WORDS = (_PARTY_CENTRE, fold_tones("Trung ương Đảng Cộng sản Việt Nam"))


@dataclass(frozen=True, slots=True)
class _Organ:
    issuer: str
    level: str
    local: bool
    open: bool
    """Whose body it is the code does not tell (`Ban Thường vụ`)."""
    lower_too: bool
    """Used by districts or communes as well."""


def fold_code(code: str) -> str:
    """`CTr` → `CTR`, `LĐLĐ` → `LDLD`, `TƯ` → `TW`: codes compared without case and diacritics."""
    upper = unicodedata.normalize("NFC", code).upper().replace("TƯ", "TW").replace("Đ", "D").replace("Ð", "D")
    return "".join(c for c in unicodedata.normalize("NFD", upper) if not unicodedata.combining(c)).replace("&", "")


def fold_number(number: str) -> str:
    """`007c` → `7C`."""
    return number.strip().upper().lstrip("0")


@cache
def _organs() -> dict[str, _Organ]:
    organs: dict[str, _Organ] = {}
    for row in read_table("organs"):
        remark = row["ambiguous"]
        organ = _Organ(
            row["issuer"],
            row["level"],
            local=bool(row["place"]) or row["level"] in ("district", "commune", "grassroots"),
            open="text tells" in remark or "of a province" in remark,
            lower_too="district" in remark or row["level"] in ("district", "commune", "grassroots"),
        )
        organs.setdefault(fold_code(row["code"]), organ)
    return organs


@cache
def _issued_codes() -> frozenset[str]:
    codes = {code for row in read_table("doc_types") for code in row["codes"].split("|") if code}
    return frozenset(codes | {row["code"] for row in read_table("organs")})


def as_issued(symbol: str) -> int:
    """How many of a symbol's codes stand as their bodies write them: `CTr` and not `CTR`, `TLĐ` and not `TLD`."""
    return sum(code in _issued_codes() for code in _SEPARATORS.split(symbol))


def _snap(code: str) -> str:
    """A code nobody uses that differs from a known one by the scanner's P for Đ alone is that one."""
    if "P" not in code or code in _organs():
        return code
    mended = code.replace("P", "D")
    return mended if mended in _organs() else code


@cache
def _term_of(year: int) -> str:
    """The term of the National Assembly that all of a year lies in; empty where two share it."""
    terms = [row for row in read_table("assembly_terms") if row["valid_from"][:4] < str(year) < row["valid_to"][:4]]
    return terms[0]["term"] if len(terms) == 1 else ""


def _with_term(code: str, year: int | None) -> str:
    """`72/2025/QH` is 72/2025/QH15: the term left out, where the year leaves one only."""
    return code + _term_of(year) if year and code in ("QH", "UBTVQH") else code


@lru_cache(maxsize=20_000)
def symbol_facts(symbol: str) -> SymbolFacts:
    """Take a symbol apart; never fails: of an odd one nothing is known but its letters.

    Args:
        symbol: as in `document_references.symbol`.
    """
    text = unicodedata.normalize("NFC", symbol).replace("&", "")
    parsed = grammar.parse_symbol(text)
    tokens = [fold_code(token) for token in _SEPARATORS.split(parsed.text if parsed else text) if token]
    number = fold_number(parsed.number) if parsed else ""
    year = parsed.year if parsed else None
    codes = [_with_term(_snap(code), year) for code in (tokens[1:] if parsed else tokens)]
    codes = [code for code in codes if not (year and code in (str(year), str(year)[2:]))]
    organs = [_snap(fold_code(code)) for code in parsed.organs] if parsed else []
    known = [_organs()[code] for code in map(_without_term, organs) if code in _organs()]
    reach, level, issuer, province_only = _whose(known)
    key = "-".join([*([number] if number else []), *([str(year)] if year else []), *codes])
    doc_type = parsed.doc_type if parsed else None
    joint = len({organ.issuer for organ in known if not organ.local and not organ.open}) > 1
    return SymbolFacts(key, number, year, doc_type, reach, level, issuer, province_only, joint)


def _without_term(code: str) -> str:
    """`QH14` → `QH`: a term of office is no part of the organ."""
    return code if code in _organs() else _TERM.sub("", code)


def _whose(organs: list[_Organ]) -> tuple[Reach, str, str | None, bool]:
    local = [organ for organ in organs if organ.local]
    if local:
        lower = any(organ.lower_too for organ in local)
        return "local", "unknown" if lower else local[0].level, None, not lower
    certain = next((organ for organ in organs if not organ.open), None)
    if certain is not None:
        return "national", certain.level, certain.issuer, False
    return ("local" if organs else "unknown"), "unknown", None, False

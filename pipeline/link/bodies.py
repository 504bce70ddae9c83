"""Whether two names are those of one body: abbreviations, committees of one party organ, an office and its body."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractors.organisations.provinces import fold_tones
from extractors.references.patterns import code_key, organs
from pipeline.annotate.issuers import standard_issuer
from pipeline.annotate.metadata.cues import cues
from pipeline.link.place_words import types_of
from pipeline.link.places import place_of
from pipeline.link.symbols import symbol_facts

_TYPE_WORD = regex.compile(rf"(?<=\s){types_of('province', 'district')}\s+(?=\p{{L}})")


@lru_cache(maxsize=20_000)
def body_name(name: str, province: str | None = None) -> str:
    """A body's full name, however it is abbreviated; words that name no body known stay.

    Args:
        name: `Tỉnh ủy`, `TLĐ`, `UBND tỉnh Yên Bái`, `TTg`.
        province: what a bare `Tỉnh ủy` or `UBND tỉnh` means.
    """
    code = organs().get(code_key(name.strip()))
    if code is not None and code.issuer and not code.takes_place and not code.whose_unknown:
        return code.issuer
    found = standard_issuer(name, province)
    return found.name if found else " ".join(name.split())


@lru_cache(maxsize=20_000)
def body_key(name: str, province: str | None = None) -> str:
    """Equal for the names of one body.

    A party organ's seat, its congress and its committee issue as one: `Tỉnh ủy Thái Bình`, `Ban Chấp hành Đảng bộ tỉnh
    Thái Bình`, `Ban Thường vụ Tỉnh ủy Thái Bình`.

    Args:
        name: in any spelling.
        province: what a bare `tỉnh` means.
    """
    folded = fold_tones(body_name(name, province))
    for board, seat in cues("same_body").items():
        if folded.startswith(f"{board} ") or folded == board:
            rest = folded.removeprefix(board)
            folded = f"{seat}{_TYPE_WORD.sub('', rest) if seat else rest}".strip()
    return folded


@lru_cache(maxsize=20_000)
def same_body(symbol: str, one: str, other: str, province: str | None = None) -> bool:
    """Whether both names fit the body that issued a symbol.

    Args:
        symbol: its codes say what kind of body it is, so a local one is told by the place it serves alone.
        one: a body's name in any spelling (`Trung ương` for a symbol of the party's centre).
        other: another.
        province: what a bare `tỉnh` means.
    """
    if body_key(one, province) == body_key(other, province):
        return True
    names = [body_name(name, province) for name in (one, other)]
    facts = symbol_facts(symbol)
    if facts.reach == "national":
        return all(_fits(symbol, name) for name in names)
    places = [place_of(name, province) for name in names]
    return facts.reach == "local" and places[0] is not None and places[0] == places[1]


def _fits(symbol: str, name: str) -> bool:
    facts = symbol_facts(symbol)
    return facts.may_be(name) or fold_tones(facts.issuer or "").startswith(f"{fold_tones(name)} ")

"""Who cites one directive, and what could not be resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extractors.organisations.provinces import fold_tones
from extractors.references.patterns import are_compatible, doc_types
from extractors.unaccented import plain
from gazetteers import read_table, split_cell
from pipeline.link.symbols import fold_number, symbol_facts
from pipeline.link.titles import title_words

Row = Mapping[str, Any]

_NUMBER = regex.compile(r"(?:(?P<type>\D*?\p{L})\s+)?(?:số\s*:?\s*)?(?P<number>\d{1,6}[a-zđ]?)", regex.IGNORECASE)
# Scanners read figures as letters: `O6-NQ/TU`, `l563/CTr-TLĐ`.
_SLIPS = regex.compile(r"(?<![\p{L}\d])(?=[\dOolI|]*[OolI|])(?P<digits>[\dOolI|]{1,6})(?=[a-zđ]?\s*[/–-]\s*\p{L})")
_FIGURES = str.maketrans("OolI|", "00111")
_SYMBOL = regex.compile(r"\d[\p{L}\d.]*\s*[/–-]\s*\S.*")


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of the directive asked for."""

    directive: Row
    document: Row
    reference: Row


def matching(tables: Mapping[str, Sequence[Row]], wanted: str) -> list[Row]:
    """The directives a user may mean, in a fixed order.

    Args:
        tables: as `pipeline.compliance.load.load_tables` reads them.
        wanted: a symbol in any spelling (dashes, case, lost diacritics, leading zeros, a scanner's O for 0 do not
            matter), with or without its type word; a number alone (`1563`, `Chương trình 1563`); a name (`Luật Trẻ em`,
            also without diacritics); words of a title where none has that name.
    """
    words = _SLIPS.sub(lambda m: m["digits"].translate(_FIGURES), " ".join(wanted.split()))
    found = _by_symbol(tables["directives"], words) or _by_number(tables["directives"], words)
    found = found or _by_name(tables["directives"], words)
    return sorted(found, key=lambda d: (d["symbol"] or "", d["date"] or "", d["directive_id"]))


def is_symbol(wanted: str) -> bool:
    """Whether a whole symbol is asked for, so that all of that number are meant."""
    return _SYMBOL.search(_SLIPS.sub("0", wanted)) is not None


def _by_symbol(directives: Iterable[Row], words: str) -> list[Row]:
    symbol = _SYMBOL.search(words)
    if symbol is None:
        return []
    key = symbol_facts(symbol[0].strip()).key
    return [d for d in directives if d["symbol"] and symbol_facts(d["symbol"]).key == key]


def _by_number(directives: Iterable[Row], words: str) -> list[Row]:
    asked = _NUMBER.fullmatch(words)
    if asked is None:
        return []
    number = fold_number(asked["number"])
    found = [d for d in directives if d["symbol"] and symbol_facts(d["symbol"]).number == number]
    doc_type = _type_of(asked["type"] or "")
    return [d for d in found if doc_type is None or _is_of_type(d, doc_type)]


def _is_of_type(directive: Row, doc_type: str) -> bool:
    types = (directive.get("doc_type"), symbol_facts(directive["symbol"]).doc_type)
    return any(doc_type == known or are_compatible(doc_type, known) for known in types)


def _type_of(words: str) -> str | None:
    wanted = plain(fold_tones(words)).strip()
    return next((name for word, name in doc_types().words.items() if wanted and plain(word) == wanted), None)


def _by_name(directives: Sequence[Row], words: str) -> list[Row]:
    wanted = plain(" ".join(title_words(words)))
    if not wanted:
        return []
    keys = {symbol_facts(act).key for act in _acts().get(wanted, ())}
    acts = [d for d in directives if d["symbol"] and symbol_facts(d["symbol"]).key in keys]
    titles = [(plain(" ".join(title_words(d["title"]))), d) for d in directives]
    named = [d for title, d in titles if title == wanted or (title.startswith(f"{wanted} ") and not d["symbol"])]
    if acts or named:
        return [*acts, *(d for d in named if d not in acts)]
    return [d for title, d in titles if f" {wanted} " in f" {title} "]


@cache
def _acts() -> Mapping[str, tuple[str, ...]]:
    """Name of a law without diacritics → symbols of its acts."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("laws"):
        for name in (row["name"], *split_cell(row["aliases"])):
            words = plain(" ".join(title_words(f"{row['kind']} {name}")))
            found[words] = (*found.get(words, ()), *split_cell(row["acts"]))
    return found


def citations(tables: Mapping[str, Sequence[Row]], wanted: str) -> list[Citation]:
    """Every mention of the directives meant (two provinces may both have a 39/KH-LĐLĐ).

    Args:
        tables: as `pipeline.compliance.load.load_tables` reads them.
        wanted: as in `matching`.
    """
    directives = {d["directive_id"]: d for d in matching(tables, wanted)}
    documents = {d["doc_id"]: d for d in tables["documents"]}
    found = [
        Citation(directives[r["directive_id"]], documents[r["doc_id"]], r)
        for r in tables["document_references"]
        if r["directive_id"] in directives and not r["is_self"]
    ]
    order = list(directives)
    return sorted(
        found,
        key=lambda c: (
            order.index(c.directive["directive_id"]),
            c.document["source"],
            c.reference["char_start"],
        ),
    )


def unresolved(tables: Mapping[str, Sequence[Row]]) -> list[tuple[Row, Row, list[str]]]:
    """(document, reference, candidates in words) of every mention that points nowhere certain.

    Short forms, and numbers that several directives bear.
    """
    documents = {d["doc_id"]: d for d in tables["documents"]}
    directives = {d["directive_id"]: d for d in tables["directives"]}
    found = [
        (documents[r["doc_id"]], r, _candidates(r["candidates"] or (), directives))
        for r in tables["document_references"]
        if not r["directive_id"] and not r["is_self"] and (r["form"] == "short" or r["candidates"])
    ]
    return sorted(found, key=lambda item: (item[0]["source"], item[1]["char_start"]))


def _candidates(candidates: Iterable[str], directives: Mapping[str, Row]) -> list[str]:
    """Candidates as readers know them: directives of the run, and symbols their document offers that none bears."""
    known = [directives[c] for c in candidates if c in directives]
    keys = {symbol_facts(d["symbol"]).key for d in known if d["symbol"]}
    others = [c for c in candidates if c not in directives and symbol_facts(c).key not in keys]
    return sorted([*map(in_words, known), *others])


def in_words(directive: Row) -> str:
    """`19-NQ/TW, Ban Chấp hành Trung ương, 2017-10-25`; the title where there is no symbol."""
    facts = (directive["symbol"] or directive["title"], directive["issuer"], directive["date"] or directive["year"])
    return ", ".join(str(fact) for fact in facts if fact)


def conflicting(tables: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Directives whose mentions disagree on date or issuer."""
    found = [d for d in tables["directives"] if d["conflicts"]]
    return sorted(found, key=lambda d: (d["symbol"] or "", d["directive_id"]))

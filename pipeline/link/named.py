"""Documents known by name: `Luật Công đoàn`, `Nghị quyết Đại hội XIII của Đảng`.

Facts: `gazetteers/laws.csv` (names, aliases and acts of laws: `Luật Việc làm năm 2013` is `38/2013/QH13`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from extractors.organisations.provinces import fold_tones
from gazetteers import read_table, split_cell
from pipeline.link.bodies import same_body
from pipeline.link.identity import Identity, Sorted, by_year, known_titles, most_common, place_told
from pipeline.link.mentions import Mention, is_day, year_of
from pipeline.link.place_words import of_kinds
from pipeline.link.places import Place, place_of
from pipeline.link.symbols import symbol_facts
from pipeline.link.titles import is_other_title, is_title

_LAWS = frozenset({"luật", "bộ luật", "hiến pháp", "pháp lệnh"})
_YEAR_AT_END = regex.compile(r"[\s,(]*(?:năm\s*)?((?:19|20)\d{2})\s*\)?\s*$", regex.I)
_TERM_AT_END = regex.compile(r"(?:[\s,(]*nhiệm\s+kỳ\s+[\d\s–-]+\)?)\s*$", regex.I)
_QUOTES = regex.compile(r"[\"'“”‘’«»*_]")
_WORD = regex.compile(r"[\p{L}\d]+")
# Names that every province or unit has of its own: whose they are the document tells.
_LOCAL = regex.compile(rf"(?:^|\s){of_kinds('type', 'unit')}(?:\s|$)")

# In folded text (`fold_tones` makes `toàn` to `tòan`).
_CONGRESS = regex.compile(r"nghị quyết (?:của )?(?:tại )?đại hội (.+)")
_CONGRESS_TERM = regex.compile(r"(?<!\p{L})khóa ([ivxl]+)(?!\p{L})")
_YEARS = regex.compile(r"(?<!\p{L})nhiệm kỳ[\d ]+")
_ORDINAL = regex.compile(r"(?<![\p{L}\d])(?:lần )?(?:thứ )?([ivxl]+|\d{1,2})(?![\p{L}\d])")
_FILLERS = regex.compile(r"(?<!\p{L})(?:của|đại biểu|tòan quốc|tòan thể|lần thứ|lần)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class _Law:
    name: str
    """Folded standard name."""
    acts: dict[int, str]
    """Year → symbol."""


def _fold(name: str) -> str:
    return " ".join(_WORD.findall(fold_tones(name)))


@cache
def _laws() -> tuple[dict[tuple[str, str], _Law], dict[str, tuple[str, str]]]:
    """(kind, folded name or alias) → law, and symbol key of an act → (kind, folded standard name)."""
    by_name: dict[tuple[str, str], _Law] = {}
    by_act: dict[str, tuple[str, str]] = {}
    for row in read_table("laws"):
        facts = {act: symbol_facts(act) for act in split_cell(row["acts"]) if "/" in act}
        law = _Law(_fold(row["name"]), {fact.year: act for act, fact in facts.items() if fact.year is not None})
        for name in (row["name"], *split_cell(row["aliases"])):
            by_name.setdefault((row["kind"], _fold(name)), law)
        for fact in facts.values():
            by_act.setdefault(fact.key, (row["kind"], law.name))
    return by_name, by_act


def _name_and_year(mention: Mention) -> tuple[str, int | None]:
    """The folded name without its type word's case, and the year given with it."""
    text = " ".join(_QUOTES.sub(" ", mention.surface).split())
    year = year_of(mention.date) or mention.year
    if not _TERM_AT_END.search(text):
        tail = _YEAR_AT_END.search(text)
        if tail:
            text, year = text[: tail.start()], year or int(tail[1])
    name = _fold(text)
    return congress_of(name) or name, year


@lru_cache(maxsize=20_000)
def congress_of(name: str) -> str | None:
    """A congress's resolution by which congress and whose, however worded; null for other names.

    Args:
        name: folded: `nghị quyết đại hội đại biểu tòan quốc lần thứ xiii của đảng`.

    Returns:
        `nghị quyết đại hội xiii đảng`, for `… đại hội xiii của đảng` too; null also where no ordinal tells which.
    """
    found = _CONGRESS.fullmatch(name)
    if found is None:
        return None
    rest = _YEARS.sub(" ", found[1])
    term = _CONGRESS_TERM.search(rest)
    rest = _CONGRESS_TERM.sub(" ", rest)
    ordinal = _ORDINAL.search(rest) or term
    if ordinal is None:
        return None
    whose = " ".join(_FILLERS.sub(" ", _ORDINAL.sub(" ", rest)).split())
    return f"nghị quyết đại hội {ordinal[1]} {whose}".strip()


def _kind_and_rest(name: str, doc_type: str | None) -> tuple[str, str]:
    kind = doc_type or ""
    head = _fold(kind)
    return kind, name.removeprefix(head).strip() if head else name


def with_acts(named: Iterable[Mention], numbered: Iterable[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Tell which named laws are acts with a symbol.

    A name with its year is the act of that year; a bare name is the act its own document cites, where it cites just
    one of that name.

    Args:
        named: mentions by name.
        numbered: all mentions with a symbol.

    Returns:
        Those that are acts, with the act's symbol filled in; the others.
    """
    by_name, by_act = _laws()
    of_document: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for mention in numbered:
        law = by_act.get(symbol_facts(mention.symbol or "").key)
        if law is not None and mention.symbol:
            of_document[(mention.source.doc_id, *law)].add(mention.symbol)
    acts: list[Mention] = []
    bare: list[tuple[Mention, tuple[str, str, str]]] = []
    others: list[Mention] = []
    for mention in named:
        name, year = _name_and_year(mention)
        kind, rest = _kind_and_rest(name, mention.doc_type)
        known = by_name.get((kind, rest))
        symbol = known.acts.get(year or 0) if known else None
        if known is None or (year and symbol is None):
            others.append(mention)
        elif symbol is None:
            bare.append((mention, (mention.source.doc_id, kind, known.name)))
        else:
            acts.append(_as_act(mention, symbol))
            of_document[mention.source.doc_id, kind, known.name].add(symbol)
    for mention, key in bare:
        keys = {symbol_facts(symbol).key for symbol in of_document.get(key, ())}
        if len(keys) == 1:
            acts.append(_as_act(mention, min(of_document[key])))
        else:
            others.append(mention)
    return acts, others


def _as_act(mention: Mention, symbol: str) -> Mention:
    return replace(mention, symbol=symbol, title=mention.title or " ".join(mention.surface.split()))


def tells_day_and_title(mention: Mention) -> bool:
    """Whether a mention by name gives day, issuer and title (`Chỉ thị ngày 25/12/2023 của Bộ Chính trị về …`)."""
    return bool(mention.form == "named" and mention.title and mention.issuer and is_day(mention.date))


class Days:
    """Numbered documents by the days their mentions give, to find those that are told by day, issuer and title."""

    def __init__(self, identities: Iterable[Identity], days: Collection[str]) -> None:
        self._by_day: dict[str, list[_Dated]] = defaultdict(list)
        for identity in identities:
            dated = {m.date for m in identity.mentions if m.date in days}
            if dated:
                known = _Dated.of(identity)
                for day in dated:
                    self._by_day[str(day)].append(known)

    def options(self, mention: Mention) -> list[Identity]:
        """The numbered documents of a mention's day, type and issuer whose title may be the one it gives.

        Only where that is exactly one is it meant.
        """
        options = [known for known in self._by_day.get(mention.date or "", ()) if known.may_be_meant(mention)]
        named_so = [known for known in options if is_title(mention.title, known.titles)]
        options = named_so or [known for known in options if not is_other_title(mention.title, known.titles)]
        return [known.identity for known in options]


@dataclass(frozen=True, slots=True)
class _Dated:
    identity: Identity
    types: frozenset[str | None]
    symbol: str
    issuer: str | None
    titles: list[set[str]]

    @classmethod
    def of(cls, identity: Identity) -> _Dated:
        own = identity.facts
        issuers = most_common((m.issuer, m) for m in identity.mentions)
        return cls(
            identity,
            frozenset([m.doc_type for m in identity.mentions] + [own.doc_type if own else None]),
            most_common((m.symbol, m) for m in identity.mentions)[0][0],
            issuers[0][0] if issuers else own.issuer if own else None,
            known_titles(identity),
        )

    def may_be_meant(self, mention: Mention) -> bool:
        province = self.identity.place.province if self.identity.place else None
        return (
            mention.doc_type in self.types
            and bool(self.issuer and mention.issuer)
            and same_body(self.symbol, mention.issuer or "", self.issuer or "", province)
        )


@dataclass(frozen=True, slots=True)
class Name:
    """Which documents known by name a mention belongs to."""

    scope: str
    """Whose, for names that every place has; else empty."""
    key: str
    year: int | None
    place: Place | None


def name_of(mention: Mention) -> Name | None:
    """What a mention by name is grouped by; null where it names nothing but a type.

    Args:
        mention: one that is no act known by its symbol.
    """
    name, year = _name_and_year(mention)
    kind, rest = _kind_and_rest(name, mention.doc_type)
    if not rest and kind != "hiến pháp":
        return None
    known = _laws()[0].get((kind, rest))
    key = _fold(f"{kind} {known.name}") if known else name
    if kind in _LAWS or "việt nam" in key or not _LOCAL.search(key):
        return Name("", key, year, None)
    place = place_of(mention.surface, mention.source.province)
    if place is None and mention.source.place and mention.source.place.level != "province":
        place = mention.source.place
    return Name(place.key if place else f"?{mention.source.doc_id}", key, year, place)


def sort_named(scope: str, key: str, mentions: Sequence[Mention]) -> Sorted:
    """Tell apart the years of one name.

    A bare name takes the year only of its own document: laws of one name follow each other.

    Args:
        scope: of `name_of`.
        key: of `name_of`.
        mentions: all with this scope and key, their years those of `name_of`.
    """
    identities, unsure = by_year(scope, key, None, mentions)
    for identity in identities:
        identity.place = place_told(mentions)
    return Sorted(identities, unsure)


def is_law(identity: Identity) -> bool:
    """Whether a named document is an act of the state: its level is central."""
    return any(mention.doc_type in _LAWS for mention in identity.mentions)

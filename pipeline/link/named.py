"""Documents known by name: `Luật Công đoàn`, `Nghị quyết Đại hội XIII của Đảng`.

Facts: `gazetteers/laws.csv` (names, aliases and acts of laws: `Luật Việc làm năm 2013` is `38/2013/QH13`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import regex

from extractors.organisations.provinces import fold_place, fold_tones
from gazetteers import read_table, split_cell
from pipeline.link.identity import Identity, Sorted, by_year
from pipeline.link.mentions import Mention, year_of
from pipeline.link.places import place_of, province_in
from pipeline.link.symbols import symbol_facts

_LAWS = frozenset({"luật", "bộ luật", "hiến pháp", "pháp lệnh"})
_YEAR_AT_END = regex.compile(r"[\s,(]*(?:năm\s+)?((?:19|20)\d{2})\s*\)?\s*$", regex.I)
_TERM = regex.compile(r"(?:[\s,(]*(?:khóa|khoá|nhiệm\s+kỳ)\s+(?:thứ\s+)?[\divxlc\s–-]+\)?)+\s*$", regex.I)
_QUOTES = regex.compile(r"[\"'“”‘’«»*_]")
_WORD = regex.compile(r"[\p{L}\d]+")
# Names that every province or unit has of its own: whose they are the document tells.
_LOCAL = regex.compile(r"(?:^|\s)(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|đảng bộ|cơ sở|địa phương)(?:\s|$)")


@cache
def _law_names() -> dict[tuple[str, str], tuple[str, dict[int, str]]]:
    """(kind, folded name or alias) → (folded standard name, year of the act → its symbol)."""
    names: dict[tuple[str, str], tuple[str, dict[int, str]]] = {}
    for row in read_table("laws"):
        acts: dict[int, str] = {}
        for act in split_cell(row["acts"]):
            year = symbol_facts(act).year
            if year is not None and "/" in act:
                acts[year] = act
        standard = _fold(row["name"])
        for name in (row["name"], *split_cell(row["aliases"])):
            names.setdefault((row["kind"], _fold(name)), (standard, acts))
    return names


def _fold(name: str) -> str:
    return " ".join(_WORD.findall(fold_tones(name)))


def name_of(mention: Mention) -> tuple[str, int | None]:
    """The folded name of a `named` mention, its type word first, and the year given with it."""
    text = _QUOTES.sub(" ", mention.surface)
    year = year_of(mention.date) or mention.year
    text = _TERM.sub("", text)
    tail = _YEAR_AT_END.search(text)
    if tail:
        text, year = text[: tail.start()], year or int(tail[1])
    return _fold(text), year


def act_symbol(mention: Mention) -> str | None:
    """Symbol of the act a named law is, where its year tells which: `Luật Việc làm năm 2013` → `38/2013/QH13`."""
    name, year = name_of(mention)
    kind, rest = _kind_and_rest(name, mention.doc_type)
    return _law_names().get((kind, rest), ("", {}))[1].get(year or 0)


def _kind_and_rest(name: str, doc_type: str | None) -> tuple[str, str]:
    kind = doc_type or ""
    head = _fold(kind)
    return kind, name.removeprefix(head).strip() if head else name


def sort_named(mentions: Iterable[Mention]) -> Sorted:
    """Group named mentions into documents by name, year and, for names every place has, place.

    Args:
        mentions: `named` ones whose act is not known by its symbol.
    """
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        name, _ = name_of(mention)
        kind, rest = _kind_and_rest(name, mention.doc_type)
        if not rest and kind not in ("hiến pháp",):
            continue
        standard, _acts = _law_names().get((kind, rest), (rest, {}))
        key = _fold(f"{kind} {standard}") if kind in _LAWS else name
        scope = _scope(mention, key)
        if scope is not None:
            groups[scope, key].append(_with_year(mention))
    result = Sorted([], [])
    for scope, key in sorted(groups):
        identities, unsure = by_year(scope, key, None, groups[scope, key])
        result.identities += identities
        result.open += unsure
    return result


def _with_year(mention: Mention) -> Mention:
    from dataclasses import replace

    year = name_of(mention)[1]
    return mention if year == mention.year else replace(mention, year=year)


def _scope(mention: Mention, key: str) -> str | None:
    if mention.doc_type in _LAWS or "việt nam" in key or not _LOCAL.search(key):
        return ""
    province = province_in(key)
    if province:
        return fold_place(province)
    place = place_of(mention.issuer, mention.source.province) or mention.source.place
    return place.key if place else f"?{mention.source.doc_id}"


def is_law(identity: Identity) -> bool:
    """Whether a named document is an act of the state: its level is central."""
    return any(mention.doc_type in _LAWS for mention in identity.mentions)

"""Which mentions mean one directive: issuer + symbol + year, decided for all mentions of one number together.

Every rule keeps a mention only where exactly one reading survives: better unresolved than wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.organisations.provinces import fold_tones
from pipeline.link.mentions import Mention, is_day, year_said
from pipeline.link.places import Place, place_of
from pipeline.link.symbols import SymbolFacts, symbol_facts
from pipeline.link.titles import SAME_TITLE_WORDS, is_other_title, is_title, listed_title, title_words

_TITLES_COMPARED = 20
_REACHES = ("national", "local", "unknown")


@dataclass(slots=True)
class Identity:
    """One directive: everything that is said of it."""

    scope: str
    """Whose number it is: empty for a national body, a place's key, `?` and a document where that stays open."""
    key: str
    """Folded symbol, or folded name."""
    year: int | None
    facts: SymbolFacts | None
    """Null for documents known by name."""
    place: Place | None = None
    mentions: list[Mention] = field(default_factory=list)
    doubtful_years: list[str] = field(default_factory=list)
    """Dates of mentions taken for misprints of this directive's year."""


@dataclass(slots=True)
class Sorted:
    """The outcome for the mentions of one symbol."""

    identities: list[Identity]
    open: list[tuple[Mention, list[Identity]]]
    """Mentions that could be any of several."""


def sort_numbered(mentions: Iterable[Mention]) -> Sorted:
    """Group mentions that carry a symbol into directives.

    Args:
        mentions: numbered ones, short ones resolved by their document, and documents' own identities.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.symbol:
            groups[symbol_facts(mention.symbol).key].append(mention)
    result = Sorted([], [])
    for key in sorted(groups):
        facts = _facts_of(groups[key])
        scoped = _by_scope(groups[key], facts)
        for scope in sorted(scoped):
            identities, unsure = by_year(scope, key, facts, scoped[scope])
            for identity in identities:
                identity.place = place_told(identity.mentions) or place_told(scoped[scope])
            result.identities += identities
            result.open += unsure
    return result


def _facts_of(mentions: Iterable[Mention]) -> SymbolFacts:
    """What the spellings of one symbol tell: those of the one that tells most (`72/2025/QH15`, not `72/2025/QH`)."""
    spellings = sorted({mention.symbol for mention in mentions if mention.symbol})
    return min(map(symbol_facts, spellings), key=lambda facts: (_REACHES.index(facts.reach), not facts.number))


def place_told(mentions: Iterable[Mention]) -> Place | None:
    """The place most documents tell: one key may stand for a province before and after its name changed."""
    told: dict[Place, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.place is not None:
            told[mention.place].append(mention)
    if len(told) < 2:
        return next(iter(told), None)
    return min(told, key=lambda place: (-count_documents(told[place]), place.province or "", place.level))


def _by_scope(mentions: Sequence[Mention], facts: SymbolFacts) -> dict[str, list[Mention]]:
    scoped: dict[str, list[Mention]] = defaultdict(list)
    if facts.reach == "national":
        scoped[""] = list(mentions)
        return scoped
    unplaced: list[Mention] = []
    for mention in mentions:
        place = mention.place
        if place is None:
            unplaced.append(mention)
        else:
            scoped[place.key].append(mention)
    if unplaced:
        by_document: dict[str, set[str]] = defaultdict(set)
        by_day: dict[str, set[str]] = defaultdict(set)
        for scope, members in scoped.items():
            for member in members:
                by_document[member.source.doc_id].add(scope)
                if is_day(member.date):
                    by_day[member.date or ""].add(scope)
        known = set(scoped)
        for mention in unplaced:
            scoped[_scope_by_company(mention, facts, by_document, by_day, known)].append(mention)
    return scoped


def place_of_number(mention: Mention, facts: SymbolFacts) -> Place | None:
    """What the issuer of a local number serves, by its name or, where only a province has such a body, by the citing
    document's province; null where that stays open, and for the numbers of national bodies."""
    source = mention.source
    if facts.reach == "national":
        return None
    if mention.is_self:
        return source.place or place_of(mention.issuer, source.province)
    named = place_of(mention.issuer, source.province)
    if named is not None or facts.reach == "unknown":
        return named
    if facts.province_only or (source.place is not None and source.place.level == "province"):
        return place_of("tỉnh", source.province)
    return None


def _scope_by_company(
    mention: Mention,
    facts: SymbolFacts,
    by_document: dict[str, set[str]],
    by_day: dict[str, set[str]],
    places: set[str],
) -> str:
    """The scope of a mention whose issuer is open: that of the same number in its document, or of the same number of
    the same day, or of its district or province, whichever alone is known; else its document's own."""
    source = mention.source
    above = place_of("tỉnh", source.province)
    near = {place.key for place in (source.place, above) if place is not None} & places
    for known in (by_document.get(source.doc_id, set()), by_day.get(mention.date or "", set()), near):
        if len(known) == 1:
            return next(iter(known))
    if facts.reach == "unknown" and is_day(mention.date):
        # Codes nobody lists: the same number of the same day is one document, wherever it is cited.
        return f"@{mention.date}"
    if mention.issuer and not facts.province_only:
        return f"= {fold_tones(mention.issuer)}"
    return f"?{source.doc_id}"


def by_year(
    scope: str, key: str, facts: SymbolFacts | None, mentions: Sequence[Mention]
) -> tuple[list[Identity], list[tuple[Mention, list[Identity]]]]:
    """Tell the years of one number of one issuer apart.

    A mention without year is the one of its document, else the only one that existed when its document was written. A
    year later than the document itself is a misprint where another year is known; so is one whose day, month and
    title are those of a better attested year.

    Args:
        scope: whose number it is.
        key: folded symbol or name.
        facts: of the symbol; null for documents known by name, whose bare mentions take no year but that of their own
            document: laws of one name follow each other.
        mentions: all of this scope and key.

    Returns:
        The directives, and the mentions that could be several of them.
    """
    identities: dict[int | None, Identity] = {}

    def identity(year: int | None) -> Identity:
        return identities.setdefault(year, Identity(scope, key, year, facts))

    dated: dict[int, list[Mention]] = defaultdict(list)
    doubtful: list[tuple[Mention, int]] = []
    undated: list[Mention] = []
    for mention in mentions:
        year = (facts.year if facts else None) or year_said(mention)
        if year is None:
            undated.append(mention)
        elif _after(year, mention) and not (facts and facts.year):
            doubtful.append((mention, year))
        else:
            dated[year].append(mention)
    merged = _misprinted_years(dated)
    for year, members in dated.items():
        identity(merged.get(year, year)).mentions += members
        if year in merged:
            identity(merged[year]).doubtful_years += [m.date for m in members if m.date]
    attested = tuple(identities)
    for mention, year in doubtful:
        options = [known for known in attested if known is not None and not _after(known, mention)]
        target = identity(options[0] if len(options) == 1 else year)
        target.mentions.append(mention)
        if target.year != year and mention.date:
            target.doubtful_years.append(mention.date)
    unsure: list[tuple[Mention, list[Identity]]] = []
    of_document: dict[str, set[int]] = defaultdict(set)
    for known in identities.values():
        for member in known.mentions:
            if known.year is not None:
                of_document[member.source.doc_id].add(known.year)
    years = [year for year in identities if year is not None]
    titles = {year: known_titles(identities[year]) for year in years} if undated else {}
    late: list[Mention] = []
    for mention in undated:
        own = of_document.get(mention.source.doc_id, set())
        options = sorted(own) if len(own) == 1 or facts is None else [y for y in years if not _after(y, mention)]
        options = [y for y in options if y in own or not is_other_title(mention.title, titles[y])]
        if len(options) > 1:
            # Titles are cut, and put in other words: one that fits tells more than others that do not.
            options = [y for y in options if is_title(mention.title, titles[y])] or options
        if len(options) == 1:
            identities[options[0]].mentions.append(mention)
        elif options:
            unsure.append((mention, [identities[y] for y in sorted(options)]))
        else:
            late.append(mention)
    for mention in late:
        identity(None).mentions.append(mention)
    return [identities[year] for year in sorted(identities, key=lambda y: (y is None, y or 0))], unsure


def _after(year: int, mention: Mention) -> bool:
    written = mention.source.year
    return written is not None and year > written


def _misprinted_years(dated: dict[int, list[Mention]]) -> dict[int, int]:
    """Year → the better attested year it is a misprint of: same day and month, same title word for word."""
    if len(dated) < 2:
        return {}
    attested = {year: count_documents(members) for year, members in dated.items()}
    told: dict[tuple[str, tuple[str, ...]], set[int]] = defaultdict(set)
    for year, members in dated.items():
        for mention in members:
            words = title_words(mention.title)
            if mention.date and is_day(mention.date) and len(words) >= SAME_TITLE_WORDS:
                told[mention.date[5:], words].add(year)
    merged: dict[int, int] = {}
    for years in told.values():
        best, *others = sorted(years, key=lambda y: (-attested[y], y))
        for other in others:
            if attested[other] < attested[best]:
                merged[other] = min(best, merged.get(other, best))
    return {year: target for year, target in merged.items() if target not in merged}


def known_titles(identity: Identity) -> list[set[str]]:
    """The words of each of a directive's best attested titles, and of the listed one."""
    ranked = most_common((m.title, m) for m in identity.mentions)[:_TITLES_COMPARED]
    listed = listed_title(identity.key, identity.year) if identity.facts and not identity.scope else None
    words = [set(title_words(title)) for title in (*(title for title, _ in ranked), listed)]
    return [known for known in words if len(known) >= SAME_TITLE_WORDS]


def count_documents(mentions: Iterable[Mention]) -> int:
    """How many documents some mentions stand in."""
    return sum({mention.source.doc_id: mention.source.weight for mention in mentions}.values())


def most_common(values: Iterable[tuple[str | None, Mention]]) -> list[tuple[str, int]]:
    """Values by how many documents say them, then how many mentions, then alphabetically; nulls left out.

    Args:
        values: (value, mention that says it) pairs.

    Returns:
        (value, documents that say it), best first.
    """
    said_by: dict[str, list[Mention]] = {}
    for value, mention in values:
        if value:
            said_by.setdefault(value, []).append(mention)
    if len(said_by) < 2:
        return [(value, count_documents(mentions)) for value, mentions in said_by.items()]
    documents = {value: count_documents(mentions) for value, mentions in said_by.items()}
    times = {value: sum(m.source.weight * m.times for m in mentions) for value, mentions in said_by.items()}
    return sorted(documents.items(), key=lambda item: (-item[1], -times[item[0]], item[0]))

"""Rows of `directives`: each directive as all mentions together describe it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.organisations.provinces import fold_tones
from pipeline.annotate.issuers import standard_issuer
from pipeline.link.bodies import body_key
from pipeline.link.identity import Identity, count_documents, most_common
from pipeline.link.known import complete
from pipeline.link.mentions import Mention, is_day, year_of
from pipeline.link.named import is_law
from pipeline.link.symbols import SymbolFacts, as_issued
from pipeline.schema import Row
from pipeline.tabulate.rows import make_id

_MAX_VALUES = 5
_CENTRAL = ("việt nam", "trung ương", "chính phủ", "quốc hội", "tòan quốc")


def directive_id(identity: Identity) -> str:
    """Id of a directive: of whose number, symbol and year."""
    return make_id("directive", identity.scope, identity.key, identity.year)


def directive_row(identity: Identity) -> Row:
    """One row of `directives`: the evidence of all its mentions, merged."""
    mentions = identity.mentions
    cited = [mention for mention in mentions if mention.counts]
    symbols = _spellings(mention for mention in mentions if mention.symbol)
    dates = most_common((mention.date, mention) for mention in mentions)
    issuers = most_common((mention.issuer, mention) for mention in mentions)
    titles = most_common((mention.title, mention) for mention in mentions)
    types = most_common((mention.doc_type, mention) for mention in mentions)
    own = _own(mentions)
    issuer = _issuer(identity.facts, issuers, own)
    ids = most_common((m.issuer_id, m) for m in mentions if m.issuer == issuer)
    issuer_id = ids[0][0] if ids else None
    if issuer and issuer_id is None and identity.place and identity.place.level == "province":
        # `Tỉnh ủy` in a document that does not say of which province: other mentions of the number do.
        whose = standard_issuer(issuer, identity.place.province)
        issuer, issuer_id = (whose.name, whose.org_id) if whose else (issuer, None)
    title = _best_title(titles, own.title if own else None)
    if identity.facts is None:
        names = most_common((" ".join(m.surface.split()), m) for m in mentions)
        title = names[0][0]
    provinces = {mention.source.province for mention in cited if mention.source.province}
    row = {
        "directive_id": directive_id(identity),
        "symbol": symbols[0] if symbols else None,
        "doc_type": types[0][0] if types else (identity.facts.doc_type if identity.facts else None),
        "issuer_id": issuer_id,
        "issuer": issuer,
        "level": _level(identity, issuer),
        "date": _best_date(identity, dates, own.date if own else None),
        "title": title,
        "n_documents": count_documents(cited),
        "n_mentions": sum(mention.source.weight * mention.times for mention in cited),
        "n_provinces": len(provinces),
        "year": identity.year,
        "province": identity.place.province if identity.place else None,
        "variants": symbols[1:],
        "conflicts": _conflicts(identity, dates, issuers, types),
        "doc_id": own.source.doc_id if own else None,
    }
    return complete(row)


def _spellings(mentions: Iterable[Mention]) -> list[str]:
    """Spellings of the symbol, best first; of two as frequent the one whose codes stand as they are issued."""
    ranked = most_common((mention.symbol, mention) for mention in mentions)
    return [s for s, _ in sorted(ranked, key=lambda item: (-item[1], -as_issued(item[0]), item[0]))]


def _own(mentions: Iterable[Mention]) -> Mention | None:
    """What the directive says of itself, where it is among the inputs."""
    own = sorted((m for m in mentions if m.own), key=lambda m: m.source.doc_id)
    return own[0] if own else None


def _best(values: Sequence[tuple[str, int]], own: str | None) -> str | None:
    """The value most documents give; of those as frequent the directive's own."""
    most = [value for value, n in values if n == values[0][1]]
    return own if own in most else most[0] if most else None


def _issuer(facts: SymbolFacts | None, issuers: Sequence[tuple[str, int]], own: Mention | None) -> str | None:
    """The issuer most documents name; where the codes tell it, only a body of that issuer may stand in its place
    (`Ban Chấp hành Tổng Liên đoàn …` for TLĐ), whatever a sentence says."""
    if facts is not None and facts.issuer:
        issuers = [(issuer, n) for issuer, n in issuers if facts.may_be(issuer)]
    best = _best(issuers, own.issuer if own else None)
    return best or (facts.issuer if facts else None)


def _best_date(identity: Identity, dates: Sequence[tuple[str, int]], own: str | None) -> str | None:
    """The date most documents give, a full day before a bare year. Dates of other years than the directive's are
    misprints: they are reported as conflicts and never shown as its date."""
    believed = [date for date in dates if date[0] not in identity.doubtful_years]
    if identity.year is not None:
        believed = [date for date in believed if year_of(date[0]) == identity.year]
    days = [date for date in believed if is_day(date[0])]
    return _best(days or believed, own)


def _best_title(titles: Sequence[tuple[str, int]], own: str | None) -> str | None:
    """The title most documents give; of those as frequent the directive's own, else the longest, for titles are cut
    more often than stretched."""
    most = [title for title, n in titles if n == titles[0][1]]
    if own in most:
        return own
    return max(most, key=lambda title: (len(title), title), default=None)


def _level(identity: Identity, issuer: str | None) -> str:
    """Of the codes, else of the place served, else of the issuer by its name; of a named document, of its name."""
    facts = identity.facts
    if facts is not None and facts.level != "unknown" and (facts.reach == "national" or identity.place is not None):
        return facts.level
    if facts is None and is_law(identity):
        return "central"
    if identity.place is not None:
        return identity.place.level
    body = standard_issuer(issuer, None) if issuer else None
    if body is not None and body.level != "unknown":
        return body.level
    name = fold_tones(issuer or (identity.key if facts is None else ""))
    return "central" if any(word in name for word in _CENTRAL) or name.endswith(" đảng") else "unknown"


def _conflicts(
    identity: Identity,
    dates: Sequence[tuple[str, int]],
    issuers: Sequence[tuple[str, int]],
    types: Sequence[tuple[str, int]],
) -> list[str]:
    found = []
    days = [date for date, _ in dates if is_day(date)]
    if len(days) > 1 or any(not days[0].startswith(date) for date, _ in dates if days):
        found.append(_told("date", dates))
    elif dates and identity.year and year_of(dates[0][0]) != identity.year:
        found.append(f"{_told('date', dates)}; year in the symbol: {identity.year}")
    known = {name: standard_issuer(name, None) for name, _ in issuers}
    bodies = [(name, n) for name, n in issuers if (body := known[name]) is not None and body.known]
    province = identity.place.province if identity.place else None
    folded = [body_key(name, province) for name, _ in bodies]
    if any(name not in folded[0] and folded[0] not in name for name in folded[1:]):
        found.append(_told("issuer", bodies))
    if any(name not in types[0][0] and types[0][0] not in name for name, _ in types[1:]):
        found.append(_told("doc_type", types))
    return found


def _told(name: str, values: Sequence[tuple[str, int]]) -> str:
    shown = ", ".join(f"{value} ({n})" for value, n in values[:_MAX_VALUES])
    return f"{name}: {shown}" + (" …" if len(values) > _MAX_VALUES else "")

"""Rows of `directives`: each directive as all mentions together describe it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.organisations.provinces import fold_tones
from pipeline.link.identity import Identity, most_common
from pipeline.link.mentions import Mention, is_day
from pipeline.link.named import is_law
from pipeline.link.places import place_of
from pipeline.schema import Row
from pipeline.tabulate.rows import make_id

_MAX_VALUES = 5
_MINISTRY = ("bộ ", "ngân hàng nhà nước", "thanh tra chính phủ", "ủy ban dân tộc", "bảo hiểm xã hội việt nam")
_CENTRAL = (
    "việt nam", "trung ương", "chính phủ", "quốc hội", "chủ tịch nước", "ban bí thư", "bộ chính trị", "tòan quốc",
    "tổng liên đòan",
)  # fmt: skip


def directive_id(identity: Identity) -> str:
    """Id of a directive: of whose number, symbol and year."""
    return make_id("directive", identity.scope, identity.key, identity.year)


def directive_row(identity: Identity) -> Row:
    """One row of `directives`: the evidence of all its mentions, merged."""
    mentions = identity.mentions
    cited = [mention for mention in mentions if mention.counts]
    symbols = _spellings(mention for mention in mentions if mention.symbol)
    dates = most_common((mention.date, mention.source.doc_id) for mention in mentions)
    issuers = most_common((mention.issuer, mention.source.doc_id) for mention in mentions)
    titles = most_common((mention.title, mention.source.doc_id) for mention in mentions)
    types = most_common((mention.doc_type, mention.source.doc_id) for mention in mentions)
    issuer = issuers[0][0] if issuers else (identity.facts.issuer if identity.facts else None)
    ids = most_common((m.issuer_id, m.source.doc_id) for m in mentions if m.issuer == issuer)
    title = _best_title(titles)
    if identity.facts is None:
        names = most_common((" ".join(m.surface.split()), m.source.doc_id) for m in mentions)
        title = names[0][0]
    provinces = {mention.source.province for mention in cited if mention.source.province}
    own = sorted(mention.source.doc_id for mention in mentions if mention.row < 0)
    return {
        "directive_id": directive_id(identity),
        "symbol": symbols[0] if symbols else None,
        "doc_type": types[0][0] if types else (identity.facts.doc_type if identity.facts else None),
        "issuer_id": ids[0][0] if ids else None,
        "issuer": issuer,
        "level": _level(identity, issuer),
        "date": best_date(dates, identity.doubtful_years),
        "title": title,
        "n_documents": len({mention.source.doc_id for mention in cited}),
        "n_mentions": len(cited),
        "n_provinces": len(provinces),
        "year": identity.year,
        "province": identity.place.province if identity.place else None,
        "variants": symbols[1:],
        "conflicts": _conflicts(identity, dates, issuers, types),
        "doc_id": own[0] if own else None,
    }


def _spellings(mentions: Iterable[Mention]) -> list[str]:
    """Spellings of the symbol, best first; of two as frequent the one with its diacritics."""
    ranked = most_common((mention.symbol, mention.source.doc_id) for mention in mentions)
    return [s for s, _ in sorted(ranked, key=lambda item: (-item[1], -sum(ord(c) > 127 for c in item[0]), item[0]))]


def best_date(dates: Sequence[tuple[str, int]], doubtful: Sequence[str]) -> str | None:
    """The date most documents give, a full day before a bare year; one taken for a misprint only where it is all."""
    believed = [date for date in dates if date[0] not in doubtful] or list(dates)
    days = [date for date in believed if is_day(date[0])]
    chosen = days or believed
    return chosen[0][0] if chosen else None


def _best_title(titles: Sequence[tuple[str, int]]) -> str | None:
    """The title most documents give; of those as frequent the longest, for titles are cut more often than stretched."""
    if not titles:
        return None
    most = titles[0][1]
    return max((title for title, n in titles if n == most), key=lambda title: (len(title), title))


def _level(identity: Identity, issuer: str | None) -> str:
    if identity.facts is not None and identity.facts.level != "unknown":
        return identity.facts.level
    if identity.facts is None and is_law(identity):
        return "central"
    if identity.place is not None and identity.place.level != "unknown":
        return identity.place.level
    place = place_of(issuer, None)
    if place is not None and place.level not in ("central", "unknown"):
        return place.level
    name = fold_tones(issuer or (identity.key if identity.facts is None else ""))
    if name.startswith(_MINISTRY) and "bộ chính trị" not in name:
        return "ministry"
    if any(word in name for word in _CENTRAL) or name.endswith("của đảng"):
        return "central"
    return "unknown"


def _conflicts(
    identity: Identity,
    dates: Sequence[tuple[str, int]],
    issuers: Sequence[tuple[str, int]],
    types: Sequence[tuple[str, int]],
) -> list[str]:
    found = []
    chosen = best_date(dates, identity.doubtful_years)
    if chosen and any(not chosen.startswith(date) for date, _ in dates):
        found.append(_told("date", dates))
    elif chosen and identity.year and not chosen.startswith(str(identity.year)):
        found.append(f"date: {chosen}, year in the symbol {identity.year}")
    folded = [fold_tones(issuer) for issuer, _ in issuers]
    if any(name not in folded[0] and folded[0] not in name for name in folded[1:]):
        found.append(_told("issuer", issuers))
    if any(name not in types[0][0] and types[0][0] not in name for name, _ in types[1:]):
        found.append(_told("doc_type", types))
    return found


def _told(name: str, values: Sequence[tuple[str, int]]) -> str:
    shown = ", ".join(f"{value} ({n})" for value, n in values[:_MAX_VALUES])
    return f"{name}: {shown}" + (" …" if len(values) > _MAX_VALUES else "")

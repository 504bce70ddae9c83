"""What an address asks for among the indicators, as SQL; and the other way round, as words a reader can take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from starlette.datastructures import QueryParams

from pipeline.explore.fold import pattern_of
from pipeline.explore.words import all_words, column, word
from pipeline.schema import KINDS, ROLES
from pipeline.wording import Language, edtf, indicator_name, named, number

When = Literal["then", "now"]
STATUSES = ("open", "accepted", "corrected", "added")
ARITHMETIC = ("ok", "mismatch")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which indicators to show. Empty fields do not filter."""

    province: str = ""
    when: When = "then"
    """Provinces as at the documents' dates, or after the mergers of 1 July 2025."""
    since: int | None = None
    until: int | None = None
    """Years in which the period ends, both included."""
    period: str = ""
    """One period, EDTF."""
    org: str = ""
    """Words of the organisation's name."""
    org_id: str = ""
    code: str = ""
    """Of the catalogue."""
    label: str = ""
    """What is counted, in small letters, exactly."""
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    directive: str = ""
    """Id of a directive, or words of its symbol."""
    confidence: float | None = None
    status: str = ""
    """One of `STATUSES`; `open`: nobody has decided yet."""
    arithmetic: str = ""
    document: str = ""
    """Id of a document."""
    q: str = ""
    """Words of the label or the sentence."""

    @property
    def place(self) -> str:
        """The column with the province's name."""
        return "province_now" if self.when == "now" else "province"


def filter_of(query: QueryParams) -> Filter:
    """Read an address; what makes no sense in it does not filter."""

    def text(name: str) -> str:
        return " ".join((query.get(name) or "").split())[:200]

    def among(name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(v for v in allowed if v in query.getlist(name))

    return Filter(
        province=text("province"),
        when="now" if query.get("when") == "now" else "then",
        since=_year(query.get("from")),
        until=_year(query.get("to")),
        period=text("period"),
        org=text("org"),
        org_id=text("org_id"),
        code=text("code"),
        label=text("label").lower(),
        roles=among("role", ROLES),
        kinds=among("kind", KINDS),
        directive=text("directive"),
        confidence=_share(query.get("confidence")),
        status=next(iter(among("status", STATUSES)), ""),
        arithmetic=next(iter(among("arithmetic", ARITHMETIC)), ""),
        document=text("document"),
        q=text("q"),
    )


def ignored(query: QueryParams) -> list[str]:
    """What an address asks for and cannot be understood, as `name=value`; it does not filter (`filter_of`)."""
    closed = {"role": ROLES, "kind": KINDS, "status": STATUSES, "arithmetic": ARITHMETIC, "when": ("then", "now")}
    found = []
    for name, value in query.multi_items():
        senseless = (
            _year(value) is None
            if name in ("from", "to")
            else _share(value) is None
            if name == "confidence"
            else value not in closed.get(name, (value,))
        )
        if value and senseless:
            found.append(f"{name}={value[:60]}")
    return found


def _year(given: str | None) -> int | None:
    return int(given) if given and given.isdecimal() and len(given) == 4 else None


def _share(given: str | None) -> float | None:
    try:
        value = float((given or "").replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= 1 else None


def condition(chosen: Filter) -> tuple[str, dict[str, Any]]:
    """The filter as an SQL condition on `explore_indicators`, with its parameters."""
    parts = list(_parts(chosen))
    values: dict[str, Any] = {}
    for _, given in parts:
        values.update(given)
    return " AND ".join(sql for sql, _ in parts) or "true", values


def _parts(f: Filter) -> Iterator[tuple[str, dict[str, Any]]]:
    if f.province:
        yield f"{f.place} = $province", {"province": f.province}
    if f.since is not None:
        yield "year >= $since", {"since": f.since}
    if f.until is not None:
        yield "year <= $until", {"until": f.until}
    if f.period:
        yield "period = $period", {"period": f.period}
    if f.org_id:
        yield "org_id = $org_id", {"org_id": f.org_id}
    if pattern := pattern_of(f.org):
        yield "regexp_matches(coalesce(org, ''), $org)", {"org": pattern}
    if f.code:
        yield "indicator_code = $code", {"code": f.code}
    if f.label:
        yield "lower(label) = $label", {"label": f.label}
    if f.roles:
        yield "list_contains($roles, role)", {"roles": list(f.roles)}
    if f.kinds:
        yield "list_contains($kinds, kind)", {"kinds": list(f.kinds)}
    if f.directive:
        yield (
            "directive_id IN (SELECT directive_id FROM directives WHERE directive_id = $directive"
            " OR regexp_matches(coalesce(symbol, ''), $symbol))",
            {"directive": f.directive, "symbol": pattern_of(f.directive) or "^$a"},
        )
    if f.confidence is not None:
        yield "confidence >= $confidence", {"confidence": f.confidence}
    if f.status == "open":
        yield "review_status IS NULL", {}
    elif f.status:
        yield "review_status = $status", {"status": f.status}
    if f.arithmetic:
        yield "arithmetic = $arithmetic", {"arithmetic": f.arithmetic}
    if f.document:
        yield "doc_id = $document", {"document": f.document}
    if pattern := pattern_of(f.q):
        yield "regexp_matches(label || chr(10) || sentence, $q)", {"q": pattern}


def filter_name(key: str, language: Language) -> str:
    """What a filter is called: as its column, where there is one."""
    own = f"filter.{key}"
    return word(own, language) if own in all_words() else column(_COLUMNS.get(key, key), language)


_COLUMNS = {"status": "review_status"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is filtered by, and what of the address to change to be rid of it."""

    words: str
    without: dict[str, Any]


def chips(chosen: Filter, language: Language, symbols: dict[str, str], documents: dict[str, str]) -> list[Chip]:
    """What is filtered by, in words.

    Args:
        chosen: the filter.
        language: of the reader.
        symbols: directive id → how to call it; documents: document id → how to call it.
    """

    def say(key: str, value: object) -> str:
        return f"{filter_name(key, language)}: {value}"

    found = []
    for name, value, shown in (
        ("q", chosen.q, f"“{chosen.q}”"),
        ("province", chosen.province, chosen.province),
        ("period", chosen.period, edtf(chosen.period, language)),
        ("from", chosen.since, chosen.since),
        ("to", chosen.until, chosen.until),
        ("org", chosen.org, chosen.org),
        ("org_id", chosen.org_id, chosen.org_id),
        ("code", chosen.code, indicator_name(chosen.code, language)),
        ("label", chosen.label, chosen.label),
        ("directive", chosen.directive, symbols.get(chosen.directive, chosen.directive)),
        ("confidence", chosen.confidence, f"≥ {number(chosen.confidence, language)}"),
        ("status", chosen.status, named("status", chosen.status, language)),
        ("arithmetic", chosen.arithmetic, named("arithmetic", chosen.arithmetic, language)),
        ("document", chosen.document, documents.get(chosen.document, chosen.document)),
    ):
        if value:
            found.append(Chip(say(name, shown), {name: None}))
    for name, values in (("role", chosen.roles), ("kind", chosen.kinds)):
        for value in values:
            rest = [v for v in values if v != value]
            found.append(Chip(say(name, named(name, value, language)), {name: rest}))
    return found

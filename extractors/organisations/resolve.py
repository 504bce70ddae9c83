"""What a mention leaves to its document: `LĐLĐ tỉnh` in Quảng Trị's report is Quảng Trị's federation."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors.model import Context, Organisation
from extractors.organisations.identity import organisation_id
from extractors.organisations.patterns import LEVEL_OF_TYPE, bearer_at, body_of, lexicon
from extractors.organisations.provinces import Province, all_provinces, find_province, province_by_code
from extractors.organisations.shortened import full_names
from extractors.organisations.tokens import Tokens
from extractors.text import DocumentText

_HEAD_OF_DOCUMENT = 1500
_TITLE = 300
_MAJORITY = 0.6
_OFTEN, _MOSTLY = 5, 0.8
_RULING = ("government", "legislature", "party", "court", "bank")
_SMALLEST_FIRST = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố")
_PLACE = regex.compile(
    r"(?<!\p{L})(?:(?P<kind>tỉnh|thành\s+phố|TP\.?)\s+)(?P<name>\p{Lu}[\p{L}.-]*(?:\s+(?:-\s+)?\p{Lu}[\p{L}-]*){0,4})"
)
_LOCAL_PLACE = regex.compile(
    r"(?<!\p{L})(?P<kind>[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành phố|[Xx]ã|[Pp]hường)\s"
    r"(?P<name>\p{Lu}\p{Ll}*(?:\s\p{Lu}\p{Ll}*){0,3})(?!\p{L})"
)
_DISTRICT_KINDS = frozenset({"uyện", "uận", "hị xã", "hành phố"})
_DISTRICTS_ENDED = dt.date(2025, 6, 30)
_PLACE_DATE = regex.compile(
    r"(?m)(?:^|[|\s*])(?P<name>\p{Lu}\p{L}*(?:\s+(?:-\s+)?\p{Lu}\p{L}*){0,4}),\s*ngày\s[^\n]{0,40}năm"
)


def resolve_organisations(
    organisations: Sequence[Organisation], doc: DocumentText, context: Context
) -> list[Organisation]:
    """Fill in places from the document; drop mentions that its kind makes a class.

    Args:
        organisations: what `find_organisations` returned for `doc`.
        doc: the same document.
        context: what is known of the whole document: its province, date, issuer.

    Returns:
        The mentions in text order, names and ids completed where the document makes the place certain. A bare
        `UBND xã` is kept only in a document of one commune; `UBND tỉnh` in a central body's regulation is a class.
    """
    day = _day(context)
    province = find_province(context.province, day) if context.province else None
    if province is None and context.province_code:
        province = province_by_code(context.province_code, day)
    central = _is_central(organisations, doc, context)
    if province is None:
        province = guess_province(organisations, doc, day, central=central)
    if province is None and not central:
        province = _province_of_districts(doc)
    local = _local_places(organisations, doc)
    named: _NamedBefore | None = None
    resolved = []
    for mention in organisations:
        done = _resolve(mention, province, local, day, central)
        if done is None and mention.level in ("district", "commune") and context.kind == "news":
            named = named or _NamedBefore.of(doc.view)
            done = _local_of_news(mention, named, province)
        if done is not None:
            resolved.append(done)
    return full_names(resolved)


def _day(context: Context) -> dt.date | None:
    year = context.year
    if year is None:
        return None
    try:
        return dt.date.fromisoformat((context.issued_on or "")[:10])
    except ValueError:
        return dt.date(year, 7, 1) if year != 2025 else dt.date(2025, 7, 2)


def _resolve(
    mention: Organisation, province: Province | None, local: dict[str, str], day: dt.date | None, central: bool
) -> Organisation | None:
    kind = mention.open_place.lstrip("+=?")
    if not mention.open_place:
        former = bearer_at(mention.org_id, day) if mention.org_id is not None and day is not None else None
        return replace(mention, org_id=former.org_id) if former is not None else _dated(mention, day)
    level = LEVEL_OF_TYPE.get(kind)
    if kind == "hội đồng nhân dân":
        if province is None or central:
            return None
        return _named(mention, f"{mention.name} Hội đồng nhân dân {province.full_name}", province, "province")
    if kind == "công an":
        if province is None or central:
            return None if central else mention
        return _named(mention, f"{mention.name} Công an {province.full_name}", province, "province")
    if mention.surface.endswith("TU") and province is not None and province.type == "thành phố":
        name = mention.name.replace("Tỉnh ủy", "Thành ủy")
        mention, kind = replace(mention, name=name, open_place="=thành phố"), "thành phố"
    if mention.open_place == "+xã":
        place = next((f"{kind} {local[kind]}" for kind in _SMALLEST_FIRST if kind in local), None)
        return _named(mention, f"{mention.name} {place}", province, "district") if place else None
    if level in ("district", "commune"):
        local_name = local.get(kind) or (local.get("quận") or local.get("thị xã") if kind == "huyện" else None)
        return _named(mention, f"{mention.name} {local_name}", province, level) if local_name else None
    if kind == "thành phố" and (province is None or province.type != "thành phố"):
        city = local.get("thành phố")
        if city:
            return _named(mention, f"{mention.name} {city}", province, "district")
        return None if central else mention
    if mention.open_place == "+?":
        return _of_province_if_local(mention, province, central)
    if province is None or (mention.open_place in ("tỉnh", "=tỉnh") and province.type != "tỉnh"):
        # A class in a regulation of a central body; elsewhere one that cannot be told.
        return None if central else mention
    city_seat = mention.name.endswith(("Thành ủy", "Thành đoàn")) and province.is_a_person
    if mention.open_place.startswith("+") or city_seat:
        name = f"{mention.name} {province.full_name}"
    else:
        name = f"{mention.name} {province.name}".replace("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")
    return _named(mention, name, province, "province")


def _of_province_if_local(mention: Organisation, province: Province | None, central: bool) -> Organisation | None:
    """A centre or council without a place: the province's in a provincial document, unknown otherwise."""
    if province is None:
        if central:
            return None
        return replace(mention, org_id=organisation_id(mention.name, None))
    name = f"{mention.name} {province.full_name}"
    return _named(mention, name, province, "province")


def _named(mention: Organisation, name: str, province: Province | None, level: str) -> Organisation:
    code = province.code if province is not None else None
    return replace(
        mention, name=name, level=level, province_code=code or None, org_id=organisation_id(name, code), open_place=""
    )


def _dated(mention: Organisation, day: dt.date | None) -> Organisation:
    """The code of its province as at the document's date."""
    today = _province_of(mention) if mention.province_code and day is not None else None
    then = find_province(today.name, day) if today is not None else None
    if today is None or then is None or then == today:
        return mention
    name, level = mention.name, mention.level
    if then.name != today.name and name.endswith(today.full_name):
        # Huế was a city of its province before it became one of its own.
        level = "district"
    elif then.full_name != today.full_name and today.type not in mention.surface.lower():
        name = name.replace(today.full_name, then.full_name)
    elif then.code == today.code:
        return mention
    org_id = organisation_id(name, then.code)
    return replace(mention, name=name, level=level, province_code=then.code or None, org_id=org_id)


def _is_central(organisations: Sequence[Organisation], doc: DocumentText, context: Context) -> bool:
    """The document is of a body of the whole country: names without a place are classes there."""
    if context.province_code or context.kind == "news":
        return False
    if context.issuer:
        issuer = body_of(context.issuer)
        return issuer is not None and issuer.org_type in _RULING and issuer.level in ("central", "ministry")
    if context.kind == "law":
        return True
    letterhead = [m.level for m in organisations if m.end <= _HEAD_OF_DOCUMENT and m.surface.isupper()]
    return bool(letterhead) and letterhead[0] in ("central", "ministry") and "province" not in letterhead


def guess_province(
    organisations: Sequence[Organisation], doc: DocumentText, day: dt.date | None = None, *, central: bool = False
) -> Province | None:
    """The province a document is of, from its own text, or null where that is not certain.

    The letterhead or the place-and-date line decides; else the province most mentions name.

    Args:
        organisations: mentions of `doc`.
        day: the document's date: which province bore the name then.
        central: it is a document of a body of the whole country: only a province it speaks of throughout counts.
    """
    head = doc.view[:_HEAD_OF_DOCUMENT]
    for mention in organisations:
        if mention.start > _HEAD_OF_DOCUMENT:
            break
        if mention.province_code and mention.level == "province" and (mention.surface.isupper() or mention.start < 200):
            return _then(_province_of(mention), day)
    line = _PLACE_DATE.search(head)
    if line and (dated := find_province(line["name"], day)) is not None and not _seat_of_state(dated, organisations):
        return dated
    votes: Counter[str] = Counter()
    for mention in organisations:
        if mention.province_code and mention.level == "province":
            found = _province_of(mention)
            if found is not None:
                votes[found.name] += 2
    votes.update(province.name for province in _named_in(doc.view, day))
    if not votes:
        return None
    name, count = votes.most_common(1)[0]
    if len(votes) == 1 and not central and any(p.name == name for p in _named_in(head[:_TITLE])):
        return find_province(name, day)
    least, share = (_OFTEN, _MOSTLY) if central else (2, _MAJORITY)
    return find_province(name, day) if count >= least and count >= share * votes.total() else None


@cache
def _bearers_of_codes() -> dict[str, tuple[Province, ...]]:
    bearers: dict[str, list[Province]] = {}
    for province in all_provinces():
        bearers.setdefault(province.code, []).append(province)
    return {code: tuple(provinces) for code, provinces in bearers.items() if code}


def _province_of(mention: Organisation) -> Province | None:
    """The province of a mention that names one: a code alone may be two provinces' (44: Quảng Bình, now Quảng Trị)."""
    named = [p for p in _bearers_of_codes().get(mention.province_code or "", ()) if p.name in mention.name]
    if named:
        return max(named, key=lambda p: p.valid_to or dt.date.max)
    return province_by_code(mention.province_code) if mention.province_code else None


def _named_in(text: str, day: dt.date | None = None) -> Iterator[Province]:
    """Provinces that `text` names with their type word."""
    for match in _PLACE.finditer(text):
        words = match["name"].split()
        for n in range(len(words), 0, -1):
            named = find_province(" ".join(words[:n]), day)
            if named is not None:
                yield named
                break


def _then(province: Province | None, day: dt.date | None) -> Province | None:
    return find_province(province.name, day) if province is not None and day is not None else province


def _seat_of_state(province: Province, organisations: Sequence[Organisation]) -> bool:
    """Central bodies date their documents from Hà Nội: that says nothing."""
    return province.name == "Hà Nội" and any(
        m.level in ("central", "ministry") and m.start < _HEAD_OF_DOCUMENT for m in organisations
    )


def _province_of_districts(doc: DocumentText) -> Province | None:
    """The province in which every district lies that the text names, where each of their names is one province's."""
    codes: set[str] = set()
    for match in _LOCAL_PLACE.finditer(doc.view):
        if match["kind"][1:] in _DISTRICT_KINDS:
            name = Tokens(match["name"])
            found = [entry for entry, end in lexicon().districts.matches(name, 0) if end == len(name)]
            if len({district.province_code for district in found}) > 1:
                return None
            codes.update(district.province_code for district in found)
    return province_by_code(codes.pop(), _DISTRICTS_ENDED) if len(codes) == 1 else None


@dataclass(frozen=True, slots=True)
class _NamedBefore:
    """Districts and communes a text names, by type word: where each name begins, in text order."""

    starts: dict[str, list[int]]
    names: dict[str, list[str]]

    @classmethod
    def of(cls, view: str) -> _NamedBefore:
        starts: dict[str, list[int]] = {}
        names: dict[str, list[str]] = {}
        for match in _LOCAL_PLACE.finditer(view):
            kind = match["kind"].lower()
            starts.setdefault(kind, []).append(match.start())
            names.setdefault(kind, []).append(" ".join(match["name"].split()))
        return cls(starts, names)

    def last(self, kind: str, offset: int) -> str | None:
        """The last place of that type named before `offset`."""
        n = bisect_left(self.starts.get(kind, []), offset)
        return self.names[kind][n - 1] if n else None


def _local_of_news(mention: Organisation, named: _NamedBefore, province: Province | None) -> Organisation | None:
    """`LĐLĐ thị xã` of a news story: of the last town named before, or of one its readers know."""
    place = named.last(mention.open_place.lstrip("+=?"), mention.start)
    if place is not None:
        return _named(mention, f"{mention.name} {place}", province, mention.level)
    # A head in lower case, or a class of an earlier sentence, is no one office.
    return mention if mention.surface[:1].isupper() else None


def _local_places(organisations: Sequence[Organisation], doc: DocumentText) -> dict[str, str]:
    """Type word → name of the district or commune the document is of: its letterhead names it, or all names agree."""
    names: dict[str, Counter[str]] = {}
    for mention in organisations:
        if mention.open_place or mention.level not in ("district", "commune"):
            continue
        for kind in (*LEVEL_OF_TYPE, "thành phố"):
            at = mention.name.rfind(f" {kind} ")
            if at >= 0 and LEVEL_OF_TYPE.get(kind, "district") == mention.level:
                weight = 5 if mention.start < _HEAD_OF_DOCUMENT and mention.surface.isupper() else 1
                names.setdefault(kind, Counter())[mention.name[at + len(kind) + 2 :]] += weight
                break
    for match in _LOCAL_PLACE.finditer(doc.view):
        name = " ".join(match["name"].split())
        if match["kind"].lower() != "thành phố" or find_province(name) is None:
            names.setdefault(match["kind"].lower(), Counter())[name] += 1
    local = {}
    for kind, counter in names.items():
        name, count = counter.most_common(1)[0]
        if count >= 5 or (len(counter) == 1 and count >= 2):
            local[kind] = name
    return local

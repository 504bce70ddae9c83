"""What a part says to linking, made as small as it can be without losing anything that linking asks for.

A *unit* is all that one document says of one number or name. Documents that say the very same of it are told apart
only where it matters which of them says it; otherwise their units are equal, and linking looks at one of them and
counts the others. So what linking costs grows with the different things that are said, not with how often; and the
units of a part depend on that part alone, so that they are found once and kept.

A unit is a JSON text: equal units are equal texts, and texts in order bring together all units of one number.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any

from pipeline.link.identity import place_of_number
from pipeline.link.mentions import Mention, Source, read_mentions, read_sources, year_said
from pipeline.link.named import name_of, tells_day_and_title, with_acts
from pipeline.link.places import Place
from pipeline.link.short import is_rare
from pipeline.link.symbols import fold_number, symbol_facts

if TYPE_CHECKING:
    import pyarrow as pa

NUMBERED, SHORT, NAMED = "numbered", "short", "named"
NAMES = "names"
"""Block of all units of documents known by name."""
_PLAIN, _SELF, _OWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Unit:
    """What one document, or several in the same words, say of one number or name."""

    block: str
    """Units of different blocks have nothing to do with each other: the number up to its first dash, or `names`."""
    kind: str
    scope: str
    key: str
    """Folded symbol, number or name."""
    mentions: tuple[Mention, ...]


def units_schema() -> pa.Schema:
    """Columns of what `summarise` returns."""
    import pyarrow as pa

    return pa.schema(
        [
            ("doc_id", pa.string()),
            ("unit", pa.string()),
            ("rows", pa.list_(pa.int32())),
            ("slots", pa.list_(pa.int16())),
        ]
    )


def summarise(documents: pa.Table, references: pa.Table) -> pa.Table:
    """The units of some documents.

    Args:
        documents: columns `mentions.DOCUMENT_COLUMNS`.
        references: columns `mentions.REFERENCE_COLUMNS` of all references of these documents.

    Returns:
        one row a document and unit: `unit` as JSON; `rows` of `references` that it is made of, `slots` which of its
        mentions each row is.
    """
    import pyarrow as pa

    sources = read_sources(documents)
    said: dict[str, list[Mention]] = {doc_id: [own] if own else [] for doc_id, (_, own) in sources.items()}
    for mention in read_mentions(references, sources):
        said[mention.source.doc_id].append(mention)
    columns: tuple[list[Any], ...] = ([], [], [], [])
    for doc_id, mentions in said.items():
        for unit, rows, slots in _units_of(mentions):
            for column, value in zip(columns, (doc_id, unit, rows, slots), strict=True):
                column.append(value)
    schema = units_schema()
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _units_of(mentions: Iterable[Mention]) -> Iterator[tuple[str, list[int], list[int]]]:
    """The units of one document, each with its rows and their slots."""
    numbered, named, short = _by_kind(mentions)
    acts, named = with_acts(named, numbered)
    groups: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in (*numbered, *acts):
        facts = symbol_facts(mention.symbol or "")
        mention.place = place_of_number(mention, facts)
        groups[NUMBERED, "", facts.key].append(mention)
    for mention in short:
        groups[SHORT, "", fold_number(mention.number or "")].append(mention)
    for mention in named:
        name = name_of(mention)
        if name is not None:
            mention.year, mention.place = name.year, name.place
            groups[NAMED, name.scope, name.key].append(mention)
        elif tells_day_and_title(mention):
            groups[NAMED, "", ""].append(mention)
    # Where a document may speak of one directive in two units, it must be seen that it is one document.
    told_twice = any(map(tells_day_and_title, named))
    in_full = {symbol_facts(mention.symbol or "").number for mention in (*numbered, *acts)}
    both = in_full & {key for kind, _, key in groups if kind == SHORT}
    for (kind, scope, key), members in groups.items():
        number = symbol_facts(members[0].symbol or "").number if kind == NUMBERED else key
        yield _encode(kind, scope, key, members, as_itself=told_twice or (kind != NAMED and number in both))


def _by_kind(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention], list[Mention]]:
    numbered, named, short = [], [], []
    for mention in mentions:
        if mention.symbol:
            numbered.append(mention)
        elif mention.form == "named":
            named.append(mention)
        elif mention.form == "short" and mention.doc_type and fold_number(mention.number or ""):
            short.append(mention)
    return numbered, named, short


def _encode(
    kind: str, scope: str, key: str, members: Sequence[Mention], as_itself: bool
) -> tuple[str, list[int], list[int]]:
    source = members[0].source
    doc_id, place, year, body, title = "", source.place, source.year, source.body, None
    if kind == NUMBERED:
        facts = symbol_facts(members[0].symbol or "")
        open_ = facts.reach != "national" and any(m.place is None for m in members)
        as_itself = as_itself or open_ or any(m.own for m in members)
        place = place if open_ else None
        # When a document was written tells what it can mean by a number without a year, and what is a misprint.
        if facts.year or (year and all((y := year_said(m)) is not None and y <= year for m in members)):
            year = None
        body = body if facts.reach == "national" and not is_rare(facts.number) else None
    elif kind == SHORT:
        # What the document itself is about is only asked where the mention says next to nothing.
        if is_rare(key) or all(m.issuer or m.year or m.date for m in members):
            body = None
        else:
            title = source.title
    elif not any(map(tells_day_and_title, members)):
        place = body = None
    if as_itself or scope.startswith("?"):
        doc_id = source.doc_id
    cells = [_cells(kind, mention) for mention in members]
    times = Counter(cells)
    slots = {cell: slot for slot, cell in enumerate(sorted(times))}
    head = [NAMES if kind == NAMED else block_of_key(key), kind, scope, key, doc_id, source.province]
    told = ",".join(f"[{times[cell]},{cell}]" for cell in slots)
    tail = [place and _place_cells(place), year, body, title]
    unit = f"{_json(head)[:-1]},{_json(tail)[1:-1]},[{told}]]"
    listed = [(m.row, slots[cell]) for m, cell in zip(members, cells, strict=True) if not m.own]
    return unit, [row for row, _ in listed], [slot for _, slot in listed]


def _cells(kind: str, m: Mention) -> str:
    what = _OWN if m.own else _SELF if m.is_self else _PLAIN
    told: list[Any] = [what, m.doc_type, m.symbol, m.issuer_id, m.issuer, m.date, m.title, m.year]
    if kind == SHORT:
        told += [m.number, list(m.candidates)]
    elif kind == NAMED:
        told += [m.surface, m.place and _place_cells(m.place)]
    else:
        told.append(m.place and _place_cells(m.place))
    return _json(told)


def _place_cells(place: Place) -> list[str | None]:
    return [place.key, place.level, place.province]


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def block_of_key(key: str) -> str:
    """Block of a numbered document, or of a short form, by its folded symbol or number."""
    return key.split("-", 1)[0]


def block_of(text: str) -> str:
    """Block of a unit's text; it stands at its beginning."""
    return text[2 : text.index('"', 2)]


def kind_of(text: str) -> str:
    """Kind of a unit's text."""
    return text.split('"', 4)[3]


def symbol_of(text: str) -> str:
    """A part of a unit's text that units of one symbol share, and of two do not."""
    return '"'.join(text.split('"', 8)[1:8])


def read_unit(text: str, number: int, weight: int) -> Unit:
    """A unit from its text.

    Args:
        text: of `summarise`.
        number: becomes `Source.unit`.
        weight: how many documents say this.
    """
    block, kind, scope, key, doc_id, province, place, year, body, title, told = json.loads(text)
    source = Source(doc_id or f"#{number}", _kept(province), _place(place), year, _kept(body), title, weight, number)
    mentions = tuple(_mention(kind, slot, source, times, cells) for slot, (times, cells) in enumerate(told))
    return Unit(block, kind, scope, key, mentions)


def _mention(kind: str, slot: int, source: Source, times: int, cells: list[Any]) -> Mention:
    what, doc_type, symbol, issuer_id, issuer, date, title, year, *rest = cells
    surface, number, candidates, place = symbol or "", None, (), None
    if kind == SHORT:
        number, candidates = rest[0], tuple(rest[1])
    elif kind == NAMED:
        surface, place = rest
    else:
        place = rest[0]
    return Mention(
        slot, source, _kept(surface) or "", kind, _kept(doc_type), number, _kept(symbol), _kept(issuer_id),
        _kept(issuer), _kept(date), _kept(title), what != _PLAIN, year, candidates, what == _OWN, _place(place), times,
    )  # fmt: skip


def _kept(text: str | None) -> str | None:
    """The same object for the same text: the texts of units repeat themselves."""
    return None if text is None else intern(text)


def _place(cells: Sequence[str | None] | None) -> Place | None:
    return None if cells is None else Place(_kept(cells[0]) or "", _kept(cells[1]) or "", _kept(cells[2]))


__all__ = [
    "NAMED",
    "NAMES",
    "NUMBERED",
    "SHORT",
    "Unit",
    "block_of",
    "block_of_key",
    "kind_of",
    "read_unit",
    "summarise",
    "symbol_of",
    "units_schema",
]

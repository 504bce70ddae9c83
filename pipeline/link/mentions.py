"""What linking needs of documents and references, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import regex

from extractors.organisations.provinces import fold_tones
from pipeline.annotate.issuers import standard_issuer
from pipeline.link.place_words import of_kinds, types_of
from pipeline.link.places import Place, place_of

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENT_COLUMNS = ("doc_id", "source", "province", "issuer", "issuer_id", "issued_on", "symbol", "title")
REFERENCE_COLUMNS = (
    "doc_id", "surface", "form", "doc_type", "number", "symbol", "issuer_id", "issuer", "date", "title", "is_self",
    "year", "resolution", "candidates",
)  # fmt: skip

_ID = regex.compile(r"[0-9a-f]{16}")
_PLACE_WORD = regex.compile(rf"\s(?={types_of('province', 'district')}|{of_kinds('short')})", regex.IGNORECASE)


@dataclass(slots=True, eq=False)
class Source:
    """Who says it: a document that cites, or several that say the very same of one directive."""

    doc_id: str
    """Of the document; of several, something that is no other's."""
    province: str | None
    place: Place | None
    """What its issuer serves: the province, or the district of a district's document."""
    year: int | None
    """Of issue."""
    body: str | None
    """The kind of body that issued it (`body_of`)."""
    title: str | None
    weight: int = 1
    """How many documents it stands for."""
    unit: int = -1
    """Number of the unit (`pipeline.link.units`) it is read from."""


@dataclass(slots=True, eq=False)
class Mention:
    """What is said of a document in one place, or in several places of one document in the same words."""

    row: int
    """Row among the references that were read; in a unit, which of its mentions it is. -1 for a document's own identity
    before it is part of a unit."""
    source: Source
    surface: str
    form: str
    doc_type: str | None
    number: str | None
    symbol: str | None
    issuer_id: str | None
    issuer: str | None
    date: str | None
    title: str | None
    is_self: bool
    year: int | None
    candidates: tuple[str, ...]
    own: bool = False
    """It is what a document's letterhead says of the document itself, and cites nothing."""
    place: Place | None = None
    """Whose number, or name, it is, where that is known."""
    times: int = 1
    """How often each of the source's documents says it."""

    @property
    def counts(self) -> bool:
        """Whether it is a citation: a document's own number is none."""
        return not self.own and not self.is_self


def year_of(date: str | None) -> int | None:
    """Year of an EDTF date; null where it has none."""
    head = (date or "")[:4]
    return int(head) if head.isdigit() else None


def year_said(mention: Mention) -> int | None:
    """The year a mention gives the document it means."""
    return year_of(mention.date) or mention.year


def is_day(date: str | None) -> bool:
    """Whether an EDTF value is one full day."""
    return date is not None and len(date) == 10 and "X" not in date and ".." not in date


@lru_cache(maxsize=20_000)
def body_of(issuer: str) -> str:
    """The kind of body: its name up to its place (`Liên đoàn Lao động tỉnh …`, `… huyện …` alike)."""
    return fold_tones(_PLACE_WORD.split(issuer, maxsplit=1)[0]).strip()


def read_sources(documents: pa.Table) -> dict[str, tuple[Source, Mention | None]]:
    """Documents by id, each with what its letterhead says of its number, date and issuer, where it says a number.

    Of a document that stands there twice the row of the first path counts, in any row order.
    """
    sources: dict[str, tuple[Source, Mention | None]] = {}
    first: dict[str, str] = {}
    for row in _rows(documents, DOCUMENT_COLUMNS):
        doc_id = row["doc_id"]
        if doc_id in first and first[doc_id] <= row["source"]:
            continue
        first[doc_id] = row["source"]
        place = place_of(row["issuer"], row["province"])
        if place is None and row["province"] and not row["issuer"]:
            place = place_of("tỉnh", row["province"])
        body = body_of(row["issuer"]) if row["issuer"] else None
        source = Source(doc_id, row["province"], place, year_of(row["issued_on"]), body, row["title"])
        sources[doc_id] = source, _own_identity(source, row)
    return sources


def _own_identity(source: Source, row: dict[str, Any]) -> Mention | None:
    if not row["symbol"]:
        return None
    return Mention(
        -1, source, row["symbol"], "numbered", None, None, row["symbol"], row["issuer_id"], row["issuer"],
        row["issued_on"], row["title"], True, None, (), own=True,
    )  # fmt: skip


def read_mentions(references: pa.Table, sources: Mapping[str, tuple[Source, Mention | None]]) -> Iterator[Mention]:
    """References as mentions; `Mention.row` is the row in `references`."""
    for i, row in enumerate(_rows(references, REFERENCE_COLUMNS)):
        if row["doc_id"] not in sources:
            continue
        source = sources[row["doc_id"]][0]
        if row["resolution"] == "corpus":
            row.update(symbol=None, issuer_id=None, issuer=None, date=None)
        issuer = standard_issuer(row["issuer"], source.province) if row["issuer"] else None
        yield Mention(
            i,
            source,
            row["surface"],
            row["form"],
            row["doc_type"],
            row["number"],
            row["symbol"],
            (issuer.org_id if issuer else None) or row["issuer_id"],
            issuer.name if issuer else None,
            row["date"],
            row["title"],
            row["is_self"],
            row["year"],
            told_candidates(row["candidates"]),
        )


def told_candidates(candidates: Sequence[str] | None) -> tuple[str, ...]:
    """The symbols among a row's candidates: what its document offers, without what an earlier linking added."""
    return tuple(symbol for symbol in candidates or () if not _ID.fullmatch(symbol))


def _rows(table: pa.Table, columns: Sequence[str]) -> Iterable[dict[str, Any]]:
    # Texts repeat (issuers, types, symbols): a dictionary makes each one Python object instead of one a row.
    import pyarrow as pa

    for batch in table.select(list(columns)).to_batches(max_chunksize=50_000):
        values: list[list[Any]] = []
        for column in batch.columns:
            if pa.types.is_string(column.type):
                coded = column.dictionary_encode()
                words = coded.dictionary.to_pylist()
                values.append([None if code is None else words[code] for code in coded.indices.to_pylist()])
            else:
                values.append(column.to_pylist())
        for cells in zip(*values, strict=True):
            yield dict(zip(columns, cells, strict=True))

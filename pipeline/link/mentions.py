"""What linking needs of documents and references, and nothing more: one small object a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from pipeline.annotate.issuers import standard_issuer
from pipeline.link.places import Place, place_of

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENT_COLUMNS = ("doc_id", "source", "also_at", "province", "issuer", "issuer_id", "issued_on", "symbol", "title")
REFERENCE_COLUMNS = (
    "doc_id", "surface", "form", "doc_type", "number", "symbol", "issuer_id", "issuer", "date", "title", "is_self",
    "year", "resolution", "candidates",
)  # fmt: skip

_ID = regex.compile(r"[0-9a-f]{16}")
_SOURCE_FIELDS = ("doc_id", "province", "issuer", "issuer_id", "issued_on", "symbol", "title")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that cites, as far as it helps to know what it means."""

    doc_id: str
    province: str | None
    issuer: str | None
    issuer_id: str | None
    issued_on: str | None
    symbol: str | None
    title: str | None
    place: Place | None
    """What its issuer serves: the province, or the district of a district's document."""

    @property
    def year(self) -> int | None:
        """Year of issue."""
        return year_of(self.issued_on)


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a document."""

    row: int
    """Row among all references of the run; -1 for a document's own identity, which cites nothing."""
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

    @property
    def counts(self) -> bool:
        """Whether it is a citation: a document's own number is none."""
        return self.row >= 0 and not self.is_self


def year_of(date: str | None) -> int | None:
    """Year of an EDTF date; null where it has none."""
    head = (date or "")[:4]
    return int(head) if head.isdigit() else None


def is_day(date: str | None) -> bool:
    """Whether an EDTF value is one full day."""
    return date is not None and len(date) == 10 and "X" not in date and ".." not in date


def read_sources(documents: pa.Table) -> dict[str, Source]:
    """Documents by id. Of a document that stands there twice the row of the first path counts, in any row order."""
    sources: dict[str, Source] = {}
    first: dict[str, str] = {}
    for row in _rows(documents, DOCUMENT_COLUMNS):
        doc_id = row["doc_id"]
        if doc_id in first and first[doc_id] <= row["source"]:
            continue
        first[doc_id] = row["source"]
        place = place_of(row["issuer"], row["province"])
        if place is None and row["province"] and not row["issuer"]:
            place = place_of("tỉnh", row["province"])
        sources[doc_id] = Source(place=place, **{name: row[name] for name in _SOURCE_FIELDS})
    return sources


def read_mentions(references: pa.Table, sources: dict[str, Source]) -> Iterator[Mention]:
    """References as mentions; `Mention.row` is the row in `references`."""
    for i, row in enumerate(_rows(references, REFERENCE_COLUMNS)):
        source = sources.get(row["doc_id"])
        if source is None:
            continue
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


def own_identity(source: Source) -> Mention | None:
    """A document as a mention of itself: what its letterhead says of its number, date and issuer."""
    if not source.symbol:
        return None
    return Mention(
        -1, source, source.symbol, "numbered", None, None, source.symbol, source.issuer_id, source.issuer,
        source.issued_on, source.title, True, None, (),
    )  # fmt: skip


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

"""What an earlier run decided, block by block: where the same is said again, the same comes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_HALF = 8
HASH_BYTES = 2 * _HALF


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the corpus tells of a short form."""

    symbol: str | None
    date: str | None
    issuer_id: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What linking found out about a mention."""

    directive_id: str | None = None
    resolved: Resolved | None = None
    candidates: tuple[str, ...] = ()
    """While unresolved: ids of the directives it might be."""


NOTHING = Outcome()
UnitOutcome = Outcome | Sequence[Outcome] | None
"""Of a unit's only mention, or of each; null where nothing was found out."""


def hash_of(outcome: UnitOutcome) -> bytes:
    """Equal for equal outcomes; its first half, `which_of`, for those that mean the same directives."""
    listed = [outcome] if isinstance(outcome, Outcome) else outcome or ()
    which = "\0".join(known.directive_id or "" for known in listed)
    return hashlib.sha256(which.encode()).digest()[:_HALF] + hashlib.sha256(repr(outcome).encode()).digest()[:_HALF]


def which_of(known: bytes) -> bytes:
    """Of what `hash_of` gave: which directives are meant, whatever else was found out."""
    return known[:_HALF]


def key_of(said: Iterable[tuple[str, int]]) -> bytes:
    """Equal where the same is said by as many documents: unit and weight, in order."""
    whole = hashlib.sha256()
    for unit, weight in said:
        whole.update(f"{weight}\0{unit}\0".encode())
    return whole.digest()[:16]


def memo_schema() -> pa.Schema:
    """Columns of what `Memo` keeps: a row a block."""
    import pyarrow as pa

    return pa.schema(
        [
            ("key", pa.binary(16)),
            ("directives", pa.list_(pa.string())),
            ("hashes", pa.binary()),
            ("outcomes", pa.string()),
        ]
    )


class Memo:
    """Decisions that can be taken over.

    Args:
        table: columns of `memo_schema`, as `Links.memo` gave them.
        directives: the table `directives` of the same run.
    """

    def __init__(self, table: pa.Table, directives: pa.Table) -> None:
        self.table = table.combine_chunks()
        self.directives = directives
        self._rows = {key: row for row, key in enumerate(self.table.column("key").to_pylist())}
        self._read: dict[int, list[UnitOutcome]] = {}

    def find(self, key: bytes) -> int | None:
        """The row of a block; null where something else was said then."""
        return self._rows.get(key)

    def hashes(self, row: int) -> list[bytes]:
        """`hash_of` what was found out about each of a block's units, in order."""
        told = self.table.column("hashes")[row].as_py()
        return [told[at : at + HASH_BYTES] for at in range(0, len(told), HASH_BYTES)]

    def outcome(self, row: int, place: int) -> UnitOutcome:
        """What was found out about one of a block's units."""
        if row not in self._read:
            told = json.loads(self.table.column("outcomes")[row].as_py())
            self._read[row] = [None if unit is None else [_outcome(cells) for cells in unit] for unit in told]
        return self._read[row][place]

    def rows_of(self, rows: Sequence[int]) -> tuple[pa.Table, pa.Table]:
        """Of some blocks their rows here, and their directives."""
        import pyarrow as pa
        import pyarrow.compute as pc

        kept = self.table.take(pa.array(rows, pa.int64()))
        ids = pc.list_flatten(kept.column("directives"))
        return kept, self.directives.filter(pc.is_in(self.directives.column("directive_id"), ids.combine_chunks()))


def told(outcomes: Iterable[UnitOutcome]) -> str:
    """What was found out about the units of a block, as text."""
    return json.dumps([_cells(outcome) for outcome in outcomes], ensure_ascii=False, separators=(",", ":"))


def _cells(outcome: UnitOutcome) -> list[Any] | None:
    if outcome is None:
        return None
    listed = [outcome] if isinstance(outcome, Outcome) else outcome
    return [
        [o.directive_id, o.resolved and [o.resolved.symbol, o.resolved.date, o.resolved.issuer_id, o.resolved.issuer],
         list(o.candidates)]
        for o in listed
    ]  # fmt: skip


def _outcome(cells: Sequence[Any]) -> Outcome:
    known, resolved, candidates = cells
    return Outcome(known, Resolved(*resolved) if resolved else None, tuple(candidates))


__all__ = [
    "NOTHING",
    "Memo",
    "Outcome",
    "Resolved",
    "UnitOutcome",
    "hash_of",
    "key_of",
    "memo_schema",
    "told",
    "which_of",
]

"""What an earlier run decided, block by block: where the same is said again, the same comes out."""

from __future__ import annotations

import hashlib
import json
from array import array
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


def memo_table(blocks: Iterable[tuple[bytes, Sequence[str], bytes, str]]) -> pa.Table:
    """Blocks, each with its key, ids of its directives, hashes and outcomes, as a table."""
    import pyarrow as pa

    schema = memo_schema()
    columns = zip(*blocks, strict=True)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


class Outcomes:
    """What was found out about each unit, by its number."""

    def __init__(self, units: int, before: Memo | None) -> None:
        self._before = before
        self._found: list[UnitOutcome] = [None] * units
        self._hashes = bytearray(units * HASH_BYTES)
        self._settled = bytearray(units)
        self._rows = array("i", [-1]) * (units if before else 0)
        """Of units that are taken over, the row of `before`."""
        self._places = array("i", [-1]) * (units if before else 0)

    def expect(self, unit: int, mentions: int) -> None:
        """A unit of several mentions."""
        self._found[unit] = [NOTHING] * mentions

    def tell(self, unit: int, slot: int, outcome: Outcome) -> None:
        """What was found out about a mention."""
        known = self._found[unit]
        if isinstance(known, list):
            known[slot] = outcome
        else:
            self._found[unit] = outcome

    def keep(self, units: Sequence[int], row: int) -> None:
        """What was found out about a block's units stands in a row of what an earlier run decided."""
        assert self._before is not None
        for place, (unit, known) in enumerate(zip(units, self._before.hashes(row), strict=True)):
            self._rows[unit], self._places[unit] = row, place
            self._settle(unit, known)

    def settle(self, units: Sequence[int]) -> tuple[bytes, str]:
        """Nothing more will be found out about a block's units.

        Returns:
            their hashes, and what was found out, as `memo_schema` has them.
        """
        found = [self._found[unit] for unit in units]
        hashes = [hash_of(outcome) for outcome in found]
        for unit, known in zip(units, hashes, strict=True):
            self._settle(unit, known)
        return b"".join(hashes), told(found)

    def of(self, unit: int) -> UnitOutcome:
        """Of one unit."""
        if self._before is not None and self._rows[unit] >= 0:
            return self._before.outcome(self._rows[unit], self._places[unit])
        return self._found[unit]

    def hash(self, unit: int) -> bytes:
        """`hash_of` it; once all is found out."""
        if not self._settled[unit]:
            self._settle(unit, hash_of(self._found[unit]))
        return bytes(self._hashes[unit * HASH_BYTES : (unit + 1) * HASH_BYTES])

    def _settle(self, unit: int, known: bytes) -> None:
        self._hashes[unit * HASH_BYTES : (unit + 1) * HASH_BYTES] = known
        self._settled[unit] = 1


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
    "Outcomes",
    "Resolved",
    "UnitOutcome",
    "key_of",
    "memo_schema",
    "memo_table",
    "which_of",
]

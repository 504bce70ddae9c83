"""Link all documents of a run: from units to decisions about mentions."""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from pipeline.link.identity import Identity, sort_numbered
from pipeline.link.memo import (
    NOTHING,
    Memo,
    Outcome,
    Resolved,
    UnitOutcome,
    hash_of,
    key_of,
    memo_schema,
    told,
    which_of,
)
from pipeline.link.mentions import Mention
from pipeline.link.named import Days, sort_named, tells_day_and_title
from pipeline.link.registry import directive_id, directive_row
from pipeline.link.short import ShortForms, is_certain
from pipeline.link.units import NAMES, NUMBERED, SHORT, Unit, block_of, block_of_key, kind_of, read_unit, symbol_of
from pipeline.schema import Row, arrow_schema
from pipeline.tabulate.arrow import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_HELD = 5_000
"""Directives held as Python objects; more are turned into a table."""


class Said:
    """Everything that is said in a run: each unit once, with how many documents say it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._weights = array("l")

    def add(self, units: Iterable[str]) -> array[int]:
        """Take in the units of some documents.

        Returns:
            the number of each.
        """
        numbers, weights = array("l"), self._weights
        for unit in units:
            number = self._numbers.setdefault(unit, len(weights))
            if number == len(weights):
                weights.append(0)
            weights[number] += 1
            numbers.append(number)
        return numbers

    def __len__(self) -> int:
        return len(self._weights)

    def number(self, text: str) -> int:
        """The number of one unit."""
        return self._numbers[text]

    def weight(self, number: int) -> int:
        """How many documents say one unit."""
        return self._weights[number]

    def in_order(self) -> list[str]:
        """All units, in an order that does not depend on where they were said."""
        return sorted(self._numbers)

    def read(self, text: str) -> Unit:
        """One unit."""
        number = self._numbers[text]
        return read_unit(text, number, self._weights[number])


class Links:
    """The decisions.

    Attributes:
        directives: the table `directives`, sorted by id.
        memo: what a later run can take over, with `directives` (`Memo`).
    """

    def __init__(
        self,
        directives: pa.Table,
        memo: pa.Table,
        outcomes: Sequence[UnitOutcome | _Kept],
        hashes: dict[int, bytes],
        before: Memo | None,
    ) -> None:
        self.directives = directives
        self.memo = memo
        self._outcomes = outcomes
        self._hashes = hashes
        self._before = before

    def of(self, unit: int, slot: int) -> Outcome:
        """What was found out about one mention of a unit."""
        found = self._outcomes[unit]
        if isinstance(found, _Kept):
            found = self._before.outcome(found.row, found.place) if self._before else None
        if found is None or isinstance(found, Outcome):
            return found or NOTHING
        return found[slot]

    def digest(self, units: Iterable[int]) -> tuple[str, str]:
        """Two hashes of what was found out about some units: of all of it, and of which directives they mean."""
        everything, which = hashlib.sha256(), hashlib.sha256()
        for unit in units:
            known = self._hashes.get(unit)
            if known is None:
                known = self._hashes[unit] = hash_of(self._outcomes[unit])  # type: ignore[arg-type]
            everything.update(known)
            which.update(which_of(known))
        return everything.hexdigest()[:16], which.hexdigest()[:16]


class _Kept(NamedTuple):
    """An outcome that an earlier run found: of which block, and of which unit of it."""

    row: int
    place: int


def decide(said: Said, before: Memo | None = None) -> Links:
    """Decide everything that needs all documents; the same for any order of documents and parts.

    The numbered documents and short forms of one number are decided together, number by number, so that never more
    than those of one number are held as objects. What is told by day, issuer and title can be of any number: it is
    looked up first, and joins its directive when that one's turn comes. Where the same is said of a number as in an
    earlier run, what was decided then is taken over.

    Args:
        said: all units of the run.
        before: what an earlier run of the same code decided.
    """
    numbers = {block: list(texts) for block, texts in groupby(said.in_order(), key=block_of)}
    names = [said.read(text) for text in numbers.pop(NAMES, ())]
    by_day = _told_by_day(names, numbers, said)
    deciding = _Deciding(said, before)
    for (scope, key), same in groupby(names, key=lambda unit: (unit.scope, unit.key)):
        deciding.names(scope, key, list(same), by_day)
    for number, texts in numbers.items():
        joining = by_day.joining(number)
        if joining or any(kind_of(text) == SHORT for text in texts):
            deciding.block(texts, joining)
        else:
            for _, of_symbol in groupby(texts, key=symbol_of):
                deciding.block(list(of_symbol), joining)
    return deciding.links(by_day)


@dataclass(slots=True)
class _ByDay:
    """Mentions told by day, issuer and title."""

    meant: dict[str, list[tuple[str, Mention]]] = field(default_factory=lambda: defaultdict(list))
    """Block → (id of a directive, mention that means it)."""
    unsure: list[tuple[Mention, list[str]]] = field(default_factory=list)
    """Mentions that could mean several, by id."""
    taken: set[tuple[int, int]] = field(default_factory=set)
    """(unit, mention) of all of them."""

    def joining(self, block: str) -> Mapping[str, list[Mention]]:
        """id of a directive of a block → mentions that mean it."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for known, mention in self.meant.get(block, ()):
            found[known].append(mention)
        return found


def _told_by_day(names: Sequence[Unit], blocks: Mapping[str, Sequence[str]], said: Said) -> _ByDay:
    found = _ByDay()
    asking = [mention for unit in names for mention in unit.mentions if tells_day_and_title(mention)]
    days = {str(mention.date) for mention in asking}
    if not days:
        return found
    identities: list[Identity] = []
    asked = regex.compile(r'"\L<days>"', days=days)
    for texts in blocks.values():
        for _, same in groupby(texts, key=symbol_of):
            group = list(same)
            if any(map(asked.search, group)):
                mentions = (m for text in group for unit in (said.read(text),) for m in unit.mentions)
                identities += sort_numbered(mentions).identities
    known = Days(identities, days)
    for mention in asking:
        options = known.options(mention)
        if len(options) == 1:
            found.meant[block_of_key(options[0].key)].append((directive_id(options[0]), mention))
        elif options:
            found.unsure.append((mention, sorted(map(directive_id, options))))
        if options:
            found.taken.add((mention.source.unit, mention.row))
    return found


class _Deciding:
    def __init__(self, said: Said, before: Memo | None) -> None:
        self._said = said
        self._before = before
        self._outcomes: list[UnitOutcome | _Kept] = [None] * len(said)
        self._hashes: dict[int, bytes] = {}
        self._tables: list[pa.Table] = []
        self._rows: list[Row] = []
        self._taken_over: list[int] = []
        """Rows of `before`."""
        self._decided: list[tuple[bytes, list[str], list[int]]] = []
        """New blocks: key, ids of directives, numbers of units."""

    def names(self, scope: str, key: str, units: Sequence[Unit], by_day: _ByDay) -> None:
        """Documents of one name."""
        self._prepare(units)
        mentions = [m for unit in units for m in unit.mentions if (m.source.unit, m.row) not in by_day.taken]
        if key:
            found = sort_named(scope, key, mentions)
            cited = {id(identity): self._finish(identity) for identity in found.identities}
            self._leave_open(found.open, cited)

    def block(self, texts: Sequence[str], joining: Mapping[str, list[Mention]]) -> None:
        """Documents and short forms of one number, or documents of one symbol."""
        if joining:
            self._decide(texts, joining)
            return
        listed = [self._said.number(text) for text in texts]
        key = key_of(zip(texts, map(self._said.weight, listed), strict=True))
        row = self._before.find(key) if self._before else None
        if row is not None and self._before is not None:
            self._taken_over.append(row)
            for place, (number, known) in enumerate(zip(listed, self._before.hashes(row), strict=True)):
                self._outcomes[number] = _Kept(row, place)
                self._hashes[number] = known
            return
        self._decided.append((key, self._decide(texts, joining), listed))

    def _decide(self, texts: Sequence[str], joining: Mapping[str, list[Mention]]) -> list[str]:
        units = [self._said.read(text) for text in texts]
        numbered = [mention for unit in units if unit.kind == NUMBERED for mention in unit.mentions]
        short = [mention for unit in units if unit.kind == SHORT for mention in unit.mentions]
        if not (short or joining or any(mention.counts for mention in numbered)):
            # Numbers that only their own documents bear.
            return []
        self._prepare(units)
        found = sort_numbered(numbered)
        if joining:
            for identity in found.identities:
                identity.mentions += joining.get(directive_id(identity), ())
        forms = ShortForms(found.identities) if short else None
        meant: dict[int, list[Mention]] = defaultdict(list)
        for mention in short if forms else ():
            options = forms.candidates(mention) if forms else []
            if len(options) == 1 and is_certain(mention, options[0]):
                meant[id(options[0])].append(mention)
            else:
                found.open.append((mention, options))
        cited = {id(identity): self._finish(identity, meant.get(id(identity), ())) for identity in found.identities}
        self._leave_open(found.open, cited)
        return [known for known in cited.values() if known]

    def links(self, by_day: _ByDay) -> Links:
        """All that was decided."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self._pack()
        memo = self._memo()
        if self._before and self._taken_over:
            kept, directives = self._before.rows_of(self._taken_over)
            memo, self._tables = pa.concat_tables([memo, kept]), [*self._tables, directives]
        directives = pa.concat_tables([arrow_schema("directives").empty_table(), *self._tables])
        directives = directives.take(pc.sort_indices(directives, [("directive_id", "ascending")])).combine_chunks()
        if by_day.unsure:
            wanted = pa.array(sorted({known for _, options in by_day.unsure for known in options}), pa.string())
            cited = set(wanted.filter(pc.is_in(wanted, directives.column("directive_id"))).to_pylist())
            for mention, options in by_day.unsure:
                self._tell(mention, Outcome(candidates=tuple(option for option in options if option in cited)))
        return Links(directives, memo, self._outcomes, self._hashes, self._before)

    def _memo(self) -> pa.Table:
        import pyarrow as pa

        columns: tuple[list[Any], ...] = ([], [], [], [])
        for key, directives, numbers in self._decided:
            # What is told by day, and so might still change, is of no block that is kept.
            outcomes = [self._outcomes[number] for number in numbers]
            hashes = [hash_of(outcome) for outcome in outcomes]  # type: ignore[arg-type]
            self._hashes.update(zip(numbers, hashes, strict=True))
            cells = (key, directives, b"".join(hashes), told(outcomes))  # type: ignore[arg-type]
            for column, value in zip(columns, cells, strict=True):
                column.append(value)
        schema = memo_schema()
        return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)

    def _prepare(self, units: Iterable[Unit]) -> None:
        for unit in units:
            if len(unit.mentions) > 1:
                self._outcomes[unit.mentions[0].source.unit] = [NOTHING] * len(unit.mentions)

    def _tell(self, mention: Mention, outcome: Outcome) -> None:
        unit = mention.source.unit
        known = self._outcomes[unit]
        if isinstance(known, list):
            known[mention.row] = outcome
        else:
            self._outcomes[unit] = outcome

    def _finish(self, identity: Identity, short: Sequence[Mention] = ()) -> str | None:
        """Write a directive down.

        Returns:
            its id; null where nobody cites it.
        """
        # What a short form takes over is what mentions with a symbol say, before the short ones join them.
        said = _said_of(identity) if short else None
        identity.mentions += short
        known = directive_id(identity) if any(mention.counts for mention in identity.mentions) else None
        if known is not None:
            self._rows.append(directive_row(identity))
            if len(self._rows) >= _ROWS_HELD:
                self._pack()
        plain, taken_over = Outcome(known), Outcome(known, said)
        for mention in identity.mentions[: len(identity.mentions) - len(short)]:
            self._tell(mention, plain)
        for mention in short:
            self._tell(mention, taken_over)
        return known

    def _leave_open(self, open_: Iterable[tuple[Mention, list[Identity]]], cited: Mapping[int, str | None]) -> None:
        for mention, options in open_:
            found = (cited.get(id(option)) for option in options)
            self._tell(mention, Outcome(candidates=tuple(sorted(known for known in found if known))))

    def _pack(self) -> None:
        if self._rows:
            self._tables.append(arrow_table("directives", self._rows))
            self._rows = []


def _said_of(identity: Identity) -> Resolved:
    row = directive_row(identity)
    return Resolved(row["symbol"], row["date"], row["issuer_id"], row["issuer"])


__all__ = ["Links", "Said", "decide"]

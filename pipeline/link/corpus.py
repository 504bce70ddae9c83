"""Link all documents of a run: from units to decisions about mentions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import regex

from pipeline.link.identity import Identity, sort_numbered
from pipeline.link.memo import NOTHING, Memo, Outcome, Outcomes, Resolved, key_of, memo_schema, memo_table, which_of
from pipeline.link.mentions import Mention
from pipeline.link.named import Days, sort_named, tells_day_and_title
from pipeline.link.registry import directive_id, directive_row
from pipeline.link.said import Said
from pipeline.link.short import ShortForms, is_certain
from pipeline.link.units import NUMBERED, SHORT, Unit, block_of_key, kind_of, symbol_of
from pipeline.schema import Row, arrow_schema
from pipeline.tabulate.arrow import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_HELD = 5_000
"""Directives held as Python objects; more are turned into a table."""


class Links:
    """The decisions.

    Attributes:
        directives: the table `directives`, sorted by id.
        memo: what a later run can take over, with `directives` (`Memo`).
    """

    def __init__(self, directives: pa.Table, memo: pa.Table, outcomes: Outcomes) -> None:
        self.directives = directives
        self.memo = memo
        self._outcomes = outcomes

    def of(self, unit: int, slot: int) -> Outcome:
        """What was found out about one mention of a unit."""
        found = self._outcomes.of(unit)
        if found is None or isinstance(found, Outcome):
            return found or NOTHING
        return found[slot]

    def digest(self, units: Iterable[int]) -> tuple[str, str]:
        """Two hashes of what was found out about some units: of all of it, and of which directives they mean."""
        everything, which = hashlib.sha256(), hashlib.sha256()
        for unit in units:
            known = self._outcomes.hash(unit)
            everything.update(known)
            which.update(which_of(known))
        return everything.hexdigest()[:16], which.hexdigest()[:16]


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
    names = [said.read(text) for text in said.names()]
    by_day = _told_by_day(names, said)
    deciding = _Deciding(said, before)
    for (scope, key), same in groupby(names, key=lambda unit: (unit.scope, unit.key)):
        deciding.names(scope, key, list(same), by_day)
    for number, texts in said.numbers():
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


def _told_by_day(names: Sequence[Unit], said: Said) -> _ByDay:
    found = _ByDay()
    asking = [mention for unit in names for mention in unit.mentions if tells_day_and_title(mention)]
    days = {str(mention.date) for mention in asking}
    if not days:
        return found
    identities: list[Identity] = []
    asked = regex.compile(r'"\L<days>"', days=days)
    for _, texts in said.numbers():
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
        self._outcomes = Outcomes(len(said), before)
        self._tables: list[pa.Table] = []
        self._rows: list[Row] = []
        self._taken_over: list[int] = []
        """Rows of `before`."""
        self._decided: list[tuple[bytes, list[str], bytes, str]] = []
        """New blocks, as `memo_schema` has them."""
        self._memos: list[pa.Table] = []

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
            self._outcomes.keep(listed, row)
            return
        directives = self._decide(texts, joining)
        self._decided.append((key, directives, *self._outcomes.settle(listed)))
        if len(self._decided) >= _ROWS_HELD:
            self._pack()

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
        tables, memos = self._tables, self._memos
        if self._before and self._taken_over:
            kept, directives = self._before.rows_of(self._taken_over)
            tables, memos = [*tables, directives], [*memos, kept]
        directives = pa.concat_tables([arrow_schema("directives").empty_table(), *tables])
        directives = directives.take(pc.sort_indices(directives, [("directive_id", "ascending")])).combine_chunks()
        if by_day.unsure:
            wanted = pa.array(sorted({known for _, options in by_day.unsure for known in options}), pa.string())
            cited = set(wanted.filter(pc.is_in(wanted, directives.column("directive_id"))).to_pylist())
            for mention, options in by_day.unsure:
                self._tell(mention, Outcome(candidates=tuple(option for option in options if option in cited)))
        return Links(directives, pa.concat_tables([memo_schema().empty_table(), *memos]), self._outcomes)

    def _prepare(self, units: Iterable[Unit]) -> None:
        for unit in units:
            if len(unit.mentions) > 1:
                self._outcomes.expect(unit.mentions[0].source.unit, len(unit.mentions))

    def _tell(self, mention: Mention, outcome: Outcome) -> None:
        self._outcomes.tell(mention.source.unit, mention.row, outcome)

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
        if self._decided:
            self._memos.append(memo_table(self._decided))
            self._decided = []


def _said_of(identity: Identity) -> Resolved:
    row = directive_row(identity)
    return Resolved(row["symbol"], row["date"], row["issuer_id"], row["issuer"])


__all__ = ["Links", "decide"]

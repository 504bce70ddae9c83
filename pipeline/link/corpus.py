"""Link all documents of a run: from key columns to decisions about rows."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.link.identity import Identity, Sorted, sort_numbered
from pipeline.link.mentions import Mention, own_identity, read_mentions, read_sources
from pipeline.link.named import by_day_and_title, sort_named, with_acts
from pipeline.link.registry import directive_id, directive_row
from pipeline.link.short import ShortForms, is_certain
from pipeline.schema import Row

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the corpus tells of a short form."""

    symbol: str | None
    date: str | None
    issuer_id: str | None
    issuer: str | None


@dataclass(slots=True)
class Links:
    """The decisions: what to fill in, by row of the references that were looked at."""

    directives: list[Row]
    """Rows of `directives`, sorted by id."""
    directive: array[int]
    """For each reference row the index in `directives`, or -1."""
    resolved: dict[int, Resolved] = field(default_factory=dict)
    candidates: dict[int, list[str]] = field(default_factory=dict)
    """For unresolved rows: ids of the directives it might be."""

    def directive_id(self, row: int) -> str | None:
        """The directive of one reference row."""
        at = self.directive[row]
        return None if at < 0 else str(self.directives[at]["directive_id"])


def link_tables(documents: pa.Table, references: pa.Table) -> Links:
    """Decide everything that needs all documents; the same for any order of rows.

    Args:
        documents: columns `mentions.DOCUMENT_COLUMNS` of all documents of the run.
        references: columns `mentions.REFERENCE_COLUMNS` of all their references.
    """
    sources = read_sources(documents)
    numbered: list[Mention] = []
    named: list[Mention] = []
    short: list[Mention] = []
    for mention in read_mentions(references, sources):
        if mention.symbol:
            numbered.append(mention)
        elif mention.form == "named":
            named.append(mention)
        elif mention.form == "short":
            short.append(mention)
    numbered += [own for own in map(own_identity, sources.values()) if own is not None]
    acts, named = with_acts(named, numbered)
    numbered += acts
    by_symbol = sort_numbered(numbered)
    told, open_told, named = by_day_and_title(named, by_symbol.identities)
    by_symbol.open += open_told
    for mention, identity in told:
        identity.mentions.append(mention)
    by_name = sort_named(named)
    resolved, open_short = _resolve(short, by_symbol.identities)
    return _links(references.num_rows, by_symbol, by_name, resolved, open_short)


def _resolve(
    short: Sequence[Mention], identities: Sequence[Identity]
) -> tuple[list[tuple[Mention, Identity]], list[tuple[Mention, list[Identity]]]]:
    forms = ShortForms(identities)
    resolved, unresolved = [], []
    for mention in short:
        found = forms.candidates(mention)
        if len(found) == 1 and is_certain(mention, found[0]):
            resolved.append((mention, found[0]))
        else:
            unresolved.append((mention, found))
    return resolved, unresolved


def _links(
    n_rows: int,
    by_symbol: Sorted,
    by_name: Sorted,
    resolved: Sequence[tuple[Mention, Identity]],
    open_short: Sequence[tuple[Mention, list[Identity]]],
) -> Links:
    found: dict[int, Resolved] = {}
    # What the short form takes over is what mentions with a symbol say: taken before the short ones join them.
    told: dict[int, Resolved] = {}
    for mention, identity in resolved:
        if id(identity) not in told:
            told[id(identity)] = _told(identity)
        found[mention.row] = told[id(identity)]
    joined: dict[int, list[Mention]] = defaultdict(list)
    for mention, identity in resolved:
        joined[id(identity)].append(mention)
    identities = by_symbol.identities + by_name.identities
    for identity in identities:
        identity.mentions += joined.get(id(identity), ())
    cited = [identity for identity in identities if any(mention.counts for mention in identity.mentions)]
    cited.sort(key=directive_id)
    directive = array("i", [-1]) * n_rows
    for i, identity in enumerate(cited):
        for mention in identity.mentions:
            if mention.row >= 0:
                directive[mention.row] = i
    known = {id(identity) for identity in cited}
    candidates: dict[int, list[str]] = {}
    for mention, options in (*by_symbol.open, *by_name.open, *open_short):
        if mention.row < 0:
            continue
        candidates[mention.row] = sorted(directive_id(option) for option in options if id(option) in known)
    return Links([directive_row(identity) for identity in cited], directive, found, candidates)


def _told(identity: Identity) -> Resolved:
    row = directive_row(identity)
    return Resolved(row["symbol"], row["date"], row["issuer_id"], row["issuer"])

"""Short forms that their own document leaves open (`Chương trình 1563`), resolved over the corpus.

Kept only where exactly one directive survives: same type and number, a year that fits, and issued by a national body or
for the citing document's own place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractors.organisations.provinces import fold_tones
from pipeline.link.identity import Identity
from pipeline.link.mentions import Mention, year_of
from pipeline.link.places import place_of
from pipeline.link.symbols import fold_number, symbol_facts


class ShortForms:
    """Directives by type, number and scope: each look-up meets only those that could be meant."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        self._known: dict[tuple[str, str, str], list[Identity]] = defaultdict(list)
        for identity in identities:
            facts = identity.facts
            if facts is None or not facts.number:
                continue
            types = {mention.doc_type for mention in identity.mentions} | {facts.doc_type}
            for doc_type in sorted(t for t in types if t):
                self._known[doc_type, facts.number, identity.scope].append(identity)

    def candidates(self, mention: Mention) -> list[Identity]:
        """The directives an unresolved short mention could mean, in a fixed order; none where nothing fits."""
        if not mention.doc_type or not mention.number:
            return []
        number = fold_number(mention.number)
        found = [
            identity
            for scope in _scopes(mention)
            for identity in self._known.get((mention.doc_type, number, scope), ())
            if _year_fits(mention, identity) and _issuer_fits(mention, identity)
        ]
        if mention.candidates:
            keys = {symbol_facts(symbol).key for symbol in mention.candidates}
            found = [identity for identity in found if identity.key in keys]
        return found


def _scopes(mention: Mention) -> list[str]:
    """Whose numbers a document may mean by a number alone: a national body's, its place's, its province's."""
    source = mention.source
    named = place_of(mention.issuer, source.province)
    if named is not None and not named.key.startswith("="):
        return [named.key]
    own = [place.key for place in (source.place, place_of("tỉnh", source.province)) if place is not None]
    scopes = ["", f"?{source.doc_id}", *own] if named is None else ["", named.key]
    return list(dict.fromkeys(scopes))


def _year_fits(mention: Mention, identity: Identity) -> bool:
    wanted = mention.year or year_of(mention.date)
    if wanted is not None:
        return identity.year == wanted
    written = mention.source.year
    return identity.year is None or written is None or identity.year <= written


def _issuer_fits(mention: Mention, identity: Identity) -> bool:
    """A national body named with the short form must be the directive's; a place was looked up already."""
    if not mention.issuer or identity.scope or identity.facts is None:
        return True
    if identity.facts.issuer:
        return identity.facts.may_be(mention.issuer)
    names = {fold_tones(m.issuer) for m in identity.mentions if m.issuer}
    return not names or fold_tones(mention.issuer) in names

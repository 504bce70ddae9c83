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
from pipeline.link.titles import title_words

_RARE_DIGITS = 4
"""Few bodies issue a thousand documents of one type a year; numbers below come back every year, everywhere."""
_COMMON_TITLE_WORDS = 4


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


def is_certain(mention: Mention, identity: Identity) -> bool:
    """Whether the only directive that fits is surely meant, not merely the only one of its number in this corpus.

    `Nghị quyết 68` fits one of dozens of documents, of which the corpus may hold a single wrong one. So a second sign
    is asked for: the mention names year or issuer; the number is rarely given twice; it is the citing place's own; a
    document of the same province or of the same kind of body cites it in full; or their titles speak of one thing.
    """
    if identity.scope or mention.issuer or mention.year or mention.date:
        return True
    if identity.facts is None or is_rare(identity.facts.number):
        return True
    source = mention.source
    wanted = set(title_words(source.title))
    for other in identity.mentions:
        if source.province and other.source.province == source.province:
            return True
        if source.body and other.source.body == source.body:
            return True
        words = set(title_words(other.title))
        if len(words & wanted) >= _COMMON_TITLE_WORDS and len(words & wanted) >= len(words) / 2:
            return True
    return False


def is_rare(number: str) -> bool:
    """Whether a number is rarely given twice."""
    return len(number) >= _RARE_DIGITS or not number.isdigit()


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

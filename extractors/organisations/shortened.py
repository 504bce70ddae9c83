"""A company, bank or school named in full once and by fewer words elsewhere: `Công ty Sao Đỏ` is the
`Công ty trách nhiệm hữu hạn Vận tải biển Sao Đỏ` of the same document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Organisation
from extractors.organisations.patterns import PLACE_TYPES, lexicon
from extractors.organisations.tokens import Tokens

_TYPES = frozenset({"company", "bank", "school", "hospital"})
_COUNTRY = ("việt", "nam")
_PROPER_MIN = 2
"""Words the short name must have after its head; one word in capitals (`VSIP`) will do."""


def full_names(organisations: Sequence[Organisation]) -> list[Organisation]:
    """Give short mentions the name and id of the one full mention they can stand for.

    Args:
        organisations: of one document, resolved.

    Returns:
        The same mentions in the same order. A short name that fits two full ones stays as it is.
    """
    named = [mention for mention in organisations if mention.org_type in _TYPES and not mention.open_place]
    if len({mention.name for mention in named}) < 2:
        return list(organisations)
    parts = {mention.name: _parts(mention.name) for mention in named}
    # One mention of each name; of those only the ones that close with the same word can be one organisation.
    distinct = {(mention.org_type, mention.name): mention for mention in named}
    closing: dict[tuple[str, str], list[Organisation]] = {}
    for (kind, name), full in distinct.items():
        for word in _closing_words(parts[name]):
            closing.setdefault((kind, word), []).append(full)
    long_of: dict[str, Organisation] = {}
    for (kind, name), _ in distinct.items():
        own = parts[name][1]
        candidates = closing.get((kind, own[-1]), []) if own else []
        fits = {full.name: full for full in candidates if _stands_for(parts[name], parts[full.name])}
        # Of two that hold each other the longer is the name; two unrelated ones leave it open.
        longest = max(fits.values(), key=lambda full: len(full.name), default=None)
        if longest is not None and all(
            other == longest.name or _stands_for(parts[other], parts[longest.name]) for other in fits
        ):
            long_of.setdefault(name, longest)
    return [_renamed(mention, long_of.get(mention.name)) for mention in organisations]


def _renamed(mention: Organisation, full: Organisation | None) -> Organisation:
    if full is None or mention.org_type != full.org_type:
        return mention
    return replace(
        mention, name=full.name, org_id=full.org_id, level=full.level, province_code=full.province_code, confidence=0.85
    )


_PLACE_WORDS = frozenset(Tokens(word).words[0] for word in PLACE_TYPES)
_OF_ONE_KIND = frozenset(
    tuple(Tokens(kind).words)
    for kind in ("Trung tâm Y tế", "Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở", "Bệnh viện Đa khoa")
)
"""Heads that tell the kind of a school or hospital: a longer head is another kind, not the name in full."""

Parts = tuple[tuple[str, ...], tuple[str, ...], bool]
"""Words of the head, words after it, whether those are one abbreviation."""


def _parts(name: str) -> Parts:
    tokens = Tokens(name)
    words = tuple(tokens.words)
    end = max((end for _, end in lexicon().starts.matches(tokens, 0) if end < len(words)), default=0)
    return words[:end], words[end:], len(words) == end + 1 and name.rsplit(maxsplit=1)[-1].isupper()


def _closing_words(parts: Parts) -> tuple[str, ...]:
    """Words with which a short form of the name may end: its last, and the one before `Việt Nam`."""
    own = parts[1]
    words = own[-1:] if own[-2:] != _COUNTRY else (own[-1], *own[-3:-2])
    return tuple(dict.fromkeys(words))


def _stands_for(short: Parts, full: Parts) -> bool:
    """The short name's head begins the full one's, and its own words close the full name (`… Việt Nam` aside)."""
    head, own, brand = short
    full_head, full_own, _ = full
    if not head or not own or (len(own) < _PROPER_MIN and not brand):
        return False
    if own[0] in _PLACE_WORDS or head in _OF_ONE_KIND:
        # The `Trung tâm Y tế` of a district is another than its `Trung tâm Y tế dự phòng`.
        return False
    if full_head[: len(head)] != head or len(full_head) + len(full_own) <= len(head) + len(own):
        return False
    rest = full_own[:-2] if full_own[-2:] == _COUNTRY and own[-2:] != _COUNTRY else full_own
    return len(rest) >= len(own) and rest[-len(own) :] == own


__all__ = ["full_names"]

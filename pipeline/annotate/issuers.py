"""Issuers of cited documents under one name and id: offices become their bodies, abbreviations full names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extractors.model import Context, Organisation, Reference
from extractors.organisations import find_organisations, resolve_organisations
from extractors.organisations.identity import organisation_id
from extractors.organisations.provinces import fold_tones
from extractors.references.issued_by import is_office
from extractors.text import DocumentText
from gazetteers import read_table


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents."""

    name: str
    org_id: str | None = None
    level: str = "unknown"
    known: bool = True
    """Whether it is a body by its name; other words are more often cut short than new."""


@cache
def _names_of_codes() -> Mapping[str, str]:
    """Folded → as written."""
    return {fold_tones(row["issuer"]): row["issuer"] for row in read_table("organs")}


@lru_cache(maxsize=4096)
def _bodies(name: str) -> tuple[DocumentText, list[Organisation]]:
    """The bodies in a name, which many provinces' documents give alike; the list is never changed."""
    doc = DocumentText.of(name)
    return doc, find_organisations(doc)


@lru_cache(maxsize=20_000)
def standard_issuer(issuer: str, province: str | None) -> Issuer | None:
    """The body a mention names as issuer.

    Args:
        issuer: as the mention gives it: `Chủ tịch UBND tỉnh`, `Bộ trưởng Bộ Công Thương`.
        province: the province of the document that speaks.

    Returns:
        `Ủy ban nhân dân tỉnh Quảng Trị`, `Bộ Công Thương`; the words themselves where they name no body known; null
        where they are an office without its body.
    """
    name = " ".join(issuer.split())
    doc, found = _bodies(name)
    bodies = resolve_organisations(found, doc, Context(province=province))
    for body in bodies:
        if body.start == 0 and body.end == len(name):
            return Issuer(body.name, body.org_id, body.level)
    itself = _names_of_codes().get(fold_tones(name))
    if itself:
        # An office that issues in its own name: `Thủ tướng Chính phủ`, `Chủ tịch nước`.
        return Issuer(itself, organisation_id(itself, None))
    for body in bodies:
        if body.end == len(name) and is_office(name[: body.start]):
            return Issuer(body.name, body.org_id, body.level)
    return None if is_office(name) else Issuer(name, known=False)


def name_issuers(references: Sequence[Reference], province: str | None) -> list[Reference]:
    """References with their issuers named and identified as the organisations layer names them.

    Args:
        references: with issuers as the text or the symbol's codes give them; words that name no body known stay.
        province: the document's own, which `UBND tỉnh` means.
    """
    named = []
    for reference in references:
        found = standard_issuer(reference.issuer, province) if reference.issuer and not reference.is_self else None
        named.append(replace(reference, issuer=found.name, issuer_id=found.org_id) if found else reference)
    return named

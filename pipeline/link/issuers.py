"""Issuers as mentions name them, made comparable: offices become their bodies, abbreviations full names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.model import Context
from extractors.organisations import find_organisations, resolve_organisations
from extractors.organisations.provinces import fold_tones
from extractors.text import DocumentText
from gazetteers import read_table

_OFFICE = regex.compile(
    r"(?:quyền\s+|phó\s+)?(?:bộ\s+trưởng|chủ\s+tịch|(?:tổng\s+)?giám\s+đốc|(?:tổng\s+)?cục\s+trưởng|thống\s+đốc"
    r"|viện\s+trưởng|chánh\s+án|chánh\s+văn\s+phòng|(?:tổng\s+)?bí\s+thư|thủ\s+trưởng|trưởng\s+ban|trưởng|chủ\s+nhiệm"
    r"|hiệu\s+trưởng|tổng\s+thanh\s+tra)(?:\s+của)?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents."""

    name: str
    org_id: str | None = None
    level: str = "unknown"
    known: bool = True
    """Whether it is a body by its name; other words are more often cut short than new."""


@cache
def _names_of_codes() -> frozenset[str]:
    return frozenset(fold_tones(row["issuer"]) for row in read_table("organs"))


@cache
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
    if fold_tones(name) in _names_of_codes():
        return Issuer(name)
    doc = DocumentText.of(name)
    for body in resolve_organisations(find_organisations(doc), doc, Context(province=province)):
        before = name[: body.start].strip()
        if body.end == len(name) and (not before or _OFFICE.fullmatch(before)):
            return Issuer(body.name, body.org_id, body.level)
    return None if _OFFICE.fullmatch(name) else Issuer(name, known=False)

"""Stable ids of organisations that no gazetteer lists: from the full name and the province."""

from __future__ import annotations

import hashlib

import regex

from extractors.organisations.provinces import fold_place, fold_unaccented

_WORD = regex.compile(r"[\p{L}\p{N}]+")
_SLUG_MAX = 80


def organisation_id(name: str, province_code: str | None) -> str:
    """`org:` with a readable slug and a check that tells names apart which only differ in accents.

    Args:
        name: full standard name; case, tone placement, dashes and blanks do not matter.
        province_code: official code of its province as at the document's date, or null.
    """
    folded = fold_place(name)
    slug = "-".join(fold_unaccented(word) for word in _WORD.findall(folded))[:_SLUG_MAX].strip("-")
    check = hashlib.sha256(f"{folded}|{province_code or ''}".encode()).hexdigest()[:6]
    return f"org:{slug}-{check}"

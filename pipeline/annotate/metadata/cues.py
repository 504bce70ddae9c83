"""The words that metadata are read by, from `gazetteers/metadata_cues.csv` and `doc_kinds.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import regex

from extractors.organisations.provinces import fold_tones
from gazetteers import read_table, split_cell

IC = regex.IGNORECASE


@cache
def cues(role: str) -> Mapping[str, str]:
    """Phrases of one role, folded (`fold_tones`) → value."""
    return {fold_tones(row["phrase"]): row["value"] for row in read_table("metadata_cues") if row["role"] == role}


@cache
def kinds() -> Mapping[str, str]:
    """Type words of titles, folded → `documents.doc_kind`."""
    return {fold_tones(row["phrase"]): row["kind"] for row in read_table("doc_kinds")}


@cache
def press() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """(name, forms, province) of newspapers, agencies and broadcasters."""
    rows = read_table("press")
    return tuple((row["name"], (row["name"], *split_cell(row["forms"])), row["province"]) for row in rows)


def alternation(phrases: Mapping[str, object] | tuple[str, ...]) -> str:
    """The phrases as one pattern for folded text, longest first, any blanks between words."""
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(r"\s+".join(map(regex.escape, p.split())) for p in ordered) + ")"


def squash(text: str) -> str:
    """One blank for any run of them, none outside."""
    return " ".join(text.split())

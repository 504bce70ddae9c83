"""Words by which it is told who carried a directive out: `gazetteers/compliance_cues.csv`."""

from __future__ import annotations

from functools import cache

import regex

from gazetteers import read_table


@cache
def cues(kind: str) -> tuple[str, ...]:
    """The phrases of one kind, in file order."""
    return tuple(row["phrase"] for row in read_table("compliance_cues") if row["kind"] == kind)


@cache
def any_cue(kind: str) -> str:
    """A pattern source for any phrase of one kind, the longest first, any blanks between words."""
    ordered = sorted(cues(kind), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(r"\s+".join(map(regex.escape, phrase.split())) for phrase in ordered) + ")"

"""Names in capitals: how far they reach in their line, which ordinary capitals would tell."""

from __future__ import annotations

from extractors.organisations.patterns import lexicon
from extractors.organisations.tokens import Tokens

SHOUTED_MAX = 9
"""Words of a name in capitals at most."""


def shouted_end(tokens: Tokens, i: int) -> int:
    """Index after the last word of the line (or table cell, or letterhead column) in capitals at word `i`."""
    end = i
    while end < len(tokens) and end - i < SHOUTED_MAX:
        if end > i and (tokens.line_break(end) or "|" in tokens.gap(end) or tokens.gap(end).strip(" .,-&'\"()") != ""):
            break
        if end > i and len(tokens.gap(end)) > 3 and not tokens.gap(end).strip():
            break
        if not tokens.raw(end).isupper() and not tokens.digits(end):
            break
        if lexicon().cues["caps_stop"].longest(tokens, end) and not (
            tokens.words[end] == "số" and tokens.digits(end + 1)
        ):
            break
        end += 1
    return end

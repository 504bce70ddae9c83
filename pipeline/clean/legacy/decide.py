"""Which encoding each word of a document stands in: one for a stretch of words, told by how many of them are spelt as
Vietnamese syllables then.

Single words tell little (`cã` is a word in Unicode, and `có` in TCVN3). So the cheapest way through all words is
looked for, where a word costs what it lacks of a syllable (`words.costs`) and every change of encoding costs as well:
much within a line, less between lines, cells and fonts. Words that tell nothing go with their neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean.legacy.words import STATES, UNICODE, costs

START, LINE, FONT, WITHIN = 0, 1, 2, 3
"""What lies before a word."""

_N = len(STATES)
_FIRST_PASS = (1.5, 4.0, 4.0, 9.0)
_KNOWN = (0.5, 1.5, 1.5, 6.0)
"""Where the first pass found the encoding somewhere in the document."""
_RARE = (0.0, 0.0, 0.0, 6.0, 6.0, 6.0)
"""More for encodings that few documents have (VISCII, VPS, Windows-1258), until the first pass has found them."""
_HINT = 0.75
"""What a font's name is worth: less than any word's spelling."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word with characters beyond ASCII."""

    text: str
    before: int
    """`START` of the document, `LINE` or cell, `FONT`, or `WITHIN` a line."""
    hint: int = UNICODE
    """The state that its font's name promises."""


def decide(tokens: Sequence[Token]) -> bytes:
    """The state (index into `words.STATES`) of every token, `UNICODE` where it stands as it should."""
    states = _cheapest(tokens, {})
    found = set(states) - {UNICODE}
    if not found:
        return states
    return _cheapest(tokens, dict.fromkeys(found | {UNICODE}, True))


def _cheapest(tokens: Sequence[Token], known: dict[int, bool]) -> bytes:
    """Viterbi's way through the words."""
    total = [0.0] * _N
    steps: list[bytes] = []
    for token in tokens:
        best = min(range(_N), key=total.__getitem__)
        floor = total[best]
        step = bytearray(_N)
        own = costs(token.text)
        for state in range(_N):
            price = _KNOWN[token.before] if state in known else _FIRST_PASS[token.before] + _RARE[state]
            if state == UNICODE and token.before == START:
                price = 0.0
            stay, change = total[state], floor + price
            if token.before == START:
                stay = change
            if stay <= change:
                step[state] = state
                total[state] = stay + own[state]
            else:
                step[state] = best
                total[state] = change + own[state]
            if token.hint == state and state != UNICODE:
                total[state] -= _HINT
        steps.append(bytes(step))
    path = bytearray(len(tokens))
    state = min(range(_N), key=total.__getitem__)
    for i in range(len(tokens) - 1, -1, -1):
        path[i] = state
        state = steps[i][state]
    return bytes(path)


__all__ = ["FONT", "LINE", "START", "WITHIN", "Token", "decide"]

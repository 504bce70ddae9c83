"""Which encoding each word of a document stands in: one for a stretch of words, told by how many of them are spelt as
Vietnamese syllables then.

Single words tell little (`cã` is a word in Unicode, and `có` in TCVN3). So the cheapest way through all words is
looked for, where a word costs what it lacks of a syllable (`words.costs`) and every change of encoding costs as well:
much within a line, less between lines, cells and fonts. Words that tell nothing go with their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.legacy.words import STATES, UNICODE, costs

START, LINE, FONT, WITHIN = 0, 1, 2, 3
"""What lies before a word."""

_N = len(STATES)
_FIRST_PASS = (1.5, 4.0, 4.0, 9.0)
_KNOWN = (0.5, 1.5, 1.5, 6.0)
"""Where the first pass found the encoding somewhere in the document."""
_RARE = (0.0, 0.0, 0.0, 6.0, 6.0, 6.0)
"""More for encodings that few documents have (VISCII, VPS, Windows-1258), until the first pass has found them."""
_RARE_WORDS = 2
_RARE_SHARE = 0.01
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
    allowed = _worth_asking(tokens)
    states = _cheapest(tokens, allowed, frozenset())
    found = frozenset(states)
    if len(found) == 1:
        return states
    return _cheapest(tokens, allowed, found | {UNICODE})


def _worth_asking(tokens: Sequence[Token]) -> tuple[int, ...]:
    """States in which some words are spelt better than as they stand; the rare ones must be the best for several."""
    best = [0] * _N
    for word, count in Counter(token.text for token in tokens).items():
        own = costs(word)
        least = min(own)
        if least == own[UNICODE]:
            continue
        for state in range(1, _N):
            if own[state] == least and (not _RARE[state] or own.count(least) == 1):
                best[state] += count
    few = max(_RARE_WORDS, len(tokens) * _RARE_SHARE)
    return tuple(state for state in range(_N) if state == UNICODE or best[state] >= (few if _RARE[state] else 1))


def _cheapest(tokens: Sequence[Token], states: Sequence[int], known: frozenset[int]) -> bytes:
    """Viterbi's way through the words.

    Args:
        tokens: all words that are not ASCII.
        states: the states that are possible.
        known: those that the document is known to have.
    """
    size = len(states)
    prices = [
        [_KNOWN[before] if state in known else _FIRST_PASS[before] + _RARE[state] for state in states]
        for before in (START, LINE, FONT, WITHIN)
    ]
    # A document begins in any state, in Unicode for nothing.
    total = [0.0 if state == UNICODE else price for state, price in zip(states, prices[START], strict=True)]
    stay = list(range(size))
    steps: list[list[int]] = []
    for token in tokens:
        floor = min(total)
        own, price = costs(token.text), prices[token.before]
        step, fresh = stay, []
        for i, state in enumerate(states):
            cost = total[i]
            if cost > floor + price[i] and token.before != START:
                if step is stay:
                    step = stay.copy()
                step[i] = total.index(floor)
                cost = floor + price[i]
            fresh.append(cost + own[state] - (_HINT if token.hint == state != UNICODE else 0.0))
        total = fresh
        steps.append(step)
    path = bytearray(len(tokens))
    at = total.index(min(total))
    for i in range(len(tokens) - 1, -1, -1):
        path[i] = states[at]
        at = steps[i][at]
    return bytes(path)


__all__ = ["FONT", "LINE", "START", "WITHIN", "Token", "decide"]

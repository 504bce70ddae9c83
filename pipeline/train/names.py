"""Augmentation: the same passage with other names in it, so that a model learns how names are built and where they end,
not which ones there are.

What the rules find is what their lists hold; a model that only sees that learns the lists. Invented names are put
together from heads, fields and syllables of the gazetteers, and stand where a name has stood.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import gazetteers
from extractors.organisations.provinces import fold_tones

Span = tuple[int, int]

_OTHERS = 0.15
"""Share of the names without a head that takes a name of one's own (`Sở Y tế`, `UBND tỉnh`) which are replaced."""
_MANY = frozenset(("company", "school", "hospital"))
"""Types of which there are too many for any list."""
_COMMON = 0.7
"""Share of the invented names that are of those types."""
_ONSETS = ("B", "C", "D", "F", "G", "H", "K", "L", "M", "N", "P", "S", "T", "V", "Vi", "Na", "Sa", "Te", "Ha", "Pe")
_RHYMES = ("na", "ta", "co", "tex", "mi", "ra", "lo", "pro", "mex", "fa", "gas", "tech", "ma", "ni", "vi", "do", "sun")


def renamed(text: str, spans: Sequence[Span], draw: random.Random) -> tuple[str, tuple[Span, ...]]:
    """A passage with invented names in the place of its own.

    Args:
        text: the passage.
        spans: organisations in it; code points, in order, not overlapping.
        draw: where chance comes from.

    Returns:
        the new text, and where the organisations stand in it.
    """
    pieces: list[str] = []
    placed: list[Span] = []
    at = length = 0
    for start, end in spans:
        name = _instead_of(text[start:end], draw)
        pieces += (text[at:start], name)
        length += start - at
        placed.append((length, length + len(name)))
        length += len(name)
        at = end
    return "".join((*pieces, text[at:])), tuple(placed)


def invented(draw: random.Random, head: str | None = None) -> str:
    """A name nobody bears, we hope: `Công ty TNHH Cơ khí và Xây dựng Sao Phượng`.

    Args:
        draw: where chance comes from.
        head: what it begins with; null: one by chance.
    """
    parts = [draw.choice(_heads()[draw.random() < _COMMON]) if head is None else head]
    if draw.random() < 0.55:
        parts.append(_field(draw))
    brand = _brand(draw)
    if draw.random() < 0.04:
        brand = f"{brand} {draw.randint(1, 30)}"
    parts.append(brand)
    if draw.random() < 0.12:
        parts.append(draw.choice(_places()))
    return " ".join(parts)


def _instead_of(name: str, draw: random.Random) -> str:
    folded = fold_tones(name)
    head = next((head for head in _longest_heads() if folded.startswith(fold_tones(head) + " ")), None)
    if head is not None:
        return invented(draw, name[: len(head)])
    return invented(draw) if draw.random() < _OTHERS else name


def _field(draw: random.Random) -> str:
    fields = [draw.choice(_fields()) for _ in range(draw.choice((1, 1, 1, 1, 2, 2)))]
    if draw.random() < 0.1:
        fields = [field.lower() for field in fields]
    return draw.choice((" và ", " và ", " - ", " ")).join(fields)


def _brand(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.72:
        return " ".join(draw.choice(_syllables()) for _ in range(draw.choice((1, 2, 2, 2, 2, 3))))
    if kind < 0.9:
        return draw.choice(_ONSETS) + "".join(draw.choice(_RHYMES) for _ in range(draw.choice((1, 2))))
    return "".join(draw.choice("ABCDGHIKLMNPSTV") for _ in range(draw.choice((2, 3, 4))))


@cache
def _heads() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Heads that take a name of one's own; those of enterprises, schools and hospitals apart, in second place."""
    heads: tuple[list[str], list[str]] = ([], [])
    for row in gazetteers.read_table("org_patterns"):
        if "name" in row["tails"].split("|"):
            heads[row["type"] in _MANY].extend((row["head"], *gazetteers.split_cell(row["forms"])))
    return tuple(heads[0]), tuple(heads[1])


@cache
def _longest_heads() -> tuple[str, ...]:
    return tuple(sorted((*_heads()[0], *_heads()[1]), key=lambda head: (-len(head), head)))


@cache
def _fields() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in gazetteers.read_table("org_words"))


@cache
def _places() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["name"] for row in gazetteers.read_table("provinces")))


@cache
def _syllables() -> tuple[str, ...]:
    """Syllables that names of places are made of; so are those of firms, schools and people."""
    names = (row["name"] for table in ("districts", "provinces") for row in gazetteers.read_table(table))
    return tuple(dict.fromkeys(word for name in names for word in name.split() if word.istitle() and len(word) > 1))


__all__ = ["invented", "renamed"]

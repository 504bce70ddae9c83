"""Augmentation: the same passage in capitals, without diacritics, or with the slips of character recognition.

All three keep the length of the text, so that the spans in it keep their offsets.
"""

from __future__ import annotations

import random
import unicodedata

import gazetteers

SLIPS_PER_LETTER = 0.03
"""Share of letters that recognition takes for others on a bad scan."""


def in_capitals(text: str) -> str:
    """Capitals, as letterheads are set."""
    raised = (letter.upper() for letter in text)
    return "".join(up if len(up) == 1 else letter for up, letter in zip(raised, text, strict=True))


def without_diacritics(text: str) -> str:
    """Base letters only, as old systems and hurried writers leave them."""
    plain = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return "".join(plain).translate({ord("đ"): "d", ord("Đ"): "D"})


def with_slips(text: str, draw: random.Random, rate: float = SLIPS_PER_LETTER) -> str:
    """Letters mistaken for others, as in `gazetteers/ocr_slips.csv`.

    Args:
        text: NFC.
        draw: where chance comes from.
        rate: share of the letters that have a slip.
    """
    slips = _slips()
    return "".join(
        draw.choice(slips[letter]) if letter in slips and draw.random() < rate else letter for letter in text
    )


def _slips() -> dict[str, tuple[str, ...]]:
    return {row["letter"]: tuple(row["read_as"].split("|")) for row in gazetteers.read_table("ocr_slips")}


__all__ = ["SLIPS_PER_LETTER", "in_capitals", "with_slips", "without_diacritics"]

"""UTF-8 that some program took for Western text and wrote as UTF-8 once more: `Viá»‡t Nam`."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Of each byte from 80 to BF what Windows-1252 shows; its five gaps as the control characters of Latin-1.
_SIGNS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_BYTES = {sign: byte for byte, sign in _SIGNS.items()} | {chr(byte): byte for byte in range(0x80, 0x100)}
_FOLLOWING = "".join({_SIGNS[byte] for byte in range(0x80, 0xC0)} | {chr(byte) for byte in range(0x80, 0xC0)})
# The first bytes of Vietnamese letters (Latin-1 and Latin Extended, 1EA0 to 1EFF) and of dashes and quotes. (The
# standard library's engine is much the faster for such a search, and nearly every text is searched in vain.)
_LETTER = re.compile(f"[ÃÄÅÆ][{re.escape(_FOLLOWING)}]|á[º»][{re.escape(_FOLLOWING)}]|â€[{re.escape(_FOLLOWING)}]")
# Letters that only Vietnamese has: a quote behind an accented letter may look like one of them by chance.
_FEW = 3
_VIETNAMESE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")


def is_twice(text: str) -> bool:
    """Whether a text may have been written as UTF-8 twice."""
    return _LETTER.search(text) is not None


def once(texts: Sequence[str]) -> list[str] | None:
    """A document's texts with their doubly written letters as they were meant; null where they are none.

    Args:
        texts: letters in them that are right stay.
    """
    meant = [_LETTER.sub(_decoded, text) for text in texts]
    gained = sum(
        len(_VIETNAMESE.findall(new)) - len(_VIETNAMESE.findall(old)) for new, old in zip(meant, texts, strict=True)
    )
    return meant if gained >= _FEW else None


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes(map(_BYTES.__getitem__, match[0])).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


__all__ = ["is_twice", "once"]

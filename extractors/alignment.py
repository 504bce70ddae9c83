"""NFC text and where its code points stand in the text it was made from.

Extractors want NFC; a spaCy `Doc` holds whatever text it was given. Everything outside the pipeline's own cleaning goes
through here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import regex

_GRAPHEME = regex.compile(r"\X")


class Alignment:
    """`text` in NFC with the way back.

    Attributes:
        nfc: the NFC form.
    """

    __slots__ = ("_starts", "nfc")

    def __init__(self, text: str) -> None:
        self._starts: Sequence[int] | None = None
        if unicodedata.is_normalized("NFC", text):
            self.nfc = text
            return
        starts: list[int] = []
        pieces: list[str] = []
        for match in _GRAPHEME.finditer(text):
            piece = unicodedata.normalize("NFC", match.group())
            pieces.append(piece)
            starts += [match.start()] * len(piece)
        starts.append(len(text))
        self.nfc = "".join(pieces)
        self._starts = starts

    def back(self, offset: int) -> int:
        """The offset in the original text of an offset in `nfc` (code points, both)."""
        return offset if self._starts is None else self._starts[offset]

"""What was filled into a PDF's form fields or typed over its pages: text that the text layer does not hold."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.read.pdf.words import Frame, Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_MOST = 2_000
"""Fields of a page that are looked at."""
_LONGEST = 100_000
_TEXT_FIELDS = ("Tx", "Ch")
_LINE = 14.0
"""Points that a line of a field of several lines takes, about."""
_LETTER = 0.5
"""Width of a letter in font sizes, about."""


def with_fields(page: pdfium.PdfPage, words: Sequence[Word], frame: Frame) -> list[Word]:
    """A page's words with those of its filled-in text fields and typed notes, each behind the words it stands beside.

    Args:
        page: a page whose document stays open meanwhile.
        words: of its text layer.
        frame: how its coordinates become those of the page as shown.
    """
    from pypdfium2 import raw

    filled = list(words)
    count = min(raw.FPDFPage_GetAnnotCount(page), _MOST)
    for at in range(count):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        try:
            text = _text_of(raw, note)
            rect = raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(note, rect):
                box = frame.box(rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top))
                typed = list(_words(text, box))
                if typed and not any(_holds(word, typed[0], box) for word in filled):
                    place = _place(filled, typed[0])
                    filled[place:place] = typed
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return filled


def _text_of(raw: Any, note: Any) -> str:
    """Text that a field or a note shows, nothing for all else (links, signatures, ticked boxes)."""
    if raw.FPDFAnnot_GetFlags(note) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
        return ""
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(raw, note, b"Contents")
    if kind != raw.FPDF_ANNOT_WIDGET or _string(raw, note, b"FT") not in _TEXT_FIELDS:
        return ""
    return _string(raw, note, b"V") if raw.FPDFAnnot_GetValueType(note, b"V") == raw.FPDF_OBJECT_STRING else ""


def _string(raw: Any, note: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _words(text: str, box: tuple[float, float, float, float]) -> Iterator[Word]:
    """Words of a text in a box, line by line, at about the places where they are shown."""
    left, bottom, right, top = box
    lines = [line.split() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines or right <= left or top <= bottom:
        return
    height = (top - bottom) / len(lines) if len(lines) * _LINE > top - bottom else _LINE
    first = top - height if len(lines) > 1 else bottom
    size = max(1.0, min(height * 0.75, 12.0))
    for row, tokens in enumerate(lines):
        base = first - row * height + (height if len(lines) > 1 else top - bottom) * 0.25
        letters = sum(map(len, tokens)) + len(tokens)
        width = min(size * _LETTER, (right - left) / letters)
        at = left
        for i, token in enumerate(tokens):
            end = at + width * len(token)
            yield Word(token, at, end, base, size, 0, base - size * 0.22, base + size * 0.78, starts_line=i == 0)
            at = end + width


def _holds(word: Word, first: Word, box: tuple[float, float, float, float]) -> bool:
    """Whether a word of the page is what a field begins with already: a blank that was filled from it."""
    left, bottom, right, top = box
    beside = word.left < right and word.right > left and bottom - first.size < word.base < top + first.size
    return beside and word.text.startswith(first.text)


def _place(words: Sequence[Word], word: Word) -> int:
    """Where among a page's words a new one belongs: behind what stands left of it, or else behind what is above."""
    beside = [
        i
        for i, x in enumerate(words)
        if x.turn == 0 and x.left < word.left and abs(x.base - word.base) <= max(x.size, word.size) * 0.6
    ]
    if beside:
        return max(beside, key=lambda i: words[i].left) + 1
    above = [i for i, x in enumerate(words) if x.base > word.base]
    return above[-1] + 1 if above else 0


__all__ = ["with_fields"]

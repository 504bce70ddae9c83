"""The number and the day of a letter that were put on a PDF after it was written.

A clerk's program stamps them over the places left blank (`Số:      /TB-UBND`, `ngày      tháng 11 năm 2024`): as an
annotation that holds text, or as a picture. The text layer has neither. Only these places are filled, and only where
they are blank.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import regex

from pipeline.document import RecognisedWord
from pipeline.read.ocr.engine import LINE, BrokenError, TooSlowError, words_of
from pipeline.read.ocr.picture import darkest
from pipeline.read.ocr.strokes import reading_of
from pipeline.read.pdf.words import Frame, Word, page_words
from pipeline.read.system import find

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from pipeline.read.ocr.picture import Pixels
    from pipeline.read.pdf.layout import Fill

_NUMBER = regex.compile(r"\W*s[ốô]\s?[:.]?", regex.IGNORECASE)
_SYMBOL = regex.compile(r"[/-]\s?\p{Lu}[\p{L}-]*|[/-](?:19|20)\d\d[/-]\p{Lu}")
_DAY, _MONTH, _YEAR = (regex.compile(rf"\W*{x}", regex.IGNORECASE) for x in ("ngày", "tháng", "năm"))
_ENDS = ("ngày", "tháng", "năm", *(f"{word}{sign}" for word in ("số", "sô") for sign in ("", ":", ".")))
"""What a match of one of these ends with."""
_VALUE = {
    "number": regex.compile(r"\d{1,5}[a-zA-ZđĐ]?"),
    "day": regex.compile(r"[0-3]?\d"),
    "month": regex.compile(r"[01]?\d"),
}
_LEVEL = 0.4
_WIDTH_LEAST = 0.6
"""Font sizes of a place that a figure may have been put in."""
_UP, _DOWN = 1.15, 0.45
"""Font sizes over and under the base line that a stamped figure may reach."""
_DPI = 300.0
_SURE = 0.6
_INK = 128


@dataclass(frozen=True, slots=True)
class _Blank:
    kind: str
    """`number`, `day` or `month`."""
    before: int
    """Number of the word before it, and of the one behind."""
    behind: int
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, word: Word) -> bool:
        """Whether a word stands in it."""
        across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
        return self.left <= across <= self.right and self.bottom <= up <= self.top


class Stamps:
    """Fills what was stamped on the pages of one document.

    Args:
        data: the document.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.recognised: list[RecognisedWord] = []
        """What had to be read from a picture."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user must know."""
        if not self.recognised:
            return ()
        pages = sorted({word.page for word in self.recognised})
        shown = ", ".join(map(str, pages))
        return (
            f"trang {shown}: số hoặc ngày của văn bản được đọc từ ảnh đóng trên trang / "
            f"pages {shown}: the document's number or day was read from a picture on the page",
        )

    def fill(self, number: int) -> Fill:
        """What adds stamped figures to the words of a page.

        Args:
            number: of the page, from 0.
        """
        return partial(self._filled, number)

    def _filled(self, number: int, words: list[Word], frame: Frame) -> list[Word]:
        blanks = list(_blanks(words))
        if not blanks:
            return words
        values = self._values(number, blanks, words, frame)
        filled = list(words)
        # From the last word to the first: places of earlier ones stay.
        for blank in sorted(blanks, key=lambda blank: -blank.before):
            found = values.get(blank)
            if found is None:
                continue
            text, left, right, sure = found
            if sure < 1.0:
                self.recognised.append(RecognisedWord(number + 1, text, sure))
            if blank.kind == "number":
                behind = filled[blank.behind]
                filled[blank.behind] = behind._replace(text=text + behind.text, left=left)
            else:
                word = filled[blank.before]
                filled.insert(
                    blank.before + 1, word._replace(text=text, left=left, right=right, starts_line=False, sure=sure)
                )
        return filled

    def _values(
        self, number: int, blanks: Sequence[_Blank], words: Sequence[Word], frame: Frame
    ) -> dict[_Blank, tuple[str, float, float, float]]:
        """What stands in blanks: text, left, right, how sure."""
        import pypdfium2 as pdfium
        from pypdfium2 import raw

        # A copy: its annotations are made part of the page, which PDFium then reads like the rest.
        document = pdfium.PdfDocument(self._data)
        try:
            document.init_forms()
            page = document[number]
            picture: _Picture | None = None
            if frame.turn == 0:
                picture = _Picture(page, frame)
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
            known = {(word.text, round(word.left), round(word.base)) for word in words}
            added = [x for x in page_words(page)[0] if (x.text, round(x.left), round(x.base)) not in known]
            page.close()
            found = {}
            for blank in blanks:
                value = _typed(blank, added) or (picture.value(blank) if picture else None)
                if value is not None:
                    found[blank] = value
            return found
        finally:
            document.close()


def _blanks(words: Sequence[Word]) -> Iterator[_Blank]:
    """Places left for a number or a day, upper part of the page or not."""
    levels = _Levels(words)
    for i, word in enumerate(words):
        # Few words end like one.
        if not word.text.lower().endswith(_ENDS):
            continue
        if _NUMBER.fullmatch(word.text):
            yield from _blank("number", words, i, _SYMBOL, levels)
        elif _DAY.fullmatch(word.text):
            yield from _blank("day", words, i, _MONTH, levels)
        elif _MONTH.fullmatch(word.text):
            yield from _blank("month", words, i, _YEAR, levels)


class _Levels:
    """The words of a page by height."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._order: list[int] = []
        self._bases: list[float] = []

    def beside(self, at: int) -> list[int]:
        """Numbers, in order, of the words that stand on the line of a word, to its right."""
        if not self._order:
            self._order = sorted(range(len(self._words)), key=lambda i: self._words[i].base)
            self._bases = [self._words[i].base for i in self._order]
        word = self._words[at]
        reach = word.size * _LEVEL
        # A little wider than the reach: what is exactly at its edge is asked.
        low, high = bisect_left(self._bases, word.base - reach - 1), bisect_right(self._bases, word.base + reach + 1)
        return sorted(
            i
            for i in self._order[low:high]
            if i != at and abs(self._words[i].base - word.base) <= reach and self._words[i].left >= word.right - 1
        )


def _blank(kind: str, words: Sequence[Word], at: int, follows: regex.Pattern[str], levels: _Levels) -> Iterator[_Blank]:
    word = words[at]
    beside = levels.beside(at)
    behind = min(beside, key=lambda i: words[i].left, default=None)
    if behind is None or not follows.match(words[behind].text):
        return
    after = words[behind]
    if after.left - word.right < word.size * _WIDTH_LEAST:
        return
    yield _Blank(
        kind,
        at,
        behind,
        word.right - word.size * 0.3,
        word.base - word.size * _DOWN,
        after.left + word.size * 0.3,
        word.base + word.size * _UP,
    )


def _typed(blank: _Blank, added: Sequence[Word]) -> tuple[str, float, float, float] | None:
    inside = sorted((word for word in added if blank.holds(word)), key=lambda word: word.left)
    text = "".join(word.text for word in inside)
    if not _VALUE[blank.kind].fullmatch(text):
        return None
    return text, inside[0].left, inside[-1].right, 1.0


class _Picture:
    """A page as it is shown, for places where pictures were put."""

    def __init__(self, page: pdfium.PdfPage, frame: Frame) -> None:
        self._height = frame.height
        self._left, self._bottom = frame.left, frame.bottom
        shown: Any = page.render(scale=_DPI / 72, rev_byteorder=True, may_draw_forms=True).to_numpy()
        self._colour: Pixels = np.ascontiguousarray(shown[:, :, :3], dtype=np.uint8)

    def value(self, blank: _Blank) -> tuple[str, float, float, float] | None:
        """Figures in a blank; null where nothing stands there, or nothing sure."""
        scale = _DPI / 72
        rows = slice(
            max(0, int((self._height - blank.top) * scale)), max(0, int((self._height - blank.bottom) * scale))
        )
        # Without the edges of the words around it.
        inset = 0.3 * (blank.top - blank.bottom) / (_UP + _DOWN)
        columns = slice(max(0, int((blank.left + inset) * scale)), max(0, int((blank.right - inset) * scale)))
        part = self._colour[rows, columns]
        if not part.size or not (part.min(axis=2) < _INK).any():
            return None
        text, sure = _digits(part)
        if not _VALUE[blank.kind].fullmatch(text) or sure < _SURE:
            return None
        return text, blank.left + inset, blank.right - inset, min(sure, 0.99)


def _digits(part: Pixels) -> tuple[str, float]:
    """Figures in a picture, by both readers: sure where they agree."""
    padded = np.pad(part, ((6, 6), (24, 24), (0, 0)), constant_values=255)
    reading = reading_of(padded)
    drawn, chance = reading.digits(0, len(reading.chances)) if reading else ("", 0.0)
    if find("tesseract") is None:
        return drawn, chance
    try:
        words = words_of(darkest(padded), _DPI, mode=LINE, seconds=10)
    except (TooSlowError, BrokenError):
        return drawn, chance
    printed = "".join(word.text for word in words)
    sure = min((word.confidence for word in words), default=0.0)
    if printed == drawn:
        return drawn, max(chance, sure)
    if printed.isdigit() and sure > max(chance, 0.9):
        return printed, sure - 0.2
    return drawn, chance - (0.2 if printed.isdigit() else 0.0)


__all__ = ["Stamps"]

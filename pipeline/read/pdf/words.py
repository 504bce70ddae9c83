"""Words of a PDF page with their places on the page as a person sees it, by PDFium.

PDFium tells places in the page's own frame, whatever way up the page is shown: a page turned by its `/Rotate` entry,
or one drawn sideways, is turned upright here.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from pipeline.document import FontSpan
from pipeline.read.fonts import is_legacy_font
from pipeline.read.raised import raised_text

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# PDFium's own mark for a hyphen, or a letter that it takes for one, at a line's end. It swallows the line's end behind
# it; cleaning decides what it stands for.
_HYPHEN = "\ufffe"
_WORD = regex.compile(r"[^\s\xa0\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_DIGIT = re.compile(r"\d")

RAISED_SIZE = 0.87
"""A footnote mark's size to that of its text, at most."""
RAISED_BY = 0.12
"""How far above the line a footnote mark stands, at least; in font sizes."""
_BELOW, _ABOVE = 0.22, 0.78
"""How far a line of type reaches below and above its base, in font sizes."""
_LOW, _HIGH = 0.4, 1.15
"""How far below and above its line a character of it may reach, accents included; in font sizes."""
_FAR = 1e5
"""Points from the page's corner beyond which nothing stands; broken files have places without end."""
_MOSTLY = 0.6
"""Share of a page's words that stand sideways from which on the page does."""
_MARK_DIGITS = 3


class Word(NamedTuple):
    """Characters without a blank; coordinates in points from the lower left of the page as it is shown."""

    text: str
    left: float
    right: float
    base: float
    """Height of the line it stands on."""
    size: float
    """Font size as drawn."""
    turn: int = 0
    """Direction of writing: 0 left to right, 90 upwards, 270 downwards, 180 upside down."""
    bottom: float = 0.0
    top: float = 0.0
    mark: str = ""
    """Raised figures taken off its end or its middle: the mark of a footnote."""
    lead: str = ""
    """Raised figures taken off its head: the number of the footnote that begins here."""
    starts_line: bool = False
    """PDFium begins a line with it."""
    invisible: bool = False
    """Drawn so that nobody sees it, as the hidden layer of a scan is."""
    font: str = ""
    """Its font's name; in lines that begin in a Unicode font, that font's."""
    fonts: tuple[FontSpan, ...] = ()
    """Where it is set in several fonts of pre-Unicode encodings, as a capital and the letters behind it may be."""
    starts_column: bool = False
    """A column begins with it, however near the word before stands."""
    sure: float = 1.0
    """How surely it was recognised, 0 to 1; words of a text layer are sure."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own coordinates become those of the page as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    """By how many degrees it is turned clockwise: 0, 90, 180 or 270."""

    @property
    def height(self) -> float:
        """Height of the page as shown, in points."""
        return self.right - self.left if self.turn in (90, 270) else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own frame where it is shown."""
        if self.turn == 90:
            return y - self.bottom, self.right - x
        if self.turn == 180:
            return self.right - x, self.top - y
        if self.turn == 270:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page's own frame where it is shown: left, bottom, right, top."""
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def page_words(page: pdfium.PdfPage) -> tuple[list[Word], Frame]:
    """Words in the order in which the page draws them, and the frame their places are told in.

    Args:
        page: a page whose document stays open meanwhile.
    """
    left, bottom, right, top = page.get_mediabox()
    frame = Frame(left, bottom, right, top, page.get_rotation() % 360)
    text_page = page.get_textpage()
    try:
        words = list(_Reader(text_page).words(frame))
        turn = _usual_turn(words)
        if turn:
            # The page is drawn sideways without saying so: turned until most of its words stand upright.
            frame = replace(frame, turn=(frame.turn + turn) % 360)
            words = list(_Reader(text_page).words(frame))
        return _seen(page, words, frame), frame
    finally:
        text_page.close()


def _seen(page: pdfium.PdfPage, words: list[Word], frame: Frame) -> list[Word]:
    """Words a person sees: not those beside the visible part of the page, nor those drawn invisibly but over an image.

    A page all of whose words nobody sees keeps them: they are a scan's hidden layer, or the file's frame is wrong.
    """
    left, bottom, right, top = frame.box(*page.get_cropbox())
    kept = [
        word
        for word in words
        if left <= (word.left + word.right) / 2 <= right and bottom <= (word.bottom + word.top) / 2 <= top
    ]
    kept = kept if len(kept) >= len(words) * _MOSTLY else words
    if not any(word.invisible for word in kept) or all(word.invisible for word in kept):
        return kept
    from pypdfium2 import raw

    images = [frame.box(*item.get_bounds()) for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    return [word for word in kept if not word.invisible or any(_covers(image, word) for image in images)]


def _covers(box: tuple[float, float, float, float], word: Word) -> bool:
    across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
    return box[0] <= across <= box[2] and box[1] <= up <= box[3]


def _usual_turn(words: list[Word]) -> int:
    if not any(word.turn for word in words):
        return 0
    turns = Counter[int]()
    for word in words:
        turns[word.turn] += len(word.text)
    turn, share = turns.most_common(1)[0] if turns else (0, 0)
    return turn if turn and share > turns.total() * _MOSTLY else 0


class _Reader:
    """Asks PDFium about the characters of one page."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        from pypdfium2 import raw

        self._raw: Any = raw
        self._page = text_page.raw
        self._text = text_page.get_text_range()
        self._exact = len(self._text) == text_page.count_chars()
        self._font = ""
        self._legacy = False
        self._invisible = False
        self._box = [ctypes.c_double() for _ in range(4)]
        self._get_box = raw.FPDFText_GetCharBox
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def _index(self, at: int) -> int:
        return at if self._exact else int(self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, at))

    def words(self, frame: Frame) -> Iterator[Word]:
        """The page's words in a frame."""
        end = 0
        fresh = True
        before: Word | None = None
        whole = self._text
        for match in _WORD.finditer(whole):
            start, stop = match.span()
            if not fresh:
                gap = whole[end:start]
                fresh = gap != " " and ("\n" in gap or "\r" in gap)
            word = self._word(whole[start:stop], start, frame, None if fresh else before)
            end = stop
            if word is not None:
                before = word
                fresh = word.text[-1:] == "\x02"
                yield word

    def _word(self, text: str, at: int, frame: Frame, before: Word | None) -> Word | None:
        """A word; `before` is the one before it on its line.

        Asking PDFium is what costs: a word that stands on the line of the one before it, the same way up, is taken to
        be of its size.
        """
        if self._exact and frame.turn == 0:
            # As `_char_box`, which is called twice a word.
            a, b, c, d = self._box
            x, y = frame.left, frame.bottom
            if not self._get_box(self._page, at, a, b, c, d):
                return None
            first = last = a.value - x, c.value - y, b.value - x, d.value - y
            if len(text) > 1 and self._get_box(self._page, at + len(text) - 1, a, b, c, d):
                last = a.value - x, c.value - y, b.value - x, d.value - y
        else:
            box = self._char_box(at, frame)
            if box is None:
                return None
            first = box
            last = (self._char_box(at + len(text) - 1, frame) or first) if len(text) > 1 else first
        left = first[0] if first[0] < last[0] else last[0]
        bottom = first[1] if first[1] < last[1] else last[1]
        right = first[2] if first[2] > last[2] else last[2]
        top = first[3] if first[3] > last[3] else last[3]
        if not (-_FAR < left <= right < _FAR and -_FAR < bottom <= top < _FAR):
            return None
        if before is not None and before.turn == 0 and _on_line(first, text, before):
            turn, size, base = 0, before.size, before.base
        else:
            index = self._index(at)
            size, angle = self._size_of(index), degrees(atan2(self._matrix.b, self._matrix.a))
            turn = round((angle - frame.turn) / 90) * 90 % 360
            base = self._base(index, frame, turn)
        mark = lead = ""
        if turn == 0 and len(text) > 1 and not text.isalpha() and _DIGIT.search(text):
            if text[0].isdigit() and first[1] > last[1]:
                text, lead, size, base = self._without_lead(text, at, frame, size, base)
            figure = max(i for i, char in enumerate(text) if char.isdigit()) if _DIGIT.search(text) else 0
            box = last if figure == len(text) - 1 else self._char_box(at + len(lead) + figure, frame)
            if box is not None and box[1] > base + size * RAISED_BY:
                text, mark = self._without_mark(text, at + len(lead), frame, size, base)
        if turn in (0, 180):
            bottom, top = base - size * _BELOW, base + size * _ABOVE
        if before is None:
            self._font = self._font_of(self._index(at))
            self._legacy = is_legacy_font(self._font)
            self._invisible = self._is_invisible(self._index(at))
        font, fonts = (self._font, ()) if not self._legacy or lead or mark else self._fonts_of(text, at)
        if _HYPHEN in text:
            text = text.replace(_HYPHEN, "\x02")
        fresh, unseen = before is None, self._invisible
        return Word(text, left, right, base, size, turn, bottom, top, mark, lead, fresh, unseen, font, fonts)

    def _is_invisible(self, index: int) -> bool:
        item = self._raw.FPDFText_GetTextObject(self._page, index)
        return bool(item) and self._raw.FPDFTextObj_GetTextRenderMode(item) == self._raw.FPDF_TEXTRENDERMODE_INVISIBLE

    def _fonts_of(self, text: str, at: int) -> tuple[str, tuple[FontSpan, ...]]:
        """Font of a word's first character, and all its fonts where there are several."""
        first = self._font_of(self._index(at))
        if len(text) == 1 or self._font_of(self._index(at + len(text) - 1)) == first:
            return first, ()
        spans: list[FontSpan] = []
        for i in range(len(text)):
            font = self._font_of(self._index(at + i))
            if spans and spans[-1].font == font:
                spans[-1] = FontSpan(spans[-1].start, i + 1, font)
            else:
                spans.append(FontSpan(i, i + 1, font))
        return first, tuple(spans)

    def _char_box(self, at: int, frame: Frame) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top of the character at a place in the text."""
        a, b, c, d = self._box
        if not self._get_box(self._page, at if self._exact else self._index(at), a, b, c, d):
            return None
        left, right, bottom, top = a.value, b.value, c.value, d.value
        if frame.turn == 0:
            return left - frame.left, bottom - frame.bottom, right - frame.left, top - frame.bottom
        return frame.box(left, bottom, right, top)

    def _base(self, index: int, frame: Frame, turn: int) -> float:
        x, y = self._box[:2]
        if not self._raw.FPDFText_GetCharOrigin(self._page, index, x, y):
            return 0.0
        across, up = frame.point(x.value, y.value)
        return across if turn in (90, 270) else up

    def _font_of(self, index: int) -> str:
        size = self._raw.FPDFText_GetFontInfo(self._page, index, self._name, len(self._name), self._flags)
        return self._name.value.decode("utf-8", "replace").split("+", 1)[-1] if 0 < size <= len(self._name) else ""

    def _size_of(self, index: int) -> float:
        """Font size as drawn."""
        scale = 1.0
        if self._raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            scale = hypot(self._matrix.c, self._matrix.d) or 1.0
        return min(max(1.0, float(self._raw.FPDFText_GetFontSize(self._page, index)) * scale), _FAR)

    def _without_lead(
        self, text: str, at: int, frame: Frame, size: float, base: float
    ) -> tuple[str, str, float, float]:
        """A word without the raised figures at its head; with them, and the size and base of its rest."""
        digits = len(text) - len(text.lstrip("0123456789"))
        if digits == len(text) or digits > _MARK_DIGITS:
            return text, "", size, base
        rest = self._index(at + digits)
        rest_size, rest_base = self._size_of(rest), self._base(rest, frame, 0)
        if size > rest_size * RAISED_SIZE or base < rest_base + rest_size * RAISED_BY:
            return text, "", size, base
        return text[digits:], text[:digits], rest_size, rest_base

    def _without_mark(self, text: str, at: int, frame: Frame, size: float, base: float) -> tuple[str, str]:
        """A word without the raised figures in it, and them.

        The 2 of `m2` and `km2` and the exponent of `10^6` are no footnote marks.
        """
        raised = [i for i, c in enumerate(text) if i and c.isdigit() and self._is_raised(at + i, frame, size, base)]
        if not raised:
            return text, ""
        first = end = raised[0]
        while end in raised:
            end += 1
        before, mark, after = text[:first], text[first:end], text[end:]
        shown = raised_text(before, mark)
        return shown + after, "" if shown != before else mark

    def _is_raised(self, at: int, frame: Frame, size: float, base: float) -> bool:
        index = self._index(at)
        if self._size_of(index) > size * RAISED_SIZE:
            return False
        return self._base(index, frame, 0) > base + size * RAISED_BY


def _on_line(box: tuple[float, float, float, float], text: str, before: Word) -> bool:
    """Whether a word's first character stands on the line of the word before, and not raised."""
    left, bottom, _, top = box
    size, base = before.size, before.base
    if left < before.left or bottom < base - size * _LOW or top > base + size * _HIGH:
        return False
    return not (text[0].isdigit() and bottom > base + size * RAISED_BY)


__all__ = ["RAISED_BY", "RAISED_SIZE", "Frame", "Word", "page_words", "raised_text"]

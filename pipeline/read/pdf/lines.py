"""Lines of a PDF page with their place on it, in the order they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import regex

from pipeline.document import FontSpan
from pipeline.read.fonts import FontMarks, is_legacy_font
from pipeline.read.pdf.words import RAISED_BY, RAISED_SIZE, Word, raised_text
from pipeline.read.reading_order import Column, reading_order

_COLUMN_GAP = "    "
_GAP_EMS = 1.6
"""Wider than the blanks of justified text, in font sizes: two columns."""
_BACK_EMS = 0.4
_LEVEL_EMS = 0.3
_NO_GAP_EMS = 0.24
_MARK_GAP_EMS = 0.6
_BLANKS = 2
_LETTERS = 4
_SINGLES = 0.6
_WORD_GAP = 1.6
"""A gap between two letterspaced words to that between two of their letters, at least."""
_STOPS = frozenset(".,;:)]”!?")
_SYMBOL_DIGITS = 3

_NOTE_SIZE = 0.93
"""A footnote's font size to that of the text, at most."""
_NOTE_NUMBER = regex.compile(r"\[\d{1,3}\]\s*\S")
_PLAIN_NUMBER = regex.compile(r"(\d{1,3})\s*(?=\p{Lu}|[“\"(])")
_NOTES_BELOW = 0.75
"""Footnotes stand in this lowest part of a page's height, or above each other from there."""
_PAGE_NUMBER = regex.compile(r"\W*(?:trang|page)?\W*\d{1,4}\W*(?:/\s*\d{1,4})?\W*", regex.IGNORECASE)


class PageLine(NamedTuple):
    """A line of text; coordinates in points from the lower left of the page as it is shown."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    """Font size of its longest word."""
    down: float | None = None
    """How far down the page it stands, 0 at the upper edge, 1 at the lower."""
    note: bool = False
    """It belongs to a footnote, or is written sideways: no part of the text around it."""
    column: Column | None = None
    """The column of prose it stands in, where the page has such."""
    fonts: tuple[FontSpan, ...] = ()
    words: tuple[Word, ...] = ()
    """What it was made of."""


def lines_of(words: Sequence[Word], height: float) -> list[PageLine]:
    """Lines of a page in reading order.

    Where a line holds a gap as between columns, four blanks stand for it. Marks of footnotes are left out of the text;
    the footnotes themselves begin with theirs (`[1]`).

    Args:
        words: of the page, in the order it draws them.
        height: of the page, in points.
    """
    pieces = list(_pieces(words))
    shown = [_line(piece, height) for piece in pieces if piece[0].turn == 0]
    order = reading_order(shown)
    # In a narrow column justified text has gaps as wide as those between columns.
    lines = _with_notes(
        [_row([shown[i] for i in x.pieces], " " if x.column else _COLUMN_GAP)._replace(column=x.column) for x in order]
    )
    # Sideways in the margin: no part of the text.
    return lines + [_line(piece, height)._replace(note=True) for piece in pieces if piece[0].turn]


def _pieces(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Runs of words on one line without a gap as between columns.

    PDFium gives a raised figure that stands apart a line of its own, and begins a new one behind it: the mark goes to
    the word before it, and the line goes on.
    """
    piece: list[Word] = []
    lead = ""
    pending: Word | None = None
    for word in words:
        if pending is not None:
            if _is_mark(pending, word) and -1 <= word.left - pending.right <= word.size:
                lead = pending.text
            else:
                if piece:
                    yield piece
                piece = [pending]
            pending = None
        if piece and _is_mark(word, piece[-1]) and -2 <= word.left - piece[-1].right <= piece[-1].size * _MARK_GAP_EMS:
            piece[-1] = _marked(piece[-1], word)
            continue
        if piece and not _follows(piece[-1], word):
            yield piece
            piece = []
        if not piece and word.text.isdigit() and len(word.text) <= _SYMBOL_DIGITS and not lead:
            pending = word
            continue
        piece.append(word._replace(lead=lead) if lead else word)
        lead = ""
    if pending is not None:
        yield [pending]
    elif piece:
        yield piece


def _is_mark(word: Word, text: Word) -> bool:
    """Whether a word is a raised figure beside another word."""
    if not word.text.isdigit() or len(word.text) > _SYMBOL_DIGITS or word.turn or text.turn:
        return False
    small = word.size <= text.size * RAISED_SIZE
    return small and text.size * RAISED_BY < word.base - text.base < text.size


def _marked(word: Word, mark: Word) -> Word:
    shown = raised_text(word.text, mark.text)
    return word._replace(text=shown, right=mark.right, mark="" if shown != word.text else word.mark + mark.text)


def _follows(word: Word, after: Word) -> bool:
    """Whether a word stands behind another on the same line, and nearer than a column would."""
    if after.turn != word.turn or after.starts_column:
        return False
    size = max(word.size, after.size)
    if abs(after.base - word.base) > size * _LEVEL_EMS:
        return False
    if word.turn == 90:
        gap = after.bottom - word.top
    elif word.turn == 270:
        gap = word.bottom - after.top
    elif word.turn:
        gap = word.left - after.right
    else:
        gap = after.left - word.right
    return -size * _BACK_EMS <= gap <= size * _GAP_EMS


def _line(words: Sequence[Word], height: float) -> PageLine:
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = 0
    before: Word | None = None
    narrow = _letter_gap(words)
    left, right, bottom, top = words[0].left, words[0].right, words[0].bottom, words[0].top
    longest = words[0]
    for word in words:
        left = word.left if word.left < left else left
        right = word.right if word.right > right else right
        bottom = word.bottom if word.bottom < bottom else bottom
        top = word.top if word.top > top else top
        longest = word if len(word.text) > len(longest.text) else longest
        glued = before is not None and (
            word.text[0] in _STOPS
            and word.left - before.right <= word.size * _NO_GAP_EMS
            and (word.starts_line or before.mark != "")
        )
        text = f"[{word.lead}] {word.text}" if word.lead else word.text
        wide = narrow and before is not None and word.left - before.right > narrow * _WORD_GAP
        text = text if before is None or glued else f"  {text}" if wide else f" {text}"
        pieces.append(text)
        if _is_legacy(word.font) or word.fonts:
            start = at + len(text) - len(word.text)
            for span in word.fonts or (FontSpan(0, len(word.text), word.font),):
                if _is_legacy(span.font):
                    _add_span(spans, start + span.start, start + span.end, span.font)
        at += len(text)
        before = word
    return PageLine(
        "".join(pieces),
        left,
        right,
        bottom,
        top,
        longest.size,
        1 - words[0].base / height if height > 0 and words[0].turn == 0 else None,
        fonts=tuple(FontSpan(*span) for span in spans),
        words=tuple(words),
    )


def _add_span(spans: list[tuple[int, int, str]], start: int, end: int, font: str) -> None:
    """Add a span, or lengthen the last one by it where no more than blanks stand between."""
    if spans and spans[-1][2] == font and start - spans[-1][1] <= _BLANKS:
        start = spans.pop()[0]
    spans.append((start, end, font))


@cache
def _is_legacy(font: str) -> bool:
    return is_legacy_font(font)


def _letter_gap(words: Sequence[Word]) -> float:
    """The gap between letters of a letterspaced line, 0 for other lines."""
    if len(words) < _LETTERS or len([word for word in words if len(word.text) == 1]) < len(words) * _SINGLES:
        return 0.0
    return max(0.1, median(after.left - word.right for word, after in pairwise(words)))


def _row(lines: Sequence[PageLine], gap: str) -> PageLine:
    """Pieces at one height as one line."""
    if len(lines) == 1:
        return lines[0]
    spans: list[FontSpan] = []
    at = 0
    for line in lines:
        spans += [replace(span, start=span.start + at, end=span.end + at) for span in line.fonts]
        at += len(line.text) + len(gap)
    return lines[0]._replace(
        text=gap.join(line.text for line in lines),
        right=max(line.right for line in lines),
        bottom=min(line.bottom for line in lines),
        top=max(line.top for line in lines),
        fonts=tuple(spans),
        words=tuple(word for line in lines for word in line.words),
    )


def _with_notes(lines: list[PageLine]) -> list[PageLine]:
    """Lines with the footnotes at the page's foot told: small, below the text, the first of them numbered.

    Some programs set a note's own number on the line, and as large as the note: it counts where the page's text has a
    raised mark of that number.
    """
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    if len(sizes) < 2 or (lines[-1].down or 0) < _NOTES_BELOW:
        return lines
    usual = sizes.most_common(1)[0][0]
    start = len(lines)
    while start and (lines[start - 1].size <= usual * _NOTE_SIZE or _PAGE_NUMBER.fullmatch(lines[start - 1].text)):
        start -= 1
    marks = {word.mark for line in lines[:start] for word in line.words}
    marked: list[PageLine] = []
    inside = False
    for i, line in enumerate(lines):
        if i < start or line.size > usual * _NOTE_SIZE:
            marked.append(line)
            continue
        number = _PLAIN_NUMBER.match(line.text)
        if number and number[1] in marks:
            marked.append(_numbered(line, number[1], number.end()))
            inside = True
            continue
        inside = inside or _NOTE_NUMBER.match(line.text) is not None
        marked.append(line._replace(note=inside))
    return marked


def _numbered(line: PageLine, number: str, end: int) -> PageLine:
    """A note's first line with its number as `[1] `."""
    shift = len(f"[{number}] ") - end
    fonts = tuple(
        replace(span, start=max(span.start + shift, 0), end=span.end + shift) for span in line.fonts if span.end > end
    )
    return line._replace(text=f"[{number}] {line.text[end:]}", fonts=fonts, note=True)


def cell_lines(words: Sequence[Word], marks: FontMarks) -> list[str]:
    """Lines of a table's cell, those written sideways in their own order.

    Args:
        words: what stands in it, in the order it was drawn.
        marks: of the document, for words in fonts of pre-Unicode encodings.
    """
    lines = [_marked_text(_line(piece, 0.0), marks) for piece in _cell_pieces(words)]
    return [line for line in lines if line]


def _cell_pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words of a cell line by line: a gap is only a gap there."""
    lines: list[list[Word]] = []
    for piece in _pieces(words):
        before = lines[-1][-1] if lines else None
        if before is not None and before.turn == piece[0].turn and abs(before.base - piece[0].base) <= before.size / 2:
            lines[-1] += piece
        else:
            lines.append(piece)
    if len(lines) > 1 and all(line[0].turn == 0 for line in lines):
        lines.sort(key=lambda line: -line[0].base)
    return lines


def _marked_text(line: PageLine, marks: FontMarks) -> str:
    pieces: list[str] = []
    at = 0
    for span in line.fonts:
        pieces += [line.text[at : span.start], marks.marked(line.text[span.start : span.end], span.font)]
        at = span.end
    return "".join([*pieces, line.text[at:]]).strip()


__all__ = ["PageLine", "cell_lines", "lines_of"]

"""The number and the date of a letterhead, which a clerk fills in by hand, read a second time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from statistics import median
from typing import TypeAlias

import numpy as np
import regex

from gazetteers import read_table
from pipeline.read.ocr.engine import Word
from pipeline.read.ocr.picture import Pixels, Sheet
from pipeline.read.ocr.strokes import Reading, reading_of

_Marks: TypeAlias = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Where `ngày`, `tháng` and `năm` stand in a line."""
_UPPER = 0.5
"""Share of the page's height that a letterhead stands in."""
_WAYS = 4
_MARGIN, _MARGIN_WIDE = 0.4, 0.6
"""Heights of a line that handwriting may rise above it, and sink below."""
_GAP = 6.0
"""Heights of a line between two words of one field, at most: the place left for the clerk."""
_NUMBER_HEAD = regex.compile(r"\W{0,2}(?:[s5][o0óôöồổốỗ6ó]{1,2}\s?[:.;]?|S\p{L}{0,2}:)", regex.IGNORECASE)
_NUMBER_TEXT = regex.compile(r"^\W{0,2}[s5$]\S{0,2}\s?[:;.]", regex.IGNORECASE)
_SLASH = regex.compile(r"[/⁄|]")
_SYMBOL = regex.compile(r"[/⁄]\s*(?:\p{Lu}[\p{L}&]{0,10}(?:[-–./]\p{L}[\p{L}\d&]*)*|\d{4})")
_DAY, _MONTH, _YEAR = (
    regex.compile(x, regex.IGNORECASE) for x in (r"ng.{0,2}y\b|ngà", r"t?h.{1,2}ng", r"n[aăâǎáàä]?m|[ăǎäā]m")
)
_DATE_LIMITS = ((1, 31), (1, 12), (1945, 2100))
_DATE_WORDS = ("ngày", "tháng", "năm")
_FIGURES = regex.compile(r"\d{1,4}")
_NUMBER_KEPT = regex.compile(r"\d{1,5}(?:[a-z]|\p{L}{2})?")
_KIND = regex.compile(r"/\s?(\p{L}{2,5})(?=[-–.\s]|$)")
_SURE_PRINT = 0.93
_SURE_STROKES = 0.3
_DOUBTED = 0.4
_BLANK_LETTERS = 7
_NUMBER_DIGITS = 5
_ENOUGH = 0.6
"""Chance from which one look is enough."""
_AGREED = 0.35
_MOST_WORDS = 16
_NUMBER_WORDS = 6


def with_fields(words: Sequence[Word], sheet: Sheet) -> list[Word]:
    """Words with the numbers and dates of letterheads as the second reader has them, where it is the better one.

    Args:
        words: of a sheet, in order.
        sheet: the sheet.
    """
    mended = list(words)
    for line in _pieces([word for word in words if word.top < sheet.gray.shape[0] * _UPPER]):
        fresh = _number(line, sheet) or _date(line, sheet)
        if fresh is not None:
            at = next(i for i, word in enumerate(mended) if word is line[0])
            gone = {id(word) for word in line}
            mended = [word for word in mended if id(word) not in gone]
            mended[at:at] = fresh
    return mended


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words line by line, lines cut where a column ends or a field begins."""
    pieces: list[list[Word]] = []
    for word in words:
        # Specks are read as `-` and `_`; a slash may be all that is left of a symbol.
        if not any(char.isalnum() or char in "/⁄" for char in word.text):
            continue
        before = pieces[-1][-1] if pieces else None
        if before is None or before.line != word.line or _starts_field(word, before):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _starts_field(word: Word, before: Word) -> bool:
    high = max(word.bottom - word.top, before.bottom - before.top, 1.0)
    gap = word.left - before.right
    if gap > _GAP * high:
        return True
    # `Số: 12/BC-UBND   Lào Cai, ngày …` on one line: behind the symbol, a place begins with a capital.
    return gap > 0.8 * high and _SYMBOL.search(before.text) is not None and word.text[0].isupper()


def _number(line: Sequence[Word], sheet: Sheet) -> list[Word] | None:
    """The words of `Số: 12/BC-UBND` anew; null where a line is no such field, or the print is sure."""
    if not _NUMBER_HEAD.match(line[0].text):
        return None
    slash = next((i for i, word in enumerate(line[:6]) if _SLASH.search(word.text)), None)
    if slash is None or (slash == 0 and not _SLASH.search(line[0].text)):
        return None
    head, at = _NUMBER_HEAD.match(line[0].text), _SLASH.search(line[slash].text)
    if head is None or at is None or not _is_label(line, head[0]):
        return None
    between = "".join(word.text for word in line[: slash + 1])
    printed = between[head.end() : len(between) - len(line[slash].text) + at.start()].strip(" _.…:-")
    symbol = line[slash].text[at.start() :].replace("⁄", "/").replace("|", "/")
    sure = min(word.confidence for word in line[: slash + 1])
    field = line[: slash + 1]
    box = _extent(field)
    share = (line[slash].left - box[0]) / max(1.0, box[2] - box[0]) if at.start() == 0 else None
    readings = _Readings(field, sheet)
    # A letter behind the figures is part of some numbers (`12a/BC`), which print alone tells.
    found, chance = readings.figures(
        lambda reading: _number_place(reading, share), lambda text: len(text) <= _NUMBER_DIGITS
    )
    chosen, confidence = _chosen(printed, sure, found, chance, _NUMBER_KEPT)
    if not chosen:
        return None
    symbol = _symbol(symbol, line[slash].confidence, readings.first)
    left = line[0]
    label = left.text[: head.end()].strip()
    label = "Số:" if label[-1] in ":;." or len(label) <= 3 else label
    first = replace(left, text=label, right=min(left.right, left.left + (left.bottom - left.top) * 2))
    number = replace(
        line[slash],
        text=chosen + symbol,
        confidence=min(confidence, line[slash].confidence),
        left=line[1].left if slash else left.left,
    )
    return [first, number, *line[slash + 1 :]]


def _number_place(reading: Reading, share: float | None) -> tuple[int, int] | None:
    """Steps between which a number stands: from the label to the slash, or to where Tesseract saw the slash."""
    start = _NUMBER_TEXT.match(reading.text)
    if start is None:
        return None
    mark = _SLASH.search(reading.text, start.end())
    if mark is None and share is None:
        return None
    end = reading.places[mark.start()] if mark else round(len(reading.chances) * (share or 0.0))
    return reading.places[start.end() - 1] + 1, end


def _is_label(line: Sequence[Word], head: str) -> bool:
    """Whether a line like `Số: …` is a letterhead's, and not one of the text that goes on with `số 16/CT-TTg`."""
    if len(line) > _NUMBER_WORDS:
        return False
    return ":" in head or head.lstrip()[:1] in "S5$" or any(":" in word.text for word in line[1:3])


@cache
def _kinds() -> frozenset[str]:
    """Abbreviations that the symbol of a document begins with: `QĐ`, `BC`, `NQ` …"""
    return frozenset(
        code for row in read_table("doc_types") for code in f"{row['codes']}|{row['abbreviations']}".split("|") if code
    )


def _symbol(printed: str, sure: float, reading: Reading | None) -> str:
    """What stands behind a number, `/BC-UBND`: from the second reader where it alone has a kind that there is."""
    kind = _KIND.match(printed)
    if not reading or sure >= _SURE_PRINT or (kind and kind[1].replace("QÐ", "QĐ") in _kinds()):
        return printed
    found = next((match for match in _KIND.finditer(reading.text)), None)
    if found is None:
        return printed
    # It takes a Đ for a D now and then, never the other way round.
    name = next((name for name in (found[1], found[1].replace("D", "Đ")) if name in _kinds()), None)
    if name is None:
        return printed
    tail = printed[kind.end() :] if kind else ""
    return f"/{name}" + (tail or reading.text[found.end() :].rstrip())


def _date(line: Sequence[Word], sheet: Sheet) -> list[Word] | None:
    """The words of `Huế, ngày 04 tháng 7 năm 2023` anew; null where a line is none."""
    if len(line) > _MOST_WORDS:
        return None
    text = " ".join(word.text for word in line)
    marks = _marks(text)
    if marks is None or not _is_date_line(text, marks):
        return None
    starts = [0]
    for word in line[:-1]:
        starts.append(starts[-1] + len(word.text) + 1)
    # The place stays as it was read; the rest stands where it stood, in equal shares.
    head = len(text[: marks[0][0]].strip())
    place = [word for word, start in zip(line, starts, strict=True) if start + len(word.text) <= head]
    rest = line[len(place) :]
    if not rest:
        return None
    readings = _Readings(line, sheet)
    values: list[tuple[str, float]] = []
    for i, limits in enumerate(_DATE_LIMITS):
        begin, end = marks[i][1], marks[i + 1][0] if i < 2 else len(text)
        printed = text[begin:end].strip(" .,_…")[: 4 if i == 2 else None]
        inside = zip(line, starts, strict=True)
        sure = min((w.confidence for w, s in inside if begin < s + len(w.text) and s < end), default=0.0)
        found, chance = readings.figures(partial(_date_place, part=i), partial(_within, limits=limits))
        value, certainty = _chosen(printed if _within(printed, limits) else "", sure, found, chance, _FIGURES)
        # What neither can read stays as it stands: a day that is not known is not made up.
        values.append((value, certainty) if value else (text[begin:end].strip(), min(sure, _DOUBTED)))
    shown = [(x, y) for name, pair in zip(_DATE_WORDS, values, strict=True) for x, y in ((name, 1.0), pair) if x]
    left, _, right, _ = _extent(rest)
    step = (right - left) / len(shown)
    fresh = [
        replace(rest[0], text=value, confidence=sure, left=left + i * step, right=left + (i + 0.8) * step)
        for i, (value, sure) in enumerate(shown)
    ]
    return [*place, *fresh]


def _is_date_line(text: str, marks: _Marks) -> bool:
    """Whether a line is a letterhead's date and nothing else: what stands in the text has words behind the year."""
    day, month, year = marks
    between = max(len(text[day[1] : month[0]].strip()), len(text[month[1] : year[0]].strip()))
    return between <= _BLANK_LETTERS and len(text[year[1] :].strip()) <= _BLANK_LETTERS


def _date_place(reading: Reading, part: int) -> tuple[int, int] | None:
    """Steps between which the day, the month or the year stands."""
    places = _marks(reading.text)
    if places is None:
        return None
    end = reading.places[places[part + 1][0]] if part < 2 else len(reading.chances)
    return reading.places[places[part][1] - 1] + 1, end


def _within(text: str, limits: tuple[int, int]) -> bool:
    return text.isdigit() and limits[0] <= int(text) <= limits[1]


def _marks(text: str) -> _Marks | None:
    """Where `ngày`, `tháng` and `năm` stand in a line."""
    day = _DAY.search(text)
    month = _MONTH.search(text, day.end()) if day else None
    year = _YEAR.search(text, month.end()) if month else None
    if not day or not month or not year:
        return None
    return day.span(), month.span(), year.span()


def _chosen(printed: str, sure: float, found: str, chance: float, shape: regex.Pattern[str]) -> tuple[str, float]:
    """The better of the two readers' texts, and how sure it is."""
    fits = shape.fullmatch(printed) is not None
    if fits and printed == found:
        return printed, max(sure, chance)
    if fits and (sure >= _SURE_PRINT or not found or chance < _SURE_STROKES):
        return printed, min(sure, _DOUBTED + 0.2) if found else sure
    if found and chance >= _SURE_STROKES:
        return found, chance if not fits else min(chance, _DOUBTED + 0.3)
    return (printed, min(sure, _DOUBTED)) if fits else ("", 0.0)


def _extent(words: Sequence[Word]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of words, the height that of a usual one of them."""
    heights = [word.bottom - word.top for word in words]
    usual = median(heights)
    fair = [word for word in words if word.bottom - word.top <= 1.6 * usual] or list(words)
    return (
        min(word.left for word in words),
        min(word.top for word in fair),
        max(word.right for word in words),
        max(word.bottom for word in fair),
    )


class _Readings:
    """What the second reader makes of the picture around words; looked at in several ways where one is not enough.

    Args:
        words: a line.
        sheet: what it stands on.
    """

    def __init__(self, words: Sequence[Word], sheet: Sheet) -> None:
        self._words = words
        self._sheet = sheet
        self.first = self._reading(0)

    def _reading(self, way: int) -> Reading | None:
        left, top, right, bottom = _extent(self._words)
        high = bottom - top
        margin = high * (_MARGIN if way < 2 else _MARGIN_WIDE)
        rows = slice(max(0, int(top - margin)), int(bottom + margin))
        columns = slice(max(0, int(left - high * 0.3)), int(right + high * 0.5))
        if way % 2:
            gray = self._sheet.gray[rows, columns]
            return reading_of(np.ascontiguousarray(np.repeat(gray[:, :, None], 3, axis=2)))
        return reading_of(_without_stamp(self._sheet, rows, columns))

    def figures(
        self, place: Callable[[Reading], tuple[int, int] | None], fits: Callable[[str], bool]
    ) -> tuple[str, float]:
        """Figures at a place and the chance that they are right; empty where none fit.

        Args:
            place: steps between which they stand in a reading.
            fits: whether they can be what is looked for.
        """
        chances: dict[str, list[float]] = {}
        for way in range(_WAYS):
            reading = self.first if way == 0 else self._reading(way)
            steps = place(reading) if reading else None
            if reading is None or steps is None:
                continue
            found, chance = reading.digits(*steps)
            if found and fits(found):
                if way == 0 and chance >= _ENOUGH:
                    return found, chance
                chances.setdefault(found, []).append(chance)
        if not chances:
            return "", 0.0
        best = max(chances, key=lambda found: sum(chances[found]))
        # Looks at one picture are no independent witnesses, but what most of them see is there.
        agreed = _AGREED if len(chances[best]) > _WAYS / 2 else 0.0
        return best, max(agreed, *chances[best])


def _without_stamp(sheet: Sheet, rows: slice, columns: slice) -> Pixels:
    """A part of the sheet as photographed, or without the stamp or the specks that lie there."""
    colour = sheet.colour[rows, columns]
    red = colour[:, :, 0].astype(np.int16) - np.maximum(colour[:, :, 1], colour[:, :, 2])
    if sheet.noisy or (red.size and float((red > 40).mean()) > 0.02):
        gray = sheet.gray[rows, columns]
        return np.ascontiguousarray(np.repeat(gray[:, :, None], 3, axis=2))
    return np.ascontiguousarray(colour)


__all__ = ["with_fields"]

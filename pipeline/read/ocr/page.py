"""One page's picture, from dots to words with places."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import fmean
from time import monotonic

import numpy as np

from pipeline.read.ocr.corrections import corrected
from pipeline.read.ocr.engine import PAGE, TooSlowError, Word, words_of
from pipeline.read.ocr.fields import with_fields
from pipeline.read.ocr.figures import with_figures
from pipeline.read.ocr.layout import placed_words
from pipeline.read.ocr.picture import (
    DPI,
    Pixels,
    Sheet,
    darkest,
    even_light,
    is_blank,
    is_noisy,
    lies_on_side,
    prepared,
    quarter_turns,
    scaled,
    turned_by,
)
from pipeline.read.ocr.rules import rules_of
from pipeline.read.pdf.rules import Box, Rule, grids_of
from pipeline.read.pdf.words import Word as Placed

SECONDS = 90.0
"""What one page may take; a full page of small print takes five."""
_UPRIGHT = 0.75
"""Mean certainty of a page's words above which it stands upright; upside down pages have 0.4."""
_COARSE = 1.6
_LEAST_DOTS = 8
_PROBE_SHARE = 0.3
"""Of a page that is looked at to see which way is up."""
_PROBE_LEAST = 5


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was recognised on one page."""

    words: tuple[Placed, ...]
    """In points from the lower left of the page as a person would hold it, line by line."""
    grids: tuple[tuple[Box, ...], ...]
    """Cells of its ruled tables."""
    width: float
    height: float
    blank: bool = False
    """Nothing but specks stands on it."""
    turns: int = 0
    """Quarters, counterclockwise, that the picture was turned by for places to be told in it (`straightened`)."""
    angle: float = 0.0
    """Degrees, counterclockwise, that it was turned by after that."""

    @property
    def confidence(self) -> float | None:
        """Mean certainty of its words, 0 to 1; null where it has none."""
        return fmean(word.sure for word in self.words) if self.words else None


def recognise(colour: Pixels, dpi: float, *, seconds: float = SECONDS) -> RecognisedPage:
    """What stands on a page.

    Args:
        colour: its picture, red, green, blue; it may lie on a side or stand on its head.
        dpi: its resolution.
        seconds: how long it may take.

    Raises:
        InputError: `missing_tool`.
        TooSlowError: it took longer.
        BrokenError: the recogniser failed.
    """
    if min(colour.shape[:2]) < _LEAST_DOTS:
        return RecognisedPage((), (), colour.shape[1] * 72 / dpi, colour.shape[0] * 72 / dpi, blank=True)
    fine = DPI / dpi <= _COARSE
    colour, dpi = scaled(colour, dpi)
    height, width = colour.shape[:2]
    gray = even_light(darkest(colour))
    if is_blank(gray):
        return RecognisedPage((), (), width * 72 / dpi, height * 72 / dpi, blank=True)
    # The dots of a coarse picture are as large as specks, and what was taken for specks would be commas.
    noisy = fine and is_noisy(gray)
    # Of a page on its side nobody knows which side is up; nearly every other stands upright.
    until = monotonic() + seconds
    turns = _best_turns(colour, dpi, noisy, until, (1, 3, 0, 2)) if lies_on_side(gray) else 0
    sheet, words, rules = _seen(quarter_turns(colour, turns), dpi, noisy, until)
    if turns == 0 and _mean(words) < _UPRIGHT:
        better = _best_turns(colour, dpi, noisy, until, (2, 0, 1, 3))
        if better:
            with suppress(TooSlowError):
                sheet, words, rules = _seen(quarter_turns(colour, better), dpi, noisy, until)
                turns = better
    words = corrected(with_fields(words, sheet))
    grids = grids_of(rules, sheet.height) if rules else []
    placed = placed_words(words, sheet)
    return RecognisedPage(
        tuple(placed),
        tuple(tuple(grid) for grid in grids),
        sheet.width,
        sheet.height,
        turns=turns,
        angle=sheet.angle,
    )


def straightened(colour: Pixels, turns: int, angle: float) -> Pixels:
    """A page's picture as its words were read from it: places of a `RecognisedPage` are places in this.

    Args:
        colour: as `recognise` got it, of any resolution.
        turns: as the page tells them; angle: too.
    """
    upright = quarter_turns(colour, turns)
    return turned_by(upright, angle) if angle else upright


def _seen(colour: Pixels, dpi: float, noisy: bool, until: float) -> tuple[Sheet, list[Word], list[Rule]]:
    sheet = prepared(colour, dpi, noisy=noisy)
    rules, gray = rules_of(sheet)
    return sheet, with_figures(words_of(gray, sheet.dpi, mode=PAGE, seconds=until - monotonic()), gray), rules


def _mean(words: Sequence[Word]) -> float:
    letters = [(word.confidence, len(word.text)) for word in words if any(map(str.isalnum, word.text))]
    total = sum(length for _, length in letters)
    return sum(sure * length for sure, length in letters) / total if total else 0.0


def _best_turns(colour: Pixels, dpi: float, noisy: bool, until: float, order: Sequence[int]) -> int:
    """Quarters to turn a page by, counterclockwise, for a part of it to be read best.

    Args:
        colour: the page.
        dpi: its resolution.
        noisy: it is full of specks.
        until: when time is up, on the clock that only goes forward.
        order: the turns to try; the first that reads well is taken.
    """
    scores = {}
    for turns in order:
        sheet = prepared(_probe(quarter_turns(colour, turns)), dpi, noisy=noisy)
        try:
            words = words_of(sheet.gray, sheet.dpi, mode=PAGE, seconds=(until - monotonic()) / 3)
        except TooSlowError:
            scores[turns] = 0.0
            continue
        good = [word for word in words if len(word.text) > 1]
        scores[turns] = _mean(good) if len(good) >= _PROBE_LEAST else 0.0
        if scores[turns] >= _UPRIGHT:
            return turns
    return max(scores, key=lambda turns: scores[turns])


def _probe(colour: Pixels) -> Pixels:
    """The part of a page that holds most ink."""
    gray = even_light(darkest(colour))
    ink = (gray < 128).sum(axis=1)
    rows = max(1, round(len(ink) * _PROBE_SHARE))
    sums = np.convolve(ink, np.ones(rows), mode="valid")
    # The middle of equally full parts: edges hold shadows.
    top = int(np.median(np.flatnonzero(sums >= sums.max() * 0.98)))
    return colour[top : top + rows]


__all__ = ["SECONDS", "RecognisedPage", "recognise", "straightened"]

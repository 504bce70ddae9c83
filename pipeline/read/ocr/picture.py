"""The picture of a page made ready for recognition: upright, straight, evenly lit, without the red of stamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]

DPI = 200
"""What pictures are scaled to: Tesseract reads letters of 13 points there as surely as at 300, in half the time."""
_DPI_MOST = 220
_PAGE_HEIGHT = 11.7
"""Inches, of an A4 page: what a picture that tells no resolution is taken to show."""
_DPI_SCREEN = 90.0
"""Smaller pictures are cut out of a screen."""
_DPI_BELIEVED = (60.0, 1300.0)
_INK = 170
"""Of 255, after the background became 255: darker is ink."""
_BLANK_SHARE = 0.0004
"""Of the dots that are ink on a page that says anything; a page number alone has 0.0001."""
_COLOUR_LEAST = 30
"""How much stronger than the other channels red must be to be a stamp's ink."""
_COLOUR_DPI = 75
_STAMP_INCHES = 0.3
_LEAST_DOTS = 24
"""At 200 dots per inch: no line of text is lower."""
_SKEW_MOST = 8.0
"""Degrees."""
_SKEW_LEAST = 0.08
_SMALL_HEIGHT = 1000
"""Dots of the small copy that angles are measured on."""
_SPECKLE_SHARE = 0.12
"""Of the ink dots that stand alone: more is noise, which a median takes away."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's picture, ready for recognition."""

    gray: Pixels
    """Dark ink on white; stamps taken away."""
    colour: Pixels
    """The same frame as photographed, red, green, blue: what was taken away may be what is looked for."""
    dpi: float
    width: float
    """Of the page, points."""
    height: float
    noisy: bool = False
    """Specks were taken away, which `colour` still has."""
    raw: Pixels | None = None
    """`gray` before that: thin rules went with the specks."""
    angle: float = 0.0
    """Degrees, counterclockwise, by which it was turned to be straight."""

    def points(self, dots: float) -> float:
        """A length in points."""
        return dots * 72 / self.dpi


def resolution(pixels: Pixels, told: float | None) -> float:
    """Dots per inch of a page's picture: as told where that can be, otherwise as if it showed an A4 page."""
    longer = max(pixels.shape[:2])
    if told and _DPI_BELIEVED[0] <= told <= _DPI_BELIEVED[1] and 4 < longer / told < 40:
        return told
    return float(max(longer / _PAGE_HEIGHT, _DPI_SCREEN))


def scaled(colour: Pixels, dpi: float) -> tuple[Pixels, float]:
    """A picture at the resolution that recognition wants, and that resolution; others near it stay as they are."""
    import cv2

    factor = DPI / dpi
    if 1.0 >= factor >= DPI / _DPI_MOST:
        return colour, dpi
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return _pixels(cv2.resize(colour, None, fx=factor, fy=factor, interpolation=how)), float(DPI)


def darkest(colour: Pixels) -> Pixels:
    """The darkest channel of each dot: ink of any colour is dark in it."""
    return _pixels(np.minimum(np.minimum(colour[:, :, 0], colour[:, :, 1]), colour[:, :, 2]))


def prepared(colour: Pixels, dpi: float, *, noisy: bool = False) -> Sheet:
    """A sheet ready for recognition.

    Args:
        colour: red, green, blue, upright, as `scaled` gives it.
        dpi: its resolution.
        noisy: it is full of specks, which are to be taken away.
    """
    import cv2

    raw = even_light(without_red(colour, dpi))
    gray = _pixels(cv2.medianBlur(raw, 3)) if noisy else raw
    angle = skew(gray)
    if abs(angle) < _SKEW_LEAST:
        angle = 0.0
    else:
        colour, gray = turned_by(colour, angle), turned_by(gray, angle)
        raw = turned_by(raw, angle) if noisy else gray
    height, width = gray.shape
    return Sheet(gray, colour, dpi, width * 72 / dpi, height * 72 / dpi, noisy, raw if noisy else None, angle)


def without_red(colour: Pixels, dpi: float) -> Pixels:
    """Brightness, where a stamp lies seen through a red filter: black under the stamp stays, the stamp goes.

    Only there: compression puts a reddish rim around every black letter of a picture.
    """
    import cv2

    gray = _pixels(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY))
    factor = min(1.0, _COLOUR_DPI / dpi)
    small = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.int16)
    excess = small[:, :, 0] - np.maximum(small[:, :, 1], small[:, :, 2])
    inked = _pixels((excess > _COLOUR_LEAST).astype(np.uint8))
    if inked.sum() < _COLOUR_DPI:
        return gray
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _STAMP_INCHES * _COLOUR_DPI
    large[0] = False
    if not large.any():
        return gray
    stamped = cv2.dilate(large[labels].astype(np.uint8), np.ones((9, 9), np.uint8))
    height, width = gray.shape
    mask = cv2.resize(stamped, (width, height), interpolation=cv2.INTER_NEAREST).astype(bool)
    red = colour[:, :, 0].astype(np.int16)
    others = np.maximum(colour[:, :, 1], colour[:, :, 2]).astype(np.int16)
    # The redder the ink, the lighter it is taken: a stamp's ink is darker than the paper in the red channel too.
    filtered = np.minimum(255, red + np.maximum(red - others, 0) // 2).astype(np.uint8)
    return _pixels(np.where(mask, filtered, gray))


def even_light(gray: Pixels) -> Pixels:
    """The picture divided by its background, which is what is left when all that is thin and dark is taken away."""
    import cv2

    height, width = gray.shape
    factor = min(1.0, _SMALL_HEIGHT / max(height, width))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 41)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return _pixels(cv2.divide(gray, np.maximum(ground, 40), scale=255.0))


def is_noisy(gray: Pixels) -> bool:
    """Whether a good part of what is dark on a page with even light are dots that stand alone."""
    import cv2

    dark = (gray < _INK).astype(np.uint8)
    count = int(dark.sum())
    if not count:
        return False
    kernel = np.ones((3, 3), np.uint8)
    kernel[1, 1] = 0
    beside = cv2.filter2D(dark, -1, kernel, borderType=cv2.BORDER_CONSTANT)
    return float(((beside <= 1) & (dark == 1)).sum()) / count > _SPECKLE_SHARE


def is_blank(gray: Pixels) -> bool:
    """Whether a page with even light shows nothing but specks."""
    import cv2

    height, width = gray.shape
    if min(height, width) < _LEAST_DOTS:
        return True
    inner = gray[height // 25 : height - height // 25, width // 25 : width - width // 25]
    calm = cv2.medianBlur(inner, 5)
    return float((calm < _INK).mean()) < _BLANK_SHARE / 4


def _small_ink(gray: Pixels) -> Pixels:
    import cv2

    factor = min(1.0, _SMALL_HEIGHT / max(gray.shape))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = (small < _INK + 30).astype(np.uint8)
    # Rules, shadows along the edge and pictures would speak louder than the lines of text.
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    limit = _SMALL_HEIGHT * 0.12
    wide = (stats[:, cv2.CC_STAT_WIDTH] > limit) | (stats[:, cv2.CC_STAT_HEIGHT] > limit)
    wide[0] = True
    return _pixels(np.where(wide[labels], 0, 1).astype(np.uint8)) if count > 1 else _pixels(ink)


def _sharpness(ink: Pixels, angle: float) -> float:
    """How clearly rows of text and the gaps between them stand apart when the picture is turned."""
    turned = turned_by(ink, angle, 0) if angle else ink
    profile = turned.sum(axis=1, dtype=np.float64)
    return float(((profile[1:] - profile[:-1]) ** 2).sum())


def skew(gray: Pixels) -> float:
    """Degrees by which a page must be turned, counterclockwise, for its lines to lie level."""
    ink = _small_ink(gray)
    if ink.sum() < 200:
        return 0.0
    best = max(np.arange(-_SKEW_MOST, _SKEW_MOST + 0.1, 0.5), key=lambda angle: _sharpness(ink, float(angle)))
    for step in (0.25, 0.1, 0.05):
        best = max((best - step, best, best + step), key=lambda angle: _sharpness(ink, float(angle)))
    return float(best)


def lies_on_side(gray: Pixels) -> bool:
    """Whether lines of text run up and down."""
    ink = _small_ink(gray)
    if ink.sum() < 200:
        return False
    side = _pixels(np.rot90(ink))
    angles = np.arange(-3, 3.1, 1.0)
    level, upright = (max(_sharpness(x, float(angle)) for angle in angles) for x in (ink, side))
    return upright > 1.5 * level


def quarter_turns(pixels: Pixels, turns: int) -> Pixels:
    """The picture turned counterclockwise by quarters."""
    return _pixels(np.ascontiguousarray(np.rot90(pixels, turns)))


def turned_by(pixels: Pixels, angle: float, fill: int = 255) -> Pixels:
    """The picture turned counterclockwise by degrees, in its own frame."""
    import cv2

    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    border = (fill, fill, fill)
    return _pixels(cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=border))


def _pixels(array: Any) -> Pixels:
    return np.asarray(array, dtype=np.uint8)


__all__ = [
    "DPI",
    "Pixels",
    "Sheet",
    "darkest",
    "even_light",
    "is_blank",
    "is_noisy",
    "lies_on_side",
    "prepared",
    "quarter_turns",
    "resolution",
    "scaled",
    "skew",
    "turned_by",
    "without_red",
]

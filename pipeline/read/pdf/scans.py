"""Which pages of a PDF are pictures of text, and their pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import regex

from pipeline.read.ocr.picture import Pixels

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from pipeline.read.pdf.lines import PageLine

_FEW_CHARACTERS = 8
"""Fewer visible characters on a page than this (a page number, a stamp) are no text layer."""
_COVERED = 0.55
"""Of a page that pictures cover, from which on it is a scan with something written over it."""
_SPARSE = 160
"""Visible characters over a scan that are more likely a signature's or an archive's note than its text."""
_LETTERS_TO_JUDGE = 40
_VIETNAMESE_LEAST = 0.05
"""Share of letters outside ASCII: real Vietnamese has 0.2 and more, in whatever encoding; English recognition of a
Vietnamese scan has none."""
_DPI_MOST, _DPI_LEAST, _DPI_DRAWN = 300.0, 72.0, 200.0
_DOTS_MOST = 40_000_000
_OBJECTS_MOST = 20_000
_OTHER_SIGNS = "–—“”‘’…•"
_LETTER = regex.compile(r"\p{L}")


def needs_recognition(page: pdfium.PdfPage, lines: Sequence[PageLine]) -> bool:
    """Whether a page's text has to be recognised: it has none, or none worth the name over a picture of text.

    Args:
        page: as its document gives it.
        lines: of its text layer.
    """
    text = "".join(line.text for line in lines)
    visible = len("".join(text.split()))
    if visible < _FEW_CHARACTERS:
        return True
    if visible >= _SPARSE and not is_undiacritical(text):
        return False
    return _covered(page) >= _COVERED


def is_undiacritical(text: str) -> bool:
    """Whether letters outside ASCII are far rarer than in Vietnamese of any encoding."""
    visible = "".join(text.split())
    foreign = len(visible) - len(visible.encode("ascii", "ignore")) - sum(map(visible.count, _OTHER_SIGNS))
    if foreign >= len(visible) * _VIETNAMESE_LEAST:
        return False
    letters = len(_LETTER.findall(text))
    return letters >= _LETTERS_TO_JUDGE and foreign < letters * _VIETNAMESE_LEAST


def _pictures(page: pdfium.PdfPage) -> list[pdfium.PdfImage]:
    from pypdfium2 import raw

    if raw.FPDFPage_CountObjects(page) > _OBJECTS_MOST:
        return []
    return list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _covered(page: pdfium.PdfPage) -> float:
    """Share of the page that its pictures cover; those that overlap are counted twice, strips of a scan do not."""
    width, height = page.get_size()
    area = 0.0
    for picture in _pictures(page):
        left, bottom, right, top = picture.get_bounds()
        area += max(0.0, right - left) * max(0.0, top - bottom)
    return float(area / max(1.0, width * height))


def resolution_of(page: pdfium.PdfPage) -> float:
    """Dots per inch a page is best looked at: its own picture's, within reason."""
    width, height = page.get_size()
    found = []
    for picture in _pictures(page):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) < 0.2 * width * height:
            continue
        across, down = picture.get_px_size()
        # A page turned by a quarter has them the other way round.
        inches = max(right - left, top - bottom) / 72
        found.append(max(across, down) / max(inches, 0.1))
    dpi = min(max(max(found, default=_DPI_DRAWN), _DPI_LEAST), _DPI_MOST)
    area = width * height / 72**2
    return float(min(dpi, (_DOTS_MOST / max(area, 1.0)) ** 0.5))


def picture_of(page: pdfium.PdfPage) -> tuple[Pixels, float]:
    """A page as it is shown, red, green, blue, and its resolution."""
    dpi = resolution_of(page)
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, may_draw_forms=True)
    shown = bitmap.to_numpy()
    colour = shown[:, :, :3] if shown.ndim == 3 else np.repeat(shown[:, :, None], 3, axis=2)
    return np.ascontiguousarray(colour, dtype=np.uint8), dpi


__all__ = ["is_undiacritical", "needs_recognition", "picture_of", "resolution_of"]

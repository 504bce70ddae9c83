"""Drawing pages of PDF files and of pictures, and marking words on them. Runs in the drawing process only."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import InputError
from pipeline.explore.pictures.jobs import Box, Drawn, Found, Job, PictureError, Wanted
from pipeline.explore.pictures.kept import Recognised, RecognisedPages, Word
from pipeline.explore.pictures.original import Originals
from pipeline.explore.pictures.spot import joined, locate
from pipeline.legacy import ENCODINGS, convert
from pipeline.read.ocr import recognise, straightened
from pipeline.read.ocr.engine import BrokenError, TooSlowError
from pipeline.read.ocr.picture import Pixels

if TYPE_CHECKING:
    import pypdfium2 as pdfium

PDF = "application/pdf"
_STRIP_ABOVE, _STRIP_BELOW = 0.06, 0.06
"""Shares of the page's height that a strip shows around its spot."""
_HEIGHT_MOST = 6_000
_MARK = np.array([255, 226, 92], dtype=np.uint16)
_EDGE = (196, 78, 0)
_SPARE = 0.15
"""Of its height, by which a mark is larger than its words."""


class Draughtsman:
    """Draws, one picture after the other."""

    def __init__(self) -> None:
        self._originals = Originals()
        self._recognised = RecognisedPages()

    def draw(self, job: Job) -> Drawn:
        """One picture.

        Raises:
            PictureError: there is none.
        """
        data = self._originals.get(job.doc_id, job.places)
        try:
            if job.media_type == PDF:
                colour, boxes, found = self._pdf_page(data, job)
            elif job.media_type.startswith("image/"):
                colour, boxes, found = self._picture_page(data, job)
            else:
                raise PictureError("no_page")
        except (InputError, BrokenError) as error:
            tool = isinstance(error, InputError) and error.code == "missing_tool"
            raise PictureError("no_tool" if tool else "broken") from error
        except TooSlowError as error:
            raise PictureError("slow") from error
        return _finished(colour, boxes, found, job.strip)

    def _pdf_page(self, data: bytes, job: Job) -> tuple[Pixels, tuple[Box, ...], Found]:
        import pypdfium2 as pdfium

        from pipeline.read.pdf.scans import picture_of

        try:
            document = pdfium.PdfDocument(data)
            try:
                if not 1 <= job.page <= len(document):
                    raise PictureError("no_page")
                page = document[job.page - 1]
                if job.recognised and job.wanted is not None and _was_recognised(page):
                    colour, dpi = picture_of(page)
                    return self._recognised_page(colour, dpi, job)
                width, height = page.get_size()
                scale = min(job.width / max(width, 1), _HEIGHT_MOST / max(height, 1))
                colour = _three(page.render(scale=scale, rev_byteorder=True, may_draw_forms=True).to_numpy())
                boxes = _text_boxes(page, job.wanted, job.encoding, colour.shape) if job.wanted else ()
                return colour, boxes, "text" if boxes else "none"
            finally:
                document.close()
        except pdfium.PdfiumError as error:
            raise PictureError("broken") from error

    def _picture_page(self, data: bytes, job: Job) -> tuple[Pixels, tuple[Box, ...], Found]:
        from pipeline.read.images import picture_pages
        from pipeline.read.reader import Limits

        page = next(islice(picture_pages(data, Limits()), job.page - 1, None), None)
        if page is None:
            raise PictureError("no_page")
        if job.wanted is None:
            return _as_wide(page.colour, job.width), (), "none"
        return self._recognised_page(page.colour, page.dpi, job)

    def _recognised_page(self, colour: Pixels, dpi: float, job: Job) -> tuple[Pixels, tuple[Box, ...], Found]:
        seen = self._recognised.get(job.doc_id, job.page)
        if seen is None:
            page = recognise(colour, dpi)
            words = tuple(
                Word(w.text, w.left, page.height - w.top, w.right, page.height - w.bottom) for w in page.words
            )
            seen = Recognised(page.turns, page.angle, page.width, page.height, words)
            self._recognised.keep(job.doc_id, job.page, seen)
        shown = _as_wide(straightened(colour, seen.turns, seen.angle), job.width)
        boxes = _word_boxes(seen, job.wanted) if job.wanted else ()
        return shown, boxes, "ocr" if boxes else "none"


def _was_recognised(page: pdfium.PdfPage) -> bool:
    from pipeline.read.pdf.lines import lines_of
    from pipeline.read.pdf.scans import needs_recognition
    from pipeline.read.pdf.words import page_words

    words, frame = page_words(page)
    return needs_recognition(page, lines_of(words, frame.height))


def _text_boxes(page: pdfium.PdfPage, wanted: Wanted, encoding: str, shape: Sequence[int]) -> tuple[Box, ...]:
    """Boxes of the wanted words by the characters of the page itself."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        exact = len(text) == text_page.count_chars()
        span = locate(_converted(text, encoding), wanted)
        if span is None:
            return ()
        height, width = shape[:2]
        boxes = []
        rectangle = raw.FS_RECTF()
        for at in range(*span):
            index = at if exact else int(raw.FPDFText_GetCharIndexFromTextIndex(text_page.raw, at))
            if text[at].isspace() or not raw.FPDFText_GetLooseCharBox(text_page.raw, index, rectangle):
                continue
            corners = [
                _shown(page, x, y, width, height)
                for x, y in ((rectangle.left, rectangle.top), (rectangle.right, rectangle.bottom))
            ]
            (a, b), (c, d) = corners
            boxes.append((min(a, c) / width, min(b, d) / height, max(a, c) / width, max(b, d) / height))
        return joined(boxes)
    finally:
        text_page.close()


def _shown(page: pdfium.PdfPage, x: float, y: float, width: int, height: int) -> tuple[float, float]:
    """Where a point of the page lies on its picture, dots."""
    from pypdfium2 import raw

    # Whole dots are all PDFium tells: asked on a finer grid they are exact enough.
    fine = 16
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, width * fine, height * fine, 0, x, y, across, down)
    return across.value / fine, down.value / fine


def _converted(text: str, encoding: str) -> str:
    """A page's text in Unicode, where that has as many characters."""
    for name in ENCODINGS:
        if name in encoding.split("+") and len(shown := convert(text, name)) == len(text):
            return shown
    return text


def _word_boxes(page: Recognised, wanted: Wanted) -> tuple[Box, ...]:
    text = " ".join(word.text for word in page.words)
    span = locate(text, wanted)
    if span is None:
        return ()
    boxes: list[Box] = []
    at = 0
    for word in page.words:
        first, last = max(span[0], at), min(span[1], at + len(word.text))
        if first < last:
            step = (word.right - word.left) / len(word.text)
            left, right = word.left + step * (first - at), word.left + step * (last - at)
            boxes.append((left / page.width, word.top / page.height, right / page.width, word.bottom / page.height))
        at += len(word.text) + 1
    return joined(boxes)


def _three(shown: Any) -> Pixels:
    colour = shown[:, :, :3] if shown.ndim == 3 else np.repeat(shown[:, :, None], 3, axis=2)
    return np.ascontiguousarray(colour, dtype=np.uint8)


def _as_wide(colour: Pixels, width: int) -> Pixels:
    import cv2

    factor = min(width / colour.shape[1], _HEIGHT_MOST / colour.shape[0])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(colour, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def _finished(colour: Pixels, boxes: tuple[Box, ...], found: Found, strip: bool) -> Drawn:
    from PIL import Image

    colour = colour.copy()
    for box in boxes:
        _mark(colour, box)
    if strip and boxes:
        top = max(0.0, min(box[1] for box in boxes) - _STRIP_ABOVE)
        bottom = min(1.0, max(box[3] for box in boxes) + _STRIP_BELOW)
        colour = colour[int(top * colour.shape[0]) : max(int(bottom * colour.shape[0]), 1)]
    out = BytesIO()
    Image.fromarray(colour).save(out, "PNG", compress_level=3)
    return Drawn(out.getvalue(), colour.shape[1], colour.shape[0], boxes, found)


def _mark(colour: Pixels, box: Box) -> None:
    """Lay a mark over a part of a picture, as a felt pen does: ink stays black."""
    height, width = colour.shape[:2]
    spare = (box[3] - box[1]) * height * _SPARE + 2
    left, right = max(0, int(box[0] * width - spare)), min(width, int(box[2] * width + spare) + 1)
    top, bottom = max(0, int(box[1] * height - spare)), min(height, int(box[3] * height + spare) + 1)
    if left >= right or top >= bottom:
        return
    part = colour[top:bottom, left:right]
    part[:] = (part.astype(np.uint16) * _MARK // 255).astype(np.uint8)
    edge = max(1, width // 450)
    part[:edge], part[-edge:], part[:, :edge], part[:, -edge:] = _EDGE, _EDGE, _EDGE, _EDGE

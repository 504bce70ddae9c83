"""Scans made by the tests themselves: pages of our own documents printed, stamped, scanned badly."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

PAGES = Path(__file__).parent.parent / "corpus" / "pdf"


@dataclass(frozen=True)
class Scan:
    """How a page is scanned."""

    dpi: int = 200
    skew: float = 0.0
    """Degrees, counterclockwise."""
    turns: int = 0
    """Quarters, counterclockwise."""
    noise: float = 0.0
    """Standard deviation of the sensor's noise, of 255."""
    specks: float = 0.0
    """Share of dots that are black or white at random."""
    light: float = 0.0
    """How much darker one corner is."""
    jpeg: int = 90
    stamp: bool = False
    """A red round stamp over the number."""
    blur: float = 0.0


def page_colour(path: Path, number: int = 0, dpi: int = 300) -> Any:
    """A page as printed: red, green, blue."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    shown = document[number].render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()
    document.close()
    return shown


def page_text(path: Path, number: int = 0) -> str:
    """The same page's text, line by line, as the text layer has it."""
    import pypdfium2 as pdfium

    from pipeline.read.pdf.lines import lines_of
    from pipeline.read.pdf.words import page_words

    document = pdfium.PdfDocument(path)
    words, frame = page_words(document[number])
    document.close()
    return "\n".join(line.text for line in lines_of(words, frame.height))


def scanned(colour: Any, how: Scan, *, printed_dpi: int = 300, seed: int = 7) -> bytes:
    """A JPEG of a page scanned so."""
    import cv2
    from PIL import Image

    random = np.random.default_rng(seed)
    page = colour
    if how.stamp:
        page = stamped(page, printed_dpi)
    factor = how.dpi / printed_dpi
    if factor != 1:
        page = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = page.shape[:2]
    if how.skew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), how.skew, 1.0)
        page = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250))
    if how.blur:
        page = cv2.GaussianBlur(page, (0, 0), how.blur)
    page = page.astype(np.float32)
    if how.light:
        slope = np.linspace(0, 1, width)[None, :] * 0.6 + np.linspace(0, 1, height)[:, None] * 0.4
        page *= (1 - how.light * slope)[:, :, None]
    if how.noise:
        page += random.normal(0, how.noise, page.shape[:2])[:, :, None]
    if how.specks:
        chance = random.random(page.shape[:2])
        page[chance < how.specks / 2] = 0
        page[chance > 1 - how.specks / 2] = 255
    turned = np.rot90(np.clip(page, 0, 255).astype(np.uint8), how.turns)
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(turned)).save(out, "JPEG", quality=how.jpeg, dpi=(how.dpi, how.dpi))
    return out.getvalue()


def stamped(colour: Any, dpi: int, at: tuple[float, float] = (2.1, 1.55), radius: float = 0.62) -> Any:
    """A page with a round red stamp: two rings, a star, letters around."""
    import cv2

    ink = np.zeros(colour.shape[:2], np.uint8)
    centre = (round(at[0] * dpi), round(at[1] * dpi))
    for part, thick in ((1.0, 0.03), (0.68, 0.015)):
        cv2.circle(ink, centre, round(radius * part * dpi), 255, max(1, round(thick * dpi)), cv2.LINE_AA)
    points = [
        (
            centre[0] + round(dpi * 0.25 * radius * (1 if i % 2 else 2.2) * np.sin(i * np.pi / 5)),
            centre[1] - round(dpi * 0.25 * radius * (1 if i % 2 else 2.2) * np.cos(i * np.pi / 5)),
        )
        for i in range(10)
    ]
    cv2.fillPoly(ink, [np.array(points)], 255)
    for i, char in enumerate("* UY BAN NHAN DAN TINH MAU *"):
        angle = i / 27 * 2 * np.pi
        place = (
            round(centre[0] + 0.84 * radius * dpi * np.sin(angle) - dpi * 0.03),
            round(centre[1] - 0.84 * radius * dpi * np.cos(angle) + dpi * 0.03),
        )
        cv2.putText(ink, char, place, cv2.FONT_HERSHEY_SIMPLEX, dpi / 300 * 0.8, 255, max(1, dpi // 120), cv2.LINE_AA)
    share = (ink / 255.0 * 0.85)[:, :, None]
    # Ink over ink: black stays black.
    red = np.minimum(colour, np.array([215, 30, 45], np.float32))
    return (colour * (1 - share) + red * share).astype(np.uint8)


def pdf_of_scans(pages: list[bytes], dpi: float | None = None) -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        picture = Image.open(io.BytesIO(page))
        told = dpi or picture.info["dpi"][0]
        width, height = picture.width * 72 / told, picture.height * 72 / told
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()

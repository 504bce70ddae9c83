"""Pictures of pages: PNG, JPEG, TIFF (of several pages), BMP, WebP, GIF."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.document import ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read.ocr.document import Outcome, PagePicture, recognise_pages, recognised_words, warnings_of
from pipeline.read.ocr.picture import Pixels, resolution
from pipeline.read.pdf.layout import PageContent, PdfLayout
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    from PIL.Image import Image

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"GIF8", "GIF"),
)
_DAMAGE = (
    OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError, struct.error,
)  # fmt: skip
"""What Pillow raises over pictures that are not whole."""
_DOTS_MOST = 120_000_000
"""Of one page: an A3 page at 600 dots per inch has 70 million."""
_DOTS_KEPT = 40_000_000
"""Larger pictures are made smaller while they are opened."""


def _format(data: bytes) -> str | None:
    """The kind of picture bytes are, as Pillow names it."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00" and len(data) > 26:
        return "BMP"
    return next((name for magic, name in _MAGIC if data.startswith(magic)), None)


def _sniff(data: bytes) -> bool:
    return _format(data) is not None


def _read(data: bytes, limits: Limits) -> ReadResult:
    kind = _format(data) or ""
    layout = PdfLayout()
    pages: list[PageContent] = []
    outcomes: list[Outcome] = []
    for outcome in recognise_pages(picture_pages(data, limits), seconds=limits.page_seconds):
        outcomes.append(outcome)
        found = outcome.page
        pages.append(
            layout.content(found.words, found.grids, found.height, outcome.number)
            if found is not None and found.words
            else PageContent(())
        )
    blocks = layout.blocks(pages)
    if not any(char.isalnum() for block in blocks for char in block.text):
        raise input_error("no_text_layer")
    return ReadResult(
        tuple(blocks),
        f"image/{kind.lower()}",
        "ocr",
        n_pages=len(pages),
        warnings=tuple(warnings_of(outcomes)),
        lines=True,
        recognised=recognised_words(outcomes),
    )


def picture_pages(data: bytes, limits: Limits) -> Iterator[PagePicture]:
    """The pages of a picture, made one by one.

    Args:
        data: the file.
        limits: what it may cost.

    Raises:
        InputError: `damaged_image`, `too_large`, `too_many_pages`.
    """
    from PIL import Image, UnidentifiedImageError

    kind = _format(data) or ""
    try:
        picture = Image.open(BytesIO(data), formats=[kind])
    except Image.DecompressionBombError as error:
        raise _too_large(None) from error
    except (UnidentifiedImageError, *_DAMAGE) as error:
        raise input_error("damaged_image") from error
    with picture:
        yield from _pages(picture, kind, limits)


def _pages(picture: Image, kind: str, limits: Limits) -> Iterator[PagePicture]:
    number = 0
    while True:
        if number >= limits.max_pages:
            raise input_error("too_many_pages", pages=f"> {limits.max_pages}", limit=limits.max_pages)
        try:
            picture.seek(number)
        except EOFError:
            return
        except _DAMAGE as error:
            raise input_error("damaged_image") from error
        colour = _colour(picture, kind)
        told = picture.info.get("dpi")
        yield PagePicture(number, colour, resolution(colour, _told(told) if kind != "GIF" else None))
        number += 1
        if kind != "TIFF":
            # Frames of the others are an animation, or a thumbnail.
            return


def _told(dpi: Any) -> float | None:
    try:
        return max(float(value) for value in dpi)
    except (TypeError, ValueError):
        return None


def _colour(picture: Image, kind: str) -> Pixels:
    """Dots of the page at hand, red, green, blue, as the picture is meant to be held."""
    from PIL import Image, ImageOps

    width, height = picture.size
    if width * height > _DOTS_MOST:
        raise _too_large(width * height)
    try:
        if width * height > _DOTS_KEPT and kind == "JPEG":
            picture.draft("RGB", (width // 2, height // 2))
        page = ImageOps.exif_transpose(picture)
        if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
            page = page.convert("RGBA")
            page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)
        if page.mode.startswith("I") or page.mode == "F":
            values = np.asarray(page, dtype=np.float64)
            top = max(255.0, float(values.max()))
            page = Image.fromarray((values * (255 / (65535.0 if 255 < top < 65536 else top))).astype(np.uint8))
        return np.asarray(page.convert("RGB"), dtype=np.uint8)
    except _DAMAGE as error:
        raise input_error("damaged_image") from error


def _too_large(dots: int | None) -> InputError:
    shown = f"{dots / 1e6:.0f} megapixel" if dots else f"> {2 * _DOTS_MOST / 1e6:.0f} megapixel"
    return input_error("too_large", size=shown, limit=f"{_DOTS_MOST / 1e6:.0f} megapixel")


READER = Reader("image", (".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".bmp", ".webp", ".gif"), _sniff, _read)

__all__ = ["READER", "picture_pages"]

"""PDF, page by page: words and rules by PDFium, the cells of ruled tables by pdfplumber's geometry; scans by OCR.

PDFium reads text some twenty times faster than pdfplumber and as faithfully (`tests/test_read_pdf.py` measures it).
Neither normalises characters: cleaning does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import regex

from pipeline.document import ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read.ocr.document import Outcome, PagePicture, recognise_pages, recognised_words, warnings_of
from pipeline.read.pdf.layout import PageContent, PdfLayout
from pipeline.read.pdf.scans import is_undiacritical, needs_recognition, picture_of
from pipeline.read.pdf.stamps import Stamps
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_HEAD = b"%PDF-"
_HEAD_WITHIN = 1024
_OBJECT = regex.compile(rb"\d+\s+\d+\s+obj\b")
_LINEARIZED = regex.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", regex.DOTALL)
_PASSWORD_ERROR = 4
_MEDIA_TYPE = "application/pdf"
_LOCK = threading.Lock()
"""PDFium is not thread-safe."""


def _sniff(data: bytes) -> bool:
    return _HEAD in data[:_HEAD_WITHIN]


def _is_cut_off(data: bytes) -> bool:
    """Whether the file's end is missing: PDFium would repair it and silently read the pages that are there."""
    end = data.rfind(b"%%EOF")
    if end < 0 or _OBJECT.search(data, end):
        return True
    linearized = _LINEARIZED.search(data[:2048])
    return linearized is not None and int(linearized[1]) > len(data) + _HEAD_WITHIN


def _read(data: bytes, limits: Limits) -> ReadResult:
    import pypdfium2 as pdfium

    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR:
                raise input_error("encrypted_pdf") from error
            raise input_error("truncated_pdf" if _is_cut_off(data) else "damaged_pdf") from error
        try:
            if _is_cut_off(data):
                raise input_error("truncated_pdf")
            return _read_document(document, data, limits)
        finally:
            document.close()


def _read_document(document: pdfium.PdfDocument, data: bytes, limits: Limits) -> ReadResult:
    count = len(document)
    if count > limits.max_pages:
        raise input_error("too_many_pages", pages=count, limit=limits.max_pages)
    layout = PdfLayout()
    stamps = Stamps(data)
    pages: list[PageContent] = []
    scans: list[int] = []
    for number in range(count):
        with _page(document, number) as page:
            content = layout.page(page, number, stamps.fill(number))
            if needs_recognition(page, content.lines):
                scans.append(number)
            pages.append(content)
    if not scans and not stamps.recognised:
        return ReadResult(tuple(layout.blocks(pages)), _MEDIA_TYPE, "text-layer", n_pages=count, lines=True)
    outcomes: list[Outcome] = []
    kept: list[Outcome] = []
    undrawn: list[Outcome] = []
    missing: InputError | None = None
    try:
        for outcome in recognise_pages(_pictures(document, scans, undrawn), seconds=limits.page_seconds):
            outcomes.append(outcome)
            if outcome.page is None or not outcome.page.words:
                continue
            found = outcome.page
            content = layout.content(found.words, found.grids, found.height, outcome.number)
            if _says_something(pages[outcome.number]) and _is_foreign(content):
                # The hidden layer had no Vietnamese letters because the page has none.
                continue
            pages[outcome.number] = content
            kept.append(outcome)
    except InputError as error:
        # What has a text layer is still read.
        missing = error
    words = (*stamps.recognised, *recognised_words(kept))
    if not any(_says_something(page) for page in pages):
        raise missing or input_error("no_text_layer")
    read = {outcome.number for outcome in kept}
    typed = any(_says_something(page) for number, page in enumerate(pages) if number not in read)
    source = "text-layer" if not words else "text-layer+ocr" if typed else "ocr"
    warnings = (
        *stamps.warnings,
        *warnings_of(
            [*undrawn, *(x for x in outcomes if x.number in read or x.page is None or not x.page.words)],
            missing,
            sorted(set(scans) - {x.number for x in outcomes}),
        ),
    )
    return ReadResult(
        tuple(layout.blocks(pages)),
        _MEDIA_TYPE,
        source,
        n_pages=count,
        warnings=warnings,
        lines=True,
        recognised=words,
    )


@contextmanager
def _page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    import pypdfium2 as pdfium

    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise input_error("damaged_pdf") from error
    try:
        yield page
    finally:
        page.close()


def _pictures(document: pdfium.PdfDocument, numbers: Sequence[int], undrawn: list[Outcome]) -> Iterator[PagePicture]:
    """Pictures of pages; those that cannot be drawn go to `undrawn`."""
    import pypdfium2 as pdfium

    for number in numbers:
        with _page(document, number) as page:
            try:
                colour, dpi = picture_of(page)
            except (pdfium.PdfiumError, ValueError, ZeroDivisionError):
                undrawn.append(Outcome(number, None, "broken"))
                continue
        yield PagePicture(number, colour, dpi)


def _says_something(page: PageContent) -> bool:
    return any(char.isalnum() for line in page.lines for char in line.text)


def _is_foreign(page: PageContent) -> bool:
    return is_undiacritical("".join(line.text for line in page.lines))


READER = Reader("pdf", (".pdf",), _sniff, _read)

__all__ = ["READER"]

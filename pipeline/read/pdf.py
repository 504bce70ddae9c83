"""PDF with a text layer: words and rules by PDFium, the cells of ruled tables by pdfplumber's geometry.

PDFium reads text some twenty times faster than pdfplumber and as faithfully (`tests/test_read_pdf.py` measures it).
Neither normalises characters: cleaning does.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import regex

from pipeline.document import ReadResult
from pipeline.errors import input_error
from pipeline.read.pdf_layout import PageContent, PdfLayout
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_HEAD = b"%PDF-"
_HEAD_WITHIN = 1024
_OBJECT = regex.compile(rb"\d+\s+\d+\s+obj\b")
_LINEARIZED = regex.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", regex.DOTALL)
_PASSWORD_ERROR = 4
_TEXT_ON_PAGE = 8
"""Fewer visible characters on a page than this (a page number, a stamp) are no text layer."""
_NAMED_PAGES = 10
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
            return _read_document(document, limits)
        finally:
            document.close()


def _read_document(document: pdfium.PdfDocument, limits: Limits) -> ReadResult:
    import pypdfium2 as pdfium

    count = len(document)
    if count > limits.max_pages:
        raise input_error("too_many_pages", pages=count, limit=limits.max_pages)
    layout = PdfLayout()
    pages: list[PageContent] = []
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            raise input_error("damaged_pdf") from error
        try:
            pages.append(layout.page(page, number))
        finally:
            page.close()
    empty = [number + 1 for number, page in enumerate(pages) if sum(len(x.text) for x in page.lines) < _TEXT_ON_PAGE]
    if len(empty) == count:
        raise input_error("no_text_layer")
    warnings = (f"pages without a text layer: {_listed(empty)}",) if empty else ()
    blocks = layout.blocks(pages)
    return ReadResult(tuple(blocks), "application/pdf", "text-layer", n_pages=count, warnings=warnings, lines=True)


def _listed(pages: Sequence[int]) -> str:
    more = f" and {len(pages) - _NAMED_PAGES} more" if len(pages) > _NAMED_PAGES else ""
    return ", ".join(map(str, pages[:_NAMED_PAGES])) + more


READER = Reader("pdf", (".pdf",), _sniff, _read)

__all__ = ["READER"]

"""PDF with a text layer: lines by PDFium, ruled tables by pdfplumber.

PDFium reads text some fifty times faster than pdfplumber and as faithfully (`tests/test_read_pdf.py` measures it), so
pdfplumber sees only pages that draw a table. Neither normalises characters: cleaning does.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import regex

from pipeline.document import Block, ReadResult
from pipeline.errors import input_error
from pipeline.read.pdf_lines import PageLine, has_ruled_table, page_lines
from pipeline.read.pdf_tables import PageTable, holds, merge_continued, ruled_tables
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import table_blocks

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
_PAGE_NUMBER = regex.compile(r"[\W_]*(?:trang|page)?\W*\d{1,4}\W*(?:/\s*\d{1,4})?\W*", regex.IGNORECASE)
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
    import pypdfium2 as pdfium

    count = len(document)
    if count > limits.max_pages:
        raise input_error("too_many_pages", pages=count, limit=limits.max_pages)
    pages: list[list[PageLine]] = []
    with_tables: list[int] = []
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            raise input_error("damaged_pdf") from error
        try:
            pages.append(page_lines(page))
            if pages[-1] and page.get_rotation() == 0 and has_ruled_table(page):
                with_tables.append(number)
        finally:
            page.close()
    empty = [number + 1 for number, lines in enumerate(pages) if sum(len(x.text) for x in lines) < _TEXT_ON_PAGE]
    if len(empty) == count:
        raise input_error("no_text_layer")
    warnings = (f"pages without a text layer: {_listed(empty)}",) if empty else ()
    tables = _placed(pages, ruled_tables(data, with_tables))
    blocks = [block for number, lines in enumerate(pages) for block in _page_blocks(lines, number, tables)]
    return ReadResult(tuple(blocks), "application/pdf", "text-layer", n_pages=count, warnings=warnings, lines=True)


def _listed(pages: Sequence[int]) -> str:
    more = f" and {len(pages) - _NAMED_PAGES} more" if len(pages) > _NAMED_PAGES else ""
    return ", ".join(map(str, pages[:_NAMED_PAGES])) + more


def _inside(line: PageLine, table: PageTable) -> bool:
    middle = (line.bottom + line.top) / 2
    return table.bottom <= middle <= table.top and line.right > table.left and line.left < table.right


def _placed(
    pages: Sequence[Sequence[PageLine]], found: dict[int, list[PageTable]]
) -> dict[int, list[tuple[PageTable, bool]]]:
    """Tables of each page that hold what is in their frame; the flag tells the first part of a table, which has its
    rows, from the parts on later pages."""
    kept: list[PageTable] = []
    for number in sorted(found):
        for table in found[number]:
            framed = [line.text for line in pages[number] if _inside(line, table)]
            if not holds(table, framed):
                continue
            others = [
                line
                for line in pages[number]
                if not any(_inside(line, x) for x in found[number]) and not _PAGE_NUMBER.fullmatch(line.text)
            ]
            table.at_page_top = not any(line.bottom >= table.top for line in others)
            table.at_page_bottom = not any(line.top <= table.bottom for line in others)
            kept.append(table)
    whole = merge_continued(kept)
    placed: dict[int, list[tuple[PageTable, bool]]] = {}
    for table in kept:
        placed.setdefault(table.page, []).append((table, any(table is part for part in whole)))
    return placed


def _page_blocks(
    lines: Sequence[PageLine], number: int, tables: dict[int, list[tuple[PageTable, bool]]]
) -> list[Block]:
    """Blocks of one page: a table's rows in place of the lines within its frame."""
    here = list(tables.get(number, ()))
    blocks: list[Block] = []
    for line in lines:
        table = next((i for i, (x, _) in enumerate(tables.get(number, ())) if _inside(line, x)), None)
        if table is None:
            blocks.append(Block(line.text, None, None, number + 1, line.left, line.right))
            continue
        part, first = tables[number][table]
        if (part, first) in here:
            here.remove((part, first))
            blocks += table_blocks(part.rows, number + 1) if first else []
    return blocks


READER = Reader("pdf", (".pdf",), _sniff, _read)

__all__ = ["READER"]

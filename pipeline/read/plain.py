"""Plain text: lines as they stand, in whatever encoding; nothing is taken away but what no one can see."""

from __future__ import annotations

import regex

from pipeline.document import Block, ReadResult
from pipeline.errors import input_error
from pipeline.read.bars import find_line_tables
from pipeline.read.encoding import decode, looks_binary
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import is_layout, is_layout_row

_ODD_END = regex.compile(r"[\v\x1c-\x1e\x85\u2028\u2029]")


def split_lines(text: str) -> list[str]:
    """Lines by any system's line ends; a form feed stays in its line, it ends a page."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (_ODD_END.sub("\n", text) if _ODD_END.search(text) else text).split("\n")


def text_blocks(text: str) -> tuple[tuple[Block, ...], int | None]:
    """A text's lines as blocks, and the number of its pages where form feeds end them.

    Args:
        text: decoded text.
    """
    raw = split_lines(text)
    paged = "\f" in text
    page = 1 if paged else None
    lines = [line.strip() for line in raw]
    tables = iter(find_line_tables(lines) if "|" in text else ())
    table = next(tables, None)
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        if table and at == table.start:
            rows = {} if is_layout(table.grid) else dict(zip(table.spans, table.grid, strict=True))
            data = {span[0]: span[1] for span, row in rows.items() if not is_layout_row(row)}
            while at < table.end:
                end = data.get(at, at + 1)
                blocks.append(Block(" ".join(filter(None, lines[at:end])), "table" if at in data else None, page=page))
                page = None if page is None else page + sum(line.count("\f") for line in raw[at:end])
                at = end
            table = next(tables, None)
            continue
        line = lines[at]
        if page is not None and "\f" in raw[at]:
            head, *rest = raw[at].split("\f")
            blocks.append(_line_block(head, head.strip(), page))
            for part in rest:
                page += 1
                blocks.append(_line_block(part, part.strip(), page))
        else:
            blocks.append(_line_block(raw[at], line, page))
        at += 1
    return tuple(blocks), page


def _line_block(raw: str, stripped: str, page: int | None) -> Block:
    left = len(raw) - len(raw.lstrip()) if raw[:1].isspace() else 0
    return Block(stripped, None, None, page, left, left + len(stripped))


def read_text(text: str, encoding_fixed: str = "none", warnings: tuple[str, ...] = ()) -> ReadResult:
    """Read a text at hand as a `.txt` file is read.

    Args:
        text: any Unicode text.
        encoding_fixed: how its bytes were mended, if they were.
        warnings: to be handed on.

    Raises:
        InputError: `empty_file` where there is nothing but blanks.
    """
    if not text.strip("\ufeff\x00 \t\r\n\f"):
        raise input_error("empty_file")
    blocks, pages = text_blocks(text)
    return ReadResult(
        blocks, "text/plain", "plain", n_pages=pages, encoding_fixed=encoding_fixed, warnings=warnings, lines=True
    )


def _read(data: bytes, limits: Limits) -> ReadResult:
    decoded = decode(data)
    return read_text(decoded.text, decoded.encoding_fixed, decoded.warnings)


READER = Reader("txt", (".txt", ".text"), lambda data: not looks_binary(data), _read)

__all__ = ["READER", "read_text", "split_lines", "text_blocks"]

"""Markdown: headings and tables become blocks of their kind, everything else lines.

Markdown found in archives is mostly a web page or a PDF dumped by a program: lines hard-wrapped inside emphasis, tables
flattened, indented first lines that are no code, rules under letterheads that are no headings. So of the block
syntax only what is beyond doubt counts (`#` headings, tables, fences, quotes); the inline syntax is taken off after
the lines are joined (`pipeline.clean.markup`).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.text import ParagraphKind
from pipeline.document import Block, Hints, ReadResult
from pipeline.errors import input_error
from pipeline.read.bars import LineTable, find_line_tables
from pipeline.read.encoding import decode
from pipeline.read.plain import split_lines
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import has_layout_mark, table_blocks

_HEADING = regex.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_FENCE = regex.compile(r"(?:```|~~~)[\w-]*$")
_QUOTE = regex.compile(r"(?:>\s?)+")
_DELIMITER = regex.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_FRONT_MATTER_END = ("---", "...")
_FRONT_MATTER_LINES = 60
_MARKS = "*_# \t"
_BORDER = Block("|")
"""No text, but what stands on its two sides is not one paragraph."""
_GLUED = regex.compile(r"(?<=\p{Lu}{2})(?=[ĐÐ]ộc\s+lập\s*[-–])|[_-]{5,}")
"""Where a letterhead's lines were glued: before the motto, and where the rules under them stood."""


def _front_matter(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Keys of a YAML head between `---` lines, and how many lines it takes."""
    if not lines or lines[0].strip() != "---":
        return {}, 0
    for i, line in enumerate(lines[1:_FRONT_MATTER_LINES], 1):
        if line.strip() in _FRONT_MATTER_END:
            pairs = (x.partition(":") for x in lines[1:i] if ":" in x)
            return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}, i + 1
        if line.strip() and ":" not in line and not line.startswith((" ", "-")):
            return {}, 0
    return {}, 0


def _bar_tables(lines: Sequence[str]) -> list[LineTable]:
    """Tables whose rows have no outer bars: what tells them is the delimiter row `---|---`."""
    tables = []
    for i, line in enumerate(lines):
        if i == 0 or "|" not in line or not _DELIMITER.fullmatch(line) or lines[i - 1].startswith("|"):
            continue
        end = i + 1
        while end < len(lines) and "|" in lines[end]:
            end += 1
        rows = [lines[i - 1], *lines[i + 1 : end]]
        if "|" in rows[0]:
            grid = [[[cell.strip()] if cell.strip() else [] for cell in row.strip("|").split("|")] for row in rows]
            tables.append(LineTable(i - 1, end, grid, ()))
    return tables


def _read(data: bytes, limits: Limits) -> ReadResult:
    decoded = decode(data)
    raw = split_lines(decoded.text.lstrip("\ufeff"))
    head, skip = _front_matter(raw)
    raw = [_QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line for line in raw[skip:]]
    lines = [line.strip() for line in raw]
    found = (*find_line_tables(lines), *_bar_tables(lines))
    tables = {table.start: table for table in found if table.grid}
    blocks: list[Block] = []
    at, title = 0, head.get("title")
    while at < len(lines):
        line = lines[at]
        heading = _HEADING.match(line) if line.startswith("#") else None
        if at in tables:
            blocks += [*table_blocks(tables[at].grid, border=_BORDER), _BORDER]
            at = tables[at].end
            continue
        if heading:
            text = heading[2].strip()
            kind: ParagraphKind | None = "heading" if text.strip(_MARKS) else None
            blocks.append(Block(text, kind, len(heading[1]) if kind else None))
            title = title or (text.replace("*", "").strip(_MARKS) if len(heading[1]) == 1 else None)
        elif "|" in line and (line.strip("| ").count("|") == 0 or has_layout_mark(line)):
            # A letterhead's cells, run together on one line by whatever dumped the page.
            cells = (part.strip() for cell in line.split("|") for part in _GLUED.split(cell))
            blocks += [piece for cell in cells if cell.strip() for piece in (Block(cell), _BORDER)]
        elif not _FENCE.match(line):
            left = len(raw[at]) - len(raw[at].lstrip())
            blocks.append(Block(line, None, None, None, left, left + len(line)))
        at += 1
    if not any(block.text for block in blocks):
        raise input_error("empty_file")
    return ReadResult(
        tuple(blocks),
        "text/markdown",
        "markdown",
        encoding_fixed=decoded.encoding_fixed,
        hints=Hints(title=title or None),
        warnings=decoded.warnings,
        lines=True,
    )


# No content tells Markdown from plain text for sure: the name does, and then plain text's own sniffing applies.
READER = Reader("md", (".md", ".markdown"), lambda data: False, _read)

__all__ = ["READER"]

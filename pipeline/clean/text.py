"""From a reader's blocks to the text as stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

import regex

from extractors.text import ParagraphKind
from pipeline.clean.certainty import doubtful_spans
from pipeline.clean.characters import decomposition, mend, needs_care
from pipeline.clean.furniture import without_furniture
from pipeline.clean.joining import join_lines
from pipeline.clean.lines import Line
from pipeline.clean.markup import plain_lines
from pipeline.clean.split_words import may_be_split, mend_split_words
from pipeline.document import Block, CleanText, ReadResult
from pipeline.legacy import convert_blocks
from pipeline.read.page_heads import only_in_heads

SEPARATOR = " | "
PARAGRAPH_MAX = 8_000
"""Characters. The longest paragraph of 25,000 of real documents has 5,400; what is longer is no prose (figures without
line ends, encoded data), and extractors may look at every pair of things in a sentence."""
_SAYS_SOMETHING = regex.compile(r"[\p{L}\p{N}]")


def clean(read: ReadResult) -> CleanText:
    """Join what layout broke, drop running heads but for what only they say, normalise characters.

    Args:
        read: what a reader got out of a file.

    Returns:
        Text with one logical paragraph a line, none of them blank. Of plain text no visible character is lost.
    """
    blocks, fixed, undecided = _mended(read)
    on_pages = read.lines and any(block.down is not None for block in blocks)
    heads: list[Block] = []
    if read.n_pages and on_pages:
        everything, blocks = blocks, without_furniture(blocks, read.n_pages)
        kept = set(map(id, blocks))
        # The last page's, so that pages stay in order.
        heads = only_in_heads((block for block in reversed(everything) if id(block) not in kept), blocks)
    paragraphs = _joined(blocks, on_pages) if read.lines else _unjoined(blocks)
    paragraphs += [[(block, "")] for block in heads]
    if read.text_source == "markdown":
        paragraphs = _without_markup(paragraphs)
    paragraphs = _limited(paragraphs)
    pieces: list[str] = []
    kinds: list[tuple[int, ParagraphKind, int | None]] = []
    starts: list[int] = []
    at = 0
    for parts in paragraphs:
        kind, level = parts[0][0].kind, parts[0][0].level
        if kind:
            kinds.append((at, kind, level))
        for block, glue in parts:
            text = glue + block.text
            while block.page is not None and len(starts) < block.page:
                starts.append(at + len(glue))
            pieces.append(text)
            at += len(text)
        pieces.append("\n")
        at += 1
    text = "".join(pieces[:-1])
    while read.n_pages and starts and len(starts) < read.n_pages:
        starts.append(len(text))
    doubtful = doubtful_spans(text, starts, read.recognised)
    return CleanText(text, tuple(starts), tuple(kinds), fixed, (*read.warnings, *undecided), doubtful)


def _mended(read: ReadResult) -> tuple[Sequence[Block], str, tuple[str, ...]]:
    """Blocks with mended characters, what had to be fixed about the encoding, and what could not be."""
    # First, while soft hyphens and control characters, which are letters in older encodings, are still there.
    converted = convert_blocks(read.blocks)
    fixed = [x for x in (read.encoding_fixed, *converted.encodings) if x != "none"]
    whole = "\n".join(block.text for block in converted.blocks)
    blocks = converted.blocks
    if needs_care(whole):
        keep = bool(converted.warnings)
        blocks = [replace(b, text=mend(b.text, keep).strip()) if needs_care(b.text) else b for b in blocks]
        if kind := decomposition(whole):
            fixed.append(kind)
    if may_be_split(whole):
        blocks = [b if (text := mend_split_words(b.text)) == b.text else replace(b, text=text) for b in blocks]
    return blocks, "+".join(dict.fromkeys(fixed)) or "none", converted.warnings


Parts = list[tuple[Block, str]]
"""The blocks of one paragraph, and what stands before each."""


def _joined(blocks: Sequence[Block], on_pages: bool) -> list[Parts]:
    """Paragraphs of layout lines; footnotes stand behind the paragraph that runs past them."""
    notes = [i for i, block in enumerate(blocks) if block.note]
    if not notes:
        return _joined_lines(blocks, on_pages)
    text = [block for block in blocks if not block.note]
    paragraphs = _joined_lines(text, on_pages)
    # How many of the lines that are no notes stand before each run of notes.
    runs: list[tuple[int, list[Block]]] = []
    for count, i in enumerate(notes):
        if runs and i == notes[count - 1] + 1:
            runs[-1][1].append(blocks[i])
        else:
            runs.append((sum(bool(block.text) for block in blocks[:i] if not block.note), [blocks[i]]))
    merged: list[Parts] = []
    seen = 0
    for parts in paragraphs:
        while runs and seen >= runs[0][0]:
            merged += _joined_lines(runs.pop(0)[1], on_pages)
        merged.append(parts)
        seen += len(parts)
    for _, lines in runs:
        merged += _joined_lines(lines, on_pages)
    return merged


def _joined_lines(blocks: Sequence[Block], on_pages: bool) -> list[Parts]:
    kept: list[Block] = []
    lines: list[Line] = []
    gap = 0
    for block in blocks:
        if not block.text:
            gap += 1
            continue
        left = block.left or 0.0
        right = block.right if block.right is not None else left + len(block.text)
        lines.append(Line(block.text, left, right, gap, block.kind is not None))
        kept.append(block)
        gap = 0
    return [[(kept[i], glue) for i, glue in paragraph] for paragraph in join_lines(lines, on_pages)]


def _unjoined(blocks: Sequence[Block]) -> list[Parts]:
    """Blocks that are paragraphs already; a forced line break in one stays a line end unless the sentence goes on."""
    paragraphs: list[Parts] = []
    for block in blocks:
        before = ""
        for line in block.text.split("\n"):
            text = line.strip()
            if not text:
                continue
            piece = Block(text, block.kind, block.level, block.page)
            if before and text[0].islower() and before[-1] not in ".:;!?…" and not before.isupper():
                paragraphs[-1].append((piece, " "))
            else:
                paragraphs.append([(piece, "")])
            before = text
    return paragraphs


def _without_markup(paragraphs: Sequence[Parts]) -> list[Parts]:
    """Markdown paragraphs as they are shown; rules and empty emphasis show nothing."""
    shown: list[Parts] = []
    for parts in paragraphs:
        head = parts[0][0]
        whole = "".join(glue + block.text for block, glue in parts)
        for text in plain_lines(whole) if head.kind != "table" else [_plain_row(whole)]:
            if _SAYS_SOMETHING.search(text):
                shown.append([(Block(normalize("NFC", text), head.kind, head.level, head.page), "")])
    return shown


def _limited(paragraphs: list[Parts]) -> list[Parts]:
    """Paragraphs with those above `PARAGRAPH_MAX` cut, at a blank where there is one."""
    limited: list[Parts] = []
    for parts in paragraphs:
        if sum(len(glue) + len(block.text) for block, glue in parts) <= PARAGRAPH_MAX:
            limited.append(parts)
            continue
        held: Parts = []
        size = 0
        for block, glue in parts:
            for i, text in enumerate(_cut(block.text)):
                if held and (i or size + len(glue) + len(text) > PARAGRAPH_MAX):
                    limited.append(held)
                    held, size = [], 0
                before = glue if held else ""
                held.append((replace(block, text=text), before))
                size += len(before) + len(text)
        limited.append(held)
    return limited


def _cut(text: str) -> Iterator[str]:
    at = 0
    while len(text) - at > PARAGRAPH_MAX:
        end = text.rfind(" ", at + 1, at + PARAGRAPH_MAX)
        end = end if end > 0 else at + PARAGRAPH_MAX
        if piece := text[at:end].strip():
            yield piece
        at = end
    if piece := text[at:].strip():
        yield piece


def _plain_row(row: str) -> str:
    return SEPARATOR.join(" ".join(plain_lines(cell.strip())) for cell in row.split("|")).strip()


__all__ = ["clean"]

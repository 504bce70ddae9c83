"""Word 97–2003 files (.doc), read as [MS-DOC] lays them out, without another program."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from struct import unpack_from

from pipeline.document import Block
from pipeline.read.docx_numbering import Numbering
from pipeline.read.fonts import FontMarks
from pipeline.read.office.word97 import file as places
from pipeline.read.office.word97.blocks import story_blocks
from pipeline.read.office.word97.drawings import shape_groups
from pipeline.read.office.word97.file import OldWordError, Story, WordFile, plc
from pipeline.read.office.word97.styles import Styles, numbering
from pipeline.read.office.word97.text import Text
from pipeline.read.page_heads import only_in_heads
from pipeline.read.tables import has_layout_mark

_HEAD_BLOCKS = 15
_BOX, _ANCHOR, _NOTE_REF = 22, 26, 2
_BOX_SHAPE = 14
"""Where in a text box's structure (2.9.101) the number of its shape stands."""


def read_word97(data: bytes) -> list[Block]:
    """Blocks of a Word 97–2003 file: paragraphs, tables and text boxes in reading order, then foot- and endnotes.

    Raises:
        InputError: `encrypted_office`.
        OldWordError: the file is older than Word 97.
        Exception: the file is damaged; which one depends on where.
    """
    file = WordFile(data)
    marks = FontMarks()
    text = Text(file, Styles(file), marks)
    lists = numbering(file)
    boxes = list(_boxes(file, text, lists))
    blocks = story_blocks(text.paragraphs(file.story("text")), lists, boxes)
    if not any(has_layout_mark(block.text) for block in blocks[:_HEAD_BLOCKS]):
        blocks = [*_letterhead(file, text), *blocks]
    blocks += _notes(file, text)
    blocks += only_in_heads((line for head in _heads(file, text) for line in head), blocks)
    return marks.unmarked(blocks)


def _boxes(file: WordFile, text: Text, lists: Numbering) -> Iterator[tuple[int, list[Block]]]:
    """Text boxes with the position of their anchor, in the order of their anchors; those of none come last."""
    story = file.story("boxes")
    bounds, entries = plc(file.structure(places.BOX_TEXTS), _BOX)
    anchors, shapes = plc(file.structure(places.ANCHORS), _ANCHOR)
    at_shape = {unpack_from("<I", shape)[0]: at for at, shape in zip(anchors, shapes, strict=False)}
    groups = shape_groups(file.structure(places.DRAWINGS))
    end_of_text = file.story("text").end
    found = []
    for i, entry in enumerate(entries[:-1]):
        start, end = story.start + bounds[i], min(story.start + bounds[i + 1], story.end)
        shape = unpack_from("<I", entry, _BOX_SHAPE)[0]
        if story.start <= start < end:
            blocks = story_blocks(text.paragraphs(Story(start, end)), Numbering(None))
            found.append((at_shape.get(groups.get(shape, shape), end_of_text), blocks))
    yield from sorted(found, key=lambda box: box[0])


def _letterhead(file: WordFile, text: Text) -> list[Block]:
    """Lines of a page header that holds the letterhead, as some forms have it; other headers are furniture."""
    return next((head for head in _heads(file, text) if any(has_layout_mark(block.text) for block in head)), [])


def _heads(file: WordFile, text: Text) -> Iterator[list[Block]]:
    """The lines of each page header and footer."""
    story = file.story("headers")
    bounds, _ = plc(file.structure(places.HEADERS), 0)
    for start, end in pairwise(bounds):
        part = Story(story.start + start, min(story.start + end, story.end))
        if part.start < part.end:
            yield story_blocks(text.paragraphs(part), Numbering(None))


def _notes(file: WordFile, text: Text) -> list[Block]:
    """Foot- and endnotes in the order of their references, `[1] …`."""
    notes: list[Block] = []
    for name, index in (("footnotes", places.FOOTNOTE_TEXTS), ("endnotes", places.ENDNOTE_TEXTS)):
        story = file.story(name)
        bounds, _ = plc(file.structure(index), 0)
        for start, end in pairwise(bounds):
            part = Story(story.start + start, min(story.start + end, story.end))
            blocks = story_blocks(text.paragraphs(part), Numbering(None)) if part.start < part.end else []
            if blocks:
                notes.append(Block(f"[{len(notes) + 1}] {' '.join(block.text for block in blocks)}"))
    return notes


__all__ = ["OldWordError", "read_word97"]

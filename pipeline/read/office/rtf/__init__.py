"""RTF files, read as the Rich Text Format specification lays them out, without another program."""

from __future__ import annotations

from pipeline.document import Block, ReadResult
from pipeline.errors import input_error
from pipeline.read.docx_numbering import Numbering
from pipeline.read.fonts import FontMarks
from pipeline.read.office.rtf.reader import RtfReader, Story
from pipeline.read.office.word97.blocks import story_blocks
from pipeline.read.page_heads import only_in_heads
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import has_layout_mark

_MEDIA_TYPE = "application/rtf"
_HEAD_BLOCKS = 15
_HEAD_BYTES = 64


def _sniff(data: bytes) -> bool:
    return data[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def _read(data: bytes, limits: Limits) -> ReadResult:
    marks = FontMarks()
    reader = RtfReader(marks)
    try:
        reader.read(data)
    except ValueError as error:
        raise input_error("damaged_office") from error
    boxes = [(place, _blocks(story)) for place, story in reader.boxes]
    blocks = story_blocks(reader.text.paragraphs, Numbering(None), boxes)
    if not any(has_layout_mark(block.text) for block in blocks[:_HEAD_BLOCKS]):
        # A page header that holds the letterhead, as some forms have it; other headers are furniture.
        headers = (_blocks(story) for story in reader.headers)
        head = next((found for found in headers if any(has_layout_mark(block.text) for block in found)), [])
        blocks = [*head, *blocks]
    notes = [found for story in reader.notes if (found := _blocks(story))]
    texts = (" ".join(block.text for block in note) for note in notes)
    blocks += [Block(f"[{number}] {text}") for number, text in enumerate(texts, 1)]
    blocks += only_in_heads((line for story in reader.headers for line in _blocks(story)), blocks)
    return ReadResult(tuple(marks.unmarked(blocks)), _MEDIA_TYPE, "rtf")


def _blocks(story: Story) -> list[Block]:
    return story_blocks(story.paragraphs, Numbering(None))


READER = Reader("rtf", (".rtf",), _sniff, _read)

__all__ = ["READER"]

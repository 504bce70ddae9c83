"""From a reader's blocks to the text as stored."""

from __future__ import annotations

import unicodedata

from pipeline.document import CleanText, ReadResult


def clean(read: ReadResult) -> CleanText:
    text = "\n".join(unicodedata.normalize("NFC", block.text) for block in read.blocks)
    return CleanText(text)

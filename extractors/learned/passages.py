"""The stretches of a document that models read: paragraphs of its own text, not too long."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractors.text import DocumentText

MAX_TOKENS = 240
"""A longer paragraph is read in pieces, cut between sentences: names and what surrounds them are shorter by far."""
_SKIPPED = frozenset(("boilerplate",))


_TOKEN = regex.compile(r"\d+(?:[.,]\d+)*|[\p{L}\p{M}]+|[^\s\p{L}\p{M}\d]")


def syllable_spans(text: str) -> list[tuple[int, int]]:
    """Tokens in order; offsets in code points into `text`, whatever its Unicode form.

    `1.234,5` is one token, `TLĐ` one, `36/2013` three.
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def passages(doc: DocumentText) -> Iterator[tuple[int, int]]:
    """Where passages stand, in order, without overlap; offsets in code points into `doc.text`."""
    for paragraph in doc.paragraphs:
        if paragraph.kind in _SKIPPED:
            continue
        text = doc.text[paragraph.start : paragraph.end]
        if len(text) < 4 * MAX_TOKENS or len(syllable_spans(text)) <= MAX_TOKENS:
            yield paragraph.start, paragraph.end
            continue
        yield from _pieces(doc, paragraph.start, paragraph.end)


def _pieces(doc: DocumentText, start: int, end: int) -> Iterator[tuple[int, int]]:
    at, held = start, 0
    for sentence in doc.sentences:
        if sentence.end <= start or sentence.start >= end:
            continue
        size = len(syllable_spans(doc.text[sentence.start : sentence.end]))
        if held and held + size > MAX_TOKENS:
            yield at, sentence.start
            at, held = sentence.start, 0
        held += size
    yield at, end


__all__ = ["MAX_TOKENS", "passages", "syllable_spans"]

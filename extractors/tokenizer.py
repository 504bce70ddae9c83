"""spaCy's tokenizer for Vietnamese: underthesea's word segmentation with exact offsets.

    >>> import spacy
    >>> nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "chitieu.underthesea.v1"}}})
    >>> [token.text for token in nlp("Chương trình số 1563/CTr-TLĐ kết nạp 1.219 đoàn viên.")]
    ['Chương trình', 'số', '1563/CTr-TLĐ', 'kết nạp', '1.219', 'đoàn viên', '.']

underthesea splits `1563/CTr-TLĐ` in three and rewrites `hoà` as `hòa`; here document symbols, numbers and written dates
stay whole, and `doc.text` is the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import regex
from spacy.tokens import Doc
from spacy.util import SimpleFrozenList, registry
from spacy.vocab import Vocab

from extractors.alignment import Alignment
from extractors.dates import find_dates
from extractors.references import find_references
from extractors.text import DocumentText
from extractors.words import word_spans

Spans = Sequence[tuple[int, int]]

_NUMBER = regex.compile(
    r"(?<![\p{L}\d])(?:"
    r"\d{1,2}([/.-])\d{1,2}\1\d{4}"  # 17/5/2021
    r"|\d{1,2}/\d{4}(?!\d*[/\p{L}])"  # 6/2022
    r"|\d+(?:[.,]\d+)*"  # 13.000 1.234,5
    r")(?!\d)"
)
_PIECE = regex.compile(r"\s+|\S+")


def symbol_spans(doc: DocumentText) -> list[tuple[int, int]]:
    """Where document numbers stand (`1563/CTr-TLĐ`, `02 - NQ/TW`), type words and all else left out.

    Args:
        doc: offsets in the result are code points into `doc.text`.
    """
    spans = []
    for reference in find_references(doc, find_dates(doc)):
        if reference.number is None or reference.form == "named":
            continue
        at = reference.surface.find(reference.number)
        if at >= 0:
            spans.append((reference.start + at, reference.end))
    return spans


def number_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers and dates in digits stand; `2178/1550` is two numbers, `17/5/2021` one date."""
    return [match.span() for match in _NUMBER.finditer(text)]


def token_spans(text: str) -> list[tuple[int, int]]:
    """Words of a text, in order, not overlapping, covering everything but blanks.

    Args:
        text: NFC text of any length; offsets are code points into it.
    """
    doc = DocumentText.of(text)
    kept = _without_overlaps([*symbol_spans(doc), *number_spans(text)])
    spans: list[tuple[int, int]] = []
    at = 0
    sentences = [(sentence.start, sentence.end) for sentence in doc.sentences]
    for start, end in [*sentences, (len(text), len(text))]:
        spans += _pieces(text, at, start)
        spans += [(start + a, start + b) for a, b in word_spans(text[start:end])] if end > start else []
        at = max(at, end)
    return list(_merged(text, spans, kept))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _PIECE.finditer(text, start, end):
        if not match.group().isspace():
            yield match.span()


def _without_overlaps(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of overlapping spans."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not result or start >= result[-1][1]:
            result.append((start, end))
        elif end - start > result[-1][1] - result[-1][0]:
            result[-1] = (start, end)
    return result


def _merged(text: str, words: Spans, kept: Spans) -> Iterator[tuple[int, int]]:
    """Words cut at the edges of kept spans, kept spans whole, and whatever neither covers in pieces."""
    at = 0
    w = 0
    for keep_start, keep_end in [*kept, (len(text), len(text))]:
        while w < len(words) and words[w][0] < keep_start:
            start, end = max(words[w][0], at), min(words[w][1], keep_start)
            yield from _pieces(text, at, start)
            yield from _trimmed(text, start, end)
            at = max(at, end)
            if words[w][1] > keep_start:
                break
            w += 1
        yield from _pieces(text, at, keep_start)
        if keep_end > keep_start:
            yield keep_start, keep_end
        at = keep_end
        while w < len(words) and words[w][1] <= at:
            w += 1


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A word cut by a kept span, without the blanks the cut left at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def make_doc(vocab: Vocab, text: str, spans: Spans) -> Doc:
    """A `Doc` whose tokens are `spans` of `text` and whose text is `text`.

    spaCy knows one blank after a token; every other blank becomes a token of its own, as in its own tokenizers.
    """
    words: list[str] = []
    spaces: list[bool] = []
    edges = [(0, 0), *spans, (len(text), len(text))]
    for (_, before), (start, end) in pairwise(edges):
        gap = text[before:start]
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if end > start:
            words.append(text[start:end])
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


class VietnameseTokenizer:
    """Callable from text to `Doc`; has no state to save beyond the vocabulary."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize any text, NFC or not; `doc.text == text`."""
        aligned = Alignment(text)
        spans = [(aligned.back(start), aligned.back(end)) for start, end in token_spans(aligned.nfc)]
        return make_doc(self.vocab, text, spans)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize texts one after the other; `batch_size` is there because spaCy passes it."""
        for text in texts:
            yield self(text)

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        """Nothing: the tokenizer is made by its name in the config."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> VietnameseTokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        """Nothing to write."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> VietnameseTokenizer:
        """The tokenizer itself."""
        return self


@registry.tokenizers("chitieu.underthesea.v1")
def create_tokenizer() -> Callable[[Any], VietnameseTokenizer]:
    """For a spaCy config: `{"@tokenizers": "chitieu.underthesea.v1"}`."""

    def tokenizer_of(nlp: Any) -> VietnameseTokenizer:
        return VietnameseTokenizer(nlp.vocab)

    return tokenizer_of

"""A document's text as extractors see it: the text itself, a same-length view to match on, and its structure.

`DocumentText.of(text)` is all an extractor needs; a pipeline that knows more (tables, headings from the file's own
markup) passes marks.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from extractors.unaccented import plain, restored

ParagraphKind = Literal[
    "letterhead", "title", "heading", "body", "list", "table", "recipients", "signature", "boilerplate"
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or one table row: `[start, end)` without outer blanks, and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item, heading or table row."""

    start: int
    end: int
    kind: ParagraphKind
    section: tuple[str, ...] = ()
    """Heading path from the outermost: `('II. KẾT QUẢ', '1. Công tác tuyên truyền')`; the heading itself included
    for a heading's own paragraph."""


# One code point for one: offsets in the view are offsets in the text. Markdown emphasis that survives in text dumps
# becomes blanks; look-alikes of Vietnamese letters and the many dashes become the plain ones.
_VIEW = {
    "Ð": "Đ",
    "ð": "đ",
    "\u0189": "Đ",
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys(map(chr, (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " "),
    **dict.fromkeys("\t*_", " "),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    "⁄": "/",
    "％": "%",
}
# `str.translate` looks up every character of a text, and takes fifteen times as long.
_LOOK_ALIKE = re.compile(f"[{re.escape(''.join(_VIEW))}]")


def view(text: str) -> str:
    """`text` with look-alike characters made one, code point for code point: `len(view(t)) == len(t)`."""
    return _LOOK_ALIKE.sub(lambda match: _VIEW[match[0]], text)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """Text, its matching view and its structure. Make one with `DocumentText.of`.

    The view of a text that lost all its diacritics has those of the phrases that are known.
    """

    text: str
    legible: str
    """The text; where it lost its diacritics, with those of phrases that are known: for names, not for surfaces."""
    view: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    _sentence_starts: tuple[int, ...] = field(repr=False)
    _paragraph_starts: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str, marks: Iterable[tuple[int, ParagraphKind, int | None]] = ()) -> DocumentText:
        """Analyse `text`.

        Args:
            text: NFC text. Offsets everywhere are code points into it.
            marks: (offset of a paragraph, kind, heading level) where the file's own markup told what a paragraph
                is; the rest is found by `extractors.structure`.

        Raises:
            ValueError: `text` is not NFC (offsets would not survive normalisation).
        """
        from extractors.structure import find_paragraphs, find_sentences

        if not unicodedata.is_normalized("NFC", text):
            raise ValueError("text must be NFC: call unicodedata.normalize('NFC', text) first")
        legible = restored(text)
        seen = view(legible)
        paras = find_paragraphs(legible, {offset: (kind, level) for offset, kind, level in marks}, seen)
        if legible is not text:
            # Headings are shown as they stand, without marks.
            paras = tuple(replace(p, section=tuple(map(plain, p.section))) for p in paras)
        sentences = find_sentences(seen, paras)
        return cls(
            text, legible, seen, paras, sentences, tuple(s.start for s in sentences), tuple(p.start for p in paras)
        )

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds `offset` (code points), or the last one before it; null before the first."""
        i = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[i] if i >= 0 else None

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph that holds `offset` (code points), or the last one before it; null before the first."""
        i = bisect_right(self._paragraph_starts, offset) - 1
        return self.paragraphs[i] if i >= 0 else None

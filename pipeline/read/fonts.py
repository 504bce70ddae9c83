"""Fonts of pre-Unicode encodings: which they are, and how they stay with their text on its way into blocks.

Text runs through joins, cells and rows before it is a block, and offsets would have to be moved at each step. So a
reader puts marks into the text where such a font begins and ends, and `unmarked` turns them into spans at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import regex

from pipeline.document import Block, FontSpan

# `.VnTime`, `VNI-Times`, `VPS Times`; a PDF's subset may have lost the dot. No other fonts are called so.
_LEGACY = regex.compile(r"\.?VN|VPS\b", regex.IGNORECASE)
_TCVN3 = regex.compile(r"\.?VN(?!I)", regex.IGNORECASE)
# Characters of the supplementary private-use plane B: no font or document has a use for them.
_FIRST, _LAST, _END = 0x100000, 0x10FF00, chr(0x10FFF0)
_MARK = regex.compile("[\U00100000-\U0010fff0]")


def is_legacy_font(name: str | None) -> bool:
    """Whether a font's name promises a pre-Unicode Vietnamese encoding (`.VnTime`, `VNI-Times`, `VnTimeBold`)."""
    return _LEGACY.match(name or "") is not None


class FontMarks:
    """The marks of one document."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._marks: dict[str, str] = {}

    def marked(self, text: str, font: str | None, caps: bool = False) -> str:
        """The text with marks around it where its font is a legacy one.

        Args:
            text: some characters of one font.
            font: the font's name, null where unknown.
            caps: the file says that small letters are shown as capitals.
        """
        if caps and font and _TCVN3.match(font):
            # Capitals of these bytes are other letters; the font that draws them as capitals says the same.
            font = font if font[-1] in "Hh" else f"{font}H"
        elif caps:
            text = text.upper()
        if not font or not text or text.isspace():
            return text
        mark = self._marks.get(font)
        if mark is None:
            known = is_legacy_font(font) and _FIRST + len(self._names) < _LAST
            mark = chr(_FIRST + len(self._names)) if known else ""
            self._marks[font] = mark
            if mark:
                self._names.append(font)
        return f"{mark}{text}{_END}" if mark else text

    def unmarked(self, blocks: Iterable[Block]) -> list[Block]:
        """Blocks with their marks turned into `Block.fonts`, blank ones left out."""
        if not self._names:
            return list(blocks)
        spanned = (self._spans(block) if _MARK.search(block.text) else block for block in blocks)
        return [block for block in spanned if block.text]

    def _spans(self, block: Block) -> Block:
        pieces: list[str] = []
        spans: list[FontSpan] = []
        at, font, size = 0, "", 0
        for match in [*_MARK.finditer(block.text), None]:
            piece = block.text[at : match.start() if match else None]
            if piece:
                pieces.append(piece)
                if font and spans and spans[-1].end == size and spans[-1].font == font:
                    spans[-1] = FontSpan(spans[-1].start, size + len(piece), font)
                elif font:
                    spans.append(FontSpan(size, size + len(piece), font))
                size += len(piece)
            if match:
                font = "" if match[0] == _END else self._name(match[0])
                at = match.end()
        return _stripped(replace(block, text="".join(pieces), fonts=tuple(spans)))

    def _name(self, mark: str) -> str:
        index = ord(mark) - _FIRST
        return self._names[index] if index < len(self._names) else ""


def _stripped(block: Block) -> Block:
    """A block without outer blanks, its spans moved along; marks kept blanks from being seen as outer ones."""
    text = block.text.strip()
    cut = len(block.text) - len(block.text.lstrip())
    moved = (FontSpan(max(s.start - cut, 0), min(s.end - cut, len(text)), s.font) for s in block.fonts)
    return replace(block, text=text, fonts=tuple(span for span in moved if span.start < span.end))


def without_marks(text: str) -> str:
    """Text as it will be shown."""
    return _MARK.sub("", text)


__all__ = ["FontMarks", "is_legacy_font", "without_marks"]

"""Texts of a PowerPoint 97–2003 file: characters, and the fonts of their runs ([MS-PPT] 2.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import error as struct_error
from struct import unpack_from

from pipeline.read.fonts import FontMarks, without_marks
from pipeline.read.office.records import Record, first, records

_HEADER, _CHARS, _BYTES, _STYLE, _FONT = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FA1, 0x0FB7
ENVIRONMENT, _FONTS, _MASTER_STYLE = 0x03F2, 0x07D5, 0x0FA3
_LEVELS_NAMED = 5
"""From this type of text on, the levels of a master's style have their number before them."""
_LIKE = {5: 1, 6: 0, 7: 1, 8: 1}
_NUMBER, _DATE, _GENERIC_DATE, _HEADER_SIGN, _FOOTER, _OWN_DATE = 0x0FD8, 0x0FF7, 0x0FF8, 0x0FF9, 0x0FFA, 0x1015
_SIGNS = frozenset((_NUMBER, _DATE, _GENERIC_DATE, _HEADER_SIGN, _FOOTER, _OWN_DATE))
_OTHER = 4
"""Type of a text that is no title, body or note."""

# Sizes of the fields of a paragraph's and a run's properties, with the bits of the mask that say they are there, in the
# order of the file (2.9.20, 2.9.14).
_PARAGRAPH = (
    (0xF, 2), (1 << 7, 2), (1 << 4, 2), (1 << 6, 2), (1 << 5, 4), (1 << 11, 2), (1 << 12, 2), (1 << 13, 2),
    (1 << 14, 2), (1 << 8, 2), (1 << 10, 2), (1 << 15, 2),
)  # fmt: skip
_PARAGRAPH_END = ((1 << 16, 2), (0xE0000, 2), (1 << 21, 2))
_TABS = 1 << 20
_STYLE_BITS, _TYPEFACE = 0xFFFF, 1 << 16
_RUN = ((1 << 21, 2), (1 << 22, 2), (1 << 23, 2), (1 << 17, 2), (1 << 18, 4), (1 << 19, 2))


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""

    kind: int
    """0 title, 1 body, 2 notes, 6 centred title …"""
    lines: tuple[str, ...]
    """Its paragraphs with the marks of their fonts, none of them blank."""


def font_names(document: Record) -> list[str]:
    """Names of the fonts, by number."""
    found = first(document.content, ENVIRONMENT, _FONTS)
    entries = [record for record in records(found.content) if record.type == _FONT] if found else []
    names = {entry.instance: entry.content[:64].decode("utf-16-le", "replace").partition("\0")[0] for entry in entries}
    return [names.get(i, "") for i in range(max(names, default=-1) + 1)] if len(names) < 5000 else []


def master_fonts(found: Iterable[Record]) -> dict[int, int]:
    """Type of text → number of its font, where nothing else is said, from a master's records (2.9.35)."""
    fonts: dict[int, int] = {}
    for record in found:
        if record.type == _MASTER_STYLE:
            try:
                font = _first_font(record)
            except (struct_error, IndexError):
                font = None
            if font is not None:
                fonts[record.instance] = font
    return fonts


def _first_font(record: Record) -> int | None:
    """Font of the outermost level."""
    style = record.content
    if not unpack_from("<H", style)[0]:
        return None
    at = 4 if record.instance >= _LEVELS_NAMED else 2
    at = _behind(style, at + 4, unpack_from("<I", style, at)[0])
    mask: int = unpack_from("<I", style, at)[0]
    at += 4 + (2 if mask & _STYLE_BITS else 0)
    return int(unpack_from("<H", style, at)[0]) if mask & _TYPEFACE else None


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts of a slide's texts."""

    names: Sequence[str]
    of_kind: Mapping[int, int]
    """Type of text → number of the font that its master gives it."""

    def name(self, kind: int, number: int | None) -> str | None:
        """Name of a run's font; a null number asks the master, and kinds of bodies and titles ask for one another."""
        for asked in (kind, _LIKE.get(kind, kind)) if number is None else ():
            number = self.of_kind.get(asked) if number is None else number
        return self.names[number] if number is not None and number < len(self.names) else None


def texts(found: Iterable[Record], fonts: Fonts, marks: FontMarks) -> Iterator[Text]:
    """Texts among records that lie side by side: a header, the characters, their style, signs that stand for fields."""
    kind, chars, style, signs = _OTHER, "", b"", set[int]()
    begun = False
    for record in found:
        if record.type == _HEADER:
            # Shapes point to the n-th text, so empty ones count.
            if begun or chars:
                yield _text(kind, chars, style, signs, fonts, marks)
            begun = True
            kind, chars, style, signs = unpack_from("<I", record.content)[0], "", b"", set()
        elif record.type == _CHARS:
            chars = record.content[: len(record.content) // 2 * 2].decode("utf-16-le", "replace")
        elif record.type == _BYTES:
            chars = record.content.decode("latin-1")
        elif record.type == _STYLE:
            style = record.content
        elif record.type in _SIGNS and len(record.content) >= 4:
            signs.add(unpack_from("<I", record.content)[0])
    if begun or chars:
        yield _text(kind, chars, style, signs, fonts, marks)


def _text(kind: int, chars: str, style: bytes, signs: set[int], fonts: Fonts, marks: FontMarks) -> Text:
    pieces = []
    for start, end, font in _runs(len(chars), style):
        piece = "".join(char for i, char in enumerate(chars[start:end], start) if i not in signs)
        name = fonts.name(kind, font)
        # A run may reach over the end of a paragraph; a mark shall not.
        pieces.append("\r".join(marks.marked(line, name) for line in piece.split("\r")))
    lines = (line.replace("\v", "\n").strip() for line in "".join(pieces).split("\r"))
    return Text(kind, tuple(line for line in lines if without_marks(line).strip()))


def _runs(length: int, style: bytes) -> Iterator[tuple[int, int, int | None]]:
    """Stretches of characters and the number of their font; null where the slide's master decides."""
    at = 0
    try:
        for start, end, font in _styled(length, style) if style else ():
            yield start, min(end, length), font
            at = min(end, length)
    except (struct_error, IndexError):
        pass
    if at < length:
        yield at, length, None


def _styled(length: int, style: bytes) -> Iterator[tuple[int, int, int | None]]:
    at, done = 0, 0
    while done <= length and at < len(style):
        count, _, mask = unpack_from("<IHI", style, at)
        at = _behind(style, at + 10, mask)
        done += max(count, 1)
    start = 0
    while start <= length and at < len(style):
        count, mask = unpack_from("<II", style, at)
        at += 8
        at += 2 if mask & _STYLE_BITS else 0
        font = None
        if mask & _TYPEFACE:
            font = unpack_from("<H", style, at)[0]
            at += 2
        at += sum(size for bits, size in _RUN if mask & bits)
        yield start, start + count, font
        start += max(count, 1)


def _behind(style: bytes, at: int, mask: int) -> int:
    """Where the properties of a paragraph end."""
    at += sum(size for bits, size in _PARAGRAPH if mask & bits)
    if mask & _TABS:
        at += 2 + 4 * int(unpack_from("<H", style, at)[0])
    return at + sum(size for bits, size in _PARAGRAPH_END if mask & bits)


__all__ = ["ENVIRONMENT", "Fonts", "Text", "font_names", "master_fonts", "texts"]

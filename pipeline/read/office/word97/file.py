"""A Word 97–2003 file as [MS-DOC] lays it out: streams, the file information block, and where its characters are.

Numbers in comments name the sections of [MS-DOC].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from

from pipeline.errors import input_error

_WORD_97 = 0xC1
_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_COMPRESSED = 0x40000000
_PAGE = 512
_MOST_PIECES = 200_000

# Positions in fibRgFcLcb97 (2.5.6), which says where in the table stream each structure is.
STYLES, FOOTNOTE_REFS, FOOTNOTE_TEXTS, HEADERS, CHPX_PAGES, PAPX_PAGES, FONTS = 1, 2, 3, 11, 12, 13, 15
CLX, ANCHORS, ENDNOTE_REFS, ENDNOTE_TEXTS, DRAWINGS, BOX_TEXTS, LISTS, LIST_OVERRIDES = 33, 40, 46, 47, 50, 56, 73, 74


class OldWordError(Exception):
    """The file is of a version before Word 97."""


@dataclass(frozen=True, slots=True)
class Story:
    """A stretch of the document's characters that belongs together: the text itself, the footnotes …"""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters that lie side by side in the file (2.8.35)."""

    start: int
    end: int
    offset: int
    width: int
    """Bytes a character takes: 1 (Windows-1252) or 2 (UTF-16)."""


class WordFile:
    """One file.

    Args:
        data: all of it.

    Raises:
        InputError: `encrypted_office`, `damaged_office`.
        OldWordError: it is older than Word 97.
        struct.error, IndexError, ValueError: what it says about itself is not true.
    """

    def __init__(self, data: bytes) -> None:
        import olefile

        with olefile.OleFileIO(BytesIO(data)) as ole:
            self.main = ole.openstream("WordDocument").read()
            magic, version = unpack_from("<HH", self.main, 0)
            flags: int = unpack_from("<H", self.main, 0x0A)[0]
            if flags & _ENCRYPTED:
                raise input_error("encrypted_office")
            if magic != _MAGIC or version < _WORD_97:
                raise OldWordError
            self.table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
            self.data = ole.openstream("Data").read() if ole.exists("Data") else b""
        words: int = unpack_from("<H", self.main, 32)[0]
        longs_at = 34 + 2 * words
        longs: int = unpack_from("<H", self.main, longs_at)[0]
        self._longs_at = longs_at + 2
        places_at = self._longs_at + 4 * longs
        self._n_places: int = unpack_from("<H", self.main, places_at)[0]
        self._places_at = places_at + 2
        self._stories = self._story_bounds()
        self._pieces = self._read_pieces()

    def _story_bounds(self) -> dict[str, Story]:
        """The stories follow one another in one sequence of characters (2.5.4)."""
        stories = {}
        at = 0
        names = ("text", "footnotes", "headers", "", "comments", "endnotes", "boxes", "header boxes")
        for i, name in enumerate(names, 3):
            length: int = unpack_from("<i", self.main, self._longs_at + 4 * i)[0]
            if length < 0:
                raise ValueError("a story of negative length")
            if name:
                stories[name] = Story(at, at + length)
                at += length
        return stories

    def story(self, name: str) -> Story:
        """One of `text`, `footnotes`, `headers`, `comments`, `endnotes`, `boxes`."""
        return self._stories[name]

    def structure(self, index: int) -> bytes:
        """A structure of the table stream; empty where the file has none."""
        if index >= self._n_places:
            return b""
        offset, length = unpack_from("<II", self.main, self._places_at + 8 * index)
        return self.table[offset : offset + length] if length else b""

    def structure_and_rest(self, index: int) -> bytes:
        """A structure and all that follows it: what belongs to the lists lies behind them."""
        if index >= self._n_places:
            return b""
        offset, length = unpack_from("<II", self.main, self._places_at + 8 * index)
        return self.table[offset:] if length else b""

    def _read_pieces(self) -> list[_Piece]:
        clx = self.structure(CLX)
        at = 0
        while at < len(clx) and clx[at] == 1:
            at += 3 + int(unpack_from("<H", clx, at + 1)[0])
        if at >= len(clx) or clx[at] != 2:
            raise ValueError("no table of pieces")
        length: int = unpack_from("<I", clx, at + 1)[0]
        table = clx[at + 5 : at + 5 + length]
        count = (len(table) - 4) // 12
        if not 0 < count <= _MOST_PIECES:
            raise ValueError("no pieces, or too many")
        bounds = unpack_from(f"<{count + 1}I", table, 0)
        pieces = []
        for i in range(count):
            fc: int = unpack_from("<I", table, 4 * (count + 1) + 8 * i + 2)[0]
            compressed = bool(fc & _COMPRESSED)
            offset = (fc & 0x3FFFFFFF) // 2 if compressed else fc & 0x3FFFFFFF
            if bounds[i + 1] < bounds[i]:
                raise ValueError("pieces out of order")
            pieces.append(_Piece(bounds[i], bounds[i + 1], offset, 1 if compressed else 2))
        if bounds[-1] > len(self.main):
            raise ValueError("more characters than the file has bytes")
        return pieces

    def characters(self) -> tuple[str, list[tuple[int, int, int]]]:
        """All characters of the document, and where in the file they are.

        Returns:
            One code unit a character (surrogates stay apart, so that positions count as the file counts them), and
            (first position, offset of its bytes, bytes a character) of each piece.
        """
        texts, places = [], []
        total = 0
        for piece in self._pieces:
            raw = self.main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
            if len(raw) < (piece.end - piece.start) * piece.width:
                raise ValueError("a piece ends behind the file")
            if piece.width == 1:
                # Five bytes have no meaning in Windows-1252; they are kept as they are.
                text = raw.decode("cp1252", "replace") if not _UNDEFINED.intersection(raw) else _decoded(raw)
            else:
                text = "".join(map(chr, unpack_from(f"<{len(raw) // 2}H", raw)))
            total += len(text)
            texts.append(text)
            places.append((piece.start, piece.offset, piece.width))
        return "".join(texts), places

    def runs(self, index: int) -> Iterator[tuple[int, int, bytes]]:
        """Stretches of the file's bytes with the properties of their characters or paragraphs (2.9.33, 2.9.174).

        Args:
            index: `CHPX_PAGES` or `PAPX_PAGES`.

        Returns:
            Offsets of first byte and of the byte behind, and the properties (of paragraphs: the style's number first).
        """
        plc = self.structure(index)
        count = (len(plc) - 4) // 8
        for number in unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count > 0 else ():
            page = self.main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            runs = page[_PAGE - 1]
            bounds = unpack_from(f"<{runs + 1}I", page, 0)
            size = 1 if index == CHPX_PAGES else 13
            for i in range(runs):
                at = 2 * page[4 * (runs + 1) + size * i]
                yield bounds[i], bounds[i + 1], self._properties(page, at, index) if at else b""

    def _properties(self, page: bytes, at: int, index: int) -> bytes:
        if index == CHPX_PAGES:
            return page[at + 1 : at + 1 + page[at]]
        if page[at]:
            return page[at + 1 : at + 2 * page[at]]
        return page[at + 2 : at + 2 + 2 * page[at + 1]]

    def huge_properties(self, offset: int) -> bytes:
        """Properties too long for a page, which lie in the data stream (2.9.212)."""
        length: int = unpack_from("<H", self.data, offset)[0]
        return self.data[offset + 2 : offset + 2 + length]


_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")


def _decoded(raw: bytes) -> str:
    return "".join(chr(byte) if byte in _UNDEFINED else bytes((byte,)).decode("cp1252") for byte in raw)


def plc(data: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """Positions of a PLC, and the structure of `size` bytes that belongs to each but the last (2.2.2)."""
    count = (len(data) - 4) // (4 + size)
    if count < 1:
        return (), []
    bounds = unpack_from(f"<{count + 1}I", data, 0)
    start = 4 * (count + 1)
    return bounds, [data[start + size * i : start + size * (i + 1)] for i in range(count)]


__all__ = [
    "ANCHORS",
    "BOX_TEXTS",
    "CHPX_PAGES",
    "DRAWINGS",
    "ENDNOTE_REFS",
    "ENDNOTE_TEXTS",
    "FONTS",
    "FOOTNOTE_REFS",
    "FOOTNOTE_TEXTS",
    "HEADERS",
    "LISTS",
    "LIST_OVERRIDES",
    "PAPX_PAGES",
    "STYLES",
    "OldWordError",
    "Story",
    "WordFile",
    "plc",
]

"""PowerPoint 97–2003 presentations (.ppt), read as [MS-PPT] lays them out; odd ones by way of LibreOffice.

A slide is a page. A presentation is a tree of records; each save appends what has changed, and a directory says where
the last version of each slide is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from struct import unpack_from

from pipeline.document import Block, ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read.fonts import FontMarks
from pipeline.read.office import libreoffice, pptx
from pipeline.read.office.ole import has_stream
from pipeline.read.office.ppt_text import ENVIRONMENT, Fonts, Text, font_names, master_fonts, texts
from pipeline.read.office.records import Record, first, record_at, records
from pipeline.read.office.slides import Shape, slide_blocks, text_blocks
from pipeline.read.reader import Limits, Reader
from pipeline.read.tables import table_blocks

_MEDIA_TYPE = "application/vnd.ms-powerpoint"
_ENCRYPTED = 0xF3D1C4DF
_MOST_EDITS = 10_000
_BAND = 227
"""Height within which boxes stand side by side, in units of 1/576 inch; one centimetre."""
_SAME_EDGE = 60
"""How far edges of cells in different rows of a table may lie apart, in the units of the table."""
_MAX_DEPTH = 20

# Types of records (2.13.24).
_USER_EDIT, _DIRECTORY, _SLIDE_LIST, _SLIDE_PERSIST = 0x0FF5, 0x1772, 0x0FF0, 0x03F3
_SLIDE_ATOM, _NOTES_ATOM, _DRAWING, _OUTLINE_REF = 0x03EF, 0x03F1, 0x040C, 0x0F9E
_PAGE, _GROUP, _SHAPE = 0xF002, 0xF003, 0xF004
_CLIENT_ANCHOR, _CHILD_ANCHOR, _TEXTBOX, _MORE_PROPERTIES = 0xF010, 0xF00F, 0xF00D, 0xF122
_TABLE_PROPERTY = 0x039F
_TITLES, _NOTES_TEXT = frozenset((0, 6)), 2


@dataclass(slots=True)
class _Entry:
    """A slide in the list of slides."""

    place: int
    """Its number in the directory."""
    slide: int
    texts: list[Record] = field(default_factory=list)
    """Its titles and bodies, which shapes point to."""


def _sniff(data: bytes) -> bool:
    return has_stream(data, "PowerPoint Document")


def _read(data: bytes, limits: Limits) -> ReadResult:
    try:
        marks = FontMarks()
        slides = _Presentation(data, marks).slides(limits)
        blocks = marks.unmarked(block for slide in slides for block in slide)
        return ReadResult(tuple(blocks), _MEDIA_TYPE, "ppt", n_pages=len(slides))
    except (InputError, MemoryError, RecursionError):
        raise
    except Exception as error:
        # What a damaged or older file says about itself may be wrong in any way; LibreOffice is more patient.
        if not libreoffice.is_here():
            raise input_error("damaged_office") from error
    converted = pptx.READER.read(libreoffice.convert(data, ".ppt", "pptx"), limits)
    return ReadResult(converted.blocks, _MEDIA_TYPE, "ppt", n_pages=converted.n_pages)


class _Presentation:
    """One file.

    Args:
        data: all of it.
        marks: for the fonts of its text.

    Raises:
        InputError: `encrypted_office`.
        Exception: the file is damaged, or older than PowerPoint 97.
    """

    def __init__(self, data: bytes, marks: FontMarks) -> None:
        import olefile

        with olefile.OleFileIO(BytesIO(data)) as ole:
            self._data = ole.openstream("PowerPoint Document").read()
            user = ole.openstream("Current User").read()
        token, edit = unpack_from("<II", user, 12)
        if token == _ENCRYPTED:
            raise input_error("encrypted_office")
        self._marks = marks
        self._places: dict[int, int] = {}
        self._document = record_at(self._data, self._places[self._read_directory(edit)])
        self._names = font_names(self._document)
        environment = first(self._document.content, ENVIRONMENT)
        self._usual = master_fonts(records(environment.content)) if environment else {}

    def _read_directory(self, edit: int) -> int:
        """Learn where the last version of each object is, and return the number of the document itself."""
        document = 0
        for _ in range(_MOST_EDITS):
            record = record_at(self._data, edit)
            before, directory, found = unpack_from("<III", record.content, 8)
            document = document or found
            entries = record_at(self._data, directory)
            if record.type != _USER_EDIT or entries.type != _DIRECTORY:
                raise ValueError("no directory where one should be")
            at = 0
            while at + 4 <= len(entries.content):
                head: int = unpack_from("<I", entries.content, at)[0]
                start, count = head & 0xFFFFF, head >> 20
                for i, place in enumerate(unpack_from(f"<{count}I", entries.content, at + 4)):
                    self._places.setdefault(start + i, place)
                at += 4 + 4 * count
            if not before or before >= edit:
                break
            edit = before
        return document

    def slides(self, limits: Limits) -> list[list[Block]]:
        """Blocks of each slide, in the order of the show.

        Raises:
            InputError: `too_many_pages`.
        """
        lists = {record.instance: record for record in records(self._document.content) if record.type == _SLIDE_LIST}
        entries = _entries(lists.get(0))
        if len(entries) > limits.max_pages:
            raise input_error("too_many_pages", pages=len(entries), limit=limits.max_pages)
        notes = self._notes(_entries(lists.get(2)))
        masters = {entry.slide: self._master(entry) for entry in _entries(lists.get(1))}
        slides = []
        for page, entry in enumerate(entries, 1):
            fonts = self._fonts_of(entry, masters)
            outline = list(texts(entry.texts, fonts, self._marks))
            shapes = list(_Slide(outline, fonts, self._marks, page).shapes(self._page(entry), 0))
            spoken = [block for text in notes.get(entry.slide, ()) for block in text_blocks(text.lines, page)]
            slides.append([*slide_blocks(shapes, _BAND), *spoken])
        return slides

    def _master(self, entry: _Entry) -> dict[int, int]:
        """Fonts that a master gives to each type of text."""
        if entry.place not in self._places:
            return {}
        return master_fonts(records(record_at(self._data, self._places[entry.place]).content))

    def _fonts_of(self, entry: _Entry, masters: Mapping[int, Mapping[int, int]]) -> Fonts:
        """Fonts of a slide's texts; it says which master it follows."""
        found = record_at(self._data, self._places[entry.place]) if entry.place in self._places else None
        atom = first(found.content, _SLIDE_ATOM) if found else None
        master: int = unpack_from("<I", atom.content, 12)[0] if atom and len(atom.content) >= 16 else 0
        return Fonts(self._names, {**self._usual, **masters.get(master, {})})

    def _notes(self, entries: Sequence[_Entry]) -> dict[int, list[Text]]:
        """The speaker's notes of each slide."""
        notes: dict[int, list[Text]] = {}
        for entry in entries:
            if entry.place not in self._places:
                continue
            record = record_at(self._data, self._places[entry.place])
            atom = first(record.content, _NOTES_ATOM)
            if atom:
                reader = _Slide((), Fonts(self._names, self._usual), self._marks, 0)
                found = (text for box in _boxes(self._page(entry), 0) for text in reader.texts(box))
                slide: int = unpack_from("<I", atom.content)[0]
                notes.setdefault(slide, []).extend(text for text in found if text.kind == _NOTES_TEXT)
        return notes

    def _page(self, entry: _Entry) -> bytes:
        """The group of all shapes of a slide or of its notes."""
        if entry.place not in self._places:
            return b""
        record = record_at(self._data, self._places[entry.place])
        found = first(record.content, _DRAWING, _PAGE, _GROUP)
        return found.content if found else b""


class _Slide:
    """The shapes of one slide.

    Args:
        outline: its titles and bodies, which shapes point to.
        fonts: of its texts.
        marks: for them.
        page: its number.
    """

    def __init__(self, outline: Sequence[Text], fonts: Fonts, marks: FontMarks, page: int) -> None:
        self._outline = outline
        self._fonts = fonts
        self._marks = marks
        self._page = page

    def shapes(self, group: bytes, depth: int) -> Iterator[Shape]:
        """Shapes of a group that hold text; a group within it is one of them."""
        for record in records(group):
            if record.type == _SHAPE:
                top, left = _place(record.content) or (None, None)
                for text in self.texts(record.content):
                    title = text.kind in _TITLES
                    yield Shape(tuple(text_blocks(text.lines, self._page, title)), top, left, title)
            elif record.type == _GROUP and depth < _MAX_DEPTH:
                head = first(record.content, _SHAPE)
                top, left = (_place(head.content) if head else None) or (None, None)
                if head and _is_table(head.content):
                    blocks = table_blocks(self._grid(record.content), page=self._page)
                else:
                    blocks = slide_blocks(list(self.shapes(record.content, depth + 1)), _BAND)
                yield Shape(tuple(blocks), top, left)

    def texts(self, shape: bytes) -> Iterator[Text]:
        """Texts of a shape, its own or those of the slide's outline that it points to."""
        box = first(shape, _TEXTBOX)
        if box is None:
            return
        reference = first(box.content, _OUTLINE_REF)
        if reference:
            index: int = unpack_from("<I", reference.content)[0]
            if index < len(self._outline) and self._outline[index].lines:
                yield self._outline[index]
            return
        for text in texts(records(box.content), self._fonts, self._marks):
            if text.lines:
                yield text

    def _grid(self, group: bytes) -> list[list[list[str]]]:
        """Cells of a table, which are shapes side by side."""
        cells: list[tuple[tuple[int, int], list[str]]] = []
        for shape in _boxes(group, _MAX_DEPTH):
            place = _place(shape)
            lines = [line for text in self.texts(shape) for part in text.lines for line in part.split("\n")]
            if place and lines:
                cells.append((place, lines))
        rows, columns = _tracks([place[0] for place, _ in cells]), _tracks([place[1] for place, _ in cells])
        grid: list[list[list[str]]] = [
            [[] for _ in range(len(set(columns.values())))] for _ in range(len(set(rows.values())))
        ]
        for place, lines in cells:
            grid[rows[place[0]]][columns[place[1]]] += lines
        return grid


def _entries(found: Record | None) -> list[_Entry]:
    entries: list[_Entry] = []
    for record in records(found.content) if found else ():
        if record.type == _SLIDE_PERSIST:
            place, _, _, slide = unpack_from("<4I", record.content)
            entries.append(_Entry(place, slide))
        elif entries:
            entries[-1].texts.append(record)
    return entries


def _boxes(group: bytes, depth: int) -> Iterator[bytes]:
    """Shapes of a group and, above the deepest level, of the groups within it."""
    for record in records(group):
        if record.type == _SHAPE:
            yield record.content
        elif record.type == _GROUP and depth < _MAX_DEPTH:
            yield from _boxes(record.content, depth + 1)


def _place(shape: bytes) -> tuple[int, int] | None:
    """Top and left of a shape."""
    for record in records(shape):
        if record.type == _CLIENT_ANCHOR and len(record.content) >= 8:
            form = "<2i" if len(record.content) >= 16 else "<2h"
            top, left = unpack_from(form, record.content)
            return top, left
        if record.type == _CHILD_ANCHOR and len(record.content) >= 16:
            left, top = unpack_from("<2i", record.content)
            return top, left
    return None


def _is_table(shape: bytes) -> bool:
    """Whether a group's own shape says that the group is a table ([MS-ODRAW] 2.3.4.36)."""
    for record in records(shape):
        if record.type == _MORE_PROPERTIES:
            for i in range(record.instance):
                code, value = unpack_from("<HI", record.content, 6 * i)
                if code & 0x3FFF == _TABLE_PROPERTY:
                    return bool(value & 1)
    return False


def _tracks(edges: Sequence[int]) -> dict[int, int]:
    """Edge → number of the row or column that begins there."""
    tracks: dict[int, int] = {}
    start, number = 0, -1
    for edge in sorted(set(edges)):
        if number < 0 or edge - start > _SAME_EDGE:
            start, number = edge, number + 1
        tracks[edge] = number
    return tracks


READER = Reader("ppt", (".ppt", ".pot", ".pps"), _sniff, _read)

__all__ = ["READER"]

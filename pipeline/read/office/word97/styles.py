"""Styles, fonts and lists of a Word 97–2003 file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from struct import error as struct_error
from struct import unpack_from

from pipeline.read.docx_numbering import Level, Numbering
from pipeline.read.office.word97.file import FONTS, LIST_OVERRIDES, LISTS, STYLES, WordFile
from pipeline.read.office.word97.properties import CharProps, ParaProps, char_props, para_props

_PARAGRAPH, _CHARACTER = 1, 2
_NO_STYLE = 0xFFF
_MOST_STYLES = 4095
_CONTENTS = range(19, 28)
"""Style identifiers of the lines of a table of contents (2.9.274)."""
_TITLE = 62
_HEADINGS = range(1, 10)
_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    22: "decimalZero",
    23: "bullet",
    255: "none",
}
_MOST_LISTS = 4000


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits."""

    identifier: int = 0
    para: ParaProps = field(default_factory=ParaProps)
    char: CharProps = field(default_factory=CharProps)

    @property
    def is_contents(self) -> bool:
        return self.identifier in _CONTENTS

    @property
    def is_title(self) -> bool:
        return self.identifier == _TITLE

    @property
    def heading(self) -> int | None:
        """Heading level, 1 outermost."""
        if self.identifier in _HEADINGS:
            return self.identifier
        outline = self.para.outline
        return outline + 1 if outline is not None and outline < 9 else None


class Styles:
    """A file's styles by number."""

    def __init__(self, file: WordFile) -> None:
        self._raw: dict[int, tuple[int, int, int, list[bytes]]] = {}
        self._done: dict[int, Style] = {}
        self.font = 0
        """Of text whose style names none."""
        sheet = file.structure(STYLES)
        if len(sheet) < 20:
            return
        header: int = unpack_from("<H", sheet, 0)[0]
        count, fixed = unpack_from("<HH", sheet, 2)
        self.font = unpack_from("<H", sheet, 14)[0]
        at = 2 + header
        for number in range(min(count, _MOST_STYLES)):
            if at + 2 > len(sheet):
                break
            length: int = unpack_from("<H", sheet, at)[0]
            at += 2
            if length:
                self._add(number, sheet[at : at + length], fixed)
            at += length

    def _add(self, number: int, std: bytes, fixed: int) -> None:
        first, second, third = unpack_from("<HHH", std, 0)
        at = fixed
        name: int = unpack_from("<H", std, at)[0]
        at += 2 + 2 * name + 2
        parts = []
        for _ in range(min(third & 0xF, 3)):
            if at + 2 > len(std):
                break
            length: int = unpack_from("<H", std, at)[0]
            parts.append(std[at + 2 : at + 2 + length])
            at += 2 + length + (length & 1)
        self._raw[number] = (first & 0xFFF, second & 0xF, second >> 4, parts)

    def get(self, number: int) -> Style:
        """A style by number; an empty one where the file has none."""
        return self._get(number, 0)

    def _get(self, number: int, depth: int) -> Style:
        found = self._done.get(number)
        if found:
            return found
        entry = self._raw.get(number)
        if entry is None or depth > 20:
            return Style()
        identifier, kind, base, parts = entry
        inherited = self._get(base, depth + 1) if base != _NO_STYLE else Style()
        para, char = inherited.para, inherited.char
        if kind == _PARAGRAPH and parts:
            para = para_props(parts[0][2:], para)
            char = char_props(parts[1], char) if len(parts) > 1 else char
        elif kind == _CHARACTER and parts:
            char = char_props(parts[0], char)
        style = Style(identifier, replace(para, style=number), char)
        self._done[number] = style
        return style


def font_names(file: WordFile) -> list[str]:
    """Names of the file's fonts, by number (2.9.286)."""
    table = file.structure(FONTS)
    if len(table) < 4:
        return []
    count: int = unpack_from("<H", table, 0)[0]
    names, at = [], 4
    for _ in range(count):
        if at >= len(table):
            break
        entry = table[at : at + 1 + table[at]]
        raw = entry[40:]
        names.append(raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").partition("\0")[0])
        at += len(entry)
    return names


def numbering(file: WordFile) -> Numbering:
    """The file's lists; paragraphs name them by the number of their override, 1-based."""
    try:
        lists = _lists(file.structure_and_rest(LISTS))
        numbers, overrides = _overrides(file.structure(LIST_OVERRIDES))
    except (struct_error, IndexError):
        # Lists that cannot be read cost their numbers, not the text.
        return Numbering(None)
    return Numbering.of(lists, numbers, overrides)


def _lists(data: bytes) -> dict[str, dict[int, Level]]:
    if len(data) < 2:
        return {}
    count: int = min(unpack_from("<H", data, 0)[0], _MOST_LISTS)
    at = 2 + 28 * count
    lists: dict[str, dict[int, Level]] = {}
    for i in range(count):
        name, flags = unpack_from("<I", data, 2 + 28 * i)[0], data[2 + 28 * i + 26]
        levels: dict[int, Level] = {}
        for level in range(1 if flags & 1 else 9):
            levels[level], at = _level(data, at)
        lists[str(name)] = levels
    return lists


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level (2.9.150), and where it ends."""
    start, form, flags = unpack_from("<iBB", data, at)
    chars, paras = data[at + 24], data[at + 25]
    at += 28 + chars + paras
    length: int = unpack_from("<H", data, at)[0]
    raw = unpack_from(f"<{length}H", data, at + 2)
    text = "".join(f"%{unit + 1}" if unit < 9 else chr(unit).replace("%", "") for unit in raw)
    return Level(start, _FORMATS.get(form, "decimal"), text, bool(flags & 4)), at + 2 + 2 * length


def _overrides(data: bytes) -> tuple[dict[str, str], dict[str, dict[int, Level | int]]]:
    if len(data) < 4:
        return {}, {}
    count: int = min(unpack_from("<I", data, 0)[0], _MOST_LISTS)
    numbers = {str(i + 1): str(unpack_from("<I", data, 4 + 16 * i)[0]) for i in range(count)}
    sizes = [data[4 + 16 * i + 12] for i in range(count)]
    overrides: dict[str, dict[int, Level | int]] = {}
    at = 4 + 16 * count
    for i, size in enumerate(sizes):
        if at + 4 > len(data):
            break
        at += 4
        own: dict[int, Level | int] = {}
        for _ in range(size):
            start, flags = unpack_from("<iI", data, at)
            at += 8
            if flags & 0x20:
                own[flags & 0xF], at = _level(data, at)
            elif flags & 0x10:
                own[flags & 0xF] = start
        if own:
            overrides[str(i + 1)] = own
    return numbers, overrides


__all__ = ["Style", "Styles", "font_names", "numbering"]

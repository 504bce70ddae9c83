"""Fonts and styles of an RTF file, and the encodings of its fonts."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from pipeline.read.fonts import is_legacy_font
from pipeline.read.office.word97.styles import Style

_ANSI = "cp1252"
# \fcharset → code page (specification, "Font table").
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
SYMBOL_CHARSET = 2
_PAGES = {10000: "mac_roman", 65001: "utf-8"}
_HEADING = regex.compile(r"(?:heading|tiêu đề)\s*(\d)", regex.IGNORECASE)
_CONTENTS = regex.compile(r"toc\s*(\d)", regex.IGNORECASE)
_TITLE, _FIRST_CONTENTS = 62, 18


@dataclass(slots=True)
class Font:
    """One font."""

    name: str = ""
    charset: int = 1
    page: int | None = None
    """Code page, where the file names one."""


@dataclass(slots=True)
class Tables:
    """What the head of a file declares."""

    fonts: dict[int, Font] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    page: int | None = None
    default_font: int = 0

    def encoding(self, number: int) -> str:
        """Encoding of single bytes in a font: that of its character set; else the file's own."""
        font = self.fonts.get(number)
        if font is None or font.charset in (1, SYMBOL_CHARSET):
            return _code_page(self.page)
        if is_legacy_font(font.name):
            # Such fonts have their own letters in the places of Western ones, whatever they are declared as.
            return _ANSI
        return _code_page(font.page) if font.page else _CHARSETS.get(font.charset, _code_page(self.page))

    def is_symbol(self, number: int) -> bool:
        """Whether a font holds signs instead of letters."""
        font = self.fonts.get(number)
        return font is not None and font.charset == SYMBOL_CHARSET

    def name(self, number: int) -> str | None:
        """A font's name."""
        font = self.fonts.get(number)
        return font.name if font else None

    def style(self, number: int) -> Style:
        """What a style's name says: heading, title, line of a table of contents."""
        name = self.styles.get(number, "")
        heading, contents = _HEADING.match(name), _CONTENTS.match(name)
        if heading:
            return Style(int(heading[1]))
        if contents:
            return Style(_FIRST_CONTENTS + int(contents[1])) if contents[1] != "0" else Style()
        return Style(_TITLE) if name.lower() == "title" else Style()


def _code_page(number: int | None) -> str:
    if not number:
        return _ANSI
    name = _PAGES.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return _ANSI
    return name


def decoded(byte: str, encoding: str) -> str:
    """A byte, given as a Latin-1 character, in an encoding; as it is where it has no meaning there."""
    if byte < "\x80":
        return byte
    try:
        return byte.encode("latin-1").decode(encoding)
    except UnicodeDecodeError:
        return byte


__all__ = ["Font", "Tables", "decoded"]

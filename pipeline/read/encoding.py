"""Bytes to text: UTF-8, UTF-16, UTF-32, and whatever Vietnamese was written in before.

Text in an older encoding is taken for Windows-1252, and cleaning turns it into Unicode (`pipeline.legacy`).
VISCII, VPS and Windows-1258 are turned at once: they have letters where a text would be cut into lines.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

import regex

from pipeline.document import Block
from pipeline.errors import input_error
from pipeline.legacy import convert_blocks, is_syllable

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GOOD_TO_STRAY = 2
"""Characters that are well-formed UTF-8, to one byte that is not, in a line that is UTF-8 with a blemish."""
_FOREIGN_SHARE = 0.6
"""Of a text's visible characters that may be no ASCII. In Vietnamese it is a quarter, in Cyrillic or Chinese nearly
all."""
_NUL_SHARE = 0.002
_CONTROL_SHARE = 0.02
"""Of a text's bytes that may be controls: some dumps hold a few."""
_LETTER_CONTROL_SHARE = 0.1
"""The same for those controls that are capitals in VISCII and VPS."""
_STRAY_SHARE = 0.02
"""Of a UTF-8 text's bytes that may be none of it; more is an older encoding, or no text."""
_PLAIN_SHARE = 0.5
"""Of the bytes of a text in an older encoding at least so many are plain ASCII: letters without marks, blanks, figures.
In Vietnamese, by any of them, they are seven of ten; of bytes drawn by chance, four."""
_LETTER_CONTROLS = (*range(1, 7), *range(0x10, 0x18), 0x19, 0x1C, 0x1D, 0x1E)
_SAMPLE = 200_000
_AT_ONCE = frozenset(("viscii", "vps", "cp1258"))

_FOREIGN_WORD = regex.compile(r"[\p{L}\p{M}]*[^\x00-\x7F\P{L}][\p{L}\p{M}]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was come by."""

    text: str
    encoding_fixed: str = "none"
    warnings: tuple[str, ...] = ()


def vietnamese_share(text: str) -> float:
    """Which share of the words with letters beyond ASCII are Vietnamese syllables (0 where there are none)."""
    words = [unicodedata.normalize("NFC", word) for word in _FOREIGN_WORD.findall(text[:_SAMPLE])]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding this module reads."""
    head = data[:65_536]
    if any(head.startswith(bom) for bom, _ in _BOMS) or _utf16_order(head):
        return False
    controls = sum(head.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    letters = sum(map(head.count, _LETTER_CONTROLS))
    if head.count(0) > 1 + len(head) * _NUL_SHARE or controls - letters > 1 + len(head) * _CONTROL_SHARE:
        return True
    if letters > 1 + len(head) * _LETTER_CONTROL_SHARE:
        return True
    stray = head.decode("utf-8", errors="replace").count("\ufffd")
    plain = sum(map(head.count, (*range(9, 14), *range(32, 127))))
    # Without a control it is text all the same, only not ours: Cyrillic, Chinese.
    foreign = stray > 1 + len(head) * _STRAY_SHARE and plain < len(head) * _PLAIN_SHARE
    return foreign and controls > len(head) * _CONTROL_SHARE


def decode(data: bytes) -> Decoded:
    """Decode a text file's bytes.

    Args:
        data: the whole file.

    Raises:
        InputError: `bad_encoding` where it is no text, or none in Latin letters; `truncated_text` where Unicode ends
            inside a character.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], encoding)
    order = _utf16_order(data[:65_536])
    if order:
        return _decode_as(data, order)
    return _decode_as(data, "utf-8")


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError as error:
        # In an older encoding the last byte may be a letter; but then it is hardly the only one.
        is_end = error.end >= len(data) - 1 and error.reason in ("unexpected end of data", "truncated data")
        if is_end and not data[: error.start].isascii():
            raise input_error("truncated_text") from error
    if encoding == "utf-8":
        return _lines(data)
    text = data.decode(encoding, errors="replace")
    stray = text.count("\ufffd")
    if stray * _GOOD_TO_STRAY > len(text):
        raise input_error("bad_encoding")
    return Decoded(text, warnings=(_stray_warning(stray, encoding),))


def _lines(data: bytes) -> Decoded:
    """Lines of UTF-8, some perhaps with stray bytes, and lines of an older encoding: joined files have both."""
    lines: list[str] = []
    older: list[int] = []
    stray = 0
    for i, line in enumerate(data.split(b"\n")):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("utf-8", errors="replace")
            bad = text.count("\ufffd")
            good = sum(char > "\x7f" for char in text) - bad
            if good < bad * _GOOD_TO_STRAY:
                text = _as_windows(line)
                older.append(i)
            else:
                stray += bad
        lines.append(text)
    warnings = (_stray_warning(stray, "utf-8"),) if stray else ()
    fixed = "none"
    if older:
        told = "".join(lines[i] for i in older)
        visible = sum(not char.isspace() for char in told)
        if sum(char > "\x7f" for char in told) > visible * _FOREIGN_SHARE:
            raise input_error("bad_encoding")
        fixed = _convert_at_once(lines, older)
    return Decoded("\n".join(lines), fixed, warnings)


def _as_windows(line: bytes) -> str:
    """Windows-1252, with its five undefined bytes as the control characters of Latin-1."""
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252") for byte in line
        )


def _convert_at_once(lines: list[str], older: list[int]) -> str:
    """Turn those lines into Unicode in place, where they are in one of `_AT_ONCE`; tells which."""
    sample: list[Block] = []
    size = 0
    for i in older:
        sample.append(Block(lines[i]))
        size += len(lines[i])
        if size > _SAMPLE:
            break
    found = convert_blocks(sample).encodings
    if not found or found[0] not in _AT_ONCE:
        return "none"
    if found[0] == "viscii":
        # Its capital Õ is the byte of the blank that does not break, which it has not.
        for i in older:
            lines[i] = lines[i].replace("\xa0", "Õ")
    converted = convert_blocks([Block(lines[i]) for i in older])
    for i, block in zip(older, converted.blocks, strict=True):
        lines[i] = block.text
    return "+".join(converted.encodings)


def _stray_warning(count: int, encoding: str) -> str:
    return f"{count} invalid bytes in {encoding} text were replaced"


def _utf16_order(head: bytes) -> str | None:
    """Byte order of UTF-16 without a mark: Vietnamese text has one of six high bytes in every second place."""
    if len(head) < 8 or b"\x00" not in head:
        return None
    high = b"\x00\x01\x03\x1e\x20\xf0"
    even, odd = head[0::2], head[1::2]
    in_even = sum(map(even.count, high)) / len(even)
    in_odd = sum(map(odd.count, high)) / len(odd)
    if in_odd > 0.97 and in_even < 0.6:
        return "utf-16-le"
    if in_even > 0.97 and in_odd < 0.6:
        return "utf-16-be"
    return None


__all__ = ["Decoded", "decode", "looks_binary", "vietnamese_share"]

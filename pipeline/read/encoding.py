"""Bytes to Unicode: UTF-8, UTF-16, and Windows-1258 where the result is Vietnamese beyond doubt."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

import regex

from pipeline.errors import input_error

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRAY_SHARE = 0.001
"""Of a file's bytes that may be invalid UTF-8 and still leave it UTF-8 with a blemish."""
_SYLLABLE_SHARE = 0.9
_NUL_SHARE = 0.002
_CONTROL_SHARE = 0.02
"""Of a text's bytes that may be controls: some dumps hold a few."""
_SAMPLE = 200_000

_TONES = dict.fromkeys((0x300, 0x301, 0x303, 0x309, 0x323))
# Onset, nucleus, coda: the closed inventory of Vietnamese orthography (Hoàng Phê, Chính tả tiếng Việt).
_SYLLABLE = regex.compile(
    r"(?:ngh?|gh?|gi|kh?|ch?|ph?|qu|th?|tr|nh|[bdđhlmnrsvx])?"
    r"(?:[iy]ê|uyê|uy[aeu]?|uô|ươ[iu]?|uôi|[iy]êu|oa[iyo]?|oă|oe[o]?|oo|uâ[y]?|uê|uơ|ưa|ưi|ưu|ua|ui|ia|iu|"
    r"a[iouy]|â[uy]|e[o]|êu|o[i]|ô[i]|ơ[i]|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?",
    regex.IGNORECASE,
)
_FOREIGN_WORD = regex.compile(r"[\p{L}\p{M}]*[^\x00-\x7F\P{L}][\p{L}\p{M}]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was come by."""

    text: str
    encoding_fixed: str = "none"
    warnings: tuple[str, ...] = ()


def is_syllable(word: str) -> bool:
    """Whether a word (any case, NFC) is spelt as a Vietnamese syllable: at most one tone, a possible rhyme."""
    decomposed = unicodedata.normalize("NFD", word)
    if sum(ord(char) in _TONES for char in decomposed) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", decomposed.translate(_TONES))) is not None


def vietnamese_share(text: str) -> float:
    """Which share of the words with letters beyond ASCII are Vietnamese syllables (0 where there are none)."""
    words = _FOREIGN_WORD.findall(text[:_SAMPLE])
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding this module reads."""
    head = data[:65_536]
    if any(head.startswith(bom) for bom, _ in _BOMS) or _utf16_order(head):
        return False
    controls = sum(head.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    return head.count(0) > 1 + len(head) * _NUL_SHARE or controls > 1 + len(head) * _CONTROL_SHARE


def decode(data: bytes) -> Decoded:
    """Decode a text file's bytes.

    Args:
        data: the whole file.

    Raises:
        InputError: `bad_encoding` where no encoding fits; `truncated_text` where UTF-8 ends inside a character.
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
        if error.end >= len(data) - 1 and error.reason in ("unexpected end of data", "truncated data"):
            raise input_error("truncated_text") from error
    if encoding == "utf-8":
        text = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
        if text.count("\ufffd") <= len(data) * _STRAY_SHARE and vietnamese_share(text) >= _SYLLABLE_SHARE:
            return Decoded(text, "cp1258")
    text = data.decode(encoding, errors="replace")
    stray = text.count("\ufffd")
    if stray > max(1, len(data) * _STRAY_SHARE):
        raise input_error("bad_encoding")
    return Decoded(text, warnings=(f"{stray} invalid bytes in {encoding} text were replaced",))


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


__all__ = ["Decoded", "decode", "is_syllable", "looks_binary", "vietnamese_share"]

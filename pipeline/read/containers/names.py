"""Names in ZIP archives: UTF-8 where they say so or are, else the code page that makes Vietnamese of them."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib

from pipeline.legacy import ENCODINGS, convert
from pipeline.read.encoding import vietnamese_share

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_SURE = 0.7
"""Share of a name's words beyond ASCII that must be Vietnamese syllables for a code page to be believed."""


def decode_name(info: zipfile.ZipInfo) -> str:
    """An entry's path, with `/` between its parts whatever system packed it.

    Args:
        info: as the standard library read it: decoded as CP437 where it is not marked as UTF-8.
    """
    return _decoded(info).replace("\\", "/")


def _decoded(info: zipfile.ZipInfo) -> str:
    # `orig_filename` as `filename` is cut at a null character.
    name = info.filename
    if info.flag_bits & _UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return _unicode_path(info.extra, raw) or _guessed(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the Unicode path field (APPNOTE 4.6.9), where it belongs to the name that stands in the header."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _guessed(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    candidates = [unicodedata.normalize("NFC", raw.decode(page, "replace")) for page in ("cp1258", "cp1252")]
    # Fonts of old encodings (TCVN3, VNI) put their letters where Windows has others.
    candidates += [convert(raw.decode("cp1252", "replace"), encoding) for encoding in ENCODINGS]
    best = max(candidates, key=_likeness)
    return best if _likeness(best) >= _SURE else raw.decode("cp437")


def _likeness(name: str) -> float:
    return 0.0 if "\ufffd" in name else vietnamese_share(name.replace("_", " "))


__all__ = ["decode_name"]

"""ZIP archives: their directory, and their members one by one, each within limits.

The standard library reads the directory; unpacking is done here, because its reader lets a few kilobytes of bzip2
grow to gigabytes before it looks at the size it was told.
"""

from __future__ import annotations

import bz2
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from pipeline.errors import InputError, input_error
from pipeline.read.containers.entry import Entry, is_litter, leaves_folder, printable
from pipeline.read.containers.names import decode_name
from pipeline.read.kinds import EMPTY_ZIP_MARK, ZIP_MARK, megabytes
from pipeline.read.reader import Limits

_OFFICE_PARTS = frozenset(
    {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml",
     "META-INF/container.xml"}
)  # fmt: skip
"""Any of these at its place, and the archive is a document (Office Open XML, EPUB)."""
_OFFICE_SUFFIXES = (
    ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".pptx", ".pptm", ".ppsx", ".potx", ".odt", ".ods", ".odp",
    ".ott", ".epub",
)  # fmt: skip
_DIRECTORY_MARK = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800
_UNIX = 3
_LARGEST_DICTIONARY = 64 * 2**20
"""Bytes; what LZMA asks for at its highest usual setting."""
_DIRECTORIES_PER_MEMBER = 20
"""An archive of stored archives holds their directories too; more marks than this are a flood."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """One entry of the directory."""

    name: str
    start: int
    """Offset of its packed bytes in the archive."""
    packed: int
    unpacked: int
    method: int
    crc: int
    encrypted: bool
    special: bool
    """A link, device or the like."""
    overlaps: bool = False


def is_archive(data: bytes, name: str) -> bool:
    """Whether bytes are a ZIP archive of files, not a document that happens to be packed as one.

    Args:
        data: the file.
        name: its name; only where the archive's directory is lost does its suffix tell whether it was a document.
    """
    if not data.startswith((ZIP_MARK, EMPTY_ZIP_MARK)):
        return False
    first = data[30:80]
    if first.startswith((b"mimetypeapplication/", b"[Content_Types].xml")):
        return False
    try:
        names = {info.filename for info in _directory(data)}
    except (InputError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return not name.lower().endswith(_OFFICE_SUFFIXES) and not first.startswith((b"word/", b"xl/", b"ppt/"))
    return not (names & _OFFICE_PARTS or {"content.xml", "META-INF/manifest.xml"} <= names)


def unpacked(data: bytes, limits: Limits, left: Callable[[], int]) -> Iterator[Entry]:
    """The files in an archive, in its own order; folders and litter are none.

    Args:
        data: the archive.
        limits: what a member may cost.
        left: how many bytes may still be unpacked, asked before each member.

    Raises:
        InputError: `damaged_archive`, `unsafe_archive`, `encrypted_archive` where none can be got out.
    """
    try:
        packed = _listed(data)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        packed = list(islice(_scanned(data), limits.max_members * _DIRECTORIES_PER_MEMBER))
        if not packed:
            raise input_error("damaged_archive") from None
    files = [entry for entry in packed if not _is_folder(entry) and (leaves_folder(entry.name) or _is_wanted(entry))]
    if files and all(entry.encrypted for entry in files):
        raise input_error("encrypted_archive")
    for entry in files:
        name = printable(entry.name)
        try:
            yield Entry(name, _unpack(data, entry, limits, left()))
        except InputError as problem:
            yield Entry(name, None, problem)


def _is_folder(entry: _Packed) -> bool:
    return entry.name.endswith("/") and not entry.unpacked


def _is_wanted(entry: _Packed) -> bool:
    return not is_litter(entry.name)


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    if data.count(_DIRECTORY_MARK) > Limits().max_members * _DIRECTORIES_PER_MEMBER:
        raise input_error("unsafe_archive")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.infolist()


def _listed(data: bytes) -> list[_Packed]:
    """Entries as the directory at the archive's end tells them."""
    found = []
    for info in _directory(data):
        start = _packed_start(data, info.header_offset)
        mode = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
        found.append(
            _Packed(
                decode_name(info),
                start,
                info.compress_size,
                info.file_size,
                info.compress_type,
                info.CRC,
                bool(info.flag_bits & _ENCRYPTED),
                mode not in (0, stat.S_IFREG, stat.S_IFDIR),
            )
        )
    return _overlaps_marked(found)


def _packed_start(data: bytes, offset: int) -> int:
    """Where an entry's packed bytes begin; behind the archive's end where it has no header at its place."""
    header = data[offset : offset + _LOCAL_HEADER.size] if offset >= 0 else b""
    if len(header) < _LOCAL_HEADER.size or not header.startswith(ZIP_MARK):
        return len(data) + 1
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    return offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length)


def _overlaps_marked(packed: list[_Packed]) -> list[_Packed]:
    """Entries that share bytes are how a small archive unpacks to an endless one (`zbsm.zip`)."""
    order = sorted(range(len(packed)), key=lambda i: packed[i].start)
    overlapping = set()
    end, last = -1, -1
    for i in order:
        if packed[i].start < end and packed[i].packed:
            overlapping |= {i, last}
        if packed[i].start + packed[i].packed > end:
            end, last = packed[i].start + packed[i].packed, i
    if not overlapping:
        return packed
    return [
        _Packed(e.name, e.start, e.packed, e.unpacked, e.method, e.crc, e.encrypted, e.special, i in overlapping)
        for i, e in enumerate(packed)
    ]


def _scanned(data: bytes) -> Iterator[_Packed]:
    """Entries of an archive whose end is lost, by the headers before each; only those that tell their size."""
    at = 0
    while (at := data.find(ZIP_MARK, at)) >= 0:
        header = data[at : at + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size:
            return
        _, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = at + _LOCAL_HEADER.size + name_length + extra_length
        info = zipfile.ZipInfo()
        raw = data[at + _LOCAL_HEADER.size : at + _LOCAL_HEADER.size + name_length]
        info.flag_bits = flags
        info.filename = info.orig_filename = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        if flags & _SIZES_BEHIND and not packed:
            end = data.find(ZIP_MARK, start)
            packed = (end if end >= 0 else len(data)) - start
            unpacked, crc = -1, -1
        yield _Packed(decode_name(info), start, packed, unpacked, method, crc, bool(flags & _ENCRYPTED), special=False)
        at = max(start + packed, at + 4)


def _unpack(data: bytes, entry: _Packed, limits: Limits, left: int) -> bytes:
    """One member's bytes.

    Raises:
        InputError: it must not or cannot be unpacked.
    """
    if entry.special or leaves_folder(entry.name):
        raise input_error("unsafe_entry")
    if entry.encrypted:
        raise input_error("encrypted_archive")
    if entry.overlaps or entry.unpacked > left:
        raise input_error("unsafe_archive")
    if entry.unpacked > limits.max_bytes:
        raise input_error("too_large", size=megabytes(entry.unpacked), limit=megabytes(limits.max_bytes))
    if entry.unpacked > limits.ratio_floor and entry.unpacked > entry.packed * limits.max_ratio:
        raise input_error("unsafe_archive")
    raw = data[entry.start : entry.start + entry.packed]
    most = entry.unpacked if entry.unpacked >= 0 else min(left, limits.max_bytes)
    try:
        content = _decompressed(raw, entry.method, most + 1)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, struct.error) as error:
        raise input_error("damaged_archive") from error
    except MemoryError as error:
        raise input_error("unsafe_archive") from error
    if entry.unpacked < 0:
        if len(content) > most:
            raise input_error("unsafe_archive")
        if not _is_whole(raw, entry.method, most + 1):
            raise input_error("damaged_archive")
        return content
    if len(content) != entry.unpacked or zlib.crc32(content) != entry.crc:
        raise input_error("damaged_archive")
    return content


def _decompressed(raw: bytes, method: int, most: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        return raw[:most]
    if method == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        return inflate.decompress(raw, most)
    if method == zipfile.ZIP_BZIP2:
        return bz2.BZ2Decompressor().decompress(raw, most)
    if method == zipfile.ZIP_LZMA:
        return _lzma(raw, most)
    raise input_error("unsupported_compression")


def _is_whole(raw: bytes, method: int, most: int) -> bool:
    """Whether packed bytes come to an end of their own; only of some ways of packing can that be told."""
    if method != zipfile.ZIP_DEFLATED:
        return False
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    inflate.decompress(raw, most)
    return inflate.eof


def _lzma(raw: bytes, most: int) -> bytes:
    """LZMA as ZIP packs it (APPNOTE 5.8.8): two bytes of version, two of length, the filter's properties."""
    (length,) = struct.unpack_from("<H", raw, 2)
    properties = raw[4 : 4 + length]
    first, dictionary = struct.unpack("<BI", properties)
    if dictionary > _LARGEST_DICTIONARY:
        raise input_error("unsafe_archive")
    position, rest = divmod(first, 9)
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": rest, "lp": position % 5, "pb": position // 5}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain).decompress(raw[4 + length :], most)


__all__ = ["is_archive", "unpacked"]

"""Recognising kinds of file that no reader here takes, to say clearly what they are."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

ZIP_MARK = b"PK\x03\x04"
EMPTY_ZIP_MARK = b"PK\x05\x06"
_DIRECTORY_MARK = b"PK\x01\x02"
_MOST_ENTRIES = 200_000
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is, in words for a message."""

    vi: str
    en: str


_OLE_STREAMS: tuple[tuple[str, Kind], ...] = (
    # First, as a letter holds the streams of what is attached to it.
    (
        "__properties_version1.0",
        Kind("thư Outlook, .msg; hãy lưu lại dạng .eml", "Outlook e-mail, .msg; save it as .eml"),
    ),
    ("WordDocument", Kind("Word 97–2003, .doc", "Word 97–2003, .doc")),
    ("Workbook", Kind("Excel 97–2003, .xls", "Excel 97–2003, .xls")),
    ("Book", Kind("Excel 5.0, .xls", "Excel 5.0, .xls")),
    ("PowerPoint Document", Kind("PowerPoint 97–2003, .ppt", "PowerPoint 97–2003, .ppt")),
)
_ZIP_PARTS: tuple[tuple[str, Kind], ...] = (
    ("xl/workbook.xml", Kind("bảng tính Excel, .xlsx", "Excel workbook, .xlsx")),
    ("ppt/presentation.xml", Kind("bản trình chiếu PowerPoint, .pptx", "PowerPoint presentation, .pptx")),
    ("META-INF/container.xml", Kind("sách điện tử EPUB", "EPUB book")),
    ("content.xml", Kind("tài liệu OpenDocument", "OpenDocument file")),
)
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind("ảnh PNG", "PNG image")),
    (b"\xff\xd8\xff", Kind("ảnh JPEG", "JPEG image")),
    (b"II*\x00", Kind("ảnh TIFF", "TIFF image")),
    (b"MM\x00*", Kind("ảnh TIFF", "TIFF image")),
    (b"GIF8", Kind("ảnh GIF", "GIF image")),
    (b"{\\rtf", Kind("văn bản RTF", "RTF text")),
    (b"Rar!\x1a\x07", Kind("tệp nén RAR; hãy giải nén trước", "RAR archive; unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", Kind("tệp nén 7z; hãy giải nén trước", "7z archive; unpack it first")),
    (b"\x1f\x8b", Kind("tệp nén gzip; hãy giải nén trước", "gzip archive; unpack it first")),
    (b"MZ\x90\x00", Kind("chương trình Windows", "Windows program")),
    (b"\x7fELF", Kind("chương trình Linux", "Linux program")),
    (b"%!PS", Kind("PostScript", "PostScript")),
    (b"SQLite format 3\x00", Kind("cơ sở dữ liệu SQLite", "SQLite database")),
)
_MARKUP: tuple[tuple[bytes, Kind], ...] = (
    (b"<svg", Kind("ảnh SVG", "SVG image")),
    (b"<?xml", Kind("XML", "XML")),
)
_ARCHIVE = Kind("tệp nén ZIP", "ZIP archive")
_OLE = Kind("tệp Office cũ", "old Office file")
_MAIL = Kind("thư điện tử hoặc trang web MHTML", "e-mail or MHTML web page")
UNKNOWN = Kind("không rõ loại", "unknown kind")
PLAIN = Kind("văn bản thường", "plain text")
WEB_PAGE = Kind("trang web HTML", "HTML web page")


def megabytes(count: int) -> str:
    """A number of bytes for people: `12 MB`."""
    return f"{count / 2**20:.0f} MB"


def _has_ole_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def is_encrypted_office(data: bytes) -> bool:
    """Whether bytes are an Office file that a password protects (OOXML in an OLE envelope, MS-OFFCRYPTO 2.3)."""
    return data.startswith(OLE_MARK) and _has_ole_stream(data, "EncryptedPackage")


def zip_names(data: bytes) -> tuple[str, ...] | None:
    """Names of a ZIP file's parts; null where its directory cannot be read, or is endless."""
    if data.count(_DIRECTORY_MARK) > _MOST_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def foreign_kind(data: bytes) -> Kind | None:
    """The kind of a file that no reader here takes; null where nothing tells."""
    if data.startswith((ZIP_MARK, EMPTY_ZIP_MARK)):
        names = zip_names(data) or ()
        return next((kind for part, kind in _ZIP_PARTS if part in names), _ARCHIVE)
    if data.startswith(OLE_MARK):
        return next((kind for stream, kind in _OLE_STREAMS if _has_ole_stream(data, stream)), _OLE)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:12].lower() == b"mime-version" or (b"\nMIME-Version:" in head and b"\nContent-Type:" in head):
        return _MAIL
    return next((kind for mark, kind in _MARKUP if head[:5].lower().startswith(mark)), None)


__all__ = [
    "EMPTY_ZIP_MARK",
    "OLE_MARK",
    "PLAIN",
    "UNKNOWN",
    "WEB_PAGE",
    "ZIP_MARK",
    "Kind",
    "foreign_kind",
    "is_encrypted_office",
    "megabytes",
    "zip_names",
]

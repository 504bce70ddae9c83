"""Files that LibreOffice turns into OOXML first: OpenDocument, and Word 2003 XML."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

from pipeline.document import ReadResult
from pipeline.errors import input_error
from pipeline.read import docx
from pipeline.read.docx_package import Package
from pipeline.read.kinds import ZIP_MARK, zip_names
from pipeline.read.office import libreoffice, pptx, xlsx
from pipeline.read.reader import Limits, Reader

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_WORD_XML = b"http://schemas.microsoft.com/office/word/2003/wordml"
_HEAD = 4096
_TARGETS = {"docx": docx.READER, "xlsx": xlsx.READER, "pptx": pptx.READER}


def converted(data: bytes, limits: Limits, suffix: str, target: str) -> ReadResult:
    """Read a file by way of LibreOffice.

    Args:
        data: the file.
        limits: what the converted file may cost.
        suffix: of the file's own format, with the dot.
        target: `docx`, `xlsx` or `pptx`.

    Raises:
        InputError: `missing_tool`, `damaged_office`, and what the target's reader raises.
    """
    return _TARGETS[target].read(libreoffice.convert(data, suffix, target), limits)


def _reader(suffixes: tuple[str, ...], target: str, media_type: str, sniff: Callable[[bytes], bool]) -> Reader:
    kind = suffixes[0].lstrip(".")

    def read(data: bytes, limits: Limits) -> ReadResult:
        manifest = Package(data, limits).content("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest:
            raise input_error("encrypted_office")
        result = converted(data, limits, suffixes[0], target)
        return replace(result, media_type=media_type, text_source=kind)

    return Reader(kind, suffixes, sniff, read)


def _word_xml() -> Reader:
    """Word 2003 XML, which goes by the name .doc or .xml."""

    def sniff(data: bytes) -> bool:
        return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and _WORD_XML in data[:_HEAD]

    def read(data: bytes, limits: Limits) -> ReadResult:
        return replace(converted(data, limits, ".xml", "docx"), media_type="application/msword", text_source="doc")

    return Reader("Word XML", (), sniff, read)


def _declared(data: bytes) -> bytes:
    """What the part `mimetype` says; programs that pack a folder anew put it anywhere and pack it like the others."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("mimetype") as part:
            return part.read(100)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, EOFError, RuntimeError):
        # RuntimeError, of which NotImplementedError is one: it is encrypted, or packed in an unknown way.
        return b""


def _open_document(kind: str) -> Callable[[bytes], bool]:
    """Whether bytes are an OpenDocument file of one kind; its first part says so, uncompressed, or any packing."""

    def sniff(data: bytes) -> bool:
        if not data.startswith(ZIP_MARK):
            return False
        told = _OPEN_DOCUMENT + kind.encode()
        names = zip_names(data) or ()
        if "content.xml" not in names:
            return False
        return told in data[:200] or ("mimetype" in names and _declared(data).startswith(told))

    return sniff


READERS: tuple[Reader, ...] = (
    _word_xml(),
    _reader((".odt", ".ott"), "docx", "application/vnd.oasis.opendocument.text", _open_document("text")),
    _reader((".ods", ".ots"), "xlsx", "application/vnd.oasis.opendocument.spreadsheet", _open_document("spreadsheet")),
    _reader(
        (".odp", ".otp"),
        "pptx",
        "application/vnd.oasis.opendocument.presentation",
        _open_document("presentation"),
    ),
)

__all__ = ["READERS", "converted"]

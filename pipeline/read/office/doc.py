"""Old Word files (.doc): Word 97–2003 read directly, older or odd ones by way of LibreOffice."""

from __future__ import annotations

from pipeline.document import ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read import docx
from pipeline.read.office import libreoffice
from pipeline.read.office.ole import has_stream
from pipeline.read.office.word97 import OldWordError, read_word97
from pipeline.read.reader import Limits, Reader

_MEDIA_TYPE = "application/msword"


def _sniff(data: bytes) -> bool:
    return has_stream(data, "WordDocument")


def _read(data: bytes, limits: Limits) -> ReadResult:
    try:
        blocks = read_word97(data)
        return ReadResult(tuple(blocks), _MEDIA_TYPE, "doc")
    except (InputError, MemoryError, RecursionError):
        raise
    except Exception as error:
        # What a damaged file says about itself may be wrong in any way; LibreOffice is more patient.
        old = isinstance(error, OldWordError)
        if not old and not libreoffice.is_here():
            raise input_error("damaged_office") from error
    converted = docx.READER.read(libreoffice.convert(data, ".doc", "docx"), limits)
    return ReadResult(converted.blocks, _MEDIA_TYPE, "doc", warnings=converted.warnings)


READER = Reader("doc", (".doc", ".dot"), _sniff, _read)

__all__ = ["READER"]

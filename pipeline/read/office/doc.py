"""Old Word files (.doc), through LibreOffice as DOCX."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import ReadResult
from pipeline.read import docx
from pipeline.read.office import libreoffice
from pipeline.read.office.ole import has_stream
from pipeline.read.reader import Limits, Reader


def _sniff(data: bytes) -> bool:
    return has_stream(data, "WordDocument")


def _read(data: bytes, limits: Limits) -> ReadResult:
    result = docx.READER.read(libreoffice.convert(data, ".doc", "docx"), limits)
    return replace(result, media_type="application/msword", text_source="doc")


READER = Reader("doc", (".doc", ".dot"), _sniff, _read)

__all__ = ["READER"]

"""Office files beside DOCX: old Word, Excel and PowerPoint, their OOXML successors, RTF and OpenDocument."""

from __future__ import annotations

from pipeline.read.office import converted, doc, ppt, pptx, rtf, xls, xlsx, xml_sheets
from pipeline.read.reader import Reader

OFFICE_READERS: tuple[Reader, ...] = (
    doc.READER,
    xls.READER,
    xlsx.READER,
    ppt.READER,
    pptx.READER,
    rtf.READER,
    xml_sheets.READER,
    *converted.READERS,
)
"""In the order they are asked; each takes only files that are of its kind by their content."""

__all__ = ["OFFICE_READERS"]

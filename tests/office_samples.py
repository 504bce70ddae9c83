"""Office files made at test time by the programs that make them: LibreOffice, openpyxl, python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.read.office import libreoffice

needs_libreoffice = pytest.mark.skipif(
    not libreoffice.is_here(), reason="LibreOffice (soffice with Writer, Calc and Impress) is not installed"
)


def word(*content: str | Sequence[Sequence[str]], font: str = "Times New Roman") -> bytes:
    """A DOCX file: paragraphs (`# …` headings, `. …` list items) and tables (rows of cells; `/n` ends a line)."""
    document = docx.Document()
    for part in content:
        if isinstance(part, str):
            style = "Heading 1" if part.startswith("# ") else "List Number" if part.startswith(". ") else None
            run = document.add_paragraph(style=style).add_run(part.removeprefix("# ").removeprefix(". "))
            set_font(run, font)
            continue
        table = document.add_table(len(part), max(map(len, part)))
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                cell = table.cell(r, c)
                for i, line in enumerate(text.split("/n")):
                    paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
                    set_font(paragraph.add_run(line), font)
    return saved(document)


def set_font(run: Any, name: str) -> None:
    """Set a run of python-docx in a font."""
    run.font.name = name
    run._element.rPr.rFonts.set(qn("w:cs"), name)


def saved(document: Any) -> bytes:
    """What a document of python-docx, openpyxl or python-pptx saves."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

"""Lays out the layout scripts of our samples as .docx and .pdf, the same bytes every time.

A script is plain text, one paragraph a line:

    @running TEXT          running line of every page: header in .docx, foot in .pdf
    @left / @right / @end  two columns without borders (letterhead, recipients and signature)
    @title TEXT            centred, bold
    @caption TEXT          centred, italic, above a table
    @page                  page break
    # TEXT, ## TEXT, ###   headings
    | a | b |              table row; the first row of a table is its head
    TEXT                   a paragraph
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Part:
    """One element of a script: `kind` is columns, title, caption, page, heading, table or text."""

    kind: str
    text: str = ""
    level: int = 0
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def parse(script: str) -> tuple[str, list[Part]]:
    """Running head and parts of a script.

    Raises:
        ValueError: columns are not closed with @end.
    """
    running = ""
    parts: list[Part] = []
    columns: Part | None = None
    side: list[str] = []
    for line in map(str.strip, script.splitlines()):
        if line == "@left":
            columns = Part("columns")
            side = columns.left
        elif line == "@right" and columns:
            side = columns.right
        elif line == "@end" and columns:
            parts.append(columns)
            columns = None
        elif columns:
            side.append(line)
        elif not line:
            continue
        elif line.startswith("@running "):
            running = line.removeprefix("@running ")
        elif line == "@page":
            parts.append(Part("page"))
        elif line.startswith(("@title ", "@caption ")):
            kind, _, text = line[1:].partition(" ")
            parts.append(Part(kind, text))
        elif line.startswith("#"):
            marks, _, text = line.partition(" ")
            parts.append(Part("heading", text, level=len(marks)))
        elif line.startswith("|"):
            cells = [c.strip() for c in line.strip("|").split("|")]
            if not parts or parts[-1].kind != "table":
                parts.append(Part("table"))
            parts[-1].rows.append(cells)
        else:
            parts.append(Part("text", line))
    if columns:
        raise ValueError("columns not closed with @end")
    return running, parts


def write_docx(script: str, path: Path) -> None:
    """Write `script` to `path` as a Word document."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    running, parts = parse(script)
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    if running:
        document.sections[0].header.paragraphs[0].text = running

    def centred(text: str, bold: bool = False, italic: bool = False) -> None:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic

    for part in parts:
        if part.kind == "columns":
            cells = document.add_table(rows=1, cols=2).rows[0].cells
            for cell, lines in zip(cells, (part.left, part.right), strict=True):
                cell.text = lines[0] if lines else ""
                for extra in lines[1:]:
                    cell.add_paragraph(extra)
        elif part.kind == "title":
            centred(part.text, bold=True)
        elif part.kind == "caption":
            centred(part.text, italic=True)
        elif part.kind == "page":
            document.add_page_break()
        elif part.kind == "heading":
            document.add_heading(part.text, level=part.level)
        elif part.kind == "table":
            table = document.add_table(rows=0, cols=len(part.rows[0]), style="Table Grid")
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(part.text)
    buffer = io.BytesIO()
    document.save(buffer)
    path.parent.mkdir(exist_ok=True)
    # python-docx stamps the time of writing into the zip; a fixed time keeps the bytes the same.
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for info in made.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2025, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(fixed, made.read(info.filename))


def write_pdf(script: str, path: Path) -> None:
    """Write `script` to `path` as a PDF with a text layer, page numbers from page 2 and a running foot."""
    from xml.sax.saxutils import escape

    import font_roboto  # type: ignore[import-untyped]
    from reportlab import rl_config
    from reportlab.lib import colors
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    rl_config.invariant = 1
    for name, face in (("Body", font_roboto.Roboto), ("Strong", font_roboto.RobotoBold)):
        pdfmetrics.registerFont(TTFont(name, face))
    running, parts = parse(script)
    body = ParagraphStyle("b", fontName="Body", fontSize=14, leading=22, spaceAfter=6, firstLineIndent=20)
    body.alignment = TA_JUSTIFY
    cell = ParagraphStyle("c", fontName="Body", fontSize=11, leading=15)
    middle = ParagraphStyle("m", parent=cell, alignment=TA_CENTER)
    heading = ParagraphStyle("h", fontName="Strong", fontSize=14, leading=20, spaceBefore=6)
    title = ParagraphStyle("t", fontName="Strong", fontSize=14, leading=20, alignment=TA_CENTER)
    flow: list[Any] = []
    for part in parts:
        text = escape(part.text)
        if part.kind == "columns":
            height = max(len(part.left), len(part.right))
            left, right = (side + [""] * (height - len(side)) for side in (part.left, part.right))
            pairs = zip(left, right, strict=True)
            rows = [[Paragraph(escape(side), middle) for side in pair] for pair in pairs]
            tight = TableStyle([("BOTTOMPADDING", (0, 0), (-1, -1), 0)])
            flow += [Table(rows, colWidths=[8.2 * cm, 8.8 * cm], style=tight), Spacer(1, 10)]
        elif part.kind == "title":
            flow.append(Paragraph(text, title))
        elif part.kind == "caption":
            flow += [Spacer(1, 6), Paragraph(text, middle), Spacer(1, 3)]
        elif part.kind == "page":
            flow.append(PageBreak())
        elif part.kind == "heading":
            flow.append(Paragraph(text, heading))
        elif part.kind == "table":
            rows = [[Paragraph(escape(c), cell) for c in row] for row in part.rows]
            first = 5.4 * cm
            widths = [first] + [(16.5 * cm - first) / (len(part.rows[0]) - 1)] * (len(part.rows[0]) - 1)
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
            flow += [Table(rows, colWidths=widths, style=grid), Spacer(1, 6)]
        else:
            flow.append(Paragraph(text, body))

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("Body", 9)
        if document.page > 1:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 1.3 * cm, str(document.page))
        if running:
            canvas.drawString(2.5 * cm, 1.2 * cm, running)

    path.parent.mkdir(exist_ok=True)
    margins = {"leftMargin": 2.5 * cm, "rightMargin": 2 * cm, "topMargin": 2 * cm, "bottomMargin": 2 * cm}
    document = SimpleDocTemplate(str(path), pagesize=A4, title="", author="", **margins)
    document.build(flow, onFirstPage=number, onLaterPages=number)

"""Tables of `tests/data/tables` as files of every format, laid out as offices lay them out."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from typing import Any, Literal

import docx
import openpyxl
import regex
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Alignment

Spec = dict[str, Any]
"""`before`: lines above; `rows`: cells; `merges`: (row, column, rows, columns) of merged cells."""

_NUMBER = regex.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")


def head_rows(spec: Spec) -> int:
    """How many rows head the table: those that merged cells of the first row reach over, at least one."""
    return max([1, *(r + tall for r, _, tall, _ in spec["merges"] if r == 0)])


def _spans(spec: Spec) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    spans = {(r, c): (tall, wide) for r, c, tall, wide in spec["merges"]}
    covered = {(r + i, c + j) for (r, c), (t, w) in spans.items() for i in range(t) for j in range(w)} - set(spans)
    return spans, covered


def docx_table(spec: Spec, *, landscape: bool = False, turned: bool = False) -> bytes:
    """A Word document; `turned`: header cells written upwards."""
    document = docx.Document()
    if landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for text in spec["before"]:
        document.add_paragraph(text)
    rows = spec["rows"]
    table = document.add_table(len(rows), max(map(len, rows)))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for r, c, tall, wide in spec["merges"]:
        table.cell(r, c).merge(table.cell(r + tall - 1, c + wide - 1)).text = rows[r][c]
    if turned:
        for row in table.rows[: head_rows(spec)]:
            for cell in row.cells[1:]:
                direction = OxmlElement("w:textDirection")
                direction.set(qn("w:val"), "btLr")
                cell._tc.get_or_add_tcPr().append(direction)
            mark = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html_table(spec: Spec, *, head: bool = False) -> bytes:
    """A web page; `head`: with `thead`, `th` and a `caption`, header cells turned by style."""
    spans, covered = _spans(spec)
    before = list(spec["before"])
    caption = before.pop() if head and before else ""
    lines = ["<html><head><title>Báo cáo</title></head><body>", *(f"<p>{escape(t)}</p>" for t in before)]
    lines.append("<table border='1'>")
    if caption:
        lines.append(f"<caption>{escape(caption)}</caption>")
    for r, row in enumerate(spec["rows"]):
        heading = head and r < head_rows(spec)
        tag, style = ("th", ' style="writing-mode: vertical-rl"') if heading else ("td", "")
        cells = []
        for c, text in enumerate(row):
            tall, wide = spans.get((r, c), (1, 1))
            if (r, c) not in covered:
                cells.append(f'<{tag} rowspan="{tall}" colspan="{wide}"{style}><p>{escape(text)}</p></{tag}>')
        opened = "<thead>" if heading and r == 0 else ""
        closed = "</thead>" if heading and r == head_rows(spec) - 1 else ""
        lines.append(f"{opened}<tr>{''.join(cells)}</tr>{closed}")
    return "\n".join([*lines, "</table></body></html>"]).encode()


def _typed(text: str) -> tuple[Any, str]:
    """A cell as a sheet holds it, with its number format: `1.234,5` is the number 1234.5."""
    if not _NUMBER.fullmatch(text) or regex.fullmatch(r"0\d.*|(?:19|20)\d\d", text):
        return text or None, "General"
    places = len(text.partition(",")[2])
    value = float(text.replace(".", "").replace(",", "."))
    thousands = "#,##0" if "." in text else "0"
    return (value if places else int(value)), thousands + ("." + "0" * places if places else "")


def xlsx_table(spec: Spec, *, turned: bool = False) -> bytes:
    """A workbook with real numbers and merged cells; `turned`: header cells turned, the sheet in landscape."""
    book = openpyxl.Workbook()
    sheet = book.active
    for text in spec["before"]:
        sheet.append([text])
    top = len(spec["before"]) + 1
    for r, row in enumerate(spec["rows"]):
        for c, text in enumerate(row):
            cell = sheet.cell(top + r, c + 1)
            cell.value, cell.number_format = _typed(text)
            if turned and r < head_rows(spec):
                cell.alignment = Alignment(textRotation=90)
    for r, c, tall, wide in spec["merges"]:
        sheet.merge_cells(start_row=top + r, start_column=c + 1, end_row=top + r + tall - 1, end_column=c + wide)
    if turned:
        sheet.page_setup.orientation = "landscape"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls_table(spec: Spec) -> bytes:
    """A workbook of Excel 97-2003 with real numbers and merged cells."""
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Biểu")
    for r, text in enumerate(spec["before"]):
        sheet.write(r, 0, text)
    top = len(spec["before"])
    _, covered = _spans(spec)
    spans, _ = _spans(spec)
    for r, row in enumerate(spec["rows"]):
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            value, shown = _typed(text)
            style = xlwt.easyxf(num_format_str=shown)
            if (r, c) in spans:
                tall, wide = spans[r, c]
                sheet.write_merge(top + r, top + r + tall - 1, c, c + wide - 1, value, style)
            elif value is not None:
                sheet.write(top + r, c, value, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def _register_font() -> None:
    from tests.page_samples import width_of

    width_of("x")


@cache
def width_of(text: str) -> float:
    """Width of a text in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, "Sample", 11))


PdfLayout = Literal["ruled", "unruled", "landscape", "broken", "turned"]


def pdf_table(spec: Spec, layout: PdfLayout = "ruled") -> bytes:
    """A PDF: ruled, without rules, on a landscape page, over a page break with its head repeated, head written upwards."""
    from reportlab import rl_config
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pagesizes import landscape as lying
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    rl_config.invariant = 1
    _register_font()
    plain = ParagraphStyle("p", fontName="Sample", fontSize=11, leading=14)

    class Upwards(Flowable):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.lines = _wrapped(text, 90)

        def wrap(self, width: float, height: float) -> tuple[float, float]:
            return 13.0 * len(self.lines), 96

        def draw(self) -> None:
            canvas: Canvas = self.canv
            canvas.rotate(90)
            canvas.setFont("Sample", 11)
            for i, line in enumerate(self.lines):
                canvas.drawString(2, -11 - 13 * i, line)

    rows = spec["rows"]
    top = head_rows(spec)
    _, covered = _spans(spec)
    cells: list[list[Any]] = []
    for r, row in enumerate(rows):
        made: list[Any] = []
        for c, text in enumerate(row):
            upwards = layout == "turned" and r == top - 1 and c > 1 and (r, c) not in covered
            made.append("" if (r, c) in covered else Upwards(text) if upwards else Paragraph(escape(text), plain))
        cells.append(made)
    style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if layout != "unruled":
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    for r, c, tall, wide in spec["merges"]:
        style.append(("SPAN", (c, r), (c + wide - 1, r + tall - 1)))
    size = lying(A4) if layout == "landscape" else A4
    flow: list[Flowable] = [Paragraph(escape(text), plain) for text in spec["before"]]
    if layout == "broken":
        flow.insert(0, Spacer(1, 555 if len(rows) <= 4 else 535))
    widths = _widths(rows, size[0] - 120)
    flow.append(Table(cells, style=TableStyle(style), repeatRows=top, colWidths=widths))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=size, leftMargin=60, rightMargin=60).build(flow)
    return out.getvalue()


def _wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _widths(rows: list[list[str]], room: float) -> list[float]:
    """Column widths as people draw them: narrow for numbers, the rest for names."""
    count = max(map(len, rows))
    longest = [max(width_of(word) for row in rows for word in (row[c] if c < len(row) else "").split() or ["x"]) + 14
               for c in range(count)]  # fmt: skip
    wanted = [max(longest[c], min(190.0, max(width_of(row[c]) for row in rows if c < len(row)) / 1.6 + 14))
              for c in range(count)]  # fmt: skip
    spare = room - sum(longest)
    if spare <= 0:
        return longest
    extra = sum(wanted) - sum(longest)
    return [
        low + (high - low) * min(1.0, spare / extra if extra else 0) for low, high in zip(longest, wanted, strict=True)
    ]

"""Small files of every format, made by the tests themselves; their Vietnamese is ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

W_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

REPORT = (
    "Thực hiện Kế hoạch số 27/KH-LĐLĐ ngày 15/02/2023 của Ban Thường vụ, các cấp công đoàn trong tỉnh đã tổ chức "
    "1.250 buổi tuyên truyền cho 86.400 lượt đoàn viên, người lao động, đạt 104,2% kế hoạch năm."
)


def docx_of(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    footnotes: str = "",
    header: str = "",
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """A DOCX file with `body` as the content of `w:body`, and parts as XML."""
    parts = {"numbering": numbering, "styles": styles, "footnotes": footnotes, "header": header}
    targets = "".join(
        f'<Relationship Id="r{i}" Type="{_RELS}/{kind}" Target="{kind}.xml"/>'
        for i, (kind, xml) in enumerate(parts.items())
        if xml
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{_RELS}/officeDocument" '
            f'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {W_NS}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{targets}</Relationships>')
        for kind, xml in parts.items():
            if xml:
                root = {"header": "hdr"}.get(kind, kind)
                archive.writestr(f"word/{kind}.xml", f"<w:{root} {W_NS}>{xml}</w:{root}>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """XML of a paragraph with one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """XML of a table; a cell's lines are split at `/n`."""
    cells = ("".join(f"<w:tc>{''.join(map(paragraph, cell.split('/n')))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def pdf_of(
    pages: Iterable[Sequence[Any]], *, head: str = "", numbered: bool = True, password: str | None = None
) -> bytes:
    """A PDF: each page a list of paragraphs (str), titles (`# …`), flush lines (`@ …`) and tables (lists of rows)."""
    from xml.sax.saxutils import escape

    import font_roboto  # type: ignore[import-untyped]
    from reportlab import rl_config
    from reportlab.lib import colors, pdfencrypt
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont("Sample", font_roboto.Roboto))
    body = ParagraphStyle("b", fontName="Sample", fontSize=13, leading=19, firstLineIndent=28, alignment=TA_JUSTIFY)
    title = ParagraphStyle("t", parent=body, firstLineIndent=0, alignment=TA_CENTER)
    plain = ParagraphStyle("p", parent=body, firstLineIndent=0, alignment=0)
    flow: list[Flowable] = []
    for number, page in enumerate(pages):
        if number:
            flow.append(PageBreak())
        for part in page:
            if isinstance(part, str):
                style = title if part.startswith("# ") else plain if part.startswith("@ ") else body
                flow.append(Paragraph(escape(part.removeprefix("# ").removeprefix("@ ")), style))
            else:
                cells = [[Paragraph(escape(cell), plain) for cell in row] for row in part]
                grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
                flow.append(Table(cells, style=grid, repeatRows=0))

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Sample", 10)
        if head:
            canvas.drawString(80, 815, head)
        if numbered:
            canvas.drawCentredString(297, 30, str(document.page))

    out = io.BytesIO()
    secret = pdfencrypt.StandardEncryption(password) if password else None
    document = SimpleDocTemplate(out, pagesize=A4, encrypt=secret, leftMargin=85, rightMargin=57)
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def scan_pdf() -> bytes:
    """A PDF whose page is an image."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 230)), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return out.getvalue()

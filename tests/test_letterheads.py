"""Letterheads in every format: the same issuer, number, place and date whatever the sides are made of."""

from __future__ import annotations

import pytest

from pipeline.annotate.annotator import annotate
from pipeline.clean import clean
from pipeline.read import read_bytes
from tests.file_samples import docx_of, paragraph, table
from tests.page_samples import Page, drawn_pdf

LEFT = ["UBND TỈNH LAI CHÂU", "SỞ Y TẾ"]
NUMBER = "Số: 214/BC-SYT"
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
DATE = "Lai Châu, ngày 12 tháng 6 năm 2024"
TITLE = "Kết quả chăm lo đời sống cán bộ y tế sáu tháng đầu năm 2024"
BODY = [
    "Thực hiện chương trình công tác năm, Sở Y tế đã chỉ đạo các đơn vị trực thuộc tổ chức học tập,",
    "quán triệt nghị quyết đến 100% cán bộ; tổ chức 38 hội nghị với 4.120 lượt người tham dự, kịp",
    "thời giải quyết chế độ cho 216 trường hợp.",
]


def word(*rows: tuple[str, str]) -> bytes:
    return docx_of(table(rows) + paragraph("BÁO CÁO") + paragraph(TITLE) + paragraph(" ".join(BODY)))


def web(*rows: tuple[str, str]) -> bytes:
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    body = f"<p>BÁO CÁO</p><p>{TITLE}</p><p>{' '.join(BODY)}</p>"
    return f"<html><body><table>{cells}</table>{body}</body></html>".encode()


def drawn(kind: str) -> bytes:
    page = Page()
    sides = [(60, [*LEFT, NUMBER]), (300, [*RIGHT, DATE])]
    if kind == "rows":
        for row in range(3):
            for x, lines in sides:
                page.text(x, 790 - 16 * row, lines[row])
    else:
        for x, lines in sides:
            page.lines(x, 790, lines, 16)
    if kind == "ruled":
        page.grid([50, 290, 560], [750, 805])
    return drawn_pdf([page.text(265, 700, "BÁO CÁO", 13).text(110, 680, TITLE, 12).lines(60, 640, BODY)])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (word(("/n".join([*LEFT, NUMBER]), "/n".join([*RIGHT, DATE]))), "a.docx"),
        (word(("/n".join(LEFT), "/n".join(RIGHT)), (NUMBER, DATE)), "b.docx"),
        (web(("<br>".join([*LEFT, NUMBER]), "<br>".join([*RIGHT, DATE]))), "a.html"),
        (web(("<br>".join(LEFT), "<br>".join(RIGHT)), (NUMBER, DATE)), "b.html"),
        (drawn("rows"), "rows.pdf"),
        (drawn("columns"), "columns.pdf"),
        (drawn("ruled"), "ruled.pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_metadata_of_letterheads(data: bytes, name: str) -> None:
    read = read_bytes(data, name)
    found = annotate(clean(read), read.hints).metadata
    assert (found.doc_kind, found.symbol, found.issued_on) == ("report", "214/BC-SYT", "2024-06-12")
    assert (found.issuer, found.province) == ("Sở Y tế tỉnh Lai Châu", "Lai Châu")
    assert TITLE in (found.title or "")

"""PDF: paragraphs from lines, page furniture, ruled tables, and PDFium against pdfplumber."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.document import CleanText
from pipeline.read import read_bytes
from pipeline.read.pdf.tables import PageTable, merge_continued
from tests.file_samples import pdf_of

SHARED = Path(__file__).parent.parent.parent / "shared" / "corpus" / "digital"
LONG = (
    "Thực hiện Chương trình số 14/CTr-LĐLĐ ngày 20/02/2023 của Ban Thường vụ Liên đoàn Lao động tỉnh, các cấp "
    "công đoàn đã chủ động phối hợp với chính quyền, chuyên môn cùng cấp tổ chức nhiều hoạt động thiết thực; đến ngày "
    "30/6/2023 toàn tỉnh có 1.312 công đoàn cơ sở với 98.540 đoàn viên, tăng 3,2% so với cùng kỳ năm trước."
)
OTHER = (
    "Bên cạnh kết quả đạt được, việc phát triển đoàn viên ở khu vực ngoài nhà nước còn khó khăn, một số doanh nghiệp "
    "chưa tạo điều kiện cho công đoàn hoạt động; công tác thu kinh phí công đoàn chỉ đạt 88,5% dự toán năm 2023."
)
ROWS = [
    ["TT", "Đơn vị", "Kết nạp", "Đạt (%)"],
    ["1", "LĐLĐ huyện Mường Khương và các xã biên giới", "1.204", "102,5"],
    ["2", "LĐLĐ thị xã Sa Pa", "985", "97,0"],
]


def cleaned_of(data: bytes) -> CleanText:
    return clean(read_bytes(data, "a.pdf"))


def test_wrapped_lines_become_the_paragraphs_they_were() -> None:
    pages = [["# BÁO CÁO", "# Sơ kết công tác sáu tháng đầu năm 2023", LONG, OTHER, LONG], [OTHER, LONG]]
    cleaned = cleaned_of(pdf_of(pages))
    assert cleaned.text.split("\n") == [
        "BÁO CÁO",
        "Sơ kết công tác sáu tháng đầu năm 2023",
        LONG,
        OTHER,
        LONG,
        OTHER,
        LONG,
    ]


def test_page_furniture_goes_and_pages_are_known() -> None:
    cleaned = cleaned_of(pdf_of([[LONG, OTHER], [OTHER, LONG], [LONG]], head="Báo cáo của LĐLĐ tỉnh"))
    assert "Báo cáo của LĐLĐ tỉnh" not in cleaned.text
    assert not any(line.strip().isdigit() for line in cleaned.text.split("\n"))
    assert len(cleaned.page_starts) == 3
    assert [cleaned.page_of(start) for start in cleaned.page_starts] == [1, 2, 3]
    assert cleaned.text[cleaned.page_starts[1] :].startswith("Bên cạnh")


def test_a_paragraph_goes_on_over_the_page_break() -> None:
    cleaned = cleaned_of(pdf_of([[f"{LONG} {OTHER} " * 12]]))
    assert cleaned.text.count("\n") == 0
    assert len(cleaned.page_starts) > 1


def test_a_ruled_table_is_rows_in_its_place() -> None:
    cleaned = cleaned_of(pdf_of([[LONG, ROWS, OTHER]]))
    lines = cleaned.text.split("\n")
    assert lines == [
        LONG,
        "TT | Đơn vị | Kết nạp | Đạt (%)",
        "1 | LĐLĐ huyện Mường Khương và các xã biên giới | 1.204 | 102,5",
        "2 | LĐLĐ thị xã Sa Pa | 985 | 97,0",
        OTHER,
    ]
    assert [kind for _, kind, _ in cleaned.kinds] == ["table"] * 3


def test_a_table_over_the_page_break_is_one() -> None:
    rows = [ROWS[0], *([str(i), f"Công đoàn xã số {i}", str(i * 7), "100,0"] for i in range(1, 61))]
    cleaned = cleaned_of(pdf_of([[rows, LONG]]))
    lines = cleaned.text.split("\n")
    assert len(cleaned.page_starts) > 1
    assert lines[-1] == LONG
    assert lines[:-1] == [" | ".join(row) for row in rows]


def part(page: int, rows: list[list[str]], edges: tuple[float, ...] = (50.0, 90.0, 300.0)) -> PageTable:
    grid = [[[cell] if cell else [] for cell in row] for row in rows]
    return PageTable(page, 50, 500, 700, 60, edges, grid, at_page_top=True, at_page_bottom=True)


def test_parts_of_tables() -> None:
    head = ["TT", "Đơn vị", "Số"]
    rest = merge_continued([part(0, [head, ["1", "LĐLĐ", "12"]]), part(1, [["", "huyện Hướng Hóa", ""]])])
    assert [[" ".join(cell) for cell in row] for row in rest[0].rows] == [head, ["1", "LĐLĐ huyện Hướng Hóa", "12"]]
    again = merge_continued([part(0, [head, ["1", "A", "12"]]), part(1, [head, ["2", "B", "5"]])])
    assert len(again[0].rows) == 3, "a header repeated on the next page stands once"
    own = merge_continued([part(0, [head, ["1", "A", "12"]]), part(1, [["", "Trong đó: nữ", "5"]])])
    assert len(own[0].rows) == 3, "a row with figures of its own is a row"
    assert len(merge_continued([part(0, [head]), part(1, [head], (50.0, 200.0, 300.0))])) == 2, "other columns"
    assert len(merge_continued([part(0, [head]), part(2, [head])])) == 2, "a page between"


def test_columns_stay_apart() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfgen.canvas import Canvas

    pdf_of([["x"]])  # registers the font
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Sample", 12)
    assert pdfmetrics.getFont("Sample")
    canvas.drawString(60, 780, "Số: 12/BC-LĐLĐ")
    canvas.drawString(330, 780, "Lào Cai, ngày 05 tháng 7 năm 2023")
    canvas.drawString(60, 700, "GRDP (tỷ đồng)")
    canvas.drawString(300, 700, "7.230")
    canvas.drawString(400, 700, "8.145")
    canvas.save()
    lines = cleaned_of(out.getvalue()).text.split("\n")
    assert lines[0].split("    ") == ["Số: 12/BC-LĐLĐ", "Lào Cai, ngày 05 tháng 7 năm 2023"]
    assert lines[1].split("    ") == ["GRDP (tỷ đồng)", "7.230", "8.145"]


def test_blank_pages_count() -> None:
    from reportlab.pdfgen.canvas import Canvas

    pdf_of([["x"]])
    out = io.BytesIO()
    canvas = Canvas(out)
    for text in ("Trang đầu có lớp chữ.", "", "Trang cuối cũng có chữ."):
        canvas.setFont("Sample", 12)
        canvas.drawString(60, 700, text)
        canvas.showPage()
    canvas.save()
    result = read_bytes(out.getvalue(), "a.pdf")
    assert result.warnings == ()
    assert result.text_source == "text-layer"
    assert len(clean(result).page_starts) == 3


def equality(data: bytes) -> float:
    """Share of pages on which PDFium and pdfplumber read the same characters.

    Blanks and the mark PDFium makes of a hyphen at a line's end are left aside, and so is the order of pieces that
    stand side by side: PDFium keeps the file's, pdfplumber sorts by height.
    """
    import pdfplumber
    import pypdfium2 as pdfium

    def squash(text: str) -> list[str]:
        return sorted("".join(text.translate({0x02: "-", 0xFFFE: "-", 0xAD: "-"}).split()))

    fast = pdfium.PdfDocument(data)
    same = 0
    with pdfplumber.open(io.BytesIO(data)) as slow:
        for number, page in enumerate(slow.pages):
            text_page = fast[number].get_textpage()
            same += squash(text_page.get_text_range()) == squash(page.extract_text() or "")
            page.close()
    pages = len(fast)
    fast.close()
    return same / pages


def test_pdfium_reads_what_pdfplumber_reads() -> None:
    assert equality(pdf_of([["# BÁO CÁO", LONG, ROWS], [OTHER, LONG]])) == 1.0


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.pdf")), ids=lambda path: path.stem)
def test_pdfium_reads_what_pdfplumber_reads_in_real_files(path: Path) -> None:
    assert equality(path.read_bytes()) >= 0.95


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
def test_a_real_letter_reads_as_paragraphs() -> None:
    cleaned = cleaned_of((SHARED / "quangngai_05TB.pdf").read_bytes())
    lines = cleaned.text.split("\n")
    assert lines[:5] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH QUẢNG NGÃI",
        "Số: 11/TB-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    body = lines[lines.index("THÔNG BÁO") + 2 : next(i for i, x in enumerate(lines) if x.startswith("Nơi nhận"))]
    assert len(body) == 6
    assert all(line[-1] in ".:" for line in body)

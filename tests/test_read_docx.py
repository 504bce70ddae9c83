"""Word files: order, tables, list numbers, headings, notes, what is hidden and what is furniture."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.clean import clean
from pipeline.read import read_bytes
from pipeline.read.docx_numbering import format_count
from tests.file_samples import docx_of, paragraph, table

LEVELS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>'
    '<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '<w:lvl w:ilvl="5"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    '<w:lvl w:ilvl="6"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:styleId="Sub"><w:name w:val="De muc"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:styleId="H2"><w:name w:val="Heading 2"/><w:pPr><w:outlineLvl w:val="1"/>'
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="C1"><w:name w:val="toc 1"/></w:style>'
)


def numbered(text: str, level: int, number: str = "1") -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def lines_of(data: bytes) -> list[str]:
    return clean(read_bytes(data, "a.docx")).text.split("\n")


def test_list_numbers_are_drawn_as_word_draws_them() -> None:
    body = "".join(
        (
            numbered("Kết quả", 0),
            numbered("Tuyên truyền", 1),
            numbered("Chăm lo", 1),
            numbered("Tết", 2),
            numbered("Nhà ở", 2),
            numbered("xây mới", 3),
            numbered("sửa chữa", 3),
            numbered("ý gạch", 4),
            numbered("ý chấm", 5),
            numbered("không số", 6),
            numbered("Nhiệm vụ", 0),
            numbered("Chỉ tiêu", 1),
            numbered("Nối tiếp từ bốn", 1, "2"),
            numbered("Năm", 1, "2"),
            numbered("Không thuộc danh sách", 0, "0"),
        )
    )
    assert lines_of(docx_of(body, numbering=LEVELS)) == [
        "I. Kết quả",
        "1. Tuyên truyền",
        "2. Chăm lo",
        "2.1. Tết",
        "2.2. Nhà ở",
        "a) xây mới",
        "b) sửa chữa",
        "- ý gạch",
        "• ý chấm",
        "không số",
        "II. Nhiệm vụ",
        "1. Chỉ tiêu",
        "4. Nối tiếp từ bốn",
        "5. Năm",
        "Không thuộc danh sách",
    ]


@pytest.mark.parametrize(
    ("count", "style", "drawn"),
    [(4, "lowerRoman", "iv"), (1949, "upperRoman", "MCMXLIX"), (28, "lowerLetter", "bb"), (3, "decimalZero", "03")],
)
def test_number_formats(count: int, style: str, drawn: str) -> None:
    assert format_count(count, style) == drawn


def test_headings_titles_and_contents() -> None:
    body = (
        paragraph("BÁO CÁO", '<w:pStyle w:val="T"/>')
        + paragraph("I. Kết quả ........ 3", '<w:pStyle w:val="C1"/>')
        + paragraph("I. KẾT QUẢ", '<w:pStyle w:val="H1"/>')
        + paragraph("Tuyên truyền", '<w:pStyle w:val="Sub"/>')
        + paragraph("Thân bài.", "")
        + paragraph("Đề mục trực tiếp", '<w:outlineLvl w:val="2"/>')
        + paragraph("Một đoạn rất dài " * 30, '<w:pStyle w:val="H1"/>')
    )
    cleaned = clean(read_bytes(docx_of(body, styles=STYLES, numbering=LEVELS), "a.docx"))
    lines = cleaned.text.split("\n")
    assert lines[:5] == ["BÁO CÁO", "I. KẾT QUẢ", "1. Tuyên truyền", "Thân bài.", "Đề mục trực tiếp"]
    assert [(cleaned.text[at:].split("\n")[0], kind, level) for at, kind, level in cleaned.kinds] == [
        ("BÁO CÁO", "title", None),
        ("I. KẾT QUẢ", "heading", 1),
        ("1. Tuyên truyền", "heading", 2),
        ("Đề mục trực tiếp", "heading", 3),
    ]


def test_tables_in_body_order() -> None:
    letterhead = table(
        [["UBND XÃ A/nSố: 5/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM/nXã A, ngày 02 tháng 3 năm 2024"]]
    )
    data = table([["TT", "Chỉ tiêu", "Số"], ["1", "Hộ nghèo/ncận nghèo", "15"], ["2", "Theo NQ 02-/nNQ/TW", "7"]])
    merged = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Gộp</w:t></w:r></w:p></w:tc>'
        "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>"
        '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>'
        "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>4</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    cleaned = clean(read_bytes(docx_of(letterhead + paragraph("Thân bài.") + data + merged), "a.docx"))
    assert cleaned.text.split("\n") == [
        "UBND XÃ A",
        "Số: 5/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Xã A, ngày 02 tháng 3 năm 2024",
        "Thân bài.",
        "TT | Chỉ tiêu | Số",
        "1 | Hộ nghèo cận nghèo | 15",
        "2 | Theo NQ 02-NQ/TW | 7",
        "Gộp |  | x",
        "A | 1 | 2",
        "| 3 | 4",
    ]
    assert {kind for _, kind, _ in cleaned.kinds} == {"table"}


def test_what_runs_hold() -> None:
    body = (
        "<w:p><w:r><w:t>Nghị quyết 02</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t></w:r>"
        "<w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t xml:space="preserve"> mới</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        "<w:r><w:rPr><w:caps/></w:rPr><w:t xml:space='preserve'> in hoa</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>h\u1ecdc</w:t><w:softHyphen/></w:r></w:p>"
        "<w:p><w:r><w:t>Dòng một,</w:t><w:br/><w:t>dòng hai</w:t><w:br/><w:t>Dòng ba</w:t></w:r></w:p>"
    )
    assert lines_of(docx_of(body)) == ["Nghị quyết 02-NQ/TW mới IN HOAhọc", "Dòng một, dòng hai", "Dòng ba"]


@pytest.mark.parametrize(
    ("header", "kept", "why"),
    [
        ("Gửi kèm Công văn số 415/TLĐ-ToC ngày 02/4/2021", True, "named nowhere else"),
        ("Tài liệu học tập Chỉ thị 52", True, "by type and number"),
        ("Báo cáo kết quả Chương trình số 6/CTr-LĐLĐ", False, "the text names it too"),
        ("Báo cáo năm 2024", False, "a running title"),
        ("Trang 3 - Nguyễn Văn An", False, "a page number"),
        ("Kết quả đạt 95% kế hoạch 12.000", False, "numbers that count"),
    ],
)
def test_a_document_named_in_the_page_header_alone(header: str, kept: bool, why: str) -> None:
    body = paragraph("Báo cáo tình hình") + paragraph("Thực hiện Chương trình số 6/CTr- LĐLĐ, mở 12 lớp.")
    lines = lines_of(docx_of(body, header=paragraph(header)))
    assert (lines[-1] == header) is kept, why
    assert lines.count(header) == int(kept), why


def test_notes_text_boxes_and_headers() -> None:
    body = (
        '<w:p><w:r><w:t>Có chú thích</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Ngoài khung</w:t><w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"
        "</w:r></w:p>"
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Số liệu ước tính.</w:t></w:r></w:p></w:footnote>'
    data = docx_of(body, footnotes=notes, header=paragraph("Báo cáo năm 2024"))
    assert lines_of(data) == ["Có chú thích.", "Ngoài khung", "Trong khung", "[1] Số liệu ước tính."]
    head = docx_of(paragraph("Thân bài."), header=paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert lines_of(head)[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "a letterhead in the header is no furniture"


def test_entities_are_not_expanded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_of(paragraph("x")))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                head = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bom">]>'
                content = head + content.replace(b">x<", b">an &a;&b; toan<")
            target.writestr(name, content)
    text = "\n".join(lines_of(out.getvalue()))
    assert "root" not in text
    assert "an" in text


def test_a_file_by_python_docx() -> None:
    import docx as python_docx

    document = python_docx.Document()
    document.add_heading("I. Tình hình chung", 1)
    document.add_paragraph("Toàn tỉnh có 1.204 công đoàn cơ sở.")
    document.add_paragraph("việc thứ nhất", style="List Number")
    document.add_paragraph("việc thứ hai", style="List Number")
    document.add_paragraph("gạch đầu dòng", style="List Bullet")
    grid = document.add_table(2, 3)
    for i, cell in enumerate(cell for row in grid.rows for cell in row.cells):
        cell.text = ("TT", "Đơn vị", "Số", "1", "Huyện A", "12")[i]
    out = io.BytesIO()
    document.save(out)
    assert lines_of(out.getvalue()) == [
        "I. Tình hình chung",
        "Toàn tỉnh có 1.204 công đoàn cơ sở.",
        "1. việc thứ nhất",
        "2. việc thứ hai",
        "• gạch đầu dòng",
        "TT | Đơn vị | Số",
        "1 | Huyện A | 12",
    ]


@pytest.mark.parametrize(
    ("before", "figures", "after", "text"),
    [
        ("có 2.942", "1", " đoàn viên", "có 2.942 đoàn viên"),
        ("rộng 250 m", "2", ", tăng", "rộng 250 m2, tăng"),
        ("quy mô 10", "6", " lượt", "quy mô 10^6 lượt"),
    ],
)
def test_raised_figures(before: str, figures: str, after: str, text: str) -> None:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    runs = f'<w:r><w:t xml:space="preserve">{before}</w:t></w:r><w:r>{raised}<w:t>{figures}</w:t></w:r>'
    body = f'<w:p>{runs}<w:r><w:t xml:space="preserve">{after}</w:t></w:r></w:p>'
    assert read_bytes(docx_of(body), "a.docx").blocks[0].text == text

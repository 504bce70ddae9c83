"""Workbooks: cells as shown, titles and tables told apart, hidden things, limits; .xls as .xlsx."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.document import Block
from pipeline.errors import InputError
from pipeline.read import Limits, read_bytes
from pipeline.read.office import libreoffice
from tests.office_samples import needs_libreoffice, saved

TABLES = sorted((Path(__file__).parent / "data" / "tables").glob("*.json"))


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """Sheets by name and rows; a cell may be (value, number format)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                cell = sheet.cell(r, c)
                cell.value, cell.number_format = value if isinstance(value, tuple) else (value, "General")
    return saved(book)


def texts(data: bytes, name: str = "a.xlsx") -> list[tuple[str | None, str]]:
    return [(block.kind, block.text) for block in read_bytes(data, name).blocks]


GRID: list[list[Any]] = [
    ["UBND TỈNH X", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["SỞ CÔNG THƯƠNG", None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["TÌNH HÌNH SẢN XUẤT QUÝ I NĂM 2022"],
    ["(Kèm theo Báo cáo số 15/BC-SCT ngày 05/4/2022)", None, "Đơn vị tính: tỷ đồng"],
    [],
    ["Chỉ tiêu", "Quý I năm 2021", "Quý I năm 2022"],
    ["Giá trị sản xuất", (12345.6, "#,##0.0"), (13210, "#,##0.0")],
    ["Tăng trưởng", (0.07, "0.0%"), (0.0701, "0.0%")],
    ["Ngày báo cáo", None, (datetime.date(2022, 4, 5), "dd/mm/yyyy")],
    [],
    [None, None, "Người lập biểu"],
]
GRID_SAYS: list[tuple[str | None, str]] = [
    (None, "UBND TỈNH X"),
    (None, "SỞ CÔNG THƯƠNG"),
    (None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (None, "Độc lập - Tự do - Hạnh phúc"),
    (None, "TÌNH HÌNH SẢN XUẤT QUÝ I NĂM 2022"),
    (None, "(Kèm theo Báo cáo số 15/BC-SCT ngày 05/4/2022)"),
    (None, "Đơn vị tính: tỷ đồng"),
    ("table", "Chỉ tiêu | Quý I năm 2021 | Quý I năm 2022"),
    ("table", "Giá trị sản xuất | 12.345,6 | 13.210,0"),
    ("table", "Tăng trưởng | 7,0% | 7,0%"),
    ("table", "Ngày báo cáo |  | 05/04/2022"),
    (None, "Người lập biểu"),
]


def test_letterhead_titles_table_and_signer_are_told_apart() -> None:
    assert texts(workbook(("Sheet1", GRID))) == GRID_SAYS


@needs_libreoffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_other_workbooks_say_the_same(form: str) -> None:
    data = libreoffice.convert(workbook(("Sheet1", GRID)), ".xlsx", form)
    result = read_bytes(data, f"a.{form}")
    assert [(block.kind, block.text) for block in result.blocks] == GRID_SAYS
    assert result.text_source == form
    assert result.warnings == ()


def test_sheets_are_headed_by_their_names_where_they_say_something() -> None:
    rows = [["Chỉ tiêu", "Năm 2022"], ["Dân số", 100]]
    assert ("heading", "Dân số") not in texts(workbook(("Dân số", rows)))
    several = texts(workbook(("Dân số", rows), ("Sheet2", rows), ("Trống", []), ("Lao động", rows)))
    assert [text for kind, text in several if kind == "heading"] == ["Dân số", "Lao động"]


def test_a_title_on_the_first_sheet_and_codes_for_names_leave_no_heading() -> None:
    rows = [["TÌNH HÌNH DÂN SỐ NĂM 2022"], ["Chỉ tiêu", "Năm 2022"], ["Dân số", 100]]
    found = texts(workbook(("Dân số", rows), ("DTB_07", rows), ("Biểu 2", rows)))
    assert found[0] == (None, "TÌNH HÌNH DÂN SỐ NĂM 2022")
    assert [text for kind, text in found if kind == "heading"] == ["Biểu 2"]


def test_two_tables_on_one_sheet() -> None:
    head = ["STT", "Huyện", "Số hộ"]
    rows = [["BẢNG 1"], head, [1, "Huyện A", 10], [], ["BẢNG 2"], head, [1, "Huyện B", 20]]
    assert texts(workbook(("Sheet1", rows))) == [
        (None, "BẢNG 1"),
        ("table", "STT | Huyện | Số hộ"),
        ("table", "1 | Huyện A | 10"),
        (None, "BẢNG 2"),
        ("table", "STT | Huyện | Số hộ"),
        ("table", "1 | Huyện B | 20"),
    ]


def test_a_blank_row_and_a_section_row_end_no_table() -> None:
    rows = [["STT", "Huyện", "Số hộ"], [], [1, "Huyện A", 10], [], ["II. Miền núi"], [2, "Huyện B", 20]]
    assert [kind for kind, _ in texts(workbook(("Sheet1", rows)))] == ["table"] * 4


def test_merged_cells_keep_columns_in_their_places() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Huyện", "Số hộ", None], [None, "Nghèo", "Cận nghèo"], ["Huyện A", 10, 20]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    want = [
        ("table", "Huyện | Số hộ |"),
        ("table", "| Nghèo | Cận nghèo"),
        ("table", "Huyện A | 10 | 20"),
    ]
    assert texts(saved(book)) == want


def test_hidden_sheets_are_left_out_and_named_hidden_rows_are_kept() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Huyện", "Số hộ"])
    book.active.append(["Huyện A", 10])
    book.active.row_dimensions[2].hidden = True
    secret = book.create_sheet("Nháp")
    secret.append(["không ai thấy", 1])
    secret.sheet_state = "hidden"
    result = read_bytes(saved(book), "a.xlsx")
    assert [block.text for block in result.blocks] == ["Huyện | Số hộ", "Huyện A | 10"]
    assert result.warnings == ("hidden sheets were left out: Nháp",)


def test_formulas_are_read_from_their_stored_values_and_never_computed() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Chỉ tiêu", "Năm 2022"])
        sheet.write_row(1, 0, ["Tổng"])
        sheet.write_formula(1, 1, '=WEBSERVICE("http://127.0.0.1/")&SUM(B3:B9)', None, 42)
    assert texts(out.getvalue())[-1] == ("table", "Tổng | 42")
    never = workbook(("Sheet1", [["Chỉ tiêu", "Năm 2022"], ["Tổng", "=1+1"]]))
    result = read_bytes(never, "a.xlsx")
    assert result.blocks[-1].text == "Tổng"
    assert any("no stored value" in warning for warning in result.warnings)


def test_fonts_of_old_encodings_stay_with_their_cells() -> None:
    book = openpyxl.Workbook()
    for column, (text, font) in enumerate([("§¬n vÞ", ".VnTime"), ("Năm 2022", "Arial"), ("tæng sè", ".VnTimeH")], 1):
        cell = book.active.cell(1, column, text)
        cell.font = Font(name=font)
        book.active.cell(2, column, "x")
    block = read_bytes(saved(book), "a.xlsx").blocks[0]
    assert [(block.text[s.start : s.end], s.font) for s in block.fonts] == [
        ("§¬n vÞ", ".VnTime"),
        ("tæng sè", ".VnTimeH"),
    ]


@needs_libreoffice
def test_fonts_of_old_encodings_stay_with_the_cells_of_old_workbooks() -> None:
    book = openpyxl.Workbook()
    for column, (text, font) in enumerate([("§¬n vÞ", ".VnTime"), ("nh­ sau", ".VnArialH")], 1):
        book.active.cell(1, column, text).font = Font(name=font)
        book.active.cell(2, column, "x")
    block = read_bytes(libreoffice.convert(saved(book), ".xlsx", "xls"), "a.xls").blocks[0]
    assert [(block.text[s.start : s.end], s.font) for s in block.fonts] == [
        ("§¬n vÞ", ".VnTime"),
        ("nh\u00ad sau", ".VnArialH"),
    ]


EXCEL_XML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"><Font ss:FontName="Arial"/></Style>
<Style ss:ID="n"><NumberFormat ss:Format="#,##0.0"/></Style><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="v"><Font ss:FontName=".VnTime"/></Style></Styles>
<Worksheet ss:Name="Sheet1"><Table>
<Row><Cell ss:MergeAcross="1" ss:StyleID="v"><Data ss:Type="String">D©n sè</Data></Cell><Cell><Data ss:Type="String">Ngày</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">Xã A</Data></Cell><Cell ss:StyleID="n"><Data ss:Type="Number">1250.5</Data></Cell>
<Cell><Data ss:Type="DateTime">2022-04-05T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2" ss:StyleID="p"><Data ss:Type="Number">0.125</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_excel_2003_xml_under_the_name_xls() -> None:
    result = read_bytes(EXCEL_XML.encode(), "a.xls")
    assert [block.text for block in result.blocks] == [
        "D©n sè |  | Ngày",
        "Xã A | 1.250,5 | 05/04/2022",
        "| 12,50% | TRUE",
    ]
    assert result.blocks[0].fonts[0].font == ".VnTime"
    assert result.warnings == ("the name ends in .xls but the content is Excel XML",)
    with pytest.raises(InputError, match="damaged_office"):
        read_bytes(EXCEL_XML.encode()[:-40], "a.xls")


def _with_part(data: bytes, name: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content) if item == name else content)
    return out.getvalue()


def test_how_large_a_sheet_says_it_is_does_not_matter() -> None:
    def far(content: bytes) -> bytes:
        return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>')

    data = _with_part(workbook(("Sheet1", [["Số hộ", 1], ["Số hộ", 2]])), "xl/worksheets/sheet1.xml", far)
    assert texts(data) == [("table", "Số hộ | 1"), ("table", "Số hộ | 2"), (None, "5")]


def test_too_much_text_ends_the_reading() -> None:
    data = workbook(("Sheet1", [["x" * 100, "y" * 100] for _ in range(50)]))
    with pytest.raises(InputError, match="too_much_text"):
        read_bytes(data, "a.xlsx", Limits(max_chars=1000))


def test_damaged_and_locked_workbooks() -> None:
    data = workbook(("Sheet1", GRID))
    with pytest.raises(InputError, match="truncated_office"):
        read_bytes(data[: len(data) // 2], "a.xlsx")
    with pytest.raises(InputError, match="damaged_office"):
        read_bytes(_with_part(data, "xl/worksheets/sheet1.xml", lambda content: content[:-50]), "a.xlsx")
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def bomb(content: bytes) -> bytes:
        return entities + content[content.index(b"<worksheet") :].replace(b"<v>", b"<v>&b;", 1)

    assert all("aaaa" not in text for _, text in texts(_with_part(data, "xl/worksheets/sheet1.xml", bomb)))


def _as_sheet(spec: dict[str, Any]) -> bytes:
    """A table of `tests/data/tables` as people type it into a sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for text in spec["before"]:
        sheet.append([text])
    top = len(spec["before"]) + 1
    for r, row in enumerate(spec["rows"]):
        for c, text in enumerate(row):
            sheet.cell(top + r, c + 1, text or None)
    for r, c, tall, wide in spec["merges"]:
        sheet.merge_cells(start_row=top + r, start_column=c + 1, end_row=top + r + tall - 1, end_column=c + wide)
    return saved(book)


SPECS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in TABLES}
MOST = [name for name, spec in SPECS.items() if spec["format"] in ("docx", "html") and spec["expected"]]


@pytest.mark.parametrize("name", MOST)
def test_a_sheet_gives_the_indicators_of_the_same_table_in_word(name: str) -> None:
    """Every expected value of the table comes out of the workbook too, with its unit."""
    spec = SPECS[name]
    read = read_bytes(_as_sheet(spec), f"{name}.xlsx")
    found = [(i.surface, i.value, i.unit or "") for i in annotate(clean(read), read.hints).indicators]
    for want in spec["expected"]:
        key = (want["surface"], want["value"], want["unit"] or "")
        if key in found:
            found.remove(key)
            continue
        close = [f for f in found if f[0] == want["surface"]]
        pytest.fail(f"{key} is missing; of this surface: {close}")


def test_blocks_are_plain() -> None:
    """No mark of a font is left in any text."""
    for block in read_bytes(workbook(("Sheet1", GRID)), "a.xlsx").blocks:
        assert isinstance(block, Block)
        assert all(ord(char) < 0x100000 for char in block.text)

"""Plain text and Markdown: encodings, line ends, flattened tables, sloppy markup."""

from __future__ import annotations

import time
import unicodedata

import pytest

from pipeline.clean import clean
from pipeline.legacy import is_syllable
from pipeline.read import read_bytes
from pipeline.read.bars import find_line_tables
from pipeline.read.encoding import vietnamese_share

TEXT = "Liên đoàn Lao động tỉnh Hà Giang báo cáo kết quả sáu tháng đầu năm: kết nạp được 1.320 đoàn viên mới."


def text_of(data: bytes | str, name: str = "a.txt") -> str:
    return clean(read_bytes(data.encode() if isinstance(data, str) else data, name)).text


def cp1258(text: str) -> bytes:
    """Text as old Windows wrote it: letters with their hat composed, tones as marks behind."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = "", ""
            for part in unicodedata.normalize("NFD", char):
                base, tone = (base, tone + part) if part in "\u0300\u0301\u0303\u0309\u0323" else (base + part, tone)
            out += unicodedata.normalize("NFC", base).encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("data", "fixed"),
    [
        (TEXT.encode(), "none"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "none"),
        (TEXT.encode("utf-16"), "none"),
        (TEXT.encode("utf-16-le"), "none"),
        (TEXT.encode("utf-16-be"), "none"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "none"),
        (TEXT.encode("utf-32"), "none"),
        (cp1258(TEXT), "cp1258"),
        (unicodedata.normalize("NFD", TEXT).encode(), "nfd"),
    ],
    ids=["utf-8", "bom", "utf-16", "le", "be", "be-bom", "utf-32", "cp1258", "nfd"],
)
def test_encodings(data: bytes, fixed: str) -> None:
    cleaned = clean(read_bytes(data, "a.txt"))
    assert cleaned.text == TEXT
    assert cleaned.encoding_fixed == fixed


def test_a_stray_byte_is_a_warning_and_not_the_end() -> None:
    result = read_bytes((TEXT * 30).encode() + b"\xff" + TEXT.encode(), "a.txt")
    assert any("invalid bytes" in warning for warning in result.warnings)


def test_syllables_tell_vietnamese_from_other_latin() -> None:
    for word in ("nghiêng", "quyết", "Hoà", "thuỷ", "khuya", "ĐƯỜNG", "giữa", "xoong", "ươm", "yếu"):
        assert is_syllable(word), word
    for word in ("señor", "déjà", "Fuß", "bÿt", "crème"):
        assert not is_syllable(word), word
    assert vietnamese_share(TEXT) == 1.0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v"])
def test_any_line_end(end: str) -> None:
    assert text_of(f"BÁO CÁO{end}{end}Kết quả năm 2023.{end}1. Tình hình chung:") == (
        "BÁO CÁO\nKết quả năm 2023.\n1. Tình hình chung:"
    )


def test_what_nobody_sees_goes_and_the_rest_stays() -> None:
    assert text_of("Số\u200b 12\ufeff/KH\u00ad-UBND\x00\x07 * ghi\u00a0chú **đậm** _x_") == (
        "Số 12/KH-UBND * ghi\u00a0chú **đậm** _x_"
    )
    assert text_of("\uf0b7 Đoàn viên mới: 120 người") == "• Đoàn viên mới: 120 người"
    tcvn3 = "Thùc hiÖn NghÞ quyÕt vÒ b¶o ®¶m n\u00adíc s¹ch, h\u00ad\u00edng dÉn c¸c ®¬n vÞ hç trî ng\u00adêi d©n"
    assert text_of(tcvn3) == ("Thực hiện Nghị quyết về bảo đảm nước sạch, hướng dẫn các đơn vị hỗ trợ người dân"), (
        "in TCVN3 the soft hyphen is the letter ư"
    )


def test_form_feeds_are_pages() -> None:
    cleaned = clean(read_bytes("Trang một.\fTrang hai có chữ\nvà số.\fTrang ba.".encode(), "a.txt"))
    assert cleaned.page_starts[0] == 0
    assert [cleaned.page_of(cleaned.text.index(x)) for x in ("một", "hai", "ba.")] == [1, 2, 3]


FLAT = """|
**UBND TỈNH
LAI CHÂU**
|
**CỘNG HÒA XÃ
HỘI CHỦ NGHĨA VIỆT NAM**
|
|
Số: 41/BC-UBND
|
Lai Châu, ngày 05 tháng 7 năm 2024
|

|
TT
|
Chỉ tiêu
|
Kết quả
|
Ghi chú
|
|
1
|
Lao động có
việc làm mới
|
4.210
|
|
|
II
|
Giáo dục
|
|
2
|
Trường đạt chuẩn
|
63
|
đạt 98%
|
"""


def test_flattened_tables_are_found_with_their_columns() -> None:
    head, data = find_line_tables([line.strip() for line in FLAT.split("\n")])
    assert [len(row) for row in head.grid] == [2, 2]
    assert [[" ".join(cell) for cell in row] for row in data.grid] == [
        ["TT", "Chỉ tiêu", "Kết quả", "Ghi chú"],
        ["1", "Lao động có việc làm mới", "4.210", ""],
        ["II", "Giáo dục"],
        ["2", "Trường đạt chuẩn", "63", "đạt 98%"],
    ]


def test_flattened_data_is_one_row_a_line_and_a_letterhead_stays_lines() -> None:
    lines = text_of(FLAT, "a.md").split("\n")
    assert lines[:2] == ["UBND TỈNH", "LAI CHÂU"]
    assert "Số: 41/BC-UBND" in lines
    assert "Lai Châu, ngày 05 tháng 7 năm 2024" in lines
    assert "1 | Lao động có việc làm mới | 4.210 |" in lines
    assert "| 1 | Lao động có việc làm mới | 4.210 | |" in text_of(FLAT).split("\n")
    cleaned = clean(read_bytes(FLAT.encode(), "a.txt"))
    kinds = {cleaned.text[at:].split("\n")[0][:4]: kind for at, kind, _ in cleaned.kinds}
    assert kinds == {"| TT": "table", "| 1 ": "table", "| II": "table", "| 2 ": "table"}


MARKDOWN = [
    (
        "**Điều 1. **Giao Sở Nội vụ **chủ trì** và *phối hợp*.",
        "Điều 1. Giao Sở Nội vụ chủ trì và phối hợp.",
        "closed late",
    ),
    ("**Chương I****QUY ĐỊNH CHUNG**", "Chương I\nQUY ĐỊNH CHUNG", "two bold lines whose break was lost"),
    ("Đồng chí Trần V**ăn Hòa** phát biểu", "Đồng chí Trần Văn Hòa phát biểu", "bold within a word"),
    ("** **\n\nNội dung\n\n* *", "Nội dung", "empty emphasis shows nothing"),
    ("*Căn cứ Luật Việc làm số 38/2013/QH13; *", "Căn cứ Luật Việc làm số 38/2013/QH13;", "closed behind a blank"),
    ("Xem [Nghị định 12](https://vd.vn/a_b_c) tại đây", "Xem Nghị định 12 tại đây", "link"),
    ("Tỷ lệ 5 * 4 = 20; (*) ước tính", "Tỷ lệ 5 * 4 = 20; (*) ước tính", "signs of their own"),
    ("1\\. Mục tiêu&nbsp;chung: A &amp; B", "1. Mục tiêu\u00a0chung: A & B", "escapes and entities"),
    ("# BÁO CÁO\n\nNội dung", "BÁO CÁO\nNội dung", "heading"),
    ("    Năm 2023, tỉnh có 12 xã.", "Năm 2023, tỉnh có 12 xã.", "an indented first line is no code"),
    ("THÀNH PHỐ HUẾ\n-------\nNội dung.", "THÀNH PHỐ HUẾ\nNội dung.", "a rule under a line makes no heading"),
    ("- một;\n- hai;\n3. ba\n4. bốn", "- một;\n- hai;\n3. ba\n4. bốn", "list numbers stay as written"),
    ("> Trích dẫn\n> hai dòng", "Trích dẫn\nhai dòng", "quote"),
    ("a<br>b <b>c</b>", "a\nb c", "inline HTML"),
    ("| Chỉ tiêu | **Số** |\n|---|---:|\n| Hộ nghèo | 1.204 |", "Chỉ tiêu | Số\nHộ nghèo | 1.204", "pipe table"),
    ("Chỉ tiêu | Số\n---|---\nHộ nghèo | 1.204", "Chỉ tiêu | Số\nHộ nghèo | 1.204", "pipe table without outer bars"),
    ("---\ntitle: Tin\ndate: 2024-01-02\n---\nThân bài.", "Thân bài.", "front matter"),
    (
        "CHÍNH PHỦ_______ Số: 9/NQ-CP | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập – Tự do – Hạnh phúc____ |",
        "CHÍNH PHỦ\nSố: 9/NQ-CP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc",
        "a letterhead glued on one line",
    ),
]


@pytest.mark.parametrize(("source", "expected", "why"), MARKDOWN, ids=[case[2] for case in MARKDOWN])
def test_markdown(source: str, expected: str, why: str) -> None:
    assert text_of(source, "a.md") == expected, why


def test_markdown_headings_have_levels_and_the_first_is_the_title() -> None:
    result = read_bytes("# Tin **vắn**\n\n## Kết quả\n\nThân bài.".encode(), "a.md")
    assert result.hints.title == "Tin vắn"
    assert [(kind, level) for _, kind, level in clean(result).kinds] == [("heading", 1), ("heading", 2)]


@pytest.mark.parametrize("lines", [["|"] * 100_000, ["|", "1"] * 20_000, ["|", "|", "1"] * 20_000])
def test_bars_without_end_cost_no_more_than_their_number(lines: list[str]) -> None:
    started = time.process_time()
    find_line_tables(lines)
    assert time.process_time() - started < 10


def test_bars_that_are_no_table_keep_their_text() -> None:
    data = ("|\nMột câu.\n" * 300).encode()
    for name in ("a.txt", "a.md"):
        assert sum("Một câu." in block.text for block in read_bytes(data, name).blocks) == 300

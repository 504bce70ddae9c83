"""A document's identity from letterheads in every layout, from titles, signatures and news pages."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.dates import find_dates
from extractors.organisations import find_organisations, resolve_organisations
from extractors.references import find_references
from extractors.text import DocumentText
from pipeline.annotate.metadata import read_metadata
from pipeline.annotate.metadata.issuer import read_issuer, write_name
from pipeline.document import Hints, Metadata


def read(text: str, hints: Hints | None = None) -> Metadata:
    doc = DocumentText.of(text)
    dates = find_dates(doc)
    return read_metadata(doc, dates, find_references(doc, dates), find_organisations(doc), hints or Hints())


STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"

PLAIN = f"""ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
{STATE}Số: 214/BC-UBND
Lào Cai, ngày 05 tháng 7 năm 2023
BÁO CÁO
Tình hình phát triển du lịch 6 tháng đầu năm 2023
Thực hiện Công văn số 12/BVHTTDL-TCDL, Ủy ban nhân dân tỉnh báo cáo như sau:
"""
TWO_COLUMNS = """UBND TP. HẢI PHÒNG             CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                              Độc lập - Tự do - Hạnh phúc
Số: 88/KH-SYT              Hải Phòng, ngày  9  tháng  2  năm 2018

KẾ HOẠCH
Phòng, chống dịch bệnh năm 2018
Căn cứ Luật Phòng, chống bệnh truyền nhiễm;
"""
BARS = """|
**HỘI ĐỒNG NHÂN
DÂN**
TỈNH ĐIỆN BIÊN
-------
|
**CỘNG HÒA XÃ
HỘI CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 07/2024/NQ-HĐND
|
*Điện Biên, ngày
12 tháng 7 năm 2024*
|

**NGHỊ QUYẾT**

QUY ĐỊNH MỨC CHI HỖ TRỢ CÁN BỘ
CẤP XÃ TRÊN ĐỊA BÀN TỈNH ĐIỆN BIÊN

**HỘI ĐỒNG NHÂN DÂN TỈNH ĐIỆN BIÊN**

Căn cứ Luật Tổ chức chính quyền địa phương;
"""
ONE_LINE = (
    "CHÍNH PHỦ_______ Số: 19/2022/NĐ-CP | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập – Tự do – Hạnh phúc_____ "
    "Hà Nội, ngày 22 tháng 02 năm 2022 |\n\n**NGHỊ ĐỊNH**\n\n**Quy định về quản lý kho lạnh**\n_____\n"
    "*Căn cứ Luật Tổ chức Chính phủ;*\n"
)
LETTER = f"""| BỘ TÀI CHÍNH CỤC HẢI QUAN ------- | {STATE} |
| Số: 4521/CHQ-GSQL V/v thủ tục đối với hàng quá cảnh | Hà Nội, ngày 14 tháng 8 năm 2025 |
Kính gửi: Chi cục Hải quan khu vực III.
Cục Hải quan nhận được công văn của Công ty về thủ tục.
"""
LEFT_COLUMN_FIRST = f"""TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM
-------
Số: 731/TLĐ-QHLĐ
V/v tổ chức Tháng Công nhân
{STATE}Hà Nội, ngày 02 tháng 4 năm 2020
Kính gửi: Các Liên đoàn Lao động tỉnh, thành phố
"""
PARTY = """TỈNH ỦY HÒA BÌNH
*
Số 31-CT/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa Bình, ngày 18 tháng 5 năm 2021
CHỈ THỊ
CỦA BAN THƯỜNG VỤ TỈNH ỦY
về tăng cường công tác phát triển đảng viên trong doanh nghiệp
Thực hiện Nghị quyết của Trung ương, thời gian qua
"""
CENTRAL_BOARD = """BAN CHẤP HÀNH TRUNG ƯƠNG
BAN TUYÊN GIÁO
*
ĐẢNG CỘNG SẢN VIỆT NAM
Số 102-HD/BTGTW
Hà Nội, ngày 11 tháng 3 năm 2022
HƯỚNG DẪN
CÔNG TÁC TUYÊN TRUYỀN NĂM 2022
Thực hiện Chương trình công tác năm 2022
"""
STAMPED = f"""LIÊN ĐOÀN LAO ĐỘNG
TỈNH BÌNH PHƯỚC
{STATE}Số:      /BC-LĐLĐ
Bình Phước, ngày      tháng 9 năm 2022
BÁO CÁO
Sơ kết 03 năm thực hiện Nghị quyết số 03/NQ-TLĐ
"""
CITY = f"""ỦY BAN NHÂN DÂN
THÀNH PHỐ HỒ CHÍ MINH
{STATE}Số: 1820/QĐ-UBND
Thành phố Hồ Chí Minh, ngày 03 tháng 6 năm 2024
QUYẾT ĐỊNH
Về việc thành lập Trung tâm Chuyển đổi số
CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH
Căn cứ Luật Tổ chức chính quyền địa phương;
"""
OLD_FONT = """ủy ban nhân dân          cộng hòa xã hội chủ nghĩa việt nam
tỉnh hà tây                 Độc lập - Tự do - Hạnh phúc
Số: 12/2003/QĐ-UB          Hà Đông, ngày 04 tháng 3 năm 2003

QUYẾT ĐỊNH
V/v ban hành bảng giá đất
"""
DRAFT = """Ninh Bình, ngày tháng 02 năm 2023

ĐỀ CƯƠNG
BÁO CÁO CỦA BAN CHẤP HÀNH LIÊN ĐOÀN LAO ĐỘNG TỈNH NINH BÌNH KHÓA XIV
TRÌNH ĐẠI HỘI XV CÔNG ĐOÀN TỈNH NINH BÌNH

I. TÌNH HÌNH CHUNG
- Nêu số lượng đoàn viên.
"""
NO_LETTERHEAD = """Nghị định của Chính phủ
số 51/1999/NĐ-CP ngày 08/7/1999
quy định chi tiết thi hành Luật Khuyến khích đầu tư trong nước

Căn cứ Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992;
"""
EXTRACT = """TÌNH HÌNH SẢN XUẤT CÔNG NGHIỆP THÁNG 8 VÀ 8 THÁNG NĂM 2006
Trích Báo cáo của Bộ Công nghiệp trình Chính phủ
I. SẢN XUẤT
Giá trị sản xuất tháng 8 ước tăng 16%.
"""
NEWS = """Trang chủ > Công đoàn
Hơn 500 đoàn viên Yên Bái được khám sức khỏe miễn phí

Thứ Năm, 16/11/2023 08:15 (GMT+7) | Lượt xem: 1.204
(LĐTĐ) Sáng 15/11, Liên đoàn Lao động tỉnh Yên Bái phối hợp với Bệnh viện Đa khoa tỉnh tổ chức khám bệnh, phát thuốc
cho hơn 500 đoàn viên, người lao động.
Ảnh: Thu Hà
"""
PORTAL = """Công đoàn Vĩnh Phúc chăm lo bữa ăn ca cho người lao động
10:20 | 07/03/2022
Từ đầu năm, các cấp công đoàn trong tỉnh đã thương lượng nâng bữa ăn ca lên 25.000 đồng cho hơn 3.000 người.
Tin liên quan
© 2022 TRANG THÔNG TIN ĐIỆN TỬ LIÊN ĐOÀN LAO ĐỘNG TỈNH VĨNH PHÚC
"""
PROSE = (
    "Chiều 4/5, " + "Bộ trưởng cho biết các địa phương đã giải ngân được hơn một phần ba kế hoạch vốn được giao. " * 6
)
AGENCY = PROSE + "Khánh Linh (TTXVN)"
WIKI = "# Đỗ Văn A\n\n| Chức vụ | Thứ trưởng |\n|---|---|\n\nÔng Đỗ Văn A là một chính khách. [sửa | sửa mã nguồn]\n"

CASES: list[tuple[str, str, dict[str, str | None], str]] = [
    (
        "plain",
        PLAIN,
        {
            "doc_kind": "report",
            "symbol": "214/BC-UBND",
            "issuer": "Ủy ban nhân dân tỉnh Lào Cai",
            "province": "Lào Cai",
            "province_code": "10",
            "issued_on": "2023-07-05",
            "title": "BÁO CÁO Tình hình phát triển du lịch 6 tháng đầu năm 2023",
            "period": "2023-01/2023-06",
        },
        "one line for each part; the code is that of 2023",
    ),
    (
        "two columns",
        TWO_COLUMNS,
        {
            "doc_kind": "plan",
            "symbol": "88/KH-SYT",
            "issuer": "Sở Y tế thành phố Hải Phòng",
            "province": "Hải Phòng",
            "issued_on": "2018-02-09",
            "title": "KẾ HOẠCH Phòng, chống dịch bệnh năm 2018",
            "period": "2018",
        },
        "both columns on one line; the department takes its place from the body above",
    ),
    (
        "bars",
        BARS,
        {
            "doc_kind": "decision",
            "symbol": "07/2024/NQ-HĐND",
            "issuer": "Hội đồng nhân dân tỉnh Điện Biên",
            "issued_on": "2024-07-12",
            "title": "NGHỊ QUYẾT QUY ĐỊNH MỨC CHI HỖ TRỢ CÁN BỘ CẤP XÃ TRÊN ĐỊA BÀN TỈNH ĐIỆN BIÊN",
        },
        "cells between bars, lines broken; the deciding body is no part of the title",
    ),
    (
        "one line",
        ONE_LINE,
        {
            "doc_kind": "law",
            "symbol": "19/2022/NĐ-CP",
            "issuer": "Chính phủ",
            "province": None,
            "issued_on": "2022-02-22",
            "title": "NGHỊ ĐỊNH Quy định về quản lý kho lạnh",
        },
        "the whole letterhead on one line; a central body has no province, wherever it signs",
    ),
    (
        "letter",
        LETTER,
        {
            "doc_kind": "letter",
            "symbol": "4521/CHQ-GSQL",
            "issuer": "Cục Hải quan",
            "province": None,
            "issued_on": "2025-08-14",
            "title": "V/v thủ tục đối với hàng quá cảnh",
        },
        "superior and issuing body in one cell; the subject is the title",
    ),
    (
        "left column first",
        LEFT_COLUMN_FIRST,
        {
            "doc_kind": "letter",
            "symbol": "731/TLĐ-QHLĐ",
            "issuer": "Tổng Liên đoàn Lao động Việt Nam",
            "province": None,
            "issued_on": "2020-04-02",
            "title": "V/v tổ chức Tháng Công nhân",
        },
        "number and subject stand before the motto",
    ),
    (
        "party",
        PARTY,
        {
            "doc_kind": "decision",
            "symbol": "31-CT/TU",
            "issuer": "Tỉnh ủy Hòa Bình",
            "province": "Hòa Bình",
            "issued_on": "2021-05-18",
            "title": "CHỈ THỊ CỦA BAN THƯỜNG VỤ TỈNH ỦY về tăng cường công tác phát triển đảng viên trong doanh nghiệp",
        },
        "a party committee's letterhead",
    ),
    (
        "central board",
        CENTRAL_BOARD,
        {
            "doc_kind": "other",
            "symbol": "102-HD/BTGTW",
            "issuer": "Ban Tuyên giáo Trung ương",
            "province": None,
            "issued_on": "2022-03-11",
            "title": "HƯỚNG DẪN CÔNG TÁC TUYÊN TRUYỀN NĂM 2022",
        },
        "a board of the Central Committee",
    ),
    (
        "stamped",
        STAMPED,
        {
            "doc_kind": "report",
            "symbol": None,
            "issuer": "Liên đoàn Lao động tỉnh Bình Phước",
            "province": "Bình Phước",
            "issued_on": "2022-09",
            "title": "BÁO CÁO Sơ kết 03 năm thực hiện Nghị quyết số 03/NQ-TLĐ",
        },
        "number and day were stamped on: no number, no day",
    ),
    (
        "city",
        CITY,
        {
            "doc_kind": "decision",
            "issuer": "Ủy ban nhân dân Thành phố Hồ Chí Minh",
            "province": "Hồ Chí Minh",
            "issued_on": "2024-06-03",
            "title": "QUYẾT ĐỊNH Về việc thành lập Trung tâm Chuyển đổi số",
        },
        "the chairman below the title is who decides, not the title",
    ),
    (
        "old font",
        OLD_FONT,
        {
            "doc_kind": "decision",
            "symbol": "12/2003/QĐ-UB",
            "issuer": "Ủy ban nhân dân tỉnh Hà Tây",
            "province": "Hà Tây",
            "issued_on": "2003-03-04",
        },
        "capitals lost in conversion; a province of its time",
    ),
    (
        "draft",
        DRAFT,
        {
            "doc_kind": "outline",
            "symbol": None,
            "issuer": "Liên đoàn Lao động tỉnh Ninh Bình",
            "province": "Ninh Bình",
            "issued_on": "2023-02",
        },
        "no letterhead but the date line: the title says whose report it is",
    ),
    (
        "no letterhead",
        NO_LETTERHEAD,
        {
            "doc_kind": "law",
            "symbol": "51/1999/NĐ-CP",
            "issuer": "Chính phủ",
            "issued_on": "1999-07-08",
        },
        "number and date in the title",
    ),
    (
        "extract",
        EXTRACT,
        {
            "doc_kind": "report",
            "issuer": "Bộ Công nghiệp",
            "province": None,
            "issued_on": None,
            "title": "TÌNH HÌNH SẢN XUẤT CÔNG NGHIỆP THÁNG 8 VÀ 8 THÁNG NĂM 2006",
        },
        "capitals on top are the title; the line below says whose report",
    ),
    (
        "news",
        NEWS,
        {
            "doc_kind": "news",
            "symbol": None,
            "issuer": "Báo Lao động Thủ đô",
            "province": "Hà Nội",
            "issued_on": "2023-11-16",
            "title": "Hơn 500 đoàn viên Yên Bái được khám sức khỏe miễn phí",
        },
        "breadcrumbs are no headline; the code in brackets is the paper's",
    ),
    (
        "portal",
        PORTAL,
        {
            "doc_kind": "news",
            "issuer": "Liên đoàn Lao động tỉnh Vĩnh Phúc",
            "province": "Vĩnh Phúc",
            "issued_on": "2022-03-07",
            "title": "Công đoàn Vĩnh Phúc chăm lo bữa ăn ca cho người lao động",
        },
        "the footer says whose page it is",
    ),
    (
        "prose",
        PROSE,
        {"doc_kind": "news", "title": None, "issuer": None, "issued_on": None},
        "an article without headline: nothing invented",
    ),
    ("agency", AGENCY, {"doc_kind": "news", "issuer": "Thông tấn xã Việt Nam"}, "the agency signs at the end"),
    (
        "wiki",
        WIKI,
        {"doc_kind": "other", "title": "Đỗ Văn A", "issuer": None, "province": None, "issued_on": None},
        "an encyclopedia page is no official document",
    ),
]


@pytest.mark.parametrize(("name", "text", "expected", "why"), CASES, ids=[name for name, *_ in CASES])
def test_read(name: str, text: str, expected: dict[str, str | None], why: str) -> None:
    metadata = read(text)
    assert {key: getattr(metadata, key) for key in expected} == expected, f"{name}: {why}"


def test_hints_are_weaker_than_the_page() -> None:
    hints = Hints(title="Khác - Cổng tin", published="2001-01-01", publisher="Cổng tin")
    assert read(PORTAL, hints) == read(PORTAL)


def test_hints_fill_what_the_page_lacks() -> None:
    found = read(
        PROSE, Hints(title="Giải ngân vốn còn chậm | Báo Hà Nam", published="2023-05-04", publisher="Báo Hà Nam")
    )
    assert (found.title, found.issued_on, found.issuer) == ("Giải ngân vốn còn chậm", "2023-05-04", "Báo Hà Nam")
    assert found.province == "Hà Nam"


def test_a_slogan_in_the_banner_is_no_publisher() -> None:
    assert read(PROSE, Hints(publisher="Đoàn kết là sức mạnh")).issuer is None
    assert read(PROSE, Hints(publisher="VnExpress")).issuer == "Báo VnExpress"


@pytest.mark.parametrize(
    ("publisher", "issuer", "province"),
    [
        ("Cổng thông tin Liên đoàn Lao động tỉnh Phú Yên", "Liên đoàn Lao động tỉnh Phú Yên", "Phú Yên"),
        ("Cổng thông tin điện tử Sở Y tế tỉnh Hà Nam", "Sở Y tế tỉnh Hà Nam", "Hà Nam"),
        ("Trang thông tin điện tử LĐLĐ tỉnh Cao Bằng", "Liên đoàn Lao động tỉnh Cao Bằng", "Cao Bằng"),
        ("Website Hội Nông dân tỉnh Bến Tre", "Hội Nông dân tỉnh Bến Tre", "Bến Tre"),
        ("Trang tin Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La", "Sơn La"),
        ("Cổng TTĐT Bộ Nội vụ", "Bộ Nội vụ", None),
        ("Cổng thông tin điện tử tỉnh Sơn La", "Cổng thông tin điện tử tỉnh Sơn La", "Sơn La"),
        ("Báo Sơn La", "Báo Sơn La", "Sơn La"),
    ],
)
def test_a_site_is_its_bodys(publisher: str, issuer: str, province: str | None) -> None:
    found = read("Tập huấn cán bộ nữ công\nThứ sáu, 09/6/2023\n" + PROSE, Hints(publisher=publisher))
    assert (found.doc_kind, found.issued_on) == ("news", "2023-06-09")
    assert (found.issuer, found.province) == (issuer, province)


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("HUYỆN ỦY TAM ĐƯỜNG", "Huyện ủy Tam Đường"),
        ("BAN THƯỜNG VỤ QUẬN ỦY HOÀNG MAI", "Ban Thường vụ Quận ủy Hoàng Mai"),
        ("TỈNH ỦY SƠN LA", "Tỉnh ủy Sơn La"),
        ("UBND HUYỆN TAM ĐƯỜNG", "Ủy ban nhân dân huyện Tam Đường"),
    ],
)
def test_a_committee_and_its_seat_in_capitals(line: str, issuer: str) -> None:
    found = read_issuer([line], None)
    assert found is not None
    assert found.name == issuer


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("09/6/2023 | Cổng thông tin Liên đoàn Lao động tỉnh Phú Yên", "Liên đoàn Lao động tỉnh Phú Yên"),
        ("Thứ sáu, 09/6/2023 - Cổng thông tin điện tử Hội Nông dân tỉnh Phú Yên", "Hội Nông dân tỉnh Phú Yên"),
        ("09/6/2023", None),
    ],
)
def test_a_date_line_may_name_the_site(line: str, issuer: str | None) -> None:
    found = read(
        f"Phú Yên: Tập huấn cán bộ nữ công\n{line}\nHội nghị diễn ra trong hai ngày.\nCó 12 đơn vị dự.", Hints()
    )
    assert (found.doc_kind, found.issued_on, found.issuer, found.province) == ("news", "2023-06-09", issuer, "Phú Yên")


@pytest.mark.parametrize(
    ("title", "province"),
    [
        ("Phú Yên: trao nhà cho đoàn viên nghèo", "Phú Yên"),
        ("Tỉnh Bến Tre – hai năm phát triển đoàn viên", "Bến Tre"),
        ("TP. Hồ Chí Minh: khai mạc Tháng Công nhân", "Hồ Chí Minh"),
        ("Hội nghị: bàn về chăm lo đời sống đoàn viên", None),
    ],
)
def test_a_headline_that_begins_with_its_province(title: str, province: str | None) -> None:
    text = f"{title}\nThứ tư, 07/6/2023\n" + "Các đơn vị trao quà cho người lao động khó khăn ở nhiều nơi. " * 8
    assert read(text).province == province


def test_an_article_of_one_province_is_of_that_province() -> None:
    text = "Công đoàn Lạng Sơn vào hè\nThứ ba - 10/05/2022 08:15\n" + "LĐLĐ tỉnh Lạng Sơn trao quà cho đoàn viên. " * 8
    assert (read(text).issuer, read(text).province) == (None, "Lạng Sơn")


def test_central_party_bodies_have_their_full_names() -> None:
    text = (
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-QĐ/TW\nHà Nội, ngày 02 tháng 3 năm 2025\nQUY ĐỊNH\n"
        "VỀ QUẢN LÝ TRỤ SỞ\nCăn cứ Điều lệ Đảng;"
    )
    assert read(text).issuer == "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam"
    assert read(text).issuer_id == "org:ban-chap-hanh-trung-uong-dang-cong-san-viet-nam"


def test_a_body_the_title_speaks_of_is_not_cut() -> None:
    text = (
        "THỦ TƯỚNG CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 7/2025/QĐ-TTg\n"
        "Hà Nội, ngày 02 tháng 3 năm 2025\nQUYẾT ĐỊNH\nTHAY THẾ MỘT SỐ QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ\n"
        "Căn cứ Luật Tổ chức Chính phủ;"
    )
    assert read(text).title == "QUYẾT ĐỊNH THAY THẾ MỘT SỐ QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ"


def test_lines_that_run_into_the_text_are_cut() -> None:
    text = PLAIN.replace("năm 2023\nThực hiện", "năm 2023 Thực hiện")
    assert read(text).title == "BÁO CÁO Tình hình phát triển du lịch 6 tháng đầu năm 2023"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("KẾ HOẠCH", "plan"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "plan"),
        ("THÔNG BÁO KẾT LUẬN", "other"),
        ("CHỈ THỊ", "decision"),
        ("THÔNG TƯ LIÊN TỊCH", "law"),
        ("CÔNG ĐIỆN", "letter"),
        ("ĐỀ CƯƠNG BÁO CÁO", "outline"),
        ("TỜ TRÌNH", "other"),
    ],
)
def test_kind_by_type_word(words: str, kind: str) -> None:
    assert read(PLAIN.replace("BÁO CÁO\n", f"{words}\n").replace("214/BC-UBND", "214/UBND-VX")).doc_kind == kind


# (lines of the left column, name, province, why); at 15 March 2021
ISSUERS: list[tuple[tuple[str, ...], str, str | None, str]] = [
    (("UBND TP. ĐÀ NẴNG", "SỞ XÂY DỰNG"), "Sở Xây dựng thành phố Đà Nẵng", "Đà Nẵng", "abbreviations written out"),
    (("UỶ BAN NHÂN", "DÂN", "TỈNH AN GIANG"), "Ủy ban nhân dân tỉnh An Giang", "An Giang", "a name over three lines"),
    (("BỘ VĂN HÓA,", "THỂ THAO", "VÀ DU LỊCH"), "Bộ Văn hóa, Thể thao và Du lịch", None, "a comma inside"),
    (("BỘ TÀI CHÍNH TỔNG CỤC THUẾ",), "Tổng cục Thuế", None, "two bodies on one line"),
    (("TỔNG CỤC THUẾ", "CỤC THUẾ TỈNH HÀ NAM"), "Cục Thuế tỉnh Hà Nam", "Hà Nam", "a local office of a central body"),
    (("CỤC THUẾ", "THUẾ TỈNH TÂY NINH"), "Thuế tỉnh Tây Ninh", "Tây Ninh", "a tax office of 2025"),
    (("BAN CHẤP HÀNH TRUNG ƯƠNG BAN NỘI CHÍNH",), "Ban Nội chính Trung ương", None, "a board and its committee"),
    (
        ("TỈNH ỦY PHÚ YÊN", "ỦY BAN KIỂM TRA"),
        "Ủy ban Kiểm tra Tỉnh ủy Phú Yên",
        "Phú Yên",
        "a party body of a province",
    ),
    (("BAN DÂN VẬN TỈNH ỦY PHÚ YÊN",), "Ban Dân vận Tỉnh ủy Phú Yên", "Phú Yên", "the committee comes after the board"),
    (("ĐẢNG BỘ TỈNH SƠN LA", "TỈNH ỦY"), "Tỉnh ủy Sơn La", "Sơn La", "the place stands with the organisation above"),
    (
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LĐLĐ TỈNH CÀ MAU"),
        "Liên đoàn Lao động tỉnh Cà Mau",
        "Cà Mau",
        "federation below the confederation",
    ),
    (
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH CÀ MAU", "CÔNG ĐOÀN NGÀNH Y TẾ"),
        "Công đoàn ngành Y tế tỉnh Cà Mau",
        "Cà Mau",
        "sectoral union",
    ),
    (
        ("VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI",),
        "Văn phòng Ủy ban nhân dân tỉnh Lào Cai",
        "Lào Cai",
        "one body, though it names another",
    ),
    (("SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"), "Sở Lao động - Thương binh và Xã hội", None, "`xã hội` is no commune"),
    (("THỦ TƯỚNG CHÍNH", "PHỦ"), "Thủ tướng Chính phủ", None, "central"),
    (("BỘ C", "ÔNG THƯƠNG"), "Bộ Công Thương", None, "a letter torn off by markup"),
    (
        ("BẢO HIỂM XÃ HỘI VIỆT NAM BẢO HIỂM XÃ HỘI TỈNH HÀ NAM",),
        "Bảo hiểm xã hội tỉnh Hà Nam",
        "Hà Nam",
        "same word twice",
    ),
    (
        ("UBND HUYỆN HÒA VANG", "PHÒNG NỘI VỤ"),
        "Phòng Nội vụ huyện Hòa Vang",
        "Đà Nẵng",
        "a district tells its province",
    ),
]


@pytest.mark.parametrize(("lines", "name", "province", "why"), ISSUERS, ids=[why for *_, why in ISSUERS])
def test_issuer(lines: tuple[str, ...], name: str, province: str | None, why: str) -> None:
    issuer = read_issuer(lines, dt.date(2021, 3, 15))
    assert issuer is not None
    assert (issuer.name, issuer.province and issuer.province.name) == (name, province), why


@pytest.mark.parametrize(
    ("line", "day", "province", "why"),
    [
        ("UBND THỊ XÃ ĐÔNG HÀ", "2008-03-05", "Quảng Trị", "a town then, a city since"),
        ("UBND HUYỆN TĨNH GIA", "2012-03-05", "Thanh Hóa", "renamed in 2020"),
        ("UBND HUYỆN NÔNG SƠN", "2019-03-05", "Quảng Nam", "merged into another in 2025"),
        ("UBND HUYỆN BA VÌ", "2012-03-05", "Hà Nội", "since August 2008"),
        ("UBND HUYỆN BA VÌ", "2005-03-05", None, "not Hà Nội's then"),
        ("UBND HUYỆN CHÂU THÀNH", "2012-03-05", None, "eight provinces have one"),
        ("UBND QUẬN 9", "2012-03-05", "Hồ Chí Minh", "only one city numbers them"),
        ("UBND HUYỆN VĨNH LINH", "2026-03-05", "Quảng Trị", "the province of that day"),
    ],
)
def test_the_province_of_a_district(line: str, day: str, province: str | None, why: str) -> None:
    issuer = read_issuer([line, "PHÒNG NỘI VỤ"], dt.date.fromisoformat(day))
    assert issuer is not None
    assert (issuer.province and issuer.province.name) == province, why


def test_no_body_no_issuer() -> None:
    assert read_issuer(("PHỤ LỤC", "BIỂU SỐ 02"), None) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "Sở Kế hoạch và Đầu tư"),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG NGÃI", "Liên đoàn Lao động tỉnh Quảng Ngãi"),
        ("trường đại học thủy lợi", "Trường Đại học Thủy lợi"),
        ("BAN QUẢN LÝ DỰ ÁN", "Ban Quản lý dự án"),
    ],
)
def test_names_in_standard_spelling(words: str, name: str) -> None:
    assert write_name(words) == name


def test_the_issuer_has_the_id_its_mentions_get() -> None:
    text = PLAIN + "Ủy ban nhân dân tỉnh Lào Cai giao các sở thực hiện.\n"
    doc, metadata = DocumentText.of(text), read(text)
    mentions = resolve_organisations(find_organisations(doc), doc, metadata.context())
    named = next(m for m in mentions if m.surface == "Ủy ban nhân dân tỉnh Lào Cai")
    assert metadata.issuer_id == named.org_id
    assert read(ONE_LINE).issuer_id == "org:chinh-phu"


def test_bodies_in_capitals_above_a_title_without_number_or_motto() -> None:
    text = "TỔNG CỤC THỐNG KÊ\nCỤC THỐNG KÊ TỈNH PHÚ YÊN\n\nBÁO CÁO\nTÌNH HÌNH KINH TẾ - XÃ HỘI QUÝ II NĂM 2013\n\nSản xuất ổn định.\n"
    doc = DocumentText.of(text)
    found = read_metadata(doc, find_dates(doc), [], find_organisations(doc), Hints())
    assert found.issuer == "Cục Thống kê tỉnh Phú Yên"
    assert found.province == "Phú Yên"


def test_the_day_above_the_headline_is_the_visitors() -> None:
    text = (
        "Thứ Sáu, 19/11/2021, 14:37 (GMT+7)\n\n"
        "LĐLĐ Hà Nam: Hơn 2 tỷ đồng hỗ trợ đoàn viên khó khăn\n\nĐăng lúc: 09:12 - 18/11/2021\n\n"
        "Sau bốn tháng triển khai, các cấp công đoàn đã hỗ trợ người lao động kịp thời.\n"
    )
    doc = DocumentText.of(text)
    assert read_metadata(doc, find_dates(doc), [], find_organisations(doc), Hints()).issued_on == "2021-11-18"

"""News pages as they are found: without letterhead, often without date line or headline. All texts are ours."""

from __future__ import annotations

import pytest

from pipeline.annotate.metadata.publisher import local_press_of_host
from pipeline.document import Metadata
from tests.test_metadata import read

LEAD = (
    "Sáng 12/4, Liên đoàn Lao động tỉnh Quảng Nam tổ chức trao 40 suất quà cho đoàn viên có hoàn cảnh khó khăn tại huyện "
    "Thăng Bình, mỗi suất trị giá một triệu đồng."
)
MORE = "Dịp này, các công đoàn cơ sở thăm hỏi gia đình đoàn viên và trao thêm nhiều phần quà cho con em công nhân."

CASES: list[tuple[str, dict[str, str | None], str]] = [
    (
        f"Trao quà cho đoàn viên khó khăn\n{LEAD}\n{MORE}",
        {"doc_kind": "news", "title": "Trao quà cho đoàn viên khó khăn", "issuer": None, "province": "Quảng Nam"},
        "a headline, then what happened on a day",
    ),
    (
        f"(QNO) - {LEAD}\n{MORE}",
        {"doc_kind": "news", "title": None, "issuer": "Báo Quảng Nam", "province": "Quảng Nam"},
        "the paper's code before the first sentence, no headline",
    ),
    (
        f"Tin vắn\n\n(QNO) - {LEAD}",
        {"doc_kind": "news", "title": "Tin vắn", "issuer": "Báo Quảng Nam"},
        "a short headline",
    ),
    (
        f"TTO - {LEAD.replace('Sáng 12/4', 'Chiều 14-3')}",
        {"doc_kind": "news", "title": None, "issuer": "Báo Tuổi Trẻ", "province": None},
        "a code without brackets; the national press is of no province",
    ),
    (
        f"MỚI NHẤT\nCông đoàn trao quà cho đoàn viên. Ảnh: Lê Hoa\n\nBữa cơm công đoàn ở vùng cao\n\nLê Hoa LDO | 21/09/2021 15:25\n\n{LEAD}",
        {
            "doc_kind": "news",
            "title": "Bữa cơm công đoàn ở vùng cao",
            "issuer": "Báo Lao Động",
            "issued_on": "2021-09-21",
        },
        "a caption before the headline; the code in the date line",
    ),
    (
        f"Trang chủ Công đoàn - Đời sống công nhân hôm nay\n07:06 | 17/09/2024 GMT+7\n\nMái ấm mới của đoàn viên nghèo\n\n{LEAD}",
        {"title": "Mái ấm mới của đoàn viên nghèo", "issued_on": "2024-09-17"},
        "a menu above the date line, the headline below it",
    ),
    (
        f"xem thêm\nAn Giang\nBình Dương\nĐăng nhập\n\nTết sớm của công nhân\n\nTin-ảnh: L. Hoa\n\n{LEAD}\nBình luận\nnld.com.vn",
        {"doc_kind": "news", "title": "Tết sớm của công nhân", "issuer": "Báo Người Lao Động", "province": None},
        "a menu of provinces; who wrote it and took the pictures",
    ),
    (
        f"{LEAD}\n\nÔng Lê Văn A trao đổi với phóng viên. Ảnh: L.H\n\nTrước đó, ngày 10/4/2023, {MORE.lower()}",
        {"doc_kind": "news", "title": None, "issuer": None},
        "the first sentence is no headline, nor is a caption",
    ),
    (
        f"Thành lập bảy đoàn kiểm tra an toàn lao động\n\n{MORE.replace('Dịp này', 'Trước tình hình tai nạn tăng')}\n\nBTNO",
        {"doc_kind": "news", "issuer": "Báo Tây Ninh", "province": "Tây Ninh"},
        "the paper's code is the last line",
    ),
    (
        f"Kho bạc Nhà nước tỉnh tập huấn nghiệp vụ\n\n16:03 29-10-2020\n\nLaocaitv.vn – {MORE}",
        {"issuer": "Đài Phát thanh và Truyền hình tỉnh Lào Cai", "province": "Lào Cai", "issued_on": "2020-10-29"},
        "a broadcaster's host before the first sentence",
    ),
    (
        f"liên đoàn lao động tỉnh phú yên\n\nPHÁT TRIỂN ĐOÀN VIÊN\n\nCán bộ công đoàn cơ sở khu vực ngoài nhà nước trong tình hình mới.\n\n{MORE} {MORE} {MORE}",
        {
            "doc_kind": "news",
            "title": "Cán bộ công đoàn cơ sở khu vực ngoài nhà nước trong tình hình mới.",
            "issuer": "Liên đoàn Lao động tỉnh Phú Yên",
        },
        "a headline that is a sentence, below a rubric",
    ),
    (
        f"Bắt nhóm trộm xe máy của công nhân\n\n23/05/2019 08:01\n\nKhuya 21/5, Công an TP Vinh bắt hai người trộm xe. {MORE}\n"
        "Một người trước đó bị Công an tỉnh Thanh Hóa truy nã.",
        {"doc_kind": "news", "province": None},
        "two provinces: none is certain",
    ),
    (
        f"Khai mạc kỳ họp Quốc hội\n\n21-10-2014\n\nSáng 20-10, tại Nhà Quốc hội, kỳ họp khai mạc. {MORE} {MORE} {MORE} {MORE} {MORE} "
        f"{MORE} {MORE} {MORE}\nĐoàn đại biểu Quốc hội TP Hồ Chí Minh và Hiệp hội Bất động sản TP Hồ Chí Minh góp ý.",
        {"doc_kind": "news", "province": None},
        "a province the story comes to late is not its own",
    ),
    (
        f"Công đoàn tỉnh Lạng Sơn trao quà Tết\n\n12/01/2022\n\n{MORE}\nĐại diện LĐLĐ tỉnh Lạng Sơn thăm công nhân\nThu Hà",
        {"doc_kind": "news", "issuer": None, "issued_on": "2022-01-12"},
        "a headline and a caption name bodies, but no page's owner",
    ),
    (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN\nCông đoàn trao quà Tết cho đoàn viên nghèo vùng biên\n12/01/2022\n{MORE}",
        {"doc_kind": "news", "issuer": "Liên đoàn Lao động tỉnh Lạng Sơn", "province": "Lạng Sơn"},
        "a banner does",
    ),
    (
        "MẪU B1\nTHUYẾT MINH DỰ ÁN\n(Kèm theo Quyết định số 16/2003/QĐ-BKHCN ngày 18/7/2003)\nI. THÔNG TIN CHUNG\n1. Tên dự án:\n2. Thuộc chương trình:\n",
        {"doc_kind": "other", "issued_on": None},
        "a form: the date of a citation is no date line",
    ),
    (
        "Kính thưa quý vị đại biểu!\nNgày 12/4 vừa qua, tỉnh ta đã tổ chức hội nghị biểu dương đoàn viên tiêu biểu với "
        "sự tham dự của hơn 300 đại biểu đến từ các huyện, thành phố trong toàn tỉnh.",
        {"doc_kind": "other"},
        "a speech is no news",
    ),
    (
        "I. MỤC ĐÍCH\n1. Nâng cao nhận thức của đoàn viên về an toàn lao động trong các doanh nghiệp của huyện trong năm.\n"
        "2. Từ ngày 12/4, các đơn vị rà soát điều kiện làm việc và báo cáo về Liên đoàn Lao động trước ngày 30/4.\n",
        {"doc_kind": "other"},
        "part of a plan without its head",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_news(text: str, expected: dict[str, str | None], why: str) -> None:
    found: Metadata = read(text)
    assert {key: getattr(found, key) for key in expected} == expected, why


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("baoquangnam.vn", "Báo Quảng Nam"),
        ("baocantho.com.vn", "Báo Cần Thơ"),
        ("baodanang.vn", "Báo Đà Nẵng"),
        ("laocaitv.vn", "Đài Phát thanh và Truyền hình tỉnh Lào Cai"),
        ("baomoi.com", None),
        ("baochinhphu.vn", None),
        ("thvathcsttquanchu.daitu.edu.vn", None),
    ],
)
def test_the_host_of_a_provinces_paper(host: str, name: str | None) -> None:
    issuer = local_press_of_host(host)
    assert (issuer and issuer.name) == name


def test_a_man_is_no_city() -> None:
    text = (
        "BAN CHẤP HÀNH TRUNG ƯƠNG"
        + " " * 90
        + "ĐOÀN TNCS HỒ CHÍ MINH\n***\n  Số: 31 - KH/TWĐTN-PT"
        + " " * 90
        + "Hà Nội, ngày "
        "16 tháng 5 năm 2024\n\nKẾ HOẠCH\nTổ chức Ngày hội Thiếu nhi năm 2024\n\nThực hiện chương trình công tác năm 2024,"
    )
    found = read(text)
    assert (found.province, found.issued_on, found.symbol) == (None, "2024-05-16", "31-KH/TWĐTN-PT")

"""Official documents as the web keeps them: labels above the letterhead, cells lost, titles in small letters. Texts are ours."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.annotate.metadata.issuer import read_issuer
from tests.test_metadata import STATE, read

BODY = "Thực hiện chương trình công tác năm 2019, các đơn vị đã triển khai nhiệm vụ được giao.\n"

CASES: list[tuple[str, dict[str, str | None], str]] = [
    (
        "Quyết định 77/QĐ-UBND năm 2018 phê duyệt Dự án trồng rừng\nSố hiệu: 77/QĐ-UBND Loại văn bản: Quyết định\n"
        "Nơi ban hành: Tỉnh Sơn La Người ký: Lê Văn A\nNgày ban hành: 26/01/2018 Ngày hiệu lực: Đang cập nhật\n"
        "Lĩnh vực: Nông nghiệp, Tình trạng: Đang cập nhật\n\nỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n-------\n\n"
        f"{STATE}---\n\nSố: 77/QĐ-UBND\n\nSơn La, ngày 26 tháng 01 năm 2018\n\nQUYẾT ĐỊNH\n\nPHÊ DUYỆT DỰ ÁN TRỒNG RỪNG\n\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương;\n",
        {
            "doc_kind": "decision",
            "symbol": "77/QĐ-UBND",
            "issuer": "Ủy ban nhân dân tỉnh Sơn La",
            "province": "Sơn La",
            "issued_on": "2018-01-26",
            "title": "QUYẾT ĐỊNH PHÊ DUYỆT DỰ ÁN TRỒNG RỪNG",
        },
        "a database's labels above the letterhead",
    ),
    (
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 232/QĐ-UBND | Ninh Bình, ngày 12 tháng 4 năm 2019 |\n"
        "QUYẾT ĐỊNH\nVỀ VIỆC CÔNG BỐ DANH MỤC THỦ TỤC\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH NINH BÌNH\nCăn cứ Luật Tổ chức;\n",
        {
            "issuer": "Ủy ban nhân dân tỉnh Ninh Bình",
            "province": "Ninh Bình",
            "symbol": "232/QĐ-UBND",
            "title": "QUYẾT ĐỊNH VỀ VIỆC CÔNG BỐ DANH MỤC THỦ TỤC",
        },
        "the second line of the left cell is lost: the date line says of which province",
    ),
    (
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 81/HD-SGDĐT | Cần Thơ, ngày 18 tháng 04 năm 2013 |\n"
        f"HƯỚNG DẪN\nTHỰC HIỆN QUY ĐỊNH QUẢN LÝ DẠY THÊM\n{BODY}",
        {"issuer": "Sở Giáo dục và Đào tạo thành phố Cần Thơ", "province": "Cần Thơ", "doc_kind": "other"},
        "the department's own line is lost: the number says who issued it",
    ),
    (
        f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH\nSỞ GIÁO DỤC VÀ ĐÀO TẠO\n*****\n\n{STATE}***\n\nSố: 65/GDĐT –KT&KĐCL\n"
        "Về: góp ý dự thảo quy chế thi.\n\nTp.Hồ Chí Minh, ngày 07 tháng 12 năm 2007\n\nKính gửi:\n\n- Hiệu trưởng các trường;\n",
        {
            "doc_kind": "letter",
            "symbol": "65/GDĐT-KT&KĐCL",
            "issuer": "Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh",
            "issued_on": "2007-12-07",
            "title": "Về: góp ý dự thảo quy chế thi.",
        },
        "`Về:` for `V/v`",
    ),
    (
        "Thông tư của Bộ Tài chính Số 19/2001/TT-BTC ngày 8 tháng 3 năm 2001 Hướng dẫn về thuế đối với các hình thức đầu tư\n"
        "- Căn cứ Luật Đầu tư nước ngoài tại Việt Nam được Quốc hội thông qua ngày 12 tháng 11 năm 1996, sửa đổi năm 2000;\n"
        "- Căn cứ các luật thuế hiện hành của nước Cộng hòa xã hội chủ nghĩa Việt Nam và các nghị định của Chính phủ quy định.\n",
        {"doc_kind": "law", "symbol": "19/2001/TT-BTC", "issuer": "Bộ Tài chính", "issued_on": "2001-03-08"},
        "type word, number and subject on one line in small letters",
    ),
    (
        "Quyết định của Thủ tướng Chính phủ số 88/2004/QĐ-TTg ngày 25 tháng 6 năm 2004 về việc sửa đổi Quy chế bảo lãnh\n\n"
        "Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;\n",
        {
            "doc_kind": "decision",
            "symbol": "88/2004/QĐ-TTg",
            "issuer": "Thủ tướng Chính phủ",
            "issued_on": "2004-06-25",
        },
        "the same for a decision",
    ),
    (
        f"TRƯỜNG THCS HOA MAI |\n{STATE}|\nSố: …/BC-THCS |\nBình Minh, ngày 10 tháng 01 năm 2023 |\n"
        f"BÁO CÁO\nKết quả xây dựng trường học an toàn\nNăm học 2021-2022\n\nI. ĐẶC ĐIỂM\n{BODY}",
        {"title": "BÁO CÁO Kết quả xây dựng trường học an toàn Năm học 2021-2022", "period": "2021/2022"},
        "a line that is but a period belongs to the title",
    ),
    (
        "Báo cáo về tình hình sản xuất kinh doanh tháng 02 và 2 tháng đầu năm 2007\nI. Sản xuất\n"
        "Giá trị sản xuất công nghiệp của ngành trong tháng ước đạt 3.200 tỷ đồng, tăng 12% so với tháng trước.\n",
        {"doc_kind": "report", "issuer": None},
        "a report by its first words, no news",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_found(text: str, expected: dict[str, str | None], why: str) -> None:
    found = read(text)
    assert {key: getattr(found, key) for key in expected} == expected, why


ISSUERS: list[tuple[tuple[str, ...], str, str | None, str]] = [
    (("TRƯỜNG THCS PHONG XUÂN",), "Trường Trung học cơ sở Phong Xuân", None, "what no table knows is a name"),
    (("BHXH TỈNH HÀ NAM",), "Bảo hiểm xã hội tỉnh Hà Nam", "Hà Nam", "an abbreviated head"),
    (
        ("UBND HUYỆN THÁI THỤY PHÒNG GIÁO DỤC & ĐÀO TẠO",),
        "Phòng Giáo dục và Đào tạo huyện Thái Thụy",
        "Thái Bình",
        "a district's office on the committee's line, `&` for `và`",
    ),
    (
        ("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM", "BAN CHẤP HÀNH TỈNH HÀ TĨNH"),
        "Hội Liên hiệp Phụ nữ tỉnh Hà Tĩnh",
        "Hà Tĩnh",
        "the committee of an organisation in a province is that organisation there",
    ),
    (
        ("BCH ĐOÀN TỈNH PHÚ THỌ", "ĐOÀN TNCS HỒ CHÍ MINH"),
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Phú Thọ",
        "Phú Thọ",
        "the Youth Union's name stands on the right as a motto",
    ),
    (("TỈNH ĐOÀN PHÚ THỌ", "ĐOÀN TNCS HỒ CHÍ MINH"), "Tỉnh đoàn Phú Thọ", "Phú Thọ", "the same with its short name"),
    (
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "ĐOÀN TNCS HỒ CHÍ MINH"),
        "Ban Chấp hành Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",
        None,
        "its own Central Committee",
    ),
    (
        ("UBND THÀNH PHỐ HUẾ", "PHƯỜNG THỦY XUÂN"),
        "Ủy ban nhân dân phường Thủy Xuân",
        "Thừa Thiên Huế",
        "the ward's line follows its city's",
    ),
    (("ỦY BAN NHÂN DÂN", "HUYỆN HƯỚNG HÓA", "XÃ TÂN HỢP"), "Ủy ban nhân dân xã Tân Hợp", "Quảng Trị", "a commune's"),
    (
        ("ĐẢNG BỘ TỈNH QUẢNG TRỊ", "HUYỆN ỦY HƯỚNG HÓA"),
        "Huyện ủy Hướng Hóa",
        "Quảng Trị",
        "a committee named after its seat wants no other place",
    ),
    (
        ("SỞ Y TẾ THANH HÓA", "BỆNH VIỆN ĐA KHOA TỈNH"),
        "Bệnh viện Đa khoa tỉnh Thanh Hóa",
        "Thanh Hóa",
        "`tỉnh` is the one of the body above",
    ),
    (
        ("LĐLĐ HUYỆN BẮC HÀ", "CĐCS TRƯỜNG THPT SỐ 1"),
        "Công đoàn cơ sở Trường Trung học phổ thông Số 1 huyện Bắc Hà",
        "Lào Cai",
        "a school's number",
    ),
]


@pytest.mark.parametrize(("lines", "name", "province", "why"), ISSUERS, ids=[why for *_, why in ISSUERS])
def test_issuer(lines: tuple[str, ...], name: str, province: str | None, why: str) -> None:
    issuer = read_issuer(lines, dt.date(2021, 3, 15))
    assert issuer is not None
    assert (issuer.name, issuer.province and issuer.province.name) == (name, province), why

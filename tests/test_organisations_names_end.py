"""Organisations in news and letters: short ways of writing places, and where names of common words end.

A case marks the expected mentions with double brackets; the document is one of Nam Định province. All sentences are
made up.
"""

from __future__ import annotations

import pytest

from tests.test_organisations import mentions, plain

BOUNDARIES = [
    ("[[Công an Q.1]] và [[UBND H.Củ Chi]] kiểm tra.", "the type word of a place is its initial"),
    ("[[Công an P.14]], Q.10 lập biên bản.", "an initial before a number; a place alone is none"),
    ("Công an H. đã về; ông P. Nguyễn cũng vậy.", "an initial without a name behind it is a person's"),
    (
        "[[Phòng Cảnh sát hình sự]] ([[Công an tỉnh Lạng Sơn]]) bắt 5 người.",
        "a bureau and, in brackets, the police it is of",
    ),
    ("[[Công ty Sữa Thống Nhất]] giảm giá.", "two capitals in a row are a proper name"),
    ("[[Công ty Cao su Việt Nam]] họp.", "a trade and the country"),
    ("Công ty Việt Nam và công ty thương mại Việt Nam đều lo.", "companies of the country"),
    ("[[Công ty CP Chế biến thủy sản xuất khẩu Sông Đáy]] họp.", "common words go on to the proper one"),
    ("[[Công ty TNHH Hoa Mai]] xuất khẩu Nhật Bản 20 tấn.", "behind the proper word stands the sentence"),
    ("[[Nhà máy Thủy điện Lào Cai 2]], khởi công năm ngoái, sắp xong.", "a number closes a plant's name"),
    ("[[Công ty Điện lực Nam Định]] 2 năm liền có lãi.", "a number that counts what follows"),
    ("[[Trường Mầm non tư thục Hoa Sen]] mở cửa.", "who owns a school is a part of its name"),
    ("Các trường mầm non tư thục Hà Nội tăng học phí.", "private schools: a class"),
    ("Cô dạy ở trường [[Học viện Tài chính]].", "no word goes on with a capital it did not begin with"),
    ("[[Chi cục Kiểm lâm vùng II]] tuần tra.", "a numbered region"),
    ("[[Kho bạc Nhà nước Ý Yên]] và [[BHXH Giao Thủy]] chi trả.", "offices of a district by its name alone"),
    ("[[Kho bạc Nhà nước]] phát hành trái phiếu.", "that of the country"),
    ("[[Cục Phòng, chống ma túy và tội phạm]] ([[Bộ Tư lệnh Bộ đội Biên phòng]]) phá án.", "a comma inside a name"),
    ("[[Trường Quân sự Quân khu 3]] bế giảng.", "a school of a military region"),
    ("[[Văn phòng thường trực Ban Chỉ đạo Quốc gia về phòng, chống thiên tai]] gửi công điện.", "a standing office"),
]


@pytest.mark.parametrize(("marked", "why"), BOUNDARIES, ids=[why for _, why in BOUNDARIES])
def test_boundaries(marked: str, why: str) -> None:
    text, wanted = plain(marked)
    assert [o.surface for o in mentions(text)] == wanted, why


NAMES = [
    ("Công an Q.1 kiểm tra.", "Công an quận 1", "the type word in full"),
    ("UBND H.Củ Chi họp.", "Ủy ban nhân dân huyện Củ Chi", "the type word before a name"),
    (
        "Phòng Cảnh sát hình sự (Công an tỉnh Lạng Sơn) bắt 5 người.",
        "Phòng Cảnh sát hình sự Công an tỉnh Lạng Sơn",
        "of the police in brackets, not of the document's province",
    ),
    (
        "Đội kiểm soát ma túy (Cục Hải quan tỉnh Lạng Sơn) bắt 2 người.",
        "Đội Kiểm soát ma túy Cục Hải quan tỉnh Lạng Sơn",
        "a team of the customs in brackets",
    ),
    ("Chi cục Kiểm lâm Lạng Sơn báo cáo.", "Chi cục Kiểm lâm tỉnh Lạng Sơn", "an office of a province"),
    ("Trường ĐH KHXH&NV Hà Nội tuyển sinh.", "Trường Đại học Khoa học Xã hội và Nhân văn Hà Nội", "initials with &"),
    ("Cục CSGT cho biết.", "Cục Cảnh sát giao thông", "an abbreviated word"),
    ("Cục Cửa khẩu BĐBP cho biết.", "Cục Cửa khẩu Bộ đội Biên phòng", "an abbreviated owner"),
    ("Ban QLRPH Sông Đáy tuần tra.", "Ban Quản lý rừng phòng hộ Sông Đáy", "an abbreviated field"),
]


@pytest.mark.parametrize(("text", "name", "why"), NAMES, ids=[why for _, _, why in NAMES])
def test_names(text: str, name: str, why: str) -> None:
    assert mentions(text)[0].name.lower() == name.lower(), why

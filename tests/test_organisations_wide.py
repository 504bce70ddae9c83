"""Whole families of names in one sentence each: bodies of the 1990s, bureaus, brands, wards of 2025, foreign bodies.

The sentences are ours; so are most companies, schools and people in them.
"""

from __future__ import annotations

import pytest

from extractors.model import Context, Organisation
from extractors.organisations import find_organisations, resolve_organisations
from extractors.text import DocumentText

CASES = [
    (
        "Theo đề nghị của Vụ trưởng Vụ Chính sách thương nghiệp trong nước và Vụ trưởng Vụ Kế hoạch - Thống kê,",
        ["Vụ Chính sách thương nghiệp trong nước", "Vụ Kế hoạch - Thống kê"],
        "departments of an old ministry; `Thống kê` is no office of its own",
    ),
    (
        "Công ty Dệt Phong Phú và Liên hiệp Xí nghiệp Gỗ Phú Tài được giao hạn ngạch.",
        ["Công ty Dệt Phong Phú", "Liên hiệp Xí nghiệp Gỗ Phú Tài"],
        "a union of enterprises",
    ),
    (
        "Ban Tổ chức chính quyền tỉnh và Sở Tài chính - Vật giá hướng dẫn thi hành.",
        ["Ban Tổ chức chính quyền tỉnh", "Sở Tài chính - Vật giá"],
        "before Sở Nội vụ",
    ),
    (
        "Hiệp hội Xuất nhập khẩu lương thực Việt Nam và Hiệp hội Các nhà bán lẻ Việt Nam dự.",
        ["Hiệp hội Xuất nhập khẩu lương thực Việt Nam", "Hiệp hội Các nhà bán lẻ Việt Nam"],
        "an association ends with its country",
    ),
    (
        "Hội Nghệ sĩ Múa Việt Nam, Hội Xuất bản Việt Nam, Ủy ban Quốc gia UNESCO Việt Nam ký kết.",
        ["Hội Nghệ sĩ Múa Việt Nam", "Hội Xuất bản Việt Nam", "Ủy ban Quốc gia UNESCO Việt Nam"],
        "societies and committees of the country",
    ),
    (
        "Nông trường quốc doanh Sông Hậu và Lâm trường Tân Phú nộp thuế; nông trường trồng cao su.",
        ["Nông trường quốc doanh Sông Hậu", "Lâm trường Tân Phú"],
        "state farms",
    ),
    ("Thu ngân sách do Cục Thuế các tỉnh báo cáo.", [], "a class, though the country's office has that name"),
    (
        "CÔNG TY CỔ PHẦN ĐẦU TƯ\nVÀ XÂY DỰNG HOÀNG LONG\nSố 3/CV",
        ["CÔNG TY CỔ PHẦN ĐẦU TƯ\nVÀ XÂY DỰNG HOÀNG LONG"],
        "a letterhead over two lines",
    ),
    (
        "Công ty TNHH “Sao Mai” và Công ty CP 26 cùng Công ty TNHH MTV 622 trúng thầu.",
        ["Công ty TNHH “Sao Mai”", "Công ty CP 26", "Công ty TNHH MTV 622"],
        "quotation marks and numbers",
    ),
    (
        "Nâng cao chất lượng “công đoàn cơ sở” LĐLĐ tỉnh đề ra.",
        ["LĐLĐ tỉnh"],
        "a quotation that closes before a name is not its head",
    ),
    (
        "Công ty cổ phần Bia Sông Lam (Salabeco) họp; Salabeco chia cổ tức.",
        ["Công ty cổ phần Bia Sông Lam", "Salabeco"],
        "a brand declared in brackets is one later",
    ),
    (
        "Công ty CP Thế giới Điện máy Phương Đông (Phương Đông Mart) lỗ. Theo Phương Đông Mart, sức mua giảm.",
        ["Công ty CP Thế giới Điện máy Phương Đông", "Phương Đông Mart"],
        "a brand of several words",
    ),
    (
        "Công ty cổ phần Thép Bắc Nam (Hà Nội) và Hiệp hội Bất động sản TP.HCM (HoREA) họp. HoREA đề nghị.",
        ["Công ty cổ phần Thép Bắc Nam", "Hiệp hội Bất động sản TP.HCM", "HoREA"],
        "a place in brackets is none",
    ),
    (
        "Tổng công ty Khí Việt Nam (PV GAS) lãi lớn.",
        ["Tổng công ty Khí Việt Nam"],
        "a brand in brackets after its name is no mention of its own",
    ),
    (
        "Agribank chi nhánh Bắc Đắk Lắk, Vietcombank Quảng Ngãi và VNPT Nghệ An hỗ trợ.",
        ["Agribank chi nhánh Bắc Đắk Lắk", "Vietcombank Quảng Ngãi", "VNPT Nghệ An"],
        "a brand's branch in a province",
    ),
    (
        "Tòa án quân sự Quân khu 7 và Tòa án quân sự khu vực 1 xét xử.",
        ["Tòa án quân sự Quân khu 7", "Tòa án quân sự khu vực 1"],
        "courts of the army",
    ),
    (
        "Cục Cảnh sát điều tra tội phạm về ma túy (C04), Bộ Công an bắt giữ. C04 cho biết.",
        ["Cục Cảnh sát điều tra tội phạm về ma túy", "Bộ Công an", "C04"],
        "a bureau and its number",
    ),
    (
        "Phòng PC04 Công an tỉnh Hà Tĩnh phối hợp Đội Cảnh sát kinh tế Công an huyện Can Lộc.",
        ["Phòng PC04 Công an tỉnh Hà Tĩnh", "Đội Cảnh sát kinh tế Công an huyện Can Lộc"],
        "bureaus of the police of a place",
    ),
    (
        "Lữ đoàn Công binh 270, Vùng 4 Hải quân, Hải đội 2 Biên phòng và Trung đoàn 95 cứu nạn.",
        ["Lữ đoàn Công binh 270", "Vùng 4 Hải quân", "Hải đội 2 Biên phòng", "Trung đoàn 95"],
        "units of the army",
    ),
    ("Đại đội thuộc Trung đoàn 66 Đại đoàn 304.", ["Trung đoàn 66"], "its number ends a regiment's name"),
    (
        "Trường ĐH Bách khoa (ĐHQG-HCM) và Phân hiệu Đại học Đà Nẵng tại Kon Tum tuyển sinh.",
        ["Trường ĐH Bách khoa", "ĐHQG-HCM", "Phân hiệu Đại học Đà Nẵng tại Kon Tum"],
        "the university in brackets; a branch at a place",
    ),
    ("Trường mầm non 19/5 đón học sinh.", ["Trường mầm non 19/5"], "a school named after a day"),
    (
        "Phòng khám đa khoa khu vực Ba Đồn chuyển bệnh nhân.",
        ["Phòng khám đa khoa khu vực Ba Đồn"],
        "a clinic of a region",
    ),
    (
        "Thư viện tỉnh Bình Thuận tặng sách; thư viện mở cửa cả ngày.",
        ["Thư viện tỉnh Bình Thuận"],
        "a library of a province",
    ),
    (
        "CLB Hải Phòng thắng CLB Công an Hà Nội.",
        ["CLB Hải Phòng", "CLB Công an Hà Nội"],
        "a club named after a city, or after what it belongs to",
    ),
    ("Ban Dân tộc HĐND tỉnh thẩm tra.", ["Ban Dân tộc HĐND tỉnh"], "a council's committee, no office"),
    (
        "Phòng Văn hóa - Xã hội xã Bảo Lâm 1; UBND phường Xuân Hương - Đà Lạt; Đảng ủy phường 1 Bảo Lộc.",
        ["Phòng Văn hóa - Xã hội xã Bảo Lâm 1", "UBND phường Xuân Hương - Đà Lạt", "Đảng ủy phường 1 Bảo Lộc"],
        "communes of 2025 named after a former district",
    ),
    ("Trao cho UBND xã Bảo Lâm 2 máy tính.", ["UBND xã Bảo Lâm"], "a number that counts"),
    ("Ban Chỉ đạo 35 Tỉnh ủy họp.", ["Ban Chỉ đạo 35 Tỉnh ủy"], "a steering committee of the party's"),
    (
        "Phòng Tổ chức cán bộ thuộc Sở Y tế tham mưu; Phòng Tổ chức cán bộ họp.",
        ["Phòng Tổ chức cán bộ", "Sở Y tế"],
        "a division is one body where its owner is named",
    ),
    ("Phòng Kế hoạch tổng hợp Bệnh viện Bạch Mai báo cáo.", ["Phòng Kế hoạch tổng hợp Bệnh viện Bạch Mai"], "with it"),
    (
        "Hội LHTN Việt Nam tỉnh, Đoàn Khối Doanh nghiệp tỉnh, Hội Doanh nhân Cựu chiến binh tỉnh.",
        ["Hội LHTN Việt Nam tỉnh", "Đoàn Khối Doanh nghiệp tỉnh", "Hội Doanh nhân Cựu chiến binh tỉnh"],
        "branches of societies in a province",
    ),
    ("Chi bộ thôn Bình Trung kết nạp đảng viên.", ["Chi bộ thôn Bình Trung"], "a party cell of a village"),
    (
        "Cơ quan Phát triển Quốc tế Hoa Kỳ (USAID) rút; USAID và Ủy ban châu Âu ra thông cáo.",
        ["Cơ quan Phát triển Quốc tế Hoa Kỳ", "USAID", "Ủy ban châu Âu"],
        "foreign bodies",
    ),
    (
        "Cơ quan CSĐT - Công an quận Hồng Bàng khởi tố; Viện KSND quận Hồng Bàng phê chuẩn.",
        ["Cơ quan CSĐT - Công an quận Hồng Bàng", "Viện KSND quận Hồng Bàng"],
        "a dash between a bureau and its police",
    ),
    (
        "Khoa Dược Bệnh viện Bạch Mai, Bệnh viện Đa khoa quốc tế Vinmec Hải Phòng, Đại học Y Hà Nội.",
        ["Khoa Dược Bệnh viện Bạch Mai", "Bệnh viện Đa khoa quốc tế Vinmec Hải Phòng", "Đại học Y Hà Nội"],
        "a ward with its hospital; words in lower case; a name of one letter",
    ),
    (
        "Tổng hội Y học Việt Nam và Công ty CP Bóng đá chuyên nghiệp Việt Nam (VPF) ký. VPF phạt.",
        ["Tổng hội Y học Việt Nam", "Công ty CP Bóng đá chuyên nghiệp Việt Nam", "VPF"],
        "a federation of societies",
    ),
    (
        "Đại diện tòa án nhân dân tỉnh, công an tỉnh dự.",
        ["tòa án nhân dân tỉnh", "công an tỉnh"],
        "a list of two bodies",
    ),
    (
        "Điện lực Ninh Giang, BHXH cơ sở Đức Trọng, Trung tâm Cung ứng dịch vụ công xã Đức Linh.",
        ["Điện lực Ninh Giang", "BHXH cơ sở Đức Trọng", "Trung tâm Cung ứng dịch vụ công xã Đức Linh"],
        "offices of a district or commune",
    ),
    (
        "Tòa Hình sự TAND tỉnh Đồng Nai, Trạm Cảnh sát giao thông Suối Tre, Trạm Khuyến nông huyện U Minh.",
        ["Tòa Hình sự TAND tỉnh Đồng Nai", "Trạm Cảnh sát giao thông Suối Tre", "Trạm Khuyến nông huyện U Minh"],
        "courts in a court, stations",
    ),
    (
        "Tổng công ty Sông Đà - CTCP và Cơ sở cai nghiện ma túy tỉnh; cơ sở cai nghiện quá tải.",
        ["Tổng công ty Sông Đà - CTCP", "Cơ sở cai nghiện ma túy tỉnh"],
        "the legal form behind the name; a head that begins with a common word",
    ),
    ("Theo báo Tuổi Trẻ, báo chí đưa tin.", ["báo Tuổi Trẻ"], "a newspaper, its head in lower case"),
    ("Giải bóng đá Hội Chợ, hội nghị Hội An và đại hội công đoàn bàn.", [], "places and events"),
]

NAMES = [
    ("Vietcombank Quảng Ngãi", "Ngân hàng thương mại cổ phần Ngoại thương Việt Nam chi nhánh Quảng Ngãi"),
    ("Ban TCCQ tỉnh Lâm Đồng", "Ban Tổ chức chính quyền tỉnh Lâm Đồng"),
    ("ĐHQG-HCM", "Đại học Quốc gia Thành phố Hồ Chí Minh"),
    ("Phòng PC04 Công an tỉnh Hà Tĩnh", "Phòng Cảnh sát điều tra tội phạm về ma túy Công an tỉnh Hà Tĩnh"),
    ("Ban Chỉ đạo 35 Tỉnh ủy Cao Bằng", "Ban Chỉ đạo 35 Tỉnh ủy Cao Bằng"),
    ("Công ty CP ĐT&XD Hưng Thịnh", "Công ty cổ phần Đầu tư và Xây dựng Hưng Thịnh"),
    ("Công ty CP XNK Thủy sản An Phú", "Công ty cổ phần Xuất nhập khẩu Thủy sản An Phú"),
    ("Công ty TNHH TM-DV Minh Long", "Công ty trách nhiệm hữu hạn Thương mại - Dịch vụ Minh Long"),
    ("Công ty TNHH MTV TM&DV Bình An", "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Bình An"),
    ("Công ty CP ĐTPT Nhà An Phú", "Công ty cổ phần Đầu tư Phát triển Nhà An Phú"),
    ("Công ty TNHH LG Innotek Việt Nam", "Công ty trách nhiệm hữu hạn LG Innotek Việt Nam"),
    ("HTX DVNN Tân Hòa", "Hợp tác xã Dịch vụ Nông nghiệp Tân Hòa"),
    ("Ngân hàng Agribank", "Ngân hàng Nông nghiệp và Phát triển nông thôn Việt Nam"),
    ("Ngân hàng TMCP Hàng Hải Việt Nam", "Ngân hàng thương mại cổ phần Hàng hải Việt Nam"),
    ("Chi cục CN&TY tỉnh Hà Nam", "Chi cục Chăn nuôi và Thú y tỉnh Hà Nam"),
    ("Vụ KHTC Bộ Y tế", "Vụ Kế hoạch - Tài chính Bộ Y tế"),
    ("BCH Quân sự huyện Yên Bình", "Ban Chỉ huy Quân sự huyện Yên Bình"),
    ("BVĐK khu vực Long Khánh", "Bệnh viện Đa khoa khu vực Long Khánh"),
    (
        "Trường PTDTNT THCS&THPT Mường Lát",
        "Trường Phổ thông dân tộc nội trú Trung học cơ sở và Trung học phổ thông Mường Lát",
    ),
    ("UBND phường 1 Bảo Lộc", "Ủy ban nhân dân phường 1 Bảo Lộc"),
]


def _mentions(text: str) -> list[Organisation]:
    doc = DocumentText.of(text)
    return resolve_organisations(find_organisations(doc), doc, Context())


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_families(text: str, expected: list[str], why: str) -> None:
    assert [mention.surface for mention in _mentions(text)] == expected, why


@pytest.mark.parametrize(("surface", "name"), NAMES)
def test_full_names(surface: str, name: str) -> None:
    assert [(mention.surface, mention.name) for mention in _mentions(f"{surface} họp.")] == [(surface, name)]


def test_a_brand_has_the_name_it_was_declared_for() -> None:
    text = "Công ty cổ phần Bia Sông Lam (Salabeco) họp; Salabeco chia cổ tức."
    assert {mention.name for mention in _mentions(text)} == {"Công ty cổ phần Bia Sông Lam"}

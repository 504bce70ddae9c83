"""Kinds of organisation, far beyond those a gazetteer can list: where a name begins and ends, and what is none.

The sentences are ours; so are the companies, schools and people in them.
"""

from __future__ import annotations

import pytest

from extractors.model import Context, Organisation
from extractors.organisations import find_organisations, resolve_organisations
from extractors.text import DocumentText

CASES = [
    (
        "Ngày 3/5, Nghiệp đoàn Nghề cá xã Phổ Thạnh ra mắt 62 ngư dân.",
        ["Nghiệp đoàn Nghề cá xã Phổ Thạnh"],
        "a trade's union",
    ),
    (
        "Nghiệp đoàn Bốc xếp chợ Bình Điền kết nạp 30 người.",
        ["Nghiệp đoàn Bốc xếp chợ Bình Điền"],
        "a market in its name",
    ),
    (
        "Nghiệp đoàn Xe ôm công nghệ quận Tân Phú tặng quà.",
        ["Nghiệp đoàn Xe ôm công nghệ quận Tân Phú"],
        "a trade of several words",
    ),
    ("Bào chữa là luật sư Lê An, Đoàn Luật sư tỉnh Bến Tre.", ["Đoàn Luật sư tỉnh Bến Tre"], "the bar of a province"),
    ("Đoàn Luật sư TP Đà Nẵng cử 5 người.", ["Đoàn Luật sư TP Đà Nẵng"], "the bar of a city"),
    ("Ông An ở Văn phòng luật sư Minh Khuê cho biết.", ["Văn phòng luật sư Minh Khuê"], "a law office"),
    ("Công ty Luật TNHH An Phước tư vấn miễn phí.", ["Công ty Luật TNHH An Phước"], "a law company"),
    ("Hợp đồng công chứng tại Văn phòng công chứng Trần Phú.", ["Văn phòng công chứng Trần Phú"], "a notary's office"),
    (
        "Phòng Công chứng số 2 tỉnh Gia Lai giải thể.",
        ["Phòng Công chứng số 2 tỉnh Gia Lai"],
        "a state notary with its number",
    ),
    ("Văn phòng Thừa phát lại Gò Vấp lập vi bằng.", ["Văn phòng Thừa phát lại Gò Vấp"], "a bailiff's office"),
    (
        "Hải quan cửa khẩu quốc tế Mộc Bài bắt giữ 2 kg vàng.",
        ["Hải quan cửa khẩu quốc tế Mộc Bài"],
        "customs at a gate",
    ),
    (
        "Chi cục Hải quan cửa khẩu cảng Chân Mây thu 900 tỷ đồng.",
        ["Chi cục Hải quan cửa khẩu cảng Chân Mây"],
        "customs at a port",
    ),
    ("Cảng vụ Hàng hải Quy Nhơn cấp phép cho 12 tàu.", ["Cảng vụ Hàng hải Quy Nhơn"], "a port authority"),
    ("Phạm nhân ở Trại giam Thanh Phong được giảm án.", ["Trại giam Thanh Phong"], "a prison"),
    ("Giáo hội Phật giáo Việt Nam trao 200 suất quà.", ["Giáo hội Phật giáo Việt Nam"], "a church"),
    (
        "Ban Trị sự Giáo hội Phật giáo tỉnh Bình Định ủng hộ 1 tỷ đồng.",
        ["Ban Trị sự Giáo hội Phật giáo tỉnh Bình Định"],
        "its body in a province",
    ),
    ("Bảo tàng Hùng Vương đón 3.000 khách.", ["Bảo tàng Hùng Vương"], "a museum"),
    ("THƯ VIỆN PHÁP LUẬT", [], "a library, no institute of law"),
    ("Nhà hát Chèo Ninh Bình biểu diễn 40 buổi.", ["Nhà hát Chèo Ninh Bình"], "a theatre"),
    ("Trường Tiểu học và THCS Nậm Cắn có 15 lớp.", ["Trường Tiểu học và THCS Nậm Cắn"], "two levels in one school"),
    ("Trường THCS và THPT Tả Sìn Thàng khai giảng.", ["Trường THCS và THPT Tả Sìn Thàng"], "abbreviated levels"),
    ("Trường TH&THCS Trà Leng sơ tán 90 học sinh.", ["Trường TH&THCS Trà Leng"], "levels joined by a sign"),
    (
        "Trường Phổ thông dân tộc nội trú tỉnh Kon Tum đạt chuẩn.",
        ["Trường Phổ thông dân tộc nội trú tỉnh Kon Tum"],
        "a boarding school",
    ),
    (
        "Trường PTDT bán trú THCS Lũng Cú nhận 50 triệu đồng.",
        ["Trường PTDT bán trú THCS Lũng Cú"],
        "a semi-boarding school",
    ),
    ("Trường Mẫu giáo Hoa Sen khánh thành.", ["Trường Mẫu giáo Hoa Sen"], "a kindergarten"),
    (
        "Bệnh viện Đa khoa Chữ thập đỏ An Bình mổ 12 ca.",
        ["Bệnh viện Đa khoa Chữ thập đỏ An Bình"],
        "a lower-case word in the name",
    ),
    ("Viện Khoa học hình sự kết luận.", ["Viện Khoa học hình sự"], "an institute"),
    (
        "Phòng Kỹ thuật hình sự Công an tỉnh An Giang giám định.",
        ["Phòng Kỹ thuật hình sự Công an tỉnh An Giang"],
        "a bureau of the police",
    ),
    (
        "Phòng Cảnh sát hình sự, Công an TP Hải Phòng vào cuộc.",
        ["Công an TP Hải Phòng"],
        "a bare bureau before a comma is none",
    ),
    ("Công ty cổ phần Bô-xít Đắk Sin nộp 3 tỷ đồng.", ["Công ty cổ phần Bô-xít Đắk Sin"], "a hyphen inside a word"),
    ("Công ty TNHH Giày Ching-Luh tuyển 500 người.", ["Công ty TNHH Giày Ching-Luh"], "a hyphen inside a foreign name"),
    (
        "Đoàn Chủ tịch Ủy ban Trung ương MTTQ Việt Nam họp.",
        ["Đoàn Chủ tịch Ủy ban Trung ương MTTQ Việt Nam"],
        "a body of a body",
    ),
    ("Truyền hình Quốc hội Việt Nam trực tiếp.", ["Truyền hình Quốc hội Việt Nam"], "a channel"),
    ("Các đại biểu rời Nhà Quốc hội lúc 17 giờ.", [], "a building"),
    ("Lễ viếng ở Tòa nhà Quốc hội.", [], "a building"),
    ("Sở Tài chính và Sở Y tế thống nhất.", ["Sở Tài chính", "Sở Y tế"], "two departments"),
    (
        "Công ty Giám định Phương Nam và Hải quan cửa khẩu Lao Bảo phối hợp.",
        ["Công ty Giám định Phương Nam", "Hải quan cửa khẩu Lao Bảo"],
        "a company and an office",
    ),
    ("Trung tâm Đổi mới sáng tạo Quốc gia ký kết.", ["Trung tâm Đổi mới sáng tạo Quốc gia"], "a national centre"),
    ("Tổ hợp tác Rau sạch Thanh Hà bán 3 tấn.", ["Tổ hợp tác Rau sạch Thanh Hà"], "a cooperative group"),
    ("Ban Quản lý Vườn quốc gia Bạch Mã tuyển người.", ["Ban Quản lý Vườn quốc gia Bạch Mã"], "a board of a park"),
    (
        "Ban Quản lý rừng phòng hộ Sông Hinh trồng 200 ha.",
        ["Ban Quản lý rừng phòng hộ Sông Hinh"],
        "a board of a forest",
    ),
    ("Đài Truyền hình TP.HCM đưa tin.", ["Đài Truyền hình TP.HCM"], "a station of a city"),
    ("Ngân hàng Thế giới cho vay 300 triệu USD.", ["Ngân hàng Thế giới"], "an international bank"),
    (
        "Tổ chức Lao động Quốc tế (ILO) tập huấn; ILO tài trợ.",
        ["Tổ chức Lao động Quốc tế", "ILO"],
        "an international body and its letters",
    ),
    ("UNICEF và UNDP hỗ trợ 12 xã.", ["UNICEF", "UNDP"], "international bodies"),
    (
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện Mai Sơn mở lớp.",
        ["Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện Mai Sơn"],
        "a dash inside a centre's name",
    ),
    (
        "Bộ Dân tộc và Tôn giáo, Bộ Nông nghiệp và Môi trường góp ý.",
        ["Bộ Dân tộc và Tôn giáo", "Bộ Nông nghiệp và Môi trường"],
        "ministries of 2025",
    ),
    ("Hội Chữ thập đỏ tỉnh Yên Bái vận động 2 tỷ đồng.", ["Hội Chữ thập đỏ tỉnh Yên Bái"], "the Red Cross"),
    ("Sở Giao dịch Chứng khoán Hà Nội niêm yết.", ["Sở Giao dịch Chứng khoán Hà Nội"], "an exchange is no department"),
    (
        "Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam (VASEP) kiến nghị; VASEP đề xuất.",
        ["Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam", "VASEP"],
        "a trade body and its letters",
    ),
    ("Câu lạc bộ Bóng đá Sông Lam Nghệ An thắng.", ["Câu lạc bộ Bóng đá Sông Lam Nghệ An"], "a club"),
    ("Quỹ Bình ổn giá xăng dầu còn 3.000 tỷ đồng.", [], "a fund for prices is no organisation"),
    ("Khách sạn Mường Thanh, chợ Bến Thành và sân bay Nội Bài.", [], "places"),
    ("Ông Trần Văn Công Ty và bà Lê Thị Viện.", [], "persons"),
    ("Đội Cảnh sát giao thông số 3 lập biên bản.", ["Đội Cảnh sát giao thông số 3"], "a squad with its number"),
    (
        "Công ty Quản lý tài sản của các tổ chức tín dụng Việt Nam (VAMC) xử lý nợ; VAMC mua 5 nghìn tỷ.",
        ["Công ty Quản lý tài sản của các tổ chức tín dụng Việt Nam", "VAMC"],
        "a company for a purpose",
    ),
    ("Học viện Kỹ thuật quân sự tuyển 600 sinh viên.", ["Học viện Kỹ thuật quân sự"], "an academy"),
    (
        "Trường Đại học Sư phạm Kỹ thuật Hưng Yên ký với Đại học Thái Nguyên.",
        ["Trường Đại học Sư phạm Kỹ thuật Hưng Yên", "Đại học Thái Nguyên"],
        "universities",
    ),
    (
        "Đồn Biên phòng cửa khẩu quốc tế Lao Bảo bắt 2 người.",
        ["Đồn Biên phòng cửa khẩu quốc tế Lao Bảo"],
        "a border post at a gate",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_names_of_every_kind(text: str, expected: list[str], why: str) -> None:
    assert [mention.surface for mention in find_organisations(DocumentText.of(text))] == expected, why


def _resolved(text: str) -> list[Organisation]:
    doc = DocumentText.of(text)
    return resolve_organisations(find_organisations(doc), doc, Context(kind="news"))


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        (
            "Công ty TNHH Vận tải biển Sao Mai bị phạt. Công ty Sao Mai đã nộp tiền.",
            ["Công ty trách nhiệm hữu hạn Vận tải biển Sao Mai"] * 2,
            "the short name closes the full one",
        ),
        (
            "Ngân hàng TMCP Hàng Hải Việt Nam cho vay; Ngân hàng Hàng Hải thu nợ.",
            ["Ngân hàng thương mại cổ phần Hàng Hải Việt Nam"] * 2,
            "the country is left out",
        ),
        (
            "Công ty CP Thép Sao Mai, Công ty TNHH Giấy Sao Mai cùng kiện Công ty Sao Mai.",
            ["Công ty cổ phần Thép Sao Mai", "Công ty trách nhiệm hữu hạn Giấy Sao Mai", "Công ty Sao Mai"],
            "it might be either: never a guess",
        ),
        (
            "Công ty CP Thép Sao Mai kiện Công ty Mai.",
            ["Công ty cổ phần Thép Sao Mai", "Công ty Mai"],
            "one syllable is too little to tell",
        ),
        (
            "Vietcombank chi nhánh Huế và Vietcombank - Chi nhánh tỉnh Quảng Trị.",
            [
                "Ngân hàng thương mại cổ phần Ngoại thương Việt Nam chi nhánh Huế",
                "Ngân hàng thương mại cổ phần Ngoại thương Việt Nam - chi nhánh tỉnh Quảng Trị",
            ],
            "a branch is named after its place as it stands",
        ),
    ],
)
def test_names_in_full(text: str, names: list[str], why: str) -> None:
    assert [mention.name for mention in _resolved(text)] == names, why

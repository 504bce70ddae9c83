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
    (
        "Honda Việt Nam triệu hồi 300 xe; Vinamilk và Viettel tài trợ.",
        ["Honda Việt Nam", "Vinamilk", "Viettel"],
        "brands that stand for the company",
    ),
    ("Samsung Việt Nam tuyển 500 người.", ["Samsung Việt Nam"], "a brand with the country"),
    (
        "Công ty TNHH Samsung Electronics Việt Nam Thái Nguyên xuất khẩu 20 tỷ USD.",
        ["Công ty TNHH Samsung Electronics Việt Nam Thái Nguyên"],
        "a foreign name with country and province",
    ),
    (
        "Tập đoàn Dầu khí Quốc gia Việt Nam nộp ngân sách; Petrovietnam đạt kế hoạch.",
        ["Tập đoàn Dầu khí Quốc gia Việt Nam", "Petrovietnam"],
        "a brand that is not all capitals",
    ),
    (
        "Tập đoàn Điện lực Việt Nam (EVN) khởi công; EVNNPC và EVNSPC giám sát.",
        ["Tập đoàn Điện lực Việt Nam", "EVNNPC", "EVNSPC"],
        "letters of its corporations",
    ),
    (
        "Tập đoàn Công nghiệp Than - Khoáng sản Việt Nam (TKV) họp; TKV thưởng Tết.",
        ["Tập đoàn Công nghiệp Than - Khoáng sản Việt Nam", "TKV"],
        "a dash inside",
    ),
    ("Agribank Chi nhánh Gia Lai giải ngân 40 tỷ đồng.", ["Agribank Chi nhánh Gia Lai"], "a bank's brand with branch"),
    (
        "BIDV, Vietcombank, VietinBank, Sacombank và Techcombank hạ lãi suất.",
        ["BIDV", "Vietcombank", "VietinBank", "Sacombank", "Techcombank"],
        "banks by brand",
    ),
    (
        "Ngân hàng TMCP Quân đội (MB) báo lãi; MB chia cổ tức.",
        ["Ngân hàng TMCP Quân đội", "MB"],
        "two letters declared",
    ),
    (
        "Ngân hàng Phát triển châu Á (ADB) dự báo; ADB cho vay.",
        ["Ngân hàng Phát triển châu Á", "ADB"],
        "an international bank",
    ),
    (
        "Quỹ Tiền tệ Quốc tế (IMF) và Liên hợp quốc khuyến nghị.",
        ["Quỹ Tiền tệ Quốc tế", "Liên hợp quốc"],
        "international bodies",
    ),
    ("Đại sứ quán Nhật Bản tại Việt Nam trao tặng.", ["Đại sứ quán Nhật Bản tại Việt Nam"], "an embassy"),
    ("Tổng Lãnh sự quán Hàn Quốc tại TP.HCM thăm.", ["Tổng Lãnh sự quán Hàn Quốc tại TP.HCM"], "a consulate"),
    (
        "Cơ quan Hợp tác Quốc tế Nhật Bản (JICA) tài trợ; JICA khảo sát.",
        ["Cơ quan Hợp tác Quốc tế Nhật Bản", "JICA"],
        "an agency",
    ),
    ("Báo Tuổi Trẻ, Báo Người Lao Động và VTV đưa tin.", ["Báo Tuổi Trẻ", "Báo Người Lao Động", "VTV"], "press"),
    (
        "Thông tấn xã Việt Nam (TTXVN) và Đài Tiếng nói Việt Nam (VOV) ký kết.",
        ["Thông tấn xã Việt Nam", "Đài Tiếng nói Việt Nam"],
        "state press",
    ),
    (
        "Phóng viên Báo Thanh Niên làm việc với Đài Truyền hình Việt Nam.",
        ["Báo Thanh Niên", "Đài Truyền hình Việt Nam"],
        "press",
    ),
    (
        "Bệnh viện Bạch Mai, Bệnh viện Chợ Rẫy, Bệnh viện K nhận bệnh nhân.",
        ["Bệnh viện Bạch Mai", "Bệnh viện Chợ Rẫy", "Bệnh viện K"],
        "hospitals by name",
    ),
    ("Bệnh viện Trung ương Huế ghép tim.", ["Bệnh viện Trung ương Huế"], "a central hospital"),
    ("Bệnh viện Quân y 103 tiếp nhận.", ["Bệnh viện Quân y 103"], "an army hospital"),
    ("Bệnh viện Phụ sản - Nhi Đà Nẵng đỡ đẻ.", ["Bệnh viện Phụ sản - Nhi Đà Nẵng"], "a dash"),
    (
        "Viện Pasteur Nha Trang và Viện Vệ sinh Dịch tễ Trung ương xét nghiệm.",
        ["Viện Pasteur Nha Trang", "Viện Vệ sinh Dịch tễ Trung ương"],
        "institutes",
    ),
    (
        "Trường Đại học Bách khoa - Đại học Đà Nẵng tuyển sinh.",
        ["Trường Đại học Bách khoa - Đại học Đà Nẵng"],
        "a member of a university",
    ),
    (
        "Đại học Quốc gia TP.HCM và Trường Đại học Kinh tế Quốc dân hợp tác.",
        ["Đại học Quốc gia TP.HCM", "Trường Đại học Kinh tế Quốc dân"],
        "universities",
    ),
    (
        "Trường Cao đẳng Kỹ thuật Công nghệ Nha Trang mở lớp.",
        ["Trường Cao đẳng Kỹ thuật Công nghệ Nha Trang"],
        "a college",
    ),
    ("Trường THPT chuyên Lê Quý Đôn có 8 giải.", ["Trường THPT chuyên Lê Quý Đôn"], "a gifted school"),
    ("Trường Tiểu học số 2 Bình Chánh lát sân.", ["Trường Tiểu học số 2 Bình Chánh"], "a school with its number"),
    (
        "Học viện Chính trị quốc gia Hồ Chí Minh bế giảng.",
        ["Học viện Chính trị quốc gia Hồ Chí Minh"],
        "the party's academy",
    ),
    ("Học viện Chính trị khu vực III tổng kết.", ["Học viện Chính trị khu vực III"], "a regional academy"),
    (
        "Quân chủng Hải quân, Bộ Tư lệnh Vùng 3 Hải quân cứu nạn.",
        ["Quân chủng Hải quân", "Bộ Tư lệnh Vùng 3 Hải quân"],
        "navy",
    ),
    (
        "Tổng cục Chính trị Quân đội nhân dân Việt Nam phát động.",
        ["Tổng cục Chính trị Quân đội nhân dân Việt Nam"],
        "army",
    ),
    ("Trung đoàn 95 và Lữ đoàn 273 ra quân.", ["Trung đoàn 95", "Lữ đoàn 273"], "units with numbers"),
    (
        "Ủy ban Thường vụ Quốc hội, Hội đồng Dân tộc của Quốc hội cho ý kiến.",
        ["Ủy ban Thường vụ Quốc hội", "Hội đồng Dân tộc của Quốc hội"],
        "National Assembly",
    ),
    (
        "Ủy ban Kinh tế và Tài chính của Quốc hội thẩm tra.",
        ["Ủy ban Kinh tế và Tài chính của Quốc hội"],
        "a committee since 2025",
    ),
    (
        "Văn phòng Quốc hội, Văn phòng Chủ tịch nước, Văn phòng Trung ương Đảng gửi.",
        ["Văn phòng Quốc hội", "Văn phòng Chủ tịch nước", "Văn phòng Trung ương Đảng"],
        "offices",
    ),
    (
        "Ban Tổ chức Trung ương, Ban Nội chính Trung ương, Ủy ban Kiểm tra Trung ương họp.",
        ["Ban Tổ chức Trung ương", "Ban Nội chính Trung ương", "Ủy ban Kiểm tra Trung ương"],
        "party central",
    ),
    (
        "Đảng ủy Khối các cơ quan tỉnh An Giang kết nạp 20 đảng viên.",
        ["Đảng ủy Khối các cơ quan tỉnh An Giang"],
        "a party committee of agencies",
    ),
    (
        "Đảng ủy các cơ quan Đảng tỉnh Lai Châu và Đảng ủy UBND tỉnh Lai Châu ra nghị quyết.",
        ["Đảng ủy các cơ quan Đảng tỉnh Lai Châu", "Đảng ủy UBND tỉnh Lai Châu"],
        "party committees since 2025",
    ),
    ("Đảng bộ xã Tân Tiến đại hội.", ["Đảng bộ xã Tân Tiến"], "a party organisation"),
    ("Hội đồng Lý luận Trung ương tọa đàm.", ["Hội đồng Lý luận Trung ương"], "a party council"),
    (
        "Vụ Bảo hiểm xã hội, Cục Việc làm (Bộ Nội vụ) hướng dẫn.",
        ["Vụ Bảo hiểm xã hội", "Cục Việc làm", "Bộ Nội vụ"],
        "departments of a ministry",
    ),
    (
        "Thanh tra Bộ Y tế và Văn phòng Bộ Y tế kiểm tra.",
        ["Thanh tra Bộ Y tế", "Văn phòng Bộ Y tế"],
        "a ministry's own",
    ),
    (
        "Thanh tra Chính phủ, Kiểm toán Nhà nước khu vực IV kết luận.",
        ["Thanh tra Chính phủ", "Kiểm toán Nhà nước khu vực IV"],
        "inspection and audit",
    ),
    (
        "Tổng cục Giáo dục nghề nghiệp, Tổng cục Thuế hướng dẫn.",
        ["Tổng cục Giáo dục nghề nghiệp", "Tổng cục Thuế"],
        "general departments",
    ),
    (
        "Bộ Thương mại, Bộ Thủy sản, Ủy ban Kế hoạch Nhà nước thống nhất.",
        ["Bộ Thương mại", "Bộ Thủy sản", "Ủy ban Kế hoạch Nhà nước"],
        "ministries of old",
    ),
    (
        "Tổng cục Bưu điện, Ban Tổ chức - Cán bộ Chính phủ trình.",
        ["Tổng cục Bưu điện", "Ban Tổ chức - Cán bộ Chính phủ"],
        "bodies of old",
    ),
    (
        "Công đoàn Dầu khí Việt Nam, Công đoàn Điện lực Việt Nam và Công đoàn Cao su Việt Nam ký.",
        ["Công đoàn Dầu khí Việt Nam", "Công đoàn Điện lực Việt Nam", "Công đoàn Cao su Việt Nam"],
        "unions of corporations",
    ),
    ("CĐCS Công ty TNHH PouYuen Việt Nam đối thoại.", ["CĐCS Công ty TNHH PouYuen Việt Nam"], "a grassroots union"),
    (
        "Công đoàn ngành Giáo dục tỉnh Hòa Bình trao 12 suất.",
        ["Công đoàn ngành Giáo dục tỉnh Hòa Bình"],
        "a sectoral union",
    ),
    (
        "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh Phú Yên tặng quà.",
        ["Công đoàn cơ sở Bệnh viện Đa khoa tỉnh Phú Yên"],
        "a hospital's union",
    ),
    (
        "Công đoàn Tổng công ty Đường sắt Việt Nam họp.",
        ["Công đoàn Tổng công ty Đường sắt Việt Nam"],
        "a corporation's union",
    ),
    (
        "Hội Khuyến học, Hội Người cao tuổi và Hội Luật gia tỉnh Sơn La phối hợp.",
        ["Hội Khuyến học", "Hội Người cao tuổi", "Hội Luật gia tỉnh Sơn La"],
        "associations",
    ),
    (
        "Hội Nhà báo Việt Nam, Hội Cựu Thanh niên xung phong Việt Nam kỷ niệm.",
        ["Hội Nhà báo Việt Nam", "Hội Cựu Thanh niên xung phong Việt Nam"],
        "associations",
    ),
    (
        "Liên đoàn Thương mại và Công nghiệp Việt Nam (VCCI) góp ý; VCCI khảo sát.",
        ["Liên đoàn Thương mại và Công nghiệp Việt Nam", "VCCI"],
        "the chamber",
    ),
    (
        "Trung ương Đoàn TNCS Hồ Chí Minh và Trung ương Hội Nông dân Việt Nam ký.",
        ["Trung ương Đoàn TNCS Hồ Chí Minh", "Trung ương Hội Nông dân Việt Nam"],
        "central bodies of mass organisations",
    ),
    (
        "Hiệp hội Dệt may Việt Nam, Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh Bắc Giang kiến nghị.",
        ["Hiệp hội Dệt may Việt Nam", "Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh Bắc Giang"],
        "business associations",
    ),
    (
        "HTX Nông nghiệp Đại Hiệp và Hợp tác xã Dịch vụ nông nghiệp Hòa Phong bán 40 tấn.",
        ["HTX Nông nghiệp Đại Hiệp", "Hợp tác xã Dịch vụ nông nghiệp Hòa Phong"],
        "cooperatives",
    ),
    (
        "Doanh nghiệp tư nhân Hồng Phúc và Công ty CP Đầu tư và Xây dựng số 8 thi công.",
        ["Doanh nghiệp tư nhân Hồng Phúc", "Công ty CP Đầu tư và Xây dựng số 8"],
        "companies",
    ),
    (
        "Tổng công ty Lương thực miền Nam, Tổng công ty Hàng không Việt Nam báo cáo.",
        ["Tổng công ty Lương thực miền Nam", "Tổng công ty Hàng không Việt Nam"],
        "corporations",
    ),
    (
        "Nhà máy Lọc dầu Dung Quất bảo dưỡng; Nhà máy Thủy điện Ialy phát điện.",
        ["Nhà máy Lọc dầu Dung Quất", "Nhà máy Thủy điện Ialy"],
        "plants",
    ),
    (
        "Công ty Chứng khoán SSI và Công ty Tài chính Home Credit công bố.",
        ["Công ty Chứng khoán SSI", "Công ty Tài chính Home Credit"],
        "finance companies",
    ),
    ("Bảo hiểm Bảo Việt, Công ty Bảo hiểm PVI chi trả.", ["Bảo hiểm Bảo Việt", "Công ty Bảo hiểm PVI"], "insurers"),
    (
        "Cục Thuế tỉnh Tây Ninh, Chi cục Thuế khu vực Gò Dầu - Trảng Bàng thu nợ.",
        ["Cục Thuế tỉnh Tây Ninh", "Chi cục Thuế khu vực Gò Dầu - Trảng Bàng"],
        "tax offices",
    ),
    (
        "Thuế tỉnh Phú Thọ, Thuế cơ sở 3 tỉnh Gia Lai và Thống kê tỉnh Phú Thọ phối hợp.",
        ["Thuế tỉnh Phú Thọ", "Thuế cơ sở 3 tỉnh Gia Lai", "Thống kê tỉnh Phú Thọ"],
        "offices since 2025",
    ),
    (
        "Bảo hiểm xã hội khu vực XI và Kho bạc Nhà nước khu vực XV thanh toán.",
        ["Bảo hiểm xã hội khu vực XI", "Kho bạc Nhà nước khu vực XV"],
        "regions",
    ),
    (
        "Tòa án nhân dân khu vực 5 - Đà Nẵng và Viện kiểm sát nhân dân khu vực 5 mở phiên tòa.",
        ["Tòa án nhân dân khu vực 5 - Đà Nẵng", "Viện kiểm sát nhân dân khu vực 5"],
        "courts since 2025",
    ),
    (
        "Tòa án nhân dân tối cao, Viện KSND tối cao ban hành.",
        ["Tòa án nhân dân tối cao", "Viện KSND tối cao"],
        "supreme bodies",
    ),
    (
        "Cơ quan Cảnh sát điều tra Công an tỉnh Nghệ An khởi tố.",
        ["Cơ quan Cảnh sát điều tra Công an tỉnh Nghệ An"],
        "police",
    ),
    (
        "Phòng PC02, Công an huyện Kim Bảng và Công an phường Hưng Dũng bắt giữ.",
        ["Công an huyện Kim Bảng", "Công an phường Hưng Dũng"],
        "police of district and ward",
    ),
    (
        "Trung tâm Dịch vụ việc làm tỉnh Hà Nam tư vấn 1.200 người.",
        ["Trung tâm Dịch vụ việc làm tỉnh Hà Nam"],
        "a centre",
    ),
    (
        "Trung tâm Khuyến nông Quốc gia và Trung tâm Dự báo Khí tượng Thủy văn quốc gia báo cáo.",
        ["Trung tâm Khuyến nông Quốc gia", "Trung tâm Dự báo Khí tượng Thủy văn quốc gia"],
        "national centres",
    ),
    (
        "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh Bình Định chậm tiến độ.",
        ["Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh Bình Định"],
        "a project board",
    ),
    (
        "Ban QLDA 85 và Ban QLDA Thăng Long giải ngân.",
        ["Ban QLDA 85", "Ban QLDA Thăng Long"],
        "project boards with number and name",
    ),
    (
        "Phòng Giáo dục và Đào tạo huyện Thạch Thành và Phòng Văn hóa - Xã hội xã Yên Định phối hợp.",
        ["Phòng Giáo dục và Đào tạo huyện Thạch Thành", "Phòng Văn hóa - Xã hội xã Yên Định"],
        "district and commune offices",
    ),
    (
        "Viện Hàn lâm Khoa học xã hội Việt Nam, Viện Kinh tế Việt Nam công bố.",
        ["Viện Hàn lâm Khoa học xã hội Việt Nam", "Viện Kinh tế Việt Nam"],
        "academies",
    ),
    (
        "Hội đồng quản trị Công ty CP Cao su Đồng Phú họp.",
        ["Hội đồng quản trị Công ty CP Cao su Đồng Phú"],
        "a board of a company",
    ),
    (
        "Sở Du lịch, Sở Văn hóa, Thể thao và Du lịch tỉnh Ninh Bình.",
        ["Sở Du lịch", "Sở Văn hóa, Thể thao và Du lịch tỉnh Ninh Bình"],
        "departments",
    ),
    (
        "Ban Chỉ huy Phòng thủ dân sự tỉnh Quảng Trị họp; Ban Chỉ đạo 389 quốc gia kiểm tra.",
        ["Ban Chỉ huy Phòng thủ dân sự tỉnh Quảng Trị", "Ban Chỉ đạo 389 quốc gia"],
        "committees",
    ),
    ("Đoàn đại biểu Quốc hội tỉnh Cao Bằng tiếp xúc.", ["Đoàn đại biểu Quốc hội tỉnh Cao Bằng"], "deputies"),
    ("Tập đoàn Vingroup, Sun Group và FPT đầu tư.", ["Tập đoàn Vingroup", "Sun Group", "FPT"], "groups"),
    ("Cảng hàng không quốc tế Nội Bài đón 90 nghìn khách.", [], "an airport is a place"),
    ("Quốc lộ 1, cầu Bến Thủy, đường Trường Chinh, hồ Núi Cốc.", [], "places"),
    ("Luật Doanh nghiệp, Đề án 06, Chương trình OCOP, Cuộc thi Tìm hiểu Bộ luật Lao động.", [], "documents and events"),
    ("Nhà nước, doanh nghiệp, công đoàn cơ sở và các hợp tác xã cùng lo.", [], "classes"),
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
            ["Ngân hàng thương mại cổ phần Hàng hải Việt Nam"] * 2,
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

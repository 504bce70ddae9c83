"""Organisations: what is a mention, where it begins and ends, and its full name.

A case marks the expected mentions with double brackets. The document is one of Nam Định province unless a case says
otherwise; all sentences are made up.
"""

from __future__ import annotations

import pytest
import regex

from extractors.model import Context, Organisation
from extractors.organisations import find_organisations, resolve_organisations
from extractors.text import DocumentText

NAM_DINH = Context(province_code="36", province="Nam Định", issued_on="2021-03-08")
NEWS = Context(kind="news", issued_on="2019-05-02")
_MARK = regex.compile(r"\[\[(.+?)\]\]", regex.DOTALL)


def mentions(text: str, context: Context = NAM_DINH) -> list[Organisation]:
    doc = DocumentText.of(text)
    found = resolve_organisations(find_organisations(doc), doc, context)
    assert all(doc.text[o.start : o.end] == o.surface for o in found)
    return found


def plain(marked: str) -> tuple[str, list[str]]:
    return _MARK.sub(lambda m: m[1], marked), [m[1] for m in _MARK.finditer(marked)]


BOUNDARIES = [
    # the union and its bodies
    ("[[Tổng Liên đoàn Lao động Việt Nam]] phát động thi đua.", "the whole name"),
    ("[[Tổng LĐLĐ Việt Nam]] giao chỉ tiêu cho [[LĐLĐ tỉnh]].", "abbreviated inside; an open place"),
    ("Theo kế hoạch của [[TLĐ]], mỗi nơi mở một lớp.", "initials alone"),
    ("[[Ban Thường vụ LĐLĐ tỉnh]] họp phiên thứ ba.", "a body is one mention with its organisation"),
    ("[[Ban Chấp hành Tổng LĐLĐ Việt Nam]] thông qua nghị quyết.", "a body of the confederation"),
    ("[[Đoàn Chủ tịch Tổng Liên đoàn]] đồng ý.", "the short name of the confederation"),
    ("[[Ban Thường vụ Liên đoàn Lao động (LĐLĐ) tỉnh]] họp.", "brackets inside the name"),
    ("[[liên đoàn lao động tỉnh nam định]]", "a heading in lower case"),
    ("[[LIÊN ĐOÀN LAO ĐỘNG TỈNH NAM ĐỊNH]]", "a letterhead in capitals"),
    ("[[LIÊN ĐOÀN LAO ĐỘNG\nTỈNH NAM ĐỊNH]]", "a letterhead over two lines"),
    ("[[LĐLĐ huyện Ý Yên]] và [[LĐLĐ thành phố Nam Định]] phối hợp.", "districts by name"),
    ("Giao các LĐLĐ huyện, thị xã, thành phố thực hiện.", "a class after `các`"),
    ("Các cấp công đoàn và công đoàn cơ sở hưởng ứng.", "generic words of the union"),
    ("Hỗ trợ 15 LĐLĐ cấp huyện.", "a class by level"),
    ("[[Công đoàn Viên chức tỉnh]] sơ kết.", "a union of the province"),
    ("[[Công đoàn ngành Giáo dục tỉnh]] và [[CĐN Y tế]] ký kết.", "sectoral unions"),
    ("[[Công đoàn các KCN tỉnh Nam Định]] ra mắt.", "the union of the industrial parks"),
    ("[[Công đoàn Công ty TNHH Dệt Bảo Minh]] đạt giải.", "the union of a company"),
    ("[[CĐCS Công ty CP May Sông Hồng]] có 900 đoàn viên.", "a grassroots union with its company"),
    ("[[Công đoàn VSIP]] tổ chức hội thao.", "a brand in capitals"),
    ("[[Công đoàn Thủ đô]] đổi mới.", "the capital's union"),
    ("[[Liên đoàn Lao động Thái Bình]] đến học tập.", "a province without its type word"),
    # the party
    ("[[Tỉnh ủy]] ban hành chỉ thị.", "a seat that implies its province"),
    ("[[Ban Thường vụ Tỉnh ủy]] và [[Thường trực HĐND tỉnh]] cho ý kiến.", "bodies of two organisations"),
    ("[[Bộ Chính trị]] khóa XIII ban hành nghị quyết.", "the term of office is not part of it"),
    ("[[Ban Chính sách, Chiến lược Trung ương Đảng Cộng sản Việt Nam]] họp.", "the Party's name in full at its end"),
    ("[[Hội đồng Nhà nước]] bãi bỏ pháp lệnh.", "a body of an earlier constitution"),
    ("Kính gửi đồng chí Phó Chủ tịch [[UBND tỉnh]] Phùng Văn Anh.", "the person who holds the office"),
    ("[[Công đoàn tỉnh Xiêng Khoảng]] sang thăm.", "a province abroad"),
    ("[[Ban Tổ chức Tỉnh ủy]], [[Ủy ban Kiểm tra Tỉnh ủy]] thẩm định.", "commissions of the province's party"),
    ("[[Đảng ủy Khối các cơ quan tỉnh]] tổng kết.", "a party committee by field"),
    ("[[Đảng bộ Công ty CP Xây lắp Nam Thành]] kết nạp 6 người.", "the party branch of a company"),
    ("Đồng chí là Tỉnh ủy viên từ năm 2020.", "a member is not the committee"),
    ("Phối hợp với các huyện ủy, thành ủy.", "classes joined in a list"),
    # the state
    ("[[Chính phủ]] trình [[Quốc hội]].", "bare names of the gazetteer"),
    ("Xây dựng Chính phủ điện tử, Chính phủ số.", "concepts that only begin like a name"),
    ("Các tổ chức phi Chính phủ tài trợ.", "non-governmental"),
    ("[[Ủy ban Thường vụ Quốc hội]] giám sát.", "the longest name wins"),
    ("[[UBND tỉnh]] giao [[Sở Tài chính]] và [[Sở Kế hoạch và Đầu tư]].", "departments of the province"),
    ("[[Sở LĐ-TB&XH]] chủ trì.", "an abbreviated field with joints"),
    ("[[Sở NN&PTNT tỉnh Hưng Yên]] tiếp nhận.", "field and place"),
    ("Luật Sở hữu trí tuệ có hiệu lực.", "`Sở` without a field"),
    ("Các sở, ban, ngành liên quan phối hợp.", "a class"),
    ("Sở Y tế các tỉnh, thành phố báo cáo.", "a class after the name"),
    ("UBND các xã, phường niêm yết công khai.", "a class of places"),
    ("UBND cấp xã tiếp nhận hồ sơ.", "a level"),
    ("Ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương quyết định.", "places in a list are a class"),
    ("[[HĐND]], [[UBND tỉnh]] thống nhất.", "the place of the next of the list"),
    ("Tham mưu [[Tỉnh ủy]], [[HĐND]] và [[UBND tỉnh]].", "… through `và`"),
    ("[[Công an tỉnh]], [[Bộ Chỉ huy Quân sự tỉnh]] bảo đảm an ninh.", "police and army"),
    ("[[Cơ quan CSĐT Công an tỉnh]] khởi tố.", "a body of the police"),
    ("[[Cục Thuế tỉnh Nam Định]] và [[Kho bạc Nhà nước]] đối chiếu.", "offices of ministries"),
    ("[[Chi cục Hải quan khu vực XIX]] thông báo.", "an area by number"),
    ("[[Văn phòng UBND tỉnh]] tổng hợp.", "an office of an organisation"),
    ("[[Văn phòng Đoàn ĐBQH và HĐND tỉnh]] phục vụ kỳ họp.", "one office of two bodies"),
    ("[[Đoàn ĐBQH tỉnh]] tiếp xúc cử tri.", "the province's deputies"),
    ("[[Trung tâm Kiểm soát bệnh tật tỉnh]] giám sát.", "a centre; lower-case words of its name"),
    ("[[Trung tâm Văn hóa, Thể thao và Truyền thông]] biểu diễn.", "a list inside a name"),
    ("[[Chi cục An toàn vệ sinh thực phẩm]] xử phạt 3 cơ sở.", "the name ends before the verb"),
    ("[[Cục Thống kê]] công bố số liệu.", "`Thống kê công bố` is no name"),
    ("[[Vụ Pháp chế Bộ Nội vụ]] góp ý.", "a department with its ministry"),
    ("Khách hàng dùng DỊCH VỤ CÔNG NGHỆ SỐ.", "`DỊCH VỤ` is not a department"),
    ("NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH NAM ĐỊNH", "`MÔI TRƯỜNG` is no school"),
    ("Nâng cấp cơ sở Y tế tuyến dưới.", "`cơ sở` is no department"),
    ("ĐÀO TẠO CÁN BỘ Y TẾ TUYẾN DƯỚI", "`CÁN BỘ` is no ministry"),
    ("[[Bộ Lao động, Thương binh và Xã hội]] hướng dẫn.", "a comma for the dash"),
    ("[[Bộ Ngoại giao Lào]] thăm tỉnh.", "a ministry abroad"),
    ("[[Liên Bộ Tài chính - Công Thương]] điều hành giá.", "two ministries together"),
    ("Mời các Bộ: [[Y tế]], [[Tư pháp]] dự họp.", "members of a list whose head stands once"),
    ("Mời các Sở: [[Nội vụ]], [[Công Thương]] dự họp.", "… of the province"),
    ("[[Ủy ban nhân dân xã Yên Thọ]] quyết định.", "a commune by name"),
    ("[[UBND phường Trần Tế Xương]] và [[UBND quận 4]] trao đổi.", "a ward, a numbered district"),
    ("[[UBND huyện Ý Yên tỉnh Nam Định]] báo cáo.", "the province right after the district"),
    ("[[UBND huyện Ý Yên]], tỉnh Nam Định báo cáo.", "what follows in apposition is left out"),
    ("[[Ủy ban nhân dân thành phố]] Văn bản này thay thế văn bản cũ.", "a sentence that begins without a full stop"),
    # courts, mass organisations
    ("[[TAND tỉnh]], [[VKSND tối cao]] phối hợp.", "court and procuracy"),
    ("[[Ủy ban MTTQ Việt Nam tỉnh]] và [[Hội LHPN tỉnh]] giám sát.", "mass organisations abbreviated"),
    ("[[Tỉnh đoàn]] và [[Hội Cựu chiến binh huyện Vụ Bản]] giúp dân.", "youth and veterans"),
    ("Mặt trận Tổ quốc các cấp vận động.", "all levels"),
    ("[[Hiệp hội Dệt may Việt Nam]] (VITAS) kiến nghị; [[VITAS]] dự báo tăng.", "an abbreviation the text declares"),
    # companies, banks, schools, hospitals, press
    ("Công nhân [[Công ty TNHH MTV Kinh Bắc]] đọc bản tin.", "a company"),
    ("[[CTCP Nhựa Bình Minh]] trả cổ tức.", "a company by its form"),
    ("[[Công ty CP Địa ốc Thiên Trường]] khởi công.", "the second syllable in lower case"),
    ("[[công ty TNHH An Phát]] nợ lương.", "the head in lower case"),
    ("Các Công ty TNHH, công ty cổ phần đóng trên địa bàn.", "legal forms alone"),
    ("Người lao động của công ty được thưởng.", "the noun alone"),
    ("[[Tổng Công ty Điện lực miền Bắc]] (EVNNPC) đầu tư; [[EVNNPC]] cam kết.", "declared initials"),
    ("[[Ngân hàng Chính sách xã hội tỉnh]] giải ngân.", "a bank with an open place"),
    ("[[Ngân hàng TMCP Đông Hải]] công bố lãi.", "a bank by its name"),
    ("[[Agribank chi nhánh Nam Định]] cho vay.", "a branch"),
    ("Các ngân hàng thương mại hạ lãi suất.", "the noun alone"),
    ("Ngành Ngân hàng Việt Nam hội nhập.", "a trade is no bank"),
    ("[[Trường THPT Lê Hồng Phong]] có 40 lớp.", "a school"),
    ("[[Trường Đại học Sư phạm Kỹ thuật Nam Định]] tuyển sinh.", "a university of words of the vocabulary"),
    ("Trường hợp hồ sơ thiếu thì bổ sung.", "`Trường hợp` is no school"),
    ("Xây mới 3 trường tiểu học.", "a class"),
    ("Thí sinh dự thi THPT quốc gia.", "an examination"),
    ("[[Bệnh viện Đa khoa tỉnh]] và [[Bệnh viện Bạch Mai]] hội chẩn.", "hospitals"),
    ("[[Trạm Y tế xã Yên Thọ]] tiêm chủng.", "a station of a commune"),
    ("[[Báo Nam Định]] đưa tin; [[Thông tấn xã Việt Nam]] dẫn lại.", "press"),
    ("Báo cáo kết quả và thông báo kết luận.", "`Báo cáo` is no newspaper"),
    ("[[Đài Phát thanh - Truyền hình tỉnh]] phát sóng.", "the province's broadcaster"),
    # titles of law, events, symbols
    ("Căn cứ Luật Công đoàn và Luật Mặt trận Tổ quốc Việt Nam.", "names inside titles of laws"),
    ("Thực hiện Chương trình 77/CTr-TLĐ, Kế hoạch 12/KH-LĐLĐ và Quyết định 9/QĐ-UBND.", "codes inside symbols"),
    ("Tại tỉnh Nam Định và thành phố Hải Phòng.", "places are no organisations"),
    ("Nơi nhận: - Như trên; - Lưu: VT, VP.", "codes of filing"),
    ("[[Bộ Chính tri]] và [[Chính phu]] kết luận.", "marks lost in scanning"),
]


@pytest.mark.parametrize(("marked", "why"), BOUNDARIES)
def test_boundaries(marked: str, why: str) -> None:
    text, expected = plain(marked)
    assert [o.surface for o in mentions(text)] == expected, why


NAMES = [
    ("LĐLĐ tỉnh", "Liên đoàn Lao động tỉnh Nam Định", "union", "province", "the document's province"),
    ("Tổng LĐLĐ Việt Nam", "Tổng Liên đoàn Lao động Việt Nam", "union", "central", "the gazetteer's name"),
    ("Ban Thường vụ LĐLĐ tỉnh", "Ban Thường vụ Liên đoàn Lao động tỉnh Nam Định", "union", "province", "a body"),
    ("BTV Tỉnh uỷ", "Ban Thường vụ Tỉnh ủy Nam Định", "party", "province", "tone on the other vowel"),
    ("BVT Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Nam Định", "party", "province", "a slip of the pen"),
    ("TT. HĐND tỉnh", "Thường trực Hội đồng nhân dân tỉnh Nam Định", "legislature", "province", "dotted"),
    ("Sở Y tế", "Sở Y tế tỉnh Nam Định", "government", "province", "no place at all"),
    ("SỞ Y TẾ", "Sở Y tế tỉnh Nam Định", "government", "province", "capitals"),
    ("Liên đoàn Lao động Hà Nội", "Liên đoàn Lao động thành phố Hà Nội", "union", "province", "the type word added"),
    ("Công an TP.HCM", "Công an Thành phố Hồ Chí Minh", "government", "province", "an abbreviated city"),
    ("UBND TP. Hồ Chí Minh", "Ủy ban nhân dân Thành phố Hồ Chí Minh", "government", "province", "half abbreviated"),
    ("Công an tỉnh", "Công an tỉnh Nam Định", "government", "province", "police"),
    ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn", "government", "ministry", "a ministry until 2025"),
    (
        "CTCP Chứng khoán TP. HCM",
        "Công ty cổ phần Chứng khoán Thành phố Hồ Chí Minh",
        "company",
        "grassroots",
        "legal form and place expanded",
    ),
    (
        "Công ty TNHH MTV Kinh Bắc",
        "Công ty trách nhiệm hữu hạn một thành viên Kinh Bắc",
        "company",
        "grassroots",
        "legal form expanded",
    ),
    ("Trường THPT Lê Hồng Phong", "Trường Trung học phổ thông Lê Hồng Phong", "school", "grassroots", "a school"),
    ("LĐLĐ TX. Sơn Tây", "Liên đoàn Lao động thị xã Sơn Tây", "union", "district", "an abbreviated type word"),
    ("Huyện ủy Ý Yên", "Huyện ủy Ý Yên", "party", "district", "a seat that is named"),
    ("Hội đồng ATVSLĐ tỉnh", "Hội đồng An toàn, vệ sinh lao động tỉnh Nam Định", "government", "province", "a council"),
    (
        "Văn phòng ĐBQH và HĐND tỉnh",
        "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Nam Định",
        "legislature",
        "province",
        "an abbreviation within a name",
    ),
    ("TAND cấp cao tại Hà Nội", "Tòa án nhân dân cấp cao tại Hà Nội", "court", "central", "a high court"),
]


@pytest.mark.parametrize(("surface", "name", "org_type", "level", "why"), NAMES)
def test_names_types_levels(surface: str, name: str, org_type: str, level: str, why: str) -> None:
    (found,) = mentions(f"Ngày 5/3, {surface} tổ chức hội nghị.")
    assert (found.surface, found.name, found.org_type, found.level) == (surface, name, org_type, level), why
    assert found.org_id
    assert found.open_place == ""


def test_the_province_has_the_code_of_the_documents_date() -> None:
    before = mentions("UBND tỉnh Quảng Trị họp.", Context(issued_on="2021-05-17"))[0]
    after = mentions("UBND tỉnh Quảng Trị họp.", Context(issued_on="2025-09-01"))[0]
    assert (before.province_code, after.province_code) == ("45", "44")
    assert before.org_id != after.org_id


def test_a_city_that_was_a_province() -> None:
    assert mentions("LĐLĐ Cần Thơ", Context(issued_on="2003-02-01"))[0].name == "Liên đoàn Lao động tỉnh Cần Thơ"
    assert mentions("LĐLĐ Cần Thơ", Context(issued_on="2009-02-01"))[0].name == "Liên đoàn Lao động thành phố Cần Thơ"


def test_hue_was_a_city_of_its_province() -> None:
    then = mentions("UBND thành phố Huế", Context(issued_on="2010-02-01"))[0]
    now = mentions("UBND thành phố Huế", Context(issued_on="2026-02-01"))[0]
    assert (then.level, now.level) == ("district", "province")


def test_the_city_of_a_provinces_document_is_not_the_province() -> None:
    hanoi = Context(province_code="01", province="Hà Nội", issued_on="2021-12-21")
    assert mentions("LĐLĐ Thành phố phát động.", hanoi)[0].name == "Liên đoàn Lao động thành phố Hà Nội"
    assert mentions("LĐLĐ thành phố phát động.", NAM_DINH)[0].name == "Liên đoàn Lao động thành phố"


def test_a_district_is_resolved_from_its_letterhead() -> None:
    text = "ỦY BAN NHÂN DÂN HUYỆN Ý YÊN\nThực hiện chỉ đạo của Huyện ủy, UBND huyện ban hành kế hoạch."
    assert [o.name for o in mentions(text)] == [
        "Ủy ban nhân dân huyện Ý Yên",
        "Huyện ủy Ý Yên",
        "Ủy ban nhân dân huyện Ý Yên",
    ]


def test_a_bare_district_or_commune_is_a_class_elsewhere() -> None:
    assert [o.surface for o in mentions("UBND huyện và UBND xã niêm yết.")] == []


def test_in_a_ministrys_regulation_the_province_is_a_class() -> None:
    circular = Context(kind="law", issuer="Bộ Tài chính", issued_on="2020-02-01")
    assert [o.surface for o in mentions("Bộ Tài chính giao UBND tỉnh và Sở Tài chính thực hiện.", circular)] == [
        "Bộ Tài chính"
    ]


@pytest.mark.parametrize("issuer", ["Thủ tướng Chính phủ", "Ban Chấp hành Trung ương", "Văn phòng Trung ương"])
def test_in_a_central_document_every_province_is_meant(issuer: str) -> None:
    directive = Context(kind="decision", issuer=issuer, issued_on="2025-09-01")
    assert mentions("Văn phòng tỉnh ủy giúp tỉnh ủy, thành ủy; Bí thư Tỉnh ủy chỉ đạo UBND tỉnh.", directive) == []


def test_without_any_province_the_name_stays_open() -> None:
    (found,) = mentions("LĐLĐ tỉnh trao quà.", NEWS)
    assert (found.name, found.open_place, found.org_id) == ("Liên đoàn Lao động tỉnh", "tỉnh", None)


def test_the_text_tells_its_own_province() -> None:
    text = "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ GIANG\nBan Thường vụ LĐLĐ tỉnh báo cáo."
    assert mentions(text, Context(issued_on="2019-01-01"))[-1].name == (
        "Ban Thường vụ Liên đoàn Lao động tỉnh Hà Giang"
    )


def test_offices_are_marked() -> None:
    found = mentions("Chủ tịch UBND tỉnh và Phó Chủ tịch Thường trực LĐLĐ tỉnh dự.")
    assert [(o.surface, o.office) for o in found] == [("UBND tỉnh", True), ("LĐLĐ tỉnh", True)]


def test_one_organisation_one_id_however_it_is_written() -> None:
    text = "LĐLĐ tỉnh Nam Định. Liên đoàn Lao động tỉnh. LIÊN ĐOÀN LAO ĐỘNG TỈNH NAM ĐỊNH. Liên đoàn lao động Nam Định."
    assert len({o.org_id for o in mentions(text)}) == 1


def test_ids_tell_accents_and_provinces_apart() -> None:
    a, b = mentions("Công ty TNHH Hòa An; Công ty TNHH Hoa An.")
    assert a.org_id != b.org_id
    c, d = mentions("Sở Y tế tỉnh Thái Bình; Sở Y tế tỉnh Hà Nam.")
    assert c.org_id != d.org_id


def test_declared_abbreviations_do_not_outlive_the_document() -> None:
    assert mentions("Công ty CP Sao Khuê (SKC) báo lãi. SKC chia cổ tức.")[-1].surface == "SKC"
    assert mentions("SKC chia cổ tức.") == []

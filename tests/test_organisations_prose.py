"""Organisations in the prose of newspapers and of offices: where a name ends, and what it is called in full.

A case marks the expected mentions with double brackets; the document is one of Nam Định province unless a case says
otherwise. All sentences are made up.
"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import gazetteers
from extractors.model import Context
from gazetteers import read_table
from tests.test_organisations import NEWS, mentions, plain

BOUNDARIES = [
    ("Thông tư số 12/2024/TT- BTC ngày 05/02/2024 sửa mức thu.", "a blank has come into a symbol: no ministry"),
    ("[[CỤC THUẾ]]\n[[THUẾ TỈNH NAM ĐỊNH]]", "a head with its place in the next line begins another organisation"),
    ("Giao [[Hội Nông dân tỉnh]], [[Tỉnh đoàn]] phối hợp.", "the next organisation is no type word of a list"),
    ("[[Công ty Xăng dầu Khu vực II]] giảm giá.", "a numbered area makes a company's name proper"),
    ("[[Hội Cựu Thanh niên xung phong (TNXP) tỉnh Nam Định]] dâng hương.", "an abbreviation between field and place"),
    (
        "[[Công ty cổ phần Luyện kim và Vật tư Sông Đào]] đóng cửa.",
        "a second word nobody listed, after `và`",
    ),
    (
        "Giám đốc [[Công ty cổ phần Gốm Hòa An]] và Phó Chủ tịch xã bị bắt.",
        "an office after `và` is no part of the name",
    ),
    ("[[Hạt Kiểm lâm Cam Lộ - Đông Hà]] tuần tra.", "an office of two districts"),
    ("[[FPT Telecom]] và [[Viettel Post]] tuyển 60 người.", "companies of a group, by an English word"),
    ("Vụ án ở [[tập đoàn Hoa Lư]] được mở lại; các tập đoàn lớn lo ngại.", "a group's head in lower case"),
    ("Em học [[trường tiểu học Kim Đồng]] gần [[bệnh viện Bạch Mai]].", "schools and hospitals in lower case"),
    ("Các trường đại học Mỹ tuyển sinh; bệnh viện Trung Quốc cũng vậy.", "classes of another country"),
    ("[[Công đoàn Xăng dầu Việt Nam]] đại hội.", "a union that the country closes"),
    ("[[Cơ quan An ninh điều tra]] ([[Bộ Công an]]) khởi tố.", "an investigating body whose owner stands in brackets"),
    ("Cơ quan Cảnh sát điều tra các cấp rà soát.", "of all levels: a class"),
    ("[[Giáo hội Phật giáo Việt Nam tỉnh Nam Định]] quyên góp.", "a church with its place"),
    ("[[Tòa Giám mục Bùi Chu]] đón khách.", "a bishop's see"),
    ("[[Ban quản lý chợ Rồng]] thu phí.", "the management of a market"),
    ("Vốn KTNN địa phương tăng 2%, KTNN trung ương giảm.", "the state's economy, not its auditors"),
    ("Kết nối với Trung tâm IOC của tỉnh.", "an operations centre, not the Olympic committee"),
    (
        "[[ỦY BAN NHÂN DÂN]]                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH LẠNG SƠN                            Độc lập - Tự do - Hạnh phúc",
        "columns side by side in one line",
    ),
    ("[[Ban Chỉ đạo 138/CP]] họp.", "the symbol belongs to the committee's name"),
    ("[[Chi cục QLTT]] kiểm tra 27 vụ.", "an office that there is once in a province"),
]


@pytest.mark.parametrize(("marked", "why"), BOUNDARIES, ids=[why for _, why in BOUNDARIES])
def test_boundaries(marked: str, why: str) -> None:
    text, wanted = plain(marked)
    assert [o.surface for o in mentions(text)] == wanted, why


NAMES = [
    (
        "Trung tâm Huấn luyện thể thao Hà Nội thi đấu.",
        "Trung tâm Huấn luyện thể thao Hà Nội",
        "a free name keeps its place",
    ),
    (
        "Ban Quản lý các khu công nghiệp Hà Nam họp.",
        "Ban Quản lý các khu công nghiệp Hà Nam",
        "as it is officially called",
    ),
    ("Ban Quản lý các KCN tỉnh họp.", "Ban Quản lý các khu công nghiệp tỉnh Nam Định", "an open place is filled in"),
    ("Sở Thương mại Hà Tây cấp phép.", "Sở Thương mại tỉnh Hà Tây", "a department's place gets its type"),
    ("Vụ BHYT trả lời.", "Vụ bảo hiểm y tế", "an abbreviation inside a name"),
    (
        "ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LẠNG SƠN           Độc lập",
        "Ủy ban nhân dân tỉnh Lạng Sơn",
        "the place is in the next line of its column",
    ),
    ("FPT Telecom tuyển 60 người.", "FPT Telecom", "a company of a group has its own name"),
]


@pytest.mark.parametrize(("text", "name", "why"), NAMES, ids=[why for _, _, why in NAMES])
def test_names(text: str, name: str, why: str) -> None:
    assert [o.name.lower() for o in mentions(text)] == [name.lower()], why


@pytest.mark.parametrize(
    ("year", "org_id"), [("1996", "org:bo-noi-vu-1975"), ("2010", "org:bo-noi-vu"), ("2025", "org:bo-noi-vu")]
)
def test_name_of_two_bodies(year: str, org_id: str) -> None:
    """The police ministry bore the name until 1998; the civil service's has borne it since 2002."""
    context = Context(kind="news", issued_on=f"{year}-06-05")
    assert [o.org_id for o in mentions("Bộ Nội vụ trả lời.", context)] == [org_id]


def test_code_of_two_provinces() -> None:
    """Code 44 was Quảng Bình's and is Quảng Trị's: what a page without a date says of Quảng Bình stays there."""
    text = "Tỉnh đoàn Quảng Bình phối hợp với Sở Y tế và UBND tỉnh Quảng Bình khám bệnh."
    assert [o.name for o in mentions(text, Context(kind="news"))] == [
        "Tỉnh đoàn Quảng Bình",
        "Sở Y tế tỉnh Quảng Bình",
        "Ủy ban nhân dân tỉnh Quảng Bình",
    ]
    assert NEWS.kind == "news"


MORE_BOUNDARIES = [
    ("[[Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh Nam Định]] họp.", "a committee with its purpose and its place"),
    ("[[Ban Chỉ đạo chăm lo gia cảnh thợ mỏ tỉnh Nam Định]] họp.", "a purpose nobody listed, closed by a place"),
    ("Ban Chỉ đạo đã báo cáo tỉnh Nam Định.", "a verb is no purpose"),
    ("[[Tổng Liên đoàn Lao động (LĐLĐ) Việt Nam]] phát động.", "brackets inside a listed name"),
    ("[[Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam]] thông qua luật.", "the state belongs to the body's name"),
    ("[[Hội đồng hương Nam Định tại Hải Phòng]] gặp mặt.", "no council: people from one place, in another"),
    ("[[Ban Bí thư Trung ương Đoàn]] chỉ đạo hè.", "the Youth Union's secretariat, not the Party's"),
    ("[[Ban Chấp hành lâm thời Công đoàn Công ty TNHH Hoa Mai]] ra mắt.", "a provisional committee"),
    ("[[Phòng PC 04]] và [[Đồn Biên phòng Thịnh Long]] bắt giữ.", "a bureau of the province's police by its number"),
    ("[[Tập đoàn Công nghiệp Tàu thủy Việt Nam]] vay vốn.", "a group whose words are all common ones"),
    ("[[Công ty TNHH Brotex (Việt Nam)]] tuyển thợ.", "the country in brackets"),
    ("[[Công ty CP Tổng Công ty May Sông Hồng]] họp.", "a general company that became a joint-stock one"),
    (
        "Gửi [[Cục Bảo trợ xã hội]], [[Trung tâm Tư vấn du học nghề]], [[Vụ Pháp chế]].",
        "an item of a list to its comma",
    ),
    ("[[Trung tâm Văn hóa]] biểu diễn, nhân dân đến xem.", "no item of a list: the next word is a verb"),
    ("[[Vụ Thanh toán]] ([[NHNN]]) trả lời.", "in brackets another organisation, no abbreviation"),
    ("[[Ngân hàng Nhà nước]] (NHNN) trả lời; [[NHNN]] nói thêm.", "in brackets its own abbreviation"),
    ("[[Cục Thuế]] ([[Bộ Tài chính]]) trả lời.", "in brackets the ministry it belongs to"),
    ("[[Công ty CP Than Núi Hồng - Vinacomin]] họp.", "the group a company is of closes its name"),
    ("[[Hải quan Lạng Sơn]] thu 3.400 tỷ đồng; thủ tục hải quan nhanh.", "customs of a province, and the word"),
    ("[[Bảo hiểm xã hội (BHXH) Việt Nam]] hướng dẫn.", "the country behind an abbreviation in brackets"),
    ("Chủ tịch [[UBND phường Phú Thọ]] Đoàn Thị Thanh Thủy dự.", "a person's name behind the ward's"),
    (
        "Phó Chủ tịch [[Ủy ban MTTQ Việt Nam]], Chủ tịch [[Hội LHPN phường Tam Bình]] dự.",
        "a committee without its place",
    ),
]


@pytest.mark.parametrize(("marked", "why"), MORE_BOUNDARIES, ids=[why for _, why in MORE_BOUNDARIES])
def test_more_boundaries(marked: str, why: str) -> None:
    text, wanted = plain(marked)
    assert [o.surface for o in mentions(text)] == wanted, why


OF_THE_DOCUMENT = [
    (
        "Phường Vị Xuyên có UBND phường Vị Xuyên, Đảng ủy, HĐND, UBND phường cùng dự.",
        "Hội đồng nhân dân phường Vị Xuyên",
        "the place of the next of a list, of any level",
    ),
    (
        "Chiều 23/12, LĐLĐ Thị xã ra mắt công đoàn cơ sở.",
        "Liên đoàn Lao động thị xã",
        "a town the readers of a newspaper know",
    ),
    (
        "Tại thị xã Sông Công, LĐLĐ thị xã mở 6 điểm bán hàng.",
        "Liên đoàn Lao động thị xã Sông Công",
        "the town named before in the paragraph",
    ),
    ("Tại thành phố Đông Hà, Sở Y tế khám bệnh.", "Sở Y tế tỉnh Quảng Trị", "a city tells its province"),
    (
        "Công ty Xây dựng Bảo tàng Hồ Chí Minh.",
        "Công ty Xây dựng Bảo tàng Hồ Chí Minh",
        "a person's name, not the city's",
    ),
    ("Trường Đại học Mở TPHCM.", "Trường Đại học Mở Thành phố Hồ Chí Minh", "initials of the city"),
]


@pytest.mark.parametrize(("text", "name", "why"), OF_THE_DOCUMENT, ids=[why for _, _, why in OF_THE_DOCUMENT])
def test_names_of_the_document(text: str, name: str, why: str) -> None:
    assert name in [o.name for o in mentions(text, NEWS)], why


@pytest.mark.parametrize(
    ("day", "province", "text", "why"),
    [
        ("2012-05-04", "Quảng Bình", "LĐLĐ tỉnh Quảng Bình họp.", "a federation that ended in 2025"),
        ("2026-05-04", "Quảng Trị", "LĐLĐ tỉnh họp.", "the federation it went on in"),
        ("2020-05-04", "Hồ Chí Minh", "Thành ủy họp.", "a city's committee"),
        ("2026-05-04", "Huế", "UBND thành phố họp.", "a city of its own since 2025"),
        ("2020-05-04", "Cà Mau", "HĐND tỉnh họp.", "a council whose name and code outlived the merger"),
    ],
)
def test_ids_of_provincial_bodies(day: str, province: str, text: str, why: str) -> None:
    """`org_provinces.csv` holds the ids extraction gives, valid on that day."""
    rows = {row["org_id"]: row for row in read_table("org_provinces")}
    found = [o.org_id for o in mentions(text, Context(province=province, issued_on=day))]
    row = rows[found[0] or ""]
    assert row["valid_from"] <= day <= (row["valid_to"] or "9999"), why


def test_a_merged_federation_is_linked_to_its_successor() -> None:
    rows = {row["org_id"]: row for row in read_table("org_provinces")}
    (old,) = (row for row in rows.values() if row["name"] == "Liên đoàn Lao động tỉnh Quảng Bình")
    assert rows[old["successors"]]["name"] == "Liên đoàn Lao động tỉnh Quảng Trị"


def test_the_table_of_provincial_bodies_is_that_of_its_builder() -> None:
    builder = runpy.run_path(str(Path(gazetteers.__file__).parent / "build" / "org_provinces.py"))
    assert [dict(row) for row in read_table("org_provinces")] == builder["rows"]()


def test_one_kind_is_no_short_name_of_another() -> None:
    """A district has a health centre and one of preventive medicine, a commune two kinds of schools."""
    text = (
        "Trung tâm Y tế huyện Ý Yên hợp nhất với Trung tâm Y tế dự phòng huyện Ý Yên; "
        "Trường Tiểu học Yên Thọ tách khỏi Trường Tiểu học và THCS Yên Thọ."
    )
    assert [o.name for o in mentions(text)] == [
        "Trung tâm Y tế huyện Ý Yên",
        "Trung tâm Y tế dự phòng huyện Ý Yên",
        "Trường Tiểu học Yên Thọ",
        "Trường Tiểu học và Trung học cơ sở Yên Thọ",
    ]

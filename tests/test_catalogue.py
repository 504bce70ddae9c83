"""The catalogue of indicators: what labels it names, and which look alike and are other things."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from extractors.catalogue import entries
from extractors.catalogue.codes import code_of
from extractors.catalogue.phrases import Choice, parse_phrase, problems, tokens_of
from extractors.model import IndicatorKind, Role
from gazetteers import read_table
from gazetteers.check import check_table, read_rows
from pipeline import core

_UNION = "Liên đoàn Lao động tỉnh Hà Nam"

NAMED: list[tuple[str, IndicatorKind, str | None, Role, str | None, str]] = [
    ("đoàn viên công đoàn kết nạp", "count", "đoàn viên", "result", "union.members_admitted", "the phrase itself"),
    ("Kết nạp mới đoàn viên công đoàn", "count", "người", "target", "union.members_admitted", "turned round"),
    ("đoàn viên được kết nạp so với chỉ tiêu năm", "percent", "%", "target_rate", "union.members_admitted", "rate"),
    ("đoàn viên nữ được kết nạp", "count", "đoàn viên", "result", None, "a modifier makes it another thing"),
    (
        "đoàn viên được kết nạp Đảng",
        "count",
        "đoàn viên",
        "result",
        "union.party_admitted",
        "not the union's admission",
    ),
    ("đoàn viên", "count", "đoàn viên", "result", None, "nothing says what became of them"),
    ("tổng số đoàn viên công đoàn", "count", "đoàn viên", "result", "union.members_total", "all of them"),
    ("CĐCS thành lập mới", "count", "CĐCS", "result", "union.grassroots_founded", "abbreviation"),
    (
        "công đoàn cơ sở ngoài nhà nước thành lập",
        "count",
        "đơn vị",
        "result",
        "union.grassroots_founded_private",
        "sector",
    ),
    ("CNVCLĐ ưu tú được giới thiệu cho Đảng", "count", "CNVCLĐ", "result", "union.party_candidates", "abbreviation"),
    ("bản TƯLĐTT được ký", "count", "bản", "result", "union.agreements_signed", "abbreviation"),
    ("doanh nghiệp có tổ chức công đoàn ký kết thỏa ước", "percent", "%", "share", "union.agreement_coverage_rate", ""),
    ("lớp tập huấn nghiệp vụ CĐCS", "count", "lớp", "result", "union.training_classes", "unit fits"),
    ("lớp tập huấn nghiệp vụ CĐCS", "count", "cán bộ", "result", None, "people are no classes"),
    ("vụ ngừng việc tập thể toàn tỉnh", "count", "vụ", "result", "labour.strikes", "a place changes nothing"),
    ("vụ ngừng việc tập thể tại huyện Thanh Liêm", "count", "vụ", "result", None, "a part of the province"),
    ("tốc độ tăng trưởng GRDP", "percent", "%", "change", "economy.grdp_growth", ""),
    ("GRDP", "percent", "%", "change", "economy.grdp_growth", "a change in percent is the growth"),
    ("tổng sản phẩm trên địa bàn (GRDP) theo giá hiện hành", "money", "đồng", "result", "economy.grdp", ""),
    ("GRDP bình quân đầu người", "money", "đồng", "result", "economy.grdp_per_capita", "another thing than GRDP"),
    ("GRDP bình quân đầu người", "money", "đồng/người/năm", "rate", "economy.grdp_per_capita", ""),
    (
        "giá trị sản xuất công nghiệp (giá cố định 1994)",
        "money",
        "đồng",
        "result",
        "economy.industrial_output_constant",
        "",
    ),
    ("giá trị sản xuất công nghiệp", "money", "đồng", "result", "economy.industrial_output", "current prices"),
    ("giá trị sản xuất công nghiệp khu vực ngoài nhà nước", "money", "đồng", "result", None, "a sector"),
    ("kim ngạch xuất khẩu so với kế hoạch", "percent", "%", "target_rate", "economy.exports", "a percent of the plan"),
    ("kim ngạch xuất khẩu so với cùng kỳ", "percent", "%", "change", "economy.exports_growth", "a percent of growth"),
    ("kim ngạch xuất khẩu gạo", "money", "USD", "result", None, "one good"),
    (
        "tổng thu NSNN trên địa bàn tỉnh Ninh Bình năm 2023",
        "money",
        "đồng",
        "result",
        "budget.revenue",
        "place and year",
    ),
    ("tổng thu ngân sách nhà nước trên địa bàn", "count", "khoản", "result", None, "the dimension does not fit"),
    ("dự toán thu nội địa HĐND tỉnh giao", "money", "đồng", "target", "budget.revenue_domestic", "who set the plan"),
    ("bội chi ngân sách nhà nước so với GDP", "percent", "%", "share", "budget.deficit_rate", ""),
    ("tỷ lệ hộ nghèo", "percent", "%", "result", "poverty.poor_rate", ""),
    ("tỉ lệ hộ nghèo theo chuẩn nghèo đa chiều", "percent", "%", "target", "poverty.poor_rate", "spelling"),
    ("tỷ lệ hộ nghèo các huyện miền núi", "percent", "%", "result", None, "some districts"),
    ("mức giảm tỷ lệ hộ nghèo", "percent", "%", "target", "poverty.poor_rate_reduction", "no level"),
    ("hộ nghèo được vay vốn", "count", "hộ", "result", None, "what was done for them"),
    ("số hộ nghèo", "count", "hộ", "result", "poverty.poor_households", ""),
    ("xã đạt chuẩn nông thôn mới nâng cao", "count", "xã", "result", "rural.communes_advanced", "the longer phrase"),
    ("sản lượng lúa", "measure", "tấn", "result", "agriculture.rice_output", ""),
    ("sản lượng lúa", "measure", "ha", "result", None, "an area is no output"),
    ("sản lượng lúa vụ đông xuân", "measure", "tấn", "result", None, "one season"),
    ("tỷ lệ bao phủ BHYT", "percent", "%", "result", "insurance.health_rate", "abbreviation"),
    ("người tham gia BHXH tự nguyện", "count", "người", "result", "insurance.social_voluntary", ""),
    ("lao động được giải quyết việc làm", "count", "lao động", "result", "labour.jobs_created", ""),
    ("đảng viên mới kết nạp", "count", "đảng viên", "result", "party.members_admitted", ""),
    ("hoà giải viên", "count", "người", "result", None, "not in the catalogue"),
]


@pytest.mark.parametrize(("label", "kind", "unit", "role", "code", "why"), NAMED)
def test_codes(label: str, kind: IndicatorKind, unit: str | None, role: Role, code: str | None, why: str) -> None:
    assert code_of(label, kind, unit, role, document=_UNION) == code, why


def test_spelling_does_not_matter() -> None:
    for label in ("tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo", "TỶ LỆ HỘ NGHÈO", "tỷ  lệ hộ nghèo"):
        assert code_of(label, "percent", "%", "result") == "poverty.poor_rate"
    for label in ("ca sốt xuất huyết", "Tỷ lệ xóa nhà tạm"):
        assert tokens_of(label.replace("óa", "oá")) == tokens_of(label)


def test_context() -> None:
    told = {"near": "Tai nạn giao thông xảy ra 12 vụ, làm"}
    assert code_of("người chết", "count", "người", "result", **told) == "security.traffic_deaths"
    assert code_of("người chết", "count", "người", "result", near="Mưa lũ làm") is None
    assert code_of("đoàn viên kết nạp mới", "count", "đoàn viên", "result", document=_UNION) == "union.members_admitted"
    youth = "Tỉnh đoàn Thanh niên Cộng sản Hồ Chí Minh"
    assert code_of("đoàn viên kết nạp mới", "count", "đoàn viên", "result", document=youth) is None


def test_headings_that_make_it_another_thing() -> None:
    told: tuple[str, IndicatorKind, str, Role] = ("kim ngạch xuất khẩu", "money", "USD", "result")
    assert code_of(*told, headings="2.1. Xuất khẩu") == "economy.exports"
    harmed: tuple[str, IndicatorKind, str, Role] = ("diện tích nuôi trồng thủy sản", "measure", "ha", "result")
    assert code_of(*harmed) == "agriculture.aquaculture_area"
    assert code_of(*harmed, near="Mưa lũ làm ngập, hư hỏng trên 500 ha lúa và") is None
    assert code_of(*told, headings="2.1. Xuất khẩu > Một số mặt hàng chủ yếu > - Gạo") is None


def test_out_of_how_many_is_not_what_was_reached() -> None:
    text = "UBND TỈNH HÀ NAM\n\nBÁO CÁO\n\nĐến nay, toàn tỉnh có 62/98 xã đạt chuẩn nông thôn mới.\n"
    codes = {row["surface"]: row["indicator_code"] for row in core.extract_text(text).indicators}
    assert codes.pop("98 xã", None) is None
    assert set(codes.values()) == {"rural.communes_reached"}


def test_what_each_is_to_reach_is_another_thing() -> None:
    head = "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\n\nKẾ HOẠCH\n\n"
    for sentence, code in (
        ("Hằng năm, mỗi công đoàn cơ sở giới thiệu ít nhất 01 đoàn viên ưu tú cho Đảng.", None),
        ("Mỗi năm giới thiệu ít nhất 200 đoàn viên ưu tú cho Đảng.", "union.party_candidates"),
    ):
        rows = core.extract_text(f"{head}{sentence}\n").indicators
        assert [row["indicator_code"] for row in rows] == [code]


def test_validity() -> None:
    assert code_of("xã đạt chuẩn nông thôn mới", "count", "xã", "result", on=dt.date(2015, 1, 1)) is not None
    assert code_of("xã đạt chuẩn nông thôn mới", "count", "xã", "result", on=dt.date(2005, 1, 1)) is None


def test_parse_phrase() -> None:
    assert parse_phrase("[tổng] số {hộ dân/hội viên}") == (
        Choice((("tổng",),), True), "số", Choice((("hộ", "dân"), ("hội", "viên")), False),
    )  # fmt: skip
    for wrong in ("[tổng", "số {a/b", "số]"):
        with pytest.raises(ValueError, match="brackets"):
            parse_phrase(wrong)


def test_the_catalogue_is_whole() -> None:
    assert len(entries()) >= 180
    assert list(problems()) == []
    domains = {entry.domain for entry in entries().values()}
    assert domains >= {
        "union", "economy", "budget", "investment", "agriculture", "poverty", "rural", "labour", "insurance", "health",
        "education", "party", "admin", "security",
    }  # fmt: skip
    for entry in entries().values():
        assert entry.code.startswith(f"{entry.domain}.")


def test_every_indicator_is_named_by_its_own_vietnamese_name_or_not_at_all() -> None:
    """A name may be longer than its phrases; but it never names another indicator of the same dimension."""
    kinds = {"money": ("money", "đồng"), "percent": ("percent", "%"), "count": ("count", None)}
    for row in read_table("indicator_catalogue"):
        kind, unit = kinds.get(row["dimension"], (None, None))
        if kind is None:
            continue
        found = code_of(row["vi"], kind, unit, "result", document=_UNION)  # type: ignore[arg-type]
        assert found in (None, row["code"])


def test_the_check_finds_what_is_wrong() -> None:
    head = "code,vi,en,domain,dimension,direction,phrases,excludes,source,valid_from,valid_to"
    good = "a.b,Một,One,a,count,more,một [hai],,usage: test,,"
    for line, kind in (
        (good.replace("more", "better"), "value"),
        (good.replace("a.b", "AB"), "value"),
        (good.replace("[hai]", "[hai"), "value"),
        (good.replace("count", "pieces"), "value"),
        (good.replace("usage: test", ""), "source"),
        (f"{good}\n{good.replace('a.b', 'a.c')}", "ambiguous"),
    ):
        rows, _ = read_rows("indicator_catalogue", f"{head}\n{line}\n")
        assert kind in {problem.kind for problem in check_table("indicator_catalogue", rows)}
    rows, _ = read_rows("indicator_catalogue", f"{head}\n{good}\n")
    assert check_table("indicator_catalogue", rows) == []


def test_rows_carry_their_code() -> None:
    text = (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\n\nBÁO CÁO\nKết quả hoạt động công đoàn năm 2021\n\n"
        "Trong năm, các cấp công đoàn đã kết nạp được 1.234 đoàn viên công đoàn, đạt 112% kế hoạch; "
        "có 56 đoàn viên đi tham quan.\n"
    )
    rows = core.extract_text(text).indicators
    codes = {row["surface"]: row["indicator_code"] for row in rows}
    assert codes["1.234 đoàn viên"] == "union.members_admitted"
    assert codes["56 đoàn viên"] is None


def test_it_is_quick() -> None:
    labels = [f"{label} {i}" for i in range(60) for label, *_ in NAMED]
    start = time.process_time()
    for label in labels:
        code_of(label, "count", None, "result")
    assert time.process_time() - start < 2.0

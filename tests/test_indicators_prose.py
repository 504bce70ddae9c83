"""Indicators of running text: sentences with all their numbers, whole documents, links, and what must hold for any
text. All texts are ours; the sentences stand in `data/indicator_sentences.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import Context, DocumentText, Indicator, find_indicators
from extractors.dates import find_dates, resolve_dates
from extractors.organisations import find_organisations
from extractors.references import find_references
from extractors.words import word_spans
from tests.indicator_reading import alike

DATA = Path(__file__).parent / "data" / "indicator_sentences.txt"


def _read(text: str, kind: str = "report", day: str | None = "2024-07-05", title: str | None = None) -> list[Indicator]:
    doc = DocumentText.of(text)
    context = Context(kind=kind, issued_on=day, title=title)  # type: ignore[arg-type]
    dates = resolve_dates(find_dates(doc), doc, context)
    references = find_references(doc, dates)
    return find_indicators(doc, dates, references, find_organisations(doc), context, word_spans)


def _sentences() -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    text, rows = "", []
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            rows.append(tuple(line.strip().split(" | ")))
            continue
        if text:
            yield text, rows
        text, rows = ("", []) if not line or line.startswith("#") else (line, [])
    if text:
        yield text, rows


def _row(i: Indicator) -> tuple[str, ...]:
    def number(x: float) -> str:
        return f"{x:.10g}" if abs(x) < 1e10 else str(int(x))

    value = number(i.value) + ("" if i.value_high is None else f"..{number(i.value_high)}")
    return i.surface, value, i.kind, i.unit or "-", i.comparator, i.role, i.label, i.period or "-"


CASES = list(_sentences())


def test_there_are_many_sentences() -> None:
    assert len(CASES) >= 110
    assert sum(len(rows) for _, rows in CASES) >= 180


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:50] for text, _ in CASES])
def test_sentence(text: str, expected: list[tuple[str, ...]]) -> None:
    found = [_row(i) for i in _read(text)]
    assert [(*r[:6], r[7]) for r in found] == [(*e[:6], e[7]) for e in expected]
    for ours, theirs in zip(found, expected, strict=True):
        assert alike(ours[6], theirs[6]) >= 0.6, (ours[6], theirs[6])


# -- whole documents -----------------------------------------------------------------------------------------------

PLAN = """KẾ HOẠCH
Phát triển đoàn viên năm 2025

I. MỤC TIÊU

1. Kết nạp mới 2.400 đoàn viên.

2. Thành lập 30 công đoàn cơ sở; 90% công đoàn cơ sở xếp loại hoàn thành tốt nhiệm vụ trở lên.

II. KẾT QUẢ NĂM 2024

Năm 2024 đã kết nạp 2.215 đoàn viên, thành lập 26 công đoàn cơ sở.
"""

LAW = """Điều 1. Phạm vi điều chỉnh
Luật này quy định về mức đóng.

Điều 2. Mức đóng
1. Người sử dụng lao động đóng 2% quỹ tiền lương.
2. Mức hỗ trợ tối đa là 3.000.000 đồng/người.

Điều 3. Điều kiện
Đơn vị có từ 10 lao động trở lên được áp dụng.
"""

LIST = """Kết quả 6 tháng đầu năm 2024 như sau:

- Xuất khẩu:
+ Gạo: 12.500 tấn, trị giá 7,2 triệu USD.
+ Thủy sản: 8.400 tấn, trị giá 41 triệu USD.

Phương hướng 6 tháng cuối năm 2024

- Phấn đấu xuất khẩu 15.000 tấn gạo.
"""


def test_a_plan_has_targets_and_tells_results_where_it_looks_back() -> None:
    found = {i.surface: i for i in _read(PLAN, "plan", "2025-01-10")}
    assert {s: i.role for s, i in found.items()} == {
        "2.400 đoàn viên": "target",
        "30 công đoàn cơ sở": "target",
        "90%": "target",
        "2.215 đoàn viên": "result",
        "26 công đoàn cơ sở": "result",
    }
    assert found["2.215 đoàn viên"].period == "2024"


@pytest.mark.parametrize(
    ("kind", "title"), [("law", "Luật Công đoàn"), ("decision", "Quyết định ban hành quy định về mức đóng")]
)
def test_norms_are_no_achievements(kind: str, title: str) -> None:
    assert _read(LAW, kind, title=title) == []


def test_items_of_a_list_take_what_leads_them_in() -> None:
    found = {i.surface: i for i in _read(LIST)}
    assert found["12.500 tấn"].role == "result"
    assert "gạo" in found["12.500 tấn"].label.lower()
    assert found["12.500 tấn"].period == "2024-01/2024-06"
    assert "thủy sản" in found["41 triệu USD"].label.lower()
    assert found["15.000 tấn"].role == "target"


def test_the_site_around_a_document_tells_nothing() -> None:
    text = "Kính thưa Quý khách, với 250 nhân sự chúng tôi phục vụ 3 triệu người dùng mỗi ngày."
    assert _read(text, "decision") == []


def test_legal_basis_and_examples_tell_nothing() -> None:
    assert _read("Căn cứ Kế hoạch phát triển 2.400 đoàn viên của LĐLĐ tỉnh;", "decision") == []
    assert _read("Ví dụ: xã A có 1.200 hộ dân và 15 thôn.", "other") == []


# -- links ---------------------------------------------------------------------------------------------------------


def _links(text: str) -> dict[str, tuple[str | None, str | None, str | None]]:
    found = _read(text)
    by = {i.start: i.surface for i in found}
    return {i.surface: (by.get(i.whole or -1), by.get(i.target or -1), i.arithmetic) for i in found}


def test_a_fraction_of_a_plan() -> None:
    found = _links("Toàn ngành mở 214/180 lớp, đạt 118,9% chỉ tiêu.")
    assert found == {"214": (None, "180 lớp", None), "180 lớp": (None, None, None), "118,9%": (None, "180 lớp", "ok")}


def test_a_part_and_its_share() -> None:
    found = _links("Kết nạp 860 đoàn viên, trong đó có 512 đoàn viên nữ, chiếm 59,5%.")
    assert found["512 đoàn viên"] == ("860 đoàn viên", None, None)
    assert found["59,5%"] == ("860 đoàn viên", None, "ok")


def test_parts_that_make_the_whole() -> None:
    found = _links("Có 20 dự án, gồm 12 dự án đầu tư công và 8 dự án hợp tác.")
    assert found["20 dự án"][2] == "ok"
    assert found["8 dự án"][0] == "20 dự án"


@pytest.mark.parametrize(("rate", "verdict"), [("24,3%", "ok"), ("42,3%", "mismatch")])
def test_a_misprint_is_told(rate: str, verdict: str) -> None:
    found = _links(f"Thu ngân sách đạt 535 tỷ đồng, bằng {rate} kế hoạch năm (kế hoạch 2.200 tỷ đồng).")
    assert found["535 tỷ đồng"][1] == "2.200 tỷ đồng"
    assert found[rate] == (None, "2.200 tỷ đồng", verdict)


@pytest.mark.parametrize(("change", "verdict"), [("12 vụ", "ok"), ("22 vụ", "mismatch")])
def test_a_change_lies_between_two_levels(change: str, verdict: str) -> None:
    found = _links(f"Xảy ra 42 vụ cháy, giảm {change} so với cùng kỳ (54 vụ).")
    assert found[change][2] == verdict


def test_rounded_numbers_agree() -> None:
    found = _links("Thu hút 1,2 tỷ USD vốn FDI, tăng 35% so với cùng kỳ 2023 (889 triệu USD).")
    assert found["35%"][2] == "ok"


# -- what must hold for any text -----------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *(text for text, _ in CASES[:40]),
        "Trong đó, ",
        "đạt 58% kế hoạch",
        "(tăng 3,2%)",
        "; ",
        "\n\n",
        "- ",
        "“",
        ")",
        "từ 3 đến 5 lớp",
        "13/14 huyện",
        "...%",
        "II. KẾT QUẢ",
        " và ",
        "2 tỷ 462 triệu đồng",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=8).map(" ".join), st.sampled_from(["report", "plan", "news", "letter"]))
def test_spans_are_the_text_in_order_and_apart(text: str, kind: str) -> None:
    found = _read(text, kind)
    stored = DocumentText.of(text).text
    at = 0
    starts = {i.start for i in found}
    for i in found:
        assert at <= i.start < i.end <= len(stored)
        assert stored[i.start : i.end] == i.surface
        assert i.value_high is None or i.value < i.value_high
        assert i.label
        assert i.label == i.label.strip()
        assert i.whole is None or i.whole in starts - {i.start}
        assert i.target is None or i.target in starts - {i.start}
        at = i.end
    assert found == _read(text, kind)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    doc = DocumentText.of(text)
    found = find_indicators(doc, [], [], [], Context(kind="other"), None)
    assert all(doc.text[i.start : i.end] == i.surface for i in found)

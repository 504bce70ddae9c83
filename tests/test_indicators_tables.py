"""Indicators from tables, over four formats, against tables made by us in `tests/data/tables`.

Each file says how the table is written and what its cells mean. Spreadsheets have no reader yet, so none is here.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex
from file_samples import pdf_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import find_dates
from extractors.indicators.lexicon import fold
from extractors.indicators.periods import Periods
from extractors.indicators.tables import find_table_indicators
from extractors.indicators.tables.grid import Cell, find_grids
from extractors.indicators.tables.names import lower_words
from extractors.indicators.tables.shape import find_shape
from extractors.indicators.tables.values import read_number
from extractors.model import Context, Indicator
from extractors.numbers import Style
from extractors.text import DocumentText
from pipeline import core
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.read import read_bytes
from tests.table_samples import docx_table, html_table

TABLES = {path.stem: path for path in sorted((Path(__file__).parent / "data" / "tables").glob("*.json"))}


def _markdown(spec: dict[str, Any]) -> bytes:
    head, *body = ["| " + " | ".join(row) + " |" for row in spec["rows"]]
    rule = "|" + "---|" * len(spec["rows"][0])
    return "\n\n".join([*spec["before"], "\n".join([head, rule, *body])]).encode()


def _pdf(spec: dict[str, Any]) -> bytes:
    return pdf_of([[*(f"@ {text}" for text in spec["before"]), spec["rows"]]])


WRITERS = {"docx": docx_table, "html": html_table, "md": _markdown, "pdf": _pdf}


@cache
def _run(name: str) -> tuple[str, tuple[Indicator, ...], dict[str, Any]]:
    spec = json.loads(TABLES[name].read_text(encoding="utf-8"))
    read = read_bytes(WRITERS[spec["format"]](spec), f"{name}.{spec['format']}")
    text = clean(read)
    found = annotate(text, read.hints).indicators
    return text.text, tuple(i for i in found if i.cell is not None), spec


def _key(surface: str, value: float, kind: str, unit: str | None) -> tuple[str, float, str, str]:
    return surface, round(value, 6), kind, unit or ""


def _pairs(name: str) -> tuple[list[tuple[dict[str, Any], Indicator]], int, int]:
    """Expected rows with the indicators found for them, in text order; how many were missed, how many invented."""
    _, found, spec = _run(name)
    left = list(found)
    pairs, missed = [], 0
    for want in spec["expected"]:
        key = _key(want["surface"], want["value"], want["kind"], want["unit"])
        alike = [i for i in left if _key(i.surface, i.value, i.kind, i.unit) == key]
        words = fold(want["label"]).split()
        same = [i for i in alike if (i.role, i.period) == (want["role"], want["period"]) and _names(i, words)]
        hit = next(iter(same or alike), None)
        if hit is None:
            missed += 1
        else:
            left.remove(hit)
            pairs.append((want, hit))
    return pairs, missed, len(left)


def _names(indicator: Indicator, words: list[str]) -> bool:
    label = set(regex.findall(r"[\p{L}\d/]+", fold(indicator.label)))
    return all(word in label for word in words)


def test_there_are_enough_tables() -> None:
    formats = Counter(json.loads(path.read_text(encoding="utf-8"))["format"] for path in TABLES.values())
    assert sum(formats.values()) >= 25
    assert set(formats) == set(WRITERS)
    assert min(formats.values()) >= 5


@pytest.mark.parametrize("name", sorted(TABLES))
def test_offsets_are_exact(name: str) -> None:
    text, found, _ = _run(name)
    assert all(text[i.start : i.end] == i.surface for i in found)


@pytest.mark.parametrize(
    "name", [n for n in sorted(TABLES) if '"expected": []' in TABLES[n].read_text(encoding="utf-8")]
)
def test_layout_norms_lists_and_schedules_state_nothing(name: str) -> None:
    assert _run(name)[1] == ()


def test_values_and_headers_are_right() -> None:
    """Issue's measure: cell values (with kind and unit) and header words, over all tables."""
    wanted = right = invented = named = 0
    for name in TABLES:
        pairs, missed, extra = _pairs(name)
        wanted += len(pairs) + missed
        right += len(pairs)
        invented += extra
        named += sum(_names(hit, fold(want["label"]).split()) for want, hit in pairs)
    assert right / wanted >= 0.97
    assert right / (right + invented) >= 0.97
    assert named / wanted >= 0.97


@pytest.mark.parametrize("field", ["role", "period", "comparator"])
def test_roles_and_periods_are_right(field: str) -> None:
    told = [
        want.get(field, getattr(hit, field)) == getattr(hit, field) for name in TABLES for want, hit in _pairs(name)[0]
    ]
    assert sum(told) / len(told) >= 0.95


@pytest.mark.parametrize("name", [n for n in sorted(TABLES) if '"arithmetic"' in TABLES[n].read_text(encoding="utf-8")])
def test_sums_and_percents_are_checked(name: str) -> None:
    _, found, spec = _run(name)
    told = {(i.surface, i.arithmetic) for i in found}
    assert {(surface.lstrip("+"), verdict) for surface, verdict in spec["arithmetic"]} <= told
    wrong = {surface for surface, verdict in spec["arithmetic"] if verdict == "mismatch"}
    assert {surface for surface, verdict in told if verdict == "mismatch"} == wrong


NUMBERS = [
    ("1.234,5", 1234.5, None, "="),
    ("45 km", 45, "km", "="),
    ("131,5 tỷ đồng", 131.5e9, "đồng", "="),
    ("-7,6", -7.6, None, "="),
    ("≥ 80%", 80, "%", ">="),
    ("70% trở lên", 70, "%", ">="),
    ("(12,5)", 12.5, None, "="),
    ("0912345678", None, None, None),
    ("1.004567", None, None, None),
    ("12/NQ-HĐND", None, None, None),
    ("30/9/2023", None, None, None),
    ("0,006 x a", None, None, None),
    ("Tháng 9", None, None, None),
]


@pytest.mark.parametrize(("text", "value", "unit", "comparator"), NUMBERS)
def test_number_of_a_cell(text: str, value: float | None, unit: str | None, comparator: str | None) -> None:
    found = read_number(Cell(0, len(text), text), Style())
    if value is None:
        assert found is None
        return
    assert found is not None
    assert (float(found.value), found.unit[1] if found.unit else None, found.comparator) == (value, unit, comparator)


SHAPES = [
    (
        "TT | Nội dung | Năm 2024 | Năm 2025 | Năm 2026\nKế hoạch | Ước thực hiện\n1 | Thu | 5 | 6 | 7 | 8",
        ["Năm 2024", "Kế hoạch"],
    ),
    ("TT | Chỉ tiêu | Kết quả | Dự kiến\nNhóm A | Nhóm B\n1 | Thu | 5 | 6 | 7", None),
    (
        "TT | Chỉ tiêu | ĐVT | ƯTH 2025 | Giai đoạn 2026 - 2027\nNăm 2026 | Năm 2027\n1 | Chè | ha | 5 | 6 | 7",
        ["ƯTH 2025"],
    ),
]


@pytest.mark.parametrize(("text", "header"), SHAPES)
def test_merged_headers_that_left_no_trace(text: str, header: list[str] | None) -> None:
    """Which header spans the lower row: told by its words or years, else the table is left alone."""
    marks = [(m.start(), "table", None) for m in regex.finditer(r"^", text, regex.MULTILINE)]
    document = DocumentText.of(text, marks)  # type: ignore[arg-type]
    shape = find_shape(next(iter(find_grids(document))), Style())
    if header is None:
        assert shape is None
        return
    assert shape is not None
    at = next(i for i, cells in enumerate(shape.headers) if [c.text for c in cells] == header)
    assert shape.body[0].cells[at].text == "5"


_CELL = st.sampled_from(
    ["", "-", "12", "1.234,5", "Kế hoạch 2021", "Thực hiện", "So sánh (%)", "STT", "Tổng cộng", "ha", "- Lúa", "%"]
)


@given(st.lists(st.lists(_CELL, min_size=1, max_size=5), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_grid_is_read_with_exact_offsets_and_twice_the_same(rows: list[list[str]]) -> None:
    lines = [" | ".join(row).strip() or "x" for row in rows]
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    document = DocumentText.of(text, [(start, "table", None) for start in starts])
    periods = Periods(document, [], [], Context())
    found, _ = find_table_indicators(document, periods, Style(), Context())
    assert all(text[i.start : i.end] == i.surface and i.label for i in found)
    assert len({i.start for i in found}) == len(found)
    assert {i.whole for i in found if i.whole} | {i.target for i in found if i.target} <= {i.start for i in found}
    assert find_table_indicators(document, periods, Style(), Context())[0] == found


def test_a_law_states_nothing() -> None:
    text = "Chỉ tiêu | Kế hoạch 2021 | Thực hiện 2021\nTrồng rừng (ha) | 120 | 130"
    marks = [(m.start(), "table", None) for m in regex.finditer(r"^", text, regex.MULTILINE)]
    document = DocumentText.of(text, marks)  # type: ignore[arg-type]
    periods = Periods(document, [], [], Context())
    assert find_table_indicators(document, periods, Style(), Context(kind="law"))[0] == []
    assert len(find_table_indicators(document, periods, Style(), Context(kind="report"))[0]) == 2


def test_cells_apart_by_blanks_are_a_table() -> None:
    text = (
        "Một số chỉ tiêu (tỷ đồng)\nNăm 2020    Năm 2021\nThu ngân sách    500    560\n"
        "Chi ngân sách    450    480\nVốn đầu tư    900    1.020"
    )
    document = DocumentText.of(text)
    periods = Periods(document, find_dates(document), [], Context())
    found, rows = find_table_indicators(document, periods, Style(), Context())
    assert [(i.surface, i.value, i.role, i.period) for i in found[:2]] == [
        ("500", 500e9, "baseline", "2020"),
        ("560", 560e9, "result", "2021"),
    ]
    assert len(found) == 6
    assert len(rows) == 4


def test_results_know_their_targets() -> None:
    _, found, _ = _run(next(n for n in TABLES if n.endswith("chi_tieu_cong_doan")))
    by_place = {i.cell: i for i in found}
    for row in (0, 1, 2):
        target, result, rate = (by_place[0, row, column] for column in (3, 4, 5))
        assert result.target == target.start == rate.target


def test_a_yield_has_no_area_for_its_target() -> None:
    text = "Vụ | Kế hoạch (ha) | Gieo trồng (ha) | Năng suất (tạ/ha)\nHè | 500 | 480 | 52,5\nĐông | 300 | 310 | 48,0"
    marks = [(m.start(), "table", None) for m in regex.finditer(r"^", text, regex.MULTILINE)]
    document = DocumentText.of(text, marks)  # type: ignore[arg-type]
    found, _ = find_table_indicators(document, Periods(document, [], [], Context()), Style(), Context())
    by_place = {i.cell: i for i in found}
    assert by_place[0, 0, 2].target == by_place[0, 0, 1].start
    assert by_place[0, 0, 3].target is None


def test_parts_know_their_whole() -> None:
    _, found, _ = _run(next(n for n in TABLES if n.endswith("giao_chi_tieu")))
    by_place = {i.cell: i for i in found}
    for column in (2, 3, 4):
        total = by_place[0, 2, column]
        assert [by_place[0, row, column].whole for row in (0, 1)] == [total.start, total.start]


def test_a_head_that_runs_backwards_is_no_period() -> None:
    """`2029-2024` names two years; an interval whose end is before its start is no EDTF date."""
    text = "| Nội dung | 2029-2024 |\n|---|---|\n| Đoàn viên | 12 |\n| Công nhân | 15 |"
    assert {row["period"] for row in core.extract_text(text).indicators} == {None}


def test_codes_under_a_shared_header_are_no_numbers_of_anything() -> None:
    text = (
        "Mặt hàng | Mã số theo biểu thuế nhập khẩu |  | Số lượng (chiếc)\n | Nhóm | Phân nhóm | \n"
        "Máy bơm | 8413 | 81 | 120\nMáy nén | 8414 | 40 | 75\nCổng trục | 8426 | 19 | 12"
    )
    marks = [(m.start(), "table", None) for m in regex.finditer(r"^", text, regex.MULTILINE)]
    document = DocumentText.of(text, marks)  # type: ignore[arg-type]
    found, _ = find_table_indicators(document, Periods(document, [], [], Context()), Style(), Context())
    assert [i.value for i in found] == [120, 75, 12]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("GIÁM SÁT ĐẦU TƯ", "giám sát đầu tư", "a syllable of the word"),
        ("VỐN NGÂN SÁCH TƯ CẤP", "vốn ngân sách TƯ cấp", "the central level"),
        ("VỐN TƯ NHÂN", "vốn tư nhân", "private capital"),
        ("TỔNG THU NSNN", "tổng thu NSNN", "an acronym"),
    ],
)
def test_capitals_become_small_letters_and_acronyms_stay(text: str, expected: str, why: str) -> None:
    assert lower_words(text) == expected, why

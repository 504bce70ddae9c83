"""Misprints are found, listed with both numbers, and what only looks like one is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import core, store
from pipeline.flow.summary import RunSummary, mismatches_told
from pipeline.link import link_corpus
from pipeline.review import Proposal, record
from pipeline.store.mismatches import mismatches

PROSE = [
    ("Kết nạp 2178/1550 đoàn viên, đạt 140,5% chỉ tiêu.", {"140,5%": ("ok", 140.516)}, "within rounding"),
    ("Kết nạp 2178/1550 đoàn viên, đạt 150,5% chỉ tiêu.", {"150,5%": ("mismatch", 140.516)}, "a misprint"),
    ("Xảy ra 42 vụ, giảm 12 vụ so với cùng kỳ (54 vụ).", {"12 vụ": ("ok", -12)}, "change against the baseline"),
    ("Xảy ra 42 vụ, giảm 14 vụ so với cùng kỳ (54 vụ).", {"14 vụ": ("mismatch", -12)}, "14 is not 54 less 42"),
    ("Có 13/14 huyện (92,8%) hoàn thành.", {"92,8%": ("ok", 92.8571)}, "cut instead of rounded"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "why"), PROSE)
def test_prose(sentence: str, expected: dict[str, tuple[str, float]], why: str) -> None:
    text = f"LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\n\nBÁO CÁO\nKết quả năm 2021\n\n{sentence}\n"
    rows = {row["surface"]: row for row in core.extract_text(text).indicators}
    told = {surface: (rows[surface]["arithmetic"], rows[surface]["computed"]) for surface in expected}
    assert told == {k: (v, pytest.approx(c)) for k, (v, c) in expected.items()}, why
    others = {row["arithmetic"] for surface, row in rows.items() if surface not in expected}
    assert "mismatch" not in others


TABLE = """BÁO CÁO

Kết quả thu ngân sách năm 2021

| Chỉ tiêu (tỷ đồng) | Kế hoạch 2021 | Thực hiện 2021 | So sánh TH/KH (%) |
|---|---|---|---|
| Thu nội địa | 100 | 120 | 120,0 |
| Thu xuất nhập khẩu | 50 | 40 | 80,0 |
| Thu khác | 20 | 22 | {rate} |
| Tổng cộng | 170 | {total} | 107,1 |
"""


@pytest.mark.parametrize(
    ("rate", "total", "expected"),
    [
        ("110,0", "182", {}),
        ("101,0", "182", {"101,0": 110.0}),
        ("110,0", "172", {"172": 182e9, "107,1": 101.176}),
    ],
)
def test_tables(rate: str, total: str, expected: dict[str, float]) -> None:
    rows = core.extract_text(TABLE.format(rate=rate, total=total), "a.md").indicators
    found = {row["surface"]: row["computed"] for row in rows if row["arithmetic"] == "mismatch"}
    assert found == pytest.approx(expected, rel=1e-4)


def test_they_are_listed_in_run_json_and_in_the_summary(tmp_path: Path) -> None:
    made = [core.extract_text(TABLE.format(rate="101,0", total="182"), "a.md")]
    counts = store.write_tables(link_corpus(made), tmp_path, {})
    told = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["mismatches"]
    assert told["count"] == 1
    [found] = told["shown"]
    assert (found["value"], found["computed"], found["source"], found["surface"]) == (101.0, 110.0, "a.md", "101,0")
    assert "Thu khác" in found["sentence"]
    with store.open_run(tmp_path) as run:
        assert [m.indicator_id for m in mismatches(run)] == [found["indicator_id"]]
    count, shown, reviewed = mismatches_told(tmp_path)
    assert reviewed == 0
    summary = RunSummary(
        str(tmp_path), 1, 0, 0, 0, 0, counts["indicators"], (), 1.0, mismatches=count, mismatched=shown
    )  # fmt: skip
    lines = "\n".join(summary.lines())
    assert "numbers that contradict" in lines
    assert "101 ≠ 110 %" in lines
    assert "Thu khác" in lines
    assert "101 ≠ 110 %" in summary.markdown()
    record(tmp_path, Proposal("indicators", "correct", "Lan", row_id=found["indicator_id"], changes={"value": "110"}))
    assert mismatches_told(tmp_path) == (0, (), 1), "what a person has decided is not told again"
    told_so = RunSummary(str(tmp_path), 1, 0, 0, 0, 0, 1, (), 1.0, mismatches_reviewed=1)
    assert "1 đã rà soát / reviewed" in "\n".join(told_so.lines())


def test_each_language_has_its_own_numbers() -> None:
    found = {"source": "a.txt", "page": 2, "label": "lượt", "value": 1085.0, "computed": 108.504, "unit": "%",
             "sentence": "đạt 1085%", "surface": "1085"}  # fmt: skip
    summary = RunSummary("out", 1, 0, 0, 0, 0, 1, (), 1.0, mismatches=1, mismatched=(found,))
    assert "1.085 ≠ 108,504 % / 1,085 ≠ 108.504 %" in "\n".join(summary.lines())


def test_a_folder_without_run_json_tells_of_none(tmp_path: Path) -> None:
    assert mismatches_told(tmp_path) == (0, (), 0)

"""The tables of `tests/data/tables` in every format and layout that offices use; each test prints what it measured.

python -m pytest tests/test_tables_formats.py -s
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex

from extractors.indicators.lexicon import fold
from extractors.model import Indicator
from pipeline import core
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.read import read_bytes
from tests.table_samples import Spec, docx_table, head_rows, html_table, pdf_table, xls_table, xlsx_table

SPECS: dict[str, Spec] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "data" / "tables").glob("*.json"))
}
NAMES = list(SPECS)
MERGED = [name for name in NAMES if SPECS[name]["merges"]]

Layout = tuple[str, Callable[[Spec], bytes], list[str]]
LAYOUTS: dict[str, Layout] = {
    "docx": ("docx", docx_table, NAMES),
    "docx, landscape, header cells turned": (
        "docx", lambda spec: docx_table(spec, landscape=True, turned=True), [*NAMES[::3], *MERGED],
    ),
    "html": ("html", html_table, NAMES),
    "html, thead and caption": ("html", lambda spec: html_table(spec, head=True), [*NAMES[1::3], *MERGED]),
    "xlsx, real numbers": ("xlsx", xlsx_table, NAMES),
    "xlsx, landscape, header cells turned": ("xlsx", lambda spec: xlsx_table(spec, turned=True), [*NAMES[2::3], *MERGED]),
    "xls, real numbers": ("xls", xls_table, NAMES),
    "pdf, ruled": ("pdf", lambda spec: pdf_table(spec, "ruled"), [*NAMES[::5], *MERGED]),
    "pdf, landscape": ("pdf", lambda spec: pdf_table(spec, "landscape"), NAMES[1::6]),
    "pdf, over a page break": ("pdf", lambda spec: pdf_table(spec, "broken"), [n for n in NAMES[2::4] if len(SPECS[n]["rows"]) > 3]),
    "pdf, header cells turned": ("pdf", lambda spec: pdf_table(spec, "turned"), NAMES[3::6]),
    "pdf, without rules": ("pdf", lambda spec: pdf_table(spec, "unruled"), [*NAMES[::4], *MERGED]),
}  # fmt: skip


def found_in(data: bytes, suffix: str) -> list[Indicator]:
    """The indicators of a file's tables."""
    read = read_bytes(data, f"a.{suffix}")
    return [i for i in annotate(clean(read), read.hints).indicators if i.cell is not None]


def _names(label: str, words: list[str]) -> bool:
    have = set(regex.findall(r"[\p{L}\d/]+", fold(label)))
    return all(word in have for word in words)


@cache
def measured(layout: str) -> Counter[str]:
    """How many cells a layout has, and how many came out with value, label, role and period."""
    suffix, write, names = LAYOUTS[layout]
    counts: Counter[str] = Counter()
    for name in dict.fromkeys(names):
        counts += _measure(SPECS[name], found_in(write(SPECS[name]), suffix))
    return counts


def _measure(spec: Spec, found: list[Indicator]) -> Counter[str]:
    def key(surface: str, value: float, kind: str, unit: str | None) -> tuple[Any, ...]:
        return surface, round(value, 6), kind, unit or ""

    left = list(found)
    counts: Counter[str] = Counter(tables=1)
    for want in spec["expected"]:
        words = fold(want["label"]).split()
        wanted = key(want["surface"], want["value"], want["kind"], want["unit"])
        alike = [i for i in left if key(i.surface, i.value, i.kind, i.unit) == wanted]
        same = [i for i in alike if (i.role, i.period) == (want["role"], want["period"]) and _names(i.label, words)]
        hit = next(iter(same or alike), None)
        counts["cells"] += 1
        if hit is not None:
            left.remove(hit)
            counts["value"] += 1
            counts["label"] += _names(hit.label, words)
            counts["role"] += hit.role == want["role"]
            counts["period"] += hit.period == want["period"]
            counts["row"] += bool(hit.row_header) and bool(hit.column_header)
    counts["invented"] += len(left)
    return counts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cells_headers_roles_and_periods(layout: str) -> None:
    counts = measured(layout)
    cells, values = counts["cells"], counts["value"]
    shares = {name: counts[name] / values for name in ("label", "role", "period", "row")}
    told = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
    print(f"\n{layout}: {counts['tables']} tables, {cells} cells: value {values / cells:.3f}, {told}, "
          f"invented {counts['invented']}")  # fmt: skip
    # Without rules, tables with a single column of numbers are left alone: nothing tells them from prose.
    assert values / cells >= (0.9 if layout == "pdf, without rules" else 0.97)
    assert counts["label"] / values >= (0.93 if layout == "pdf, without rules" else 0.97)
    assert min(shares["role"], shares["period"]) >= 0.95
    assert shares["row"] >= 0.99
    assert counts["invented"] <= cells * 0.03


def test_all_layouts_together() -> None:
    counts = sum((measured(layout) for layout in LAYOUTS), Counter[str]())
    print(f"\nall: {counts['tables']} tables, {dict(counts)}")
    assert counts["value"] / counts["cells"] >= 0.97
    assert counts["label"] / counts["cells"] >= 0.97
    assert counts["role"] / counts["cells"] >= 0.95
    assert counts["period"] / counts["cells"] >= 0.95


def test_a_table_over_a_page_break_is_one() -> None:
    spec = SPECS["01_chi_tieu_cong_doan"]
    names = [f"{i}. Chỉ tiêu công tác số {i}" for i in range(1, 46)]
    long: Spec = {
        "before": spec["before"],
        "merges": [],
        "rows": [spec["rows"][0], *([str(i), name, "người", str(100 + i), str(90 + i), ""] for i, name in enumerate(names, 1))],
    }  # fmt: skip
    data = pdf_table(long, "ruled")
    found = found_in(data, "pdf")
    assert (read_bytes(data, "a.pdf").n_pages or 0) > 1
    assert head_rows(long) == 1
    assert {i.cell[0] for i in found if i.cell} == {0}
    assert sorted(i.value for i in found if i.role == "target") == [100 + i for i in range(1, 46)]
    assert len({i.cell for i in found}) == len(found) == 90


def test_rows_tell_where_in_which_table_they_stand() -> None:
    text = (
        "| Chỉ tiêu | Năm 2021 | |\n|---|---|---|\n| | Kế hoạch | Thực hiện |\n| I. Công tác tổ chức | | |\n"
        "| Đoàn viên kết nạp (người) | 1.500 | 1.620 |\n| CĐCS thành lập (đơn vị) | 20 | 25 |\n\nNăm 2021 có 12 lớp tập huấn.\n"
    )
    rows = core.extract_text(text, "a.md").indicators
    placed = {row["surface"]: row for row in rows if row["table_index"]}
    first = placed["1.620"]
    assert (first["table_index"], first["table_row"], first["table_column"]) == (1, 2, 3)
    assert first["row_header"] == "Công tác tổ chức > Đoàn viên kết nạp"
    assert first["column_header"] == "Năm 2021 > Thực hiện"
    prose = [row for row in rows if row["surface"].startswith("12")]
    assert [row["table_index"] for row in prose] == [None]
    assert {row["row_header"] for row in prose} == {None}

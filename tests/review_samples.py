"""A folder of two reports, run for real, for tests of reviewing, exporting and reporting.

Every test can ask for `steps`, a run of its own over them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# What runs anything is imported where it is used: every test loads this module.
if TYPE_CHECKING:
    from tests.run_steps import Steps

QUANG_BINH = """LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG BÌNH
Số: 12/BC-LĐLĐ
Quảng Bình, ngày 5 tháng 7 năm 2023

BÁO CÁO
Kết quả thực hiện Chương trình số 1563/CTr-TLĐ

Năm 2022, các cấp công đoàn kết nạp được 1.250 đoàn viên, đạt 125% kế hoạch. Mở 12 lớp tập huấn cho 600 cán bộ công đoàn.
Thực hiện Kế hoạch số 39/KH-LĐLĐ, Liên đoàn Lao động tỉnh Quảng Bình thành lập 15 công đoàn cơ sở trong 6 tháng đầu năm 2023.
Giải quyết 90/100 hồ sơ vay vốn, đạt 85% kế hoạch.
Chi hỗ trợ 2 tỷ 462 triệu đồng cho đoàn viên khó khăn.
"""
NAM_DINH = """LIÊN ĐOÀN LAO ĐỘNG TỈNH NAM ĐỊNH
Số: 30/BC-LĐLĐ
Nam Định, ngày 12 tháng 12 năm 2022

BÁO CÁO
Kết quả thực hiện Chương trình số 1563/CTr-TLĐ

Năm 2022, Liên đoàn Lao động tỉnh Nam Định kết nạp 13.000 đoàn viên và thành lập 8 công đoàn cơ sở.
"""
REPORTS: Mapping[str, str] = {"quang-binh.txt": QUANG_BINH, "nam-dinh.txt": NAM_DINH}


def make_run(folder: Path, reports: Mapping[str, str] = REPORTS) -> Steps:
    """Write reports to `folder/in` and run over them into `folder/out`."""
    from tests.run_steps import Steps

    (folder / "in").mkdir(parents=True, exist_ok=True)
    for name, text in reports.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    steps = Steps(folder / "in", folder / "out")
    steps.run()
    return steps


def shown(out: Path, table: str = "indicators", where: str = "true") -> list[dict[str, Any]]:
    """Rows of a table as everything that is shown has them, by place."""
    from pipeline.review import open_reviewed
    from pipeline.review.rows import as_rows

    connection = open_reviewed(out)
    try:
        return as_rows(connection.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY doc_id, char_start"))
    finally:
        connection.close()


def number(out: Path, surface: str) -> dict[str, Any]:
    """The one indicator whose surface begins so."""
    found = [row for row in shown(out) if row["surface"].startswith(surface)]
    assert len(found) == 1, [row["surface"] for row in shown(out)]
    return found[0]


def decide(out: Path, words: str, action: Any, /, **changes: Any) -> str:
    """Decide about the one indicator whose surface begins so; returns the id of the decision."""
    from pipeline.review import Proposal, record

    row = number(out, words)
    proposal = Proposal("indicators", action, "Lan", "xem lại", row_id=row["indicator_id"], changes=changes)
    return record(out, proposal).id


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over two reports, for the tests of one module; not to be written to."""
    return make_run(tmp_path_factory.mktemp("made")).out.parent


@pytest.fixture
def steps(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """A copy of it for one test."""
    from pipeline.flow import plan
    from tests.run_steps import Steps

    monkeypatch.setattr(plan, "_SETTLED", 0)
    for name in ("in", "out"):
        shutil.copytree(made / name, tmp_path / name)
    return Steps(tmp_path / "in", tmp_path / "out")

"""The examination as a table for people, or as JSON for programs."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Sequence

from pipeline.doctor.checks import Check

_STATUS = {
    "ok": "có / ok",
    "missing": "THIẾU / MISSING",
    "broken": "HỎNG / BROKEN",
    "poor": "ÍT / LITTLE",
}
_WIDTH = 120


def as_table(checks: Sequence[Check]) -> str:
    """One line a part; below, what to do about those that are missing."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for head in ("phần / part", "", "tìm thấy / found", "để làm gì / enables"):
        table.add_column(head, overflow="fold")
    for check in checks:
        table.add_row(check.part, _STATUS[check.status], check.found, f"{check.enables_vi} / {check.enables_en}")
    out = io.StringIO()
    console = Console(file=out, width=_WIDTH, highlight=False, markup=False)
    console.print(table)
    for check in checks:
        if check.install:
            console.print(f"{check.part}: cài bằng / install with", soft_wrap=True)
            for system, command in check.install:
                console.print(f"  {system}: {command}", soft_wrap=True)
    console.print(_verdict(checks), soft_wrap=True)
    return out.getvalue()


def _verdict(checks: Sequence[Check]) -> str:
    failing = [check.part for check in checks if check.fails]
    if failing:
        names = ", ".join(failing)
        return f"Chưa chạy được, còn thiếu: {names} / It cannot run yet, for want of: {names}"
    lacking = [check.part for check in checks if check.status in ("missing", "broken")]
    if lacking:
        names = ", ".join(lacking)
        return (
            f"Chạy được; chưa có {names} nên các tệp cần đến sẽ nằm trong bảng errors.\n"
            f"It runs; without {names}, files that need them end in the table errors."
        )
    return "Đủ cả. / Everything is there."


def as_json(checks: Sequence[Check]) -> str:
    """The same, one object a part."""
    records = [{**dataclasses.asdict(check), "install": dict(check.install)} for check in checks]
    return json.dumps({"ok": not any(check.fails for check in checks), "parts": records}, ensure_ascii=False, indent=1)


__all__ = ["as_json", "as_table"]

"""Which numbers stand side by side in a chart, and which targets meet which results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.explore import series
from pipeline.explore.data import Run
from pipeline.explore.filters import Filter
from pipeline.schema import TABLES
from pipeline.store import write_tables
from pipeline.tabulate.arrow import arrow_table

_PLACES = {"Hà Nam": ("35", "37", "Ninh Bình"), "Nam Định": ("36", "37", "Ninh Bình"), "Hà Nội": ("01", "01", "Hà Nội")}


def _row(table: str, **cells: Any) -> dict[str, Any]:
    row: dict[str, Any] = {c.name: [] if c.type == "list" else None for c in TABLES[table].columns}
    return {**row, **cells}


def _document(n: int, place: str, issued: str, period: str | None = None, text: str = "x" * 500) -> dict[str, Any]:
    code, now_code, now = _PLACES[place]
    return _row(
        "documents", doc_id=f"{n:016x}", source=f"{n}.txt", media_type="text/plain", doc_kind="report", text=text,
        province=place, province_code=code, province_now=now, province_now_code=now_code, issued_on=issued,
        period=period, n_chars=len(text), text_source="plain", encoding_fixed="none", schema_version=1,
        pipeline_version="0.1.0",
    )  # fmt: skip


class _Numbers:
    """Indicators, one after the other."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(self, doc: int, place: str | None, value: float, period: str | None = "2023", **cells: Any) -> str:
        indicator_id = f"{len(self.rows):016x}"
        year = period[:4] if period else None
        months = {"2023-01/2023-06": ("01-01", "06-30")}.get(period or "", ("01-01", "12-31"))
        row = _row(
            "indicators", indicator_id=indicator_id, doc_id=f"{doc:016x}", char_start=len(self.rows),
            char_end=len(self.rows) + 1, surface="x", sentence="x", label="đoàn viên mới", value=value, kind="count",
            unit="người", comparator="=", role="result", period=period, method="rule", confidence=0.9,
            province_code=_PLACES[place][0] if place else None,
            period_start=dt.date.fromisoformat(f"{year}-{months[0]}") if year else None,
            period_end=dt.date.fromisoformat(f"{year}-{months[1]}") if year else None,
        )  # fmt: skip
        self.rows.append({**row, **cells})
        return indicator_id


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    numbers = _Numbers()
    documents = [
        _document(1, "Hà Nam", "2023-12-01", "2023"),
        _document(2, "Nam Định", "2023-12-02"),
        _document(3, "Hà Nam", "2024-12-01"),
        _document(4, "Hà Nội", "2023-12-05"),
    ]
    numbers.add(1, "Hà Nam", 10, confidence=0.6)
    numbers.add(1, "Hà Nam", 11, confidence=0.95)
    numbers.add(2, "Nam Định", 20)
    numbers.add(3, "Hà Nam", 30, "2024")
    numbers.add(4, "Hà Nội", 5, None)
    numbers.add(2, "Nam Định", 9, "2023-01/2023-06")
    numbers.add(2, "Nam Định", 99, unit="%", kind="percent")
    told = numbers.add(2, "Nam Định", 25, role="target", label="giao")
    numbers.add(2, "Nam Định", 24, label="đạt", target_id=told)
    numbers.add(3, "Hà Nam", 40, "2024", role="target")
    numbers.add(1, "Hà Nam", 8, None, label="lớp học", unit="lớp")
    tables = {
        **{name: arrow_table(name, []) for name in TABLES},
        "documents": arrow_table("documents", documents),
        "indicators": arrow_table("indicators", numbers.rows),
    }
    write_tables(tables, tmp_path / "out", {})
    opened = Run(tmp_path / "out")
    yield opened
    opened.close()


def test_a_chart_shows_one_thing_in_one_unit_over_periods_of_one_length(run: Run) -> None:
    subject = series.subjects(run, Filter(), "place")[0]
    assert (subject.folded, subject.unit, subject.role, subject.span, subject.n) == (
        "đoàn viên mới", "người", "result", 12, 3,
    )  # fmt: skip
    found = [(p.name, p.period, p.value) for p in series.points(run, Filter(), subject, "place")]
    assert found == [("Hà Nam", "2023", 11.0), ("Nam Định", "2023", 20.0), ("Hà Nam", "2024", 30.0)]


def test_where_documents_differ_the_surest_stands(run: Run) -> None:
    subject = series.subjects(run, Filter(province="Hà Nam"), "place")[0]
    found = series.points(run, Filter(province="Hà Nam", until=2023), subject, "place")
    assert [p.value for p in found] == [11.0]


def test_provinces_of_today_hold_those_of_then(run: Run) -> None:
    chosen = Filter(when="now", province="Ninh Bình")
    subject = series.subjects(run, chosen, "place")[0]
    assert {p.name for p in series.points(run, chosen, subject, "place")} == {"Ninh Bình"}


def test_a_number_without_a_period_has_its_documents(run: Run) -> None:
    rows = run.rows("SELECT period, own_period, year, span FROM explore_indicators WHERE label = 'lớp học'")
    assert rows == [{"period": "2023", "own_period": None, "year": 2023, "span": 12}]


def test_the_ranking_is_of_the_period_best_covered_lately(run: Run) -> None:
    subject = series.subjects(run, Filter(), "place")[0]
    found = series.points(run, Filter(), subject, "place")
    assert series.best_period(found) == "2024", "half of the best covered is enough"
    assert [(p.name, p.value) for p in series.for_rank(found, "2023")] == [("Nam Định", 20.0), ("Hà Nam", 11.0)]
    assert series.best_period([]) is None


def test_targets_meet_results_as_the_text_says_or_by_what_they_speak_of(run: Run) -> None:
    found, n = series.pairs(run, Filter(), "place", 10)
    assert n == len(found) == 2
    assert [(p.name, p.period, p.target["value"], p.result["value"], p.linked) for p in found] == [
        ("Nam Định", "2023", 25.0, 24.0, True),
        ("Hà Nam", "2024", 40.0, 30.0, False),
    ]
    assert found[0].share == pytest.approx(0.96)


def test_a_thing_nobody_can_set_beside_another_is_not_drawn(run: Run) -> None:
    assert series.subjects(run, Filter(q="không có ở đâu"), "place") == []
    assert series.pairs(run, Filter(q="không có ở đâu"), "place", 10) == ([], 0)

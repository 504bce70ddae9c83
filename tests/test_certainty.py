"""Confidence: a share that means what it says; fitting and measuring it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pipeline import core
from pipeline.evaluate import calibrate
from pipeline.evaluate.calibrate import (
    Example,
    calibrated,
    calibration_error,
    cross_validated,
    fit,
    reliability,
    told_by,
)
from pipeline.tabulate.certainty import probability, weights

REPORT = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\n\nBÁO CÁO\nKết quả hoạt động công đoàn năm 2021\n\n"
    "Trong năm, các cấp công đoàn đã kết nạp được 1.234 đoàn viên công đoàn, đạt 112% kế hoạch.\n"
)


def made(seed: int, documents: int = 30) -> list[Example]:
    """Rows of which those that are `plain` are right nine times in ten, the others four times."""
    chance = random.Random(seed)
    examples = []
    for document in range(documents):
        for _ in range(20):
            plain = chance.random() < 0.5
            features = {"always": 1.0, "plain": 1.0} if plain else {"always": 1.0}
            examples.append(Example(f"d{document}", features, chance.random() < (0.9 if plain else 0.4)))
    return examples


def test_what_is_fitted_says_what_is_true() -> None:
    weights_made = fit(made(1), ridge=1.0)
    told = dict.fromkeys(p for p, _ in told_by(weights_made, made(2)))
    assert sorted(told) == pytest.approx([0.4, 0.9], abs=0.06)
    assert calibration_error(reliability(told_by(weights_made, made(2)))) < 0.06
    assert calibration_error(reliability(cross_validated(made(3)))) < 0.06


def test_documents_the_rules_were_made_on_do_not_make_it_too_sure() -> None:
    known = [Example("k", {**e.features, "document the rules were made on": 1.0}, True) for e in made(4)]
    told = told_by(calibrated(made(5), known), made(6))
    assert calibration_error(reliability(told)) < 0.08


def test_reliability_and_its_error() -> None:
    told = [(0.95, True)] * 9 + [(0.95, False)] + [(0.25, False)] * 3 + [(0.25, True), (1.0, True)]
    table = reliability(told)
    assert [(b.low, b.n) for b in table] == [(0.2, 4), (0.9, 11)]
    assert table[1].right == pytest.approx(10 / 11)
    assert calibration_error(table) == pytest.approx((4 * 0 + 11 * abs((9.5 + 1) / 11 - 10 / 11)) / 15)
    assert calibration_error([]) == 0


def test_the_stored_weights_are_of_known_origin() -> None:
    assert set(weights()) == {"indicator", "reference", "organisation"}
    lines = (Path(calibrate.certainty.__file__).parent / "certainty.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "model,feature,weight,source"
    assert all("fitted 20" in line for line in lines[1:])


def test_rows_have_it() -> None:
    rows = core.extract_text(REPORT)
    assert len(rows.indicators) == 2
    for row in (*rows.indicators, *rows.organisations, *rows.document_references):
        assert 0.02 <= row["confidence"] <= 0.99
    assert probability("indicator", {}) == 0.5


def test_a_coded_row_in_a_table_is_surer_than_a_bare_number_of_news() -> None:
    sure = probability("indicator", {"always": 1.0, "coded": 1.0, "in a table": 1.0, "document report": 1.0})
    unsure = probability("indicator", {"always": 1.0, "label of 1": 1.0, "in prose": 1.0, "document news": 1.0})
    assert sure > unsure + 0.2


def test_the_command_measures_what_is_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(REPORT, encoding="utf-8")
    item = {
        "surface": "1.234 đoàn viên", "value": 1234, "value_high": None, "kind": "count", "unit": "đoàn viên",
        "comparator": "=", "role": "result", "label": "đoàn viên công đoàn kết nạp", "period": "2021",
    }  # fmt: skip
    gold = {"id": "a", "references": [], "dates": [], "organisations": [], "indicators": [item]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    found = calibrate.examples(tmp_path / "texts", tmp_path / "gold")
    assert [e.right for e in found["indicator"]] == [True, False]
    assert found["reference"] == found["organisation"] == []
    assert calibrate.main(["--test", str(tmp_path / "texts"), str(tmp_path / "gold")]) == 0
    assert "indicator, held out: 2 rows" in capsys.readouterr().out

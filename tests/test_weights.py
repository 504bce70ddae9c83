"""The models that come along: they load, they are small, and their cards say what their facts say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.learned import BUILTIN, Trust, choose_models, load_models, predict_organisations
from extractors.learned.chosen import FACTS, models_folder
from extractors.text import DocumentText
from pipeline.cli import main
from pipeline.train.card import CARD, GAIN_NEEDED, figure_table
from tests.conftest import ROOT

WEIGHTS = models_folder(BUILTIN)
TASKS = [model.name for model in choose_models(BUILTIN).models]
MOST = 15 * 2**20


def _facts(task: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WEIGHTS / task / FACTS).read_text(encoding="utf-8"))
    return found


def test_they_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file()) <= MOST


def test_they_are_in_the_package() -> None:
    assert '"learned/weights/**/*"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("task", TASKS)
def test_the_card_says_what_the_facts_say(task: str) -> None:
    facts = _facts(task)
    card = (WEIGHTS / task / CARD).read_text(encoding="utf-8")
    for needed in ("Apache-2.0", "No weights from outside", "Silver:", "Gold:", f"seed {facts['seed']}", "## Limits"):
        assert needed in card
    assert facts["pipeline_version"] in card
    assert facts["figures"], "a model without figures is not shipped"
    for figures in facts["figures"].values():
        assert "\n".join(figure_table(figures)) in card
        for told in figures.values():
            assert told["f1"] == pytest.approx(2 * told["right"] / (told["found"] + told["wanted"]), abs=5e-4)


@pytest.mark.parametrize("task", TASKS)
def test_they_are_not_on_by_default_unless_they_pay(task: str) -> None:
    facts = _facts(task)
    suffix = "_new" if task == "organisations" else ""
    told = [facts["figures"][part] for part in ("fresh", "test") if part in facts["figures"]]
    gains = [part[f"both{suffix}"]["f1"] - part[f"rules{suffix}"]["f1"] for part in told]
    assert facts["pays"] == all(round(gain, 4) >= GAIN_NEEDED for gain in gains)


@pytest.mark.parametrize("task", TASKS)
def test_the_page_on_training_has_the_same_figures(task: str) -> None:
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    for figures in _facts(task)["figures"].values():
        assert "\n".join(figure_table(figures)) in page


@pytest.mark.parametrize("task", TASKS)
def test_they_hold_no_words_of_a_document_and_no_place_of_a_machine(task: str) -> None:
    assert not (WEIGHTS / task / "vocab").exists()
    config = (WEIGHTS / task / "config.cfg").read_text(encoding="utf-8")
    assert "/tmp" not in config
    assert "train = null" in config


def test_they_can_be_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Chiều 5/6/2023, Hội đồng hương Sơn Trà tại Bình Dương trao quà cho Trường Tiểu học Kim Đồng.\n"
    (tmp_path / "tin.txt").write_text(text, encoding="utf-8")
    told = []
    for _ in range(2):
        assert main(["extract", str(tmp_path / "tin.txt"), "--table", "organisations", "--models", BUILTIN]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    rows = [json.loads(line) for line in told[0].splitlines()]
    assert "Trường Tiểu học Kim Đồng" in {row["surface"] for row in rows}
    model = load_models(BUILTIN).organisations
    assert model is not None
    assert 0 < Trust.of(model).add_above <= 1.01
    for finding in predict_organisations(DocumentText.of(text), model):
        assert finding.surface == text[finding.start : finding.end]

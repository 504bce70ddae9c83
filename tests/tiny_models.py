"""Trained models for tests, made in seconds: they know one phrase each."""

from __future__ import annotations

import json
from pathlib import Path

from spacy.language import Language

from extractors.learned.chosen import FACTS
from pipeline.train.examples import Passage
from pipeline.train.fit import fit, write_model
from pipeline.train.recipe import read_recipe

NAMES = ("Sen Vàng", "Bình Minh", "Hướng Dương", "Sao Mai", "Thủy Tiên", "Đồng Tâm", "Phương Nam", "Trăng Khuyết")
_QUICK = {"recipe.folds": 0, "training.max_steps": 60, "training.eval_frequency": 60, "training.dropout": 0.0}
_OTHERS = ("Ông Lê Văn An tặng quà.", "Hôm nay trời mưa to ở Hà Nội.", "Cuộc thi Sáng tạo trẻ đã kết thúc.")


def make_organisations(folder: Path, confidence: float = 0.75) -> None:
    """A recogniser of `XQK …`, which no rule takes for an organisation, written below `folder`."""
    passages = [
        Passage(text, ((len(before), len(before) + len(name)),))
        for name in (f"XQK {word}" for word in NAMES)
        for before in ("Hôm qua, ", "Theo tin của ", "Đoàn đã đến thăm ")
        for text in (f"{before}{name} đã gửi thư cảm ơn.",)
    ]
    recipe, config = read_recipe("organisations", _QUICK)
    _write(fit([*passages, *map(Passage, _OTHERS * 4)], recipe, config, folder / ".work"), folder, "organisations",
           {"add_above": 0.3, "confidences": [[0.0, confidence]]})  # fmt: skip


def make_numbers(folder: Path) -> None:
    """A classifier that takes every number for a target, and acts on it."""
    passages = [Passage(f"Phấn đấu đạt « {n} » đoàn viên.", label="target") for n in range(2, 30)]
    recipe, config = read_recipe("numbers", _QUICK)
    nlp = fit([*passages, Passage("Ngày « 12 » tháng 5", label="none")], recipe, config, folder / ".work")
    _write(nlp, folder, "numbers", {"change_above": 0.0})


def _write(nlp: Language, folder: Path, task: str, facts: dict[str, object]) -> None:
    target = folder / task
    write_model(nlp, target)
    told = {"task": task, "pipeline_version": "0", **facts}
    (target / FACTS).write_text(json.dumps(told), encoding="utf-8")

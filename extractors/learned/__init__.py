"""Extractors that learn: spaCy models for what no rule lists, and how their word is weighed against the rules'.

Two models, each trained by `chitieu train` (`pipeline.train`) and each optional:

- `organisations`: a named-entity recogniser; finds names no gazetteer holds by the company they keep.
- `numbers`: a text classifier; says of a number in its sentence whether it states an achievement, and in which role.

Nothing is downloaded, and nothing is loaded until `load_models` is given a folder.
"""

from __future__ import annotations

from extractors.learned.chosen import BUILTIN, ChosenModels, ModelError, ModelInfo, choose_models
from extractors.learned.models import LearnedModels, load_models
from extractors.learned.numbers import Verdict, correct_indicators, judge_indicators, merge_indicators
from extractors.learned.organisations import (
    Finding,
    Trust,
    add_organisations,
    merge_organisations,
    predict_organisations,
)

__all__ = [
    "BUILTIN",
    "ChosenModels",
    "Finding",
    "LearnedModels",
    "ModelError",
    "ModelInfo",
    "Trust",
    "Verdict",
    "add_organisations",
    "choose_models",
    "correct_indicators",
    "judge_indicators",
    "load_models",
    "merge_indicators",
    "merge_organisations",
    "predict_organisations",
]

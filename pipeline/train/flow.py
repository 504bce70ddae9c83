"""The Prefect flow of `chitieu train`: collect, cross-validate, train, write the card."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from thinc.api import Config

from extractors.learned.chosen import ORGANISATIONS
from extractors.learned.models import LearnedModel, save_facts
from pipeline.train.card import CARD, card, facts_of, size_of
from pipeline.train.examples import training_passages
from pipeline.train.fit import fit, write_model
from pipeline.train.material import Material, collect
from pipeline.train.recipe import Recipe, read_recipe
from pipeline.train.validate import (
    Report,
    measure_numbers,
    measure_organisations,
    validate_numbers,
    validate_organisations,
)


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training made."""

    folder: Path
    """Holds the model, `chitieu.json` and the card."""
    report: Report
    documents: int
    with_gold: int


@task(name="collect", cache_policy=NO_CACHE)
def collect_material(recipe: Recipe) -> list[Material]:
    """Read the documents and what rules and gold say of them."""
    return collect(recipe.documents, recipe.texts, recipe.gold, recipe.fresh, recipe.test)


@task(name="cross-validate", cache_policy=NO_CACHE)
def cross_validate(materials: Sequence[Material], recipe: Recipe, config: Config) -> Report:
    """Train once a fold, and measure on what was held out."""
    if recipe.folds < 2 or sum(material.has_gold for material in materials) < 2:
        return Report()
    with tempfile.TemporaryDirectory(prefix="chitieu-folds-") as folder:

        def train_on(learned: Sequence[Material]) -> LearnedModel:
            return _train(learned, recipe, config, Path(tempfile.mkdtemp(dir=folder)))

        validate = validate_organisations if recipe.task == ORGANISATIONS else validate_numbers
        return validate(materials, recipe.folds, recipe.seed, train_on)


@task(name="train", cache_policy=NO_CACHE)
def train_model(materials: Sequence[Material], recipe: Recipe, config: Config, report: Report, folder: Path) -> Path:
    """Train on everything and put the model where it is wanted: the old one or the new one, never half."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".chitieu-train-", dir=folder.parent) as work:
        model = _train([m for m in materials if not m.is_test], recipe, config, Path(work))
        if report.lines:
            measure = measure_organisations if recipe.task == ORGANISATIONS else measure_numbers
            measure(report, materials, model)
        new = Path(work) / "new"
        write_model(model.nlp, new)
        save_facts(new, facts_of(recipe, report))
        (new / CARD).write_text(card(recipe, materials, report, size_of(new)), encoding="utf-8")
        if folder.exists():
            shutil.move(folder, Path(work) / "old")
        shutil.move(new, folder)
    return folder


@flow(name="chitieu-train", validate_parameters=False, persist_result=False)
def train_flow(config: str, out: str, overrides: dict[str, Any] | None = None) -> Trained:
    """From documents to a model.

    Args:
        config: path of a recipe, or the name of one that comes with the package.
        out: folder of the models; the new one becomes its subfolder named after the task.
        overrides: settings that win over the recipe's, by dotted name.

    Raises:
        RecipeError: the recipe cannot be used.
    """
    recipe, settings = read_recipe(config, overrides)
    materials = collect_material(recipe)
    report = cross_validate(materials, recipe, settings)
    folder = train_model(materials, recipe, settings, report, Path(out) / recipe.task)
    return Trained(folder, report, len(materials), sum(material.has_gold for material in materials))


def _train(materials: Sequence[Material], recipe: Recipe, config: Config, folder: Path) -> LearnedModel:
    return LearnedModel(fit(training_passages(materials, recipe), recipe, config, folder), {})


__all__ = ["Trained", "train_flow"]

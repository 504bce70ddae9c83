"""The model card: what a model learned from, what it is worth on documents held out, and where it ends."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractors.learned.models import ORGANISATIONS
from pipeline.schema import PIPELINE_VERSION
from pipeline.train.material import Material
from pipeline.train.recipe import Recipe
from pipeline.train.validate import Report

GAIN_NEEDED = 0.03
"""F1 by which both must beat the rules alone for a model to be worth switching on."""
CARD = "MODEL_CARD.md"

_NAMES = {
    "rules": "rules alone",
    "model": "model alone",
    "both": "rules and model",
    "underthesea": "underthesea's own recogniser",
}
_LIMITS = {
    ORGANISATIONS: "It knows where a name stands, not whose it is: names it adds have no full form, level or province, "
    "and an id of their own words only. Names over a line end are not found.",
    "numbers": "It judges numbers in digits only, and never adds a row: a row needs a label, which the rules read.",
}


def pays(recipe: Recipe, report: Report) -> bool:
    """Whether rules and model together beat the rules by enough to be the default."""
    suffix = "_new" if recipe.task == ORGANISATIONS else ""
    if not report.lines:
        return False
    return report.lines[f"both{suffix}"]["f1"] - report.lines[f"rules{suffix}"]["f1"] >= GAIN_NEEDED


def card(recipe: Recipe, materials: Sequence[Material], report: Report, size: int) -> str:
    """The card as Markdown.

    Args:
        recipe: what was done.
        materials: what it was done with.
        report: figures of the cross-validation; empty where none was asked for.
        size: of the model, in bytes.
    """
    silver = [material for material in materials if not material.has_gold]
    gold = [material for material in materials if material.has_gold]
    lines = [
        f"# Model card: {recipe.task}",
        "",
        f"Trained by `chitieu train`, chitieu {PIPELINE_VERSION}, spaCy {version('spacy')}, Python "
        f"{platform.python_version()}, seed {recipe.seed}; {size / 2**20:.1f} MB. No weights from outside"
        " unless the configuration names some.",
        "",
        "## Data",
        "",
        f"- Silver: the rules' own findings in {len(silver)} documents, {recipe.silver_chars:,} characters at most.",
        f"- Gold: {len(gold)} documents, each passage counted {recipe.gold_weight} times; "
        f"{sum(material.unplaced for material in gold)} gold items whose words are not in the text were left out.",
        f"- Also shown in capitals ({recipe.capitals:.0%}), without diacritics ({recipe.unaccented:.0%}), "
        f"with slips of character recognition ({recipe.ocr_noise:.0%}).",
        "",
        "## Figures",
        "",
        *(_figures(recipe, report) if report.lines else ["No cross-validation was asked for (`folds = 0`)."]),
        "",
        "## Limits",
        "",
        f"- {_LIMITS[recipe.task]}",
        "- Silver teaches the rules' own blind spots too.",
        "- The rules were improved with the help of some of these documents, so that their figures are too good for "
        "documents nobody has seen.",
        "- Thresholds and confidences were chosen on the held-out verdicts they are reported on.",
        "",
    ]
    return "\n".join(lines)


def _figures(recipe: Recipe, report: Report) -> list[str]:
    lines = [
        f"Cross-validation over documents, {recipe.folds} folds: each is measured by a model that has not seen it.",
        "",
        "| | precision | recall | F1 | wanted |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, figures in report.lines.items():
        who, _, new = name.partition("_")
        label = _NAMES[who] + (", outside the gazetteer" if new else "")
        shares = " | ".join(f"{figures[key]:.3f}" for key in ("precision", "recall", "f1"))
        lines.append(f"| {label} | {shares} | {figures['wanted']} |")
    verdict = "is worth switching on" if pays(recipe, report) else "is not on by default"
    lines += ["", f"Needed to be on by default: {GAIN_NEEDED:.2f} more F1 than the rules. So it {verdict}."]
    for name, value in report.facts.items():
        if name != "reliability":
            lines.append(f"- `{name}`: {value}")
    if table := report.facts.get("reliability"):
        lines += ["", "| confidence | rows | said | right |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {low:.1f} to {high:.1f} | {rows} | {said:.3f} | {right:.3f} |" for low, high, rows, said, right in table
        ]
    return lines


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def facts_of(recipe: Recipe, report: Report) -> Mapping[str, Any]:
    """What is stored beside the model for the extractors and for whoever asks."""
    return {
        "task": recipe.task,
        "pipeline_version": PIPELINE_VERSION,
        "seed": recipe.seed,
        "folds": recipe.folds,
        "pays": pays(recipe, report),
        "figures": report.lines,
        **{name: value for name, value in report.facts.items() if value is not None},
    }


__all__ = ["CARD", "GAIN_NEEDED", "card", "facts_of", "pays", "size_of"]

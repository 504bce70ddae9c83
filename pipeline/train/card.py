"""The model card: what a model learned from, what it is worth on documents held out, and where it ends."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractors.learned.chosen import ORGANISATIONS
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
_LINES = {"": "", "new": ", outside the gazetteer", "role": ", number and role only"}
_LIMITS = {
    ORGANISATIONS: "It knows where a name stands, not whose it is: names it adds have no full form, level or province, "
    "and an id of their own words only. Names over a line end are not found.",
    "numbers": "It judges numbers in digits only, and never adds a row: a row needs a label, which the rules read. "
    "“Model alone” has the rules' values, comparators and labels and its own roles.",
}
_PARTS = {
    "fresh": "Documents the rules were not made on, each measured by a model that has not seen it (cross-validation)",
    "all": "All documents with gold, those the rules were made on among them, measured the same way",
    "test": "Documents measured once, with the model and the thresholds shipped here; neither had seen them",
}
_TOLD_IN_TABLES = ("reliability", "confidences")


def pays(recipe: Recipe, report: Report) -> bool:
    """Whether rules and model together beat the rules by enough to be the default: on the documents the rules were not
    made on, where there are some, else on all; and where documents were kept for a test, on those too."""
    suffix = "_new" if recipe.task == ORGANISATIONS else ""
    parts = ["fresh" if "fresh" in report.lines else "all", *(["test"] if "test" in report.lines else [])]
    if parts[0] not in report.lines:
        return False
    gains = (report.lines[part][f"both{suffix}"]["f1"] - report.lines[part][f"rules{suffix}"]["f1"] for part in parts)
    return all(round(gain, 4) >= GAIN_NEEDED for gain in gains)


def card(recipe: Recipe, materials: Sequence[Material], report: Report, size: int) -> str:
    """The card as Markdown.

    Args:
        recipe: what was done.
        materials: what it was done with.
        report: figures of the cross-validation; empty where none was asked for.
        size: of the model, in bytes.
    """
    silver = [material for material in materials if not material.has_gold]
    gold = [material for material in materials if material.has_gold and not material.is_test]
    learned = min(recipe.silver_chars, sum(len(material.doc.text) for material in silver))
    lines = [
        f"# Model card: {recipe.task}",
        "",
        f"Trained by `chitieu train`, chitieu {PIPELINE_VERSION}, spaCy {version('spacy')}, Python "
        f"{platform.python_version()}, seed {recipe.seed}; {size / 2**20:.1f} MB. No weights from outside"
        " unless the configuration names some. Licence: that of chitieu, Apache-2.0; the weights hold no sentence of a "
        "document.",
        "",
        "## Data",
        "",
        f"- Silver: the rules' own findings in {len(silver)} documents, {learned:,} characters.",
        f"- Gold: {len(gold)} documents, {sum(m.is_fresh for m in gold)} of them none the rules were made on; each "
        f"passage counted {recipe.gold_weight} times; {sum(material.unplaced for material in gold)} gold items whose "
        "words are not in the text were left out.",
        f"- Also shown in capitals ({recipe.capitals:.0%}), without diacritics ({recipe.unaccented:.0%}), "
        f"with slips of character recognition ({recipe.ocr_noise:.0%})"
        + (f", with invented names ({recipe.renamed:.0%})." if recipe.task == ORGANISATIONS else "."),
        "",
        "## Figures",
        "",
        *(
            _figures(recipe, report, materials)
            if report.lines
            else ["No cross-validation was asked for (`folds = 0`)."]
        ),
        "",
        "## Limits",
        "",
        f"- {_LIMITS[recipe.task]}",
        "- Silver teaches the rules' own blind spots too.",
        "- Rules find nearly all in the documents they were made on: what a model is worth is told by the others.",
        "- Thresholds and confidences were chosen on the held-out verdicts of the cross-validation.",
        "",
    ]
    return "\n".join(lines)


def _figures(recipe: Recipe, report: Report, materials: Sequence[Material]) -> list[str]:
    if not report.lines:
        return ["No cross-validation was asked for (`folds = 0`)."]
    layer = ORGANISATIONS if recipe.task == ORGANISATIONS else "indicators.full"
    lines = [f"Counted as `chitieu evaluate` counts `{layer}`; {recipe.folds} folds."]
    documents = {
        "fresh": sum(m.is_fresh and not m.is_test for m in materials),
        "all": sum(m.has_gold and not m.is_test for m in materials),
        "test": sum(m.is_test for m in materials),
    }
    for part, title in _PARTS.items():
        if part in report.lines:
            lines += ["", f"### {title}: {documents[part]}", ""]
            lines += figure_table(report.lines[part])
    verdict = "is worth switching on" if pays(recipe, report) else "is not on by default"
    lines += ["", f"Needed to be on by default: {GAIN_NEEDED:.2f} more F1 than the rules. So it {verdict}.", ""]
    for name, value in report.facts.items():
        if name not in _TOLD_IN_TABLES:
            lines.append(f"- `{name}`: {'never' if value is None else value}")
    if steps := report.facts.get("confidences"):
        lines += ["", "| probability from | confidence of the row |", "| --- | --- |"]
        lines += [f"| {low:.3f} | {share:.3f} |" for low, share in steps]
    return lines


def figure_table(figures: Mapping[str, Mapping[str, float | int]]) -> list[str]:
    """Lines of a Markdown table: who, precision, recall, F1, and the counts behind them."""
    lines = ["| | precision | recall | F1 | right | found | wanted |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, told in figures.items():
        who, _, line = name.partition("_")
        shares = " | ".join(f"{told[key]:.3f}" for key in ("precision", "recall", "f1"))
        lines.append(
            f"| {_NAMES[who]}{_LINES[line]} | {shares} | {told['right']} | {told['found']} | {told['wanted']} |"
        )
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


__all__ = ["CARD", "GAIN_NEEDED", "card", "facts_of", "figure_table", "pays", "size_of"]

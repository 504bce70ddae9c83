"""Fit what `confidence` is told by, and measure whether it means what it says.

    python -m pipeline.evaluate.calibrate --known DOCUMENTS GOLD --fit DOCUMENTS GOLD --test DOCUMENTS GOLD --write

Each may stand several times. `--known` are documents that the rules were made on: more of their rows are right than of
any new document's, so they tell only which rows are surer than others. Weights are fitted on the documents of `--fit`
and `--known`; the figures for `--fit` come from cross-validation over documents, those of `--test` were never fitted
on. `--write` stores the weights beside `pipeline/tabulate/certainty.py`. Without `--fit`, the stored weights are
measured.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.document import Annotations
from pipeline.evaluate.compare import LAYERS, Item, match
from pipeline.evaluate.gold import METADATA_FILE
from pipeline.read import read_bytes
from pipeline.tabulate import certainty
from pipeline.tabulate.certainty import Certainty, organisation_features, reference_features
from pipeline.tabulate.coder import Coder
from pipeline.tabulate.tabulate import SECTION_SEPARATOR

BINS = 10
FOLDS = 8
_RIDGE = 32.0
_KNOWN = "document the rules were made on"
MODELS = ("indicator", "reference", "organisation")


@dataclass(frozen=True, slots=True)
class Example:
    """One row: what it looks like, and whether it is right."""

    document: str
    features: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose confidence lies between two bounds."""

    low: float
    high: float
    n: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that is right."""


def examples(documents: Path, gold: Path) -> dict[str, list[Example]]:
    """The rows found in a folder of documents that gold judges, by model.

    What gold leaves open (`optional`) is left out, and so are lists that a gold file has empty: such a file does not
    say that there is nothing.

    Args:
        documents: files whose stems are the names of the gold files.
        gold: a folder of gold.
    """
    import json

    found: dict[str, list[Example]] = {model: [] for model in MODELS}
    names = {path.stem: path for path in sorted(documents.iterdir()) if path.is_file()}
    for path in sorted(gold.glob("*.json")):
        if path.name == METADATA_FILE or path.stem not in names:
            continue
        items = json.loads(path.read_text(encoding="utf-8"))
        source = names[path.stem]
        read = read_bytes(source.read_bytes(), source.name)
        annotations = annotate(clean(read), read.hints)
        for model, made in _judged(annotations, items).items():
            found[model] += [Example(path.stem, features, right) for features, right in made]
    return found


def _judged(found: Annotations, gold: Mapping[str, Sequence[Item]]) -> dict[str, list[tuple[dict[str, float], bool]]]:
    sure, coder = Certainty(found), Coder(found)
    judged: dict[str, list[tuple[dict[str, float], bool]]] = {}
    layers = {layer.name: layer for layer in LAYERS}
    if gold.get("indicators"):
        rows: list[Item] = []
        features = []
        for indicator in sorted(found.indicators, key=lambda i: i.start):
            paragraph = found.doc.paragraph_at(indicator.start)
            section = SECTION_SEPARATOR.join(paragraph.section) if paragraph else ""
            features.append(sure.indicator_features(indicator, coder.code(indicator, section)))
            rows.append(_row(indicator))
        judged["indicator"] = _told(rows, features, match(layers["indicators.full"], gold["indicators"], rows))
    if gold.get("organisations"):
        rows = [_row(organisation) for organisation in found.organisations]
        features = [organisation_features(organisation) for organisation in found.organisations]
        judged["organisation"] = _told(rows, features, match(layers["organisations.name"], gold["organisations"], rows))
    if gold.get("references"):
        judged["reference"] = []
        for form in ("numbered", "short", "named"):
            of_form = [reference for reference in found.references if reference.form == form]
            rows = [_row(reference) for reference in of_form]
            wanted = [item for item in gold["references"] if item.get("form") == form]
            paired = match(layers[f"references.{form}"], wanted, rows)
            judged["reference"] += _told(rows, [reference_features(r) for r in of_form], paired)
    return judged


def _row(mention: Any) -> dict[str, Any]:
    return {name: getattr(mention, name) for name in mention.__slots__}


def _told(
    rows: Sequence[Item], features: Sequence[dict[str, float]], paired: Any
) -> list[tuple[dict[str, float], bool]]:
    right = {id(row) for _, row in paired.hits}
    wrong = {id(row) for row in paired.spurious}
    return [
        (told, id(row) in right)
        for row, told in zip(rows, features, strict=True)
        if id(row) in right or id(row) in wrong
    ]


def fit(given: Sequence[Example], ridge: float = _RIDGE) -> dict[str, float]:
    """Weights of a logistic regression with a ridge; features that few rows have get little weight."""
    names = sorted({name for example in given for name in example.features})
    at = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(given), len(names)))
    for r, example in enumerate(given):
        for name, value in example.features.items():
            x[r, at[name]] = value
    y = np.array([example.right for example in given], dtype=float)
    w = np.zeros(len(names))
    penalty = np.full(len(names), ridge)
    penalty[at["always"]] = 0.01
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        # Whole steps overshoot where nearly all is right.
        w -= step * min(1.0, 1.0 / max(1e-9, float(np.abs(step).max())))
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(w[i]), 4) for name, i in at.items()}


def told_by(weights: Mapping[str, float], given: Iterable[Example]) -> list[tuple[float, bool]]:
    """(confidence, right) of each example."""
    return [(_probability(weights, example.features), example.right) for example in given]


def _probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return float(min(0.99, max(0.02, 1 / (1 + np.exp(-np.clip(total, -30, 30))))))


def calibrated(given: Sequence[Example], known: Sequence[Example] = ()) -> dict[str, float]:
    """Weights fitted on all examples, stretched and shifted so that what they say of documents held out is true."""
    weights = fit([*given, *known])
    held_out = [(_logit(p), right) for p, right in _held_out(given, lambda rest: fit([*rest, *known]), FOLDS)]
    line = fit([Example("", {"always": 1.0, "said": x}, right) for x, right in held_out], ridge=1.0)
    # Where all rows look alike, folds that happen to be better are told worse: no slope follows from that.
    slope = min(2.5, max(0.5, line["said"]))
    stretched = {name: round(weight * slope, 4) for name, weight in weights.items()}
    stretched["always"] = round(stretched["always"] + _shift(held_out, slope), 4)
    return stretched


def _shift(told: Sequence[tuple[float, bool]], slope: float) -> float:
    """What to add to stretched logits so that on average they say what is true."""
    said = np.array([x for x, _ in told]) * slope
    right = float(np.mean([r for _, r in told]))
    low, high = -8.0, 8.0
    for _ in range(50):
        middle = (low + high) / 2
        if float(np.mean(1 / (1 + np.exp(-(said + middle))))) < right:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def cross_validated(given: Sequence[Example], known: Sequence[Example] = ()) -> list[tuple[float, bool]]:
    """(confidence, right) of each example by weights that know nothing of its document."""
    return _held_out(given, lambda rest: calibrated(rest, known), FOLDS)


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


def _held_out(
    given: Sequence[Example], fitting: Callable[[Sequence[Example]], Mapping[str, float]], folds: int
) -> list[tuple[float, bool]]:
    """(confidence, right) of each example by weights fitted on other documents."""
    sizes = Counter(example.document for example in given)
    fold: dict[str, int] = {}
    loads = [0] * folds
    for document, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        lightest = loads.index(min(loads))
        fold[document] = lightest
        loads[lightest] += size
    told: list[tuple[float, bool]] = []
    for k in range(folds):
        held = [example for example in given if fold[example.document] == k]
        rest = [example for example in given if fold[example.document] != k]
        if held and rest:
            told += told_by(fitting(rest), held)
    return told


def reliability(told: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Rows by confidence in bins of equal width; empty ones left out."""
    table = []
    for k in range(bins):
        low, high = k / bins, (k + 1) / bins
        held = [(c, r) for c, r in told if low <= c < high or (k == bins - 1 and c == high)]
        if held:
            mean, right = sum(c for c, _ in held) / len(held), sum(r for _, r in held) / len(held)
            table.append(Bin(low, high, len(held), mean, right))
    return table


def calibration_error(table: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence and truth lie apart, by rows."""
    total = sum(b.n for b in table)
    return sum(b.n * abs(b.confidence - b.right) for b in table) / total if total else 0.0


def chance_error(table: Sequence[Bin]) -> float:
    """The calibration error that perfect confidence would show on so few rows, by chance alone."""
    total = sum(b.n for b in table)
    spread = (b.n * float(np.sqrt(2 / np.pi * b.confidence * (1 - b.confidence) / b.n)) for b in table)
    return sum(spread) / total if total else 0.0


def shown(title: str, told: Sequence[tuple[float, bool]]) -> str:
    """The reliability table as text."""
    table = reliability(told)
    lines = [
        f"{title}: {len(told)} rows, expected calibration error {calibration_error(table):.3f}"
        f" (perfect: {chance_error(table):.3f} by chance)"
    ]
    lines += ["confidence   rows   mean   right"]
    lines += [f"{b.low:.1f} to {b.high:.1f}  {b.n:>5}  {b.confidence:.3f}   {b.right:.3f}" for b in table]
    return "\n".join(lines)


def write(fitted: Mapping[str, Mapping[str, float]], source: str) -> Path:
    """Store weights where the program reads them."""
    path = Path(certainty.__file__).parent / certainty.WEIGHTS
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("model", "feature", "weight", "source"))
        for model, weights in fitted.items():
            for name, weight in sorted(weights.items()):
                if weight and name != _KNOWN:
                    writer.writerow((model, name, weight, source))
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluate.calibrate", description=__doc__)
    pair = {"nargs": 2, "action": "append", "default": [], "metavar": ("DOCUMENTS", "GOLD"), "type": Path}
    parser.add_argument("--known", **pair)  # type: ignore[arg-type]
    parser.add_argument("--fit", **pair)  # type: ignore[arg-type]
    parser.add_argument("--test", **pair)  # type: ignore[arg-type]
    parser.add_argument("--source", default="own gold", help="what the gold is, for the record")
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args(arguments)
    given = _all(told.fit)
    known = {
        model: [replace(example, features={**example.features, _KNOWN: 1.0}) for example in made]
        for model, made in _all(told.known).items()
    }
    fitted: dict[str, Mapping[str, float]] = {}
    by_folds: dict[str, list[tuple[float, bool]]] = {}
    for model in MODELS:
        if told.fit and given[model]:
            fitted[model] = calibrated(given[model], known[model])
            by_folds[model] = cross_validated(given[model], known[model])
            print(shown(f"{model}, cross-validated over documents", by_folds[model]), end="\n\n")
        else:
            fitted[model] = certainty.weights().get(model, {})
    tested = _all(told.test)
    for model in MODELS:
        if tested[model]:
            apart = told_by(fitted[model], tested[model])
            print(shown(f"{model}, held out", apart), end="\n\n")
            if model in by_folds:
                print(shown(f"{model}, both together", [*by_folds[model], *apart]), end="\n\n")
    if told.write:
        print(write(fitted, f"fitted {dt.datetime.now(dt.UTC).date()} on {told.source}"))
    return 0


def _all(pairs: Iterable[Sequence[Path]]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {model: [] for model in MODELS}
    for documents, gold in pairs:
        for model, made in examples(documents, gold).items():
            found[model] += made
    return found


if __name__ == "__main__":
    sys.exit(main())

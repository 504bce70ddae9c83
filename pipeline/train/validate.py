"""Cross-validation over documents: rules alone, model alone, both, and underthesea's own recogniser beside them.

A document with gold is measured only by a model that has not seen it, and counted as `chitieu evaluate` counts. Two
things more decide whether a figure can be believed. Rules find nearly all in the documents they were made on, so what a
model is worth is told by the others, which a recipe names (`fresh`). And thresholds chosen on the held-out verdicts
they are reported on make a model look better by so much: documents named as `test` are measured once, with the model
and the thresholds as they are shipped.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import gazetteers
from extractors.learned.models import LearnedModel
from extractors.learned.numbers import NONE, Verdict, first_number, judge_indicators, merge_indicators
from extractors.learned.organisations import (
    NEVER,
    Finding,
    Trust,
    by_weight,
    merge_organisations,
    predict_organisations,
)
from extractors.model import Indicator
from extractors.organisations.provinces import fold_place
from extractors.text import DocumentText
from pipeline.evaluate.compare import LAYERS, Item, match
from pipeline.train.material import Material, Span
from pipeline.train.measures import Judged, Tally, best_threshold, reliability, shares_from

Fit = Callable[[Sequence[Material]], LearnedModel]
"""Trains on materials."""

_ORGANISATIONS, _FULL = (
    next(layer for layer in LAYERS if layer.name == name) for name in ("organisations", "indicators.full")
)
_PARTS: Mapping[str, Callable[[Material], bool]] = {
    "all": lambda material: material.has_gold and not material.is_test,
    "fresh": lambda material: material.is_fresh and not material.is_test,
    "test": lambda material: material.is_test,
}
_FEW = 2
"""Cases a threshold for organisations must lie below: where rules are good, a model has little left to find."""
_LIKELY = 0.5
"""From this probability on, a number is left out where the model is measured alone."""


@dataclass(slots=True)
class Report:
    """Figures, and what the model is to be told of itself."""

    lines: dict[str, dict[str, Mapping[str, float | int]]] = field(default_factory=dict)
    """part of the documents (`all`, `fresh`, `test`) → line of its table → figures."""
    facts: dict[str, Any] = field(default_factory=dict)

    def add(self, part: str, line: str, tally: Tally) -> None:
        """Put down a line, where there is something to find."""
        if tally.wanted:
            self.lines.setdefault(part, {})[line] = tally.as_dict()


def folds_of(materials: Sequence[Material], folds: int, seed: int) -> list[list[int]]:
    """Indices of the materials with gold, dealt into `folds` hands; fewer where there are fewer documents."""
    with_gold = [i for i, material in enumerate(materials) if material.has_gold and not material.is_test]
    random.Random(seed).shuffle(with_gold)
    dealt = [with_gold[k::folds] for k in range(folds)]
    return [hand for hand in dealt if hand]


Found = list[tuple[Material, list[Finding]]]


def validate_organisations(materials: Sequence[Material], folds: int, seed: int, fit: Fit) -> Report:
    """Cross-validate the recogniser of organisations.

    Args:
        materials: with and without gold.
        folds: trainings.
        seed: of the dealing.
        fit: trains on the materials it is given.
    """
    found = [
        (material, predict_organisations(material.doc, model))
        for held_out, model in _held_out(materials, folds, seed, fit)
        for material in held_out
    ]
    report = Report(facts=_trusted(found))
    _report_organisations(report, found, ("all", "fresh"))
    return report


def measure_organisations(report: Report, materials: Sequence[Material], model: LearnedModel) -> None:
    """Measure the final model on the documents kept for that, with the thresholds in the report.

    Args:
        report: of `validate_organisations`; lines are added.
        materials: with and without gold.
        model: learned from none of the test documents.
    """
    found = [(m, predict_organisations(m.doc, model)) for m in materials if m.is_test]
    _report_organisations(report, found, ("test",))


def _trusted(found: Found) -> dict[str, Any]:
    """Thresholds and confidences by the documents the rules were not made on, where there are some."""
    fresh = [pair for pair in found if pair[0].is_fresh] or found
    free: list[Judged] = []
    longer: list[Judged] = []
    for material, findings in fresh:
        rules = {(m.start, m.end) for m in material.rules}
        wanted, unsure = set(material.organisations), set(material.optional)
        seen: list[Span] = []
        # As they are merged.
        for finding in by_weight(findings):
            span = (finding.start, finding.end)
            if _touched(seen, span):
                continue
            met = _touched(rules, span)
            if not met:
                seen.append(span)
                if span not in unsure:
                    free.append((finding.probability, span in wanted))
            elif len(met) == 1 and met[0][0] == span[0] and met[0][1] < span[1]:
                seen.append(span)
                if (span in wanted) != (met[0] in wanted):
                    longer.append((finding.probability, span in wanted))
    return {
        "add_above": best_threshold(free, _FEW),
        "extend_above": best_threshold(longer, _FEW),
        "could_add": _right_of(free),
        "could_extend": _right_of(longer),
        "confidences": shares_from([*free, *longer]),
    }


def _right_of(judged: Sequence[Judged]) -> list[int]:
    """How many would have been right, of how many."""
    return [sum(right for _, right in judged), len(judged)]


def _touched(spans: Iterable[Span], span: Span) -> list[Span]:
    return [other for other in spans if other[0] < span[1] and span[0] < other[1]]


def _report_organisations(report: Report, found: Found, parts: Iterable[str]) -> None:
    trust = trust_of(report.facts)
    lines = [f"{who}{where}" for who in ("rules", "model", "both", "underthesea") for where in ("", "_new")]
    for part in parts:
        tallies = {line: Tally() for line in lines}
        chosen = [pair for pair in found if _PARTS[part](pair[0])]
        judged: list[Judged] = []
        for material, findings in chosen:
            merged = merge_organisations(material.rules, findings, trust)
            spans: dict[str, list[Span]] = {
                "rules": [(m.start, m.end) for m in material.rules],
                "model": [(f.start, f.end) for f in findings],
                "both": [(m.start, m.end) for m in merged],
                "underthesea": underthesea_organisations(material.doc),
            }
            for who, places in spans.items():
                _count(tallies[who], material, places, only_new=False)
                _count(tallies[f"{who}_new"], material, places, only_new=True)
            ours = [m for m in merged if m.method == "model" and (m.start, m.end) not in material.optional]
            judged += [(m.confidence, (m.start, m.end) in material.organisations) for m in ours]
        for line, tally in tallies.items():
            report.add(part, line, tally)
        if chosen:
            _tell_rows(report, part, judged)


def _tell_rows(report: Report, part: str, judged: Sequence[Judged]) -> None:
    """How many rows say `method = model`, how many of them are right, and whether their confidence means it."""
    report.facts[f"rows_of_model_{part}"] = _right_of(judged)
    report.facts[f"calibration_error_{part}"] = round(reliability(judged)[1], 4)


def trust_of(facts: Mapping[str, Any]) -> Trust:
    """How far facts say that a recogniser of organisations is to be believed."""
    add, extend = facts.get("add_above"), facts.get("extend_above")
    return Trust(
        NEVER if add is None else add, NEVER if extend is None else extend, tuple(map(tuple, facts["confidences"]))
    )


def _count(tally: Tally, material: Material, places: Sequence[Span], *, only_new: bool) -> None:
    """Count one document as `chitieu evaluate` does; of its organisations all, or those no gazetteer lists."""
    items = material.items("organisations")
    rows: list[Item] = [{"surface": material.doc.text[a:b]} for a, b in sorted(places)]
    if only_new:
        items = [item for item in items if not _is_listed(str(item["surface"]))]
        rows = [row for row in rows if not _is_listed(str(row["surface"]))]
    tally.take(match(_ORGANISATIONS, items, rows))


def _is_listed(surface: str) -> bool:
    """Whether the words are a form of an organisation the gazetteer lists."""
    return fold_place(surface) in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(
        fold_place(form)
        for row in gazetteers.read_table("organisations")
        for form in (row["name"], *gazetteers.split_cell(row["forms"]))
    )


Told = list[tuple[Material, dict[int, Verdict]]]


def validate_numbers(materials: Sequence[Material], folds: int, seed: int, fit: Fit) -> Report:
    """Cross-validate the classifier of numbers.

    Args:
        materials: with and without gold.
        folds: trainings.
        seed: of the dealing.
        fit: trains on the materials it is given.
    """
    told = [
        (material, judge_indicators(material.doc, material.rows, model))
        for held_out, model in _held_out(materials, folds, seed, fit)
        for material in held_out
    ]
    drops: list[Judged] = []
    changes: list[Judged] = []
    for material, verdicts in [pair for pair in told if pair[0].is_fresh] or told:
        gold = dict(material.numbers)
        for row in material.rows:
            if (verdict := verdicts.get(row.start)) is None:
                continue
            role = _gold_role(material.doc, row, gold)
            drops.append((verdict.of(NONE), role == NONE))
            if verdict.label not in (NONE, row.role) and (verdict.label == role) != (row.role == role):
                changes.append((verdict.probability, verdict.label == role))
    facts = {
        "drop_above": best_threshold(drops),
        "change_above": best_threshold(changes),
        "confidences": shares_from(changes),
    }
    report = Report(facts=facts)
    _report_numbers(report, told, ("all", "fresh"))
    return report


def measure_numbers(report: Report, materials: Sequence[Material], model: LearnedModel) -> None:
    """Measure the final model on the documents kept for that, with the thresholds in the report.

    Args:
        report: of `validate_numbers`; lines are added.
        materials: with and without gold.
        model: learned from none of the test documents.
    """
    told = [(m, judge_indicators(m.doc, m.rows, model)) for m in materials if m.is_test]
    _report_numbers(report, told, ("test",))


def _report_numbers(report: Report, told: Told, parts: Iterable[str]) -> None:
    drop, change = (report.facts[name] for name in ("drop_above", "change_above"))
    thresholds = (NEVER if drop is None else drop, NEVER if change is None else change)
    for part in parts:
        tallies = {f"{who}{where}": Tally() for who in ("rules", "model", "both") for where in ("", "_role")}
        judged: list[Judged] = []
        for material, verdicts in told:
            if not _PARTS[part](material):
                continue
            gold = dict(material.numbers)
            ways = {
                "rules": list(material.rows),
                # The labels, values and comparators are the rules' own: a model alone has none.
                "model": merge_indicators(material.rows, verdicts, _LIKELY, 0.0),
                "both": merge_indicators(material.rows, verdicts, *thresholds, tuple(report.facts["confidences"])),
            }
            for who, rows in ways.items():
                tallies[who].take(match(_FULL, material.items("indicators"), [_item(row) for row in rows]))
                tallies[f"{who}_role"].add(
                    _roles(material.doc, rows), [(start, role) for start, role in gold.items() if role != NONE]
                )
            judged += [
                (row.confidence, row.role == _gold_role(material.doc, row, gold))
                for row in ways["both"]
                if row.method == "model"
            ]
        for line, tally in tallies.items():
            report.add(part, line, tally)
        if part in report.lines:
            _tell_rows(report, part, judged)


def _item(row: Indicator) -> Item:
    names = ("surface", "value", "value_high", "kind", "comparator", "role", "label")
    return {name: getattr(row, name) for name in names}


def _roles(doc: DocumentText, rows: Sequence[Indicator]) -> list[tuple[int, str]]:
    found = ((first_number(doc.text, row.start, row.end), row.role) for row in rows)
    return [(start, role) for start, role in found if start is not None]


def _gold_role(doc: DocumentText, row: Indicator, gold: Mapping[int, str]) -> str:
    return next((gold.get(start, NONE) for start, _ in _roles(doc, [row])), NONE)


def _held_out(
    materials: Sequence[Material], folds: int, seed: int, fit: Fit
) -> Iterator[tuple[list[Material], LearnedModel]]:
    for hand in folds_of(materials, folds, seed):
        held = set(hand)
        yield [materials[i] for i in hand], fit([m for i, m in enumerate(materials) if i not in held and not m.is_test])


def underthesea_organisations(doc: DocumentText) -> list[Span]:
    """What underthesea's own recogniser (its CRF, the model it ships) takes for organisations; for comparison only."""
    from underthesea import ner

    spans: list[Span] = []
    for sentence in doc.sentences:
        text = doc.text[sentence.start : sentence.end]
        at, begun = 0, None
        for word, _, _, tag in ner(text):
            start = text.find(word, at)
            if start < 0:
                continue
            if tag == "B-ORG":
                begun = sentence.start + start
                spans.append((begun, begun + len(word)))
            elif tag == "I-ORG" and begun is not None:
                spans[-1] = (begun, sentence.start + start + len(word))
            else:
                begun = None
            at = start + len(word)
    return spans


__all__ = [
    "Fit",
    "Report",
    "folds_of",
    "measure_numbers",
    "measure_organisations",
    "trust_of",
    "underthesea_organisations",
    "validate_numbers",
    "validate_organisations",
]

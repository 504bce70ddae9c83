"""Cross-validation over documents: rules alone, model alone, both, and underthesea's own recogniser beside them.

A document with gold is measured only by a model that has not seen it. Thresholds and confidences of the models are
chosen on the same held-out verdicts, two numbers from some thousand: the figures of `both` are by so much too good, and
the model card says so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import gazetteers
from extractors.learned.models import LearnedModel
from extractors.learned.numbers import NONE, Verdict, judge, judge_indicators, merge_indicators, window
from extractors.learned.organisations import merge_organisations, predict_organisations
from extractors.model import Indicator
from extractors.organisations.provinces import fold_place
from extractors.text import DocumentText
from pipeline.train.material import Material, Span
from pipeline.train.measures import Tally, best_threshold, reliability

Fit = Callable[[Sequence[Material]], LearnedModel]
"""Trains on materials."""


@dataclass(slots=True)
class Report:
    """Figures by line of the table, and what the model is to be told of itself."""

    lines: dict[str, Mapping[str, float | int]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def folds_of(materials: Sequence[Material], folds: int, seed: int) -> list[list[int]]:
    """Indices of the materials with gold, dealt into `folds` hands; fewer where there are fewer documents."""
    with_gold = [i for i, material in enumerate(materials) if material.has_gold]
    random.Random(seed).shuffle(with_gold)
    dealt = [with_gold[k::folds] for k in range(folds)]
    return [hand for hand in dealt if hand]


def validate_organisations(materials: Sequence[Material], folds: int, seed: int, fit: Fit) -> Report:
    """Cross-validate the recogniser of organisations.

    Args:
        materials: with and without gold.
        folds: trainings.
        seed: of the dealing.
        fit: trains on the materials it is given.
    """
    tallies = {f"{who}{where}": Tally() for who in ("rules", "model", "both", "underthesea") for where in ("", "_new")}
    added = [0, 0]
    for held_out, model in _held_out(materials, folds, seed, fit):
        for material in held_out:
            learned = predict_organisations(material.doc, model)
            merged = merge_organisations(material.rules, learned)
            spans: dict[str, list[Span]] = {
                "rules": [(m.start, m.end) for m in material.rules],
                "model": [(m.start, m.end) for m in learned],
                "both": [(m.start, m.end) for m in merged],
                "underthesea": underthesea_organisations(material.doc),
            }
            for who, mentions in spans.items():
                found = [span for span in mentions if span not in material.optional]
                tallies[who].add(found, material.organisations)
                tallies[f"{who}_new"].add(_unlisted(material, found), _unlisted(material, material.organisations))
            new = {(m.start, m.end) for m in merged if m.method == "model"} - set(material.optional)
            added[0] += len(new & set(material.organisations))
            added[1] += len(new)
    facts = {"confidence": round((added[0] + 1) / (added[1] + 2), 3), "added": added[1], "added_right": added[0]}
    return Report({name: tally.as_dict() for name, tally in tallies.items()}, facts)


def _unlisted(material: Material, spans: Sequence[Span]) -> list[Span]:
    """Those whose words are no form of an organisation the gazetteer lists."""
    listed = _listed()
    return [(a, b) for a, b in spans if fold_place(material.doc.text[a:b]) not in listed]


def _listed() -> frozenset[str]:
    return frozenset(
        fold_place(form)
        for row in gazetteers.read_table("organisations")
        for form in (row["name"], *gazetteers.split_cell(row["forms"]))
    )


def validate_numbers(materials: Sequence[Material], folds: int, seed: int, fit: Fit) -> Report:
    """Cross-validate the classifier of numbers.

    Args:
        materials: with and without gold.
        folds: trainings.
        seed: of the dealing.
        fit: trains on the materials it is given.
    """
    states, roles, model_roles = Tally(), Tally(), Tally()
    judged: list[tuple[float, bool]] = []
    drops: list[tuple[float, bool]] = []
    changes: list[tuple[float, bool]] = []
    kept: list[tuple[Material, dict[int, Verdict], dict[int, str]]] = []
    for held_out, model in _held_out(materials, folds, seed, fit):
        for material in held_out:
            gold = dict(material.numbers)
            verdicts = judge([window(material.doc, start) for start in gold], model)
            judged += [(v.probability, v.label == role) for v, role in zip(verdicts, gold.values(), strict=True)]
            model_roles.add(
                ((s, v.label) for s, v in zip(gold, verdicts, strict=True) if v.label != NONE), _stated(gold)
            )
            told = judge_indicators(material.doc, material.rows, model)
            right = {row.start: _gold_role(material.doc, row, gold) for row in material.rows}
            for row in material.rows:
                if (verdict := told.get(row.start)) is None:
                    continue
                drops.append((verdict.of(NONE), right[row.start] == NONE))
                if verdict.label not in (NONE, row.role):
                    changes.append((verdict.probability, _gains(verdict.label, row.role, right[row.start])))
            kept.append((material, told, right))
    drop, change = best_threshold(drops), best_threshold(changes)
    for material, told, _ in kept:
        gold = dict(material.numbers)
        states.add(_rows(material.doc, material.rows), _stated(gold))
        merged = merge_indicators(material.rows, told, drop or 1.01, change or 1.01)
        roles.add(_rows(material.doc, merged), _stated(gold))
    table, error = reliability(judged)
    facts = {
        "drop_above": drop,
        "change_above": change,
        "calibration_error": round(error, 4),
        "reliability": [[b.low, b.high, b.rows, round(b.said, 3), round(b.right, 3)] for b in table],
    }
    lines = {"rules": states.as_dict(), "model": model_roles.as_dict(), "both": roles.as_dict()}
    return Report(lines, facts)


def _gains(said: str, was: str, gold: str) -> bool:
    """Whether changing a role makes it right; a change from wrong to wrong, or from right, is no gain."""
    return said == gold != was


def _stated(gold: Mapping[int, str]) -> list[tuple[int, str]]:
    return [(start, role) for start, role in gold.items() if role != NONE]


def _rows(doc: DocumentText, rows: Sequence[Indicator]) -> list[tuple[int, str]]:
    from extractors.learned.numbers import first_number

    found = ((first_number(doc.text, row.start, row.end), row.role) for row in rows)
    return [(start, role) for start, role in found if start is not None]


def _gold_role(doc: DocumentText, row: Indicator, gold: Mapping[int, str]) -> str:
    return next((gold.get(start, NONE) for start, _ in _rows(doc, [row])), NONE)


def _held_out(
    materials: Sequence[Material], folds: int, seed: int, fit: Fit
) -> Iterator[tuple[list[Material], LearnedModel]]:
    for hand in folds_of(materials, folds, seed):
        held = set(hand)
        yield [materials[i] for i in hand], fit([m for i, m in enumerate(materials) if i not in held])


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


__all__ = ["Fit", "Report", "folds_of", "underthesea_organisations", "validate_numbers", "validate_organisations"]

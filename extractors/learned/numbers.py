"""What a trained text classifier says of the numbers of a text, and the policy by which it corrects the rules.

The classifier reads one number in its sentence (`… kết nạp được « 1.219 » đoàn viên …`) and answers with a role of the
annotation guide or `none`. Policy: it never makes a row, for a row needs a label, which only the rules can read; it may
take a row away or change its role where it is surer than the thresholds its recipe chose on held-out documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import regex

from extractors.learned.models import LearnedModel, Steps, calibrated
from extractors.model import Indicator, Role
from extractors.text import DocumentText

NONE = "none"
LABELS: tuple[str, ...] = (NONE, *get_args(Role))
_NUMBER = regex.compile(r"(?<![\p{L}\d])\d+(?:[.,]\d+)*(?!\d)")
_BEFORE, _AFTER = 120, 80
"""Characters of the number's own paragraph that the classifier sees."""
_NEVER = 1.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier says of one number."""

    label: str
    probability: float
    scores: tuple[float, ...]
    """Probabilities of `LABELS`, in that order."""

    def of(self, label: str) -> float:
        """Probability of one of `LABELS`."""
        return self.scores[LABELS.index(label)]


def number_starts(text: str) -> list[int]:
    """Where numbers in digits begin in a text."""
    return [match.start() for match in _NUMBER.finditer(text)]


def first_number(text: str, start: int, end: int) -> int | None:
    """Where the first number in digits begins that begins within `[start, end)`, or null."""
    match = _NUMBER.search(text, start)
    return match.start() if match and match.start() < end else None


def window(doc: DocumentText, start: int) -> str:
    """What the classifier reads of the number that begins at `start`: its surroundings, with the number in « ».

    Args:
        doc: the document.
        start: offset in code points into `doc.text`; a digit stands there.
    """
    match = _NUMBER.match(doc.text, start)
    end = match.end() if match else start + 1
    paragraph = doc.paragraph_at(start)
    low, high = (paragraph.start, paragraph.end) if paragraph else (0, len(doc.text))
    before = doc.text[max(low, start - _BEFORE) : start]
    after = doc.text[end : min(high, end + _AFTER)]
    return f"{before}« {doc.text[start:end]} »{after}"


def judge(windows: Sequence[str], model: LearnedModel) -> list[Verdict]:
    """The classifier's verdicts on numbers, each read in its `window`."""
    known = model.nlp.get_pipe("textcat").labels  # type: ignore[attr-defined]
    verdicts = []
    for read in model.nlp.pipe(windows):
        scores = tuple(float(read.cats[label]) if label in known else 0.0 for label in LABELS)
        best = max(range(len(LABELS)), key=scores.__getitem__)
        verdicts.append(Verdict(LABELS[best], scores[best], scores))
    return verdicts


def judge_indicators(doc: DocumentText, rows: Sequence[Indicator], model: LearnedModel) -> dict[int, Verdict]:
    """Verdicts on rows of the rules.

    Args:
        doc: the document.
        rows: its indicators; those without a digit (`hai mươi mốt nghìn`) are not judged.
        model: of `extractors.learned.load_models`.

    Returns:
        Verdict by `start` of the row.
    """
    at = {row.start: start for row in rows if (start := first_number(doc.text, row.start, row.end)) is not None}
    verdicts = judge([window(doc, start) for start in at.values()], model)
    return dict(zip(at, verdicts, strict=True))


def correct_indicators(doc: DocumentText, rules: Sequence[Indicator], model: LearnedModel) -> list[Indicator]:
    """`merge_indicators` with the model's verdicts and the thresholds its recipe chose.

    Args:
        doc: the document.
        rules: its indicators by the rules.
        model: whose facts `drop_above` and `change_above` are the thresholds; one it lacks is never reached.
    """
    return merge_indicators(
        rules,
        judge_indicators(doc, rules, model),
        model.fact("drop_above", _NEVER),
        model.fact("change_above", _NEVER),
        model.confidences,
    )


def merge_indicators(
    rules: Sequence[Indicator],
    verdicts: Mapping[int, Verdict],
    drop_above: float = _NEVER,
    change_above: float = _NEVER,
    confidences: Steps = (),
) -> list[Indicator]:
    """The rules' rows, corrected by the policy above.

    Args:
        rules: indicators of the rules.
        verdicts: of `judge_indicators`; a row without one stays as it is.
        drop_above: a row goes where `none` is at least this probable.
        change_above: a row takes another role where that is at least this probable; it then is the model's.
        confidences: what the model's probabilities were worth on documents held out.

    Returns:
        The rows that stay, in the same order; links to rows that went are cut.
    """
    kept = []
    for row in rules:
        verdict = verdicts.get(row.start)
        if verdict is None:
            kept.append(row)
        elif verdict.of(NONE) >= drop_above:
            continue
        elif verdict.label not in (NONE, row.role) and verdict.probability >= change_above:
            kept.append(_with_role(row, verdict, confidences))
        else:
            kept.append(row)
    starts = {row.start for row in kept}
    return [
        replace(
            row,
            whole=row.whole if row.whole in starts else None,
            target=row.target if row.target in starts else None,
        )
        for row in kept
    ]


def _with_role(row: Indicator, verdict: Verdict, confidences: Steps) -> Indicator:
    role = next(known for known in get_args(Role) if known == verdict.label)
    return replace(row, role=role, method="model", confidence=round(calibrated(verdict.probability, confidences), 3))


__all__ = [
    "LABELS",
    "NONE",
    "Verdict",
    "correct_indicators",
    "first_number",
    "judge",
    "judge_indicators",
    "merge_indicators",
    "number_starts",
    "window",
]

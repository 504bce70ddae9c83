"""How sure a row is: confidence that means what it says.

What a mention looks like (which role, how far its label lies from it, table or prose …) is weighed by weights fitted
on gold, so that of the rows at 0.9 nine in ten are right; `python -m pipeline.evaluate.calibrate` fits them anew. They
are data: `certainty.csv`, with the gold and the date they come from.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import regex

from extractors.indicators.lexicon import fold, folded, unit_at
from extractors.model import Indicator, Organisation, Reference
from pipeline.document import Annotations

WEIGHTS = "certainty.csv"
_LEAST, _MOST = 0.02, 0.99
_WORD = regex.compile(r"[\p{L}\p{M}]{2,}")
_NEAR = 60
_COMPARES = regex.compile(r"\bso (?:với|cùng|kế|tháng|năm|dự)")
_ODD_START = re.compile(
    r"(?:và|thì|mà|là|để|khi|do|vì|nên|đã|đang|sẽ|không|cũng|rồi|lại|này|đó|theo|tại|từ|với|cho|trong|của|về|nhưng|"
    r"còn|các|những|có|đạt|tăng|giảm)\b"
)
_MAGNITUDE = re.compile(r"nghìn|ngàn|triệu|tỷ|tỉ|vạn")


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of each model by feature."""
    found: dict[str, dict[str, float]] = {}
    for row in csv.DictReader((files(__package__) / WEIGHTS).read_text(encoding="utf-8").splitlines()):
        found.setdefault(row["model"], {})[row["feature"]] = float(row["weight"])
    return found


def probability(model: str, features: Mapping[str, float]) -> float:
    """What a model says of features: a share between 0 and 1, to three places."""
    known = weights().get(model, {})
    total = sum(known.get(name, 0.0) * value for name, value in features.items())
    return round(min(_MOST, max(_LEAST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))), 3)


def organisation_features(organisation: Organisation) -> dict[str, float]:
    """What the confidence of an organisation is told by: how its name was found."""
    return {"always": 1.0, f"found {organisation.confidence:.2f}": 1.0, f"type {organisation.org_type}": 1.0}


def reference_features(reference: Reference) -> dict[str, float]:
    """What the confidence of a reference is told by: its form, and what of it is known."""
    known = reference.symbol is not None or reference.form == "named"
    return {
        "always": 1.0,
        f"form {reference.form}": 1.0,
        "resolved" if known else "unresolved": 1.0,
        "no type" if reference.doc_type is None else "typed": 1.0,
        "self" if reference.is_self else "cited": 1.0,
    }


class Certainty:
    """Answers, for one document, how sure its rows are."""

    def __init__(self, found: Annotations) -> None:
        self._doc = found.doc
        self._kind = found.metadata.doc_kind
        self._starts = sorted(indicator.start for indicator in found.indicators)

    def of_indicator(self, indicator: Indicator, code: str | None) -> float:
        """How likely value, kind, comparator, role and label are all right."""
        if indicator.method == "model":
            return indicator.confidence
        return probability("indicator", self.indicator_features(indicator, code))

    @staticmethod
    def of_organisation(organisation: Organisation) -> float:
        """How likely span and full name are right."""
        if organisation.method == "model":
            return organisation.confidence
        return probability("organisation", organisation_features(organisation))

    @staticmethod
    def of_reference(reference: Reference) -> float:
        """How likely the mention, its symbol and its date are right."""
        if reference.method == "model":
            return reference.confidence
        return probability("reference", reference_features(reference))

    def indicator_features(self, indicator: Indicator, code: str | None) -> dict[str, float]:
        """What the confidence of an indicator is told by."""
        doc, start, end = self._doc, indicator.start, indicator.end
        sentence = doc.sentence_at(start)
        low, high = (sentence.start, sentence.end) if sentence and sentence.end > start else (start, end)
        paragraph = doc.paragraph_at(start)
        before = folded(doc.view[max(low, start - 400) : start])
        behind = folded(doc.view[end : min(high, end + 200)])
        near_before, near_behind = before[-_NEAR:], behind[:_NEAR]
        label = fold(indicator.label)
        words, odd, figures, compared = _label(label)
        first = bisect_left(self._starts, low)
        order = bisect_left(self._starts, start) - first
        count = bisect_right(self._starts, high) - first
        size = len(words) or 1
        near = have_before = have_behind = elsewhere = 0
        for word in words:
            ahead, after = _stands(word, before), _stands(word, behind)
            have_before += ahead
            have_behind += after
            elsewhere += not ahead and not after
            # Where the words near are cut, a piece of one may look like another.
            near += _stands(word, near_before) or _stands(word, near_behind)
        features = {
            "always": 1.0,
            f"role {indicator.role}": 1.0,
            f"kind {indicator.kind}": 1.0,
            f"document {self._kind}": 1.0,
            f"paragraph {paragraph.kind if paragraph else 'none'}": 1.0,
            "in a table" if indicator.cell is not None else "in prose": 1.0,
            f"label of {_length(size)}": 1.0,
            "label words near": near / size,
            "label words before": have_before / size,
            "label words behind": have_behind / size,
            "label words elsewhere": elsewhere / size,
            "numbers before": min(order, 6) / 6,
            "numbers in the sentence": min(count, 10) / 10,
            "long sentence": min(high - low, 800) / 800,
            "far into the sentence": min(start - low, 400) / 400,
        }
        unit = indicator.unit or ""
        unit_folded, unit_known = _unit(unit)
        flags = (
            ("coded", code is not None),
            ("label begins oddly", odd),
            ("label with figures", figures),
            ("label is its unit", unit != "" and unit_folded == label),
            ("label begins with its unit", unit != "" and label.startswith(unit_folded)),
            ("compared and said so", compared),
            ("not exact", indicator.comparator != "="),
            ("range", indicator.value_high is not None),
            ("period", indicator.period is not None),
            ("part of a whole", indicator.whole is not None),
            ("against a target", indicator.target is not None),
            ("sums hold", indicator.arithmetic == "ok"),
            ("no unit", unit == ""),
            ("unit of the gazetteer", unit_known),
            ("unit per something", "/" in unit),
            ("in words", not any(map(str.isdigit, indicator.surface))),
            ("magnitude", _MAGNITUDE.search(indicator.surface.lower()) is not None),
            ("few", indicator.kind == "count" and abs(indicator.value) < 5),
            ("in brackets", before.rfind("(") > before.rfind(")")),
            ("in quotes", before.count('"') % 2 == 1),
            ("behind a colon", before.endswith(":")),
            ("opens the sentence", start - low < 4),
        )
        for name, holds in flags:
            if holds:
                features[name] = 1.0
        return features


@lru_cache(maxsize=4096)
def _label(label: str) -> tuple[tuple[str, ...], bool, bool, bool]:
    """Of a folded label: its words, whether it begins oddly, holds figures, compares. Labels come again and again."""
    return (
        tuple(_WORD.findall(label)),
        _ODD_START.match(label) is not None,
        any(map(str.isdigit, label)),
        _COMPARES.search(label) is not None,
    )


@lru_cache(maxsize=1024)
def _unit(unit: str) -> tuple[str, bool]:
    """Of a unit, which may be empty: folded, and whether the gazetteer has it."""
    return fold(unit), unit != "" and unit_at(unit, 0) is not None


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, as `_WORD` cuts it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_is_letter(text[at - 1 : at]) or _is_letter(text[end : end + 1])):
            return True
        at = text.find(word, at + 1)
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or (sign > "\u02ff" and unicodedata.category(sign)[0] == "M")


def _length(words: int) -> str:
    return next(
        (name for most, name in ((1, "1"), (3, "2-3"), (7, "4-7"), (12, "8-12")) if words <= most), "13 or more"
    )


__all__ = ["WEIGHTS", "Certainty", "organisation_features", "probability", "reference_features", "weights"]

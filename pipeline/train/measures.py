"""What is counted when rules and models are held against gold."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.evaluate.compare import Matching

Judged = tuple[float, bool]
"""(probability or confidence, whether acting on it was right)."""


@dataclass(slots=True)
class Tally:
    """Right, found and wanted, summed over documents."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: Iterable[Hashable], wanted: Iterable[Hashable]) -> None:
        """Count one document."""
        have, want = set(found), set(wanted)
        self.right += len(have & want)
        self.found += len(have)
        self.wanted += len(want)

    def take(self, matching: Matching) -> None:
        """Count one document as `chitieu evaluate` has paired it."""
        self.right += len(matching.hits)
        self.found += len(matching.hits) + len(matching.spurious)
        self.wanted += len(matching.hits) + len(matching.missed)

    @property
    def precision(self) -> float:
        """Right of found; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of wanted; 0 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0

    def as_dict(self) -> Mapping[str, float | int]:
        """For JSON."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "found": self.found,
            "wanted": self.wanted,
        }


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table."""

    low: float
    high: float
    rows: int
    said: float
    """Mean confidence."""
    right: float
    """Share that was right."""


def reliability(judged: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[list[Bin], float]:
    """Does confidence mean what it says?

    Args:
        judged: (confidence 0 to 1, whether it was right).
        bins: equal parts of 0 to 1; empty ones are left out.

    Returns:
        the bins, and the expected calibration error: the mean distance between said and right, weighted by rows
        (Naeini, Cooper and Hauskrecht, AAAI 2015).
    """
    table = []
    for i in range(bins):
        low, high = i / bins, (i + 1) / bins
        inside = [(p, ok) for p, ok in judged if low <= p < high or (i == bins - 1 and p == high)]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            right = sum(ok for _, ok in inside) / len(inside)
            table.append(Bin(low, high, len(inside), said, right))
    error = sum(b.rows * abs(b.said - b.right) for b in table) / len(judged) if judged else 0.0
    return table, error


def best_threshold(judged: Sequence[tuple[float, bool]], at_least: int = 5) -> float | None:
    """The lowest probability from which acting on it does more good than harm, twice over.

    Args:
        judged: (probability, whether acting on it would have been right), on held-out documents.
        at_least: cases that must lie above it.

    Returns:
        the threshold, or null where there is none.
    """
    best: float | None = None
    good = bad = 0
    for probability, cases in groupby(sorted(judged, key=lambda case: -case[0]), key=lambda case: case[0]):
        outcomes = [right for _, right in cases]
        good, bad = good + sum(outcomes), bad + len(outcomes) - sum(outcomes)
        if good + bad >= at_least and good >= 2 * bad:
            best = probability
    return best


def shares_from(judged: Sequence[Judged], least: int = 3) -> list[tuple[float, float]]:
    """What probabilities have been worth: steps of (probability, share right from it up to the next step).

    Shares rise with probability (neighbours that do not are taken together), and are drawn towards one half as if one
    more had been right and one more wrong: few cases prove little.

    Args:
        judged: on documents held out.
        least: cases a step is made of; what is left above the last one belongs to it.
    """
    steps: list[tuple[float, int, int]] = []
    right = cases = 0
    low = 0.0
    ordered = sorted(judged)
    for i, (probability, ok) in enumerate(ordered):
        low = low if cases else probability
        right, cases = right + ok, cases + 1
        last = i + 1 == len(ordered)
        if cases >= least and (last or ordered[i + 1][0] > probability):
            steps.append((low, right, cases))
            right = cases = 0
        elif last and steps:
            begin, fewer, own = steps.pop()
            steps.append((begin, fewer + right, own + cases))
        while len(steps) > 1 and steps[-2][1] * steps[-1][2] > steps[-1][1] * steps[-2][2]:
            _, more, others = steps.pop()
            begin, fewer, own = steps.pop()
            steps.append((begin, fewer + more, own + others))
    return [(math.floor(low * 1e4) / 1e4, round((right + 1) / (cases + 2), 3)) for low, right, cases in steps]


__all__ = ["Bin", "Judged", "Tally", "best_threshold", "reliability", "shares_from"]

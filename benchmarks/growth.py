"""Linking and the registry on made rows: does their cost grow in proportion, and what do they hold in memory?"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import linking
from benchmarks.figures import Figure

GROUP = "linking"


def measure(sizes: tuple[int, ...]) -> Iterator[Figure]:
    """Measure.

    Args:
        sizes: references, ascending.
    """
    found = linking.measure(sizes)
    rates: list[float] = []
    for row in (row for row in found if row["run"] == "first"):
        seconds, references = row["link_seconds"] + row["write_seconds"], row["references"]
        rates.append(seconds / references * 1e6)
        yield Figure(
            GROUP, f"{references:,} references linked and written", rates[-1], "s a million",
            note=f"{row['directives']:,} directives, {seconds:.1f} s",
        )  # fmt: skip
        yield Figure(GROUP, f"{references:,} references: largest memory", row["peak_mb"], "MB", "< 1024")
    if len(rates) > 1:
        yield Figure(
            GROUP, f"cost of one reference, of {sizes[-1]:,} against {sizes[0]:,}", rates[-1] / rates[0], "ratio",
            "<= 1.5", "near-linear: 1",
        )  # fmt: skip
    for row in (row for row in found if row["run"] != "first" and row["references"] >= sizes[-1]):
        seconds = row["link_seconds"] + row["write_seconds"]
        yield Figure(GROUP, f"{row['references']:,} references, {row['run']}", seconds, "s")

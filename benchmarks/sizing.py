"""What an archive takes, reckoned from measured figures: `python -m benchmarks.sizing FIGURES.json [--page FILE]`.

FIGURES.json is what `python -m benchmarks --scale full --json` wrote. Every number of the table is a product of figures
in it and of the mix below; nothing is guessed, and a figure that is not there is told.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.__main__ import put

PAGE_CHARACTERS = 1200
"""What our own layout puts on a page; the pages of `formats` are such pages."""
MIXES: Mapping[str, Mapping[str, float]] = {
    "all digital": {"docx": 0.4, "doc": 0.2, "pdf": 0.3, "html": 0.1},
    "a tenth scans": {"docx": 0.35, "doc": 0.2, "pdf": 0.25, "html": 0.1, "scan": 0.1},
    "half scans": {"docx": 0.2, "doc": 0.1, "pdf": 0.2, "scan": 0.5},
}
"""Shares of pages by format: what offices' archives look like, from new to old."""
CORES = (2, 16, 64)
_TABLES = "disk: tables (Parquet)"
_DISK = (_TABLES, "disk: DuckDB file", "disk: CSV files", "disk: what was found, for later runs")


@dataclass(frozen=True)
class Measured:
    """The figures sizing needs."""

    rates: Mapping[str, float]
    """Format → pages an hour and core."""
    two: float
    """What the second process brings, of 1."""
    link_seconds: float
    """Seconds of one core for linking and writing a reference."""
    link_bytes: float
    """Memory a reference takes while linking, beyond what the process holds anyway."""
    disk: Mapping[str, float]
    """Bytes a character of text, by what they are for."""
    references: float
    """References a page."""

    @classmethod
    def of(cls, told: Mapping[str, Sequence[Mapping[str, str | float]]]) -> Measured:
        """From what the benchmarks wrote.

        Raises:
            KeyError: a figure is missing.
        """
        figures = {(str(f["group"]), str(f["name"])): float(f["value"]) for f in told["figures"]}
        group = {name: value for (group, name), value in figures.items() if group == "formats"}
        memory = sorted(
            (int(name.split(" ")[0].replace(",", "")), value)
            for (g, name), value in figures.items()
            if g == "linking" and name.endswith("largest memory")
        )
        (few, small), (many, large) = memory[0], memory[-1]
        seconds = [v for (g, name), v in figures.items() if g == "linking" and name.endswith("linked and written")]
        return cls(
            group,
            figures["runs", "two processes against one, extraction"] / 2,
            seconds[-1] / 1e6,
            max(0.0, (large - small) * 2**20 / (many - few)),
            {name: figures["runs", name] for name in _DISK},
            figures["runs", "references"] * PAGE_CHARACTERS / 1000,
        )


def table(measured: Measured, pages: Sequence[int] = (1_000_000, 10_000_000)) -> str:
    """Hours, memory and disk for archives of so many pages, as Markdown."""
    lines = ["| format | pages an hour and core | ms a page |", "| --- | ---: | ---: |"]
    lines += [f"| {kind} | {rate:,.0f} | {3.6e6 / rate:,.0f} |" for kind, rate in measured.rates.items()]
    lines.append("")
    for name, mix in MIXES.items():
        seconds = sum(share * 3600 / measured.rates[kind] for kind, share in mix.items())
        shares = ", ".join(f"{share:.0%} {kind}" for kind, share in mix.items())
        lines += [f"**{name}** ({shares}): {seconds * 1e3:.0f} ms of one core a page.", ""]
        lines += ["| pages | " + " | ".join(f"hours on {cores} cores" for cores in CORES) + " | linking and writing |"]
        lines += ["| ---: |" + " ---: |" * (len(CORES) + 1)]
        for count in pages:
            hours = [count * seconds / 3600 / (cores * (1 if cores == 1 else measured.two)) for cores in CORES]
            last = count * measured.references * measured.link_seconds / 3600
            cells = [f"{hour:,.1f}" for hour in hours]
            lines += [f"| {count:,} | " + " | ".join(cells) + f" | {last:,.1f} h of one core |"]
        lines.append("")
    lines += ["| pages | memory of linking | tables | DuckDB | CSV | kept for later runs |", "| ---: |" + " ---: |" * 5]
    for count in pages:
        memory = 0.4 + count * measured.references * measured.link_bytes / 2**30
        sizes = [count * PAGE_CHARACTERS * measured.disk[name] / 2**30 for name in _DISK]
        lines += [f"| {count:,} | {memory:,.1f} GB | " + " | ".join(f"{size:,.1f} GB" for size in sizes) + " |"]
    return "\n".join(lines)


def main() -> None:
    """Reckon and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--page", type=Path, help="put the tables between the markers of this page")
    args = parser.parse_args()
    told = json.loads(args.figures.read_text(encoding="utf-8"))
    content = f"{told['date']}, {told['machine']}:\n\n{table(Measured.of(told))}"
    print(content)
    if args.page:
        put(args.page, content)


if __name__ == "__main__":
    main()

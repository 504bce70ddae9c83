"""All benchmarks in one go.

    python -m benchmarks [--scale small|medium|full] [--only GROUP …] [--json FILE] [--page FILE]

Prints a table as it measures, writes everything with machine and date as JSON, and puts the table between the markers
of a page. Ratios are of one run; nothing here is a test, and nothing fails for being slow.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks import formats, growth, neighbours, runs, text
from benchmarks.figures import Figure, machine

Measure = Callable[[], Iterator[Figure]]

SCALES: Mapping[str, Mapping[str, Measure]] = {
    "small": {
        "text": lambda: text.measure(13, repeat=1),
        "beside others": lambda: neighbours.measure(6),
        "formats": lambda: formats.measure(4),
        "linking": lambda: growth.measure((1000, 3000)),
        "runs": lambda: runs.measure(20, factor=2),
    },
    "medium": {
        "text": lambda: text.measure(100, repeat=3),
        "beside others": lambda: neighbours.measure(100),
        "formats": lambda: formats.measure(60),
        "linking": lambda: growth.measure((10_000, 100_000)),
        "runs": lambda: runs.measure(200, factor=5),
    },
    "full": {
        "text": lambda: text.measure(300, repeat=5),
        "beside others": lambda: neighbours.measure(300),
        "formats": lambda: formats.measure(200),
        "linking": lambda: growth.measure((10_000, 100_000, 1_000_000)),
        "runs": lambda: runs.measure(1000, factor=10),
    },
}
"""How much each group measures; `full` takes the better part of an hour on two cores, `small` a minute or two."""

_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"
_WORDS = {True: "yes", False: "**no**", None: ""}


def row(figure: Figure) -> str:
    """A figure as a row of a Markdown table."""
    value = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:.2f}"
    cells = (figure.group, figure.name, value, figure.unit, figure.asked, _WORDS[figure.met], figure.note)
    return "| " + " | ".join(cells) + " |"


def table(figures: list[Figure], about: Mapping[str, str]) -> str:
    """Figures as a Markdown table with a line about the machine above it."""
    head = "| group | what | figure | unit | asked | met | |\n| --- | --- | ---: | --- | --- | --- | --- |"
    line = f"{about['date']}, {about['machine']}, scale `{about['scale']}`, version {about['version']}:"
    return "\n".join([line, "", head, *map(row, figures)])


def put(page: Path, content: str) -> None:
    """Put a table between the markers of a page.

    Raises:
        ValueError: the page has no markers.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"{page}: no {_BEGIN} … {_END}")
    page.write_text(f"{before}{begin}\n{content}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, write."""
    from pipeline.schema import PIPELINE_VERSION

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", choices=SCALES, default="medium")
    parser.add_argument("--only", nargs="*", choices=SCALES["full"], help="some groups only")
    parser.add_argument("--json", type=Path, help="write the figures there; those of other groups in it are kept")
    parser.add_argument("--page", type=Path, help="put the table between the markers of this page")
    args = parser.parse_args()
    about = {
        "date": dt.date.today().isoformat(),
        "machine": machine(),
        "scale": args.scale,
        "version": PIPELINE_VERSION,
    }
    chosen = {name: measure for name, measure in SCALES[args.scale].items() if not args.only or name in args.only}
    figures: list[Figure] = []
    for measure in chosen.values():
        for figure in measure():
            print(row(figure), flush=True)
            figures.append(figure)
    if args.json:
        if args.only and args.json.exists():
            kept = json.loads(args.json.read_text(encoding="utf-8"))["figures"]
            known = [Figure(**{key: value for key, value in old.items() if key != "met"}) for old in kept]
            order = list(SCALES["full"])
            figures = sorted([f for f in known if f.group not in chosen] + figures, key=lambda f: order.index(f.group))
        told = {**about, "figures": [{**asdict(figure), "met": figure.met} for figure in figures]}
        args.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if args.page:
        put(args.page, table(figures, about))


if __name__ == "__main__":
    sys.exit(main())

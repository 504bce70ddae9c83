"""Old documents: how many of the diacritics of their transcripts come back, and how long reading takes, beside viparse.

    python benchmarks/archive.py ARCHIVE [--transcripts FOLDER] [--alone] [--misses]

ARCHIVE holds documents in encodings from before Unicode (in any subfolders), FOLDER a transcript `STEM.txt` of each
(default: ARCHIVE/transcripts). Every file is read by `pipeline.read` and cleaned, and then by viparse with automatic
encoding, in the same run and on the clock on the wall; starting LibreOffice counts for whoever starts it. viparse needs
its readers (`pip install 'viparse[office,pdf,rtf]'`) and LibreOffice.

Exit status 1 where less than `--need` comes back in all, or where a file stays below `--least` without a warning.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: the benchmark called pipeline would be taken for the package of its name.
    del sys.path[0]

from pipeline.clean import clean
from pipeline.errors import InputError
from pipeline.evaluate.diacritics import Recovered, recovered
from pipeline.read import read_bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reader made of one file."""

    text: str
    seconds: float
    note: str = ""
    warned: bool = False


@dataclass(slots=True)
class Sum:
    """What one reader made of several files."""

    files: int = 0
    found: Recovered = field(default_factory=lambda: Recovered(0, 0, ()))
    seconds: float = 0.0

    def add(self, found: Recovered, seconds: float) -> None:
        """Count one more file in."""
        self.files += 1
        self.found = Recovered(self.found.right + found.right, self.found.total + found.total, ())
        self.seconds += seconds


def by_chitieu(path: Path) -> Outcome:
    """Our reading and cleaning."""
    start = time.perf_counter()
    try:
        cleaned = clean(read_bytes(path.read_bytes(), path.name))
    except InputError as error:
        return Outcome("", time.perf_counter() - start, error.code, True)
    seconds = time.perf_counter() - start
    return Outcome(cleaned.text, seconds, cleaned.encoding_fixed, bool(cleaned.warnings))


def by_viparse(path: Path) -> Outcome:
    """viparse alone, as its documentation tells."""
    import viparse

    start = time.perf_counter()
    try:
        text = "\n".join(x.text for x in viparse.load(path, output="text", encoding="auto"))
    except viparse.ViparseError as error:
        return Outcome("", time.perf_counter() - start, type(error).__name__)
    return Outcome(text, time.perf_counter() - start)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--transcripts", type=Path)
    parser.add_argument("--alone", action="store_true", help="without viparse")
    parser.add_argument("--misses", action="store_true", help="the words that did not come back")
    parser.add_argument("--need", type=float, default=0.993)
    parser.add_argument("--least", type=float, default=0.95)
    args = parser.parse_args()
    transcripts = {path.stem: path for path in (args.transcripts or args.archive / "transcripts").glob("*.txt")}
    paths = sorted((p for p in args.archive.rglob("*") if p.stem in transcripts and p.suffix != ".txt"), key=_name)
    if not paths:
        parser.error(f"no document with a transcript in {args.archive}")
    readers = [by_chitieu] if args.alone else [by_chitieu, by_viparse]
    sums: dict[str, list[Sum]] = {}
    below: list[str] = []
    print(
        f"{'':44}{'chitieu':>8}{'s':>7}" + ("" if args.alone else f"{'viparse':>9}{'s':>7}{'ratio':>7}") + "  encoding"
    )
    for path in paths:
        told = transcripts[path.stem].read_text(encoding="utf-8")
        outcomes = [reader(path) for reader in readers]
        found = [recovered(told, outcome.text) for outcome in outcomes]
        for group in (path.suffix.lower(), ""):
            columns = sums.setdefault(group, [Sum() for _ in readers])
            for column, outcome, counts in zip(columns, outcomes, found, strict=True):
                column.add(counts, outcome.seconds)
        if found[0].share < args.least and not outcomes[0].warned:
            below.append(path.name)
        print(f"{path.name[:43]:44}" + _columns(found, [x.seconds for x in outcomes]) + f"  {outcomes[0].note}")
        if args.misses and found[0].missed:
            print(f"    {' '.join(found[0].missed[:40])}")
    for group, columns in sorted(sums.items(), reverse=True):
        label = f"{columns[0].files} {group} files".replace("  ", " ")
        print(f"{label:44}" + _columns([x.found for x in columns], [x.seconds for x in columns]))
    for name in below:
        print(f"below {args.least} without a warning: {name}")
    return int(sums[""][0].found.share < args.need or bool(below))


def _name(path: Path) -> str:
    return path.name


def _columns(found: list[Recovered], seconds: list[float]) -> str:
    parts = [f"{counts.share:8.4f}{taken:7.2f}" for counts, taken in zip(found, seconds, strict=True)]
    return " ".join(parts) + (f"{seconds[0] / seconds[1]:7.2f}" if len(seconds) > 1 else "")


if __name__ == "__main__":
    raise SystemExit(main())

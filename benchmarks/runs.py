"""Whole runs of `chitieu run`, as a user starts them: orchestration, cores, memory, growth, runs again.

Every figure is of real processes over a generated corpus of mixed formats. Wall times mean something on a machine that
does nothing else; processor times and memory do on any.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

from benchmarks.figures import Cost, Figure, command_cost
from benchmarks.generate import generate
from pipeline.flow.batches import usable_cores

GROUP = "runs"


def measure(documents: int, factor: int = 10) -> Iterator[Figure]:
    """Measure.

    Args:
        documents: size of the small corpus.
        factor: the large one is so many times as large.
    """
    with tempfile.TemporaryDirectory(prefix="chitieu-bench-") as place:
        root = Path(place)
        (root / "note").mkdir()
        (root / "note" / "một dòng.txt").write_text("Năm 2023, kết nạp 12 đoàn viên.\n", encoding="utf-8")
        generate(root / "ten", 10)
        generate(root / "in", documents)
        nothing = _run(root / "note", root / "out-note")
        ten = _run(root / "ten", root / "out-ten")
        yield Figure(GROUP, "ten documents, all in", ten.wall, "s", note=f"one line of text: {nothing.wall:.1f} s")
        yield from _scans(root, max(2, documents // 50), nothing)
        yield from _orchestration(root, 2 * documents)
        first = yield from _cores(root, documents)
        again = _run(root / "in", root / "out")
        own = first.processor - nothing.processor
        few = max(1, documents // 100)
        generate(root / "in", few, first=documents)
        more = _run(root / "in", root / "out")
        large = documents * factor
        generate(root / "in", large - documents - few, first=documents + few)
        big = _run(root / "in", root / "out-large")
        big_again = _run(root / "in", root / "out-large")
        generate(root / "in", 100, first=large)
        big_more = _run(root / "in", root / "out-large")
        characters, references = _extent(root / "out-large")
        disk = {name: size / characters for name, size in _disk(root / "out-large").items()}
    yield Figure(
        GROUP, f"memory, {large} documents against {documents}", big.largest / first.largest, "ratio", "<= 1.3",
        f"largest process {first.largest / 2**20:.0f} MB and {big.largest / 2**20:.0f} MB",
    )  # fmt: skip
    yield Figure(GROUP, f"largest process, {large} documents", big.largest / 2**20, "MB", "< 1024")
    big_own = big.processor - nothing.processor
    yield Figure(
        GROUP, f"processor time, {large} documents against {documents}", big_own / own, "ratio", f"<= {factor * 1.05:g}"
    )
    for name, cost, base, count in (
        (f"again, {documents} unchanged", again, own, documents),
        (f"again, {large} unchanged", big_again, big_own, large),
    ):
        whole = base + nothing.processor
        yield Figure(
            GROUP, name, cost.processor / whole * 100, "% of the first", "< 3" if count >= 10_000 else "",
            f"{cost.processor:.1f} s of {whole:.1f} s, of which a run of one line is {nothing.processor:.1f} s",
        )  # fmt: skip
    for name, cost, added, base, count in (
        (f"{few} more on {documents}", more, few, own, documents),
        (f"100 more on {large}", big_more, 100, big_own, large),
    ):
        share = base / count * added
        yield Figure(
            GROUP, name, (cost.processor - nothing.processor) / share, "x their share of the first",
            note=f"{cost.processor - nothing.processor:.1f} s beyond a run of one line, their share {share:.1f} s",
        )  # fmt: skip

    for name, ratio in disk.items():
        yield Figure(GROUP, f"disk: {name}", ratio, "bytes a character of text")
    yield Figure(GROUP, "references", references / characters * 1000, "a thousand characters")


def _scans(root: Path, documents: int, nothing: Cost) -> Iterator[Figure]:
    """How busy the cores are while scans are read."""
    if shutil.which("tesseract") is None:
        return
    generate(root / "scans", documents, {"scan": 1})
    cost = _run(root / "scans", root / "out-scans")
    cores = usable_cores()
    busy = (cost.processor - nothing.processor) / (_timings(root / "out-scans")["extract"] * cores) * 100
    yield Figure(
        GROUP, f"{documents} scans: cores kept busy", busy, "%",
        note=f"{cost.wall:.1f} s in all on {cores} cores, {cost.processor:.1f} s of processor time",
    )  # fmt: skip


def _extent(out: Path) -> tuple[int, int]:
    """Characters and references of a run."""
    from pipeline.store import open_run

    with open_run(out) as run:
        found = run.execute("select sum(n_chars), (select count(*) from document_references) from documents")
        characters, references = found.fetchall()[0]
    return int(characters), int(references)


def _disk(out: Path) -> dict[str, int]:
    """Bytes of an output folder, by what they are for."""
    sizes = {"tables (Parquet)": 0, "DuckDB file": 0, "CSV files": 0, "what was found, for later runs": 0}
    for path in out.rglob("*"):
        if path.is_file():
            inside = path.relative_to(out).parts[0]
            if inside == ".chitieu-cache":
                sizes["what was found, for later runs"] += path.stat().st_size
            elif inside.endswith(".parquet"):
                sizes["tables (Parquet)"] += path.stat().st_size
            elif inside.endswith(".duckdb"):
                sizes["DuckDB file"] += path.stat().st_size
            elif inside.endswith(".csv"):
                sizes["CSV files"] += path.stat().st_size
    return sizes


def _run(inputs: Path, out: Path, *options: str) -> Cost:
    return command_cost("-m", "pipeline.cli", "run", str(inputs), "--out", str(out), "-q", *options)


def _cores(root: Path, documents: int) -> Generator[Figure, None, Cost]:
    """One process against two, each twice in turns, the quicker one of both. Returns what the last run cost."""
    seconds: dict[str, list[float]] = {"1": [], "2": []}
    for processes in ("1", "2", "1", "2"):
        shutil.rmtree(root / "out", ignore_errors=True)
        cost = _run(root / "in", root / "out", "-w", processes)
        seconds[processes].append(_timings(root / "out")["extract"])
    alone, both = min(seconds["1"]), min(seconds["2"])
    yield Figure(
        GROUP, "two processes against one, extraction", alone / both, "x", ">= 1.8",
        f"{documents} documents, wall time, {alone:.1f} s and {both:.1f} s",
    )  # fmt: skip
    return cost


def _orchestration(root: Path, documents: int) -> Iterator[Figure]:
    """A run against bare processes that do the same work, each twice in turns, the better one of both."""
    generate(root / "many", documents)
    runs, bares = [], []
    for i in range(2):
        runs.append(_run(root / "many", root / f"out-many-{i}", "-w", "2"))
        bares.append(command_cost("-m", "benchmarks.bare", str(root / "many"), str(root / f"out-bare-{i}"), "2"))
        shutil.rmtree(root / f"out-many-{i}")
        shutil.rmtree(root / f"out-bare-{i}")
    run = min(runs, key=lambda cost: cost.processor)
    bare = min(bares, key=lambda cost: cost.processor)
    yield Figure(
        GROUP, f"orchestration of {documents} documents", (run.processor / bare.processor - 1) * 100,
        "% processor time", "<= 5" if documents >= 2000 else "",
        f"{run.processor:.1f} s against {bare.processor:.1f} s of two bare processes, linking and writing; "
        f"wall {run.wall:.1f} s against {bare.wall:.1f} s",
    )  # fmt: skip


def _timings(out: Path) -> dict[str, float]:
    return dict(json.loads((out / "run.json").read_text(encoding="utf-8"))["timings"])


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        print(figure)

"""How linking and writing grow: `python benchmarks/linking.py [REFERENCES …]`, by default 10,000 to 1,000,000.

Makes that many references (`made_rows.py`), links and writes them in a process of its own, then again with one part
more, then without any change. Prints processor seconds, per 100,000 references, and the largest memory.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: the benchmark called pipeline would be taken for the package of its name.
    del sys.path[0]
    sys.path.insert(0, str(Path(__file__).parent.parent))

SIZES = (10_000, 100_000, 1_000_000)


def _largest() -> int:
    """Kilobytes this process has held at most.

    Not `ru_maxrss`: Linux has a new process begin with that of the one that started it.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))


def link_once(parts: Path, out: Path) -> dict[str, Any]:
    """Link and write all parts of a folder in this process."""
    from pipeline import store

    selection = store.Selection.of_parts(path for path in parts.iterdir() if path.is_dir())
    base = _largest()
    started, wall = time.process_time(), time.monotonic()
    linked = store.link(selection)
    between, peak = time.process_time(), _largest()
    counts = store.write_linked(linked, out, {})
    ended = time.process_time()
    return {
        "references": counts["document_references"],
        "directives": counts["directives"],
        "link_seconds": round(between - started, 2),
        "write_seconds": round(ended - between, 2),
        "wall_seconds": round(time.monotonic() - wall, 2),
        "base_mb": base // 1024,
        "link_mb": peak // 1024,
        "peak_mb": _largest() // 1024,
    }


def _in_own_process(parts: Path, out: Path) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, __file__, "--once", str(parts), str(out)], env=environment, check=True, capture_output=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """One dictionary for each size and each of the runs `first`, `one part more` and `again`."""
    from benchmarks.made_rows import made_parts

    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="chitieu-linking-") as place:
            out = Path(place) / "out"
            parts = out / ".chitieu-cache"
            made = sum(1 for _ in made_parts(parts, size))
            found.append({"run": "first", **_in_own_process(parts, out)})
            sum(1 for _ in made_parts(parts, 700, first=made * 50))
            found.append({"run": "one part more", **_in_own_process(parts, out)})
            found.append({"run": "again", **_in_own_process(parts, out)})
    return found


def table(found: list[dict[str, Any]]) -> str:
    """The figures as a Markdown table."""
    lines = ["| references | run | directives | link s | write s | s per 100,000 | peak MB |",
             "| ---: | --- | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    for row in found:
        both = row["link_seconds"] + row["write_seconds"]
        lines.append(
            f"| {row['references']:,} | {row['run']} | {row['directives']:,} | {row['link_seconds']:.1f} | "
            f"{row['write_seconds']:.1f} | {both / row['references'] * 1e5:.2f} | {row['peak_mb']} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(link_once(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        print(table(measure(tuple(int(size) for size in sys.argv[1:]) or SIZES)))

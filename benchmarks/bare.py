"""What `chitieu run` does, without Prefect, sandboxes and accounts: the floor of orchestration.

python -m benchmarks.bare FOLDER OUT PROCESSES
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def part(files: list[Path], folder: Path) -> Path:
    """Extract some files and write their rows as a part."""
    from pipeline.core import extract_inputs
    from pipeline.store.parts import write_part

    rows = [found for path in files for found in extract_inputs(path, str(path))]
    write_part(rows, folder)
    return folder


def main() -> None:
    """Extract, link, write."""
    inputs, out, processes = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    files = sorted(path for path in inputs.rglob("*") if path.is_file())
    size = 50
    out.mkdir(parents=True)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        started = [
            pool.submit(part, files[at : at + size], out / f"part-{at:07d}") for at in range(0, len(files), size)
        ]
        parts = [future.result() for future in started]
    from pipeline.store.writer import link_and_write

    link_and_write(parts, out, {})


if __name__ == "__main__":
    main()

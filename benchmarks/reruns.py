"""What a run costs again: `python benchmarks/reruns.py [FILES]`.

Makes a folder of small reports, no two equal, and runs over it three times: from nothing, again unchanged, and with a
tenth more files. Prints processor seconds of each run with all its processes, the same without those of an empty run
(Prefect's server, imports, models), and the largest memory of one process.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: the benchmark called pipeline would be taken for the package of its name.
    del sys.path[0]
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.figures import command_cost

_PLACES = ("An Giang", "Bạc Liêu", "Cao Bằng", "Đắk Nông", "Gia Lai", "Hà Giang", "Lào Cai", "Nghệ An")


def report(i: int) -> str:
    """A report of a page or two."""
    rng = random.Random(i)
    place = _PLACES[i % len(_PLACES)]
    head = (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place.upper()}\nSố: {i + 1}/BC-LĐLĐ\n"
        f"{place}, ngày {i % 27 + 1} tháng 6 năm {2010 + i % 14}\n\nBÁO CÁO\n"
        f"Kết quả thực hiện Chương trình số 1563/CTr-TLĐ ngày 09/10/2019\n\n"
    )
    lines = (
        f"Năm {2010 + rng.randrange(14)}, các cấp công đoàn kết nạp {rng.randrange(9000)} đoàn viên, đạt "
        f"{rng.randrange(60, 130)},{rng.randrange(10)}% chỉ tiêu Kế hoạch số {rng.randrange(90)}/KH-LĐLĐ; hoà giải "
        f"{rng.randrange(40)} vụ, hỗ trợ {rng.randrange(9000)} lượt người với số tiền {rng.randrange(90)} tỷ đồng.\n"
        for _ in range(12)
    )
    return head + "".join(lines)


def fill(folder: Path, numbers: range) -> None:
    """Write reports."""
    for i in numbers:
        path = folder / f"{i % 50:02d}" / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(i), encoding="utf-8")


def measure(folder: Path, out: Path, *options: str) -> tuple[float, float, int]:
    """Wall seconds, processor seconds and the largest process's bytes of one run."""
    cost = command_cost("-m", "pipeline.cli", "run", str(folder), "--out", str(out), "-q", *options)
    return cost.wall, cost.processor, cost.largest


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
    with tempfile.TemporaryDirectory(prefix="chitieu-bench-") as place:
        root = Path(place)
        (root / "empty").mkdir()
        base = measure(root / "empty", root / "nothing")
        fill(root / "in", range(count))
        rows = [("an empty folder", base), (f"{count} files", measure(root / "in", root / "out"))]
        rows.append(("again, unchanged", measure(root / "in", root / "out")))
        fill(root / "in", range(count, count + count // 10))
        rows.append((f"{count // 10} more", measure(root / "in", root / "out")))
        timings = json.loads((root / "out" / "run.json").read_text(encoding="utf-8"))["timings"]
    print("| run | wall s | processor s | without an empty run | share of the first | largest process MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    first = rows[1][1][1] - base[1]
    for name, (wall, processor, largest) in rows:
        own = processor - base[1]
        print(f"| {name} | {wall:.1f} | {processor:.1f} | {own:.1f} | {own / first:.1%} | {largest / 2**20:.0f} |")
    print("timings of the last:", timings)


if __name__ == "__main__":
    main()

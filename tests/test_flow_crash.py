"""Killed, out of disk, locked out: outputs are the old ones or the new ones, and the next run carries on."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.schema import TABLES
from pipeline.store.cache import CACHE_FOLDER
from tests.conftest import ROOT, Command, clean_environment
from tests.run_steps import Steps, rows_of


def report(i: int) -> str:
    return (
        f"BÁO CÁO số {i}\nNăm {2000 + i % 25}, kết nạp {1000 + i} đoàn viên theo Kế hoạch số {i % 9 + 1}/KH-LĐLĐ và "
        f"Chương trình số 1563/CTr-TLĐ ngày 09/10/2019.\n"
    ) * 3


def fill(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for i in numbers:
        (folder / f"{i}.txt").write_text(report(i), encoding="utf-8")
    return folder


def assert_whole(out: Path) -> None:
    """Tables that fit together: those of one run."""
    from pipeline.store.atomic import recover

    recover(out)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    for name in TABLES:
        assert ds.dataset(out / f"{name}.parquet").count_rows() == record["counts"][name]
    documents = set(pq.read_table(out / "documents.parquet").column("doc_id").to_pylist())
    assert set(pq.read_table(out / "indicators.parquet").column("doc_id").to_pylist()) <= documents


SCRIPT = """
import sys
from pathlib import Path
import pipeline.flow.batches as batches
import pipeline.store.writer as writer
batches.BATCH_FILES = 4
from tests.run_steps import Steps
Steps(Path(sys.argv[1]), Path(sys.argv[2])).run()
"""


def test_killed_at_any_moment_a_run_is_carried_on(tmp_path: Path) -> None:
    folder, out = fill(tmp_path / "in", range(40)), tmp_path / "out"
    command = [sys.executable, "-c", SCRIPT, str(folder), str(out)]
    environment = clean_environment()
    started = time.monotonic()
    subprocess.run(command, env=environment, check=True)
    duration = time.monotonic() - started
    assert len(rows_of(out)["documents"]) == 40
    fill(folder, range(20, 60))
    for i in range(20, 60):
        (folder / f"{i}.txt").write_text(report(i + 1000), encoding="utf-8")
    rng = random.Random(11)
    old = rows_of(out)
    new: dict[str, list[dict[str, object]]] | None = None
    for _ in range(8):
        process = subprocess.Popen(command, env=environment)
        time.sleep(duration * rng.uniform(0.35, 1.1))
        process.kill()
        killed = process.wait() != 0
        assert_whole(out)
        found = rows_of(out)
        if not killed and new is None:
            new = found
        assert len(found["documents"]) in (40, 60)
        assert found == old or len(found["documents"]) == 60
    # The last one in peace.
    subprocess.run(command, env=environment, check=True)
    Steps(folder, tmp_path / "fresh").run()
    assert rows_of(out) == rows_of(tmp_path / "fresh")
    assert new in (None, rows_of(out))
    assert sorted(path.name for path in out.glob(".*")) == [CACHE_FOLDER]


WATCH = """
import os
if os.environ.get("CHITIEU_TEST_LOG"):
    import pipeline.core as core
    honest = core.extract_bytes
    def extract_bytes(data, source, *rest, **named):
        import time
        with open(os.environ["CHITIEU_TEST_LOG"], "a", encoding="utf-8") as log:
            log.write(source + "\\n")
        time.sleep(0.03)
        return honest(data, source, *rest, **named)
    core.extract_bytes = extract_bytes
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """Variables under which every file that is extracted is written down, and takes its time."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    return {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "CHITIEU_TEST_LOG": str(tmp_path / "log")}


def test_finished_batches_of_a_killed_run_are_not_done_again(
    tmp_path: Path, chitieu: Command, watched: dict[str, str]
) -> None:
    folder, out = fill(tmp_path / "in", range(150)), tmp_path / "out"
    environment = clean_environment(HOME=str(tmp_path), **watched)
    cache = out / CACHE_FOLDER
    finished: set[str] = set()
    for wanted in (1, 3):
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "run", str(folder), "--out", str(out), "-q"], env=environment
        )
        deadline = time.monotonic() + 120
        while len([path for path in cache.glob("*/part.json") if path.parent.suffix != ".new"]) < wanted:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (out / "run.json").exists(), "nothing is written before all is done"
        finished |= {path.parent.name for path in cache.glob("*/part.json") if path.parent.suffix != ".new"}
    documents = [pq.read_table(cache / part / "documents.parquet").column("source").to_pylist() for part in finished]
    done = {source for sources in documents for source in sources}
    assert done
    before = Counter((tmp_path / "log").read_text(encoding="utf-8").splitlines())
    result = chitieu("run", folder, "--out", out, **watched)
    assert result.returncode == 0, result.stderr
    after = Counter((tmp_path / "log").read_text(encoding="utf-8").splitlines())
    assert {source for source in after if after[source] > before[source]} == {f"{i}.txt" for i in range(150)} - done
    Steps(folder, tmp_path / "fresh").run()
    assert rows_of(out) == rows_of(tmp_path / "fresh")
    assert sorted(path.name for path in out.glob(".*")) == [CACHE_FOLDER]


def test_a_second_run_into_the_same_folder_says_so_and_stops(
    tmp_path: Path, chitieu: Command, watched: dict[str, str]
) -> None:
    folder = fill(tmp_path / "in", range(2))
    (tmp_path / "out").mkdir()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from pipeline.flow.workplace import workplace\n"
            "with workplace(Path(sys.argv[1])):\n    print('in', flush=True)\n    sys.stdin.read()",
            str(tmp_path / "out"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=clean_environment(),
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"in\n"
    try:
        started = time.monotonic()
        second = chitieu("run", folder, "--out", "out")
        assert second.returncode == 4
        assert second.stderr.startswith("chitieu: một lần chạy khác đang ghi vào out")
        assert "another run is writing into out" in second.stderr
        assert "Traceback" not in second.stderr
        assert time.monotonic() - started < 60, "it does not wait"
    finally:
        holder.kill()
        holder.communicate()
    # The system has let go of the lock.
    assert chitieu("run", folder, "--out", "out").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").glob(".*")) == [CACHE_FOLDER]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0
    done = mounted and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "chitieu-test", str(disk)], capture_output=True, check=False
    )
    if not done or done.returncode:
        pytest.skip("mounting a small file system needs to be root, and mount(8)")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_tables(tmp_path: Path, small_disk: Path, chitieu: Command) -> None:
    folder, out = fill(tmp_path / "in", range(3)), small_disk / "out"
    assert chitieu("run", folder, "--out", out, "-q").returncode == 0
    old = rows_of(out)
    # The old tables and the new ones have no room together.
    fill(folder, range(3, 6))
    result = chitieu("run", folder, "--out", out)
    assert result.returncode == 1, result.stderr
    assert "hết chỗ trên đĩa" in result.stderr
    assert "the disk is full" in result.stderr
    assert "Traceback" not in result.stderr
    assert_whole(out)
    assert rows_of(out) == old
    for i in range(3, 6):
        (folder / f"{i}.txt").unlink()
    assert chitieu("run", folder, "--out", out, "--prune", "-q").returncode == 0
    assert rows_of(out) == old


def test_a_read_only_folder_is_told(tmp_path: Path, small_disk: Path, chitieu: Command) -> None:
    folder = fill(tmp_path / "in", range(1))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    result = chitieu("run", folder, "--out", small_disk / "out")
    assert result.returncode in (1, 2)
    assert "không ghi được vào" in result.stderr
    assert "Traceback" not in result.stderr


def test_inputs_that_are_unmounted_while_a_run_is_at_work_become_errors(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", range(4))

    def unmounting(file: object) -> tuple[object, ...]:
        from tests.run_steps import honest

        if folder.exists():
            folder.rename(tmp_path / "elsewhere")
        return honest(file)  # type: ignore[arg-type]

    steps = Steps(folder, tmp_path / "out", unmounting)  # type: ignore[arg-type]
    account = steps.run()
    assert account.failures == {"unreadable_file": 4}
    assert account.counts["inputs_seen"] == 4
    (tmp_path / "elsewhere").rename(folder)
    steps = Steps(folder, tmp_path / "out")
    assert steps.run().failures == {}
    assert len(steps.read) == 4

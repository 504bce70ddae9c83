"""The engine `dask`: the same rows as on this machine, from workers that share nothing but an object store."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow.cluster_worker import inspect
from pipeline.places import local_run
from tests.cluster import Cluster, cluster, has_sandbox
from tests.conftest import ROOT, Command, clean_environment
from tests.object_store import BUCKET, ObjectStore, object_store
from tests.run_steps import Steps, rows_of
from tests.waiting import wait_for

PARAGRAPH = (
    "Năm 20{year}, Công đoàn tỉnh kết nạp {count} đoàn viên, đạt {share},5% kế hoạch theo Chương trình số "
    "{number}/CTr-TLĐ ngày 09/10/2019 của Tổng Liên đoàn Lao động Việt Nam.\n"
)


def _report(i: int, paragraphs: int) -> str:
    body = "".join(
        PARAGRAPH.format(year=10 + (i + p) % 14, count=1000 + 7 * p + i, share=60 + p % 39, number=1000 + i)
        for p in range(paragraphs)
    )
    return f"LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\nBÁO CÁO\nKết quả công tác lần {i}\n{body}"


def _make_inputs(folder: Path, texts: int, paragraphs: int) -> Path:
    (folder / "thư mục").mkdir(parents=True)
    for i in range(texts):
        (folder / f"báo cáo {i:02}.txt").write_text(_report(i, paragraphs), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.fixture(scope="module")
def dask(store: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask"), store.environment, 2) as found:
        yield found


def _rows(store: ObjectStore, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    store.use(monkeypatch, folder / "seen")
    return rows_of(local_run(url))


def _account(store: ObjectStore, name: str) -> dict[str, Any]:
    return dict(json.loads(store.fs.cat_file(f"{BUCKET}/{name}/run.json")))


def test_the_same_rows_as_on_this_machine(
    dask: Cluster, store: ObjectStore, chitieu: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _make_inputs(tmp_path / "in", 4, 60)
    samples = sorted(path for kind in ("docx", "pdf", "html") for path in (ROOT / "corpus" / kind).iterdir())
    for sample in [*samples[:2], *samples[-2:]]:
        shutil.copy(sample, folder / "thư mục")
    shutil.copy(folder / "báo cáo 00.txt", folder / "thư mục" / "bản sao.txt")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4 nothing")
    url = store.put(folder, "a/in")

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        return chitieu("run", url, "--out", f"s3://{BUCKET}/a/out", *options, **store.environment)

    result = run("--engine", "dask", "--dask", dask.address)
    assert result.returncode == 3, result.stderr
    assert result.stderr == ""
    told = _account(store, "a/out")
    assert told["engine"]["runner"] == "dask"
    assert told["engine"]["workers"] == 2
    assert told["failures"] == {"truncated_pdf": 1}

    here = Steps(folder, tmp_path / "here")
    here.run()
    there = _rows(store, f"s3://{BUCKET}/a/out", tmp_path, monkeypatch)
    assert there == here.rows()
    assert len(there["documents"]) == len(list(folder.rglob("*.*"))) - 2

    # Workers keep nothing: what files were fetched to is gone.
    for name in dask.workers:
        assert not list((dask.folder / f"tmp-{name}").glob("chitieu-batch-*"))

    # Another machine with the other engine goes on from there: one new file, one changed, one gone.
    store.fs.pipe_file(f"{BUCKET}/a/in/báo cáo 01.txt", _report(77, 3).encode())
    store.fs.pipe_file(f"{BUCKET}/a/in/mới.txt", _report(78, 3).encode())
    store.fs.rm_file(f"{BUCKET}/a/in/báo cáo 02.txt")
    (folder / "báo cáo 01.txt").write_text(_report(77, 3), encoding="utf-8")
    (folder / "mới.txt").write_text(_report(78, 3), encoding="utf-8")
    (folder / "báo cáo 02.txt").unlink()
    result = run("--prune")
    assert result.returncode == 3, result.stderr
    told = _account(store, "a/out")
    # The programs of this machine are not known to be those of the workers: the failure is tried again.
    assert told["inputs_done"] == 2
    assert told["inputs_unchanged"] == len(there["documents"]) - 2
    assert told["inputs_pruned"] == 1
    here.run(prune=True)
    assert _rows(store, f"s3://{BUCKET}/a/out", tmp_path, monkeypatch) == here.rows()


def test_a_worker_that_is_killed_costs_no_row(
    dask: Cluster, store: ObjectStore, chitieu: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _make_inputs(tmp_path / "in", 10, 120)
    url = store.put(folder, "b/in")
    dask.add("doomed")
    doomed = dask.workers["doomed"]
    killed_at: list[tuple[str, ...]] = []
    over = threading.Event()

    def kill_in_the_middle() -> None:
        with dask.client() as client:
            while not over.is_set():
                at = next((at for worker, at in client.processing().items() if _is(client, worker, "doomed")), ())
                if at and has_sandbox(doomed.pid):
                    doomed.kill()
                    doomed.wait()
                    killed_at.append(tuple(at))
                    return
                time.sleep(0.02)

    killer = threading.Thread(target=kill_in_the_middle)
    killer.start()
    try:
        result = chitieu(
            "run", url, "--out", f"s3://{BUCKET}/b/out", "--engine", "dask", "--dask", dask.address, timeout=300,
            **store.environment,
        )  # fmt: skip
    finally:
        over.set()
        killer.join()
    assert killed_at, "the worker was never at work"
    assert killed_at[0], "it was killed between batches"
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    here = Steps(folder, tmp_path / "here")
    here.run()
    assert _rows(store, f"s3://{BUCKET}/b/out", tmp_path, monkeypatch) == here.rows()
    assert _account(store, "b/out")["inputs_done"] == 10
    # The process that read files for it is gone with it.
    wait_for(lambda: b"tmp-doomed" not in _command_lines(), "its reader ends", 30)


def _is(client: Any, worker: str, name: str) -> bool:
    return bool(client.scheduler_info(n_workers=-1)["workers"].get(worker, {}).get("name") == name)


def _command_lines() -> bytes:
    found = b""
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                found += (
                    (process / "environ").read_bytes()
                    if b"sandbox_process" in (process / "cmdline").read_bytes()
                    else b""
                )
            except OSError:
                continue
    return found


def test_a_lost_scheduler_ends_the_run_and_what_was_done_is_kept(tmp_path: Path) -> None:
    folder, out = _make_inputs(tmp_path / "in", 8, 120), tmp_path / "out"
    (tmp_path / "dask").mkdir()
    with cluster(tmp_path / "dask", {}, 1) as own:
        command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "--out", str(out)]
        running = subprocess.Popen(
            [*command, "--engine", "dask", "--dask", own.address],
            env=clean_environment(HOME=str(tmp_path)), cwd=tmp_path, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with own.client() as client:
            while not (any(client.processing().values()) and list(out.glob(".chitieu-cache/*/part.json"))):
                assert running.poll() is None, running.stderr and running.stderr.read()
                time.sleep(0.05)
        own.lose_scheduler()
        said = running.communicate(timeout=200)[1]
    assert running.returncode == 1, said
    assert "chạy lại sẽ làm tiếp phần còn lại" in said
    assert len(said.strip().splitlines()) == 2, said
    assert list(out.glob(".chitieu-cache/*/part.json"))
    assert not (out / "run.json").exists()


def test_a_worker_of_another_version_is_refused(
    dask: Cluster, store: ObjectStore, chitieu: Command, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    for name in ("pipeline", "extractors", "gazetteers"):
        shutil.copytree(ROOT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    table = other / "gazetteers" / "units.csv"
    table = table if table.exists() else sorted((other / "gazetteers").glob("*.csv"))[0]
    with table.open("a", encoding="utf-8") as file:
        file.write("\n")
    url = store.put(_make_inputs(tmp_path / "in", 1, 1), "c/in")
    dask.add("old", root=other)
    try:
        result = chitieu(
            "run", url, "--out", f"s3://{BUCKET}/c/out", "--engine", "dask", "--dask", dask.address,
            **store.environment,
        )  # fmt: skip
    finally:
        dask.workers["old"].kill()
        dask.workers["old"].wait()
    assert result.returncode == 1
    assert "có bản chitieu hoặc bảng từ vựng khác bản ở đây" in result.stderr
    assert "has another version of chitieu" in result.stderr
    assert "Traceback" not in result.stderr
    assert "manifest.json" not in store.names("c/out")


def test_what_is_missing_is_said(chitieu: Command, tmp_path: Path) -> None:
    _make_inputs(tmp_path / "in", 1, 1)
    nobody = chitieu("run", "in", "--out", "out", "--engine", "dask", "--dask", "tcp://127.0.0.1:9")
    assert nobody.returncode == 1
    assert "không có bộ điều phối Dask ở tcp://127.0.0.1:9" in nobody.stderr
    assert "Traceback" not in nobody.stderr
    unsaid = chitieu("run", "in", "--out", "out", "--engine", "dask")
    assert unsaid.returncode == 1
    assert "--dask tcp://HOST:8786" in unsaid.stderr
    alone = chitieu("run", "in", "--out", "out", "--dask", "tcp://127.0.0.1:9")
    assert alone.returncode == 2
    assert "--dask cần --engine dask" in alone.stderr


def test_a_worker_that_does_not_see_the_files_says_so(tmp_path: Path) -> None:
    report = inspect((str(tmp_path),), str(tmp_path / "không có" / "mark"))
    assert report.problem is not None
    assert "s3://" in report.problem[0]
    assert str(tmp_path / "không có") in report.problem[1]
    (tmp_path / "mark").touch()
    assert inspect((str(tmp_path),), str(tmp_path / "mark")).problem is None

"""Runs from and into an object store, as a user types them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.places import local_run
from tests.conftest import ROOT, Command, clean_environment
from tests.object_store import BUCKET, ObjectStore, object_store
from tests.run_steps import Steps, rows_of
from tests.test_cluster import _make_inputs


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as found:
        yield found


def test_a_killed_run_is_continued_and_seen_whole(
    store: ObjectStore, chitieu: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _make_inputs(tmp_path / "in", 6, 120)
    url, out = store.put(folder, "in"), f"s3://{BUCKET}/out"
    command = [sys.executable, "-m", "pipeline.cli", "run", url, "--out", out, "--workers", "1", "--quiet"]
    environment = clean_environment(HOME=str(tmp_path), **store.environment)
    running = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 300
    while not (parts := [name for name in store.names("out") if name.endswith("/part.json")]):
        assert running.poll() is None, running.stderr and running.stderr.read().decode()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert "manifest.json" not in store.names("out")
    assert ".chitieu-lock.json" in store.names("out"), "nobody could take it away"
    nothing = chitieu("show", out, **store.environment)
    assert nothing.returncode == 2
    assert "chitieu run" in nothing.stderr

    # Its lock is that of a dead process; what it had done is not done again, although nothing of it is left here.
    again = chitieu("run", url, "--out", out, **{**store.environment, "CHITIEU_COPIES": str(tmp_path / "other")})
    assert again.returncode == 0, again.stderr
    assert again.stderr == ""
    assert set(parts) <= set(store.names("out"))
    assert ".chitieu-lock.json" not in store.names("out")
    told = json.loads(store.fs.cat_file(f"{BUCKET}/out/run.json"))
    assert told["inputs_done"] == 6
    store.use(monkeypatch, tmp_path / "seen")
    here = Steps(folder, tmp_path / "here")
    here.run()
    assert rows_of(local_run(out)) == here.rows()
    shown = chitieu("show", out, "documents", **store.environment)
    assert shown.returncode == 0, shown.stderr
    assert "báo cáo 00.txt" in shown.stdout

    # Nothing has changed: no table is sent again.
    before = {name: info["LastModified"] for name, info in store.fs.find(f"{BUCKET}/out", detail=True).items()}
    time.sleep(1.1)
    third = chitieu("run", url, "--out", out, **store.environment)
    assert third.returncode == 0, third.stderr
    after = {name: info["LastModified"] for name, info in store.fs.find(f"{BUCKET}/out", detail=True).items()}
    new = {name.removeprefix(f"{BUCKET}/out/").rpartition("/")[2] for name in after if before.get(name) != after[name]}
    assert new == {"run.json", "inputs.parquet", "manifest.json"}


@pytest.mark.parametrize(
    ("inputs", "out", "code", "said"),
    [
        ("gopher://kho/in", "out", 2, "chưa biết loại gopher://"),
        ("in", "s3://", 2, "thiếu tên kho"),
        (f"s3://{BUCKET}/không-có", "out", 2, "không có tệp hay thư mục"),
        ("in", "s3://kho-khac/out", 1, "kho phải được tạo trước"),
        (f"s3://{BUCKET}/x", f"s3://{BUCKET}/x", 2, "cũng là đầu vào"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    store: ObjectStore, chitieu: Command, tmp_path: Path, inputs: str, out: str, code: int, said: str
) -> None:
    _make_inputs(tmp_path / "in", 1, 1)
    result = chitieu("run", inputs, "--out", out, **store.environment)
    assert result.returncode == code, result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 2, "one sentence in each language"


def test_what_must_be_installed_and_who_may_do_it(store: ObjectStore, chitieu: Command, tmp_path: Path) -> None:
    _make_inputs(tmp_path / "in", 1, 1)
    bare = tmp_path / "bare"
    bare.mkdir()
    for package in ("s3fs", "prefect_dask"):
        (bare / f"{package}.py").write_text(f"raise ImportError('No module named {package}')\n", encoding="utf-8")
    path = f"{bare}{os.pathsep}{ROOT}"
    result = chitieu("run", "in", "--out", f"s3://{BUCKET}/o", **store.environment, PYTHONPATH=path)
    assert result.returncode == 2
    assert "pip install 'chitieu[s3]'" in result.stderr
    # Somebody listens there, so that what is missing here is told.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        result = chitieu("run", "in", "--out", "out", "--engine", "dask", "--dask", address, PYTHONPATH=path)
    assert result.returncode == 1
    assert "pip install 'chitieu[dask]'" in result.stderr
    unknown = {**store.environment, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    result = chitieu("run", f"s3://{BUCKET}/in", "--out", "out", **unknown)
    assert result.returncode == 2
    assert "AWS_ACCESS_KEY_ID" in result.stderr

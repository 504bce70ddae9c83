"""With a Prefect server: runs are seen there, and the flow is a deployment that can be triggered."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Command, clean_environment
from tests.prefect_server import post, prefect_server
from tests.waiting import wait_for

REPORT = "BÁO CÁO\nNăm 2023, kết nạp 1.219 đoàn viên theo Chương trình số 1563/CTr-TLĐ ngày 09/10/2019.\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API of a real server."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as api:
        yield api


def _documents(folder: Path, count: int = 3) -> Path:
    folder.mkdir()
    for i in range(count):
        (folder / f"{i}.txt").write_text(f"{REPORT}{i}\n", encoding="utf-8")
    return folder


def _runs(api: str) -> list[dict[str, Any]]:
    return list(post(api, "flow_runs/filter", sort="START_TIME_DESC", limit=10))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_is_seen_on_the_server(server: str, chitieu: Command, tmp_path: Path, workers: str) -> None:
    _documents(tmp_path / "in")
    result = chitieu(
        "run", "in", "--out", "out", "--workers", workers, PREFECT_API_URL=server, PREFECT_HOME=str(tmp_path)
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    run = _runs(server)[0]
    assert run["state_type"] == "COMPLETED"
    assert run["parameters"]["workers"] == int(workers)

    def tasks() -> list[str] | None:
        found = post(server, "task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
        done = [task["name"] for task in found if task["state_type"] == "COMPLETED"]
        return done if len(done) >= 5 else None

    names = " ".join(sorted(wait_for(tasks, "all task runs are recorded")))
    for step in ("discover", "extract batch 0000", "link", "write", "summarise"):
        assert step in names
    artifacts = post(server, "artifacts/filter", artifacts={"key": {"any_": ["chitieu-summary"]}})
    assert any(artifact["flow_run_id"] == run["id"] for artifact in artifacts)


def test_the_deployment_runs_when_triggered(server: str, tmp_path: Path) -> None:
    import duckdb

    folder = _documents(tmp_path / "in")
    out = tmp_path / "out"
    environment = clean_environment(PREFECT_API_URL=server, PREFECT_HOME=str(tmp_path / "home"))
    with (tmp_path / "serve.log").open("w") as log:
        serving = subprocess.Popen(
            [sys.executable, "-m", "pipeline.flow.serve"], env=environment, cwd=tmp_path, stdout=log, stderr=log
        )
        try:
            name = {"name": {"any_": ["documents"]}}
            (deployment,) = wait_for(lambda: post(server, "deployments/filter", deployments=name), "it is deployed")
            triggered = post(
                server,
                f"deployments/{deployment['id']}/create_flow_run",
                parameters={"inputs": [str(folder)], "out": str(out), "workers": 1},
            )

            def finished() -> str | None:
                (run,) = post(server, "flow_runs/filter", flow_runs={"id": {"any_": [triggered["id"]]}})
                return run["state_type"] if run["state_type"] in ("COMPLETED", "FAILED", "CRASHED") else None

            state = wait_for(finished, "the run ends", 120)
        finally:
            serving.terminate()
            serving.wait(timeout=30)
    assert state == "COMPLETED", (tmp_path / "serve.log").read_text(encoding="utf-8")
    with duckdb.connect(str(out / "chitieu.duckdb"), read_only=True) as database:
        assert database.execute("select count(*) from documents").fetchone() == (3,)


def test_serving_without_a_server_says_what_is_missing(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pipeline.flow.serve"],
        env=clean_environment(HOME=str(tmp_path)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "PREFECT_API_URL" in result.stderr
    assert os.listdir(tmp_path) == []

"""What a team sets up: a Prefect server on PostgreSQL, a schedule over a folder, one run at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import clean_environment
from tests.postgres import postgres_server, postgres_url  # noqa: F401
from tests.prefect_server import post, prefect_server
from tests.waiting import wait_for

REPORT = "BÁO CÁO\nNăm 2023, kết nạp 1.219 đoàn viên theo Chương trình số 1563/CTr-TLĐ ngày 09/10/2019.\n"


@pytest.fixture
def api(postgres_server: str, tmp_path: Path) -> Iterator[str]:  # noqa: F811
    """The API of a real server whose records lie in PostgreSQL."""
    with prefect_server(
        tmp_path / "server",
        PREFECT_API_DATABASE_CONNECTION_URL=postgres_server.replace("postgresql://", "postgresql+asyncpg://"),
        # How long a run that is held back waits before it asks again; half a minute by default.
        PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS="2",
    ) as found:
        yield found


def _run(api: str, run_id: str) -> dict[str, Any]:
    (run,) = post(api, "flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
    return dict(run)


def test_a_scheduled_folder_one_run_at_a_time_and_a_run_that_fails(
    api: str,
    postgres_server: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    import duckdb
    import psycopg

    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "0.txt").write_text(REPORT, encoding="utf-8")
    environment = clean_environment(
        PREFECT_API_URL=api, PREFECT_HOME=str(tmp_path / "home"), PREFECT_RUNNER_POLL_FREQUENCY="1"
    )
    command = [
        sys.executable,
        "-m",
        "pipeline.flow.serve",
        "nightly",
        str(folder),
        "--out",
        str(out),
        "--every",
        "3600",
    ]
    with (tmp_path / "serve.log").open("w") as log:
        serving = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)
        try:
            named = {"name": {"any_": ["nightly"]}}

            def deployed() -> Any:
                assert serving.poll() is None, (tmp_path / "serve.log").read_text(encoding="utf-8")
                return post(api, "deployments/filter", deployments=named)

            (deployment,) = wait_for(deployed, "it is deployed")
            assert deployment["schedules"][0]["schedule"]["interval"] == 3600
            scheduled = wait_for(
                lambda: post(api, "flow_runs/filter", flow_runs={"state": {"name": {"any_": ["Scheduled"]}}}),
                "runs are scheduled",
            )
            assert scheduled[0]["parameters"]["inputs"] == [str(folder)]
            assert scheduled[0]["auto_scheduled"]

            def trigger(**parameters: Any) -> str:
                body = {"parameters": {**deployment["parameters"], "workers": 1, **parameters}}
                return str(post(api, f"deployments/{deployment['id']}/create_flow_run", **body)["id"])

            first, failing = trigger(), trigger(inputs=[str(tmp_path / "nowhere")])
            waited = False

            def both_ended() -> bool:
                nonlocal waited
                states = {name: _run(api, name)["state"] for name in (first, failing)}
                names = {state["name"] for state in states.values()}
                waited |= "AwaitingConcurrencySlot" in names
                running = [state for state in states.values() if state["type"] == "RUNNING"]
                assert len(running) < 2, "two runs at once"
                return all(state["type"] in ("COMPLETED", "FAILED", "CRASHED") for state in states.values())

            wait_for(both_ended, "both runs end", 300)
            assert waited, "nothing held the second run back"
        finally:
            serving.terminate()
            serving.wait(timeout=30)
    said = (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert _run(api, first)["state"]["type"] == "COMPLETED", said
    state = _run(api, failing)["state"]
    assert state["type"] == "FAILED", said
    assert f"không có tệp hay thư mục {tmp_path / 'nowhere'}" in state["message"]
    logged = post(api, "logs/filter", logs={"flow_run_id": {"any_": [failing]}})
    assert any("nowhere" in entry["message"] for entry in logged)
    with duckdb.connect(str(out / "chitieu.duckdb"), read_only=True) as tables:
        assert tables.execute("select count(*) from documents").fetchone() == (1,)
    with psycopg.connect(postgres_server) as records:
        found = records.execute("select state_type from flow_run where id = any(%s)", [[first, failing]]).fetchall()
    assert sorted(state for (state,) in found) == ["COMPLETED", "FAILED"], "the records lie in PostgreSQL"

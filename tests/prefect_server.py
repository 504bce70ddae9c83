"""A real `prefect server start` as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import clean_environment
from tests.waiting import free_port, wait_for

_START = 120.0
"""Seconds a server may take on a busy machine; in an empty PostgreSQL it builds its tables first."""


@contextmanager
def prefect_server(home: Path, **environment: str) -> Iterator[str]:
    """Start a server and stop it afterwards.

    Args:
        home: its `PREFECT_HOME`, made where it is not there; its log lies in it.
        environment: variables of its own.

    Yields:
        the address of its API.
    """
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"],
            env=clean_environment(
                PREFECT_HOME=str(home), PREFECT_SERVER_ANALYTICS_ENABLED="false", DO_NOT_TRACK="1", **environment
            ),
            stdout=log, stderr=log,
        )  # fmt: skip
        api = f"http://127.0.0.1:{port}/api"
        try:
            wait_for(lambda: process.poll() is not None or _answers(api), "the server starts", _START)
            assert process.poll() is None, (home / "server.log").read_text(encoding="utf-8")
            yield api
        finally:
            process.terminate()
            process.wait(timeout=30)


def _answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def post(api: str, path: str, **body: Any) -> Any:
    """What the API answers."""
    for _ in range(20):
        response = httpx.post(f"{api}/{path}", json=body, trust_env=False, timeout=30)
        if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        # Prefect's own clients try again too: on a busy machine its SQLite is locked for a moment.
        time.sleep(0.5)
    response.raise_for_status()
    return response.json()

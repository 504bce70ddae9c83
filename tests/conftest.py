"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Once for all modules: two browsers of Playwright in one process are one too many.
from tests.explore import browser, browser_page, explored, served  # noqa: F401
from tests.review_samples import made, steps  # noqa: F401

ROOT = Path(__file__).parent.parent

# Time limits per example say more about the machine than about the code; runs repeat exactly.
settings.register_profile("chitieu", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("chitieu")

Command = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(**extra: str) -> dict[str, str]:
    """This process's variables without Prefect's, so that a developer's own server is never written to."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**kept, "PYTHONPATH": str(ROOT), **extra}


@pytest.fixture
def chitieu(tmp_path: Path) -> Command:
    """Run the command line as a user does, in a folder and home of the test's own; output is not a terminal."""
    home = tmp_path / "home"

    def call(
        *arguments: str | Path, stdin: bytes = b"", timeout: float = 120, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        home.mkdir(exist_ok=True)
        result = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=clean_environment(HOME=str(home), **environment),
            timeout=timeout,
            check=False,
        )
        return subprocess.CompletedProcess(
            result.args, result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")
        )

    return call

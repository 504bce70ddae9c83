"""A real Dask scheduler and real workers, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, clean_environment
from tests.waiting import free_port, wait_for

_START_SECONDS = 90.0


class Cluster:
    """A scheduler and the workers that were started for it.

    Args:
        folder: for logs and temporary files.
        environment: variables for the workers besides those of this process.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], host: str = "127.0.0.1") -> None:
        self.folder = folder
        self.environment = environment
        self.host = host
        self.address = f"tcp://{host}:{free_port(host)}"
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self._scheduler: subprocess.Popen[bytes] | None = None

    def start(self, prefix: tuple[str, ...] = ()) -> None:
        """Start the scheduler."""
        port = self.address.rpartition(":")[2]
        self._scheduler = self._launch(
            "scheduler", "scheduler", prefix, "--host", self.host, "--port", port, "--no-dashboard"
        )

    def add(self, name: str, prefix: tuple[str, ...] = (), root: Path = ROOT, host: str | None = None) -> None:
        """Start a worker, and wait until the scheduler knows it."""
        where = ("--host", host) if host else ()
        local = self.folder / f"dask-{name}"
        self.workers[name] = self._launch(
            name, "worker", prefix, self.address, "--name", name, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", str(local), *where, root=root,
        )  # fmt: skip
        process = self.workers[name]
        wait_for(
            lambda: process.poll() is not None or "Registered to" in self.log(name), "a worker joins", _START_SECONDS
        )
        assert process.poll() is None, self.log(name)

    def log(self, name: str) -> str:
        """What a process has said."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def client(self) -> Any:
        """A client of the test's own."""
        from distributed import Client

        return Client(self.address, set_as_default=False)

    def lose_scheduler(self) -> None:
        """Kill the scheduler."""
        assert self._scheduler is not None
        self._scheduler.kill()
        self._scheduler.wait(timeout=30)

    def stop(self) -> None:
        """End all processes."""
        for process in [*self.workers.values(), *filter(None, [self._scheduler])]:
            process.kill()
            process.wait(timeout=30)

    def _launch(
        self, name: str, what: str, prefix: tuple[str, ...], *arguments: str, root: Path = ROOT
    ) -> subprocess.Popen[bytes]:
        environment = {**clean_environment(**self.environment), "PYTHONPATH": str(root)}
        temporary = self.folder / f"tmp-{name}"
        temporary.mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [*prefix, sys.executable, "-m", "dask", what, *arguments],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**environment, "TMPDIR": str(temporary), "HOME": str(self.folder)},
            )


@contextmanager
def cluster(folder: Path, environment: Mapping[str, str], workers: int) -> Iterator[Cluster]:
    """A scheduler and workers on this machine, as long as inside."""
    found = Cluster(folder, environment)
    try:
        found.start()
        for i in range(workers):
            found.add(f"worker-{i}")
        yield found
    finally:
        found.stop()


def has_sandbox(pid: int) -> bool:
    """Whether a worker has started a process to read files in."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return any(
        b"sandbox_process" in Path(f"/proc/{child}/cmdline").read_bytes()
        for thread in children.parent.parent.iterdir()
        for child in (thread / "children").read_text(encoding="ascii").split()
        if os.path.exists(f"/proc/{child}/cmdline")
    )

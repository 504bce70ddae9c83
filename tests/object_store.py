"""A real S3-compatible server as a process of its own, for tests of inputs and outputs elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.waiting import free_port, wait_for

BUCKET = "kho"
_START_SECONDS = 60.0


@dataclass(frozen=True)
class ObjectStore:
    """A running server with one empty bucket."""

    url: str
    environment: Mapping[str, str]
    """Variables under which programs find it."""

    @property
    def fs(self) -> Any:
        """A client of its own."""
        import s3fs

        return s3fs.S3FileSystem(
            key="test", secret="test", endpoint_url=self.url, use_listings_cache=False, skip_instance_cache=True
        )

    def use(self, monkeypatch: pytest.MonkeyPatch, copies: Path) -> None:
        """Have this very process find it; copies of outputs go into a folder of the test's own."""
        for name, value in {**self.environment, "CHITIEU_COPIES": str(copies)}.items():
            monkeypatch.setenv(name, value)
        forget_file_systems()

    def put(self, folder: Path, name: str) -> str:
        """Copy the files of a folder into the bucket; returns the URL."""
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                self.fs.put_file(str(file), f"{BUCKET}/{name}/{file.relative_to(folder).as_posix()}")
        return f"s3://{BUCKET}/{name}"

    def names(self, name: str) -> list[str]:
        """What lies below a name, relative to it."""
        return [key.removeprefix(f"{BUCKET}/{name}/") for key in self.fs.find(f"{BUCKET}/{name}")]


def forget_file_systems() -> None:
    """Have this process read its environment again: fsspec keeps what it has opened, with the address of then."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()


@contextmanager
def object_store(
    folder: Path, host: str = "127.0.0.1", prefix: tuple[str, ...] = (), port: int | None = None
) -> Iterator[ObjectStore]:
    """Start a server and stop it afterwards.

    Args:
        folder: for its log, and for copies that programs make of outputs.
        host: address it listens on.
        prefix: a command to start it with (`ip netns exec …`).
        port: null: any that is free.
    """
    port = port or free_port(host)
    url = f"http://{host}:{port}"
    environment = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "CHITIEU_COPIES": str(folder / "copies"),
    }
    with (folder / "store.log").open("w") as log:
        process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "moto.server", "-H", host, "-p", str(port)],
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            wait_for(lambda: process.poll() is not None or _answers(url), "the object store starts", _START_SECONDS)
            assert process.poll() is None, (folder / "store.log").read_text(encoding="utf-8")
            store = ObjectStore(url, environment)
            store.fs.mkdir(BUCKET)
            yield store
        finally:
            process.terminate()
            process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/moto-api/", trust_env=False, timeout=5).status_code < 500
    except httpx.HTTPError:
        return False

"""The engine `dask` over separate hosts: network namespaces of their own, each with a disk nobody else sees."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.places import local_run
from tests.cluster import Cluster
from tests.conftest import Command
from tests.object_store import BUCKET, object_store
from tests.run_steps import Steps, rows_of
from tests.test_cluster import _make_inputs

_NET = "10.213"


def _run(*command: str) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise OSError(f"{' '.join(command)}: {result.stderr.strip()}")


@pytest.fixture
def hosts() -> Iterator[list[tuple[str, str, str]]]:
    """Two hosts as (namespace, its address, our address on the wire to it)."""
    if shutil.which("ip") is None or shutil.which("unshare") is None:
        pytest.skip("needs the programs ip and unshare (packages iproute2 and util-linux)")
    tag = uuid.uuid4().hex[:6]
    made: list[str] = []
    found = []
    try:
        try:
            for i in (1, 2):
                name, ours, theirs = f"chitieu-{tag}-{i}", f"ct{tag}{i}a", f"ct{tag}{i}b"
                _run("ip", "netns", "add", name)
                made.append(name)
                _run("ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name)
                _run("ip", "addr", "add", f"{_NET}.{i}.1/24", "dev", ours)
                _run("ip", "link", "set", ours, "up")
                for command in (
                    ("link", "set", "lo", "up"),
                    ("addr", "add", f"{_NET}.{i}.2/24", "dev", theirs),
                    ("link", "set", theirs, "up"),
                    ("route", "add", "default", "via", f"{_NET}.{i}.1"),
                ):
                    _run("ip", "-n", name, *command)
                found.append((name, f"{_NET}.{i}.2", f"{_NET}.{i}.1"))
            _run("unshare", "--mount", "true")
        except OSError as problem:
            pytest.skip(f"this machine lets nobody make network namespaces: {problem}")
        yield found
    finally:
        for name in made:
            # Both ends of the wire go with it.
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


def test_workers_on_hosts_of_their_own(
    hosts: list[tuple[str, str, str]], chitieu: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _make_inputs(tmp_path / "in", 6, 40)
    private = tmp_path / "cluster"
    private.mkdir()
    center = hosts[0][2]
    with object_store(tmp_path, center) as store:
        url = store.put(folder, "in")
        dask = Cluster(private, store.environment, center)
        try:
            dask.start()
            for i, (name, address, _) in enumerate(hosts):
                # Its own empty disk in place of the test's folder: it cannot read our inputs nor write our output.
                hide = f'mount -t tmpfs none "{tmp_path}" && mkdir -p "{private}/tmp-host-{i}" && exec "$@"'
                own_disk = ("unshare", "--mount", "sh", "-c", hide, "sh")
                dask.add(f"host-{i}", ("ip", "netns", "exec", name, *own_disk), host=address)
            with dask.client() as client:
                seen = client.run(os.listdir, str(tmp_path))
            assert {address.split("//")[1].split(":")[0] for address in seen} == {address for _, address, _ in hosts}
            assert all("in" not in names for names in seen.values()), "they see our disk"
            # The Prefect server of the run listens on 127.0.0.1 of this host: workers cannot reach it, nor need to.
            result = chitieu(
                "run", url, "--out", f"s3://{BUCKET}/out", "--engine", "dask", "--dask", dask.address, timeout=300,
                **store.environment,
            )  # fmt: skip
            assert result.returncode == 0, result.stderr + dask.log("host-0")
            assert result.stderr == ""
            # A folder that only this host has is refused with a sentence, before anything is done.
            refused = chitieu("run", "in", "--out", "out", "--engine", "dask", "--dask", dask.address)
            assert refused.returncode == 1
            assert "phải ở nơi mọi máy đều thấy" in refused.stderr
            assert "must lie where all machines see them" in refused.stderr
        finally:
            dask.stop()
        store.use(monkeypatch, tmp_path / "seen")
        there = rows_of(local_run(f"s3://{BUCKET}/out"))
        told = json.loads(store.fs.cat_file(f"{BUCKET}/out/run.json"))
    assert told["engine"]["runner"] == "dask"
    here = Steps(folder, tmp_path / "here")
    here.run()
    assert there == here.rows()

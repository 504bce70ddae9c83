"""A PostgreSQL server of the tests' own: started in a temporary folder by an unprivileged user, gone afterwards.

    from tests.postgres import postgres_server, postgres_url  # noqa: F401

`postgres_server` (session) is the URL of an empty database; `postgres_url` (test) that of a fresh one for each test.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import free_port

_USERS = ("postgres", "nobody")


def _program(name: str) -> str | None:
    """A program of the server: Debian keeps most of them off the path."""
    there = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(there[0]) if there else shutil.which(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a running server's database `chitieu`."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    if initdb is None or control is None:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="chitieu-postgres-"))
    user = None
    if os.geteuid() == 0:
        # The server refuses to be run by root.
        known = {entry.pw_name for entry in pwd.getpwall()}
        user = next(name for name in _USERS if name in known)
        shutil.chown(folder, user)
    folder.chmod(0o700)
    password, port = secrets.token_hex(8), free_port()
    (folder / "password").write_text(password)
    if user:
        shutil.chown(folder / "password", user)

    def run(*command: str) -> None:
        result = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, timeout=120, check=False,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)},
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr

    try:
        run(initdb, "-D", str(folder / "data"), "-U", "chitieu", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
            "--auth=scram-sha-256", f"--pwfile={folder / 'password'}")  # fmt: skip
        settings = f"-c fsync=off -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        run(control, "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            server = f"postgresql://chitieu:{password}@127.0.0.1:{port}"
            _execute(f"{server}/postgres", "CREATE DATABASE chitieu")
            yield f"{server}/chitieu"
        finally:
            run(control, "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty database for one test."""
    name = f"test_{secrets.token_hex(6)}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield postgres_server.removesuffix("/chitieu") + f"/{name}"
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, sql: str) -> None:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: make test installs it")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)

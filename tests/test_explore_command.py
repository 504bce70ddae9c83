"""`chitieu serve` as a command: it serves this machine until Ctrl-C, and says in words what it cannot do."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.explore import ROOT, serving


def _serve(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline.cli", "serve", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_serves_until_ctrl_c(explored: Path) -> None:
    with _serve(explored, "--port", "0") as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address, said
        with urllib.request.urlopen(address[0], timeout=60) as answer:
            assert "Tổng quan" in answer.read().decode()
        server.send_signal(signal.SIGINT)
        assert server.wait(30) in (0, 130)
        assert server.stderr is not None
        assert "Traceback" not in server.stderr.read()


def test_it_listens_on_this_machine_only(explored: Path) -> None:
    with serving(explored) as served:
        port = int(served.base.rpartition(":")[2])
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
        for other in others - {"127.0.0.1", "127.0.1.1"}:
            with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
                socket.create_connection((str(other), port), timeout=2).close()


def test_a_taken_port_is_told(explored: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with _serve(explored, "--port", str(taken.getsockname()[1])) as server:
            _, said = server.communicate(timeout=60)
        assert server.returncode == 1
    assert "đang có chương trình khác dùng" in said
    assert "is used by another program" in said


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with _serve(tmp_path, "--port", "0") as server:
        _, said = server.communicate(timeout=60)
    assert server.returncode == 2
    assert "chitieu run" in said
    assert "Traceback" not in said


def test_a_port_that_is_none_is_told(tmp_path: Path) -> None:
    with _serve(tmp_path, "--port", "99999") as server:
        _, said = server.communicate(timeout=60)
    assert server.returncode == 2
    assert "65535" in said

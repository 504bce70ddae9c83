"""A signal that asks a run to end does end it, once told, wherever the main thread is at that moment."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

_DROPPED = """
import os, signal, sys, time
from pipeline.stopping import Stops

class Cleaned:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
        time.sleep(0.1)

stops = Stops()
with stops.insisting():
    cleaned = Cleaned()
    del cleaned
    print("went on", flush=True)
    time.sleep(float(sys.argv[2]))
    print("to its end", flush=True)
"""


@pytest.mark.parametrize(
    ("seconds", "printed"),
    [
        (60, ["went on"]),  # asked again while it works
        (0, ["went on", "to its end"]),  # it was quicker; it still says that it was asked to stop
    ],
)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_python_drops_ends_the_run(number: int, seconds: float, printed: list[str]) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _DROPPED, str(int(number)), str(seconds)],
        check=False,
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert "Exception ignored" in done.stderr
    assert done.stdout.splitlines() == printed
    assert done.returncode == (143 if number == signal.SIGTERM else -signal.SIGINT)
    assert time.monotonic() - began < 40


def test_without_a_signal_nothing_happens() -> None:
    code = "from pipeline.stopping import Stops\nwith Stops().insisting(): pass\nprint('done')"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")

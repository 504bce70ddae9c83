"""LibreOffice as a converter: warm, confined, replaced when it hangs or dies, and gone when it is not needed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read.office import libreoffice
from tests.office_samples import needs_libreoffice, word

pytestmark = needs_libreoffice

SAMPLE = word("Báo cáo công tác năm 2022")


@pytest.fixture
def office() -> Iterator[libreoffice._Office]:
    office = libreoffice._Office()
    yield office
    office.end()


def test_one_instance_serves_many_files_and_leaves_nothing(office: libreoffice._Office) -> None:
    first = office.convert(SAMPLE, ".docx", "odt")
    instance = office._instance
    assert instance is not None
    assert first.startswith(b"PK")
    for _ in range(3):
        assert office.convert(SAMPLE, ".docx", "rtf").startswith(b"{\\rtf")
    assert office._instance is instance
    assert sorted(path.name for path in instance.folder.iterdir() if path.name.startswith(("in", "out"))) == []
    office.end()
    assert not instance.folder.exists()


@pytest.mark.parametrize("known", [False, True], ids=["just now", "for a while"])
def test_an_instance_that_died_is_replaced(office: libreoffice._Office, known: bool) -> None:
    office.convert(SAMPLE, ".docx", "odt")
    first = office._instance
    assert first is not None
    os.kill(first._process.pid, signal.SIGKILL)
    if known:
        # The pipe is broken by now: what is written to it fails at once, and again when it is closed.
        os.waitid(os.P_PID, first._process.pid, os.WEXITED | os.WNOWAIT)
    assert office.convert(SAMPLE, ".docx", "odt").startswith(b"PK")
    assert office._instance is not first
    assert not first.folder.exists()


def test_an_instance_that_hangs_is_killed_and_the_file_is_an_error(
    office: libreoffice._Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.convert(SAMPLE, ".docx", "odt")
    first = office._instance
    assert first is not None
    os.kill(first._process.pid, signal.SIGSTOP)
    monkeypatch.setattr(libreoffice, "TIME_LIMIT", 0.01)
    with pytest.raises(InputError, match="damaged_office"):
        office.convert(SAMPLE, ".docx", "odt")
    assert first._process.poll() is not None
    monkeypatch.undo()
    assert office.convert(SAMPLE, ".docx", "odt").startswith(b"PK")


def test_what_is_no_document_is_an_error_and_the_instance_goes_on(office: libreoffice._Office) -> None:
    with pytest.raises(InputError, match="damaged_office"):
        office.convert(b"PK\x03\x04" + b"\x00" * 500, ".odt", "docx")
    assert office.convert(SAMPLE, ".docx", "odt").startswith(b"PK")


def test_it_has_no_network_and_no_macros(office: libreoffice._Office) -> None:
    office.convert(SAMPLE, ".docx", "odt")
    instance = office._instance
    assert instance is not None
    settings = (instance.folder / "profile" / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    assert "DisableMacrosExecution" in settings
    own = Path("/proc/self/ns/net")
    if own.exists() and os.readlink(own) == os.readlink(f"/proc/{instance._process.pid}/ns/net"):
        pytest.skip("this system does not let a program give away its network")


def test_it_ends_with_the_process_that_started_it() -> None:
    code = (
        "import os, sys, time\n"
        "from pipeline.read.office import libreoffice\n"
        "libreoffice.convert(sys.stdin.buffer.read(), '.docx', 'odt')\n"
        "print(libreoffice._office._instance._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parent.parent
    run = subprocess.run([sys.executable, "-c", code], input=SAMPLE, capture_output=True, cwd=root, check=False)
    host = int(run.stdout)
    for _ in range(100):
        if not Path(f"/proc/{host}").exists() or " Z " in Path(f"/proc/{host}/stat").read_text():
            break
        time.sleep(0.1)
    else:
        pytest.fail("LibreOffice outlived the process that started it")
    libreoffice._sweep()
    left = Path(libreoffice.tempfile.gettempdir()).glob(f"{libreoffice._PREFIX}*-*")
    owners = {int(folder.name.removeprefix(libreoffice._PREFIX).partition("-")[0]) for folder in left}
    assert all(Path(f"/proc/{owner}").exists() for owner in owners)

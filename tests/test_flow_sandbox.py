"""What a reader does to its process costs the file it was reading, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.flow.nursery import Nursery
from pipeline.flow.processes import descendants, memory
from pipeline.flow.sandbox import Extracted, Sandbox, SandboxError, pages_at_once
from pipeline.flow.sandboxes import Sandboxes
from pipeline.read.reader import Limits
from tests.conftest import ROOT
from tests.waiting import wait_for

REPORT = "BÁO CÁO\nNăm 2023, kết nạp 1.219 đoàn viên theo Chương trình số 1563/CTr-TLĐ ngày 09/10/2019.\n"

# What a broken parser might do, by a word in the file's name.
SABOTEUR = """
import os
if os.environ.get("CHITIEU_TEST_SABOTAGE"):
    import pipeline.core as core
    honest = core.extract_bytes
    def extract_bytes(data, source, *rest, **named):
        import ctypes, pathlib, re, signal, subprocess, time
        if "giết" in source:
            os.kill(os.getpid(), signal.SIGKILL)
        if "sập" in source:
            ctypes.string_at(0)
        if "treo" in source:
            # In C code, with the interpreter's lock held: no thread of the process can do anything any more.
            re.match(r"(a+)+$", "a" * 64 + "b")
        if "con" in source:
            child = subprocess.Popen(["sleep", "1000"])
            pathlib.Path(os.environ["CHITIEU_TEST_SABOTAGE"]).write_text(str(child.pid))
            child.wait()
        if "phình" in source:
            held = []
            while True:
                held.append(bytearray(b'x') * 2**24)
                time.sleep(0.02)
        if "khổng lồ" in source:
            bytearray(2**40)
        if "luồng" in source:
            from pipeline.read.ocr.document import threads
            with open(os.environ["CHITIEU_TEST_SABOTAGE"], "a") as told:
                print(threads(), file=told)
        if "quét" in source:
            from pipeline.read import pace
            for _ in range(6):
                time.sleep(0.5)
                pace.page_done()
            if "dở" in source:
                time.sleep(1000)
        return honest(data, source, *rest, **named)
    core.extract_bytes = extract_bytes
"""


@pytest.fixture
def sabotage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Children of this test misbehave as file names say; returns where one tells the number of its own child."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SABOTEUR, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{site}{os.pathsep}{ROOT}")
    monkeypatch.setenv("CHITIEU_TEST_SABOTAGE", str(tmp_path / "child"))
    return tmp_path / "child"


@pytest.fixture
def sandboxes(tmp_path: Path) -> Iterator[Sandboxes]:
    with Sandboxes({}, tmp_path / "scratch") as found:
        yield found


def note(folder: Path, name: str, text: str = REPORT) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def outcome(sandbox: Sandbox, path: Path, limits: Limits) -> str:
    return ", ".join(outcomes(sandbox.extract(path, path.name, limits)).values())


def outcomes(found: Extracted) -> dict[str, str]:
    """Source → `done` or the error's code."""
    said = {}
    for rows in found.rows:
        for row in (*rows.documents, *rows.errors):
            said[row["source"]] = row.get("error", "done")
    return said


def test_every_way_to_die_costs_one_row(sabotage: Path, sandboxes: Sandboxes, tmp_path: Path) -> None:
    limits = Limits(max_seconds=2, max_memory=600 * 2**20)
    names = ("1.txt", "2 giết.txt", "3 sập.txt", "4 treo.txt", "5 con.txt", "6 phình.txt", "7 khổng lồ.txt", "8.txt")
    with sandboxes.lease() as sandbox:
        said = {name: outcome(sandbox, note(tmp_path, name, REPORT + name), limits) for name in names}
    assert said == {
        "1.txt": "done",
        "2 giết.txt": "crashed",
        "3 sập.txt": "crashed",
        "4 treo.txt": "too_slow",
        "5 con.txt": "too_slow",
        "6 phình.txt": "too_much_memory",
        "7 khổng lồ.txt": "too_much_memory",
        "8.txt": "done",
    }
    child = int(sabotage.read_text(encoding="ascii"))
    assert not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().rpartition(")")[2]


def test_a_scan_may_take_long_as_long_as_pages_come(sabotage: Path, sandboxes: Sandboxes, tmp_path: Path) -> None:
    limits = Limits(max_seconds=2, page_seconds=2)
    with sandboxes.lease() as sandbox:
        assert outcome(sandbox, note(tmp_path, "quét.txt"), limits) == "done"
        assert outcome(sandbox, note(tmp_path, "quét dở.txt"), limits) == "too_slow"


def test_scans_share_the_cores(
    sabotage: Path, sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    limits = Limits()
    with sandboxes.lease() as sandbox:
        for share in (1, 2, 3, 8, 20):
            sandboxes.share = share
            assert outcome(sandbox, note(tmp_path, "luồng.txt", REPORT + str(share)), limits) == "done"
        assert outcome(sandbox, note(tmp_path, "luồng.txt"), Limits(max_memory=700 * 2**20)) == "done"
    monkeypatch.setenv("CHITIEU_OCR_THREADS", "5")
    with Sandboxes({}, tmp_path / "told") as told, told.lease() as sandbox:
        assert outcome(sandbox, note(tmp_path, "luồng.txt"), limits) == "done"
    # One alone has all of them; what the user says counts more.
    assert sabotage.read_text(encoding="ascii").split() == ["8", "4", "2", "1", "1", "1", "5"]
    assert pages_at_once(1, 100 * 2**20) == 1


def test_the_sentences_name_the_limits(sabotage: Path, sandboxes: Sandboxes, tmp_path: Path) -> None:
    with sandboxes.lease() as sandbox:
        found = sandbox.extract(note(tmp_path, "treo.txt"), "treo.txt", Limits(max_seconds=1))
    (row,) = found.rows[0].errors
    assert (row["source"], row["doc_id"], row["stage"]) == ("treo.txt", found.doc_id, "read")
    assert "1 giây" in row["message"]
    assert "1 seconds" in row["message"]
    assert "--max-seconds" in row["message"]


def test_members_before_and_behind_the_fatal_one_are_done(sabotage: Path, sandboxes: Sandboxes, tmp_path: Path) -> None:
    path = tmp_path / "hồ sơ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for i, name in enumerate(("a.txt", "b giết.txt", "c.txt", "d treo.txt", "e.txt")):
            archive.writestr(name, REPORT + str(i))
    with sandboxes.lease() as sandbox:
        sandbox.extract(note(tmp_path, "trước.txt"), "trước.txt", Limits())
        found = sandbox.extract(path, "hồ sơ.zip", Limits(max_seconds=2))
    assert outcomes(found) == {
        "hồ sơ.zip/a.txt": "done",
        "hồ sơ.zip/b giết.txt": "crashed",
        "hồ sơ.zip/c.txt": "done",
        "hồ sơ.zip/d treo.txt": "too_slow",
        "hồ sơ.zip/e.txt": "done",
    }
    assert len(found.rows) == 5, "nothing is done twice"


def test_one_child_serves_many_files(sandboxes: Sandboxes, tmp_path: Path) -> None:
    children = set()
    for i in range(3):
        with sandboxes.lease() as sandbox:
            assert outcome(sandbox, note(tmp_path, f"{i}.txt", f"{REPORT}{i}"), Limits()) == "done"
            children.add(sandbox.pid)
    assert len(children) == 1


def test_a_child_that_died_between_files_is_replaced(sandboxes: Sandboxes, tmp_path: Path) -> None:
    path = note(tmp_path, "a.txt")
    with sandboxes.lease() as sandbox:
        assert outcome(sandbox, path, Limits()) == "done"
        child = sandbox.pid
        assert child is not None
        os.kill(child, signal.SIGKILL)
        wait_for(lambda: not _lives(child), "the child has died", 20)
        assert outcome(sandbox, path, Limits()) == "done"
        assert sandbox.pid != child


@pytest.mark.parametrize("copies", [True, False], ids=["copies", "each for itself"])
def test_children_are_alike_however_they_come_to_be(tmp_path: Path, copies: bool) -> None:
    nursery = Nursery({"max_chars": 50}, copies=copies)
    pair = [Sandbox(nursery, tmp_path / f"scratch {i}") for i in range(2)]
    try:
        for i, sandbox in enumerate(pair):
            assert outcome(sandbox, note(tmp_path, f"{i}.txt", "Kết nạp 12 đoàn viên.\n"), Limits()) == "done"
            assert outcome(sandbox, note(tmp_path, f"dài {i}.txt"), Limits()) == "too_much_text", "limits are known"
        numbers = [sandbox.pid for sandbox in pair]
        assert len(set(numbers)) == 2
        assert len([pid for pid in descendants(os.getpid()) if memory(pid)]) == (3 if copies else 2)
    finally:
        for sandbox in pair:
            sandbox.close()
        nursery.close()
    assert not any(_lives(pid) for pid in numbers if pid), "closed is gone"
    assert not list(tmp_path.glob("scratch*"))


def test_children_come_also_after_what_they_are_copies_of_was_killed(tmp_path: Path) -> None:
    with Sandboxes({}, tmp_path / "scratch") as sandboxes, sandboxes.lease() as first, sandboxes.lease() as second:
        assert outcome(first, note(tmp_path, "1.txt"), Limits()) == "done"
        (original,) = (pid for pid in descendants(os.getpid()) if pid != first.pid)
        os.kill(original, signal.SIGKILL)
        wait_for(lambda: not _lives(original), "it has died", 20)
        assert outcome(first, note(tmp_path, "2.txt", REPORT + "2"), Limits()) == "done", "a copy lives on"
        assert outcome(second, note(tmp_path, "3.txt", REPORT + "3"), Limits()) == "done", "and new ones come"


def test_a_file_that_is_gone_is_an_error_of_its_own(sandboxes: Sandboxes, tmp_path: Path) -> None:
    with sandboxes.lease() as sandbox:
        assert outcome(sandbox, tmp_path / "không còn.txt", Limits()) == "unreadable_file"


def test_children_that_never_start_are_told(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with sandboxes.lease() as sandbox, pytest.raises(SandboxError):
        sandbox.extract(note(tmp_path, "a.txt"), "a.txt", Limits())


def test_a_sandbox_that_is_stopped_while_it_works_says_so_at_once(
    sabotage: Path, sandboxes: Sandboxes, tmp_path: Path
) -> None:
    with sandboxes.lease() as sandbox:
        sandbox.extract(note(tmp_path, "a.txt"), "a.txt", Limits())
        threading.Timer(0.5, sandboxes.stop).start()
        started = time.monotonic()
        with pytest.raises(SandboxError):
            sandbox.extract(note(tmp_path, "treo.txt"), "treo.txt", Limits())
        assert time.monotonic() - started < 60
    with pytest.raises(SandboxError), sandboxes.lease() as sandbox:
        sandbox.start()


def test_a_worker_that_no_run_has_given_sandboxes_keeps_its_own(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from pipeline.flow import sandboxes; from pipeline.read.reader import Limits\n"
        "from pipeline.flow.processes import descendants; import os\n"
        "for name in sys.argv[1:]:\n"
        "    with sandboxes.lease({'max_pages': 7}) as sandbox:\n"
        "        found = sandbox.extract(name, Path(name).name, Limits())\n"
        "        print(len(found.rows[0].documents), *descendants(os.getpid()))\n"
    )
    names = [str(note(tmp_path, f"{i}.txt", f"{REPORT}{i}")) for i in range(2)]
    done = subprocess.run([sys.executable, "-c", script, *names], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == second, "one child for both"
    assert first.startswith("1 ")
    assert not _lives(int(first.split()[1]))


ORPHAN = """
import sys
from pathlib import Path
from pipeline.flow.sandboxes import Sandboxes
from pipeline.read.reader import Limits
if __name__ == "__main__":
    with Sandboxes({}, Path(sys.argv[2])) as sandboxes, sandboxes.lease() as sandbox:
        sandbox.extract(sys.argv[3], "trước.txt", Limits())
        print(sandbox.pid, flush=True)
        sandbox.extract(sys.argv[1], Path(sys.argv[1]).name, Limits())
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", ["treo.txt", "con.txt"])
def test_a_child_ends_with_its_parent_whatever_it_is_at(sabotage: Path, tmp_path: Path, name: str) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script), note(tmp_path, name), tmp_path / "scratch", note(tmp_path, "trước.txt")],
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    if name == "con.txt":
        wait_for(sabotage.exists, "the program is reached", 60)
        time.sleep(0.2)
    else:
        time.sleep(6)
    family = [child, *descendants(child)]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_for(lambda: not any(_lives(pid) for pid in family), "no orphan is left", 20)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"

"""The flow: same rows however it runs, and nothing left behind."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from pipeline import run
from pipeline.flow import engine as engines
from pipeline.flow.discover import MissingInputError
from pipeline.flow.launch import OutputError
from pipeline.flow.summary import RunSummary
from pipeline.schema import TABLES
from tests.conftest import ROOT, Command, clean_environment

_PLACES = ("An Giang", "Bạc Liêu", "Cao Bằng", "Đắk Nông", "Gia Lai", "Hà Giang")


def report(i: int) -> str:
    place = _PLACES[i % len(_PLACES)]
    return (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place.upper()}\nSố: {i + 1}/BC-LĐLĐ\n{place}, ngày {i % 27 + 1} tháng 6 năm 2023\n\n"
        f"BÁO CÁO\nKết quả thực hiện Chương trình số 1563/CTr-TLĐ ngày 09/10/2019\n\n"
        f"Sáu tháng đầu năm 2023, kết nạp {1000 + i} đoàn viên, đạt {i % 90 + 5},5% chỉ tiêu "
        f"theo Kế hoạch số {i % 4 + 1}/KH-LĐLĐ. "
        f"Ngày 31/5, hoà giải thành {i + 2} vụ theo Chương trình 1563.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve reports in two folders; one stands there twice, one is empty."""
    root = tmp_path / "in"
    for i in range(12):
        path = root / ("năm 2023" if i % 2 else "khác") / f"báo cáo {i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(i), encoding="utf-8")
    (root / "bản sao.txt").write_text(report(3), encoding="utf-8")
    (root / "trống.txt").write_bytes(b"")
    return root


def tables(out: Path) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables, in the order written; without the moment of failure."""
    found = {}
    for name in TABLES:
        rows = ds.dataset(out / f"{name}.parquet", format="parquet").to_table().to_pylist()
        found[name] = [{key: value for key, value in row.items() if key != "failed_at"} for row in rows]
    return found


@pytest.fixture(autouse=True)
def no_server_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def test_rows_do_not_depend_on_how_a_run_runs(folder: Path, tmp_path: Path) -> None:
    alone = run(folder, tmp_path / "alone", workers=1)
    shared = run(folder, tmp_path / "shared", workers=2)
    members = random.Random(7).sample(sorted(folder.iterdir()), 4)
    assert run(folder, tmp_path / "alone").documents == 12, "a second run over the first one's output"
    expected = tables(tmp_path / "alone")
    assert tables(tmp_path / "shared") == expected
    assert len(expected["documents"]) == 12
    assert [row["source"] for row in expected["documents"]] == sorted(str(r["source"]) for r in expected["documents"])
    (copied,) = [row for row in expected["documents"] if row["also_at"]]
    assert [copied["source"], *copied["also_at"]] == ["bản sao.txt", "năm 2023/báo cáo 3.txt"]  # type: ignore[misc]
    assert [row["error"] for row in expected["errors"]] == ["empty_file"]
    for summary in (alone, shared):
        assert (summary.documents, summary.failures, summary.ok) == (12, 1, False)
        assert summary.failed[0][0] == "trống.txt"
        assert summary.indicators == len(expected["indicators"]) >= 36
        assert summary.references == len(expected["document_references"])

    ids = {name: {row[TABLES[name].key or "source"] for row in rows} for name, rows in expected.items()}
    run(members, tmp_path / "members", workers=1)
    again = tables(tmp_path / "members")
    assert {name: {row[TABLES[name].key or "source"] for row in rows} for name, rows in again.items()} | {
        "errors": ids["errors"]
    } == ids, "ids hang on content alone, not on where inputs were given or in what order"


def test_progress_is_told(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    summary = run([folder], tmp_path / "out", progress=lambda done, total: told.append((done, total)))
    assert isinstance(summary, RunSummary)
    assert told[0] == (0, 14)
    assert told[-1] == (14, 14)
    assert "Văn bản / documents" in "\n".join(summary.lines())
    assert "| Chỉ tiêu / indicators |" in summary.markdown()


def test_wrong_paths_are_refused_before_anything_starts(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(MissingInputError):
        run(tmp_path / "không có", tmp_path / "out")
    with pytest.raises(OutputError):
        run(folder, folder)


def test_more_paths_than_prefect_takes_as_parameters(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = [str(path) for path in sorted(folder.rglob("*.txt"))] * 700
    assert sum(map(len, members)) > 600_000
    assert run(members, tmp_path / "out").documents == 12


def test_a_server_that_does_not_answer(folder: Path, chitieu: Command) -> None:
    result = chitieu("run", folder, "--out", "out", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert result.returncode == 1
    assert result.stderr.startswith("chitieu: không chạy được Prefect: http://127.0.0.1:9/api")
    assert "Traceback" not in result.stderr


def test_a_proxy_does_not_stand_in_the_way(folder: Path, chitieu: Command) -> None:
    nobody = "http://127.0.0.1:9"
    result = chitieu("run", folder, "--out", "out", HTTP_PROXY=nobody, http_proxy=nobody, ALL_PROXY=nobody)
    assert result.returncode == 3, result.stderr
    assert result.stderr == ""


SABOTEUR = """
import os, signal
if os.environ.get("CHITIEU_TEST_SABOTAGE"):
    import pipeline.core as core
    honest = core.extract_bytes
    def extract_bytes(data, source, *rest, **named):
        if "giết" in source:
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(data, source, *rest, **named)
    core.extract_bytes = extract_bytes
"""

SPY = """
import os, socket
def _tell(what):
    with open(os.environ["CHITIEU_TEST_SPY"], "a") as log:
        log.write(f"{what}\\n")
_resolve, _connect = socket.getaddrinfo, socket.socket.connect
def getaddrinfo(host, *args, **kwargs):
    if host not in ("127.0.0.1", "localhost", "::1", None):
        _tell(f"resolve {host}")
    return _resolve(host, *args, **kwargs)
def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
        _tell(f"connect {address}")
    return _connect(self, address)
socket.getaddrinfo, socket.socket.connect = getaddrinfo, connect
_tell("loaded")
"""


def _site(tmp_path: Path, code: str) -> str:
    """PYTHONPATH under which every Python process, children too, runs `code` first."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(code, encoding="utf-8")
    return f"{site}{os.pathsep}{ROOT}"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_file_that_kills_its_process_costs_only_itself(
    folder: Path, tmp_path: Path, chitieu: Command, workers: str
) -> None:
    (folder / "giết.txt").write_text(report(99), encoding="utf-8")
    site = _site(tmp_path, SABOTEUR)
    result = chitieu("run", folder, "--out", "out", "-w", workers, PYTHONPATH=site, CHITIEU_TEST_SABOTAGE="1")
    assert result.returncode == 3, result.stderr
    found = tables(tmp_path / "out")
    assert len(found["documents"]) == 12
    assert {row["source"]: row["error"] for row in found["errors"]} == {
        "giết.txt": "crashed",
        "trống.txt": "empty_file",
    }


@pytest.mark.parametrize("workers", ["1", "2"])
def test_nothing_leaves_the_machine(folder: Path, tmp_path: Path, chitieu: Command, workers: str) -> None:
    log = tmp_path / "spy.log"
    result = chitieu(
        "run", folder, "--out", "out", "-w", workers, PYTHONPATH=_site(tmp_path, SPY), CHITIEU_TEST_SPY=str(log)
    )
    assert result.returncode == 3, result.stderr
    said = log.read_text(encoding="utf-8").splitlines()
    assert said.count("loaded") >= 2, "the server's process is watched too"
    assert set(said) == {"loaded"}


def test_records_are_kept_where_the_user_has_a_prefect_home(folder: Path, tmp_path: Path, chitieu: Command) -> None:
    home = tmp_path / "prefect"
    assert chitieu("run", folder, "--out", "out", PREFECT_HOME=str(home)).returncode == 3
    with sqlite3.connect(home / "prefect.db") as database:
        assert database.execute("select state_type from flow_run").fetchall() == [("COMPLETED",)]
        tasks = database.execute("select name, state_type from task_run").fetchall()
    assert {state for _, state in tasks} == {"COMPLETED"}
    names = " ".join(sorted(name for name, _ in tasks))
    for step in ("discover", "extract batch 0000", "link", "write", "summarise"):
        assert step in names


def _servers(marker: str) -> list[int]:
    """Processes of ephemeral servers that carry a variable `marker` in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if b"pipeline.flow.server_process" in command and marker.encode() in environment:
            found.append(int(process.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_no_server_behind(folder: Path, tmp_path: Path, how: signal.Signals) -> None:
    marker = f"CHITIEU_TEST_MARK={tmp_path}"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", str(folder), "--out", str(tmp_path / "out")],
        env=clean_environment(CHITIEU_TEST_MARK=str(tmp_path), TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _until(lambda: _servers(marker))
    time.sleep(0.3)
    # Once, as a service manager does, and as a person should be able to.
    process.send_signal(how)
    process.communicate(timeout=60)
    assert process.returncode == {signal.SIGTERM: 143, signal.SIGKILL: -9, signal.SIGINT: 130}[how]
    _until(lambda: not _servers(marker))
    _until(lambda: not list(temporary.glob("chitieu-*")))


def _until(condition: object, seconds: float = 40) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.1)


def _schema(path: Path) -> list[object]:
    """Tables, indexes and the version; Prefect's migrations write a table's constraints in any order."""
    with sqlite3.connect(path) as database:
        rows = database.execute("select type, name, tbl_name, sql from sqlite_master order by type, name").fetchall()
        definitions = [(*names, sorted(re.split(r"[\s,]+", sql or ""))) for *names, sql in rows]
        return [definitions, database.execute("select version_num from alembic_version").fetchall()]


def test_the_stored_schema_is_what_prefect_migrates_to(tmp_path: Path) -> None:
    assert engines.schema_script(version("prefect")), "made anew with: python -m pipeline.flow.stored_schema"
    assert engines.schema_script("0.0") is None
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    assert engines.lay_database(ours)
    assert not engines.lay_database(ours), "what is there is never touched"
    subprocess.run(
        [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"],
        env=clean_environment(PREFECT_HOME=str(theirs), DO_NOT_TRACK="1"),
        capture_output=True,
        check=True,
    )
    assert _schema(ours / "prefect.db") == _schema(theirs / "prefect.db")
    assert not list(ours.glob("*.db-*")) or len(list(ours.iterdir())) <= 3

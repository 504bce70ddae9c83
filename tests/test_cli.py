"""The command line as a user meets it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands import default_out
from tests.conftest import ROOT, Command, clean_environment

REPORT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN GIANG
Số: 77/BC-LĐLĐ
An Giang, ngày 12 tháng 6 năm 2023

BÁO CÁO
Kết quả thực hiện Chương trình số 1563/CTr-TLĐ

Sáu tháng đầu năm 2023, các cấp công đoàn kết nạp 1.219 đoàn viên, đạt 61% chỉ tiêu, tổ chức 14 lớp tập huấn.
"""


def imports(*arguments: str) -> set[str]:
    """Top-level modules loaded once a command is through."""
    code = "import sys\nfrom pipeline.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=clean_environment(), check=True
    )
    return set(result.stderr.split())


def test_help_is_instant() -> None:
    best = min(_seconds("--help") for _ in range(5))
    assert best < 0.5


def _seconds(*arguments: str) -> float:
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments], capture_output=True, env=clean_environment(), check=True
    )
    return time.monotonic() - started


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = {"prefect", "spacy", "underthesea", "pandas", "pyarrow", "duckdb", "regex", "rich", "lxml"}
    assert not heavy & imports(*arguments)


@pytest.mark.parametrize("command", ["run", "extract", "show", "compliance", "cite", "evaluate", "gazetteer"])
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "ví dụ / examples:" in out
    assert f"chitieu {command}" in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"chitieu {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "vi", "en"),
    [
        ([], "thiếu lệnh", "a command is missing"),
        (["run"], "thiếu INPUT", "arguments are required: INPUT"),
        (["chạy", "."], "không có lựa chọn 'chạy'", "invalid choice: 'chạy'"),
        (["run", ".", "--wokers", "2"], "không hiểu --wokers", "unrecognized arguments: --wokers"),
        (["run", ".", "--workers", "hai"], "không phải số nguyên: 'hai'", "invalid int value: 'hai'"),
        (["run", ".", "--workers", "0"], "phải từ 1 trở lên", "must be 1 or more"),
        (["run", "không/có"], "không có tệp hay thư mục không/có", "no such file or folder: không/có"),
        (["run", ".", "--out", "."], "cũng là đầu vào", "is an input as well"),
        (["run", ".", "--out", __file__], "là tệp, không phải thư mục", "is a file, not a folder"),
        (["extract", "không/có.txt"], "không có tệp", "no such file"),
        (["extract", "."], "là thư mục", "is a folder"),
        (["extract", __file__, "--table", "bảng"], "không có bảng bảng", "no table bảng"),
        (["show", "."], "không có bảng nào", "holds no tables"),
        (["evaluate", ".", "."], "không có bảng nào", "holds no tables"),
        (["compliance", ".", "--from", "hôm qua"], "không phải ngày", "invalid day value: 'hôm qua'"),
        (["cite", "."], "thiếu SYMBOL", "SYMBOL or --open is missing"),
    ],
)
def test_wrong_usage_is_said_in_both_languages(
    arguments: list[str],
    vi: str,
    en: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    said_vi, said_en = captured.err.splitlines()
    assert vi in said_vi
    assert en in said_en
    assert not list(tmp_path.iterdir()), "nothing is made before the command is understood"


@pytest.mark.parametrize(
    ("inputs", "out"),
    [
        (["baocao/"], "outputs/baocao"),
        (["a/b/tin tức"], "outputs/tin tức"),
        (["x/bao_cao.pdf"], "outputs/bao_cao"),
        (["a", "b"], "outputs/run"),
        (["/"], "outputs/run"),
    ],
)
def test_default_output_folder(inputs: list[str], out: str) -> None:
    assert default_out(inputs) == out


def test_run_from_end_to_end(chitieu: Command, tmp_path: Path) -> None:
    folder = tmp_path / "báo cáo"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "b.txt").write_text(REPORT, encoding="utf-8")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7\nkh\xc3\xb4ng ph\xe1\xba\xa3i")
    (folder / "trống.txt").write_bytes(b"")
    result = chitieu("run", folder)
    assert result.returncode == 3, result.stderr
    assert result.stderr == "", "quiet in a pipe"
    summary = result.stdout
    assert "Văn bản / documents" in summary
    assert "outputs/báo cáo" in summary
    assert "! hỏng.pdf: " in summary
    assert "! trống.txt: " in summary
    out = tmp_path / "outputs" / "báo cáo"
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["documents"] == 1
    assert record["counts"]["errors"] == 2
    assert (record["inputs_seen"], record["inputs_done"], record["inputs_skipped"], record["inputs_failed"]) == (
        4,
        1,
        1,
        2,
    )
    assert record["engine"]["runner"] == "one process"
    home = tmp_path / "home"
    assert not list(home.iterdir()), "nothing is left in the user's home"
    assert [path.name for path in out.glob(".*")] == [".chitieu-cache"], "no working files stay behind"

    again = chitieu("run", folder, "--quiet")
    assert again.returncode == 3
    assert again.stdout == ""

    shown = chitieu("show", out, "indicators")
    assert shown.returncode == 0
    assert "1.219 đoàn viên" in shown.stdout
    cited = chitieu("cite", "1563/CTr-TLĐ", out)
    assert cited.returncode == 0
    assert "a.txt" in cited.stdout
    assert chitieu("compliance", out, "--only-with-documents").returncode == 0


def test_a_folder_without_documents_gives_empty_tables(chitieu: Command, tmp_path: Path) -> None:
    import duckdb

    (tmp_path / "rỗng").mkdir()
    result = chitieu("run", "rỗng", "--out", "ra")
    assert result.returncode == 0, result.stderr
    with duckdb.connect(str(tmp_path / "ra" / "chitieu.duckdb"), read_only=True) as database:
        assert database.execute("select count(*) from documents").fetchall() == [(0,)]


def test_extract_prints_json_lines(chitieu: Command, tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.txt"
    path.write_text(REPORT, encoding="utf-8")
    result = chitieu("extract", path)
    assert result.returncode == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    tables = {row["table"] for row in rows}
    assert {"documents", "document_references", "dates", "organisations", "indicators"} <= tables
    text = next(row["text"] for row in rows if row["table"] == "documents")
    for row in rows:
        if "char_start" in row:
            assert text[row["char_start"] : row["char_end"]] == row["surface"]


def test_extract_reads_standard_input(chitieu: Command) -> None:
    result = chitieu("extract", "-", "--table", "indicators", stdin=REPORT.encode())
    assert result.returncode == 0, result.stderr
    assert "1.219 đoàn viên" in [json.loads(line)["surface"] for line in result.stdout.splitlines()]


def test_extract_of_a_broken_file_is_one_error_row(chitieu: Command) -> None:
    result = chitieu("extract", "-", "--name", "a.txt", stdin=b"")
    assert result.returncode == 3
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["table"], row["source"], row["error"]) == ("errors", "a.txt", "empty_file")
    assert row["message"] in result.stderr


def test_extract_does_not_start_prefect(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert not {"prefect", "spacy", "pandas", "pyarrow", "pdfplumber", "trafilatura"} & imports("extract", str(path))


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT * 40, encoding="utf-8")
    extract = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "extract", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    )
    assert extract.stdout is not None
    assert extract.stderr is not None
    extract.stdout.readline()
    extract.stdout.close()
    assert extract.stderr.read() == b""
    extract.stderr.close()
    assert extract.wait(timeout=60) == 0


def test_a_person_sees_a_progress_bar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    master, slave = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", "a.txt", "--out", "ra"],
        stdout=subprocess.PIPE,
        stderr=slave,
        cwd=tmp_path,
        env=clean_environment(HOME=str(tmp_path), TERM="xterm", COLUMNS="100"),
    )
    os.close(slave)
    shown = bytearray()
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    out, _ = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "Chuẩn bị / starting" in shown.decode("utf-8", "replace")
    assert "/1" in shown.decode("utf-8", "replace"), "documents done, of how many"
    assert "Các bảng ở / tables in" in out.decode("utf-8")


def test_evaluate_prints_the_scores(chitieu: Command, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "gold").mkdir()
    gold = {"id": "a", "references": [], "organisations": [], "indicators": [], "dates": [
        {"surface": "ngày 12 tháng 6 năm 2023", "edtf": "2023-06-12"}, {"surface": "năm 1999", "edtf": "1999"},
    ]}  # fmt: skip
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    assert chitieu("run", "docs", "--out", "ra").returncode == 0
    result = chitieu("evaluate", "gold", "ra", "--errors")
    assert result.returncode == 0, result.stderr
    assert "dates" in result.stdout
    assert "năm 1999" in result.stdout, "what was missed is listed"


def test_the_version_is_told_once() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dynamic"] == ["version"]


def test_a_folder_with_nothing_to_read_is_told(chitieu: Command, tmp_path: Path) -> None:
    folder = tmp_path / "rỗng"
    folder.mkdir()
    result = chitieu("run", folder, "--quiet")
    assert result.returncode == 0
    assert f"không thấy tệp nào để đọc trong {folder}" in result.stderr
    assert result.stderr.count(f"nothing to read was found in {folder}") == 1


def test_nothing_to_read_is_told_before_anything_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.flow.engine import EngineError

    told: list[str] = []

    def engine(**_: object) -> None:
        told.append(capsys.readouterr().err)
        raise EngineError("not today")

    monkeypatch.setattr("pipeline.flow.engine.Engine", engine)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    folder = tmp_path / "rỗng"
    folder.mkdir()
    (folder / ".DS_Store").write_bytes(b"x")
    main(["run", str(folder), "--out", str(tmp_path / "ra")])
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    main(["run", str(folder), "--out", str(tmp_path / "ra")])
    assert ["nothing to read was found" in said for said in told] == [True, False]

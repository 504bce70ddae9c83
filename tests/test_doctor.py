"""`chitieu doctor`, and what a run says on a machine that lacks programs."""

from __future__ import annotations

import importlib.metadata
import json
import tomllib
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import regex
from conftest import ROOT, Command

from pipeline.doctor import as_table, checks, examine
from pipeline.read.system import TOOLS, find

# Needed by other packages or by people, not by the program.
_UNLISTED = {"pandas", "certifi", "uvicorn", "fastapi", "sqlalchemy", "lxml_html_clean", "python-docx"}


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _status(tmp_path: Path) -> dict[str, str]:
    return {check.part: check.status for check in examine(tmp_path)}


def test_it_knows_every_package_the_program_needs() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {regex.split(r"[<>=~!;\[ ]", line)[0].lower() for line in asked}
    listed = {name.lower() for name, *_ in checks._PACKAGES}
    assert names - listed - _UNLISTED == set()


def test_without_programs_it_runs_and_says_what_to_install(chitieu: Command) -> None:
    result = chitieu("doctor", PATH="/nonexistent")
    assert result.returncode == 0, result.stderr
    for words in ("tesseract-ocr-vie", "brew install", "winget install", "libreoffice-writer-nogui", "THIẾU / MISSING"):
        assert words in result.stdout


def test_as_json(chitieu: Command, tmp_path: Path) -> None:
    result = chitieu("doctor", "--format", "json", PATH="/nonexistent")
    said = json.loads(result.stdout)
    parts = {part["part"]: part for part in said["parts"]}
    assert said["ok"] is True
    assert parts["tesseract"]["status"] == "missing"
    assert set(parts["tesseract"]["install"]) == {"Debian/Ubuntu", "macOS", "Windows"}
    assert parts["pyarrow"]["found"] == importlib.metadata.version("pyarrow")


def test_an_output_folder_one_cannot_write_to_is_a_failure(chitieu: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = chitieu("doctor", "--out", tmp_path / "file" / "x", PATH="/nonexistent")
    assert result.returncode == 1
    assert "HỎNG / BROKEN" in result.stdout


def test_a_missing_package_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "duckdb":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setenv("PATH", "/nonexistent")
    found = {check.part: check for check in examine(tmp_path)}
    assert found["duckdb"].fails
    assert "pip install" in found["duckdb"].install[0][1]
    assert "duckdb" in as_table(list(found.values())).splitlines()[-1]


PROGRAMS = [
    ("exit 1", "broken", "it fails"),
    ("echo nothing", "broken", "it says no version"),
    ("sleep 5; echo tesseract 5.3.0", "broken", "it hangs"),
    ("echo tesseract 4.1.1 >&2", "ok", "it answers on standard error, as old ones do"),
]


@pytest.mark.parametrize(("script", "status", "why"), PROGRAMS)
def test_programs_are_really_run(
    script: str, status: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, "tesseract", script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin" if "sleep" in script else str(tmp_path))
    monkeypatch.setattr(checks, "_TIME_LIMIT", 1.0)
    assert _status(tmp_path)["tesseract"] == status, why


def test_tesseract_without_vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, "tesseract", 'case "$1" in --list-langs) echo eng;; *) echo tesseract 5.3.0;; esac')
    monkeypatch.setenv("PATH", str(tmp_path))
    found = _status(tmp_path)
    assert found["tesseract"] == "ok"
    assert found["tesseract vie"] == "missing"


def test_libreoffice_without_calc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, "soffice", "echo LibreOffice 7.4.7.2 40")
    (tmp_path / "libswlo.so").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    found = _status(tmp_path)
    assert (found["libreoffice writer"], found["libreoffice calc"]) == ("ok", "missing")


def test_every_tool_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    for tool in TOOLS:
        assert find(tool.name) is None
        assert all(tool.install(system) for system in ("linux", "darwin", "win32"))


def test_a_run_says_what_is_missing(chitieu: Command, tmp_path: Path) -> None:
    """Files that need a program which is not there are errors with that sentence; the others are done."""
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office:document-content/>")
    (folder / "b.txt").write_text("Năm 2023, kết nạp 12 đoàn viên.", encoding="utf-8")
    result = chitieu("run", folder, "--out", tmp_path / "out", "--workers", "1", PATH="/nonexistent")
    assert result.returncode == 3, result.stderr
    (error,) = pq.read_table(tmp_path / "out" / "errors.parquet").to_pylist()
    assert (error["source"], error["error"]) == ("a.odt", "missing_tool")
    assert "libreoffice-writer-nogui" in error["message"]
    assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 1

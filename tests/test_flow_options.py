"""Options of `chitieu run` about limits and earlier runs, as a user types them."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.commands import is_disk_full
from pipeline.flow.limits import _OPTIONS, add_limits, limit_options, size
from pipeline.read.reader import Limits
from tests.conftest import Command

REPORT = "BÁO CÁO\nNăm 2023, kết nạp 1.219 đoàn viên theo Chương trình số 1563/CTr-TLĐ ngày 09/10/2019.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4096", 4096), ("500M", 500 * 2**20), ("2g", 2 * 2**30), ("1.5 GB", 3 * 2**29), ("10KiB", 10 * 2**10)],
)
def test_sizes_as_people_write_them(text: str, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("text", ["", "-1", "0", "nhiều", "1X"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        size(text)


def test_every_option_is_a_limit_and_tells_its_default() -> None:
    defaults = {field.name: field.default for field in fields(Limits)}
    assert set(_OPTIONS) <= set(defaults)
    for name, (kind, _, meaning) in _OPTIONS.items():
        assert kind(meaning.rpartition("(")[2].rstrip(")")) == defaults[name], name
    parser = argparse.ArgumentParser()
    add_limits(parser)
    assert limit_options(vars(parser.parse_args([]))) == {}
    given = parser.parse_args(["--max-seconds", "5", "--max-memory", "1G"])
    assert limit_options(vars(given)) == {"max_seconds": 5.0, "max_memory": 2**30}


@pytest.mark.parametrize("options", [("--max-seconds", "0"), ("--max-memory", "nhiều"), ("--max-pages", "-1")])
def test_a_wrong_limit_is_wrong_usage(chitieu: Command, tmp_path: Path, options: tuple[str, str]) -> None:
    result = chitieu("run", ".", *options)
    assert result.returncode == 2
    assert options[0] in result.stderr
    assert "không phải" in result.stderr


def test_limits_pruning_and_summary_from_the_command_line(chitieu: Command, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(3):
        (folder / f"{i}.txt").write_text(REPORT + str(i), encoding="utf-8")
    (folder / "dài.txt").write_text(REPORT * 400, encoding="utf-8")
    first = chitieu("run", "in", "--out", "out", "--max-bytes", "10K")
    assert first.returncode == 3, first.stderr
    assert "too_large" in first.stdout
    assert "! dài.txt: Tệp quá lớn" in first.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["options"]["limits"] == {"max_bytes": 10 * 2**10}
    assert record["failures"] == {"too_large": 1}

    (folder / "0.txt").unlink()
    second = chitieu("run", "in", "--out", "out", "--prune")
    assert second.returncode == 0, second.stderr
    assert "Không đổi / unchanged" in second.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    told = [record[f"inputs_{name}"] for name in ("seen", "done", "unchanged", "skipped", "failed", "pruned")]
    assert told == [3, 1, 2, 2, 0, 1]
    # Parts stand in no order.
    sources = sorted(pq.read_table(tmp_path / "out" / "documents.parquet").column("source").to_pylist())
    assert sources == ["1.txt", "2.txt", "dài.txt"]

    for path in folder.iterdir():
        path.unlink()
    third = chitieu("run", "in", "--out", "out", "--prune")
    assert third.returncode == 1
    assert "--prune không bỏ gì cả" in third.stderr
    assert "Traceback" not in third.stderr
    assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 3


def test_what_libraries_say_when_a_disk_is_full() -> None:
    assert is_disk_full(OSError(28, "No space left on device"))
    assert is_disk_full(OSError("IO Error: Could not write file: No space left on device"))
    assert not is_disk_full(OSError(13, "Permission denied"))

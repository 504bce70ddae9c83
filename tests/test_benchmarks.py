"""The benchmarks run, and the corpus they run on is what it says. Nothing here asks how fast anything is."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import SCALES, put, table
from benchmarks.figures import Figure
from benchmarks.generate import generate, script
from pipeline import extract_file

ROOT = Path(__file__).resolve().parent.parent


def test_no_two_documents_are_equal() -> None:
    # Caches by content, and `also_at`, would make a run over copies look faster than a real one.
    assert len({script(i) for i in range(400)}) == 400


def test_a_corpus_grows_by_its_tail(tmp_path: Path) -> None:
    generate(tmp_path / "once", 8, {"txt": 1, "docx": 1})
    generate(tmp_path / "twice", 5, {"txt": 1, "docx": 1})
    generate(tmp_path / "twice", 3, {"txt": 1, "docx": 1}, first=5)
    once, twice = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / name).rglob("*.*")}
        for name in ("once", "twice")
    )
    assert once == twice
    assert len(once) == 8


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx", "pdf", "xlsx"])
def test_every_format_is_read_and_holds_indicators(suffix: str, tmp_path: Path) -> None:
    generate(tmp_path, 3, {suffix: 1}, first=3)
    found = [extract_file(path) for path in sorted(tmp_path.rglob("*.*"))]
    assert len(found) == 3
    assert all(rows.indicators for rows in found)


def test_the_small_scale_runs_and_says_what_it_measured(tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--scale", "small", "--json", str(target)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(target.read_text(encoding="utf-8"))
    assert {figure["group"] for figure in told["figures"]} == set(SCALES["small"])
    assert all(figure["value"] == figure["value"] for figure in told["figures"])
    assert told["machine"]
    assert told["scale"] == "small"


@pytest.mark.parametrize(
    ("asked", "value", "met"),
    [("<= 1.25", 1.25, True), ("<= 1.25", 1.26, False), (">= 5", 4.9, False), ("< 3", 3, False)],
)
def test_a_figure_is_held_against_what_was_asked(asked: str, value: float, met: bool) -> None:
    assert Figure("g", "n", value, "x", asked).met is met


def test_the_table_takes_the_place_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter\n", encoding="utf-8")
    about = {"date": "2026-11-21", "machine": "m", "scale": "small", "version": "0"}
    put(page, table([Figure("g", "n", 1.5, "x")], about))
    assert "old" not in page.read_text(encoding="utf-8")
    assert "| g | n | 1.50 | x |  |  |  |" in page.read_text(encoding="utf-8")
    page.write_text("no markers", encoding="utf-8")
    with pytest.raises(ValueError, match="figures: begin"):
        put(page, "x")

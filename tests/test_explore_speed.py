"""Pages stay fast on large runs; a tenth of the size that is promised for, and all of it with `-m slow`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.explorer import addresses, make
from tests.explore import serving

PROMISED = 2.0
"""Seconds a page may take, with 5,000 documents and 100,000 indicators; processor time, as machines are busy."""


@pytest.mark.parametrize(
    ("documents", "indicators", "seconds"),
    [(500, 10_000, PROMISED / 2), pytest.param(5000, 100_000, PROMISED, marks=pytest.mark.slow)],
)
def test_every_page_answers_in_time(tmp_path: Path, documents: int, indicators: int, seconds: float) -> None:
    counts = make(tmp_path / "out", documents, indicators)
    assert counts["indicators"] == indicators
    slow: list[str] = []
    with serving(tmp_path / "out") as served:
        assert served.app.state.search.wait(300).complete
        for name, address in addresses(f"{served.base}/"):
            started = time.process_time()
            status, page, _ = served.get(address.removeprefix(served.base))
            took = time.process_time() - started
            assert status == 200, f"{name}: {page[:500]}"
            if took > seconds:
                slow.append(f"{name}: {took:.2f} s")
    assert slow == []

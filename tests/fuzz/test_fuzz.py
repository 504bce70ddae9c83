"""Spoilt files of every format: none may crash or hang the program, or put a row in a table that breaks the contract.

`pytest -m slow tests/fuzz` (`make fuzz`) runs the many; CHITIEU_FUZZ_CASES says how many that are. A case that fails
is named by its format and number: `python tests/fuzz/show_case.py docx 1234` writes the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import fuzz_seeds
import fuzz_worker
import pytest
from fuzz_mutations import mutated

# Cases of each format, of a thousand: what needs another program, or pictures, takes a hundred times as long.
SHARES = {
    "txt": 130, "md": 60, "html": 90, "docx": 150, "xlsx": 100, "pdf": 60, "eml": 70, "mhtml": 50, "zip": 100,
    "pptx": 60, "xls": 60, "doc": 40, "rtf": 14, "odt": 3, "ods": 2, "odp": 2, "ppt": 5, "png": 1, "tif": 1, "jpg": 2,
}  # fmt: skip
_LIMIT = 60.0
"""Seconds; a loaded machine is no hang."""


@pytest.fixture(scope="module")
def seeds() -> Mapping[str, Sequence[bytes]]:
    from extractors import words

    words.warm_up()
    return fuzz_seeds.seeds()


def _cases(seeds: Mapping[str, Sequence[bytes]], total: int) -> list[fuzz_worker.Case]:
    return [
        (kind, number)
        for kind, share in SHARES.items()
        if kind in seeds
        for number in range(max(1, round(total * share / 1000)))
    ]


def _check(seeds: Mapping[str, Sequence[bytes]], total: int, workers: int) -> None:
    cases = _cases(seeds, total)
    outcome = fuzz_worker.run(cases, seeds, _LIMIT, workers)
    print(f"\n{outcome.cases} cases, {outcome.documents} documents, slowest {outcome.slowest}")
    print("errors:", dict(outcome.errors.most_common()))
    print("seconds:", {kind: round(taken) for kind, taken in outcome.seconds.most_common()})
    assert not outcome.faults, "\n".join(outcome.faults[:50])
    assert outcome.cases == len(cases)
    # A fuzzer whose every file is refused at the door tests the door.
    assert outcome.documents > len(cases) / 4


def test_cases_repeat(seeds: Mapping[str, Sequence[bytes]]) -> None:
    for kind in seeds:
        assert mutated(7, kind, seeds) == mutated(7, kind, seeds)


def test_five_hundred_spoilt_files(seeds: Mapping[str, Sequence[bytes]]) -> None:
    _check(seeds, 500, workers=2)


@pytest.mark.slow
def test_twenty_thousand_spoilt_files(seeds: Mapping[str, Sequence[bytes]]) -> None:
    _check(seeds, int(os.environ.get("CHITIEU_FUZZ_CASES", "20200")), workers=2)

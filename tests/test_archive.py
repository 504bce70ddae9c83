"""Old documents end to end: what comes back of their transcripts, and the measure itself."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.evaluate.diacritics import Recovered, recovered
from pipeline.evaluate.track import shared_folder
from pipeline.read import read_bytes

_LARGEST = 100_000
"""Bytes; `benchmarks/archive.py` reads the larger ones too."""


def test_the_measure_counts_letters_in_whole_right_words() -> None:
    found = recovered("Đường về quê, đường về quê", "đường vè quê QUÊ duong")
    assert found == Recovered(3 + 1 + 1, 2 * (3 + 1 + 1), ("về", "đường", "về"))
    assert recovered("kin\u00adh", "Kinh") == Recovered(0, 0, ())
    assert recovered("kinh", "").share == 1.0


def test_shared_documents_of_1995_to_2009() -> None:
    folder = shared_folder()
    archive = folder / "corpus" / "archive" if folder else None
    if archive is None or not archive.is_dir():
        pytest.skip("the folder of shared documents is not on this machine")
    right = total = 0
    for path in sorted(path for kind in ("tcvn3", "vni") for path in (archive / kind).iterdir()):
        transcript = archive / "transcripts" / f"{path.stem}.txt"
        if path.stat().st_size > _LARGEST or not transcript.exists():
            continue
        cleaned = clean(read_bytes(path.read_bytes(), path.name))
        found = recovered(transcript.read_text(encoding="utf-8"), cleaned.text)
        right, total = right + found.right, total + found.total
        assert found.share >= 0.95 or cleaned.warnings, (path.name, found.missed[:20])
        assert set(cleaned.encoding_fixed.split("+")) <= {"tcvn3", "vni"}, path.name
    assert right / total >= 0.997

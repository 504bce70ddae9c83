"""Writes the file of one case, `python tests/fuzz/show_case.py docx 1234`, and says what comes of it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import fuzz_seeds  # noqa: E402
from fuzz_mutations import mutated  # noqa: E402

from pipeline import core  # noqa: E402

if __name__ == "__main__":
    name, data = mutated(int(sys.argv[2]), sys.argv[1], fuzz_seeds.seeds())
    Path(name).write_bytes(data)
    print(name, len(data))
    for rows in core.extract_members(data, name):
        for row in (*rows.documents, *rows.errors):
            print(row["source"], row.get("error") or row["n_chars"], row.get("message", ""))

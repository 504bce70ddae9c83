"""Pages an hour and core, by format: the same documents in every format, from bytes to rows.

A page is what our own layout puts on a page of PDF (some 1,200 characters), also for formats that have none.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, clock
from benchmarks.generate import generate

GROUP = "formats"
_FORMATS = ("txt", "html", "docx", "xlsx", "doc", "pdf", "scan")
_NEEDS = {"doc": "soffice", "scan": "tesseract"}
_SCANS = 6
"""One scan in this many documents: each takes seconds."""


def measure(documents: int) -> Iterator[Figure]:
    """Measure.

    Args:
        documents: how many of each format; scans are fewer.
    """
    from pipeline import extract_file

    with tempfile.TemporaryDirectory(prefix="chitieu-bench-") as place:
        pages = dict.fromkeys((documents, max(1, documents // _SCANS)), 0)
        for count in pages:
            folder = Path(place) / f"count-{count}"
            generate(folder, count, {"pdf": 1})
            pages[count] = sum(extract_file(path).documents[0]["n_pages"] for path in folder.rglob("*.pdf"))
        for name in _FORMATS:
            if name in _NEEDS and shutil.which(_NEEDS[name]) is None:
                continue
            count = max(1, documents // _SCANS) if name == "scan" else documents
            folder = Path(place) / name
            generate(folder, count, {name: 1})
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            extract_file(files[0])
            with clock() as spent:
                for path in files:
                    extract_file(path)
            yield Figure(
                GROUP, name, pages[count] / spent.seconds * 3600, "pages/h/core",
                note=f"{count} documents, {pages[count]} pages, {spent.seconds / pages[count] * 1e3:.1f} ms a page",
            )  # fmt: skip

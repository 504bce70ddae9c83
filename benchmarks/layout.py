"""PDF to rows against the same text from a .txt file, and the memory that a long PDF takes.

    python benchmarks/layout.py [FOLDER] [PAGES]

Every PDF of FOLDER (default: this repository's corpus) is read, cleaned and annotated; so is its text, saved as plain
text. Prints processor seconds of each and the ratio of speeds. Then a PDF of PAGES (default 2,000) pages is put
together from them and read; prints seconds and peak memory.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: this file would be taken for the package of its name.
    del sys.path[0]

from pipeline.annotate.annotator import annotate
from pipeline.clean import clean
from pipeline.read import Limits, read_bytes

_CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "pdf"


def _seconds(data: bytes, name: str) -> tuple[float, float, str]:
    """Processor seconds of reading with cleaning, of annotating, and the text."""
    start = time.process_time()
    read = read_bytes(data, name)
    cleaned = clean(read)
    middle = time.process_time()
    annotate(cleaned, read.hints)
    return middle - start, time.process_time() - middle, cleaned.text


def _long_pdf(paths: list[Path], pages: int) -> bytes:
    import pypdfium2 as pdfium

    made = pdfium.PdfDocument.new()
    while len(made) < pages:
        for path in paths:
            source = pdfium.PdfDocument(path)
            made.import_pages(source)
            source.close()
    out = io.BytesIO()
    made.save(out)
    made.close()
    return out.getvalue()


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _CORPUS
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    paths = sorted(folder.rglob("*.pdf"))
    as_pdf = as_text = 0.0
    print(f"{'file':40} {'read':>7} {'rows':>7} {'txt':>7} {'speed':>6}")
    for path in paths:
        _seconds(path.read_bytes(), path.name)
        read, rows, text = _seconds(path.read_bytes(), path.name)
        plain_read, plain_rows, _ = _seconds(text.encode(), "a.txt")
        as_pdf, as_text = as_pdf + read + rows, as_text + plain_read + plain_rows
        speed = (plain_read + plain_rows) / (read + rows)
        print(f"{path.name[:40]:40} {read:7.3f} {rows:7.3f} {plain_read + plain_rows:7.3f} {speed:6.2f}")
    print(f"all: PDF to rows at {as_text / as_pdf:.2f} of the speed of the same text as .txt")
    data = _long_pdf(paths, pages)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    result = read_bytes(data, "long.pdf", replace(Limits(), max_chars=10**9, max_pages=10**6))
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = result.n_pages or 1
    print(f"{count} pages, {len(data) / 2**20:.0f} MB: {seconds:.1f} s ({seconds / count * 1000:.1f} ms a page)")
    print(f"peak memory {before:.0f} MB before, {after:.0f} MB after")


if __name__ == "__main__":
    main()
